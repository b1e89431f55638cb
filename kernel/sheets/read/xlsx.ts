import { LIMITS, type Limits, openZip, type Zip, type ZipEntry } from './guard.ts'
import { type SheetPieces, sheetPieces } from './pieces.ts'
import { refuse } from './refusals.ts'
import type { Source } from './source.ts'
import { type Cell, EMPTY, type FileInfo, type ReadOptions, type Row, type SheetInfo } from './types.ts'
import { openWorkbook, readStyles, type StyleKind, type Workbook } from './workbook.ts'
import { attributeOf, decodeText, endsName, partBytes, refuseDeclarations, stringItem, tagEnd } from './xml.ts'

export async function inspectXlsx(source: Source, limits: Limits = LIMITS): Promise<FileInfo> {
  const book = await openWorkbook(await openZip(source, limits), limits)
  return {
    kind: 'xlsx',
    sheets: book.sheets.map(({ index, name, state }) => ({ index, name, state })),
    chosen: book.chosen,
  }
}

/**
 * Rows of one sheet, in batches as they unpack; pull-driven, so a slow consumer stops the file. Only the workbook, its relations, the
 * styles, the shared strings and the chosen sheet are opened; merges, drawings, comments, links and macros never are.
 * Rows must not be *used* before the iteration ended: the checksum of the sheet is known only then.
 */
export async function* readXlsx(
  source: Source,
  options: ReadOptions = {},
  limits: Limits = LIMITS,
): AsyncGenerator<Row[], void, undefined> {
  const zip = await openZip(source, limits)
  const book = await openWorkbook(zip, limits)
  const sheet = chooseSheet(book, options.sheet)
  const entry = zip.find(sheet.part)
  if (entry === undefined) refuse('SHEET_MISSING', { sheet: sheet.name })
  const styles = await readStyles(zip, book.styles)
  const strings = await readSharedStrings(zip, book.sharedStrings, limits)
  const rowsMax = Math.min(options.rowsMax ?? limits.rows, limits.rows)
  const found: SheetPieces = { prefix: '' }
  let parser: RowParser | undefined
  let rows = 0
  for await (const pieces of sheetPieces(
    partBytes(zip.unpack(entry, limits.unpackedBytesOne), entry.name),
    entry.name,
    found,
    limits,
  )) {
    const batch: Row[] = []
    for (const piece of pieces) {
      if (piece.kind !== 'row') continue
      parser ??= new RowParser(found.prefix, entry.name, strings, styles, book.date1904, limits)
      const row = parser.parse(piece.text)
      if (row === undefined) continue
      batch.push(row)
      if (++rows > rowsMax) refuse('ROWS', { max: rowsMax })
    }
    if (batch.length > 0) yield batch
  }
}

export function chooseSheet(
  book: Workbook,
  wanted: string | number | undefined,
): SheetInfo & { readonly part: string } {
  const sheet =
    typeof wanted === 'string'
      ? book.sheets.find((candidate) => candidate.name === wanted)
      : book.sheets[wanted ?? book.chosen]
  return sheet ?? refuse('SHEET_MISSING', { sheet: wanted ?? '' })
}

/**
 * All shared strings in one byte buffer with 32-bit offsets, decoded on use. As separate JavaScript strings half a million names cost
 * several hundred megabytes; so they cost their own length.
 */
