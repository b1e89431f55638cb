import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { Sql } from './sql.ts'

/** What a handler gets to touch the database with. There is no other way in. */
export type Tx = {
  rows<R = Record<string, unknown>>(q: Sql): Promise<R[]>
  /** Exactly one row. @throws when there is none or more than one. */
  one<R = Record<string, unknown>>(q: Sql): Promise<R>
  maybe<R = Record<string, unknown>>(q: Sql): Promise<R | undefined>
  /** Rows affected. */
  run(q: Sql): Promise<number>
  /** COPY … FROM STDIN in text form; `lines` yields whole lines, each with its line end. Returns nothing: count with the caller's own counter. */
  copyIn(
    table: string,
    columns: readonly string[],
    lines: Iterable<string | Buffer> | AsyncIterable<string | Buffer>,
  ): Promise<void>
  /** COPY (query) TO STDOUT in text form, as chunks of bytes. The query carries no parameters. */
  copyOut(query: string): AsyncIterable<Buffer>
}

export type Isolation = 'read committed' | 'repeatable read' | 'serializable'
export type ConnectionConfig = {
  host?: string
  port?: number
  user?: string
  password?: string
  database?: string
  connectionString?: string
}

/** Dates stay text (they are plain dates); bigint becomes a number while that is exact. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary')
    if (oid === 1082) return (v: string) => v
    if (oid === 1182) return (v: string) => (v === '{}' ? [] : v.slice(1, -1).split(','))
    if (oid === 20)
      return (v: string) => {
        const n = Number(v)
        if (!Number.isSafeInteger(n)) throw new RangeError(`bigint beyond exact numbers: ${v}`)
        return n
      }
    return pg.types.getTypeParser(oid, 'text')
  }) as pg.CustomTypesConfig['getTypeParser'],
}

const RETRIES_MAX = 5
const RETRYABLE = new Set(['40001', '40P01'])

export class Database {
  readonly #pool: pg.Pool
  /** Reads that may be a little stale go here from the first day; one server today, a replica tomorrow. */
  readonly #readPool: pg.Pool

  constructor(
    config: ConnectionConfig,
    options: {
      size?: number
      readSize?: number
      statementTimeoutMs?: number
      role?: string
      applicationName?: string
    } = {},
  ) {
    const settings = [
      '-c timezone=UTC',
      '-c datestyle=ISO,YMD',
      `-c statement_timeout=${options.statementTimeoutMs ?? 5000}`,
      '-c lock_timeout=4000',
      '-c idle_in_transaction_session_timeout=60000',
      // Every name is written with its schema; an empty path leaves nothing to be shadowed.
      '-c search_path=pg_catalog',
      ...(options.role ? [`-c role=${options.role}`] : []),
    ].join(' ')
    const base: pg.PoolConfig = {
      ...config,
      types,
      options: settings,
      application_name: options.applicationName ?? 'guildbook',
      idleTimeoutMillis: 30_000,
    }
    this.#pool = new pg.Pool({ ...base, max: options.size ?? 8 })
    this.#readPool = new pg.Pool({
      ...base,
      max: options.readSize ?? 8,
      options: `${settings} -c default_transaction_read_only=on`,
    })
    // A lost connection must not end the process, idle or in use (the listening one always is): the next use reports it.
    for (const pool of [this.#pool, this.#readPool]) {
      pool.on('error', () => {})
      pool.on('connect', (client) => client.on('error', () => {}))
    }
  }

  /** One transaction. Serialization failures and deadlocks are retried at most five times; `fn` must have no outside effects. */
  async tx<T>(fn: (tx: Tx) => Promise<T>, isolation: Isolation = 'read committed'): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#once(fn, isolation)
      } catch (e) {
        if (attempt < RETRIES_MAX && RETRYABLE.has(errorCode(e) ?? '')) continue
        throw e
      }
    }
  }

  async #once<T>(fn: (tx: Tx) => Promise<T>, isolation: Isolation): Promise<T> {
    const client = await this.#pool.connect()
    let broken: Error | undefined
    try {
      await client.query(isolation === 'read committed' ? 'begin' : `begin isolation level ${isolation}`)
      const result = await fn(txOf(client))
      await client.query('commit')
      return result
    } catch (e) {
      await client.query('rollback').catch((r: Error) => {
        broken = r
      })
      throw e
    } finally {
      client.release(broken)
    }
  }

  /** Single statements that only read. */
  get read(): Tx {
    return poolTx(this.#readPool)
  }

  /** Several reads that must agree with each other. */
  async snapshot<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.#readPool.connect()
    try {
      await client.query('begin isolation level repeatable read read only')
      const result = await fn(txOf(client))
      await client.query('commit')
      return result
    } catch (e) {
      await client.query('rollback').catch(() => {})
      throw e
    } finally {
      client.release()
    }
  }

  /** Calls back on each NOTIFY of the channel; a wake-up hint only. Returns a function that stops it. */
  async listen(channel: string, onNotify: () => void): Promise<() => Promise<void>> {
    const client = await this.#readPool.connect()
    client.on('notification', onNotify)
    await client.query(`listen ${channel}`)
    return async () => {
      client.off('notification', onNotify)
      client.release(true)
    }
  }

  /** For libraries that want a pool of their own kind (the job queue). */
  get pool(): pg.Pool {
    return this.#pool
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.end(), this.#readPool.end()])
  }
}

export const errorCode = (e: unknown): string | undefined =>
  typeof e === 'object' && e !== null && 'code' in e && typeof e.code === 'string' ? e.code : undefined
export const constraintOf = (e: unknown): string | undefined =>
  typeof e === 'object' && e !== null && 'constraint' in e && typeof e.constraint === 'string'
    ? e.constraint
    : undefined

type Queryable = Pick<pg.PoolClient, 'query'>
const ask = (client: Queryable, q: Sql) =>
  client.query(q.statement ? { name: q.statement, text: q.text, values: q.values } : { text: q.text, values: q.values })

function poolTx(pool: pg.Pool): Tx {
  return {
    ...queries(pool),
    copyIn: () => Promise.reject(new Error('copyIn needs a transaction')),
    copyOut: async function* (query) {
      const client = await pool.connect()
      try {
        yield* client.query(copyTo(`copy (${query}) to stdout`)) as unknown as AsyncIterable<Buffer>
      } finally {
        client.release()
      }
    },
  }
}

function txOf(client: pg.PoolClient): Tx {
  return {
    ...queries(client),
    copyIn: async (table, columns, lines) => {
      const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
      await pipeline(Readable.from(lines, { objectMode: false, highWaterMark: 1 << 16 }), stream)
    },
    copyOut: (query) => client.query(copyTo(`copy (${query}) to stdout`)) as unknown as AsyncIterable<Buffer>,
  }
}

function queries(client: Queryable): Pick<Tx, 'rows' | 'one' | 'maybe' | 'run'> {
  return {
    rows: async <R>(q: Sql) => (await ask(client, q)).rows as R[],
    one: async <R>(q: Sql) => {
      const { rows } = await ask(client, q)
      if (rows.length !== 1) throw new Error(`wanted one row, got ${rows.length}: ${q.text}`)
      return rows[0] as R
    },
    maybe: async <R>(q: Sql) => {
      const { rows } = await ask(client, q)
      if (rows.length > 1) throw new Error(`wanted at most one row, got ${rows.length}: ${q.text}`)
      return rows[0] as R | undefined
    },
    run: async (q: Sql) => (await ask(client, q)).rowCount ?? 0,
  }
}
