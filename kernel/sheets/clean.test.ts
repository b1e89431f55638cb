import { performance } from 'node:perf_hooks'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asShown, cleanCode, cleanText, isoDate, parseDate, parseId, parseInteger, readCell } from './clean.ts'
import { defineColumns } from './columns.ts'
import { groupFindings } from './findings.ts'
import type { Cell } from './read/types.ts'
import { serialDate } from './read/xlsx.ts'

const where = { row: 9, column: 'member', title: { zh: '会员号', en: 'member number' } }
const text = (value: string): Cell => (value === '' ? { kind: 'empty', text: '' } : { kind: 'text', text: value })
const number = (value: number): Cell => ({ kind: 'number', text: String(value), number: value })
const dateOf = (cell: Cell) => {
  const parsed = parseDate(cell, where)
  return 'finding' in parsed ? parsed.finding.code : parsed.value
}

describe('ids', () => {
  test('a damaged id is told in the words of the catalogue', () => {
    const parsed = parseId({ kind: 'number', text: '141002199001010012', number: Number('141002199001010012') }, where)
    expect(parsed).toMatchObject({
      finding: {
        row: 9,
        column: 'member',
        code: 'ID_SCI',
        severity: 'must',
        given: '1.41002E+17',
        message: { zh: '第 9 行 会员号被 Excel 变成了 1.41002E+17，后几位已丢失，无法恢复' },
        hint: { zh: '请把该列设为"文本"后重新填写' },
      },
    })
  })
  test('scientific text from a CSV, in any writing', () => {
    for (const given of ['1.41E+17', '1.41002E+17', '1e17', ' 1.41Ｅ＋17 ']) {
      expect(parseId(text(given), where), given).toMatchObject({ finding: { code: 'ID_SCI' } })
    }
    expect(parseId(text('T1E5'), where)).toMatchObject({ value: 'T1E5' })
  })
  test('no number cell ever passes, small ones come with a suggestion', () => {
    expect(parseId(number(1234), where)).toMatchObject({ finding: { code: 'ID_NUM', suggestion: '1234' } })
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => 'finding' in parseId(number(n), where)),
      { seed: 1, numRuns: 1_000 },
    )
    expect(parseId({ kind: 'date', text: '2022-01-01', number: 44_562 }, where)).toMatchObject({
      finding: { code: 'ID_NUM' },
    })
    expect(parseId({ kind: 'error', text: '#N/A' }, where)).toMatchObject({ finding: { code: 'CELL_ERROR' } })
  })
  test('full width, blanks, small x', () => {
    const parsed = parseId(text('　１４１００２ 19900101001ｘ\u200b'), where)
    expect(parsed).toMatchObject({ value: '14100219900101001X' })
    expect('repairs' in parsed && parsed.repairs.map((repair) => repair.code)).toEqual([
      'CONTROL',
      'TRIMMED',
      'WIDTH',
      'SPACES',
      'UPPER_X',
    ])
    expect(parseId(text('  '), where)).toMatchObject({ value: null })
  })
  test('as shown', () => {
    expect(asShown(number(123_456_789_012))).toBe('1.23457E+11')
    expect(asShown(number(1e17))).toBe('1E+17')
    expect(asShown(number(13_800_000_000))).toBe('13800000000')
  })
})

describe('texts', () => {
  test('names keep their characters', () => {
    for (const name of ['㐱', '𠮷田', '阿·买提', '王⼩明', 'Ａｎｎ', '张 三'])
      expect(cleanText(name)).toEqual({ value: name, repairs: [] })
  })
  test('what nobody typed goes, and is told', () => {
    expect(cleanText('\u202e王芳\u0007 \n 教练\u3000')).toEqual({
      value: '王芳 教练',
      repairs: [
        { code: 'CONTROL', from: '\u202e王芳\u0007 \n 教练\u3000', to: '王芳 \n 教练\u3000' },
        { code: 'TRIMMED', from: '王芳 \n 教练\u3000', to: '王芳 \n 教练' },
        { code: 'SPACES', from: '王芳 \n 教练', to: '王芳 教练' },
      ],
    })
  })
  test('cleaning is a fixed point, and silent exactly when nothing changed', () => {
    const any = fc.string({ unit: 'binary' })
    for (const clean of [cleanText, (value: string) => cleanCode(value, { upperX: true })]) {
      fc.assert(
        fc.property(any, (value) => {
          const once = clean(value)
          expect(clean(once.value)).toEqual({ value: once.value, repairs: [] })
          expect(once.repairs.length === 0).toBe(once.value === value)
        }),
        { seed: 2, numRuns: 2_000 },
      )
    }
  })
})

