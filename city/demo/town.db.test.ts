import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Database } from '../../kernel/db/database.ts'
import { migrate, readMigrations } from '../../kernel/db/migrate.ts'
import { type TestDatabase, testDatabase } from '../../kernel/db/testing.ts'
import { secretPlace } from '../../kernel/records/answer.ts'
import { KeyRing, newKeyFile } from '../../kernel/secrets/keyring.ts'
import { stillWorld } from '../../kernel/values/world.ts'
import { checkIdentityNumber } from '../../modules/people/index.ts'
import { rooms } from '../../modules/rooms.ts'
import { finishTown, type LoadReport, type LoadStep, loadReference, loadTown } from '../load.ts'
import { readTargetsFile } from './frame.ts'
import { scaleTargets } from './targets.ts'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const linfen = folder('../linfen/')
const modules = folder('../../modules/')
const migrations = await readMigrations([
  folder('../../kernel/migrations/'),
  ...readdirSync(modules, { withFileTypes: true })
    .filter((e) => e.isDirectory())
    .map((e) => `${modules}${e.name}/migrations`),
])
const keys = new KeyRing(newKeyFile({ demonstration: true }))
const world = stillWorld('2026-03-02T01:00:00Z', 'Asia/Shanghai')
const targets = scaleTargets(await readTargetsFile(`${linfen}demo/targets.yaml`), 100)
const { asOf, targets: wanted } = targets

type Loaded = {
  database: TestDatabase
  client: pg.Client
  report: LoadReport
  sealed: Record<string, number>
  steps: LoadStep[]
}
const all: Loaded[] = []

async function load(): Promise<Loaded> {
  const database = await testDatabase()
  const steps: LoadStep[] = []
  const owner = database.superConfig
  await migrate(owner, migrations, 'first')
  const report = await loadTown({
    ownerConfig: owner,
    cityFolder: linfen,
    keys,
    size: 'small',
    progress: (s) => steps.push(s),
  })
  await migrate(owner, migrations, 'second')
  const db = new Database(owner, { statementTimeoutMs: 60_000 })
  const sealed = await finishTown({ db, world, rooms, progress: (s) => steps.push(s) })
  await db.close()
  const client = new pg.Client(owner)
  await client.connect()
  const loaded = { database, client, report, sealed, steps }
  all.push(loaded)
  return loaded
}

let town: Loaded
beforeAll(async () => {
  town = await load()
})
afterAll(async () => {
  for (const l of all) {
    await l.client.end()
    await l.database.drop()
  }
})
const rows = async <R extends object>(text: string, values: unknown[] = [], of: Loaded = town) =>
  (await of.client.query<R>(text, values)).rows
const count = async (text: string, values: unknown[] = []) =>
  Number((await rows<{ n: string }>(`select count(*) as n from ${text}`, values))[0]!.n)

/** The definition, written as SQL: certificates that count, one person once, the best of them. */
const RECOUNT = `
  with valid as (
    select p.person_id, c.level_rank, c.issued_on, c.certificate_id
    from credentials.certificate c join people.person p using (person_id)
    where c.kind in ('skill-level', 'qualification') and c.level_rank >= 1
      and c.issued_on <= $1 and c.known_on <= $2
      and not coalesce(c.revoked_on <= $1 and c.revoked_known_on <= $2, false)
      and not coalesce(p.left_on <= $1 and p.left_known_on <= $2, false)),
  best as (select distinct on (person_id) person_id, level_rank from valid order by person_id, level_rank desc, issued_on, certificate_id)
  select level_rank as rank, count(*)::int as n from best group by 1 order by 1`
const STOCK = `
  select level_rank as rank, count(*)::int as n from credentials.holding
  where held_from <= $1 and (held_to is null or held_to > $1) and known_from <= $2 and (known_to is null or known_to > $2)
  group by 1 order by 1`
