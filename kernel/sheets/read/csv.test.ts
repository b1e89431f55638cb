import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Collected, codeOf, naughtyStrings, rowsOf, textsOf } from '../testkit.ts'
import { writeCsv } from '../write.ts'
import { sniffDelimiter } from './csv.ts'
import { inspectSource } from './index.ts'
import { protectText, unprotectText } from './protect.ts'
import { bufferSource } from './source.ts'

const TEXT = '会员号,姓名\r\nT001,王芳\r\nT002,𠮷田\r\n'
const EXPECTED = [
  ['会员号', '姓名'],
  ['T001', '王芳'],
  ['T002', '𠮷田'],
]
// GB18030 bytes of TEXT without the last line, whose character needs four bytes there.
const GB = Buffer.concat([
  Buffer.from('bbe1d4b1bac52cd0d5c3fb0d0a', 'hex'),
  Buffer.from('T001,', 'latin1'),
  Buffer.from('cdf5b7bc0d0a', 'hex'),
])

describe('encodings', () => {
  test('UTF-8 with and without mark, UTF-16 both ways, GB18030', async () => {
    expect(textsOf(await rowsOf(Buffer.from(TEXT)))).toEqual(EXPECTED)
    expect(textsOf(await rowsOf(Buffer.from(`\ufeff${TEXT}`)))).toEqual(EXPECTED)
    const wide = Buffer.from(`\ufeff${TEXT}`, 'utf16le')
    expect(textsOf(await rowsOf(wide))).toEqual(EXPECTED)
    expect(textsOf(await rowsOf(Buffer.from(wide).swap16()))).toEqual(EXPECTED)
    expect(textsOf(await rowsOf(GB))).toEqual(EXPECTED.slice(0, 2))
    expect(await inspectSource(bufferSource(GB))).toMatchObject({ kind: 'csv', encoding: 'gb18030', delimiter: ',' })
  })
  test('a first Chinese name may stand after the first 64 kB', async () => {
    const late = Buffer.concat([Buffer.alloc(70_000, 'a,b\n'), GB])
    expect(textsOf(await rowsOf(late)).at(-1)).toEqual(['T001', '王芳'])
  })
  test('neither encoding, zero bytes, an open quote', async () => {
    expect(await codeOf(Buffer.from([0x61, 0x2c, 0xff, 0xff, 0x0a]))).toBe('CSV_ENCODING')
    expect(await codeOf(Buffer.from('a,b\0c\n'))).toBe('CSV_BINARY')
    expect(await codeOf(Buffer.from('a,b\n"c,d\ne,f'))).toBe('CSV_QUOTE')
  })
})

describe('shape', () => {
  test('delimiters', () => {
    expect(sniffDelimiter('a;b;c\n1,5;2;3\n')).toBe(';')
    expect(sniffDelimiter('a\tb\n1\t2,3\n')).toBe('\t')
    expect(sniffDelimiter('"a;b;c",d\n"e;f;g",h\n')).toBe(',')
    expect(sniffDelimiter('only one column\nx')).toBe(',')
  })
  test('empty lines count, uneven rows pass, quotes in the middle stay', async () => {
    const rows = await rowsOf(Buffer.from('a,b\n\n,,\n1,2,3\n李"四",x\n'))
    expect(rows.map((row) => row.row)).toEqual([1, 4, 5])
    expect(textsOf(rows)).toEqual([
      ['a', 'b'],
      ['1', '2', '3'],
      ['李"四"', 'x'],
    ])
  })
  test('too many columns and rows', async () => {
    expect(await codeOf(Buffer.from(`${'x,'.repeat(256)}x`))).toBe('COLS')
    expect(await codeOf(Buffer.from(`a${','.repeat(400)}\n1,2`))).toBe('read 2')
    expect(await codeOf(Buffer.from('1\n2\n3\n'), { rowsMax: 2 })).toBe('ROWS')
  })
  test('scientific notation stays text, for the id check to refuse', async () => {
    expect((await rowsOf(Buffer.from('id,n\n1.41E+17,x\n')))[1]?.cells[0]).toEqual({ kind: 'text', text: '1.41E+17' })
  })
})

describe('formula guard', () => {
  test('everything an office program would run is guarded; the rest is not touched', () => {
    for (const text of [
      '=1',
      '+1',
      '-1',
      '@x',
      '＝1',
      '＋1',
      '－1',
      '＠x',
      ' =1',
      '\t=1',
      '\tx',
      '\rx',
      '\u3000=1',
      "'=1",
    ]) {
      expect(protectText(text), text).toBe(`'${text}`)
    }
    for (const text of ['a=1', "O'Neill", "'quoted'", '网球', '1-2', '']) expect(protectText(text), text).toBe(text)
  })
  test('guarding and reading again gives the same text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => unprotectText(protectText(text)) === text),
      { seed: 7, numRuns: 2_000 },
    )
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("'", ' ', '\t', '\n', '=', '-', '＝', 'a', '\ufeff'), { maxLength: 6 }),
        (parts) => {
          const text = parts.join('')
          return unprotectText(protectText(text)) === text
        },
      ),
      { seed: 7, numRuns: 2_000 },
    )
  })
})

const roundTrip = async (table: string[][], delimiter = ',') => {
  const out = new Collected()
  await writeCsv(
    ['h', ...(table[0] ?? []).map((_, i) => `c${i}`)],
    table.map((row) => ['r', ...row]),
    out,
    delimiter,
  )
  return textsOf(await rowsOf(out.bytes))
    .slice(1)
    .map((row) => row.slice(1))
}
const trimmed = (row: string[]) => {
  const end = row.findLastIndex((text) => text !== '') + 1
  return row.slice(0, end)
}

describe('round trip', () => {
  test('naughty strings', async () => {
    const strings = naughtyStrings().map((text) => text.toWellFormed().replaceAll('\0', ''))
    expect(await roundTrip(strings.map((text) => [text, '|']))).toEqual(strings.map((text) => [text, '|']))
  })
  test('any text, any delimiter', async () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom(',', ';', '\t', '"', "'", '\r', '\n', '=', ' ', '网'),
        fc.string({ unit: 'grapheme', maxLength: 1 }),
      ),
      maxLength: 8,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(text, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(',', '\t'),
        async (table, delimiter) => {
          const clean = table.map((row) => row.map((cell) => cell.toWellFormed().replaceAll('\0', '')))
          const header = Array.from({ length: 9 }, (_, i) => `h${i}`)
          const out = new Collected()
          await writeCsv(
            header,
            clean.map((row) => ['r', ...row]),
            out,
            delimiter,
          )
          const read = textsOf(await rowsOf(out.bytes))
          expect(read.slice(1)).toEqual(clean.map((row) => trimmed(['r', ...row])))
        },
      ),
      { seed: 11, numRuns: 150 },
    )
  })
})

test('the decoder of this Node knows GB18030', () => {
  expect(new TextDecoder('gb18030').decode(GB)).toBe('会员号,姓名\r\nT001,王芳\r\n')
})
