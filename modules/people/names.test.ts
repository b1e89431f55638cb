import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkName, cleanName, maskName, nameKey, nameLength, sameName } from './names.ts'

const seed = 42
const codes = (text: string) => {
  const r = checkName(text)
  return (r.ok ? r.warnings : r.findings).map((f) => f.code)
}

describe('cleaning keeps the name as its owner writes it', () => {
  test.each([
    ['  张　三 ', '张三'],
    ['阿卜杜拉 · 买买提', '阿卜杜拉·买买提'],
    ['John  Smith', 'John Smith'],
    ['王\u200b强', '王强'],
    ['Zoe\u0308', 'Zoë'],
    ['𠮷田', '𠮷田'],
    ['㐱小明', '㐱小明'],
    // A compatibility ideograph: NFC would replace it by another character.
    ['\uf9d0小明', '\uf9d0小明'],
    // A Kangxi radical stays in the name and is folded in the key only.
    ['⼥小明', '⼥小明'],
    ['葛\u{e0100}城', '葛\u{e0100}城'],
  ])('%j', (given, wanted) => {
    expect(cleanName(given)).toBe(wanted)
    expect(cleanName(wanted)).toBe(wanted)
  })
})

describe('two spellings of one name meet in the key', () => {
  test.each([
    ['阿卜杜拉·买买提', '阿卜杜拉・买买提'],
    ['阿卜杜拉·买买提', '阿卜杜拉•买买提'],
    ['阿卜杜拉·买买提', '阿卜杜拉 ･ 买买提'],
    ['张三', '张　三'],
    ['女娲', '⼥娲'],
    ['龙小马', '⻰小⻢'],
    ['\uf9d0小明', '類小明'],
    ['葛\u{e0100}城', '葛城'],
    ['ＪＯＨＮ smith', 'John Smith'],
  ])('%s = %s', (a, b) => {
    expect(nameKey(a)).toBe(nameKey(b))
    expect(sameName(a, b)).toBe(true)
  })
  test('different people stay different', () => {
    expect(sameName('𠮷田', '吉田')).toBe(false)
    expect(sameName('王强', '王強')).toBe(false)
    expect(sameName('㐱明', '珍明')).toBe(false)
  })
  test('the key of a key is the key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (s) => {
        expect(nameKey(nameKey(s))).toBe(nameKey(s))
      }),
      { seed, numRuns: 2000 },
    )
  })
})

describe('findings', () => {
  test.each([
    ['王小强', []],
    ['阿卜杜拉·买买提', []],
    ['𠮷田', []],
    ['〇小明', []],
    ['O’Neil Shaun', []],
    ['', ['NAME_EMPTY']],
    ['·', ['NAME_EMPTY']],
    ['王?', ['NAME_LOST']],
    ['王□强', ['NAME_LOST']],
    ['王\ue863', ['NAME_PRIVATE']],
    ['1王强', ['NAME_DIGITS']],
    ['王强（队长）', ['NAME_NOTE']],
    ['王强/李明', ['NAME_SIGNS']],
    ['王😀', ['NAME_SIGNS']],
    ['王', ['NAME_SHORT']],
    ['1王？\ue000', ['NAME_LOST', 'NAME_PRIVATE', 'NAME_DIGITS']],
  ])('%j', (name, wanted) => {
    expect(codes(name)).toEqual(wanted)
  })
  test('length counts characters, not code units', () => {
    expect(nameLength('𠮷田𠀋')).toBe(3)
    expect(codes('𠮷')).toEqual(['NAME_SHORT'])
  })
})

test.each([
  ['王小强', '王*强'],
  ['王强', '王*'],
  ['王', '*'],
  ['', ''],
  ['李王建国', '李**国'],
  ['欧阳强', '欧阳*'],
  ['欧阳建国', '欧阳*国'],
  ['司马', '司*'],
  ['阿卜杜拉·买买提', '阿***·**提'],
  ['阿卜杜拉・买买提', '阿***·**提'],
  ['𠮷田𠀋', '𠮷*𠀋'],
  ['John Smith', 'J*** S****'],
])('mask of %s is %s', (name, masked) => {
  expect(maskName(name)).toBe(masked)
})

test('a mask always hides something and never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'王李小强建国欧阳𠮷㐱'), minLength: 1, maxLength: 8 }), (s) => {
      expect(maskName(s)).toContain('*')
      expect(nameLength(maskName(s))).toBe(nameLength(s))
    }),
    { seed, numRuns: 500 },
  )
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (s) => {
      checkName(s)
      maskName(s)
    }),
    { seed, numRuns: 2000 },
  )
})

const people = new URL('../../../shared/data/cn/names-zh.json', import.meta.url)
test.skipIf(!existsSync(people))('two thousand composed names come back as they went in', () => {
  const { last_name: last, ...rest } = JSON.parse(readFileSync(people, 'utf8')) as Record<string, string[]>
  const firsts = Object.values(rest).find((v) => Array.isArray(v))!
  for (let i = 0; i < 2000; i++) {
    const name = `${last![(i * 7) % last!.length]!}${firsts[(i * 13) % firsts.length]!}`
    const r = checkName(name)
    expect(r.ok && r.name).toBe(name)
  }
})

const blns = new URL('../../../shared/data/vectors/blns.json', import.meta.url)
test.skipIf(!existsSync(blns))('naughty strings', () => {
  for (const s of JSON.parse(readFileSync(blns, 'utf8')) as string[]) {
    checkName(s)
    maskName(s)
  }
})
