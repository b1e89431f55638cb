import { describe, expect, test } from 'vitest'
import { defineColumns, findHeader, guessColumns, isProblemHeader, isSampleRow, plainName } from './columns.ts'
import type { Cell, Row } from './read/types.ts'

const cell = (value: string | number): Cell =>
  typeof value === 'number'
    ? { kind: 'number', text: String(value), number: value }
    : value === ''
      ? { kind: 'empty', text: '' }
      : { kind: 'text', text: value }
const row = (n: number, ...values: (string | number)[]): Row => ({ row: n, cells: values.map(cell) })
const note = { zh: '', en: '' }

const columns = defineColumns([
  {
    key: 'member',
    title: { zh: '会员号', en: 'Member number' },
    names: ['编号', '会员编号'],
    type: 'id',
    required: true,
    looksLike: /^T\d{3}$/,
    sample: 'T001',
    note,
  },
  {
    key: 'name',
    title: { zh: '姓名', en: 'Name' },
    names: ['球员'],
    type: 'text',
    required: true,
    sample: '王芳',
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
  {
    key: 'level',
    title: { zh: '级别', en: 'Level' },
    names: [],
    type: 'choice',
    choices: ['初级', '中级', '高级'],
    required: false,
    sample: '初级',
    note,
  },
])

const data = Array.from({ length: 25 }, (_, i) =>
  row(i + 4, `T${100 + i}`, `球员${i}`, i % 5 === 0 ? '？' : `2022.5.${i + 1}`, '中级'),
)

describe('header', () => {
  test('below merged titles and remarks, by known names', () => {
    const rows = [
      row(1, '网球俱乐部会员登记表'),
      row(2, '填表人：', '王芳'),
      row(3, '会员编号 *', '姓 名', '入会日期（必填）', '级别'),
      ...data,
    ]
    expect(findHeader(rows, columns)).toMatchObject({ at: 2, row: { row: 3 }, why: 'name' })
  })
  test('by shape when no name is known', () => {
    expect(findHeader([row(1, '一览'), row(2, '甲', '乙', '丙', '丁'), ...data], columns)).toMatchObject({
      at: 1,
      why: 'shape',
    })
    expect(findHeader([row(1, '甲', '乙', '丙')], [])).toMatchObject({ at: 0, why: 'shape' })
  })
  test('none', () => {
    expect(findHeader([], columns)).toBeUndefined()
    expect(findHeader([row(1, 1, 2, 3)], columns)).toBeUndefined()
  })
})

describe('match', () => {
  test('names after folding; what nobody asked for; the problem column is ignored', () => {
    const guess = guessColumns(row(3, '问题', '备注', '会员编号＊', '姓 名', '入会日期（必填）', '级别'), [], columns)
    expect(guess.matches.map((match) => [match.column, match.source, match.why, match.confidence])).toEqual([
      ['member', 2, 'name', 1],
      ['name', 3, 'name', 1],
      ['joined', 4, 'name', 0.9],
      ['level', 5, 'name', 1],
    ])
    expect(guess.unused).toEqual([{ source: 1, header: '备注' }])
    expect(guess.missing).toEqual([])
  })
  test('content decides for unknown names when 60 % fit', () => {
    const guess = guessColumns(row(3, '甲', '乙', '丙', '丁'), data, columns)
    expect(guess.matches.map((match) => [match.column, match.source, match.why])).toEqual([
      ['member', 0, 'content'],
      ['joined', 2, 'content'],
      ['level', 3, 'content'],
    ])
    expect(guess.missing).toEqual(['name'])
    const few = data.map((one, i) => ({ ...one, cells: one.cells.with(2, cell(i % 2 === 0 ? '？' : '2022-05-01')) }))
    expect(guessColumns(row(3, '甲', '乙', '丙', '丁'), few, columns).missing).toContain('joined')
  })
  test('a damaged id column is still found, so that it can be refused by name', () => {
    const ids = defineColumns([{ ...columns[0], looksLike: /^\d{18}$/ }])
    const rows = Array.from({ length: 5 }, (_, i) => row(i, Number('141002199001010016')))
    expect(guessColumns(row(1, '甲'), rows, ids).matches).toMatchObject([{ column: 'member', why: 'content' }])
  })
  test('what was chosen last time wins', () => {
    const guess = guessColumns(row(3, '会员号', '旧编号', '姓名'), [], columns, { member: '旧 编号' })
    expect(guess.matches[0]).toMatchObject({ column: 'member', source: 1, why: 'remembered' })
    expect(guess.unused).toEqual([{ source: 0, header: '会员号' }])
  })
  test('two columns of dates are a guess to ask about', () => {
    const two = defineColumns([columns[2], { ...columns[2], key: 'left', title: { zh: '退会日期', en: 'Left' } }])
    const rows = Array.from({ length: 5 }, (_, i) => row(i, '2022-05-01', '2023-05-01'))
    const guess = guessColumns(row(1, '甲', '乙'), rows, two)
    expect(guess.matches.map((match) => match.confidence)).toEqual([0.4, 0.4])
  })
})

test('declarations are checked', () => {
  const [member, name] = columns
  expect(() => defineColumns([member, member])).toThrow('declared twice')
  expect(() => defineColumns([member, { ...name, names: ['编 号'] }])).toThrow('share the header name')
  expect(() => defineColumns([{ ...name, names: ['问题'] }])).toThrow('problem column')
  expect(() => defineColumns([{ ...name, type: 'choice' }])).toThrow('without choices')
  expect(() => defineColumns([{ ...name, looksLike: /x/g }])).toThrow('global')
})

test('marks of our own', () => {
  expect([' 问 题 ', 'Problems', '问题*'].map(isProblemHeader)).toEqual([true, true, true])
  expect(isProblemHeader('问题描述')).toBe(false)
  expect(isSampleRow(row(2, '示例：T001', '王芳'))).toBe(true)
  expect(isSampleRow(row(2, 'T001', '示例'))).toBe(false)
  expect(plainName('　会员号（*）：')).toBe('会员号')
})
