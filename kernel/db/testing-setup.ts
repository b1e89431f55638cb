import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startEmbedded } from './embedded/index.ts'
import { TEST_SERVER } from './testing.ts'

/**
 * Global set-up of the projects that need Postgres: one throw-away server for the run, in a folder for temporary files,
 * with nothing synced. The workers learn of it by the environment.
 */
export default async function setup(): Promise<() => Promise<void>> {
  // Two projects in one run share it.
  if (process.env[TEST_SERVER] !== undefined) return async () => {}
  const folder = mkdtempSync(join(tmpdir(), 'gb-test-'))
  // Open to walk through, since PostgreSQL does not run as root; its own folder inside is private.
  chmodSync(folder, 0o755)
  const server = await startEmbedded({ dataDir: join(folder, 'data'), profile: 'scratch' })
  process.env[TEST_SERVER] = JSON.stringify(server.config('guildbook', 'postgres'))
  return async () => {
    delete process.env[TEST_SERVER]
    await server.stop({ discard: true })
    rmSync(folder, { recursive: true, force: true })
    // As root under a private TMPDIR the cluster lies elsewhere, in a folder of its own.
    rmSync(dirname(server.cluster), { recursive: true, force: true })
  }
}
