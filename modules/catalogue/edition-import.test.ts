import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { type EditionRow, importEdition } from './edition-import.ts'

const small: EditionRow[] = [
  { code: '6', level: '1', parent: '', name: '生产制造及有关人员' },
  { code: '6-11', level: '2', parent: '6', name: '化学原料和化学制品制造人员' },
  { code: '6-11-01', level: '3', parent: '6-11', name: '化工产品生产通用工艺人员' },
  { code: '6-11-01-03', level: '4', parent: '6-11-01', name: '化工总控工 S', work_types: '' },
  {
    code: '6-11-01-05',
    level: '4',
    parent: '6-11-01',
    name: '工业清洗工',
    green: '1',
    work_types: '化学清洗工|锅炉清洗工L',
  },
]

test('a small edition: marks become flags, gaps are fine', () => {
  const r = importEdition(small, { edition: '2022', expected: [1, 1, 1, 2] })
  expect(r.findings).toEqual([])
  expect(r.counts).toEqual([1, 1, 1, 2])
  expect(r.occupations[3]).toEqual({
    edition: '2022',
    code: '6-11-01-03',
    depth: 4,
    parent: '6-11-01',
    name: '化工总控工',
    green: false,
    digital: true,
  })
  expect(r.workTypes).toEqual([
    { edition: '2022', occupation: '6-11-01-05', name: '化学清洗工', green: false, digital: false },
    { edition: '2022', occupation: '6-11-01-05', name: '锅炉清洗工', green: true, digital: false },
  ])
})

test('all faults at once, each with its place', () => {
  const r = importEdition(
    [
      ...small,
      { code: '6-11-01-05', level: '4', parent: '6-11-01', name: '又一个' },
      { code: '6-12-01-01', level: '3', parent: '6-12', name: '', work_types: '甲|甲' },
      { code: '六', level: '1', parent: '', name: '什么' },
      { code: '6-11-02', level: '3', parent: '6-11', name: '基础化学原料制造人员', work_types: '乙' },
    ],
    { edition: '2022', expected: [8, 79, 449, 1636] },
  )
  expect(r.findings.map((f) => [f.code, f.field])).toEqual([
    ['OCC_TWICE', 'rows[5].code'],
    ['OCC_LEVEL', 'rows[6].level'],
    ['OCC_PARENT', 'rows[6].parent'],
    ['OCC_NAME', 'rows[6].name'],
    ['WORK_TYPE_TWICE', 'rows[6].work_types'],
    ['OCC_FORM', 'rows[7].code'],
    ['WORK_TYPE_DEPTH', 'rows[8].work_types'],
    ['OCC_ORPHAN', 'rows[6].parent'],
    ['OCC_COUNTS', undefined],
  ])
})

const file = new URL('../../../shared/data/cn/occupations-2022.csv', import.meta.url)
test.skipIf(!existsSync(file))('the edition of 2022: 8, 79, 449, 1636', () => {
  const rows = parse(readFileSync(file, 'utf8'), { columns: true, bom: true }) as EditionRow[]
  const r = importEdition(rows, { edition: '2022', expected: [8, 79, 449, 1636] })
  expect(r.findings).toEqual([])
  expect(r.counts).toEqual([8, 79, 449, 1636])
  expect(r.workTypes).toHaveLength(2939)
  expect(r.occupations.filter((o) => o.digital)).toHaveLength(97)
  expect(r.occupations.filter((o) => o.green && o.digital)).toHaveLength(23)
})
