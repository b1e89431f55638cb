import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export const personsOf = (ids: readonly string[]): SqlPiece =>
  sql`select person_id, birth_date from people.person where person_id = any(${ids}::uuid[])`
export const employmentOf = (ids: readonly string[]): SqlPiece =>
  sql`select person_id, occupation_code, from_on, to_on, source from people.employment
      where person_id = any(${ids}::uuid[]) and occupation_code is not null`
export const certificatesOf = (ids: readonly string[], kinds: readonly string[]): SqlPiece =>
  sql`select person_id, occupation_code, level_rank, issued_on, revoked_on from credentials.certificate
      where person_id = any(${ids}::uuid[]) and kind = any(${kinds}::text[])`
export const titlesOf = (ids: readonly string[]): SqlPiece =>
  sql`select person_id, name, grade, obtained_on from people.title where person_id = any(${ids}::uuid[])`
export const educationOf = (ids: readonly string[]): SqlPiece =>
  sql`select person_id, kind, major, status, graduated_on from people.education where person_id = any(${ids}::uuid[])`
