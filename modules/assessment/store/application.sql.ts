import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'

export const personKnown = (id: string): SqlPiece => sql`select person_id from people.person where person_id = ${id}`
/** Works for the organisation on a day, by the register of work or by the employer's own roster. */
export const worksFor = (persons: readonly string[], organisationId: string, on: string): SqlPiece =>
  sql`select distinct person_id from people.employment
      where person_id = any(${persons}::uuid[]) and organisation_id = ${organisationId} and from_on <= ${on}::date and (to_on is null or to_on > ${on}::date)
      union select person_id from assessment.roster
      where person_id = any(${persons}::uuid[]) and organisation_id = ${organisationId} and from_on <= ${on}::date and (to_on is null or to_on > ${on}::date)`

export type MarkRow = {
  mark_no: number
  entry: string
  theory_centi: number | null
  skill_centi: number | null
  comprehensive_centi: number | null
  process_centi: number | null
  performance_centi: number | null
  key_item_failed: boolean
  note: string | null
}
export const lastMark = (planId: string, applicationId: string, entry: string): SqlPiece =>
  sql`select * from assessment.mark where plan_id = ${planId} and application_id = ${applicationId} and entry = ${entry} order by mark_no desc limit 1`
export const insertMark = (m: {
  planId: string
  applicationId: string
  entry: string
  theory: number | null
  skill: number | null
  comprehensive: number | null
  process: number | null
  performance: number | null
  keyItemFailed: boolean
  by: string
  on: PlainDate
  note: string | null
}): SqlPiece =>
  sql`insert into assessment.mark (plan_id, application_id, mark_no, entry, theory_centi, skill_centi, comprehensive_centi, process_centi, performance_centi, key_item_failed, entered_by, entered_on, note)
      select ${m.planId}::uuid, ${m.applicationId}::uuid, coalesce(max(mark_no), 0) + 1, ${m.entry}::text, ${m.theory}::int, ${m.skill}::int, ${m.comprehensive}::int,
        ${m.process}::int, ${m.performance}::int, ${m.keyItemFailed}::boolean, ${m.by}::text, ${m.on}::date, ${m.note}::text
      from assessment.mark where plan_id = ${m.planId} and application_id = ${m.applicationId}`

export const noteRefusal = (planId: string, id: string, reason: string, note: string): SqlPiece =>
  sql`update assessment.application_case set refusal = ${reason}, note = ${note} where plan_id = ${planId} and case_id = ${id}`
export const noteApplication = (planId: string, id: string, note: string | null): SqlPiece =>
  sql`update assessment.application_case set note = ${note} where plan_id = ${planId} and case_id = ${id}`
export const noteEthics = (planId: string, id: string, reason: string, note: string): SqlPiece =>
  sql`update assessment.application_case set ethics = ${reason}, note = ${note} where plan_id = ${planId} and case_id = ${id}`
export const keepNumber = (planId: string, id: string, number: string): SqlPiece =>
  sql`update assessment.application_case set certificate_number = ${number} where plan_id = ${planId} and case_id = ${id}`
export const setCorrected = (
  planId: string,
  id: string,
  v: { outcome: string; reason: string | null; version: number; until: string },
): SqlPiece =>
  sql`update assessment.application_case set outcome = ${v.outcome}, outcome_reason = ${v.reason}, result_version = ${v.version}, notice_until = ${v.until}
      where plan_id = ${planId} and case_id = ${id}`

export const insertObjection = (o: {
  planId: string
  applicationId: string
  on: PlainDate
  body: string
  by: string
}): SqlPiece =>
  sql`insert into assessment.objection (plan_id, application_id, objection_no, received_on, body, recorded_by)
      select ${o.planId}::uuid, ${o.applicationId}::uuid, coalesce(max(objection_no), 0) + 1, ${o.on}::date, ${o.body}::text, ${o.by}::text
      from assessment.objection where plan_id = ${o.planId} and application_id = ${o.applicationId}`
/** What is open of this result; whoever took it down does not settle it (the key of the table says so too). */
export const settleObjections = (o: {
  planId: string
  applicationId: string
  outcome: string
  answer: string
  on: PlainDate
  by: string
}): SqlPiece =>
  sql`update assessment.objection set outcome = ${o.outcome}, answer = ${o.answer}, settled_on = ${o.on}, settled_by = ${o.by}
      where plan_id = ${o.planId} and application_id = ${o.applicationId} and outcome is null`

export const personsWithApplications = (ids: readonly string[]): SqlPiece =>
  sql`select distinct person_id from assessment.application_case where person_id = any(${ids}::uuid[])
      union select person_id from assessment.examiner where person_id = any(${ids}::uuid[])
      union select person_id from assessment.roster where person_id = any(${ids}::uuid[])`
export const sexOf = (id: string): SqlPiece => sql`select sex from people.person where person_id = ${id}`
