import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Text } from '../../kernel/values/text.ts'
import { RANK_IDS } from '../credentials/index.ts'
import { percentMax } from './marking/units.ts'
import { EVENT_TIERS, GROUPS, HONOURS } from './words.ts'

/**
 * What a place in a contest leads to is a rule of the event: by tier and group, for ranks or for the better part of the field,
 * an honour, a level, and what happens to somebody who has that level. The rule is dated data of the city.
 */
const oneOf = (choices: readonly { id: string }[]) => Type.Union(choices.map((c) => Type.Literal(c.id)))
const LEVEL_IDS = Object.values(RANK_IDS)

export const PromotionLine = Type.Object(
  {
    tier: oneOf(EVENT_TIERS),
    group: oneOf(GROUPS),
    /** Members of a team; left out: whatever the size. */
    teamSize: Type.Optional(Type.Integer({ minimum: 1 })),
    rankFrom: Type.Optional(Type.Integer({ minimum: 1 })),
    rankTo: Type.Optional(Type.Integer({ minimum: 1 })),
    /** The better so many in a hundred of those placed. */
    topPercent: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    honour: Type.Optional(oneOf(HONOURS)),
    promoteTo: Type.Optional(Type.Union(LEVEL_IDS.map((id) => Type.Literal(id)))),
    /** Who has that level already: the next one up, or nothing. */
    ifAlready: Type.Optional(Type.Union([Type.Literal('next'), Type.Literal('nothing')])),
  },
  { additionalProperties: false },
)
export type PromotionLine = Static<typeof PromotionLine>

export const PromotionRule = Type.Object(
  {
    /** Levels that a person may gain through contests within one calendar year. */
    perYearMost: Type.Integer({ minimum: 1 }),
    /** No contest leads above this level. */
    levelHighest: Type.Union(LEVEL_IDS.map((id) => Type.Literal(id))),
    lines: Type.Array(PromotionLine),
  },
  { additionalProperties: false },
)
export type PromotionRule = Static<typeof PromotionRule>

/** @throws when the city's value is not of this form; said with the place, so that it is found at the start and not at a prize-giving. */
export function readPromotionRule(value: unknown): PromotionRule {
  if (Value.Check(PromotionRule, value)) return value
  const first = [...Value.Errors(PromotionRule, value)][0]
  throw new Error(`competitions.promotion: ${first?.instancePath ?? ''} ${first?.message ?? 'is not a promotion rule'}`)
}

export type Placing = {
  tier: string
  group: string
  teamSize: number
  rank: number
  /** Entries that were placed. */
  placed: number
  /** A selection event leads to nothing, whatever its tier. */
  awards: boolean
}
export type Holder = {
  /** Highest level held in the occupation of the skill, by rank; null: none. */
  rankHeld: number | null
  /** Levels gained through contests in the calendar year of this event. */
  gainedThisYear: number
}
export type Promotion = {
  honours: string[]
  /** Level that is granted, by rank; null with the reason. */
  levelRank: number | null
  why: 'granted' | 'granted-next' | 'no-awards' | 'no-line' | 'held' | 'highest' | 'year'
}

const rankOf = (level: string): number => Number(Object.entries(RANK_IDS).find(([, id]) => id === level)![0])

/**
 * Of several lines that a place satisfies, every honour counts, and the highest level that can be granted. Somebody who has
 * the level goes one up where the line says so; who stands higher than that gains nothing by this line, for the rules known
 * speak of the next level after the one named and of no other.
 */
export function promotionOf(rule: PromotionRule, p: Placing, h: Holder): Promotion {
  if (!p.awards) return { honours: [], levelRank: null, why: 'no-awards' }
  const lines = rule.lines.filter(
    (l) =>
      l.tier === p.tier &&
      l.group === p.group &&
      (l.teamSize === undefined || l.teamSize === p.teamSize) &&
      p.rank >= (l.rankFrom ?? 1) &&
      (l.rankTo === undefined || p.rank <= l.rankTo) &&
      (l.topPercent === undefined || p.rank * percentMax <= p.placed * l.topPercent),
  )
  const honours = [...new Set(lines.flatMap((l) => (l.honour ? [l.honour] : [])))]
  const highest = rankOf(rule.levelHighest)
  const held = h.rankHeld ?? -1
  let best: Promotion = { honours, levelRank: null, why: 'no-line' }
  for (const line of lines) {
    if (!line.promoteTo) continue
    const target = rankOf(line.promoteTo)
    const next = held === target && line.ifAlready === 'next'
    const to = next ? target + 1 : target
    const why = to <= held ? 'held' : to > highest ? 'highest' : next ? 'granted-next' : 'granted'
    const grants = why === 'granted' || why === 'granted-next'
    if (grants ? to > (best.levelRank ?? -1) : best.levelRank === null)
      best = { honours, levelRank: grants ? to : null, why }
  }
  return best.levelRank !== null && h.gainedThisYear >= rule.perYearMost
    ? { honours, levelRank: null, why: 'year' }
    : best
}

export const PROMOTION_REASONS: { readonly [why in Promotion['why']]: Text } = {
  granted: { zh: '按名次晋升', en: 'promoted by place' },
  'granted-next': { zh: '已持有该等级，晋升上一等级', en: 'holds the level; one up' },
  'no-awards': { zh: '本赛事不设晋升', en: 'this event leads to no promotion' },
  'no-line': { zh: '名次不在晋升范围', en: 'the place leads to no promotion' },
  held: { zh: '已持有同等或更高等级', en: 'holds this level or a higher one' },
  highest: { zh: '已持有最高可晋升等级', en: 'holds the highest level that contests lead to' },
  year: { zh: '本年度竞赛晋升次数已满', en: 'has gained as many levels by contests as one year allows' },
}
