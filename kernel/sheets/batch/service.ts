import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Actor } from '../../access/actor.ts'
import { allowsSome, scopeTerms } from '../../access/policy.ts'
import type { Database } from '../../db/database.ts'
import { writeLeaf } from '../../journal/journal.ts'
import type { Office } from '../../rooms/office.ts'
import { fail } from '../../values/fail.ts'
import type { Finding } from '../../values/finding.ts'
import type { PlainDate } from '../../values/plain-date.ts'
import { findHeader, guessColumns } from '../columns.ts'
import { inspectFile, readSheetFile, returnFile } from '../limited/index.ts'
import { SheetRefused } from '../read/refusals.ts'
import { type Cell, EMPTY, type FileInfo, type Row } from '../read/types.ts'
import { template, writeXlsx } from '../write.ts'
import * as q from './batch.sql.ts'
import { actorOfBatch, fileOf, importOf, markKnown, openCells, rowChecker, sealCells, TAKEN_BYTES_MAX } from './work.ts'

const FILE_BYTES_MAX = 20 * 1024 * 1024
const BATCHES_LISTED_MAX = 50
const HEAD_ROWS = 40
const SAMPLES_SHOWN = 3
const MARKED_MAX = 20_000

export type BatchAnswer = {
  id: string
  kind: string
  fileName: string
  state: q.BatchState
  sheets: { name: string; state: string }[] | null
  sheet: string | null
  headerRow: number | null
  match: MatchAnswer | null
  rows: { total: number; good: number; bad: number; same: number; written: number }
  findings: { code: string; severity: string; n: number }[]
  problem: q.BatchRow['problem']
  progress: { step: string; done: number; total: number } | null
  uploadedAt: string
  finishedAt: string | null
  version: number
}
export type MatchAnswer = {
  columns: {
    key: string
    title: { zh: string; en: string }
    required: boolean
    source: number | null
    header: string | null
    confidence: number
    why: string | null
  }[]
  sources: { source: number; header: string; samples: string[] }[]
}

/** The import centre: a file's life from upload to receipt, as the doors see it. Heavy work is handed to `start`. */
export class ImportService {
  readonly #office: Office
  readonly #db: Database
  readonly #folder: string
  /** Starts (or goes on with) the work on a batch; returns at once. */
  readonly #start: (batchId: string) => void
  readonly #progress: (batchId: string) => BatchAnswer['progress']

  constructor(parts: {
    office: Office
    db: Database
    dataDir: string
    start: (batchId: string) => void
    progress: (batchId: string) => BatchAnswer['progress']
  }) {
    this.#office = parts.office
    this.#db = parts.db
    this.#folder = join(parts.dataDir, 'uploads')
    this.#start = parts.start
    this.#progress = parts.progress
  }

