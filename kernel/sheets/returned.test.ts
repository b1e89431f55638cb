import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { defineColumns, guessColumns } from './columns.ts'
import type { Finding } from './findings.ts'
import { returnFile } from './limited/index.ts'
import { LIMITS, openZip } from './read/guard.ts'
import { bufferSource } from './read/source.ts'
import { type ReturnTask, returnSource } from './returned.ts'
import { buildBook, buildZip, Collected, given, rowsOf, shared, textsOf } from './testkit.ts'
import { writeCsv, writeXlsx } from './write.ts'

const bad = (row: number, column: string, words = '不对'): Finding => ({
  row,
  column,
  code: 'X',
  severity: 'must',
  message: { zh: `第 ${row} 行 ${words}`, en: `Row ${row} wrong` },
  hint: { zh: '请改', en: 'Mend it' },
  given: '',
})
const task = (findings: Finding[], more: Partial<ReturnTask> = {}): ReturnTask => ({
  do: 'return',
  options: {},
  headerRow: 1,
  sources: { member: 0, name: 1, joined: 2 },
  findings,
  ...more,
})
const returned = async (bytes: Buffer, order: ReturnTask): Promise<Buffer> => {
  const chunks: Buffer[] = []
  await returnSource(bufferSource(bytes), order, async (chunk) => void chunks.push(Buffer.from(chunk)))
  return Buffer.concat(chunks)
}
const partOf = async (bytes: Buffer, name: string): Promise<string> => {
  const zip = await openZip(bufferSource(bytes))
  const entry = zip.find(name)
  if (entry === undefined) return ''
  let text = ''
  for await (const chunk of zip.unpack(entry, LIMITS.unpackedBytesOne)) text += chunk.toString('utf8')
  return text
}
const styleOf = async (bytes: Buffer, cell: string): Promise<string | undefined> =>
  new RegExp(`<c(?=[^>]*\\sr="${cell}")[^>]*\\ss="(\\d+)"`).exec(await partOf(bytes, 'xl/worksheets/sheet1.xml'))?.[1]
const formatOf = async (bytes: Buffer, cell: string): Promise<string> => {
  const formats = [...((await partOf(bytes, 'xl/styles.xml')).split('<cellXfs')[1] ?? '').matchAll(/<xf [^>]*>/g)].map(
    (one) => one[0],
  )
  return formats[Number((await styleOf(bytes, cell)) ?? 0)] ?? ''
}

const ROWS =
  '<row r="1" spans="1:3"><c r="A1" t="s" s="4"><v>0</v></c><c r="B1" t="s" s="4"><v>1</v></c><c r="C1" t="s" s="4"><v>2</v></c></row>' +
  '<row r="2" spans="1:3"><c r="A2" s="4" t="str"><v>T001</v></c><c r="C2" s="3"><v>44682</v></c></row>' +
  '<row r="4"><c r="A4"><v>4</v></c><c r="B4" t="str"><v>李雷</v></c></row>'
const HEADS = shared('<si><t>会员号</t></si><si><t>姓名</t></si><si><t>入会日期</t></si>')
const clerks = buildBook({
  rows: ROWS,
  shared: HEADS,
  extra: [{ name: 'xl/media/untouched.bin', data: Buffer.from([1, 2, 3]) }],
})

