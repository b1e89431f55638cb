import { addDays, type PlainDate } from './plain-date.ts'

/**
 * Working days of the place. Weekends are free except where the yearly notice of the State Council makes them working
 * days; holidays come from the same notice, as data of the city. A year without data counts weekends only and says so.
 */
export class Calendar {
  readonly #free: Set<string>
  readonly #worked: Set<string>
  readonly #years: Set<string>
  constructor(data: { years: readonly string[]; holidays: readonly string[]; workingWeekends: readonly string[] }) {
    this.#free = new Set(data.holidays)
    this.#worked = new Set(data.workingWeekends)
    this.#years = new Set(data.years)
  }
  isWorkingDay(d: PlainDate): boolean {
    if (this.#free.has(d)) return false
    if (this.#worked.has(d)) return true
    const weekday = new Date(`${d}T00:00:00Z`).getUTCDay()
    return weekday !== 0 && weekday !== 6
  }
  /** Days off by the notices, weekends among them only where a notice names them. */
  get holidays(): ReadonlySet<string> {
    return this.#free
  }
  knowsYear(d: PlainDate): boolean {
    return this.#years.has(d.slice(0, 4))
  }
  /** The last of so many working days after `d`; the day itself does not count. */
  addWorkingDays(d: PlainDate, days: number): PlainDate {
    let at = d
    for (let left = days; left > 0; ) {
      at = addDays(at, 1)
      if (this.isWorkingDay(at)) left--
    }
    return at
  }
}
