import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkConsistency,
  composeLetter,
  type LetterTemplate,
  parseLetterTemplate,
  writeFigure,
} from './letter-template.ts'

const day = { asOf: '2022-12-31' }
const flow = { from: '2021-01-01', to: '2022-12-31' }

/** A short letter with each kind of figure. */
const source = () => ({
  id: 'test',
  number: '某人社函〔2023〕1号',
  sender: '某市人力资源和社会保障局',
  replyClass: 'A',
  titleLines: ['关于{proposal.category}类第{proposal.number}号提案的答复'],
  addressee: '尊敬的{proposal.leadMember}等{proposal.members}名提案委员',
  proposal: { session: '一次会议', category: 'B', number: 8, title: '题', leadMember: '某某', members: 3 },
  printedOn: null as string | null,
  asOf: '2022-12-31',
  figures: {
    skilled: { measure: 'm.skilled', ...day, form: { unit: '万人', decimals: 2 }, printed: '61.93' },
    high: { measure: 'm.high', ...day, form: { unit: '万人', decimals: 2 }, printed: '19.8' },
    senior: { measure: 'm.level', where: { level: '3' }, ...day, form: { unit: '万人', decimals: 2 }, printed: '12.3' },
    rest: { measure: 'm.level', where: { level: '2' }, ...day, form: { unit: '万人', decimals: 2 }, printed: '7.5' },
    employed: { measure: 'm.employed', ...day, form: { unit: '万人', decimals: 2 }, printed: null as string | null },
    share: { measure: 'm.share', ...day, form: { unit: '%', decimals: 2 }, printed: '31.44', label: '占从业人员' },
    shareAgain: { measure: 'm.share', ...day, same: 'share', form: { unit: '%', decimals: 2 }, printed: '31.44' },
    highShare: {
      measure: 'm.high-share',
      ...day,
      form: { unit: '%', decimals: 2 },
      printed: '31.97',
      label: '占技能人才',
    },
    trained: {
      measure: 'm.trained',
      ...flow,
      form: { unit: '万人次', decimals: 1, lowerBound: true },
      printed: '24.9',
    },
    events: { measure: 'm.events', ...flow, form: { unit: '场', decimals: -1, lowerBound: true }, printed: '40' },
  },
  blocks: [
    { heading1: '成效' },
    {
      paragraph:
        '截至{skilled.asOf:yearEnd}，技能人才{skilled}，高技能人才{high}（{senior}、{rest}），占从业人员{share}，占技能人才{highShare}。',
    },
    { heading2: '培训。', runIn: '{trained.from:year}以来培训{trained}，办赛{events}，比例{shareAgain}。' },
  ] as Record<string, string>[],
  closing: ['请反馈。'],
  note: '此件主动公开',
  checks: [
    { sum: ['senior', 'rest'], equals: 'high' },
    { ratio: 'share', of: ['skilled', 'employed'], not: 'highShare' },
    { ratio: 'highShare', of: ['high', 'skilled'], not: 'share' },
  ],
})
const employed = 1_969_784
const values = {
  skilled: 619_300,
  high: 198_000,
  senior: 123_000,
  rest: 75_000,
  employed,
  share: 619_300 / employed,
  highShare: 198_000 / 619_300,
  trained: 249_312,
  events: 46,
}
const parsed = (x: unknown = source()): LetterTemplate => {
  const read = parseLetterTemplate(x)
  if (!('template' in read)) throw new Error(JSON.stringify(read.findings))
  return read.template
}
const findingsOf = (x: unknown): string[] => {
  const read = parseLetterTemplate(x)
  return 'findings' in read ? read.findings.map((f) => `${f.code} ${f.field}`) : []
}

