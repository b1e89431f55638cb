import type { Actor } from '../access/actor.ts'
import { allowsSome } from '../access/policy.ts'
import type { Database, Tx } from '../db/database.ts'
import { writeLeaf } from '../journal/journal.ts'
import type { Office } from '../rooms/office.ts'
import { fail } from '../values/fail.ts'
import type { Finding } from '../values/finding.ts'
import { isPlainDate } from '../values/plain-date.ts'
import type { Text } from '../values/text.ts'
import { answerOf, type Names, type RecordAnswer, secretPlace } from './answer.ts'
import type { RecordDeclaration } from './define.ts'
import { columnOf, type Field } from './fields.ts'
import * as q from './list.sql.ts'
import { insertReveal } from './reveal.sql.ts'

export type ListAnswer = { rows: RecordAnswer[]; total: number; totalIsExact: boolean; next: string | null }
export type ListWords = { where?: { [field: string]: string }; search?: string; cursor?: string; limit?: number }

const LIMIT_DEFAULT = 20
export const LIMIT_MAX = 200
const EXPORT_PAGE = 2000

/** Lists, details and reveals of every record, from its declaration alone. */
export class RecordService {
  readonly #office: Office
  readonly #db: Database
  readonly #codes = new Map<string, Map<string, Text>>()

  constructor(office: Office, db: Database) {
    this.#office = office
    this.#db = db
  }

