import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import { fen, yuanText } from './money-fen.ts'
import { addDays, addYears, ageOn, dayInZone, dayNumber, fromDayNumber, isPlainDate, plainDate } from './plain-date.ts'
import { machineWorld, stillWorld } from './world.ts'

const seed = { seed: 20221231 }

describe('the machine’s world', () => {
  it('gives no random bytes twice, across the ends of its pool', () => {
    const world = machineWorld('Asia/Shanghai')
    const tails = Array.from({ length: 5000 }, () => world.id().slice(20))
    expect(new Set(tails).size).toBe(tails.length)
    // Lengths that do not divide the pool, and ones beyond it.
    const given = [7, 16, 24, 63, 64, 65, 5000].flatMap((n) => Array.from({ length: 200 }, () => world.bytes(n)))
    const firsts = new Set(given.map((b) => b.subarray(0, 7).toString('hex')))
    expect(firsts.size).toBe(given.length)
    for (const b of given.filter((b) => b.length >= 16)) expect(b.subarray(-8).some((x) => x !== 0)).toBe(true)
  })
})

describe('plain dates', () => {
  it('round-trips every day from 1900 to 2199', () => {
    fc.assert(
      fc.property(fc.integer({ min: -25567, max: 84005 }), (n) => {
        const d = fromDayNumber(n)
        expect(isPlainDate(d)).toBe(true)
        expect(dayNumber(d)).toBe(n)
        expect(addDays(d, 1) > d).toBe(true)
      }),
      seed,
    )
  })
  it('refuses days that do not exist', () => {
    for (const bad of ['2023-02-29', '2023-13-01', '2023-00-10', '2023-1-1', '', '2023-04-31']) {
      expect(isPlainDate(bad), bad).toBe(false)
      expect(() => plainDate(bad)).toThrow(RangeError)
    }
    expect(isPlainDate('2024-02-29')).toBe(true)
  })
  it('fills years on the day they are full', () => {
    expect(addYears(plainDate('2016-02-29'), 5)).toBe('2021-03-01')
    expect(addYears(plainDate('2016-02-29'), 4)).toBe('2020-02-29')
    expect(ageOn(plainDate('2010-04-02'), plainDate('2026-04-01'))).toBe(15)
    expect(ageOn(plainDate('2010-04-01'), plainDate('2026-04-01'))).toBe(16)
  })
  it('takes the business day from the zone, not from UTC', () => {
    expect(dayInZone(new Date('2022-12-31T15:59:59Z'), 'Asia/Shanghai')).toBe('2022-12-31')
    expect(dayInZone(new Date('2022-12-31T16:00:00Z'), 'Asia/Shanghai')).toBe('2023-01-01')
  })
})

describe('canonical JSON (RFC 8785)', () => {
  it('sorts keys by code unit and drops what is undefined', () => {
    expect(canonicalJson({ b: 1, a: undefined, '\u20ac': 'x', '\r': [1.5, true, null] })).toBe(
      '{"\\r":[1.5,true,null],"b":1,"€":"x"}',
    )
  })
  it('does not depend on the order of making', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string(), fc.boolean())), (o) => {
        const reversed = Object.fromEntries(Object.entries(o).reverse())
        expect(canonicalJson(reversed)).toBe(canonicalJson(o))
        expect(JSON.parse(canonicalJson(o))).toEqual({ ...o })
      }),
      seed,
    )
  })
})

describe('the world', () => {
  it('makes ids in order, also within one millisecond, and the same ones from the same seed', () => {
    const a = stillWorld('2026-01-01T00:00:00Z', 'Asia/Shanghai', 7)
    const b = stillWorld('2026-01-01T00:00:00Z', 'Asia/Shanghai', 7)
    const ids = Array.from({ length: 500 }, () => a.id())
    expect([...ids].sort()).toEqual(ids)
    expect(Array.from({ length: 500 }, () => b.id())).toEqual(ids)
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

describe('fen', () => {
  it('refuses fractions and prints yuan', () => {
    expect(() => fen(0.5)).toThrow(RangeError)
    expect(yuanText(fen(123450))).toBe('1,234.50')
    expect(yuanText(fen(-5))).toBe('-0.05')
  })
})
