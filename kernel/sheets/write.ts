import type { Writable } from 'node:stream'
import { type Column, SAMPLE_MARK } from './columns.ts'
import { protectText } from './read/protect.ts'
import type { Words } from './read/types.ts'
import { columnName, daySerial } from './read/xlsx.ts'
import { stringCell, xmlAttribute } from './write-xml.ts'
import { type Sink, sinkOf, ZipWriter } from './zip-write.ts'

/** A text is always written as text; only a `number` becomes a number. Dates are ISO. `null` is an empty cell. */
export type Value = string | number | boolean | null | { readonly date: string }
export type Values = readonly Value[]
export type Rows = Iterable<Values> | AsyncIterable<Values>

export type SheetColumn = {
  readonly title: string
  /** In characters of the standard font. */
  readonly width?: number
  /** Format of the whole column, empty rows too, so that what is typed later stays text. */
  readonly format?: 'general' | 'text' | 'date'
  /** Drop-down list for the rows below the header. */
  readonly choices?: readonly string[]
}
export type SheetSpec = {
  readonly name: string
  readonly columns: readonly SheetColumn[]
  readonly rows: Rows
  /** Rows below the header that get the drop-down lists. */
  readonly choiceRows?: number
  readonly state?: 'hidden'
  /** Cells wrap; for pages of prose. */
  readonly wrap?: true
}

