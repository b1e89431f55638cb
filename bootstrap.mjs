// What must work before anything is installed: `npm start`, `npm test` and `npx guildbook` on a machine that has Node 20
// or newer and npm, and nothing else. No dependency, and syntax that Node 18 can read, so that an old Node gets a sentence
// and not a stack trace. The recipe and its traps: docs/decisions/0002-embedded-postgres-and-node.md
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { basename, delimiter, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const ROOT = dirname(fileURLToPath(import.meta.url))
const NODE_MAJOR = 24
const NODE_FLOOR = 20
/** Unpacked size of node_modules is about 800 MB. */
const INSTALL_BYTES = 900 * 1024 * 1024
const INSTALL_WAIT_MS = 15 * 60_000
const LOCK_SILENT_MS = 60_000
const NETWORK_WORDS =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|EIDLETIMEOUT|ERR_SOCKET_TIMEOUT|npm error network/

/** A problem that a person can mend: one sentence of what, one of how, in both languages. Printed without a stack. */
export class Mendable extends Error {
  constructor(zh, en, options) {
    super(`${zh}\n${en}`, options)
    this.name = 'Mendable'
  }
}

/** Everything here speaks on stderr, so that the output of a command (`--json`) stays clean. */
const say = (zh, en) => process.stderr.write(`${inChinese() ? zh : en}\n`)
const inChinese = () => /^zh/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '')

