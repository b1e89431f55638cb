/** Files for the tests only: honest odd ones and hostile ones, built byte by byte, so that no such file has to be kept. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { crc32, deflateRawSync } from 'node:zlib'
import { readSource } from './read/index.ts'
import { bufferSource } from './read/source.ts'
import type { ReadOptions, Row } from './read/types.ts'

export type Part = {
  readonly name: string
  readonly data: string | Buffer
  readonly stored?: true
  readonly crc?: number
  readonly unpacked?: number
  readonly flags?: number
  readonly mode?: number
  /** Point the directory at the body of the part with this index instead of writing one. */
  readonly sharesBodyOf?: number
  /** Sizes in a 64-bit extra field although 32 bits would do, as some Java programs write. */
  readonly wide?: true
}

export function buildZip(parts: readonly Part[]): Buffer {
  const out: Buffer[] = []
  const directory: Buffer[] = []
  const places: number[] = []
  let at = 0
  parts.forEach((part, i) => {
    const data = Buffer.from(part.data as string)
    const packed = part.stored ? data : deflateRawSync(data, { level: 9 })
    const name = Buffer.from(part.name)
    const head = Buffer.alloc(28)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(part.flags ?? 0, 2)
    head.writeUInt16LE(part.stored ? 0 : 8, 4)
    head.writeUInt32LE(part.crc ?? crc32(data), 10)
    head.writeUInt32LE(part.wide ? 0xffffffff : packed.length, 14)
    head.writeUInt32LE(part.wide ? 0xffffffff : (part.unpacked ?? data.length), 18)
    head.writeUInt16LE(name.length, 22)
    const extra = Buffer.alloc(part.wide ? 20 : 0)
    if (part.wide) {
      extra.writeUInt16LE(1, 0)
      extra.writeUInt16LE(16, 2)
      extra.writeBigUInt64LE(BigInt(data.length), 4)
      extra.writeBigUInt64LE(BigInt(packed.length), 12)
    }
    head.writeUInt16LE(extra.length, 24)
    places.push(at)
    if (part.sharesBodyOf === undefined) {
      const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), head.subarray(0, 26), name, extra, packed])
      out.push(local)
      at += local.length
    }
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(((part.mode ?? 0) << 16) >>> 0, 6)
    tail.writeUInt32LE(places[part.sharesBodyOf ?? i] ?? 0, 10)
    directory.push(
      Buffer.concat([
        Buffer.from([0x50, 0x4b, 1, 2, 20, 0]),
        head.subarray(0, 26),
        Buffer.alloc(2),
        tail.subarray(2),
        name,
        extra,
      ]),
    )
  })
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...out, listed, end])
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

export type Book = {
  /** The inside of the sheet's data. */
  readonly rows?: string
  /** Whole sheet parts instead, first sheet first. */
  readonly sheets?: readonly string[]
  readonly states?: readonly string[]
  readonly shared?: string
  readonly styles?: string
  readonly date1904?: boolean
  readonly extra?: readonly Part[]
  /** Changes the sheet's own part: a lying size, a wrong checksum. */
  readonly sheetPart?: Partial<Part>
}

export const sheetOf = (rows: string, tail = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${tail}</worksheet>`

/** Formats: 0 plain, 1 date (14), 2 time (20), 3 `yyyy"年"m"月"d"日"`, 4 `@`, 5 date and time (22). */
export const STYLES = `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0"/><xf numFmtId="20" fontId="0" fillId="0" borderId="0"/><xf numFmtId="170" fontId="0" fillId="0" borderId="0"><alignment horizontal="left"/></xf><xf numFmtId="49" fontId="0" fillId="0" borderId="0"/><xf numFmtId="22" fontId="0" fillId="0" borderId="0"/></cellXfs></styleSheet>`

export function buildBook(book: Book): Buffer {
  const sheets = book.sheets ?? [sheetOf(book.rows ?? '')]
  const list = sheets
    .map(
      (_, i) =>
        `<sheet name="表${i + 1}" sheetId="${i + 1}"${book.states?.[i] ? ` state="${book.states[i]}"` : ''} r:id="rId${i + 1}"/>`,
    )
    .join('')
  const relations = sheets
    .map((_, i) => `<Relationship Id="rId${i + 1}" Type="${REL}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`)
    .join('')
  return buildZip([
    {
      name: '[Content_Types].xml',
      data: `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      data: `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      data: `<workbook xmlns="${MAIN}" xmlns:r="${REL}"><workbookPr${book.date1904 ? ' date1904="1"' : ''}/><sheets>${list}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: `<Relationships xmlns="${PACKAGE}/relationships">${relations}<Relationship Id="rIdS" Type="${REL}/styles" Target="styles.xml"/><Relationship Id="rIdT" Type="${REL}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
    },
    { name: 'xl/styles.xml', data: book.styles ?? STYLES },
    { name: 'xl/sharedStrings.xml', data: book.shared ?? `<sst xmlns="${MAIN}"/>` },
    ...sheets.map((data, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, data, ...(i === 0 ? book.sheetPart : {}) })),
    ...(book.extra ?? []),
  ])
}

export const shared = (items: string): string => `<sst xmlns="${MAIN}">${items}</sst>`

export async function rowsOf(bytes: Buffer, options: ReadOptions = {}): Promise<Row[]> {
  const rows: Row[] = []
  for await (const batch of readSource(bufferSource(bytes), options)) rows.push(...batch)
  return rows
}

export const textsOf = (rows: readonly Row[]): string[][] => rows.map((row) => row.cells.map((cell) => cell.text))

/** Resolves to the refusal's code; to `read N` when the file was read after all. */
export async function codeOf(bytes: Buffer, options: ReadOptions = {}): Promise<string> {
  try {
    return `read ${(await rowsOf(bytes, options)).length}`
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

export class Collected extends Writable {
  readonly #chunks: Buffer[] = []
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#chunks.push(chunk)
    done()
  }
  get bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }
}

/** Files given to developers beside the repository; the tests run without them too. */
const GIVEN = new URL('../../../shared/data/vectors/', import.meta.url)
export const given = (name: string): Buffer | undefined => {
  const url = new URL(name, GIVEN)
  return existsSync(url) ? readFileSync(url) : undefined
}
export const givenFolder = (name: string): string[] => {
  const url = new URL(name, GIVEN)
  return existsSync(url) ? readdirSync(url) : []
}

/** Strings that break programs: the given list when it is there, and our own. */
export function naughtyStrings(): string[] {
  const list = given('blns.json')
  const own = [
    '=1+1',
    '+1',
    '-1',
    '@A1',
    '＝1+1',
    '＋1',
    '－1',
    '＠A1',
    '\t=1',
    '\r=1',
    ' =1',
    "'=1",
    "''=1",
    '\u3000=1',
    '\u200b=1',
    '=HYPERLINK("http://a.invalid","x")',
  ]
  own.push(
    '_x0041_',
    '_x000D_',
    '_x005F_x0041_',
    '_x0041\u0001',
    'a\r\nb',
    'a\rb',
    '\ud83d\ude00',
    '𠮷野家',
    '㐱',
    '<b>&amp;</b>',
    ']]>',
    '"',
    '""',
    "'",
    ',',
    ';',
    'x,"y"\nz',
    '\ufeffx',
    'NULL',
  )
  return [...own, ...(list === undefined ? [] : (JSON.parse(list.toString('utf8')) as string[]))]
}
