import { addMonths, ageOn, type PlainDate } from '../../kernel/values/plain-date.ts'
import { MONTHS_A_YEAR } from './words.ts'

export type Cohorts = { years: number; cohort: PlainDate; stepMonths: number; delayMonthsMax: number }
export type Ages = { least: number; male: Cohorts; female: Cohorts }

const months = (d: PlainDate) => Number(d.slice(0, 4)) * MONTHS_A_YEAR + Number(d.slice(5, 7))

/** The day on which somebody retires: one month later for every step of the cohort, up to a bound (办法第一条及附表). */
export function retiresOn(birth: PlainDate, c: Cohorts): PlainDate {
  const delay =
    birth < c.cohort ? 0 : Math.min(c.delayMonthsMax, 1 + Math.floor((months(birth) - months(c.cohort)) / c.stepMonths))
  return addMonths(birth, c.years * MONTHS_A_YEAR + delay)
}

/** Why somebody may not be taught on a day for his age, if so. */
export function ageFault(
  birth: PlainDate,
  sex: string,
  on: PlainDate,
  ages: Ages,
): { fault: 'young' } | { fault: 'retired'; since: PlainDate } | undefined {
  if (ageOn(birth, on) < ages.least) return { fault: 'young' }
  const since = retiresOn(birth, sex === 'male' ? ages.male : ages.female)
  return since <= on ? { fault: 'retired', since } : undefined
}
