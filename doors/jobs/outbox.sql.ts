import { type SqlPiece, sql } from '../../kernel/db/sql.ts'

/** One message, locked: taken with the work it causes, or not at all. */
export const takeMessage = (): SqlPiece =>
  sql`delete from kernel.outbox where message_id = (
        select message_id from kernel.outbox order by made_at, message_id limit 1 for update skip locked)
      returning message_id, kind, body`