test('cells full of one character take no time', () => {
  const started = performance.now()
  for (const unit of [' ', 'T', '\t', '(', "'", '0', '年', '-']) {
    const cell = text(`1${unit.repeat(1_000_000)}1`)
    cleanText(cell.text)
    parseDate(cell, where)
    parseId(cell, where)
    parseInteger(cell, where)
  }
  expect(performance.now() - started).toBeLessThan(10_000)
})

describe('dates', () => {
  test('every notation', () => {
    for (const given of [
      '2023-05-01',
      '2023/5/1',
      '2023.5.1',
      '20230501',
      '2023年5月1日',
      '2023年05月01',
      '２０２３－０５－０１',
      '2023 - 5 - 1',
      '2023–5–1',
      '2023。5。1',
      '2023⽉5'.replace('⽉5', '-5-1'),
      '2023-05-01 08:30',
      '2023/5/1 0:00:00',
      '2023-05-01T08:30:00.000',
      '2023年5月1日8:30',
      ' 2023-05-01\u200b',
    ]) {
      expect(dateOf(text(given)), given).toBe('2023-05-01')
    }
    expect(dateOf(number(45_047))).toBe('2023-05-01')
    expect(dateOf(number(45_047.6))).toBe('2023-05-01')
    expect(dateOf(number(20_230_501))).toBe('2023-05-01')
    expect(dateOf({ kind: 'date', text: '2023-05-01', number: 45_047, time: '08:00:00' })).toBe('2023-05-01')
    expect(dateOf(text(''))).toBeNull()
  })
  test('what is no date is asked back', () => {
    for (const given of [
      '2023-02-29',
      '2023-13-01',
      '2023-00-10',
      '5/1/2023',
      '2023-5',
      '2023年5月',
      '2023-05/01',
      '2023.05-01',
      '2023-05-01Z',
      '2023-05-01T20:00:00Z',
      '0202-01-01',
      '20023-1-1',
      '二〇二三年',
      'x',
      '202305',
      '1899-12-31',
      '1900-02-29',
      '2023年5-1',
    ]) {
      expect(dateOf(text(given)), given).toBe('DATE_FMT')
    }
    expect(dateOf(number(60))).toBe('DATE_FMT')
    expect(dateOf(number(20_231_301))).toBe('DATE_FMT')
    expect(dateOf({ kind: 'date', text: '1900-02-29', number: 60 })).toBe('DATE_FMT')
    expect(
      parseDate(text('90.1.5'), { ...where, row: 30, title: { zh: '出生日期', en: 'date of birth' } }),
    ).toMatchObject({
      finding: {
        message: { zh: '第 30 行 出生日期"90.1.5"无法识别' },
        hint: { zh: '请填 1990-01-05' },
        suggestion: '1990-01-05',
      },
    })
  })
  test('any real day in any notation comes out as itself', () => {
    const day = fc.date({ min: new Date('1900-03-01'), max: new Date('2100-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(day, fc.nat(7), (date, notation) => {
        const iso = date.toISOString().slice(0, 10)
        const [y = 0, m = 0, d = 0] = iso.split('-').map(Number)
        const serial = (Date.parse(iso) - Date.UTC(1899, 11, 30)) / 86_400_000
        const cells: Cell[] = [
          text(iso),
          text(`${y}/${m}/${d}`),
          text(`${y}.${m}.${d}`),
          text(iso.replaceAll('-', '')),
          text(`${y}年${m}月${d}日`),
          number(serial),
          number(Number(iso.replaceAll('-', ''))),
          text(`${iso} 23:59:59`),
        ]
        expect(dateOf(cells[notation] ?? text(''))).toBe(iso)
        expect(serialDate(serial, false)?.date).toBe(iso)
      }),
      { seed: 3, numRuns: 3_000 },
    )
  })
  test('any text either gives a real day or a finding', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789-/.年月日 :T') })), (given) => {
        const parsed = parseDate(text(given), where)
        if ('finding' in parsed) return parsed.finding.given === given
        if (parsed.value === null) return given.trim() === '' || given.replace(/\p{C}|\s/gu, '') === ''
        const [y = 0, m = 0, d = 0] = parsed.value.split('-').map(Number)
        return isoDate(y, m, d) === parsed.value
      }),
      { seed: 4, numRuns: 5_000 },
    )
  })
})

