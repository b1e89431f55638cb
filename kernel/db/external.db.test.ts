import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkAppRole, checkDatabaseUrl, checkServer, explainConnection, safeUrl } from './external.ts'
import { type TestDatabase, testDatabase } from './testing.ts'

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await testDatabase()
  client = new pg.Client(database.superConfig)
  await client.connect()
  await client.query(`
    create schema club;
    create table club.court (no int);
    create role tennis_app login; create role tennis_owner login; create role tennis_member login in role tennis_owner;
    create role tennis_boss superuser;
    create table club.ball (no int); alter table club.ball owner to tennis_owner`)
})
afterAll(async () => {
  await client.query(`drop owned by tennis_owner; drop role tennis_member, tennis_app, tennis_owner, tennis_boss`)
  await client.end()
  await database.drop()
})

const codes = (findings: { code: string }[]) => findings.map((finding) => finding.code)

test('our own kind of server passes', async () => {
  expect(await checkServer(client, { appRole: 'tennis_app' })).toEqual([])
})

test('a database under the plain C locale is found out', async () => {
  await client.query(`create database tennis_c template template0 encoding 'UTF8' locale_provider libc locale 'C'`)
  const plain = new pg.Client({ ...database.superConfig, database: 'tennis_c' })
  await plain.connect()
  expect(codes(await checkServer(plain))).toEqual(['SERVER_TEXT_RULES'])
  await plain.end()
  await client.query('drop database tennis_c')
})

test('a database in another encoding is found out', async () => {
  await client.query(
    `create database tennis_latin template template0 encoding 'LATIN1' locale_provider libc locale 'C'`,
  )
  const latin = new pg.Client({ ...database.superConfig, database: 'tennis_latin' })
  await latin.connect()
  expect(codes(await checkServer(latin))).toEqual(['SERVER_NOT_UTF8'])
  await latin.end()
  await client.query('drop database tennis_latin')
})

test('an old server is found out, together with all else that is wrong', async () => {
  // The one thing that cannot be had here is an old server; its answer can.
  const old = {
    query: async (text: string) =>
      /server_version/.test(text)
        ? { rows: [{ version: '14.9', number: 140_009, encoding: 'SQL_ASCII', database: 'club' }] }
        : { rows: [] },
  } as unknown as pg.Client
  expect(codes(await checkServer(old))).toEqual(['SERVER_TOO_OLD', 'SERVER_NOT_UTF8'])
})

test.each([
  ['tennis_app', []],
  ['tennis_owner', ['APP_ROLE_OWNS_TABLES']],
  ['tennis_member', ['APP_ROLE_OWNS_TABLES']],
  ['tennis_boss', ['APP_ROLE_TOO_STRONG']],
  ['tennis_nobody', ['APP_ROLE_MISSING']],
])('application role %s: %j', async (role, expected) => {
  expect(codes(await checkAppRole(client, role))).toEqual(expected)
})

describe('a broken DATABASE_URL', () => {
  test.each(['', 'localhost:5432/club', 'mysql://a@b/c', 'postgres//a'])('form %j', (url) => {
    expect(codes(checkDatabaseUrl(url))).toEqual(['DATABASE_URL_FORM'])
  })

  test('no password reaches a message', () => {
    expect(safeUrl('postgresql://tennis:s3cret@court/club')).not.toContain('s3cret')
    expect(safeUrl('postgresql://tennis@court/club?password=s3cret')).not.toContain('s3cret')
    expect(safeUrl('tennis:s3cret@court')).not.toContain('s3cret')
    expect(safeUrl('postgres//tennis:s3cret@court')).not.toContain('s3cret')
  })

  const failing = async (config: pg.ClientConfig) => {
    const broken = new pg.Client(config)
    return broken.connect().then(
      () => broken.end().then(() => Promise.reject(new Error('it did connect'))),
      (error: unknown) => error,
    )
  }
  test('nobody listens there', async () => {
    const error = await failing({ host: '127.0.0.1', port: 1 })
    expect(explainConnection(error, 'postgresql://127.0.0.1:1/x').code).toBe('SERVER_UNREACHABLE')
  })
  test('no such host', async () => {
    const error = await failing({ host: 'court.invalid' })
    expect(explainConnection(error, 'postgresql://court.invalid/x').code).toBe('SERVER_HOST_UNKNOWN')
  })
  test('no such database, no such role', async () => {
    const missing = await failing({ ...database.superConfig, database: 'tennis_nowhere' })
    expect(explainConnection(missing, 'postgresql:///x').code).toBe('DATABASE_MISSING')
    const stranger = await failing({ ...database.superConfig, user: 'tennis_stranger' })
    expect(explainConnection(stranger, 'postgresql:///x').code).toBe('SERVER_REFUSES_LOGIN')
  })
})
