import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { addMonths, plainDate } from '../../kernel/values/plain-date.ts'
import { type AmountFacts, amountOf, factsWrong } from './amount.ts'
import { type FrequencyFacts, frequencyVerdicts } from './frequency.ts'
import { editionOn, readScheme, type Scheme } from './schemes/scheme.ts'
import { schemesOf } from './store/schemes.ts'

const city = fileURLToPath(new URL('../../city/linfen', import.meta.url))
const page = (name: string) => parse(readFileSync(`${city}/rules/subsidy/schemes/${name}`, 'utf8'), { schema: 'core' })
type Case = { scheme: string; on: string; facts: AmountFacts; fen: number | null; dueBackFen?: number; code?: string }
const cases = page('amount.cases.yaml') as Case[]
let schemes: ReadonlyMap<string, Scheme>
beforeAll(async () => {
  schemes = await schemesOf(city)
})

describe('amounts', () => {
  it.each(cases.map((c) => [`${c.scheme} ${c.on} ${JSON.stringify(c.facts)}`, c] as const))('%s', (_, c) => {
    expect(factsWrong(c.facts)).toEqual([])
    const a = amountOf(schemes.get(c.scheme)!, c.facts, plainDate(c.on))
    expect({ fen: a.amountFen, codes: a.findings.map((f) => f.code) }).toEqual({
      fen: c.fen,
      codes: c.code ? [c.code] : [],
    })
    expect(a.dueBackFen).toBe(c.dueBackFen ?? 0)
    if (c.fen !== null) expect(a.steps.at(-1)!.amountFen).toBe(c.fen)
  })

  it('every scheme has cases', () => {
    expect(new Set(cases.map((c) => c.scheme))).toEqual(new Set(schemes.keys()))
  })

  it('the bands of the province equal the formula of its document, for every number of days', () => {
    const s = schemes.get('employment-days')!
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), (d) => {
        const written = 15_000 * Math.min(d, 10) + 10_000 * Math.max(0, Math.min(d, 15) - 10)
        expect(amountOf(s, { days: d, group: 'graduate' }, plainDate('2026-03-02')).amountFen).toBe(written)
      }),
      { seed: 11 },
    )
  })

  it('factors, percentages and caps: advance and final together never exceed the whole', () => {
    const s = withAmount({
      rule: { by: 'price', percent: 80 },
      factors: [{ id: 'shortage', title: { zh: '紧缺', en: 'shortage' }, when: { shortage: true }, percent: 120 }],
      mostFen: 500_000,
    })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.boolean(), (priceFen, shortage) => {
        const on = plainDate('2026-03-02')
        const facts = { priceFen, shortage, group: 'employee' }
        const whole = amountOf(s, facts, on).amountFen!
        expect(whole).toBe(
          Math.min(
            500_000,
            shortage ? Math.floor((Math.floor((priceFen * 80) / 100) * 120) / 100) : Math.floor((priceFen * 80) / 100),
          ),
        )
        const advance = amountOf(s, { ...facts, stage: 'advance' }, on).amountFen!
        const rest = amountOf(s, { ...facts, stage: 'final', advanceFen: advance }, on).amountFen!
        expect(advance + rest).toBe(whole)
      }),
      { seed: 12 },
    )
  })

  it('a page without source, with an unknown level or unordered bands is refused, all at once', () => {
    const broken = page('apprenticeship.yaml')
    delete broken.editions[0].source
    broken.editions[0].amount.rule.rows[0].level = 'level-9'
    broken.editions[0].frequency.rules.F12 = {}
    const read = readScheme(broken, 'x.yaml')
    const said = 'findings' in read ? read.findings.map((f) => f.field) : []
    expect(said).toContain('x.yaml: editions[0].whom')
    expect(said).toContain('x.yaml: editions[0].amount.rule.rows[0].level')
    expect(said).toContain('x.yaml: editions[0].frequency.rules')
    expect(factsWrong({ days: 1.5, nonsense: 1, group: 'x' }).map((f) => f.field)).toEqual([
      'days',
      'group',
      'nonsense',
    ])
  })

  it('months end on the same day or on the last of the month', () => {
    expect(addMonths(plainDate('2025-01-31'), 1)).toBe('2025-02-28')
    expect(addMonths(plainDate('2024-02-29'), 12)).toBe('2025-02-28')
    expect(addMonths(plainDate('2025-12-05'), 1)).toBe('2026-01-05')
  })
})

