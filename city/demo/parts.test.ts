import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textArray } from '../../kernel/db/copy-text.ts'
import { searchTerms } from '../../kernel/db/search-terms.ts'
import { uuid7 } from '../../kernel/values/world.ts'
import { nameKey } from '../../modules/people/index.ts'
import { dayText, yearOfDay } from './days.ts'
import { cumulative, Dice, spread } from './dice.ts'
import { NumberSet } from './identity.ts'
import { idOf } from './ids.ts'
import { plainTerms } from './names.ts'

describe('spread', () => {
  const amounts = fc.array(
    fc.record({ weight: fc.integer({ min: 0, max: 50 }), cap: fc.integer({ min: 0, max: 400 }) }),
    { minLength: 1, maxLength: 12 },
  )
  test('adds up, keeps to the caps, and follows the weights', () => {
    fc.assert(
      fc.property(amounts, fc.double({ min: 0, max: 1, noNaN: true }), (list, part) => {
        const caps = list.map((x) => x.cap)
        const total = Math.floor(part * caps.reduce((s, n) => s + n, 0))
        const out = spread(
          total,
          list.map((x) => x.weight),
          caps,
        )
        expect(out.reduce((s, n) => s + n, 0)).toBe(total)
        for (const [i, n] of out.entries()) {
          expect(n).toBeGreaterThanOrEqual(0)
          expect(n).toBeLessThanOrEqual(caps[i]!)
        }
      }),
      { seed: 11 },
    )
    expect(spread(10, [1, 1, 2])).toEqual([3, 2, 5])
    expect(spread(7, [1, 0], [3, 9])).toEqual([3, 4])
  })
  test('says so when there is no room', () => {
    expect(() => spread(5, [1, 1], [2, 2])).toThrow(RangeError)
  })
})

test('dice give the same stream for the same address, and all faces', () => {
  const a = new Dice().reset(1, 2, 3)
  const b = new Dice().reset(1, 2, 3)
  const faces = new Set<number>()
  for (let i = 0; i < 200; i++) {
    const n = a.below(6)
    expect(b.below(6)).toBe(n)
    faces.add(n)
  }
  expect([...faces].sort()).toEqual([0, 1, 2, 3, 4, 5])
  expect(new Dice().reset(1, 2, 4).bits()).not.toBe(new Dice().reset(1, 2, 3).bits())
  const table = cumulative([1, 0, 3])
  const seen = [0, 0, 0]
  for (let i = 0; i < 4000; i++) seen[a.weighted(table)]!++
  expect(seen[1]).toBe(0)
  expect(seen[2]! / seen[0]!).toBeGreaterThan(2.5)
})

test('ids are those of the kernel', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 47 }),
      fc.integer({ min: 0, max: 4095 }),
      fc.nat(),
      fc.nat(),
      (ms, counter, high, low) => {
        const random = Buffer.alloc(8)
        random.writeUInt32BE(high >>> 0, 0)
        random.writeUInt32BE(low >>> 0, 4)
        expect(idOf(ms, counter, high, low)).toBe(uuid7(ms, counter, random))
      },
    ),
    { seed: 12 },
  )
})

test('days', () => {
  expect([dayText(0), dayText(-1), yearOfDay(19_000)]).toEqual(['1970-01-01', '1969-12-31', 2022])
})

test('search terms and key of a common name are those of the kernel', () => {
  for (const name of ['王伟', '欧阳建国', '张丽丽', '李莉莉莉', '卫平'])
    expect([new Set(plainTerms(name).slice(1, -1).split(',')), nameKey(name)]).toEqual([
      new Set(searchTerms(name)),
      name,
    ])
  expect(plainTerms('王伟')).toBe(textArray(searchTerms('王伟')).replaceAll('"', ''))
})

test('a set of numbers takes each once', () => {
  const set = new NumberSet(1000)
  const plain = new Set<number>()
  const d = new Dice().reset(5, 0, 0)
  for (let i = 0; i < 1000; i++) {
    const n = (d.below(300) + 1) * 4_300_000_007
    expect(set.add(n)).toBe(!plain.has(n))
    plain.add(n)
  }
})
