import { daysInMonth, isLeapYear, type PlainDate } from './plain-date.ts'

/**
 * A calendar whose months all have 31 places, so that a year always has the same length: `year·372 + month·31 + day`. Numbers of
 * two days compare as the days do, spans that meet add up without a rest, and “n years are full” is one comparison that turns true
 * exactly on the anniversary (29 February: on 1 March). Of spans that are summed, a whole month counts as a twelfth of a year and
 * each day beyond it as 1/372.
 */
export type NominalDay = number

const MONTH = 31
export const NOMINAL_YEAR = 12 * MONTH
/** The last day that a plain date can name. */
export const LAST_NOMINAL_DAY: NominalDay = 9999 * NOMINAL_YEAR + NOMINAL_YEAR - 1

const digit = (s: string, i: number) => s.charCodeAt(i) - 48

export const nominalDay = (d: PlainDate): NominalDay =>
  (digit(d, 0) * 1000 + digit(d, 1) * 100 + digit(d, 2) * 10 + digit(d, 3)) * NOMINAL_YEAR +
  (digit(d, 5) * 10 + digit(d, 6) - 1) * MONTH +
  (digit(d, 8) * 10 + digit(d, 9) - 1)

/** The first day at or after the number that the calendar really has: 30 February becomes 1 March. */
export function realDay(n: NominalDay): NominalDay {
  const day = n % MONTH
  if (day < 28) return n
  const month = Math.floor(n / MONTH) % 12
  const lengths = month === 1 ? (isLeapYear(Math.floor(n / NOMINAL_YEAR)) ? 29 : 28) : daysInMonth(2001, month + 1)
  return day < lengths ? n : n - day + MONTH
}

/** @throws RangeError for a number that names no day. */
export function fromNominalDay(n: NominalDay): PlainDate {
  if (realDay(n) !== n || n < NOMINAL_YEAR || n > LAST_NOMINAL_DAY) throw new RangeError(`no such day: ${n}`)
  const year = Math.floor(n / NOMINAL_YEAR)
  const rest = n - year * NOMINAL_YEAR
  const month = Math.floor(rest / MONTH) + 1
  const two = (x: number) => (x < 10 ? `0${x}` : `${x}`)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two((rest % MONTH) + 1)}` as PlainDate
}
