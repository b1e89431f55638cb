import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayNumber, fromDayNumber, plainDate } from '../../kernel/values/plain-date.ts'
import {
  checkIdentityNumber,
  cleanIdentityNumber,
  identityCheckCharacter,
  maskIdentityNumber,
} from './identity-number.ts'

const today = plainDate('2023-05-16')
const options = { today, divisionEver: () => undefined }
const check = (text: string, more: object = {}) => checkIdentityNumber(text, { ...options, ...more })
const codes = (text: string, more: object = {}) => {
  const r = check(text, more)
  return r.ok ? [] : r.findings.map((f) => f.code)
}
const seed = 11643

const anyNumber = fc
  .record({
    division: fc.constantFrom('141002', '141082', '142601', '110105', '650102', '440524'),
    day: fc.integer({ min: dayNumber(plainDate('1930-01-01')), max: dayNumber(today) }),
    serial: fc.integer({ min: 1, max: 999 }),
  })
  .map(({ division, day, serial }) => {
    const first17 = division + fromDayNumber(day).replaceAll('-', '') + String(serial).padStart(3, '0')
    return first17 + identityCheckCharacter(first17)
  })

describe('numbers that are right', () => {
  test.each([
    ['141002199001010012', '1990-01-01', 'male', '141002'],
    ['141082198512315026', '1985-12-31', 'female', '141082'],
    ['14102420000229003X', '2000-02-29', 'male', '141024'],
    ['141031197707070095', '1977-07-07', 'male', '141031'],
    ['11010519491231002X', '1949-12-31', 'female', '110105'],
    ['810000199408230021', '1994-08-23', 'female', '810000'],
  ])('%s', (number, birthDate, sex, divisionCode) => {
    expect(check(number)).toMatchObject({ ok: true, value: number, birthDate, sex, divisionCode, warnings: [] })
  })

  test('blanks, full-width digits, an apostrophe, small x and look-alikes of X are put right', () => {
    for (const text of [
      ' 14102420000229003x ',
      '１４１０２４２００００２２９００３Ｘ',
      "'14102420000229003X",
      '141024 20000229 003X',
      '141024-20000229-003X',
      '\ufeff14102420000229003х',
      '14102420000229003×',
    ]) {
      expect(check(text), text).toMatchObject({ ok: true, value: '14102420000229003X' })
    }
  })

  test('any generated number passes', () => {
    fc.assert(
      fc.property(anyNumber, (n) => {
        expect(codes(n)).toEqual([])
      }),
      { seed, numRuns: 500 },
    )
  })

  test('a 15-digit number is raised to 18 and has to be confirmed', () => {
    const r = check('110105491231002')
    expect(r).toMatchObject({ ok: true, value: '11010519491231002X' })
    expect(r.ok && r.warnings).toMatchObject([
      { code: 'ID_LEGACY', severity: 'confirm', suggestion: '11010519491231002X' },
    ])
  })

  test('the kinds of permits', () => {
    const kinds = ['810000', '820000', '830000', '914156'].map((head) => {
      const first17 = `${head}19800101001`
      const r = check(first17 + identityCheckCharacter(first17))
      return r.ok && [r.kind, r.divisionCode]
    })
    expect(kinds).toEqual([
      ['hong-kong', '810000'],
      ['macao', '820000'],
      ['taiwan', '830000'],
      ['foreign-permanent-resident', '140000'],
    ])
  })
})

describe('numbers that are wrong', () => {
  test('the check character is told as it should be, and nothing is offered to click', () => {
    const r = check('14100219900101001X')
    expect(r).toMatchObject({
      ok: false,
      findings: [
        {
          code: 'ID_CHECK',
          message: { zh: '身份证号校验位不正确：末位是 X，按前 17 位计算应为 2' },
        },
      ],
    })
    expect(r.ok || r.findings[0]).not.toHaveProperty('suggestion')
  })

  test('each fault has its code', () => {
    expect(codes('')).toEqual(['ID_EMPTY'])
    expect(codes('　')).toEqual(['ID_EMPTY'])
    expect(codes('14100219900101001')).toEqual(['ID_LEN'])
    expect(codes('1.41002E+17')).toEqual(['ID_SCI'])
    expect(codes('1.41002e+17')).toEqual(['ID_SCI'])
    expect(codes('141002199001010000.0')).toEqual(['ID_SCI'])
    expect(codes('110105194913310021')).toEqual(['ID_DATE'])
    expect(codes('14100219900230001O')).toEqual(['ID_CHARS'])
    expect(codes('CHN140112345678')).toEqual(['ID_OLD_FOREIGN'])
    expect(codes('11010549123100X')).toEqual(['ID_LEN'])
  })

  test('faults of one number come together', () => {
    expect(codes('1410021990010100O')).toEqual(['ID_CHARS', 'ID_LEN'])
    expect(codes('141002199013010011')).toEqual(['ID_DATE', 'ID_CHECK'])
    const never = { divisionEver: () => false }
    expect(codes('001002209001010011', never)).toEqual(['ID_FUTURE', 'ID_CHECK', 'ID_PROVINCE'])
  })

  test('a birth date after today, and an age beyond belief', () => {
    const first17 = '14100220230517001'
    expect(codes(first17 + identityCheckCharacter(first17))).toEqual(['ID_FUTURE'])
    const r = check('440524188001010014')
    expect(r).toMatchObject({
      ok: false,
      findings: [{ code: 'ID_AGE', message: { zh: expect.stringContaining('143 岁') } }],
    })
    expect(codes('440524188001010014', { ageMaxYears: 150 })).toEqual([])
  })

  test('three zeros at the end point to the spreadsheet', () => {
    const r = check('141002199001010000')
    expect(r.ok || r.findings[0]!.hint.zh).toContain('Excel')
    let zeros = 0
    for (let d = 1; d <= 28; d++) {
      const n = `141002199001${String(d).padStart(2, '0')}0000`
      const z = check(n)
      if (!z.ok) continue
      zeros++
      expect(z.warnings.map((w) => w.code)).toEqual(['ID_ZEROS'])
    }
    expect(zeros).toBeGreaterThan(0)
  })
})

