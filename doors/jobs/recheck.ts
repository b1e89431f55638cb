import type { Dimension, FlowMeasure, StockMeasure } from '../../kernel/measures/define.ts'
import type { Question } from '../../kernel/measures/question.ts'
import type { Group } from '../../kernel/measures/scan.ts'
import { addDays, daysBetween, type PlainDate, plainDate } from '../../kernel/values/plain-date.ts'
import { seededRandom } from '../../kernel/values/world.ts'
import type { House } from '../open.ts'
import { keepRecheck } from './recheck.sql.ts'

/** Questions reach back to the first certificates of the present scheme and a little before. */
const FIRST_DAY = plainDate('2003-01-01')
const DIMENSIONS_ASKED = 2

export type Recheck = {
  measure: string
  question: Question
  inMemory: number
  inSql: number
  recount: number | null
  equal: boolean
}

/**
 * Asks random questions of each measure by every path there is (memory, the rows, and the room's own recount) and compares
 * them to the unit, group by group. The seed is the caller's, so a night that found something can be played again.
 */
export async function recheck(house: House, seed: number, questionsEach = 1): Promise<Recheck[]> {
  const random = seededRandom(seed)
  await house.measures.pull()
  const out: Recheck[] = []
  for (const m of house.office.measures.values()) {
    if (m.kind !== 'stock' && m.kind !== 'flow') continue
    for (let i = 0; i < questionsEach; i++) out.push(await one(house, m, randomQuestion(house, m, random)))
  }
  return out
}

export function randomQuestion(house: House, m: StockMeasure | FlowMeasure, random: () => number): Question {
  const today = house.office.world.today()
  const day = (): PlainDate => addDays(FIRST_DAY, Math.floor(random() * daysBetween(FIRST_DAY, today)))
  const facts = house.office.facts.get(m.facts)!
  // A recount of a stock knows nothing of the day on which its spans begin.
  const usable = Object.entries<Dimension>(facts.dimensions).filter(
    ([, d]) => m.kind === 'flow' || (d.kind !== 'year' && d.kind !== 'month'),
  )
  const by: Question['by'] = []
  while (by.length < Math.min(DIMENSIONS_ASKED, usable.length)) {
    const [dimension, d] = usable[Math.floor(random() * usable.length)]!
    if (!by.some((b) => b.dimension === dimension))
      by.push({ dimension, ...(d.kind === 'code' ? { depth: 1 + Math.floor(random() * 4) } : {}) })
  }
  const [a, b] = [day(), day()].sort() as [PlainDate, PlainDate]
  return {
    asOf: b,
    ...(m.kind === 'flow' ? { from: a } : {}),
    knownOn: random() < 0.5 ? today : b > today ? today : day(),
    by,
    where: [],
  }
}

async function one(house: House, m: StockMeasure | FlowMeasure, question: Question): Promise<Recheck> {
  const memory = house.measures.count(m, question)
  const bands = (d: Dimension) => house.measures.bands(d, question.asOf)
  return house.db.snapshot(async (tx) => {
    const rows = await house.measures.countInSql(tx, m, question)
    const recounts = [...house.office.stores.values()].map((s) => s.recounts?.[m.id]).find((r) => r !== undefined)
    const again = recounts ? await recounts(tx, question, bands) : undefined
    return {
      measure: m.id,
      question,
      inMemory: memory.value,
      inSql: rows.value,
      recount: again?.value ?? null,
      equal:
        sameGroups(memory.groups, rows.groups) &&
        memory.value === rows.value &&
        (!again || (again.value === memory.value && sameGroups(memory.groups, again.groups))),
    }
  })
}

export function sameGroups(a: readonly Group[], b: readonly Group[]): boolean {
  const line = (g: Group) => `${JSON.stringify(g.keys)} ${g.value}`
  return a.map(line).sort().join('\n') === b.map(line).sort().join('\n')
}

/** The nightly recheck: the day is the seed, the outcome is kept. @returns the checks that differ */
export async function nightlyRecheck(house: House): Promise<Recheck[]> {
  const today = house.office.world.today()
  const results = await recheck(house, Number(today.replaceAll('-', '')))
  await house.db.tx(async (tx) => {
    for (const r of results) await tx.run(keepRecheck({ day: today, ...r }))
  })
  return results.filter((r) => !r.equal)
}
