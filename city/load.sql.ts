import { type SqlPiece, sql } from '../kernel/db/sql.ts'

/** Our tables with their rows as the planner reckons them; building their keys has told it. */
export const tableSizes = (): SqlPiece =>
  sql`select n.nspname || '.' || c.relname as name, c.reltuples::bigint as size
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'`

/** For one transaction that sorts a whole register, and may wait for the other lane's leaves as long as it takes. */
export const roomToSeal = (): SqlPiece =>
  sql`select set_config('work_mem', '256MB', true), set_config('lock_timeout', '0', true)`
