import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkCreditCode, cleanCreditCode, creditCheckCharacter, organisationCheckCharacter } from './credit-code.ts'

const seed = 32100
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const codes = (text: string) => {
  const r = checkCreditCode(text)
  return (r.ok ? r.warnings : r.findings).map((f) => f.code)
}
const anyCode = fc
  .record({
    head: fc.constantFrom('11', '12', '51', '52', '53', '91', '92', '93'),
    division: fc.constantFrom('141002', '141000', '110108', '440300'),
    body: fc.string({ unit: fc.constantFrom(...ALPHABET), minLength: 8, maxLength: 8 }),
  })
  .map(({ head, division, body }) => {
    const first17 = head + division + body + organisationCheckCharacter(body)
    return first17 + creditCheckCharacter(first17)
  })

test.each([
  ['91350100M000100Y43', '企业'],
  ['91110000802100433B', '企业'],
  ['91440300708461136T', '企业'],
  ['914403001922038216', '企业'],
  ['91330100799655058B', '企业'],
])('%s is right', (code, kind) => {
  expect(checkCreditCode(code)).toMatchObject({ ok: true, value: code, kind: { zh: kind }, warnings: [] })
})

test('parts', () => {
  expect(checkCreditCode(' 91350100-m000100y4-3 ')).toMatchObject({
    ok: true,
    value: '91350100M000100Y43',
    authority: { zh: '工商' },
    divisionCode: '350100',
    organisationCode: 'M000100Y4',
  })
})

describe('faults, all at once', () => {
  test.each([
    ['', ['USCC_EMPTY']],
    ['9.14403001922038E+17', ['USCC_SCI']],
    ['914403001922038216.0', ['USCC_SCI']],
    ['91350100M000100I43', ['USCC_CHARS']],
    ['91350100M000100Y4', ['USCC_LEN']],
    ['91350100M000100O4', ['USCC_LEN', 'USCC_CHARS']],
    ['M000100Y4', ['USCC_LEN']],
    ['91350100M000100Y44', ['USCC_CHECK']],
    ['91350100M000100Y53', ['USCC_ORG_CHECK', 'USCC_CHECK']],
    ['9135010OM000100Y43', ['USCC_CHARS', 'USCC_DIVISION']],
    ['91A50100M000100Y43', ['USCC_DIVISION', 'USCC_CHECK']],
  ])('%s', (code, wanted) => {
    const found = codes(code)
    for (const c of wanted) expect(found).toContain(c)
    expect(found).toEqual(wanted)
  })
  test('the message says what the check should be', () => {
    const r = checkCreditCode('91350100M000100Y44')
    expect(r.ok || r.findings[0]!.message.zh).toBe('统一社会信用代码校验位不正确：末位是 4，按前 17 位计算应为 3')
  })
  test('an unknown kind and an unknown division are asked about, not refused', () => {
    const body = 'M000100Y4'
    const first17 = `95350100${body}`
    const r = checkCreditCode(first17 + creditCheckCharacter(first17), { divisionEver: () => false })
    expect(r).toMatchObject({ ok: true, warnings: [{ code: 'USCC_KIND' }, { code: 'USCC_DIVISION' }] })
  })
})

/**
 * MOD 31 over the whole code: 31 is prime and the weights are powers of 3, so every single changed character and every swap of
 * neighbours is caught. GB 11714 alone would not see characters that are congruent mod 11 (0, B, M, X; 1, C, N, Y; …).
 */
describe('what the check catches', () => {
  test('valid codes pass', () => {
    fc.assert(
      fc.property(anyCode, (c) => {
        expect(codes(c)).toEqual([])
      }),
      { seed, numRuns: 1000 },
    )
  })
  test('every changed character', () => {
    fc.assert(
      fc.property(anyCode, fc.integer({ min: 0, max: 17 }), fc.constantFrom(...ALPHABET), (code, at, c) => {
        fc.pre(code[at] !== c)
        expect(checkCreditCode(code.slice(0, at) + c + code.slice(at + 1)).ok).toBe(false)
      }),
      { seed, numRuns: 3000 },
    )
  })
  test('every swap of neighbours', () => {
    fc.assert(
      fc.property(anyCode, (c) => {
        for (let i = 0; i < 17; i++) {
          if (c[i] === c[i + 1]) continue
          expect(checkCreditCode(c.slice(0, i) + c[i + 1] + c[i] + c.slice(i + 2)).ok).toBe(false)
        }
      }),
      { seed, numRuns: 300 },
    )
  })
  test('GB 11714 alone is blind to characters that differ by 11', () => {
    expect(organisationCheckCharacter('M0001000')).toBe(organisationCheckCharacter('M000100B'))
  })
})

test('no text whatever makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (s) => {
      checkCreditCode(s)
    }),
    { seed, numRuns: 2000 },
  )
})

test('cleaning twice is cleaning once', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'019AaXxＹ１ 　-–\'’"\u200b.'), maxLength: 24 }), (s) => {
      expect(cleanCreditCode(cleanCreditCode(s))).toBe(cleanCreditCode(s))
    }),
    { seed, numRuns: 2000 },
  )
})

const vectors = new URL('../../../shared/data/vectors/', import.meta.url)
test.skipIf(!existsSync(vectors))('the collected vectors', () => {
  const { gb32100 } = JSON.parse(readFileSync(new URL('cn-identifiers.json', vectors), 'utf8')) as {
    gb32100: { code: string; valid: boolean }[]
  }
  for (const v of gb32100) expect(checkCreditCode(v.code).ok, v.code).toBe(v.valid)
  for (const s of JSON.parse(readFileSync(new URL('blns.json', vectors), 'utf8')) as string[]) {
    expect(checkCreditCode(s).ok).toBe(false)
  }
})
