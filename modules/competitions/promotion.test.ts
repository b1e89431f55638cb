import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { RANK_IDS } from '../credentials/index.ts'
import { promotionOf, readPromotionRule } from './promotion.ts'
import { EVENT_TIERS, GROUPS } from './words.ts'

const yaml = (path: string) =>
  parse(readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8'), { schema: 'core' })
type Case = {
  tier: string
  group: string
  teamSize?: number
  rank: number
  placed: number
  held: string | null
  gained?: number
  awards?: boolean
  honours: string[]
  level: string | null
  why: string
}
const pages = yaml('./promotion.cases.yaml') as { rule: string; cases: Case[] }[]
const rankOf = (level: string | null) =>
  level === null ? null : Number(Object.entries(RANK_IDS).find(([, id]) => id === level)![0])
const run = (rule: ReturnType<typeof readPromotionRule>, c: Case) =>
  promotionOf(
    rule,
    {
      tier: c.tier,
      group: c.group,
      teamSize: c.teamSize ?? 1,
      rank: c.rank,
      placed: c.placed,
      awards: c.awards ?? true,
    },
    { rankHeld: rankOf(c.held), gainedThisYear: c.gained ?? 0 },
  )
const ruleOf = ({ rule: _, cases: __, ...rule }: { rule: string; cases: Case[] }) => readPromotionRule(rule)

describe('a place in a contest', () => {
  it.each(pages.flatMap((p) => p.cases.map((c) => [`${p.rule}: ${JSON.stringify(c)}`, p, c] as const)))(
    '%s',
    (_, p, c) => {
      expect(run(ruleOf(p), c)).toEqual({ honours: c.honours, levelRank: rankOf(c.level), why: c.why })
    },
  )

  it('never leads to a level that is held, above the highest, or beyond the year', () => {
    const linfen = yaml('../../city/linfen/rules/competitions/promotion.yaml') as { values: Record<string, unknown> }
    const rules = [...pages.map(ruleOf), ...Object.values(linfen.values).map(readPromotionRule)]
    const levels = [null, ...Object.keys(RANK_IDS).map(Number)]
    fc.assert(
      fc.property(
        fc.constantFrom(...rules),
        fc.record({
          tier: fc.constantFrom(...EVENT_TIERS.map((t) => t.id)),
          group: fc.constantFrom(...GROUPS.map((g) => g.id)),
          teamSize: fc.integer({ min: 1, max: 3 }),
          rank: fc.integer({ min: 1, max: 40 }),
          placed: fc.integer({ min: 1, max: 40 }),
          awards: fc.boolean(),
        }),
        fc.record({ rankHeld: fc.constantFrom(...levels), gainedThisYear: fc.integer({ min: 0, max: 2 }) }),
        (rule, place, holder) => {
          const p = promotionOf(rule, place, holder)
          if (p.levelRank === null) return
          expect(place.awards).toBe(true)
          expect(p.levelRank).toBeGreaterThan(holder.rankHeld ?? -1)
          expect(p.levelRank).toBeLessThanOrEqual(rankOf(rule.levelHighest)!)
          expect(holder.gainedThisYear).toBeLessThan(rule.perYearMost)
        },
      ),
      { seed: 7, numRuns: 3000 },
    )
  })

  it('a rule of another form is refused with the place where it is wrong', () => {
    expect(() => readPromotionRule({ perYearMost: 1, levelHighest: 'level-1', lines: [{ tier: 'moon' }] })).toThrow(
      'competitions.promotion: /lines/0',
    )
  })
})