/** Persons by the day on which they first counted, at any level or at a high one. */
const FIRST = `
  with spans as (
    select c.person_id, c.level_rank, c.issued_on,
           least(coalesce(c.revoked_on, 'infinity'::date), coalesce(p.left_on, 'infinity'::date)) as ends_on
    from credentials.certificate c join people.person p using (person_id)
    where c.kind in ('skill-level', 'qualification') and c.level_rank >= $1),
  firsts as (select person_id, min(issued_on) as day from spans where ends_on > issued_on group by 1)
  select count(*)::int as n from firsts where day between $2 and $3`

describe('the figures, recounted from the rows', () => {
  test('stock by highest valid level', async () => {
    const levels = wanted.persons.levels
    const recounted = await rows<{ rank: number; n: number }>(RECOUNT, [asOf, targets.knownBy])
    expect(recounted.reduce((s, r) => s + r.n, 0)).toBe(wanted.persons.skilled)
    expect(recounted.filter((r) => r.rank >= 3).map((r) => r.n)).toEqual([
      levels['level-3'],
      levels['level-2'],
      levels['level-1'],
    ])
    expect(await rows(STOCK, [asOf, targets.knownBy])).toEqual(recounted)
  })

  test('holdings are the recount on other days, and as known on other days', async () => {
    for (const [day, known] of [
      ['2022-12-31', '2022-12-31'],
      ['2015-06-30', '2016-01-01'],
      ['2009-03-15', '2023-01-01'],
      ['2020-02-29', '2020-02-29'],
      ['2030-01-01', '2030-01-01'],
    ])
      expect(await rows(STOCK, [day, known])).toEqual(await rows(RECOUNT, [day, known]))
  })

  test('new skilled and new high-skilled', async () => {
    const { from, to, newSkilled, newHighSkilled } = wanted.flows
    const flows = (
      await rows<{ skilled: number; high: number }>(
        `select count(*) filter (where first_skilled)::int as skilled, count(*) filter (where first_high)::int as high
       from credentials.holding where known_to is null and held_from between $1 and $2`,
        [from, to],
      )
    )[0]!
    expect(await rows(FIRST, [1, from, to])).toEqual([{ n: flows.skilled }])
    expect(await rows(FIRST, [3, from, to])).toEqual([{ n: flows.high }])
    expect([flows.skilled, flows.high]).toEqual([town.report.figures.newSkilled, town.report.figures.newHighSkilled])
    expect(flows.skilled >= newSkilled.atLeast && flows.skilled < newSkilled.below).toBe(true)
    expect(flows.high >= newHighSkilled.atLeast && flows.high < newHighSkilled.below).toBe(true)
  })

  test('person-times, classes, institutions, carriers, competitions, certificates', async () => {
    const { flows, events } = wanted
    const times = await count(`training.enrolment where completed_on between $1 and $2 and voided_known_on is null`, [
      flows.from,
      flows.to,
    ])
    expect(times >= flows.personTimes.atLeast && times < flows.personTimes.below).toBe(true)
    expect(await count('training.class')).toBe(wanted.classes)
    const kinds = await rows<{ kind: string; n: number }>(
      `select kind, count(distinct organisation_id)::int as n from directory.listing_period
       where role = 'training-provider' and status = 'listed' and known_to is null and listed_from <= $1 and (listed_to is null or listed_to > $1) group by 1`,
      [asOf],
    )
    expect(Object.fromEntries(kinds.map((k) => [k.kind, k.n]))).toEqual(wanted.institutions.kinds)
    for (const c of wanted.carriers)
      expect(
        await count(
          `cooperation.carrier where type = $1 and tier = $2 and recognised_on <= $3 and (withdrawn_on is null or withdrawn_on > $3) and known_to is null`,
          [c.type, c.tier, asOf],
        ),
      ).toBe(c.count)
    const held = await count(`competitions.event where held_on between $1 and $2 and known_to is null`, [
      events.from,
      events.to,
    ])
    expect(held >= events.atLeast && held < events.below).toBe(true)
    expect(await count('credentials.certificate')).toBe(8000)
    expect(await rows(`select letter_id, state from replies.proposal`)).toEqual([
      { letter_id: '2023-275', state: 'answered' },
    ])
  })
})

