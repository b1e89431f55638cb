import { type SqlPiece, sql } from '../../db/sql.ts'
import type { PlainDate } from '../../values/plain-date.ts'

export type BatchState =
  | 'received'
  | 'matching'
  | 'reading'
  | 'staged'
  | 'checked'
  | 'committing'
  | 'done'
  | 'cancelled'
  | 'failed'
  | 'undone'
export type BatchRow = {
  batch_id: string
  kind: string
  owner_key: string
  account_id: string | null
  jurisdiction: string | null
  organisation_id: string | null
  file_name: string
  file_path: string
  sheet: string | null
  header_row: number | null
  mapping: { sources: Record<string, number>; headers: Record<string, string> } | null
  state: BatchState
  cursor: number
  rows_total: number
  rows_good: number
  rows_bad: number
  rows_same: number
  rows_written: number
  problem: { code: string; message: { zh: string; en: string }; hint: { zh: string; en: string } } | null
  as_of: PlainDate | null
  uploaded_at: Date
  finished_at: Date | null
  version: number
}
export type StagedRow = {
  row_no: number
  state: string
  identity: string | null
  content_hash: string | null
  ready: unknown
  findings: unknown
  raw_sealed: Buffer | null
}

const COLUMNS = sql`batch_id, kind, owner_key, account_id, jurisdiction, organisation_id, file_name, file_path, sheet, header_row, mapping, state,
  cursor, rows_total, rows_good, rows_bad, rows_same, rows_written, problem, as_of, uploaded_at, finished_at, version`

/** The insert decides who is first with this file; the answer is read by a statement of its own. */
export const takeFile = (b: {
  id: string
  kind: string
  ownerKey: string
  accountId: string | null
  jurisdiction: string | null
  organisationId: string | null
  name: string
  hash: Buffer
  path: string
  asOf: PlainDate | null
  at: string
}): SqlPiece =>
  sql`insert into sheets.batch (batch_id, kind, owner_key, account_id, jurisdiction, organisation_id, file_name, file_hash, file_path, state, as_of, uploaded_at)
      values (${b.id}, ${b.kind}, ${b.ownerKey}, ${b.accountId}, ${b.jurisdiction}, ${b.organisationId}, ${b.name}, ${b.hash}, ${b.path}, 'received', ${b.asOf}, ${b.at})
      on conflict (owner_key, kind, file_hash) where state not in ('cancelled', 'failed', 'undone') do nothing`
export const batchOfFile = (ownerKey: string, kind: string, hash: Buffer): SqlPiece =>
  sql`select ${COLUMNS} from sheets.batch where owner_key = ${ownerKey} and kind = ${kind} and file_hash = ${hash} and state not in ('cancelled', 'failed', 'undone')`
export const batchById = (id: string): SqlPiece => sql`select ${COLUMNS} from sheets.batch where batch_id = ${id}`
export const batchesOf = (ownerKey: string, limit: number): SqlPiece =>
  sql`select ${COLUMNS} from sheets.batch where owner_key = ${ownerKey} order by uploaded_at desc limit ${limit}`
export const unfinished = (): SqlPiece =>
  sql`select batch_id, state from sheets.batch where state in ('reading', 'staged', 'committing') order by uploaded_at`
export const rememberedMapping = (ownerKey: string, kind: string): SqlPiece =>
  sql`select mapping from sheets.batch where owner_key = ${ownerKey} and kind = ${kind} and mapping is not null and state = 'done' order by uploaded_at desc limit 1`

/** A whole stock is taken back in one transaction; its statements may take longer than those of a page. */
export const allowLongStatement = (): SqlPiece => sql`set local statement_timeout = '10min'`
export const lockBatch = (id: string): SqlPiece =>
  sql`select ${COLUMNS} from sheets.batch where batch_id = ${id} for update`
export const setMatching = (
  id: string,
  sheet: string | null,
  headerRow: number | null,
  mapping: string | null,
): SqlPiece =>
  sql`update sheets.batch set state = 'matching', sheet = ${sheet}, header_row = ${headerRow}, mapping = ${mapping}::jsonb, version = version + 1 where batch_id = ${id} and state in ('received', 'matching')`
export const startReading = (id: string, sheet: string | null, headerRow: number, mapping: string): SqlPiece =>
  sql`update sheets.batch set state = 'reading', sheet = ${sheet}, header_row = ${headerRow}, mapping = ${mapping}::jsonb, version = version + 1 where batch_id = ${id} and state in ('matching', 'checked')`
export const moveState = (id: string, from: BatchState[], to: BatchState): SqlPiece =>
  sql`update sheets.batch set state = ${to}, version = version + 1 where batch_id = ${id} and state = any(${from})`
export const finish = (id: string, state: BatchState, at: string, problem: string | null): SqlPiece =>
  sql`update sheets.batch set state = ${state}, finished_at = ${at}, problem = ${problem}::jsonb, version = version + 1 where batch_id = ${id}`
/**
 * A good row that the cursor has passed is written. It is not touched again to say so: to rewrite a hundred thousand wide
 * rows for one word cost as much as to write the persons. (Batches of older days carry the word.)
 */
