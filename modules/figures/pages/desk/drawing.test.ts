import { describe, expect, test } from 'vitest'
import type { MeasureAnswer } from '../../../../kit/desk/api-types.ts'
import type { MeasureTable } from '../../../../kit/desk/measure-table.ts'
import { drawingOf, topOf } from './drawing.ts'

const word = (s: string) => ({ zh: s, en: s })
const answer = {
  id: 'x.y',
  title: word('技能人才'),
  unit: { zh: '人', en: 'persons' },
  kind: 'stock',
  value: 9,
} as unknown as MeasureAnswer
const table = (values: (number | null)[]): MeasureTable => ({
  dimensions: [{ id: 'county', title: word('县') }],
  columns: [{ key: null, label: word('技能人才') }],
  rows: values.map((value, i) => ({
    key: String(i),
    label: word(`县${i}`),
    cells: [{ value, question: {} }],
    total: undefined,
  })),
  total: { value: 9, question: {} },
})

const words = { dimensions: [{ id: 'county', title: word('县'), kind: 'value' as const }] }
const years = { dimensions: [{ id: 'county', title: word('年'), kind: 'year' as const }] }

describe('drawing of a table', () => {
  test('few groups keep their order', () => {
    expect(drawingOf(table([1, 3, 2]), answer, 'bar', 'zh').series[0]?.values).toEqual([1, 3, 2])
  })
  test('many are ranked and cut; time never is', () => {
    const many = table(Array.from({ length: 30 }, (_, i) => i))
    const bars = drawingOf(many, answer, 'bar', 'zh')
    expect(bars.labels).toHaveLength(20)
    expect(bars.series[0]?.values[0]).toBe(29)
    expect(drawingOf(many, answer, 'line', 'zh').series[0]?.values[0]).toBe(0)
  })
  test('the sentence names the largest known group', () => {
    expect(topOf(table([1, null, 20_000]), answer, words, 'zh')).toBe('按县：县2最多（2 万人）')
    expect(topOf(table([null]), answer, words, 'zh')).toBe('技能人才，按县')
  })
  test('of time, the sentence says where it stands now', () => {
    expect(topOf(table([1, 3, 2]), answer, years, 'zh')).toBe('县2 为 2 人（县1 为 3 人）')
    expect(topOf(table([5]), answer, years, 'zh')).toBe('县0 为 5 人')
  })
})