export class SharedStrings {
  #bytes: Buffer
  #used = 0
  #ends = new Uint32Array(1_024)
  #count = 0
  /** Values that repeat are met first and have low numbers. */
  readonly #often: (string | undefined)[] = []
  constructor(bytesExpected: number) {
    this.#bytes = Buffer.allocUnsafe(Math.max(1_024, bytesExpected))
  }
  add(text: string): void {
    this.#room(Buffer.byteLength(text))
    this.#used += this.#bytes.write(text, this.#used)
    this.#end()
  }
  #room(bytes: number): void {
    const needed = this.#used + bytes
    if (needed <= this.#bytes.length) return
    const wider = Buffer.allocUnsafe(Math.max(needed, Math.ceil(this.#bytes.length * 1.5)))
    this.#bytes.copy(wider, 0, 0, this.#used)
    this.#bytes = wider
  }
  #end(): void {
    if (this.#count === this.#ends.length) {
      const wider = new Uint32Array(this.#ends.length * 2)
      wider.set(this.#ends)
      this.#ends = wider
    }
    this.#ends[this.#count++] = this.#used
  }
  /** Byte text that needs no decoding goes in as it is. */
  addBytes(bytes: string): void {
    this.#room(bytes.length)
    this.#used += this.#bytes.write(bytes, this.#used, 'latin1')
    this.#end()
  }
  get count(): number {
    return this.#count
  }
  at(index: number): string | undefined {
    if (!(index >= 0 && index < this.#count)) return undefined
    const often = this.#often[index]
    if (often !== undefined) return often
    const text = this.#bytes.toString('utf8', index === 0 ? 0 : this.#ends[index - 1], this.#ends[index])
    if (index < 4_096) this.#often[index] = text
    return text
  }
}

async function readSharedStrings(zip: Zip, entry: ZipEntry | undefined, limits: Limits): Promise<SharedStrings> {
  if (entry === undefined) return new SharedStrings(0)
  const part = entry.name
  const strings = new SharedStrings(Math.min(entry.unpacked, limits.sharedStringsBytes) * 0.6)
  let pending = ''
  let prefix: string | undefined
  let open = ''
  let close = ''
  let plainOpen = ''
  let plainClose = ''
  for await (const chunk of partBytes(zip.unpack(entry, limits.sharedStringsBytes), part)) {
    pending += chunk
    refuseDeclarations(pending.slice(0, pending.length - 3), part)
    if (prefix === undefined) {
      const root = /<((?:[\w.-]+:)?)sst[\s>/]/.exec(pending)
      if (root === null) {
        if (pending.length > 65_536) refuse('XML_BROKEN', { part })
        continue
      }
      prefix = root[1] ?? ''
      open = `<${prefix}si`
      close = `</${prefix}si>`
      plainOpen = `<${prefix}t>`
      plainClose = `</${prefix}t>`
      pending = pending.slice(root.index + 1)
    }
    let at = 0
    for (;;) {
      const start = pending.indexOf(open, at)
      if (start < 0) {
        at = Math.max(at, pending.length - open.length)
        break
      }
      const gt = tagEnd(pending, start)
      if (gt < 0) break
      if (pending.charCodeAt(gt - 1) === 47) {
        strings.add('')
        at = gt + 1
      } else {
        const end = pending.indexOf(close, gt)
        if (end < 0) break
        const inner = pending.slice(gt + 1, end)
        const isPlain = inner.startsWith(plainOpen) && inner.indexOf('<', 3) === inner.length - plainClose.length
        const raw = isPlain ? inner.slice(plainOpen.length, -plainClose.length) : ''
        if (inner.length > limits.textChars) refuse('TEXT_BIG')
        if (isPlain && !/[&\r]|_x/.test(raw)) strings.addBytes(raw)
        else strings.add(stringItem(inner, prefix, part))
        at = end + close.length
      }
      if (strings.count > limits.sharedStringsCount) refuse('STRINGS', { max: limits.sharedStringsCount })
    }
    if (at > 0) pending = pending.slice(at)
    if (pending.length > limits.rowChars) refuse('TEXT_BIG')
  }
  refuseDeclarations(pending, part)
  if (prefix === undefined) refuse('XML_BROKEN', { part })
  return strings
}

const DAY_MS = 86_400_000
/** The last day a sheet knows, 9999-12-31. */
const SERIAL_MAX = 2_958_465

export type SerialDate = { readonly date: string; readonly time?: string }

/**
 * A serial day number as ISO date and time. In the 1900 system day 60 is the 29 February 1900 that never was: it comes out as that
 * text, which no date check accepts. Undefined outside the format's range.
 */
export function serialDate(serial: number, date1904: boolean): SerialDate | undefined {
  let day = Math.floor(serial)
  let second = Math.round((serial - day) * 86_400)
  if (second === 86_400) {
    day += 1
    second = 0
  }
  if (!(day >= 0 && day <= SERIAL_MAX)) return undefined
  const time = second === 0 ? {} : { time: new Date(second * 1_000).toISOString().slice(11, 19) }
  if (date1904) return { date: isoDay(Date.UTC(1904, 0, 1) + day * DAY_MS), ...time }
  if (day === 60) return { date: '1900-02-29', ...time }
  return { date: isoDay(Date.UTC(1899, 11, day < 60 ? 31 : 30) + day * DAY_MS), ...time }
}

/** The serial of an ISO day in the 1900 system, for writing; undefined when it is no day from March 1900 on. */
export function daySerial(date: string): number | undefined {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  const serial = (ms - Date.UTC(1899, 11, 30)) / DAY_MS
  return serial >= 61 && isoDay(ms) === date ? serial : undefined
}

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

class RowParser {
  #row = 0
  readonly #prefix: string
  readonly #part: string
  readonly #strings: SharedStrings
  readonly #styles: readonly StyleKind[]
  readonly #date1904: boolean
  readonly #limits: Limits
  readonly #open: string
  readonly #close: string
  readonly #value: string
  readonly #valueClose: string
  readonly #formula: string
  readonly #formulaClose: string
  readonly #inline: string
  readonly #inlineClose: string

  constructor(
    prefix: string,
    part: string,
    strings: SharedStrings,
    styles: readonly StyleKind[],
    date1904: boolean,
    limits: Limits,
  ) {
    this.#prefix = prefix
    this.#part = part
    this.#strings = strings
    this.#styles = styles
    this.#date1904 = date1904
    this.#limits = limits
    this.#open = `<${prefix}c`
    this.#close = `</${prefix}c>`
    this.#value = `<${prefix}v`
    this.#valueClose = `</${prefix}v>`
    this.#formula = `<${prefix}f`
    this.#formulaClose = `</${prefix}f>`
    this.#inline = `<${prefix}is`
    this.#inlineClose = `</${prefix}is>`
  }

  #broken(): never {
    return refuse('XML_BROKEN', { part: `${this.#part} · ${this.#row}` })
  }

  /** Undefined for a row without content. */
  parse(text: string): Row | undefined {
    const headEnd = tagEnd(text, 0)
    const head = text.slice(0, headEnd)
    const number = attributeOf(head, 'r')
    const row = number === undefined ? this.#row + 1 : Number(number)
    if (!Number.isInteger(row) || row <= this.#row) this.#broken()
    this.#row = row
    if (row > this.#limits.rows) refuse('ROWS', { max: this.#limits.rows })
    const hidden = attributeOf(head, 'hidden')
    const cells: Cell[] = []
    let content = false
    let column = -1
    for (let at = text.indexOf(this.#open, headEnd); at >= 0; at = text.indexOf(this.#open, at)) {
      let i = at + this.#open.length
      if (!endsName(text.charCodeAt(i))) {
        at = i
        continue
      }
      let reference = ''
      let style = 0
      let type = ''
      let selfClosing = false
      // Attributes: name, '=', quoted value. Anything else inside the tag is stepped over.
      for (;;) {
        const c = text.charCodeAt(i)
        if (c === 62) break
        if (c === 47) {
          selfClosing = true
          i++
          continue
        }
        if (c <= 32) {
          i++
          continue
        }
        const equals = text.indexOf('=', i)
        if (equals < 0) this.#broken()
        let open = equals + 1
        while (text.charCodeAt(open) <= 32) open++
        const quote = text[open]
        if (quote !== '"' && quote !== "'") this.#broken()
        const end = text.indexOf(quote, open + 1)
        if (end < 0) this.#broken()
        const name = text.charCodeAt(i)
        if (equals - i === 1 || text.slice(i, equals).trimEnd().length === 1) {
          if (name === 114) reference = text.slice(open + 1, end)
          else if (name === 115) style = Number(text.slice(open + 1, end))
          else if (name === 116) type = text.slice(open + 1, end)
        }
        i = end + 1
      }
      at = i + 1
      column = reference === '' ? column + 1 : columnIndex(reference)
      if (column < 0) this.#broken()
      if (selfClosing) continue
      const end = text.indexOf(this.#close, at)
      if (end < 0) this.#broken()
      const cell = this.#cell(text, at, end, type, style)
      at = end + this.#close.length
      if (cell.kind === 'empty') continue
      if (column >= this.#limits.columns) refuse('COLS', { row, column: columnName(column), max: this.#limits.columns })
      while (cells.length < column) cells.push(EMPTY)
      if (cells[column] !== undefined && cells[column] !== EMPTY) this.#broken()
      cells[column] = cell
      content ||= cell.kind !== 'text' || cell.text.trim() !== ''
    }
    if (!content) return undefined
    return hidden === '1' || hidden === 'true' ? { row, cells, hidden: true } : { row, cells }
  }

  #cell(text: string, from: number, end: number, type: string, style: number): Cell {
    let value = ''
    let inline: string | undefined
    let formula = false
    for (let at = from; at < end; ) {
      if (text.charCodeAt(at) !== 60) {
        at++
      } else if (text.startsWith(this.#value, at) && endsName(text.charCodeAt(at + this.#value.length))) {
        const gt = tagEnd(text, at)
        if (text.charCodeAt(gt - 1) === 47) {
          at = gt + 1
          continue
        }
        const close = text.indexOf('<', gt)
        if (close < 0 || !text.startsWith(this.#valueClose, close)) this.#broken()
        value = text.slice(gt + 1, close)
        at = close + this.#valueClose.length
      } else if (text.startsWith(this.#formula, at) && endsName(text.charCodeAt(at + this.#formula.length))) {
        formula = true
        at = this.#past(text, at, this.#formulaClose)
      } else if (text.startsWith(this.#inline, at) && endsName(text.charCodeAt(at + this.#inline.length))) {
        const next = this.#past(text, at, this.#inlineClose)
        const gt = tagEnd(text, at)
        inline =
          gt + 1 >= next
            ? ''
            : stringItem(text.slice(gt + 1, next - this.#inlineClose.length), this.#prefix, this.#part)
        at = next
      } else break
    }
    const cell = this.#typed(value, inline, type, style)
    if (cell.text.length > this.#limits.textChars) refuse('TEXT_BIG')
    return formula ? { ...cell, formula: true } : cell
  }

  #past(text: string, at: number, close: string): number {
    const gt = tagEnd(text, at)
    if (gt < 0) this.#broken()
    if (text.charCodeAt(gt - 1) === 47) return gt + 1
    const end = text.indexOf(close, gt)
    if (end < 0) this.#broken()
    return end + close.length
  }

  #typed(value: string, inline: string | undefined, type: string, style: number): Cell {
    switch (type) {
      case 's': {
        if (value === '') return EMPTY
        return textCell(this.#strings.at(Number(value)) ?? this.#broken())
      }
      case 'inlineStr':
        return textCell(inline ?? decodeText(value, this.#part))
      case 'str':
        return textCell(decodeText(value, this.#part))
      case 'b':
        return value === '' ? EMPTY : { kind: 'boolean', text: value === '1' || value === 'true' ? 'TRUE' : 'FALSE' }
      case 'e':
        return { kind: 'error', text: decodeText(value, this.#part) || '#N/A' }
      case 'd':
        return isoCell(value.trim())
      case '':
      case 'n':
        return this.#numberCell(value.trim(), style)
      default:
        return this.#broken()
    }
  }

  #numberCell(value: string, style: number): Cell {
    if (value === '') return EMPTY
    const number = Number(value)
    if (!Number.isFinite(number)) this.#broken()
    const kind = this.#styles[style]
    if (kind === 'date' || kind === 'time') {
      const at = serialDate(number, this.#date1904)
      if (kind === 'time' && number >= 0 && number < 1) return { kind: 'text', text: at?.time ?? '00:00:00', number }
      if (at !== undefined) {
        return at.time === undefined
          ? { kind: 'date', text: at.date, number }
          : { kind: 'date', text: at.date, number, time: at.time }
      }
    }
    // Beyond fifteen digits the file's own digits say more than their rounding.
    return {
      kind: 'number',
      text: Math.abs(number) < 1e15 ? plainDigits(number) : decodeText(value, this.#part),
      number,
    }
  }
}

const textCell = (text: string): Cell => (text === '' ? EMPTY : { kind: 'text', text })

/** Decimal digits without an exponent: a small rate is `0.0000001`, not `1e-7`. */
const plainDigits = (number: number): string => {
  const text = String(number)
  return text.includes('e') ? number.toFixed(20).replace(/0+$/, '') : text
}

function isoCell(value: string): Cell {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z?)?$/.exec(value)
  if (match === null) return textCell(value)
  const [, date = '', time] = match
  return time === undefined || time === '00:00:00' ? { kind: 'date', text: date } : { kind: 'date', text: date, time }
}

/** `AB12` → 27; -1 when it is no reference. */
export function columnIndex(reference: string): number {
  let index = 0
  let i = 0
  for (; i < reference.length && i < 4; i++) {
    const c = reference.charCodeAt(i)
    if (c < 65 || c > 90) break
    index = index * 26 + c - 64
  }
  return i === 0 || i === 4 || i === reference.length ? -1 : index - 1
}

/** 27 → `AB`. */
export function columnName(index: number): string {
  let name = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  return name
}
