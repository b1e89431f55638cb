import { hash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aNationalScheme, aWorldSkillsScheme } from '../factory.ts'
import { aspectMarks, divideRounding, markFindings, type RawMark } from './marks.ts'
import { type MedalSettings, medalsOf, type Placed } from './medals.ts'
import { type RawEntry, type RawSkill, resultOf, resultText } from './result.ts'
import { medianScale } from './scale.ts'
import { type Aspect, aspectsOf, type MarkingScheme, readScheme, schemeText } from './scheme.ts'

const scale = { name: 'median-by-mean-deviation', median: 700, pointsPerDeviation: 40 }
const closeness: MedalSettings = { by: 'closeness', withinPoints: 2, excellenceFrom: 700 }
const byRank: MedalSettings = { by: 'rank', gold: 1, silver: 2, bronze: 3, excellencePercent: 50 }
const codes = (x: { findings?: { code: string }[] }) => (x.findings ?? []).map((f) => f.code)
const wholeNumber = (min: number, max: number) => fc.integer({ min, max })

/** Any mark that fits an aspect; judgements near each other, measurements as the scheme wants them. */
function fitting(s: MarkingScheme, entries: number): fc.Arbitrary<RawMark[]> {
  const one = (entry: number, aspect: Aspect): fc.Arbitrary<RawMark[]> => {
    const { how } = aspect
    const judges = Array.from({ length: s.judges }, (_, i) => i + 1)
    const marks = (values: number[]) =>
      judges.map((judge, i) => ({ judge, entry, aspect: aspect.id, value: values[i]! }))
    const each = (value: fc.Arbitrary<number>) =>
      s.measurements === 'agreed'
        ? value.map((v) => marks(judges.map(() => v)))
        : fc.array(value, { minLength: s.judges, maxLength: s.judges }).map(marks)
    if (how.kind === 'judgement')
      return wholeNumber(0, how.benchmarks.length - 2).chain((low) =>
        fc.array(wholeNumber(low, low + 1), { minLength: s.judges, maxLength: s.judges }).map(marks),
      )
    if (how.kind === 'stepped') return each(fc.constantFrom(...how.steps.map((x) => x.marks)))
    return each(wholeNumber(0, how.kind === 'deduction' ? 6 : aspect.marksMax))
  }
  const all = Array.from({ length: entries }, (_, i) => aspectsOf(s).map((a) => one(i + 1, a.aspect))).flat()
  return fc.tuple(...all).map((lists) => lists.flat())
}
const entriesOf = (n: number, over: (i: number) => Partial<RawEntry> = () => ({})): RawEntry[] =>
  Array.from({ length: n }, (_, i) => ({ entry: i + 1, seconds: null, decision: null, absent: false, ...over(i + 1) }))
const settled = (raw: RawSkill) => {
  const r = resultOf(raw)
  if ('findings' in r) throw new Error(codes(r).join(', '))
  return r.result
}
const skill = (
  scheme: MarkingScheme,
  entries: RawEntry[],
  marks: RawMark[],
  medals: MedalSettings = byRank,
): RawSkill => ({
  scheme,
  scale,
  medals,
  entries,
  marks,
})

describe('a marking scheme', () => {
  it('of either style is read, and its text does not depend on the order of keys', () => {
    for (const s of [aNationalScheme(), aWorldSkillsScheme()]) {
      const read = readScheme(JSON.parse(JSON.stringify(s)))
      expect(read.findings).toEqual([])
      const turned = Object.fromEntries(Object.entries(s).reverse()) as MarkingScheme
      expect(schemeText(turned)).toBe(schemeText(s))
    }
    const changed = aNationalScheme({ spreadMax: 2 })
    expect(schemeText(changed)).not.toBe(schemeText(aNationalScheme()))
  })

  it('names everything that is wrong with it at once', () => {
    const s = aNationalScheme({ judges: 4, weights: { theory: 30, skill: 60 } })
    s.criteria[1]!.subCriteria[0]!.aspects[1]!.id = 'A1'
    s.criteria[2]!.subCriteria[0]!.aspects[0]!.marksMax = 4900
    s.criteria[2]!.module = 'T'
    expect(codes(readScheme(s)).sort()).toEqual(['ASPECT_TWICE', 'JUDGES_EVEN', 'MODULE_PARTS', 'PART_SUM', 'WEIGHTS'])
    expect(codes(readScheme({ criteria: 'none' })).every((c) => c === 'SCHEME_SHAPE')).toBe(true)
    const steps = aWorldSkillsScheme()
    const how = steps.criteria[1]!.subCriteria[0]!.aspects[0]!.how
    if (how.kind === 'stepped') how.steps[2]!.marks = 3999
    expect(codes(readScheme(steps))).toEqual(['STEPS'])
  })
})

