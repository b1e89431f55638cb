import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromNominalDay, NOMINAL_YEAR, nominalDay, realDay } from './nominal-day.ts'
import { addDays, addYears, fromDayNumber, plainDate } from './plain-date.ts'

const anyDay = fc.integer({ min: -40_000, max: 60_000 }).map(fromDayNumber)
const fixed = { seed: 20_261_124, numRuns: 2000 }

test('numbers are in the order of the days, and every day comes back', () => {
  fc.assert(
    fc.property(anyDay, (d) => {
      expect(fromNominalDay(nominalDay(d))).toBe(d)
      expect(nominalDay(addDays(d, 1))).toBeGreaterThan(nominalDay(d))
      // The next real day after a day is the next day of the calendar.
      expect(fromNominalDay(realDay(nominalDay(d) + 1))).toBe(addDays(d, 1))
    }),
    fixed,
  )
})

test('years are full on the anniversary, on 1 March after a leap day', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1, max: 40 }), (d, years) => {
      expect(fromNominalDay(realDay(nominalDay(d) + years * NOMINAL_YEAR))).toBe(addYears(d, years))
    }),
    fixed,
  )
  expect(fromNominalDay(realDay(nominalDay(plainDate('2016-02-29')) + 5 * NOMINAL_YEAR))).toBe('2021-03-01')
})

test('a number that is no day is refused', () => {
  expect(() => fromNominalDay(nominalDay(plainDate('2021-02-28')) + 1)).toThrow(RangeError)
})