describe('the division', () => {
  const table = new Set(['140000', '142601', '110000'])
  const divisionEver = (c: string) => table.has(c)
  test('a code that was abolished long ago is right', () => {
    const first17 = '14260119700101001'
    expect(check(first17 + identityCheckCharacter(first17), { divisionEver })).toMatchObject({ ok: true, warnings: [] })
  })
  test('an unknown code only warns; an unknown province refuses', () => {
    const r = check('141002199001010012', { divisionEver })
    expect(r).toMatchObject({ ok: true, warnings: [{ code: 'ID_DIVISION', severity: 'confirm' }] })
    expect(codes('440524188001010014', { divisionEver, ageMaxYears: 150 })).toEqual(['ID_PROVINCE'])
  })
  test('residence permits need no table', () => {
    expect(check('810000199408230021', { divisionEver: () => false })).toMatchObject({ ok: true, warnings: [] })
  })
})

/**
 * ISO 7064 MOD 11-2 with these weights catches every single changed character and every pair of neighbours changed over, the
 * last place included: weights are never 0 mod 11, neighbouring weights always differ, and no two characters are congruent.
 * Nothing is let through; what stays unseen is two or more independent slips (about 1 in 11 of them).
 */
describe('what the check catches', () => {
  test('every changed character', () => {
    fc.assert(
      fc.property(anyNumber, fc.integer({ min: 0, max: 17 }), fc.constantFrom(...'0123456789X'), (n, at, c) => {
        fc.pre(n[at] !== c)
        expect(check(n.slice(0, at) + c + n.slice(at + 1)).ok).toBe(false)
      }),
      { seed, numRuns: 3000 },
    )
  })
  test('every swap of neighbours', () => {
    fc.assert(
      fc.property(anyNumber, (n) => {
        for (let i = 0; i < 17; i++) {
          if (n[i] === n[i + 1]) continue
          expect(check(n.slice(0, i) + n[i + 1] + n[i] + n.slice(i + 2)).ok).toBe(false)
        }
      }),
      { seed, numRuns: 300 },
    )
  })
  test('every number a spreadsheet has damaged is refused or has to be confirmed', () => {
    fc.assert(
      fc.property(anyNumber, (n) => {
        fc.pre(!n.endsWith('000'))
        expect(check(Number(n.replace('X', '0')).toExponential(5)).ok).toBe(false)
        const r = check(`${n.slice(0, 15)}000`)
        expect(r.ok ? r.warnings.map((w) => w.code) : ['ID_ZEROS']).toContain('ID_ZEROS')
      }),
      { seed, numRuns: 500 },
    )
  })
})

test('masks', () => {
  expect(maskIdentityNumber('141002199001010012')).toBe('141002********0012')
  expect(maskIdentityNumber('141002199001010012', 'public')).toBe('**************0012')
  expect(maskIdentityNumber('110105491231002')).toBe('110105*****1002')
  expect(maskIdentityNumber('护照 E12345678')).toBe('************')
  expect(maskIdentityNumber('')).toBe('')
})

test('cleaning twice is cleaning once', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'0123456789xX×１２Ｘ 　-–\'’"\u200b.eE+O'), maxLength: 24 }),
      (s) => {
        const once = cleanIdentityNumber(s)
        expect(cleanIdentityNumber(once)).toBe(once)
      },
    ),
    { seed, numRuns: 2000 },
  )
})

test('no text whatever makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (s) => {
      check(s)
      maskIdentityNumber(s)
    }),
    { seed, numRuns: 2000 },
  )
  const file = new URL('../../../shared/data/vectors/blns.json', import.meta.url)
  if (existsSync(file))
    for (const s of JSON.parse(readFileSync(file, 'utf8')) as string[]) expect(check(s).ok).toBe(false)
})

const vectors = new URL('../../../shared/data/vectors/cn-identifiers.json', import.meta.url)
test.skipIf(!existsSync(vectors))('the collected vectors', () => {
  const { gb11643 } = JSON.parse(readFileSync(vectors, 'utf8')) as {
    gb11643: { id: string; valid: boolean | string }[]
  }
  for (const v of gb11643) {
    const r = check(v.id, { ageMaxYears: 150 })
    expect(r.ok, v.id).toBe(v.valid !== false)
    if (v.valid === 'legacy15') expect(r.ok && r.warnings.map((w) => w.code)).toEqual(['ID_LEGACY'])
  }
})
