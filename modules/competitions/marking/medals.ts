import type { Medal } from '../words.ts'
import { percentMax } from './units.ts'

export type MedalSettings =
  | { by: 'closeness'; withinPoints: number; excellenceFrom: number }
  | { by: 'rank'; gold: number; silver: number; bronze: number; excellencePercent: number }
export type Placed = { entry: number; rank: number; points: number }

const ORDER: readonly Medal[] = ['gold', 'silver', 'bronze']

/**
 * Medals of one skill. By closeness (WorldSkills): the best without a medal and all within so many points of that one get the
 * same medal; who comes next gets the medal of the place they really have, so two golds leave no silver. All others from the
 * limit upwards get the medallion for excellence. By rank (national style): ranks decide, shared ranks share the medal, and
 * 优胜奖 goes to the better part of the field. A rank shared across the limit is inside it.
 */
export function medalsOf(placed: readonly Placed[], s: MedalSettings): Map<number, Medal> {
  const out = new Map<number, Medal>()
  const sorted = [...placed].sort((a, b) => a.rank - b.rank || a.entry - b.entry)
  if (s.by === 'rank') {
    for (const p of sorted) {
      const medal: Medal | undefined =
        p.rank <= s.gold
          ? 'gold'
          : p.rank <= s.silver
            ? 'silver'
            : p.rank <= s.bronze
              ? 'bronze'
              : p.rank * percentMax <= sorted.length * s.excellencePercent
                ? 'excellence'
                : undefined
      if (medal) out.set(p.entry, medal)
    }
    return out
  }
  let at = 0
  while (at < sorted.length && at < ORDER.length) {
    const leader = sorted[at]!
    const medal = ORDER[at]!
    // A shared rank is never parted, however far the points lie.
    while (
      at < sorted.length &&
      (leader.points - sorted[at]!.points <= s.withinPoints || sorted[at]!.rank === leader.rank)
    )
      out.set(sorted[at++]!.entry, medal)
  }
  for (const p of sorted) if (!out.has(p.entry) && p.points >= s.excellenceFrom) out.set(p.entry, 'excellence')
  return out
}
