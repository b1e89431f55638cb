import { cp, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { checkBackup, restore as readBackup, backup as writeBackup } from '../../kernel/db/backup.ts'
import { startEmbedded } from '../../kernel/db/embedded/index.ts'
import { lockFolder } from '../../kernel/db/folder-lock.ts'
import { openKeyRing } from '../../kernel/secrets/keyring.ts'
import { allMigrations } from '../open.ts'
import { Progress } from '../progress.ts'
import type { Command } from './command.ts'
import { houseForCommand } from './house.ts'
import { journal } from './journal.ts'

const UPLOADS = 'uploads'
const BACKUP_USAGE = '用法 usage: npx guildbook backup --out FOLDER | backup --check FOLDER'

export const backup: Command = {
  name: 'backup',
  words: '--out FOLDER',
  about: { zh: '备份全部数据（不停机；不含密钥）', en: 'back everything up while it runs; keys are not in it' },
  options: {
    out: { type: 'string', about: { zh: '备份目录（须为空）', en: 'an empty folder' } },
    check: { type: 'string', about: { zh: '只核对已有备份', en: 'only look an older backup through' } },
  },
  run: async ({ values, out }) => {
    if (typeof values['check'] === 'string') {
      const manifest = await checkBackup(values['check'], await allMigrations())
      say(out, values['check'], manifest, '完好 holds')
      return 0
    }
    const folder = values['out']
    if (typeof folder !== 'string') throw new Error(BACKUP_USAGE)
    const { house, owner, close } = await houseForCommand({
      data: String(values['data']),
      city: String(values['city']),
    })
    try {
      const progress = new Progress()
      const manifest = await writeBackup(owner, folder, {
        keyId: house.office.keys.signingKeyId,
        madeAt: house.office.world.now().toISOString(),
        progress: (_, done, total) => out.json || progress.step('备份 backing up', done, total),
      })
      // Files that imports came from; the rows alone would do, but a returned workbook needs its original.
      await cp(join(house.dataDir, UPLOADS), join(folder, UPLOADS), { recursive: true }).catch(
        (e: NodeJS.ErrnoException) => {
          if (e.code !== 'ENOENT') throw e
        },
      )
      say(out, folder, manifest, '已备份 backed up')
      out.print('密钥文件 keys.json 不在备份里，请另外分开保管。The key file is not in it; keep it apart.')
      return 0
    } finally {
      await close()
    }
  },
}

export const restore: Command = {
  name: 'restore',
  words: '--from FOLDER --keys FILE',
  about: { zh: '把备份恢复到一个空的数据目录', en: 'restore a backup into an empty data folder' },
  options: {
    from: { type: 'string', about: { zh: '备份目录', en: 'folder of the backup' } },
    keys: { type: 'string', about: { zh: '备份时所用的密钥文件', en: 'the key file of that time' } },
  },
  run: async ({ values, out }) => {
    const from = values['from']
    const keyFile = values['keys']
    if (typeof from !== 'string' || typeof keyFile !== 'string')
      throw new Error('用法 usage: npx guildbook restore --from FOLDER --keys FILE --data NEW_FOLDER')
    if (process.env['DATABASE_URL'])
      throw new Error(
        'restore 只恢复到内置数据库；请先取消 DATABASE_URL\nrestore fills the embedded database; unset DATABASE_URL first',
      )
    const migrations = await allMigrations()
    const manifest = await checkBackup(from, migrations)
    const keys = await openKeyRing(keyFile, undefined)
    if (keys.signingKeyId !== manifest.keyId)
      throw new Error(
        `密钥文件 ${keyFile} 不是这份备份的（备份用 ${manifest.keyId}）。什么都没有改动。\n${keyFile} is not the key file of this backup (${manifest.keyId}). Nothing was changed.`,
      )
    const folder = String(values['data'])
    await mkdir(folder, { recursive: true })
    if ((await readdir(folder)).length)
      throw new Error(`数据目录 ${folder} 不是空的，请换一个\nThe data folder ${folder} is not empty; name another`)
    const lock = await lockFolder(folder)
    try {
      await cp(keyFile, join(lock.folder, 'keys.json'))
      const server = await startEmbedded({ dataDir: lock.folder, profile: 'serve', lock })
      try {
        const progress = new Progress()
        await readBackup(server.config('guildbook'), from, manifest, migrations, (_, done, total) => {
          if (!out.json) progress.step('恢复 restoring', done, total)
        })
      } finally {
        await server.stop()
      }
      await cp(join(from, UPLOADS), join(lock.folder, UPLOADS), { recursive: true }).catch(
        (e: NodeJS.ErrnoException) => {
          if (e.code !== 'ENOENT') throw e
        },
      )
    } finally {
      await lock.release()
    }
    say(out, from, manifest, '已恢复 restored')
    // A restored register proves itself by its own journal.
    return journal.run({
      words: ['journal'],
      values: { data: folder, city: values['city'] },
      out: { ...out, data: () => {} },
    })
  },
}

function say(
  out: { print(line: string): void; data(value: unknown): void },
  folder: string,
  manifest: { madeAt: string; tables: { rows: number; bytes: number }[] },
  what: string,
): void {
  const rows = manifest.tables.reduce((n, t) => n + t.rows, 0)
  const bytes = manifest.tables.reduce((n, t) => n + t.bytes, 0)
  out.data({ folder, madeAt: manifest.madeAt, tables: manifest.tables.length, rows, bytes })
  out.print(
    `${what}: ${folder} (${manifest.madeAt}, ${manifest.tables.length} tables, ${rows.toLocaleString('en-US')} rows, ${(bytes / 1e6).toFixed(1)} MB)`,
  )
}
