import { dayNumber } from '../../kernel/values/plain-date.ts'
import { HIGH_SKILLED_RANK, SKILLED_RANK } from '../../modules/credentials/index.ts'
import type { Frame } from './frame.ts'

export type Recount = {
  byRank: Record<number, number>
  skilled: number
  newSkilled: number
  newHighSkilled: number
  certificates: number
  revoked: number
  special: number
  late: number
}

/**
 * The figures counted again from the persons themselves, by the words of the definition and not by the plan: for the tests,
 * and for anybody who wants to know what a file of targets would give without a database.
 */
export function recount(frame: Frame): Recount {
  const { population, targets } = frame
  const asOf = dayNumber(targets.asOf)
  const [from, to] = [dayNumber(targets.targets.flows.from), dayNumber(targets.targets.flows.to)]
  const out: Recount = {
    byRank: {},
    skilled: 0,
    newSkilled: 0,
    newHighSkilled: 0,
    certificates: 0,
    revoked: 0,
    special: 0,
    late: 0,
  }
  for (let i = 0; i < population.persons; i++) {
    const p = population.make(i)
    let best = 0
    let first = Number.POSITIVE_INFINITY
    let firstHigh = Number.POSITIVE_INFINITY
    for (const c of p.issues) {
      out.certificates++
      if (c.revoked !== null) out.revoked++
      if (c.known > c.issued) out.late++
      if (c.special) out.special++
      if (c.special || c.rank === null || c.rank < SKILLED_RANK) continue
      // Void from the day of issue, or issued after its holder had left: never held.
      if ((c.revoked !== null && c.revoked <= c.issued) || (p.left !== null && p.left <= c.issued)) continue
      first = Math.min(first, c.issued)
      if (c.rank >= HIGH_SKILLED_RANK) firstHigh = Math.min(firstHigh, c.issued)
      if (c.issued <= asOf && (c.revoked === null || c.revoked > asOf)) best = Math.max(best, c.rank)
    }
    if (first >= from && first <= to) out.newSkilled++
    if (firstHigh >= from && firstHigh <= to) out.newHighSkilled++
    if (best > 0 && (p.left === null || p.left > asOf)) {
      out.skilled++
      out.byRank[best] = (out.byRank[best] ?? 0) + 1
    }
  }
  return out
}
