import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { templateDatabase, testDatabase } from '../kernel/db/testing.ts'
import { testKeyFile, testKeys } from '../kernel/secrets/testing.ts'
import type { World } from '../kernel/values/world.ts'
import { makeDemoAccounts } from './demo-accounts.ts'
import { type House, openHouse, ROOT } from './open.ts'
import { setUp } from './prepare.ts'
import { type Serving, serveHouse } from './serve.ts'

const quiet = { say: () => {}, step: () => {} }

export type TestHouse = {
  house: House
  superConfig: Awaited<ReturnType<typeof testDatabase>>['superConfig']
  /** Serves on a free port of the loopback; returns the address. */
  serve(): Promise<string>
  close(): Promise<void>
}

/**
 * A whole house on a database of its own: the small town (cloned from a template that is loaded once per run), or only the
 * reference tables. Keys are the test keys.
 */
export async function testHouse(options: { town: 'small' | 'none'; world?: World }): Promise<TestHouse> {
  const template = await templateDatabase(`town_${options.town}`, async (owner) => {
    await setUp({ options: { town: options.town, city: 'linfen' }, owner, keys: testKeys(), progress: quiet })
    if (options.town === 'small') {
      // Hashing passwords takes longer than cloning the rest, so the accounts belong to the template.
      const house = await openHouse({
        connection: { ...owner, user: 'guildbook_app' },
        cityId: 'linfen',
        keys: testKeys(),
        dataDir: tmpdir(),
      })
      await makeDemoAccounts(house, ROOT)
      await house.close()
    }
  })
  const database = await testDatabase({ template })
  const dataDir = await mkdtemp(join(tmpdir(), 'gb-house-'))
  await writeFile(join(dataDir, 'keys.json'), JSON.stringify(testKeyFile()), { mode: 0o600 })
  const house = await openHouse({
    connection: database.config('guildbook_app'),
    cityId: 'linfen',
    keys: testKeys(),
    dataDir,
    ...(options.world ? { world: options.world } : {}),
    statementTimeoutMs: 60_000,
  })
  let serving: Serving | undefined
  return {
    house,
    superConfig: database.superConfig,
    serve: async () => {
      serving = await serveHouse(house, {
        secure: false,
        limits: {
          signIn: { capacity: 1000, perMinute: 1000 },
          lookup: { capacity: 1000, perMinute: 1000 },
          upload: { capacity: 1000, perMinute: 1000 },
        },
      })
      return serving.app.listen({ port: 0, host: '127.0.0.1' })
    },
    close: async () => {
      await serving?.stop()
      await house.close()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
