import { describe, expect, test } from 'vitest'
import { buildBook, given, givenFolder, rowsOf, shared, sheetOf, textsOf } from '../testkit.ts'
import { inspectSource } from './index.ts'
import { bufferSource } from './source.ts'
import { formatKind } from './workbook.ts'
import { columnIndex, columnName, daySerial, serialDate } from './xlsx.ts'

const one = async (cell: string, book: Parameters<typeof buildBook>[0] = {}) =>
  (await rowsOf(buildBook({ ...book, rows: `<row r="1">${cell}</row>` })))[0]?.cells[0]

describe('cells keep the kind they have', () => {
  test('a numeric id stays a number, with the digits of the file', async () => {
    expect(await one('<c r="A1"><v>141002199001010012</v></c>')).toEqual({
      kind: 'number',
      text: '141002199001010012',
      number: 141002199001010020,
    })
  })
  test('numbers, booleans, errors, formulas', async () => {
    expect(await one('<c r="A1"><v>1E-7</v></c>')).toEqual({ kind: 'number', text: '0.0000001', number: 1e-7 })
    expect(await one('<c r="A1" t="b"><v>1</v></c>')).toEqual({ kind: 'boolean', text: 'TRUE' })
    expect(await one('<c r="A1" t="e"><v>#DIV/0!</v></c>')).toEqual({ kind: 'error', text: '#DIV/0!' })
    expect(await one('<c r="A1" t="str"><f>A2&amp;"x"</f><v>yx</v></c>')).toEqual({
      kind: 'text',
      text: 'yx',
      formula: true,
    })
    expect(await one('<c r="A1"><f t="shared" si="0"/><v>5</v></c>')).toEqual({
      kind: 'number',
      text: '5',
      number: 5,
      formula: true,
    })
  })
  test('dates by format; time apart; 1904; the day that never was', async () => {
    expect(await one('<c r="A1" s="1"><v>44682</v></c>')).toEqual({ kind: 'date', text: '2022-05-01', number: 44682 })
    expect(await one('<c r="A1" s="3"><v>44682.5</v></c>')).toMatchObject({
      kind: 'date',
      text: '2022-05-01',
      time: '12:00:00',
    })
    expect(await one('<c r="A1" s="1"><v>43220</v></c>', { date1904: true })).toMatchObject({ text: '2022-05-01' })
    expect(await one('<c r="A1" s="1"><v>59</v></c>')).toMatchObject({ text: '1900-02-28' })
    expect(await one('<c r="A1" s="1"><v>60</v></c>')).toMatchObject({ text: '1900-02-29' })
    expect(await one('<c r="A1" s="1"><v>61</v></c>')).toMatchObject({ text: '1900-03-01' })
    expect(await one('<c r="A1" s="2"><v>0.25</v></c>')).toEqual({ kind: 'text', text: '06:00:00', number: 0.25 })
    expect(await one('<c r="A1" s="1"><v>-5</v></c>')).toMatchObject({ kind: 'number' })
    expect(await one('<c r="A1" t="d"><v>2022-05-01T08:30:00</v></c>')).toEqual({
      kind: 'date',
      text: '2022-05-01',
      time: '08:30:00',
    })
  })
  test('strings: rich, phonetic, inline, escaped, with spaces', async () => {
    const table = shared(
      '<si><t>漢字</t><rPh sb="0" eb="2"><t>カンジ</t></rPh><phoneticPr/></si><si><r><rPr><b/></rPr><t>网</t></r><r><t xml:space="preserve">球 </t></r></si><si/><si><t>a_x000D_b&#20013;&amp;amp;</t></si>',
    )
    const cells = await rowsOf(
      buildBook({
        shared: table,
        rows: '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="inlineStr"><is><r><t>网</t></r><r><t>球</t></r></is></c></row>',
      }),
    )
    expect(textsOf(cells)).toEqual([['漢字', '网球 ', '', 'a\rb中&amp;', '网球']])
  })
})

