import type { PlainDate } from '../values/plain-date.ts'
import { type FactColumns, NEVER } from './columns.ts'
import type { Condition, Dimension } from './define.ts'
import { type BandBounds, dayOf, groupOf, matches } from './group.ts'
import type { Question } from './question.ts'

const PLACES_MAX = 1 << 22

export type Group = { keys: (string | null)[]; value: number }

/** Counts a question over the columns: one pass, one addition per row that counts. */
export function scan(
  cols: FactColumns,
  kind: 'stock' | 'flow',
  where: readonly Condition[],
  q: Question,
  bands: (d: Dimension) => BandBounds,
): { value: number; groups: Group[] } {
  const last = dayOf(q.asOf)
  const first = kind === 'flow' ? dayOf(q.from!) : 0
  const known = dayOf(q.knownOn)
  const filters = [...conditionFilters(cols, where), ...questionFilters(cols, q, bands)]
  const axes = q.by.map((b) => axisOf(cols, b, q, bands))
  const size = axes.reduce((n, a) => n * a.labels.length, 1)
  // Some tables have more places than memory; nearly all of them are empty.
  const sparse = size > PLACES_MAX ? new Map<number, number>() : undefined
  const out = new Int32Array(sparse ? 0 : size)
  const none = new Uint16Array(0)
  const c0 = axes[0]?.column ?? none
  const c1 = axes[1]?.column ?? none
  const c2 = axes[2]?.column ?? none
  const t0 = axes[0]?.table ?? none
  const t1 = axes[1]?.table ?? none
  const t2 = axes[2]?.table ?? none
  const n1 = axes[1]?.labels.length ?? 1
  const n2 = axes[2]?.labels.length ?? 1
  const dims = axes.length
  const { from, to, knownFrom, knownTo, weight } = cols
  const f0 = filters[0]
  const more = filters.slice(1)
  const stock = kind === 'stock'

  const run = (start: number, end: number, sorted: boolean) => {
    for (let i = start; i < end; i++) {
      if (!sorted && (from[i]! > last || from[i]! < first)) continue
      if (stock && to[i]! <= last && to[i] !== NEVER) continue
      if (knownFrom[i]! > known || (knownTo[i]! <= known && knownTo[i] !== NEVER)) continue
      if (f0 && !f0.table[f0.column[i]!]) continue
      let passes = true
      for (const f of more)
        if (!f.table[f.column[i]!]) {
          passes = false
          break
        }
      if (!passes) continue
      let at = 0
      if (dims > 0) at = t0[c0[i]!]!
      if (dims > 1) at = at * n1 + t1[c1[i]!]!
      if (dims > 2) at = at * n2 + t2[c2[i]!]!
      if (sparse) sparse.set(at, (sparse.get(at) ?? 0) + weight[i]!)
      else out[at]! += weight[i]!
    }
  }
  run(lowerBound(from, cols.sortedUpTo, first), lowerBound(from, cols.sortedUpTo, last + 1), true)
  run(cols.sortedUpTo, cols.length, false)

  let value = 0
  const groups: Group[] = []
  const take = (at: number, n: number) => {
    if (n === 0) return
    value += n
    if (dims === 0) return
    const keys: (string | null)[] = []
    let rest = at
    if (dims === 3) {
      keys.unshift(axes[2]!.labels[rest % n2]!)
      rest = Math.floor(rest / n2)
    }
    if (dims >= 2) {
      keys.unshift(axes[1]!.labels[rest % n1]!)
      rest = Math.floor(rest / n1)
    }
    keys.unshift(axes[0]!.labels[rest]!)
    groups.push({ keys, value: n })
  }
  if (sparse) for (const [at, n] of [...sparse].sort((a, b) => a[0] - b[0])) take(at, n)
  else for (let at = 0; at < size; at++) take(at, out[at]!)
  return { value, groups }
}

type Filter = { column: Uint16Array; table: Uint8Array }

function conditionFilters(cols: FactColumns, where: readonly Condition[]): Filter[] {
  return where.map((w) => tableFor(cols, w.column, (raw) => holds(w, raw)))
}

/** The same condition that SQL applies; see `facts.sql.ts`. */
function holds(w: Condition, raw: string | number | null): boolean {
  if (w.is !== undefined) return typeof w.is === 'boolean' ? raw === (w.is ? 1 : 0) : raw === w.is
  if (w.atLeast !== undefined) return raw !== null && Number(raw) >= w.atLeast
  return w.oneOf !== undefined && raw !== null && w.oneOf.includes(String(raw))
}

function questionFilters(cols: FactColumns, q: Question, bands: (d: Dimension) => BandBounds): Filter[] {
  return q.where.map(({ dimension, value }) => {
    const d = cols.facts.dimensions[dimension]!
    return tableFor(cols, d.column, (raw) => value.split('|').some((one) => matches(d, raw, one, q.asOf, bands(d))))
  })
}

function axisOf(
  cols: FactColumns,
  b: Question['by'][number],
  q: Question,
  bands: (d: Dimension) => BandBounds,
): { column: Uint16Array; table: Uint16Array; labels: (string | null)[] } {
  const d = cols.facts.dimensions[b.dimension]!
  const { column, raws } = rawsOf(cols, d.column)
  const labels: (string | null)[] = []
  const index = new Map<string | null, number>()
  const table = new Uint16Array(raws.length)
  for (let code = 0; code < raws.length; code++) {
    const g = groupOf(d, raws[code]!, b.depth, q.asOf, bands(d))
    let at = index.get(g)
    if (at === undefined) {
      at = labels.length
      labels.push(g)
      index.set(g, at)
    }
    table[code] = at
  }
  return { column, table, labels }
}

function tableFor(cols: FactColumns, columnName: string, test: (raw: string | number | null) => boolean): Filter {
  const { column, raws } = rawsOf(cols, columnName)
  const table = new Uint8Array(raws.length)
  for (let code = 0; code < raws.length; code++) table[code] = test(raws[code]!) ? 1 : 0
  return { column, table }
}

/** A column with the raw value behind each of its codes. */
function rawsOf(
  cols: FactColumns,
  columnName: string,
): { column: Uint16Array; raws: readonly (string | number | null)[] } {
  if (columnName === cols.facts.from) return { column: cols.from, raws: numbers(NEVER) }
  const column = cols.columns.get(columnName)!
  const dictionary = cols.dictionaries.get(columnName)
  if (dictionary) return { column, raws: dictionary.texts }
  if (cols.facts.columns[columnName] === 'boolean') return { column, raws: [0, 1, null] }
  return { column, raws: numbers(NEVER) }
}

/** Code = value for small numbers and days; the last code stands for null. */
function numbers(max: number): (number | null)[] {
  if (!allNumbers) {
    allNumbers = Array.from({ length: max + 1 }, (_, i) => i)
    allNumbers[max] = null
  }
  return allNumbers
}
let allNumbers: (number | null)[] | undefined

/** First place in the sorted part whose day is not before `d`. */
function lowerBound(a: Uint16Array, n: number, d: number): number {
  let lo = 0
  let hi = n
  while (lo < hi) {
    const mid = (lo + hi) >>> 1
    if (a[mid]! < d) lo = mid + 1
    else hi = mid
  }
  return lo
}

export type Bands = (d: Dimension, on: PlainDate) => BandBounds
