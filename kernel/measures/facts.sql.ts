import type { Actor } from '../access/actor.ts'
import type { Policy } from '../access/policy.ts'
import { scopePredicate } from '../access/predicate.sql.ts'
import { allOf, join, name, type SqlPiece, sql } from '../db/sql.ts'
import { yearOf } from '../values/plain-date.ts'
import { FactColumns } from './columns.ts'
import type { Condition, Dimension, FactSet } from './define.ts'
import type { BandBounds } from './group.ts'
import { FIRST_DAY, type Question } from './question.ts'

export const allowLongStatement = (): SqlPiece => sql`set local statement_timeout = '10min'`
/** All rows, for the columns in memory. Text of a COPY query: names come from declarations only. */
export const loadFacts = (f: FactSet): string => `select ${FactColumns.order(f).join(', ')} from ${f.table}`

export const feedAfter = (txid: string, feedNo: number, limit: number): SqlPiece =>
  // Ordered by the column, not by its text of the same name: as text 1000 comes before 999, and rows would be taken twice.
  sql`select f.feed_no, f.txid::text as txid, f.facts, f.weight, f.row_values from measures.feed f
      where f.txid < pg_snapshot_xmin(pg_current_snapshot()) and (f.txid, f.feed_no) > (${txid}::xid8, ${feedNo})
      order by f.txid, f.feed_no limit ${limit}`
export const feedWatermark = (): SqlPiece => sql`select pg_snapshot_xmin(pg_current_snapshot())::text as txid`
export const feedFrom = (txid: string): SqlPiece =>
  sql`select txid::text as txid, feed_no from measures.feed where txid >= ${txid}::xid8`
export const insertFeed = (facts: string, weight: number, values: (string | null)[]): SqlPiece =>
  sql`insert into measures.feed (facts, weight, row_values) values (${facts}, ${weight}, ${JSON.stringify(values)}::jsonb)`
export const notifyFeed = (): SqlPiece => sql`select pg_notify('measures_feed', '')`

/** The conditions of a question: the same for the count and for the list behind it. */
export function factConditions(
  f: FactSet,
  kind: 'stock' | 'flow',
  where: readonly Condition[],
  q: Question,
  bands: (d: Dimension) => BandBounds,
): SqlPiece[] {
  const from = name(f.from)
  const out: SqlPiece[] = [sql`${from} <= ${q.asOf}`, sql`${name(f.knownFrom)} <= ${q.knownOn}`]
  // From the first day there is: no bound, as in memory.
  if (kind === 'flow') {
    if (q.from !== FIRST_DAY) out.push(sql`${from} >= ${q.from!}`)
  } else if (f.to) out.push(sql`(${name(f.to)} is null or ${name(f.to)} > ${q.asOf})`)
  if (f.knownTo) out.push(sql`(${name(f.knownTo)} is null or ${name(f.knownTo)} > ${q.knownOn})`)
  for (const w of where) {
    const c = name(w.column)
    if (w.is !== undefined) out.push(sql`${c} = ${w.is}`)
    else if (w.atLeast !== undefined) out.push(sql`${c} >= ${w.atLeast}`)
    else out.push(sql`${c} = any(${w.oneOf ?? []})`)
  }
  for (const { dimension, value } of q.where) {
    const d = f.dimensions[dimension]!
    out.push(
      sql`(${join(
        value.split('|').map((one) => dimensionIs(f, d, one, q, bands(d))),
        ' or ',
      )})`,
    )
  }
  return out
}

function dimensionIs(f: FactSet, d: Dimension, value: string, q: Question, bounds: BandBounds): SqlPiece {
  const c = name(d.column)
  switch (d.kind) {
    case 'value':
      return f.columns[d.column] === 'boolean'
        ? value === '0' || value === '1'
          ? sql`${c} = ${value === '1'}`
          : sql`false`
        : sql`${c}::text = ${value}`
    case 'code':
      return d.separator
        ? sql`(${c} = ${value} or starts_with(${c}, ${value + d.separator}))`
        : sql`starts_with(${c}, ${value})`
    case 'rank': {
      const rank = Object.entries(d.ids!).find(([, id]) => id === value)?.[0]
      return rank === undefined ? sql`false` : sql`${c} = ${Number(rank)}`
    }
    case 'band': {
      const [low, high] = bandEdges(value, bounds)
      const year = yearOf(q.asOf)
      return low === undefined
        ? sql`false`
        : sql`(${year} - ${c} >= ${low} and (${high}::int is null or ${year} - ${c} <= ${high}::int))`
    }
    case 'year':
      return sql`to_char(${c}, 'YYYY') = ${value}`
    case 'month':
      return sql`to_char(${c}, 'YYYY-MM') = ${value}`
  }
}

/** Only the bands that the bounds make: any other label is in memory, too, a group without rows. */
function bandEdges(label: string, bounds: BandBounds): [number | undefined, number | null] {
  if (label.startsWith('<')) return Number(label.slice(1)) === bounds[0] ? [-1000, bounds[0]! - 1] : [undefined, null]
  const m = /^(\d+)(?:-(\d+)|\+)$/.exec(label)
  const at = m ? bounds.indexOf(Number(m[1])) : -1
  if (!m || at < 0) return [undefined, null]
  const high = bounds[at + 1] === undefined ? null : bounds[at + 1]! - 1
  return (m[2] === undefined ? null : Number(m[2])) === high ? [bounds[at]!, high] : [undefined, null]
}

/** Count by the raw columns of the dimensions; grouping proper is done by the same code as in memory. */
export function countFacts(f: FactSet, conditions: SqlPiece[], columns: readonly string[]): SqlPiece {
  if (columns.length === 0) return sql`select count(*) as n from ${name(f.table)} where ${allOf(conditions)}`
  const list = join(columns.map((c) => name(c)))
  return sql`select ${list}, count(*) as n from ${name(f.table)} where ${allOf(conditions)} group by ${list}`
}

/** The rows behind a number, in the order of their key. `mine` counts those within the reader's right: all or refused. */
export function factRows(
  f: FactSet,
  conditions: SqlPiece[],
  after: readonly string[] | undefined,
  limit: number,
): SqlPiece {
  const key = join(f.key.map((k) => name(k)))
  const where = after ? [...conditions, sql`(${key}) > (${join(after.map((v) => sql`${v}`))})`] : conditions
  const columns = [
    ...new Set([
      ...f.key,
      ...f.recordKey,
      ...Object.values(f.dimensions).map((d) => d.column),
      f.from,
      ...(f.to ? [f.to] : []),
    ]),
  ]
  return sql`select ${join(columns.map((c) => name(c)))} from ${name(f.table)} where ${allOf(where)} order by ${key} limit ${limit}`
}

export function countForReader(f: FactSet, conditions: SqlPiece[], policy: Policy, actor: Actor): SqlPiece {
  const scope = scopePredicate(policy, actor, {
    ...(f.jurisdiction ? { jurisdiction: f.jurisdiction } : {}),
    ...(f.organisation ? { organisation: f.organisation } : {}),
  })
  return sql`select count(*) as total, count(*) filter (where ${scope}) as mine from ${name(f.table)} where ${allOf(conditions)}`
}
