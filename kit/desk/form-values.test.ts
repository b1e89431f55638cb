import { describe, expect, test } from 'vitest'
import type { FieldWords } from './api-types.ts'
import { draftOf, missing, placeFindings, toHalfWidth, valuesOf } from './form-values.ts'

const field = (key: string, kind: FieldWords['kind'], required = false): FieldWords => ({
  key,
  kind,
  required,
  label: { zh: key, en: key },
})
const fields = [
  field('name', 'text', true),
  field('seats', 'integer'),
  field('fee', 'money'),
  field('courts', 'codes'),
  field('open', 'boolean'),
  field('card', 'secret'),
]
const say = (f?: string) => ({
  code: 'X',
  ...(f === undefined ? {} : { field: f }),
  message: { zh: '错', en: 'wrong' },
  hint: { zh: '改', en: 'mend' },
})

describe('form values', () => {
  test('text becomes typed values; empty becomes null', () => {
    expect(
      valuesOf(fields, {
        name: ' 甲 ',
        seats: '１，2'.replace('，', ','),
        fee: '1,234.5',
        courts: 'a,b',
        open: 'true',
        card: '１４１ 002',
      }),
    ).toEqual({
      name: '甲',
      seats: 12,
      fee: 123_450,
      courts: ['a', 'b'],
      open: true,
      card: '141002',
    })
    expect(valuesOf(fields, { name: '  ' })['name']).toBeNull()
  })
  test('values go back into the form unchanged', () => {
    const values = { name: '甲', seats: 12, fee: 123_450, courts: ['a', 'b'], open: false, card: null }
    expect(valuesOf(fields, draftOf(fields, values))).toEqual(values)
  })
  test('full-width digits are mended', () => {
    expect(toHalfWidth('１４ｘ　')).toBe('14x ')
  })
  test('findings find their fields, however the server writes them', () => {
    const { byField, other } = placeFindings(fields, [
      say('name'),
      say('fields.seats'),
      say('body/fee'),
      say('state'),
      say(),
    ])
    expect(Object.keys(byField)).toEqual(['name', 'seats', 'fee'])
    expect(other).toHaveLength(2)
  })
  test('what is required and empty is named before anything is sent', () => {
    expect(missing(fields, { seats: '1' }).map((f) => f.field)).toEqual(['name'])
    expect(missing(fields, { name: 'x' })).toEqual([])
  })
})
