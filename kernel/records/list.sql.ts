import type { Actor } from '../access/actor.ts'
import { scopePredicate } from '../access/predicate.sql.ts'
import { queryTerms } from '../db/search-terms.ts'
import { allOf, join, name, type SqlPiece, sql } from '../db/sql.ts'
import type { RecordDeclaration } from './define.ts'
import { columnOf } from './fields.ts'

export type ListQuestion = {
  /** Field key → value: exact for choices, references and secrets (by blind index); prefix for codes; `from..to` for dates. */
  where: { [field: string]: string }
  search?: string
  after?: string[]
  limit: number
}

export const LIST_COUNT_MAX = 10_000

const columnsOf = (r: RecordDeclaration): SqlPiece =>
  join(
    [
      ...new Set([
        ...r.key,
        ...Object.entries(r.fields).map(([k, f]) => columnOf(k, f)),
        ...Object.values(r.scope),
        ...(r.versionColumn ? [r.versionColumn] : []),
      ]),
    ].map((c) => name(c)),
  )

/** Conditions of a list: scope first (authority is an explicit predicate), then filters, then words. */
export function conditions(
  r: RecordDeclaration,
  actor: Actor,
  q: ListQuestion,
  blind: (field: string, value: string) => Buffer,
  audience: 'staff' | 'public',
): SqlPiece[] {
  const out: SqlPiece[] = [audience === 'public' ? publicCondition(r) : scopePredicate(r.read, actor, r.scope)]
  for (const [key, value] of Object.entries(q.where)) {
    const f = r.fields[key]!
    const c = name(columnOf(key, f))
    if (f.kind === 'secret') out.push(sql`${name(f.blindIndex!)} = ${blind(key, value)}`)
    else if (f.kind === 'code') out.push(sql`starts_with(${c}, ${value})`)
    else if (f.kind === 'codes')
      out.push(sql`exists (select 1 from unnest(${c}) as one where starts_with(one, ${value}))`)
    else if (f.kind === 'date') {
      const [from, to] = value.includes('..') ? value.split('..') : [value, value]
      if (from) out.push(sql`${c} >= ${from}`)
      if (to) out.push(sql`${c} <= ${to}`)
    } else if (f.kind === 'choice' && value.includes(',')) out.push(sql`${c}::text = any(${value.split(',')})`)
    else out.push(sql`${c} = ${value}`)
  }
  if (q.search && r.searchColumn) {
    const terms = queryTerms(q.search)
    if (terms.length) out.push(sql`${name(r.searchColumn)} @> ${terms}`)
  }
  return out
}

function publicCondition(r: RecordDeclaration): SqlPiece {
  if (!r.publicRows) return sql`false`
  return allOf(
    Object.entries(r.publicRows).map(([column, value]) =>
      value === null
        ? sql`${name(column)} is null`
        : typeof value === 'string'
          ? sql`${name(column)} = ${value}`
          : sql`${name(column)} = any(${value})`,
    ),
  )
}

export function orderOf(r: RecordDeclaration): { columns: string[]; descending: boolean } {
  const descending = (r.order?.direction ?? 'desc') === 'desc'
  const by = r.order ? [columnOf(r.order.field, r.fields[r.order.field]!)] : []
  return { columns: [...new Set([...by, ...r.key])], descending }
}

/** The cursor of a row: the values it is ordered by. */
export const cursorOf = (r: RecordDeclaration, row: Record<string, unknown>): string[] =>
  orderOf(r).columns.map((c) => String(row[c]))

export function listRows(
  r: RecordDeclaration,
  actor: Actor,
  q: ListQuestion,
  blind: (field: string, value: string) => Buffer,
  audience: 'staff' | 'public',
): SqlPiece {
  const where = conditions(r, actor, q, blind, audience)
  const order = orderOf(r)
  const names = order.columns.map((c) => name(c))
  if (q.after) {
    const values = join(q.after.map((v) => sql`${v}`))
    where.push(order.descending ? sql`(${join(names)}) < (${values})` : sql`(${join(names)}) > (${values})`)
  }
  return sql`select ${columnsOf(r)} from ${name(r.table)} where ${allOf(where)}
    order by ${join(names.map((n) => (order.descending ? sql`${n} desc` : n)))} limit ${q.limit}`
}

/** How many there are, counted no further than a list is ever paged through. */
export const countRows = (
  r: RecordDeclaration,
  actor: Actor,
  q: ListQuestion,
  blind: (field: string, value: string) => Buffer,
  audience: 'staff' | 'public',
): SqlPiece =>
  sql`select count(*) as total from (select 1 from ${name(r.table)} where ${allOf(conditions(r, actor, q, blind, audience))} limit ${LIST_COUNT_MAX + 1}) as counted`

export function oneRow(
  r: RecordDeclaration,
  actor: Actor,
  keyValues: readonly string[],
  audience: 'staff' | 'public',
): SqlPiece {
  const key = r.key.map((k, i) => sql`${name(k)} = ${keyValues[i] ?? null}`)
  const scope = audience === 'public' ? publicCondition(r) : scopePredicate(r.read, actor, r.scope)
  return sql`select ${columnsOf(r)} from ${name(r.table)} where ${allOf([...key, scope])}`
}

/** The row with the record's reveal policy for a predicate: in scope to read is not yet in scope to see in full. */
export function oneRowToReveal(
  r: RecordDeclaration,
  actor: Actor,
  keyValues: readonly string[],
  column: string,
): SqlPiece {
  const key = r.key.map((k, i) => sql`${name(k)} = ${keyValues[i] ?? null}`)
  return sql`select ${join(r.key.map((k) => name(k)))}, ${name(column)} as sealed from ${name(r.table)} where ${allOf([...key, scopePredicate(r.reveal ?? {}, actor, r.scope)])}`
}

export const titlesOf = (r: RecordDeclaration, ids: readonly string[]): SqlPiece =>
  sql`select ${name(r.key[0]!)}::text as id, ${name(columnOf(r.titleField, r.fields[r.titleField]!))} as title from ${name(r.table)} where ${name(r.key[0]!)} = any(${ids})`

export const rowsByFirstKey = (r: RecordDeclaration, firstKeys: readonly string[]): SqlPiece =>
  sql`select ${columnsOf(r)} from ${name(r.table)} where ${name(r.key[0]!)} = any(${firstKeys})`
