import type { Finding } from '../../../kernel/values/finding.ts'
import { isPlainDate, type PlainDate } from '../../../kernel/values/plain-date.ts'
import type { Text } from '../../../kernel/values/text.ts'
import { isLevelId } from '../../catalogue/index.ts'
import { GROUPS } from '../../people/index.ts'
import { EVIDENCE, FREQUENCY_RULES, FUNDS, PAYEES, REFUSAL_REASONS } from '../words.ts'

/** Where a value is from. `missing` is said aloud wherever the value is shown. */
export type Source = { title: string; number?: string; article?: string } | 'missing'

/** A marginal band: each unit up to `upTo` (inclusive) earns `fen`; beyond the last band nothing is paid. */
export type Band = { upTo: number; fen: number }
export type TableRow = { level?: string; group?: string; class?: string; fen: number }
/** How an amount comes about. `fen: null`: the city has not said it, and nothing is computed. */
export type AmountRule =
  | { by: 'bands'; quantity: Quantity; hoursADay?: number; bands: Band[] }
  | { by: 'table'; rows: TableRow[]; per?: Quantity; perMost?: number }
  | { by: 'flat'; fen: number | null; per?: Quantity; perMost?: number }
  | { by: 'price'; percent: number }
export type Quantity = 'days' | 'hours' | 'months' | 'years'
export const QUANTITIES: readonly Quantity[] = ['days', 'hours', 'months', 'years']

/** Multiplies the amount when every named fact has the value: shortage occupations, a course without a certificate. */
export type Factor = { id: string; title: Text; when: { readonly [fact: string]: string | boolean }; percent: number }

type Sourced = { source: Source }
export type Edition = {
  from: PlainDate
  /** Last day, inclusive; null while it goes on. */
  until: PlainDate | null
  /** The day that picks the edition, in words. */
  pickedBy: Text
  source: Source
  whom: { text: Text; groups?: string[]; insuredMonthsLeast?: number; ageLeast?: number } & Sourced
  evidence: { kinds: string[] } & Sourced
  amount: { rule: AmountRule; factors: Factor[]; mostFen: number | null } & Sourced
  frequency: { rules: { readonly [code: string]: FrequencyParameters } } & Sourced
  deadline: { months: number | null } & Sourced
  prepay: { percentMost: number } & Sourced
  publicity: { workingDays: number } & Sourced
  refusals: { reasons: string[] } & Sourced
  recheck: { approvedPercent: number; refusedPercent: number } & Sourced
  data: { kept: string[]; keepYears: number | null } & Sourced
}
/** `most` of a year; `most` of a lifetime; `shortageMore` in the same year for shortage occupations. */
export type FrequencyParameters = { most?: number; lifetimeMost?: number; shortageMore?: number }

export type Scheme = {
  id: string
  title: Text
  fund: string
  /** What a claim is drawn from. */
  drawnFrom: 'class' | 'certificate'
  payees: string[]
  /** Oldest first. */
  editions: Edition[]
}

const SECTIONS = [
  'whom',
  'evidence',
  'amount',
  'frequency',
  'deadline',
  'prepay',
  'publicity',
  'refusals',
  'recheck',
  'data',
] as const

/** The edition in force on a day, or none. */
export const editionOn = (s: Scheme, on: PlainDate): Edition | undefined => {
  const e = s.editions.findLast((x) => x.from <= on)
  return e && (e.until === null || e.until >= on) ? e : undefined
}

type Loose = { readonly [key: string]: unknown }
const isObject = (v: unknown): v is Loose => typeof v === 'object' && v !== null && !Array.isArray(v)
const isText = (v: unknown): v is Text => isObject(v) && typeof v['zh'] === 'string' && typeof v['en'] === 'string'
const isWhole = (v: unknown): v is number => typeof v === 'number' && Number.isSafeInteger(v) && v >= 0
const ids = (list: readonly { id: string }[]) => list.map((x) => x.id)

/**
 * Reads one scheme page (parsed from YAML). Every section has its own `source`, or that of its edition; without either it
 * is refused. @returns the scheme, or everything that is wrong with the page.
 */
