import type { Finding } from '../../kernel/values/finding.ts'
import { ageOn, type PlainDate, yearOf } from '../../kernel/values/plain-date.ts'
import type { Text } from '../../kernel/values/text.ts'
import type { Edition } from './schemes/scheme.ts'
import { FREQUENCY_RULES } from './words.ts'

/** A subsidy that a person has had, or has been promised, from whatever fund and in whatever county. */
export type Benefit = {
  occupation: string | null
  rank: number | null
  certificate: string | null
  scheme: string
  on: PlainDate
}
export type Span = { from: PlainDate; to: PlainDate | null; label?: string }

/** What is known for the rules of exclusion. `null` where a register is not here: its rule is not run, never passed. */
export type FrequencyFacts = {
  scheme: string
  occupation: string | null
  rank: number | null
  certificate: string | null
  shortage?: boolean
  classDays?: { from: PlainDate; to: PlainDate }
  benefits: readonly Benefit[]
  /** Certificates held, other than the one claimed for. */
  held: readonly { occupation: string; rank: number; from: PlainDate }[]
  otherClasses: readonly Span[]
  /** Spans in which the person may not be subsidised, each with its register; null: register missing. */
  excluded: readonly Span[] | null
  birth: PlainDate
  /** First day of the pension by the table of ages; null: not known. */
  retiresOn: PlainDate | null
  /** Days of lessons outside list, licence or scope of the institution; null: not known. */
  outsideDays: readonly PlainDate[] | null
  /** Answer of the national query; null: not asked. */
  certificateFound: boolean | null
}
export type FrequencyVerdict = { rule: string; title: Text; verdict: 'passed' | 'hit' | 'not-run'; findings: Finding[] }

/** Every rule that the edition names, in its order, with its verdict. Pure. */
export function frequencyVerdicts(e: Edition, f: FrequencyFacts, on: PlainDate): FrequencyVerdict[] {
  return Object.keys(e.frequency.rules).map((rule) => {
    const found = RULES[rule]!(e, f, on)
    return {
      rule,
      title: FREQUENCY_RULES.find((r) => r.id === rule)!.label,
      verdict: found === null ? 'not-run' : found.length ? 'hit' : 'passed',
      findings: found ?? [],
    }
  })
}

const hit = (
  code: string,
  field: string,
  given: string,
  zh: string,
  en: string,
  hintZh: string,
  hintEn: string,
): Finding => ({
  code,
  field,
  given,
  message: { zh, en },
  hint: { zh: hintZh, en: hintEn },
})
const NOT_AGAIN = ['请从申领中去掉此人', 'Take this person out of the claim'] as const

