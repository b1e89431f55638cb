import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { ConnectionConfig } from '../kernel/db/database.ts'
import type { BenchRow } from './table.ts'

/** The tables that hold nearly all rows of the town. */
const TABLES = [
  'people.person',
  'people.identity_key',
  'credentials.certificate',
  'credentials.certificate_key',
  'credentials.holding',
  'training.enrolment',
  'people.employment',
]

/**
 * The town's load, as it was measured when it happened, beside bare COPY: the same rows out of the database and into tables
 * without any key.
 */
export async function townRow(owner: ConnectionConfig, loadSeconds: number | null): Promise<BenchRow> {
  const source = new pg.Client(owner)
  const target = new pg.Client(owner)
  await source.connect()
  await target.connect()
  let rows = 0
  const started = performance.now()
  try {
    await target.query('drop schema if exists bench_floor cascade')
    await target.query('create schema bench_floor')
    for (const table of TABLES) {
      const copy = `bench_floor.${table.replace('.', '_')}`
      await target.query(`create table ${copy} (like ${table})`)
      const into = target.query(copyFrom(`copy ${copy} from stdin`))
      await pipeline(source.query(copyTo(`copy ${table} to stdout`)), into)
      rows += into.rowCount ?? 0
    }
  } finally {
    await target.query('drop schema if exists bench_floor cascade').catch(() => {})
    await source.end()
    await target.end()
  }
  const floor = (performance.now() - started) / 1000
  return {
    name: 'first start with the town: empty folder to ready',
    ours: loadSeconds === null ? 'not recorded' : `${loadSeconds.toFixed(1)} s`,
    floor: `bare COPY of its ${rows.toLocaleString('en-US')} main rows ${floor.toFixed(1)} s`,
    ratio: loadSeconds === null ? null : loadSeconds / floor,
    target: '≤ 90 s',
    met: loadSeconds !== null && loadSeconds <= 90,
    note: 'ours makes the people, seals identity numbers, computes search terms and holdings, loads, indexes and seals the registers',
  }
}
