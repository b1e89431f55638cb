import fc from 'fast-check'
import { expect, test } from 'vitest'
import { depthOf, isWithin, parentOf, parseOccupationCode, stripMarks } from './occupation-code.ts'

test('a code, its depth and what stands above it', () => {
  expect(parseOccupationCode('6-18-02-04')).toEqual({
    ok: true,
    code: '6-18-02-04',
    depth: 4,
    ancestors: ['6', '6-18', '6-18-02'],
  })
  expect(parseOccupationCode('6')).toMatchObject({ ok: true, depth: 1, ancestors: [] })
  expect(parentOf('6-18-02-04')).toBe('6-18-02')
  expect(parentOf('6')).toBeUndefined()
  expect(depthOf('6-18')).toBe(2)
  expect(isWithin('6-18-02-04', '6-18')).toBe(true)
  expect(isWithin('6-18-02-04', '6-1')).toBe(false)
})

test.each(['６－１８－０２－０４', '6–18–02–04', ' 6-18-02-04 ', '6.18.02.04', "'6-18-02-04"])('%s is read', (text) => {
  expect(parseOccupationCode(text)).toMatchObject({ ok: true, code: '6-18-02-04' })
})

test('what cannot be read is told, with a proposal where there is only one reading', () => {
  expect(parseOccupationCode('6180204')).toMatchObject({
    ok: false,
    findings: [{ code: 'OCC_FORM', suggestion: '6-18-02-04' }],
  })
  for (const text of ['6-18-2-4', '6-18-02-04-01', '焊工', '2006-1-8', '6--18']) {
    expect(parseOccupationCode(text), text).toMatchObject({ ok: false, findings: [{ code: 'OCC_FORM' }] })
  }
  expect(parseOccupationCode('')).toMatchObject({ ok: false, findings: [{ code: 'OCC_EMPTY' }] })
})

test.each([
  ['化工总控工S', '化工总控工', false, true],
  ['化工总控工 S', '化工总控工', false, true],
  ['大地测量员L/S', '大地测量员', true, true],
  ['大地测量员 L / S', '大地测量员', true, true],
  ['大地测量员Ｌ／Ｓ', '大地测量员', true, true],
  ['工业废水处理工L', '工业废水处理工', true, false],
  ['丙烯腈共聚物（ABS）装置操作工L', '丙烯腈共聚物（ABS）装置操作工', true, false],
  ['苯乙烯树脂（ABS）', '苯乙烯树脂（ABS）', false, false],
  ['焊工', '焊工', false, false],
  ['CLS', 'CLS', false, false],
])('marks of %s', (text, name, green, digital) => {
  expect(stripMarks(text)).toEqual({ name, green, digital })
})

test('no text whatever makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (s) => {
      parseOccupationCode(s)
      stripMarks(s)
    }),
    { seed: 6, numRuns: 2000 },
  )
})
