import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type NominalDay, nominalDay, realDay } from '../../values/nominal-day.ts'
import { plainDate } from '../../values/plain-date.ts'
import { compileTree, explain, judge, type Leaf, nearestClause, nextDay, type Tree, type Vocabulary } from './tree.ts'

/** A member of the tennis club: plays since a day, and may be injured for a while. */
type Member = { since: NominalDay; rests: [NominalDay, NominalDay][]; fee: boolean }

const leaf = (predicate: string, next: Leaf<Member>['next']): Leaf<Member> => ({
  predicate,
  title: { zh: predicate, en: predicate },
  values: null,
  next,
  reason: () => ({ have: null, need: { zh: predicate, en: predicate }, evidence: [], help: null }),
})
const vocabulary: Vocabulary<Member> = {
  plays: (v, wrong) => {
    if (typeof v !== 'number') return void wrong('days is a number')
    return leaf('plays', (m, from) => Math.max(realDay(m.since + v), from))
  },
  fit: () =>
    leaf('fit', (m, from) => {
      let day = from
      for (const [a, b] of m.rests) if (day >= a && day < b) day = realDay(b)
      return day
    }),
  resting: () =>
    leaf('resting', (m, from) => {
      const rest = m.rests.find(([, b]) => b > from)
      return rest ? Math.max(rest[0], from) : null
    }),
  paid: () => leaf('paid', (m, from) => (m.fee ? from : null)),
}
const read = (source: unknown): Tree<Member> => {
  const out = compileTree(source, vocabulary, 'club')
  if ('findings' in out) throw new Error(out.findings.map((f) => f.message.en).join('\n'))
  return out.tree
}
const text = { zh: '条', en: 'clause' }
const START = nominalDay(plainDate('2026-01-01'))

describe('a tree of conditions', () => {
  const node: fc.Memo<unknown> = fc.memo<unknown>(
    (n): fc.Arbitrary<unknown> =>
      n <= 1
        ? fc.oneof(
            fc.integer({ min: 0, max: 300 }).map((plays) => ({ plays })),
            fc.constantFrom({ fit: {} }, { resting: {} }, { paid: {} }),
          )
        : fc
            .record({ key: fc.constantFrom('any', 'all'), list: fc.array(node(n - 1), { minLength: 1, maxLength: 3 }) })
            .map(({ key, list }) => ({ [key]: list })),
  )
  const member = fc
    .record({
      since: fc.integer({ min: -200, max: 200 }),
      gaps: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 6 }),
      fee: fc.boolean(),
    })
    .map(({ since, gaps, fee }): Member => {
      const rests: Member['rests'] = []
      let at = START - 20
      for (let i = 0; i + 1 < gaps.length; i += 2) {
        const from = realDay(at + gaps[i]!)
        const to = realDay(from + gaps[i + 1]!)
        rests.push([from, to])
        at = to
      }
      return { since: realDay(START + since), rests, fee }
    })

  test('the first day is that of a day-by-day search, also where conditions hold for a while only', () => {
    let waited = 0
    fc.assert(
      fc.property(node(3), member, (source, m) => {
        const tree = read({ any: [{ id: '1', text, all: [source] }] })
        const found = nextDay(tree.clauses[0]!.node, m, START)
        const holds = (s: unknown, day: NominalDay): boolean => {
          const { any, all, plays } = s as { any?: unknown[]; all?: unknown[]; plays?: number }
          if (any) return any.some((x) => holds(x, day))
          if (all) return all.every((x) => holds(x, day))
          if (plays !== undefined) return day >= m.since + plays
          if ('paid' in (s as object)) return m.fee
          const resting = m.rests.some(([a, b]) => day >= a && day < b)
          return 'fit' in (s as object) ? !resting : resting
        }
        let searched: NominalDay | null = null
        for (let day = START; day < START + 900; day = realDay(day + 1))
          if (holds(source, day)) {
            searched = day
            break
          }
        expect(found).toBe(searched)
        if (searched !== null && searched > START) waited++
        const e = explain(tree, m, START)
        expect(e.first).toBe(searched)
        expect(e.holds).toBe(searched === START)
        expect(judge(tree, m, START).clause).toBe(searched === START ? 0 : -1)
      }),
      { seed: 7, numRuns: 3000 },
    )
    expect(waited).toBeGreaterThan(300)
  })

  test('the first clause that holds decides; else the nearest is named', () => {
    const tree = read({
      any: [
        { id: 'a', text, all: [{ paid: {} }, { plays: 400 }] },
        { id: 'b', text, all: [{ fit: {} }] },
        { id: 'c', text, all: [{ plays: 0 }] },
      ],
    })
    const m: Member = { since: START, rests: [], fee: false }
    expect(explain(tree, m, START).clause).toBe('b')
    expect(judge(tree, m, START)).toEqual({ clause: 1, met: 0b1100, nearest: 1 })
    const resting: Member = { since: realDay(START + 9), rests: [[START - 1, START + 20]], fee: false }
    expect(explain(tree, resting, START)).toMatchObject({
      holds: false,
      clause: null,
      first: realDay(START + 9),
      soonest: 'c',
    })
    expect(nearestClause(tree, 0)).toBe(1)
  })

  test('all faults of a file at once', () => {
    const out = compileTree(
      { any: [{ id: 'a', text, all: [{ plays: 'x' }, { swims: 1 }] }, { all: [] }, 3] },
      vocabulary,
      'club.yaml',
    )
    if (!('findings' in out)) throw new Error('taken')
    const said = out.findings.map((f) => f.message.en).join('\n')
    for (const part of [
      'days is a number',
      'no predicate swims',
      'needs a list',
      'id in quotes',
      'a node is a mapping',
    ])
      expect(said).toContain(part)
  })
})
