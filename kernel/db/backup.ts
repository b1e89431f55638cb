import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import * as q from './backup.sql.ts'
import type { ConnectionConfig } from './database.ts'
import { type Migration, migrate } from './migrate.ts'

const FORMAT = 1
const MANIFEST = 'manifest.json'
/** Quick enough to keep up with COPY on one core, and still a quarter of the size. */
const GZIP_LEVEL = 3

export type BackupTable = { name: string; columns: string[]; file: string; rows: number; bytes: number; sha256: string }
export type Manifest = {
  format: typeof FORMAT
  madeAt: string
  /** Which keys the sealed columns need; the keys themselves are never in a backup. */
  keyId: string
  migrations: { name: string; sha256: string }[]
  tables: BackupTable[]
}
export class BackupProblem extends Error {
  readonly code: string
  constructor(code: string, zh: string, en: string) {
    super(`${zh}\n${en}`)
    this.code = code
    this.name = 'BackupProblem'
  }
}

/**
 * Writes all tables as they were at one instant, while the city goes on working: one snapshot, COPY's text form, so that any
 * later server and version reads it. The manifest is written last; a folder without one is no backup.
 * @throws BackupProblem FOLDER_TAKEN
 */
export async function backup(
  owner: ConnectionConfig,
  folder: string,
  parts: { keyId: string; madeAt: string; progress?: (table: string, done: number, total: number) => void },
): Promise<Manifest> {
  const there = await readdir(folder).catch((e: NodeJS.ErrnoException) =>
    e.code === 'ENOENT' ? [] : Promise.reject(e),
  )
  if (there.length)
    throw new BackupProblem(
      'FOLDER_TAKEN',
      `目录 ${folder} 不是空的，请换一个`,
      `${folder} is not empty; take another folder`,
    )
  const work = `${folder}.part`
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true, mode: 0o700 })
  const client = new pg.Client(owner)
  await client.connect()
  try {
    await client.query(q.PLAIN_FORMS)
    await client.query(q.SNAPSHOT)
    const migrations = (await client.query<{ name: string; sha256: string }>(q.MIGRATIONS_DONE)).rows
    const found = (await client.query<{ schema: string; name: string; columns: string[] }>(q.OUR_TABLES)).rows
    const tables: BackupTable[] = []
    for (const [i, t] of found.entries()) {
      const name = `${t.schema}.${t.name}`
      parts.progress?.(name, i, found.length)
      const file = `${name}.copy.gz`
      const meter = new Meter()
      const out = client.query(copyTo(q.copyOut(name, t.columns)))
      await pipeline(
        out,
        createGzip({ level: GZIP_LEVEL }),
        meter,
        createWriteStream(join(work, file), { mode: 0o600 }),
      )
      tables.push({
        name,
        columns: t.columns,
        file,
        rows: out.rowCount ?? 0,
        bytes: meter.bytes,
        sha256: meter.digest(),
      })
    }
    parts.progress?.('', found.length, found.length)
    await client.query('commit')
    const manifest: Manifest = { format: FORMAT, madeAt: parts.madeAt, keyId: parts.keyId, migrations, tables }
    await writeFile(join(work, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
    await rm(folder, { recursive: true, force: true })
    await rename(work, folder)
    return manifest
  } catch (e) {
    await rm(work, { recursive: true, force: true })
    throw e
  } finally {
    await client.end()
  }
}

/**
 * Looks a backup through, every byte, before anything is touched.
 * @throws BackupProblem NO_BACKUP, UNKNOWN_FORMAT, DAMAGED (naming every file), NEWER
 */
export async function checkBackup(folder: string, known: readonly Migration[]): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined)
  if (text === undefined)
    throw new BackupProblem(
      'NO_BACKUP',
      `${folder} 里没有完整的备份（缺 ${MANIFEST}）`,
      `no complete backup in ${folder}: ${MANIFEST} is missing`,
    )
  const manifest = JSON.parse(text) as Manifest
  if (manifest.format !== FORMAT)
    throw new BackupProblem(
      'UNKNOWN_FORMAT',
      `备份格式 ${manifest.format} 不认识`,
      `unknown backup format ${manifest.format}`,
    )
  const hashes = new Map(known.map((m) => [m.name, m.sha256]))
  const strange = manifest.migrations.filter((m) => hashes.get(m.name) !== m.sha256).map((m) => m.name)
  if (strange.length)
    throw new BackupProblem(
      'NEWER',
      `备份由另一版本的程序写成（${strange.join('、')}），请换用该版本恢复后再升级`,
      `the backup is of another version of the program (${strange.join(', ')}); restore it with that version, then upgrade`,
    )
  const damaged: string[] = []
  for (const t of manifest.tables) {
    const meter = new Meter()
    try {
      await pipeline(createReadStream(join(folder, t.file)), meter, new Sink())
      if (meter.bytes !== t.bytes || meter.digest() !== t.sha256) damaged.push(t.file)
    } catch {
      damaged.push(t.file)
    }
  }
  if (damaged.length)
    throw new BackupProblem(
      'DAMAGED',
      `备份文件缺失或损坏：${damaged.join('、')}。什么都没有改动`,
      `missing or damaged: ${damaged.join(', ')}. Nothing was changed`,
    )
  return manifest
}

/** Fills an empty database from a checked backup, then brings it to this version. @throws BackupProblem NOT_EMPTY */
export async function restore(
  owner: ConnectionConfig,
  folder: string,
  manifest: Manifest,
  known: readonly Migration[],
  progress?: (table: string, done: number, total: number) => void,
): Promise<void> {
  const client = new pg.Client(owner)
  await client.connect()
  try {
    if ((await client.query<{ there: boolean }>(q.HAS_MIGRATIONS)).rows[0]!.there)
      throw new BackupProblem('NOT_EMPTY', '目标数据库不是空的', 'the database is not empty')
    const then = known.filter((m) => manifest.migrations.some((x) => x.name === m.name))
    await migrate(owner, then, 'first')
    await client.query(q.PLAIN_FORMS)
    for (const [i, t] of manifest.tables.entries()) {
      progress?.(t.name, i, manifest.tables.length)
      await client.query(q.truncate(t.name))
      const into = client.query(copyFrom(q.copyIn(t.name, t.columns)))
      await pipeline(createReadStream(join(folder, t.file)), createGunzip(), into)
      if (into.rowCount !== t.rows) throw new Error(`${t.name}: ${into.rowCount} rows came, ${t.rows} were meant`)
    }
    progress?.('', manifest.tables.length, manifest.tables.length)
    await migrate(owner, then, 'second')
    await migrate(owner, known)
    await client.query(q.ANALYZE)
  } finally {
    await client.end()
  }
}

/** Counts and hashes what flows through. */
class Meter extends Transform {
  readonly #hash = createHash('sha256')
  bytes = 0
  override _transform(chunk: Buffer, _: BufferEncoding, done: (e: Error | null, data: Buffer) => void): void {
    this.#hash.update(chunk)
    this.bytes += chunk.length
    done(null, chunk)
  }
  digest(): string {
    return this.#hash.digest('hex')
  }
}
class Sink extends Transform {
  override _transform(_chunk: Buffer, _: BufferEncoding, done: () => void): void {
    done()
  }
}