describe('how it was taught', () => {
  test('every class has number, project, place, timetable; what was taught later has its marks', async () => {
    expect(await count('training.class where number is null or project_id is null or venue_id is null')).toBe(0)
    expect(await count('training.class_key')).toBe(await count('training.class'))
    expect(
      await count('training.class c where not exists (select 1 from training.lesson l where l.class_id = c.class_id)'),
    ).toBe(0)
    const { marksFrom } = targets.assumptions.teaching
    const seats = await count(
      `training.lesson l join training.class c on c.class_id = l.class_id join training.enrolment e on e.class_id = c.class_id where c.ended_on >= $1`,
      [marksFrom],
    )
    const marks = await count('training.attendance')
    expect(marks / seats).toBeGreaterThan(0.95)
    expect(marks / seats).toBeLessThan(0.99)
    expect(
      await count(`training.attendance a join training.class c on c.class_id = a.class_id where c.ended_on < $1`, [
        marksFrom,
      ]),
    ).toBe(0)
  })
  test('nobody is in two places: teachers, rooms, hours', async () => {
    const twice = (what: string) =>
      count(
        `(select 1 from training.lesson where ${what} is not null group by venue_id, ${what}, on_day, half having count(*) > 1) x`,
      )
    expect(await twice('room_code')).toBe(0)
    expect(
      await count(
        '(select 1 from training.lesson where teacher_id is not null group by teacher_id, on_day, half having count(*) > 1) x',
      ),
    ).toBe(0)
    expect(await count('(select 1 from training.lesson group by class_id, on_day having sum(hours) > 8) x')).toBe(0)
    expect(
      await count(
        'training.lesson l join training.class c on c.class_id = l.class_id where l.teacher_id is not null and not exists (select 1 from training.teacher t where t.person_id = l.teacher_id and t.organisation_id = c.organisation_id)',
      ),
    ).toBe(0)
    expect(await count('training.lesson where teacher_id is null')).toBeLessThan((await count('training.lesson')) / 20)
  })
  test('claims: sums are those of their lines, one a year for each person, by three pairs of hands', async () => {
    expect(await count('subsidy.claim_line')).toBe(targets.assumptions.teaching.claimLines)
    expect(
      await count(
        '(select c.claim_id from subsidy.claim c left join subsidy.claim_line l on l.claim_id = c.claim_id group by c.claim_id having sum(l.amount_fen) is distinct from c.amount_fen or count(l.line_no) <> c.lines) x',
      ),
    ).toBe(0)
    expect(
      await count(
        `(select l.person_id from subsidy.claim_line l join training.class c on c.class_id = l.class_id group by 1, extract(year from c.ended_on) having count(*) > 1) x`,
      ),
    ).toBe(0)
    expect(await count('subsidy.claim where reviewed_at <= filed_at or approved_at <= reviewed_at')).toBe(0)
  })
})

