import type { Tx } from '../db/database.ts'
import { copyFields, lines } from '../db/copy-text.ts'
import type { RowChange, SealedTable } from './sealed.ts'
import { HASH_BYTES, rowHash } from './sealed.ts'
import { bucketOf } from './journal.ts'
import * as q from './journal.sql.ts'
import { GrowingTree, leafHash } from './tree.ts'

export type JournalProblem = { where: string; what: string }
export type JournalReport = { leaves: number; rows: number; checkpoints: number; problems: JournalProblem[]; problemsTotal: number }

const PROBLEMS_MAX = 200

/**
 * Recomputes everything: the chain of each bucket, the root and signature of each checkpoint, and every sealed row against
 * the newest leaf that speaks of it. Reads only; believes nothing that is not hashed.
 */
export async function verifyJournal(
  tx: Tx,
  tables: readonly SealedTable[],
  verifySignature: (keyId: string, bytes: Buffer, signature: Buffer) => boolean,
  progress: (done: string) => void = () => {},
): Promise<JournalReport> {
  const report: JournalReport = { leaves: 0, rows: 0, checkpoints: 0, problems: [], problemsTotal: 0 }
  const problem = (where: string, what: string) => {
    report.problemsTotal++
    if (report.problems.length < PROBLEMS_MAX) report.problems.push({ where, what })
  }

  const newest = new Map<string, RowChange>()
  const created = new Set<string>()
  const chunks = new Map<string, Chunk[]>()
  const known = new Set(tables.map((t) => t.table))
  await verifyChains(tx, report, problem, (leaf) => {
    for (const row of leaf.rows) {
      const id = `${row.table}\n${row.key}`
      if (row.op === 'new') created.add(id)
      newest.set(id, row)
      if (!known.has(row.table)) problem(`leaf ${leaf.bucket}/${leaf.seq}`, `speaks of a table that is not sealed: ${row.table}`)
    }
    if (leaf.kind === 'journal.sealed') {
      const c = leaf.body as unknown as { table: string; first: string; last: string; count: number; hashes: string }
      const list = chunks.get(c.table) ?? []
      list.push({ first: c.first, last: c.last, count: c.count, hashes: Buffer.from(c.hashes, 'base64') })
      chunks.set(c.table, list)
    }
  })
  progress(`${report.leaves} leaves`)
  await verifyCheckpoints(tx, report, problem, verifySignature)
  progress(`${report.checkpoints} checkpoints`)
  for (const table of tables) {
    await verifyTable(tx, table, chunks.get(table.table) ?? [], newest, created, report, problem)
    progress(`${table.table}`)
  }
  return report
}

type Chunk = { first: string; last: string; count: number; hashes: Buffer }
type Leaf = { bucket: number; seq: number; kind: string; rows: RowChange[]; body: unknown }
type Problem = (where: string, what: string) => void

async function verifyChains(tx: Tx, report: JournalReport, problem: Problem, each: (leaf: Leaf) => void): Promise<void> {
  const heads = new Map((await tx.rows<{ bucket: number; seq: number; hash: Buffer }>(q.allHeads())).map((h) => [h.bucket, h]))
  let bucket = -1
  let expectSeq = 1
  let prev = '00'.repeat(32)
  const closeBucket = () => {
    if (bucket < 0) return
    const head = heads.get(bucket)
    if (!head || head.seq !== expectSeq - 1 || head.hash.toString('hex') !== prev)
      problem(`bucket ${bucket}`, `the head names leaf ${head?.seq ?? 'none'}, the last leaf is ${expectSeq - 1}: the tail was cut or the head edited`)
    heads.delete(bucket)
  }
  for await (const line of lines(tx.copyOut(q.leavesInChainOrder()))) {
    const [b, s, at, day, kind, subject, body, hashHex] = copyFields(line) as [string, string, string, string, string, string, string, string]
    const where = `leaf ${b}/${s}`
    if (Number(b) !== bucket) {
      closeBucket()
      bucket = Number(b)
      expectSeq = 1
      prev = '00'.repeat(32)
    }
    report.leaves++
    if (Number(s) !== expectSeq) problem(where, `leaf ${expectSeq} is missing`)
    expectSeq = Number(s) + 1
    const hash = leafHash(Buffer.from(body)).toString('hex')
    if (`\\x${hash}` !== hashHex) problem(where, 'the text does not give the stored hash: it was edited')
    let leaf: { bucket: number; seq: number; prev: string; kind: string; subject: string; at: string; rows: RowChange[]; body: unknown }
    try {
      leaf = JSON.parse(body)
    } catch {
      problem(where, 'the text is not JSON')
      prev = hash
      continue
    }
    if (leaf.prev !== prev) problem(where, 'is not linked to the leaf before it')
    if (leaf.bucket !== bucket || leaf.seq !== Number(s) || bucketOf(leaf.subject) !== bucket) problem(where, 'stands in the wrong place')
    if (leaf.kind !== kind || leaf.subject !== subject || Date.parse(leaf.at) !== Date.parse(`${at.replace(' ', 'T')}:00`.replace(/\+00:00$/, 'Z')))
      problem(where, 'kind, subject or time differ from the hashed text')
    if (day > new Date(Date.parse(leaf.at) + 86_400_000).toISOString().slice(0, 10)) problem(where, 'the day is later than the time')
    prev = hash
    each({ bucket, seq: Number(s), kind: leaf.kind, rows: leaf.rows, body: leaf.body })
  }
  closeBucket()
  for (const h of heads.values()) if (h.seq !== 0) problem(`bucket ${h.bucket}`, `the head names leaf ${h.seq}, but the bucket is empty`)
}

