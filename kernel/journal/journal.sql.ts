import { type SqlPiece, sql } from '../db/sql.ts'
import { HASH_BYTES, type SealedTable } from './sealed.ts'

export const lockHead = (bucket: number): SqlPiece =>
  sql`select seq, hash from journal.head where bucket = ${bucket} for update`
export const lockHeads = (buckets: readonly number[]): SqlPiece =>
  sql`select bucket, seq, hash from journal.head where bucket = any(${buckets}) order by bucket for update`
export const moveHead = (bucket: number, seq: number, hash: Buffer): SqlPiece =>
  sql`update journal.head set seq = ${seq}, hash = ${hash} where bucket = ${bucket}`
export const insertLeaf = (l: {
  bucket: number
  seq: number
  at: string
  day: string
  kind: string
  subject: string
  body: string
  hash: Buffer
}): SqlPiece =>
  sql`insert into journal.leaf (bucket, seq, at, day, kind, subject, body, hash)
      values (${l.bucket}, ${l.seq}, ${l.at}, ${l.day}, ${l.kind}, ${l.subject}, ${l.body}, ${l.hash})`

export const leavesOf = (subject: string, bucket: number, limit: number): SqlPiece =>
  sql`select seq, at, kind, subject, body from journal.leaf where subject = ${subject} and bucket = ${bucket} order by seq desc limit ${limit}`

export const newestLeaves = (limit: number, before: string | null, kindPrefix: string | null): SqlPiece =>
  sql`select bucket, seq, at, kind, subject, body from journal.leaf
      where (${before}::timestamptz is null or at < ${before}::timestamptz) and (${kindPrefix}::text is null or starts_with(kind, ${kindPrefix}::text))
      order by at desc, bucket, seq desc limit ${limit}`

export const lastCheckpoint = (): SqlPiece =>
  sql`select day, tree_size, root, key_id, signature from journal.checkpoint order by day desc limit 1`
export const allCheckpoints = (): SqlPiece =>
  sql`select day, tree_size, root, key_id, signature from journal.checkpoint order by day`
export const insertCheckpoint = (c: {
  day: string
  size: number
  root: Buffer
  keyId: string
  signature: Buffer
  at: string
}): SqlPiece =>
  sql`insert into journal.checkpoint (day, tree_size, root, key_id, signature, made_at)
      values (${c.day}, ${c.size}, ${c.root}, ${c.keyId}, ${c.signature}, ${c.at}) on conflict (day) do nothing`

/** Text of queries for COPY; names come from declarations, never from people. */
export const leavesInTreeOrder = (): string =>
  'select day, bucket, seq, hash from journal.leaf order by day, bucket, seq'
export const leavesInChainOrder = (): string =>
  'select bucket, seq, at, day, kind, subject, body, hash from journal.leaf order by bucket, seq'

const keyText = (t: SealedTable) => `concat_ws('/', ${t.key.join(', ')})`
const rowText = (t: SealedTable) => `row(${t.columns.join(', ')})::text`

/** Types of the key columns, in the order of the key: how two keys compare depends on them. */
export const keyTypes = (t: SealedTable): SqlPiece =>
  sql`select format_type(a.atttypid, null) as type
      from unnest(${t.key}::text[]) with ordinality as k (name, n)
      join pg_attribute a on a.attrelid = ${t.table}::regclass and a.attname = k.name order by k.n`

export const sealedRows = (t: SealedTable): string =>
  `select ${keyText(t)}, ${rowText(t)} from ${t.table} order by ${t.key.join(', ')}`

/** Hash of one row, in the database's own words. */
export const rowTextOf = (t: SealedTable, keyValues: readonly unknown[]): SqlPiece => {
  const strings = t.key.map(
    (k, i) =>
      `${i === 0 ? `select ${keyText(t)} as key, ${rowText(t)} as text from ${t.table} where ` : ' and '}${k} = `,
  )
  strings.push('')
  return sql(strings as unknown as TemplateStringsArray, ...keyValues)
}

/** As `rowHash` makes it, of the same words. */
const rowHashHere = (t: SealedTable) =>
  `substring(sha256(convert_to('${t.table}' || chr(10) || ${keyText(t)} || chr(10) || ${rowText(t)}, 'UTF8')) from 1 for ${HASH_BYTES})`

export const rowHashesOf = (t: SealedTable, firstKeys: readonly string[]): SqlPiece =>
  sql(
    [
      `select ${keyText(t)} as key, encode(${rowHashHere(t)}, 'hex') as hash from ${t.table} where ${t.key[0]} = any(`,
      ')',
    ] as unknown as TemplateStringsArray,
    firstKeys,
  )

/** All rows of a table in chunks of `size`, each with its hashes in key order: made where the rows are, not moved. */
export const sealChunks = (t: SealedTable, size: number): SqlPiece =>
  sql(
    [
      `with hashed as (
         select ${keyText(t)} as key,
                ${rowHashHere(t)} as h,
                row_number() over (order by ${t.key.join(', ')}) - 1 as n
         from ${t.table})
       select n / `,
      ` as chunk, (array_agg(key order by n))[1] as first, (array_agg(key order by n desc))[1] as last, count(*)::int as count,
              translate(encode(string_agg(h, ''::bytea order by n), 'base64'), E'\\n', '') as hashes
       from hashed group by 1 order by 1`,
    ] as unknown as TemplateStringsArray,
    size,
  )

export const allHeads = (): SqlPiece => sql`select bucket, seq, hash from journal.head order by bucket`
