import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { type Account, asAccount } from './account.ts'
import { explain, spawnProblem } from './cluster.ts'
import { type Program, plainEnv, programPath } from './program.ts'
import { asStartProblem, StartProblem } from './start-problem.ts'

const READY_MS = 60_000
const READY_RECOVERING_MS = 30 * 60_000
const POLL_MS = 5
const LOG_BYTES_MAX = 10 * 1024 ** 2

export type Postmaster = {
  pid: number
  /** Resolves when the postmaster is gone, whoever ended it. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Fast shutdown, then harder: SIGINT 15 s, SIGQUIT 5 s, SIGKILL. `discard` begins at SIGQUIT, for data nobody wants. */
  stop(options?: { discard?: boolean }): Promise<void>
}

export type StartOptions = {
  program: Program
  account: Account | undefined
  cluster: string
  settings: Record<string, string>
  socketDir: string
  log: (message: string) => void
}

/** Starts the postmaster and waits until it takes connections. */
export async function startPostmaster(options: StartOptions): Promise<Postmaster> {
  const { cluster, log } = options
  const until = Date.now() + 10_000
  for (;;) {
    try {
      return await startOnce(options)
    } catch (error) {
      // After kill -9 of a postmaster its children need a moment to notice; until then their shared memory is in use.
      const text = String((error as Error).message)
      if (!/pre-existing shared memory block|could not bind .*Address already in use/.test(text) || Date.now() > until)
        throw error
      log(`postgres: waiting for the remains of the last run in ${cluster}`)
      await sleep(300)
    }
  }
}

async function startOnce({ program, account, cluster, settings, socketDir, log }: StartOptions): Promise<Postmaster> {
  const logFile = `${cluster}.log`
  const args = ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  let logSize = 0
  let out: number
  try {
    if (existsSync(logFile) && statSync(logFile).size > LOG_BYTES_MAX) renameSync(logFile, `${logFile}.1`)
    out = openSync(logFile, 'a', 0o600)
    logSize = statSync(logFile).size
  } catch (error) {
    throw asStartProblem(error, logFile)
  }
  // A session of its own: Ctrl-C reaches only us, and we end the requests first and the database after. A file and not a
  // pipe for its log, so that our death does not break its writing.
  const child = spawn(programPath(program, 'postgres'), args, {
    ...asAccount(account),
    env: plainEnv(),
    detached: true,
    stdio: ['ignore', out, out],
    windowsHide: true,
  })
  closeSync(out)
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done, failed) => {
    child.on('error', (error) => failed(spawnProblem(error)))
    child.on('exit', (code, signal) => done({ code, signal }))
  })
  exited.catch(() => {})
  let hasExited = false
  const gone = exited.then(() => {
    hasExited = true
  })
  gone.catch(() => {})

  const started = Date.now()
  const lastWords = () => readFileSync(logFile, 'utf8').slice(logSize)
  let isSaid = false
  while (!isReady(cluster, child.pid)) {
    await Promise.race([sleep(POLL_MS), gone])
    if (hasExited) throw explain(lastWords(), cluster)
    const waited = Date.now() - started
    // Recovery after a crash may replay much; it is at work as long as its log says so.
    const isRecovering = /automatic recovery in progress|redo starts/.test(waited > 3000 ? lastWords() : '')
    if (isRecovering && !isSaid) {
      isSaid = true
      log('postgres: the last run was cut short; recovering from its log, nothing is lost')
    }
    if (waited > (isRecovering ? READY_RECOVERING_MS : READY_MS)) {
      child.kill('SIGKILL')
      throw explain(`${lastWords()}\nnot ready after ${Math.round(waited / 1000)} s`, cluster)
    }
  }
  child.unref()
  const watch = startWatch(child, account, socketDir, gone)
  return {
    pid: child.pid!,
    exited,
    stop: async ({ discard = false } = {}) => {
      if (!hasExited) await stopProcess(child, program, cluster, gone, discard, log)
      await watch.done()
    },
  }
}

/** Line 1 of postmaster.pid is our child and line 8 says ready. */
function isReady(cluster: string, pid: number | undefined): boolean {
  const file = readPidFile(cluster)
  return file !== undefined && file.pid === pid && file.status === 'ready'
}

type PidFile = { pid: number; port: string; socketFolder: string; status: string }

export function readPidFile(cluster: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    if (!(pid > 0)) return undefined
    return { pid, port: lines[3] ?? '', socketFolder: lines[4] ?? '', status: (lines[7] ?? '').trim() }
  } catch {
    return undefined
  }
}

/** $1 the postmaster, $2 the folder of its socket, which is empty after a clean stop. */
const WATCH = 'read l; [ "$l" = done ] && exit; kill -INT $1; while kill -0 $1; do sleep 1; done; rmdir "$2"'

/**
 * A little process that outlives us for one purpose: when we die without a word (kill -9), the pipe to it closes and it
 * stops the database cleanly. On a normal stop it is told `done`. Windows has no such shell; there the next start deals
 * with the orphan.
 */
