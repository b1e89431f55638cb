import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished, pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { House } from '../doors/open.ts'
import type { Actor } from '../kernel/access/actor.ts'
import type { ConnectionConfig } from '../kernel/db/database.ts'
import { stockPatterns, stockRows, writeStock } from './stock.ts'
import { type BenchRow, median } from './table.ts'

const POLL_MS = 100
/** The floor is the median of so many: a shared machine is not the same from one minute to the next. */
const FLOORS = 3
/** What an import leaves in the database, table by table. */
const LEFT = [
  ['people.person', 'batch_id'],
  ['people.identity_key', null],
  ['credentials.certificate', 'batch_id'],
  ['credentials.certificate_key', null],
  ['credentials.holding', null],
] as const

/** A stock of certificates from a workbook to the register, beside bare COPY of the rows it leaves, with their keys. */
export async function importRow(house: House, owner: ConnectionConfig, rows: number): Promise<BenchRow> {
  const actor: Actor = {
    accountId: '00000000-0000-7000-8000-0000000000be',
    personKey: 'bench',
    name: 'bench',
    grants: [{ role: 'handler', jurisdiction: house.office.city.division.slice(0, 4), organisationId: null }],
  }
  const folder = await mkdtemp(join(tmpdir(), 'gb-bench-'))
  const file = join(folder, 'stock.xlsx')
  try {
    const patterns = await stockPatterns(house.db.read)
    const out = createWriteStream(file)
    // Each run brings other people and numbers that nobody has: the seed is the moment.
    await writeStock(out, stockRows(patterns, rows, house.office.world.now().getTime() % 1_000_000_007))
    out.end()
    await finished(out)

    const started = performance.now()
    let batch = await house.imports.upload('credentials.certificates', 'stock.xlsx', createReadStream(file), actor)
    const mapping = Object.fromEntries(batch.match!.columns.map((c) => [c.key, c.source]))
    batch = await house.imports.match(batch.id, { mapping }, actor)
    const until = async (states: string[]) => {
      while (!states.includes(batch.state)) {
        if (batch.state === 'failed') throw new Error(JSON.stringify(batch.problem))
        await new Promise((go) => setTimeout(go, POLL_MS))
        batch = await house.imports.get(batch.id, actor)
      }
    }
    await until(['checked'])
    const checked = (performance.now() - started) / 1000
    await house.imports.commit(batch.id, actor)
    await until(['done'])
    const ours = (performance.now() - started) / 1000
    const floors: number[] = []
    for (let i = 0; i < FLOORS; i++) floors.push(await bareCopy(owner, batch.id))
    const floor = median(floors)
    const note = `${batch.rows.written.toLocaleString('en-US')} written, ${batch.rows.bad} refused; read and checked after ${checked.toFixed(1)} s; ratio is ours ÷ floor`
    await house.imports.undo(batch.id, actor)
    return {
      name: `import of ${rows.toLocaleString('en-US')} rows from xlsx, all checks`,
      ours: `${ours.toFixed(1)} s`,
      floor: `bare COPY of the same rows, keys in place ${floor.toFixed(1)} s`,
      ratio: ours / floor,
      target: '≤ 6 ×',
      met: ours / floor <= 6,
      note,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function bareCopy(owner: ConnectionConfig, batchId: string): Promise<number> {
  const source = new pg.Client(owner)
  const target = new pg.Client(owner)
  await source.connect()
  await target.connect()
  let seconds = 0
  try {
    await target.query('drop schema if exists bench_floor cascade')
    await target.query('create schema bench_floor')
    for (const [table, own] of LEFT) {
      const copy = `bench_floor.${table.replace('.', '_')}`
      await target.query(`create table ${copy} (like ${table} including indexes including constraints)`)
      const rows = own
        ? `select * from ${table} where ${own} = '${batchId}'`
        : table === 'people.identity_key'
          ? `select k.* from people.identity_key k join people.person p on p.identity_index = k.identity_index where p.batch_id = '${batchId}'`
          : table === 'credentials.certificate_key'
            ? `select k.* from credentials.certificate_key k join credentials.certificate c on c.number = k.number where c.batch_id = '${batchId}'`
            : `select h.* from credentials.holding h join credentials.certificate c on c.certificate_id = h.certificate_id where c.batch_id = '${batchId}'`
      // The rows are got ready first: finding them is not what is measured.
      await source.query(`create temp table ready as ${rows}`)
      const chunks: Buffer[] = []
      for await (const chunk of source.query(copyTo('copy ready to stdout'))) chunks.push(chunk as Buffer)
      await source.query('drop table ready')
      const started = performance.now()
      await target.query('begin')
      await pipeline(chunks, target.query(copyFrom(`copy ${copy} from stdin`)))
      await target.query('commit')
      seconds += (performance.now() - started) / 1000
    }
  } finally {
    await target.query('drop schema if exists bench_floor cascade').catch(() => {})
    await source.end()
    await target.end()
  }
  return seconds
}
