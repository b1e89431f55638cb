import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defineColumns, findHeader, guessColumns, isSampleRow } from './columns.ts'
import { LIMITS, openZip } from './read/guard.ts'
import { inspectSource } from './read/index.ts'
import { bufferSource } from './read/source.ts'
import { Collected, naughtyStrings, rowsOf, textsOf } from './testkit.ts'
import { type SheetSpec, template, type Values, writeXlsx } from './write.ts'
import { CELL_TEXT_MAX } from './write-xml.ts'

const written = async (sheets: readonly SheetSpec[]): Promise<Buffer> => {
  const out = new Collected()
  await writeXlsx(sheets, out)
  return out.bytes
}
const book = (rows: readonly Values[], width = 3) =>
  written([{ name: '会员', columns: Array.from({ length: width }, (_, i) => ({ title: `列${i}` })), rows }])

const partsOf = async (bytes: Buffer): Promise<string> => {
  const zip = await openZip(bufferSource(bytes))
  let all = ''
  for (const entry of zip.entries) {
    for await (const chunk of zip.unpack(entry, LIMITS.unpackedBytesOne)) all += chunk.toString('utf8')
  }
  return all
}

/** 300 texts that some office program somewhere has run. */
const payloads = (): string[] => {
  const marks = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t=', '\r=', '\n=', ' =', "'=", '\u3000=', '\u200b=']
  const bodies = [
    '1+1',
    'cmd|" /C calc"!A0',
    'HYPERLINK("http://a.invalid")',
    'SUM(A1:A9)',
    'WEBSERVICE("http://a.invalid")',
    'DDE("x";"y";"z")',
    '10+20',
    'A1',
    '2;3',
    '"x"',
    '-1',
    '=1',
    "'1",
    '1,2',
    'T(1)',
    '{1}',
    'NOW()',
    'RAND()',
    '1E9',
    '(1)',
  ]
  return marks.flatMap((mark) => bodies.map((body) => mark + body))
}

describe('round trip', () => {
  test('kinds', async () => {
    const rows = await rowsOf(
      await book([
        ['T001', 5, { date: '2022-05-01' }],
        ['', null, true],
        [1.5, -0.25, 1e21],
        ['0012', '1.41E+17', { date: 'x' }],
      ]),
    )
    expect(rows.map((row) => row.cells.map((cell) => `${cell.kind} ${cell.text}`))).toEqual([
      ['text 列0', 'text 列1', 'text 列2'],
      ['text T001', 'number 5', 'date 2022-05-01'],
      ['empty ', 'empty ', 'boolean TRUE'],
      ['number 1.5', 'number -0.25', 'number 1e+21'],
      ['text 0012', 'text 1.41E+17', 'text x'],
    ])
  })
  test('naughty strings', async () => {
    const strings = naughtyStrings().filter((text) => text !== '')
    const read = textsOf(await rowsOf(await book(strings.map((text) => [text, '|']))))
    expect(read.slice(1).map((row) => row[0])).toEqual(strings.map((text) => text.toWellFormed()))
  })
  test('any text', async () => {
    const tricky = fc.array(
      fc.constantFrom('_', 'x0041', '_x000D_', '\r', '\n', '\u0001', '<', '&', ']]>', ' ', 'x', '网', '\ufffe', '𠮷'),
      { maxLength: 8 },
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      tricky.map((parts) => parts.join('')),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
        const read = textsOf(await rowsOf(await book(texts.map((one) => [one, '|']))))
        expect(read.slice(1).map((row) => row[0])).toEqual(texts.map((one) => one.toWellFormed()))
      }),
      { seed: 5, numRuns: 150 },
    )
  })
  test('a text longer than a cell may hold is cut with a mark', async () => {
    const read = await rowsOf(await book([['网'.repeat(40_000)]]))
    expect(read[1]?.cells[0]?.text.length).toBe(CELL_TEXT_MAX)
    expect(read[1]?.cells[0]?.text.endsWith('网…')).toBe(true)
  })
})

