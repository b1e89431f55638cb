import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stockPatterns } from '../bench/stock.ts'
import { nightlyRecheck } from '../doors/jobs/recheck.ts'
import { type TestHouse, testHouse } from '../doors/testing.ts'
import { Database } from '../kernel/db/database.ts'
import { unzip } from '../kernel/documents/reading.ts'
import { verifyJournal } from '../kernel/journal/verify.ts'
import { sealedTableOf } from '../kernel/records/define.ts'
import { readSheetFile } from '../kernel/sheets/index.ts'
import { freePort, Start, urlOf } from './program.ts'
import { secretsOfTown } from './secrets.ts'
import { FAULT_KINDS, FIRST_ROW, letterOf, makeStock, placeOf, type Stock, writeSheet } from './stock.ts'
import { type Json, type Reply, signedIn, until, type Visitor } from './visitor.ts'

const ROWS = Number(process.env['STORY_IMPORT_ROWS'] ?? 5_000)
const KIND = 'credentials.certificates'
const PATIENCE_MS = 60_000 + ROWS * 10

let town: TestHouse
let eye: Database
/** A server as a process of its own, so that it and its import worker can be killed. */
let server: Start
let handler: Visitor
let folder: string
let stock: Stock
let registered: string[]
let file: Buffer
let batch: string
const seconds: Record<string, number> = {}
async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await work()
  seconds[what] = Math.round((performance.now() - started) / 100) / 10
  return result
}

async function start(): Promise<void> {
  server = new Start(['--data', town.house.dataDir, '--town', 'small', '--port', String(await freePort())], {
    DATABASE_URL: urlOf(town.superConfig),
  })
  handler = await signedIn(await server.url(), 'city-handler')
}
beforeAll(async () => {
  town = await testHouse({ town: 'small' })
  eye = new Database(town.superConfig, { statementTimeoutMs: 600_000 })
  folder = await mkdtemp(join(tmpdir(), 'gb-import-'))
  registered = (await secretsOfTown(eye.read)).map((s) => s.identity)
  stock = makeStock(await stockPatterns(town.house.db.read), ROWS, 275, registered)
  file = await sheet(stock.header, stock.rows)
  await start()
})
afterAll(async () => {
  await Start.endAll()
  await eye?.close()
  await town?.close()
  if (folder) await rm(folder, { recursive: true, force: true })
  if (process.env['STORY_IMPORT_ROWS'])
    process.stdout.write(`${ROWS} rows, file ${(file.length / 1e6).toFixed(1)} MB: ${JSON.stringify(seconds)}\n`)
})

const sheet = async (header: readonly string[], rows: Iterable<Stock['rows'][number]>): Promise<Buffer> => {
  const out = new PassThrough()
  const [bytes] = await Promise.all([buffer(out), writeSheet(out, header, rows).then(() => out.end())])
  return bytes
}
const count = async (table: string, where = 'true'): Promise<number> =>
  Number(
    (await eye.read.one<{ n: number }>({ text: `select count(*) as n from ${table} where ${where}`, values: [] })).n,
  )
const registers = async () => ({
  persons: await count('people.person'),
  certificates: await count('credentials.certificate'),
  numbers: await count('credentials.certificate_key'),
  identities: await count('people.identity_key'),
  holdings: await count('credentials.holding', `known_to is null`),
})
const upload = (name: string, bytes: Buffer): Promise<Reply> =>
  handler.ask('POST', `/api/v1/imports/${KIND}?name=${encodeURIComponent(name)}`, { bytes })
const at = (id: string): Promise<Json> => handler.must('GET', `/api/v1/imports/batches/${id}`)
const arrives = (id: string, state: string): Promise<Json> =>
  until(
    `batch is ${state}`,
    async () => {
      const b = await at(id)
      if (b.state === 'failed') throw new Error(JSON.stringify(b.problem))
      return b.state === state ? b : undefined
    },
    PATIENCE_MS,
  )
const confirm = async (uploaded: Json): Promise<Json> => {
  const mapping = Object.fromEntries(uploaded.match.columns.map((c: Json) => [c.key, c.source]))
  await handler.must('POST', `/api/v1/imports/batches/${uploaded.id}/match`, { mapping })
  return arrives(uploaded.id, 'checked')
}
async function rowsOf(id: string, state: string): Promise<Json[]> {
  const rows: Json[] = []
  let cursor: string | null = null
  do {
    const page: Json = await handler.must(
      'GET',
      `/api/v1/imports/batches/${id}/rows?state=${state}&limit=200${cursor ? `&cursor=${cursor}` : ''}`,
    )
    rows.push(...page.rows)
    cursor = page.next
  } while (cursor)
  return rows
}
const journalProblems = async () => {
  const tables = [...town.house.office.records.values()].filter((r) => r.sealed).map((r) => sealedTableOf(r))
  return (await eye.snapshot((tx) => verifyJournal(tx, tables, () => true))).problems
}
/** Every figure by every path, from the rows. */
const differences = async () => {
  await town.house.measures.pull()
  return nightlyRecheck(town.house)
}

