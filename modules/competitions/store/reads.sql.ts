import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export const organisationNames = (ids: readonly string[]): SqlPiece =>
  sql`select organisation_id, name from directory.organisation where organisation_id = any(${ids}::uuid[])`
export const sheetOwner = (sheetId: string): SqlPiece =>
  sql`select county_code, judge_key from competitions.sheet_case where case_id = ${sheetId}`
export const personsInCompetitions = (ids: readonly string[]): SqlPiece =>
  sql`select distinct person_id from competitions.entrant where person_id = any(${ids}::uuid[])`
export const organisationsInCompetitions = (ids: readonly string[]): SqlPiece =>
  sql`select distinct organisation_id from competitions.entry where organisation_id = any(${ids}::uuid[])
      union select distinct organisation_id from competitions.judge where organisation_id = any(${ids}::uuid[])`
export const recentEvents = (states: readonly string[], limit: number): SqlPiece =>
  sql`select case_id, state, name, tier, held_on, host from competitions.contest_case where state = any(${states}) order by held_on desc, case_id desc limit ${limit}`