describe('sheets and rows', () => {
  test('prefixed elements', async () => {
    const sheet =
      '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>网球</x:t></x:is></x:c><x:c r="B1"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    expect(textsOf(await rowsOf(buildBook({ sheets: [sheet] })))).toEqual([['网球', '5']])
  })
  test('hidden sheets are listed as such and not chosen; hidden rows are flagged', async () => {
    const bytes = buildBook({
      sheets: [
        sheetOf('<row r="1"><c r="A1"><v>1</v></c></row>'),
        sheetOf('<row r="1" hidden="1"><c r="A1"><v>2</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>'),
        sheetOf(''),
      ],
      states: ['veryHidden', '', 'hidden'],
    })
    const info = await inspectSource(bufferSource(bytes))
    expect(info.sheets.map((sheet) => sheet.state)).toEqual(['veryHidden', 'visible', 'hidden'])
    expect(info.chosen).toBe(1)
    const rows = await rowsOf(bytes)
    expect(rows.map((row) => [row.row, row.hidden ?? false])).toEqual([
      [1, true],
      [3, false],
    ])
    expect(textsOf(await rowsOf(bytes, { sheet: '表1' }))).toEqual([['1']])
    await expect(rowsOf(bytes, { sheet: '表9' })).rejects.toMatchObject({ code: 'SHEET_MISSING' })
  })
  test('no references, self-closing rows, empty data, comments before the data, single quotes', async () => {
    expect(
      textsOf(
        await rowsOf(
          buildBook({ rows: '<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>' }),
        ),
      ),
    ).toEqual([['1', '', '3'], ['4']])
    expect(
      await rowsOf(buildBook({ sheets: [sheetOf('').replace('<sheetData></sheetData>', '<sheetData/>')] })),
    ).toEqual([])
    expect(
      textsOf(
        await rowsOf(
          buildBook({ sheets: [`<!-- <sheetData> -->${sheetOf("<row r='1'><c r='A1' t='str'><v>x</v></c></row>")}`] }),
        ),
      ),
    ).toEqual([['x']])
  })
  test('a sheet in UTF-16, and sizes in 64-bit fields', async () => {
    const sheet = Buffer.from(`\ufeff${sheetOf('<row r="1"><c r="A1" t="str"><v>网球</v></c></row>')}`, 'utf16le')
    expect(textsOf(await rowsOf(buildBook({ sheets: [''], sheetPart: { data: sheet } })))).toEqual([['网球']])
    expect(
      textsOf(await rowsOf(buildBook({ rows: '<row r="1"><c r="A1"><v>1</v></c></row>', sheetPart: { wide: true } }))),
    ).toEqual([['1']])
  })
  test('batches cut in the middle of anything read the same', async () => {
    const rows = Array.from(
      { length: 9_000 },
      (_, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="inlineStr"><is><t>球员${i}𠮷</t></is></c></row>`,
    ).join('')
    const read = await rowsOf(buildBook({ rows }))
    expect(read.length).toBe(9_000)
    expect(read.every((row, i) => row.cells[0]?.text === `球员${i}𠮷`)).toBe(true)
  })
})

describe('pure parts', () => {
  test('column names', () => {
    expect([0, 25, 26, 701, 702, 16_383].map(columnName)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD'])
    for (let i = 0; i < 16_384; i += 37) expect(columnIndex(`${columnName(i)}7`)).toBe(i)
    expect(['A', '1', '', 'AAAA1', 'a1'].map(columnIndex)).toEqual([-1, -1, -1, -1, -1])
  })
  test('format codes', () => {
    const dates = [
      'yyyy-mm-dd',
      'm/d/yy',
      'yyyy"年"m"月"',
      '[$-804]yyyy/m/d;@',
      'mmm',
      'dd\\.mm\\.yyyy',
      'm/d/yy h:mm',
      'yyyy"年"m"月"d"日"',
    ]
    expect(dates.map(formatKind)).toEqual(dates.map(() => 'date'))
    const times = ['h:mm', 'hh:mm:ss', 'h:mm AM/PM', '上午/下午h"时"mm"分"']
    expect(times.map(formatKind)).toEqual(times.map(() => 'time'))
    const numbers = [
      'General',
      '0.00',
      '#,##0',
      '0.00E+00',
      '@',
      '[h]:mm',
      '"day "0',
      '[Red]0',
      '_-* #,##0_-',
      '0"日"',
      '¥#,##0.00',
      '\\d0',
    ]
    expect(numbers.map(formatKind)).toEqual(numbers.map(() => 'number'))
  })
  test('every serial from March 1900 goes there and back', () => {
    for (let serial = 61; serial < 2_958_465; serial += 997)
      expect(daySerial(serialDate(serial, false)?.date ?? '')).toBe(serial)
    expect(serialDate(2_958_466, false)).toBeUndefined()
    expect(serialDate(1.999999, false)).toEqual({ date: '1900-01-02' })
  })
})

describe.runIf(givenFolder('xlsx/').length > 0)('the given workbooks', () => {
  const read = (name: string, options = {}) => rowsOf(given(`xlsx/${name}`) ?? Buffer.alloc(0), options)
  test('phonetic, rich, d cells, strict, prefix-free text', async () => {
    expect(textsOf(await read('phonetic_text.xlsx'))).toEqual([['漢字'], ['漢字withColor']])
    expect((await read('rich_text_stress.xlsx')).length).toBe(14)
    const dCells = await read('xlsx-stream-d-date-cell.xlsx')
    expect(textsOf(dCells)[0]).toEqual(['String', 'てすと', '&\'";<>', '&amp;'])
    expect(dCells[4]?.cells[1]).toMatchObject({ kind: 'date', text: '2014-02-14', time: '08:27:48' })
    const strict = await inspectSource(bufferSource(given('xlsx/sheet_visibility_strict.xlsx') ?? Buffer.alloc(0)))
    expect(strict.sheets.map((sheet) => `${sheet.name} ${sheet.state}`)).toEqual([
      'Visible visible',
      'Hidden hidden',
      'VeryHidden veryHidden',
    ])
    expect((await read('sheet_visibility_strict.xlsx'))[1]?.cells.every((cell) => cell.formula)).toBe(true)
  })
  test('formulas with their values, numbers, merges, macros, threaded notes', async () => {
    expect((await read('formulae_test_simple.xlsx')).length).toBe(6)
    expect(textsOf(await read('minimal_112.xlsx'))).toEqual([
      ['Sheet', 'JS'],
      ['123', '1.23'],
      ['TRUE', '0.123'],
    ])
    expect(textsOf(await read('merge_cells.xlsx'))[0]).toEqual(['A1:B2', '', 'C1:C2', 'Separate blocks'])
    expect((await read('DataTypesFormats.xlsx'))[1]?.cells[1]).toMatchObject({
      kind: 'date',
      text: '2020-07-23',
      time: '09:00:00',
    })
    expect((await read('numfmt_1_russian.xlsm')).length).toBe(14)
    expect((await read('threaded_comments_none.xlsx'))[1]?.cells[1]).toMatchObject({
      kind: 'date',
      text: '2022-03-13',
      formula: true,
    })
    expect((await read('issue.xlsx')).length).toBe(44)
    expect((await read('AutoFilter.xlsx', { sheet: 'Top10' })).length).toBe(22)
    expect((await read('LONumbers.xlsx')).length).toBe(38)
    expect(await read('author_snowman.xlsx')).toEqual([])
  })
  test('old binary files are named as such', async () => {
    for (const name of ['password_2002_128_strong.xls', 'text_and_numbers.xls'])
      await expect(read(name)).rejects.toMatchObject({ code: 'FILE_XLS' })
  })
})
