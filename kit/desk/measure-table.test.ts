import { describe, expect, test } from 'vitest'
import type { MeasureAnswer, MeasureWords } from './api-types.ts'
import { chartsFor, questionOfCell, tableOf } from './measure-table.ts'

const title = { zh: '会员', en: 'Members' }
const unit = { zh: '人', en: 'persons' }
const words: MeasureWords = {
  id: 'club.members',
  title,
  unit,
  kind: 'stock',
  meaning: title,
  dimensions: [
    { id: 'class', title: { zh: '级', en: 'Class' }, kind: 'rank' },
    { id: 'county', title: { zh: '地', en: 'Place' }, kind: 'value' },
    { id: 'year', title: { zh: '年', en: 'Year' }, kind: 'year' },
  ],
}
const answer = (groups: MeasureAnswer['groups'], kind: MeasureAnswer['kind'] = 'stock'): MeasureAnswer => ({
  id: 'club.members',
  title,
  unit,
  kind,
  asOf: '2025-12-31',
  knownOn: '2026-01-01',
  value: 7,
  groups,
  labels: { class: { a: { zh: '甲', en: 'A' } }, county: { '01': { zh: '东', en: 'East' } } },
  meaning: title,
  rule: title,
  sources: [],
  suppressed: 0,
  records: '',
})
const group = (g: { [d: string]: string | null }, value: number | null) =>
  ({ ...g, value }) as MeasureAnswer['groups'][number]

describe('table of a measure', () => {
  test('one dimension: a row for each group, the unnamed last', () => {
    const t = tableOf(answer([group({ class: null }, 2), group({ class: 'b' }, 4), group({ class: 'a' }, 1)]), words, {
      by: 'class',
      asOf: '2025-12-31',
    })
    expect(t.rows.map((r) => [r.label.en, r.cells[0]?.value])).toEqual([
      ['A', 1],
      ['b', 4],
      ['(not given)', 2],
    ])
    expect(t.rows[0]?.cells[0]?.question).toEqual({ asOf: '2025-12-31', where: { class: 'a' } })
    expect(t.total).toEqual({ value: 7, question: { asOf: '2025-12-31' } })
  })
  test('two dimensions: gaps stay gaps, row sums are those of the cells', () => {
    const t = tableOf(
      answer([
        group({ class: 'a', county: '01' }, 1),
        group({ class: 'a', county: '02' }, 4),
        group({ class: 'b', county: '02' }, 2),
      ]),
      words,
      { by: 'class,county', where: { year: '2025' } },
    )
    expect(t.columns.map((c) => c.label.en)).toEqual(['East', '02'])
    expect(t.rows[1]?.cells[0]).toBeUndefined()
    expect(t.rows[0]?.total?.value).toBe(5)
    expect(t.rows[1]?.cells[1]?.question.where).toEqual({ year: '2025', class: 'b', county: '02' })
  })
  test('a hidden cell takes its row sum with it: it must not be found by subtraction', () => {
    const t = tableOf(
      answer([group({ class: 'a', county: '01' }, null), group({ class: 'a', county: '02' }, 4)]),
      words,
      { by: 'class,county' },
    )
    expect(t.rows[0]?.total?.value).toBeNull()
  })
  test('an order of its own comes before the order of keys', () => {
    const t = tableOf(
      answer([group({ class: 'a' }, 1), group({ class: 'b' }, 2), group({ class: 'c' }, 3), group({ class: null }, 1)]),
      words,
      { by: 'class' },
      { class: ['c', 'a'] },
    )
    expect(t.rows.map((r) => r.key)).toEqual(['c', 'a', 'b', null])
  })
  test('ratios do not add up', () => {
    const t = tableOf(
      answer([group({ class: 'a', county: '01' }, 0.5), group({ class: 'a', county: '02' }, 0.5)], 'ratio'),
      words,
      { by: 'class,county' },
    )
    expect(t.rows[0]?.total?.value).toBeNull()
  })
  test('a depth belongs to the question, not to the group', () => {
    const t = tableOf(answer([group({ class: 'a' }, 7)]), words, { by: 'class@2' })
    expect(t.dimensions[0]?.id).toBe('class')
    expect(questionOfCell({ by: 'class@2' }, { class: 'a' })).toEqual({ where: { class: 'a' } })
  })
})

test('which drawing fits', () => {
  expect(chartsFor(words, { by: 'year' }, 'county')).toEqual(['line', 'bar'])
  expect(chartsFor(words, { by: 'county,class' }, 'county')).toEqual(['tiles', 'bar'])
  expect(chartsFor(words, { by: 'class' }, 'county')).toEqual(['bar'])
  expect(chartsFor(words, {}, 'county')).toEqual([])
})