describe('what was loaded', () => {
  test('keeps every key, index, reference and check of the migrations', async () => {
    // The second pass would have refused; here only that it was made.
    expect(await count('kernel.migration where not second_pass_done')).toBe(0)
    expect(
      await count(
        `credentials.certificate c left join credentials.certificate_key k on k.number = c.number and k.certificate_id = c.certificate_id where k.number is null`,
      ),
    ).toBe(0)
    expect(
      await count(
        `people.person p left join people.identity_key k on k.identity_index = p.identity_index and k.person_id = p.person_id where k.person_id is null`,
      ),
    ).toBe(0)
    expect(
      await count(
        `people.employment e left join directory.organisation o using (organisation_id) where e.organisation_id is not null and o.organisation_id is null`,
      ),
    ).toBe(0)
    expect(
      await count(`training.enrolment e left join people.person p using (person_id) where p.person_id is null`),
    ).toBe(0)
  })

  test('secrets open with the keys, and the index finds the person', async () => {
    const some = await rows<{
      person_id: string
      identity_sealed: Buffer
      identity_index: Buffer
      birth: string
      sex: string
    }>(
      `select person_id, identity_sealed, identity_index, birth_date::text as birth, sex from people.person order by person_id limit 50`,
    )
    for (const p of some) {
      const plain = keys.decrypt(secretPlace('people.person', 'identity_sealed', p.person_id), p.identity_sealed)
      const checked = checkIdentityNumber(plain, { divisionEver: () => true, today: asOf })
      expect(checked.ok && [checked.birthDate, checked.sex]).toEqual([p.birth, p.sex])
      expect(keys.blindIndex('people.person.identity_sealed', plain).equals(p.identity_index)).toBe(true)
    }
  })

  test('each case of a listing belongs to it', async () => {
    expect(
      await count(
        `directory.listing l left join directory.listing_case c using (listing_id) where c.case_id is null or c.organisation_id <> l.organisation_id`,
      ),
    ).toBe(0)
    // Who is on the list today has a case that officers can go on with.
    expect(await count(`directory.listing_case where state = 'listed' and role = 'training-provider'`)).toBe(
      wanted.institutions.total,
    )
  })

  test('the registers are sealed, row by row', async () => {
    for (const [table, n] of Object.entries(town.sealed)) expect([table, n]).toEqual([table, await count(table)])
    expect(await count(`journal.leaf where kind = 'journal.sealed'`)).toBeGreaterThan(15)
  })

  test('progress was told to the end, in both languages', () => {
    const last = new Map(town.steps.map((s) => [s.id, s]))
    expect([...last.keys()]).toEqual(['reference', 'register', 'training', 'analyze', 'seal'])
    for (const s of last.values())
      expect([s.done, s.title.zh.length > 1, s.title.en.length > 1]).toEqual([s.total, true, true])
  })

  test('a second town does not go into the same database', async () => {
    const again = loadTown({ ownerConfig: town.database.superConfig, cityFolder: linfen, keys, size: 'small' })
    await expect(again).rejects.toThrow(/already knows persons/)
    expect(await count('people.person')).toBe(town.report.figures.persons)
  })

  test('reference tables may be loaded again, and repair themselves', async () => {
    const before = await rows('select * from catalogue.occupation order by edition, code')
    await town.client.query(`update catalogue.occupation set name = '?' where code = '6-18-02-04'`)
    await town.client.query(`insert into catalogue.division (code, name, kind) values ('149901', '另一处', 'county')`)
    await loadReference(town.database.superConfig, linfen)
    expect(await rows('select * from catalogue.occupation order by edition, code')).toEqual(before)
    // What somebody added stays.
    expect(await count(`catalogue.division where code = '149901'`)).toBe(1)
    await town.client.query(`delete from catalogue.division where code = '149901'`)
  })
})

test('loaded twice, byte for byte the same', async () => {
  const other = await load()
  // A ciphertext has a nonce of its own each time; everything else is compared as PostgreSQL prints it.
  const tables = await rows<{ name: string; columns: string }>(
    `select n.nspname || '.' || c.relname as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attname not like '%\\_sealed'
       and n.nspname in ('people', 'directory', 'catalogue', 'credentials', 'training', 'cooperation', 'competitions', 'replies')
     group by 1 order by 1`,
  )
  expect(tables.length).toBeGreaterThan(20)
  let filled = 0
  for (const t of tables) {
    const digest = `select count(*)::int as n, md5(string_agg(line, chr(10) order by line collate "C")) as hash from (select row(${t.columns})::text as line from ${t.name}) x`
    const [a, b] = [await rows<{ n: number }>(digest), await rows<{ n: number }>(digest, [], other)]
    expect([t.name, b]).toEqual([t.name, a])
    if (a[0]!.n > 0) filled++
  }
  expect(filled).toBeGreaterThan(20)
})
