import { copyLine, textArray } from '../../kernel/db/copy-text.ts'
import { dayNumber } from '../../kernel/values/plain-date.ts'
import { dayText, MS_PER_DAY } from './days.ts'
import { Dice } from './dice.ts'
import { idOf } from './ids.ts'
import type { Organisation } from './organisations.ts'
import type { Population, Trade } from './population.ts'
import type { TownTargets } from './targets.ts'
import type { Roll } from './training.ts'

const STREAM = 16
const PLANS_MAX = 24
const LEVELS = ['level-5', 'level-4', 'level-3'] as const
const PASS = 6000

export type PlanLines = {
  plan: string[]
  planKey: string[]
  planSeats: string[]
  application: string[]
  evaluation: string[]
}

/**
 * A few rounds of evaluation of the last year, so that pages and figures are not empty: applied, sat, publicised. Their
 * certificates are in the stock of the town already, so none is issued for them here.
 */
export function makePlans(
  t: TownTargets,
  organisations: readonly Organisation[],
  edition: string,
  trades: readonly Trade[],
  population: Population,
  roll: Roll,
): PlanLines {
  const d = new Dice().reset(t.seed, STREAM, 0)
  const asOf = dayNumber(t.asOf)
  const out: PlanLines = { plan: [], planKey: [], planSeats: [], application: [], evaluation: [] }
  const bodies = organisations.filter(
    (o) => o.kind !== 'employer' && o.listings.some((l) => l.role === 'evaluation-body' && l.removedOn === null),
  )
  const persons = roll.male.length
  let next = 0
  for (let n = 0; n < Math.min(PLANS_MAX, bodies.length * 2); n++) {
    const body = bodies[n % bodies.length]!
    const scope = [...body.listings.find((l) => l.role === 'evaluation-body')!.scope.keys()]
    const trade = trades[scope[d.below(scope.length)]!]!
    const level = LEVELS[n % LEVELS.length]!
    const rank = (n % LEVELS.length) + 1
    const exam = asOf - d.between(20, 340)
    const published = exam + 7
    const drafted = exam - 40
    const id = idOf(drafted * MS_PER_DAY + n, n, d.bits(), d.bits())
    const number = `PJ${dayText(exam).replaceAll('-', '')}-${id.slice(-8).toUpperCase()}`
    const count = Math.min(d.between(18, 30), Math.max(1, Math.floor(persons / PLANS_MAX)))
    const [a, b] = [`demo:clerk-a-${n}`, `demo:clerk-b-${n}`]
    out.planKey.push(copyLine([number, id]))
    out.planSeats.push(copyLine([id, count, count, false]))
    out.plan.push(
      copyLine([
        id,
        'published',
        '2019-01-01',
        9,
        dayText(drafted),
        dayText(published),
        null,
        number,
        body.id,
        body.county,
        'skill-level',
        'public',
        'exam',
        edition,
        trade.code,
        level,
        dayText(exam),
        'am',
        'pm',
        dayText(exam - 35),
        dayText(exam - 15),
        `${body.name}考点`,
        count,
        20000,
        dayText(published),
        dayText(published + 7),
        a,
        'demo:wei-jianping',
        a,
      ]),
    )
    for (let seat = 1; seat <= count; seat++) {
      const person = next++ % persons
      const caseId = idOf((drafted + 6) * MS_PER_DAY + seat, seat, d.bits(), d.bits())
      const sat = !d.chance(0.04)
      const mark = () => d.between(5200, 9600)
      const [theory, skill] = sat ? [mark(), mark()] : [null, null]
      const passed = sat && theory! >= PASS && skill! >= PASS
      const outcome = passed ? 'passed' : sat ? 'failed' : 'absent'
      const reason = passed ? null : sat ? 'subject' : 'absent'
      const ticket = `${number}-${String(seat).padStart(4, '0')}`
      out.application.push(
        copyLine([
          id,
          caseId,
          'published',
          '2019-01-01',
          7,
          dayText(drafted + 6),
          dayText(published),
          population.idOf(person),
          body.id,
          body.county,
          true,
          ticket,
          '1号考场',
          seat,
          outcome,
          reason,
          1,
          dayText(published + 7),
          a,
          b,
          sat ? a : null,
          sat ? b : null,
        ]),
      )
      out.evaluation.push(
        copyLine([
          id,
          caseId,
          1,
          population.idOf(person),
          body.id,
          body.county,
          'skill-level',
          'public',
          'exam',
          trade.code,
          rank,
          roll.male[person] ? 'male' : 'female',
          ticket,
          sat,
          passed,
          outcome,
          reason,
          theory,
          skill,
          textArray([
            ...(theory !== null && theory >= PASS ? ['theory'] : []),
            ...(skill !== null && skill >= PASS ? ['skill'] : []),
          ]),
          dayText(exam),
          dayText(published),
        ]),
      )
    }
  }
  return out
}
