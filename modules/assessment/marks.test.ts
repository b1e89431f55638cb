import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkMarks, compareMarks, type Marks, type Norm, type Sitting, verdictOf } from './marks.ts'
import { POINTS_CENTI_MAX, type SubjectId } from './words.ts'

const two: Norm = { subjects: ['theory', 'skill'], passCenti: 6000 }
const three: Norm = { subjects: ['theory', 'skill', 'comprehensive'], passCenti: 6000 }
const sat = (marks: Marks, over: Partial<Sitting> = {}): Sitting => ({
  ethics: null,
  absent: false,
  keyItemFailed: false,
  marks,
  ...over,
})

describe('pass rule', () => {
  test.each([
    ['just the mark in both', two, sat({ theory: 6000, skill: 6000 }), 'passed', null],
    [
      'a hundredth below in one, full marks in the other',
      two,
      sat({ theory: 5999, skill: 10000 }),
      'failed',
      'subject',
    ],
    [
      'full marks in two do not make up for the third',
      three,
      sat({ theory: 10000, skill: 10000, comprehensive: 5900 }),
      'failed',
      'subject',
    ],
    [
      'conduct before everything, even before absence',
      two,
      sat({}, { ethics: 'cheating', absent: true }),
      'failed',
      'ethics',
    ],
    [
      'conduct before full marks',
      two,
      sat({ theory: 10000, skill: 10000 }, { ethics: 'violation' }),
      'failed',
      'ethics',
    ],
    ['absent is neither passed nor failed', two, sat({}, { absent: true }), 'absent', 'absent'],
    [
      'a key item fails the whole skill, whatever the points',
      two,
      sat({ theory: 9000, skill: 9900 }, { keyItemFailed: true }),
      'failed',
      'key-item',
    ],
    [
      'a key item of a skill that was passed before does not count',
      two,
      sat({ theory: 9000 }, { keyItemFailed: true, kept: ['skill'] }),
      'passed',
      null,
    ],
    ['a kept subject need not be sat', two, sat({ theory: 6000 }, { kept: ['skill'] }), 'passed', null],
    ['a subject that was not sat is below', two, sat({ theory: 6000 }), 'failed', 'subject'],
  ] as const)('%s', (_, norm, sitting, outcome, reason) => {
    const v = verdictOf(norm, sitting)
    expect([v.outcome, v.reason]).toEqual([outcome, reason])
  })

  test('which subjects are to be sat again', () => {
    expect(verdictOf(three, sat({ theory: 5000, skill: 7000, comprehensive: 100 })).below).toEqual([
      'theory',
      'comprehensive',
    ])
    expect(verdictOf(two, sat({ theory: 9000, skill: 9900 }, { keyItemFailed: true })).below).toEqual(['skill'])
  })

  test('weights of a norm come besides, and are rounded down', () => {
    const norm: Norm = {
      subjects: ['process', 'performance'],
      passCenti: 6000,
      weights: { process: 33, performance: 67 },
    }
    expect(verdictOf(norm, sat({ process: 6000, performance: 6000 }))).toMatchObject({
      outcome: 'passed',
      totalCenti: 6000,
    })
    const strict: Norm = { ...norm, passCenti: 6000, weights: { process: 50 } }
    expect(verdictOf(strict, sat({ process: 9999, performance: 9999 }))).toMatchObject({
      outcome: 'failed',
      reason: 'weighted',
      totalCenti: 4999,
    })
  })

  const marks = fc.record({
    theory: fc.option(fc.integer({ min: 0, max: POINTS_CENTI_MAX }), { nil: undefined }),
    skill: fc.option(fc.integer({ min: 0, max: POINTS_CENTI_MAX }), { nil: undefined }),
    comprehensive: fc.option(fc.integer({ min: 0, max: POINTS_CENTI_MAX }), { nil: undefined }),
  }) as fc.Arbitrary<Marks>
  test('whoever passes has every subject; a better mark never makes it worse', () => {
    fc.assert(
      fc.property(marks, fc.boolean(), fc.integer({ min: 0, max: 3000 }), (m, keyItemFailed, more) => {
        const v = verdictOf(three, sat(m, { keyItemFailed }))
        const all = three.subjects.every((s) => (m[s] ?? -1) >= three.passCenti) && !keyItemFailed
        expect(v.outcome === 'passed').toBe(all)
        const better = Object.fromEntries(
          Object.entries(m).map(([s, x]) => [s, x === undefined ? x : Math.min(x + more, POINTS_CENTI_MAX)]),
        ) as Marks
        if (v.outcome === 'passed') expect(verdictOf(three, sat(better)).outcome).toBe('passed')
      }),
      { seed: 20261124, numRuns: 500 },
    )
  })
})

describe('marks as given', () => {
  test('out of range, missing and not asked are all said at once', () => {
    const found = checkMarks(two, { theory: 10050, comprehensive: 5000 })
    expect(found.map((f) => [f.code, f.field])).toEqual([
      ['MARK_RANGE', 'theoryCenti'],
      ['MARK_MISSING', 'skillCenti'],
      ['MARK_NOT_ASKED', 'comprehensiveCenti'],
    ])
    expect(found[0]!.message.zh).toContain('100.5')
    expect(checkMarks(two, { theory: 0, skill: POINTS_CENTI_MAX })).toEqual([])
    expect(checkMarks(two, { theory: 7000 }, ['skill'])).toEqual([])
  })

  test('two entries: what differs is named, what was written is not', () => {
    const found = compareMarks(
      { theory: 7100, skill: 6000, keyItemFailed: false },
      { theory: 7000, skill: 6000, keyItemFailed: true },
    )
    expect(found.map((f) => f.field)).toEqual(['theoryCenti', 'keyItemFailed'])
    expect(JSON.stringify(found)).not.toContain('71')
    const same = { theory: 1, skill: 2, keyItemFailed: false } as Record<SubjectId, number> & { keyItemFailed: boolean }
    expect(compareMarks(same, { ...same })).toEqual([])
  })
})
