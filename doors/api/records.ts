import { PassThrough } from 'node:stream'
import { Type } from 'typebox'
import type { Actor } from '../../kernel/access/actor.ts'
import { allowsSome } from '../../kernel/access/policy.ts'
import type { Route } from '../../kernel/http/route.ts'
import { leavesOf } from '../../kernel/journal/journal.sql.ts'
import { bucketOf } from '../../kernel/journal/journal.ts'
import type { AnswerValue } from '../../kernel/records/answer.ts'
import type { Field } from '../../kernel/records/fields.ts'
import type { ListWords } from '../../kernel/records/service.ts'
import { type Value, type Values, writeCsv, writeXlsx } from '../../kernel/sheets/write.ts'
import { Failure, fail } from '../../kernel/values/fail.ts'
import type { House } from '../open.ts'
import { attachment, cursor, limit, withWhere, wordsFrom, XLSX } from './shapes.ts'

/** Labels for people; dates as dates; numbers as numbers; everything else stays text. */
function exported(f: Field, v: AnswerValue): Value {
  if (v === null) return null
  if (typeof v === 'object') return 'masked' in v ? v.masked : Array.isArray(v.label) ? v.label.join('、') : v.label
  if (f.kind === 'date' && typeof v === 'string') return { date: v }
  return f.kind === 'money' && typeof v === 'number' ? v / FEN_PER_YUAN : v
}
const FEN_PER_YUAN = 100

const record = Type.Object({ record: Type.String({ maxLength: 60 }) })
const one = Type.Object({ record: Type.String({ maxLength: 60 }), key: Type.String({ maxLength: 120 }) })
const keyOf = (text: string): string => text.replaceAll('~', '/')

/** Signed out: rows and fields that are public. Signed in with a role: by scope, secrets masked. */
const audienceOf = (a: Actor) => (a.grants.length ? ('staff' as const) : ('public' as const))

