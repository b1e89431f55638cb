import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { EmbeddedConfig } from './embedded/index.ts'

/** Name of the variable by which the global set-up tells the workers where the test server is. */
export const TEST_SERVER = 'GUILDBOOK_TEST_SERVER'

export type TestDatabase = {
  readonly databaseName: string
  /** Connection as the owner, PostgreSQL's superuser: for migrations and for looking behind the curtain. */
  readonly superConfig: EmbeddedConfig
  /** Connection as a role of the application; the role must exist (the migrations make them). */
  config(user: string): EmbeddedConfig
  /** Throws the database away, with whoever is still connected. */
  drop(): Promise<void>
}

/**
 * A database of its own for one test file, on the one server of the run. With `template` it is a clone of what
 * `templateDatabase` built under that name: tens of milliseconds instead of all migrations again.
 */
export async function testDatabase(options: { template?: string } = {}): Promise<TestDatabase> {
  const server = await serverConfig()
  const databaseName = `test_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  const source = options.template === undefined ? 'template1' : templateName(options.template)
  await onServer(async (client) => {
    await client.query(`create database ${databaseName} template ${source}`)
  })
  const config = (user: string): EmbeddedConfig => ({ ...server, user, database: databaseName })
  return {
    databaseName,
    superConfig: config(server.user),
    config,
    drop: () =>
      onServer(async (client) => {
        await client.query(`drop database if exists ${databaseName} with (force)`)
      }),
  }
}

/**
 * Builds a template database once per run, whichever test file comes first; the others wait for it. `build` gets the
 * owner's connection, and must have closed its own connections when it returns.
 * @returns the name to give `testDatabase` as `template`
 */
export async function templateDatabase(
  name: string,
  build: (superConfig: EmbeddedConfig) => Promise<void>,
): Promise<string> {
  const server = await serverConfig()
  const database = templateName(name)
  await onServer(async (client) => {
    // Held by this session until it ends, so that two files cannot build the same.
    await client.query('select pg_advisory_lock(hashtext($1))', [database])
    const { rows } = await client.query<{ finished: boolean }>(
      'select datistemplate as finished from pg_database where datname = $1',
      [database],
    )
    if (rows[0]?.finished) return
    if (rows[0]) await client.query(`drop database ${database} with (force)`)
    await client.query(`create database ${database}`)
    try {
      await build({ ...server, database })
      // Marked last: a build that failed is not taken for finished.
      await client.query(`alter database ${database} is_template true`)
    } catch (error) {
      await client.query(`drop database ${database} with (force)`)
      throw error
    }
  })
  return name
}

function templateName(name: string): string {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(name)) throw new Error(`template names are short and plain: ${name}`)
  return `template_${name}`
}

async function onServer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(await serverConfig())
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

let own: Promise<EmbeddedConfig> | undefined
/** The server of the run; outside of vitest (a bench, a script) one of this process's own, which ends with it. */
function serverConfig(): Promise<EmbeddedConfig> {
  const told = process.env[TEST_SERVER]
  if (told !== undefined) return Promise.resolve(JSON.parse(told) as EmbeddedConfig)
  own ??= startOwn()
  return own
}

async function startOwn(): Promise<EmbeddedConfig> {
  const { default: setup } = await import('./testing-setup.ts')
  const stop = await setup()
  const config = JSON.parse(process.env[TEST_SERVER]!) as EmbeddedConfig
  process.once('beforeExit', () => void stop())
  return config
}
