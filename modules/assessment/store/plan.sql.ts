import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'

export type PlanRow = {
  case_id: string
  state: string
  number: string
  organisation_id: string
  county_code: string
  track: string
  audience: string
  method: string
  occupation_edition: string
  occupation_code: string
  work_type: string | null
  level: string | null
  norm_id: string | null
  exam_on: PlainDate
  exam_half: string
  skill_half: string
  apply_from: PlainDate
  apply_until: PlainDate
  place: string
  seats: number
  notice_until: PlainDate | null
}
export const planById = (id: string): SqlPiece =>
  sql`select case_id, state, number, organisation_id, county_code, track, audience, method, occupation_edition, occupation_code, work_type, level,
        norm_id, exam_on, exam_half, skill_half, apply_from, apply_until, place, seats, notice_until
      from assessment.plan_case where case_id = ${id}`
export const planNumbers = (ids: readonly string[]): SqlPiece =>
  sql`select case_id, number, organisation_id, exam_on from assessment.plan_case where case_id = any(${ids}::uuid[])`
export const plansByNumber = (numbers: readonly string[]): SqlPiece =>
  sql`select k.number, k.plan_id from assessment.plan_key k where k.number = any(${numbers})`

export const organisation = (id: string): SqlPiece =>
  sql`select name, kind, county_code from directory.organisation where organisation_id = ${id}`
/** Where a body stands on the list of evaluation bodies on a day, as known now. */
export const listingOn = (organisationId: string, on: string): SqlPiece =>
  sql`select p.listing_id, p.status from directory.listing_period p
      where p.organisation_id = ${organisationId} and p.role = 'evaluation-body' and p.known_to is null
        and p.listed_from <= ${on}::date and (p.listed_to is null or p.listed_to > ${on}::date)
      order by p.listed_from desc limit 1`
/** Whether an occupation (at a level, or at any) belongs to a listing on a day. */
export const scopeOn = (listingId: string, occupation: string, rank: number | null, on: string): SqlPiece =>
  sql`select 1 as found from directory.listing_scope
      where listing_id = ${listingId} and occupation_code = ${occupation} and (${rank}::smallint is null or level_rank = ${rank}::smallint)
        and from_on <= ${on}::date and (to_on is null or to_on > ${on}::date) limit 1`
export const occupation = (code: string): SqlPiece =>
  sql`select edition, code, name from catalogue.occupation where code = ${code} and depth = 4 order by edition desc limit 1`

export const norm = (id: string): SqlPiece =>
  sql`select case_id, state, occupation_code, level, methods, weight_theory, weight_skill, weight_process, weight_performance, in_force_from
      from assessment.norm_case where case_id = ${id}`
export const newestNorm = (id: string): SqlPiece =>
  sql`select norm_version, organisation_id, occupation_code, state from assessment.norm_case where case_id = ${id}`
export const putNormInForce = (id: string, document: string, from: string): SqlPiece =>
  sql`update assessment.norm_case set document = ${document}, in_force_from = ${from} where case_id = ${id}`

export const insertPlanKey = (number: string, planId: string): SqlPiece =>
  sql`insert into assessment.plan_key (number, plan_id) values (${number}, ${planId})`
export const insertPlanSeats = (planId: string, seats: number): SqlPiece =>
  sql`insert into assessment.plan_seats (plan_id, seats) values (${planId}, ${seats})`
export const openSeats = (planId: string, isOpen: boolean): SqlPiece =>
  sql`update assessment.plan_seats set is_open = ${isOpen} where plan_id = ${planId}`
/** One conditional update: so many places, or none. */
export const takeSeats = (planId: string, count: number): SqlPiece =>
  sql`update assessment.plan_seats set taken = taken + ${count} where plan_id = ${planId} and is_open and taken + ${count} <= seats`
export const giveSeatBack = (planId: string, count: number): SqlPiece =>
  sql`update assessment.plan_seats set taken = taken - ${count} where plan_id = ${planId} and taken >= ${count}`
export const seatsOf = (planId: string): SqlPiece =>
  sql`select seats, taken, is_open from assessment.plan_seats where plan_id = ${planId}`

export const amendPlan = (id: string, v: Record<string, unknown>): SqlPiece =>
  sql`update assessment.plan_case set
        exam_on = coalesce(${v['examOn'] ?? null}::date, exam_on), exam_half = coalesce(${v['examHalf'] ?? null}::text, exam_half),
        skill_half = coalesce(${v['skillHalf'] ?? null}::text, skill_half), apply_from = coalesce(${v['applyFrom'] ?? null}::date, apply_from),
        apply_until = coalesce(${v['applyUntil'] ?? null}::date, apply_until), place = coalesce(${v['place'] ?? null}::text, place),
        fee_fen = coalesce(${v['feeFen'] ?? null}::bigint, fee_fen)
      where case_id = ${id}`