export function recordRoutes(house: House): Route[] {
  const { office, records, db } = house
  return [
    {
      method: 'GET',
      url: '/api/v1/records',
      summary: { zh: '可查询的登记', en: 'Registers this actor may list' },
      tag: 'records',
      policy: { anyone: true },
      handler: async ({ actor }) =>
        [...office.records.values()]
          .filter((r) => (audienceOf(actor) === 'staff' ? allowsSome(r.read, actor) : r.publicRows !== undefined))
          .map((r) => ({
            id: r.id,
            title: r.title,
            searchable: r.searchColumn !== undefined,
            reveals: r.reveal !== undefined && allowsSome(r.reveal, actor),
            fields: Object.entries(r.fields)
              .filter(([, f]) => audienceOf(actor) === 'staff' || f.publicly)
              .map(([key, f]) => ({
                key,
                label: f.label,
                kind: f.kind,
                list: f.list ?? false,
                filter: f.filter ?? false,
                ...(f.kind === 'choice' ? { choices: f.choices } : {}),
                ...(f.kind === 'code' || f.kind === 'codes' ? { codes: f.codes } : {}),
                ...(f.kind === 'reference' ? { record: f.record } : {}),
              })),
          })),
    },
    {
      method: 'GET',
      url: '/api/v1/records/:record',
      summary: { zh: '登记列表', en: 'List a register' },
      tag: 'records',
      policy: { anyone: true },
      params: record,
      query: withWhere({
        search: Type.Optional(Type.String({ maxLength: 60 })),
        cursor: Type.Optional(cursor),
        limit: Type.Optional(limit),
      }),
      handler: async ({ actor, params, query }) =>
        records.list(params.record, wordsFrom(query) as ListWords, actor, audienceOf(actor)),
    },
    {
      method: 'GET',
      url: '/api/v1/records/:record/export/:file',
      summary: { zh: '列表导出为 Excel 或 CSV（按当前筛选）', en: 'A list as xlsx or csv, by the same filters' },
      tag: 'records',
      policy: { anyone: true },
      params: Type.Object({
        record: Type.String({ maxLength: 60 }),
        file: Type.Union([Type.Literal('list.xlsx'), Type.Literal('list.csv')]),
      }),
      query: withWhere({ search: Type.Optional(Type.String({ maxLength: 60 })) }),
      limit: 'upload',
      handler: async ({ actor, params, query, reply }) => {
        const r = records.get(params.record)
        const fields = Object.entries(r.fields).filter(([, f]) => audienceOf(actor) === 'staff' || f.publicly)
        const rows = records.each(params.record, wordsFrom(query) as ListWords, actor, audienceOf(actor))
        const lines = rows[Symbol.asyncIterator]()
        // What is wrong with the question is said before the file begins.
        const first = await lines.next()
        const values = async function* (): AsyncIterable<Values> {
          for (let row = first; !row.done; row = await lines.next())
            yield fields.map(([key, f]) => exported(f, row.value.fields[key] ?? null))
        }
        const titles = fields.map(([, f]) => f.label.zh)
        const out = new PassThrough()
        const name = `${r.title.zh}-${office.world.today()}${params.file.slice(4)}`
        const written =
          params.file === 'list.csv'
            ? writeCsv(titles, values(), out)
            : writeXlsx([{ name: r.title.zh, columns: titles.map((title) => ({ title })), rows: values() }], out)
        void written.then(
          () => out.end(),
          (e: Error) => out.destroy(e),
        )
        reply
          .header('content-disposition', attachment(name))
          .header('cache-control', 'no-store')
          .type(params.file === 'list.csv' ? 'text/csv; charset=utf-8' : XLSX)
        return reply.send(out)
      },
    },
    {
      method: 'GET',
      url: '/api/v1/records/:record/:key',
      summary: { zh: '一条记录', en: 'One record' },
      tag: 'records',
      policy: { anyone: true },
      params: one,
      handler: async ({ actor, params }) => records.one(params.record, keyOf(params.key), actor, audienceOf(actor)),
    },
    {
      method: 'POST',
      url: '/api/v1/records/:record/:key/reveal',
      summary: { zh: '查看完整信息（须写明事由，留痕）', en: 'A masked field in full; with a reason, journalled' },
      tag: 'records',
      policy: { signedIn: true },
      params: one,
      body: Type.Object(
        { field: Type.String({ maxLength: 60 }), reason: Type.String({ maxLength: 200 }) },
        { additionalProperties: false },
      ),
      limit: 'lookup',
      handler: async ({ actor, params, body }) =>
        records.reveal(params.record, keyOf(params.key), body.field, body.reason, actor),
    },
    {
      method: 'GET',
      url: '/api/v1/records/:record/:key/history',
      summary: { zh: '记录的经过', en: 'What happened to a record' },
      tag: 'records',
      policy: { signedIn: true },
      params: one,
      handler: async ({ actor, params }) => {
        const key = keyOf(params.key)
        // Whoever may read the record may read what became of it. A register and a process may share their name.
        const isCase = office.processes.has(params.record)
        const isRow = office.records.has(params.record)
        if (!isCase && !isRow) fail('NotFound')
        const row = isRow
          ? await records.one(params.record, key, actor, audienceOf(actor)).catch((e: unknown) => {
              if (isCase && e instanceof Failure && e.code === 'NotFound') return undefined
              throw e
            })
          : undefined
        if (!row) await house.cases.get(params.record, key, actor)
        const subject = `${params.record}/${key}`
        const leaves = await db.read.rows<{ seq: number; at: Date; kind: string; body: string }>(
          leavesOf(subject, bucketOf(subject), 100),
        )
        const people = await house.accounts.names(leaves.map((l) => (JSON.parse(l.body) as { actor: string }).actor))
        return leaves.map((l) => {
          const leaf = JSON.parse(l.body) as { actor: string; body: unknown }
          return { at: l.at.toISOString(), kind: l.kind, actor: people.get(leaf.actor) ?? leaf.actor, body: leaf.body }
        })
      },
    },
    {
      method: 'GET',
      url: '/api/v1/codes/:table',
      summary: { zh: '代码表', en: 'A table of codes' },
      tag: 'records',
      policy: { anyone: true },
      params: Type.Object({ table: Type.String({ maxLength: 60 }) }),
      query: Type.Object({ prefix: Type.Optional(Type.String({ maxLength: 20 })) }, { additionalProperties: false }),
      cacheSeconds: 300,
      handler: async ({ params, query }) => {
        const table = records.codesOf(params.table)
        if (table.size === 0) fail('NotFound')
        return [...table]
          .filter(([code]) => code.startsWith(query.prefix ?? ''))
          .map(([code, name]) => ({ code, name }))
      },
    },
  ]
}
