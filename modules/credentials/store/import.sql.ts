import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export const divisionsEver = (): SqlPiece =>
  sql`select code from catalogue.division_ever union select code from catalogue.division`
export const counties = (prefix: string): SqlPiece =>
  sql`select code, name from catalogue.division where starts_with(code, ${prefix}) and kind in ('county', 'development-zone')`
/** Newest edition first. */
export const occupations = (): SqlPiece =>
  sql`select edition, code, name from catalogue.occupation where depth = 4 order by edition desc, code`
export const workTypes = (): SqlPiece =>
  sql`select edition, occupation_code, name from catalogue.work_type order by edition desc, occupation_code`
export const bodies = (): SqlPiece => sql`select organisation_id, name, kind, credit_code from directory.organisation`
export const formerNames = (): SqlPiece => sql`select organisation_id, name from directory.organisation_name`
export const listedPeriods = (): SqlPiece =>
  sql`select organisation_id, listed_from, listed_to, status from directory.listing_period where role = 'evaluation-body' and known_to is null`
export const listedScopes = (): SqlPiece =>
  sql`select l.organisation_id, s.occupation_code, s.level_rank, s.from_on, s.to_on
      from directory.listing l join directory.listing_scope s on s.listing_id = l.listing_id where l.role = 'evaluation-body'`

export const keysOf = (numbers: readonly string[]): SqlPiece =>
  sql`select number, person_id, certificate_id from credentials.certificate_key where number = any(${numbers}::text[])`
export const contentsOf = (personIds: readonly string[], certificateIds: readonly string[]): SqlPiece =>
  sql`select c.number, encode(c.content_hash, 'hex') as content_hash, encode(p.identity_index, 'hex') as identity, p.name_key, c.kind, c.occupation_code,
             c.work_type, c.level_rank, c.organisation_id, c.issued_on, c.county_code
      from credentials.certificate c join people.person p on p.person_id = c.person_id
      where c.person_id = any(${personIds}::uuid[]) and c.certificate_id = any(${certificateIds}::uuid[])`

/** In the order of numbers, so that two imports of the same ones wait for each other one way only. */
export const takeNumbers = (
  numbers: readonly string[],
  personIds: readonly string[],
  certificateIds: readonly string[],
): SqlPiece =>
  sql`insert into credentials.certificate_key (number, person_id, certificate_id)
      select n, p, c from unnest(${numbers}::text[], ${personIds}::uuid[], ${certificateIds}::uuid[]) as t (n, p, c) order by n on conflict do nothing`

export const CERTIFICATE_COLUMNS = [
  'person_id',
  'certificate_id',
  'number',
  'kind',
  'occupation_edition',
  'occupation_code',
  'work_type',
  'level_rank',
  'organisation_id',
  'issued_on',
  'known_on',
  'county_code',
  'batch_id',
  'content_hash',
] as const

export const batchCertificates = (batchId: string): SqlPiece =>
  sql`select person_id, certificate_id, number, level_rank, county_code, occupation_code, kind, organisation_id, issued_on, known_on, revoked_on, version
      from credentials.certificate where batch_id = ${batchId}`
export const casesOn = (certificateIds: readonly string[]): SqlPiece =>
  sql`select certificate_number from credentials.revocation_case where certificate_id = any(${certificateIds}::uuid[])
      union select number from credentials.proof where certificate_id = any(${certificateIds}::uuid[])`
export const deleteCertificates = (batchId: string, personIds: readonly string[]): SqlPiece =>
  sql`delete from credentials.certificate where batch_id = ${batchId} and person_id = any(${personIds}::uuid[])`
export const deleteNumbers = (numbers: readonly string[]): SqlPiece =>
  sql`delete from credentials.certificate_key where number = any(${numbers}::text[])`
export const personsWithCertificate = (personIds: readonly string[]): SqlPiece =>
  sql`select distinct person_id from credentials.certificate where person_id = any(${personIds}::uuid[])
      union select person_id from credentials.revocation_case where person_id = any(${personIds}::uuid[])`
export const organisationsWithCertificate = (ids: readonly string[]): SqlPiece =>
  sql`select distinct organisation_id from credentials.certificate where organisation_id = any(${ids}::uuid[])`