  /** Reads the code tables' names. Called at start, and again when a room says that a table changed. */
  async loadCodes(): Promise<void> {
    for (const store of this.#office.stores.values())
      for (const [table, load] of Object.entries(store.codes ?? {})) this.#codes.set(table, await load(this.#db.read))
  }

  codeName(table: string, code: string): Text | undefined {
    return this.#codes.get(table)?.get(code)
  }
  codesOf(table: string): ReadonlyMap<string, Text> {
    return this.#codes.get(table) ?? new Map()
  }

  get(id: string): RecordDeclaration {
    return this.#office.records.get(id) ?? fail('NotFound')
  }

  async list(id: string, words: ListWords, actor: Actor, audience: 'staff' | 'public'): Promise<ListAnswer> {
    const r = this.get(id)
    if (audience === 'staff' && !allowsSome(r.read, actor)) fail(actor.accountId ? 'NotAllowed' : 'NotSignedIn')
    const question = readList(r, words, audience)
    const blind = (field: string, value: string) => this.blind(r, field, value)
    return this.#db.snapshot(async (tx) => {
      const rows = await tx.rows<Record<string, unknown>>(
        q.listRows(r, actor, { ...question, limit: question.limit + 1 }, blind, audience),
      )
      const { total } = await tx.one<{ total: number }>(q.countRows(r, actor, question, blind, audience))
      const page = rows.slice(0, question.limit)
      const last = page.at(-1)
      return {
        rows: await this.answers(tx, r, page, audience),
        total: Math.min(Number(total), q.LIST_COUNT_MAX),
        totalIsExact: Number(total) <= q.LIST_COUNT_MAX,
        next: rows.length > question.limit && last ? encodeCursor(q.cursorOf(r, last)) : null,
      }
    })
  }

  /**
   * All rows of a list, page by page in its order, for a file. Secrets stay masked. Whoever takes rows out is named in the
   * journal with the fields asked by, not their values: those may be personal.
   */
  async *each(
    id: string,
    words: Pick<ListWords, 'where' | 'search'>,
    actor: Actor,
    audience: 'staff' | 'public',
  ): AsyncIterable<RecordAnswer> {
    const r = this.get(id)
    if (audience === 'staff' && !allowsSome(r.read, actor)) fail(actor.accountId ? 'NotAllowed' : 'NotSignedIn')
    const question = readList(r, words, audience)
    const blind = (field: string, value: string) => this.blind(r, field, value)
    if (actor.accountId)
      await this.#db.tx((tx) =>
        writeLeaf(tx, this.#office.world, {
          kind: 'access.export',
          subject: r.id,
          actor: actor.accountId!,
          body: { fields: Object.keys(question.where).sort(), searched: question.search !== undefined },
        }),
      )
    let after = question.after
    for (;;) {
      const rows = await this.#db.read.rows<Record<string, unknown>>(
        q.listRows(r, actor, { ...question, ...(after ? { after } : {}), limit: EXPORT_PAGE }, blind, audience),
      )
      yield* await this.answers(this.#db.read, r, rows, audience)
      if (rows.length < EXPORT_PAGE) return
      after = q.cursorOf(r, rows.at(-1)!)
    }
  }

  async one(id: string, key: string, actor: Actor, audience: 'staff' | 'public'): Promise<RecordAnswer> {
    const r = this.get(id)
    const row = await this.#db.read.maybe<Record<string, unknown>>(q.oneRow(r, actor, readKey(r, key), audience))
    // Whether it lies elsewhere or nowhere is not told.
    if (!row) fail('NotFound')
    return (await this.answers(this.#db.read, r, [row], audience))[0]!
  }

  async answers(
    tx: Tx,
    r: RecordDeclaration,
    rows: readonly Record<string, unknown>[],
    audience: 'staff' | 'public',
  ): Promise<RecordAnswer[]> {
    const names = await this.#namesFor(tx, r, rows, audience)
    return rows.map((row) => answerOf(r, row, names, this.#office.keys, audience))
  }

  /** Rows by their keys, in the order asked; a place stays empty where there is none. No scope: the caller has checked it. */
  async byKeys(
    r: RecordDeclaration,
    keys: readonly (readonly string[])[],
    audience: 'staff' | 'public',
  ): Promise<(RecordAnswer | undefined)[]> {
    if (keys.length === 0) return []
    const rows = await this.#db.read.rows<Record<string, unknown>>(
      q.rowsByFirstKey(r, [...new Set(keys.map((k) => k[0]!))]),
    )
    const answers = await this.answers(this.#db.read, r, rows, audience)
    const byId = new Map(answers.map((a) => [a.id, a]))
    return keys.map((k) => byId.get(k.join('/')))
  }

  /** A secret in full: by right, with a reason, told to the journal, one field at a time. */
  async reveal(id: string, key: string, field: string, reason: string, actor: Actor): Promise<{ value: string }> {
    const r = this.get(id)
    const f = Object.hasOwn(r.fields, field) ? r.fields[field]! : fail('NotFound')
    if (f.kind !== 'secret') fail('NotFound')
    if (!r.reveal || !allowsSome(r.reveal, actor)) fail('NotAllowed')
    if ([...reason.trim()].length < 2)
      fail('BadInput', {
        code: 'REASON',
        field: 'reason',
        message: { zh: '查看完整信息须写明事由', en: 'a reason is needed' },
        hint: { zh: '请写明办理事项，如“核对发证信息”', en: 'say what you need it for' },
      })
    const column = columnOf(field, f)
    return this.#db.tx(async (tx) => {
      const row = await tx.maybe<{ sealed: Uint8Array | null; [key: string]: unknown }>(
        q.oneRowToReveal(r, actor, readKey(r, key), column),
      )
      if (!row) fail('NotFound')
      if (row.sealed === null) return { value: '' }
      // The key as the row has it: what was asked for may be written in another way.
      const rowKey = r.key.map((k) => String(row[k])).join('/')
      const value = this.#office.keys.decrypt(secretPlace(r.table, column, rowKey), row.sealed)
      await tx.run(
        insertReveal(
          this.#office.world.id(),
          actor.accountId!,
          r.id,
          rowKey,
          field,
          reason.trim(),
          this.#office.world.now().toISOString(),
        ),
      )
      await writeLeaf(tx, this.#office.world, {
        kind: 'access.reveal',
        subject: `${r.id}/${rowKey}`,
        actor: actor.accountId!,
        body: { field, reason: reason.trim() },
      })
      return { value }
    })
  }

  blind(r: RecordDeclaration, field: string, value: string): Buffer {
    const f = r.fields[field]!
    return this.#office.keys.blindIndex(`${r.table}.${columnOf(field, f)}`, value)
  }

  async #namesFor(
    tx: Tx,
    r: RecordDeclaration,
    rows: readonly Record<string, unknown>[],
    audience: 'staff' | 'public',
  ): Promise<Names> {
    const titles = new Map<string, Map<string, string>>()
    for (const [key, f] of Object.entries(r.fields)) {
      if (f.kind !== 'reference') continue
      // The public learns the name of another record only where that name is public itself.
      if (audience === 'public' && !titleIsPublic(this.get(f.record))) continue
      const ids = [
        ...new Set(rows.map((row) => row[columnOf(key, f)]).filter((v): v is string => typeof v === 'string')),
      ]
      if (ids.length)
        titles.set(f.record, new Map([...(titles.get(f.record) ?? []), ...(await this.titles(tx, f.record, ids))]))
    }
    return { code: (table, code) => this.codeName(table, code), reference: (record, id) => titles.get(record)?.get(id) }
  }

  async titles(tx: Tx, record: string, ids: readonly string[]): Promise<Map<string, string>> {
    const target = this.get(record)
    if (ids.length === 0) return new Map()
    const rows = await tx.rows<{ id: string; title: unknown }>(q.titlesOf(target, ids))
    return new Map(rows.map((x) => [x.id, String(x.title)]))
  }
}

