import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { cityFolder, loadCity } from '../../city/settings.ts'
import type { Finding } from '../../kernel/values/finding.ts'
import { isPlainDate, type PlainDate } from '../../kernel/values/plain-date.ts'
import { machineWorld } from '../../kernel/values/world.ts'
import {
  answerFor,
  answerGiven,
  askedOf,
  type EligibilityAnswer,
  type Question,
  type TreeAnswer,
} from '../../modules/assessment/index.ts'
import { standardsOf } from '../../modules/assessment/store/standards.ts'
import { type Command, type Out, pad, type Values } from './command.ts'
import { houseForCommand } from './house.ts'

export const rules: Command = {
  name: 'rules',
  words: 'list | standards | explain',
  about: {
    zh: '规则：现行数值和依据、申报条件及满足日期、改规则前的试算',
    en: 'rules: values in force and their sources; conditions for a level with the first day; trying a change',
  },
  options: {
    on: { type: 'string', about: { zh: '某日（申报日）', en: 'on a day (of application)' } },
    occupation: {
      type: 'string',
      about: { zh: '职业编码，如 6-31-01-03', en: 'code of the occupation, e.g. 6-31-01-03' },
    },
    level: { type: 'string', about: { zh: '申报等级 5…1', en: 'level applied for, 5 … 1' } },
    facts: {
      type: 'string',
      about: { zh: '事实文件 JSON（一人或数组）', en: 'file of facts, JSON: one object or an array' },
    },
    person: { type: 'string', about: { zh: '登记册中的人（标识）', en: 'a person of the register, by id' } },
    standard: { type: 'string', about: { zh: '拟发布的标准文件', en: 'file of a proposed standard' } },
  },
  run: async ({ words, values, out }) => {
    const [verb] = words
    if (verb === 'list') return list(values, out)
    if (verb === 'standards') return standards(values, out)
    if (verb === 'explain') return explain(values, out)
    if (verb === 'dry-run') return tryOut(values, out)

    throw new Error(
      '用法 usage: npx guildbook rules list | standards | explain --facts FILE --occupation CODE --level L --on DAY | dry-run --standard FILE --on DAY',
    )
  },
}

async function list(values: Values, out: Out): Promise<number> {
  const { rules } = await loadCity(String(values['city']))
  const on = (values['on'] as string | undefined) ?? '9999-12-31'
  const rows = rules.map((r) => ({
    key: r.key,
    unit: r.unit,
    inForce: r.values.findLast((v) => v.from <= on) ?? null,
    checkedOn: r.checkedOn,
  }))
  out.data(rows)
  for (const r of rows) {
    const s = r.inForce?.source
    out.print(
      `${pad(r.key, 44)} ${pad(JSON.stringify(r.inForce?.value ?? null), 22)} ${pad(r.unit, 14)} ${s === 'missing' ? '依据缺失 source missing' : s ? `${s.title}${s.number ? ` ${s.number}` : ''}` : '—'}`,
    )
  }
  return 0
}

async function standards(values: Values, out: Out): Promise<number> {
  const s = await standardsOf(cityFolder(String(values['city'])))
  const rows = [
    ...s.patterns.map((p) => ({
      id: p.id,
      from: p.from,
      title: p.title,
      occupation: null,
      scope: p.scope,
      source: p.source,
      parent: null as string | null,
    })),
    ...s.editions.map((e) => ({
      id: e.id,
      from: e.issuedOn,
      title: e.title,
      occupation: e.occupation,
      scope: e.scope,
      source: e.source,
      parent: e.parent,
    })),
  ]
  out.data(rows)
  for (const r of rows)
    out.print(`${pad(r.id, 26)} ${r.from}  ${pad(r.parent ?? '—', 14)} ${pad(r.scope, 16)} ${r.title.zh}`)
  return 0
}

