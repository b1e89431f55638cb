import type { Text } from '../../../kernel/values/text.ts'

/** What a check found, as the sentence needs it: days, counts, titles. Names of persons come masked. */
export type Facts = { readonly [key: string]: string | number | null }
export type Severity = 'block' | 'warn'
/** `not-run`: a register is missing or too old; never taken for passed. */
export type CheckResult = 'passed' | 'failed' | 'warned' | 'not-run'

export type ThresholdUnit =
  | 'persons'
  | 'metres'
  | 'km/h'
  | 'seconds'
  | 'marks'
  | 'hours'
  | 'days'
  | 'share'
  | 'classes'
  | 'clock hour'
  | 'lines'
  | 'times'
  | 'points'
  | 'table'
export type Threshold = { title: Text; unit: ThresholdUnit }

/**
 * A check, as far as it is pure: what it asks, what it needs, how it speaks. Severity and thresholds are values of the city
 * (`city/<place>/rules/subsidy/checks/`); the SQL stands in `store/checks/`.
 */
export type Check = {
  id: string
  title: Text
  /** What a hit is about. A hit on a person is a seat of a class or a line of a claim. */
  scope: 'claim' | 'class' | 'person' | 'organisation'
  /** Outside registers without which the check cannot run. */
  registers: readonly string[]
  /** Some of its questions need no register and are asked in any case; without hits it is still not run. */
  partlyWithout?: boolean
  thresholds: { readonly [key: string]: Threshold }
  /** One sentence for each kind of hit. */
  sentences: { readonly [variant: string]: (f: Facts) => Text }
}

export const defineCheck = <const C extends Check>(c: C): C => c

const HALF: { readonly [half: string]: Text } = {
  am: { zh: '上午', en: 'morning' },
  pm: { zh: '下午', en: 'afternoon' },
  eve: { zh: '晚上', en: 'evening' },
}
export const half = (f: Facts): Text => HALF[String(f['half'])] ?? { zh: '', en: '' }

export const persons = (zh: string, en: string): Threshold => ({ title: { zh, en }, unit: 'persons' })
export const unit = (u: ThresholdUnit, zh: string, en: string): Threshold => ({ title: { zh, en }, unit: u })

/** What a city says of a check. */
export type CheckRule = {
  severity: Severity
  /** Other severity of one kind of hit. */
  severities: { readonly [variant: string]: Severity }
  /** May it be overridden at all, by a named reason and another person. */
  override: boolean
  thresholds: { readonly [key: string]: unknown }
}

/**
 * Reads the value of `subsidy.checks.<id>`. @throws when severity or a threshold is missing: a limit is never guessed.
 */
export function readCheckRule(check: Check, value: unknown): CheckRule {
  const v = value as Record<string, unknown>
  const wrong: string[] = []
  const severe = (s: unknown): s is Severity => s === 'block' || s === 'warn'
  if (!severe(v['severity'])) wrong.push('severity is block or warn')
  if (typeof v['override'] !== 'boolean') wrong.push('override is true or false')
  const severities = (v['severities'] ?? {}) as Record<string, unknown>
  for (const [variant, s] of Object.entries(severities))
    if (!(variant in check.sentences) || !severe(s)) wrong.push(`severities.${variant}`)
  const known = new Set(['severity', 'severities', 'override', ...Object.keys(check.thresholds)])
  for (const key of Object.keys(v)) if (!known.has(key)) wrong.push(`${key} is no threshold of ${check.id}`)
  for (const [key, t] of Object.entries(check.thresholds)) {
    const given = v[key]
    if (t.unit === 'table' ? typeof given !== 'object' || given === null : typeof given !== 'number')
      wrong.push(`${key} (${t.unit}) is missing`)
  }
  if (wrong.length) throw new Error(`subsidy.checks.${check.id}: ${wrong.join('; ')}`)
  return {
    severity: v['severity'] as Severity,
    severities: severities as Record<string, Severity>,
    override: v['override'] as boolean,
    thresholds: Object.fromEntries(Object.keys(check.thresholds).map((k) => [k, v[k]])),
  }
}