describe('marks of one aspect', () => {
  const s = aWorldSkillsScheme()
  const [judged, stepped] = aspectsOf(s).map((a) => a.aspect) as [Aspect, Aspect]
  const by = (...values: number[]) => values.map((value, i) => ({ judge: i + 1, value }))

  it('judgement: the sum of three by nine, half up', () => {
    expect(aspectMarks(s, judged, by(3, 3, 3), 1)).toEqual({ marks: 1000 })
    expect(aspectMarks(s, judged, by(2, 2, 3), 1)).toEqual({ marks: 778 })
    expect(aspectMarks(s, judged, by(0, 0, 1), 1)).toEqual({ marks: 111 })
    expect(codes(aspectMarks(s, judged, by(1, 3, 3), 1) as never)).toEqual(['SPREAD'])
    expect(codes(aspectMarks(s, judged, by(1, 2), 1) as never)).toEqual(['MARK_MISSING'])
    expect(codes({ findings: markFindings(judged, 4) })).toEqual(['MARK_VALUE'])
  })
  it('measurement: only a step of the scheme, and one that all agree on', () => {
    expect(aspectMarks(s, stepped, by(1500, 1500, 1500), 1)).toEqual({ marks: 1500 })
    expect(codes(aspectMarks(s, stepped, by(1500, 1500, 3000), 1) as never)).toEqual(['MEASUREMENTS_DIFFER'])
    expect(codes({ findings: markFindings(stepped, 1501) })).toEqual(['MARK_VALUE'])
  })
  it('deduction by the fault, never below nothing; mean without highest and lowest', () => {
    const n = aNationalScheme()
    const [, points, faults] = aspectsOf(n).map((a) => a.aspect) as [Aspect, Aspect, Aspect]
    expect(aspectMarks(n, faults, by(1, 1, 2, 0, 9), 1)).toEqual({ marks: 733 })
    expect(aspectMarks(n, faults, by(9, 9, 9, 9, 9), 1)).toEqual({ marks: 0 })
    expect(aspectMarks(n, points, by(3500, 4000, 3600, 100, 3701), 1)).toEqual({ marks: 3600 })
    expect(aspectMarks({ ...n, measurements: 'mean' }, points, by(1, 1, 1, 1, 0), 1)).toEqual({ marks: 1 })
  })
  it('rounds half up like the exact fraction', () => {
    fc.assert(
      fc.property(wholeNumber(0, 10_000_000), wholeNumber(1, 1000), (n, d) => {
        const r = divideRounding(n, d)
        expect(2 * r * d).toBeGreaterThan(2 * n - d - 0.5)
        expect(2 * r * d).toBeLessThanOrEqual(2 * n + d)
      }),
      { seed: 7 },
    )
  })
})

describe('the result of a skill', () => {
  it('recomputes byte for byte, whatever the order in which marks and entrants come', () => {
    for (const s of [aNationalScheme(), aWorldSkillsScheme()])
      fc.assert(
        fc.property(fitting(s, 7), fc.integer(), (marks, turn) => {
          const raw = skill(s, entriesOf(7), marks, closeness)
          const shuffled = [...marks].sort((a, b) =>
            hash('sha1', `${turn}${JSON.stringify(a)}`) < hash('sha1', `${turn}${JSON.stringify(b)}`) ? -1 : 1,
          )
          const again = skill(s, [...raw.entries].reverse(), shuffled, closeness)
          expect(resultText(settled(again))).toBe(resultText(settled(raw)))
        }),
        { seed: 7, numRuns: 60 },
      )
  })

  it('places are those of counting who is better; totals are the weighted parts', () => {
    const s = aNationalScheme()
    fc.assert(
      fc.property(fitting(s, 6), (marks) => {
        const { places } = settled(skill(s, entriesOf(6), marks))
        for (const p of places) {
          expect(p.total).toBe(Math.round((p.theory * 30 + p.skill * 70) / 100 + 1e-9))
          const better = places.filter((o) => o.total > p.total || (o.total === p.total && o.skill > p.skill))
          expect(p.rank).toBe(better.length + 1)
          expect(Object.values(p.modules).reduce((a, b) => a + b, 0)).toBe(p.theory + p.skill)
        }
      }),
      { seed: 7, numRuns: 100 },
    )
  })

  it('equal totals: by skill, then by time, then by decision, else the place is shared and the next one left out', () => {
    const s = aNationalScheme({ weights: { theory: 50, skill: 50 } })
    const marksOf = (entry: number, theory: number, points: number): RawMark[] =>
      aspectsOf(s).flatMap(({ aspect }) =>
        [1, 2, 3, 4, 5].map((judge) => ({
          judge,
          entry,
          aspect: aspect.id,
          value: aspect.id === 'T1' ? theory : aspect.id === 'A1' ? points : 0,
        })),
      )
    const ranks = (entries: RawEntry[], scheme = s) =>
      settled(
        skill(
          scheme,
          entries,
          [marksOf(1, 4000, 3000), marksOf(2, 3000, 4000), marksOf(3, 4000, 3000), marksOf(4, 0, 0)].flat(),
        ),
      ).places.map((p) => [p.entry, p.rank])
    expect(ranks(entriesOf(4))).toEqual([
      [2, 1],
      [1, 2],
      [3, 2],
      [4, 4],
    ])
    expect(ranks(entriesOf(4, (i) => ({ seconds: i === 3 ? 900 : 950 })))).toEqual([
      [2, 1],
      [3, 2],
      [1, 3],
      [4, 4],
    ])
    expect(ranks(entriesOf(4, (i) => (i === 1 ? { decision: 1 } : {})))).toEqual([
      [2, 1],
      [1, 2],
      [3, 3],
      [4, 4],
    ])
    expect(ranks(entriesOf(4), { ...s, ties: [] })).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 4],
    ])
  })

  it('says all that is missing, and leaves out who did not come', () => {
    const s = aWorldSkillsScheme()
    const full = fc.sample(fitting(s, 3), { seed: 7, numRuns: 1 })[0]!
    const without = full.filter((m) => !(m.entry === 2 && m.judge === 3))
    const found = resultOf(skill(s, entriesOf(3), without))
    expect(codes(found as never)).toEqual(Array(4).fill('MARK_MISSING'))
    const { places, absent } = settled(
      skill(
        s,
        entriesOf(3, (i) => ({ absent: i === 2 })),
        without,
      ),
    )
    expect(places.map((p) => p.entry).sort()).toEqual([1, 3])
    expect(absent).toEqual([2])
  })
})

