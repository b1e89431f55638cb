import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export const hashesOfPersons = (personIds: readonly string[]): SqlPiece =>
  sql`select person_id, encode(content_hash, 'hex') as hash from people.person where person_id = any(${personIds}::uuid[]) and content_hash is not null`
export const setHashes = (personIds: readonly string[], hashes: readonly Buffer[]): SqlPiece =>
  sql`update people.person p set content_hash = t.h from unnest(${personIds}::uuid[], ${hashes}::bytea[]) as t (id, h) where p.person_id = t.id`
/** Who is in the group since that day already stays as he is. */
export const insertMemberships = (
  persons: readonly string[],
  groups: readonly string[],
  days: readonly string[],
  proofs: readonly string[],
  batchId: string,
): SqlPiece =>
  sql`insert into people.group_membership (person_id, group_id, from_on, to_on, proof, registered_on, batch_id)
      select p, g, d, null, x, d, ${batchId}::uuid from unnest(${persons}::uuid[], ${groups}::text[], ${days}::date[], ${proofs}::text[]) as t (p, g, d, x)
      on conflict do nothing`
export const deleteMemberships = (batchId: string): SqlPiece =>
  sql`delete from people.group_membership where batch_id = ${batchId}`

export const spellsOf = (personIds: readonly string[]): SqlPiece =>
  sql`select person_id, spell_no, employer_code, employer_name, from_on, encode(content_hash, 'hex') as hash
      from people.employment where person_id = any(${personIds}::uuid[])`
export const deleteSpells = (batchId: string): SqlPiece =>
  sql`delete from people.employment where batch_id = ${batchId}`
export const organisationsByCode = (codes: readonly string[]): SqlPiece =>
  sql`select organisation_id, credit_code from directory.organisation where credit_code = any(${codes}::text[])`

export const entriesOf = (indexes: readonly Buffer[], registerId: string): SqlPiece =>
  sql`select encode(e.identity_index, 'hex') as identity, encode(e.content_hash, 'hex') as hash, f.as_of
      from people.register_entry e join people.register_file f on f.file_id = e.file_id
      where e.identity_index = any(${indexes}::bytea[]) and e.register_id = ${registerId}`
export const putFile = (f: {
  id: string
  registerId: string
  asOf: string
  loadedOn: string
  rows: number
  from: string | null
  to: string | null
  name: string
}): SqlPiece =>
  sql`insert into people.register_file (file_id, register_id, as_of, loaded_on, rows, covers_from, covers_to, file_name)
      values (${f.id}, ${f.registerId}, ${f.asOf}, ${f.loadedOn}, ${f.rows}, ${f.from}, ${f.to}, ${f.name})
      on conflict (file_id) do update set rows = register_file.rows + excluded.rows,
        covers_from = least(register_file.covers_from, excluded.covers_from), covers_to = greatest(register_file.covers_to, excluded.covers_to)`
export const fileRows = (fileId: string): SqlPiece =>
  sql`select rows from people.register_file where file_id = ${fileId}`
export const deleteEntries = (fileId: string): SqlPiece =>
  sql`delete from people.register_entry where file_id = ${fileId}`
export const deleteFile = (fileId: string): SqlPiece => sql`delete from people.register_file where file_id = ${fileId}`