describe(`a stock of ${ROWS} certificates`, () => {
  let before: Awaited<ReturnType<typeof registers>>

  test('is uploaded; sheet, header row and columns are found by themselves', async () => {
    before = await registers()
    const r = await timed('upload', () => upload('存量证书.xlsx', file))
    expect(r.status, r.text.slice(0, 500)).toBe(200)
    batch = r.json.id
    expect(r.json).toMatchObject({ state: 'matching', headerRow: FIRST_ROW - 1, sheet: '存量证书' })
    const found = Object.fromEntries(r.json.match.columns.map((c: Json) => [c.key, c.source]))
    for (const key of [
      'name',
      'identity',
      'sex',
      'phone',
      'number',
      'occupation',
      'level',
      'body',
      'issuedOn',
      'county',
    ])
      expect(found[key], key).toBe(placeOf(key))
    expect(found).toMatchObject({ kind: null, workType: null, birthDate: null })
  })

  test('columns that cannot be are refused, all at once', async () => {
    const r = await handler.post(`/api/v1/imports/batches/${batch}/match`, {
      mapping: { name: 0, identity: 0, nothing: 3 },
    })
    expect(r.status).toBe(400)
    expect(new Set(r.json.findings.map((f: Json) => f.code))).toEqual(new Set(['COL_UNKNOWN', 'COL_MISS', 'COL_TWICE']))
  })

  test('every planted fault is reported at its cell, and nothing else', async () => {
    const b = await timed('check', async () => confirm(await at(batch)))
    expect(stock.faults.length).toBeGreaterThan(ROWS * 0.02)
    expect(new Set(stock.faults.map((f) => `${f.field} ${f.code}`)).size).toBeGreaterThanOrEqual(12)
    if (ROWS >= 2000) expect(stock.faults.length).toBeGreaterThan(FAULT_KINDS)
    expect(b.rows).toMatchObject({
      total: ROWS,
      good: ROWS - stock.faults.length,
      bad: stock.faults.length,
      same: 0,
      written: 0,
    })
    const bad = await rowsOf(batch, 'bad')
    const said = bad.flatMap((r) =>
      r.findings
        .filter((f: Json) => (f.severity ?? 'must') === 'must')
        .map((f: Json) => `${r.row} ${f.field ?? ''} ${f.code}`),
    )
    expect(said.sort()).toEqual(stock.faults.map((f) => `${f.row} ${f.field} ${f.code}`).sort())
    // Each says where, what and how to mend, in two languages.
    for (const r of bad)
      for (const f of r.findings)
        for (const text of [f.message.zh, f.message.en, f.hint.zh, f.hint.en])
          expect(text, `${r.row} ${f.code}`).toMatch(/\S{2}/)
    // Damaged numbers are shown as they are, and no digits are made up for them.
    const damaged = bad.filter((r) => r.findings.some((f: Json) => f.code === 'ID_SCI'))
    expect(damaged.length).toBeGreaterThan(1)
    for (const r of damaged) for (const f of r.findings) expect(f.suggestion).toBeUndefined()
  })

  test('the clerk’s own file comes back with these cells marked', async () => {
    const r = await timed('returned file', () => handler.get(`/api/v1/imports/batches/${batch}/returned`))
    expect(r.status).toBe(200)
    await writeFile(join(folder, 'returned.xlsx'), r.bytes)
    const parts = unzip(r.bytes)
    const xml = parts.get('xl/worksheets/sheet1.xml')!
    const styled = (tag: string) => Number(/ s="(\d+)"/.exec(tag)?.[1] ?? 0) > 4
    const pink = new Set(
      [...xml.matchAll(/<c [^>]*>/g)].filter(([tag]) => styled(tag)).map(([tag]) => / r="([A-Z]+\d+)"/.exec(tag)![1]!),
    )
    const missing = stock.faults
      .filter((f) => f.field !== '')
      .map((f) => `${letterOf(f.field)}${f.row}`)
      .filter((ref) => !pink.has(ref))
    expect(missing).toEqual([])
  })

  test('two rows are mended in place; what is still wrong stays wrong', async () => {
    const [first, second] = stock.faults.filter((f) => f.code === 'LEVEL_WORD' || f.code === 'COUNTY_UNKNOWN')
    const wrong = await handler.must('PATCH', `/api/v1/imports/batches/${batch}/rows/${first!.row}`, {
      values: { [first!.field]: '还不对' },
    })
    expect([wrong.state, wrong.findings[0].field]).toEqual(['bad', first!.field])
    for (const f of [first!, second!]) {
      const mended = await handler.must('PATCH', `/api/v1/imports/batches/${batch}/rows/${f.row}`, {
        values: { [f.field]: stock.right[f.row - FIRST_ROW]![placeOf(f.field)]! },
      })
      expect(mended, JSON.stringify(f)).toMatchObject({ row: f.row, state: 'good' })
      // The file on the clerk's side has it still; what comes back corrected later says the same.
    }
    expect((await at(batch)).rows).toMatchObject({ good: ROWS - stock.faults.length + 2, bad: stock.faults.length - 2 })
    mended = [first!.row, second!.row]
  })
  let mended: number[] = []

  test('the same file again is the same batch', async () => {
    const again = await upload('另一个名字.xlsx', file)
    expect([again.status, again.json.id, again.json.state]).toEqual([200, batch, 'checked'])
  })

  test('worker and server are killed while it is written; after the next start every row is there once', async () => {
    const good = ROWS - stock.faults.length + 2
    const started = performance.now()
    await handler.must('POST', `/api/v1/imports/batches/${batch}/commit`)
    await until(
      'some rows are written',
      async () =>
        (
          await eye.read.one<{ cursor: number }>({
            text: 'select cursor from sheets.batch where batch_id = $1',
            values: [batch],
          })
        ).cursor > 0,
      PATIENCE_MS,
    )
    const worker = childrenOf(server.pid).find((c) => c.command.includes('import-worker'))
    process.kill(worker!.pid, 'SIGKILL')
    await server.stop('SIGKILL')
    const half = await count('credentials.certificate', `batch_id = '${batch}'`)
    expect(half).toBeGreaterThan(0)
    expect(half).toBeLessThan(good)
    await start()
    const b = await arrives(batch, 'done')
    seconds['write, with a kill and a start'] = Math.round((performance.now() - started) / 100) / 10
    expect(b.rows).toMatchObject({ written: good, good: 0, bad: stock.faults.length - 2 })
    expect(await count('credentials.certificate', `batch_id = '${batch}'`)).toBe(good)
    expect(await registers()).toMatchObject({
      certificates: before.certificates + good,
      numbers: before.numbers + good,
    })
    const after = await registers()
    expect(after.persons - before.persons).toBe(after.identities - before.identities)
    expect(await journalProblems()).toEqual([])
    expect(await timed('recheck of all figures', differences)).toEqual([])
  })

  test('once more the same file: the same receipt, nothing written', async () => {
    const after = await registers()
    const again = await upload('存量证书.xlsx', file)
    expect(again.json).toMatchObject({ id: batch, state: 'done', rows: { written: ROWS - stock.faults.length + 2 } })
    // A second click on “write” is no second writing.
    await handler.must('POST', `/api/v1/imports/batches/${batch}/commit`)
    expect(await registers()).toEqual(after)
  })

  let rest: string
  test('the returned file, corrected, adds only the rest', async () => {
    const rows: string[][] = []
    for await (const page of readSheetFile(join(folder, 'returned.xlsx')))
      for (const r of page) rows[r.row] = r.cells.map((c) => c.text)
    const header = rows[FIRST_ROW - 1]!
    expect(header.slice(0, stock.header.length)).toEqual(stock.header)
    expect(header.at(-1)).toContain('问题')
    const corrected = stock.right.map((right, i) => {
      const brought = rows[i + FIRST_ROW]!
      const wasFaulty = stock.faults.some((f) => f.row === i + FIRST_ROW)
      return wasFaulty ? [...right, ''] : header.map((_, j) => brought[j] ?? '')
    })
    const up = await upload('问题-存量证书.xlsx', await sheet(header, corrected))
    expect(up.status, up.text.slice(0, 300)).toBe(200)
    rest = up.json.id
    expect(rest).not.toBe(batch)
    const b = await timed('check of the corrected file', () => confirm(up.json))
    expect(b.rows).toMatchObject({
      total: ROWS,
      good: stock.faults.length - 2,
      same: ROWS - stock.faults.length + 2,
      bad: 0,
    })
    expect(mended).toHaveLength(2)
    await handler.must('POST', `/api/v1/imports/batches/${rest}/commit`)
    await arrives(rest, 'done')
    expect(await registers()).toMatchObject({ certificates: before.certificates + ROWS })
  })

  test('both are taken back: the registers are what they were, and the figures with them', async () => {
    expect(
      (await timed('undo of the rest', () => handler.must('POST', `/api/v1/imports/batches/${rest}/undo`))).state,
    ).toBe('undone')
    expect((await timed('undo', () => handler.must('POST', `/api/v1/imports/batches/${batch}/undo`))).state).toBe(
      'undone',
    )
    expect(await registers()).toEqual(before)
    expect(await journalProblems()).toEqual([])
    expect(await differences()).toEqual([])
    // Asked twice, done once.
    expect((await handler.must('POST', `/api/v1/imports/batches/${batch}/undo`)).state).toBe('undone')
  })
})

