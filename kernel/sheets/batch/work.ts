import type { Actor } from '../../access/actor.ts'
import { copyLine } from '../../db/copy-text.ts'
import { type Database, errorCode, type Tx } from '../../db/database.ts'
import { writeLeaf } from '../../journal/journal.ts'
import type { ImportDeclaration } from '../../rooms/define.ts'
import type { Office } from '../../rooms/office.ts'
import { fail } from '../../values/fail.ts'
import type { Finding } from '../../values/finding.ts'
import { readCell } from '../clean.ts'
import { isSampleRow } from '../columns.ts'
import type { CheckedRow, ImportedFile, ImportRow, ImportStore } from '../import-store.ts'
import { readSheetFile } from '../limited/index.ts'
import { SheetRefused } from '../read/refusals.ts'
import { type Cell, EMPTY, type Row } from '../read/types.ts'
import * as q from './batch.sql.ts'

/** Rows of one transaction while writing: short locks, small undo, no slower than larger ones (measured). */
const CHUNK_ROWS = 2000
const KNOWN_ROWS = 5000

export type BatchProgress = (step: 'reading' | 'checking' | 'writing', done: number, total: number) => void
export type BatchTools = {
  db: Database
  office: Office
  isCancelled?: () => Promise<boolean>
  progress?: BatchProgress
}

export function importOf(office: Office, kind: string): { declaration: ImportDeclaration; store: ImportStore } {
  const declaration = office.imports.get(kind)
  const store = declaration && office.stores.get(kind.split('.')[0]!)?.imports?.[kind]
  return declaration && store ? { declaration, store } : fail('NotFound')
}

/** Who brought the batch, with the right it was brought by: the area or organisation of that day, kept with the batch. */
export function actorOfBatch(office: Office, b: q.BatchRow): Actor {
  const roles = Object.entries(importOf(office, b.kind).declaration.who.by ?? {})
  const held = roles.filter(
    ([, scope]) =>
      scope === 'none' ||
      (scope === 'jurisdiction' && b.jurisdiction !== null) ||
      (scope === 'organisation' && b.organisation_id !== null),
  )
  return {
    accountId: b.account_id,
    personKey: b.owner_key,
    name: 'import',
    grants: held.map(([role]) => ({ role, jurisdiction: b.jurisdiction, organisationId: b.organisation_id })),
  }
}

/**
 * Takes a batch from where it is to where a person is asked again: read and check, or write what was confirmed. A process
 * that dies anywhere leaves the batch in a state from which this goes on.
 */
export async function runBatch(tools: BatchTools, batchId: string): Promise<void> {
  for (;;) {
    const b = await tools.db.read.maybe<q.BatchRow>(q.batchById(batchId))
    if (!b) return
    try {
      if (b.state === 'reading') await stage(tools, b)
      else if (b.state === 'staged') await checkAgainstRegister(tools, b)
      else if (b.state === 'committing') await write(tools, b)
      else return
    } catch (e) {
      if (e instanceof Cancelled) return
      if (e instanceof SheetRefused) {
        const { code, message, hint } = e.refusal
        await tools.db.tx((tx) =>
          tx.run(q.finish(b.batch_id, 'failed', now(tools), JSON.stringify({ code, message, hint }))),
        )
        return
      }
      throw e
    }
  }
}

/** What a room is told of the file as a whole. */
export const fileOf = (b: q.BatchRow): ImportedFile => ({ batchId: b.batch_id, asOf: b.as_of, name: b.file_name })

class Cancelled extends Error {}
const now = (t: BatchTools) => t.office.world.now().toISOString()

/**
 * Reads the whole file and stages its rows in one transaction: the file's checksum is known only at the end, and a kill
 * leaves nothing behind, so there is no cursor to mind.
 */
async function stage(tools: BatchTools, b: q.BatchRow): Promise<void> {
  const { declaration, store } = importOf(tools.office, b.kind)
  const { db, office } = tools
  const context = await db.snapshot((tx) => store.context(tx, office, actorOfBatch(office, b), fileOf(b)))
  const check = rowChecker(tools.office, declaration, store, context, b.mapping!.sources)
  let done = 0
  await db.tx(async (tx) => {
    const locked = await tx.one<q.BatchRow>(q.lockBatch(b.batch_id))
    if (locked.state !== 'reading') throw new Cancelled()
    await tx.run(q.clearRows(b.batch_id))
    async function* lines(): AsyncIterable<string> {
      for await (const rows of readSheetFile(b.file_path, {
        rowsMax: declaration.rowsMax + HEAD_ROWS,
        fileName: b.file_name,
        fileBytesMax: TAKEN_BYTES_MAX,
        ...(b.sheet ? { sheet: b.sheet } : {}),
      })) {
        let text = ''
        for (const row of rows) {
          if (row.row <= b.header_row! || isSampleRow(row) || isBlank(row, b.mapping!.sources)) continue
          text += stagedLine(office, b.batch_id, row, check(row))
          done++
        }
        tools.progress?.('reading', done, 0)
        if (await tools.isCancelled?.()) throw new Cancelled()
        if (text) yield text
      }
    }
    await tx.copyIn(
      'sheets.staged_row',
      ['batch_id', 'row_no', 'state', 'identity', 'content_hash', 'ready', 'findings', 'raw_sealed'],
      lines(),
    )
    await tx.run(q.markFileDuplicates(b.batch_id))
    await tx.run(q.moveState(b.batch_id, ['reading'], 'staged'))
    await tx.run(q.countRows(b.batch_id))
  })
}

