import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

/**
 * Holds a person against other acts until the end of the transaction. NO KEY UPDATE: rows that refer to the person take a
 * share of its key, and two of them would else wait for each other.
 */
export const lockPerson = (personId: string): SqlPiece =>
  sql`select person_id from people.person where person_id = ${personId} for no key update`

/** In the order of the index, so that two imports of the same persons wait for each other one way only. */
export const takeIdentities = (indexes: readonly Buffer[], personIds: readonly string[]): SqlPiece =>
  sql`insert into people.identity_key (identity_index, person_id)
      select i, p from unnest(${indexes}::bytea[], ${personIds}::uuid[]) as t (i, p) order by i on conflict do nothing`
export const identitiesTaken = (indexes: readonly Buffer[]): SqlPiece =>
  sql`select encode(identity_index, 'hex') as identity, person_id from people.identity_key where identity_index = any(${indexes}::bytea[])`

export const personsForCounting = (personIds: readonly string[]): SqlPiece =>
  sql`select person_id, county_code, sex, extract(year from birth_date)::int as birth_year, left_on, left_known_on
      from people.person where person_id = any(${personIds}::uuid[])`
export const namesOfPersons = (personIds: readonly string[]): SqlPiece =>
  sql`select person_id, name, name_key from people.person where person_id = any(${personIds}::uuid[])`
export const personsOfBatch = (batchId: string): SqlPiece =>
  sql`select person_id, version from people.person where batch_id = ${batchId}`

export const PERSON_COLUMNS = [
  'person_id',
  'name',
  'name_key',
  'sex',
  'birth_date',
  'identity_sealed',
  'identity_index',
  'phone_sealed',
  'county_code',
  'education',
  'known_on',
  'batch_id',
  'search_terms',
] as const

/** Persons of whom this room keeps more than the bare row. */
export const personsWithMore = (personIds: readonly string[]): SqlPiece =>
  sql`select person_id from people.employment where person_id = any(${personIds}::uuid[])
      union select person_id from people.education where person_id = any(${personIds}::uuid[])
      union select person_id from people.title where person_id = any(${personIds}::uuid[])
      union select person_id from people.group_membership where person_id = any(${personIds}::uuid[])`
export const deletePersons = (personIds: readonly string[]): SqlPiece =>
  sql`delete from people.person where person_id = any(${personIds}::uuid[]) returning encode(identity_index, 'hex') as identity`
export const deleteIdentities = (indexes: readonly Buffer[]): SqlPiece =>
  sql`delete from people.identity_key where identity_index = any(${indexes}::bytea[])`
