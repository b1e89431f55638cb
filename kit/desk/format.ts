import type { AnswerValue } from './api-types.ts'

export type Language = 'zh' | 'en'

const WAN = 10_000
/** Not applicable, not reported and zero are three different marks. */
export const NOT_APPLICABLE = '—'

export const digits = (n: number): string => n.toLocaleString('en-US', { maximumFractionDigits: 4 })

/** 31.44%: two decimals, as published ratios are written. */
export const percent = (ratio: number): string => `${(ratio * 100).toFixed(2)}%`

/** In tables: all digits. A ratio as percent. A missing value is a dash. */
export const inTable = (value: number | null, kind?: string): string =>
  value === null ? NOT_APPLICABLE : kind === 'ratio' ? percent(value) : digits(value)

/** On cards and in sentences: from ten thousand on in 万 with two decimals; English in full digits. */
export function inText(value: number | null, kind: string | undefined, unit: string, language: Language): string {
  if (value === null) return NOT_APPLICABLE
  if (kind === 'ratio') return percent(value)
  if (language === 'en') return `${digits(value)} ${unit}`
  if (Math.abs(value) >= WAN) return `${(value / WAN).toFixed(2).replace(/\.?0+$/, '')} 万${unit}`
  return `${digits(value)} ${unit}`
}

/** `2026-03-01T08:15:22.123Z` → `2026-03-01 16:15`, in the reader's zone. */
export function minute(instant: string): string {
  const d = new Date(instant)
  if (Number.isNaN(d.getTime())) return instant
  const two = (n: number) => String(n).padStart(2, '0')
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}`
}

/** Money is kept in fen. */
export const yuan = (fen: number): string =>
  (fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** Whole days from `today` to `day`; negative when it is past. Plain dates, no zone. */
export function daysBetween(today: string, day: string): number {
  const at = (s: string) => Date.UTC(Number(s.slice(0, 4)), Number(s.slice(5, 7)) - 1, Number(s.slice(8, 10)))
  return Math.round((at(day) - at(today)) / 86_400_000)
}

export type Due = { days: number; tone: 'late' | 'soon' | 'calm' }
const SOON_DAYS = 3
/** Amber before red: whoever works on a case sees it before the citizen does. */
export function dueIn(today: string, dueOn: string): Due {
  const days = daysBetween(today, dueOn)
  return { days, tone: days < 0 ? 'late' : days <= SOON_DAYS ? 'soon' : 'calm' }
}

/** The text of a value as lists and copies show it; masked values stay masked. */
export function plainText(v: AnswerValue | undefined, kind?: string, yesNo: [string, string] = ['是', '否']): string {
  if (v === null || v === undefined || v === '') return NOT_APPLICABLE
  if (typeof v === 'boolean') return v ? yesNo[0] : yesNo[1]
  if (typeof v === 'number') return kind === 'money' ? yuan(v) : digits(v)
  if (typeof v === 'string') return kind === 'instant' ? minute(v) : v
  if ('masked' in v) return v.masked
  return Array.isArray(v.label) ? v.label.join('、') || NOT_APPLICABLE : v.label
}

/** 91.2 KB, 3.4 MB. */
export const fileSize = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 * 1024
      ? `${(bytes / 1024).toFixed(1)} KB`
      : `${(bytes / 1024 / 1024).toFixed(1)} MB`
