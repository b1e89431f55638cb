import { expect, test } from 'vitest'
import { numbered, numeral } from './numbered.ts'

test('numerals as headings write them', () => {
  expect([1, 9, 10, 11, 20, 21, 99].map(numeral)).toEqual(['一', '九', '十', '十一', '二十', '二十一', '九十九'])
})

test('levels count on and start again under a new heading', () => {
  const kinds = [
    'heading1',
    'heading2',
    'heading2',
    'paragraph',
    'heading1',
    'heading2',
    'heading3',
    'heading4',
  ] as const
  expect(numbered(kinds.map((kind) => ({ kind, runs: [] }))).map((b) => b.marker)).toEqual([
    '一、',
    '（一）',
    '（二）',
    '',
    '二、',
    '（一）',
    '1.',
    '（1）',
  ])
})