function startWatch(
  child: ChildProcess,
  account: Account | undefined,
  socketDir: string,
  gone: Promise<void>,
): { done(): Promise<void> } {
  if (process.platform === 'win32') return { done: async () => {} }
  const watch = spawn('/bin/sh', ['-c', WATCH, 'guildbook-watch', String(child.pid), socketDir], {
    ...asAccount(account),
    env: plainEnv(),
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = new Promise<void>((resolve) => {
    watch.on('error', () => resolve())
    watch.on('exit', () => resolve())
  })
  watch.stdin.on('error', () => {})
  watch.unref()
  ;(watch.stdin as unknown as { unref(): void }).unref()
  const done = async () => {
    watch.ref()
    if (!watch.stdin.destroyed) watch.stdin.end('done\n')
    await ended
  }
  // The database went first: its number may soon be another process's, so the watch must not fire any more.
  gone.then(done, done)
  return { done }
}

async function stopProcess(
  child: ChildProcess,
  program: Program,
  cluster: string,
  gone: Promise<void>,
  discard: boolean,
  log: (message: string) => void,
): Promise<void> {
  if (process.platform === 'win32') {
    await pgCtlStop(program, cluster, discard ? 'immediate' : 'fast')
    return
  }
  child.ref()
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ]
  for (const [signal, patienceMs] of discard ? steps.slice(1) : steps) {
    child.kill(signal)
    const timer = new AbortController()
    const isGone = await Promise.race([gone.then(() => true), sleep(patienceMs, timer.signal).then(() => false)])
    timer.abort()
    if (isGone) return
    log(`postgres: still there ${patienceMs / 1000} s after ${signal}`)
  }
}

const pgCtlStop = async (program: Program, cluster: string, mode: string) => {
  execFileSync(programPath(program, 'pg_ctl'), ['stop', '-D', cluster, '-m', mode, '-t', '20'], {
    stdio: 'ignore',
    env: plainEnv(),
  })
}

/**
 * Before a start: a postmaster that an earlier run left behind (we and the watch were both killed) is recognised and
 * stopped, never adopted, since its settings may be old. Recognised means alive, a postgres, and at home in our folder;
 * any other process of that number is not touched, and then the pid file is stale.
 * Returns what was found, for the log and the tests.
 */
export async function clearRemains(
  program: Program,
  cluster: string,
  log: (message: string) => void,
): Promise<'nothing' | 'orphan' | 'stale'> {
  const file = readPidFile(cluster)
  if (!file) return 'nothing'
  if (!isAlive(file.pid)) {
    log('postgres: the last run was cut short; recovering by itself')
    return 'stale'
  }
  const verdict = isOurs(file.pid, cluster)
  if (verdict === 'unknown') {
    throw new StartProblem(
      'FOLDER_IN_USE',
      {
        zh: `数据库文件夹 ${cluster} 可能正由进程 ${file.pid} 使用。`,
        en: `The database folder ${cluster} may be in use by process ${file.pid}.`,
      },
      {
        zh: `请确认并停止该进程；若它与本程序无关，删除 ${join(cluster, 'postmaster.pid')} 后重试。`,
        en: `Look at that process and stop it; if it has nothing to do with this program, delete ${join(cluster, 'postmaster.pid')} and try again.`,
      },
    )
  }
  if (verdict === 'other') {
    log(`postgres: pid file of an earlier run names process ${file.pid}, which is another program's now; not touched`)
    // PostgreSQL itself would refuse, taking any live process of this number for its predecessor.
    rmSync(join(cluster, 'postmaster.pid'), { force: true })
    return 'stale'
  }
  log(`postgres: an earlier run left process ${file.pid} behind; stopping it`)
  if (process.platform === 'win32') await pgCtlStop(program, cluster, 'fast')
  else process.kill(file.pid, 'SIGINT')
  const until = Date.now() + 20_000
  while (isAlive(file.pid) && isOurs(file.pid, cluster) === 'ours') {
    if (Date.now() > until) {
      throw new StartProblem(
        'ORPHAN_DOES_NOT_STOP',
        {
          zh: `上次运行留下的数据库进程 ${file.pid} 没有停止。`,
          en: `Database process ${file.pid} of an earlier run does not stop.`,
        },
        { zh: `请结束它（kill ${file.pid}）后重试。`, en: `End it (kill ${file.pid}) and try again.` },
      )
    }
    await sleep(20)
  }
  return 'orphan'
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether a live process is the postmaster of this cluster. */
function isOurs(pid: number, cluster: string): 'ours' | 'other' | 'unknown' {
  const folder = realpathSync(cluster)
  try {
    if (process.platform === 'linux') {
      // The postmaster makes the cluster its working folder.
      const exe = readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '')
      return basename(exe) === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === folder ? 'ours' : 'other'
    }
    const command =
      process.platform === 'win32'
        ? execFileSync('powershell', [
            '-NoProfile',
            '-Command',
            `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`,
          ])
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)])
    const text = command.toString()
    return /postgres/.test(text) && (text.includes(cluster) || text.includes(folder)) ? 'ours' : 'other'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return 'other'
    // Another user's process: on Linux its links cannot be read, and then it is not one that we started as this user.
    return process.platform === 'linux' && (code === 'EACCES' || code === 'EPERM') ? 'other' : 'unknown'
  }
}

const sleep = (ms: number, signal?: AbortSignal) =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      done()
    })
  })
