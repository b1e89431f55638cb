import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export const divisionsEver = (): SqlPiece =>
  sql`select code from catalogue.division_ever union select code from catalogue.division`
export const counties = (prefix: string): SqlPiece =>
  sql`select code, name from catalogue.division where starts_with(code, ${prefix}) and kind in ('county', 'development-zone')`
/** Newest edition first. */
export const occupations = (): SqlPiece =>
  sql`select edition, code, name from catalogue.occupation where depth = 4 order by edition desc, code`
export const workTypes = (): SqlPiece =>
  sql`select distinct occupation_code as code, name from catalogue.work_type order by name, code`
