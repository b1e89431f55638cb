import type { Group } from './scan.ts'

export type ShownGroup = { keys: (string | null)[]; value: number | null }
/** Keys of the wider groups that a key of this axis lies in, where the axis is a code with depths. */
export type Ancestors = (key: string) => readonly string[]

/**
 * Small cells are not shown to the public, and neither is a second cell in each line and column that has just one hidden:
 * with its total known, one hidden cell could be reckoned back (complementary suppression). A hidden cell is null, and so
 * says that there is something, not how much.
 *
 * Tables of one and two dimensions are then looked at as an attacker would who has every total that is shown: a hidden cell
 * that could have no other value is given company until none is left. Wider tables are held by their lines alone.
 */
export function suppressSmall(
  groups: readonly Group[],
  least: number,
  ancestors: readonly (Ancestors | undefined)[] = [],
): ShownGroup[] {
  const hidden = new Set<number>()
  groups.forEach((g, i) => {
    if (g.value > 0 && g.value < least) hidden.add(i)
  })
  if (hidden.size === 0) return groups.map((g) => ({ ...g }))
  const dims = groups[0]?.keys.length ?? 0
  const lines = Array.from({ length: dims }, (_, axis) => linesAlong(groups, axis, ancestors[axis])).flat()
  const linesOf = new Map<number, number[]>()
  lines.forEach((line, l) => {
    for (const i of line) linesOf.set(i, [...(linesOf.get(i) ?? []), l])
  })
  /** The next to hide: one that lays bare no further line, if there is; the smallest of those costs the reader least. */
  const hideOneOf = (candidates: readonly number[]): boolean => {
    let best: { i: number; bare: number } | undefined
    for (const i of candidates) {
      if (hidden.has(i) || groups[i]!.value <= 0) continue
      const bare = linesOf.get(i)!.filter((l) => !lines[l]!.some((j) => hidden.has(j))).length
      if (!best || bare < best.bare || (bare === best.bare && groups[i]!.value < groups[best.i]!.value))
        best = { i, bare }
    }
    if (!best) return false
    hidden.add(best.i)
    return true
  }
  for (let changed = true; changed; ) {
    changed = false
    for (const line of lines) {
      const hiddenHere = line.filter((i) => hidden.has(i))
      if (hiddenHere.length === 0) continue
      const hiddenSum = hiddenHere.reduce((n, i) => n + groups[i]!.value, 0)
      // Two hidden cells whose sum is small give themselves away nearly as one does; so do many that can only be 1 each.
      if (hiddenHere.length >= 2 && hiddenSum >= least && hiddenSum > hiddenHere.length) continue
      if (hideOneOf(line)) changed = true
    }
    if (!changed && dims === 2 && hidden.size <= LOOKED_AT_MAX) {
      for (const d of determined(groups, hidden, least, ancestors)) {
        // What was hidden for company's sake may be known; small cells and hidden totals may not.
        if (d.cell !== undefined && d.value >= least) continue
        if (hideOneOf(groups.flatMap((g, j) => (g.keys[0] === d.row || g.keys[1] === d.column ? [j] : [])))) {
          changed = true
          break
        }
      }
    }
  }
  if (dims === 2 && hidden.size <= LOOKED_AT_MAX)
    for (const d of determined(groups, hidden, least, ancestors)) {
      // A small figure beside empty places only, which company cannot help: the whole table is withheld, empty places too.
      if (d.value < least) return withheld(groups)
      if (d.cell !== undefined) hidden.delete(d.cell)
    }
  return groups.map((g, i) => ({ keys: g.keys, value: hidden.has(i) ? null : g.value }))
}

/** Each pair of keys hidden, whether there is something or not: nothing is told but the totals. */
function withheld(groups: readonly Group[]): ShownGroup[] {
  const [rows, columns] = [0, 1].map((axis) => [...new Set(groups.map((g) => g.keys[axis]!))]) as [
    (string | null)[],
    (string | null)[],
  ]
  return rows.flatMap((r) => columns.map((c) => ({ keys: [r, c], value: null })))
}

/** Beyond so many hidden cells a table is held by its lines alone. */
const LOOKED_AT_MAX = 2000

/** A line holds all but one dimension fixed, and is cut at each wider group: the cells in it add up to a total that is published too. */
function linesAlong(groups: readonly Group[], axis: number, ancestors: Ancestors | undefined): number[][] {
  const lines = new Map<string, number[]>()
  const put = (line: string, i: number) => {
    const list = lines.get(line)
    if (list) list.push(i)
    else lines.set(line, [i])
  }
  groups.forEach((g, i) => {
    const fixed = JSON.stringify(g.keys.filter((_, a) => a !== axis))
    put(fixed, i)
    const key = g.keys[axis]
    if (ancestors && key !== null && key !== undefined) for (const a of ancestors(key)) put(`${fixed} ${a}`, i)
  })
  return [...lines.values()]
}

type Place = { value: number; cell?: number; row?: string | null; column?: string | null }
type Arc = { place: Place; from: string; to: string }

/**
 * Hidden figures (cells, and totals that their own table hides) that could have no other value, for one who knows every
 * cell and total that is shown and that a hidden one is at least 1. The hidden figures are arcs of a network (row → column, and hidden totals to a node of
 * their own); another solution exists for a cell exactly if a circulation leads through its arc (Gusfield 1988).
 */
function determined(
  groups: readonly Group[],
  hidden: ReadonlySet<number>,
  least: number,
  ancestors: readonly (Ancestors | undefined)[],
): Place[] {
  const out = new Map<string, { arc: Arc; to: string }[]>()
  const arcs: Arc[] = []
  const add = (from: string, to: string, place: Place) => {
    const arc = { place, from, to }
    arcs.push(arc)
    const put = (a: string, b: string) => {
      const list = out.get(a)
      if (list) list.push({ arc, to: b })
      else out.set(a, [{ arc, to: b }])
    }
    put(from, to)
    if (place.value > 1) put(to, from)
  }
  for (const i of hidden)
    add(`row ${groups[i]!.keys[0]}`, `column ${groups[i]!.keys[1]}`, {
      value: groups[i]!.value,
      cell: i,
      row: groups[i]!.keys[0] ?? null,
      column: groups[i]!.keys[1] ?? null,
    })
  for (const axis of [0, 1] as const) {
    const sums = new Map<string | null, number>()
    for (const g of groups) sums.set(g.keys[axis]!, (sums.get(g.keys[axis]!) ?? 0) + g.value)
    const totals = [...sums].map(([key, value]) => ({ keys: [key], value }))
    suppressSmall(totals, least, [ancestors[axis]]).forEach((t, i) => {
      if (t.value !== null) return
      if (axis === 0) add('row totals', `row ${t.keys[0]}`, { value: totals[i]!.value, row: t.keys[0] ?? null })
      else add(`column ${t.keys[0]}`, 'column totals', { value: totals[i]!.value, column: t.keys[0] ?? null })
    })
  }
  const reaches = (from: string, to: string, without: Arc): boolean => {
    const seen = new Set([from])
    const queue = [from]
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (at === to) return true
      for (const next of out.get(at) ?? [])
        if (next.arc !== without && !seen.has(next.to)) {
          seen.add(next.to)
          queue.push(next.to)
        }
    }
    return false
  }
  return arcs.flatMap((a) =>
    !reaches(a.to, a.from, a) && !(a.place.value > 1 && reaches(a.from, a.to, a)) ? [a.place] : [],
  )
}
