import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRunning } from '../kernel/db/embedded/attach.ts'
import { findPlace } from '../kernel/db/embedded/cluster.ts'
import { freePort, Start } from './program.ts'
import { until, Visitor } from './visitor.ts'

let parent: string
let folder: string
let port: number
const words = (...more: string[]) => ['--town', 'none', '--data', folder, '--port', String(port), ...more]

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'gb-start-'))
  // Open to walk through: PostgreSQL does not run as root.
  chmodSync(parent, 0o755)
  folder = join(parent, 'data')
  port = await freePort()
})
afterAll(async () => {
  await Start.endAll()
  const place = existsSync(folder) ? findPlace(folder) : undefined
  if (place && existsSync(join(place, 'postmaster.pid'))) process.kill(postmaster(), 'SIGKILL')
  if (place && !place.startsWith(parent)) rmSync(dirname(place), { recursive: true, force: true })
  rmSync(parent, { recursive: true, force: true })
})

const postmaster = (): number => Number(readFileSync(join(findPlace(folder)!, 'postmaster.pid'), 'utf8').split('\n')[0])
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    // A process that ended and was not yet fetched by its parent is not alive.
    return !existsSync(`/proc/${pid}/stat`) || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}
async function inDatabase<T>(work: (c: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(findRunning(folder)!('guildbook') as pg.ClientConfig)
  // The server may be taken down under it.
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
const isWell = async (url: string) => {
  const v = new Visitor(url)
  expect((await v.get('/readyz')).json).toEqual({ ok: true, town: 'none' })
  expect((await v.must('GET', '/api/v1/city')).demonstration).toBe(false)
  expect((await v.get('/')).status).toBe(200)
}
/** What is told to people who cannot start: short, in two languages, without the inside of the program. */
const isReadable = (out: string) => {
  expect(out).toMatch(/[\u4e00-\u9fff]/)
  expect(out).toMatch(/[a-z]{3}/)
  expect(out).not.toMatch(/\n\s+at .*:\d+:\d+/)
  expect(out).not.toContain('undefined')
}

describe('refused before anything is touched', () => {
  const refused: [string, () => string[], Record<string, string>, RegExp[]][] = [
    ['an unknown option', () => ['--prot', '8480'], {}, [/--prot/, /--port N/]],
    ['a port that is none', () => words('--port', '80a'), {}, [/--port/, /80a/]],
    ['an unknown city', () => words('--city', 'nowhere'), {}, [/city\/nowhere/]],
    [
      'a DATABASE_URL that is none',
      () => words('--data', join(parent, 'other')),
      { DATABASE_URL: 'mysql://root:hunter2@localhost/x' },
      [/DATABASE_URL|postgres/],
    ],
    [
      'a DATABASE_URL where nobody listens',
      () => words('--data', join(parent, 'other')),
      { DATABASE_URL: 'postgres://u:hunter2@127.0.0.1:9/x' },
      [/127\.0\.0\.1/],
    ],
    ['production without https', () => words(), { GUILDBOOK_MODE: 'production' }, [/--public-url/]],
    [
      'production with a demonstration town',
      () => ['--town', 'small', '--data', join(parent, 'other'), '--public-url', 'https://x.example'],
      { GUILDBOOK_MODE: 'production' },
      [/--town none/],
    ],
    [
      'production without keys',
      () => words('--data', join(parent, 'other'), '--public-url', 'https://x.example'),
      { GUILDBOOK_MODE: 'production' },
      [/guildbook keys/],
    ],
  ]
  for (const [what, args, env, say] of refused)
    test(what, async () => {
      const s = new Start(args(), env)
      expect(await s.ended).toBe(1)
      for (const pattern of say) expect(s.out).toMatch(pattern)
      isReadable(s.out)
      // A password in an address is not for the screen.
      expect(s.out).not.toContain('hunter2')
    })

  test.skipIf(process.getuid?.() === 0)('a folder that may not be written (not for root, who may all)', async () => {
    const locked = join(parent, 'locked')
    mkdirSync(locked, { mode: 0o555 })
    const s = new Start(words('--data', join(locked, 'data')))
    expect(await s.ended).toBe(1)
    isReadable(s.out)
    expect(s.out).toContain(locked)
  })
})

describe('one data folder through its life', () => {
  let running: Start

  test('starts on nothing', async () => {
    running = new Start(words())
    expect(await running.url()).toBe(`http://127.0.0.1:${port}`)
    await isWell(await running.url())
    await inDatabase((c) =>
      c.query(
        `create table public.story (n int primary key); insert into public.story select generate_series(1, 1000)`,
      ),
    )
  })

  test('a second start on it is refused, and told who has it', async () => {
    const second = new Start(words('--port', String(await freePort())))
    expect(await second.ended).toBe(1)
    isReadable(second.out)
    expect(second.out).toContain(String(running.pid))
    expect(second.out).toContain(`http://127.0.0.1:${port}`)
    await isWell(`http://127.0.0.1:${port}`)
  })

  test('after kill -9 of the server it starts again', async () => {
    await running.stop('SIGKILL')
    running = new Start(words())
    await isWell(await running.url())
    expect(await storyRows()).toBe(1000)
  })

  test('after kill -9 of the database the server says so and ends; the data are whole', async () => {
    const client = new pg.Client(findRunning(folder)!('guildbook') as pg.ClientConfig)
    client.on('error', () => {})
    await client.connect()
    await client.query('insert into public.story select generate_series(1001, 2000)')
    // Not committed when the end comes: must not be there afterwards.
    await client.query('begin; insert into public.story values (-1)')
    process.kill(postmaster(), 'SIGKILL')
    expect(await running.ended).toBe(1)
    expect(running.out).toContain('数据库意外停止')
    await client.end().catch(() => {})
    running = new Start(words())
    await isWell(await running.url())
    expect(await storyRows()).toBe(2000)
  })

  test('told to stop, it stops in order and leaves no process behind', async () => {
    const database = postmaster()
    expect(await running.stop('SIGTERM')).toBe(0)
    await until('the database has ended', async () => !alive(database), 10_000)
    expect(existsSync(join(findPlace(folder)!, 'postmaster.pid'))).toBe(false)
  })

  test('a port that is taken: said with another, and nothing stays behind', async () => {
    const other = createServer()
    await new Promise<void>((done) => other.listen(port, '127.0.0.1', done))
    try {
      const s = new Start(words())
      expect(await s.ended).toBe(1)
      isReadable(s.out)
      expect(s.out).toContain(`--port ${port + 1}`)
      expect(existsSync(join(findPlace(folder)!, 'postmaster.pid'))).toBe(false)
    } finally {
      await new Promise((done) => other.close(done))
    }
  })

  test('production refuses the keys that were made for trial', async () => {
    const s = new Start(words('--public-url', 'https://x.example'), { GUILDBOOK_MODE: 'production' })
    expect(await s.ended).toBe(1)
    expect(s.out).toContain('guildbook keys')
    isReadable(s.out)
  })

  test('started again with a town asked for, it keeps what it has', async () => {
    running = new Start(['--town', 'small', '--data', folder, '--port', String(port)])
    await isWell(await running.url())
    expect(running.out).toContain('不再装入')
    expect(await storyRows()).toBe(2000)
  })

  test('data of a newer version are refused and left alone', async () => {
    await inDatabase((c) =>
      c.query(
        `insert into kernel.migration (name, sha256, second_pass_done) values ('20991231T0000-from-later.sql', 'x', true)`,
      ),
    )
    expect(await running.stop()).toBe(0)
    const before = readdirSync(folder).sort()
    const s = new Start(words())
    expect(await s.ended).toBe(1)
    isReadable(s.out)
    expect(s.out).toContain('20991231T0000-from-later')
    expect(readdirSync(folder).sort()).toEqual(before)
    expect(existsSync(join(findPlace(folder)!, 'postmaster.pid'))).toBe(false)
  })

  const storyRows = () =>
    inDatabase(async (c) => Number((await c.query('select count(*) as n from public.story')).rows[0].n))
})
