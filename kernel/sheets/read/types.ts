/**
 * What a reader hands on. A cell keeps the kind it has in the file: whoever checks an id column must be able to refuse a *number*
 * cell before anything was turned into text, because a number has already lost every digit after the fifteenth.
 */
export type CellKind = 'text' | 'number' | 'date' | 'boolean' | 'error' | 'empty'

export type Cell = {
  readonly kind: CellKind
  /** Text as in the file; for `date` the ISO date (`2022-12-31`); for `number` its decimal digits; for `error` the mark (`#N/A`). */
  readonly text: string
  /** The value of a number cell, and the serial of a date cell that was stored as a number. */
  readonly number?: number
  /** The time of day of a date cell, `08:30:00`, only when it is not midnight. */
  readonly time?: string
  /** The cell holds a formula; `text` is the value the office program stored beside it. */
  readonly formula?: true
}

export type Row = {
  /** Row number as the office program shows it, from 1. For CSV: the record number, empty lines counted. */
  readonly row: number
  readonly cells: readonly Cell[]
  readonly hidden?: true
}

export type SheetState = 'visible' | 'hidden' | 'veryHidden'
export type SheetInfo = { readonly index: number; readonly name: string; readonly state: SheetState }

export type FileKind = 'xlsx' | 'csv'
export type FileInfo = {
  readonly kind: FileKind
  /** A CSV file has one sheet with an empty name. */
  readonly sheets: readonly SheetInfo[]
  /** Index into `sheets` of the one that is read when none is named: the first visible one. */
  readonly chosen: number
  readonly encoding?: CsvEncoding
  readonly delimiter?: string
}
export type CsvEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

export type ReadOptions = {
  /** Name or index of the sheet; without it the first visible one. */
  readonly sheet?: string | number
  /** The name the file had on the sender's machine; only its ending is used, to word a refusal. */
  readonly fileName?: string
  /** Rows with content, beyond which the file is refused. Never above the format's own 1,048,576. */
  readonly rowsMax?: number
  readonly fileBytesMax?: number
}

export const EMPTY: Cell = Object.freeze({ kind: 'empty', text: '' })

/** Text in two languages, Chinese first. */
export type Words = { readonly zh: string; readonly en: string }
