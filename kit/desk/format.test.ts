import { describe, expect, test } from 'vitest'
import { daysBetween, dueIn, fileSize, inTable, inText, percent, plainText, yuan } from './format.ts'

describe('numbers', () => {
  test('tables show all digits, ratios as percent, missing as a dash', () => {
    expect(inTable(619_300)).toBe('619,300')
    expect(inTable(0)).toBe('0')
    expect(inTable(null)).toBe('—')
    expect(inTable(0.314449, 'ratio')).toBe('31.44%')
  })
  test('sentences use 万 and add no zeros to a figure', () => {
    expect(inText(619_300, 'stock', '人', 'zh')).toBe('61.93 万人')
    expect(inText(198_000, 'stock', '人', 'zh')).toBe('19.8 万人')
    expect(inText(100_000, 'stock', '人', 'zh')).toBe('10 万人')
    expect(inText(105, 'stock', '所', 'zh')).toBe('105 所')
    expect(inText(619_300, 'stock', 'persons', 'en')).toBe('619,300 persons')
    expect(inText(0.3197, 'ratio', '', 'zh')).toBe('31.97%')
    expect(percent(1)).toBe('100.00%')
  })
  test('money and sizes', () => {
    expect(yuan(123_450)).toBe('1,234.50')
    expect(fileSize(500)).toBe('500 B')
    expect(fileSize(3_500_000)).toBe('3.3 MB')
  })
})

describe('days', () => {
  test('are counted without a zone, over months and leap days', () => {
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
    expect(daysBetween('2023-01-01', '2022-12-31')).toBe(-1)
  })
  test('amber comes before red', () => {
    expect(dueIn('2026-11-24', '2026-11-23').tone).toBe('late')
    expect(dueIn('2026-11-24', '2026-11-24').tone).toBe('soon')
    expect(dueIn('2026-11-24', '2026-11-27').tone).toBe('soon')
    expect(dueIn('2026-11-24', '2026-11-28').tone).toBe('calm')
  })
})

describe('values', () => {
  test('labels, lists, masks and gaps', () => {
    expect(plainText({ value: '141002', label: '尧都区' })).toBe('尧都区')
    expect(plainText({ value: ['a', 'b'], label: ['焊工', '电工'] })).toBe('焊工、电工')
    expect(plainText({ masked: '141002********0012' })).toBe('141002********0012')
    expect(plainText(null)).toBe('—')
    expect(plainText(undefined)).toBe('—')
    expect(plainText(false)).toBe('否')
    expect(plainText(120_000, 'money')).toBe('1,200.00')
  })
})
