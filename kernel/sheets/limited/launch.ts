import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { isRefusalCode, type RefusalDetail, refuse, SheetRefused } from '../read/refusals.ts'
import { type Frame, frame, frames } from './frames.ts'

/** Bounds of the process itself; those of the file are in `read/guard.ts`. */
export const PROCESS_LIMITS = Object.freeze({
  heapMb: 128,
  semiSpaceMb: 8,
  /**
   * What the process may take beyond what it holds when it is ready; bounds Buffers too, which the heap flags do not. Linux only.
   * NOTE: not an absolute figure: an idle Node has 600 MB of writable mappings, of which it touches a sixth.
   */
  dataMb: 256,
  cpuSeconds: 60,
  /** Time the parent has waited for the child; the consumer's own time does not count. */
  waitMs: 60_000,
  startMs: 20_000,
})
export type ProcessLimits = { readonly [K in keyof typeof PROCESS_LIMITS]: number }

export type LaunchOptions = {
  readonly limits?: Partial<ProcessLimits>
  readonly signal?: AbortSignal
  /** Run the child as another user, so that it may not even signal the server. Only root may ask for it. */
  readonly user?: { readonly uid: number; readonly gid: number }
  /** Only the tests give another script. */
  readonly script?: URL
}

const here = dirname(fileURLToPath(import.meta.url))

/** The folders whose code the child loads; it may read nothing else. */
function readable(): string[] {
  const require = createRequire(import.meta.url)
  const folderOf = (name: string) => {
    const path = require.resolve(name)
    const mark = `${sep}node_modules${sep}${name}${sep}`
    return path.slice(0, path.lastIndexOf(mark) + mark.length - 1)
  }
  return [dirname(here), folderOf('csv-parse'), folderOf('saxes'), folderOf('xmlchars')]
}

/**
 * Starts the limited process with the file on its descriptor 3, shuts it in, gives it the task and hands on its frames. The process
 * has no environment, may read only its own code, may not write, spawn or load addons; on Linux it can open no further descriptor, so no
 * file and no socket either. It is gone when the iteration ends, however that happens.
 */
export async function* launch(
  path: string,
  task: unknown,
  options: LaunchOptions = {},
): AsyncGenerator<Frame, void, undefined> {
  const limits = { ...PROCESS_LIMITS, ...options.limits }
  if (options.signal?.aborted) refuse('STOPPED')
  const file = await open(path, 'r')
  let child: ChildProcess
  try {
    child = spawn(
      process.execPath,
      [
        '--permission',
        ...readable().map((folder) => `--allow-fs-read=${join(folder, sep)}*`),
        `--max-old-space-size=${limits.heapMb}`,
        `--max-semi-space-size=${limits.semiSpaceMb}`,
        '--no-warnings',
        fileURLToPath(options.script ?? new URL('./child.ts', import.meta.url)),
      ],
      { env: {}, cwd: dirname(here), stdio: ['pipe', 'pipe', 'pipe', file.fd], windowsHide: true, ...options.user },
    )
  } finally {
    await file.close()
  }
  const watch = new Watch(child)
  let stopped = false
  const stop = () => {
    stopped = true
    child.kill('SIGKILL')
  }
  options.signal?.addEventListener('abort', stop, { once: true })
  const incoming = frames(child.stdout as Readable)[Symbol.asyncIterator]()
  let left = limits.startMs
  let ended = false
  try {
    for (;;) {
      const started = performance.now()
      const next = await within(incoming.next(), left)
      left -= performance.now() - started
      if (next === 'late') refuse('TIME')
      if (next.done) break
      if (next.value.kind === 'Y') {
        await lock(child, limits)
        left = limits.waitMs
        const input = child.stdin as Writable
        input.on('error', () => {})
        input.end(frame('T', JSON.stringify(task)))
      } else if (next.value.kind === 'E') throw refusalFrom(next.value.body)
      else if (next.value.kind === 'D') {
        ended = true
        break
      } else yield next.value
    }
    if (!ended) refuse(stopped ? 'STOPPED' : await watch.why())
  } finally {
    options.signal?.removeEventListener('abort', stop)
    child.kill('SIGKILL')
    child.stdout?.destroy()
    child.stderr?.destroy()
    await watch.gone
  }
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((done) => {
    timer = setTimeout(done, Math.max(0, ms), 'late')
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
    promise.catch(() => {})
  }
}

/** Only code and figures are taken from the child; the words are ours. */
function refusalFrom(body: Buffer): SheetRefused {
  try {
    const { code, detail } = JSON.parse(body.toString('utf8')) as { code: unknown; detail: unknown }
    const figures: Record<string, string | number> = {}
    for (const [key, value] of Object.entries((detail ?? {}) as object)) {
      if (typeof value === 'string' || typeof value === 'number') figures[key] = value
    }
    if (isRefusalCode(code)) return new SheetRefused(code, figures as RefusalDetail)
  } catch {
    // Falls through to the general word below.
  }
  return new SheetRefused('CRASHED')
}

/** Remembers how the child ended, and the last words of its error output, from which a full heap is known. */
class Watch {
  readonly gone: Promise<void>
  #words = ''
  #signal: string | null = null
  #code: number | null = null
  constructor(child: ChildProcess) {
    child.stderr?.on('data', (chunk: Buffer) => {
      if (this.#words.length < 4_096) this.#words += chunk.toString('latin1')
    })
    this.gone = new Promise((done) => {
      child.once('error', () => done())
      child.once('close', (code, signal) => {
        this.#code = code
        this.#signal = signal
        done()
      })
    })
  }
  async why(): Promise<'MEMORY' | 'TIME' | 'CRASHED'> {
    await this.gone
    if (this.#signal === 'SIGXCPU' || this.#code === 152) return 'TIME'
    if (/heap|memory|allocation/i.test(this.#words)) return 'MEMORY'
    return 'CRASHED'
  }
}

/**
 * On Linux the kernel shuts the child in, without root: no new descriptors, bounded data and processor time, no core file. The child
 * has loaded all its code and waits. Elsewhere the permission model and the empty environment must do.
 */
async function lock(child: ChildProcess, limits: ProcessLimits): Promise<void> {
  if (process.platform !== 'linux' || child.pid === undefined) return
  const bytes = (await dataBytes(child.pid)) + limits.dataMb * 1_048_576
  await prlimit([
    '--pid',
    String(child.pid),
    '--nofile=0:0',
    `--data=${bytes}:${bytes}`,
    `--cpu=${limits.cpuSeconds}:${limits.cpuSeconds + 1}`,
    '--core=0:0',
  ])
}

async function dataBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '')
  const kb = /^VmData:\s+(\d+) kB$/m.exec(status)?.[1]
  // A child that has gone already, or a system without the file: a bound that never stops an honest start.
  return kb === undefined ? 1_073_741_824 : Number(kb) * 1_024
}

async function prlimit(args: readonly string[]): Promise<boolean> {
  const tool = spawn('prlimit', args, { stdio: 'ignore' })
  try {
    const [code] = (await once(tool, 'exit')) as [number | null]
    return code === 0
  } catch {
    return false
  }
}

/** Whether the descriptor lock works here; for the start report and the runbook. */
export async function canLock(): Promise<boolean> {
  return process.platform === 'linux' && (await prlimit(['--version']))
}