export const notePlan = (id: string, note: string | null): SqlPiece =>
  sql`update assessment.plan_case set decision_note = ${note} where case_id = ${id}`
export const setNotice = (id: string, from: string, until: string): SqlPiece =>
  sql`update assessment.plan_case set notice_from = ${from}, notice_until = ${until} where case_id = ${id}`
export const setKept = (id: string, until: string): SqlPiece =>
  sql`update assessment.plan_case set kept_until = ${until} where case_id = ${id}`

export const applicationCounts = (planId: string, today: string): SqlPiece =>
  sql`select count(*) filter (where state = 'applied')::int as undecided,
        count(*) filter (where state in ('admitted', 'seated'))::int as admitted,
        count(*) filter (where state in ('seated', 'marked'))::int as unmarked,
        count(*) filter (where state in ('objected', 'correcting'))::int as held,
        count(*) filter (where state = 'published' and outcome = 'passed')::int as unissued,
        count(*) filter (where state = 'published' and outcome = 'passed' and notice_until < ${today}::date)::int as issuable
      from assessment.application_case where plan_id = ${planId}`
export const unmarkedTickets = (planId: string, limit: number): SqlPiece =>
  sql`select ticket from assessment.application_case where plan_id = ${planId} and state in ('seated', 'marked') order by ticket limit ${limit}`

export const admitAll = (planId: string, by: string, on: string): SqlPiece =>
  sql`update assessment.application_case set state = 'admitted', reviewed_by = ${by}, version = version + 1, state_since = ${on}
      where plan_id = ${planId} and state = 'applied' and eligible and applied_by <> ${by}`
export const ownApplications = (planId: string, by: string): SqlPiece =>
  sql`select count(*)::int as n from assessment.application_case where plan_id = ${planId} and state = 'applied' and eligible and applied_by = ${by}`

// ---------------------------------------------------------------------------------------------------------------- seating

export const toSeat = (planId: string, on: string): SqlPiece =>
  sql`select a.case_id, a.person_id, p.name,
        (select e.organisation_id from people.employment e where e.person_id = a.person_id and e.organisation_id is not null
           and e.from_on <= ${on}::date and (e.to_on is null or e.to_on > ${on}::date) order by e.from_on desc limit 1) as unit
      from assessment.application_case a join people.person p on p.person_id = a.person_id
      where a.plan_id = ${planId} and a.state in ('admitted', 'seated') order by a.opened_on, a.case_id`
export type ExaminerRow = {
  examiner_id: string
  card_number: string
  person_id: string
  name: string
  grade: string
  occupation_code: string
  organisation_id: string | null
}
export const examinersByCard = (cards: readonly string[], on: string): SqlPiece =>
  sql`select examiner_id, card_number, person_id, name, grade, occupation_code, organisation_id from assessment.examiner
      where card_number = any(${cards}) and valid_from <= ${on}::date and valid_to >= ${on}::date`
export const declaredTies = (examiners: readonly string[], candidates: readonly string[]): SqlPiece =>
  sql`select person_id, other_id, kind from assessment.tie where person_id = any(${examiners}::uuid[]) and other_id = any(${candidates}::uuid[])`
/** Who taught whom, by the timetables and rosters of classes. */
export const trainerTies = (examiners: readonly string[], candidates: readonly string[]): SqlPiece =>
  sql`select distinct l.teacher_id as person_id, e.person_id as other_id, 'trainer' as kind
      from training.lesson l join training.enrolment e on e.class_id = l.class_id
      where l.teacher_id = any(${examiners}::uuid[]) and e.person_id = any(${candidates}::uuid[])`

/** The insert decides; who holds what was not inserted is asked in a statement of its own. */
export const takePersonSlots = (
  planId: string,
  part: string,
  on: string,
  halves: readonly string[],
  persons: readonly string[],
): SqlPiece =>
  sql`insert into assessment.person_slot (person_id, held_on, half, plan_id, part)
      select p, ${on}::date, h, ${planId}::uuid, ${part}
      from unnest(${persons}::uuid[]) p cross join unnest(${halves}::text[]) h order by p, h
      on conflict do nothing`
export const slotsOfOthers = (
  planId: string,
  part: string,
  on: string,
  halves: readonly string[],
  persons: readonly string[],
): SqlPiece =>
  sql`select person_id, plan_id, half, part from assessment.person_slot
      where person_id = any(${persons}::uuid[]) and held_on = ${on}::date and half = any(${halves}::text[])
        and (plan_id <> ${planId} or part <> ${part})`
export const freePersonSlots = (planId: string, persons: readonly string[], part: string): SqlPiece =>
  sql`delete from assessment.person_slot where plan_id = ${planId} and part = ${part} and person_id = any(${persons}::uuid[])`
