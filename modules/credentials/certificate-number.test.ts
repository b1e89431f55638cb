import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainDate } from '../../kernel/values/plain-date.ts'
import {
  type CertificateNumber,
  type CertificateTables,
  checkAgainst,
  cleanCertificateNumber,
  explainCertificateNumber,
  parseCertificateNumber,
  parseOldBodyCode,
} from './certificate-number.ts'

// The city's own tables, so that the test stands on the data that is used.
const table = (name: string) =>
  parse(readFileSync(new URL(`../../city/linfen/tables/catalogue/${name}.csv`, import.meta.url), 'utf8'), {
    columns: true,
  }) as Record<string, string>[]
const tables: CertificateTables<string> = {
  provinces: table('divisions')
    .filter((d) => d.kind === 'province' || d.kind === 'corps')
    .map((d) => ({ code: d.code!.slice(0, 2), name: d.name! })),
  oldProvinces: table('provinces-old-qualification').map((p) => ({
    code: p.code!,
    name: p.name!,
    ...(p.gb_province ? { gbProvince: p.gb_province } : {}),
    certainty: p.certainty!,
  })),
  levels: table('levels').map((l) => ({
    id: l.id!,
    name: { zh: l.name_zh!, en: l.name_en! },
    ...(l.official_digit ? { digit: l.official_digit } : {}),
    ...(l.certificate_letter ? { letter: l.certificate_letter } : {}),
    certainty: l.certainty!,
  })),
}
const read = (text: string, options = {}) => parseCertificateNumber(text, tables, options)
const ok = (text: string, options = {}): CertificateNumber<string> => {
  const r = read(text, options)
  if (!r.ok) throw new Error(r.findings.map((f) => f.code).join())
  return r
}
const codes = (text: string) => {
  const r = read(text)
  return (r.ok ? r.warnings : r.findings).map((f) => f.code)
}
const meanings = (c: CertificateNumber<string>) => c.parts.map((p) => `${p.text}=${p.meaning.zh}`)
const seed = 22

describe('22 characters', () => {
  test('an enterprise of Linfen', () => {
    const c = ok('Y0000 14 000123 23 3 000001')
    expect(c).toMatchObject({
      scheme: 'skill-level',
      value: 'Y000014000123233000001',
      year: 2023,
      level: 'level-3',
      provinceCode: '14',
      bodyPrefix: 'Y000014000123',
      bodyClass: 'employer',
      warnings: [],
    })
    expect(meanings(c)).toEqual([
      'Y=用人单位',
      '0000=在省级备案的机构',
      '14=山西省',
      '000123=省内机构 000123',
      '23=2023 年',
      '3=高级工',
      '000001=第 1 本',
    ])
    expect(explainCertificateNumber(c)[2]).toEqual({
      zh: '第 6–7 位 14：省级代码，山西省',
      en: 'Places 6–7, 14: province, 山西省',
    })
  })
  test('the sample of the rule: filed at the ministry, Heilongjiang', () => {
    expect(ok('Y000123000001195000001')).toMatchObject({ year: 2019, level: 'level-5', provinceCode: '23' })
  })
  test('small letters, full width, a label', () => {
    for (const text of [
      '证书编号：y000014000123233000001',
      'Ｙ００００１４０００１２３２３３０００００１',
      'No.Y0000-14-000123-23-3-000001',
    ]) {
      expect(ok(text).value).toBe('Y000014000123233000001')
    }
  })
  test('special levels carry a letter, which is confirmed by a person', () => {
    const c = ok('Y00001400012323T000001')
    expect(c).toMatchObject({ scheme: 'special-level', level: 'special', warnings: [{ code: 'CERT_LETTER' }] })
    const unknown = ok('Y00001400012323Q000001')
    expect(unknown.scheme).toBe('special-level')
    expect(unknown).not.toHaveProperty('level')
    expect(codes('S00001400012323T000001')).toEqual(['CERT_LETTER', 'CERT_SPECIAL_BODY'])
  })
  test('the corps has 66', () => {
    expect(ok('S000066000123235000001').parts[2]!.meaning.zh).toBe('新疆生产建设兵团')
  })
  test('faults, all at once', () => {
    expect(codes('Y00001400012323300001')).toEqual(['CERT_LEN'])
    expect(codes('Y000004000123236000000')).toEqual(['CERT_PROVINCE', 'CERT_LEVEL', 'CERT_SERIAL'])
    const r = read('Y000004000123233000001')
    expect(r.ok || r.findings[0]!.hint.zh).toContain('这里应写 14')
    expect(read('YOOOO14000123233000001')).toMatchObject({
      ok: false,
      findings: [{ code: 'CERT_CHARS', suggestion: 'Y000014000123233000001' }],
    })
    expect(codes('000014000123233000001')).toEqual(['CERT_LEN'])
  })
})

