import type { Choice } from '../records/fields.ts'
import type { Finding } from '../values/finding.ts'
import { instantInZone, isPlainDate, type PlainDate } from '../values/plain-date.ts'
import type { Text } from '../values/text.ts'

/** Names of things compared alike: half-width, no blanks, small letters. Never for names of persons. */
export const plainTitle = (text: string): string => text.normalize('NFKC').replace(/[\s·]/g, '').toLowerCase()

/** Things that a file names by a code or by a name, found again by either. */
export class Lookup<T> {
  readonly noun: Text
  /** What to do when the thing is not there: usually which file to load first. */
  readonly hint: Text
  readonly #found = new Map<string, T[]>()
  constructor(noun: Text, hint: Text) {
    this.noun = noun
    this.hint = hint
  }
  add(value: T, ...names: readonly (string | null | undefined)[]): void {
    for (const name of names) {
      if (!name) continue
      const key = plainTitle(name)
      const list = this.#found.get(key)
      if (!list) this.#found.set(key, [value])
      else if (!list.includes(value)) list.push(value)
    }
  }
  get(text: string): readonly T[] {
    return this.#found.get(plainTitle(text)) ?? []
  }
}

const HEX_8_BYTES = /^[0-9a-f]{16}$/i
const MICRO = 1_000_000
const AMOUNT = /^\d{1,11}(?:\.\d{1,2})?$/
const YES = new Set(['是', '有', 'yes', 'y', 'true', '1', '合格', '通过'])
const NO = new Set(['否', '无', 'no', 'n', 'false', '0', '不合格', '未通过'])

/** One row of an import while it is read: values by column, and everything there is to say about them. */
export class RowReading {
  readonly row: number
  readonly values: { readonly [column: string]: string | undefined }
  readonly findings: Finding[] = []
  constructor(row: number, values: { readonly [column: string]: string | undefined }) {
    this.row = row
    this.values = values
  }

