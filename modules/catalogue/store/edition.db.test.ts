import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SYSTEM } from '../../../kernel/access/actor.ts'
import { Database } from '../../../kernel/db/database.ts'
import { migrate, readMigrations } from '../../../kernel/db/migrate.ts'
import { type TestDatabase, testDatabase } from '../../../kernel/db/testing.ts'
import type { ReadContext } from '../../../kernel/rooms/store.ts'
import { stillWorld } from '../../../kernel/values/world.ts'
import { LISTING_LEVELS } from '../../directory/index.ts'
import type { EditionRow } from '../edition-import.ts'
import { LEVELS } from '../levels.ts'
import { store, writeEdition, writeIndustries } from './index.ts'

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const whole = at('../shared/data/cn/occupations-2022.csv')
const chosen = at('city/linfen/tables/catalogue/occupations-2022-linfen.csv')
const readCsv = (path: string) => parse(readFileSync(path, 'utf8'), { columns: true }) as EditionRow[]

let database: TestDatabase
let db: Database
const world = stillWorld('2026-03-02T01:00:00Z', 'Asia/Shanghai')
// Only the world is asked for.
const office = { world } as unknown as Parameters<typeof writeEdition>[1]
beforeAll(async () => {
  database = await testDatabase()
  await migrate(
    database.superConfig,
    await readMigrations([at('kernel/migrations'), at('modules/catalogue/migrations')]),
  )
  db = new Database(database.config('guildbook_app'))
})
afterAll(async () => {
  await db?.close()
  await database?.drop()
})
const write = (edition: string, rows: readonly EditionRow[]) =>
  db.tx((tx) => writeEdition(tx, office, edition, rows, SYSTEM))
const names = (table: 'catalogue.occupation' | 'catalogue.level' | 'catalogue.industry') => store.codes[table](db.read)
// biome-ignore lint/suspicious/noExplicitAny: the test knows what the read answers
const ask = async (query: Record<string, unknown>): Promise<any> => {
  const industries = await names('catalogue.industry')
  return store.reads['catalogue.occupations'](
    {
      db,
      read: db.read,
      records: { codeName: (_: string, code: string) => industries.get(code) },
    } as unknown as ReadContext,
    query,
  )
}

describe('an edition of the classification', () => {
  test('what the city uses is written, found by word, code and work type, and written again without change', async () => {
    const rows = readCsv(chosen).map(({ depth, ...r }) => ({ ...r, level: depth }))
    const first = await write('2022', rows)
    expect(first).toMatchObject({ written: rows.length, same: 0, kept: 0 })
    expect(await write('2022', rows)).toMatchObject({ written: 0, same: rows.length, kept: 0, workTypes: 0 })
    expect((await ask({ search: '焊工' })).rows.map((r: { code: string }) => r.code)).toContain('6-18-02-04')
    expect((await ask({ search: '工焊' })).rows).toEqual([])
    expect((await ask({ search: '6-18-02' })).rows.map((r: { code: string }) => r.code)).toContain('6-18-02-04')
    expect((await ask({ prefix: '6-1', limit: 5 }).catch(() => ({ rows: [] }))).rows).toEqual([])
    const under = await ask({ prefix: '6-18', depth: 4 })
    expect(under.rows.every((r: { code: string }) => r.code.startsWith('6-18-'))).toBe(true)
    expect(under.total).toBe(under.rows.length)
  })

  test('pages follow each other', async () => {
    const all = (await ask({ limit: 200 })).rows.map((r: { code: string }) => r.code)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: { rows: { code: string }[]; next: string | null } = await ask({
        limit: 17,
        ...(cursor ? { cursor } : {}),
      })
      seen.push(...page.rows.map((r) => r.code))
      cursor = page.next
    } while (cursor)
    expect(seen).toEqual(all)
  })

  test('a faulty file writes nothing', async () => {
    const before = (await names('catalogue.occupation')).size
    await expect(
      write('2099', [
        { code: '6', name: '生产制造及有关人员' },
        { code: '6-18-02', name: '无上级' },
      ]),
    ).rejects.toMatchObject({ code: 'BadInput' })
    await expect(write('2099', [])).rejects.toMatchObject({ code: 'BadInput' })
    expect((await names('catalogue.occupation')).size).toBe(before)
  })

  test.skipIf(!existsSync(whole))('the whole edition of 2022: 1636 occupations over what the city had', async () => {
    const had = await names('catalogue.occupation')
    const done = await write('2022', readCsv(whole))
    expect(done.counts[3]).toBe(1636)
    // Two codes are in the live system only; they stay.
    expect(done.kept).toBe([...had.keys()].filter((c) => !readCsv(whole).some((r) => r.code === c)).length)
    const now = await names('catalogue.occupation')
    expect(now.size).toBe(done.counts.reduce((a, b) => a + b, 0) + done.kept)
    expect(done.workTypes).toBeGreaterThan(2000)
    expect(await write('2022', readCsv(whole))).toMatchObject({ written: 0, workTypes: 0 })
    const byWorkType = await ask({ search: '药品购销员' })
    expect(byWorkType.rows.map((r: { code: string }) => r.code)).toContain('4-01-05-02')
    expect(byWorkType.rows[0].workTypes).toContain('药品购销员')
    expect((await ask({ depth: 4 })).total).toBeGreaterThanOrEqual(1636)
  })

  test('industries and levels have names; the ladder of the directory is this one', async () => {
    await db.tx((tx) => writeIndustries(tx, [{ id: 'coal', zh: '煤炭', en: 'Coal' }]))
    expect(await db.tx((tx) => writeIndustries(tx, [{ id: 'coal', zh: '煤炭', en: 'Coal' }]))).toBe(0)
    expect((await names('catalogue.industry')).get('coal')?.zh).toBe('煤炭')
    expect((await names('catalogue.level')).get('level-3')?.zh).toBe('三级/高级工')
    expect(LISTING_LEVELS).toEqual(
      LEVELS.filter((l) => l.rank > 0).map((l) => ({ id: l.id, rank: l.rank, label: l.display })),
    )
  })
})
