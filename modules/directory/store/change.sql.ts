import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'

export const namesOf = (organisationId: string): SqlPiece =>
  sql`select from_on, name, document from directory.organisation_name where organisation_id = ${organisationId} order by from_on limit 100`
export const insertName = (n: {
  organisationId: string
  from: PlainDate
  name: string
  document: string | null
}): SqlPiece =>
  sql`insert into directory.organisation_name (organisation_id, from_on, name, document) values (${n.organisationId}, ${n.from}, ${n.name}, ${n.document})`
export const sameName = (name: string, besides: string): SqlPiece =>
  sql`select 1 as taken from directory.organisation where name = ${name} and closed_on is null and organisation_id <> ${besides} limit 1`

export const renameOrganisation = (id: string, name: string, terms: readonly string[]): SqlPiece =>
  sql`update directory.organisation set name = ${name}, search_terms = ${terms}, version = version + 1 where organisation_id = ${id}`
export const mergeOrganisation = (id: string, into: string, on: PlainDate): SqlPiece =>
  sql`update directory.organisation set closed_on = ${on}, merged_into = ${into}, version = version + 1 where organisation_id = ${id}`
export const searchTexts = (id: string): SqlPiece =>
  sql`select credit_code, address from directory.organisation where organisation_id = ${id}`

/** Cases of the organisation that stand on a list. */
export const standingCases = (organisationId: string): SqlPiece =>
  sql`select case_id, role from directory.listing_case where organisation_id = ${organisationId} and state in ('listed', 'suspended') order by case_id`
export const applicationsUnderWay = (organisationId: string): SqlPiece =>
  sql`select count(*) as n from directory.listing_case where organisation_id = ${organisationId} and state in ('applied', 'reviewing', 'returned', 'publicised')`
export const standingRoles = (organisationId: string): SqlPiece =>
  sql`select role from directory.listing_period where organisation_id = ${organisationId} and known_to is null and listed_to is null`

export const sameLicence = (organisationId: string, kind: string, number: string, from: PlainDate): SqlPiece =>
  sql`select 1 as taken from directory.licence where organisation_id = ${organisationId} and kind = ${kind} and number = ${number} and valid_from = ${from} limit 1`
export const insertLicence = (l: {
  id: string
  organisationId: string
  kind: string
  number: string
  issuer: string
  scope: string
  from: PlainDate
  to: PlainDate | null
}): SqlPiece =>
  sql`insert into directory.licence (licence_id, organisation_id, kind, number, issuer, scope, valid_from, valid_to)
      values (${l.id}, ${l.organisationId}, ${l.kind}, ${l.number}, ${l.issuer}, ${l.scope}, ${l.from}, ${l.to})`
/** Cases that stood on an older licence of the same kind go on with the new one. */
export const followLicence = (organisationId: string, kind: string, number: string): SqlPiece =>
  sql`update directory.listing_case set licence_number = ${number}, version = version + 1
      where organisation_id = ${organisationId} and state not in ('removed', 'refused', 'withdrawn') and licence_number <> ${number}
        and licence_number in (select number from directory.licence where organisation_id = ${organisationId} and kind = ${kind})`
export const setNote = (caseId: string, note: string): SqlPiece =>
  sql`update directory.change_case set decision_note = ${note} where case_id = ${caseId}`
