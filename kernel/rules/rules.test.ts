import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { plainDate } from '../values/plain-date.ts'
import { matchRules, type Need, Rules, type RuleValue, readRule } from './rules.ts'

const need = (more: Partial<Need> = {}): Need => ({
  key: 'club.fee',
  title: { zh: '会费', en: 'Fee' },
  unit: 'yuan',
  pickedBy: 'the day of payment',
  type: 'integer',
  ...more,
})
const rule = (more: Partial<RuleValue> = {}): RuleValue => ({
  key: 'club.fee',
  unit: 'yuan',
  checkedOn: null,
  values: [
    { from: plainDate('2024-01-01'), value: 100, source: { title: 'Rules of the club' } },
    { from: plainDate('2025-01-01'), value: 120, source: 'missing' },
    { from: plainDate('2027-01-01'), value: null, source: { title: 'Rules of the club' } },
  ],
  ...more,
})
const today = plainDate('2026-03-10')
const codes = (needs: Need[], values: RuleValue[]) => matchRules(needs, values, today).map((f) => f.code)

describe('a value by its day', () => {
  const rules = new Rules([need()], [rule()], today)
  it.each([
    ['2023-12-31', undefined],
    ['2024-01-01', 100],
    ['2024-12-31', 100],
    ['2025-01-01', 120],
    ['2026-12-31', 120],
    ['2027-01-01', undefined],
    ['2099-01-01', undefined],
  ])('%s → %s', (day, value) => {
    expect(rules.find('club.fee', plainDate(day))?.value).toBe(value)
    if (value === undefined)
      expect(() => rules.on('club.fee', plainDate(day))).toThrow(`no value of club.fee is in force on ${day}`)
    else expect(rules.on('club.fee', plainDate(day)).value).toBe(value)
  })
  it('says from when it holds and by which source', () => {
    expect(rules.on('club.fee', today)).toEqual({
      key: 'club.fee',
      value: 120,
      unit: 'yuan',
      from: '2025-01-01',
      source: 'missing',
    })
    expect(rules.all).toHaveLength(1)
  })
  it('is never guessed: an unknown key and a value of another kind fail', () => {
    expect(() => rules.on('club.shoes', today)).toThrow('unknown rule club.shoes')
    const half = new Rules(
      [need({ type: 'decimal' })],
      [rule({ values: [{ from: plainDate('2024-01-01'), value: 0.5, source: 'missing' }] })],
      today,
    )
    expect(() => half.integerOn('club.fee', today)).toThrow('not a whole number')
  })
})

describe('needs and values that do not match', () => {
  it.each<[string, string[], Need[], RuleValue[]]>([
    ['all is well', [], [need()], [rule()]],
    ['a need without a value', ['RULE_MISSING'], [need()], []],
    ['a value without a need', ['RULE_UNUSED'], [], [rule()]],
    ['another unit', ['RULE_UNIT'], [need({ unit: 'fen' })], [rule()]],
    [
      'no value yet',
      ['RULE_NOT_YET'],
      [need()],
      [rule({ values: [{ from: plainDate('2026-03-11'), value: 1, source: 'missing' }] })],
    ],
    ['a value from today on', [], [need()], [rule({ values: [{ from: today, value: 1, source: 'missing' }] })]],
    [
      'another type',
      ['RULE_TYPE'],
      [need({ type: 'text' })],
      [rule({ values: [{ from: today, value: 1, source: 'missing' }] })],
    ],
    [
      'a fraction for a whole number',
      ['RULE_TYPE'],
      [need()],
      [rule({ values: [{ from: today, value: 1.5, source: 'missing' }] })],
    ],
    ['a need declared twice', ['NEED_TWICE'], [need(), need()], [rule()]],
    ['dates out of order', ['RULE_ORDER', 'RULE_ORDER'], [need()], [rule({ values: [...rule().values].reverse() })]],
  ])('%s', (_, expected, needs, values) => {
    expect(codes(needs, values)).toEqual(expected)
  })
  it('stops the start, and names each', () => {
    expect(() => new Rules([need({ key: 'club.balls' })], [rule()], today)).toThrow(
      /club\.balls has no value[\s\S]*club\.fee answers no need/,
    )
  })
})

describe('reading a rule file', () => {
  const read = (yaml: string) => readRule(parse(yaml, { schema: 'core' }), 'fee.yaml')
  const said = (yaml: string) => {
    const r = read(yaml)
    return 'findings' in r ? r.findings.map((f) => f.message.en) : []
  }
  it('takes one source for all days, or one for each', () => {
    const one = read(
      'key: club.fee\nunit: yuan\nchecked_on: 2026-03-01\nvalues:\n  2025-01-01: 120\n  2024-01-01: 100\nsource:\n  title: Rules of the club\n  number: "1"\n',
    )
    expect(one).toMatchObject({
      rule: {
        checkedOn: '2026-03-01',
        values: [
          { from: '2024-01-01', value: 100 },
          { from: '2025-01-01', value: 120 },
        ],
      },
    })
    const each = read(
      'key: club.fee\nunit: yuan\nvalues:\n  2024-01-01: 100\n  2025-01-01: null\nsource:\n  2024-01-01: { title: A }\n  2025-01-01: missing\n',
    )
    expect(each).toMatchObject({
      rule: { checkedOn: null, values: [{ source: { title: 'A' } }, { value: null, source: 'missing' }] },
    })
  })
  it.each([
    ['', /empty/],
    ['unit: yuan\nvalues: {2024-01-01: 1}\nsource: missing', /key is missing/],
    ['key: a\nvalues: {2024-01-01: 1}\nsource: missing', /unit is missing/],
    ['key: a\nunit: b\nsource: missing', /values are missing/],
    ['key: a\nunit: b\nvalues: {2023-02-30: 1}\nsource: missing', /2023-02-30 is not a date/],
    ['key: a\nunit: b\nvalues: {2024-01-01: 1}', /no source for 2024-01-01/],
    [
      'key: a\nunit: b\nvalues: {2024-01-01: 1, 2025-01-01: 2}\nsource: {2024-01-01: {title: A}}',
      /no source for 2025-01-01/,
    ],
  ])('%j', (yaml, message) => {
    expect(said(yaml).join('\n')).toMatch(message)
  })
  it('names all faults at once', () => {
    expect(said('values: {soon: 1}')).toEqual([
      'fee.yaml: key is missing',
      'fee.yaml: unit is missing',
      'fee.yaml: soon is not a date',
    ])
  })
})