describe('the comparable scale', () => {
  it('puts the median at 700, keeps order, and is indifferent to a shift of all marks', () => {
    fc.assert(
      fc.property(
        fc.array(wholeNumber(1000, 9000), { minLength: 1, maxLength: 60 }),
        wholeNumber(-900, 900),
        (totals, shift) => {
          const points = medianScale(totals, scale)
          expect(
            medianScale(
              totals.map((t) => t + shift),
              scale,
            ),
          ).toEqual(points)
          const order = totals.map((_, i) => i).sort((a, b) => totals[a]! - totals[b]!)
          for (let i = 1; i < order.length; i++) {
            const [low, high] = [order[i - 1]!, order[i]!]
            expect(points[high]!).toBeGreaterThanOrEqual(points[low]!)
            if (totals[low] === totals[high]) expect(points[low]).toBe(points[high])
          }
          if (totals.length % 2) expect(points[order[(totals.length - 1) / 2]!]).toBe(700)
          else {
            const [a, b] = [points[order[totals.length / 2 - 1]!]!, points[order[totals.length / 2]!]!]
            expect(a + b === 1400 || a === 0).toBe(true)
          }
        },
      ),
      { seed: 7, numRuns: 400 },
    )
    expect(medianScale([], scale)).toEqual([])
    expect(medianScale([5, 5], scale)).toEqual([700, 700])
  })
})

describe('medals', () => {
  const field = (...points: number[]): Placed[] =>
    points.map((p, i) => ({ entry: i + 1, rank: points.filter((o) => o > p).length + 1, points: p }))
  const given = (f: Placed[], s: MedalSettings = closeness) => f.map((p) => medalsOf(f, s).get(p.entry) ?? '-')

  it('by closeness: within two points the medal is shared and the next is left out', () => {
    expect(given(field(760, 750, 740, 730, 699))).toEqual(['gold', 'silver', 'bronze', 'excellence', '-'])
    expect(given(field(760, 758, 740, 730, 699))).toEqual(['gold', 'gold', 'bronze', 'excellence', '-'])
    expect(given(field(760, 757, 740, 700, 699))).toEqual(['gold', 'silver', 'bronze', 'excellence', '-'])
    expect(given(field(760, 759, 758, 757, 600))).toEqual(['gold', 'gold', 'gold', 'excellence', '-'])
    expect(given(field(760, 750, 748, 746, 745))).toEqual(['gold', 'silver', 'silver', 'excellence', 'excellence'])
    expect(given(field(760, 750, 740, 738, 737))).toEqual(['gold', 'silver', 'bronze', 'bronze', 'excellence'])
  })
  it('by rank: shared ranks share; the better half is honoured', () => {
    expect(given(field(9, 8, 7, 6, 5, 4, 3, 2), byRank)).toEqual([
      'gold',
      'silver',
      'bronze',
      'excellence',
      '-',
      '-',
      '-',
      '-',
    ])
    expect(given(field(9, 9, 7, 6, 5, 4, 3, 2), byRank)).toEqual([
      'gold',
      'gold',
      'bronze',
      'excellence',
      '-',
      '-',
      '-',
      '-',
    ])
    expect(given(field(9, 8, 7, 6, 6, 4, 3), byRank)).toEqual(['gold', 'silver', 'bronze', '-', '-', '-', '-'])
  })
  it('nobody has a better medal than somebody before them', () => {
    const worth = ['-', 'excellence', 'bronze', 'silver', 'gold']
    fc.assert(
      fc.property(fc.array(wholeNumber(690, 720), { minLength: 1, maxLength: 20 }), (points) => {
        const f = field(...points.sort((a, b) => b - a))
        for (const s of [closeness, byRank]) {
          const medals = given(f, s).map((m) => worth.indexOf(m))
          for (let i = 1; i < medals.length; i++) expect(medals[i]).toBeLessThanOrEqual(medals[i - 1]!)
          expect(medals[0]).toBe(4)
        }
      }),
      { seed: 7 },
    )
  })
})
