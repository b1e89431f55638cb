import { copyLine } from '../db/copy-text.ts'
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

type Head = { bucket: number; seq: number; hash: Buffer }
type NewLeaf = {
  bucket: number
  seq: number
  at: string
  day: string
  kind: string
  subject: string
  body: string
  hash: Buffer
}

/** Links a leaf to the head of its bucket and makes it the head. */
function link(head: Head, input: LeafInput, at: string, day: string): NewLeaf {
  head.seq++
  const { kind, subject, actor } = input
  const { bucket, seq } = head
  const prev = head.hash.toString('hex')
  const body = leafText({ actor, at, body: input.body, bucket, day, kind, prev, rows: input.rows ?? [], seq, subject })
  head.hash = leafHash(Buffer.from(body))
  return { bucket, seq, at, day, kind, subject, body, hash: head.hash }
}

/** Adds a leaf within the caller's transaction: what is changed and what is told stand or fall together. */
export async function writeLeaf(tx: Tx, world: World, input: LeafInput): Promise<{ bucket: number; seq: number }> {
  const bucket = bucketOf(input.subject)
  const head = { bucket, ...(await tx.one<{ seq: number; hash: Buffer }>(q.lockHead(bucket))) }
  const leaf = link(head, input, world.now().toISOString(), world.today())
  await tx.run(q.insertLeaf(leaf))
  await tx.run(q.moveHead(bucket, leaf.seq, leaf.hash))
  return { bucket, seq: leaf.seq }
}

const LEAF_COLUMNS = ['bucket', 'seq', 'at', 'day', 'kind', 'subject', 'body', 'hash']

/**
 * Many leaves at once, for mass work: the heads are locked in the order of their buckets (two such writers cannot wait for
 * each other in a circle), the leaves are linked here and written by one COPY.
 */
export async function writeLeaves(tx: Tx, world: World, inputs: readonly LeafInput[]): Promise<void> {
  if (inputs.length === 0) return
  const buckets = [...new Set(inputs.map((i) => bucketOf(i.subject)))].sort((a, b) => a - b)
  const heads = new Map((await tx.rows<Head>(q.lockHeads(buckets))).map((h) => [h.bucket, h]))
  const at = world.now().toISOString()
  const day = world.today()
  const lines = inputs.map((input) => {
    const l = link(heads.get(bucketOf(input.subject))!, input, at, day)
    return copyLine([l.bucket, l.seq, l.at, l.day, l.kind, l.subject, l.body, l.hash])
  })
  await tx.copyIn('journal.leaf', LEAF_COLUMNS, lines)
  for (const h of heads.values()) await tx.run(q.moveHead(h.bucket, h.seq, h.hash))
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

/** The same for many rows, found by their first key column. The hashes are made where the rows are: only they travel. */
export async function sealRows(
  tx: Tx,
  table: SealedTable,
  firstKeys: readonly string[],
  op: 'new' | 'changed',
): Promise<RowChange[]> {
  if (firstKeys.length === 0) return []
  const rows = await tx.rows<{ key: string; hash: string }>(q.rowHashesOf(table, firstKeys))
  return rows.map((r) => ({ table: table.table, key: r.key, op, hash: r.hash }))
}

const CHUNK_ROWS = 1000

/** Seals a whole table after a mass load: one leaf for each thousand rows. */
export async function sealTable(tx: Tx, world: World, table: SealedTable, actor: string): Promise<number> {
  const chunks = await tx.rows<{ chunk: number; first: string; last: string; count: number; hashes: string }>(
    q.sealChunks(table, CHUNK_ROWS),
  )
  await writeLeaves(
    tx,
    world,
    chunks.map((c) => ({
      kind: 'journal.sealed',
      subject: `${table.table}#${c.chunk}`,
      actor,
      body: { table: table.table, first: c.first, last: c.last, count: c.count, hashes: c.hashes },
    })),
  )
  return chunks.reduce((n, c) => n + c.count, 0)
}