export const countRows = (id: string): SqlPiece =>
  sql`update sheets.batch b set
        rows_total = c.total, rows_good = c.good, rows_bad = c.bad, rows_same = c.same, rows_written = c.written, version = b.version + 1
      from (select count(s.row_no) as total, count(*) filter (where s.state = 'good' and s.row_no > o.cursor) as good, count(*) filter (where s.state = 'bad') as bad,
                   count(*) filter (where s.state = 'same') as same,
                   count(*) filter (where s.state = 'written' or s.state = 'good' and s.row_no <= o.cursor) as written
            from sheets.batch o left join sheets.staged_row s on s.batch_id = o.batch_id where o.batch_id = ${id}) c
      where b.batch_id = ${id}`

export const clearRows = (id: string): SqlPiece => sql`delete from sheets.staged_row where batch_id = ${id}`

/** Rows of one file that say the same identity: all but the first are marked, and told of the first. */
export const markFileDuplicates = (id: string): SqlPiece =>
  sql`with numbered as (
        select row_no, first_value(row_no) over w as first_row, row_number() over w as place
        from sheets.staged_row where batch_id = ${id} and state = 'good' and identity is not null
        window w as (partition by identity order by row_no)),
      -- Only the doubles are joined back: without statistics the planner would else compare every row with every row.
      twins as materialized (select row_no, first_row from numbered where place > 1)
      update sheets.staged_row s set state = 'bad', findings = coalesce(s.findings, '[]'::jsonb) || jsonb_build_array(jsonb_build_object(
        'code', 'DUP_FILE', 'severity', 'must', 'field', '', 'given', s.identity,
        'message', jsonb_build_object('zh', '第 ' || s.row_no || ' 行与第 ' || n.first_row || ' 行是同一条', 'en', 'Row ' || s.row_no || ' says the same as row ' || n.first_row),
        'hint', jsonb_build_object('zh', '只需保留一行', 'en', 'Keep one of them')))
      from twins n where s.batch_id = ${id} and s.row_no = n.row_no`

export const goodIdentities = (id: string, after: number, limit: number): SqlPiece =>
  sql`select row_no, identity, content_hash, ready from sheets.staged_row where batch_id = ${id} and state = 'good' and row_no > ${after} order by row_no limit ${limit}`
export const markRows = (id: string, rows: number[], state: string, finding: string): SqlPiece =>
  sql`update sheets.staged_row set state = ${state}, findings = coalesce(findings, '[]'::jsonb) || ${finding}::jsonb where batch_id = ${id} and row_no = any(${rows})`

export const rowsToWrite = (id: string, after: number, limit: number): SqlPiece =>
  sql`select row_no, identity, content_hash, ready from sheets.staged_row where batch_id = ${id} and state = 'good' and row_no > ${after} order by row_no limit ${limit}`
/** Only one worker moves the cursor on: whoever comes second finds it elsewhere and stops. */
export const moveCursor = (id: string, from: number, to: number): SqlPiece =>
  sql`update sheets.batch set cursor = ${to} where batch_id = ${id} and cursor = ${from} and state = 'committing'`

export const rowsPage = (id: string, states: string[], after: number, limit: number): SqlPiece =>
  sql`select s.row_no, case when s.state = 'good' and s.row_no <= b.cursor then 'written' else s.state end as state,
             s.identity, s.content_hash, s.ready, s.findings, s.raw_sealed
      from sheets.staged_row s join sheets.batch b on b.batch_id = s.batch_id
      where s.batch_id = ${id} and s.row_no > ${after}
        and case when s.state = 'good' and s.row_no <= b.cursor then 'written' else s.state end = any(${states})
      order by s.row_no limit ${limit}`
export const oneStaged = (id: string, row: number): SqlPiece =>
  sql`select row_no, state, identity, content_hash, ready, findings, raw_sealed from sheets.staged_row where batch_id = ${id} and row_no = ${row} for update`
export const replaceRow = (
  id: string,
  row: number,
  r: {
    state: string
    identity: string | null
    contentHash: string | null
    ready: string | null
    findings: string
    raw: Buffer | null
  },
): SqlPiece =>
  sql`update sheets.staged_row set state = ${r.state}, identity = ${r.identity}, content_hash = ${r.contentHash}, ready = ${r.ready}::jsonb, findings = ${r.findings}::jsonb, raw_sealed = ${r.raw}
      where batch_id = ${id} and row_no = ${row}`
export const sameIdentity = (id: string, row: number, identity: string): SqlPiece =>
  sql`select row_no from sheets.staged_row where batch_id = ${id} and identity = ${identity} and row_no <> ${row} and state in ('good', 'written', 'same') order by row_no limit 1`
export const findingCounts = (id: string): SqlPiece =>
  sql`select f->>'code' as code, coalesce(f->>'severity', 'must') as severity, count(*)::int as n
      from sheets.staged_row, jsonb_array_elements(findings) f where batch_id = ${id} group by 1, 2 order by 3 desc`
export const markedFindings = (id: string, limit: number): SqlPiece =>
  sql`select row_no, findings from sheets.staged_row where batch_id = ${id} and state = 'bad' order by row_no limit ${limit}`
/** Rows about which there is something to say, bad or not. */
export const rowsWithFindings = (id: string, after: number, limit: number): SqlPiece =>
  sql`select row_no, state, findings from sheets.staged_row
      where batch_id = ${id} and findings is not null and findings <> '[]'::jsonb and row_no > ${after} order by row_no limit ${limit}`
