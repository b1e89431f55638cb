import { describe, expect, test } from 'vitest'
import { readPreferences, safeBack, writePreferences } from './preferences.ts'

describe('going back after a switch', () => {
  test.each(['/', '/directory', '/figures/credentials.skilled-persons?asOf=2022-12-31&where[level]=level-3'])(
    'to %s',
    (back) => {
      const again = safeBack(back)
      expect(again.startsWith('/')).toBe(true)
      expect(new URL(again, 'http://a.test').host).toBe('a.test')
      expect(decodeURIComponent(again)).toBe(decodeURIComponent(back))
    },
  )

  test.each([
    '//evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    'https://evil.test',
    'https:evil.test',
    'javascript:alert(1)',
    '/\t/evil.test',
    '/\n/evil.test',
    ' //evil.test',
    '/.//evil.test',
    '/a/..//evil.test',
    'directory',
    '',
    undefined,
    ['/a', '//evil.test'],
    `/${'x'.repeat(3000)}`,
  ])('not to %j', (back) => {
    expect(safeBack(back)).toBe('/')
  })
})

describe('size and language', () => {
  test('the cookie keeps what the address asked for', () => {
    const p = readPreferences(undefined, { big: '1', lang: 'en' })
    expect(p).toEqual({ language: 'en', textSize: 'big' })
    expect(readPreferences(writePreferences(p))).toEqual(p)
    expect(readPreferences(writePreferences(p), { big: '2' })).toEqual({ language: 'en', textSize: 'huge' })
  })
  test.each(['__proto__.constructor', 'de.9', '', 'zh'])('a strange cookie %j is the standard', (cookie) => {
    expect(readPreferences(cookie)).toEqual({ language: 'zh', textSize: 'normal' })
  })
})
