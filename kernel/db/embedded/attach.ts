import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ConnectionConfig } from '../database.ts'
import { DATABASE, findPlace } from './cluster.ts'

/**
 * The way to a server that another process of ours runs on the same data folder: its pid file names socket folder and port.
 * For commands beside a running `npm start`. Nothing when there is none.
 */
export function findRunning(dataDir: string): ((user: string) => ConnectionConfig) | undefined {
  const cluster = findPlace(dataDir)
  if (!cluster) return undefined
  let lines: string[]
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const [, , , port, socketDir, , , status] = lines
  if (!port || !socketDir || status?.trim() !== 'ready') return undefined
  return (user) => ({ host: socketDir, port: Number(port), user, database: DATABASE })
}
