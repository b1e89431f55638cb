import type { Policy, ScopeColumns } from '../access/policy.ts'
import type { Text } from '../values/text.ts'
import { columnOf, type Fields } from './fields.ts'

/**
 * A record: what one row of a register is, who may read it, and how it is found. The generic list, the detail page, the
 * export and the column checks all follow from this.
 */
export type RecordDeclaration = {
  /** `room.thing` */
  id: string
  title: Text
  table: string
  /** Key columns in order; the first is the anchor of the data contract. */
  key: readonly string[]
  fields: Fields
  /** Field whose text names the row wherever it is referred to. */
  titleField: string
  scope: ScopeColumns
  read: Policy
  /** Secret fields in full, each time with a reason that is journalled. */
  reveal?: Policy
  /** Rows that anyone may see, in their public form; a condition on columns in SQL-free form. */
  publicRows?: { [column: string]: string | readonly string[] | null }
  /** Column of search terms, when the record can be searched by words. */
  searchColumn?: string
  /** Newest first by key, or by a field. */
  order?: { field: string; direction: 'asc' | 'desc' }
  /** The journal vouches for each row: direct edits are found. */
  sealed?: boolean
  /** Version column for If-Match. */
  versionColumn?: string
  keepUntil?: Text
}

const declared = /^[a-z]+\.[a-z][a-zA-Z-]*$/

/** @throws when a declaration contradicts itself; all contradictions are named. */
export function defineRecord<const R extends RecordDeclaration>(r: R): R {
  const wrong: string[] = []
  if (!declared.test(r.id)) wrong.push(`id ${r.id} is not room.thing`)
  if (!(r.titleField in r.fields)) wrong.push(`titleField ${r.titleField} is not a field`)
  if (r.key.length === 0) wrong.push('no key')
  if (r.order && !(r.order.field in r.fields)) wrong.push(`order by ${r.order.field}, which is not a field`)
  const columns = new Set<string>()
  for (const [key, f] of Object.entries(r.fields)) {
    const c = columnOf(key, f)
    if (columns.has(c)) wrong.push(`two fields share column ${c}`)
    columns.add(c)
    if (f.kind === 'secret' && f.publicly === 'open') wrong.push(`${key} is secret and cannot be open to the public`)
    if (f.kind === 'secret' && f.publicly === 'masked' && !f.publicMask) wrong.push(`${key} has no public mask`)
    if (f.kind === 'secret' && f.filter && !f.blindIndex) wrong.push(`${key} cannot be filtered without a blind index`)
  }
  if (!r.read.anyone && !r.read.signedIn && !r.read.by) wrong.push('nobody may read it; leave the record out instead')
  if (wrong.length) throw new Error(`record ${r.id}: ${wrong.join('; ')}`)
  return r
}

/** Columns that the journal's seal covers: key and all field columns, in the order of declaration. */
export const sealedTableOf = (r: RecordDeclaration) => ({
  table: r.table,
  key: r.key,
  columns: [...new Set([...r.key, ...Object.entries(r.fields).map(([k, f]) => columnOf(k, f))])],
})