describe('files as offices have them', () => {
  test('a CSV in GB18030, with characters beyond GBK', async () => {
    const small = makeStock(await stockPatterns(town.house.db.read), 40, 18030, registered)
    const name = placeOf('name')
    // 㛃 and 䶮 are in names of living people; the older encoding has them not.
    small.right[0]![name] = '王㛃'
    small.right[1]![name] = '李䶮'
    const text = [small.header, ...small.right].map((r) => r.join(',')).join('\r\n')
    const up = await upload('存量.csv', gb18030(`${text}\r\n`))
    expect(up.status, up.text.slice(0, 300)).toBe(200)
    expect(up.json.headerRow).toBe(1)
    const b = await confirm(up.json)
    expect(b.rows).toMatchObject({ total: 40, good: 40, bad: 0 })
    await handler.must('POST', `/api/v1/imports/batches/${b.id}/commit`)
    await arrives(b.id, 'done')
    const names = await eye.read.rows<{ name: string }>({
      text: 'select name from people.person where batch_id = $1',
      values: [b.id],
    })
    expect(names.map((n) => n.name)).toEqual(expect.arrayContaining(['王㛃', '李䶮']))
    await handler.must('POST', `/api/v1/imports/batches/${b.id}/undo`)
  })

  test('what is no table is refused with a reason, and leaves nothing', async () => {
    for (const [name, bytes] of [
      ['照片.xlsx', Buffer.from('\x89PNG\r\n\x1a\n0000000000000000', 'latin1')],
      ['旧格式.xls', Buffer.from('d0cf11e0a1b11ae1000000000000000000000000', 'hex')],
      ['半个.xlsx', file.subarray(0, 5000)],
    ] as const) {
      const r = await upload(name, Buffer.from(bytes))
      const problem = r.status === 200 ? r.json.problem : r.json
      expect(r.status === 200 ? r.json.state : 'refused', name).toMatch(/failed|refused/)
      expect(JSON.stringify(problem), name).toMatch(/[\u4e00-\u9fff]/)
    }
    expect((await upload('空.xlsx', Buffer.alloc(0))).status).toBe(400)
  })
})