describe('16 digits', () => {
  test('14 is Jiangxi here, 04 is Shanxi', () => {
    expect(ok('1504101001300025')).toMatchObject({
      scheme: 'qualification',
      year: 2015,
      level: 'level-3',
      provinceCode: '14',
      bodyPrefix: '04101001',
    })
    expect(ok('1514101001300025')).toMatchObject({ provinceCode: '36' })
    expect(ok('1510101001300025').parts[1]!.meaning.zh).toBe('江苏')
    expect(ok('1504101001300025').parts[1]!.meaning.zh).toBe('山西（旧表，待确认）')
    expect(ok('1572001001300025').parts[1]!.meaning.zh).toBe('烟草行业')
  })
  test('the nineties', () => {
    expect(ok('9804101001300025').year).toBe(1998)
    expect(ok('0804101001300025').year).toBe(2008)
  })
  test('an unknown industry is asked about', () => {
    expect(codes('1588101001300025')).toEqual(['CERT_PROVINCE'])
    expect(read('1588101001300025').ok).toBe(true)
  })
  test('faults, all at once', () => {
    expect(codes('1504107001800000')).toEqual(['CERT_KIND', 'CERT_LEVEL', 'CERT_SERIAL'])
    expect(codes('1504105001300025')).toEqual(['CERT_KIND'])
    expect(codes('150410100130002')).toEqual(['CERT_LEN'])
    expect(codes('1.50410E+15')).toEqual(['CERT_SCI'])
  })
})

describe('the other schemes', () => {
  test('Shanghai, 13 digits', () => {
    const c = ok('0812345678901')
    expect(c).toMatchObject({ scheme: 'qualification-shanghai', value: '0000812345678901', provinceCode: '31' })
    expect(c).not.toHaveProperty('level')
    // Padded already, and no reading as a number of the year 2000: level 9 does not exist.
    expect(ok('0000812345978901').scheme).toBe('qualification-shanghai')
    // Both readings hold: the national one is taken and has to be confirmed.
    expect(ok('0004101001300025')).toMatchObject({
      scheme: 'qualification',
      year: 2000,
      warnings: [{ code: 'CERT_PADDED' }],
    })
  })
  test('pilot, 20 characters', () => {
    expect(ok('RSN14100200118300025')).toMatchObject({
      scheme: 'pilot',
      year: 2018,
      level: 'level-3',
      provinceCode: '14',
      bodyPrefix: 'RSN141002001',
      bodyClass: 'employer',
    })
    expect(codes('RZQ14100200118300025')).toEqual(['CERT_TIER', 'CERT_KIND'])
    expect(codes('RSN9910020011890000')).toEqual(['CERT_LEN'])
    expect(codes('RSN99100200118900000')).toEqual(['CERT_PROVINCE', 'CERT_LEVEL', 'CERT_SERIAL'])
    expect(codes('R')).toEqual(['CERT_LEN', 'CERT_TIER', 'CERT_KIND'])
  })
  test('specific capability is kept as it is, when asked for', () => {
    expect(ok('晋专-2023-00017', { expect: 'specific-capability' })).toMatchObject({ scheme: 'specific-capability' })
    expect(read('晋专-2023-00017')).toMatchObject({ ok: false, findings: [{ code: 'CERT_FORM' }] })
    expect(read('<script>', { expect: 'specific-capability' }).ok).toBe(false)
  })
  test('8 digits are a body', () => {
    expect(codes('04101001')).toEqual(['CERT_BODY_CODE'])
    expect(parseOldBodyCode('04101001', tables)).toMatchObject({ ok: true, provinceCode: '14', warnings: [] })
    expect(parseOldBodyCode('04109001', tables)).toMatchObject({ ok: false, findings: [{ code: 'CERT_KIND' }] })
    expect(parseOldBodyCode('0410100', tables)).toMatchObject({ ok: false, findings: [{ code: 'BODY_CODE_FORM' }] })
  })
})