  kinds(actor: Actor) {
    return [...this.#office.imports.values()]
      .filter((d) => allowsSome(d.who, actor))
      .map((d) => ({
        id: d.id,
        title: d.title,
        rowsMax: d.rowsMax,
        columns: d.columns.map((c) => ({
          key: c.key,
          title: c.title,
          type: c.type,
          required: c.required,
          sample: c.sample,
          note: c.note,
          ...(c.choices ? { choices: c.choices } : {}),
        })),
      }))
  }

  /** Takes a file. The same file again gives the same batch and the same receipt. */
  async upload(
    kind: string,
    name: string,
    bytes: Readable,
    actor: Actor,
    asOf: PlainDate | null = null,
    bytesMax = FILE_BYTES_MAX,
  ): Promise<BatchAnswer> {
    const { declaration } = importOf(this.#office, kind)
    if (!allowsSome(declaration.who, actor)) fail('NotAllowed')
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const id = this.#office.world.id()
    const path = join(this.#folder, id)
    const hash = createHash('sha256')
    let size = 0
    const counter = new Transform({
      transform(chunk: Buffer, _, done) {
        size += chunk.length
        if (size > bytesMax) return done(new TooLargeFile())
        hash.update(chunk)
        done(null, chunk)
      },
    })
    try {
      await pipeline(bytes, counter, createWriteStream(path, { mode: 0o600, flags: 'wx' }))
      if (size === 0)
        fail('BadInput', {
          code: 'FILE_EMPTY',
          field: 'file',
          message: { zh: '文件是空的', en: 'the file is empty' },
          hint: { zh: '请重新选择文件', en: 'choose the file again' },
        })
      const digest = hash.digest()
      const term = scopeTerms(declaration.who, actor)[0]
      const taken = await this.#db.tx((tx) =>
        tx.run(
          q.takeFile({
            id,
            kind,
            ownerKey: actor.personKey!,
            accountId: actor.accountId,
            jurisdiction: term?.kind === 'prefix' ? term.value : null,
            organisationId: term?.kind === 'organisation' ? term.value : null,
            name,
            hash: digest,
            path,
            asOf,
            at: this.#office.world.now().toISOString(),
          }),
        ),
      )
      if (taken === 0) {
        await rm(path, { force: true })
        const earlier = await this.#db.read.maybe<q.BatchRow>(q.batchOfFile(actor.personKey!, kind, digest))
        if (!earlier) fail('InProgress')
        return this.#answer(earlier)
      }
    } catch (e) {
      await rm(path, { force: true })
      if (e instanceof TooLargeFile)
        fail('TooLarge', {
          code: 'FILE_BIG',
          field: 'file',
          message: {
            zh: `文件超过 ${bytesMax / 1024 / 1024} MB`,
            en: `the file is larger than ${bytesMax / 1024 / 1024} MB`,
          },
          hint: {
            zh: '通常是插入了图片，请删除图片或分成几个文件',
            en: 'usually pictures are in it; remove them or split the file',
          },
        })
      throw e
    }
    return this.#look(await this.#mine(id, actor))
  }

  /** Looks into the file: its sheets, its header, which columns mean what. A file that cannot be read says why and ends here. */
  async #look(b: q.BatchRow, sheet?: string, headerRow?: number): Promise<BatchAnswer> {
    try {
      const info = await this.#info(b)
      const name = sheet ?? info.sheets[info.chosen]?.name ?? ''
      const head = await this.#head(b, name)
      const { declaration } = importOf(this.#office, b.kind)
      const found = findHeader(head, declaration.columns)
      const header = headerRow === undefined ? found?.row : (head.find((r) => r.row === headerRow) ?? found?.row)
      const guess = header
        ? guessColumns(
            header,
            head.filter((r) => r.row > header.row),
            declaration.columns,
            await this.#remembered(b),
          )
        : undefined
      const mapping = guess
        ? {
            sources: Object.fromEntries(guess.matches.map((m) => [m.column, m.source])),
            headers: Object.fromEntries(guess.matches.map((m) => [m.column, m.header])),
          }
        : null
      await this.#db.tx((tx) =>
        tx.run(q.setMatching(b.batch_id, name || null, header?.row ?? null, mapping ? JSON.stringify(mapping) : null)),
      )
    } catch (e) {
      if (!(e instanceof SheetRefused)) throw e
      const { code, message, hint } = e.refusal
      await this.#db.tx((tx) =>
        tx.run(
          q.finish(
            b.batch_id,
            'failed',
            this.#office.world.now().toISOString(),
            JSON.stringify({ code, message, hint }),
          ),
        ),
      )
    }
    return this.#answer((await this.#db.read.maybe<q.BatchRow>(q.batchById(b.batch_id)))!)
  }

