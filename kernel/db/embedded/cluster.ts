import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type Account, asAccount, canEnter } from './account.ts'
import { type Program, plainEnv, programPath } from './program.ts'
import { asStartProblem, noSpaceProblem, StartProblem } from './start-problem.ts'

/** PostgreSQL's own superuser, which migrations run as; it owns the database of the same name. */
export const SUPERUSER = 'guildbook'
export const DATABASE = 'guildbook'

const FOR_UNREACHABLE = '/var/lib/guildbook'
/** A fresh cluster takes 40 MB and its first log file. */
const CLUSTER_BYTES = 150 * 1024 ** 2

/** The files about the cluster in the data folder. */
const names = (dataDir: string) => ({
  cluster: join(dataDir, 'pg'),
  /** Path of the cluster when it lies elsewhere (see choosePlace). */
  elsewhere: join(dataDir, 'pg.elsewhere'),
  password: join(dataDir, 'pg.password'),
})

/** Where the cluster of a data folder lies, or is to lie; `undefined` when that is not decided yet. */
export function findPlace(dataDir: string): string | undefined {
  const { cluster, elsewhere } = names(dataDir)
  if (!existsSync(elsewhere)) return existsSync(cluster) ? cluster : undefined
  const place = readFileSync(elsewhere, 'utf8').trim()
  // The folder around it is made before the note, so without it the data were moved or deleted, not cut short.
  if (existsSync(dirname(place))) return place
  throw new StartProblem(
    'CLUSTER_GONE',
    {
      zh: `这个数据文件夹的数据库原在 ${place}，现已不在。`,
      en: `The database of this data folder lay in ${place} and is not there any more.`,
    },
    {
      zh: `请恢复该文件夹，或从备份恢复；确认要重新开始时，删除 ${elsewhere}。`,
      en: `Bring that folder back or restore a backup; to begin anew, delete ${elsewhere}.`,
    },
  )
}

/**
 * Where a new cluster goes: into the data folder; or, when that lies where PostgreSQL's user cannot go (below root's
 * 0700 home), under /var/lib/guildbook, with a note in the data folder saying where.
 */
export function choosePlace(dataDir: string, account: Account | undefined): string {
  if (canEnter(dataDir, account)) return names(dataDir).cluster
  const home = reachableHome()
  const place = join(home, `data-${randomBytes(6).toString('hex')}`, 'pg')
  mkdirSync(dirname(place), { recursive: true, mode: 0o755 })
  chmodSync(dirname(place), 0o755)
  writeFileSync(names(dataDir).elsewhere, `${place}\n`)
  return place
}

/** Root's own place that every user can walk through. */
export function reachableHome(): string {
  try {
    mkdirSync(FOR_UNREACHABLE, { recursive: true, mode: 0o755 })
    chmodSync(FOR_UNREACHABLE, 0o755)
  } catch (error) {
    throw asStartProblem(error, FOR_UNREACHABLE)
  }
  return FOR_UNREACHABLE
}

/** @throws StartProblem when the cluster was made by another PostgreSQL than the one here */
export function checkClusterVersion(cluster: string, program: Program): void {
  const versionFile = join(cluster, 'PG_VERSION')
  const has = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim() : '?'
  const brought = program.version.split('.')[0]
  if (has === brought) return
  throw new StartProblem(
    'CLUSTER_OF_OTHER_VERSION',
    {
      zh: `${cluster} 是 PostgreSQL ${has} 的数据，本程序内置的是 PostgreSQL ${brought}。`,
      en: `${cluster} holds data of PostgreSQL ${has}; this program brings PostgreSQL ${brought}.`,
    },
    {
      zh: '请用建立这些数据的那一版程序启动并备份（npx guildbook backup），再用本版恢复。',
      en: 'Start the version of the program that made these data, back them up (npx guildbook backup), and restore with this one.',
    },
  )
}

/**
 * Makes a cluster: into `pg.new`, then renamed, so that an initdb cut short never looks finished. The builtin C.UTF-8
 * locale has working character classes and stays the same over system upgrades.
 */
export async function makeCluster(
  cluster: string,
  program: Program,
  account: Account | undefined,
  options: { sync: boolean; password?: string },
): Promise<void> {
  const fresh = `${cluster}.new`
  try {
    const { bavail, bsize } = statfsSync(dirname(cluster))
    if (bavail * bsize < CLUSTER_BYTES) throw noSpaceProblem(cluster)
    rmSync(fresh, { recursive: true, force: true })
    mkdirSync(fresh, { mode: 0o700 })
    if (account) chownSync(fresh, account.uid, account.gid)
  } catch (error) {
    throw asStartProblem(error, cluster)
  }
  const passwordFile = `${cluster}.initial`
  const args = [
    '-D',
    fresh,
    '-E',
    'UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '-U',
    SUPERUSER,
  ]
  if (!options.sync) args.push('-N')
  if (options.password === undefined) args.push('-A', 'trust')
  else {
    writeFileSync(passwordFile, options.password, { mode: 0o600 })
    args.push('-A', 'scram-sha-256', `--pwfile=${passwordFile}`)
  }
  const { code, output } = await run(programPath(program, 'initdb'), args, account)
  rmSync(passwordFile, { force: true })
  if (code !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw explain(output, cluster)
  }
  try {
    renameSync(fresh, cluster)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    throw new StartProblem(
      'NOT_A_CLUSTER',
      { zh: `${cluster} 里有内容，但不是数据库。`, en: `${cluster} has something in it that is not a database.` },
      {
        zh: '请把它移走，或以 --data 指定别的文件夹。',
        en: 'Move it away, or name another folder with --data.',
      },
      { cause: error },
    )
  }
}

