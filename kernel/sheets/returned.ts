import { isProblemHeader, PROBLEM_TITLE } from './columns.ts'
import type { Finding } from './findings.ts'
import { inspectCsv, readCsv } from './read/csv.ts'
import { LIMITS, openZip, type Zip, type ZipEntry } from './read/guard.ts'
import { type SheetPieces, sheetPieces } from './read/pieces.ts'
import { refuse } from './read/refusals.ts'
import { sniff } from './read/sniff.ts'
import type { Source } from './read/source.ts'
import type { ReadOptions, Row, Words } from './read/types.ts'
import { byteText } from './read/utf8.ts'
import { openWorkbook, relationsOf, relationsPart } from './read/workbook.ts'
import { chooseSheet, columnIndex, columnName, readXlsx } from './read/xlsx.ts'
import {
  attributeOf,
  childOf,
  childrenOf,
  decodeWhole,
  endsName,
  parseSmallPart,
  partBytes,
  tagEnd,
} from './read/xml.ts'
import { csvLine } from './write.ts'
import { stringCell, xmlText } from './write-xml.ts'
import { type Sink, ZipWriter } from './zip-write.ts'

/** Order to mark a file. `sources` says in which column of the file (from 0) each column key stands. */
export type ReturnTask = {
  readonly do: 'return'
  readonly options: ReadOptions
  readonly headerRow: number
  readonly sources: Readonly<Record<string, number>>
  readonly findings: readonly Finding[]
  readonly lang?: keyof Words
}

/** Above this many bad cells only colour and column are put: notes make office programs slow to open. */
export const NOTES_MAX = 1_000

type Mark = { readonly cells: Map<number, string[]>; readonly lines: string[] }

/**
 * Writes the clerk's own file back with its problems in it: bad cells pink, a column 问题, and notes while they are few and the sheet has
 * none. Everything else of a workbook is copied as it stands. A CSV file comes back as UTF-8 CSV with the extra column.
 * A file that went this way before loses its old marks: the column is filled anew, healed cells lose the pink, our own notes are replaced.
 */
export async function returnSource(source: Source, task: ReturnTask, sink: Sink): Promise<void> {
  const marks = marksOf(task)
  const kind = await sniff(source, task.options)
  const rows = kind === 'xlsx' ? readXlsx(source, task.options) : readCsv(source, task.options)
  const shape = await shapeOf(rows, task.headerRow)
  if (kind === 'xlsx') await returnXlsx(source, task, marks, shape, sink)
  else await returnCsv(source, task, marks, shape, sink)
}

function marksOf(task: ReturnTask): Map<number, Mark> {
  const lang = task.lang ?? 'zh'
  const rank = { must: 0, confirm: 1, hint: 2 } as const
  const marks = new Map<number, Mark>()
  for (const one of [...task.findings].sort((a, b) => a.row - b.row || rank[a.severity] - rank[b.severity])) {
    if (!Number.isInteger(one.row) || one.row < 1 || one.row > LIMITS.rows) continue
    let mark = marks.get(one.row)
    if (mark === undefined) {
      mark = { cells: new Map(), lines: [] }
      marks.set(one.row, mark)
    }
    const line = lang === 'zh' ? `${one.message.zh}。${one.hint.zh}` : `${one.message.en}. ${one.hint.en}`
    mark.lines.push(line)
    const at = task.sources[one.column]
    if (at === undefined || !Number.isInteger(at) || at < 0 || at >= LIMITS.columns) continue
    const lines = mark.cells.get(at)
    if (lines === undefined) mark.cells.set(at, [line])
    else lines.push(line)
  }
  return marks
}

const problemText = (mark: Mark, lang: keyof Words): string =>
  [...new Set(mark.lines)].join(lang === 'zh' ? '；' : '; ')

type Shape = { readonly width: number; readonly problemAt: number; readonly isAgain: boolean }

/** Reads the whole file once first: its checksum is known good before a byte is returned, and the free column is known. */
async function shapeOf(batches: AsyncIterable<Row[]>, headerRow: number): Promise<Shape> {
  let width = 0
  let problemAt = -1
  for await (const rows of batches) {
    for (const row of rows) {
      width = Math.max(width, row.cells.length)
      if (row.row === headerRow) problemAt = row.cells.findIndex((cell) => isProblemHeader(cell.text))
    }
  }
  return problemAt >= 0 ? { width, problemAt, isAgain: true } : { width, problemAt: width, isAgain: false }
}