const majorOf = (version) => Number(/^v?(\d+)/.exec(version)?.[1] ?? 0)
const sleep = (ms) => new Promise((done) => setTimeout(done, ms))
const readText = (path) => {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Installing

/**
 * Makes node_modules fit package-lock.json; a pull with another lock reinstalls by itself. When all is well this is one
 * hash and nothing is written, so a read-only clone that was installed before starts too.
 * @throws Mendable without network, disk space or the right to write
 */
export async function ensureInstalled() {
  if (majorOf(process.version) < NODE_FLOOR) {
    throw new Mendable(
      `需要 Node ${NODE_FLOOR} 或更新版本，当前为 ${process.version}。请从 https://nodejs.org 安装后重试。`,
      `Node ${NODE_FLOOR} or newer is needed, this is ${process.version}. Install it from https://nodejs.org and try again.`,
    )
  }
  const lockText = readText(join(ROOT, 'package-lock.json'))
  if (lockText === undefined) {
    throw new Mendable(
      '缺少 package-lock.json：请在完整的仓库目录中运行。',
      'package-lock.json is missing: run this in a complete clone of the repository.',
    )
  }
  const stamp = createHash('sha256').update(`${lockText}\n${process.platform}\n${process.arch}`).digest('hex')
  const stampFile = join(ROOT, 'node_modules', '.guildbook-stamp')
  if (readText(stampFile) === stamp) return
  if (installFits(lockText)) return writeStamp(stampFile, stamp)

  await withLock('install', async () => {
    // Another start may have installed while this one waited.
    if (readText(stampFile) === stamp) return
    await runInstall()
    writeStamp(stampFile, stamp)
  })
}

/** True when a person installed by hand (`npm ci`, `npm install`) exactly what the lock says: nothing to do then. */
function installFits(lockText) {
  try {
    const wanted = JSON.parse(lockText).packages
    const present = JSON.parse(fs.readFileSync(join(ROOT, 'node_modules', '.package-lock.json'), 'utf8')).packages
    for (const [path, entry] of Object.entries(wanted)) {
      if (path === '') continue
      const here = present[path]
      if (here ? here.version !== entry.version : !entry.optional) return false
    }
    return true
  } catch {
    return false
  }
}

function writeStamp(file, stamp) {
  try {
    fs.writeFileSync(file, stamp)
  } catch {
    // A read-only clone: the comparison above is made again next time, which is harmless.
  }
}

async function runInstall() {
  const space = freeBytes(ROOT)
  if (space !== undefined && space < INSTALL_BYTES) throw noSpace(`${Math.round(space / 1048576)} MB`)
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  say(
    '首次启动：正在安装程序包（约 800 MB，半分钟到几分钟，视网络而定）……',
    'First start: installing the packages (about 800 MB on disk; half a minute to a few minutes, as the network goes)…',
  )
  const beat = setInterval(() => say(`  仍在安装（${seconds()} 秒）`, `  still installing (${seconds()} s)`), 15_000)
  try {
    const args = ['ci', '--ignore-scripts', '--include=optional', '--include=dev', '--no-progress']
    // Without a network npm tries each of 400 packages several times: minutes of silence. So it is asked first, and then
    // only its own store is used, which may hold everything from an earlier install.
    const reach = await runNpm(['ping', '--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-factor=2'])
    const isOffline = reach.code !== 0 && NETWORK_WORDS.test(reach.output)
    const { code, output } = await runNpm(isOffline ? [...args, '--offline'] : args)
    if (code !== 0)
      throw isOffline && /ENOTCACHED/.test(output)
        ? explainInstall(reach.code, reach.output)
        : explainInstall(code, output)
  } finally {
    clearInterval(beat)
  }
  say(`程序包已安装（${seconds()} 秒）。`, `Packages installed (${seconds()} s).`)
}

function runNpm(args) {
  const { command, prefix, shell } = npmCommand()
  const env = { ...process.env }
  // With NODE_ENV=production npm would leave out what builds the desk.
  delete env.NODE_ENV
  return new Promise((done) => {
    const child = spawn(command, [...prefix, ...args, '--loglevel=error'], {
      cwd: ROOT,
      env,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => done({ code: error.code ?? 'error', output: `${output}\n${error.message}` }))
    child.on('close', (code) => done({ code, output }))
  })
}

/** npm as it was called, so that no other npm of the machine is taken; else the one on the PATH. */
function npmCommand() {
  const given = process.env.npm_execpath ?? ''
  const cli = basename(given) === 'npx-cli.js' ? join(dirname(given), 'npm-cli.js') : given
  if (basename(cli) === 'npm-cli.js' && fs.existsSync(cli))
    return { command: process.execPath, prefix: [cli], shell: false }
  return process.platform === 'win32'
    ? { command: 'npm.cmd', prefix: [], shell: true }
    : { command: 'npm', prefix: [], shell: false }
}

function freeBytes(path) {
  try {
    const { bavail, bsize } = fs.statfsSync(path)
    return bavail * bsize
  } catch {
    return undefined
  }
}

const noSpace = (left) =>
  new Mendable(
    `磁盘空间不足${left ? `（剩余 ${left}）` : ''}：安装需要约 900 MB。请清理磁盘，或把仓库放到空间更大的磁盘后重试。`,
    `Not enough disk space${left ? ` (${left} left)` : ''}: the install needs about 900 MB. Free some, or move the clone to a larger disk, and try again.`,
  )

const noWrite = (path) =>
  new Mendable(
    `没有写入权限：${path}。请用仓库目录的所有者运行，或把该目录的权限交给当前用户。`,
    `No permission to write ${path}. Run this as the owner of the clone, or give the folder to the present user.`,
  )

/** Turns npm's last words into a sentence that says what to do. Its own words follow, for whoever needs them. */
function explainInstall(code, output) {
  const tail = output
    .split('\n')
    .filter((line) => line.trim() && !/EBADENGINE|A complete log of this run|^npm error\s+at /.test(line))
    .slice(-15)
    .join('\n')
  const withTail = (problem) => {
    problem.message += `\n\n${tail}`
    return problem
  }
  if (code === 'ENOENT') {
    return new Mendable(
      '找不到 npm。请安装 Node.js（自带 npm）后重试。',
      'npm was not found. Install Node.js (npm comes with it) and try again.',
    )
  }
  if (/ENOSPC|no space left/i.test(output)) return withTail(noSpace())
  if (/EACCES|EPERM|EROFS|permission denied|read-only file system/i.test(output)) return withTail(noWrite(ROOT))
  if (NETWORK_WORDS.test(output)) {
    return withTail(
      new Mendable(
        '无法连接程序包仓库：首次安装需要网络（以后启动不需要）。请检查网络、代理（npm config set proxy …）或改用可达的镜像（npm config set registry …）后重试。',
        'The package registry cannot be reached: the first install needs a network (later starts do not). Check the network or the proxy (npm config set proxy …), or use a registry you can reach (npm config set registry …), and try again.',
      ),
    )
  }
  return withTail(
    new Mendable(`程序包安装失败（npm ci，代码 ${code}）。`, `Installing the packages failed (npm ci, code ${code}).`),
  )
}

// ---------------------------------------------------------------------------------------------------------------------
// One at a time

/**
 * Runs `work` while no other start of this clone does the same. The lock is a file outside node_modules (npm ci empties
 * that) holding the pid; the lock of a dead process is taken over.
 */
export async function withLock(name, work) {
  const folder = join(ROOT, '.cache')
  const file = join(folder, `${name}.lock`)
  const until = Date.now() + INSTALL_WAIT_MS
  let isWaiting = false
  for (;;) {
    try {
      fs.mkdirSync(folder, { recursive: true })
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code === 'ENOSPC') throw noSpace()
      if (error.code !== 'EEXIST') throw noWrite(folder)
    }
    const holder = Number(readText(file))
    // The holder touches the file while it works: a number alone may be another process's by now (a container's numbers
    // begin again with each start).
    const isDead = ageMs(file) > LOCK_SILENT_MS || (holder > 0 && !isAlive(holder))
    if (isDead) {
      fs.rmSync(file, { force: true })
      continue
    }
    if (Date.now() > until) {
      throw new Mendable(
        `另一个进程（${holder}）占用 ${name} 已超过 15 分钟。若它已不工作，请结束它后重试。`,
        `Process ${holder} has held the ${name} lock for more than 15 minutes. If it is stuck, end it and try again.`,
      )
    }
    if (!isWaiting)
      say(
        `另一个进程（${holder}）正在准备，等待中……`,
        `Another start (process ${holder}) is preparing this clone; waiting…`,
      )
    isWaiting = true
    await sleep(200)
  }
  const beat = setInterval(() => fs.utimes(file, new Date(), new Date(), () => {}), 5000)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    if (readText(file) === String(process.pid)) fs.rmSync(file, { force: true })
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
function ageMs(file) {
  try {
    return Date.now() - fs.statSync(file).mtimeMs
  } catch {
    return 0
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// The pinned Node

/**
 * The Node 24 to run on: this one if it is 24, else the one from the platform package. It is asked for its version, since
 * a binary for another libc is there and cannot run.
 */
export function pickNode() {
  if (majorOf(process.version) === NODE_MAJOR) return process.execPath
  const platform = process.platform === 'win32' ? 'win' : process.platform
  // Published unevenly: Apple silicon has its 24 under the name with "bin".
  for (const name of [`node-${platform}-${process.arch}`, `node-bin-${platform}-${process.arch}`]) {
    const path = join(ROOT, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (!fs.existsSync(path)) continue
    try {
      if (majorOf(execFileSync(path, ['-v'], { encoding: 'utf8', timeout: 30_000 })) === NODE_MAJOR) return path
    } catch {
      // Does not run here (another libc, no right to execute): try the next, then say so.
    }
  }
  // A newer Node reads our TypeScript as well; it is only not what the tests ran on.
  if (majorOf(process.version) > NODE_MAJOR) return process.execPath
  throw new Mendable(
    `此平台（${process.platform}-${process.arch}）没有可用的 Node ${NODE_MAJOR} 程序包。请从 https://nodejs.org 安装 Node ${NODE_MAJOR} 后重试。`,
    `There is no usable Node ${NODE_MAJOR} package for this platform (${process.platform}-${process.arch}). Install Node ${NODE_MAJOR} from https://nodejs.org and try again.`,
  )
}

/** Environment for programs that should find the pinned Node first. */
export function pinnedEnv(node = pickNode()) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  return { ...process.env, [key]: `${dirname(node)}${delimiter}${process.env[key] ?? ''}` }
}

/**
 * Runs a TypeScript entry (path from the root) on Node 24, in this process when it is 24 already. Signals, the death of
 * this process and the death of npm all reach the entry as SIGTERM, so it need handle nothing but SIGINT and SIGTERM.
 * Ends the process with the entry's exit code.
 */
export async function runOnPinnedNode(entry, args) {
  setMode()
  const node = pickNode()
  if (node === process.execPath) {
    stopWhenParentGoes(askToStop)
    await importEntry(entry, args)
    return
  }
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', fileURLToPath(import.meta.url), entry, ...args], {
    env: pinnedEnv(node),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  const stop = () => {
    if (child.connected) child.send('stop', () => {})
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
  stopWhenParentGoes(stop)
  const { code, signal } = await new Promise((done, failed) => {
    child.on('error', failed)
    child.on('exit', (code, signal) => done({ code, signal }))
  })
  process.exit(code ?? (signal === 'SIGKILL' ? 137 : 1))
}

/**
 * React is 25 times slower unless NODE_ENV is "production" before its first import, so that is set here always. Whether
 * this is a production *site* (secrets must be real) is GUILDBOOK_MODE; who sets NODE_ENV=production themselves means it.
 */
function setMode() {
  process.env.GUILDBOOK_MODE ??= process.env.NODE_ENV === 'production' ? 'production' : 'trial'
  process.env.NODE_ENV = 'production'
}

let isAskedToStop = false
/** The one way in which a stop arrives at the entry, once. */
function askToStop() {
  if (isAskedToStop) return
  isAskedToStop = true
  // Nobody listens yet: nothing is open that would need a goodbye.
  if (!process.emit('SIGTERM', 'SIGTERM')) process.exit(143)
}

async function importEntry(entry, args) {
  const path = join(ROOT, entry)
  if (!fs.existsSync(path)) {
    throw new Mendable(
      `缺少程序文件 ${entry}：请在完整的仓库目录中运行。`,
      `${entry} is missing: run this in a complete clone of the repository.`,
    )
  }
  process.argv = [process.execPath, path, ...args]
  await import(pathToFileURL(path).href)
}

/**
 * npm starts `sh -c "node start.mjs"` and gives SIGTERM to that sh, which may die without passing it on: the server would
 * live on unseen. So the parent is watched while npm is it. (Windows does not change a process's parent: nothing happens.)
 */
function stopWhenParentGoes(stop) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, 250)
  timer.unref()
}

// ---------------------------------------------------------------------------------------------------------------------

/** Runs `work` and turns what goes wrong into words and exit code 1. */
export async function main(work) {
  try {
    await work()
  } catch (error) {
    process.stderr.write(error instanceof Mendable ? `\n${error.message}\n` : `\n${error?.stack ?? error}\n`)
    process.exit(1)
  }
}

// The second half of runOnPinnedNode, in the process that is the pinned Node.
if (
  process.argv[1] &&
  fs.existsSync(process.argv[1]) &&
  fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  const [entry, ...args] = process.argv.slice(2)
  process.on('message', askToStop)
  process.on('disconnect', askToStop)
  // A command that has done its work must be able to end although this channel is open.
  process.channel?.unref()
  // Not awaited: the entry may import this module, which must count as loaded by then.
  void main(() => importEntry(entry, args))
}
