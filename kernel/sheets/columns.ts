import { parseDate, parseInteger } from './clean.ts'
import type { Cell, Row, Words } from './read/types.ts'

export type ColumnType = 'text' | 'date' | 'id' | 'code' | 'integer' | 'choice' | 'instant'

/** One column of an import: the check, the match, the template and its notes are all made from this. */
export type Column = {
  readonly key: string
  readonly title: Words
  /** Header names met in the world, besides the two titles. */
  readonly names: readonly string[]
  readonly type: ColumnType
  readonly required?: boolean
  /** What a value looks like; recognises a column under an unknown name. Not a check. */
  readonly looksLike?: RegExp
  /** A number cell is refused in this column. Always so for type `id`. */
  readonly neverNumeric?: true
  readonly choices?: readonly string[]
  readonly sample: string
  readonly note?: Words
}

/** Header of the column we add to a returned file. It is skipped when that file comes back. */
export const PROBLEM_TITLE: Words = Object.freeze({ zh: '问题', en: 'Problems' })
/** Begins the first cell of a template's example row, which is skipped on upload. */
export const SAMPLE_MARK = '示例'

export const isProblemHeader = (text: string): boolean => {
  const name = plainName(text)
  return name === plainName(PROBLEM_TITLE.zh) || name === plainName(PROBLEM_TITLE.en)
}
export const isSampleRow = (row: Row): boolean => {
  const first = row.cells.find((cell) => cell.kind !== 'empty')
  return first?.kind === 'text' && first.text.trim().startsWith(SAMPLE_MARK)
}

/** Names compared alike: half-width, small letters, no blanks, stars, brackets or colons. */
export const plainName = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u200b-\u200f\ufeff*★☆※·:()[\]{}<>〈〉《》【】〔〕「」『』“”"'、,，。.]/gu, '')

