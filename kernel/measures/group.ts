import { dayNumber, fromDayNumber, type PlainDate, yearOf } from '../values/plain-date.ts'
import type { Dimension } from './define.ts'

export type BandBounds = readonly number[]

/** The group that a raw value of a dimension's column falls into; null when the row has no value there. */
export function groupOf(
  d: Dimension,
  raw: string | number | null,
  depth: number | undefined,
  on: PlainDate,
  bands: BandBounds,
): string | null {
  if (raw === null) return null
  switch (d.kind) {
    case 'value':
      return String(raw)
    case 'code': {
      const s = String(raw)
      if (depth === undefined) return s
      return d.separator ? s.split(d.separator).slice(0, depth).join(d.separator) : s.slice(0, depth)
    }
    case 'rank':
      return d.ids![Number(raw)] ?? null
    case 'band':
      return bandOf(yearOf(on) - Number(raw), bands)
    case 'year':
      return dateText(raw).slice(0, 4)
    case 'month':
      return dateText(raw).slice(0, 7)
  }
}

/** Does the value lie in the group that is asked for? Codes match by prefix, at whole parts. */
export function matches(
  d: Dimension,
  raw: string | number | null,
  wanted: string,
  on: PlainDate,
  bands: BandBounds,
): boolean {
  if (raw === null) return false
  if (d.kind === 'code') {
    const s = String(raw)
    if (!s.startsWith(wanted)) return false
    return !d.separator || s.length === wanted.length || s[wanted.length] === d.separator
  }
  return groupOf(d, raw, undefined, on, bands) === wanted
}

const dateText = (raw: string | number): string => (typeof raw === 'number' ? fromDayNumber(raw) : raw)

/** Age by year of birth: the register's figure for bands, since bands of years need no birthday. */
function bandOf(age: number, bounds: BandBounds): string {
  let i = -1
  while (i + 1 < bounds.length && age >= bounds[i + 1]!) i++
  if (i < 0) return `<${bounds[0]}`
  const next = bounds[i + 1]
  return next === undefined ? `${bounds[i]}+` : `${bounds[i]}-${next - 1}`
}

export const dayOf = (d: PlainDate): number => Math.max(0, dayNumber(d))
