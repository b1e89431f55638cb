import type { Tx } from '../db/database.ts'
import { canonicalJson, type Json } from '../values/canonical-json.ts'
import type { World } from '../values/world.ts'
import * as q from './journal.sql.ts'
import { type RowChange, rowHash, type SealedTable } from './sealed.ts'
import { leafHash, sha256 } from './tree.ts'

export type LeafInput = {
  /** `room.what`: `credentials.certificate.revoked`. */
  kind: string
  /** What it is about: `credentials.certificate/0190…`. Leaves of one subject share a bucket, so their order is kept. */
  subject: string
  /** Account id, `system`, or `demo`. */
  actor: string
  body: Json
  rows?: RowChange[]
}

export const bucketOf = (subject: string): number => sha256(Buffer.from(subject))[0]!

/** The exact text that is hashed. Keys stand in RFC 8785 order, checked by a test. */
export function leafText(l: {
  actor: string
  at: string
  body: Json
  bucket: number
  day: string
  kind: string
  prev: string
  rows: RowChange[]
  seq: number
  subject: string
}): string {
  return canonicalJson(l as unknown as Json)
}

/** Adds a leaf within the caller's transaction: what is changed and what is told stand or fall together. */
export async function writeLeaf(tx: Tx, world: World, input: LeafInput): Promise<{ bucket: number; seq: number }> {
  const bucket = bucketOf(input.subject)
  const head = await tx.one<{ seq: number; hash: Buffer }>(q.lockHead(bucket))
  const seq = head.seq + 1
  const at = world.now().toISOString()
  const day = world.today()
  const body = leafText({
    actor: input.actor,
    at,
    body: input.body,
    bucket,
    day,
    kind: input.kind,
    prev: head.hash.toString('hex'),
    rows: input.rows ?? [],
    seq,
    subject: input.subject,
  })
  const hash = leafHash(Buffer.from(body))
  await tx.run(q.insertLeaf({ bucket, seq, at, day, kind: input.kind, subject: input.subject, body, hash }))
  await tx.run(q.moveHead(bucket, seq, hash))
  return { bucket, seq }
}

/** What the journal must remember of a row as it stands now. */
export async function sealRow(
  tx: Tx,
  table: SealedTable,
  keyValues: readonly unknown[],
  op: 'new' | 'changed',
): Promise<RowChange> {
  const row = await tx.one<{ key: string; text: string }>(q.rowTextOf(table, keyValues))
  return { table: table.table, key: row.key, op, hash: rowHash(table.table, row.key, row.text).toString('hex') }
}

/** The same for many rows, found by their first key column. */
export async function sealRows(
  tx: Tx,
  table: SealedTable,
  firstKeys: readonly string[],
  op: 'new' | 'changed',
): Promise<RowChange[]> {
  if (firstKeys.length === 0) return []
  const rows = await tx.rows<{ key: string; text: string }>(q.rowTextsOf(table, firstKeys))
  return rows.map((r) => ({
    table: table.table,
    key: r.key,
    op,
    hash: rowHash(table.table, r.key, r.text).toString('hex'),
  }))
}

const CHUNK_ROWS = 1000

/** Seals a whole table after a mass load: one leaf for each thousand rows. */
export async function sealTable(tx: Tx, world: World, table: SealedTable, actor: string): Promise<number> {
  const chunks = await tx.rows<{ chunk: number; first: string; last: string; count: number; hashes: string }>(
    q.sealChunks(table, CHUNK_ROWS),
  )
  for (const c of chunks) {
    await writeLeaf(tx, world, {
      kind: 'journal.sealed',
      subject: `${table.table}#${c.chunk}`,
      actor,
      body: { table: table.table, first: c.first, last: c.last, count: c.count, hashes: c.hashes },
    })
  }
  return chunks.reduce((n, c) => n + c.count, 0)
}