const RULES: { readonly [code: string]: (e: Edition, f: FrequencyFacts, on: PlainDate) => Finding[] | null } = {
  F1: (_, f) =>
    f.benefits
      .filter((b) => f.occupation !== null && f.rank !== null && b.occupation === f.occupation && b.rank === f.rank)
      .map((b) =>
        hit(
          'F1',
          'person',
          b.on,
          `${b.on}已享受同一职业同一等级的补贴`,
          `Already subsidised for this occupation and level on ${b.on}`,
          ...NOT_AGAIN,
        ),
      ),
  F2: (e, f, on) => {
    const { most, lifetimeMost, shortageMore } = e.frequency.rules['F2']!
    const same = f.benefits.filter((b) => b.scheme === f.scheme)
    const year = same.filter((b) => yearOf(b.on) === yearOf(on)).length
    const allowed = most === undefined ? undefined : most + (f.shortage ? (shortageMore ?? 0) : 0)
    const out: Finding[] = []
    if (allowed !== undefined && year >= allowed)
      out.push(
        hit(
          'F2',
          'person',
          String(year),
          `${yearOf(on)}年已享受 ${year} 次，每年最多 ${allowed} 次`,
          `${year} times in ${yearOf(on)}; at most ${allowed} a year`,
          ...NOT_AGAIN,
        ),
      )
    if (lifetimeMost !== undefined && same.length >= lifetimeMost)
      out.push(
        hit(
          'F2',
          'person',
          String(same.length),
          `已享受 ${same.length} 次，最多 ${lifetimeMost} 次`,
          `${same.length} times; at most ${lifetimeMost} in a lifetime`,
          ...NOT_AGAIN,
        ),
      )
    return out
  },
  F3: (_, f) => {
    if (f.occupation === null || f.rank === null) return []
    const higher = [
      ...f.benefits.filter((b) => b.occupation === f.occupation && (b.rank ?? 0) > f.rank!).map((b) => b.on),
      ...f.held.filter((h) => h.occupation === f.occupation && h.rank > f.rank!).map((h) => h.from),
    ].sort()
    return higher
      .slice(0, 1)
      .map((day) =>
        hit(
          'F3',
          'person',
          day,
          `${day}已有同一职业更高等级`,
          `A higher level of this occupation since ${day}`,
          ...NOT_AGAIN,
        ),
      )
  },
  F4: (_, f) =>
    f.benefits
      .filter((b) => f.certificate !== null && b.certificate === f.certificate)
      .map((b) =>
        hit(
          'F4',
          'certificate',
          f.certificate!,
          `证书已于${b.on}用于“${b.scheme}”`,
          `The certificate was used for ${b.scheme} on ${b.on}`,
          ...NOT_AGAIN,
        ),
      ),
  F5: (_, f) => {
    const d = f.classDays
    if (!d) return []
    return f.otherClasses
      .filter((c) => c.from <= d.to && (c.to === null || c.to >= d.from))
      .map((c) =>
        hit(
          'F5',
          'class',
          c.from,
          `与另一班次（${c.from}至${c.to ?? '今'}）时间重叠`,
          `Overlaps another class (${c.from} to ${c.to ?? 'now'})`,
          ...NOT_AGAIN,
        ),
      )
  },
  F6: (_, f, on) => {
    if (f.excluded === null) return null
    const d = f.classDays ?? { from: on, to: on }
    const out = f.excluded
      .filter((x) => x.from <= d.to && (x.to === null || x.to >= d.from))
      .map((x) =>
        hit(
          'F6',
          'person',
          x.from,
          `属于不予补贴的人员（${x.label ?? '登记信息'}，${x.from}起）`,
          `Excluded from ${x.from} (${x.label ?? 'register'})`,
          ...NOT_AGAIN,
        ),
      )
    const before = f.held.find((h) => h.occupation === f.occupation && h.rank === f.rank && h.from < d.from)
    if (before)
      out.push(
        hit(
          'F6',
          'certificate',
          before.from,
          `开班前（${before.from}）已有同一职业同一等级证书`,
          `Held this very certificate on ${before.from}, before the class began`,
          ...NOT_AGAIN,
        ),
      )
    return out
  },
  F7: (e, f, on) => {
    const day = f.classDays?.from ?? on
    const out: Finding[] = []
    const least = e.whom.ageLeast
    if (least !== undefined && ageOn(f.birth, day) < least)
      out.push(
        hit('F7', 'person', f.birth, `${day}未满 ${least} 周岁`, `Younger than ${least} on ${day}`, ...NOT_AGAIN),
      )
    if (f.retiresOn === null) return out.length ? out : null
    if (f.retiresOn <= day)
      out.push(
        hit(
          'F7',
          'person',
          f.retiresOn,
          `${f.retiresOn}已达法定退休年龄`,
          `Of pension age since ${f.retiresOn}`,
          ...NOT_AGAIN,
        ),
      )
    return out
  },
  F8: (_, f) =>
    f.outsideDays === null
      ? null
      : f.outsideDays
          .slice(0, 1)
          .map((day) =>
            hit(
              'F8',
              'class',
              day,
              `${day}等 ${f.outsideDays!.length} 天的课程不在机构目录或许可范围内`,
              `${f.outsideDays!.length} lesson day(s) outside list or licence, first on ${day}`,
              '请核对机构目录和许可',
              'Check list and licence of the institution',
            ),
          ),
  F9: (_, f) =>
    f.certificate === null
      ? []
      : f.certificateFound === null
        ? null
        : f.certificateFound
          ? []
          : [
              hit(
                'F9',
                'certificate',
                f.certificate,
                '全国系统中查询不到此证书',
                'Not found in the national query system',
                '请由评价机构补传后再申领',
                'Claim once the evaluation body has uploaded it',
              ),
            ],
}
