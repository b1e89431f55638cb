import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { type TestDatabase, templateDatabase, testDatabase } from './testing.ts'

const made: TestDatabase[] = []
const make = async (template?: string) => {
  const database = await testDatabase(template === undefined ? {} : { template })
  made.push(database)
  return database
}
afterAll(async () => {
  for (const database of made) await database.drop()
})
const query = async (config: pg.ClientConfig, text: string) => {
  const client = new pg.Client(config)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

test('each call gives a database of its own', async () => {
  const [a, b] = [await make(), await make()]
  await query(a.superConfig, 'create table court (no int)')
  expect(await query(b.superConfig, `select to_regclass('court') as found`)).toEqual([{ found: null }])
  expect(await query(a.superConfig, 'select current_database() as name')).toEqual([{ name: a.databaseName }])
})

test('a template is built once, however many ask at the same time, and clones do not touch it', async () => {
  let built = 0
  const build = async (config: pg.ClientConfig) => {
    built++
    await query(config, 'create table court (no int); insert into court values (1)')
  }
  await Promise.all([templateDatabase('tennis', build), templateDatabase('tennis', build)])
  await templateDatabase('tennis', build)
  expect(built).toBe(1)
  const first = await make('tennis')
  await query(first.superConfig, 'delete from court')
  expect(await query((await make('tennis')).superConfig, 'select no from court')).toEqual([{ no: 1 }])
})

test('a template whose building failed is built again', async () => {
  await expect(
    templateDatabase('broken', async () => {
      throw new Error('out of balls')
    }),
  ).rejects.toThrow('out of balls')
  await templateDatabase('broken', (config) => query(config, 'create table court (no int)').then(() => {}))
  expect(await query((await make('broken')).superConfig, 'select count(*)::int as courts from court')).toEqual([
    { courts: 0 },
  ])
})

test('drop takes the database away even with somebody connected', async () => {
  const database = await testDatabase()
  const client = new pg.Client(database.superConfig)
  client.on('error', () => {})
  await client.connect()
  await database.drop()
  await expect(query(database.superConfig, 'select 1')).rejects.toMatchObject({ code: '3D000' })
})
