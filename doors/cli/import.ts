import { createReadStream, existsSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { accountByLogin, grantsOf } from '../../kernel/access/accounts.sql.ts'
import type { Actor } from '../../kernel/access/actor.ts'
import type { ImportDeclaration } from '../../kernel/rooms/define.ts'
import { rowsWithFindings, type StagedRow } from '../../kernel/sheets/batch/batch.sql.ts'
import { type BatchAnswer, ImportService, type MatchAnswer } from '../../kernel/sheets/batch/service.ts'
import { runBatch, TAKEN_BYTES_MAX } from '../../kernel/sheets/batch/work.ts'
import { guessColumns } from '../../kernel/sheets/columns.ts'
import { writeCsv } from '../../kernel/sheets/write.ts'
import type { Finding } from '../../kernel/values/finding.ts'
import { isPlainDate, type PlainDate } from '../../kernel/values/plain-date.ts'
import { maskIdentityNumber } from '../../modules/people/index.ts'
import { rooms } from '../../modules/rooms.ts'
import type { House } from '../open.ts'
import { type Command, pad, type Values } from './command.ts'
import { houseForCommand } from './house.ts'

/** In the order in which an empty city is filled: what others rest on comes first. */
const ORDER = [
  'people',
  'organisations',
  'listings',
  'projects',
  'teachers',
  'venues',
  'classes',
  'timetable',
  'enrolments',
  'attendance',
  'materials',
  'call-backs',
  'certificates',
  'employment',
  'claims',
]
export const shortName = (d: ImportDeclaration): string => d.id.slice(d.id.indexOf('.') + 1)
/** All kinds of files, what others rest on first. */
export function allKinds(): ImportDeclaration[] {
  const place = (d: ImportDeclaration) => {
    const at = ORDER.indexOf(shortName(d))
    return at < 0 ? ORDER.length : at
  }
  return rooms.flatMap((r) => r.imports ?? []).sort((a, b) => place(a) - place(b))
}
function kindOf(word: string | undefined): ImportDeclaration {
  const found = allKinds().find((d) => d.id === word || shortName(d) === word)
  if (found) return found
  throw new Error(
    `没有这一种文件：${word ?? ''}。可用的种类见 --kinds\nno such kind: ${word ?? ''}; see npx guildbook import --kinds\n  ${allKinds().map(shortName).join(', ')}`,
  )
}

/** A sample that can be loaded as it stands, once the samples of the kinds before it are. */
export async function writeSample(d: ImportDeclaration, out: NodeJS.WritableStream): Promise<void> {
  await writeCsv(
    d.columns.map((c) => c.title.zh),
    [d.columns.map((c) => c.sample)],
    out as never,
  )
}

const FINDINGS_MAX = 200_000
const PAGE_ROWS = 2000

type Told = {
  row: number | null
  column: string | null
  title: { zh: string; en: string } | null
  code: string
  severity: 'must' | 'confirm' | 'hint'
  message: { zh: string; en: string }
  hint: { zh: string; en: string }
  given: string | null
}
type Found = MatchAnswer['columns'][number] & { sure: boolean }
export type Receipt = {
  kind: string
  batch: string | null
  rows: number
  good: number
  bad: number
  same: number
  written: number
  columns: { key: string; header: string | null; sure: boolean }[]
  findings: Told[]
  findingsLeftOff: number
  committed: boolean
}

export const importFile: Command = {
  name: 'import',
  words: '<kind> FILE | <kind> --sample | --kinds',
  about: { zh: '导入文件：核对全部行，写入正确的行', en: 'load a file: check every row, write the good ones' },
  options: {
    kinds: { type: 'boolean', default: false, about: { zh: '列出文件种类', en: 'list the kinds' } },
    sample: { type: 'boolean', default: false, about: { zh: '输出一份示例 CSV', en: 'write a sample CSV' } },
    sheet: { type: 'string', about: { zh: '工作表名称', en: 'name of the sheet' } },
    as: { type: 'string', about: { zh: '以哪个账号的名义', en: 'in whose name: a login' } },
    'as-of': { type: 'string', about: { zh: '名册反映哪一天', en: 'the day that a register describes' } },
    yes: {
      type: 'boolean',
      default: false,
      about: { zh: '列名不确定也写入', en: 'write even where columns were guessed' },
    },
    undo: { type: 'string', about: { zh: '撤回一批（批号）', en: 'take a batch back, by its id' } },
  },
  run: async ({ words, values, out }) => {
    if (values['kinds']) {
      const all = allKinds()
      out.data(all.map((d) => ({ kind: shortName(d), id: d.id, title: d.title, rowsMax: d.rowsMax })))
      for (const d of all) out.print(`${pad(shortName(d), 26)} ${pad(d.title.zh, 26)} ${d.title.en}`)
      return 0
    }
    if (values['undo']) return undo(String(values['undo']), values, out)
    const kind = kindOf(words[0])
    if (values['sample']) {
      await writeSample(kind, process.stdout)
      return 0
    }
    const file = words[1]
    if (!file || words.length > 2) throw new Error('用法 usage: npx guildbook import <kind> FILE')
    if (!existsSync(file) || !statSync(file).isFile()) throw new Error(`没有文件 ${file}\nthere is no file ${file}`)
    const asOf = values['as-of'] as string | undefined
    if (asOf !== undefined && !isPlainDate(asOf))
      throw new Error(`--as-of 应为日期，如 2026-11-01\n--as-of must be a day, such as 2026-11-01`)
    const { house, close } = await houseForCommand({ data: String(values['data']), city: String(values['city']) })
    try {
      const receipt = await loadFile(house, {
        kind,
        file,
        asOf: (asOf as PlainDate | undefined) ?? null,
        sheet: (values['sheet'] as string | undefined) ?? null,
        yes: values['yes'] === true,
        actor: await actorFor(house, values['as'] as string | undefined),
        progress: (step, n) =>
          process.stderr.isTTY && process.stderr.write(`\r  ${step} ${n.toLocaleString('en-US')}   `),
      })
      if (process.stderr.isTTY) process.stderr.write('\r')
      out.data(receipt)
      for (const f of receipt.findings) out.print(line(f))
      if (receipt.findingsLeftOff) out.print(`  … 另有 ${receipt.findingsLeftOff} 条 more`)
      out.print(
        `${kind.title.zh}：共 ${receipt.rows} 行，正确 ${receipt.good}，有误 ${receipt.bad}，已有 ${receipt.same}，写入 ${receipt.written}${receipt.batch ? `（批号 ${receipt.batch}）` : ''}`,
      )
      out.print(
        `${kind.title.en}: ${receipt.rows} rows, ${receipt.good} good, ${receipt.bad} bad, ${receipt.same} known already, ${receipt.written} written${receipt.committed ? '' : '; nothing was written: look at the columns and say --yes'}`,
      )
      return exitCode(receipt)
    } finally {
      await close()
    }
  },
}

/** 0 all rows good · 2 some refused, or nothing written because a column is uncertain · 1 the file could not be read. */
export const exitCode = (r: Receipt): number =>
  r.batch === null || (r.rows === 0 && !r.committed) ? 1 : r.bad === 0 && r.committed ? 0 : 2

const line = (f: Told): string =>
  `  ${f.row === null ? '' : `第 ${f.row} 行 row ${f.row} · `}${f.title ? `${f.title.zh} ${f.title.en} · ` : ''}${f.code}${f.severity === 'must' ? '' : ` (${f.severity})`}\n    ${f.message.zh} · ${f.message.en}\n    → ${f.hint.zh} · ${f.hint.en}`

/** An account of the house, or whoever sits at the machine itself: a handling officer of the whole city. */
async function actorFor(house: House, login: string | undefined): Promise<Actor> {
  const { city, world } = house.office
  if (!login)
    return {
      accountId: null,
      personKey: 'command-line',
      name: 'command line',
      grants: [{ role: 'handler', jurisdiction: city.division.replace(/(00)+$/, ''), organisationId: null }],
    }
  const account = await house.db.read.maybe<{
    account_id: string
    person_key: string
    display_name: string
    state: string
  }>(accountByLogin(login))
  if (account?.state !== 'active') throw new Error(`没有账号 ${login}\nthere is no active account ${login}`)
  const grants = await house.db.read.rows<{
    role: string
    jurisdiction: string | null
    organisation_id: string | null
  }>(grantsOf(account.account_id, world.now().toISOString()))
  return {
    accountId: account.account_id,
    personKey: account.person_key,
    name: account.display_name,
    grants: grants.map((g) => ({ role: g.role, jurisdiction: g.jurisdiction, organisationId: g.organisation_id })),
  }
}

/** Work is done here and at once; a server beside it sees the batch like any other. */
function importsOf(house: House, progress?: (step: string, done: number) => void) {
  let work: Promise<void> = Promise.resolve()
  const imports = new ImportService({
    office: house.office,
    db: house.db,
    dataDir: house.dataDir,
    start: (id) => {
      work = runBatch({ office: house.office, db: house.db, progress: (step, done) => progress?.(step, done) }, id)
      // Heard where it is awaited.
      work.catch(() => {})
    },
    progress: () => null,
  })
  return { imports, ended: () => work }
}

async function undo(id: string, values: Values, out: Parameters<Command['run']>[0]['out']): Promise<number> {
  const { house, close } = await houseForCommand({ data: String(values['data']), city: String(values['city']) })
  try {
    const { imports } = importsOf(house)
    const batch = await imports.undo(id, await actorFor(house, values['as'] as string | undefined))
    out.data({ batch: id, state: batch.state })
    out.print(`已撤回 taken back: ${id}`)
    return 0
  } finally {
    await close()
  }
}

/**
 * One file from reading to receipt. Good rows are written when every column was found by its name (or `yes`); bad rows never.
 * The same file again changes nothing and gives the same receipt.
 */
export async function loadFile(
  house: House,
  p: {
    kind: ImportDeclaration
    file: string
    asOf: PlainDate | null
    sheet: string | null
    yes: boolean
    actor: Actor
    progress?: (step: string, done: number) => void
  },
): Promise<Receipt> {
  const { imports, ended } = importsOf(house, p.progress)
  let batch = await imports.upload(
    p.kind.id,
    basename(p.file),
    createReadStream(p.file),
    p.actor,
    p.asOf,
    TAKEN_BYTES_MAX,
  )
  if (p.sheet !== null && batch.state === 'matching') batch = await imports.match(batch.id, { sheet: p.sheet }, p.actor)
  const found: Found[] = (batch.match?.columns ?? []).map((c) => ({ ...c, sure: true }))
  // What was recognised by what stands in it, not by its name, a person should look at.
  const headers = (batch.match?.sources ?? []).map((x) => ({ kind: 'text' as const, text: x.header }))
  const byName = guessColumns({ row: 1, cells: headers }, [], p.kind.columns)
  const named = new Set(byName.matches.map((m) => m.column))
  for (const c of found) c.sure = c.source === null || named.has(c.key)
  if (batch.state === 'failed') {
    const f = batch.problem!
    return receiptOf(p.kind, batch, found, [
      {
        row: null,
        column: null,
        title: null,
        code: f.code,
        severity: 'must',
        message: f.message,
        hint: f.hint,
        given: null,
      },
    ])
  }
  const missing = found.filter((c) => c.required && c.source === null)
  if (batch.state === 'matching' && (missing.length || batch.headerRow === null)) {
    await imports.cancel(batch.id, p.actor)
    return receiptOf(
      p.kind,
      batch,
      found,
      (missing.length ? missing : p.kind.columns.filter((c) => c.required)).map((c) => ({
        row: batch.headerRow,
        column: c.key,
        title: c.title,
        code: 'COL_MISS',
        severity: 'must' as const,
        message: { zh: `没有找到“${c.title.zh}”列`, en: `no column for ${c.title.en}` },
        hint: {
          zh: `请加一列“${c.title.zh}”；表不对时用 --sheet 指明工作表`,
          en: `Add a column ${c.title.zh}; where it is the wrong sheet, say --sheet`,
        },
        given: null,
      })),
    )
  }
  if (batch.state === 'matching') {
    const mapping = Object.fromEntries(found.map((c) => [c.key, c.source]))
    batch = await imports.match(batch.id, { mapping, ...(batch.sheet ? { sheet: batch.sheet } : {}) }, p.actor)
  }
  await ended()
  const unsure = found.filter((c) => !c.sure)
  batch = await imports.get(batch.id, p.actor)
  if (batch.state === 'checked' && (unsure.length === 0 || p.yes)) {
    await imports.commit(batch.id, p.actor)
    await ended()
    batch = await imports.get(batch.id, p.actor)
  }
  if (batch.state === 'failed') {
    const f = batch.problem!
    return receiptOf(p.kind, batch, found, [
      {
        row: null,
        column: null,
        title: null,
        code: f.code,
        severity: 'must',
        message: f.message,
        hint: f.hint,
        given: null,
      },
    ])
  }
  const told: Told[] = unsure.map((c) => ({
    row: batch.headerRow,
    column: c.key,
    title: c.title,
    code: 'COL_GUESS',
    severity: 'confirm',
    message: {
      zh: `“${c.header ?? ''}”按内容认作“${c.title.zh}”`,
      en: `“${c.header ?? ''}” was taken for ${c.title.en} by what stands in it`,
    },
    hint: { zh: `请把列名改为“${c.title.zh}”，或加 --yes`, en: `Rename the column to ${c.title.zh}, or say --yes` },
    given: c.header,
  }))
  return receiptOf(p.kind, batch, found, told, house)
}

async function receiptOf(
  kind: ImportDeclaration,
  batch: BatchAnswer,
  found: Found[],
  told: Told[],
  house?: House,
): Promise<Receipt> {
  const title = new Map(kind.columns.map((c) => [c.key, c.title]))
  let leftOff = 0
  for (let after = 0; house; ) {
    const page = await house.db.read.rows<Pick<StagedRow, 'row_no' | 'state' | 'findings'>>(
      rowsWithFindings(batch.id, after, PAGE_ROWS),
    )
    if (page.length === 0) break
    after = page.at(-1)!.row_no
    for (const r of page)
      for (const f of r.findings as Finding[]) {
        if (told.length >= FINDINGS_MAX) {
          leftOff++
          continue
        }
        told.push({
          row: r.row_no,
          column: f.field ?? null,
          title: title.get(f.field ?? '') ?? null,
          code: f.code,
          severity: f.severity ?? 'must',
          message: f.message,
          hint: f.hint,
          given: f.given === undefined ? null : masked(f.given),
        })
      }
  }
  const { total, good, bad, same, written } = batch.rows
  const committed = batch.state === 'done'
  return {
    kind: kind.id,
    batch: batch.state === 'failed' || batch.state === 'matching' ? null : batch.id,
    rows: total,
    good: good + written + same,
    bad,
    same,
    written,
    columns: found.map((c) => ({
      key: c.key,
      header: c.header,
      sure: c.sure,
    })),
    findings: told,
    findingsLeftOff: leftOff,
    committed,
  }
}

/** What a terminal or a log keeps of an identity number. */
const masked = (given: string): string => (/^\d{17}[\dXx]$/.test(given) ? maskIdentityNumber(given, 'list') : given)
