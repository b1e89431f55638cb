import type { Database } from '../../../kernel/db/database.ts'
import type { World } from '../../../kernel/values/world.ts'
import { LEVELS } from '../../catalogue/index.ts'
import type { Question } from '../eligibility/answer.ts'
import * as q from './screening.sql.ts'

export type ScreeningRun = {
  runId: string
  occupation: string
  level: string
  on: string
  edition: string
  persons: number
  eligible: number
  /** Clauses that hold, and for the others the one that came nearest. */
  clauses: { clause: string; eligible: boolean; persons: number }[]
}

const treeOf = (question: Question) => question.applicable.levels.get(question.level)!
/** Everybody with a fact in scope, or only those for whom the level is the next step in the occupation. */
export type Steps = 'all' | 'next'
export const screeningOf = (question: Question, steps: Steps = 'all'): q.Screening => ({
  tree: treeOf(question),
  breadth: question.applicable.breadth,
  on: question.on,
  ...(steps === 'next'
    ? {
        nextStep: {
          occupation: question.applicable.occupation,
          rank: LEVELS.find((l) => l.digit === question.level)!.rank,
        },
      }
    : {}),
})

/**
 * Asks the whole register one question and keeps verdict and clause of everybody with a fact in scope; takes the place of the
 * run before. In one transaction; the rows of the replaced run are cleared away after it.
 */
export async function screen(
  db: Database,
  world: World,
  question: Question,
  steps: Steps = 'all',
): Promise<ScreeningRun> {
  const runId = world.id()
  const tree = treeOf(question)
  const { occupation, edition } = question.applicable
  const { level, on } = question
  const clauses = tree.clauses.map((c) => c.id)
  const { replaced, counts, persons, eligible } = await db.tx(async (tx) => {
    await tx.run(q.roomToScreen())
    const before = await tx.maybe<{ run_id: string }>(q.currentRun(occupation, level, steps))
    const persons = await tx.run(q.storeVerdicts(runId, screeningOf(question, steps)))
    const counts = await tx.rows<{ eligible: boolean; clause: number; persons: number }>(q.clauseCounts(runId))
    const eligible = counts.reduce((sum, c) => sum + (c.eligible ? c.persons : 0), 0)
    if (before) await tx.run(q.replaceRun(before.run_id, world.now()))
    await tx.run(
      q.insertRun({ runId, occupation, level, on, edition, clauses, persons, eligible, at: world.now(), steps }),
    )
    return { replaced: before?.run_id, counts, persons, eligible }
  })
  if (replaced) await clearReplaced(db)
  return {
    runId,
    occupation,
    level,
    on,
    edition,
    persons,
    eligible,
    clauses: counts.map((c) => ({ clause: clauses[c.clause - 1]!, eligible: c.eligible, persons: c.persons })),
  }
}

/** Removes the rows of runs that others replaced. */
export async function clearReplaced(db: Database): Promise<void> {
  await db.tx(async (tx) => {
    for (const r of await tx.rows<{ run_id: string }>(q.replacedRuns())) {
      await tx.run(q.deleteResults(r.run_id))
      await tx.run(q.deleteRun(r.run_id))
    }
  })
}

export type Difference = { county: string; gain: number; lose: number; now: number; next: number }
/** Who gains and who loses if one question is answered by another tree. Writes nothing. */
export async function difference(db: Database, now: Question, next: Question): Promise<Difference[]> {
  return db.snapshot(async (tx) => {
    await tx.run(q.roomToScreen())
    return tx.rows<Difference>(q.difference(screeningOf(now), screeningOf(next)))
  })
}
