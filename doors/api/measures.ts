import { Type } from 'typebox'
import type { Route } from '../../kernel/http/route.ts'
import type { MeasureWords } from '../../kernel/measures/service.ts'
import { decodeCursor, encodeCursor } from '../../kernel/records/service.ts'
import { fail } from '../../kernel/values/fail.ts'
import type { House } from '../open.ts'
import { cursor, date, limit, withWhere, wordsFrom } from './shapes.ts'

const question = {
  asOf: Type.Optional(date),
  from: Type.Optional(date),
  to: Type.Optional(date),
  knownOn: Type.Optional(date),
  by: Type.Optional(Type.String({ maxLength: 100 })),
}
const id = Type.Object({ id: Type.String({ maxLength: 100 }) })

export function measureRoutes(house: House): Route[] {
  const { office, measures, records } = house
  return [
    {
      method: 'GET',
      url: '/api/v1/measures',
      summary: { zh: '指标目录', en: 'All measures' },
      tag: 'measures',
      policy: { anyone: true },
      cacheSeconds: 60,
      handler: async () =>
        [...office.measures.values()].map((m) => {
          const facts = measures.factsOf(m)
          return {
            id: m.id,
            title: m.title,
            unit: m.unit,
            kind: m.kind,
            meaning: m.meaning,
            rule: m.rule,
            dimensions: Object.entries(facts?.dimensions ?? {}).map(([id, d]) => ({
              id,
              title: d.title,
              kind: d.kind,
            })),
          }
        }),
    },
    {
      method: 'GET',
      url: '/api/v1/measures/:id',
      summary: { zh: '一个指标在某日、按某些维度的数值', en: 'A measure on a day, by dimensions' },
      tag: 'measures',
      policy: { anyone: true },
      params: id,
      query: withWhere(question),
      cacheSeconds: 30,
      handler: async ({ actor, params, query }) =>
        measures.answer(params.id, wordsFrom(query) as MeasureWords, actor.grants.length ? 'staff' : 'public'),
    },
    {
      method: 'GET',
      url: '/api/v1/measures/:id/records',
      summary: { zh: '数字背后的记录；总数等于数字', en: 'The rows behind the number; their total equals it' },
      tag: 'measures',
      policy: { anyone: true },
      params: id,
      query: withWhere({ ...question, cursor: Type.Optional(cursor), limit: Type.Optional(limit) }),
      handler: async ({ actor, params, query }) => {
        const words = wordsFrom(query)
        const after =
          typeof words['cursor'] === 'string'
            ? (decodeCursor(words['cursor']) ??
              fail('BadInput', {
                code: 'CURSOR',
                field: 'cursor',
                message: { zh: '翻页标记无效', en: 'cursor is not one of ours' },
                hint: { zh: '请从第一页重新查询', en: 'start from the first page' },
              }))
            : undefined
        const found = await measures.rows(params.id, words as MeasureWords, actor, after, Number(words['limit'] ?? 20))
        const r = records.get(found.facts.record)
        const audience = actor.grants.length ? 'staff' : 'public'
        const opened = await records.byKeys(
          r,
          found.rows.map((row) => found.facts.recordKey.map((k) => String(row[k]))),
          audience,
        )
        return {
          total: found.total,
          rows: found.rows.map((row, i) => ({
            key: found.facts.key.map((k) => String(row[k])).join('/'),
            facts: Object.fromEntries(
              Object.entries(found.facts.dimensions).map(([id, d]) => [
                id,
                d.kind === 'rank' ? (d.ids![Number(row[d.column])] ?? null) : (row[d.column] ?? null),
              ]),
            ),
            from: row[found.facts.from],
            to: found.facts.to ? (row[found.facts.to] ?? null) : null,
            record: opened[i] ?? null,
          })),
          next: found.next ? encodeCursor(found.next) : null,
        }
      },
    },
  ]
}
