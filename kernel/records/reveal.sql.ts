import { type SqlPiece, sql } from '../db/sql.ts'

export const insertReveal = (
  id: string,
  account: string,
  record: string,
  recordId: string,
  field: string,
  reason: string,
  at: string,
): SqlPiece =>
  sql`insert into access.reveal (reveal_id, account_id, record, record_id, field, reason, at)
      values (${id}, ${account}, ${record}, ${recordId}, ${field}, ${reason}, ${at})`
