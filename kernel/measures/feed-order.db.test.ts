import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Database } from '../db/database.ts'
import { migrate, readMigrations } from '../db/migrate.ts'
import { sql } from '../db/sql.ts'
import { type TestDatabase, testDatabase } from '../db/testing.ts'
import * as q from './facts.sql.ts'

let database: TestDatabase
let db: Database
beforeAll(async () => {
  database = await testDatabase()
  await migrate(database.superConfig, await readMigrations([fileURLToPath(new URL('../migrations', import.meta.url))]))
  db = new Database(database.superConfig)
})
afterAll(async () => {
  await db?.close()
  await database?.drop()
})

test('the feed is read by number of transaction, not by its text: 9 comes before 10', async () => {
  for (const txid of ['10', '9', '100'])
    await db.tx((tx) =>
      tx.run(
        sql`insert into measures.feed (txid, facts, weight, row_values) values (${txid}::xid8, 'club.membership', 1, '[]')`,
      ),
    )
  const page = (txid: string, limit: number) =>
    db.read.rows<{ txid: string; feed_no: number }>(q.feedAfter(txid, Number.MAX_SAFE_INTEGER, limit))
  expect((await page('0', 10)).map((r) => r.txid)).toEqual(['9', '10', '100'])
  // Page by page: nothing twice, nothing left out.
  const seen: string[] = []
  for (let last = '0'; ; ) {
    const [row] = await page(last, 1)
    if (!row) break
    seen.push(row.txid)
    last = row.txid
  }
  expect(seen).toEqual(['9', '10', '100'])
})
