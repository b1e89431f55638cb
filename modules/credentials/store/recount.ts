import type { Tx } from '../../../kernel/db/database.ts'
import type { Dimension } from '../../../kernel/measures/define.ts'
import { type BandBounds, groupOf, matches } from '../../../kernel/measures/group.ts'
import type { Question } from '../../../kernel/measures/question.ts'
import type { Group } from '../../../kernel/measures/scan.ts'
import { holdingFacts } from '../measures/facts.ts'
import { HIGH_SKILLED_RANK, SKILLED_RANK } from '../words.ts'
import { type RecountColumn, recountFlow, recountStock } from './recount.sql.ts'

/** Measures that this recount can answer, and what each means in the definition. */
export const RECOUNTED = {
  'credentials.skilled-persons': { kind: 'stock', leastRank: SKILLED_RANK },
  'credentials.high-skilled-persons': { kind: 'stock', leastRank: HIGH_SKILLED_RANK },
  'credentials.new-skilled-persons': { kind: 'flow', leastRank: SKILLED_RANK },
  'credentials.new-high-skilled-persons': { kind: 'flow', leastRank: HIGH_SKILLED_RANK },
} as const
export type RecountedMeasure = keyof typeof RECOUNTED

/** A question answered from the certificates alone, by no path that a figure takes: the test of everything else. */
export async function recount(
  tx: Tx,
  measure: RecountedMeasure,
  q: Question,
  bands: (d: Dimension) => BandBounds,
): Promise<{ value: number; groups: Group[] }> {
  const m = RECOUNTED[measure]
  const d = holdingFacts.dimensions as { readonly [id: string]: Dimension }
  // The first day of the span of a stock is no dimension of the definition: it may begin when another certificate ends.
  const asked = [...q.by.map((b) => b.dimension), ...q.where.map((w) => w.dimension)]
  if (m.kind === 'stock' && asked.some((id) => d[id]!.column === holdingFacts.from))
    throw new Error('a stock is not recounted by the day on which its spans begin')
  const columns = [...new Set(asked.map((id) => d[id]!.column))] as RecountColumn[]
  const rows = await tx.rows<{ [column: string]: string | number | null }>(
    m.kind === 'stock'
      ? recountStock({ asOf: q.asOf, knownOn: q.knownOn, leastRank: m.leastRank }, columns)
      : recountFlow({ from: q.from!, to: q.asOf, knownOn: q.knownOn, leastRank: m.leastRank }, columns),
  )
  let value = 0
  const groups = new Map<string, Group>()
  for (const row of rows) {
    const raw = (id: string) => row[d[id]!.column] ?? null
    if (
      !q.where.every((w) =>
        w.value
          .split('|')
          .some((one) => matches(d[w.dimension]!, raw(w.dimension), one, q.asOf, bands(d[w.dimension]!))),
      )
    )
      continue
    const n = Number(row['n'])
    value += n
    if (q.by.length === 0) continue
    const keys = q.by.map((b) => groupOf(d[b.dimension]!, raw(b.dimension), b.depth, q.asOf, bands(d[b.dimension]!)))
    const id = JSON.stringify(keys)
    const group = groups.get(id)
    if (group) group.value += n
    else groups.set(id, { keys, value: n })
  }
  return { value, groups: [...groups.values()] }
}
