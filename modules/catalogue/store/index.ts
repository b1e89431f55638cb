import { decodeCursor, encodeCursor } from '../../../kernel/records/service.ts'
import { defineStore, type ReadContext } from '../../../kernel/rooms/store.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { Text } from '../../../kernel/values/text.ts'
import { LEVELS } from '../levels.ts'
import * as q from './catalogue.sql.ts'

export { type EditionWritten, writeEdition, writeIndustries } from './edition.ts'

const LIMIT_DEFAULT = 50
const same = (name: string): Text => ({ zh: name, en: name })

type OccupationsQuery = {
  search?: string
  prefix?: string
  industry?: string
  depth?: number
  edition?: string
  cursor?: string
  limit?: number
}

async function occupations(ctx: ReadContext, query: OccupationsQuery) {
  const after = query.cursor ? decodeCursor(query.cursor) : undefined
  if (query.cursor && after?.length !== 1)
    fail('BadInput', {
      code: 'CURSOR',
      field: 'cursor',
      message: { zh: '翻页标记无效', en: 'the cursor is not one of ours' },
      hint: { zh: '请从第一页重新查询', en: 'start from the first page' },
    })
  const limit = query.limit ?? LIMIT_DEFAULT
  return ctx.db.snapshot(async (tx) => {
    const edition = query.edition ?? (await tx.one<{ edition: string | null }>(q.newestEdition())).edition
    if (edition === null) return { edition, total: 0, rows: [], next: null }
    const question: q.OccupationQuestion = {
      edition,
      ...(query.search?.trim() ? { search: query.search.trim() } : {}),
      ...(query.prefix ? { prefix: query.prefix } : {}),
      ...(query.industry ? { industry: query.industry } : {}),
      ...(query.depth === undefined ? {} : { depth: query.depth }),
    }
    const rows = await tx.rows<q.OccupationRow>(q.occupationsPage(question, after?.[0], limit + 1))
    const { total } = await tx.one<{ total: number }>(q.occupationsTotal(question))
    const page = rows.slice(0, limit)
    const types = new Map<string, string[]>()
    for (const w of await tx.rows<{ occupation_code: string; name: string }>(
      q.workTypesOf(
        edition,
        page.map((r) => r.code),
      ),
    ))
      types.set(w.occupation_code, [...(types.get(w.occupation_code) ?? []), w.name])
    return {
      edition,
      total: Number(total),
      rows: page.map((r) => ({
        code: r.code,
        name: r.name,
        depth: Number(r.depth),
        parent: r.parent,
        green: r.green,
        digital: r.digital,
        industry: r.industry
          ? { id: r.industry, name: ctx.records.codeName('catalogue.industry', r.industry) ?? same(r.industry) }
          : null,
        workTypes: types.get(r.code) ?? [],
      })),
      next: rows.length > limit ? encodeCursor([page.at(-1)!.code]) : null,
    }
  })
}

export const store = defineStore({
  reads: { 'catalogue.occupations': occupations },
  codes: {
    'catalogue.division': async (read) =>
      new Map((await read.rows<{ code: string; name: string }>(q.divisionNames())).map((r) => [r.code, same(r.name)])),
    'catalogue.occupation': async (read) =>
      new Map(
        (await read.rows<{ code: string; name: string }>(q.occupationNames())).map((r) => [r.code, same(r.name)]),
      ),
    'catalogue.level': async () => new Map(LEVELS.map((l) => [l.id, l.display])),
    'catalogue.industry': async (read) =>
      new Map(
        (await read.rows<{ id: string; name_zh: string; name_en: string }>(q.industryNames())).map((r) => [
          r.id,
          { zh: r.name_zh, en: r.name_en },
        ]),
      ),
  },
})