/** The question of the options. Prints what is wrong with it and returns nothing. */
export async function questionOf(values: Values, out: Out): Promise<Question | undefined> {
  const { city } = await loadCity(String(values['city']))
  const on = (values['on'] as string | undefined) ?? machineWorld(city.zone).today()
  const findings: Finding[] = []
  if (!isPlainDate(on))
    findings.push({
      code: 'DAY',
      field: 'on',
      given: on,
      message: { zh: `${on} 不是存在的日期`, en: `${on} is not a day that exists` },
      hint: { zh: '格式为 2026-03-01', en: 'write it as 2026-03-01' },
    })
  for (const key of ['occupation', 'level'] as const)
    if (typeof values[key] !== 'string')
      findings.push({
        code: 'OPTION_MISSING',
        field: key,
        message: { zh: `缺少 --${key}`, en: `--${key} is missing` },
        hint: { zh: `请给出 --${key}`, en: `give --${key}` },
      })
  if (findings.length === 0) {
    const s = await standardsOf(cityFolder(String(values['city'])))
    const asked = askedOf(s, String(values['occupation']), String(values['level']), on as PlainDate)
    if (!('findings' in asked)) return asked
    findings.push(...asked.findings)
  }
  out.data({ findings })
  for (const f of findings) out.print(`✗ ${f.message.zh} · ${f.message.en}\n    ${f.hint.zh} · ${f.hint.en}`)
  return undefined
}

async function explain(values: Values, out: Out): Promise<number> {
  const question = await questionOf(values, out)
  if (!question) return 1
  if (typeof values['person'] === 'string') return ofPerson(values['person'], question, values, out)
  if (typeof values['facts'] !== 'string')
    throw new Error('请给出 --facts FILE 或 --person ID · give --facts FILE or --person ID')
  let given: unknown
  try {
    given = JSON.parse((await readFile(values['facts'], 'utf8')).replace(/^\ufeff/, ''))
  } catch (e) {
    const finding: Finding = {
      code: 'FACTS_FILE',
      field: 'facts',
      message: { zh: `读不了事实文件：${(e as Error).message}`, en: `cannot read the facts: ${(e as Error).message}` },
      hint: { zh: '文件应是 UTF-8 的 JSON：一个对象或数组', en: 'the file is JSON in UTF-8: one object or an array' },
    }
    out.data({ findings: [finding] })
    out.print(`✗ ${finding.message.zh}\n    ${finding.hint.zh} · ${finding.hint.en}`)
    return 1
  }
  if (!Array.isArray(given)) {
    const answer = answerGiven(question, given)
    out.data(answer)
    tell(answer, question, out)
    return 'findings' in answer ? 1 : 0
  }
  // Answers go out as they are made: a hundred thousand of them do not fit into one text.
  const form = given.length > FULL_MAX ? 'bare' : 'full'
  let bad = 0
  if (out.json) await put('[')
  for (const [i, one] of given.entries()) {
    const answer = answerGiven(question, one, form)
    if ('findings' in answer) bad++
    if (out.json) await put(`${i ? ',' : ''}\n${JSON.stringify(answer)}`)
    else
      out.print(
        `${i + 1}\t${'findings' in answer ? `✗ ${answer.findings.map((f) => f.message.zh).join('；')}` : line(answer)}`,
      )
  }
  if (out.json) await put('\n]\n')
  return bad ? 1 : 0
}

/** Lists longer than this are answered without the words that every answer repeats: clauses, needs and hints. */
const FULL_MAX = 1000

let waiting = ''
/** Writes in pieces of a size that a pipe likes, and waits when it is full. */
async function put(text: string): Promise<void> {
  waiting += text
  if (waiting.length < 1 << 16 && !text.endsWith(']\n')) return
  const piece = waiting
  waiting = ''
  if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
}

async function ofPerson(id: string, question: Question, values: Values, out: Out): Promise<number> {
  const { house, close } = await houseForCommand({ data: String(values['data']), city: String(values['city']) })
  try {
    const { findFacts, standardsInForce } = await import('../../modules/assessment/store/index.ts')
    const facts = await findFacts(house.db.read, id)
    if (!facts) {
      out.data({
        findings: [
          {
            code: 'PERSON_UNKNOWN',
            field: 'person',
            message: { zh: '登记册中没有这个人', en: 'no such person in the register' },
            hint: { zh: '请核对标识', en: 'check the id' },
          },
        ],
      })
      out.print(`✗ 登记册中没有 ${id} · no such person`)
      return 1
    }
    // Beside the register, what was released since the files were written applies too.
    const asked = askedOf(
      await standardsInForce(house.db.read, house.office.city.folder),
      question.applicable.occupation,
      question.level,
      question.on,
    )
    const inForce = 'findings' in asked ? question : asked
    const answer = answerFor(inForce, facts)
    out.data(answer)
    tell(answer, inForce, out)
    return 0
  } finally {
    await close()
  }
}

