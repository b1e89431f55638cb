import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ConnectionConfig } from '../../kernel/db/database.ts'

export type WorkerSetup = { connection: ConnectionConfig; cityId: string; dataDir: string; role?: string }
export type WorkerMessage = { kind: 'progress'; step: string; done: number; total: number } | { kind: 'ended' }

const WAITING_MAX = 500
/** Flags keep the worker small; measured to cost little time. */
const HEAP_FLAGS = ['--max-old-space-size=192', '--max-semi-space-size=8', '--disable-warning=ExperimentalWarning']

/**
 * Imports run one after another in a process of their own: checking and sealing a hundred thousand rows must not stand in
 * the way of those who only look something up. The batch's state in the database is the queue; nothing is lost when either
 * process dies.
 */
export class ImportRunner {
  readonly #setup: WorkerSetup
  readonly #waiting: string[] = []
  readonly #progress = new Map<string, { step: string; done: number; total: number }>()
  #running: { id: string; again: boolean; stop(): void; ended: Promise<void> } | undefined
  #stopped = false

  constructor(setup: WorkerSetup) {
    this.#setup = setup
  }

  start(batchId: string): void {
    // Its worker may have looked at the state for the last time already: it is asked once more when that one has ended.
    if (this.#running?.id === batchId) this.#running.again = true
    if (
      this.#stopped ||
      this.#running?.id === batchId ||
      this.#waiting.includes(batchId) ||
      this.#waiting.length >= WAITING_MAX
    )
      return
    this.#waiting.push(batchId)
    this.#next()
  }

  progress(batchId: string): { step: string; done: number; total: number } | null {
    return (
      this.#progress.get(batchId) ?? (this.#waiting.includes(batchId) ? { step: 'waiting', done: 0, total: 0 } : null)
    )
  }

  #next(): void {
    if (this.#running || this.#stopped) return
    const id = this.#waiting.shift()
    if (!id) return
    const child = fork(fileURLToPath(new URL('./import-worker.ts', import.meta.url)), [id], {
      execArgv: HEAP_FLAGS,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.send(this.#setup)
    child.on('message', (m: WorkerMessage) => {
      if (m.kind === 'progress') this.#progress.set(id, { step: m.step, done: m.done, total: m.total })
    })
    const ended = new Promise<void>((done) => {
      child.on('exit', () => {
        this.#progress.delete(id)
        if (this.#running?.again) this.#waiting.push(id)
        this.#running = undefined
        done()
        this.#next()
      })
    })
    this.#running = { id, again: false, stop: () => child.kill('SIGTERM'), ended }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#waiting.length = 0
    const running = this.#running
    running?.stop()
    await running?.ended
  }
}