const titleIsPublic = (r: RecordDeclaration): boolean => r.fields[r.titleField]!.publicly === 'open'

/** @throws BadInput with all that is wrong in the request. */
function readList(r: RecordDeclaration, words: ListWords, audience: 'staff' | 'public'): q.ListQuestion {
  const findings: Finding[] = []
  const filterable = Object.entries(r.fields).filter(
    ([, f]) => f.filter && (audience === 'staff' || f.publicly === 'open'),
  )
  for (const field of Object.keys(words.where ?? {}))
    if (!filterable.some(([k]) => k === field))
      findings.push({
        code: 'FILTER',
        field: `where[${field}]`,
        message: { zh: `不能按“${field}”筛选`, en: `cannot filter by ${field}` },
        hint: {
          zh: `可用：${filterable.map(([k]) => k).join('、')}`,
          en: `filters: ${filterable.map(([k]) => k).join(', ')}`,
        },
      })
  for (const [field, f] of filterable) {
    const value = words.where?.[field]
    if (value !== undefined && !fitsFilter(f, value))
      findings.push({
        code: 'FILTER_VALUE',
        field: `where[${field}]`,
        given: value,
        message: { zh: `“${value}”不能用来筛选${f.label.zh}`, en: `${value} does not fit ${f.label.en}` },
        hint:
          f.kind === 'date'
            ? { zh: '请写如 2026-01-05 或 2026-01-05..2026-02-05', en: 'write 2026-01-05 or 2026-01-05..2026-02-05' }
            : { zh: '请核对后重试', en: 'check it' },
      })
  }
  const limit = words.limit ?? LIMIT_DEFAULT
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX)
    findings.push({
      code: 'LIMIT',
      field: 'limit',
      message: { zh: `每页条数应在 1 到 ${LIMIT_MAX} 之间`, en: `limit is from 1 to ${LIMIT_MAX}` },
      hint: { zh: '请修改每页条数', en: 'change limit' },
    })
  const after = words.cursor ? decodeCursor(words.cursor) : undefined
  if (words.cursor && after?.length !== q.orderOf(r).columns.length)
    findings.push({
      code: 'CURSOR',
      field: 'cursor',
      message: { zh: '翻页标记无效', en: 'cursor is not one of ours' },
      hint: { zh: '请从第一页重新查询', en: 'start from the first page' },
    })
  if (findings.length) fail('BadInput', findings)
  return {
    where: words.where ?? {},
    ...(words.search ? { search: words.search } : {}),
    ...(after ? { after } : {}),
    limit,
  }
}

function fitsFilter(f: Field, value: string): boolean {
  switch (f.kind) {
    case 'date': {
      const ends = value.split('..')
      return ends.length <= 2 && ends.every((d) => isPlainDate(d) || (d === '' && ends.length === 2))
    }
    case 'choice':
      return value.split(',').every((id) => f.choices.some((c) => c.id === id))
    case 'integer':
    case 'money':
      return /^-?\d{1,15}$/.test(value)
    case 'boolean':
      return value === 'true' || value === 'false'
    default:
      return !value.includes('\0')
  }
}

function readKey(r: RecordDeclaration, key: string): string[] {
  const parts = key.split('/')
  return parts.length === r.key.length ? parts : fail('NotFound')
}

export const encodeCursor = (values: readonly string[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')
export function decodeCursor(cursor: string): string[] | undefined {
  try {
    const v: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(v) && v.every((x) => typeof x === 'string') ? v : undefined
  } catch {
    return undefined
  }
}