export const freePartSlots = (planId: string, part: string): SqlPiece =>
  sql`delete from assessment.person_slot where plan_id = ${planId} and part = ${part}`
export const freeRoomSlots = (planId: string): SqlPiece =>
  sql`delete from assessment.room_slot where plan_id = ${planId}`
export const takeRoomSlots = (
  planId: string,
  on: string,
  halves: readonly string[],
  keys: readonly string[],
): SqlPiece =>
  sql`insert into assessment.room_slot (room_key, held_on, half, plan_id)
      select k, ${on}::date, h, ${planId}::uuid from unnest(${keys}::text[]) k cross join unnest(${halves}::text[]) h order by k, h
      on conflict do nothing`
export const roomsOfOthers = (
  planId: string,
  on: string,
  halves: readonly string[],
  keys: readonly string[],
): SqlPiece =>
  sql`select room_key, plan_id from assessment.room_slot
      where room_key = any(${keys}) and held_on = ${on}::date and half = any(${halves}::text[]) and plan_id <> ${planId}`

export const clearSeats = (planId: string): SqlPiece => sql`delete from assessment.seat where plan_id = ${planId}`
export const clearStaff = (planId: string): SqlPiece => sql`delete from assessment.room_staff where plan_id = ${planId}`
export const insertSeats = (
  planId: string,
  halves: readonly string[],
  s: { application: readonly string[]; room: readonly string[]; seatNo: readonly number[] },
): SqlPiece =>
  sql`insert into assessment.seat (plan_id, half, room, seat_no, application_id)
      select ${planId}::uuid, h, s.room, s.seat_no, s.application
      from unnest(${s.application}::uuid[], ${s.room}::text[], ${s.seatNo}::int[]) as s (application, room, seat_no) cross join unnest(${halves}::text[]) h`
export const insertStaff = (
  planId: string,
  s: { room: readonly string[]; person: readonly string[]; name: readonly string[]; card: readonly string[] },
): SqlPiece =>
  sql`insert into assessment.room_staff (plan_id, room, person_id, name, card_number)
      select ${planId}::uuid, * from unnest(${s.room}::text[], ${s.person}::uuid[], ${s.name}::text[], ${s.card}::text[])`
/** Tickets first away, so that a second seating may give them to others. */
export const clearTickets = (planId: string): SqlPiece =>
  sql`update assessment.application_case set ticket = null, room = null, seat_no = null where plan_id = ${planId} and ticket is not null`
export const setSeats = (
  planId: string,
  on: string,
  s: { application: readonly string[]; room: readonly string[]; seatNo: readonly number[]; ticket: readonly string[] },
): SqlPiece =>
  sql`update assessment.application_case a set state = 'seated', version = a.version + 1, state_since = ${on}, room = s.room, seat_no = s.seat_no, ticket = s.ticket
      from unnest(${s.application}::uuid[], ${s.room}::text[], ${s.seatNo}::int[], ${s.ticket}::text[]) as s (application, room, seat_no, ticket)
      where a.plan_id = ${planId} and a.case_id = s.application`

// ---------------------------------------------------------------------------------------------------------------- results

export type ToPublish = {
  case_id: string
  person_id: string
  state: string
  ticket: string
  ethics: string | null
  sex: string
  key_item_failed: boolean | null
  theory_centi: number | null
  skill_centi: number | null
  comprehensive_centi: number | null
  process_centi: number | null
  performance_centi: number | null
}
export const toPublish = (planId: string): SqlPiece =>
  sql`select a.case_id, a.person_id, a.state, a.ticket, a.ethics, p.sex, m.key_item_failed, m.theory_centi, m.skill_centi, m.comprehensive_centi, m.process_centi, m.performance_centi
      from assessment.application_case a join people.person p on p.person_id = a.person_id
      left join lateral (select * from assessment.mark m where m.plan_id = a.plan_id and m.application_id = a.case_id and m.entry = 'second' order by m.mark_no desc limit 1) m on true
      where a.plan_id = ${planId} and a.state in ('scored', 'absent', 'barred') order by a.ticket`
/** Subjects passed at other sittings that still count: same occupation and level, not passed as a whole, not too long ago. */
export const keptSubjects = (k: {
  persons: readonly string[]
  planId: string
  occupation: string
  rank: number | null
  examOn: string
  months: number
}): SqlPiece =>
  sql`select person_id, passed_subjects from assessment.result
      where person_id = any(${k.persons}::uuid[]) and plan_id <> ${k.planId} and occupation_code = ${k.occupation}
        and level_rank is not distinct from ${k.rank}::smallint and known_to is null and outcome = 'failed' and outcome_reason is distinct from 'ethics'
        and examined_on <= ${k.examOn}::date and examined_on > (${k.examOn}::date - make_interval(months => ${k.months}::int))::date`
