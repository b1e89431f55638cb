import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clubMigrations } from '../testing/club/index.ts'
import { copyFields, copyLine, lines } from './copy-text.ts'
import { Database, errorCode } from './database.ts'
import { describeDatabase } from './describe.ts'
import { DataIsNewer, isHalfMigrated, type Migration, MigrationChanged, migrate, readMigrations } from './migrate.ts'
import { sql } from './sql.ts'
import { type TestDatabase, testDatabase } from './testing.ts'

const made: TestDatabase[] = []
const fresh = async () => {
  const t = await testDatabase()
  made.push(t)
  return t
}
const ask = async <R = Record<string, unknown>>(t: TestDatabase, text: string): Promise<R[]> => {
  const client = new pg.Client(t.superConfig)
  await client.connect()
  try {
    return (await client.query(text)).rows as R[]
  } finally {
    await client.end()
  }
}
const schemaOf = async (t: TestDatabase) => {
  const client = new pg.Client(t.superConfig)
  await client.connect()
  return describeDatabase(client).finally(() => client.end())
}
const migration = (n: string, text: string): Migration => ({ name: n, text, sha256: `sum of ${text}` })
afterAll(async () => {
  for (const t of made) await t.drop()
})

describe('migrate', () => {
  it('gives the same catalogue in one pass, in two, and run again', async () => {
    const migrations = await clubMigrations()
    const [one, two] = [await fresh(), await fresh()]
    expect((await migrate(one.superConfig, migrations)).applied).toEqual(migrations.map((m) => m.name))
    expect((await migrate(one.superConfig, migrations)).applied).toEqual([])
    expect(await isHalfMigrated(two.superConfig)).toBe(false)
    await migrate(two.superConfig, migrations, 'first')
    expect(await isHalfMigrated(two.superConfig)).toBe(true)
    expect(await schemaOf(two)).not.toBe(await schemaOf(one))
    await migrate(two.superConfig, migrations, 'second')
    expect(await isHalfMigrated(two.superConfig)).toBe(false)
    expect(await schemaOf(two)).toBe(await schemaOf(one))
  })
  it('finishes a first pass that was left, also in one go', async () => {
    const t = await fresh()
    const m = [
      migration(
        '1',
        'create table a (x int not null); alter table a add constraint a_pk primary key (x); create index a_x on a (x)',
      ),
    ]
    await migrate(t.superConfig, m, 'first')
    await migrate(t.superConfig, m)
    expect(await ask(t, `select count(*)::int as n from pg_indexes where schemaname = 'public'`)).toEqual([{ n: 2 }])
    expect(await isHalfMigrated(t.superConfig)).toBe(false)
  })
  it('refuses data that a newer program wrote, and an applied migration in another wording', async () => {
    const t = await fresh()
    const [a, b] = [migration('1', 'create table a (x int)'), migration('2', 'create table b (x int)')]
    await migrate(t.superConfig, [a, b])
    await expect(migrate(t.superConfig, [a])).rejects.toThrow(DataIsNewer)
    await expect(migrate(t.superConfig, [a, migration('2', 'create table b (x bigint)')])).rejects.toThrow(
      MigrationChanged,
    )
    await expect(migrate(t.superConfig, [a, b, migration('3', 'select 1')], 'second')).rejects.toThrow(
      'second pass before the first: 3',
    )
  })
  it('takes a failing migration back whole, keeps those before it, and says which', async () => {
    const t = await fresh()
    const good = migration('1', 'create table a (x int)')
    const bad = migration('2', 'create table b (x int); insert into b values (1); select 1/0')
    await expect(migrate(t.superConfig, [good, bad])).rejects.toThrow('migration 2 failed: division by zero')
    expect(
      await ask(
        t,
        `select to_regclass('a') is not null as a, to_regclass('b') is not null as b, (select count(*)::int from kernel.migration) as n`,
      ),
    ).toEqual([{ a: true, b: false, n: 1 }])
    await migrate(t.superConfig, [good, migration('2', 'create table b (x int)')])
  })
  it('fails in the second pass where the rows do not keep what the key says, and stays half migrated', async () => {
    const t = await fresh()
    const m = [migration('1', 'create table a (x int not null); alter table a add constraint a_pk primary key (x)')]
    await migrate(t.superConfig, m, 'first')
    await ask(t, 'insert into a values (1), (1)')
    await expect(migrate(t.superConfig, m, 'second')).rejects.toThrow(/duplicate|could not create unique/)
    expect(await isHalfMigrated(t.superConfig)).toBe(true)
  })
  it('lets two migrators follow each other', async () => {
    const t = await fresh()
    const m = [migration('1', 'create table a (x int); select pg_sleep(0.05)')]
    const both = await Promise.all([migrate(t.superConfig, m), migrate(t.superConfig, m)])
    expect(both.map((r) => r.applied.length).sort()).toEqual([0, 1])
  })
  it('reads folders in the order of names, and not one name twice', async () => {
    const names = (await clubMigrations()).map((m) => m.name)
    expect(names).toEqual([...names].sort())
    const folder = new URL('../migrations', import.meta.url).pathname
    await expect(readMigrations([folder, folder])).rejects.toThrow(/two migrations are called/)
    expect(await readMigrations(['/nowhere/at/all'])).toEqual([])
  })
})