async function returnCsv(
  source: Source,
  task: ReturnTask,
  marks: Map<number, Mark>,
  shape: Shape,
  sink: Sink,
): Promise<void> {
  const lang = task.lang ?? 'zh'
  const { delimiter = ',' } = await inspectCsv(source)
  let text = '\ufeff'
  let written = 0
  const line = (cells: readonly string[], row: number) => {
    const values: (string | null)[] = Array.from(
      { length: Math.max(shape.width, shape.problemAt + 1) },
      (_, i) => cells[i] ?? null,
    )
    const mark = marks.get(row)
    values[shape.problemAt] =
      row === task.headerRow ? PROBLEM_TITLE[lang] : mark === undefined ? null : problemText(mark, lang)
    marks.delete(row)
    text += csvLine(values, delimiter)
    written = row
  }
  const rest = () => [...marks.keys()].sort((a, b) => a - b)
  const missing = rest()
  const fillTo = (row: number) => {
    while (missing.length > 0 && (missing[0] ?? 0) < row) {
      const next = missing.shift() ?? 0
      if (next <= written) continue
      while (written + 1 < next) blank()
      line([], next)
    }
    while (written + 1 < row) blank()
  }
  const blank = () => {
    text += '\r\n'
    written++
  }
  for await (const rows of readCsv(source, task.options)) {
    for (const row of rows) {
      fillTo(row.row)
      line(
        row.cells.map((cell) => cell.text),
        row.row,
      )
    }
    await sink(Buffer.from(text))
    text = ''
  }
  const last = rest().at(-1)
  if (last !== undefined) fillTo(last + 1)
  await sink(Buffer.from(text))
}

async function returnXlsx(
  source: Source,
  task: ReturnTask,
  marks: Map<number, Mark>,
  shape: Shape,
  sink: Sink,
): Promise<void> {
  const zip = await openZip(source)
  const book = await openWorkbook(zip)
  const sheet = chooseSheet(book, task.options.sheet)
  const entry = zip.find(sheet.part) ?? refuse('SHEET_MISSING', { sheet: sheet.name })
  const styles =
    book.styles === undefined
      ? undefined
      : new StylePatch(decodeWhole(await zip.part(book.styles), book.styles.name), book.styles)
  const notes = await planNotes(zip, entry, marks)
  const writer = new ZipWriter(sink)
  const patch = new SheetPatch(task, marks, shape, styles, notes)
  for (const part of zip.entries) {
    if (part === book.styles) continue
    if (part === entry) await writer.addStream(part.name, patch.texts(zip, entry), 'latin1')
    else if (notes !== undefined && part.name === notes.comments) await writer.add(part.name, notesXml(marks))
    else if (notes !== undefined && part.name === notes.drawing) await writer.add(part.name, notesDrawing(marks))
    else if (notes?.isNew && part.name === '[Content_Types].xml')
      await writer.add(part.name, withNoteTypes(await zip.part(part), notes))
    else if (notes?.isNew && part.name.toLowerCase() === relationsPart(entry.name).toLowerCase()) {
      await writer.add(part.name, withNoteRelations(decodeWhole(await zip.part(part), part.name), notes))
    } else await writer.copy(zip, part)
  }
  if (notes?.isNew) {
    const relations = relationsPart(entry.name)
    if (zip.find(relations) === undefined) await writer.add(relations, withNoteRelations(NO_RELATIONS, notes))
    await writer.add(notes.comments, notesXml(marks))
    await writer.add(notes.drawing, notesDrawing(marks))
  }
  // The formats come last: only now is it known which of them needed a marked twin.
  if (styles !== undefined) await writer.add(styles.part, styles.text())
  await writer.finish()
}

/** An unusual shade, so that our own mark is known again when the file comes back. */
const PINK = 'FFFBD3D6'

/** Marked twins of cell formats, appended, so that number formats, borders and fonts survive. */
class StylePatch {
  readonly part: string
  readonly #text: string
  readonly #formats: string[] = []
  readonly #added: string[] = []
  readonly #twins = new Map<number, number>()
  readonly #healed = new Map<number, number>()
  readonly #pinkFills = new Set<string>()
  readonly #fillCount: number
  readonly #prefix: string
  readonly #fills: { readonly open: number; readonly close: number } | undefined
  readonly #xfs: { readonly open: number; readonly close: number } | undefined

