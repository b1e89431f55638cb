import type { Finding } from '../../kernel/values/finding.ts'
import { type Fen, fen, yuanText } from '../../kernel/values/money-fen.ts'
import { addMonths, type PlainDate } from '../../kernel/values/plain-date.ts'
import type { Text } from '../../kernel/values/text.ts'
import { isLevelId } from '../catalogue/index.ts'
import { GROUPS } from '../people/index.ts'
import { type AmountRule, type Edition, editionOn, type Quantity, type Scheme, type Source } from './schemes/scheme.ts'
import { WHOLE_PERCENT } from './words.ts'

/** What is known of one person in one claim. Quantities are whole units; what is not known is left out. */
export type AmountFacts = {
  days?: number
  hours?: number
  months?: number
  years?: number
  level?: string
  group?: string
  /** A, B, C: class of the occupation where a scheme has such classes. */
  class?: string
  outcome?: string
  shortage?: boolean
  priceFen?: number
  insuredMonths?: number
  certificateOn?: PlainDate
  classEndOn?: PlainDate
  /** `advance` before completion, `final` afterwards with what was advanced; left out: all at once. */
  stage?: 'advance' | 'final'
  advanceFen?: number
}

export type AmountStep = { text: Text; amountFen: Fen }
export type Amount = {
  scheme: string
  on: PlainDate
  /** First day of the edition: which version of the rule spoke. */
  edition: PlainDate | null
  /** To be paid now; null when it cannot be computed, and the findings say why. */
  amountFen: Fen | null
  /** What was advanced beyond the final amount and goes back. */
  dueBackFen: Fen
  steps: AmountStep[]
  findings: Finding[]
  source: Source | null
}

const QUANTITY: { readonly [q in Quantity]: Text } = {
  days: { zh: '天', en: 'days' },
  hours: { zh: '课时', en: 'class hours' },
  months: { zh: '个月', en: 'months' },
  years: { zh: '年', en: 'years' },
}
const NUMBERS = ['days', 'hours', 'months', 'years', 'priceFen', 'insuredMonths', 'advanceFen'] as const

/**
 * Facts as a stranger may give them. @returns everything that is wrong with them; nothing when they can be used
 */
export function factsWrong(given: unknown): Finding[] {
  const out: Finding[] = []
  const say = (field: string, value: unknown, zh: string, en: string) =>
    out.push({
      code: 'FACT',
      field,
      given: String(value),
      message: { zh: `${field}：${zh}`, en: `${field}: ${en}` },
      hint: { zh: '请按说明填写事实', en: 'Give the facts as described' },
    })
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    say('facts', given, '应为一个对象', 'must be one object')
    return out
  }
  const f = given as Record<string, unknown>
  for (const key of NUMBERS)
    if (f[key] !== undefined && !(Number.isSafeInteger(f[key]) && (f[key] as number) >= 0))
      say(key, f[key], '应为非负整数', 'must be a whole number, not negative')
  if (f['level'] !== undefined && !isLevelId(String(f['level'])))
    say('level', f['level'], '没有这个等级', 'no such level')
  if (f['group'] !== undefined && !GROUPS.some((g) => g.id === f['group']))
    say('group', f['group'], '没有这个群体', 'no such group')
  const known = new Set<string>([
    ...NUMBERS,
    'level',
    'group',
    'class',
    'outcome',
    'shortage',
    'certificateOn',
    'classEndOn',
    'stage',
  ])
  for (const key of Object.keys(f)) if (!known.has(key)) say(key, f[key], '没有这项事实', 'no such fact')
  return out
}

/**
 * The amount of one line: pure, by the edition of the day `on`, claimed on `claimedOn`; in whole fen, every step named. Percentages round down to the fen, so that no sum of parts
 * exceeds its whole. Sources: the edition's page.
 */
