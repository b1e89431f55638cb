import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'

export const divisionsEver = (): SqlPiece =>
  sql`select code from catalogue.division_ever union select code from catalogue.division`
export const occupations = (): SqlPiece =>
  sql`select edition, code, name from catalogue.occupation where depth = 4 order by edition desc, code`
export const organisations = (): SqlPiece =>
  sql`select organisation_id, name, county_code from directory.organisation where closed_on is null`

export const plansOf = (organisations: readonly string[]): SqlPiece =>
  sql`select p.case_id, p.number, p.state, p.organisation_id, p.county_code, p.apply_from, p.apply_until, p.audience, s.seats - s.taken as left
      from assessment.plan_case p join assessment.plan_seats s on s.plan_id = p.case_id where p.organisation_id = any(${organisations}::uuid[])`
export const applicationsOf = (planIds: readonly string[], personIds: readonly string[]): SqlPiece =>
  sql`select plan_id, person_id, declared, evidence from assessment.application_case
      where plan_id = any(${planIds}::uuid[]) and person_id = any(${personIds}::uuid[]) and state not in ('refused', 'withdrawn')`
export const APPLICATION_COLUMNS = [
  'plan_id',
  'case_id',
  'state',
  'edition',
  'version',
  'opened_on',
  'state_since',
  'person_id',
  'organisation_id',
  'county_code',
  'declared',
  'evidence',
  'eligible',
  'clause',
  'eligible_from',
  'batch_id',
  'applied_by',
] as const
export const batchApplications = (batchId: string): SqlPiece =>
  sql`select plan_id, case_id, person_id, state, version from assessment.application_case where batch_id = ${batchId}`
export const deleteApplications = (batchId: string, planIds: readonly string[]): SqlPiece =>
  sql`delete from assessment.application_case where batch_id = ${batchId} and plan_id = any(${planIds}::uuid[])`

export const examinerCards = (cards: readonly string[]): SqlPiece =>
  sql`select card_number, encode(content_hash, 'hex') as hash from assessment.examiner where card_number = any(${cards})`
export const EXAMINER_COLUMNS = [
  'examiner_id',
  'card_number',
  'person_id',
  'name',
  'grade',
  'occupation_code',
  'organisation_id',
  'county_code',
  'valid_from',
  'valid_to',
  'batch_id',
  'content_hash',
] as const
export const examinersServing = (batchId: string): SqlPiece =>
  sql`select s.plan_id from assessment.room_staff s join assessment.examiner e on e.card_number = s.card_number where e.batch_id = ${batchId} limit 1`
export const deleteExaminers = (batchId: string): SqlPiece =>
  sql`delete from assessment.examiner where batch_id = ${batchId}`

export const postsOf = (organisationId: string): SqlPiece =>
  sql`select post, occupation_code, level_rank, encode(content_hash, 'hex') as hash from assessment.post where organisation_id = ${organisationId}`
export const POST_COLUMNS = [
  'organisation_id',
  'post',
  'occupation_code',
  'level_rank',
  'batch_id',
  'content_hash',
] as const
export const postsInUse = (batchId: string): SqlPiece =>
  sql`select r.post from assessment.roster r join assessment.post p on p.organisation_id = r.organisation_id and p.post = r.post where p.batch_id = ${batchId} limit 1`
export const deletePosts = (batchId: string): SqlPiece => sql`delete from assessment.post where batch_id = ${batchId}`

export const rosterOf = (organisationId: string, personIds: readonly string[]): SqlPiece =>
  sql`select person_id, encode(content_hash, 'hex') as hash from assessment.roster where organisation_id = ${organisationId} and person_id = any(${personIds}::uuid[])`
export const ROSTER_COLUMNS = ['person_id', 'organisation_id', 'post', 'from_on', 'batch_id', 'content_hash'] as const
export const batchRoster = (batchId: string): SqlPiece =>
  sql`select person_id, organisation_id from assessment.roster where batch_id = ${batchId}`
export const deleteRoster = (batchId: string): SqlPiece =>
  sql`delete from assessment.roster where batch_id = ${batchId}`
export const onOtherRosters = (organisationId: string, personIds: readonly string[]): SqlPiece =>
  sql`select r.person_id, o.name from assessment.roster r join directory.organisation o on o.organisation_id = r.organisation_id
      where r.person_id = any(${personIds}::uuid[]) and r.organisation_id <> ${organisationId} and r.to_on is null`

export type PlanChoice = {
  case_id: string
  number: string
  state: string
  organisation_id: string
  county_code: string
  apply_from: PlainDate
  apply_until: PlainDate
  audience: string
  left: number
}
