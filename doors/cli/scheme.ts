import { readFile } from 'node:fs/promises'
import { cityFolder, loadCity } from '../../city/settings.ts'
import { fen, yuanText } from '../../kernel/values/money-fen.ts'
import { isPlainDate, type PlainDate } from '../../kernel/values/plain-date.ts'
import { machineWorld } from '../../kernel/values/world.ts'
import { type Amount, type AmountFacts, amountOf, editionOn, factsWrong } from '../../modules/subsidy/index.ts'
import { schemesOf } from '../../modules/subsidy/store/schemes.ts'
import { type Command, pad } from './command.ts'

/** Subsidy schemes on a day, and the amount for given facts; nothing is read from or written to a register. */
export const scheme: Command = {
  name: 'scheme',
  words: 'list | amount',
  about: {
    zh: '补贴项目：现行标准和依据；按事实试算金额',
    en: 'subsidy schemes: in force and their sources; the amount for given facts',
  },
  options: {
    scheme: { type: 'string', about: { zh: '补贴项目', en: 'the scheme' } },
    facts: {
      type: 'string',
      about: { zh: '事实文件 JSON（一人或数组）', en: 'file of facts, JSON: one object or an array' },
    },
    on: { type: 'string', about: { zh: '取值日', en: 'on a day' } },
  },
  run: async ({ words, values, out }) => {
    const { city } = await loadCity(String(values['city']))
    const on = (values['on'] as string | undefined) ?? machineWorld(city.zone).today()
    if (!isPlainDate(on)) throw new Error(`${on} 不是存在的日期 · is not a day that exists`)
    const schemes = await schemesOf(cityFolder(String(values['city'])))
    if (words[0] === 'list') {
      const rows = [...schemes.values()].map((s) => {
        const e = editionOn(s, on as PlainDate)
        return {
          id: s.id,
          title: s.title,
          fund: s.fund,
          edition: e?.from ?? null,
          until: e?.until ?? null,
          amount: e?.amount ?? null,
        }
      })
      out.data(rows)
      for (const r of rows) {
        const source = r.amount?.source
        out.print(
          `${pad(r.id, 20)} ${pad(r.title.zh, 32)} ${r.edition ?? '—'.padEnd(10)} ${!source ? '当日无现行规定 nothing in force' : source === 'missing' ? '依据缺失 source missing' : `${source.title} ${source.number ?? ''}`}`,
        )
      }
      return 0
    }
    if (words[0] !== 'amount' || typeof values['scheme'] !== 'string' || typeof values['facts'] !== 'string')
      throw new Error(
        '用法 usage: npx guildbook scheme list --on DAY | scheme amount --scheme ID --facts FILE --on DAY',
      )
    const s = schemes.get(values['scheme'])
    if (!s)
      throw new Error(
        `没有补贴项目 ${values['scheme']} · no scheme ${values['scheme']}: ${[...schemes.keys()].join(', ')}`,
      )
    const given: unknown = JSON.parse(await readFile(values['facts'], 'utf8'))
    const answers = (Array.isArray(given) ? given : [given]).map((facts: unknown): Amount => {
      const findings = factsWrong(facts)
      return findings.length
        ? {
            scheme: s.id,
            on: on as PlainDate,
            edition: null,
            amountFen: null,
            dueBackFen: fen(0),
            steps: [],
            findings,
            source: null,
          }
        : amountOf(s, facts as AmountFacts, on as PlainDate)
    })
    out.data(Array.isArray(given) ? answers : answers[0])
    for (const a of answers) {
      out.print(a.amountFen === null ? '不能计算 nothing computed' : `${yuanText(a.amountFen)} 元 yuan（${a.edition}）`)
      for (const step of a.steps) out.print(`    ${step.text.zh} → ${yuanText(step.amountFen)}`)
      for (const f of a.findings) out.print(`    ✗ ${f.message.zh} · ${f.message.en}`)
    }
    return answers.some((a) => a.amountFen === null) ? 1 : 0
  },
}
