import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { finishTown, loadReference, loadTown } from '../city/load.ts'
import { loadCity } from '../city/settings.ts'
import { type ConnectionConfig, Database } from '../kernel/db/database.ts'
import { type EmbeddedServer, StartProblem, startEmbedded } from '../kernel/db/embedded/index.ts'
import { checkAppRole, checkDatabaseUrl, checkServer, explainConnection } from '../kernel/db/external.ts'
import { type FolderLock, lockFolder } from '../kernel/db/folder-lock.ts'
import { DataIsNewer, isHalfMigrated, migrate } from '../kernel/db/migrate.ts'
import { type KeyRing, openKeyRing } from '../kernel/secrets/keyring.ts'
import type { Finding } from '../kernel/values/finding.ts'
import { machineWorld } from '../kernel/values/world.ts'
import { rooms } from '../modules/rooms.ts'
import { makeDemoAccounts } from './demo-accounts.ts'
import { allMigrations, type House, openHouse, ROOT, type Town } from './open.ts'
import type { StartOptions } from './options.ts'
import type { Progress } from './progress.ts'

export type Prepared = { house: House; lock: FolderLock; embedded: EmbeddedServer | undefined; stop(): Promise<void> }

const APP_ROLE = 'guildbook_app'
/** How much smaller `--town small` is, in persons. */
const SMALL_SCALE = 100

const problem = (code: string, zh: string, en: string, hintZh: string, hintEn: string): StartProblem =>
  new StartProblem(code, { zh, en }, { zh: hintZh, en: hintEn })

/** From a folder (or a DATABASE_URL) to an open house: start, check, migrate, load the town, open. */
export async function prepare(
  options: StartOptions,
  progress: Progress,
  mode: 'trial' | 'production',
): Promise<Prepared> {
  if (!existsSync(join(ROOT, 'city', options.city, 'city.yaml')))
    throw problem(
      'CITY_UNKNOWN',
      `没有城市目录 city/${options.city}。`,
      `There is no city folder city/${options.city}.`,
      '请检查 --city。',
      'Check --city.',
    )
  if (mode === 'production' && options.town !== 'none')
    throw problem(
      'PRODUCTION_TOWN',
      '正式运行不装入演示城。',
      'Production mode does not load the demonstration town.',
      '请加 --town none。',
      'Add --town none.',
    )
  const lock = await lockFolder(options.data)
  let embedded: EmbeddedServer | undefined
  let house: House | undefined
  const stop = async () => {
    await house?.close()
    await embedded?.stop()
    await lock.release()
  }
  try {
    const keys = await openKeys(join(lock.folder, 'keys.json'), mode)
    const url = process.env['DATABASE_URL']
    let owner: ConnectionConfig
    let app: ConnectionConfig
    if (url) {
      const findings = checkDatabaseUrl(url)
      if (findings.length) throw fromFindings(findings)
      owner = { connectionString: url }
      app = owner
      await checkExternal(url)
    } else {
      embedded = await startEmbedded({
        dataDir: lock.folder,
        profile: options.town === 'none' ? 'serve' : 'load',
        lock,
        log: (m) => progress.say(`  ${m}`),
      })
      owner = embedded.config('guildbook')
      app = embedded.config(APP_ROLE)
    }
    const loaded = await setUp({ options, owner, keys, progress })
    if (embedded && embedded.profile === 'load') {
      progress.say('  写入磁盘 writing to disk …')
      await embedded.restart('serve')
      app = embedded.config(APP_ROLE)
    }
    if (url) {
      const client = new pg.Client(owner)
      await client.connect()
      const findings = await checkAppRole(client, APP_ROLE).finally(() => client.end())
      if (findings.length) throw fromFindings(findings)
    }
    house = await openHouse({
      connection: app,
      cityId: options.city,
      keys,
      dataDir: lock.folder,
      figures: 'background',
      publicAddress: options.publicUrl,
      ...(url ? { role: APP_ROLE } : {}),
    })
    if (mode === 'production' && house.office.demonstration)
      throw problem(
        'PRODUCTION_TOWN',
        '此数据目录装的是演示城。',
        'This data folder holds the demonstration town.',
        '正式运行请换一个空的数据目录，并加 --town none。',
        'Use an empty data folder with --town none.',
      )
    if (house.office.demonstration) await makeDemoAccounts(house, ROOT)
    // What a new user waited for, from the start of the process to an open house; the bench shows it beside its floor.
    if (loaded) await setSetting(owner, 'load', { seconds: performance.now() / 1000 })
    return { house, lock, embedded, stop }
  } catch (e) {
    await stop().catch(() => {})
    throw e instanceof DataIsNewer
      ? problem(
          'DATA_NEWER',
          '数据由更新的版本写成，本程序读不了。',
          `The data were written by a newer version (${e.unknown.join(', ')}).`,
          '请换用更新的程序版本；数据没有改动。',
          'Use the newer program; nothing was changed.',
        )
      : e
  }
}