export function readScheme(content: unknown, file: string): { scheme: Scheme } | { findings: Finding[] } {
  const findings: Finding[] = []
  const wrong = (field: string, zh: string, en: string) =>
    findings.push({
      code: 'SCHEME_FILE',
      field: `${file}: ${field}`,
      message: { zh: `${file}：${field} ${zh}`, en: `${file}: ${field} ${en}` },
      hint: { zh: '请按补贴项目页的格式修改', en: 'mend the page of the scheme' },
    })
  const c = isObject(content) ? content : {}
  if (typeof c['id'] !== 'string' || !/^[a-z][a-z0-9-]{1,58}$/.test(c['id']))
    wrong('id', '缺失或格式不符', 'is missing or odd')
  if (!isText(c['title'])) wrong('title', '缺中英文名称', 'lacks zh and en')
  if (!ids(FUNDS).includes(String(c['fund']))) wrong('fund', `应为 ${ids(FUNDS).join('、')} 之一`, 'is no fund')
  if (c['drawnFrom'] !== 'class' && c['drawnFrom'] !== 'certificate')
    wrong('drawnFrom', '应为 class 或 certificate', 'is class or certificate')
  const payees = Array.isArray(c['payees']) ? (c['payees'] as unknown[]) : []
  if (payees.length === 0 || payees.some((p) => !ids(PAYEES).includes(String(p))))
    wrong('payees', '收款方式不符', 'are odd')
  const editions = Array.isArray(c['editions']) ? c['editions'] : []
  if (editions.length === 0) wrong('editions', '没有版本', 'has none')
  const read: Edition[] = []
  for (const [i, e] of (editions as unknown[]).entries()) {
    if (!isObject(e)) {
      wrong(`editions[${i}]`, '不是一个版本', 'is no edition')
      continue
    }
    const at = (key: string) => `editions[${i}].${key}`
    if (!isPlainDate(e['from'])) wrong(at('from'), '不是日期', 'is no day')
    if (e['until'] !== null && e['until'] !== undefined && !isPlainDate(e['until']))
      wrong(at('until'), '不是日期', 'is no day')
    if (!isText(e['pickedBy'])) wrong(at('pickedBy'), '没有说明按哪一天取值', 'does not say which day picks it')
    const sections: Record<string, Loose> = {}
    for (const name of SECTIONS) {
      const section = e[name]
      if (!isObject(section)) {
        wrong(at(name), '缺失', 'is missing')
        continue
      }
      const source = sourceOf(section['source']) ?? sourceOf(e['source'])
      if (!source) wrong(at(name), '没有依据（source），也没有写明 missing', 'has no source, and does not say missing')
      sections[name] = { ...section, source }
    }
    const number = (section: string, key: string, orNull = false) => {
      const v = sections[section]?.[key]
      if (sections[section] && !isWhole(v) && !(orNull && v === null))
        wrong(at(`${section}.${key}`), '不是非负整数', 'is no whole number')
    }
    number('publicity', 'workingDays')
    number('prepay', 'percentMost')
    number('recheck', 'approvedPercent')
    number('recheck', 'refusedPercent')
    number('deadline', 'months', true)
    number('data', 'keepYears', true)
    const known = (section: string, key: string, list: readonly string[]) => {
      for (const v of (sections[section]?.[key] as unknown[] | undefined) ?? [])
        if (!list.includes(String(v)))
          wrong(at(`${section}.${key}`), `“${String(v)}”不在词表中`, `does not know “${String(v)}”`)
    }
    known('whom', 'groups', ids(GROUPS))
    known('evidence', 'kinds', ids(EVIDENCE))
    known('refusals', 'reasons', ids(REFUSAL_REASONS))
    if (sections['frequency'] && !isObject(sections['frequency']['rules']))
      wrong(at('frequency.rules'), '缺失', 'is missing')
    for (const code of Object.keys((sections['frequency']?.['rules'] ?? {}) as Loose))
      if (!ids(FREQUENCY_RULES).includes(code)) wrong(at('frequency.rules'), `没有规则 ${code}`, `has no rule ${code}`)
    if (sections['amount']) for (const w of amountWrong(sections['amount'])) wrong(at(`amount.${w[0]}`), w[1], w[2])
    read.push({
      from: e['from'],
      until: e['until'] ?? null,
      pickedBy: e['pickedBy'],
      source: sourceOf(e['source']) ?? 'missing',
      ...sections,
    } as unknown as Edition)
  }
  for (let i = 1; i < read.length; i++)
    if (read[i]!.from <= read[i - 1]!.from) wrong('editions', '版本日期应由早到晚', 'are not in order of their days')
  if (findings.length) return { findings }
  return {
    scheme: {
      id: c['id'] as string,
      title: c['title'] as Text,
      fund: c['fund'] as string,
      drawnFrom: c['drawnFrom'] as Scheme['drawnFrom'],
      payees: payees as string[],
      editions: read,
    },
  }
}

