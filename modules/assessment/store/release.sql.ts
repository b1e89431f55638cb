import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

/** In the order in which they were released: a later file of the same name goes before an earlier. */
export const releasedFiles = (): SqlPiece =>
  sql`select case_id, file, content from assessment.rule_release_case where state = 'released' order by state_since, case_id`
export const keepDryRun = (caseId: string, gain: number, lose: number, result: string): SqlPiece =>
  sql`update assessment.rule_release_case set gain = ${gain}, lose = ${lose}, dry_run = ${result} where case_id = ${caseId}`
export const keepNote = (caseId: string, note: string | null): SqlPiece =>
  sql`update assessment.rule_release_case set decision_note = ${note} where case_id = ${caseId}`
