import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Club, clubMigrations, openClub } from '../testing/club/index.ts'
import { backup, checkBackup, type Manifest, restore } from './backup.ts'
import type { ConnectionConfig } from './database.ts'
import { type TestDatabase, testDatabase } from './testing.ts'

let c: Club
let target: TestDatabase
let folder: string
let manifest: Manifest
const ODD = '令狐\t𬭬\\N “x”\n'
const parts = { keyId: 'k', madeAt: '2026-03-10T00:00:00Z' }
beforeAll(async () => {
  c = await openClub()
  target = await testDatabase()
  folder = join(await mkdtemp(join(tmpdir(), 'gb-backup-')), 'one')
  for (let i = 0; i < 50; i++) await c.addMember()
  await c.asOwner(
    'update club.member set name = $1 where member_id = (select min(member_id::text)::uuid from club.member)',
    [ODD],
  )
})
afterAll(async () => {
  await c.close()
  await target.drop()
  await rm(join(folder, '..'), { recursive: true, force: true })
})

/** Every table of ours, as one hash each. */
async function contents(config: ConnectionConfig): Promise<Record<string, string>> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    const out: Record<string, string> = {}
    for (const t of manifest.tables) {
      const { rows } = await client.query(
        `select md5(coalesce(string_agg(x::text, '|' order by x::text), '')) as h from ${t.name} x`,
      )
      out[t.name] = rows[0].h
    }
    return out
  } finally {
    await client.end()
  }
}

describe('backup and restore', () => {
  it('holds one instant, whatever is written meanwhile', async () => {
    const before = await c.asOwner<{ n: number }>('select count(*)::int as n from club.member')
    let adding: Promise<unknown> | undefined
    manifest = await backup(c.test.superConfig, folder, {
      ...parts,
      progress: () => {
        adding ??= c.addMember()
      },
    })
    await adding
    expect(manifest.tables.find((t) => t.name === 'club.member')!.rows).toBe(before[0]!.n)
    const [after] = await c.asOwner<{ n: number }>('select count(*)::int as n from club.member')
    expect(after!.n).toBe(before[0]!.n + 1)
    await c.asOwner('delete from club.member where member_id = (select max(member_id::text)::uuid from club.member)')
  })

  it('comes back to the last character, keys and references included', async () => {
    await rm(folder, { recursive: true })
    manifest = await backup(c.test.superConfig, folder, parts)
    await restore(target.superConfig, folder, await checkBackup(folder, await clubMigrations()), await clubMigrations())
    expect(await contents(target.superConfig)).toEqual(await contents(c.test.superConfig))
    const constraints = `select count(*)::int as n from pg_constraint where connamespace::regnamespace::text !~ '^pg_|information_schema'`
    const client = new pg.Client(target.superConfig)
    await client.connect()
    expect((await client.query(constraints)).rows).toEqual(await c.asOwner(constraints))
    await client.end()
  })

  it('does not fill a database that holds something', async () => {
    await expect(restore(target.superConfig, folder, manifest, await clubMigrations())).rejects.toMatchObject({
      code: 'NOT_EMPTY',
    })
  })

  it('does not write over a folder that holds something', async () => {
    await expect(backup(c.test.superConfig, folder, parts)).rejects.toMatchObject({ code: 'FOLDER_TAKEN' })
  })

  it('finds every damaged and every missing file, and another version', async () => {
    await appendFile(join(folder, 'club.member.copy.gz'), 'x')
    await rm(join(folder, 'journal.leaf.copy.gz'))
    const problem = await checkBackup(folder, await clubMigrations()).catch((e: Error) => e)
    expect(problem).toMatchObject({ code: 'DAMAGED' })
    expect((problem as Error).message).toContain('club.member.copy.gz')
    expect((problem as Error).message).toContain('journal.leaf.copy.gz')
    const path = join(folder, 'manifest.json')
    const told = JSON.parse(await readFile(path, 'utf8')) as Manifest
    told.migrations.push({ name: '20990101T0000-later', sha256: '00' })
    await writeFile(path, JSON.stringify(told))
    await expect(checkBackup(folder, await clubMigrations())).rejects.toMatchObject({ code: 'NEWER' })
    await rm(path)
    await expect(checkBackup(folder, await clubMigrations())).rejects.toMatchObject({ code: 'NO_BACKUP' })
  })
})
