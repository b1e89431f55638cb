import { isPlainDate, type PlainDate } from '../../kernel/values/plain-date.ts'
import { askedOf, levelDigits } from '../../modules/assessment/index.ts'
import { type ScreeningRun, screen, standardsInForce } from '../../modules/assessment/store/index.ts'
import { type Command, pad } from './command.ts'
import { houseForCommand } from './house.ts'

/** Asks the whole register. The verdicts stay in the database; a second run takes the place of the first. */
export const screenCommand: Command = {
  name: 'screen',
  words: '',
  about: {
    zh: '全库筛查：谁符合某职业某等级的申报条件，谁差在哪一条',
    en: 'screen the register: who is eligible for a level, and which clause the others came nearest',
  },
  options: {
    occupation: {
      type: 'string',
      about: {
        zh: '职业编码，或其上级编码（整类筛查），如 6-31',
        en: 'code of an occupation, or of a class above, e.g. 6-31',
      },
    },
    level: { type: 'string', about: { zh: '等级 5…1', en: 'level 5 … 1' } },
    on: { type: 'string', about: { zh: '申报日', en: 'day of application' } },
    next: {
      type: 'boolean',
      default: false,
      about: { zh: '所有人的下一步：各职业各等级', en: 'the next step of everybody, all occupations and levels' },
    },
  },
  run: async ({ values, out }) => {
    const { occupation, level } = values
    const next = values['next'] === true
    if (!next && (typeof occupation !== 'string' || typeof level !== 'string'))
      throw new Error('用法 usage: npx guildbook screen --occupation CODE --level L --on DAY | screen --next --on DAY')
    const { house, close } = await houseForCommand({ data: String(values['data']), city: String(values['city']) })
    try {
      const on = (values['on'] as string | undefined) ?? house.office.world.today()
      if (!isPlainDate(on)) throw new Error(`${on} 不是存在的日期 · is not a day that exists`)
      const standards = await standardsInForce(house.db.read, house.office.city.folder)
      const within = (code: string) =>
        typeof occupation !== 'string' || code === occupation || code.startsWith(`${occupation}-`)
      const occupations = [...standards.occupations.keys()].filter(within)
      const levels = typeof level === 'string' ? [level] : levelDigits
      const runs: (ScreeningRun & { name: string; ms: number })[] = []
      const asked = (occupations.length ? occupations : [String(occupation)]).flatMap((code) =>
        levels.map((l) => askedOf(standards, code, l, on as PlainDate)),
      )
      const findings = asked.flatMap((a) => ('findings' in a ? a.findings : []))
      if (findings.length) {
        out.data({ findings })
        for (const f of findings) out.print(`✗ ${f.message.zh} · ${f.message.en}\n    ${f.hint.zh} · ${f.hint.en}`)
        return 1
      }
      for (const question of asked) {
        if ('findings' in question) continue
        const started = performance.now()
        const run = await screen(house.db, house.office.world, question, next ? 'next' : 'all')
        const ms = Math.round(performance.now() - started)
        runs.push({ ...run, name: question.applicable.name, ms })
        out.print(
          `${pad(`${question.applicable.name} ${question.level} 级`, 28)} ${String(run.eligible).padStart(8)} / ${run.persons} 人符合 eligible   ${ms} ms   ${run.edition}`,
        )
        if (!next)
          for (const c of run.clauses) out.print(`    ${c.eligible ? '✓' : '✗'} ${pad(c.clause, 6)} ${c.persons}`)
      }
      out.data({ on, steps: next ? 'next' : 'all', runs })
      return 0
    } finally {
      await close()
    }
  },
}
