import { hash } from 'node:crypto'
import type { Tx } from '../../../kernel/db/database.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { askedOf } from '../eligibility/answer.ts'
import { applicableOn, levelDigits, type Standards } from '../eligibility/standards.ts'
import * as q from './screening.sql.ts'
import { type Difference, screeningOf } from './screening.ts'

export const contentHash = (content: string): string => hash('sha256', content)

export type DryRun = {
  on: string
  gain: number
  lose: number
  changes: {
    occupation: string
    name: string
    level: string
    /** Edition that answers now and the one that would. */
    now: string | null
    next: string
    gain: number
    lose: number
    counties: Difference[]
  }[]
}

/** Occupations whose conditions on the day come from other trees in `next` than in `now`. */
export function concerned(now: Standards, next: Standards, on: PlainDate, changed: ReadonlySet<string>): string[] {
  return [...next.occupations.keys()].filter((code) => {
    const a = applicableOn(now, code, on)
    const b = applicableOn(next, code, on)
    if ('findings' in b) return false
    if ('findings' in a || a.edition !== b.edition) return true
    const parent = next.editions.find((e) => e.id === b.edition)?.parent
    return changed.has(b.edition) || (parent !== undefined && changed.has(parent))
  })
}

/**
 * Asks the whole register the old and the new question, for every level of the occupations concerned. Writes nothing.
 * @param only the occupation or level to which the run is limited
 */
export async function dryRun(
  tx: Tx,
  now: Standards,
  next: Standards,
  on: PlainDate,
  changed: ReadonlySet<string>,
  only: { occupation?: string; level?: string } = {},
  progress?: (done: number, total: number) => void,
): Promise<DryRun> {
  const occupations = concerned(now, next, on, changed).filter(
    (c) => only.occupation === undefined || c === only.occupation,
  )
  const levels = levelDigits.filter((l) => only.level === undefined || l === only.level)
  const out: DryRun = { on, gain: 0, lose: 0, changes: [] }
  await tx.run(q.roomToScreen())
  let done = 0
  for (const occupation of occupations)
    for (const level of levels) {
      const before = askedOf(now, occupation, level, on)
      const after = askedOf(next, occupation, level, on)
      if ('findings' in after) continue
      const counties = await tx.rows<Difference>(
        q.difference('findings' in before ? null : screeningOf(before), screeningOf(after)),
      )
      const gain = counties.reduce((n, c) => n + c.gain, 0)
      const lose = counties.reduce((n, c) => n + c.lose, 0)
      out.gain += gain
      out.lose += lose
      out.changes.push({
        occupation,
        name: after.applicable.name,
        level,
        now: 'findings' in before ? null : before.applicable.edition,
        next: after.applicable.edition,
        gain,
        lose,
        counties: counties.filter((c) => c.gain > 0 || c.lose > 0),
      })
      progress?.(++done, occupations.length * levels.length)
    }
  return out
}