describe('the clerk’s own workbook comes back', () => {
  test('bad cells are pink with their format kept, absent ones made, the column filled, the rest as it stood', async () => {
    const back = await returned(
      clerks,
      task([bad(2, 'joined', '日期不对'), bad(2, 'name', '没有填写'), bad(3, 'member'), bad(4, '', '整行重复')]),
    )
    expect(textsOf(await rowsOf(back))).toEqual([
      ['会员号', '姓名', '入会日期', '问题'],
      ['T001', '', '2022-05-01', '第 2 行 日期不对。请改；第 2 行 没有填写。请改'],
      ['', '', '', '第 3 行 不对。请改'],
      ['4', '李雷', '', '第 4 行 整行重复。请改'],
    ])
    expect((await rowsOf(back)).map((row) => row.row)).toEqual([1, 2, 3, 4])
    expect(await formatOf(back, 'C2')).toMatch(/numFmtId="170".*fillId="2"/)
    expect(await formatOf(back, 'B2')).toContain('fillId="2"')
    expect(await formatOf(back, 'A2')).toContain('fillId="0"')
    expect(await formatOf(back, 'A4')).toContain('fillId="0"')
    expect(await partOf(back, 'xl/media/untouched.bin')).toBe('\u0001\u0002\u0003')
    const notes = await partOf(back, 'xl/commentsImport.xml')
    expect([...notes.matchAll(/ref="(\w+)"/g)].map((one) => one[1])).toEqual(['B2', 'C2', 'A3'])
    expect(await partOf(back, 'xl/worksheets/sheet1.xml')).toContain('<legacyDrawing')
    expect(await partOf(back, '[Content_Types].xml')).toContain('commentsImport.xml')
  })
  test('sent in again it is matched without the problem column, and its old marks go', async () => {
    const columns = defineColumns([
      {
        key: 'member',
        title: { zh: '会员号', en: 'Member' },
        names: [],
        type: 'id',
        required: true,
        sample: 'T1',
        note: { zh: '', en: '' },
      },
    ])
    const once = await returned(clerks, task([bad(2, 'joined'), bad(4, 'name')]))
    expect(guessColumns((await rowsOf(once))[0]!, [], columns).unused.map((one) => one.header)).toEqual([
      '姓名',
      '入会日期',
    ])
    const twice = await returned(once, task([bad(4, 'name', '还不对')]))
    expect(textsOf(await rowsOf(twice))).toEqual([
      ['会员号', '姓名', '入会日期', '问题'],
      ['T001', '', '2022-05-01'],
      ['4', '李雷', '', '第 4 行 还不对。请改'],
    ])
    expect(await formatOf(twice, 'C2')).toMatch(/numFmtId="170".*fillId="0"/)
    expect(await formatOf(twice, 'B4')).toContain('fillId="2"')
    const notes = await partOf(twice, 'xl/commentsImport.xml')
    expect([...notes.matchAll(/ref="(\w+)"/g)].map((one) => one[1])).toEqual(['B4'])
    expect(notes).toContain('还不对')
  })
  test('notes only while they are few, and never on a sheet that has drawings', async () => {
    const many = Array.from({ length: 1_001 }, (_, i) => bad(i + 2, 'member'))
    const back = await returned(clerks, task(many))
    expect(await partOf(back, 'xl/commentsImport.xml')).toBe('')
    expect((await rowsOf(back)).length).toBe(1_002)
    const relations =
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
    const drawn = buildBook({
      rows: ROWS,
      shared: HEADS,
      extra: [{ name: 'xl/worksheets/_rels/sheet1.xml.rels', data: relations }],
    })
    expect(await partOf(await returned(drawn, task([bad(2, 'name')])), 'xl/commentsImport.xml')).toBe('')
  })
  test('prefixed elements, no references, existing column widths, an extension list', async () => {
    const sheet =
      '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:dimension ref="A1:B2"/><x:cols><x:col min="1" max="2" width="9"/></x:cols><x:sheetData><x:row><x:c t="str"><x:v>会员号</x:v></x:c><x:c t="str"><x:v>姓名</x:v></x:c></x:row><x:row/><x:row><x:c/><x:c t="str"><x:v>王芳</x:v></x:c></x:row></x:sheetData><x:pageMargins/><x:extLst/></x:worksheet>'
    const back = await returned(buildBook({ sheets: [sheet] }), task([bad(3, 'member'), bad(2, 'name')]))
    expect(textsOf(await rowsOf(back))).toEqual([
      ['会员号', '姓名', '问题'],
      ['', '', '第 2 行 不对。请改'],
      ['', '王芳', '第 3 行 不对。请改'],
    ])
    const text = await partOf(back, 'xl/worksheets/sheet1.xml')
    expect(text).not.toContain('dimension')
    expect(text).toContain('width="60"')
    expect(text.indexOf('x:legacyDrawing')).toBeLessThan(text.indexOf('<x:extLst'))
  })
  test('without styles there is no colour, but the column', async () => {
    const zip = await openZip(bufferSource(clerks))
    const parts = []
    for (const entry of zip.entries) {
      if (entry.name !== 'xl/styles.xml') parts.push({ name: entry.name, data: await partOf(clerks, entry.name) })
    }
    const back = await returned(buildZip(parts), task([bad(2, 'name')]))
    expect(textsOf(await rowsOf(back))[1]?.at(-1)).toBe('第 2 行 不对。请改')
  })
  test('nothing is returned from a damaged file', async () => {
    await expect(
      returned(buildBook({ rows: ROWS, shared: HEADS, sheetPart: { crc: 5 } }), task([])),
    ).rejects.toMatchObject({ code: 'ZIP_CRC' })
  })
  test('what we wrote ourselves, in English, formulas in a message stay text', async () => {
    const out = new Collected()
    await writeXlsx([{ name: 'a', columns: [{ title: '会员号' }, { title: '姓名' }], rows: [['T1', '=1+1']] }], out)
    const evil: Finding = { ...bad(2, 'name'), message: { zh: '=1+1', en: '=1+1 <b>&' } }
    const back = await returned(out.bytes, task([evil], { lang: 'en' }))
    expect(textsOf(await rowsOf(back))).toEqual([
      ['会员号', '姓名', 'Problems'],
      ['T1', '=1+1', '=1+1 <b>&. Mend it'],
    ])
    expect(await partOf(back, 'xl/worksheets/sheet1.xml')).not.toMatch(/<f[\s>/]/)
  })
  test.runIf(given('xlsx/AutoFilter.xlsx') !== undefined)('the given workbooks survive it', async () => {
    for (const name of [
      'AutoFilter',
      'DataTypesFormats',
      'LONumbers',
      'formulae_test_simple',
      'issue',
      'merge_cells',
      'minimal_112',
      'phonetic_text',
      'rich_text_stress',
      'sheet_visibility_strict',
      'threaded_comments_none',
      'xlsx-stream-d-date-cell',
    ]) {
      const bytes = given(`xlsx/${name}.xlsx`) ?? Buffer.alloc(0)
      const before = await rowsOf(bytes)
      const after = await rowsOf(await returned(bytes, task([bad(2, 'name')])))
      const width = Math.max(...before.map((row) => row.cells.length))
      const without = after.map((row) => row.cells.slice(0, width).map((cell) => `${cell.kind} ${cell.text}`))
      const padded = (cells: readonly { kind: string; text: string }[]) =>
        cells.map((cell) => `${cell.kind} ${cell.text}`)
      for (const row of before) {
        const at = after.findIndex((one) => one.row === row.row)
        expect(without[at]?.slice(0, row.cells.length), `${name} ${row.row}`).toEqual(padded(row.cells))
      }
      expect(after.find((row) => row.row === 2)?.cells[width]?.text, name).toBe('第 2 行 不对。请改')
    }
  })
})

