/**
 * A day of the calendar, `2022-12-31`, without time or zone. Days of the law are plain dates in the city's zone;
 * `Date` is for instants only. Text order is date order, so `<` and `>` compare rightly.
 */
export type PlainDate = string & { readonly plainDate: unique symbol }

const FORM = /^(\d{4})-(\d{2})-(\d{2})$/
const MS_PER_DAY = 86_400_000

export function isPlainDate(s: unknown): s is PlainDate {
  if (typeof s !== 'string') return false
  const m = FORM.exec(s)
  if (!m) return false
  const [y, mo, d] = [Number(m[1]), Number(m[2]), Number(m[3])]
  return y >= 1 && mo >= 1 && mo <= 12 && d >= 1 && d <= daysInMonth(y, mo)
}

/** @throws RangeError when the text is not a day that exists. */
export function plainDate(s: string): PlainDate {
  if (!isPlainDate(s)) throw new RangeError(`not a date that exists: ${JSON.stringify(s)} (wanted YYYY-MM-DD)`)
  return s
}

export const isLeapYear = (y: number): boolean => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0
export const daysInMonth = (y: number, m: number): number =>
  m === 2 ? (isLeapYear(y) ? 29 : 28) : m === 4 || m === 6 || m === 9 || m === 11 ? 30 : 31

/** Days since 1970-01-01; negative before it. */
export const dayNumber = (d: PlainDate): number => Date.parse(`${d}T00:00:00Z`) / MS_PER_DAY
export const fromDayNumber = (n: number): PlainDate => new Date(n * MS_PER_DAY).toISOString().slice(0, 10) as PlainDate
export const addDays = (d: PlainDate, days: number): PlainDate => fromDayNumber(dayNumber(d) + days)
export const daysBetween = (from: PlainDate, to: PlainDate): number => dayNumber(to) - dayNumber(from)

/** The same day so many years on; 29 February falls to 1 March where there is none (the day by which the years are full). */
export function addYears(d: PlainDate, years: number): PlainDate {
  const y = Number(d.slice(0, 4)) + years
  const rest = d.slice(4)
  const padded = String(y).padStart(4, '0')
  return (rest === '-02-29' && !isLeapYear(y) ? `${padded}-03-01` : `${padded}${rest}`) as PlainDate
}

/** The same day of a later month, or that month's last day: 民法典 §202 ends a period of months so. */
export function addMonths(d: PlainDate, months: number): PlainDate {
  const count = Number(d.slice(0, 4)) * 12 + Number(d.slice(5, 7)) - 1 + months
  const y = Math.floor(count / 12)
  const m = (count % 12) + 1
  const day = Math.min(Number(d.slice(8)), daysInMonth(y, m))
  const two = (n: number) => String(n).padStart(2, '0')
  return `${String(y).padStart(4, '0')}-${two(m)}-${two(day)}` as PlainDate
}

export const yearOf = (d: PlainDate): number => Number(d.slice(0, 4))
export const monthOf = (d: PlainDate): string => d.slice(0, 7)

/** Full years lived on the day. */
export function ageOn(birth: PlainDate, on: PlainDate): number {
  const years = yearOf(on) - yearOf(birth)
  return on.slice(5) < birth.slice(5) ? years - 1 : years
}

/** The calendar day of an instant in a zone, e.g. `Asia/Shanghai`. The one place where an instant becomes a business day. */
export function dayInZone(instant: Date, zone: string): PlainDate {
  let format = formats.get(zone)
  if (!format) {
    // Making one costs a hundred times what using it does.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
    formats.set(zone, format)
  }
  return format.format(instant) as PlainDate
}
const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * The instant at which clocks in the zone show this (`2026-03-02T08:01:23`). Where clocks are set back, one of the two; where
 * they jump, the time they would have shown.
 */
export function instantInZone(local: string, zone: string): Date {
  const utc = Date.parse(`${local}Z`)
  return new Date(utc - offsetMs(new Date(utc - offsetMs(new Date(utc), zone)), zone))
}

const HOUR_MS = 3_600_000
const offsets = new Map<string, number>()
/** How far clocks in the zone are ahead of UTC; remembered by the hour, because asking costs more than all else. */
function offsetMs(at: Date, zone: string): number {
  const key = `${zone} ${Math.floor(at.getTime() / HOUR_MS)}`
  const kept = offsets.get(key)
  if (kept !== undefined) return kept
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at)
  const offset = Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(at.getTime() / 1000) * 1000
  if (offsets.size > 50_000) offsets.clear()
  offsets.set(key, offset)
  return offset
}
