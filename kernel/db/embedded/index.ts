import { createHash } from 'node:crypto'
import { existsSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type FolderLock, lockFolder } from '../folder-lock.ts'
import { canEnter, pickAccount } from './account.ts'
import {
  checkClusterVersion,
  checkOwner,
  choosePlace,
  clusterPassword,
  DATABASE,
  dropUnfinishedLoad,
  endLoad,
  findPlace,
  loadMarker,
  makeCluster,
  reachableHome,
  SUPERUSER,
  socketFolder,
  syncCluster,
} from './cluster.ts'
import { clearRemains, type Postmaster, startPostmaster } from './postmaster.ts'
import { findProgram } from './program.ts'
import { type Profile, settingsOf } from './settings.ts'
import { asStartProblem } from './start-problem.ts'

export type { Profile } from './settings.ts'
export { StartProblem } from './start-problem.ts'
export { DATABASE, SUPERUSER }

/** What `pg` needs to connect; fits `pg.PoolConfig` and `ConnectionConfig` of the database door. */
export type EmbeddedConfig = {
  host: string
  port: number
  user: string
  database: string
  ssl: false
  password?: string
}

export type EmbeddedServer = {
  /** Connection as a role, to the database `guildbook` unless another is named. */
  config(user: string, database?: string): EmbeddedConfig
  /** True when this start made the cluster: nothing is in it yet. */
  readonly fresh: boolean
  /** What is in force. `load` asked of a cluster that has data gives `serve`. */
  readonly profile: Profile
  /** Postmaster; changes with `restart`. */
  readonly pid: number
  /** Folder of the server's socket, 0700 (POSIX). On Windows the host it listens on. */
  readonly socketDir: string
  /** Where the cluster lies; its log is beside it, `<cluster>.log`. */
  readonly cluster: string
  readonly lock: FolderLock
  /** Resolves when the postmaster ends without having been asked to: say so and stop, the next start recovers. */
  readonly crashed: Promise<void>
  /**
   * Stops and starts with the settings of a profile. `restart('serve')` after `load` first writes everything to disk and
   * ends the time in which a cut-short load begins again from nothing.
   */
  restart(profile: 'load' | 'serve'): Promise<void>
  /** Clean stop; the pools must be ended before. `discard` throws the cluster's last seconds away (tests). */
  stop(options?: { discard?: boolean }): Promise<void>
}

export type EmbeddedOptions = {
  /** The data folder; made when missing. The cluster is its folder `pg`. */
  dataDir: string
  profile: Profile
  log?: (message: string) => void
  /** A lock already taken on the folder; else one is taken here and released by `stop`. */
  lock?: FolderLock
}

