import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Database } from '../../../kernel/db/database.ts'
import { migrate, readMigrations } from '../../../kernel/db/migrate.ts'
import { templateDatabase, testDatabase } from '../../../kernel/db/testing.ts'
import { judge } from '../../../kernel/rules/tree/tree.ts'
import { nominalDay } from '../../../kernel/values/nominal-day.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { stillWorld } from '../../../kernel/values/world.ts'
import { askedOf, type Question } from '../eligibility/answer.ts'
import { scopeFacts } from '../eligibility/scope.ts'
import { levelDigits, type Standards } from '../eligibility/standards.ts'
import { aRandomPerson, type Choices, factsOfRow, type Row } from '../factory.ts'
import { factsOf } from './facts.ts'
import { verdicts } from './screening.sql.ts'
import { difference, screen, screeningOf } from './screening.ts'
import { loadStandards } from './standards.ts'

const folder = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const WELDER = '6-18-02-04'
const TURNER = '6-18-01-01'
const PERSONS = 1500
const choices: Choices = {
  occupations: [WELDER, TURNER, '6-18-01-02', '4-10-01-05'],
  majors: ['焊接技术应用', '数控技术应用', '机电技术应用', '护理'],
  titles: ['助理工程师', '工程师', '高级工程师', '教师'],
  from: plainDate('2008-01-01'),
  to: plainDate('2027-01-01'),
}
const id = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

let database: Awaited<ReturnType<typeof testDatabase>>
let db: Database
let standards: Standards
const rows: Row[] = Array.from({ length: PERSONS }, (_, i) => aRandomPerson(7919 * (i + 1), choices))

beforeAll(async () => {
  standards = await loadStandards(folder('city/linfen'))
  const template = await templateDatabase('assessment_room', async (owner) => {
    await migrate(
      owner,
      await readMigrations(
        ['kernel', 'modules/people', 'modules/credentials', 'modules/assessment'].map((f) => folder(`${f}/migrations`)),
      ),
    )
  })
  database = await testDatabase({ template })
  db = new Database(database.config('guildbook_app'), { statementTimeoutMs: 60_000 })
  const client = new pg.Client(database.config('guildbook'))
  await client.connect()
  for (const [i, r] of rows.entries()) {
    await client.query(
      `insert into people.person (person_id, name, name_key, sex, birth_date, identity_sealed, identity_index, county_code, known_on, search_terms)
       values ($1, '张三', '张三', 'male', $2, '', decode(lpad($3, 64, '0'), 'hex'), $4, '2020-01-01', '{}')`,
      [id(i), r.birth, i.toString(16), ['141002', '141021'][i % 2]],
    )
    for (const [n, e] of r.employment.entries())
      if (e.to === null || e.to > e.from)
        await client.query(
          `insert into people.employment (person_id, spell_no, occupation_code, from_on, to_on, source) values ($1,$2,$3,$4,$5,'declared')`,
          [id(i), n, e.occupation, e.from, e.to],
        )
    for (const [n, c] of r.certificates.entries())
      await client.query(
        `insert into credentials.certificate (person_id, certificate_id, number, kind, occupation_edition, occupation_code, level_rank, organisation_id, issued_on, known_on, revoked_on, revoked_known_on, county_code, batch_id)
         values ($1,$2,$3,$4,'2022',$5,$6,$2,$7,$7,$8,$8,'141002',$2)`,
        [id(i), id(n), `N${i}-${n}`, c.kind, c.occupation, c.rank, c.issued, c.revoked],
      )
    for (const [n, t] of r.titles.entries())
      await client.query('insert into people.title values ($1,$2,$3,$4,$5)', [id(i), n, t.name, t.grade, t.obtained])
    for (const [n, e] of r.education.entries())
      await client.query('insert into people.education values ($1,$2,$3,$4,$5,$6,$7)', [
        id(i),
        n,
        '某校',
        e.kind,
        e.major,
        e.status,
        e.graduated,
      ])
  }
  await client.query('analyze')
  await client.end()
})
afterAll(async () => {
  await db?.close()
  await database?.drop()
})

