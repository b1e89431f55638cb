import type { Actor } from '../../../../kernel/access/actor.ts'
import type { Policy } from '../../../../kernel/access/policy.ts'
import { scopePredicate } from '../../../../kernel/access/predicate.sql.ts'
import { name, type SqlPiece, sql } from '../../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../../kernel/values/plain-date.ts'

export const registerFiles = (on: PlainDate): SqlPiece =>
  sql`select register_id, max(as_of) as as_of from people.register_file where as_of <= ${on}::date group by register_id`
/** Sorting and hashing millions of marks in memory; a parallel worker takes the other core. */
export const roomToCheck = (): SqlPiece =>
  sql`select set_config('work_mem', '192MB', true), set_config('jit', 'off', true)`

/** What was loaded a moment ago is not known to the planner yet; the owner tells it. */
export const ANALYZED = [
  'people.person',
  'people.register_entry',
  'training.class',
  'training.enrolment',
  'training.lesson',
  'training.attendance',
  'training.material',
  'training.result',
  'subsidy.claim',
  'subsidy.claim_line',
  'credentials.certificate',
] as const
export const analyzeTable = (table: (typeof ANALYZED)[number]): SqlPiece => sql`analyze ${name(table)}`

export const claimsNamed = (names: readonly string[]): SqlPiece =>
  sql`select claim_id, class_id from subsidy.claim where number = any(${names}::text[]) or claim_id::text = any(${names}::text[])`
export const classesNamed = (names: readonly string[]): SqlPiece =>
  sql`select class_id from training.class where number = any(${names}::text[]) or class_id::text = any(${names}::text[])`
export const classesOfClaims = (claims: readonly string[]): SqlPiece =>
  sql`select distinct class_id from (select class_id from subsidy.claim where claim_id = any(${claims}::uuid[]) union select class_id from subsidy.claim_line where claim_id = any(${claims}::uuid[])) x where class_id is not null`
export const claimsOfClasses = (classes: readonly string[]): SqlPiece =>
  sql`select distinct claim_id from (select claim_id from subsidy.claim where class_id = any(${classes}::uuid[]) union select claim_id from subsidy.claim_line where class_id = any(${classes}::uuid[])) x`
export const numbersOfClaims = (ids: readonly string[]): SqlPiece =>
  sql`select claim_id, number from subsidy.claim where claim_id = any(${ids}::uuid[])`
export const numbersOfClasses = (ids: readonly string[]): SqlPiece =>
  sql`select class_id, coalesce(number, name) as number from training.class where class_id = any(${ids}::uuid[])`
/** The claim in which a person of a class is, for hits that name a seat only. */
export const claimsOfSeats = (classes: readonly string[]): SqlPiece =>
  sql`select k.claim_id, coalesce(n.class_id, k.class_id) as class_id, n.person_id from subsidy.claim k left join subsidy.claim_line n on n.claim_id = k.claim_id
      where coalesce(n.class_id, k.class_id) = any(${classes}::uuid[]) and k.state not in ('draft', 'refused', 'withdrawn') order by k.number`

export const insertRun = (r: {
  id: string
  on: PlainDate
  begunAt: Date
  endedAt: Date
  reach: string
  by: string
  summary: string
}): SqlPiece =>
  sql`insert into subsidy.check_run (run_id, on_day, begun_at, ended_at, reach, started_by, summary)
      values (${r.id}, ${r.on}, ${r.begunAt}, ${r.endedAt}, ${r.reach}, ${r.by}, ${r.summary}::jsonb)`
export const HIT_COLUMNS = [
  'run_id',
  'hit_no',
  'check_id',
  'variant',
  'severity',
  'claim_id',
  'class_id',
  'seat_no',
  'person_id',
  'organisation_id',
  'sentence_zh',
  'sentence_en',
  'evidence',
] as const

/**
 * A row for every check of every claim, and of every class without one. A hit on a seat is a hit of the claims that have the person;
 * a hit on a class, of all its claims.
 */
