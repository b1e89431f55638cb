import { describe, expect, test } from 'vitest'
import { addressOf, changed, deskAddress, traceAddress } from './address.ts'
import { dateText, instantText, inTable, oneLine, periodText } from './format.ts'

const persons = { zh: '人', en: 'persons' }
const fraction = { zh: '比例', en: 'fraction' }

describe('numbers', () => {
  test.each([
    [619_300, '61.93 万人', '619,300 persons'],
    [198_000, '19.8 万人', '198,000 persons'],
    [9_999, '9,999 人', '9,999 persons'],
    [0, '0 人', '0 persons'],
    [null, '未报', 'not reported'],
  ])('%j is %s', (value, zh, en) => {
    expect(oneLine(value, persons, 'zh')).toBe(zh)
    expect(oneLine(value, persons, 'en')).toBe(en)
  })
  test('fractions are percent, without 万', () => {
    expect(oneLine(0.31442, fraction, 'zh')).toBe('31.44%')
    expect(inTable(0.3197, fraction)).toBe('31.97%')
  })
})

describe('days', () => {
  test('without leading zeros', () => {
    expect(dateText('2023-05-06', 'zh')).toBe('2023年5月6日')
    expect(dateText('2023-05-06', 'en')).toBe('6 May 2023')
  })
  test('of stocks and flows', () => {
    expect(periodText({ asOf: '2022-12-31' }, 'zh')).toBe('截至2022年12月31日')
    expect(periodText({ from: '2021-01-01', to: '2022-12-31' }, 'zh')).toBe('2021年1月1日至2022年12月31日')
    expect(periodText({ from: '1970-01-01', to: '2022-12-31' }, 'zh')).toBe('截至2022年12月31日累计')
  })
  test('an instant by the clock of the city', () => {
    expect(instantText('2026-11-23T22:05:00Z', 'Asia/Shanghai', 'zh')).toBe('2026年11月24日 06:05')
  })
})

describe('addresses', () => {
  test('one view has one address', () => {
    expect(addressOf('/a', { b: '2', a: '1', c: '' })).toBe('/a?a=1&b=2')
    expect(addressOf('/a', { b: undefined })).toBe('/a')
    expect(changed('/a', { page: '3', kind: 'x' }, { kind: 'y' })).toBe('/a?kind=y')
  })
  test('a trace carries the whole question', () => {
    expect(traceAddress('club.members', { asOf: '2025-06-30', where: { level: 'a&b' } })).toBe(
      '/figures/club.members?asOf=2025-06-30&where[level]=a%26b',
    )
  })
  test('the desk writes conditions its own way', () => {
    expect(deskAddress('club.members', { asOf: '2025-06-30', where: { level: 'a' } })).toBe(
      '/desk/figures?asOf=2025-06-30&m=club.members&where.level=a',
    )
  })
})