/** Writes to disk all that a profile without fsync has left in the system's cache. */
export async function syncCluster(cluster: string, program: Program, account: Account | undefined): Promise<void> {
  const { code, output } = await run(programPath(program, 'initdb'), ['--sync-only', '-D', cluster], account)
  if (code !== 0) throw explain(output, cluster)
}

/** Turns the last words of a PostgreSQL program into a problem that says how to mend it. */
export function explain(output: string, cluster: string): StartProblem {
  const tail = output.trim().split('\n').slice(-5).join('\n')
  if (/no space left|disk quota/i.test(output)) return noSpaceProblem(cluster, new Error(tail))
  return new StartProblem(
    'DATABASE_DOES_NOT_START',
    { zh: `数据库没有启动：\n${tail}`, en: `The database did not start:\n${tail}` },
    {
      zh: `请看 ${cluster}.log 的末尾。数据没有被改动；可用备份恢复到新的文件夹（--data）。`,
      en: `See the end of ${cluster}.log. The data were not changed; a backup can be restored into a new folder (--data).`,
    },
  )
}

const run = (command: string, args: string[], account: Account | undefined) =>
  new Promise<{ code: number | null; output: string }>((done, failed) => {
    const child = spawn(command, args, { ...asAccount(account), env: plainEnv(), stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk
      })
    }
    child.on('error', (error) => failed(spawnProblem(error)))
    child.on('close', (code) => done({ code, output }))
  })

export function spawnProblem(error: Error): Error {
  if ((error as NodeJS.ErrnoException).code !== 'EPERM') return error
  return new StartProblem(
    'CANNOT_CHANGE_USER',
    {
      zh: '以 root 启动，但此环境不允许切换到普通用户，而数据库不能以 root 运行。',
      en: 'Started as root, but this environment does not let root become a plain user, and the database must not run as root.',
    },
    { zh: '请用普通用户启动。', en: 'Start as a plain user.' },
    { cause: error },
  )
}

/** The marker of a first load under way: while it is there, the cluster is worth nothing and begins again. */
export const loadMarker = (cluster: string): string => `${cluster}.loading`

/** Removes a cluster whose first load was cut short. The marker stays until the next cluster is begun. */
export function dropUnfinishedLoad(cluster: string): boolean {
  if (!existsSync(loadMarker(cluster))) return false
  rmSync(cluster, { recursive: true, force: true })
  return true
}

/**
 * Takes the marker away, and makes sure on disk that it is gone: a marker that came back after a power cut would throw
 * away a cluster with real data.
 */
export function endLoad(cluster: string): void {
  rmSync(loadMarker(cluster), { force: true })
  if (process.platform === 'win32') return
  const folder = openSync(dirname(cluster), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** Windows only, where the server listens on TCP: the superuser's password, made once and kept readable to its owner. */
export function clusterPassword(dataDir: string): string {
  const { password } = names(dataDir)
  if (!existsSync(password)) writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(password, 'utf8').trim()
}

/** @throws StartProblem when the cluster belongs to somebody else than the user who would run it */
export function checkOwner(cluster: string, account: Account | undefined): void {
  if (process.platform === 'win32') return
  const wanted = account?.uid ?? process.getuid?.()
  const { uid } = statSync(cluster)
  if (uid === wanted) return
  throw new StartProblem(
    'CLUSTER_OF_OTHER_USER',
    {
      zh: `${cluster} 属于另一个用户（uid ${uid}），当前用户不能使用。`,
      en: `${cluster} belongs to another user (uid ${uid}); the present user cannot use it.`,
    },
    account
      ? {
          zh: `请改变其所有者后重试：chown -R ${account.name} ${cluster}`,
          en: `Change its owner and try again: chown -R ${account.name} ${cluster}`,
        }
      : {
          zh: '请用建立它的用户（或 root）启动，或以 --data 指定别的文件夹。',
          en: 'Start as the user who made it (or as root), or name another folder with --data.',
        },
  )
}

/**
 * A private folder for the server's socket: short (a socket path holds at most 107 bytes), 0700, of the account. Its name
 * comes from the cluster's path, so that a crash leaves at most one; somebody else's folder of that name is not used.
 */
export function socketFolder(base: string, key: string, account: Account | undefined): string {
  const uid = account?.uid ?? process.getuid?.() ?? 0
  for (const suffix of ['', `-${randomBytes(4).toString('hex')}`]) {
    const folder = join(base, `gb-${key}${suffix}`)
    try {
      mkdirSync(folder, { mode: 0o700 })
      if (account) chownSync(folder, account.uid, account.gid)
      return folder
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw asStartProblem(error, folder)
    }
    const there = lstatSync(folder)
    if (there.isDirectory() && (there.mode & 0o077) === 0) {
      if (there.uid === uid) return folder
      // As root, a folder of ours from a time before the account was another one.
      if (account && there.uid === 0) {
        chownSync(folder, account.uid, account.gid)
        return folder
      }
    }
  }
  throw new Error(`no private socket folder below ${base}`)
}