const line = (a: EligibilityAnswer): string =>
  a.eligible ? `✓ ${a.clause}` : a.firstDay ? `… ${a.firstDay}` : '— 仅等待不能满足 waiting alone does not suffice'

function tell(a: EligibilityAnswer | { findings: Finding[] }, q: Question, out: Out): void {
  if ('findings' in a) {
    for (const f of a.findings)
      out.print(`✗ ${f.field ?? ''} ${f.message.zh} · ${f.message.en}\n    ${f.hint.zh} · ${f.hint.en}`)
    return
  }
  out.print(
    `${q.applicable.name} ${q.level} 级，${q.on} 申报，依据 ${q.applicable.title.zh}（${q.applicable.edition}）`,
  )
  out.print(a.eligible ? `✓ 符合第 ${a.clause} 条 · eligible by ${a.clause}` : `${line(a)} · not yet`)
  const walk = (n: TreeAnswer, depth: number): void => {
    const head =
      n.kind === 'condition' ? (n.need?.zh ?? '') : (n.text?.zh ?? (n.kind === 'any' ? '以下之一' : '以下全部'))
    const when = n.holds ? '' : n.firstDay ? `  最早 ${n.firstDay}` : n.notRun ? '  未核验 not checked' : ''
    const have = n.kind === 'condition' ? `  现有：${n.have?.zh ?? '无'}` : ''
    out.print(`${'  '.repeat(depth)}${n.holds ? '✓' : '✗'} ${n.id ? `${n.id} ` : ''}${head}${have}${when}`)
    for (const x of n.nodes ?? []) walk(x, depth + 1)
  }
  for (const n of a.tree.nodes ?? []) walk(n, 1)
}

/** Who would gain and who would lose by a proposed standard, by county and level. Nothing is written. */
async function tryOut(values: Values, out: Out): Promise<number> {
  const path = values['standard']
  if (typeof path !== 'string') throw new Error('用法 usage: npx guildbook rules dry-run --standard FILE --on DAY')
  const { changedBy, contentHash, dryRun, standardFile, standardsInForce, standardsWith } = await import(
    '../../modules/assessment/store/index.ts'
  )
  const text = await readFile(path, 'utf8')
  const { house, close } = await houseForCommand({ data: String(values['data']), city: String(values['city']) })
  try {
    const on = (values['on'] as string | undefined) ?? house.office.world.today()
    if (!isPlainDate(on)) throw new Error(`${on} 不是存在的日期 · is not a day that exists`)
    const proposed = standardFile(basename(path), text)
    const { folder } = house.office.city
    const result = await house.db.snapshot(async (tx) =>
      dryRun(
        tx,
        await standardsInForce(tx, folder),
        await standardsWith(tx, folder, proposed),
        on as PlainDate,
        changedBy(proposed),
        {
          ...(typeof values['occupation'] === 'string' ? { occupation: values['occupation'] } : {}),
          ...(typeof values['level'] === 'string' ? { level: values['level'] } : {}),
        },
        (done, total) => {
          if (process.stderr.isTTY) process.stderr.write(`\r  ${done}/${total} `)
        },
      ),
    )
    out.data({ ...result, contentHash: contentHash(text) })
    for (const c of result.changes) {
      out.print(
        `${pad(`${c.name} ${c.level} 级`, 28)} 新增 gain ${c.gain}  减少 lose ${c.lose}   ${c.now ?? '—'} → ${c.next}`,
      )
      for (const k of c.counties)
        out.print(
          `    ${pad(house.records.codeName('catalogue.division', k.county)?.zh ?? k.county, 16)} +${k.gain} −${k.lose}`,
        )
    }
    out.print(`合计 total: 新增 gain ${result.gain}, 减少 lose ${result.lose}（${on}）`)
    return 0
  } finally {
    await close()
  }
}
