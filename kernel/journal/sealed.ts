import { hash } from 'node:crypto'

/**
 * A register table whose rows the journal vouches for: the leaf that made or changed a row carries the row's hash, so an
 * edit that goes around the program is found and named. `columns` are hashed in this order; adding a column to the table
 * does not disturb old hashes, adding one here is a new edition of the seal.
 */
export type SealedTable = { table: string; key: readonly string[]; columns: readonly string[] }

/** First 16 bytes of SHA-256 over table, key and the row as PostgreSQL prints it (`row(…)::text`). */
export const HASH_BYTES = 16
export const rowHash = (table: string, key: string, rowText: string): Buffer =>
  hash('sha256', Buffer.from(`${table}\n${key}\n${rowText}`), 'buffer').subarray(0, HASH_BYTES)

export type RowChange = { table: string; key: string; op: 'new' | 'changed' | 'gone'; hash: string | null }
