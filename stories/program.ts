import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { ROOT } from '../doors/open.ts'
import type { ConnectionConfig } from '../kernel/db/database.ts'
import { until } from './visitor.ts'

export type Ended = { code: number | null; out: string; err: string }

/** `npx guildbook …` as a process of its own, on the given data. */
export function guildbook(
  words: readonly string[],
  options: { data: string; database?: ConnectionConfig },
): Promise<Ended> {
  return run(
    ['doors/cli/main.ts', ...words, '--data', options.data],
    options.database ? { DATABASE_URL: urlOf(options.database) } : {},
  )
}

export function run(words: readonly string[], env: Record<string, string | undefined> = {}): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(ROOT, words[0]!), ...words.slice(1)],
      { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    let out = ''
    let err = ''
    child.stdout.on('data', (b: Buffer) => {
      out += b
    })
    child.stderr.on('data', (b: Buffer) => {
      err += b
    })
    child.on('error', failed)
    child.on('close', (code) => done({ code, out, err }))
  })
}

/** A connection as the one line that `DATABASE_URL` takes; sockets go into the query. */
export function urlOf(c: ConnectionConfig): string {
  const {
    user = '',
    password,
    host = '',
    port,
    database = '',
  } = c as { user?: string; password?: string; host?: string; port?: number; database?: string }
  const who = `${encodeURIComponent(user)}${password ? `:${encodeURIComponent(password)}` : ''}`
  if (host.startsWith('/')) return `postgres://${who}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
  return `postgres://${who}@${host}:${port}/${database}`
}

/** `doors/main.ts` as a process of its own, as `npm start` runs it. */
export class Start {
  static readonly #started: Start[] = []
  /** Whatever a story left running. */
  static async endAll(): Promise<void> {
    for (const s of Start.#started) await s.stop('SIGKILL')
  }

  readonly child: ChildProcess
  out = ''
  readonly ended: Promise<number | null>
  isOver = false
  constructor(words: readonly string[], env: Record<string, string> = {}) {
    const { DATABASE_URL: _url, GUILDBOOK_MODE: _mode, GUILDBOOK_DEBUG: _debug, ...rest } = process.env
    this.child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(ROOT, 'doors/main.ts'), ...words],
      { cwd: ROOT, env: { ...rest, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.on('data', (b: Buffer) => {
        this.out += b
      })
    this.ended = new Promise((done) => this.child.on('close', done))
    void this.ended.then(() => {
      this.isOver = true
    })
    Start.#started.push(this)
  }
  get pid(): number {
    return this.child.pid!
  }
  async url(): Promise<string> {
    return until(
      'the server says where it is',
      async () => {
        if (this.isOver) throw new Error(`ended before it served:\n${this.out}`)
        return /匠册 Guildbook {3}(\S+)/.exec(this.out)?.[1]
      },
      120_000,
    )
  }
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (!this.isOver) this.child.kill(signal)
    return this.ended
  }
}

export const freePort = (): Promise<number> =>
  new Promise((done) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address() as { port: number }
      s.close(() => done(port))
    })
  })
