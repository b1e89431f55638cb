import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import type { ListingPeriod } from '../periods.ts'

export type OrganisationRow = {
  organisation_id: string
  name: string
  kind: string
  county_code: string
  founded_on: PlainDate | null
  closed_on: PlainDate | null
  version: number
}
export const organisationById = (id: string): SqlPiece =>
  sql`select organisation_id, name, kind, county_code, founded_on, closed_on, version from directory.organisation where organisation_id = ${id}`
export const lockOrganisation = (id: string): SqlPiece =>
  sql`select organisation_id, name, kind, county_code, founded_on, closed_on, version from directory.organisation where organisation_id = ${id} for update`

export const licencesOf = (organisationId: string): SqlPiece =>
  sql`select kind, number, valid_from, valid_to from directory.licence where organisation_id = ${organisationId} order by valid_from limit 200`

/** Cases of this organisation and list that are not at their end, other than the one given. */
export const otherOpenCase = (organisationId: string, role: string, caseId: string): SqlPiece =>
  sql`select case_id, state from directory.listing_case
      where organisation_id = ${organisationId} and role = ${role} and case_id <> ${caseId}
        and state not in ('removed', 'refused', 'withdrawn')`
export const lastRemoval = (organisationId: string, role: string): SqlPiece =>
  sql`select state_since, decision_reason from directory.listing_case
      where organisation_id = ${organisationId} and role = ${role} and state = 'removed'
      order by state_since desc, case_id desc limit 1`

export const noticeOf = (caseId: string): SqlPiece =>
  sql`select notice_until from directory.listing_case where case_id = ${caseId}`
export const openObjections = (caseId: string): SqlPiece =>
  sql`select count(*) as n from directory.listing_objection where case_id = ${caseId} and outcome is null`

export const listingOf = (organisationId: string, role: string): SqlPiece =>
  sql`select listing_id from directory.listing where organisation_id = ${organisationId} and role = ${role}`
/** Held until the transaction ends, so that two changes of one listing follow each other. */
export const lockListing = (listingId: string): SqlPiece =>
  sql`select listing_id, organisation_id, role, county_code from directory.listing where listing_id = ${listingId} for update`
export const insertListing = (l: { id: string; organisationId: string; role: string; county: string }): SqlPiece =>
  sql`insert into directory.listing (listing_id, organisation_id, role, county_code)
      values (${l.id}, ${l.organisationId}, ${l.role}, ${l.county}) on conflict do nothing`

export type PeriodRow = {
  listing_id: string
  listed_from: PlainDate
  listed_to: PlainDate | null
  known_from: PlainDate
  known_to: PlainDate | null
  status: 'listed' | 'suspended'
  organisation_id: string
  role: string
  kind: string
  county_code: string
  document: string | null
  reason: string | null
}
const periodColumns = sql`listing_id, listed_from, listed_to, known_from, known_to, status, organisation_id, role, kind, county_code, document, reason`
/** What is believed now; earlier knowledge is never touched and need not be read. */
export const believedPeriods = (listingId: string): SqlPiece =>
  sql`select ${periodColumns} from directory.listing_period where listing_id = ${listingId} and known_to is null order by listed_from`
export const closePeriod = (listingId: string, p: ListingPeriod): SqlPiece =>
  sql`update directory.listing_period set known_to = ${p.knownTo}
      where listing_id = ${listingId} and listed_from = ${p.listedFrom} and known_from = ${p.knownFrom} and known_to is null`
export const dropPeriod = (listingId: string, p: ListingPeriod): SqlPiece =>
  sql`delete from directory.listing_period
      where listing_id = ${listingId} and listed_from = ${p.listedFrom} and known_from = ${p.knownFrom} and known_to is null`
export const insertPeriod = (r: PeriodRow): SqlPiece =>
  sql`insert into directory.listing_period (${periodColumns})
      values (${r.listing_id}, ${r.listed_from}, ${r.listed_to}, ${r.known_from}, ${r.known_to}, ${r.status}, ${r.organisation_id}, ${r.role}, ${r.kind}, ${r.county_code}, ${r.document}, ${r.reason})`

