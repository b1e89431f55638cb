import type { House } from '../doors/open.ts'
import { sql } from '../kernel/db/sql.ts'
import { drive, type Server, startServer } from './load.ts'
import { type BenchRow, median } from './table.ts'

const SECONDS = 4
const ROUNDS = 3
const SAMPLE = 4000

/** Runs two loads in turn, A B A B …, so that a machine whose speed drifts does not decide. */
async function inTurn(
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<{ a: number; b: number; ratio: number }> {
  const as: number[] = []
  const bs: number[] = []
  for (let i = 0; i < ROUNDS; i++) {
    as.push(await a())
    bs.push(await b())
  }
  return { a: median(as), b: median(bs), ratio: median(as.map((x, i) => x / bs[i]!)) }
}

const perCore = async (server: Server, path: (i: number) => string, headers: Record<string, string> = {}) =>
  (await drive(server, path, { seconds: SECONDS, headers })).perCoreSecond
const shown = (n: number) => `${Math.round(n).toLocaleString('en-US')} req/core·s`

export async function httpRows(
  house: House,
  setup: { connection: object; role?: string; cityId: string; dataDir: string; keys: string },
): Promise<BenchRow[]> {
  const sample = await house.db.read.rows<{ number: string; name: string }>(
    sql`select c.number, p.name from credentials.certificate c join people.person p on p.person_id = c.person_id where c.revoked_on is null order by md5(c.number) limit ${SAMPLE}`,
  )
  const ours = await startServer(new URL('./house-server.ts', import.meta.url), setup)
  const home = await fetch(`http://127.0.0.1:${ours.port}/`)
  const pageBytes = Buffer.byteLength(await home.text())
  const floor = await startServer(new URL('./floor-server.ts', import.meta.url), {
    connection: setup.connection,
    ...(setup.role ? { role: setup.role } : {}),
    pageBytes,
  })
  try {
    const check = await inTurn(
      () =>
        perCore(
          ours,
          (i) =>
            `/api/v1/certificates/check?number=${sample[i % sample.length]!.number}&name=${encodeURIComponent(sample[i % sample.length]!.name)}`,
        ),
      () => perCore(floor, (i) => `/select?number=${sample[i % sample.length]!.number}`),
    )
    const cached = await inTurn(
      () => perCore(ours, () => '/'),
      () => perCore(floor, () => '/page'),
    )
    // A search word that differs each time is never in the cache.
    const uncached = await drive(ours, (i) => `/directory?search=${encodeURIComponent(`校${i}`)}`, { seconds: SECONDS })
    return [
      {
        name: 'certificate check over HTTP',
        ours: shown(check.a),
        floor: `bare http + one prepared select ${shown(check.b)}`,
        ratio: check.ratio,
        target: '≥ 0.7',
        met: check.ratio >= 0.7,
      },
      {
        name: 'public page, cached',
        ours: shown(cached.a),
        floor: `bare node:http, same bytes ${shown(cached.b)}`,
        ratio: cached.ratio,
        target: '≥ 0.9',
        met: cached.ratio >= 0.9,
      },
      {
        name: 'public page, uncached (directory search)',
        ours: shown(uncached.perCoreSecond),
        floor: '—',
        ratio: null,
        target: '≥ 1,000 req/core·s',
        met: uncached.perCoreSecond >= 1000,
      },
    ]
  } finally {
    await ours.stop()
    await floor.stop()
  }
}