export const insertResults = (r: {
  runId: string
  claims: readonly string[] | null
  classes: readonly string[] | null
  checks: readonly string[]
  /** Reason why it did not run, by check; null: it ran. */
  reasons: readonly (string | null)[]
  /** What insurance files cover, for the checks that rest on them. */
  covered: readonly string[]
}): SqlPiece => sql`
  with unit as (
    select k.claim_id as unit_id, 'claim' as unit from subsidy.claim k
    where k.state not in ('draft', 'refused', 'withdrawn') and (${r.claims}::uuid[] is null or k.claim_id = any(${r.claims}::uuid[]))
    union all
    select c.class_id, 'class' from training.class c
    where c.state not in ('cancelled', 'refused') and (${r.classes}::uuid[] is null or c.class_id = any(${r.classes}::uuid[]))
      and not exists (select 1 from subsidy.claim k where k.class_id = c.class_id and k.state not in ('draft', 'refused', 'withdrawn'))
  ),
  hit as materialized (select * from subsidy.check_hit where run_id = ${r.runId}),
  reached as (
    select h.hit_no, h.check_id, h.severity, h.claim_id as unit_id from hit h where h.claim_id is not null
    union
    select h.hit_no, h.check_id, h.severity, k.claim_id from hit h join subsidy.claim k on k.class_id = h.class_id
    where h.claim_id is null and (h.person_id is null or exists (select 1 from subsidy.claim_line n where n.claim_id = k.claim_id and n.person_id = h.person_id))
    union
    select h.hit_no, h.check_id, h.severity, n.claim_id from hit h join subsidy.claim_line n on n.class_id = h.class_id and (h.person_id is null or n.person_id = h.person_id)
    where h.claim_id is null
    union
    select h.hit_no, h.check_id, h.severity, h.class_id from hit h where h.class_id is not null
  ),
  counted as (select unit_id, check_id, count(*) as hits, bool_or(severity = 'block') as blocks from reached group by 1, 2),
  cover as (select min(covers_from) as from_on, max(as_of) as to_on from people.register_file where register_id = 'insurance'),
  beyond as (
    select u.unit_id from unit u left join subsidy.claim k on k.claim_id = u.unit_id join training.class c on c.class_id = coalesce(k.class_id, u.unit_id)
      join cover v on c.ended_on < v.from_on or c.started_on > v.to_on
  )
  insert into subsidy.check_result (run_id, unit_id, check_id, unit, result, reason, hits)
  select ${r.runId}, u.unit_id, x.check_id, u.unit,
    case when n.hits > 0 then case when n.blocks then 'failed' else 'warned' end when x.reason is not null or b.unit_id is not null then 'not-run' else 'passed' end,
    coalesce(x.reason, case when b.unit_id is not null then 'insurance: not-covered' end), coalesce(n.hits, 0)
  from unit u cross join unnest(${r.checks}::text[], ${r.reasons}::text[]) as x (check_id, reason)
    left join counted n on n.unit_id = u.unit_id and n.check_id = x.check_id
    left join beyond b on b.unit_id = u.unit_id and x.check_id = any(${r.covered}::text[])`

/** Runs over everything that a newer one took the place of: rows go, the run itself stays. */
export const clearOlder = (runId: string): SqlPiece[] => [
  sql`delete from subsidy.check_result where run_id in (select run_id from subsidy.check_run where reach = 'all' and run_id <> ${runId})`,
  sql`delete from subsidy.check_hit where run_id in (select run_id from subsidy.check_run where reach = 'all' and run_id <> ${runId})`,
]

export const newestRunOf = (unitId: string): SqlPiece =>
  sql`select r.run_id, r.on_day, r.begun_at, r.reach from subsidy.check_run r
      where exists (select 1 from subsidy.check_result x where x.unit_id = ${unitId} and x.run_id = r.run_id) order by r.begun_at desc, r.run_id desc limit 1`
export const resultsOf = (runId: string, unitId: string): SqlPiece =>
  sql`select check_id, result, reason, hits from subsidy.check_result where run_id = ${runId} and unit_id = ${unitId} order by check_id`
/** Hits that concern a claim: its own, and those of its class that name nobody or somebody in it. */
export const hitsOf = (runId: string, claimId: string | null, classId: string | null): SqlPiece =>
  sql`select h.check_id, h.variant, h.severity, h.class_id, h.seat_no, h.sentence_zh, h.sentence_en, h.evidence from subsidy.check_hit h
      where h.run_id = ${runId} and (h.claim_id = ${claimId}::uuid or (h.claim_id is null and (
        (h.class_id = ${classId}::uuid and (${claimId}::uuid is null or h.person_id is null or exists (select 1 from subsidy.claim_line n where n.claim_id = ${claimId}::uuid and n.person_id = h.person_id)))
        or exists (select 1 from subsidy.claim_line n where n.claim_id = ${claimId}::uuid and n.class_id = h.class_id and (h.person_id is null or n.person_id = h.person_id)))))
      order by h.severity, h.check_id, h.hit_no limit 2000`

export const claimInScope = (number: string, policy: Policy, actor: Actor): SqlPiece =>
  sql`select claim_id, class_id, number, county_code, organisation_id, state, amount_fen, lines, filed_on from subsidy.claim
      where (number = ${number} or claim_id::text = ${number}) and ${scopePredicate(policy, actor, { jurisdiction: 'county_code', organisation: 'organisation_id' })}`
export const classInScope = (number: string, policy: Policy, actor: Actor): SqlPiece =>
  sql`select class_id, coalesce(number, name) as number, county_code from training.class
      where (number = ${number} or class_id::text = ${number}) and ${scopePredicate(policy, actor, { jurisdiction: 'county_code', organisation: 'organisation_id' })}`
export const overridesOf = (claimId: string, on: PlainDate): SqlPiece =>
  sql`select check_id, reason, until_on, decided_by from subsidy.check_override_case where claim_id = ${claimId} and state = 'granted' and until_on >= ${on}::date order by until_on desc`
export const officersOfClaim = (claimId: string): SqlPiece =>
  sql`select filed_by, reviewed_by from subsidy.claim where claim_id = ${claimId}`
export const keepOfficersOfClaim = (caseId: string, filedBy: string | null, reviewedBy: string | null): SqlPiece =>
  sql`update subsidy.check_override_case set claim_filed_by = ${filedBy}, claim_reviewed_by = ${reviewedBy} where case_id = ${caseId}`
export const keepOverrideNote = (caseId: string, note: string | null): SqlPiece =>
  sql`update subsidy.check_override_case set decision_note = ${note} where case_id = ${caseId}`