describe('Database', () => {
  let t: TestDatabase
  let db: Database
  beforeAll(async () => {
    t = await fresh()
    await ask(
      t,
      'create schema club; create table club.court (no int primary key, games int not null, built date, days date[], big bigint, at timestamptz)',
    )
    await ask(t, 'insert into club.court (no, games) values (1, 0), (2, 0)')
    db = new Database(t.superConfig, { size: 4, readSize: 2 })
  })
  afterAll(() => db.close())

  it('tries again after a serialization failure, and not for ever', async () => {
    let tries = 0
    let read = 0
    // Each reads what the other writes, before either writes: one of them must fail, and try again.
    const game = (mine: number, other: number) =>
      db.tx(async (tx) => {
        tries++
        const { games } = await tx.one<{ games: number }>(sql`select games from club.court where no = ${other}`)
        read++
        while (read < 2) await new Promise((r) => setTimeout(r, 1))
        await tx.run(sql`update club.court set games = ${games + 1} where no = ${mine}`)
      }, 'serializable')
    await Promise.all([game(1, 2), game(2, 1)])
    expect(tries).toBeGreaterThan(2)
    let failing = 0
    await expect(
      db.tx(async () => Promise.reject(Object.assign(new Error('again'), { code: '40001', n: ++failing }))),
    ).rejects.toThrow('again')
    expect(failing).toBe(6)
    let other = 0
    await expect(db.tx(async () => Promise.reject(new Error(`no ${++other}`)))).rejects.toThrow('no 1')
  })
  it('rolls back all of a transaction that fails', async () => {
    await expect(
      db.tx(async (tx) => {
        await tx.run(sql`update club.court set games = 99`)
        throw new Error('rain')
      }),
    ).rejects.toThrow('rain')
    expect(await db.read.rows(sql`select 1 from club.court where games = 99`)).toEqual([])
  })
  it('reads of a snapshot agree with each other', async () => {
    await db.snapshot(async (tx) => {
      const before = await tx.one(sql`select games from club.court where no = 1`)
      await db.tx((w) => w.run(sql`update club.court set games = games + 1 where no = 1`))
      expect(await tx.one(sql`select games from club.court where no = 1`)).toEqual(before)
    })
  })
  it('a read writes nothing, by pool and by snapshot', async () => {
    await expect(db.read.run(sql`update club.court set games = 0`)).rejects.toMatchObject({ code: '25006' })
    await expect(db.snapshot((tx) => tx.run(sql`update club.court set games = 0`))).rejects.toMatchObject({
      code: '25006',
    })
    await expect(db.read.copyIn('club.court', ['no'], ['3\n'])).rejects.toThrow('needs a transaction')
  })
  it('one is one, maybe is at most one', async () => {
    await expect(db.read.one(sql`select no from club.court`)).rejects.toThrow('wanted one row, got 2')
    await expect(db.read.one(sql`select no from club.court where no = 9`)).rejects.toThrow('wanted one row, got 0')
    await expect(db.read.maybe(sql`select no from club.court`)).rejects.toThrow('at most one')
    expect(await db.read.maybe(sql`select no from club.court where no = 9`)).toBeUndefined()
  })
  it('dates stay text, bigints are exact numbers or a fault, instants are instants', async () => {
    await db.tx((tx) =>
      tx.run(
        sql`update club.court set built = '0001-02-03', days = '{2024-02-29,2025-01-01}', big = 9007199254740991, at = '2026-03-10T00:00:00+08:00' where no = 1`,
      ),
    )
    expect(
      await db.read.one(sql`select built, days, big, at, '{}'::date[] as none from club.court where no = 1`),
    ).toEqual({
      built: '0001-02-03',
      days: ['2024-02-29', '2025-01-01'],
      big: 9007199254740991,
      at: new Date('2026-03-09T16:00:00Z'),
      none: [],
    })
    await expect(db.read.one(sql`select 9007199254740992::bigint as n`)).rejects.toThrow('beyond exact numbers')
  })
  it('copies in and out what it was given', async () => {
    const rows = [
      ['1', '网球\t\n\\'],
      ['2', null],
    ]
    await db.tx(async (tx) => {
      await tx.run({ text: 'create temp table ball (no text, name text) on commit drop', values: [] })
      await tx.copyIn(
        'pg_temp.ball',
        ['no', 'name'],
        rows.map((r) => copyLine(r)),
      )
      const out = []
      for await (const l of lines(tx.copyOut('select no, name from pg_temp.ball order by no'))) out.push(copyFields(l))
      expect(out).toEqual(rows)
    })
  })
  it('a broken COPY takes the transaction with it, and the connection serves on', async () => {
    await expect(db.tx((tx) => tx.copyIn('club.court', ['no'], ['x\n']))).rejects.toMatchObject({ code: '22P02' })
    const stopped = (async function* () {
      yield '7\n'
      throw new Error('the source is gone')
    })()
    await expect(db.tx((tx) => tx.copyIn('club.court', ['no', 'games'], stopped))).rejects.toThrow()
    for (let i = 0; i < 6; i++)
      expect(await db.tx((tx) => tx.one(sql`select count(*)::int as n from club.court`))).toEqual({ n: 2 })
  })
  it('a lost connection fails its own work only; the next gets a new one', async () => {
    await expect(
      db.tx(async (tx) => {
        const { pid } = await tx.one<{ pid: number }>(sql`select pg_backend_pid() as pid`)
        await ask(t, `select pg_terminate_backend(${pid})`)
        await tx.run(sql`select 1`)
      }),
    ).rejects.toSatisfy((e) => errorCode(e) === '57P01' || /terminated|ended|closed|connection error/i.test(String(e)))
    // Those that lie idle in the pools are lost as well.
    await ask(
      t,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name = 'guildbook'`,
    )
    let ok = 0
    for (let i = 0; i < 20 && ok < 2; i++) {
      await new Promise((r) => setTimeout(r, 20))
      ok += await db
        .tx((tx) => tx.one(sql`select 1 as one`))
        .then(
          () => 1,
          () => 0,
        )
    }
    expect(ok).toBe(2)
    expect(await db.read.one(sql`select 1 as one`)).toEqual({ one: 1 })
  })
  it('statements that take too long are stopped, and names without schema find nothing to be shadowed by', async () => {
    const quick = new Database(t.superConfig, { size: 1, statementTimeoutMs: 50 })
    await expect(quick.tx((tx) => tx.run(sql`select pg_sleep(2)`))).rejects.toMatchObject({ code: '57014' })
    await expect(quick.read.rows(sql`select * from court`)).rejects.toMatchObject({ code: '42P01' })
    expect(await quick.read.one(sql`show timezone`)).toEqual({ TimeZone: 'UTC' })
    await quick.close()
  })
})
