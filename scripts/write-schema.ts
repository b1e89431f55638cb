import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { allMigrations, ROOT } from '../doors/open.ts'
import { describeDatabase } from '../kernel/db/describe.ts'
import { migrate } from '../kernel/db/migrate.ts'
import { testDatabase } from '../kernel/db/testing.ts'
import setup from '../kernel/db/testing-setup.ts'

/** Writes kernel/db/schema.sql from a freshly migrated database: node scripts/write-schema.ts */
const stop = await setup()
try {
  const database = await testDatabase()
  await migrate(database.superConfig, await allMigrations())
  const client = new pg.Client(database.superConfig)
  await client.connect()
  const text = await describeDatabase(client).finally(() => client.end())
  writeFileSync(join(ROOT, 'kernel/db/schema.sql'), text)
} finally {
  await stop()
}
