import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { ConnectionConfig } from '../../kernel/db/database.ts'
import { findRunning } from '../../kernel/db/embedded/attach.ts'
import { startEmbedded } from '../../kernel/db/embedded/index.ts'
import { migrate } from '../../kernel/db/migrate.ts'
import { openKeyRing } from '../../kernel/secrets/keyring.ts'
import { allMigrations, type House, openHouse } from '../open.ts'

export type CliHouse = {
  house: House
  owner: ConnectionConfig
  /** How the application itself connects. */
  app: { connection: ConnectionConfig; role?: string }
  /** A server is running on the same data. */
  besideServer: boolean
  close(): Promise<void>
}

/**
 * An open house for one command: beside a running server through its socket, else on a database started for the while.
 * `DATABASE_URL` is honoured as by `npm start`.
 */
export async function houseForCommand(options: {
  /** Only the bench wants the figures in memory; one answer is sooner counted from the rows. */
  figures?: 'memory' | 'rows'

  data: string
  city: string
  statementTimeoutMs?: number
}): Promise<CliHouse> {
  if (!existsSync(options.data))
    throw new Error(
      `没有数据目录 ${options.data}。请先运行 npm start，或用 --data 指定。\nThere is no data folder ${options.data}. Run npm start first, or name one with --data.`,
    )
  const folder = realpathSync(options.data)
  const keys = await openKeyRing(join(folder, 'keys.json'), undefined)
  const url = process.env['DATABASE_URL']
  const timeout = { statementTimeoutMs: options.statementTimeoutMs ?? 600_000 }
  if (url) {
    const house = await openHouse({
      connection: { connectionString: url },
      cityId: options.city,
      keys,
      dataDir: folder,
      role: 'guildbook_app',
      figures: options.figures ?? 'rows',
      ...timeout,
    })
    return {
      house,
      owner: { connectionString: url },
      app: { connection: { connectionString: url }, role: 'guildbook_app' },
      besideServer: false,
      close: () => house.close(),
    }
  }
  const running = findRunning(folder)
  const server = running ? undefined : await startEmbedded({ dataDir: folder, profile: 'serve' })
  const config = running ?? ((user: string) => server!.config(user))
  try {
    if (server) await migrate(config('guildbook'), await allMigrations())
    const house = await openHouse({
      connection: config('guildbook_app'),
      cityId: options.city,
      keys,
      dataDir: folder,
      figures: options.figures ?? 'rows',
      ...timeout,
    })
    return {
      house,
      owner: config('guildbook'),
      app: { connection: config('guildbook_app') },
      besideServer: running !== undefined,
      close: async () => {
        await house.close()
        await server?.stop()
      },
    }
  } catch (e) {
    await server?.stop()
    throw e
  }
}
