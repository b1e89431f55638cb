import type { Group } from './scan.ts'

export type ShownGroup = { keys: (string | null)[]; value: number | null }

/**
 * Small cells are not shown to the public, and neither is a second cell in each line and column that has just one hidden:
 * with its total known, one hidden cell could be reckoned back (complementary suppression). A hidden cell is null, and so
 * says that there is something, not how much.
 */
export function suppressSmall(groups: readonly Group[], least: number): ShownGroup[] {
  const hidden = new Set<number>()
  groups.forEach((g, i) => {
    if (g.value > 0 && g.value < least) hidden.add(i)
  })
  if (hidden.size === 0) return groups.map((g) => ({ ...g }))
  const dims = groups[0]?.keys.length ?? 0
  for (let changed = true; changed; ) {
    changed = false
    for (let axis = 0; axis < dims; axis++) {
      // A line holds all but one dimension fixed: the cells in it add up to a total that is published too.
      for (const line of linesAlong(groups, axis)) {
        const hiddenHere = line.filter((i) => hidden.has(i))
        if (hiddenHere.length === 0) continue
        const hiddenSum = hiddenHere.reduce((n, i) => n + groups[i]!.value, 0)
        // Two hidden cells whose sum is small give themselves away nearly as one does.
        if (hiddenHere.length >= 2 && hiddenSum >= least) continue
        const next = line
          .filter((i) => !hidden.has(i) && groups[i]!.value > 0)
          .sort((a, b) => groups[a]!.value - groups[b]!.value)[0]
        if (next === undefined) continue
        hidden.add(next)
        changed = true
      }
    }
  }
  return groups.map((g, i) => ({ keys: g.keys, value: hidden.has(i) ? null : g.value }))
}

function linesAlong(groups: readonly Group[], axis: number): number[][] {
  const lines = new Map<string, number[]>()
  groups.forEach((g, i) => {
    const fixed = JSON.stringify(g.keys.filter((_, a) => a !== axis))
    const line = lines.get(fixed)
    if (line) line.push(i)
    else lines.set(fixed, [i])
  })
  return [...lines.values()]
}
