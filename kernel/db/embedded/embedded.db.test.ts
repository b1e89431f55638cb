import { type ChildProcess, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FolderLock, findFolderHolder, lockFolder } from '../folder-lock.ts'
import { type EmbeddedServer, type StartProblem, startEmbedded } from './index.ts'

let dataDir: string
let running: EmbeddedServer[] = []
let children: ChildProcess[] = []
let postmasters: number[] = []
let lines: string[] = []
const log = (line: string) => lines.push(line)

beforeEach(() => {
  // The data folder of a real site; a folder that everybody may walk through, as root's mkdtemp alone would not be.
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'gb-embedded-'))
  chmodSync(folder, 0o755)
  dataDir = join(folder, 'data')
  lines = []
})
afterEach(async () => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL')
  // Their watches stop the databases; the folder is not pulled away from under them.
  for (const pid of postmasters) await until('a database of the test has stopped', () => !isAlive(pid))
  postmasters = []
  for (const server of running) await server.stop({ discard: true }).catch(() => {})
  running = []
  children = []
  rmSync(join(dataDir, '..'), { recursive: true, force: true })
})

const start = async (profile: 'load' | 'serve' = 'serve') => {
  const server = await startEmbedded({ dataDir, profile, log })
  running.push(server)
  return server
}
const query = async (server: { config: EmbeddedServer['config'] }, text: string) => {
  const client = new pg.Client(server.config('guildbook'))
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
/** Alive and at work: a dead process that its parent has not yet buried still has a number. */
const isAlive = (pid: number) => {
  try {
    return !/^\S+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
const until = async (what: string, isTrue: () => boolean) => {
  const end = Date.now() + 20_000
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`)
    await new Promise((done) => setTimeout(done, 20))
  }
}

/** A server in a process of its own, so that it can be killed like one. */
const startChild = async (): Promise<{ child: ChildProcess; pid: number; watchPid: number }> => {
  const program = `
    import { startEmbedded } from ${JSON.stringify(fileURLToPath(new URL('./index.ts', import.meta.url)))}
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, profile: 'serve' })
    server.lock.setUrl('http://127.0.0.1:8480')
    process.stdout.write(server.pid + '\\n')
    setInterval(() => {}, 1000)
  `
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const pid = await new Promise<number>((done, failed) => {
    child.stdout!.once('data', (chunk: Buffer) => done(Number(chunk.toString())))
    child.once('exit', (code) => failed(new Error(`the child ended with ${code}`)))
  })
  postmasters.push(pid)
  return { child, pid, watchPid: findWatch(pid) }
}
/** The watch process of a postmaster, by its arguments. */
const findWatch = (pid: number): number => {
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const args = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0')
      if (args.includes('guildbook-watch') && args.includes(String(pid))) return Number(name)
    } catch {
      // Gone meanwhile.
    }
  }
  throw new Error(`no watch for ${pid}`)
}
const problemOf = async (work: Promise<unknown>): Promise<StartProblem> => {
  try {
    await work
  } catch (error) {
    return error as StartProblem
  }
  throw new Error('nothing was thrown')
}

describe('embedded server', () => {
  test('starts, keeps its data over a stop, and leaves no process, socket or pid file behind', async () => {
    const first = await start()
    expect(first.fresh).toBe(true)
    expect(await query(first, 'select current_user, current_database() as db')).toEqual([
      { current_user: 'guildbook', db: 'guildbook' },
    ])
    await query(first, "create table ball (name text); insert into ball values ('red')")
    const { pid, socketDir, cluster } = first
    const watchPid = findWatch(pid)
    await first.stop()
    expect([isAlive(pid), isAlive(watchPid)]).toEqual([false, false])
    expect(existsSync(socketDir)).toBe(false)
    expect(existsSync(join(cluster, 'postmaster.pid'))).toBe(false)
    expect(await findFolderHolder(dataDir)).toBeUndefined()

    const second = await start()
    expect(second.fresh).toBe(false)
    expect(await query(second, 'select name from ball')).toEqual([{ name: 'red' }])
  })

  test('text behaves: Chinese letters are letters, accents have capitals, order is by code point', async () => {
    const server = await start('load')
    expect(
      await query(
        server,
        `select '临' ~ '\\w' as letter, upper('é') as upper, current_setting('server_encoding') as encoding`,
      ),
    ).toEqual([{ letter: true, upper: 'É', encoding: 'UTF8' }])
  })

  test('opens no network port and lets only its own user into the socket folder', async () => {
    const server = await start()
    const [row] = await query(
      server,
      `select current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync`,
    )
    expect(row).toEqual({ addresses: '', fsync: 'on' })
    expect(statSync(server.socketDir).mode & 0o777).toBe(0o700)
  })

  test('a second start on the same folder is refused with pid and address of the first', async () => {
    const { child } = await startChild()
    const problem = await problemOf(startEmbedded({ dataDir, profile: 'serve' }))
    expect(problem.finding.code).toBe('FOLDER_IN_USE')
    expect(problem.finding.message.en).toContain(`process ${child.pid}`)
    expect(problem.finding.message.en).toContain('http://127.0.0.1:8480')
    expect(await findFolderHolder(dataDir)).toEqual({ pid: child.pid, url: 'http://127.0.0.1:8480' })
  })

  test('kill -9 of the server process: the watch stops the database cleanly', async () => {
    const { child, pid } = await startChild()
    child.kill('SIGKILL')
    await until('the database has stopped', () => !isAlive(pid))
    const server = await start()
    // Clean means: PostgreSQL had nothing to recover.
    expect(readFileSync(`${server.cluster}.log`, 'utf8')).not.toContain('automatic recovery in progress')
  })

  test('kill -9 of the server process and of the watch: the next start recognises the orphan, stops it, and loses nothing', async () => {
    const { child, pid, watchPid } = await startChild()
    process.kill(watchPid, 'SIGKILL')
    child.kill('SIGKILL')
    await until('the server process is gone', () => child.signalCode !== null)
    expect(isAlive(pid)).toBe(true)
    const server = await start()
    expect(server.cluster).toBe(join(dataDir, 'pg'))
    expect(lines.join('\n')).toContain(`left process ${pid} behind`)
    expect(isAlive(pid)).toBe(false)
    expect(server.pid).not.toBe(pid)
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('kill -9 of the postmaster: it is reported, the next start recovers, and what was committed is there', async () => {
    const first = await start()
    await query(first, "create table ball (name text); insert into ball values ('committed')")
    process.kill(first.pid, 'SIGKILL')
    await first.crashed
    await first.stop()
    const second = await start()
    expect(await query(second, 'select name from ball')).toEqual([{ name: 'committed' }])
    expect(readFileSync(`${second.cluster}.log`, 'utf8')).toContain('automatic recovery in progress')
  })

  test('a pid file that names another living process: that process is not touched, and the start goes on', async () => {
    const first = await start()
    const { cluster } = first
    await first.stop()
    const bystander = spawn('sleep', ['60'])
    children.push(bystander)
    writeFileSync(join(cluster, 'postmaster.pid'), `${bystander.pid}\n${cluster}\n0\n5432\n/tmp\n\n0 0\nready\n`)
    const second = await start()
    expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(lines.join('\n')).toContain(`names process ${bystander.pid}`)
    expect(bystander.exitCode).toBeNull()
    expect(bystander.signalCode).toBeNull()
  })

  test('load has nothing synced, serve everything; a load that was finished stays', async () => {
    const first = await start('load')
    expect(first.profile).toBe('load')
    await query(first, "create table ball (name text); insert into ball values ('loaded')")
    const settings = `select current_setting('fsync') as fsync, current_setting('wal_level') as wal`
    expect(await query(first, settings)).toEqual([{ fsync: 'off', wal: 'minimal' }])
    await first.restart('serve')
    expect(await query(first, settings)).toEqual([{ fsync: 'on', wal: 'replica' }])
    await expect(first.restart('load')).rejects.toThrow(/cut-short load/)
    await first.stop()
    // Asking for `load` again must not endanger what is there.
    const second = await start('load')
    expect([second.fresh, second.profile]).toEqual([false, 'serve'])
    expect(await query(second, 'select name from ball')).toEqual([{ name: 'loaded' }])
  })

  test('a first load that was cut short begins again from nothing', async () => {
    const first = await start('load')
    await query(first, 'create table half_loaded (name text)')
    await first.stop()
    const second = await start('load')
    expect([second.fresh, second.profile]).toEqual([true, 'load'])
    expect(await query(second, `select to_regclass('half_loaded') as found`)).toEqual([{ found: null }])
  })

  test('a cluster of another PostgreSQL is refused with a way out, and left as it is', async () => {
    const first = await start()
    await first.stop()
    writeFileSync(join(first.cluster, 'PG_VERSION'), '19\n')
    const problem = await problemOf(start())
    expect(problem.finding.code).toBe('CLUSTER_OF_OTHER_VERSION')
    expect(problem.finding.message.en).toContain('PostgreSQL 19')
    expect(await findFolderHolder(dataDir)).toBeUndefined()
    writeFileSync(join(first.cluster, 'PG_VERSION'), '18\n')
    expect((await start()).fresh).toBe(false)
  })

  test('a folder that holds something else is not overwritten', async () => {
    mkdirSync(join(dataDir, 'pg'), { recursive: true })
    writeFileSync(join(dataDir, 'pg', 'letters.txt'), 'mine')
    if (process.getuid?.() === 0) chownSync(join(dataDir, 'pg'), 65534, 65534)
    const problem = await problemOf(start())
    expect(problem.finding.code).toBe('NOT_A_CLUSTER')
    expect(readFileSync(join(dataDir, 'pg', 'letters.txt'), 'utf8')).toBe('mine')
  })

  test.runIf(process.getuid?.() === 0)(
    "as root below root's private home: the cluster goes where its user can reach it, and is found again",
    async () => {
      chmodSync(join(dataDir, '..'), 0o700)
      const first = await start()
      expect(first.cluster).not.toContain(dataDir)
      try {
        await query(first, "create table ball (name text); insert into ball values ('red')")
        await first.stop()
        // Also when the way has opened meanwhile: the note in the data folder decides, not the present rights.
        chmodSync(join(dataDir, '..'), 0o755)
        const second = await start()
        expect(second.cluster).toBe(first.cluster)
        expect(await query(second, 'select name from ball')).toEqual([{ name: 'red' }])
        await second.stop()
      } finally {
        rmSync(join(first.cluster, '..'), { recursive: true, force: true })
      }
      const problem = await problemOf(start())
      expect(problem.finding.code).toBe('CLUSTER_GONE')
    },
  )
})

describe('folder lock', () => {
  let lock: FolderLock | undefined
  afterEach(async () => {
    await lock?.release()
  })

  test('one holder at a time; free again after release', async () => {
    lock = await lockFolder(dataDir)
    const problem = await problemOf(lockFolder(dataDir))
    expect(problem.finding.code).toBe('FOLDER_IN_USE')
    await lock.release()
    lock = await lockFolder(dataDir)
    expect(lock.folder).toBe(dataDir)
  })

  test('the same folder by another path is the same folder', async () => {
    lock = await lockFolder(dataDir)
    symlinkSync(dataDir, join(dataDir, '..', 'other-name'))
    expect((await problemOf(lockFolder(join(dataDir, '..', 'other-name')))).finding.code).toBe('FOLDER_IN_USE')
  })
})
