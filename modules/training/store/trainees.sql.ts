import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

/** Those of the given persons who have been enrolled, whatever became of it. */
export const personsEnrolled = (personIds: readonly string[]): SqlPiece =>
  sql`select distinct person_id from training.enrolment where person_id = any(${personIds}::uuid[])`
