import type { Column } from './columns.ts'
import { type Finding, finding, type Repair, type RepairCode, type Where } from './findings.ts'
import type { Cell } from './read/types.ts'

export type Cleaned = { readonly value: string; readonly repairs: readonly Repair[] }
export type Parsed<T> =
  | { readonly value: T | null; readonly repairs: readonly Repair[] }
  | { readonly finding: Finding }

// Controls, zero-width and direction marks. Joiners (200C, 200D) stay in running text, where scripts and pictograms need them.
const INVISIBLE = /(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}]/gu
// With the u flag only single surrogates match, the halves of a torn character.
const whole = (text: string): string => text.replace(/\p{Cs}/gu, '\ufffd')
const JOINERS = /\u200c|\u200d/g

class Mending {
  readonly repairs: Repair[] = []
  value: string
  constructor(value: string) {
    this.value = value
  }
  to(code: RepairCode, next: string): this {
    if (next !== this.value) this.repairs.push({ code, from: this.value, to: next })
    this.value = next
    return this
  }
}

/** Running text and names: characters stay as given (a name is never folded), only what nobody typed on purpose goes. */
export function cleanText(text: string): Cleaned {
  const mending = new Mending(text)
  mending.to('CONTROL', whole(text).replace(INVISIBLE, ''))
  mending.to('TRIMMED', mending.value.trim())
  // Cut and trimmed piece by piece: a pattern with blanks on both sides would be quadratic on a cell full of blanks.
  const lines = mending.value.split(/[\r\n\t\u2028\u2029]+/)
  if (lines.length > 1)
    mending.to(
      'SPACES',
      lines
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .join(' '),
    )
  return { value: mending.value, repairs: mending.repairs }
}

/** Codes and numbers of things: half-width, no blanks at all. */
export function cleanCode(text: string, options: { readonly upperX?: boolean } = {}): Cleaned {
  const mending = new Mending(text)
  mending.to('CONTROL', whole(text).replace(INVISIBLE, '').replace(JOINERS, ''))
  mending.to('TRIMMED', mending.value.trim())
  mending.to('WIDTH', mending.value.normalize('NFKC'))
  mending.to('SPACES', mending.value.replace(/\s+/g, ''))
  // Folding may have brought forth another invisible character; the result must be a fixed point.
  mending.to('CONTROL', mending.value.replace(INVISIBLE, '').replace(JOINERS, ''))
  if (options.upperX) mending.to('UPPER_X', mending.value.replaceAll('x', 'X'))
  return { value: mending.value, repairs: mending.repairs }
}

const SCIENTIFIC = /^[+-]?\d(?:\.\d+)?E\+?\d{1,3}$/i

/** As the office program shows it: six digits, `1.41002E+17`. */
export function asShown(cell: Cell): string {
  if (cell.number === undefined || cell.kind !== 'number' || Math.abs(cell.number) < 1e11) return cell.text
  const [mantissa = '', exponent = ''] = cell.number.toExponential(5).split('e')
  return `${mantissa.replace(/\.?0+$/, '')}E${exponent}`
}

/**
 * A cell that must be text. A number cell is refused by its kind, before any conversion: eighteen digits stored as a number look whole
 * and end in three digits nobody typed.
 */
