import { once } from 'node:events'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { ConnectionConfig } from '../../kernel/db/database.ts'

const CHUNK_CHARS = 1 << 17

/**
 * COPY into one table of an empty, freshly migrated database, line by line, on a connection of its own. The table is emptied
 * in the same transaction, so its rows are frozen at once and, where the server's settings allow, not written to the log.
 */
export class TableCopy {
  readonly #client: pg.Client
  readonly #stream: ReturnType<typeof copyFrom>
  #text = ''
  #waiting: Promise<unknown> | undefined
  #failed: Error | undefined
  rows = 0

  private constructor(client: pg.Client, stream: ReturnType<typeof copyFrom>) {
    this.#client = client
    this.#stream = stream
    stream.on('error', (e: Error) => {
      this.#failed = e
    })
  }

  static async open(config: ConnectionConfig, table: string, columns: readonly string[]): Promise<TableCopy> {
    const client = new pg.Client({ ...config, application_name: 'guildbook town' })
    await client.connect()
    await client.query('begin')
    await client.query(`truncate ${table}`)
    return new TableCopy(
      client,
      client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin with (freeze true)`)),
    )
  }

  /** A whole line with its end. */
  add(line: string) {
    this.#text += line
    this.rows++
  }

  /** Sends what has gathered; waits while the server is behind, so that nothing piles up here. */
  async flush(all = false): Promise<void> {
    if (this.#failed) throw this.#failed
    if (this.#text.length < CHUNK_CHARS && !all) return
    if (this.#waiting) await this.#waiting
    if (this.#failed) throw this.#failed
    const text = this.#text
    this.#text = ''
    if (text && !this.#stream.write(Buffer.from(text, 'utf8')))
      this.#waiting = once(this.#stream, 'drain').catch(() => {})
    else this.#waiting = undefined
  }

  async finish(): Promise<number> {
    await this.flush(true)
    const done = once(this.#stream, 'finish')
    this.#stream.end()
    await done
    await this.#client.query('commit')
    await this.#client.end()
    return this.rows
  }

  async abort(): Promise<void> {
    this.#stream.destroy()
    await this.#client.end().catch(() => {})
  }
}

export type TableName = { table: string; columns: readonly string[] }

/** Runs `work` with a COPY open into each table, and ends them all; when one breaks, all are given up. */
export async function copyInto<K extends string>(
  config: ConnectionConfig,
  tables: Record<K, TableName>,
  work: (copies: Record<K, TableCopy>) => Promise<void>,
): Promise<Record<K, number>> {
  const keys = Object.keys(tables) as K[]
  const copies = {} as Record<K, TableCopy>
  try {
    for (const k of keys) copies[k] = await TableCopy.open(config, tables[k].table, tables[k].columns)
    await work(copies)
    const out = {} as Record<K, number>
    for (const k of keys) out[k] = await copies[k].finish()
    return out
  } catch (e) {
    await Promise.all(Object.values<TableCopy>(copies).map((c) => c.abort()))
    throw e
  }
}
