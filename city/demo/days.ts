import { dayNumber, fromDayNumber, type PlainDate, plainDate } from '../../kernel/values/plain-date.ts'

/** Days as numbers are quick to reckon with; each day's text is made once. */
const FIRST = dayNumber(plainDate('1930-01-01'))
const texts: PlainDate[] = []
const years: number[] = []

export function dayText(n: number): PlainDate {
  const at = n - FIRST
  texts[at] ??= fromDayNumber(n)
  return texts[at]
}
export function yearOfDay(n: number): number {
  const at = n - FIRST
  years[at] ??= Number(dayText(n).slice(0, 4))
  return years[at]
}
/** Enough days for so many years, whatever the leap years. */
export const daysOfYears = (y: number): number => Math.ceil(y * 366)
export const MS_PER_DAY = 86_400_000