const STYLE = { general: 0, header: 1, text: 2, date: 3, wrap: 4 } as const
const SHEET_NS = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const REL_NS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE_NS = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** A workbook written front to back; rows are taken one by one as the receiver accepts them. `out` is left open. */
export async function writeXlsx(sheets: readonly SheetSpec[], out: Writable): Promise<void> {
  const lists = new Lists(sheets)
  const all = lists.sheet === undefined ? sheets : [...sheets, lists.sheet]
  const names = sheetNames(all)
  const zip = new ZipWriter(sinkOf(out))
  await zip.add('[Content_Types].xml', contentTypes(all.length))
  await zip.add(
    '_rels/.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE_NS}/relationships"><Relationship Id="rId1" Type="${REL_NS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  )
  await zip.add('xl/workbook.xml', workbook(all, names))
  await zip.add('xl/_rels/workbook.xml.rels', workbookRelations(all.length))
  await zip.add('xl/styles.xml', STYLES)
  for (const [i, sheet] of all.entries()) {
    await zip.addStream(`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet, lists, i === 0))
  }
  await zip.finish()
}

const STYLES = `${HEAD}<styleSheet xmlns="${SHEET_NS}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

function contentTypes(sheets: number): string {
  const parts = Array.from(
    { length: sheets },
    (_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  ).join('')
  return `${HEAD}<Types xmlns="${PACKAGE_NS}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${parts}</Types>`
}

function workbook(sheets: readonly SheetSpec[], names: readonly string[]): string {
  const list = sheets
    .map((sheet, i) => {
      const state = sheet.state === undefined ? '' : ` state="${sheet.state}"`
      return `<sheet name="${xmlAttribute(names[i] ?? '')}" sheetId="${i + 1}"${state} r:id="rId${i + 1}"/>`
    })
    .join('')
  return `${HEAD}<workbook xmlns="${SHEET_NS}" xmlns:r="${REL_NS}"><sheets>${list}</sheets></workbook>`
}

function workbookRelations(sheets: number): string {
  const list = Array.from(
    { length: sheets },
    (_, i) => `<Relationship Id="rId${i + 1}" Type="${REL_NS}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  ).join('')
  return `${HEAD}<Relationships xmlns="${PACKAGE_NS}/relationships">${list}<Relationship Id="rId${sheets + 1}" Type="${REL_NS}/styles" Target="styles.xml"/></Relationships>`
}

/** Names as the format wants them: at most 31 characters, no `[]:*?/\`, each once without regard to case. */
function sheetNames(sheets: readonly SheetSpec[]): string[] {
  const used = new Set<string>()
  return sheets.map((sheet, i) => {
    const clean = sheet.name
      .toWellFormed()
      .replace(/[[\]:*?/\\]|\p{Cc}/gu, ' ')
      .replace(/^'+|'+$/g, '')
      .trim()
    let name = clean.slice(0, 31).toWellFormed() || `Sheet${i + 1}`
    for (let n = 2; used.has(name.toLowerCase()); n++) name = `${clean.slice(0, 26)} (${n})`
    used.add(name.toLowerCase())
    return name
  })
}

const LISTS_NAME = '选项'

/** Drop-down lists live on a hidden sheet of their own: written inline they may hold 255 characters and no comma. */
class Lists {
  readonly #at = new Map<readonly string[], number>()
  readonly #lists: (readonly string[])[] = []
  constructor(sheets: readonly SheetSpec[]) {
    for (const column of sheets.flatMap((sheet) => sheet.columns)) {
      if (column.choices === undefined || column.choices.length === 0 || this.#at.has(column.choices)) continue
      this.#at.set(column.choices, this.#lists.length)
      this.#lists.push(column.choices)
    }
  }
  get sheet(): SheetSpec | undefined {
    if (this.#lists.length === 0) return undefined
    const longest = Math.max(...this.#lists.map((list) => list.length))
    const rows = Array.from({ length: longest }, (_, i) => this.#lists.map((list) => list[i] ?? null))
    return {
      name: LISTS_NAME,
      columns: this.#lists.map(() => ({ title: LISTS_NAME, format: 'text' as const })),
      rows,
      state: 'hidden',
    }
  }
  validations(sheet: SheetSpec): string {
    const last = 1 + (sheet.choiceRows ?? 5_000)
    const list = sheet.columns.flatMap((column, i) => {
      const at = column.choices === undefined ? undefined : this.#at.get(column.choices)
      if (at === undefined) return []
      const from = columnName(at)
      const range = `'${LISTS_NAME}'!$${from}$2:$${from}$${1 + (column.choices?.length ?? 0)}`
      const name = columnName(i)
      return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${name}2:${name}${last}"><formula1>${range}</formula1></dataValidation>`
    })
    return list.length === 0 ? '' : `<dataValidations count="${list.length}">${list.join('')}</dataValidations>`
  }
}

const CHUNK_CHARS = 65_536

async function* sheetXml(sheet: SheetSpec, lists: Lists, isFirst: boolean): AsyncGenerator<string, void, undefined> {
  const formats = sheet.columns.map((column) => (sheet.wrap ? STYLE.wrap : STYLE[column.format ?? 'general']))
  const cols = sheet.columns
    .map((column, i) => {
      const style = formats[i] === 0 ? '' : ` style="${formats[i]}"`
      return `<col min="${i + 1}" max="${i + 1}" width="${column.width ?? titleWidth(column.title)}"${style} customWidth="1"/>`
    })
    .join('')
  const selected = isFirst ? ' tabSelected="1"' : ''
  let text = `${HEAD}<worksheet xmlns="${SHEET_NS}"><sheetViews><sheetView${selected} workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${cols === '' ? '' : `<cols>${cols}</cols>`}<sheetData><row r="1">`
  sheet.columns.forEach((column, i) => {
    text += stringCell(`${columnName(i)}1`, column.title, STYLE.header)
  })
  text += '</row>'
  const names: string[] = []
  let row = 1
  for await (const values of sheet.rows) {
    row++
    let cells = ''
    for (let i = 0; i < values.length; i++) {
      names[i] ??= columnName(i)
      cells += valueCell(`${names[i]}${row}`, values[i] ?? null, formats[i] ?? STYLE.general)
    }
    text += `<row r="${row}">${cells}</row>`
    if (text.length > CHUNK_CHARS) {
      yield text
      text = ''
    }
  }
  yield `${text}</sheetData>${lists.validations(sheet)}</worksheet>`
}

/** Chinese characters take two places. */
const titleWidth = (title: string): number =>
  Math.min(
    60,
    Math.max(
      10,
      [...title].reduce((sum, c) => sum + (c > '\u2e7f' ? 2 : 1), 4),
    ),
  )

function valueCell(reference: string, value: Value, style: number): string {
  if (value === null || value === '') return ''
  const s = style === 0 ? '' : ` s="${style}"`
  switch (typeof value) {
    case 'string':
      return stringCell(reference, value, style)
    case 'number':
      return Number.isFinite(value) ? `<c r="${reference}"${s}><v>${value}</v></c>` : ''
    case 'boolean':
      return `<c r="${reference}"${s} t="b"><v>${value ? 1 : 0}</v></c>`
    default: {
      const serial = daySerial(value.date)
      return serial === undefined
        ? stringCell(reference, value.date, style)
        : `<c r="${reference}" s="${STYLE.date}"><v>${serial}</v></c>`
    }
  }
}

/** One line of CSV. Texts are guarded against being run as formulas; numbers are not texts and stay bare. */
export function csvLine(values: Values, delimiter = ','): string {
  return `${values.map((value) => csvField(value, delimiter)).join(delimiter)}\r\n`
}

function csvField(value: Value, delimiter: string): string {
  if (value === null) return ''
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  const text = protectText((typeof value === 'string' ? value : value.date).toWellFormed().replaceAll('\0', ''))
  // Every usual delimiter is quoted, so that whoever reads the file guesses the right one.
  const needsQuotes = text.includes(delimiter) || /[",;\t\r\n]|^\s|\s$/.test(text)
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * UTF-8 with a byte-order mark, without which Excel takes Chinese text for another encoding. Short rows are filled up to the header's
 * length. `out` is left open.
 */
export async function writeCsv(header: readonly string[], rows: Rows, out: Writable, delimiter = ','): Promise<void> {
  const sink: Sink = sinkOf(out)
  let text = `\ufeff${csvLine(header, delimiter)}`
  for await (const values of rows) {
    const short = header.length - values.length
    text += csvLine(short > 0 ? [...values, ...Array<null>(short).fill(null)] : values, delimiter)
    if (text.length > CHUNK_CHARS) {
      await sink(Buffer.from(text))
      text = ''
    }
  }
  await sink(Buffer.from(text))
}

const TYPE_WORDS: Readonly<Record<Column['type'], Words>> = {
  text: { zh: '文字', en: 'text' },
  date: { zh: '日期，如 2022-12-31', en: 'date, such as 2022-12-31' },
  id: { zh: '号码，按文本填写', en: 'number of a thing, filled in as text' },
  code: { zh: '编号，按文本填写', en: 'code, filled in as text' },
  integer: { zh: '整数', en: 'whole number' },
  choice: { zh: '从下拉列表选择', en: 'choose from the list' },
  instant: { zh: '日期和时间，如 2026-03-02 08:01:23', en: 'day and time, such as 2026-03-02 08:01:23' },
}

/**
 * The template of an import: one sheet to fill in, with an example row marked 示例 (skipped on upload), text formats and drop-downs, and a
 * sheet of notes. Both come from the same columns as the checks. For `writeXlsx`.
 */
export function template(
  columns: readonly Column[],
  options: { readonly name?: string; readonly lang?: keyof Words; readonly choiceRows?: number } = {},
): SheetSpec[] {
  const lang = options.lang ?? 'zh'
  const zh = lang === 'zh'
  const sample = columns.map((column, i) => (i === 0 ? `${SAMPLE_MARK}：${column.sample}` : column.sample))
  const fill: SheetSpec = {
    name: options.name ?? (zh ? '填写' : 'Fill in'),
    columns: columns.map((column) => ({
      title: column.required ? `${column.title[lang]}*` : column.title[lang],
      format: column.type === 'integer' ? 'general' : 'text',
      width: Math.max(titleWidth(column.title[lang]), titleWidth(column.sample)),
      ...(column.type === 'choice' && column.choices !== undefined ? { choices: column.choices } : {}),
    })),
    rows: [sample],
    choiceRows: options.choiceRows ?? 5_000,
  }
  const titles = zh
    ? ['列名', '是否必填', '类型', '可选内容', '示例', '说明']
    : ['Column', 'Required', 'Type', 'Choices', 'Example', 'Note']
  const notes: SheetSpec = {
    name: zh ? '填写说明' : 'Notes',
    columns: titles.map((title, i) => ({ title, width: [20, 10, 24, 40, 24, 60][i] ?? 20, format: 'text' as const })),
    rows: columns.map((column) => [
      column.title[lang],
      column.required ? (zh ? '必填' : 'yes') : zh ? '选填' : 'no',
      TYPE_WORDS[column.type][lang],
      (column.choices ?? []).join(zh ? '、' : ', '),
      column.sample,
      column.note?.[lang] ?? '',
    ]),
    wrap: true,
  }
  return [fill, notes]
}
