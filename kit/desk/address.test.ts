import { describe, expect, test } from 'vitest'
import { parseSearch, questionOf, safeReturn, searchText, whereOf, withWhere } from './address.ts'

describe('addresses of pages', () => {
  test('values stay text: leading zeros and dates are no numbers', () => {
    const s = parseSearch('?search=0141&asOf=2022-12-31&empty=')
    expect(s).toEqual({ search: '0141', asOf: '2022-12-31' })
    expect(parseSearch(searchText({ a: '王 强', b: undefined, c: '' }))).toEqual({ a: '王 强' })
    expect(searchText({})).toBe('')
  })
  test('conditions come and go whole', () => {
    const s = parseSearch(searchText(withWhere({ county: '141002', kind: undefined })))
    expect(whereOf(s)).toEqual({ county: '141002' })
  })
  test('a question about a measure', () => {
    expect(questionOf({ asOf: '2022-12-31', by: 'level', 'where.county': '141002', m: 'x' })).toEqual({
      asOf: '2022-12-31',
      by: 'level',
      where: { county: '141002' },
    })
    expect(questionOf({})).toEqual({})
  })
  test('nobody is sent to another site after signing in', () => {
    expect(safeReturn('/figures?m=a.b')).toBe('/figures?m=a.b')
    for (const bad of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '',
      undefined,
    ])
      expect(safeReturn(bad)).toBe('/')
  })
})