export function parseId(
  cell: Cell,
  where: Where,
  options: { readonly upperX?: boolean } = { upperX: true },
): Parsed<string> {
  if (cell.kind === 'empty') return { value: null, repairs: [] }
  if (cell.kind === 'error') return { finding: cellError(cell, where) }
  const text = cell.text.trim().normalize('NFKC')
  const isNumber = cell.kind === 'number'
  if ((isNumber && Math.abs(cell.number ?? 0) >= 1e15) || (cell.kind === 'text' && SCIENTIFIC.test(text))) {
    const given = isNumber ? asShown(cell) : text
    return {
      finding: finding(where, 'ID_SCI', 'must', {
        message: {
          zh: `被 Excel 变成了 ${given}，后几位已丢失，无法恢复`,
          en: `Excel turned it into ${given}; the last digits are lost for good`,
        },
        hint: { zh: '请把该列设为"文本"后重新填写', en: 'Format the column as text and fill it in again' },
        given,
      }),
    }
  }
  if (cell.kind !== 'text') {
    const digits = isNumber && Number.isInteger(cell.number) && (cell.number ?? -1) >= 0 ? cell.text : undefined
    return {
      finding: finding(where, 'ID_NUM', 'must', {
        message: {
          zh: `是${cell.kind === 'date' ? '日期' : '数字'}格式（${asShown(cell)}），开头的 0 可能已丢失`,
          en: `is stored as a ${cell.kind} (${asShown(cell)}); leading zeros may be lost`,
        },
        hint: {
          zh: '请核对，并把该列设为"文本"后重新填写',
          en: 'Check it, format the column as text and fill it in again',
        },
        given: asShown(cell),
        ...(digits === undefined ? {} : { suggestion: digits }),
      }),
    }
  }
  const cleaned = cleanCode(cell.text, options)
  return cleaned.value === '' ? { value: null, repairs: cleaned.repairs } : cleaned
}

/** Years that a sheet of an office can mean. A year outside is a slip of the hand (`0202`, `20023`), not a date. */
export const YEARS = Object.freeze({ from: 1900, to: 2100 })

/** A day that exists, as `2022-12-31`. */
export function isoDate(year: number, month: number, day: number): string | undefined {
  if (year < YEARS.from || year > YEARS.to || month < 1 || month > 12 || day < 1) return undefined
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

const TIME = /(?:[T\s]+|(?<=日))\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/
const PARTED = /^(\d{4}|\d{2})\s*([-/.年])\s*(\d{1,2})\s*([-/.月])\s*(\d{1,2})\s*(日?)$/
const DAY_ZERO = Date.UTC(1899, 11, 30)

/**
 * Dates as people write them: 2023-05-01, 2023/5/1, 2023.5.1, 20230501, 2023年5月1日, with or without a time (which is cut off), and
 * the serial number of a date whose cell lost its format. Never guesses: day-first and two-digit years are asked back with a suggestion.
 */
export function parseDate(cell: Cell, where: Where): Parsed<string> {
  if (cell.kind === 'empty') return { value: null, repairs: [] }
  if (cell.kind === 'error') return { finding: cellError(cell, where) }
  if (cell.kind === 'number' && cell.number !== undefined) {
    const value = dateOfNumber(cell.number)
    return value === undefined
      ? { finding: dateFinding(cell, where) }
      : { value, repairs: [{ code: 'DATE_SERIAL', from: cell.text, to: value }] }
  }
  const mending = new Mending(cell.kind === 'date' && cell.time !== undefined ? `${cell.text} ${cell.time}` : cell.text)
  const plain = mending.value
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(/[‐‑‒–—―−]/g, '-')
    .replaceAll('。', '.')
    .trim()
  if (plain === '') return { value: null, repairs: [] }
  // Nothing longer is a date, and the patterns below need not see a cell of a million letters.
  if (plain.length > 60) return { finding: dateFinding(cell, where) }
  const day = plain.replace(TIME, '').trim()
  if (day !== plain) mending.to('TIME_CUT', day)
  const value = dateOfText(day)
  if (value === undefined) return { finding: dateFinding(cell, where, suggestDate(day)) }
  mending.to('DATE_NOTATION', value)
  return { value, repairs: mending.repairs }
}

const CLOCK = /^(.*?)[T\s]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/
const SECONDS_OF_DAY = 86_400

/** A day with its time, `2026-03-02T08:01:23`, or a time alone, `08:01:23`: then another column tells the day. */
export function parseInstant(cell: Cell, where: Where): Parsed<string> {
  if (cell.kind === 'empty') return { value: null, repairs: [] }
  if (cell.kind === 'error') return { finding: cellError(cell, where) }
  const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 19)
  if (cell.kind === 'number' && cell.number !== undefined) {
    const day = cell.number < 1 ? '' : dateOfNumber(Math.floor(cell.number))
    if (day !== undefined && cell.number >= 0) {
      const time = clock(Math.round((cell.number % 1) * SECONDS_OF_DAY) % SECONDS_OF_DAY)
      return { value: day ? `${day}T${time}` : time, repairs: [] }
    }
  }
  const text = (cell.kind === 'date' && cell.time !== undefined ? `${cell.text} ${cell.time}` : cell.text)
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .trim()
  if (text === '') return { value: null, repairs: [] }
  const m = text.length > 60 ? null : CLOCK.exec(text)
  const [h, min, sec] = m ? [Number(m[2]), Number(m[3]), Number(m[4] ?? 0)] : [99, 0, 0]
  const day = m?.[1]?.trim() ? dateOfText(m[1].trim()) : ''
  if (h > 23 || min > 59 || sec > 59 || day === undefined)
    return {
      finding: finding(where, 'INSTANT', 'must', {
        message: { zh: `"${short(text)}"不是时间`, en: `“${short(text)}” is not a time` },
        hint: { zh: '请按 2026-03-02 08:01:23 的写法填写', en: 'Write it as 2026-03-02 08:01:23' },
        given: asShown(cell),
      }),
    }
  const time = clock(h * 3600 + min * 60 + sec)
  return { value: day ? `${day}T${time}` : time, repairs: [] }
}

