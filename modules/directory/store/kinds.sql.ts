import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export const organisations = (): SqlPiece =>
  sql`select organisation_id, name, credit_code, county_code, kind from directory.organisation`
export const formerNames = (): SqlPiece => sql`select organisation_id, name from directory.organisation_name`

export const hashesOfOrganisations = (codes: readonly string[]): SqlPiece =>
  sql`select credit_code, encode(content_hash, 'hex') as hash from directory.organisation where credit_code = any(${codes}::text[])`
export const batchOrganisations = (batchId: string): SqlPiece =>
  sql`select organisation_id from directory.organisation where batch_id = ${batchId}`
/** What of this room rests on organisations of the batch. */
export const restsOnOrganisations = (ids: readonly string[]): SqlPiece =>
  sql`select organisation_id from directory.listing where organisation_id = any(${ids}::uuid[])
      union select organisation_id from directory.listing_case where organisation_id = any(${ids}::uuid[])
      union select organisation_id from directory.change_case where organisation_id = any(${ids}::uuid[])
      union select organisation_id from directory.organisation_name where organisation_id = any(${ids}::uuid[])
      union select organisation_id from directory.site where organisation_id = any(${ids}::uuid[])`
export const deleteLicences = (ids: readonly string[]): SqlPiece =>
  sql`delete from directory.licence where organisation_id = any(${ids}::uuid[])`
export const deleteOrganisations = (batchId: string): SqlPiece =>
  sql`delete from directory.organisation where batch_id = ${batchId}`

export const listingsOf = (organisationIds: readonly string[]): SqlPiece =>
  sql`select listing_id, organisation_id, role from directory.listing where organisation_id = any(${organisationIds}::uuid[])`
export const insertListing = (l: {
  id: string
  organisationId: string
  role: string
  county: string
  batchId: string
}): SqlPiece =>
  sql`insert into directory.listing (listing_id, organisation_id, role, county_code, batch_id) values (${l.id}, ${l.organisationId}, ${l.role}, ${l.county}, ${l.batchId})`
export const scopesOf = (listingIds: readonly string[]): SqlPiece =>
  sql`select s.listing_id, l.organisation_id, l.role, s.occupation_code, s.level_rank, s.from_on, encode(s.content_hash, 'hex') as hash
      from directory.listing_scope s join directory.listing l on l.listing_id = s.listing_id where s.listing_id = any(${listingIds}::uuid[])`
export const periodsOf = (listingIds: readonly string[]): SqlPiece =>
  sql`select listing_id, listed_from, listed_to, status from directory.listing_period where listing_id = any(${listingIds}::uuid[]) and known_to is null`
export const setPeriodBatch = (listingId: string, from: string, batchId: string): SqlPiece =>
  sql`update directory.listing_period set batch_id = ${batchId} where listing_id = ${listingId} and listed_from = ${from} and known_to is null`
export const batchPeriods = (batchId: string): SqlPiece =>
  sql`select listing_id, listed_from, listed_to, known_from, known_to, status, organisation_id, role, kind, county_code, document, reason
      from directory.listing_period where batch_id = ${batchId}`
export const deletePeriods = (batchId: string): SqlPiece =>
  sql`delete from directory.listing_period where batch_id = ${batchId}`
export const deleteScopes = (batchId: string): SqlPiece =>
  sql`delete from directory.listing_scope where batch_id = ${batchId}`
export const deleteListings = (batchId: string): SqlPiece =>
  sql`delete from directory.listing l where l.batch_id = ${batchId}
      and not exists (select 1 from directory.listing_scope s where s.listing_id = l.listing_id)
      and not exists (select 1 from directory.listing_period p where p.listing_id = l.listing_id)
      and not exists (select 1 from directory.listing_case c where c.listing_id = l.listing_id)`
export const casesOfBatch = (batchId: string): SqlPiece =>
  sql`select c.case_id from directory.listing_case c join directory.listing l on l.listing_id = c.listing_id where l.batch_id = ${batchId}`

export const marketEntries = (codes: readonly string[]): SqlPiece =>
  sql`select credit_code, encode(content_hash, 'hex') as hash from directory.market_entry where credit_code = any(${codes}::text[])`
export const deleteMarket = (fileId: string): SqlPiece =>
  sql`delete from directory.market_entry where file_id = ${fileId}`
