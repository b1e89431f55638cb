import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkPhone, maskPhone } from './phone.ts'

test.each([
  ['13812345678', '13812345678', 'mobile'],
  ['138 1234 5678', '13812345678', 'mobile'],
  ['138-1234-5678', '13812345678', 'mobile'],
  ['+86 13812345678', '13812345678', 'mobile'],
  ['008613812345678', '13812345678', 'mobile'],
  ['１３８１２３４５６７８', '13812345678', 'mobile'],
  ['0357-2012345', '03572012345', 'landline'],
  ['(010)62345678', '01062345678', 'landline'],
])('%s', (given, value, kind) => {
  expect(checkPhone(given)).toEqual({ ok: true, value, kind })
})

test.each([
  ['', 'PHONE_EMPTY'],
  ['1381234567', 'PHONE_LEN'],
  ['138123456789', 'PHONE_LEN'],
  ['12812345678', 'PHONE_FORM'],
  ['2012345', 'PHONE_FORM'],
  ['1.38123E+10', 'PHONE_SCI'],
  ['13812345678/13912345678', 'PHONE_CHARS'],
  ['没有', 'PHONE_CHARS'],
])('%s is refused: %s', (given, code) => {
  expect(checkPhone(given)).toMatchObject({ ok: false, findings: [{ code }] })
})

test('a landline where a text message has to arrive', () => {
  expect(checkPhone('0357-2012345', { mobileOnly: true })).toMatchObject({
    ok: false,
    findings: [{ code: 'PHONE_MOBILE' }],
  })
})

test('masks', () => {
  expect(maskPhone('138 1234 5678')).toBe('138****5678')
  expect(maskPhone('0357-2012345')).toBe('0357****345')
  expect(maskPhone('010-62345678')).toBe('010*****678')
  expect(maskPhone('12345')).toBe('*****')
})

test('no text whatever makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (s) => {
      checkPhone(s)
      maskPhone(s)
    }),
    { seed: 8, numRuns: 2000 },
  )
})
