import { expect, test } from 'vitest'
import type { ProcessWords } from './api-types.ts'
import { kindText } from './kinds.ts'

const process = {
  id: 'club.entry',
  title: { zh: '入会', en: 'entry' },
  acts: [{ id: 'admit', title: { zh: '同意', en: 'admit' } }],
} as unknown as ProcessWords
const say = (t: { zh: string }) => t.zh

test('kinds of leaves in words; unknown ones as they stand', () => {
  expect(kindText('access.reveal', [], say)).toBe('查看完整信息')
  expect(kindText('club.entry.admit', [process], say)).toBe('入会：同意')
  expect(kindText('club.entry.admit', [process], say, true)).toBe('同意')
  expect(kindText('club.entry.open', [process], say, true)).toBe('提交')
  expect(kindText('club.members.imported', [process], say)).toBe('导入一批')
  expect(kindText('club.storm', [process], say)).toBe('club.storm')
})