async function verifyCheckpoints(
  tx: Tx,
  report: JournalReport,
  problem: Problem,
  verifySignature: (keyId: string, bytes: Buffer, signature: Buffer) => boolean,
): Promise<void> {
  const checkpoints = await tx.rows<{ day: string; tree_size: number; root: Buffer; key_id: string; signature: Buffer}>(q.allCheckpoints())
  const tree = new GrowingTree()
  let i = 0
  const check = () => {
    const c = checkpoints[i++]!
    report.checkpoints++
    const where = `checkpoint ${c.day}`
    if (tree.size !== c.tree_size || !tree.root().equals(c.root)) problem(where, `the leaves up to this day give another root (${tree.size} leaves, ${c.tree_size} signed)`)
    if (!verifySignature(c.key_id, checkpointBytes(c.day, c.tree_size, c.root), c.signature)) problem(where, 'the signature does not hold')
  }
  for await (const line of lines(tx.copyOut(q.leavesInTreeOrder()))) {
    const [day, , , hash] = copyFields(line) as [string, string, string, string]
    while (i < checkpoints.length && checkpoints[i]!.day < day) check()
    tree.add(Buffer.from(hash.slice(2), 'hex'))
  }
  while (i < checkpoints.length) check()
}

export const checkpointBytes = (day: string, size: number, root: Buffer): Buffer => Buffer.from(`guildbook journal\n${day}\n${size}\n${root.toString('base64')}\n`)

async function verifyTable(
  tx: Tx,
  table: SealedTable,
  chunkList: Chunk[],
  newest: Map<string, RowChange>,
  created: Set<string>,
  report: JournalReport,
  problem: Problem,
): Promise<void> {
  const chunks = chunkList.sort((a, b) => (compareKeys(a.first, b.first) < 0 ? -1 : 1))
  const seen = new Set<string>()
  let at = 0
  let left: Set<string> | undefined
  let touched = 0
  const open = () => {
    const c = chunks[at]!
    left = new Set()
    touched = 0
    for (let i = 0; i < c.hashes.length; i += HASH_BYTES) left.add(c.hashes.toString('latin1', i, i + HASH_BYTES))
  }
  let edited = 0
  const goneByAct = [...newest.values()]
    .filter((c) => c.table === table.table && c.op === 'gone' && !created.has(`${c.table}\n${c.key}`))
    .map((c) => c.key)
  const close = () => {
    const c = chunks[at]!
    // What is left over was loaded and is there no longer as it was: rows changed or deleted by acts account for some,
    // edited rows are named already.
    const gone = goneByAct.filter((key) => compareKeys(key, c.first) >= 0 && compareKeys(key, c.last) <= 0).length
    const missing = left!.size - touched - edited - gone
    if (missing > 0) problem(`${table.table} ${c.first} … ${c.last}`, `${missing} row(s) of this stretch are gone without a leaf`)
    left = undefined
    edited = 0
    at++
  }
  for await (const line of lines(tx.copyOut(q.sealedRows(table)))) {
    const [key, text] = copyFields(line) as [string, string]
    report.rows++
    while (at < chunks.length && compareKeys(key, chunks[at]!.last) > 0) {
      if (!left) open()
      close()
    }
    const inChunk = at < chunks.length && compareKeys(key, chunks[at]!.first) >= 0
    if (inChunk && !left) open()
    const id = `${table.table}\n${key}`
    const hash = rowHash(table.table, key, text)
    const change = newest.get(id)
    if (change) {
      seen.add(id)
      if (inChunk && !created.has(id)) touched++
      if (change.op === 'gone') problem(`${table.table} ${key}`, 'was deleted by an act, yet it is there')
      else if (change.hash !== hash.toString('hex')) {
        problem(`${table.table} ${key}`, 'differs from what its newest leaf says: it was edited around the program')
      }
    } else if (inChunk) {
      if (!left!.delete(hash.toString('latin1'))) {
        edited++
        problem(`${table.table} ${key}`, 'was edited or put in around the program')
      }
    } else problem(`${table.table} ${key}`, 'no leaf speaks of this row: it was put in around the program')
  }
  while (at < chunks.length) {
    if (!left) open()
    close()
  }
  for (const [id, change] of newest) {
    if (!id.startsWith(`${table.table}\n`) || seen.has(id)) continue
    if (change.op !== 'gone') problem(`${table.table} ${change.key}`, 'was deleted around the program')
  }
}

/** Keys compare part by part; whole numbers as numbers, the rest by code points (UUIDs print in their order). */
function compareKeys(a: string, b: string): number {
  const as = a.split('/')
  const bs = b.split('/')
  for (let i = 0; i < Math.max(as.length, bs.length); i++) {
    const x = as[i] ?? ''
    const y = bs[i] ?? ''
    if (x === y) continue
    if (/^\d+$/.test(x) && /^\d+$/.test(y)) return Number(x) - Number(y)
    return x < y ? -1 : 1
  }
  return 0
}
