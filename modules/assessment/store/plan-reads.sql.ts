import type { Actor } from '../../../kernel/access/actor.ts'
import type { Policy } from '../../../kernel/access/policy.ts'
import { scopePredicate } from '../../../kernel/access/predicate.sql.ts'
import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'

export type CardRow = {
  case_id: string
  number: string
  state: string
  organisation_id: string
  name: string
  contact_phone: string | null
  track: string
  audience: string
  occupation_code: string
  work_type: string | null
  level: string | null
  county_code: string
  exam_on: PlainDate
  apply_from: PlainDate
  apply_until: PlainDate
  place: string
  fee_fen: string | null
  seats: number
  left: number
  statement: string | null
  notice_from: PlainDate | null
  notice_until: PlainDate | null
}
const card = sql`select p.case_id, p.number, p.state, p.organisation_id, o.name, o.contact_phone, p.track, p.audience, p.occupation_code, p.work_type, p.level,
    p.county_code, p.exam_on, p.apply_from, p.apply_until, p.place, p.fee_fen, p.seats, s.seats - s.taken as left, p.statement, p.notice_from, p.notice_until
  from assessment.plan_case p join assessment.plan_seats s on s.plan_id = p.case_id join directory.organisation o on o.organisation_id = p.organisation_id`

export const openPlans = (w: {
  today: string
  occupation: string | null
  level: string | null
  county: string | null
  limit: number
}): SqlPiece =>
  sql`${card} where p.state in ('announced', 'applying') and p.audience = 'public' and p.apply_until >= ${w.today}::date
      and (${w.occupation}::text is null or p.occupation_code = ${w.occupation} or starts_with(p.occupation_code, ${w.occupation} || '-'))
      and (${w.level}::text is null or p.level = ${w.level}) and (${w.county}::text is null or starts_with(p.county_code, ${w.county}))
      order by p.exam_on, p.number limit ${w.limit}`
export const planCard = (id: string, states: readonly string[]): SqlPiece =>
  sql`${card} where p.case_id = ${id} and p.state = any(${states})`
/** Results whose notice runs on the day; names are masked before they leave. */
export const resultsInNotice = (planId: string, today: string, limit: number): SqlPiece =>
  sql`select a.ticket, n.name, a.outcome, a.result_version from assessment.application_case a join people.person n on n.person_id = a.person_id
      where a.plan_id = ${planId} and a.outcome is not null and a.notice_until >= ${today}::date order by a.ticket limit ${limit}`

export const planInScope = (id: string, policy: Policy, actor: Actor): SqlPiece =>
  sql`select case_id from assessment.plan_case where case_id = ${id}
      and ${scopePredicate(policy, actor, { jurisdiction: 'county_code', organisation: 'organisation_id' })}`
export const organisationInScope = (id: string, policy: Policy, actor: Actor): SqlPiece =>
  sql`select organisation_id from directory.organisation where organisation_id = ${id}
      and ${scopePredicate(policy, actor, { jurisdiction: 'county_code', organisation: 'organisation_id' })}`
export type LineRow = {
  case_id: string
  version: number
  person_id: string
  name: string
  state: string
  eligible: boolean
  clause: string | null
  eligible_from: PlainDate | null
  ticket: string | null
  room: string | null
  seat_no: number | null
  outcome: string | null
  certificate_number: string | null
  marked_by: string | null
}
export const lines = (planId: string, state: string | null): SqlPiece =>
  sql`select a.case_id, a.version, a.person_id, n.name, a.state, a.eligible, a.clause, a.eligible_from, a.ticket, a.room, a.seat_no, a.outcome, a.certificate_number, a.marked_by
      from assessment.application_case a join people.person n on n.person_id = a.person_id
      where a.plan_id = ${planId} and (${state}::text is null or a.state = ${state}) order by a.ticket nulls last, a.opened_on, a.case_id`
export const stateCounts = (planId: string): SqlPiece =>
  sql`select state, count(*)::int as n from assessment.application_case where plan_id = ${planId} group by state`
export const staff = (planId: string): SqlPiece =>
  sql`select room, name, card_number from assessment.room_staff where plan_id = ${planId} order by room, card_number`