describe('a CSV comes back', () => {
  test('with one more column, row numbers kept, formulas guarded', async () => {
    const back = await returned(
      Buffer.from('会员号;姓名\n\nT001;"\'=1+1"\nT002;王芳\n'),
      task([bad(3, 'name'), bad(6, '', '多出来的行')]),
    )
    expect(back.toString('utf8')).toBe(
      "\ufeff会员号;姓名;问题\r\n\r\nT001;'=1+1;第 3 行 不对。请改\r\nT002;王芳;\r\n\r\n;;第 6 行 多出来的行。请改\r\n",
    )
    const again = await returned(back, task([bad(4, 'name')]))
    expect(textsOf(await rowsOf(again))).toEqual([
      ['会员号', '姓名', '问题'],
      ['T001', '=1+1'],
      ['T002', '王芳', '第 4 行 不对。请改'],
    ])
  })
  test('from the limited process, straight to the receiver', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sheets-'))
    const source = new Collected()
    await writeCsv(
      ['会员号', '姓名'],
      Array.from({ length: 3_000 }, (_, i) => [`T${i}`, `球员${i}`]),
      source,
    )
    writeFileSync(join(folder, 'a.csv'), source.bytes)
    const out = new Collected()
    await returnFile(join(folder, 'a.csv'), task([bad(2_000, 'name')]), out)
    rmSync(folder, { recursive: true })
    const rows = await rowsOf(out.bytes)
    expect(rows.length).toBe(3_001)
    expect(rows[1_999]?.cells[2]?.text).toBe('第 2000 行 不对。请改')
  })
})
