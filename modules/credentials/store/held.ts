import type { Tx } from '../../../kernel/db/database.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import * as q from './held.sql.ts'

/** Highest level that each person holds in an occupation on a day, by rank, as known now; who holds none is left out. */
export async function heldRanks(
  tx: Tx,
  personIds: readonly string[],
  occupationCode: string,
  on: PlainDate,
): Promise<Map<string, number>> {
  const rows = await tx.rows<{ person_id: string; rank: number }>(q.heldRanks(personIds, occupationCode, on))
  return new Map(rows.map((r) => [r.person_id, r.rank]))
}
