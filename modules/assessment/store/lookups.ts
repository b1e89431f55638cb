import type { Tx } from '../../../kernel/db/database.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import { addDays, isPlainDate, type PlainDate } from '../../../kernel/values/plain-date.ts'
import { LEVELS } from '../../catalogue/index.ts'
import { LISTING_LEVELS } from '../../directory/index.ts'
import { answerFor, askedOf, type EligibilityAnswer, type TreeAnswer } from '../eligibility/answer.ts'
import type { Marks, Norm } from '../marks.ts'
import { DECLARATIONS, SUBJECTS, type SubjectId } from '../words.ts'
import { factsOf } from './facts.ts'
import * as q from './plan.sql.ts'
import { standardsInForce } from './release.ts'

export const isUuid = (v: unknown): v is string =>
  typeof v === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(v)
export const textOf = (v: unknown): string | null => (typeof v === 'string' && v.trim() !== '' ? v.trim() : null)
export const rankOf = (level: unknown): number | null => LISTING_LEVELS.find((l) => l.id === level)?.rank ?? null
export const dayOr = (v: unknown, otherwise: PlainDate): PlainDate => (isPlainDate(v) ? v : otherwise)
/** Rooms of one place are the same room, whoever rents it. */
export const roomKey = (place: string, room: string): string =>
  `${place}/${room}`.normalize('NFKC').replace(/\s/g, '').toLowerCase()

/** The last day from which so many working days end no later than `until`. */
export function workingDaysBefore(office: Office, until: PlainDate, days: number): PlainDate {
  let d = until
  while (office.calendar.addWorkingDays(d, days) > until) d = addDays(d, -1)
  return d
}

/** Subjects, pass mark and weights of a plan: by the standard's level, or by the norm that the plan names. */
export async function normOf(tx: Tx, office: Office, plan: q.PlanRow): Promise<Norm> {
  const byLevel = office.rules.on('assessment.subjects', plan.exam_on).value as Record<string, SubjectId[]>
  const passCenti = office.rules.integerOn('assessment.pass.centi', plan.exam_on)
  const standard = byLevel[plan.level ?? 'none'] ?? []
  if (!plan.norm_id) return { subjects: standard, passCenti }
  const n = await tx.one<Record<string, number>>(q.norm(plan.norm_id))
  const weights: { [s in SubjectId]?: number } = {}
  for (const s of SUBJECTS) {
    const w = Number(n[`weight_${s.id}`] ?? 0)
    if (w > 0) weights[s.id as SubjectId] = w
  }
  return {
    subjects: SUBJECTS.map((s) => s.id as SubjectId).filter(
      (s) => weights[s] !== undefined || (s === 'comprehensive' && standard.includes(s)),
    ),
    passCenti,
    weights,
  }
}

export type Judged = {
  eligible: boolean
  clause: string | null
  firstDay: PlainDate | null
  missing: { zh: string; en: string }[]
  /** There is no standard to ask: papers decide. */
  noTree: boolean
}

/**
 * Whether persons meet the conditions of a plan's level on a day, and by which branch, by what the registers know and what was
 * declared. Levels without conditions in a standard (special and chief technicians, specific capabilities) are decided on papers.
 */
export async function judge(
  tx: Tx,
  office: Office,
  plan: { occupation_code: string; level: string | null },
  on: PlainDate,
  persons: readonly { personId: string; declared: readonly string[] }[],
): Promise<Map<string, Judged>> {
  const out = new Map<string, Judged>()
  const digit = LEVELS.find((l) => l.id === plan.level)?.digit
  if (digit === undefined) {
    for (const p of persons)
      out.set(p.personId, { eligible: false, clause: null, firstDay: null, missing: [], noTree: true })
    return out
  }
  const standards = await standardsInForce(tx, office.city.folder)
  const question = askedOf(standards, plan.occupation_code, digit, on)
  if ('findings' in question) fail('BadInput', question.findings)
  const known = await factsOf(
    tx,
    persons.map((p) => p.personId),
  )
  for (const p of persons) {
    const facts = known.get(p.personId)
    if (!facts) continue
    const a = answerFor(question, { ...facts, declared: new Set(p.declared) })
    out.set(p.personId, {
      eligible: a.eligible,
      clause: a.clause,
      firstDay: a.firstDay,
      missing: a.eligible ? [] : missingOf(a),
      noTree: false,
    })
  }
  return out
}