/** The door said how large a file it takes; what it took is read. */
export const TAKEN_BYTES_MAX = 2 ** 30

/** Title rows above the header do not count against the limit of rows. */
const HEAD_ROWS = 10

const isBlank = (row: Row, sources: Record<string, number>): boolean =>
  Object.values(sources).every((i) => (row.cells[i] ?? EMPTY).kind === 'empty')

export type CheckedWithCells = CheckedRow & { cells: Record<string, Cell> }

/** Cell by cell under its column, then the row by the room's own rules. All findings of both. */
export function rowChecker(
  office: Office,
  declaration: ImportDeclaration,
  store: ImportStore,
  context: unknown,
  sources: Record<string, number>,
): (row: Row) => CheckedWithCells {
  const prepare = store.prepare(office, context)
  const columns = declaration.columns.filter((c) => sources[c.key] !== undefined)
  return (row) => {
    const findings: Finding[] = []
    const values: Record<string, string> = {}
    const cells: Record<string, Cell> = {}
    for (const c of columns) {
      const cell = row.cells[sources[c.key]!] ?? EMPTY
      cells[c.key] = cell
      const read = readCell(cell, c, row.row)
      for (const f of read.findings)
        findings.push({
          code: f.code,
          message: f.message,
          hint: f.hint,
          field: f.column,
          given: f.given,
          severity: f.severity,
          ...(f.suggestion !== undefined ? { suggestion: f.suggestion } : {}),
        })
      values[c.key] = read.value === null ? '' : String(read.value)
    }
    const input: ImportRow = { row: row.row, values }
    const checked = prepare(input)
    // A cell that could not be read is spoken of once, not again as missing.
    const faulty = new Set(findings.map((f) => f.field))
    const all = [...findings, ...checked.findings.filter((f) => !faulty.has(f.field))]
    const bad = all.some((f) => (f.severity ?? 'must') === 'must')
    return { ...checked, ready: bad ? null : checked.ready, findings: all, cells }
  }
}

function stagedLine(office: Office, batchId: string, row: Row, c: CheckedWithCells): string {
  const bad = c.ready === null
  return copyLine([
    batchId,
    row.row,
    bad ? 'bad' : 'good',
    c.identity,
    c.contentHash,
    c.ready ? JSON.stringify(c.ready) : null,
    c.findings.length ? JSON.stringify(c.findings) : null,
    // Cells as given are kept for bad rows only, sealed: to be shown and mended.
    bad ? sealCells(office, batchId, row.row, c.cells) : null,
  ])
}

export const sealCells = (office: Office, batchId: string, row: number, cells: Record<string, Cell>): Buffer =>
  office.keys.encrypt(`sheets.staged_row/${batchId}/${row}`, JSON.stringify(cells))
export const openCells = (office: Office, batchId: string, row: number, sealed: Buffer): Record<string, Cell> =>
  JSON.parse(office.keys.decrypt(`sheets.staged_row/${batchId}/${row}`, sealed)) as Record<string, Cell>

/** What the register has already: the same content is no error and changes nothing; other content is a conflict. */
async function checkAgainstRegister(tools: BatchTools, b: q.BatchRow): Promise<void> {
  const { store } = importOf(tools.office, b.kind)
  await tools.db.tx(async (tx) => {
    const locked = await tx.one<q.BatchRow>(q.lockBatch(b.batch_id))
    if (locked.state !== 'staged') throw new Cancelled()
    let after = 0
    let done = 0
    for (;;) {
      const page = await tx.rows<StagedGood>(q.goodIdentities(b.batch_id, after, KNOWN_ROWS))
      if (page.length === 0) break
      await markKnown(tx, store, b.batch_id, page)
      after = page.at(-1)!.row_no
      done += page.length
      tools.progress?.('checking', done, b.rows_good)
    }
    await tx.run(q.moveState(b.batch_id, ['staged'], 'checked'))
    await tx.run(q.countRows(b.batch_id))
  })
}

export type StagedGood = {
  row_no: number
  identity: string
  content_hash: string
  ready: NonNullable<CheckedRow['ready']>
}

