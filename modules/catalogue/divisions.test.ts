import { expect, test } from 'vitest'
import {
  countiesOf,
  divisionEverFrom,
  divisionFromRow,
  divisionPrefix,
  findSuccessions,
  inForceOn,
  isCounty,
  isDevelopmentZone,
  isDivisionCode,
  isPrefecture,
  isProvince,
  liesWithin,
  parentOfDivision,
  provinceDigits,
} from './divisions.ts'

test('three depths', () => {
  const kinds = (c: string) => [isProvince(c), isPrefecture(c), isCounty(c), isDevelopmentZone(c)]
  expect(kinds('140000')).toEqual([true, false, false, false])
  expect(kinds('141000')).toEqual([false, true, false, false])
  expect(kinds('141002')).toEqual([false, false, true, false])
  expect(kinds('1410D1')).toEqual([false, false, false, true])
  expect(kinds('14100')).toEqual([false, false, false, false])
  // Counties run by the province have 90 in the middle and are counties all the same.
  expect(isCounty('429004')).toBe(true)
  expect([isDivisionCode('141002'), isDivisionCode('041002'), isDivisionCode('1410D1')]).toEqual([true, false, false])
})

test('prefixes and parents', () => {
  expect(['140000', '141000', '141002', '1410D1'].map(divisionPrefix)).toEqual(['14', '1410', '141002', '1410D1'])
  expect(['140000', '141000', '141002', '1410D1'].map(parentOfDivision)).toEqual([
    undefined,
    '140000',
    '141000',
    '141000',
  ])
  expect(liesWithin('1410D1', '141000')).toBe(true)
  expect(liesWithin('141102', '141000')).toBe(false)
})

test('zones are left out when counties are counted', () => {
  const rows = [
    { code: '140000', name: '山西省', parent: '', kind: 'province' },
    { code: '660000', name: '兵团', parent: '', kind: 'corps' },
    { code: '141002', name: '尧都区', parent: '141000', kind: 'county', valid_from: '2000-01-01', valid_to: '' },
    { code: '1410D1', name: '临汾经济开发区', parent: '141000', kind: 'development-zone' },
  ].map((r) => divisionFromRow(r))
  expect(countiesOf(rows, '141000').map((d) => d.name)).toEqual(['尧都区'])
  expect(provinceDigits(rows)).toEqual([
    { code: '14', name: '山西省' },
    { code: '66', name: '兵团' },
  ])
  expect(inForceOn(rows[2]!, '1999-12-31')).toBe(false)
  expect(inForceOn(rows[2]!, '2026-01-01')).toBe(true)
  expect(() => divisionFromRow({ code: '1', kind: 'village' })).toThrow(/no such kind/)
})

test('old codes', () => {
  const ever = divisionEverFrom([{ code: '142601' }])
  expect([ever('142601'), ever('142699')]).toEqual([true, false])
  const rows = [
    { code: '142621', name: '临汾县', firstYear: 1980, lastYear: 1981, now: '141002' },
    { code: '142621', name: '曲沃县', firstYear: 1982, lastYear: 1999, now: '141021' },
  ]
  expect(findSuccessions(rows, '142621').map((r) => r.name)).toEqual(['曲沃县', '临汾县'])
  expect(findSuccessions(rows, '142621', 1981).map((r) => r.now)).toEqual(['141002'])
  expect(findSuccessions(rows, '142621', 2001)).toEqual([])
})