  get stands(): boolean {
    return !this.findings.some((f) => (f.severity ?? 'must') === 'must')
  }
  say(field: string, code: string, message: Text, hint: Text, severity?: 'confirm' | 'hint'): null {
    const given = this.values[field]
    this.findings.push({
      code,
      field,
      message,
      hint,
      ...(given ? { given } : {}),
      ...(severity ? { severity } : {}),
    })
    return null
  }
  raw(field: string): string {
    return this.values[field] ?? ''
  }
  text(field: string, lengthMax: number): string | null {
    const text = this.raw(field)
    if (text === '') return null
    const length = Array.from(text).length
    return length > lengthMax
      ? this.say(
          field,
          'FIELD_LONG',
          { zh: `有 ${length} 个字，最多 ${lengthMax} 个`, en: `has ${length} characters; at most ${lengthMax}` },
          { zh: '请缩短', en: 'Shorten it' },
        )
      : text
  }
  date(field: string): PlainDate | null {
    const text = this.raw(field)
    if (text === '') return null
    return isPlainDate(text)
      ? text
      : this.say(
          field,
          'DATE_FMT',
          { zh: `“${text}”不是日期`, en: `“${text}” is not a date` },
          { zh: '请按 2026-03-02 的写法填写', en: 'Write it as 2026-03-02' },
        )
  }
  /** A span of days. Says so when it ends before it begins. */
  order(from: string, to: string): void {
    const [a, b] = [this.raw(from), this.raw(to)]
    if (isPlainDate(a) && isPlainDate(b) && b < a)
      this.say(
        to,
        'DATE_ORDER',
        { zh: `${b} 早于 ${a}`, en: `${b} lies before ${a}` },
        { zh: '请核对两个日期', en: 'Check both days' },
      )
  }
  integer(field: string, min: number, max: number): number | null {
    const text = this.raw(field)
    if (text === '') return null
    const n = Number(text)
    return Number.isSafeInteger(n) && n >= min && n <= max
      ? n
      : this.say(
          field,
          'INT_RANGE',
          { zh: `“${text}”不在 ${min} 到 ${max} 之间`, en: `“${text}” is not between ${min} and ${max}` },
          { zh: '请核对数字', en: 'Check the number' },
        )
  }
  choice(field: string, choices: readonly Choice[]): string | null {
    const text = this.raw(field)
    if (text === '') return null
    const plain = plainTitle(text)
    const found = choices.find((c) => [c.id, c.label.zh, c.label.en].some((name) => plainTitle(name) === plain))
    return found
      ? found.id
      : this.say(
          field,
          'DICT',
          { zh: `“${text}”不在可选范围内`, en: `“${text}” is not one of the choices` },
          {
            zh: `可填：${choices.map((c) => c.label.zh).join('、')}`,
            en: `One of: ${choices.map((c) => c.label.en).join(', ')}`,
          },
        )
  }
  yes(field: string): boolean | null {
    const text = plainTitle(this.raw(field))
    if (text === '') return null
    if (YES.has(text) || NO.has(text)) return YES.has(text)
    return this.say(
      field,
      'YES_NO',
      { zh: `“${this.raw(field)}”无法识别`, en: `“${this.raw(field)}” is neither yes nor no` },
      { zh: '请填“是”或“否”', en: 'Write 是 or 否' },
    )
  }
  /** Yuan, with or without separators, to fen. */
  amountFen(field: string): number | null {
    const text = this.raw(field)
      .normalize('NFKC')
      .replace(/[,\s¥元]/g, '')
    if (text === '') return null
    return AMOUNT.test(text)
      ? Math.round(Number(text) * 100)
      : this.say(
          field,
          'AMOUNT',
          { zh: `“${this.raw(field)}”不是金额`, en: `“${this.raw(field)}” is not an amount` },
          { zh: '请填以元为单位的数字，如 1500.00', en: 'Write yuan, such as 1500.00' },
        )
  }
  /** Degrees to millionths. */
  degreesE6(field: string, degreesMax: number): number | null {
    const text = this.raw(field).normalize('NFKC').trim()
    if (text === '') return null
    const n = Number(text)
    return Number.isFinite(n) && Math.abs(n) <= degreesMax
      ? Math.round(n * MICRO)
      : this.say(
          field,
          'DEGREES',
          { zh: `“${text}”不是经纬度`, en: `“${text}” is no coordinate` },
          { zh: '请填十进制度数，如 36.088005', en: 'Write decimal degrees, such as 36.088005' },
        )
  }
  /** An instant; a time without a day takes `day`. Times of a file are those of the city's clocks. */
  instant(field: string, zone: string, day?: PlainDate | null): string | null {
    const text = this.raw(field)
    if (text === '') return null
    if (text.includes('T')) return instantInZone(text, zone).toISOString()
    if (text.includes(':') && day) return instantInZone(`${day}T${text}`, zone).toISOString()
    return this.say(
      field,
      'INSTANT',
      { zh: `“${text}”缺日期或时间`, en: `“${text}” lacks its day or its time` },
      { zh: '请按 2026-03-02 08:01:23 的写法填写', en: 'Write it as 2026-03-02 08:01:23' },
    )
  }
  find<T>(field: string, lookup: Lookup<T>): T | null {
    const text = this.raw(field)
    if (text === '') return null
    const found = lookup.get(text)
    if (found.length === 1) return found[0]!
    return found.length === 0
      ? this.say(
          field,
          'NOT_FOUND',
          { zh: `没有找到${lookup.noun.zh}“${text}”`, en: `There is no ${lookup.noun.en} “${text}”` },
          lookup.hint,
        )
      : this.say(
          field,
          'NOT_ONE',
          { zh: `有 ${found.length} 个${lookup.noun.zh}叫“${text}”`, en: `${found.length} are called “${text}”` },
          { zh: '请改填代码', en: 'Write the code instead' },
        )
  }
  /** Eight bytes that stand for something: given as sixteen hexadecimal digits, else made from the text. */
  hash8(field: string, make: (text: string) => Buffer): Buffer | null {
    const text = this.raw(field).trim()
    if (text === '') return null
    return HEX_8_BYTES.test(text) ? Buffer.from(text, 'hex') : make(text).subarray(0, 8)
  }
}