test('whole numbers', () => {
  const value = (cell: Cell) => {
    const parsed = parseInteger(cell, where)
    return 'finding' in parsed ? parsed.finding.code : parsed.value
  }
  expect([number(5), text('５'), text('1,234'), text('12.0'), text('-3'), text(' 7 '), text('')].map(value)).toEqual([
    5,
    5,
    1234,
    12,
    -3,
    7,
    null,
  ])
  expect([number(1.5), text('1,23'), text('五'), text('1e3'), text('1.5'), text('9'.repeat(16))].map(value)).toEqual(
    Array(6).fill('INT_FMT'),
  )
})

const columns = defineColumns([
  {
    key: 'member',
    title: { zh: '会员号', en: 'Member number' },
    names: [],
    type: 'id',
    required: true,
    sample: 'T001',
    note: { zh: '', en: '' },
  },
  {
    key: 'court',
    title: { zh: '场地', en: 'Court' },
    names: [],
    type: 'choice',
    choices: ['红土', '硬地（室内）'],
    required: false,
    sample: '红土',
    note: { zh: '', en: '' },
  },
  {
    key: 'phone',
    title: { zh: '电话', en: 'Phone' },
    names: [],
    type: 'text',
    neverNumeric: true,
    required: false,
    sample: '0357',
    note: { zh: '', en: '' },
  },
  {
    key: 'name',
    title: { zh: '姓名', en: 'Name' },
    names: [],
    type: 'text',
    required: false,
    sample: '王芳',
    note: { zh: '', en: '' },
  },
])

test('a cell under its column: value, repairs, all findings', () => {
  const [member, court, phone, name] = columns
  expect(readCell(text(''), member, 4).findings).toMatchObject([
    { code: 'MISSING', severity: 'must', message: { zh: '第 4 行 会员号没有填写' } },
  ])
  expect(readCell({ kind: 'text', text: 'T1', formula: true }, member, 4)).toMatchObject({
    value: 'T1',
    findings: [{ code: 'FORMULA', severity: 'confirm' }],
  })
  expect(readCell(text('硬地(室内)'), court, 4)).toMatchObject({ value: '硬地（室内）', findings: [] })
  expect(readCell(text('硬地'), court, 4).findings).toMatchObject([{ code: 'DICT', suggestion: '硬地（室内）' }])
  expect(readCell(text('草地'), court, 4).findings[0]?.suggestion).toBeUndefined()
  expect(readCell(number(357), phone, 4).findings).toMatchObject([{ code: 'ID_NUM' }])
  expect(readCell(number(7), name, 4)).toMatchObject({ value: '7', repairs: [{ code: 'NUMBER_TEXT' }] })
  const findings = [5, 6].flatMap((row) => [
    ...readCell(text(''), member, row).findings,
    ...readCell(text('草地'), court, row).findings,
  ])
  expect(groupFindings(findings).map((group) => [group.code, group.findings.length])).toEqual([
    ['MISSING', 2],
    ['DICT', 2],
  ])
})