const ask = (occupation: string, level: string, on: string): Question => {
  const q = askedOf(standards, occupation, level, plainDate(on))
  if ('findings' in q) throw new Error(q.findings[0]!.message.en)
  return q
}

describe('two back ends', () => {
  const days = ['2019-03-01', '2021-02-28', '2022-12-31', '2023-01-31', '2024-02-29', '2026-11-24']
  test.each(days)('the register answers as the one-person engine does, for every tree, on %s', async (on) => {
    let eligible = 0
    for (const occupation of [WELDER, TURNER])
      for (const level of levelDigits) {
        const q = ask(occupation, level, on)
        const tree = q.applicable.levels.get(level)!
        const found = new Map(
          (
            await db.read.rows<{ person_id: string; clause: number; met: number; nearest: number }>(
              verdicts(screeningOf(q)),
            )
          ).map((r) => [r.person_id, r]),
        )
        const facts = await factsOf(
          db.read,
          rows.map((_, i) => id(i)),
        )
        for (const [i, row] of rows.entries()) {
          const mine = judge(tree, scopeFacts(factsOfRow(row), q.applicable.breadth), nominalDay(q.on))
          expect(judge(tree, scopeFacts(facts.get(id(i))!, q.applicable.breadth), nominalDay(q.on))).toEqual(mine)
          const sql = found.get(id(i))
          if (mine.clause >= 0) eligible++
          // Who is not answered has no fact in scope.
          if (sql)
            expect({ i, ...sql }, `${occupation} ${level} ${on}`).toMatchObject({
              i,
              clause: mine.clause + 1,
              met: mine.met,
              nearest: mine.nearest + 1,
            })
          else expect(mine.clause, `${i}`).toBe(-1)
        }
      }
    expect(eligible).toBeGreaterThan(300)
  })

  test('a run is kept, and the next one takes its place', async () => {
    const world = stillWorld('2026-11-24T01:00:00Z', 'Asia/Shanghai')
    const first = await screen(db, world, ask(TURNER, '4', '2026-11-24'))
    expect(first.persons).toBeGreaterThan(first.eligible)
    expect(first.eligible).toBeGreaterThan(0)
    expect(first.clauses.reduce((n, c) => n + c.persons, 0)).toBe(first.persons)
    world.tick(1000)
    const second = await screen(db, world, ask(TURNER, '4', '2020-11-24'))
    expect(second.edition).toBe('pattern-2018')
    const client = new pg.Client(database.config('guildbook'))
    await client.connect()
    const { rows: runs } = await client.query(
      'select run_id, count(*)::int as n from assessment.screening_result group by run_id',
    )
    const { rows: heads } = await client.query('select run_id, persons, eligible from assessment.screening_run')
    await client.end()
    expect(runs).toEqual([{ run_id: second.runId, n: second.persons }])
    expect(heads).toEqual([{ run_id: second.runId, persons: second.persons, eligible: second.eligible }])
  })

  test('a dry run counts who gains and who loses as two screenings do', async () => {
    const [now, next] = [ask(TURNER, '4', '2022-06-01'), ask(TURNER, '4', '2022-06-01')]
    const other = { ...next, applicable: { ...next.applicable, levels: standards.patterns.at(-1)!.levels } }
    const counted = await difference(db, now, other)
    const tally = { gain: 0, lose: 0 }
    for (const row of rows) {
      const f = scopeFacts(factsOfRow(row), now.applicable.breadth)
      const a = judge(now.applicable.levels.get('4')!, f, now.day).clause >= 0
      const b = judge(other.applicable.levels.get('4')!, f, now.day).clause >= 0
      if (b && !a) tally.gain++
      if (a && !b) tally.lose++
    }
    expect(tally.gain).toBeGreaterThan(0)
    expect(counted.reduce((n, c) => n + c.gain, 0)).toBe(tally.gain)
    expect(counted.reduce((n, c) => n + c.lose, 0)).toBe(tally.lose)
  })
})
