import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from '../doors/open.ts'
import type { ConnectionConfig } from '../kernel/db/database.ts'

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
