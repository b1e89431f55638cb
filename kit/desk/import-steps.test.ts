import { describe, expect, test } from 'vitest'
import {
  type BatchRow,
  badCells,
  isMoving,
  nextBadCell,
  pastedToCsv,
  refuseFile,
  stepOf,
  takeSource,
} from './import-steps.ts'

const columns = [{ key: 'name' }, { key: 'card' }, { key: 'since' }]
const bad = (row: number, ...fields: (string | undefined)[]): BatchRow => ({
  row,
  state: 'bad',
  values: {},
  findings: fields.map((field) => ({
    code: 'X',
    ...(field ? { field } : {}),
    message: { zh: '', en: '' },
    hint: { zh: '', en: '' },
  })),
})

describe('columns', () => {
  test('a source belongs to one column only', () => {
    expect(takeSource({ name: 0, card: 1, since: null }, 'since', 1)).toEqual({ name: 0, card: null, since: 1 })
    expect(takeSource({ name: 0, card: 1 }, 'name', null)).toEqual({ name: null, card: 1 })
  })
})

describe('mending', () => {
  const rows = [bad(5, 'since', 'name'), bad(9, 'card'), bad(12, undefined)]
  const cells = badCells(rows, columns)
  test('cells in reading order; a finding about a row stands at its first column', () => {
    expect(cells).toEqual([
      { row: 5, column: 'name' },
      { row: 5, column: 'since' },
      { row: 9, column: 'card' },
      { row: 12, column: 'name' },
    ])
  })
  test('Enter goes on to the next one, also when the present one is mended, and round at the end', () => {
    expect(nextBadCell(cells, undefined, columns)).toEqual({ row: 5, column: 'name' })
    expect(nextBadCell(cells, { row: 5, column: 'card' }, columns)).toEqual({ row: 5, column: 'since' })
    expect(nextBadCell(cells.slice(2), { row: 5, column: 'since' }, columns)).toEqual({ row: 9, column: 'card' })
    expect(nextBadCell(cells, { row: 12, column: 'since' }, columns)).toEqual({ row: 5, column: 'name' })
    expect(nextBadCell([], { row: 1, column: 'name' }, columns)).toBeUndefined()
  })
  test('a hint does not stop anybody', () => {
    const row = bad(3, 'name')
    const hint = { ...row, findings: row.findings.map((f) => ({ ...f, severity: 'hint' as const })) }
    expect(badCells([hint], columns)).toEqual([])
  })
})

describe('files', () => {
  test('old formats are answered with what to do', () => {
    expect(refuseFile('名册.xls', 10)?.hint.zh).toContain('.xlsx')
    expect(refuseFile('名册.ET', 10)?.hint.zh).toContain('另存为')
    expect(refuseFile('scan.pdf', 10)).toBeDefined()
    expect(refuseFile('a.xlsx', 0)?.message.zh).toBe('文件是空的')
    expect(refuseFile('a.xlsx', 23 * 1024 * 1024)?.message.zh).toContain('23 MB')
    expect(refuseFile('a.xlsx', 1000)).toBeUndefined()
    expect(refuseFile('a.csv', 1000)).toBeUndefined()
  })
  test('pasted cells become a file', () => {
    expect(pastedToCsv('姓名\t地址\r\n王强\t尧都区,解放路 "5号"\n\n')).toBe('姓名,地址\r\n王强,"尧都区,解放路 ""5号"""')
  })
})

test('steps and waiting', () => {
  expect([stepOf('received'), stepOf('matching'), stepOf('staged'), stepOf('checked'), stepOf('done')]).toEqual([
    0, 1, 2, 2, 3,
  ])
  expect(isMoving('committing')).toBe(true)
  expect(isMoving('checked')).toBe(false)
})
