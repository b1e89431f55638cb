import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import pg from 'pg'
import type { ConnectionConfig } from './database.ts'
import { splitStatements } from './statements.ts'

export type Migration = { name: string; text: string; sha256: string }

/** Reads `*.sql` of the given folders; the order is that of the file names, which begin with a time. Missing folders are fine. */
export async function readMigrations(folders: readonly string[]): Promise<Migration[]> {
  const all: Migration[] = []
  for (const folder of folders) {
    const names = await readdir(folder).catch((e: NodeJS.ErrnoException) => {
      if (e.code === 'ENOENT') return []
      throw e
    })
    for (const file of names.filter((n) => n.endsWith('.sql'))) {
      const text = await readFile(join(folder, file), 'utf8')
      all.push({ name: basename(file, '.sql'), text, sha256: createHash('sha256').update(text).digest('hex') })
    }
  }
  all.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  for (let i = 1; i < all.length; i++)
    if (all[i]!.name === all[i - 1]!.name) throw new Error(`two migrations are called ${all[i]!.name}`)
  return all
}

export class DataIsNewer extends Error {
  readonly unknown: string[]
  constructor(unknown: string[]) {
    super(`the data were written by a newer version of the program (unknown migrations: ${unknown.join(', ')})`)
    this.name = 'DataIsNewer'
    this.unknown = unknown
  }
}
export class MigrationChanged extends Error {
  constructor(migration: string) {
    super(`migration ${migration} was applied in another wording; applied migrations are never edited`)
    this.name = 'MigrationChanged'
  }
}

/**
 * Keys, indexes and references are written as statements of their own, so that on an empty database they can wait until
 * the mass load is done: three to four times faster than checking row by row. The same SQL, in two passes.
 */
export const isSecondPass = (statement: string): boolean =>
  /^\s*create\s+(unique\s+)?index\b/i.test(statement) ||
  /^\s*alter\s+table\s+[\w.]+\s+add\s+constraint\s+\w+\s+(primary\s+key|unique|exclude|foreign\s+key)\b/i.test(
    statement,
  )

export type MigrateResult = { applied: string[]; pendingSecondPass: boolean }

/**
 * Brings the database to the newest state, as the owner. `passes: 'first'` leaves out keys and indexes (empty database
 * only); call again with `passes: 'second'` after the load. `partition` re-creates tables by hash of their anchor, for the
 * law test of the data contract.
 * @throws DataIsNewer, MigrationChanged
 */
export async function migrate(
  owner: ConnectionConfig,
  migrations: readonly Migration[],
  passes: 'both' | 'first' | 'second' = 'both',
  rewrite: (statement: string) => string = (s) => s,
): Promise<MigrateResult> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    // One migrator at a time: the lock is the owner's own and goes with the connection.
    await client.query(`select pg_advisory_lock(hashtext('guildbook.migrate'))`)
    await client.query(`create schema if not exists kernel`)
    await client.query(
      `create table if not exists kernel.migration (name text primary key, sha256 text not null, second_pass_done boolean not null, applied_at timestamptz not null default now())`,
    )
    await client.query(`comment on table kernel.migration is '[L] which migrations this database has seen'`)
    const { rows: done } = await client.query<{ name: string; sha256: string; second_pass_done: boolean }>(
      'select name, sha256, second_pass_done from kernel.migration',
    )
    const known = new Map(migrations.map((m) => [m.name, m]))
    const unknown = done.filter((d) => !known.has(d.name)).map((d) => d.name)
    if (unknown.length) throw new DataIsNewer(unknown)
    for (const d of done) if (known.get(d.name)!.sha256 !== d.sha256) throw new MigrationChanged(d.name)
    const seen = new Map(done.map((d) => [d.name, d]))

    if (passes === 'second') return await secondPass(owner, client, migrations, seen, rewrite)

    const applied: string[] = []
    for (const m of migrations) {
      const before = seen.get(m.name)
      if (before?.second_pass_done) continue
      if (before && passes === 'first') continue
      const statements = splitStatements(m.text).filter((s) =>
        passes === 'both' && !before ? true : before ? isSecondPass(s) : !isSecondPass(s),
      )
      await client.query('begin')
      try {
        for (const s of statements) await client.query(rewrite(s))
        await client.query(
          `insert into kernel.migration (name, sha256, second_pass_done) values ($1, $2, $3)
           on conflict (name) do update set second_pass_done = excluded.second_pass_done`,
          [m.name, m.sha256, passes !== 'first'],
        )
        await client.query('commit')
      } catch (e) {
        await client.query('rollback')
        throw new Error(`migration ${m.name} failed: ${(e as Error).message}`, { cause: e })
      }
      applied.push(m.name)
    }
    return { applied, pendingSecondPass: passes === 'first' }
  } finally {
    await client.end()
  }
}

const LANES = 2

/**
 * Keys and indexes of all tables side by side, then the references: minutes of one core are half the time of two. Not one
 * transaction; broken off, the database is half migrated and says so (`isHalfMigrated`).
 */
async function secondPass(
  owner: ConnectionConfig,
  client: pg.Client,
  migrations: readonly Migration[],
  seen: ReadonlyMap<string, { second_pass_done: boolean }>,
  rewrite: (statement: string) => string,
): Promise<MigrateResult> {
  const pending = migrations.filter((m) => !seen.get(m.name)?.second_pass_done)
  for (const m of pending) if (!seen.has(m.name)) throw new Error(`second pass before the first: ${m.name}`)
  const statements = pending.flatMap((m) => splitStatements(m.text).filter(isSecondPass).map(rewrite))
  const isReference = (s: string) => /\bforeign\s+key\b/i.test(s)
  for (const round of [statements.filter((s) => !isReference(s)), statements.filter(isReference)]) {
    const byTable = new Map<string, string[]>()
    for (const s of round) {
      const table = /\b(?:alter\s+table|on)\s+([\w.]+)/i.exec(s)?.[1] ?? ''
      byTable.set(table, [...(byTable.get(table) ?? []), s])
    }
    const queue = [...byTable.values()]
    const lane = async () => {
      const own = new pg.Client(owner)
      await own.connect()
      try {
        for (let next = queue.shift(); next; next = queue.shift())
          for (const s of next)
            await own.query(s).catch((e: Error) => {
              queue.length = 0
              throw new Error(`${s.slice(0, 120)}: ${e.message}`, { cause: e })
            })
      } finally {
        await own.end()
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
  }
  await client.query('update kernel.migration set second_pass_done = true where name = any($1)', [
    pending.map((m) => m.name),
  ])
  return { applied: pending.map((m) => m.name), pendingSecondPass: false }
}

/** True when a first pass was made but not the second: a load that was broken off. */
export async function isHalfMigrated(owner: ConnectionConfig): Promise<boolean> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    const { rows } = await client.query(`select to_regclass('kernel.migration') is not null as there`)
    if (!rows[0].there) return false
    const half = await client.query('select 1 from kernel.migration where not second_pass_done limit 1')
    return half.rowCount === 1
  } finally {
    await client.end()
  }
}
