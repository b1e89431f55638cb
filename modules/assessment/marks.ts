import type { Finding } from '../../kernel/values/finding.ts'
import { labelOf, POINTS_CENTI_MAX, SUBJECTS, type SubjectId } from './words.ts'

/** What a norm asks. Weights are hundredths that make up one whole; without them there is no total. */
export type Norm = {
  subjects: readonly SubjectId[]
  passCenti: number
  weights?: { readonly [subject in SubjectId]?: number }
}
/** Marks of one candidate, in hundredths of a point. A subject that is not there was not sat. */
export type Marks = { readonly [subject in SubjectId]?: number }
export type Sitting = {
  /** Refused for conduct: a reason of `ETHICS_REASONS`. */
  ethics: string | null
  absent: boolean
  /** An item that the standard marks ★ was failed. */
  keyItemFailed: boolean
  marks: Marks
  /** Subjects passed at an earlier sitting whose time for a resit is not over. */
  kept?: readonly SubjectId[]
}
export type Verdict = {
  outcome: 'passed' | 'failed' | 'absent'
  reason: 'ethics' | 'absent' | 'key-item' | 'subject' | 'weighted' | null
  /** Subjects below the pass mark: those to be sat again. */
  below: SubjectId[]
  totalCenti: number | null
}

/** Hundredths of a whole. */
export const WHOLE_MAX = 100

/**
 * Passed or not. Conduct is asked first (品德一票否决) and ends the matter; then presence; then the key items of practical skill;
 * then every subject by itself: nothing is averaged and nothing makes up for another (国家职业技能标准: 成绩皆达 60 分). Where a norm
 * gives weights, the weighted total must reach the pass mark besides, never instead.
 */
export function verdictOf(norm: Norm, s: Sitting): Verdict {
  const none: Verdict = { outcome: 'failed', reason: null, below: [], totalCenti: null }
  if (s.ethics !== null) return { ...none, reason: 'ethics' }
  if (s.absent) return { ...none, outcome: 'absent', reason: 'absent' }
  const kept = new Set(s.kept ?? [])
  const below = norm.subjects.filter(
    (x) => !kept.has(x) && ((x === 'skill' && s.keyItemFailed) || (s.marks[x] ?? -1) < norm.passCenti),
  )
  const totalCenti = totalOf(norm, s.marks)
  if (s.keyItemFailed && norm.subjects.includes('skill') && !kept.has('skill'))
    return { outcome: 'failed', reason: 'key-item', below, totalCenti }
  if (below.length) return { outcome: 'failed', reason: 'subject', below, totalCenti }
  if (totalCenti !== null && totalCenti < norm.passCenti)
    return { outcome: 'failed', reason: 'weighted', below, totalCenti }
  return { outcome: 'passed', reason: null, below, totalCenti }
}

/** Rounded down: a total that does not reach the mark is not rounded up to it. */
function totalOf(norm: Norm, marks: Marks): number | null {
  const weights = Object.entries(norm.weights ?? {}) as [SubjectId, number][]
  if (weights.length === 0) return null
  return Math.floor(weights.reduce((sum, [subject, w]) => sum + w * (marks[subject] ?? 0), 0) / WHOLE_MAX)
}

/** Marks as given for one candidate: out of range, missing, or for a subject that is not asked. All findings. */
export function checkMarks(norm: Norm, given: Marks, kept: readonly SubjectId[] = []): Finding[] {
  const out: Finding[] = []
  for (const { id } of SUBJECTS) {
    const subject = id as SubjectId
    const name = labelOf(SUBJECTS, id)
    const v = given[subject]
    const asked = norm.subjects.includes(subject) && !kept.includes(subject)
    if (v === undefined || v === null) {
      if (asked)
        out.push({
          code: 'MARK_MISSING',
          field: fieldOf(subject),
          message: { zh: `缺${name.zh}成绩`, en: `The mark for ${name.en} is missing` },
          hint: { zh: '请填写成绩；没有到场的，登记“缺考”', en: 'Fill it in; who did not come is entered as absent' },
        })
      continue
    }
    if (!asked)
      out.push({
        code: 'MARK_NOT_ASKED',
        field: fieldOf(subject),
        given: pointsText(v),
        message: { zh: `本次不考${name.zh}`, en: `${name.en} is not asked here` },
        hint: { zh: '请去掉这一科的成绩', en: 'Leave this one out' },
      })
    else if (!Number.isSafeInteger(v) || v < 0 || v > POINTS_CENTI_MAX)
      out.push({
        code: 'MARK_RANGE',
        field: fieldOf(subject),
        given: pointsText(v),
        message: {
          zh: `${name.zh}成绩“${pointsText(v)}”不在 0 到 ${pointsText(POINTS_CENTI_MAX)} 分之间`,
          en: `The mark ${pointsText(v)} for ${name.en} is not between 0 and ${pointsText(POINTS_CENTI_MAX)}`,
        },
        hint: { zh: '请对照评分表核对', en: 'Compare it with the mark sheet' },
      })
  }
  return out
}

/** Two entries of the same paper must agree. What the first one wrote is not said: the paper decides. */
export function compareMarks(
  first: Marks & { keyItemFailed: boolean },
  second: Marks & { keyItemFailed: boolean },
): Finding[] {
  const differs = (field: string, zh: string, en: string): Finding => ({
    code: 'MARKS_DIFFER',
    field,
    message: { zh: `${zh}与第一次录入不一致`, en: `${en} differs from the first entry` },
    hint: {
      zh: '请对照评分表；第一次录错的，由第一次录入的人重新录入',
      en: 'Compare with the mark sheet; if the first was wrong, its writer enters it again',
    },
  })
  const out: Finding[] = []
  for (const { id, label } of SUBJECTS) {
    const subject = id as SubjectId
    if ((first[subject] ?? null) !== (second[subject] ?? null))
      out.push(differs(fieldOf(subject), `${label.zh}成绩`, `The mark for ${label.en}`))
  }
  if (first.keyItemFailed !== second.keyItemFailed) out.push(differs('keyItemFailed', '关键技能项', 'The key item'))
  return out
}

/** Name of the field in which a subject's mark is given. */
export const fieldOf = (s: SubjectId): string => `${s}Centi`
export const pointsText = (centi: number): string => String(centi / WHOLE_MAX)