function dateOfNumber(number: number): string | undefined {
  if (Number.isInteger(number) && number >= 10_000_000) return dateOfText(String(number))
  // Below March 1900 a serial is no date of ours, and the format's own calendar is wrong there.
  if (number < 61 || number >= 2_958_466) return undefined
  const date = new Date(DAY_ZERO + Math.floor(number) * 86_400_000)
  return isoDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
}

function dateOfText(text: string): string | undefined {
  if (/^\d{8}$/.test(text)) return isoDate(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)))
  const match = PARTED.exec(text)
  if (match === null || match[1]?.length !== 4) return undefined
  const [, year, first, month, second, day, end] = match
  if (first === '年' ? second !== '月' : second !== first || end !== '') return undefined
  return isoDate(Number(year), Number(month), Number(day))
}

function suggestDate(text: string): string | undefined {
  const short = PARTED.exec(text)
  if (short?.[1]?.length !== 2) return undefined
  const year = Number(short[1])
  return isoDate(year + (year >= 30 ? 1900 : 2000), Number(short[3]), Number(short[5]))
}

function dateFinding(cell: Cell, where: Where, suggestion?: string): Finding {
  const given = asShown(cell)
  const example = suggestion ?? '1990-01-05'
  return finding(where, 'DATE_FMT', 'must', {
    message: { zh: `"${short(given)}"无法识别`, en: `“${short(given)}” is not a date` },
    hint:
      suggestion === undefined
        ? { zh: `请按 ${example} 的写法填写`, en: `Write it like ${example}` }
        : { zh: `请填 ${example}`, en: `Write ${example}` },
    given,
    ...(suggestion === undefined ? {} : { suggestion }),
  })
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

/** Whole numbers: number cells, and text in half or full width with or without thousands separators. */
export function parseInteger(cell: Cell, where: Where): Parsed<number> {
  if (cell.kind === 'empty') return { value: null, repairs: [] }
  if (cell.kind === 'error') return { finding: cellError(cell, where) }
  if (cell.kind === 'number' && Number.isSafeInteger(cell.number)) return { value: cell.number ?? null, repairs: [] }
  if (cell.kind === 'text') {
    const cleaned = cleanCode(cell.text)
    if (cleaned.value === '') return { value: null, repairs: cleaned.repairs }
    const digits = /^[+-]?\d{1,3}(?:,\d{3})+$/.test(cleaned.value) ? cleaned.value.replaceAll(',', '') : cleaned.value
    const value = Number(digits)
    if (/^[+-]?\d{1,15}(?:\.0+)?$/.test(digits) && Number.isSafeInteger(value))
      return { value: value === 0 ? 0 : value, repairs: cleaned.repairs }
  }
  const given = asShown(cell)
  return {
    finding: finding(where, 'INT_FMT', 'must', {
      message: { zh: `"${short(given)}"不是整数`, en: `“${short(given)}” is not a whole number` },
      hint: { zh: '请只填数字，例如 12', en: 'Write digits only, such as 12' },
      given,
    }),
  }
}

function cellError(cell: Cell, where: Where): Finding {
  return finding(where, 'CELL_ERROR', 'must', {
    message: { zh: `的公式出错，显示为 ${short(cell.text)}`, en: `its formula failed and shows ${short(cell.text)}` },
    hint: { zh: '请直接填写内容，不用公式', en: 'Write the content itself instead of a formula' },
    given: cell.text,
  })
}

export type CellReading = {
  readonly value: string | number | null
  readonly repairs: readonly Repair[]
  readonly findings: readonly Finding[]
}

/** One cell under its column: cleaned value, what was mended, everything that is wrong. */
export function readCell(cell: Cell, column: Column, row: number): CellReading {
  const where: Where = { row, column: column.key, title: column.title }
  const parsed = parse(cell, column, where)
  if ('finding' in parsed) return { value: null, repairs: [], findings: [parsed.finding] }
  const findings: Finding[] = []
  if (parsed.value === null && column.required) {
    findings.push(
      finding(where, 'MISSING', 'must', {
        message: { zh: '没有填写', en: 'is not filled in' },
        hint: { zh: `请填写，例如 ${column.sample}`, en: `Fill it in, such as ${column.sample}` },
        given: '',
      }),
    )
  }
  if (
    cell.formula &&
    parsed.value !== null &&
    (column.type === 'id' || column.type === 'code' || column.neverNumeric)
  ) {
    findings.push(
      finding(where, 'FORMULA', 'confirm', {
        message: { zh: '是公式算出来的，不是填写的', en: 'was computed by a formula, not filled in' },
        hint: { zh: '请核对后粘贴为数值', en: 'Check it and paste it as a value' },
        given: cell.text,
      }),
    )
  }
  return { value: parsed.value, repairs: parsed.repairs, findings }
}

function parse(cell: Cell, column: Column, where: Where): Parsed<string | number> {
  if (column.type === 'id') return parseId(cell, where)
  if (column.neverNumeric) return parseId(cell, where, {})
  if (column.type === 'date') return parseDate(cell, where)
  if (column.type === 'integer') return parseInteger(cell, where)
  if (column.type === 'instant') return parseInstant(cell, where)
  if (cell.kind === 'empty') return { value: null, repairs: [] }
  if (cell.kind === 'error') return { finding: cellError(cell, where) }
  const cleaned = column.type === 'code' ? cleanCode(cell.text) : cleanText(cell.text)
  const repairs: Repair[] = [...cleaned.repairs]
  if (cell.kind === 'number') repairs.push({ code: 'NUMBER_TEXT', from: asShown(cell), to: cleaned.value })
  if (cleaned.value === '') return { value: null, repairs }
  if (column.type === 'choice') return chosen(cleaned.value, repairs, column, where)
  return { value: cleaned.value, repairs }
}

function chosen(value: string, repairs: readonly Repair[], column: Column, where: Where): Parsed<string> {
  const choices = column.choices ?? []
  if (choices.length === 0 || choices.includes(value)) return { value, repairs }
  const plain = (text: string) => cleanCode(text).value.toLowerCase()
  const folded = plain(value)
  const same = choices.find((choice) => plain(choice) === folded)
  if (same !== undefined) return { value: same, repairs: [...repairs, { code: 'WIDTH', from: value, to: same }] }
  const near = choices.find(
    (choice) => folded !== '' && (plain(choice).includes(folded) || folded.includes(plain(choice))),
  )
  return {
    finding: finding(where, 'DICT', 'must', {
      message:
        near === undefined
          ? { zh: `"${short(value)}"不在可选范围内`, en: `“${short(value)}” is not one of the choices` }
          : {
              zh: `"${short(value)}"不在可选范围内，您是否要填"${near}"？`,
              en: `“${short(value)}” is not one of the choices; did you mean “${near}”?`,
            },
      hint: {
        zh: `请从下拉列表中选择：${short(choices.slice(0, 8).join('、'))}`,
        en: `Choose from the list: ${short(choices.slice(0, 8).join(', '))}`,
      },
      given: value,
      ...(near === undefined ? {} : { suggestion: near }),
    }),
  }
}