async function openKeys(path: string, mode: 'trial' | 'production'): Promise<KeyRing> {
  if (mode === 'production' && !existsSync(path))
    throw problem(
      'KEYS_MISSING',
      `没有密钥文件 ${path}。`,
      `There is no key file ${path}.`,
      '请先运行 npx guildbook keys --out FILE 生成，并妥善保管副本。',
      'Make one with npx guildbook keys --out FILE, and keep a copy safe.',
    )
  const keys = await openKeyRing(path, { demonstration: true })
  if (mode === 'production' && keys.demonstration)
    throw problem(
      'KEYS_DEFAULT',
      '密钥文件是试用时自动生成的，正式运行不接受。',
      'The key file was made for trial use; production refuses it.',
      '请用 npx guildbook keys --out FILE 生成正式密钥。',
      'Make real keys with npx guildbook keys --out FILE.',
    )
  return keys
}

async function checkExternal(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  try {
    await client.connect()
  } catch (e) {
    throw fromFindings([explainConnection(e, url)])
  }
  try {
    const findings = await checkServer(client)
    if (findings.length) throw fromFindings(findings)
  } finally {
    await client.end()
  }
}

const fromFindings = (findings: Finding[]): StartProblem =>
  problem(
    findings[0]!.code,
    findings.map((f) => f.message.zh).join('\n'),
    findings.map((f) => f.message.en).join('\n'),
    findings.map((f) => f.hint.zh).join('\n'),
    findings.map((f) => f.hint.en).join('\n'),
  )

/** Migrates, and loads the town into an empty database; a database that has one is only migrated. @returns whether a town was loaded */
export async function setUp(p: {
  options: Pick<StartOptions, 'town' | 'city'>
  owner: ConnectionConfig
  keys: KeyRing
  progress: Pick<Progress, 'say' | 'step'>
}): Promise<boolean> {
  const migrations = await allMigrations()
  const stored = await townOf(p.owner)
  if (stored) {
    await migrate(p.owner, migrations)
    if (p.options.town !== 'none' && stored.size !== p.options.town)
      p.progress.say(
        `  数据目录已有${stored.size === 'none' ? '数据' : `演示城（${stored.size}）`}，不再装入 the folder already holds: ${stored.size}`,
      )
    return false
  }
  if (await isHalfMigrated(p.owner))
    throw problem(
      'LOAD_CUT_SHORT',
      '数据库里有一次没有完成的装入。',
      'The database holds a load that was cut short.',
      '请清空该数据库（drop schema … cascade）后重新启动。',
      'Empty that database and start again.',
    )
  const started = Date.now()
  const { city } = await loadCity(p.options.city)
  const world = machineWorld(city.zone)
  const step = (s: { title: { zh: string; en: string }; done: number; total: number }) =>
    p.progress.step(`${s.title.zh} ${s.title.en}`, s.done, s.total)
  if (p.options.town === 'none') {
    await migrate(p.owner, migrations)
    await loadReference(p.owner, join(ROOT, 'city', p.options.city))
  } else {
    await migrate(p.owner, migrations, 'first')
    await loadTown({
      ownerConfig: p.owner,
      cityFolder: join(ROOT, 'city', p.options.city),
      keys: p.keys,
      size: p.options.town,
      progress: step,
    })
    p.progress.say('  建立主键、索引和引用 keys, indexes, references …')
    await migrate(p.owner, migrations, 'second')
    const db = new Database(p.owner, { statementTimeoutMs: 600_000 })
    try {
      await finishTown({ db, world, rooms, progress: step })
    } finally {
      await db.close()
    }
  }
  const town: Town = { size: p.options.town, scale: p.options.town === 'small' ? SMALL_SCALE : 1 }
  await setSetting(p.owner, 'city', p.options.city)
  await setSetting(p.owner, 'town', town)
  p.progress.say(`  用时 took ${((Date.now() - started) / 1000).toFixed(1)} s`)
  return p.options.town !== 'none'
}

async function townOf(owner: ConnectionConfig): Promise<Town | undefined> {
  return withClient(owner, async (client) => {
    const { rows } = await client.query(`select to_regclass('kernel.setting') is not null as there`)
    if (!rows[0].there) return undefined
    return (await client.query(`select value from kernel.setting where key = 'town'`)).rows[0]?.value as
      | Town
      | undefined
  })
}

const setSetting = (owner: ConnectionConfig, key: string, value: unknown): Promise<unknown> =>
  withClient(owner, (client) =>
    client.query(
      `insert into kernel.setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value`,
      [key, JSON.stringify(value)],
    ),
  )

async function withClient<T>(config: ConnectionConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