  /** Which header meant which column in the last file of this kind that its owner brought to an end. */
  async #remembered(b: q.BatchRow): Promise<{ [column: string]: string }> {
    const last = await this.#db.read.maybe<{ mapping: q.BatchRow['mapping'] }>(q.rememberedMapping(b.owner_key, b.kind))
    return last?.mapping?.headers ?? {}
  }

  /** The first rows and the sheets of files lately looked into: opening the limited process again costs more than all else. */
  readonly #heads = new Map<string, Promise<Row[]>>()
  readonly #infos = new Map<string, Promise<FileInfo>>()

  #head(b: q.BatchRow, sheet: string | null): Promise<Row[]> {
    return remembered(this.#heads, `${b.batch_id}/${sheet ?? ''}`, () => this.#readHead(b, sheet))
  }
  #info(b: q.BatchRow): Promise<FileInfo> {
    return remembered(this.#infos, b.batch_id, () =>
      inspectFile(b.file_path, { fileName: b.file_name, fileBytesMax: TAKEN_BYTES_MAX }),
    )
  }

  async #readHead(b: q.BatchRow, sheet: string | null): Promise<Row[]> {
    const rows: Row[] = []
    for await (const page of readSheetFile(b.file_path, {
      fileName: b.file_name,
      fileBytesMax: TAKEN_BYTES_MAX,
      ...(sheet ? { sheet } : {}),
    })) {
      rows.push(...page)
      if (rows.length >= HEAD_ROWS) break
    }
    return rows.slice(0, HEAD_ROWS)
  }

  async list(actor: Actor): Promise<BatchAnswer[]> {
    const rows = await this.#db.read.rows<q.BatchRow>(q.batchesOf(actor.personKey ?? '', BATCHES_LISTED_MAX))
    return Promise.all(rows.map((b) => this.#answer(b, false)))
  }
  async get(id: string, actor: Actor): Promise<BatchAnswer> {
    return this.#answer(await this.#mine(id, actor))
  }

  /** Another sheet or header row: looked at anew. With a mapping: confirmed, and the check begins. */
  async match(
    id: string,
    words: { sheet?: string; headerRow?: number; mapping?: Record<string, number | null> },
    actor: Actor,
  ): Promise<BatchAnswer> {
    const b = await this.#mine(id, actor)
    if (b.state !== 'matching' && b.state !== 'checked') this.#wrongState(b)
    if (!words.mapping) return this.#look(b, words.sheet, words.headerRow)
    const { declaration } = importOf(this.#office, b.kind)
    const findings: Finding[] = []
    const sources: Record<string, number> = {}
    for (const [key, source] of Object.entries(words.mapping)) {
      if (!declaration.columns.some((c) => c.key === key))
        findings.push({
          code: 'COL_UNKNOWN',
          field: key,
          message: { zh: `没有“${key}”这一项`, en: `there is no column ${key}` },
          hint: { zh: '请刷新页面', en: 'reload the page' },
        })
      else if (source !== null) sources[key] = source
    }
    for (const c of declaration.columns)
      if (c.required && sources[c.key] === undefined)
        findings.push({
          code: 'COL_MISS',
          field: c.key,
          message: { zh: `没有找到“${c.title.zh}”列`, en: `no column for ${c.title.en}` },
          hint: { zh: `请指明哪一列是${c.title.zh}`, en: `say which column is ${c.title.en}` },
        })
    const used = Object.values(sources)
    if (new Set(used).size !== used.length)
      findings.push({
        code: 'COL_TWICE',
        field: 'mapping',
        message: { zh: '同一列被用了两次', en: 'one source column is used twice' },
        hint: { zh: '请为每一项选择不同的列', en: 'choose different columns' },
      })
    if (findings.length) fail('BadInput', findings)
    const sheet = words.sheet ?? b.sheet
    const headerRow = words.headerRow ?? b.header_row
    if (headerRow === null)
      fail('BadInput', {
        code: 'HEADER',
        field: 'headerRow',
        message: { zh: '没有找到标题行', en: 'no header row was found' },
        hint: { zh: '请指明标题在第几行', en: 'say which row holds the titles' },
      })
    const head = (await this.#head(b, sheet)).find((r) => r.row === headerRow)
    const headers = Object.fromEntries(Object.entries(sources).map(([k, i]) => [k, head?.cells[i]?.text ?? '']))
    if (
      (await this.#db.tx((tx) =>
        tx.run(q.startReading(id, sheet, headerRow, JSON.stringify({ sources, headers }))),
      )) !== 1
    )
      this.#wrongState(b)
    this.#start(id)
    return this.get(id, actor)
  }

  async rows(id: string, words: { state?: string; cursor?: string; limit: number }, actor: Actor) {
    const b = await this.#mine(id, actor)
    const { declaration } = importOf(this.#office, b.kind)
    const states = words.state ? words.state.split(',') : ['bad']
    const page = await this.#db.read.rows<q.StagedRow>(
      q.rowsPage(id, states, Number(words.cursor ?? 0) || 0, words.limit),
    )
    return {
      columns: declaration.columns.map((c) => ({ key: c.key, title: c.title })),
      rows: page.map((r) => this.#rowAnswer(b, r)),
      next: page.length === words.limit ? String(page.at(-1)!.row_no) : null,
    }
  }

  #rowAnswer(b: q.BatchRow, r: q.StagedRow) {
    const cells = r.raw_sealed ? openCells(this.#office, b.batch_id, r.row_no, r.raw_sealed) : {}
    return {
      row: r.row_no,
      state: r.state,
      values: Object.fromEntries(Object.entries(cells).map(([k, c]) => [k, c.text])),
      findings: (r.findings ?? []) as Finding[],
    }
  }

  /** Mends a row in place: the given cells replace what the file says, and the whole row is checked again. */
  async fix(id: string, rowNo: number, values: Record<string, string>, actor: Actor) {
    const b = await this.#mine(id, actor)
    if (b.state !== 'checked') this.#wrongState(b)
    const { declaration, store } = importOf(this.#office, b.kind)
    const context = await this.#db.snapshot((tx) =>
      store.context(tx, this.#office, actorOfBatch(this.#office, b), fileOf(b)),
    )
    const check = rowChecker(
      this.#office,
      declaration,
      store,
      context,
      Object.fromEntries(declaration.columns.map((c, i) => [c.key, i])),
    )
    await this.#db.tx(async (tx) => {
      const staged = await tx.maybe<q.StagedRow>(q.oneStaged(id, rowNo))
      if (staged?.state !== 'bad' || !staged.raw_sealed) fail('NotFound')
      const cells = openCells(this.#office, id, rowNo, staged.raw_sealed)
      for (const [k, text] of Object.entries(values)) cells[k] = text === '' ? EMPTY : { kind: 'text', text }
      const row: Row = { row: rowNo, cells: declaration.columns.map((c): Cell => cells[c.key] ?? EMPTY) }
      const checked = check(row)
      let findings = checked.findings
      if (checked.ready && checked.identity) {
        const twin = await tx.maybe<{ row_no: number }>(q.sameIdentity(id, rowNo, checked.identity))
        if (twin)
          findings = [
            ...findings,
            {
              code: 'DUP_FILE',
              severity: 'must',
              message: {
                zh: `第 ${rowNo} 行与第 ${twin.row_no} 行是同一条`,
                en: `Row ${rowNo} says the same as row ${twin.row_no}`,
              },
              hint: { zh: '只需保留一行', en: 'Keep one of them' },
            },
          ]
      }
      const good = checked.ready !== null && !findings.some((f) => (f.severity ?? 'must') === 'must')
      await tx.run(
        q.replaceRow(id, rowNo, {
          state: good ? 'good' : 'bad',
          identity: checked.identity,
          contentHash: checked.contentHash,
          ready: good ? JSON.stringify(checked.ready) : null,
          findings: JSON.stringify(findings),
          raw: good ? null : sealCells(this.#office, id, rowNo, cells),
        }),
      )
      if (good)
        await markKnown(tx, store, id, [
          { row_no: rowNo, identity: checked.identity!, content_hash: checked.contentHash!, ready: checked.ready! },
        ])
      await tx.run(q.countRows(id))
    })
    const [after] = await this.#db.read.rows<q.StagedRow>(q.rowsPage(id, ['good', 'bad', 'same'], rowNo - 1, 1))
    return this.#rowAnswer(b, after!)
  }

  async commit(id: string, actor: Actor): Promise<BatchAnswer> {
    return this.#move(id, ['checked'], 'committing', actor, true)
  }
  async cancel(id: string, actor: Actor): Promise<BatchAnswer> {
    return this.#move(id, ['received', 'matching', 'reading', 'staged', 'checked'], 'cancelled', actor, false)
  }

  /** Takes the whole batch back, as long as nothing was built on it. */
  async undo(id: string, actor: Actor): Promise<BatchAnswer> {
    const b = await this.#mine(id, actor)
    if (b.state === 'undone') return this.#answer(b)
    if (b.state !== 'done') this.#wrongState(b)
    const { store } = importOf(this.#office, b.kind)
    await this.#db.tx(async (tx) => {
      await tx.run(q.allowLongStatement())
      const locked = await tx.one<q.BatchRow>(q.lockBatch(id))
      if (locked.state !== 'done') this.#wrongState(locked)
      const result = await store.undo(tx, this.#office, id)
      if ('inTheWay' in result) fail('WrongState', result.inTheWay)
      await writeLeaf(tx, this.#office.world, {
        kind: `${b.kind}.undone`,
        subject: `sheets.batch/${id}`,
        actor: actor.accountId ?? b.owner_key,
        body: { batch: id, rows: result.changes.length },
        rows: result.changes,
      })
      await tx.run(q.finish(id, 'undone', this.#office.world.now().toISOString(), null))
    })
    return this.get(id, actor)
  }

  /** The clerk's own file with the problems marked in it. */
  async returned(id: string, out: Writable, actor: Actor): Promise<void> {
    const b = await this.#mine(id, actor)
    if (!b.mapping || b.header_row === null || !['checked', 'committing', 'done'].includes(b.state)) this.#wrongState(b)
    const rows = await this.#db.read.rows<{ row_no: number; findings: Finding[] }>(q.markedFindings(id, MARKED_MAX))
    const findings = rows.flatMap((r) =>
      r.findings.map((f) => ({
        row: r.row_no,
        column: f.field ?? '',
        code: f.code,
        severity: f.severity ?? ('must' as const),
        message: f.message,
        hint: f.hint,
        given: f.given ?? '',
        ...(f.suggestion !== undefined ? { suggestion: f.suggestion } : {}),
      })),
    )
    await returnFile(
      b.file_path,
      {
        options: { fileName: b.file_name, ...(b.sheet ? { sheet: b.sheet } : {}) },
        headerRow: b.header_row,
        sources: b.mapping.sources,
        findings,
      },
      out,
    )
  }

  async template(kind: string, out: Writable, actor: Actor): Promise<void> {
    const { declaration } = importOf(this.#office, kind)
    if (!allowsSome(declaration.who, actor)) fail('NotAllowed')
    await writeXlsx(template(declaration.columns), out)
  }

  async fileName(id: string, actor: Actor): Promise<string> {
    return (await this.#mine(id, actor)).file_name
  }

  /** After a start: what was under way goes on. */
  async resume(): Promise<number> {
    const rows = await this.#db.read.rows<{ batch_id: string }>(q.unfinished())
    for (const r of rows) this.#start(r.batch_id)
    return rows.length
  }

  async #move(id: string, from: q.BatchState[], to: q.BatchState, actor: Actor, start: boolean): Promise<BatchAnswer> {
    const b = await this.#mine(id, actor)
    // Asked twice, done once: the second click finds it under way.
    if (b.state !== to && b.state !== 'done' && (await this.#db.tx((tx) => tx.run(q.moveState(id, from, to)))) !== 1)
      this.#wrongState((await this.#mine(id, actor)) as q.BatchRow)
    if (start) this.#start(id)
    return this.get(id, actor)
  }

  async #mine(id: string, actor: Actor): Promise<q.BatchRow> {
    const b = await this.#db.read.maybe<q.BatchRow>(q.batchById(id))
    if (!b || b.owner_key !== actor.personKey) fail('NotFound')
    return b
  }

  #wrongState(b: q.BatchRow): never {
    fail('WrongState', {
      code: 'BATCH_STATE',
      field: 'state',
      message: { zh: `这批文件当前是“${STATES[b.state]}”`, en: `the batch is ${b.state}` },
      hint: { zh: '请刷新页面查看进度', en: 'reload to see how far it is' },
    })
  }

  async #answer(b: q.BatchRow, whole = true): Promise<BatchAnswer> {
    const findings =
      whole && ['checked', 'committing', 'done'].includes(b.state)
        ? await this.#db.read.rows<{ code: string; severity: string; n: number }>(q.findingCounts(b.batch_id))
        : []
    const match = whole && b.state === 'matching' ? await this.#matchAnswer(b) : null
    const sheets = match
      ? (await this.#info(b)).sheets.map((s) => ({
          name: s.name,
          state: s.state,
        }))
      : null
    return {
      id: b.batch_id,
      kind: b.kind,
      fileName: b.file_name,
      state: b.state,
      sheets,
      sheet: b.sheet,
      headerRow: b.header_row,
      match,
      rows: { total: b.rows_total, good: b.rows_good, bad: b.rows_bad, same: b.rows_same, written: b.rows_written },
      findings,
      problem: b.problem,
      progress: this.#progress(b.batch_id),
      uploadedAt: b.uploaded_at.toISOString(),
      finishedAt: b.finished_at?.toISOString() ?? null,
      version: b.version,
    }
  }

  async #matchAnswer(b: q.BatchRow): Promise<MatchAnswer> {
    const { declaration } = importOf(this.#office, b.kind)
    const head = await this.#head(b, b.sheet)
    const header = head.find((r) => r.row === b.header_row)
    const samples = head.filter((r) => r.row > (b.header_row ?? 0)).slice(0, SAMPLES_SHOWN)
    const guess = header
      ? guessColumns(
          header,
          head.filter((r) => r.row > header.row),
          declaration.columns,
          await this.#remembered(b),
        )
      : undefined
    const width = Math.max(0, header?.cells.length ?? 0, ...samples.map((r) => r.cells.length))
    return {
      columns: declaration.columns.map((c) => {
        const m = guess?.matches.find((x) => x.column === c.key)
        return {
          key: c.key,
          title: c.title,
          required: c.required ?? false,
          source: m?.source ?? null,
          header: m?.header ?? null,
          confidence: m?.confidence ?? 0,
          why: m?.why ?? null,
        }
      }),
      sources: Array.from({ length: width }, (_, i) => ({
        source: i,
        header: header?.cells[i]?.text ?? '',
        samples: samples.map((r) => r.cells[i]?.text ?? ''),
      })),
    }
  }
}

const REMEMBERED_MAX = 50

function remembered<T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const kept = map.get(key)
  if (kept) return kept
  if (map.size >= REMEMBERED_MAX) map.delete(map.keys().next().value!)
  const made = make()
  map.set(key, made)
  // What failed is tried anew.
  made.catch(() => map.delete(key))
  return made
}

class TooLargeFile extends Error {}

const STATES: Record<q.BatchState, string> = {
  received: '已收到',
  matching: '待确认列',
  reading: '正在读取',
  staged: '正在核对',
  checked: '已核对',
  committing: '正在写入',
  done: '已完成',
  cancelled: '已取消',
  failed: '未能读取',
  undone: '已撤回',
}
