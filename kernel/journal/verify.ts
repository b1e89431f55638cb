import { copyFields, lines } from '../db/copy-text.ts'
import type { Tx } from '../db/database.ts'
import * as q from './journal.sql.ts'
import { bucketOf } from './journal.ts'
import type { RowChange, SealedTable } from './sealed.ts'
import { HASH_BYTES, rowHash } from './sealed.ts'
import { GrowingTree, leafHash } from './tree.ts'

export type JournalProblem = { where: string; what: string }
export type JournalReport = {
  leaves: number
  rows: number
  checkpoints: number
  problems: JournalProblem[]
  problemsTotal: number
}

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

  const lives = new Map<string, Life>()
  const chunks = new Map<string, Chunk[]>()
  const known = new Set(tables.map((t) => t.table))
  await verifyChains(tx, report, problem, (leaf) => {
    for (const row of leaf.rows) {
      remember(lives, row, leaf.at)
      if (!known.has(row.table))
        problem(`leaf ${leaf.bucket}/${leaf.seq}`, `speaks of a table that is not sealed: ${row.table}`)
    }
    if (leaf.kind === 'journal.sealed') {
      const c = leaf.body as {
        table?: unknown
        first?: unknown
        last?: unknown
        count?: unknown
        hashes?: unknown
      } | null
      if (
        typeof c?.table !== 'string' ||
        typeof c.first !== 'string' ||
        typeof c.last !== 'string' ||
        typeof c.hashes !== 'string'
      ) {
        problem(`leaf ${leaf.bucket}/${leaf.seq}`, 'seals nothing that can be read')
        return
      }
      const list = chunks.get(c.table) ?? []
      list.push({ first: c.first, last: c.last, hashes: Buffer.from(c.hashes, 'base64') })
      chunks.set(c.table, list)
    }
  })
  progress(`${report.leaves} leaves`)
  await verifyCheckpoints(tx, report, problem, verifySignature)
  progress(`${report.checkpoints} checkpoints`)
  for (const table of tables) {
    await verifyTable(tx, table, chunks.get(table.table) ?? [], lives, report, problem)
    progress(`${table.table}`)
  }
  return report
}

type Chunk = { first: string; last: string; hashes: Buffer }
type Leaf = {
  bucket: number
  seq: number
  prev: string
  day: string
  kind: string
  subject: string
  at: string
  rows: RowChange[]
  body: unknown
}
/**
 * What acts did to a row. Acts of different subjects stand in different buckets, so the order of the chains is not the order
 * of time: the leaf's own time decides. Changes of the same millisecond cannot be told apart, and any of them may be the last.
 */
type Life = { firstAt: number; created: boolean; lastAt: number; last: RowChange[] }

function remember(lives: Map<string, Life>, row: RowChange, at: number): void {
  const id = `${row.table}\n${row.key}`
  const life = lives.get(id)
  if (!life) {
    lives.set(id, { firstAt: at, created: row.op === 'new', lastAt: at, last: [row] })
    return
  }
  if (at < life.firstAt) life.created = row.op === 'new'
  else if (at === life.firstAt && row.op === 'new') life.created = true
  life.firstAt = Math.min(life.firstAt, at)
  if (at > life.lastAt) life.last = [row]
  else if (at === life.lastAt) life.last.push(row)
  life.lastAt = Math.max(life.lastAt, at)
}

/** A leaf as its text says; undefined when the text is not one of ours. The text may come from an enemy's hand. */
function readLeaf(text: string): Leaf | undefined {
  let v: unknown
  try {
    v = JSON.parse(text)
  } catch {
    return undefined
  }
  const l = v as Partial<Leaf> | null
  const texts =
    typeof l === 'object' && l !== null && [l.prev, l.day, l.kind, l.subject, l.at].every((x) => typeof x === 'string')
  const rows =
    texts &&
    Array.isArray(l.rows) &&
    l.rows.every(
      (r: Partial<RowChange> | null) =>
        typeof r?.table === 'string' && typeof r.key === 'string' && typeof r.op === 'string',
    )
  return rows && typeof l.bucket === 'number' && typeof l.seq === 'number' ? (l as Leaf) : undefined
}
type Problem = (where: string, what: string) => void

