import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareLevels, findLevelByDigit, getLevel, LEVELS, levelFromText } from './levels.ts'

test('eight, in order, with the digits running backwards', () => {
  expect(LEVELS.map((l) => [l.rank, l.digit, l.display.zh])).toEqual([
    [0, undefined, '学徒工'],
    [1, '5', '五级/初级工'],
    [2, '4', '四级/中级工'],
    [3, '3', '三级/高级工'],
    [4, '2', '二级/技师'],
    [5, '1', '一级/高级技师'],
    [6, undefined, '特级技师'],
    [7, undefined, '首席技师'],
  ])
  expect(compareLevels('level-1', 'level-5')).toBeGreaterThan(0)
  expect(findLevelByDigit('1')?.id).toBe('level-1')
  expect(findLevelByDigit('6')).toBeUndefined()
  expect(getLevel('level-3').name.zh).toBe('高级工')
})

test.each([
  ['三级/高级工', 'level-3'],
  ['三级／高级工', 'level-3'],
  ['三级（高级工）', 'level-3'],
  ['高级工（三级）', 'level-3'],
  ['高级工/三级', 'level-3'],
  ['高级工三级', 'level-3'],
  ['高级工', 'level-3'],
  ['三级', 'level-3'],
  ['3级', 'level-3'],
  ['３', 'level-3'],
  ['3', 'level-3'],
  ['三', 'level-3'],
  ['高级', 'level-3'],
  ['国家职业资格三级', 'level-3'],
  ['国家职业资格三级（高级技能）', 'level-3'],
  ['level-3', 'level-3'],
  ['Level 3', 'level-3'],
  ['一级/高级技师', 'level-1'],
  ['高级技师', 'level-1'],
  ['二级/技师', 'level-2'],
  ['技师', 'level-2'],
  ['特级技师', 'special'],
  ['首席技师', 'chief'],
  ['学徒工', 'apprentice'],
  ['初级工', 'level-5'],
  ['5', 'level-5'],
  [' 四级 / 中级工 ', 'level-4'],
])('%s is %s', (text, id) => {
  expect(levelFromText(text)?.id).toBe(id)
})

test.each([
  '',
  '0',
  '6',
  '六级',
  '二级/高级工',
  '三级、四级',
  '技术员',
  '副高级',
  '33',
  'A3',
  '3.5',
  '高级工程师',
  '专项',
  'constructor',
])('%j is no level', (text) => {
  expect(levelFromText(text)).toBeUndefined()
})

test('every form of every level reads back', () => {
  for (const l of LEVELS) {
    for (const text of [l.id, l.name.zh, l.display.zh, l.grade?.zh ?? l.id, l.digit ?? l.id]) {
      expect(levelFromText(text)?.id, text).toBe(l.id)
    }
  }
})

test('no text whatever makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (s) => {
      levelFromText(s)
    }),
    { seed: 3, numRuns: 2000 },
  )
})
