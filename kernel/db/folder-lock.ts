import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asStartProblem, StartProblem } from './embedded/start-problem.ts'

/** What the holder of a data folder says of itself to whoever asks. */
export type FolderHolder = { pid: number; url?: string }

export type FolderLock = {
  /** The folder's real path. */
  readonly folder: string
  /** Told to the next starter; call it when the address is known. */
  setUrl(url: string): void
  release(): Promise<void>
}

const ASK_MS = 2000

/**
 * Takes the data folder for this process. The lock is a listening socket that the system drops with the process, so
 * kill -9 leaves nothing stale: an abstract socket on Linux, a named pipe on Windows, elsewhere a socket file (removed
 * when nobody answers on it). It knows no file rights and is per network namespace; PostgreSQL's own pid file stays the
 * second guard.
 * @throws StartProblem FOLDER_IN_USE with pid and address of the holder; NO_WRITE_PERMISSION, DISK_FULL
 */
export async function lockFolder(dataDir: string): Promise<FolderLock> {
  let folder: string
  try {
    mkdirSync(dataDir, { recursive: true })
    folder = realpathSync(dataDir)
  } catch (error) {
    throw asStartProblem(error, dataDir)
  }
  const path = socketPath(folder)
  const holder: FolderHolder = { pid: process.pid }
  const server = createServer((socket) => {
    // A client that goes away early is no matter of ours.
    socket.on('error', () => {})
    socket.end(`${JSON.stringify(holder)}\n`)
  })
  for (let attempt = 1; ; attempt++) {
    try {
      await listen(server, path)
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
      const other = await ask(path)
      if (other !== 'nobody') throw inUse(folder, other)
      // Only a socket file can be left behind; an abstract socket refuses for a moment while its process dies.
      if (isFile(path)) rmSync(path, { force: true })
      else await new Promise((done) => setTimeout(done, 100))
      if (attempt >= 20) throw inUse(folder, undefined)
    }
  }
  server.unref()
  return {
    folder,
    setUrl: (url) => {
      holder.url = url
    },
    release: () => new Promise((done) => server.close(() => done())),
  }
}

/** Who holds the folder now, if anybody: for commands that would rather talk to the running server. */
export async function findFolderHolder(dataDir: string): Promise<FolderHolder | undefined> {
  let folder: string
  try {
    folder = realpathSync(dataDir)
  } catch {
    return undefined
  }
  const answer = await ask(socketPath(folder))
  return answer === 'nobody' ? undefined : answer
}

function socketPath(folder: string): string {
  const name = `guildbook-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`
  if (process.platform === 'linux') return `\0${name}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  return join(tmpdir(), `${name}.sock`)
}
const isFile = (path: string) => process.platform !== 'win32' && !path.startsWith('\0')

const listen = (server: Server, path: string) =>
  new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(path, () => {
      server.off('error', failed)
      done()
    })
  })

/** The holder's answer; `undefined` when somebody is there and says nothing we understand. */
const ask = (path: string) =>
  new Promise<FolderHolder | undefined | 'nobody'>((done) => {
    const socket = connect(path)
    let answer = ''
    socket.setEncoding('utf8')
    socket.setTimeout(ASK_MS, () => socket.destroy())
    socket.on('data', (chunk: string) => {
      answer += chunk
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') done('nobody')
    })
    socket.on('close', () => done(parseHolder(answer)))
  })

function parseHolder(answer: string): FolderHolder | undefined {
  try {
    const holder = JSON.parse(answer) as FolderHolder
    return Number.isSafeInteger(holder.pid) ? holder : undefined
  } catch {
    return undefined
  }
}

function inUse(folder: string, holder: FolderHolder | undefined): StartProblem {
  const who = holder
    ? { zh: `进程 ${holder.pid} `, en: `process ${holder.pid}` }
    : { zh: '另一个进程', en: 'another process' }
  const at = holder?.url ? { zh: `，地址 ${holder.url}`, en: `, serving at ${holder.url}` } : { zh: '', en: '' }
  return new StartProblem(
    'FOLDER_IN_USE',
    {
      zh: `数据文件夹 ${folder} 正由${who.zh}使用${at.zh}。`,
      en: `The data folder ${folder} is in use by ${who.en}${at.en}.`,
    },
    {
      zh: '请使用正在运行的服务，或先停止它；另开一份请用 --data 指定别的文件夹、用 --port 指定别的端口。',
      en: 'Use the running server, or stop it first; for a second one name another folder with --data and another port with --port.',
    },
  )
}