describe('composing', () => {
  test('the measures fill the letter, and all is as printed', () => {
    const { letter, figures, findings } = composeLetter(parsed(), values)
    expect(findings).toEqual([])
    expect(figures.every((f) => f.equal)).toBe(true)
    const text = letter.blocks
      .flatMap((b) => [...b.runs, ...('runIn' in b && b.runIn ? b.runIn : [])])
      .map((r) => ('figure' in r ? `[${r.figure.key}=${r.figure.text}]` : r.text))
      .join('')
    expect(text).toBe(
      '成效截至2022年底，技能人才[skilled=61.93万人]，高技能人才[high=19.8万人]（[senior=12.3万人]、[rest=7.5万人]），占从业人员[share=31.44%]，占技能人才[highShare=31.97%]。培训。2021年以来培训[trained=24.9万余人次]，办赛[events=40余场]，比例[shareAgain=31.44%]。',
    )
    expect(letter.titleLines).toEqual(['关于B类第8号提案的答复'])
    expect(letter.addressee).toBe('尊敬的某某等3名提案委员')
    expect(letter.signature).toEqual({ name: '某市人力资源和社会保障局' })
  })

  test('余 is not said where nothing is above the bound', () => {
    expect(writeFigure(249_000, { unit: '万人次', decimals: 1, lowerBound: true }).text).toBe('24.9万人次')
    const { figures } = composeLetter(parsed(), { ...values, trained: 249_000 })
    expect(figures.filter((f) => !f.equal).map((f) => [f.key, f.text])).toEqual([['trained', '24.9万人次']])
  })

  test('a value that was not given is said, not invented', () => {
    const { events: _, ...some } = values
    const { figures, findings } = composeLetter(parsed(), some)
    expect(findings.map((f) => `${f.code} ${f.field}`)).toEqual(['value-missing figures.events'])
    expect(figures.find((f) => f.key === 'events')).toMatchObject({ text: '未报', now: null, equal: false })
  })

  test('a value moved beyond rounding flags exactly the figures that use it', () => {
    const template = parsed()
    const steps: Record<string, number> = { trained: 1000, events: 10, share: 0.0001, highShare: 0.0001 }
    const keys = Object.keys(values).filter((k) => k !== 'employed') as (keyof typeof values)[]
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.integer({ min: 1, max: 1000 }), (key, n) => {
        const step = steps[key] ?? 100
        const { figures } = composeLetter(template, { ...values, [key]: values[key] + n * step })
        const users = Object.entries(template.figures).flatMap(([k, f]) => (k === key || f.same === key ? [k] : []))
        expect(figures.filter((f) => !f.equal).map((f) => f.key)).toEqual(users)
      }),
    )
  })

  test('a value moved within rounding flags nothing', () => {
    const template = parsed()
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 49 }), fc.integer({ min: -311, max: 687 }), (n, m) => {
        const { figures } = composeLetter(template, { ...values, skilled: 619_300 + n, trained: 249_312 + m })
        expect(figures.every((f) => f.equal)).toBe(true)
      }),
    )
  })
})

describe('the letter against itself', () => {
  const codes = (v: Partial<typeof values>, t = parsed()) =>
    checkConsistency(t, { ...values, ...v }).map((f) => `${f.code} ${f.field}`)

  test('the two near-equal ratios cannot be swapped', () => {
    expect(codes({ share: values.highShare, highShare: values.share })).toEqual([
      'ratio-swapped checks[1]',
      'ratio-swapped checks[2]',
    ])
    expect(codes({ share: values.highShare })).toEqual(['ratio-swapped checks[1]'])
    expect(codes({ share: 0.5 })).toEqual(['ratio-differs checks[1]'])
  })

  test('nor in the text', () => {
    const swapped = source()
    swapped.blocks[1] = {
      paragraph: '{skilled}{high}{senior}{rest}占从业人员的{highShare}，占技能人才的{share}。',
    }
    const { findings } = composeLetter(parsed(swapped), values)
    expect(findings.map((f) => [f.code, f.given])).toEqual([
      ['label-missing', '{highShare}'],
      ['label-missing', '{share}'],
    ])
  })

  test('sums hold in the values, in print and on the paper', () => {
    expect(codes({ senior: 123_001 })).toEqual(['sum-differs checks[0]'])
    expect(codes({ senior: 123_049, rest: 75_049, high: 198_098, highShare: 198_098 / 619_300 })).toEqual([
      'sum-differs-in-print checks[0]',
    ])
    const t = parsed()
    t.figures['rest'] = { ...t.figures['rest']!, printed: '7.4' }
    expect(codes({}, t)).toEqual(['printed-sum-differs checks[0]'])
  })
})

describe('reading', () => {
  test('all that is wrong is said at once', () => {
    const x = source() as unknown as Record<string, unknown> & ReturnType<typeof source>
    x.printedOn = '2023-02-30'
    x.figures.high.printed = 19.8 as unknown as string
    x.blocks.push({ paragraph: '另有3所、{nothing}、{skilled.asOf:month}、{a b}。' }, { runIn: '孤行' })
    x.checks.push({ sum: ['senior'], equals: 'nobody' })
    x['subject'] = 'x'
    expect(findingsOf(x)).toEqual([
      'template-key subject',
      'figure-printed figures.high.printed',
      'template-date printedOn',
      'block-form blocks[4]',
      'bare-number blocks[3].paragraph',
      'place-unknown blocks[3].paragraph',
      'place-unknown blocks[3].paragraph',
      'place-form blocks[3].paragraph',
      'check-unknown checks[3]',
    ])
  })

  test('a printed figure must be used, a ratio must be checked, a time must be whole', () => {
    const x = source()
    x.blocks[2] = { paragraph: '{trained}{shareAgain}' }
    x.checks.pop()
    Object.assign(x.figures.trained, { asOf: '2022-12-31' })
    Object.assign(x.figures.shareAgain, { same: 'nobody' })
    expect(findingsOf(x)).toEqual([
      'figure-time figures.trained',
      'figure-same figures.shareAgain.same',
      'ratio-unchecked figures.shareAgain',
      'ratio-unchecked figures.highShare',
      'figure-unused figures.events',
    ])
  })

  test('nothing that is no template passes', () => {
    fc.assert(
      fc.property(fc.anything(), (x) => {
        const read = parseLetterTemplate(x)
        expect('findings' in read && read.findings.length > 0).toBe(true)
      }),
    )
  })
})
