import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'

export const heldRanks = (personIds: readonly string[], occupationCode: string, on: PlainDate): SqlPiece =>
  sql`select person_id, max(level_rank)::int as rank from credentials.certificate
      where person_id = any(${personIds}::uuid[]) and occupation_code = ${occupationCode} and level_rank is not null
        and issued_on <= ${on} and (revoked_on is null or revoked_on > ${on})
      group by person_id`
