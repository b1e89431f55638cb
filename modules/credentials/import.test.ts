import { expect, test } from 'vitest'
import { type Column, defineColumns, guessColumns } from '../../kernel/sheets/columns.ts'
import { aRow } from './factory.ts'
import { certificateImport, contentOf, plainTitle } from './import.ts'

const columns = certificateImport.columns as readonly Column[]
const row = (n: number, texts: readonly string[]) => ({
  row: n,
  cells: texts.map((text) => ({ kind: text ? ('text' as const) : ('empty' as const), text })),
})

test('no two columns wait for the same header', () => {
  expect(() => defineColumns(columns)).not.toThrow()
})

test('the headers of a clerk’s list are understood', () => {
  const header = [
    '序号',
    '姓名',
    '性别',
    '身份证号码',
    '证书编号',
    '职业名称',
    '技能等级',
    '评价机构',
    '发证日期',
    '县区',
    '手机号',
    '备注',
  ]
  const found = guessColumns(row(1, header), [], columns)
  expect(found.missing).toEqual(['birthDate', 'kind', 'workType'])
  expect(found.unused.map((u) => u.header)).toEqual(['序号', '备注'])
})

test('under unknown headers, numbers are known by their form', () => {
  const r = aRow()
  const found = guessColumns(row(1, ['甲', '乙']), [row(2, [r['identity']!, r['number']!])], columns)
  expect(found.matches.map((m) => [m.column, m.source])).toEqual([
    ['number', 1],
    ['identity', 0],
  ])
})

test('titles are compared without blanks and widths; what a certificate says has a fixed order', () => {
  expect(plainTitle('临汾市　平阳（职业）培训学校')).toBe(plainTitle('临汾市平阳(职业)培训学校'))
  const content = {
    number: 'n',
    identity: 'i',
    nameKey: 'k',
    kind: 'skill-level',
    occupationCode: 'o',
    workType: null,
    levelRank: 3,
    organisationId: 'b',
    issuedOn: '2022-06-15',
    countyCode: 'c',
  }
  expect(contentOf(content)).toBe('["n","i","k","skill-level","o",null,3,"b","2022-06-15","c"]')
  expect(contentOf({ ...content, levelRank: 2 })).not.toBe(contentOf(content))
})
