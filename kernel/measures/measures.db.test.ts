import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyLine } from '../db/copy-text.ts'
import { attack } from '../testing/attack.ts'
import {
  AREAS,
  type Club,
  clubSql,
  graded,
  joined,
  LEVELS,
  members,
  openClub,
  propertyRuns,
  someone,
  stays,
  steward,
  TODAY,
} from '../testing/club/index.ts'
import { Failure } from '../values/fail.ts'
import { addDays, type PlainDate, plainDate, yearOf } from '../values/plain-date.ts'
import { seededRandom } from '../values/world.ts'
import type { Condition, FlowMeasure, StockMeasure } from './define.ts'
import type { Question } from './question.ts'
import { MeasureService, tellFacts, wakeReaders } from './service.ts'

type Stay = clubSql.Stay
const START = plainDate('2024-01-01')
const DAYS = 900
const COURTS = ['A', 'A-01', 'A-01-02', 'A-010', 'B-02', 'B-02-01']
const ACADEMIES = ['0190a0a0-0000-7000-8000-00000000000a', '0190a0a0-0000-7000-8000-00000000000b']

function randomStays(seed: number, n: number): Stay[] {
  const random = seededRandom(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const day = () => addDays(START, Math.floor(random() * DAYS))
  const later = (d: PlainDate) => (random() < 0.5 ? null : addDays(d, 1 + Math.floor(random() * 300)))
  return Array.from({ length: n }, (_, i) => {
    const from = day()
    const known = random() < 0.7 ? from : addDays(from, Math.floor(random() * 200))
    return {
      member_id: `0190a0a0-0000-7000-8000-${i.toString(16).padStart(12, '0')}`,
      stay_no: 1,
      from_on: from,
      to_on: later(from),
      known_from: known,
      known_to: random() < 0.8 ? null : addDays(known, 1 + Math.floor(random() * 100)),
      level: pick(LEVELS).id,
      area: pick(AREAS),
      court_code: pick(COURTS),
      grade: pick([null, 0, 1, 2, 3]),
      birth_year: random() < 0.1 ? null : 1950 + Math.floor(random() * 70),
      paid: pick([null, true, false]),
      academy_id: pick([null, ...ACADEMIES]),
    }
  })
}
const COLUMNS = [
  'member_id',
  'stay_no',
  'from_on',
  'to_on',
  'known_from',
  'known_to',
  'level',
  'area',
  'court_code',
  'grade',
  'birth_year',
  'paid',
  'academy_id',
] as const

let c: Club
let rows: Stay[]
beforeAll(async () => {
  c = await openClub()
  rows = randomStays(3, 1500)
  await c.db.tx((tx) =>
    tx.copyIn(
      'club.stay',
      COLUMNS,
      rows.map((r) => copyLine(COLUMNS.map((k) => r[k]))),
    ),
  )
  await c.measures.load()
})
afterAll(() => c.close())

// ── The third count: rows, one by one, in the plainest words. ──

function groupIn(dimension: string, depth: number | undefined, r: Stay, on: PlainDate): string | null {
  switch (dimension) {
    case 'level':
      return r.level
    case 'area':
      return depth ? r.area.slice(0, depth) : r.area
    case 'court':
      return depth ? r.court_code.split('-').slice(0, depth).join('-') : r.court_code
    case 'grade':
      return r.grade === null ? null : ['none', 'first', 'second', 'third'][r.grade]!
    case 'age': {
      if (r.birth_year === null) return null
      const age = yearOf(on) - r.birth_year
      return age < 10 ? '<10' : age < 18 ? '10-17' : age < 40 ? '18-39' : '40+'
    }
    case 'paid':
      return r.paid === null ? null : r.paid ? '1' : '0'
    case 'academy':
      return r.academy_id
    case 'year':
      return r.from_on.slice(0, 4)
    default:
      return r.from_on.slice(0, 7)
  }
}
function isIn(dimension: string, wanted: string, r: Stay, on: PlainDate): boolean {
  if (dimension === 'area') return r.area.startsWith(wanted)
  if (dimension === 'court') return r.court_code === wanted || r.court_code.startsWith(`${wanted}-`)
  return groupIn(dimension, undefined, r, on) === wanted
}
function holds(w: Condition, r: Stay): boolean {
  const v = r[w.column as keyof Stay]
  if (w.is !== undefined) return v === w.is
  if (w.atLeast !== undefined) return v !== null && Number(v) >= w.atLeast
  return v !== null && w.oneOf!.includes(String(v))
}
function recount(list: readonly Stay[], m: StockMeasure | FlowMeasure, q: Question) {
  const counted = list.filter(
    (r) =>
      r.from_on <= q.asOf &&
      (m.kind === 'flow' ? r.from_on >= q.from! : r.to_on === null || r.to_on > q.asOf) &&
      r.known_from <= q.knownOn &&
      (r.known_to === null || r.known_to > q.knownOn) &&
      (m.where ?? []).every((w) => holds(w, r)) &&
      q.where.every((w) => w.value.split('|').some((one) => isIn(w.dimension, one, r, q.asOf))),
  )
  const groups = new Map<string, number>()
  if (q.by.length)
    for (const r of counted) {
      const key = JSON.stringify(q.by.map((b) => groupIn(b.dimension, b.depth, r, q.asOf)))
      groups.set(key, (groups.get(key) ?? 0) + 1)
    }
  return { value: counted.length, groups }
}
const asMap = (a: { value: number; groups: { keys: (string | null)[]; value: number }[] }) => ({
  value: a.value,
  groups: new Map(a.groups.map((g) => [JSON.stringify(g.keys), g.value])),
})
const sorted = (a: { value: number; groups: Map<string, number> }) => JSON.stringify([a.value, [...a.groups].sort()])

const anyDay = fc.integer({ min: -40, max: DAYS + 400 }).map((n) => addDays(START, n))
const VALUES: { [dimension: string]: string[] } = {
  level: ['rookie', 'champion', 'giant', 'rookie|regular'],
  area: ['N', 'N1', 'S2', 'X', '', 'N1|S1'],
  court: ['A', 'A-01', 'A-0', 'B', 'A-01|B-02'],
  grade: ['none', 'second', 'fourth'],
  age: ['<10', '10-17', '18-39', '40+', '18+', '10-39', 'old'],
  paid: ['0', '1', 'yes'],
  academy: [...ACADEMIES, 'x'],
  year: ['2024', '2025', '1999'],
  month: ['2024-06', '2025-01'],
}
const dims = Object.keys(VALUES)
const anyQuestion = fc
  .record({
    m: fc.constantFrom<StockMeasure | FlowMeasure>(members, joined, graded),
    asOf: anyDay,
    back: fc.option(fc.integer({ min: 0, max: 500 })),
    knownOn: anyDay,
    by: fc.array(fc.tuple(fc.constantFrom(...dims), fc.option(fc.integer({ min: 1, max: 3 }))), { maxLength: 3 }),
    where: fc
      .uniqueArray(fc.constantFrom(...dims), { maxLength: 2 })
      .chain((ds) =>
        fc.tuple(...ds.map((d) => fc.constantFrom(...VALUES[d]!).map((value) => ({ dimension: d, value })))),
      ),
  })
  .map(({ m, asOf, back, knownOn, by, where }): { m: StockMeasure | FlowMeasure; q: Question } => ({
    m,
    q: {
      asOf,
      ...(m.kind === 'flow' ? { from: back === null ? plainDate('1970-01-01') : addDays(asOf, -back) } : {}),
      knownOn,
      by: by.map(([dimension, depth]) => ({ dimension, ...(depth ? { depth } : {}) })),
      where,
    },
  }))

describe('three counts of the same rows', () => {
  it('columns in memory, SQL and a recount agree for any measure, day, knowledge, dimensions and filters', async () => {
    await fc.assert(
      fc.asyncProperty(anyQuestion, async ({ m, q }) => {
        const plain = sorted(recount(rows, m, q))
        expect(sorted(asMap(c.measures.count(m, q))), 'memory').toBe(plain)
        expect(sorted(asMap(await c.db.snapshot((tx) => c.measures.countInSql(tx, m, q)))), 'SQL').toBe(plain)
      }),
      propertyRuns(300),
    )
  })
  it('a table with more places than memory is counted all the same', () => {
    const q: Question = {
      asOf: plainDate('2026-06-01'),
      knownOn: plainDate('2026-06-01'),
      by: [{ dimension: 'month' }, { dimension: 'year' }, { dimension: 'month' }],
      where: [],
    }
    expect(sorted(asMap(c.measures.count(members, q)))).toBe(sorted(recount(rows, members, q)))
  })
  it('answers the same while the columns are not there yet', async () => {
    const cold = new MeasureService(c.office, c.db, async () => ({}))
    const words = { asOf: '2025-05-05', by: 'level,area@1' }
    expect(await cold.answer('club.members', words, 'staff')).toEqual({
      ...(await c.measures.answer('club.members', words, 'staff')),
      labels: { level: {}, area: {} },
    })
  })
  it('keeps answers about closed days of knowledge only, and they are right after new rows', async () => {
    const own = await openClub()
    try {
      const list = randomStays(9, 50)
      const put = (r: Stay) =>
        own.db.tx(async (tx) => {
          await tx.run(clubSql.insertStay(r))
          await tellFacts(tx, stays, 1, r)
        })
      for (const r of list) await put(r)
      await own.measures.load()
      const q = (knownOn: PlainDate): Question => ({ asOf: plainDate('2026-12-31'), knownOn, by: [], where: [] })
      const [yesterday, today] = [addDays(TODAY, -1), TODAY]
      const closed = own.measures.count(members, q(yesterday))
      const open = own.measures.count(members, q(today))
      expect(own.measures.count(members, q(yesterday))).toBe(closed)
      expect(own.measures.count(members, q(today))).not.toBe(open)
      const fresh: Stay = {
        ...list[0]!,
        member_id: list[0]!.member_id.replace('8000', '8001'),
        from_on: TODAY,
        to_on: null,
        known_from: TODAY,
        known_to: null,
      }
      await put(fresh)
      await own.measures.pull()
      expect(own.measures.count(members, q(yesterday)).value).toBe(recount(list, members, q(yesterday)).value)
      expect(own.measures.count(members, q(today)).value).toBe(recount([...list, fresh], members, q(today)).value)
    } finally {
      await own.close()
    }
  })
})

describe('the feed', () => {
  it('keeps columns equal to the rows while four write and readers load in the middle: none twice, none lost', async () => {
    const own = await openClub({ poolSize: 10 })
    try {
      const list = randomStays(21, 400).map((r) => ({
        ...r,
        known_from: addDays(TODAY, -30),
        known_to: null as string | null,
      }))
      const truth = new Map<string, Stay>()
      let stop = false
      const readers: MeasureService[] = []
      const reader = async () => {
        while (!stop) {
          const m = new MeasureService(own.office, own.db, async () => ({}))
          await m.load()
          readers.push(m)
          await m.pull()
          await new Promise((r) => setImmediate(r))
          if (readers.length >= 6) {
            await readers[readers.length % 6]!.pull()
            // A second load over the first, with a pull under way.
            await Promise.all([readers[0]!.pull(), readers[0]!.load(), readers[0]!.pull()])
            await new Promise((r) => setTimeout(r, 5))
          }
          if (readers.length > 12) return
        }
      }
      const writer = async (w: number) => {
        const random = seededRandom(w + 1)
        for (let i = w; i < list.length; i += 4) {
          const r = list[i]!
          await own.db.tx(async (tx) => {
            await tx.run(clubSql.insertStay(r))
            await tellFacts(tx, stays, 1, r)
            // Held open for a while, so that transactions commit in another order than they began.
            if (random() < 0.3) await tx.run({ text: `select pg_sleep(${(random() * 0.02).toFixed(4)})`, values: [] })
            await wakeReaders(tx)
          })
          truth.set(r.member_id, r)
          if (random() < 0.4) {
            await own.db.tx(async (tx) => {
              await tx.run(clubSql.closeStay(r.member_id, 1, TODAY))
              await tellFacts(tx, stays, -1, { ...r, known_from: TODAY })
            })
            truth.set(r.member_id, { ...r, known_to: TODAY })
          }
          if (random() < 0.1)
            await own.db
              .tx(async (tx) => {
                await tellFacts(tx, stays, 1, { ...r, member_id: 'x' })
                throw new Error('taken back')
              })
              .catch(() => {})
        }
      }
      const reading = reader()
      await Promise.all([0, 1, 2, 3].map(writer))
      stop = true
      await reading
      const all = [...truth.values()]
      expect(readers.length).toBeGreaterThan(2)
      for (const [n, m] of readers.entries()) {
        await m.pull()
        for (const knownOn of [addDays(TODAY, -1), TODAY])
          for (const by of [[], [{ dimension: 'level' }, { dimension: 'area' }]]) {
            const q: Question = { asOf: plainDate('2026-12-31'), knownOn, by, where: [] }
            expect(sorted(asMap(m.count(members, q))), `reader ${n} as known on ${knownOn}`).toBe(
              sorted(recount(all, members, q)),
            )
          }
      }
    } finally {
      await own.close()
    }
  })
  it('wakes who listens', async () => {
    let woken = 0
    const stop = await c.db.listen('measures_feed', () => woken++)
    await c.db.tx((tx) => wakeReaders(tx))
    for (let i = 0; i < 200 && woken === 0; i++) await new Promise((r) => setTimeout(r, 5))
    await stop()
    expect(woken).toBe(1)
  })
})

const failure = async (p: Promise<unknown>) => {
  const e = await p.then(
    () => undefined,
    (x: unknown) => x,
  )
  if (!(e instanceof Failure)) throw e ?? new Error('it did not fail')
  return e
}

describe('answers', () => {
  it('ratios divide their parts, and have no groups where the denominator has none', async () => {
    const [top, bottom, share] = [
      await c.measures.answer('club.graded-members', { asOf: '2025-06-01' }, 'staff'),
      await c.measures.answer('club.members', { asOf: '2025-06-01' }, 'staff'),
      await c.measures.answer('club.graded-share', { asOf: '2025-06-01' }, 'staff'),
    ]
    expect(share.value).toBe(top.value! / bottom.value!)
    expect((await c.measures.answer('club.member-share', { asOf: '2025-06-01' }, 'staff')).denominator).toEqual({
      id: 'club.residents',
      value: 1200,
    })
    expect((await failure(c.measures.answer('club.member-share', { by: 'level' }, 'staff'))).findings[0]!.field).toBe(
      'by',
    )
    expect((await c.measures.answer('club.residents', { asOf: '2024-12-31' }, 'public')).value).toBe(1000)
  })
  it('names all that is wrong with a question', async () => {
    const f = await failure(
      c.measures.answer(
        'club.members',
        { asOf: '2023-02-29', from: '2024-01-01', by: 'level,shoes,area@x,a,b', where: { racket: '1' } },
        'staff',
      ),
    )
    expect(f.findings.map((x) => x.field)).toEqual(['asOf', 'from', 'by', 'by', 'by', 'by', 'where[racket]'])
    expect(
      (await failure(c.measures.answer('club.joined', { from: '2025-02-01', to: '2025-01-01' }, 'staff'))).findings.map(
        (x) => x.field,
      ),
    ).toEqual(['from'])
    expect(
      (await failure(c.measures.answer('club.members', { by: 'level,area,paid,year' }, 'staff'))).findings[0]!.message
        .en,
    ).toBe('three dimensions at most')
    expect((await failure(c.measures.answer('club.shoes', {}, 'staff'))).code).toBe('NotFound')
  })
  it('rows behind a number are as many as it says, by pages; or the reader is told that he may not see them all', async () => {
    const words = { asOf: '2025-06-01', where: { area: 'N' } }
    const number = (await c.measures.answer('club.members', words, 'staff')).value!
    const ids = new Set<string>()
    let after: readonly string[] | undefined
    for (;;) {
      const page = await c.measures.rows('club.members', words, steward('N'), after, 50)
      expect(page.total).toBe(number)
      for (const r of page.rows) ids.add(String(r['member_id']))
      if (!page.next) break
      after = page.next
    }
    expect(ids.size).toBe(number)
    const f = await failure(c.measures.rows('club.members', { asOf: '2025-06-01' }, steward('N'), undefined, 50))
    expect([f.code, f.findings[0]!.code]).toEqual(['NotAllowed', 'SCOPE'])
    expect((await failure(c.measures.rows('club.members', words, someone([]), undefined, 50))).code).toBe('NotAllowed')
    expect(
      (await failure(c.measures.rows('club.graded-share', words, steward('N'), undefined, 50))).findings[0]!.code,
    ).toBe('MEASURE_KIND')
  })
})

describe('what the public sees', () => {
  const day = '2024-01-20'
  const ask = (by: string, where: { [d: string]: string } = {}) =>
    c.measures.answer('club.members', { asOf: day, by, where }, 'public')
  it('hides small cells, and no two tables together give one away', async () => {
    for (const asOf of ['2024-01-10', '2024-01-20', '2024-02-10', '2024-03-01'])
      for (const [x, y] of [
        ['level', 'area'],
        ['grade', 'age'],
        ['academy', 'level'],
        ['court@1', 'area'],
        ['age', 'paid'],
      ] as const) {
        const [a, b] = [x.split('@')[0]!, y]
        const cells = async (by: string) => (await c.measures.answer('club.members', { asOf, by }, 'public')).groups
        const table = (await cells(`${x},${y}`)).map((g) => ({ keys: [String(g[a]), String(g[b])], value: g.value }))
        const byRow = (await cells(x)).map((g) => ({ keys: [String(g[a])], value: g.value }))
        const byColumn = (await cells(y)).map((g) => ({ keys: [String(g[b])], value: g.value }))
        const total = (await c.measures.answer('club.members', { asOf }, 'public')).value!
        expect(table.every((g) => g.value === null || g.value >= 5)).toBe(true)
        expect(
          attack({ table, byRow, byColumn, total }).filter((f) => f.cell.includes(' ') || f.value < 5),
          `${asOf} ${x},${y}`,
        ).toEqual([])
      }
  })
  it('says of a cell the same by whatever way it is asked', async () => {
    const table = await ask('level,area')
    expect(table.suppressed).toBeGreaterThan(0)
    for (const g of table.groups) {
      const [level, area] = [String(g['level']), String(g['area'])]
      expect((await ask('', { level, area })).value, `${level} ${area}`).toBe(g.value)
      expect((await ask('level', { area })).groups.find((x) => x['level'] === level)?.value).toBe(g.value)
      expect((await ask('area', { level })).groups.find((x) => x['area'] === area)?.value).toBe(g.value)
    }
    for (const g of (await ask('level')).groups)
      expect((await ask('', { level: String(g['level']) })).value).toBe(g.value)
  })
  it('a union of groups says nothing that its parts do not', async () => {
    const level = await ask('level')
    const names = level.groups.map((g) => String(g['level']))
    const sum = level.groups.some((g) => g.value === null) ? null : level.groups.reduce((n, g) => n + g.value!, 0)
    expect((await ask('', { level: names.join('|') })).value).toBe(sum)
    const area = (await ask('area')).groups
    for (const a of area)
      for (const b of area) {
        if (a === b) continue
        const both = (await ask('', { area: `${a['area']}|${b['area']}` })).value
        if (a.value === null || b.value === null) expect(both).toBeNull()
        else expect(both).toBe(a.value + b.value)
      }
  })
  it('ratios show no part that is hidden', async () => {
    const share = await c.measures.answer('club.graded-share', { asOf: day, by: 'level' }, 'public')
    const top = await c.measures.answer('club.graded-members', { asOf: day, by: 'level' }, 'public')
    for (const g of share.groups)
      if (top.groups.find((t) => t['level'] === g['level'])?.value === null) expect(g.value).toBeNull()
    const one = await c.measures.answer(
      'club.graded-share',
      { asOf: day, where: { level: 'champion', area: 'N1' } },
      'public',
    )
    expect(one.numerator!.value === null || one.numerator!.value === 0 || one.numerator!.value >= 5).toBe(true)
    if (one.numerator!.value === null) expect(one.value).toBeNull()
  })
  it('takes three dimensions, grouped and filtered by together', async () => {
    expect((await failure(ask('level,area', { paid: '1', grade: 'first' }))).findings[0]!.message.en).toMatch(
      /three dimensions at most/,
    )
    expect((await ask('level', { paid: '1', area: 'N1' })).groups.every((g) => g.value === null || g.value >= 5)).toBe(
      true,
    )
  })
  it('staff see every cell', async () => {
    expect((await c.measures.answer('club.members', { asOf: day, by: 'level,area' }, 'staff')).suppressed).toBe(0)
  })
})
