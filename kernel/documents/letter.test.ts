import { expect, test } from 'vitest'
import { tennisLetter } from './factory.ts'
import { type Block, checkLetter, letterFigures, numberBlocks, runsText, textBlocks } from './letter.ts'

const block = (kind: Block['kind'], text = 'x'): Block => ({ kind, runs: [{ text }] })

test('markers come from levels and begin anew under each heading', () => {
  const kinds: Block['kind'][] = [
    'heading1',
    'heading2',
    'heading3',
    'heading3',
    'heading2',
    'heading3',
    'heading4',
    'paragraph',
    'heading1',
    'heading2',
  ]
  expect(numberBlocks(kinds.map((k) => block(k))).map((b) => b.marker)).toEqual([
    '一、',
    '（一）',
    '1.',
    '2.',
    '（二）',
    '1.',
    '（1）',
    '',
    '二、',
    '（一）',
  ])
})

test('one attachment has no number, several have', () => {
  expect(numberBlocks([block('attachmentNote')]).map((b) => b.marker)).toEqual(['附件：'])
  expect(numberBlocks([block('attachmentNote'), block('attachmentNote')]).map((b) => b.marker)).toEqual([
    '附件：1.',
    '2.',
  ])
})

test('attachments stand under the closing words', () => {
  const set = textBlocks(tennisLetter())
  expect(set.slice(-3).map((b) => b.marker + runsText(b.runs))).toEqual([
    '以上意见如有疑问，请随时来信。',
    '附件：1.夜间球场分布表',
    '2.教练名册',
  ])
  expect(set.filter((b) => b.last)).toHaveLength(3)
})

test('figures are listed in reading order', () => {
  expect(letterFigures(tennisLetter()).map((f) => f.key)).toEqual([
    'club.members',
    'club.graded',
    'club.graded-share',
    'club.classes',
  ])
})

test('a sound letter has no findings; a spoilt one has all of them at once', () => {
  expect(checkLetter(tennisLetter())).toEqual([])
  const codes = checkLetter({
    ...tennisLetter(),
    number: '清网协函[2025]第07号',
    titleLines: ['关于增加夜间球场并且延长周末开放时间的建议的答复。'],
    addressee: '各位会员：',
    blocks: [],
    signature: { name: '', date: '2025-02-30' },
  }).map((f) => f.code)
  expect(codes.sort()).toEqual([
    'addressee-colon',
    'date-form',
    'letter-number-form',
    'letter-part-empty',
    'letter-part-empty',
    'title-line-long',
    'title-punctuation',
  ])
})