async function verifyChains(
  tx: Tx,
  report: JournalReport,
  problem: Problem,
  each: (leaf: Omit<Leaf, 'at'> & { at: number }) => void,
): Promise<void> {
  const heads = new Map(
    (await tx.rows<{ bucket: number; seq: number; hash: Buffer }>(q.allHeads())).map((h) => [h.bucket, h]),
  )
  let bucket = -1
  let expectSeq = 1
  let prev = '00'.repeat(32)
  const closeBucket = () => {
    if (bucket < 0) return
    const head = heads.get(bucket)
    if (!head || head.seq !== expectSeq - 1 || head.hash.toString('hex') !== prev)
      problem(
        `bucket ${bucket}`,
        `the head names leaf ${head?.seq ?? 'none'}, the last leaf is ${expectSeq - 1}: the tail was cut or the head edited`,
      )
    heads.delete(bucket)
  }
  for await (const line of lines(tx.copyOut(q.leavesInChainOrder()))) {
    const [b, s, at, day, kind, subject, body, hashHex] = copyFields(line) as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ]
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
    const leaf = readLeaf(body)
    if (!leaf) {
      problem(where, 'the text is not that of a leaf')
      prev = hash
      continue
    }
    if (leaf.prev !== prev) problem(where, 'is not linked to the leaf before it')
    if (leaf.bucket !== bucket || leaf.seq !== Number(s) || bucketOf(leaf.subject) !== bucket)
      problem(where, 'stands in the wrong place')
    if (
      leaf.kind !== kind ||
      leaf.subject !== subject ||
      Date.parse(leaf.at) !== Date.parse(`${at.replace(' ', 'T')}:00`.replace(/\+00:00$/, 'Z'))
    )
      problem(where, 'kind, subject or time differ from the hashed text')
    if (leaf.day !== day) problem(where, 'the day differs from the hashed text')
    prev = hash
    each({ ...leaf, bucket, seq: Number(s), at: Date.parse(leaf.at) })
  }
  closeBucket()
  for (const h of heads.values())
    if (h.seq !== 0) problem(`bucket ${h.bucket}`, `the head names leaf ${h.seq}, but the bucket is empty`)
}

async function verifyCheckpoints(
  tx: Tx,
  report: JournalReport,
  problem: Problem,
  verifySignature: (keyId: string, bytes: Buffer, signature: Buffer) => boolean,
): Promise<void> {
  const checkpoints = await tx.rows<{
    day: string
    tree_size: number
    root: Buffer
    key_id: string
    signature: Buffer
  }>(q.allCheckpoints())
  const tree = new GrowingTree()
  let i = 0
  const check = () => {
    const c = checkpoints[i++]!
    report.checkpoints++
    const where = `checkpoint ${c.day}`
    if (tree.size !== c.tree_size || !tree.root().equals(c.root))
      problem(where, `the leaves up to this day give another root (${tree.size} leaves, ${c.tree_size} signed)`)
    if (!verifySignature(c.key_id, checkpointBytes(c.day, c.tree_size, c.root), c.signature))
      problem(where, 'the signature does not hold')
  }
  for await (const line of lines(tx.copyOut(q.leavesInTreeOrder()))) {
    const [day, , , hash] = copyFields(line) as [string, string, string, string]
    while (i < checkpoints.length && checkpoints[i]!.day < day) check()
    tree.add(Buffer.from(hash.slice(2), 'hex'))
  }
  while (i < checkpoints.length) check()
}

export const checkpointBytes = (day: string, size: number, root: Buffer): Buffer =>
  Buffer.from(`guildbook journal\n${day}\n${size}\n${root.toString('base64')}\n`)

async function verifyTable(
  tx: Tx,
  table: SealedTable,
  chunkList: Chunk[],
  lives: Map<string, Life>,
  report: JournalReport,
  problem: Problem,
): Promise<void> {
  const types = (await tx.rows<{ type: string }>(q.keyTypes(table))).map((r) => r.type)
  const compareKeys = (a: string, b: string) => compareByTypes(types, a, b)
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
  const goneByAct = [...lives.values()]
    .filter((l) => l.last[0]!.table === table.table && !l.created && l.last.some((c) => c.op === 'gone'))
    .map((l) => l.last[0]!.key)
  const close = () => {
    const c = chunks[at]!
    // What is left over was loaded and is there no longer as it was: rows changed or deleted by acts account for some,
    // edited rows are named already.
    const gone = goneByAct.filter(
      (key) => !seen.has(`${table.table}\n${key}`) && compareKeys(key, c.first) >= 0 && compareKeys(key, c.last) <= 0,
    ).length
    const missing = left!.size - touched - edited - gone
    if (missing > 0)
      problem(`${table.table} ${c.first} … ${c.last}`, `${missing} row(s) of this stretch are gone without a leaf`)
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
    const life = lives.get(id)
    if (life) {
      seen.add(id)
      if (inChunk && !life.created) touched++
      if (life.last.every((c) => c.op === 'gone'))
        problem(`${table.table} ${key}`, 'was deleted by an act, yet it is there')
      else if (!life.last.some((c) => c.hash === hash.toString('hex')))
        problem(`${table.table} ${key}`, 'differs from what its newest leaf says: it was edited around the program')
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
  for (const [id, life] of lives) {
    if (!id.startsWith(`${table.table}\n`) || seen.has(id)) continue
    if (!life.last.some((c) => c.op === 'gone'))
      problem(`${table.table} ${life.last[0]!.key}`, 'was deleted around the program')
  }
}

const NUMBERS = new Set(['smallint', 'integer', 'bigint'])

/** Keys compare part by part as the database orders them: numbers as numbers, texts byte by byte (the database is C.UTF-8). */
function compareByTypes(types: readonly string[], a: string, b: string): number {
  const as = types.length === 1 ? [a] : a.split('/')
  const bs = types.length === 1 ? [b] : b.split('/')
  for (let i = 0; i < Math.max(as.length, bs.length); i++) {
    const x = as[i] ?? ''
    const y = bs[i] ?? ''
    if (x === y) continue
    return NUMBERS.has(types[i] ?? '') ? Number(x) - Number(y) : Buffer.compare(Buffer.from(x), Buffer.from(y))
  }
  return 0
}
