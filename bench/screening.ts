import { cpuUsage } from 'node:process'
import type { House } from '../doors/open.ts'
import { sql } from '../kernel/db/sql.ts'
import { plainDate } from '../kernel/values/plain-date.ts'
import { askedOf, explainFacts, type Facts, type Question } from '../modules/assessment/index.ts'
import { factsOf, screen, standardsInForce } from '../modules/assessment/store/index.ts'
import { type BenchRow, median } from './table.ts'

const OCCUPATION = '6-31-01-03'
const LEVEL = '3'
const ON = plainDate('2023-06-01')
const ROUNDS = 5
const PERSONS = 2000
const SECONDS = 2

async function question(house: House): Promise<Question> {
  const asked = askedOf(await standardsInForce(house.db.read, house.office.city.folder), OCCUPATION, LEVEL, ON)
  if ('findings' in asked) throw new Error(asked.findings[0]!.message.en)
  return asked
}

/** One person × one tree, with the reason tree and the first day; persons of the register, read before the clock runs. */
export async function engineRow(house: House): Promise<BenchRow> {
  const q = await question(house)
  const ids = (
    await house.db.read.rows<{ person_id: string }>(
      sql`select distinct person_id from people.employment where occupation_code = any(${[...q.applicable.breadth.occupations]}::text[]) order by 1 limit ${PERSONS}`,
    )
  ).map((r) => r.person_id)
  const facts: Facts[] = []
  for (let i = 0; i < ids.length; i += 500)
    facts.push(...(await factsOf(house.db.read, ids.slice(i, i + 500))).values())
  let done = 0
  const round = (seconds: number) => {
    const begun = cpuUsage()
    done = 0
    while (cpuUsage(begun).user < seconds * 1e6)
      for (const f of facts) {
        explainFacts(q, f)
        done++
      }
    return done / (cpuUsage(begun).user / 1e6)
  }
  round(SECONDS / 2)
  const perSecond = round(SECONDS)
  return {
    name: 'one person × one tree: reasons and first day',
    ours: `${Math.round(perSecond).toLocaleString('en-US')} /core·s`,
    floor: '—',
    ratio: null,
    target: '≥ 500,000 /core·s',
    met: perSecond >= 500_000,
    note: `level ${LEVEL} of one occupation, ${facts.length} persons at work in its scope; scoping of the facts included, words are made when read`,
  }
}

/** The whole register, verdict and clause kept, beside a bare scan-and-join of the same facts. */
export async function screeningRow(house: House): Promise<BenchRow> {
  const q = await question(house)
  const { persons } = await house.db.read.one<{ persons: number }>(
    sql`select count(*)::int as persons from people.person`,
  )
  const occupations = [...q.applicable.breadth.occupations]
  const ours: number[] = []
  const floor: number[] = []
  let kept = 0
  for (let i = 0; i < ROUNDS; i++) {
    let t = performance.now()
    await house.db.tx(async (tx) => {
      await tx.run(sql`select set_config('work_mem', '256MB', true), set_config('statement_timeout', '600000', true)`)
      await tx.rows(
        sql`select count(*), sum(c.n), sum(e.days) from people.person p
            left join (select person_id, count(*) as n, min(issued_on) as first, max(level_rank) as top from credentials.certificate
              where occupation_code = any(${occupations}::text[]) group by person_id) c using (person_id)
            left join (select person_id, sum(coalesce(to_on, ${ON}::date) - from_on) as days from people.employment
              where occupation_code = any(${occupations}::text[]) group by person_id) e using (person_id)
            where c.person_id is not null or e.person_id is not null`,
      )
    })
    floor.push(performance.now() - t)
    t = performance.now()
    kept = (await screen(house.db, house.office.world, q)).persons
    ours.push(performance.now() - t)
  }
  const [a, b] = [median(ours), median(floor)]
  const perSecond = persons / (a / 1000)
  return {
    name: 'screening of the register: one standard and level, verdict and clause kept',
    ours: `${a.toFixed(0)} ms, ${(perSecond / 1e6).toFixed(2)} million persons/s`,
    floor: `scan and join of the same facts, counted ${b.toFixed(0)} ms`,
    ratio: a / b,
    target: '≥ 1 million persons/s, ≤ 1.6 × floor',
    met: perSecond >= 1e6 && a / b <= 1.6,
    note: `${persons.toLocaleString('en-US')} persons, ${kept.toLocaleString('en-US')} with a fact in scope kept; replacing the run before is within ours`,
  }
}
