import type { Office } from '../../../../kernel/rooms/office.ts'
import type { RowReading } from '../../../../kernel/sheets/row.ts'
import type { PlainDate } from '../../../../kernel/values/plain-date.ts'
import { levelFromText } from '../../../catalogue/index.ts'

export const NAME_CHARS_MAX = 120
export const TEXT_CHARS_MAX = 400
export const CODE_CHARS_MAX = 40
export const HOURS_MAX = 5000
export const SEATS_MAX = 200
export const CAPACITY_MAX = 5000
export const LESSON_HOURS_MAX = 24
export const LATITUDE_MAX = 90
export const LONGITUDE_MAX = 180
export const SCORE_MAX = 100
export const STARS_MAX = 5

export const readLevel = (r: RowReading): number | null => {
  const text = r.raw('level')
  if (text === '') return null
  const level = levelFromText(text)
  return level
    ? level.rank
    : r.say(
        'level',
        'LEVEL',
        { zh: `等级“${text}”无法识别`, en: `“${text}” is no level` },
        { zh: '请填 五级/初级工 至 首席技师', en: 'Write one of the levels' },
      )
}
export const hash8 = (office: Office, what: string) => (text: string) => office.keys.blindIndex(what, text)
export const hex = (b: Buffer | null): string | null => b?.toString('hex') ?? null
export const bytes = (h: string | null): Buffer | null => (h === null ? null : Buffer.from(h, 'hex'))

/* Projects */

/** One way of naming rows for a whole file: what the first row uses, all rows use. */
export function oneForm<F extends string>(r: RowReading, kept: { form?: F }, form: F, field: string): void {
  kept.form ??= form
  if (kept.form !== form)
    r.say(
      field,
      'FORM_MIXED',
      { zh: '有的行填了这一项，有的行没有填', en: 'some rows fill this in and some do not' },
      { zh: '同一文件请统一：都填，或都不填', en: 'Within one file fill it in everywhere or nowhere' },
    )
}

export type Spans = ReadonlyMap<string, readonly { from: PlainDate; to: PlainDate | null }[]>
export const spansOf = (rows: readonly { id: string; from: PlainDate; to: PlainDate | null }[]): Spans => {
  const out = new Map<string, { from: PlainDate; to: PlainDate | null }[]>()
  for (const { id, ...span } of rows) {
    const list = out.get(id)
    if (list) list.push(span)
    else out.set(id, [span])
  }
  return out
}
export const covers = (spans: Spans, id: string, day: string, lastIncluded: boolean): boolean | undefined =>
  spans.get(id)?.some((s) => s.from <= day && (s.to === null || (lastIncluded ? day <= s.to : day < s.to)))