function withAmount(amount: object): Scheme {
  const p = page('apprenticeship.yaml')
  p.editions[0].amount = amount
  const read = readScheme(p, 'apprenticeship.yaml')
  if ('findings' in read) throw new Error(JSON.stringify(read.findings))
  return read.scheme
}

describe('F1–F9', () => {
  const on = plainDate('2026-03-02')
  const clean: FrequencyFacts = {
    scheme: 'employment-days',
    occupation: '6-18-02-04',
    rank: 2,
    certificate: 'Y000014100000260000001',
    classDays: { from: plainDate('2026-02-02'), to: plainDate('2026-02-20') },
    benefits: [],
    held: [],
    otherClasses: [],
    excluded: [],
    birth: plainDate('1990-05-05'),
    retiresOn: plainDate('2053-05-05'),
    outsideDays: [],
    certificateFound: true,
  }
  const had = (over: object) => ({
    occupation: '6-18-02-04',
    rank: 2,
    certificate: null,
    scheme: 'other',
    on: plainDate('2025-05-01'),
    ...over,
  })
  const verdicts = (over: Partial<FrequencyFacts>, scheme = 'employment-days', day = on) => {
    const e = editionOn(schemes.get(scheme)!, day)!
    return frequencyVerdicts(e, { ...clean, ...over }, day)
      .filter((v) => v.verdict !== 'passed')
      .map((v) => `${v.rule} ${v.verdict}`)
  }
  it('a clean person passes all', () => expect(verdicts({})).toEqual([]))
  it.each<[string, Partial<FrequencyFacts>, string[]]>([
    ['same occupation and level, other scheme', { benefits: [had({})] }, ['F1 hit']],
    ['other level', { benefits: [had({ rank: 1 })] }, []],
    [
      'same scheme in the year',
      { benefits: [had({ occupation: '4-01', scheme: 'employment-days', on: plainDate('2026-01-01') })] },
      ['F2 hit'],
    ],
    [
      'same scheme on the last day of the year before',
      { benefits: [had({ occupation: '4-01', scheme: 'employment-days', on: plainDate('2025-12-31') })] },
      [],
    ],
    ['higher level subsidised', { benefits: [had({ rank: 3 })] }, ['F3 hit']],
    ['higher level held', { held: [{ occupation: '6-18-02-04', rank: 3, from: plainDate('2020-01-01') }] }, ['F3 hit']],
    [
      'certificate used',
      { benefits: [had({ occupation: '4-01', certificate: 'Y000014100000260000001' })] },
      ['F4 hit'],
    ],
    [
      'class ends on the day on which this one begins',
      { otherClasses: [{ from: plainDate('2026-01-20'), to: plainDate('2026-02-02') }] },
      ['F5 hit'],
    ],
    [
      'class ended the day before',
      { otherClasses: [{ from: plainDate('2026-01-20'), to: plainDate('2026-02-01') }] },
      [],
    ],
    ['on the payroll', { excluded: [{ from: plainDate('2010-01-01'), to: null }] }, ['F6 hit']],
    ['payroll register missing', { excluded: null }, ['F6 not-run']],
    [
      'held before the class',
      { held: [{ occupation: '6-18-02-04', rank: 2, from: plainDate('2026-02-01') }] },
      ['F6 hit'],
    ],
    ['sixteen on the first day', { birth: plainDate('2010-02-02') }, []],
    ['sixteen a day later', { birth: plainDate('2010-02-03') }, ['F7 hit']],
    ['pension begins on the first day', { retiresOn: plainDate('2026-02-02') }, ['F7 hit']],
    ['pension age unknown', { retiresOn: null }, ['F7 not-run']],
    ['outside the licence', { outsideDays: [plainDate('2026-02-03')] }, ['F8 hit']],
    ['listing unknown', { outsideDays: null }, ['F8 not-run']],
  ])('%s', (_, over, expected) => expect(verdicts(over)).toEqual(expected))
  it('insured workers: one a year, two more for shortage, certificate must be found', () => {
    const day = plainDate('2025-06-01')
    const one = [had({ occupation: '4-01', scheme: 'insured-upgrade' })]
    const base = { scheme: 'insured-upgrade' }
    expect(verdicts({ ...base, benefits: one }, 'insured-upgrade', day)).toEqual(['F2 hit'])
    expect(verdicts({ ...base, shortage: true, benefits: one }, 'insured-upgrade', day)).toEqual([])
    expect(verdicts({ ...base, certificateFound: false }, 'insured-upgrade', day)).toEqual(['F9 hit'])
    expect(verdicts({ ...base, certificateFound: null }, 'insured-upgrade', day)).toEqual(['F9 not-run'])
  })
})