export function amountOf(scheme: Scheme, facts: AmountFacts, on: PlainDate, claimedOn: PlainDate = on): Amount {
  const e = editionOn(scheme, on)
  const answer: Amount = {
    scheme: scheme.id,
    on,
    edition: e?.from ?? null,
    amountFen: null,
    dueBackFen: fen(0),
    steps: [],
    findings: [],
    source: e?.amount.source ?? null,
  }
  if (!e) {
    answer.findings.push({
      code: 'SCHEME_NOT_IN_FORCE',
      field: 'on',
      given: on,
      message: {
        zh: `“${scheme.title.zh}”在${on}没有现行规定`,
        en: `${scheme.title.en}: nothing is in force on ${on}`,
      },
      hint: { zh: '请核对日期，或换用当日有效的补贴项目', en: 'Check the day, or use a scheme in force' },
    })
    return answer
  }
  answer.findings.push(...conditions(e, facts, claimedOn))
  const base = baseOf(e.amount.rule, facts, answer)
  if (base === undefined || answer.findings.some((f) => (f.severity ?? 'must') === 'must')) return answer
  let amountFen = base
  for (const f of e.amount.factors) {
    const holds = Object.entries(f.when).every(([k, v]) => (facts as Record<string, unknown>)[k] === v)
    if (!holds) continue
    amountFen = share(amountFen, f.percent)
    answer.steps.push({
      text: { zh: `${f.title.zh}：× ${f.percent}%`, en: `${f.title.en}: × ${f.percent} %` },
      amountFen: fen(amountFen),
    })
  }
  const most = e.amount.mostFen
  if (most !== null && amountFen > most) {
    amountFen = most
    answer.steps.push({
      text: { zh: `不超过 ${yuanText(fen(most))} 元`, en: `at most ${yuanText(fen(most))} yuan` },
      amountFen: fen(amountFen),
    })
  }
  if (facts.stage === 'advance') {
    amountFen = share(amountFen, e.prepay.percentMost)
    answer.steps.push({
      text: { zh: `预拨 ${e.prepay.percentMost}%`, en: `advance of ${e.prepay.percentMost} %` },
      amountFen: fen(amountFen),
    })
  }
  if (facts.stage === 'final') {
    const advanced = facts.advanceFen ?? 0
    answer.dueBackFen = fen(Math.max(0, advanced - amountFen))
    amountFen = Math.max(0, amountFen - advanced)
    answer.steps.push({
      text: { zh: `减去已预拨 ${yuanText(fen(advanced))} 元`, en: `less ${yuanText(fen(advanced))} yuan advanced` },
      amountFen: fen(amountFen),
    })
  }
  answer.amountFen = fen(amountFen)
  return answer
}

const share = (amountFen: number, percent: number): number => Math.floor((amountFen * percent) / WHOLE_PERCENT)

function conditions(e: Edition, facts: AmountFacts, on: PlainDate): Finding[] {
  const out: Finding[] = []
  const { groups, insuredMonthsLeast } = e.whom
  if (groups && (facts.group === undefined || !groups.includes(facts.group)))
    out.push({
      code: 'GROUP',
      field: 'group',
      given: facts.group ?? '',
      message: { zh: '不属于本项目的补贴对象', en: 'Not one of the persons for whom this scheme is' },
      hint: { zh: `补贴对象：${e.whom.text.zh}`, en: `For: ${e.whom.text.en}` },
    })
  if (insuredMonthsLeast !== undefined && (facts.insuredMonths ?? 0) < insuredMonthsLeast)
    out.push({
      code: 'INSURED_MONTHS',
      field: 'insuredMonths',
      given: String(facts.insuredMonths ?? 0),
      message: {
        zh: `参保 ${facts.insuredMonths ?? 0} 个月，须满 ${insuredMonthsLeast} 个月`,
        en: `${facts.insuredMonths ?? 0} months insured; ${insuredMonthsLeast} are needed`,
      },
      hint: { zh: '请在参保满期后申请', en: 'Apply once the months are reached' },
    })
  const since = facts.certificateOn ?? facts.classEndOn
  if (e.deadline.months !== null && since !== undefined) {
    const last = addMonths(since, e.deadline.months)
    if (on > last)
      out.push({
        code: 'TOO_LATE',
        field: facts.certificateOn ? 'certificateOn' : 'classEndOn',
        given: since,
        message: { zh: `应在${last}前申领`, en: `It had to be claimed by ${last}` },
        hint: {
          zh: `自${since}起 ${e.deadline.months} 个月内申领有效`,
          en: `Within ${e.deadline.months} months of ${since}`,
        },
      })
  }
  return out
}