/** The same with everything inside brackets left out: `开始日期（必填）` is `开始日期`. */
const barestName = (text: string): string =>
  plainName(text.normalize('NFKC').replace(/\([^()]*\)|\[[^[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>/g, ''))

const namesOf = (column: Column): string[] => [column.title.zh, column.title.en, ...column.names, column.key]

/** Checks the declaration itself, so that two columns never wait for the same header. */
export function defineColumns<const C extends readonly Column[]>(columns: C): C {
  const owners = new Map<string, string>()
  const keys = new Set<string>()
  for (const column of columns) {
    if (keys.has(column.key)) throw new Error(`columns: key "${column.key}" is declared twice; rename one`)
    keys.add(column.key)
    if (column.type === 'choice' && (column.choices ?? []).length === 0) {
      throw new Error(`columns: "${column.key}" is a choice without choices; give the list`)
    }
    if (column.looksLike?.global || column.looksLike?.sticky) {
      throw new Error(
        `columns: looksLike of "${column.key}" must not be global or sticky, since it would remember its last place`,
      )
    }
    for (const name of new Set(namesOf(column).map(plainName))) {
      if (isProblemHeader(name))
        throw new Error(`columns: "${column.key}" uses the name of the problem column; choose another`)
      const owner = owners.get(name)
      if (owner !== undefined)
        throw new Error(`columns: "${owner}" and "${column.key}" share the header name "${name}"`)
      owners.set(name, column.key)
    }
  }
  return columns
}

export type Header = { readonly row: Row; readonly at: number; readonly why: 'name' | 'shape' }

const HEADER_ROWS = 10

/** The header row among the first ten: the one with most known names, else the first that looks like a row of titles. */
export function findHeader(rows: readonly Row[], columns: readonly Column[] = []): Header | undefined {
  const first = rows.slice(0, HEADER_ROWS)
  let best: Header | undefined
  // One known name may be chance; it is enough only when there is but one to know.
  let bestHits = columns.length > 1 ? 1 : 0
  first.forEach((row, at) => {
    const hits = matchNames(row, columns).size
    if (hits > bestHits) {
      bestHits = hits
      best = { row, at, why: 'name' }
    }
  })
  if (best !== undefined) return best
  const filled = (row: Row) => row.cells.filter((cell) => cell.kind !== 'empty')
  const widest = Math.max(0, ...first.map((row) => filled(row).length))
  const at = first.findIndex((row) => {
    const cells = filled(row)
    const texts = new Set(cells.map((cell) => cell.text.trim()))
    // A merged title fills one cell of many; a row of data repeats values or holds numbers and dates.
    return (
      cells.every((cell) => cell.kind === 'text' && !/^\d+$/.test(cell.text.trim())) &&
      texts.size === cells.length &&
      cells.length >= widest * 0.6
    )
  })
  const row = first[at]
  return row === undefined ? undefined : { row, at, why: 'shape' }
}

export type Match = {
  readonly column: string
  /** Index of the source column in the file, from 0. */
  readonly source: number
  readonly header: string
  /** 0 to 1; below 0.5 the page asks. */
  readonly confidence: number
  readonly why: 'name' | 'content' | 'remembered'
}
export type Guess = {
  readonly matches: readonly Match[]
  /** Columns for which no source was found, in declared order. */
  readonly missing: readonly string[]
  /** Source columns nobody asked for; the problem column is never among them. */
  readonly unused: readonly { readonly source: number; readonly header: string }[]
}

const SAMPLE_ROWS = 20
const FIT_LEAST = 0.6

/**
 * Which source column is which. `remembered` maps a column's key to the header text the organisation chose last time; it wins, then known
 * names, then content: at least 60 % of the filled cells in 20 rows must fit.
 */
export function guessColumns(
  header: Row,
  sampleRows: readonly Row[],
  columns: readonly Column[],
  remembered: Readonly<Record<string, string>> = {},
): Guess {
  const found = new Map<string, Match>()
  const taken = new Set<number>()
  const headers = header.cells.map((cell) => cell.text.trim())
  headers.forEach((text, source) => {
    if (isProblemHeader(text)) taken.add(source)
  })
  const take = (column: Column, source: number, confidence: number, why: Match['why']) => {
    found.set(column.key, { column: column.key, source, header: headers[source] ?? '', confidence, why })
    taken.add(source)
  }
  for (const column of columns) {
    const wanted = remembered[column.key]
    if (wanted === undefined) continue
    const source = headers.findIndex((text, i) => !taken.has(i) && text !== '' && plainName(text) === plainName(wanted))
    if (source >= 0) take(column, source, 1, 'remembered')
  }
  const named = matchNames(header, columns)
  for (const column of columns) {
    const hit = named.get(column.key)
    if (hit !== undefined && !found.has(column.key) && !taken.has(hit.source))
      take(column, hit.source, hit.confidence, 'name')
  }
  matchContent(sampleRows.slice(0, SAMPLE_ROWS), columns, found, taken, take)
  const width = Math.max(headers.length, ...sampleRows.slice(0, SAMPLE_ROWS).map((row) => row.cells.length))
  const unused: { source: number; header: string }[] = []
  for (let source = 0; source < width; source++) {
    const isFilled =
      (headers[source] ?? '') !== '' || sampleRows.some((row) => (row.cells[source]?.kind ?? 'empty') !== 'empty')
    if (!taken.has(source) && isFilled) unused.push({ source, header: headers[source] ?? '' })
  }
  return {
    matches: columns.flatMap((column) => found.get(column.key) ?? []),
    missing: columns.filter((column) => !found.has(column.key)).map((column) => column.key),
    unused,
  }
}

function matchNames(header: Row, columns: readonly Column[]): Map<string, { source: number; confidence: number }> {
  const hits = new Map<string, { source: number; confidence: number }>()
  const taken = new Set<number>()
  for (const [form, confidence] of [
    [plainName, 1],
    [barestName, 0.9],
  ] as const) {
    const sources = new Map<string, number>()
    header.cells.forEach((cell, source) => {
      const name = cell.kind === 'text' ? form(cell.text) : ''
      if (name !== '' && !taken.has(source) && !sources.has(name) && !isProblemHeader(cell.text))
        sources.set(name, source)
    })
    for (const column of columns) {
      if (hits.has(column.key)) continue
      for (const name of namesOf(column)) {
        const source = sources.get(form(name))
        if (source === undefined || taken.has(source)) continue
        hits.set(column.key, { source, confidence })
        taken.add(source)
        break
      }
    }
  }
  return hits
}

function matchContent(
  rows: readonly Row[],
  columns: readonly Column[],
  found: ReadonlyMap<string, Match>,
  taken: ReadonlySet<number>,
  take: (column: Column, source: number, confidence: number, why: 'content') => void,
): void {
  const width = Math.max(0, ...rows.map((row) => row.cells.length))
  const fits: { column: Column; source: number; share: number }[] = []
  for (const column of columns) {
    if (found.has(column.key)) continue
    for (let source = 0; source < width; source++) {
      if (taken.has(source)) continue
      const cells = rows
        .flatMap((row) => row.cells[source] ?? [])
        .filter((cell) => cell.kind !== 'empty' && cell.text.trim() !== '')
      const share = cells.length === 0 ? 0 : cells.filter((cell) => fitsColumn(cell, column)).length / cells.length
      if (share >= FIT_LEAST) fits.push({ column, source, share })
    }
  }
  fits.sort((a, b) => b.share - a.share)
  for (const { column, source, share } of fits) {
    if (found.has(column.key) || taken.has(source)) continue
    const rivals = fits.filter((fit) => (fit.column === column) !== (fit.source === source) && fit.share >= share - 0.1)
    // Two dates side by side under unknown names: a guess, but one to ask about.
    take(column, source, rivals.length === 0 ? share * 0.8 : 0.4, 'content')
  }
}

function fitsColumn(cell: Cell, column: Column): boolean {
  const where = { row: 0, column: column.key, title: column.title }
  if (column.looksLike !== undefined) {
    // A number in an id column is refused later, but the column is still that column.
    const text =
      cell.kind === 'number' && Number.isInteger(cell.number) ? BigInt(cell.number ?? 0).toString() : cell.text
    return column.looksLike.test(text.normalize('NFKC').replace(/\s/g, ''))
  }
  if (column.type === 'date') {
    if (cell.kind === 'number' && (cell.number ?? 0) < 10_000) return false
    return 'value' in parseDate(cell, where)
  }
  if (column.type === 'integer') return 'value' in parseInteger(cell, where)
  if (column.type === 'choice')
    return (column.choices ?? []).some((choice) => plainName(choice) === plainName(cell.text))
  return false
}