export const openScope = (listingId: string): SqlPiece =>
  sql`select occupation_code, level_rank, from_on from directory.listing_scope where listing_id = ${listingId} and to_on is null`
export const insertScope = (listingId: string, pairs: readonly ScopePair[], from: PlainDate): SqlPiece =>
  sql`insert into directory.listing_scope (listing_id, occupation_code, level_rank, from_on)
      select ${listingId}::uuid, code, rank, ${from}::date
      from unnest(${pairs.map((p) => p.occupation)}::text[], ${pairs.map((p) => p.rank)}::smallint[]) as pair (code, rank)`
/** Ends open pairs. Those that began on the same day had no width and go. */
export const endScope = (listingId: string, pairs: readonly ScopePair[], on: PlainDate): SqlPiece =>
  sql`update directory.listing_scope set to_on = ${on}
      where listing_id = ${listingId} and to_on is null and from_on < ${on}
        and (occupation_code, level_rank) in (select * from unnest(${pairs.map((p) => p.occupation)}::text[], ${pairs.map((p) => p.rank)}::smallint[]))`
export const dropScope = (listingId: string, pairs: readonly ScopePair[], on: PlainDate): SqlPiece =>
  sql`delete from directory.listing_scope
      where listing_id = ${listingId} and to_on is null and from_on >= ${on}
        and (occupation_code, level_rank) in (select * from unnest(${pairs.map((p) => p.occupation)}::text[], ${pairs.map((p) => p.rank)}::smallint[]))`
export type ScopePair = { occupation: string; rank: number }

export const amendCase = (
  caseId: string,
  v: { occupations: unknown; levelHighest: unknown; licenceNumber: unknown; statement: unknown },
): SqlPiece =>
  sql`update directory.listing_case set
        occupations = coalesce(${v.occupations ?? null}::text[], occupations),
        level_highest = coalesce(${v.levelHighest ?? null}::text, level_highest),
        licence_number = coalesce(${v.licenceNumber ?? null}::text, licence_number),
        statement = coalesce(${v.statement ?? null}::text, statement),
        return_reasons = null, decision_note = null
      where case_id = ${caseId}`
export const setReturn = (caseId: string, reasons: readonly string[], note: string): SqlPiece =>
  sql`update directory.listing_case set return_reasons = ${reasons}, decision_note = ${note} where case_id = ${caseId}`
export const setNotice = (caseId: string, from: PlainDate, until: PlainDate): SqlPiece =>
  sql`update directory.listing_case set notice_from = ${from}, notice_until = ${until}, return_reasons = null, decision_note = null where case_id = ${caseId}`
export const setDecision = (
  caseId: string,
  d: { reason: string | null; note: string | null; citation: string | null; document: string | null },
): SqlPiece =>
  sql`update directory.listing_case set decision_reason = ${d.reason}, decision_note = ${d.note},
        citation = coalesce(${d.citation}::text, citation), document = coalesce(${d.document}::text, document)
      where case_id = ${caseId}`
export const setListing = (caseId: string, listingId: string): SqlPiece =>
  sql`update directory.listing_case set listing_id = ${listingId} where case_id = ${caseId}`
export const listingOfCase = (caseId: string): SqlPiece =>
  sql`select listing_id from directory.listing_case where case_id = ${caseId}`

export const insertObjection = (o: { caseId: string; on: PlainDate; body: string; by: string }): SqlPiece =>
  sql`insert into directory.listing_objection (case_id, objection_no, received_on, body, recorded_by)
      select ${o.caseId}::uuid, coalesce(max(objection_no), 0) + 1, ${o.on}::date, ${o.body}::text, ${o.by}::text
      from directory.listing_objection where case_id = ${o.caseId}`
export const objection = (caseId: string, no: number): SqlPiece =>
  sql`select recorded_by, outcome from directory.listing_objection where case_id = ${caseId} and objection_no = ${no}`
export const settleObjection = (o: {
  caseId: string
  no: number
  outcome: string
  answer: string
  on: PlainDate
  by: string
}): SqlPiece =>
  sql`update directory.listing_objection set outcome = ${o.outcome}, answer = ${o.answer}, settled_on = ${o.on}, settled_by = ${o.by}
      where case_id = ${o.caseId} and objection_no = ${o.no} and outcome is null`