export async function markKnown(
  tx: Tx,
  store: ImportStore,
  batchId: string,
  page: readonly StagedGood[],
): Promise<void> {
  const known = await store.known(
    tx,
    page.map((r) => r.identity),
  )
  const same = page.filter((r) => known.get(r.identity) === r.content_hash).map((r) => r.row_no)
  const other = page
    .filter((r) => known.has(r.identity) && known.get(r.identity) !== r.content_hash)
    .map((r) => r.row_no)
  if (same.length) await tx.run(q.markRows(batchId, same, 'same', '[]'))
  if (other.length) await tx.run(q.markRows(batchId, other, 'bad', JSON.stringify([DUP_REGISTER])))
  if (!store.against) return
  const rows = page.filter((r) => !known.has(r.identity)).map((r) => ({ row: r.row_no, ready: r.ready }))
  for (const [row, findings] of await store.against(tx, rows)) {
    const bad = findings.some((f) => (f.severity ?? 'must') === 'must')
    await tx.run(q.markRows(batchId, [row], bad ? 'bad' : 'good', JSON.stringify(findings)))
  }
}

const DUP_REGISTER: Finding = {
  code: 'DUP_REG',
  severity: 'must',
  message: { zh: '登记中已有这个编号，但内容不同', en: 'The register has this number already, with other content' },
  hint: {
    zh: '请核对编号；如登记有误，请走更正流程',
    en: 'Check the number; if the register is wrong, ask for a correction',
  },
}

/**
 * Writes the good rows chunk by chunk, each chunk one transaction with its leaf. The cursor moves first: whoever finds it
 * elsewhere stops. A number that somebody took meanwhile rolls its chunk back; those rows are marked and the chunk repeated.
 */
async function write(tools: BatchTools, b: q.BatchRow): Promise<void> {
  const { store } = importOf(tools.office, b.kind)
  const { db, office } = tools
  let cursor = b.cursor
  let written = b.rows_written
  const pageAfter = (row: number) => db.read.rows<StagedGood>(q.rowsToWrite(b.batch_id, row, CHUNK_ROWS))
  let ahead: ReturnType<typeof pageAfter> | undefined
  for (;;) {
    if (await tools.isCancelled?.()) throw new Cancelled()
    const page = await (ahead ?? pageAfter(cursor))
    ahead = undefined
    if (page.length === 0) break
    const last = page.at(-1)!.row_no
    // The next stretch is read while this one is written.
    ahead = pageAfter(last)
    ahead.catch(() => {})
    const taken = await withRetry(() =>
      db.tx(async (tx) => {
        if ((await tx.run(q.moveCursor(b.batch_id, cursor, last))) !== 1) throw new Cancelled()
        const result = await store.write(
          tx,
          office,
          b.batch_id,
          page.map((r) => ({ row: r.row_no, ready: r.ready, identity: r.identity, contentHash: r.content_hash })),
        )
        if (result.taken.length) throw new Taken(result.taken)
        await writeLeaf(tx, office.world, {
          kind: `${b.kind}.imported`,
          subject: `sheets.batch/${b.batch_id}`,
          actor: b.account_id ?? b.owner_key,
          body: { batch: b.batch_id, from: page[0]!.row_no, to: last, rows: page.length },
          rows: result.changes,
        })
        return [] as string[]
      }),
    ).catch((e) => {
      if (e instanceof Taken) return e.identities
      throw e
    })
    if (taken.length) {
      const rows = page.filter((r) => taken.includes(r.identity))
      await db.tx(async (tx) => markKnown(tx, store, b.batch_id, rows))
      // The rows are no longer good, so the same stretch comes again without them.
      ahead = undefined
      continue
    }
    cursor = last
    written += page.length
    tools.progress?.('writing', written, b.rows_good + b.rows_written)
  }
  await db.tx(async (tx) => {
    await tx.run(q.countRows(b.batch_id))
    await tx.run(q.finish(b.batch_id, 'done', now(tools), null))
  })
}

class Taken extends Error {
  readonly identities: string[]
  constructor(identities: string[]) {
    super('numbers taken meanwhile')
    this.identities = identities
  }
}

const CONNECTION_LOST = new Set(['57P01', '57P03', '08006', '08003', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT'])
const RETRY_MS = [100, 300, 1000, 3000, 5000]

/** A database in recovery comes back; a chunk is whole or not at all, so trying again is safe. */
async function withRetry<T>(work: () => Promise<T>): Promise<T> {
  for (let i = 0; ; i++) {
    try {
      return await work()
    } catch (e) {
      const lost =
        CONNECTION_LOST.has(errorCode(e) ?? '') ||
        /Connection terminated|terminating connection/.test((e as Error).message ?? '')
      if (!lost || i >= RETRY_MS.length) throw e
      await new Promise((go) => setTimeout(go, RETRY_MS[i]))
    }
  }
}