function sourceOf(v: unknown): Source | undefined {
  if (v === 'missing') return 'missing'
  if (!isObject(v) || typeof v['title'] !== 'string') return undefined
  // A title alone cannot be looked up.
  return typeof v['number'] === 'string' || typeof v['article'] === 'string' ? (v as unknown as Source) : undefined
}

function amountWrong(section: Loose): [string, string, string][] {
  const out: [string, string, string][] = []
  const rule = section['rule']
  if (!isObject(rule)) return [['rule', '缺失', 'is missing']]
  const quantityFits = (v: unknown) => QUANTITIES.includes(v as Quantity)
  if (rule['by'] === 'bands') {
    const bands = Array.isArray(rule['bands']) ? (rule['bands'] as Band[]) : []
    if (!quantityFits(rule['quantity'])) out.push(['rule.quantity', '计量单位不符', 'is odd'])
    if (bands.length === 0) out.push(['rule.bands', '没有分段', 'has none'])
    bands.forEach((b, i) => {
      if (!isWhole(b.upTo) || !isWhole(b.fen) || b.upTo <= (bands[i - 1]?.upTo ?? 0))
        out.push([`rule.bands[${i}]`, '分段应递增，金额以分计', 'ascend, in whole fen'])
    })
  } else if (rule['by'] === 'table') {
    const rows = Array.isArray(rule['rows']) ? (rule['rows'] as TableRow[]) : []
    if (rows.length === 0) out.push(['rule.rows', '没有行', 'has none'])
    rows.forEach((r, i) => {
      if (!isWhole(r.fen)) out.push([`rule.rows[${i}]`, '金额不是整数分', 'is not in whole fen'])
      if (r.level !== undefined && !isLevelId(r.level))
        out.push([`rule.rows[${i}].level`, '没有这个等级', 'is no level'])
    })
  } else if (rule['by'] === 'flat') {
    if (rule['fen'] !== null && !isWhole(rule['fen'])) out.push(['rule.fen', '金额不是整数分', 'is not in whole fen'])
  } else if (rule['by'] === 'price') {
    if (!isWhole(rule['percent'])) out.push(['rule.percent', '不是整数百分比', 'is no whole percentage'])
  } else out.push(['rule.by', '应为 bands、table、flat 或 price', 'is bands, table, flat or price'])
  if ((rule['by'] === 'table' || rule['by'] === 'flat') && rule['per'] !== undefined && !quantityFits(rule['per']))
    out.push(['rule.per', '计量单位不符', 'is odd'])
  if (!Array.isArray(section['factors'])) out.push(['factors', '应为列表（可以为空）', 'is a list, which may be empty'])
  else
    for (const [i, f] of (section['factors'] as Factor[]).entries())
      if (!isWhole(f.percent) || !isText(f.title) || !isObject(f.when))
        out.push([`factors[${i}]`, '缺名称、条件或百分比', 'lacks title, when or percent'])
  if (section['mostFen'] !== null && !isWhole(section['mostFen']))
    out.push(['mostFen', '不是整数分', 'is not in whole fen'])
  return out
}
