import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  chineseNumeral,
  formatDecimal,
  inWan,
  isAboveLowerBound,
  levelMarker,
  lowerBound,
  officialDate,
  officialYearEnd,
  percent,
  WAN,
} from './chinese-number.ts'

test('numbers in 万 keep the zeros of a quoted figure away', () => {
  expect(inWan(619_300, 2)).toBe('61.93')
  expect(inWan(198_000, 2)).toBe('19.8')
  expect(inWan(198_000, 2, { exact: true })).toBe('19.80')
  expect(inWan(0, 2)).toBe('0')
  expect(inWan(-12_345, 1)).toBe('-1.2')
})

test('rounding is that of the decimal, not of its binary neighbour', () => {
  expect(formatDecimal(1.005, { decimals: 2 })).toBe('1.01')
  expect(percent(0.31435)).toBe('31.44%')
  expect(percent(0.315, 0)).toBe('32%')
  expect(formatDecimal(1e-7, { decimals: 7 })).toBe('0.0000001')
  expect(formatDecimal(1.5e21, { power: 21, decimals: 1 })).toBe('1.5')
  expect(formatDecimal(-0.4, { decimals: 0 })).toBe('0')
  expect(() => formatDecimal(Number.NaN, { decimals: 1 })).toThrow(RangeError)
})

test('lower bounds are cut', () => {
  expect(lowerBound(249_312, WAN, 1)).toBe('24.9')
  expect(lowerBound(249_999, WAN, 1)).toBe('24.9')
  expect(lowerBound(47, 1, -1)).toBe('40')
  expect(isAboveLowerBound(249_312, WAN, 1)).toBe(true)
  expect(isAboveLowerBound(249_000, WAN, 1)).toBe(false)
  expect(isAboveLowerBound(40, 1, -1)).toBe(false)
})

describe('properties', () => {
  const count = fc.integer({ min: 0, max: 2_000_000_000 })
  const decimals = fc.integer({ min: 0, max: 4 })

  test('a rounded figure lies within half a step of the value', () => {
    fc.assert(
      fc.property(count, decimals, (n, d) => {
        expect(Math.abs(Number(inWan(n, d)) * WAN - n)).toBeLessThanOrEqual((WAN / 10 ** d) * 0.5 + 1e-3)
      }),
    )
  })

  test('a lower bound is never above the value and never a whole step below it', () => {
    fc.assert(
      fc.property(count, fc.integer({ min: -3, max: 4 }), (n, d) => {
        const bound = Math.round(Number(lowerBound(n, WAN, d)) * WAN)
        expect(bound).toBeLessThanOrEqual(n)
        expect(n - bound).toBeLessThan(WAN / 10 ** d)
        expect(isAboveLowerBound(n, WAN, d)).toBe(bound < n)
      }),
    )
  })

  test('what is printed reads back to the same print', () => {
    fc.assert(
      fc.property(count, decimals, (n, d) => {
        const printed = inWan(n, d)
        expect(formatDecimal(Number(printed), { decimals: d })).toBe(printed)
        expect(printed).not.toMatch(/\.\d*0$|\.$/)
      }),
    )
  })

  test('every numeral is its own', () => {
    const all = Array.from({ length: 99 }, (_, i) => chineseNumeral(i + 1))
    expect(new Set(all).size).toBe(99)
  })
})

test('numerals, markers and dates', () => {
  expect([1, 10, 11, 20, 21, 99].map(chineseNumeral)).toEqual(['一', '十', '十一', '二十', '二十一', '九十九'])
  expect(() => chineseNumeral(100)).toThrow(RangeError)
  expect([levelMarker(1, 2), levelMarker(2, 3), levelMarker(3, 1), levelMarker(4, 12)]).toEqual([
    '二、',
    '（三）',
    '1.',
    '（12）',
  ])
  expect(officialDate('2023-06-09')).toBe('2023年6月9日')
  expect(officialYearEnd('2022-12-31')).toBe('2022年底')
  expect(officialYearEnd('2022-11-30')).toBe('2022年11月30日')
  expect(() => officialDate('2023-02-29')).toThrow(RangeError)
})
