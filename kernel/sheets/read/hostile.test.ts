import { describe, expect, test } from 'vitest'
import { buildBook, buildZip, codeOf, rowsOf, shared, sheetOf, textsOf } from '../testkit.ts'
import { refusalOf, SheetRefused } from './refusals.ts'

const row = (n: number) => `<row r="${n}"><c r="A${n}"><v>${n}</v></c></row>`
const rows = (count: number) => Array.from({ length: count }, (_, i) => row(i + 1)).join('')
const honest = buildBook({ rows: rows(500) })

describe('hostile archives are refused by name', () => {
  test('the honest one is read', async () => expect(await codeOf(honest)).toBe('read 500'))

  test('ratio bomb: one cell of 30 million letters', async () => {
    const bomb = buildBook({
      rows: `<row r="1"><c r="A1" t="inlineStr"><is><t>${'A'.repeat(30_000_000)}</t></is></c></row>`,
    })
    expect(bomb.length).toBeLessThan(60_000)
    expect(await codeOf(bomb)).toBe('ZIP_RATIO')
  })
  test('ratio bomb in the shared strings', async () => {
    expect(await codeOf(buildBook({ rows: row(1), shared: shared('<si><t/></si>'.repeat(1_000_000)) }))).toBe(
      'ZIP_RATIO',
    )
  })
  test('lying size, smaller and larger', async () => {
    expect(await codeOf(buildBook({ rows: rows(500), sheetPart: { unpacked: 500 } }))).toBe('ZIP_SIZE')
    expect(await codeOf(buildBook({ rows: rows(500), sheetPart: { unpacked: 100_000 } }))).toBe('ZIP_SIZE')
  })
  test('a wrong checksum, and a flipped bit anywhere in a stored sheet', async () => {
    expect(await codeOf(buildBook({ rows: rows(500), sheetPart: { crc: 1 } }))).toBe('ZIP_CRC')
    const stored = buildBook({ rows: rows(20), sheetPart: { stored: true } })
    const at = stored.indexOf('<v>7</v>') + 3
    stored[at] = (stored[at] ?? 0) ^ 1
    expect(await codeOf(stored)).toBe('ZIP_CRC')
  })
  test('flipped bits in a packed sheet never pass', async () => {
    const start = honest.indexOf('xl/worksheets/sheet1.xml')
    for (let i = 0; i < 120; i++) {
      const copy = Buffer.from(honest)
      const at = start + 24 + i * 7
      copy[at] = (copy[at] ?? 0) ^ (1 << (i % 8))
      expect(await codeOf(copy)).not.toBe('read 500')
    }
  })
  test('truncated at 200 offsets: always a named refusal', async () => {
    const allowed = new Set(['ZIP_CUT', 'FILE_EMPTY', 'NOT_WORKBOOK', 'CSV_BINARY', 'CSV_ENCODING', 'read 1'])
    for (let i = 0; i < 200; i++) {
      const code = await codeOf(honest.subarray(0, Math.floor((honest.length * i) / 200)))
      expect(allowed, code).toContain(code)
    }
  })
  test('overlapping bodies', async () => {
    expect(
      await codeOf(
        buildZip([
          { name: 'a.xml', data: 'x' },
          { name: 'a.xml2', data: 'x', sharesBodyOf: 0 },
        ]),
      ),
    ).toMatch(/ZIP_OVERLAP|ZIP_NAME/)
  })
  test('too many entries, two of one name, odd names, a link, a password, an unknown method', async () => {
    const many = Array.from({ length: 2_001 }, (_, i) => ({ name: `p${i}`, data: '' }))
    expect(await codeOf(buildZip(many))).toBe('ZIP_ENTRIES')
    expect(
      await codeOf(
        buildZip([
          { name: 'A.xml', data: '' },
          { name: 'a.XML', data: '' },
        ]),
      ),
    ).toBe('ZIP_TWICE')
    for (const name of ['../x', 'a/../../x', '/etc/x', 'C:/x', 'a\\..\\x']) {
      expect(await codeOf(buildZip([{ name, data: '' }])), name).toBe('ZIP_NAME')
    }
    expect(await codeOf(buildZip([{ name: 'l', data: '/etc', mode: 0xa1ff }]))).toBe('ZIP_NAME')
    expect(await codeOf(buildZip([{ name: 'l', data: 'x', flags: 1 }]))).toBe('ZIP_PASSWORD')
  })
  test('an archive without a workbook', async () => {
    expect(await codeOf(buildZip([{ name: 'readme.txt', data: 'x' }]))).toBe('NOT_WORKBOOK')
    expect(
      await codeOf(
        buildZip([{ name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet', stored: true }]),
      ),
    ).toBe('FILE_ODS')
  })
})

describe('hostile sheets', () => {
  test('document type, entity and CDATA, in every part that is read', async () => {
    const bombs = ['<!DOCTYPE x [<!ENTITY a "b">]>', '<!DOCTYPE x SYSTEM "file:///etc/hostname">']
    for (const dtd of bombs) {
      expect(await codeOf(buildBook({ sheets: [dtd + sheetOf(row(1))] }))).toBe('DTD')
      expect(await codeOf(buildBook({ rows: row(1), shared: dtd + shared('') }))).toBe('DTD')
      expect(await codeOf(buildBook({ rows: row(1), styles: `${dtd}<styleSheet/>` }))).toBe('DTD')
      expect(await codeOf(buildBook({ sheets: [sheetOf(row(1), dtd)] }))).toBe('DTD')
    }
    expect(
      await codeOf(buildBook({ rows: '<row r="1"><c r="A1" t="str"><v><![CDATA[</c></row>]]></v></c></row>' })),
    ).toBe('DTD')
    expect(await codeOf(buildBook({ rows: '<row r="1"><c r="A1" t="str"><v>&d;</v></c></row>' }))).toBe('XML_BROKEN')
  })
  test('content in the last column is refused, an empty styled cell there is not', async () => {
    expect(await codeOf(buildBook({ rows: '<row r="1"><c r="XFD1"><v>1</v></c></row>' }))).toBe('COLS')
    expect(await codeOf(buildBook({ rows: '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>' }))).toBe(
      'read 1',
    )
  })
  test('the last row of the format is read without filling the gap; one beyond is refused', async () => {
    expect((await rowsOf(buildBook({ rows: `${row(1)}${row(1_048_576)}` }))).map((r) => r.row)).toEqual([1, 1_048_576])
    expect(await codeOf(buildBook({ rows: row(1_048_577) }))).toBe('ROWS')
  })
  test('a merge over the whole sheet costs nothing', async () => {
    const tail = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    expect(textsOf(await rowsOf(buildBook({ sheets: [sheetOf(row(1), tail)] })))).toEqual([['1']])
  })
  test('limits of rows and of one row', async () => {
    expect(await codeOf(honest, { rowsMax: 499 })).toBe('ROWS')
    const noise = Array.from({ length: 900_000 }, (_, i) => ((i * 2_654_435_761) % 4_294_967_296).toString(36)).join('')
    expect(await codeOf(buildBook({ rows: `<row r="1"><c r="A1" t="str"><v>${noise}</v></c></row>` }))).toMatch(
      /ROW_BIG|TEXT_BIG/,
    )
  })
  test('broken structure', async () => {
    for (const broken of [
      '<row r="2"></row><row r="1"></row>',
      '<row r="1"><c r="A1"><v>x</v></c></row>',
      '<row r="1"><c r="A1" t="s"><v>9</v></c></row>',
      '<row r="1"><c r="1A"><v>1</v></c></row>',
      '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
      '<row r="1"><c r="A1"><v>1</v>',
      '<junk/>',
      '<row r="1"><c r="A1" t="odd"><v>1</v></c></row>',
    ]) {
      expect(await codeOf(buildBook({ rows: broken })), broken).toBe('XML_BROKEN')
    }
  })
})

describe('files that are no tables', () => {
  test('by first bytes', async () => {
    const ole = (names: string) =>
      Buffer.concat([
        Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
        Buffer.alloc(70_000),
        Buffer.from(names, 'utf16le'),
      ])
    expect(await codeOf(ole('EncryptedPackage'))).toBe('FILE_PASSWORD')
    expect(await codeOf(ole('Workbook'))).toBe('FILE_XLS')
    expect(await codeOf(ole('Workbook'), { fileName: '会员.ET' })).toBe('FILE_ET')
    expect(await codeOf(ole('ETExtData'))).toBe('FILE_ET')
    expect(await codeOf(Buffer.from('<html><table><tr><td>1</td></tr></table>'))).toBe('FILE_HTML')
    expect(await codeOf(Buffer.from('\ufeff\n <TABLE>'))).toBe('FILE_HTML')
    expect(await codeOf(Buffer.from('\ufeff<html>', 'utf16le'))).toBe('FILE_HTML')
    expect(await codeOf(Buffer.from('%PDF-1.7'))).toBe('FILE_TYPE')
    expect(await codeOf(Buffer.alloc(0))).toBe('FILE_EMPTY')
    expect(await codeOf(Buffer.from(' \r\n '))).toBe('FILE_EMPTY')
    expect(await codeOf(Buffer.alloc(2_000, 'a,b\n'), { fileBytesMax: 1_000 })).toBe('FILE_BIG')
  })
  test('a refusal tells what, and how to mend it, in both languages', () => {
    const error = new SheetRefused('FILE_BIG', { sizeMb: 23, maxMb: 20 })
    expect(error.refusal.message).toEqual({
      zh: '文件 23 MB，超过 20 MB。',
      en: 'The file has 23 MB, more than 20 MB.',
    })
    expect(refusalOf('FILE_ET').hint.zh).toContain('另存为 .xlsx')
  })
})