/** What the branch that comes nearest still lacks, in its own words. */
export function missingOf(a: EligibilityAnswer): { zh: string; en: string }[] {
  const out: { zh: string; en: string }[] = []
  const walk = (n: TreeAnswer) => {
    if (n.holds) return
    if (n.kind === 'condition') {
      if (n.need) out.push(n.need)
    } else for (const x of n.nodes ?? []) walk(x)
  }
  const nearest = a.tree.nodes?.find((n) => n.id === a.tree.soonest)
  walk(nearest ?? a.tree)
  return out
}

export function declaredOf(v: unknown): string[] {
  const given = Array.isArray(v) ? (v as string[]) : []
  const unknown = given.filter((d) => !DECLARATIONS.some((x) => x.id === d))
  if (unknown.length)
    fail('BadInput', {
      code: 'DECLARATION_UNKNOWN',
      field: 'declared',
      given: unknown.join('、'),
      message: { zh: `没有这样的条件：${unknown.join('、')}`, en: `No such condition: ${unknown.join(', ')}` },
      hint: {
        zh: `可填：${DECLARATIONS.map((d) => d.label.zh).join('、')}`,
        en: `Choose of: ${DECLARATIONS.map((d) => d.id).join(', ')}`,
      },
    } satisfies Finding)
  return given
}

type MarkColumns = { [s in SubjectId as `${s}_centi`]: number | null }
export const marksOfRow = (r: MarkColumns): Marks =>
  Object.fromEntries(
    SUBJECTS.flatMap((s) => {
      const v = r[`${s.id as SubjectId}_centi`]
      return v === null ? [] : [[s.id, Number(v)]]
    }),
  )

/** Subjects that each person need not sit again. */
export async function keptOf(
  tx: Tx,
  office: Office,
  plan: q.PlanRow,
  norm: Norm,
  persons: readonly string[],
): Promise<Map<string, SubjectId[]>> {
  const out = new Map<string, SubjectId[]>()
  const rows = await tx.rows<{ person_id: string; passed_subjects: string[] }>(
    q.keptSubjects({
      persons,
      planId: plan.case_id,
      occupation: plan.occupation_code,
      rank: rankOf(plan.level),
      examOn: plan.exam_on,
      months: office.rules.integerOn('assessment.resit.months', plan.exam_on),
    }),
  )
  for (const r of rows) {
    const have = out.get(r.person_id) ?? []
    out.set(r.person_id, [
      ...new Set([...have, ...norm.subjects.filter((s) => r.passed_subjects.includes(s))]),
    ] as SubjectId[])
  }
  return out
}

/** Where else somebody is in that half day; said by the number of the plan, which is public. */
export async function clashes(
  tx: Tx,
  planId: string,
  part: 'candidate' | 'examiner',
  on: PlainDate,
  halves: readonly string[],
  persons: readonly { personId: string; label: string }[],
  field: string,
): Promise<Finding[]> {
  const rows = await tx.rows<{ person_id: string; plan_id: string; part: string }>(
    q.slotsOfOthers(
      planId,
      part,
      on,
      halves,
      persons.map((p) => p.personId),
    ),
  )
  const plans = new Map(
    (await tx.rows<{ case_id: string; number: string }>(q.planNumbers([...new Set(rows.map((r) => r.plan_id))]))).map(
      (p) => [p.case_id, p.number],
    ),
  )
  const seen = new Set<string>()
  return rows.flatMap((r) => {
    if (seen.has(r.person_id)) return []
    seen.add(r.person_id)
    const label = persons.find((p) => p.personId === r.person_id)?.label ?? ''
    const number = plans.get(r.plan_id) ?? ''
    const as = r.part === 'examiner' ? { zh: '考评', en: 'examines' } : { zh: '参加考试', en: 'sits' }
    return [
      {
        code: 'PERSON_CLASH',
        field,
        given: label,
        message: {
          zh: `${label}${on}同一时段已在计划${number}${as.zh}`,
          en: `${label} ${as.en} in plan ${number} in the same half day of ${on}`,
        },
        hint: {
          zh: '一人同一时段只能在一处；请更改日期，或先退出另一计划',
          en: 'One person, one place: change the day, or withdraw there first',
        },
      },
    ]
  })
}