describe('against the record', () => {
  const c = ok('Y000014000123233000001')
  const against = (record: Parameters<typeof checkAgainst<string>>[1]) =>
    checkAgainst(c, record, tables.levels).map((f) => f.code)
  test('agreement says nothing', () => {
    expect(
      against({
        issuedOn: plainDate('2023-06-01'),
        level: 'level-3',
        bodyKind: 'employer',
        bodyPrefix: 'Y0000 14 000123',
      }),
    ).toEqual([])
    expect(against({ bodyKind: 'school' })).toEqual([])
    expect(against({})).toEqual([])
  })
  test('each contradiction is told', () => {
    expect(
      against({ issuedOn: plainDate('2022-12-31'), level: 'level-4', bodyKind: 'social', bodyPrefix: 'S000014000999' }),
    ).toEqual(['CERT_YEAR_DIFFERS', 'CERT_LEVEL_DIFFERS', 'CERT_BODY_KIND_DIFFERS', 'CERT_BODY_DIFFERS'])
    expect(checkAgainst(c, { level: 'level-4' }, tables.levels)[0]!.message.zh).toBe(
      '编号第 16 位表示高级工，登记的等级却是中级工',
    )
  })
})

describe('generated numbers come back in the same parts', () => {
  const digits = (n: number) => fc.integer({ min: 1, max: 10 ** n - 1 }).map((x) => String(x).padStart(n, '0'))
  const provinces = fc.constantFrom(...tables.provinces.map((p) => p.code))
  const level = fc.constantFrom('1', '2', '3', '4', '5')
  test('22 characters', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Y', 'S'),
        digits(4),
        provinces,
        digits(6),
        digits(2),
        level,
        digits(6),
        (...parts) => {
          const c = ok(parts.join(''))
          expect(c.parts.map((p) => p.text)).toEqual(parts)
          expect(c.level).toBe(`level-${parts[5]}`)
          expect(c.year).toBe(2000 + Number(parts[4]))
        },
      ),
      { seed, numRuns: 500 },
    )
  })
  test('16 digits', () => {
    fc.assert(
      fc.property(
        digits(2),
        fc.constantFrom(...tables.oldProvinces.map((p) => p.code)),
        digits(2),
        fc.constantFrom('0', '1', '2', '3', '4'),
        digits(3),
        level,
        digits(5),
        (...parts) => {
          expect(ok(parts.join('')).parts.map((p) => p.text)).toEqual(parts)
        },
      ),
      { seed, numRuns: 500 },
    )
  })
  test('20 characters', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('G', 'S', 'C', 'X'),
        fc.constantFrom('N', 'W'),
        provinces,
        digits(4),
        digits(3),
        digits(2),
        level,
        digits(5),
        (tier, kind, province, rest, body, year, l, serial) => {
          const division = province + rest
          expect(ok(`R${tier}${kind}${division}${body}${year}${l}${serial}`).parts.map((p) => p.text)).toEqual([
            'R',
            tier,
            kind,
            division,
            body,
            year,
            l,
            serial,
          ])
        },
      ),
      { seed, numRuns: 500 },
    )
  })
  test('the parts cover the number without gap or overlap', () => {
    for (const n of ['Y000014000123233000001', '1504101001300025', 'RSN14100200118300025', '0812345678901']) {
      const c = ok(n)
      expect(c.parts.map((p) => p.text).join('')).toBe(c.value)
      expect(c.parts[0]!.from).toBe(1)
      c.parts.slice(1).forEach((p, i) => {
        expect(p.from).toBe(c.parts[i]!.to + 1)
      })
    }
  })
})

test('no text whatever makes it throw', () => {
  const one = (s: string) => {
    read(s)
    read(s, { expect: 'specific-capability' })
    parseOldBodyCode(s, tables)
    cleanCertificateNumber(s)
  }
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), one), { seed, numRuns: 2000 })
  fc.assert(
    fc.property(fc.constantFrom('Y', 'S', 'R', '0', ''), fc.string({ maxLength: 24 }), (h, s) => one(h + s)),
    { seed, numRuns: 2000 },
  )
  const file = new URL('../../../shared/data/vectors/blns.json', import.meta.url)
  if (existsSync(file)) for (const s of JSON.parse(readFileSync(file, 'utf8')) as string[]) one(s)
})
