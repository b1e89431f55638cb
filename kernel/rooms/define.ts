import type { TSchema } from 'typebox'
import type { Policy } from '../access/policy.ts'
import type { FactSet, Measure } from '../measures/define.ts'
import type { ProcessDeclaration } from '../process/define.ts'
import type { RecordDeclaration } from '../records/define.ts'
import type { Need } from '../rules/rules.ts'
import type { Columns } from '../sheets/declare.ts'
import type { Text } from '../values/text.ts'

/** A read that is not a plain list: its path, who may ask, what goes in and what comes out. Served at `/api/v1` + path. */
export type ReadContract = {
  id: string
  path: `/${string}`
  title: Text
  who: Policy
  query: TSchema
  answer: TSchema
  /** Public answers may be kept by caches for so long. */
  cacheSeconds?: number
  /** Named budget of the rate limiter: `lookup` for reads that could be used to guess. */
  limit?: 'lookup'
}

/** A kind of file that may be imported: its columns, and who may bring it. The store says what a row means. */
export type ImportDeclaration = {
  id: string
  title: Text
  who: Policy
  columns: Columns
  rowsMax: number
}

/** A room, as far as it is pure: everything but SQL and pages. Slots named here are filled by the room's `store/`. */
export type RoomDeclaration = {
  id: string
  title: Text
  /** One sentence for the map. */
  purpose: Text
  records?: readonly RecordDeclaration[]
  processes?: readonly ProcessDeclaration[]
  needs?: readonly Need[]
  facts?: readonly FactSet[]
  measures?: readonly Measure[]
  reads?: readonly ReadContract[]
  imports?: readonly ImportDeclaration[]
}

/** @throws when an id does not begin with the room's own, or is given twice. */
export function defineRoom<const R extends RoomDeclaration>(r: R): R {
  const wrong: string[] = []
  const ids = new Set<string>()
  const own = [
    ...(r.records ?? []),
    ...(r.facts ?? []),
    ...(r.measures ?? []),
    ...(r.reads ?? []),
    ...(r.imports ?? []),
  ].map((x) => x.id)
  // Editions of one process share its id.
  for (const id of [...own, ...new Set((r.processes ?? []).map((p) => p.id))]) {
    if (!id.startsWith(`${r.id}.`)) wrong.push(`${id} does not begin with ${r.id}.`)
  }
  for (const list of [r.records, r.facts, r.measures, r.reads, r.imports]) {
    ids.clear()
    for (const { id } of list ?? []) {
      if (ids.has(id)) wrong.push(`${id} is declared twice`)
      ids.add(id)
    }
  }
  if (wrong.length) throw new Error(`room ${r.id}: ${wrong.join('; ')}`)
  return r
}
