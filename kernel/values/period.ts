import { addDays, type PlainDate } from './plain-date.ts'

/** From the first day to the last, both counted. */
export type Period = { from: PlainDate; to: PlainDate }

export const within = (d: PlainDate, p: Period): boolean => d >= p.from && d <= p.to
export const overlap = (a: Period, b: Period): boolean => a.from <= b.to && b.from <= a.to

/** Half-open span as the database keeps it: `[from, until)`, open when `until` is null. */
export type Span = { from: PlainDate; until: PlainDate | null }
export const spanHolds = (s: Span, d: PlainDate): boolean => s.from <= d && (s.until === null || d < s.until)
export const periodOfSpan = (s: Span): { from: PlainDate; to: PlainDate | null } => ({
  from: s.from,
  to: s.until === null ? null : addDays(s.until, -1),
})