/** Children of a process, one generation after the other. */
function childrenOf(parent: number): { pid: number; command: string }[] {
  const all = execFileSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .flatMap((m) => (m ? [{ pid: Number(m[1]), parent: Number(m[2]), command: m[3]! }] : []))
  const own = (p: number): typeof all => all.filter((x) => x.parent === p).flatMap((x) => [x, ...own(x.pid)])
  return own(parent)
}

/** Node decodes GB18030 but does not write it: the table is turned round. */
function gb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030')
  const wanted = new Set([...text].filter((c) => c.codePointAt(0)! > 0x7f))
  const table = new Map<string, number[]>()
  for (let a = 0x81; a <= 0xfe; a++)
    for (let b = 0x40; b <= 0xfe; b++) {
      const c = decoder.decode(Uint8Array.of(a, b))
      if (wanted.has(c) && !table.has(c)) table.set(c, [a, b])
    }
  // Four bytes for what is left: the block of 0x81 to 0x84 covers the plane of common characters.
  for (let a = 0x81; a <= 0x84 && table.size < wanted.size; a++)
    for (let b = 0x30; b <= 0x39; b++)
      for (let c = 0x81; c <= 0xfe; c++)
        for (let d = 0x30; d <= 0x39; d++) {
          const char = decoder.decode(Uint8Array.of(a, b, c, d))
          if (wanted.has(char) && !table.has(char)) table.set(char, [a, b, c, d])
        }
  return Buffer.from([...text].flatMap((c) => (c.codePointAt(0)! <= 0x7f ? [c.charCodeAt(0)] : table.get(c)!)))
}