export const RESULT_COLUMNS = [
  'plan_id',
  'application_id',
  'result_version',
  'person_id',
  'organisation_id',
  'county_code',
  'track',
  'audience',
  'method',
  'occupation_code',
  'level_rank',
  'sex',
  'ticket',
  'sat',
  'passed',
  'outcome',
  'outcome_reason',
  'theory_centi',
  'skill_centi',
  'comprehensive_centi',
  'process_centi',
  'performance_centi',
  'total_centi',
  'passed_subjects',
  'examined_on',
  'known_on',
] as const
export const setOutcomes = (
  planId: string,
  v: {
    on: string
    until: string
    application: readonly string[]
    outcome: readonly string[]
    reason: readonly (string | null)[]
    version: readonly number[]
  },
): SqlPiece =>
  sql`update assessment.application_case a set state = 'published', version = a.version + 1, state_since = ${v.on}, notice_until = ${v.until},
        outcome = s.outcome, outcome_reason = s.reason, result_version = s.version
      from unnest(${v.application}::uuid[], ${v.outcome}::text[], ${v.reason}::text[], ${v.version}::int[]) as s (application, outcome, reason, version)
      where a.plan_id = ${planId} and a.case_id = s.application`
export type ResultRow = {
  plan_id: string
  application_id: string
  result_version: number
  person_id: string
  organisation_id: string
  county_code: string
  track: string
  audience: string
  method: string
  occupation_code: string
  level_rank: number | null
  sex: string
  ticket: string
  sat: boolean
  passed: boolean
  outcome: string
  outcome_reason: string | null
  theory_centi: number | null
  skill_centi: number | null
  comprehensive_centi: number | null
  process_centi: number | null
  performance_centi: number | null
  total_centi: number | null
  passed_subjects: string[]
  examined_on: PlainDate
  known_on: PlainDate
  known_to: PlainDate | null
}
export const currentResult = (planId: string, applicationId: string): SqlPiece =>
  sql`select * from assessment.result where plan_id = ${planId} and application_id = ${applicationId} and known_to is null for update`
export const closeResult = (planId: string, applicationId: string, version: number, on: string): SqlPiece =>
  sql`update assessment.result set known_to = ${on} where plan_id = ${planId} and application_id = ${applicationId} and result_version = ${version} and known_to is null`

export type ToIssue = { case_id: string; person_id: string; certificate_number: string | null; sex: string }
export const toIssue = (planId: string, today: string): SqlPiece =>
  sql`select a.case_id, a.person_id, a.certificate_number, p.sex from assessment.application_case a join people.person p on p.person_id = a.person_id
      where a.plan_id = ${planId} and a.state = 'published' and a.outcome = 'passed' and a.notice_until < ${today}::date order by a.ticket`
export const setIssued = (
  planId: string,
  on: string,
  s: { application: readonly string[]; number: readonly string[] },
): SqlPiece =>
  sql`update assessment.application_case a set state = 'issued', version = a.version + 1, state_since = ${on}, certificate_number = s.number
      from unnest(${s.application}::uuid[], ${s.number}::text[]) as s (application, number)
      where a.plan_id = ${planId} and a.case_id = s.application and a.state = 'published'`
export const ISSUE_COLUMNS = [
  'plan_id',
  'application_id',
  'certificate_id',
  'number',
  'person_id',
  'organisation_id',
  'county_code',
  'track',
  'audience',
  'method',
  'occupation_code',
  'level_rank',
  'sex',
  'issued_on',
  'known_on',
] as const

/** A cancelled plan lets everybody go. */
export const withdrawAll = (planId: string, on: string): SqlPiece =>
  sql`update assessment.application_case set state = 'withdrawn', version = version + 1, state_since = ${on}
      where plan_id = ${planId} and state in ('applied', 'admitted', 'seated')`

// ------------------------------------------------------------------------------------------------------------ supervision

export const sealSeed = (id: string, commitment: string, sealed: Buffer): SqlPiece =>
  sql`update assessment.supervision_case set commitment = ${commitment}, seed_sealed = ${sealed} where case_id = ${id}`
export const sealedSeed = (id: string): SqlPiece =>
  sql`select seed_sealed, supervisors from assessment.supervision_case where case_id = ${id}`
export const keepDraw = (id: string, seed: string, pool: readonly string[], drawn: readonly string[]): SqlPiece =>
  sql`update assessment.supervision_case set seed = ${seed}, pool = ${pool}, drawn = ${drawn} where case_id = ${id}`
export const keepReport = (id: string, report: string, problems: readonly string[]): SqlPiece =>
  sql`update assessment.supervision_case set report = ${report}, problems = ${problems} where case_id = ${id}`
export const keepClosing = (id: string, text: string): SqlPiece =>
  sql`update assessment.supervision_case set measures_taken = ${text} where case_id = ${id}`