describe('safety and form', () => {
  test('300 payloads, no formula', async () => {
    expect(payloads().length).toBe(300)
    const bytes = await book(payloads().map((text) => [text]))
    expect(await partsOf(bytes)).not.toMatch(/<(?:\w+:)?f[\s>/]/)
    const cells = (await rowsOf(bytes)).flatMap((row) => row.cells)
    expect(cells.some((cell) => cell.formula)).toBe(false)
    expect(cells.slice(3).map((cell) => cell.text)).toEqual(payloads())
  })
  test('sheet names are made lawful and distinct', async () => {
    const sheet = (name: string): SheetSpec => ({ name, columns: [], rows: [] })
    const info = await inspectSource(
      bufferSource(
        await written([sheet('会员/2022'), sheet('会员:2022'), sheet(''), sheet('很'.repeat(40)), sheet("'a'")]),
      ),
    )
    expect(info.sheets.map((one) => one.name)).toEqual(['会员 2022', '会员 2022 (2)', 'Sheet3', '很'.repeat(31), 'a'])
  })
  test('the same content gives the same bytes', async () => {
    expect((await book([['a', 1]])).equals(await book([['a', 1]]))).toBe(true)
  })
  test('a slow receiver holds the rows back', async () => {
    let taken = 0
    function* rows(): Generator<Values> {
      for (; taken < 50_000; taken++)
        yield [`${taken * 7_919}`, 'x'.repeat(taken % 50), String(Math.imul(taken, 2_654_435_761))]
    }
    const out = new Collected({ highWaterMark: 1_024 })
    const release: (() => void)[] = []
    out._write = (_chunk, _encoding, done) => void release.push(done)
    const writing = writeXlsx([{ name: 'a', columns: [], rows: rows() }], out)
    writing.catch(() => {})
    for (let i = 0; i < 40; i++) await new Promise((done) => setImmediate(done))
    expect(taken).toBeLessThan(50_000)
    out.destroy()
    await expect(writing).rejects.toThrow()
  })
})

const note = { zh: '每人一号', en: 'one for each' }
const columns = defineColumns([
  {
    key: 'member',
    title: { zh: '会员号', en: 'Member number' },
    names: [],
    type: 'id',
    required: true,
    sample: 'T001',
    note,
  },
  {
    key: 'level',
    title: { zh: '级别', en: 'Level' },
    names: [],
    type: 'choice',
    choices: ['初级,甲', '中级"乙"', '高级'],
    required: false,
    sample: '高级',
    note,
  },
  {
    key: 'joined',
    title: { zh: '入会日期', en: 'Joined' },
    names: [],
    type: 'date',
    required: true,
    sample: '2022-05-01',
    note,
  },
])

describe('template', () => {
  test('is found again by its own columns, and its example is skipped', async () => {
    const bytes = await written(template(columns))
    const info = await inspectSource(bufferSource(bytes))
    expect(info.sheets.map((sheet) => `${sheet.name} ${sheet.state}`)).toEqual([
      '填写 visible',
      '填写说明 visible',
      '选项 hidden',
    ])
    const rows = await rowsOf(bytes)
    const header = findHeader(rows, columns)
    expect(header).toMatchObject({ at: 0, why: 'name' })
    expect(guessColumns(rows[0]!, [], columns).missing).toEqual([])
    expect(rows.slice(1).map(isSampleRow)).toEqual([true])
    expect(textsOf(await rowsOf(bytes, { sheet: '填写说明' }))[2]).toEqual([
      '级别',
      '选填',
      '从下拉列表选择',
      '初级,甲、中级"乙"、高级',
      '高级',
      '每人一号',
    ])
    const all = await partsOf(bytes)
    expect(all).toContain("<formula1>'选项'!$A$2:$A$4</formula1>")
    expect(all).toContain('style="2" customWidth="1"')
  })
})

const office = ['soffice', 'libreoffice'].find((name) => {
  try {
    execFileSync('which', [name], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})
// Slow, and only where the office program is at hand: set OFFICE=1.
describe.runIf(office !== undefined && process.env['OFFICE'] === '1')('an office program opens what is written', () => {
  test('payloads stay text', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sheets-'))
    return book(payloads().map((text) => [text, '|'])).then((bytes) => {
      writeFileSync(join(folder, 'a.xlsx'), bytes)
      execFileSync(
        office ?? '',
        [
          '--headless',
          `-env:UserInstallation=file://${folder}/profile`,
          '--convert-to',
          'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true',
          '--outdir',
          folder,
          join(folder, 'a.xlsx'),
        ],
        { stdio: 'ignore', timeout: 120_000 },
      )
      const text = readFileSync(join(folder, 'a.csv'), 'utf8')
      rmSync(folder, { recursive: true })
      for (const payload of ['=1+1', '=SUM(A1:A9)', '@10+20', '-10+20']) expect(text).toContain(payload)
    })
  })
})