function baseOf(rule: AmountRule, facts: AmountFacts, answer: Amount): number | undefined {
  const missing = (field: string, zh: string, en: string): undefined => {
    answer.findings.push({
      code: 'FACT_MISSING',
      field,
      message: { zh: `缺少${zh}，不能计算`, en: `${en} is not known; nothing can be computed` },
      hint: { zh: `请补充${zh}`, en: `Give ${en}` },
    })
  }
  const quantity = (q: Quantity, hoursADay?: number): number | undefined =>
    facts[q] ??
    (q === 'days' && hoursADay && facts.hours !== undefined ? Math.floor(facts.hours / hoursADay) : undefined)
  const times = (one: number, name: Text, per: Quantity | undefined, most: number | undefined): number | undefined => {
    if (!per) {
      answer.steps.push({
        text: { zh: `${name.zh}：${yuanText(fen(one))} 元`, en: `${name.en}: ${yuanText(fen(one))} yuan` },
        amountFen: fen(one),
      })
      return one
    }
    const n = quantity(per)
    if (n === undefined)
      return missing(
        per,
        QUANTITY[per].zh === '天' ? '天数' : `${QUANTITY[per].zh}数`,
        `the number of ${QUANTITY[per].en}`,
      )
    const counted = most === undefined ? n : Math.min(n, most)
    answer.steps.push({
      text: {
        zh: `${name.zh}：${yuanText(fen(one))} 元 × ${counted} ${QUANTITY[per].zh}`,
        en: `${name.en}: ${yuanText(fen(one))} yuan × ${counted} ${QUANTITY[per].en}`,
      },
      amountFen: fen(one * counted),
    })
    return one * counted
  }
  if (rule.by === 'bands') {
    const n = quantity(rule.quantity, rule.hoursADay)
    if (n === undefined)
      return missing(
        rule.quantity,
        rule.quantity === 'days' ? '天数' : '数量',
        `the number of ${QUANTITY[rule.quantity].en}`,
      )
    let sum = 0
    let before = 0
    for (const b of rule.bands) {
      const units = Math.max(0, Math.min(n, b.upTo) - before)
      if (units > 0) {
        sum += units * b.fen
        const unit = QUANTITY[rule.quantity]
        answer.steps.push({
          text: {
            zh: `第 ${before + 1}–${b.upTo} ${unit.zh}：${yuanText(fen(b.fen))} 元 × ${units}`,
            en: `${unit.en} ${before + 1}–${b.upTo}: ${yuanText(fen(b.fen))} yuan × ${units}`,
          },
          amountFen: fen(sum),
        })
      }
      before = b.upTo
    }
    if (sum === 0)
      answer.steps.push({
        text: { zh: `0 ${QUANTITY[rule.quantity].zh}`, en: `0 ${QUANTITY[rule.quantity].en}` },
        amountFen: fen(0),
      })
    return sum
  }
  if (rule.by === 'flat') {
    if (rule.fen === null) {
      answer.findings.push({
        code: 'AMOUNT_UNKNOWN',
        field: 'amount',
        message: { zh: '本市尚未提供补贴标准和依据', en: 'The city has not given the amount and its document' },
        hint: {
          zh: '请在补贴项目页填写标准、文号和日期',
          en: 'Write amount, document and date into the page of the scheme',
        },
      })
      return undefined
    }
    return times(rule.fen, { zh: '定额', en: 'flat' }, rule.per, rule.perMost)
  }
  if (rule.by === 'price') {
    if (facts.priceFen === undefined) return missing('priceFen', '项目价格', 'the price of the project')
    const amount = share(facts.priceFen, rule.percent)
    answer.steps.push({
      text: { zh: `项目价格的 ${rule.percent}%`, en: `${rule.percent} % of the price` },
      amountFen: fen(amount),
    })
    return amount
  }
  const keys = ['level', 'group', 'class'] as const
  const used = keys.filter((k) => rule.rows.some((r) => r[k] !== undefined))
  const absent = used.filter((k) => facts[k] === undefined && !rule.rows.some((r) => r[k] === undefined))
  const NAMES = { level: ['等级', 'the level'], group: ['群体', 'the group'], class: ['类别', 'the class'] } as const
  if (absent.length) {
    for (const k of absent) missing(k, NAMES[k][0], NAMES[k][1])
    return undefined
  }
  const row = rule.rows.find((r) => keys.every((k) => r[k] === undefined || r[k] === facts[k]))
  if (!row) {
    answer.findings.push({
      code: 'AMOUNT_NO_ROW',
      field: used[0] ?? 'amount',
      given: used.map((k) => String(facts[k])).join(' '),
      message: { zh: '补贴标准中没有这一档', en: 'The table of amounts has no row for this' },
      hint: {
        zh: '请核对等级和类别；确实没有的，不予补贴',
        en: 'Check level and class; without a row nothing is paid',
      },
    })
    return undefined
  }
  const label = used
    .map((k) => row[k])
    .filter((v) => v !== undefined)
    .join(' ')
  return times(row.fen, { zh: `标准 ${label}`, en: `table ${label}` }, rule.per, rule.perMost)
}