/**
 * Starts the PostgreSQL that the platform package brings, on a private socket without any port (Windows: 127.0.0.1 with a
 * password). Survives what machines do: root, kill -9 of anything, a first load cut short, another's pid in the pid file.
 * @throws StartProblem: folder in use, no space, no permission, data of another PostgreSQL, …
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const log = options.log ?? (() => {})
  const lock = options.lock ?? (await lockFolder(options.dataDir))
  try {
    return await start(lock, options.profile, log, options.lock === undefined)
  } catch (error) {
    if (!options.lock) await lock.release()
    throw asStartProblem(error, lock.folder)
  }
}

async function start(
  lock: FolderLock,
  asked: Profile,
  log: (message: string) => void,
  ownsLock: boolean,
): Promise<EmbeddedServer> {
  const dataDir = lock.folder
  const decided = findPlace(dataDir)
  const account = pickAccount(decided && existsSync(decided) ? decided : undefined)
  const program = findProgram(account, () => (account ? reachableHome() : join(dataDir, 'pg-program')))
  const cluster = decided ?? choosePlace(dataDir, account)

  // The owner first: inside another user's 0700 folder nothing can be seen, and it would look empty.
  if (existsSync(cluster)) checkOwner(cluster, account)
  if (existsSync(join(cluster, 'PG_VERSION'))) {
    checkClusterVersion(cluster, program)
    await clearRemains(program, cluster, log)
    if (dropUnfinishedLoad(cluster)) log('postgres: the first load was cut short; beginning again')
  }
  const fresh = !existsSync(join(cluster, 'PG_VERSION'))
  let profile: Profile = fresh || asked === 'scratch' ? asked : 'serve'
  const password = process.platform === 'win32' ? clusterPassword(dataDir) : undefined
  if (fresh) {
    // Before the cluster, so that no moment leaves an unsynced cluster without its marker.
    if (profile === 'load') writeFileSync(loadMarker(cluster), '')
    else endLoad(cluster)
    log(`postgres: making a new database in ${cluster}`)
    // `load` and `scratch` are written to disk later or never.
    await makeCluster(cluster, program, account, { sync: profile === 'serve', ...(password ? { password } : {}) })
  }

  const isWindows = process.platform === 'win32'
  const socketDir = isWindows ? '127.0.0.1' : placeSocket(cluster, account)
  // On POSIX only the name of the socket; said to both sides, so that a PGPORT of the environment does not matter.
  let port = 5432
  let postmaster: Postmaster
  let isStopping = false
  let reportCrash = () => {}
  const crashed = new Promise<void>((resolve) => {
    reportCrash = resolve
  })

  const launch = async () => {
    if (isWindows) port = await freePort()
    const where: Record<string, string> = isWindows
      ? { listen_addresses: '127.0.0.1', unix_socket_directories: '' }
      : { listen_addresses: '', unix_socket_directories: socketDir, unix_socket_permissions: '0700' }
    const settings = { ...settingsOf(profile), ...where, port: String(port) }
    const mine = await startPostmaster({ program, account, cluster, settings, socketDir, log })
    postmaster = mine
    mine.exited.then(() => {
      if (!isStopping && postmaster === mine) reportCrash()
    })
  }
  const config = (user: string, database: string = DATABASE): EmbeddedConfig => ({
    host: socketDir,
    user,
    database,
    port,
    ssl: false,
    ...(password ? { password } : {}),
  })

  await launch()
  try {
    await ensureDatabase(config(SUPERUSER, 'postgres'))
  } catch (error) {
    isStopping = true
    await postmaster!.stop()
    throw error
  }

  return {
    config,
    fresh,
    lock,
    cluster,
    socketDir,
    crashed,
    get pid() {
      return postmaster.pid
    },
    get profile() {
      return profile
    },
    restart: async (next) => {
      if (next === 'load' && !existsSync(loadMarker(cluster))) {
        throw new Error(
          'profile load is for a new cluster before its first serve: a cut-short load throws the cluster away',
        )
      }
      isStopping = true
      await postmaster.stop()
      if (profile !== 'serve' && next === 'serve') {
        await syncCluster(cluster, program, account)
        endLoad(cluster)
      }
      profile = next
      await launch()
      isStopping = false
    },
    stop: async (stopOptions) => {
      isStopping = true
      await postmaster.stop(stopOptions)
      if (!isWindows) rmSync(socketDir, { recursive: true, force: true })
      if (ownsLock) await lock.release()
    },
  }
}

/** Below the system's folder for temporary files when the account can go there and the path stays short enough. */
function placeSocket(cluster: string, account: ReturnType<typeof pickAccount>): string {
  const key = createHash('sha256').update(realpathSync(cluster)).digest('hex').slice(0, 12)
  const socketName = '/gb-123456789012-12345678/.s.PGSQL.5432'
  const temporary = realpathSync(tmpdir())
  const isFit = temporary.length + socketName.length < 104 && canEnter(temporary, account)
  return socketFolder(isFit ? temporary : '/tmp', key, account)
}

/** The database of ours, and with it the proof that the server answers. */
async function ensureDatabase(config: EmbeddedConfig): Promise<void> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
}

const freePort = () =>
  new Promise<number>((done, failed) => {
    const probe = createServer()
    probe.on('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => done(port))
    })
  })
