import type { Finding } from '../values/finding.ts'
import { isPlainDate, type PlainDate } from '../values/plain-date.ts'
import type { Text } from '../values/text.ts'

/**
 * A need: a room says which value it must be told, in which unit and by which date it is picked. The city fills it. A need
 * without a value today, a value without a need, or a value without a citation stops the start.
 */
export type Need = {
  key: string
  title: Text
  unit: string
  /** The fact whose date picks the value: the day of filing, of issue … */
  pickedBy: string
  type: 'integer' | 'decimal' | 'text' | 'boolean' | 'table'
}

export type Source = { title: string; number?: string; article?: string; url?: string } | 'missing'

/** One value with its whole life: date → value, `null` ends it. */
export type RuleValue = {
  key: string
  unit: string
  checkedOn: PlainDate | null
  values: { from: PlainDate; value: RuleScalar; source: Source }[]
  note?: string
}
export type RuleScalar = number | string | boolean | null | { [key: string]: RuleScalar } | RuleScalar[]

export type ValueOn = { key: string; value: Exclude<RuleScalar, null>; unit: string; from: PlainDate; source: Source }

export class Rules {
  readonly #needs: Map<string, Need>
  readonly #values: Map<string, RuleValue>

  /** @throws when needs and values do not match; every mismatch is named. */
  constructor(needs: readonly Need[], values: readonly RuleValue[], today: PlainDate) {
    this.#needs = new Map(needs.map((n) => [n.key, n]))
    this.#values = new Map(values.map((v) => [v.key, v]))
    const wrong = matchRules(needs, values, today)
    if (wrong.length)
      throw new Error(`rules do not fit:\n${wrong.map((w) => `- ${w.message.en} — ${w.hint.en}`).join('\n')}`)
  }

  /** The value in force on a day. @throws when the key is unknown or nothing is in force: a rule is never guessed. */
  on(key: string, day: PlainDate): ValueOn {
    const found = this.find(key, day)
    if (!found) throw new Error(`no value of ${key} is in force on ${day}`)
    return found
  }

  find(key: string, day: PlainDate): ValueOn | undefined {
    const rule = this.#values.get(key)
    if (!rule) throw new Error(`unknown rule ${key}`)
    const inForce = rule.values.findLast((v) => v.from <= day)
    if (!inForce || inForce.value === null) return undefined
    return { key, value: inForce.value, unit: rule.unit, from: inForce.from, source: inForce.source }
  }

  integerOn(key: string, day: PlainDate): number {
    const { value } = this.on(key, day)
    if (typeof value !== 'number' || !Number.isInteger(value)) throw new Error(`${key} is not a whole number`)
    return value
  }

  get all(): { need: Need; value: RuleValue }[] {
    return [...this.#needs.values()].map((need) => ({ need, value: this.#values.get(need.key)! }))
  }
}

export function matchRules(needs: readonly Need[], values: readonly RuleValue[], today: PlainDate): Finding[] {
  const out: Finding[] = []
  const say = (code: string, field: string, en: string, hint: string) =>
    out.push({ code, field, message: { zh: en, en }, hint: { zh: hint, en: hint } })
  const byKey = new Map(values.map((v) => [v.key, v]))
  const seen = new Set<string>()
  for (const n of needs) {
    if (seen.has(n.key)) say('NEED_TWICE', n.key, `need ${n.key} is declared twice`, 'keep one declaration')
    seen.add(n.key)
    const v = byKey.get(n.key)
    if (!v)
      say(
        'RULE_MISSING',
        n.key,
        `need ${n.key} has no value`,
        `add a file for it under city/<place>/rules/${n.key.split('.')[0]}/`,
      )
    else if (v.unit !== n.unit)
      say(
        'RULE_UNIT',
        n.key,
        `${n.key} is given in ${v.unit}, wanted ${n.unit}`,
        'convert the value or correct the need',
      )
    else if (!v.values.some((x) => x.from <= today))
      say(
        'RULE_NOT_YET',
        n.key,
        `${n.key} has no value on ${today}`,
        'give a value from an earlier day, or null with a source',
      )
    if (v)
      for (const x of v.values)
        if (!typeFits(n.type, x.value))
          say('RULE_TYPE', n.key, `${n.key} from ${x.from} is not ${n.type}`, 'correct the value')
  }
  for (const v of values) {
    if (!seen.has(v.key))
      say('RULE_UNUSED', v.key, `value ${v.key} answers no need`, 'remove it or declare the need in its room')
    for (let i = 1; i < v.values.length; i++)
      if (v.values[i]!.from <= v.values[i - 1]!.from)
        say('RULE_ORDER', v.key, `${v.key}: dates are not ascending`, 'order them')
  }
  return out
}

function typeFits(type: Need['type'], v: RuleScalar): boolean {
  if (v === null) return true
  if (type === 'integer') return typeof v === 'number' && Number.isInteger(v)
  if (type === 'decimal') return typeof v === 'number'
  if (type === 'text') return typeof v === 'string'
  if (type === 'boolean') return typeof v === 'boolean'
  return typeof v === 'object'
}

/**
 * Reads one rule file's content (already parsed from YAML). Each date needs its own source, or the file one for all.
 * @returns the value, or findings.
 */
export function readRule(content: unknown, file: string): { rule: RuleValue } | { findings: Finding[] } {
  const findings: Finding[] = []
  const wrong = (en: string) =>
    findings.push({
      code: 'RULE_FILE',
      field: file,
      message: { zh: `${file}：${en}`, en: `${file}: ${en}` },
      hint: { zh: '请按规则文件格式修改', en: 'mend the rule file' },
    })
  const c = content as {
    key?: unknown
    unit?: unknown
    checked_on?: unknown
    values?: unknown
    source?: unknown
    note?: unknown
  }
  if (typeof c !== 'object' || c === null)
    return {
      findings: [
        {
          code: 'RULE_FILE',
          field: file,
          message: { zh: `${file}：空文件`, en: `${file}: empty` },
          hint: { zh: '', en: '' },
        },
      ],
    }
  if (typeof c.key !== 'string') wrong('key is missing')
  if (typeof c.unit !== 'string') wrong('unit is missing')
  if (typeof c.values !== 'object' || c.values === null) wrong('values are missing')
  const values: RuleValue['values'] = []
  for (const [from, value] of Object.entries((c.values ?? {}) as Record<string, RuleScalar>)) {
    if (!isPlainDate(from)) {
      wrong(`${from} is not a date`)
      continue
    }
    const source =
      c.source === 'missing'
        ? 'missing'
        : typeof c.source === 'object' && c.source !== null
          ? ((c.source as Record<string, Source>)[from] ?? ('title' in c.source ? (c.source as Source) : undefined))
          : undefined
    if (source === undefined) wrong(`no source for ${from}: name title, number and article, or write source: missing`)
    else values.push({ from, value, source })
  }
  if (findings.length) return { findings }
  values.sort((a, b) => (a.from < b.from ? -1 : 1))
  return {
    rule: {
      key: c.key as string,
      unit: c.unit as string,
      checkedOn: isPlainDate(c.checked_on) ? c.checked_on : null,
      values,
      ...(typeof c.note === 'string' ? { note: c.note } : {}),
    },
  }
}
