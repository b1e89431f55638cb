import { isUtf8 } from 'node:buffer'
import { type CsvError, parse } from 'csv-parse'
import { drained } from './drained.ts'
import { LIMITS, type Limits } from './guard.ts'
import { unprotectText } from './protect.ts'
import { refuse } from './refusals.ts'
import { looksLikeMarkup } from './sniff.ts'
import { type Source, sourceChunks } from './source.ts'
import { type Cell, type CsvEncoding, EMPTY, type FileInfo, type ReadOptions, type Row } from './types.ts'
import { wholeCharacters } from './utf8.ts'

type CsvShape = { readonly encoding: CsvEncoding; readonly skip: number; readonly delimiter: string }

export async function inspectCsv(source: Source): Promise<FileInfo> {
  const { encoding, delimiter } = await csvShape(source)
  return { kind: 'csv', sheets: [{ index: 0, name: '', state: 'visible' }], chosen: 0, encoding, delimiter }
}

const BATCH_ROWS = 256

/**
 * Rows of a CSV file. Every cell is text, the apostrophe of our own export is taken off, nothing else is touched: `1.41E+17` stays that
 * text, for the id check to refuse.
 */
export async function* readCsv(
  source: Source,
  options: ReadOptions = {},
  limits: Limits = LIMITS,
): AsyncGenerator<Row[], void, undefined> {
  const shape = await csvShape(source)
  const rowsMax = Math.min(options.rowsMax ?? limits.rows, limits.rows)
  const parser = parse({
    delimiter: shape.delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: limits.rowChars,
  })
  const feed = async () => {
    for await (const text of decoded(source, shape)) {
      if (parser.destroyed) return
      if (!parser.write(text)) await drained(parser)
    }
    parser.end()
  }
  feed().catch((error: Error) => parser.destroy(error))
  let batch: Row[] = []
  let record = 0
  let rows = 0
  try {
    for await (const values of parser as AsyncIterable<string[]>) {
      record++
      const row = rowOf(record, values, limits)
      if (row === undefined) continue
      if (++rows > rowsMax) refuse('ROWS', { max: rowsMax })
      batch.push(row)
      if (batch.length === BATCH_ROWS) {
        yield batch
        batch = []
      }
    }
  } catch (error) {
    const code = (error as CsvError).code ?? ''
    if (code === 'CSV_MAX_RECORD_SIZE') refuse('ROW_BIG', { row: record + 1 })
    if (code.startsWith('CSV_') && (error as CsvError).name !== 'SheetRefused') refuse('CSV_QUOTE', { row: record + 1 })
    throw error
  } finally {
    parser.destroy()
  }
  if (batch.length > 0) yield batch
}

function rowOf(row: number, values: readonly string[], limits: Limits): Row | undefined {
  const cells: Cell[] = []
  let content = false
  for (let column = 0; column < values.length; column++) {
    const text = unprotectText(values[column] ?? '')
    if (text === '') {
      if (column < limits.columns) cells.push(EMPTY)
      continue
    }
    if (text.length > limits.textChars) refuse('TEXT_BIG')
    if (column >= limits.columns) refuse('COLS', { row, column: column + 1, max: limits.columns })
    cells.push({ kind: 'text', text })
    content ||= text.trim() !== ''
  }
  while (cells.at(-1) === EMPTY) cells.pop()
  return content ? { row, cells } : undefined
}

async function* decoded(source: Source, shape: CsvShape): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(shape.encoding, { fatal: true, ignoreBOM: true })
  const decode = (chunk?: Buffer): string => {
    let text: string
    try {
      text = decoder.decode(chunk, { stream: chunk !== undefined })
    } catch {
      return refuse('CSV_ENCODING')
    }
    return text.includes('\0') ? refuse('CSV_BINARY') : text
  }
  for await (const chunk of sourceChunks(source, shape.skip)) yield decode(chunk)
  yield decode()
}

async function csvShape(source: Source): Promise<CsvShape> {
  const head = await source.read(0, 65_536)
  const { encoding, skip } = await csvEncoding(source, head)
  const text = new TextDecoder(encoding).decode(head.subarray(skip))
  if (looksLikeMarkup(text)) refuse('FILE_HTML')
  if (text.trim() === '' && source.size <= head.length) refuse('FILE_EMPTY')
  return { encoding, skip, delimiter: sniffDelimiter(text) }
}

/** Byte-order marks, then strict UTF-8 over the *whole* file (a first Chinese name may stand late), else GB18030. */
async function csvEncoding(source: Source, head: Buffer): Promise<{ encoding: CsvEncoding; skip: number }> {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', skip: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', skip: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', skip: 2 }
  let carry: Buffer = Buffer.alloc(0)
  for await (const chunk of sourceChunks(source)) {
    const joined = carry.length === 0 ? chunk : Buffer.concat([carry, chunk])
    const whole = wholeCharacters(joined)
    if (!isUtf8(joined.subarray(0, whole))) return { encoding: 'gb18030', skip: 0 }
    carry = joined.subarray(whole)
  }
  return { encoding: carry.length === 0 ? 'utf-8' : 'gb18030', skip: 0 }
}

/** The mark that parts most of the first lines into the most equal number of cells; quoted text does not count. */
export function sniffDelimiter(text: string): string {
  const lines = text
    .slice(0, 65_536)
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 50)
  let best = ','
  let bestScore = 0
  for (const delimiter of [',', '\t', ';']) {
    const counts = new Map<number, number>()
    for (const line of lines) {
      const count = line.split(delimiter).length - 1
      if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1)
    }
    for (const [count, linesWithIt] of counts) {
      const score = linesWithIt * 100 + Math.min(count, 99)
      if (score > bestScore) {
        bestScore = score
        best = delimiter
      }
    }
  }
  return best
}