  constructor(text: string, entry: ZipEntry) {
    this.#text = text
    this.part = entry.name
    this.#prefix = /<((?:[\w.-]+:)?)styleSheet[\s>]/.exec(text)?.[1] ?? ''
    this.#fills = this.#section('fills')
    this.#xfs = this.#section('cellXfs')
    const root = parseSmallPart(Buffer.from(text), entry.name)
    const fills = childrenOf(childOf(root, 'fills'), 'fill')
    this.#fillCount = fills.length
    fills.forEach((fill, i) => {
      if (childOf(childOf(fill, 'patternFill'), 'fgColor')?.attributes['rgb'] === PINK) this.#pinkFills.add(String(i))
    })
    if (this.#xfs !== undefined) this.#formats = this.#xfTexts(this.#xfs)
  }

  get hasOldMarks(): boolean {
    return this.#pinkFills.size > 0
  }
  /** Formats are limited to some 65,000; a workbook near it is not coloured. */
  get #can(): boolean {
    return (
      this.#fills !== undefined && this.#xfs !== undefined && this.#formats.length > 0 && this.#formats.length < 60_000
    )
  }
  marked(style: number): number {
    return this.#isPink(style) ? style : this.#twin(style, this.#twins, String(this.#fillCount))
  }
  healed(style: number): number {
    return this.#isPink(style) ? this.#twin(style, this.#healed, '0') : style
  }
  #isPink(style: number): boolean {
    return this.hasOldMarks && this.#pinkFills.has(attributeOf(this.#formats[style] ?? '', 'fillId') ?? '')
  }
  #twin(style: number, twins: Map<number, number>, fill: string): number {
    const base = this.#formats[style]
    if (!this.#can || base === undefined) return style
    let twin = twins.get(style)
    if (twin === undefined) {
      twin = this.#formats.length + this.#added.length
      const gt = tagEnd(base, 0)
      const end = base.charCodeAt(gt - 1) === 47 ? gt - 1 : gt
      const tag = base.slice(0, end).replace(/\s(?:fillId|applyFill)\s*=\s*(?:"[^"]*"|'[^']*')/g, '')
      this.#added.push(`${tag} fillId="${fill}" applyFill="1"${base.slice(end)}`)
      twins.set(style, twin)
    }
    return twin
  }

  text(): string {
    if (this.#fills === undefined || this.#xfs === undefined || this.#added.length === 0) return this.#text
    const p = this.#prefix
    const pink = `<${p}fill><${p}patternFill patternType="solid"><${p}fgColor rgb="${PINK}"/><${p}bgColor indexed="64"/></${p}patternFill></${p}fill>`
    return this.#splice([
      { ...this.#fills, add: pink, count: this.#fillCount + 1 },
      { ...this.#xfs, add: this.#added.join(''), count: this.#formats.length + this.#added.length },
    ])
  }

  #splice(sections: { open: number; close: number; add: string; count: number }[]): string {
    let text = this.#text
    for (const { open, close, add, count } of sections.sort((a, b) => b.open - a.open)) {
      const gt = tagEnd(text, open)
      const tag = text.slice(open, gt).replace(/\scount\s*=\s*(?:"[^"]*"|'[^']*')/, '')
      text = `${text.slice(0, open)}${tag} count="${count}"${text.slice(gt, close)}${add}${text.slice(close)}`
    }
    return text
  }

  #section(name: string) {
    const open = new RegExp(`<${this.#prefix}${name}[\\s>]`).exec(this.#text)?.index
    const close = this.#text.indexOf(`</${this.#prefix}${name}>`)
    return open === undefined || close < open ? undefined : { open, close }
  }

  #xfTexts(section: { open: number; close: number }): string[] {
    const open = `<${this.#prefix}xf`
    const end = `</${this.#prefix}xf>`
    const texts: string[] = []
    for (
      let at = this.#text.indexOf(open, section.open);
      at >= 0 && at < section.close;
      at = this.#text.indexOf(open, at)
    ) {
      const gt = tagEnd(this.#text, at)
      if (gt < 0) break
      const stop = this.#text.charCodeAt(gt - 1) === 47 ? gt + 1 : this.#text.indexOf(end, gt) + end.length
      texts.push(this.#text.slice(at, stop))
      at = stop
    }
    return texts
  }
}

type CellSpan = { readonly column: number; readonly style: number; readonly tag: string; readonly rest: string }

class SheetPatch {
  readonly #task: ReturnTask
  readonly #marks: Map<number, Mark>
  readonly #shape: Shape
  readonly #styles: StylePatch | undefined
  readonly #notes: Notes | undefined
  readonly #lang: keyof Words
  readonly #missing: number[]
  #prefix = ''
  #row = 0

  constructor(
    task: ReturnTask,
    marks: Map<number, Mark>,
    shape: Shape,
    styles: StylePatch | undefined,
    notes: Notes | undefined,
  ) {
    this.#task = task
    this.#marks = marks
    this.#shape = shape
    this.#styles = styles
    this.#notes = notes
    this.#lang = task.lang ?? 'zh'
    this.#missing = [...marks.keys(), task.headerRow].sort((a, b) => a - b)
  }

  /** The patched sheet as byte text. */
  async *texts(zip: Zip, entry: ZipEntry): AsyncGenerator<string, void, undefined> {
    const found: SheetPieces = { prefix: '' }
    const all = this.#shape.isAgain || this.#styles?.hasOldMarks === true
    let tail = ''
    for await (const pieces of sheetPieces(
      partBytes(zip.unpack(entry, LIMITS.unpackedBytesOne), entry.name),
      entry.name,
      found,
    )) {
      let text = ''
      for (const piece of pieces) {
        if (piece.kind === 'head') {
          this.#prefix = found.prefix
          text += this.#head(piece.text)
        } else if (piece.kind === 'row') {
          const number = attributeOf(piece.text.slice(0, tagEnd(piece.text, 0)), 'r')
          const row = number === undefined ? this.#row + 1 : Number(number)
          text += this.#absent(row)
          this.#row = row
          while (this.#missing[0] === row) this.#missing.shift()
          text +=
            all || this.#marks.has(row) || row === this.#task.headerRow ? this.#rewrite(piece.text, row) : piece.text
        } else {
          if (tail === '') text += this.#absent(LIMITS.rows + 1)
          tail += piece.text
          if (tail.length > LIMITS.unpackedBytesOne / 8) refuse('ZIP_SIZE', { part: entry.name })
        }
      }
      if (text !== '') yield text
    }
    yield this.#tail(tail)
  }

  /** The stated dimension no longer holds, and the new column wants room to be read. */
  #head(text: string): string {
    const p = this.#prefix
    const head = text
      .replace(new RegExp(`<${p}dimension\\s[^>]*/>`), '')
      .replace(new RegExp(`<${p}dimension\\s[^>]*>\\s*</${p}dimension>`), '')
    const at = this.#shape.problemAt + 1
    const col = `<${p}col min="${at}" max="${at}" width="60" customWidth="1"/>`
    const close = head.lastIndexOf(`</${p}cols>`)
    if (close < 0) {
      const data = head.lastIndexOf(`<${p}sheetData`)
      return `${head.slice(0, data)}<${p}cols>${col}</${p}cols>${head.slice(data)}`
    }
    const reaches = [...head.matchAll(new RegExp(`<${p}col\\s[^>]*>`, 'g'))].map((tag) =>
      Number(attributeOf(tag[0], 'max') ?? 0),
    )
    return Math.max(0, ...reaches) >= at ? head : head.slice(0, close) + col + head.slice(close)
  }

  /** Rows that are to be marked but are not in the file, before row `before`. */
  #absent(before: number): string {
    let text = ''
    while (this.#missing.length > 0 && (this.#missing[0] ?? 0) < before) {
      const row = this.#missing.shift() ?? 0
      if (row > this.#row) text += this.#rewrite(`<${this.#prefix}row r="${row}"></${this.#prefix}row>`, row)
      this.#row = Math.max(row, this.#row)
    }
    return text
  }

  #rewrite(text: string, row: number): string {
    const p = this.#prefix
    const gt = tagEnd(text, 0)
    const selfClosing = text.charCodeAt(gt - 1) === 47
    const head = text.slice(0, selfClosing ? gt - 1 : gt).replace(/\sspans\s*=\s*(?:"[^"]*"|'[^']*')/, '')
    const { cells, after } = selfClosing ? { cells: [], after: '' } : this.#cells(text, gt + 1)
    const mark = this.#marks.get(row)
    const byColumn = new Map(cells.map((cell) => [cell.column, cell]))
    for (const column of mark?.cells.keys() ?? []) {
      if (!byColumn.has(column)) byColumn.set(column, { column, style: 0, tag: `<${p}c`, rest: '/>' })
    }
    const { problemAt } = this.#shape
    const title = row === this.#task.headerRow
    const beside = title ? (byColumn.get(problemAt)?.style ?? byColumn.get(problemAt - 1)?.style ?? 0) : 0
    byColumn.delete(problemAt)
    const out: [number, string][] = [...byColumn.values()].map((cell) => [
      cell.column,
      this.#cell(cell, row, mark?.cells.has(cell.column) === true),
    ])
    const reference = `${columnName(problemAt)}${row}`
    if (title) out.push([problemAt, byteText(stringCell(reference, PROBLEM_TITLE[this.#lang], beside, p))])
    else if (mark !== undefined)
      out.push([problemAt, byteText(stringCell(reference, problemText(mark, this.#lang), 0, p))])
    out.sort((a, b) => a[0] - b[0])
    return `${head}>${out.map((cell) => cell[1]).join('')}${after}</${p}row>`
  }

  #cell(cell: CellSpan, row: number, isBad: boolean): string {
    const styles = this.#styles
    const style = styles === undefined ? cell.style : isBad ? styles.marked(cell.style) : styles.healed(cell.style)
    const tag = cell.tag.replace(/\s[rs]\s*=\s*(?:"[^"]*"|'[^']*')/g, '')
    return `${tag} r="${columnName(cell.column)}${row}"${style === 0 ? '' : ` s="${style}"`}${cell.rest}`
  }

  #cells(text: string, from: number): { cells: CellSpan[]; after: string } {
    const open = `<${this.#prefix}c`
    const close = `</${this.#prefix}c>`
    const cells: CellSpan[] = []
    let column = -1
    let last = from
    for (let at = text.indexOf(open, from); at >= 0; at = text.indexOf(open, at)) {
      if (!endsName(text.charCodeAt(at + open.length))) {
        at += open.length
        continue
      }
      const gt = tagEnd(text, at)
      const selfClosing = text.charCodeAt(gt - 1) === 47
      const end = selfClosing ? gt + 1 : text.indexOf(close, gt) + close.length
      const tagStop = selfClosing ? gt - 1 : gt
      const tag = text.slice(at, tagStop)
      const reference = attributeOf(tag, 'r')
      column = reference === undefined ? column + 1 : columnIndex(reference)
      cells.push({ column, style: Number(attributeOf(tag, 's') ?? 0), tag, rest: text.slice(tagStop, end) })
      at = end
      last = end
    }
    return { cells, after: text.slice(last, text.lastIndexOf('</')) }
  }

  #tail(tail: string): string {
    if (!this.#notes?.isNew) return tail
    const p = this.#prefix
    // Schema order: the drawing of the notes stands before these, whichever comes first.
    const after = ['legacyDrawingHF', 'picture', 'oleObjects', 'controls', 'webPublishItems', 'tableParts', 'extLst']
    const places = [...after.map((name) => `<${p}${name}`), '<mc:AlternateContent', `</${p}worksheet`]
      .map((mark) => tail.indexOf(mark))
      .filter((at) => at >= 0)
    const at = Math.min(...places)
    return `${tail.slice(0, at)}<${p}legacyDrawing xmlns:gbr="${REL_NS}" gbr:id="${NOTE_DRAWING_ID}"/>${tail.slice(at)}`
  }
}

const REL_NS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE_NS = 'http://schemas.openxmlformats.org/package/2006'
const SHEET_NS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const NOTE_ID = 'rIdImportNotes'
const NOTE_DRAWING_ID = 'rIdImportNotesDrawing'
const AUTHOR = '导入检查'
const NO_RELATIONS = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="${PACKAGE_NS}/relationships"></Relationships>`

type Notes = { readonly comments: string; readonly drawing: string; readonly isNew: boolean }

/** New notes only on a sheet without any drawing or note; old ones of ours are written anew; otherwise none. */
async function planNotes(zip: Zip, entry: ZipEntry, marks: Map<number, Mark>): Promise<Notes | undefined> {
  const relations = await relationsOf(zip, entry.name)
  const drawn = relations.filter((relation) => /drawing|comment/i.test(relation.kind))
  const comments = drawn.find((relation) => relation.kind === 'comments')
  const drawing = drawn.find((relation) => relation.kind === 'vmlDrawing')
  if (comments !== undefined && drawing !== undefined && drawn.length === 2) {
    const commentsPart = zip.find(comments.target)
    const drawingPart = zip.find(drawing.target)
    if (commentsPart === undefined || drawingPart === undefined) return undefined
    const text = decodeWhole(await zip.part(commentsPart), commentsPart.name)
    const authors = [...text.matchAll(/<(?:[\w.-]+:)?author>([^<]*)</g)].map((match) => match[1])
    const areOurs = authors.length === 1 && authors[0] === AUTHOR
    return areOurs ? { comments: commentsPart.name, drawing: drawingPart.name, isNew: false } : undefined
  }
  let bad = 0
  for (const mark of marks.values()) bad += mark.cells.size
  const types = zip.find('[Content_Types].xml')
  if (drawn.length > 0 || bad === 0 || bad > NOTES_MAX || types === undefined || (await isStrictBook(zip)))
    return undefined
  const free = (name: (n: string) => string): string => {
    for (let n = 0; ; n++)
      if (zip.find(name(n === 0 ? '' : String(n))) === undefined) return name(n === 0 ? '' : String(n))
  }
  return {
    comments: free((n) => `xl/commentsImport${n}.xml`),
    drawing: free((n) => `xl/drawings/vmlDrawingImport${n}.vml`),
    isNew: true,
  }
}

/** The strict family of the format has no notes drawing; such files get colour and column only. */
async function isStrictBook(zip: Zip): Promise<boolean> {
  const root = zip.find('_rels/.rels')
  return root !== undefined && (await zip.part(root)).includes('purl.oclc.org')
}

function withNoteTypes(bytes: Buffer, notes: Notes): string {
  const text = decodeWhole(bytes, '[Content_Types].xml')
  const p = /<\/((?:[\w.-]+:)?)Types\s*>/.exec(text)?.[1] ?? ''
  const vml = /Extension\s*=\s*["']vml["']/i.test(text)
    ? ''
    : `<${p}Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>`
  const comments = `<${p}Override PartName="/${notes.comments}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"/>`
  return text.replace(/<\/(?:[\w.-]+:)?Types\s*>/, (close) => vml + comments + close)
}

function withNoteRelations(text: string, notes: Notes): string {
  const p = /<\/?((?:[\w.-]+:)?)Relationships[\s>/]/.exec(text)?.[1] ?? ''
  const opened = text.replace(/<((?:[\w.-]+:)?)Relationships([^>]*)\/>\s*$/, '<$1Relationships$2></$1Relationships>')
  const add = `<${p}Relationship Id="${NOTE_ID}" Type="${REL_NS}/comments" Target="/${notes.comments}"/><${p}Relationship Id="${NOTE_DRAWING_ID}" Type="${REL_NS}/vmlDrawing" Target="/${notes.drawing}"/>`
  return opened.replace(/<\/(?:[\w.-]+:)?Relationships\s*>/, (close) => add + close)
}

function* noteCells(marks: Map<number, Mark>): Generator<{ row: number; column: number; text: string }> {
  let count = 0
  for (const [row, mark] of marks) {
    for (const [column, lines] of [...mark.cells].sort((a, b) => a[0] - b[0])) {
      // Reached only when notes of ours are replaced by more than the limit: then the first thousand.
      if (++count > NOTES_MAX) return
      yield { row, column, text: [...new Set(lines)].join('\n') }
    }
  }
}

function notesXml(marks: Map<number, Mark>): string {
  let list = ''
  for (const { row, column, text } of noteCells(marks)) {
    list += `<comment ref="${columnName(column)}${row}" authorId="0"><text><t xml:space="preserve">${xmlText(text)}</t></text></comment>`
  }
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="${SHEET_NS}"><authors><author>${AUTHOR}</author></authors><commentList>${list}</commentList></comments>`
}

function notesDrawing(marks: Map<number, Mark>): string {
  let shapes = ''
  let id = 1_025
  for (const { row, column } of noteCells(marks)) {
    const anchor = `${column + 1}, 15, ${Math.max(0, row - 2)}, 10, ${column + 5}, 15, ${row + 3}, 4`
    shapes += `<v:shape id="_x0000_s${id++}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:220pt;height:80pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>${row - 1}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`
  }
  return `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>${shapes}</xml>`
}
