import { hash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { loadCity } from '../../../city/settings.ts'
import type { Actor } from '../../../kernel/access/actor.ts'
import { type ConnectionConfig, Database } from '../../../kernel/db/database.ts'
import { migrate, readMigrations } from '../../../kernel/db/migrate.ts'
import { templateDatabase, testDatabase } from '../../../kernel/db/testing.ts'
import { act, openCase, type RequestKey } from '../../../kernel/process/act.ts'
import type { RoomDeclaration } from '../../../kernel/rooms/define.ts'
import { openOffice } from '../../../kernel/rooms/office.ts'
import type { RoomStore } from '../../../kernel/rooms/store.ts'
import { Rules } from '../../../kernel/rules/rules.ts'
import { testKeys } from '../../../kernel/secrets/testing.ts'
import { stillWorld, type World } from '../../../kernel/values/world.ts'
import { catalogue } from '../../catalogue/index.ts'
import { directory } from '../../directory/index.ts'
import { people } from '../../people/index.ts'
import { roles } from '../../roles.ts'
import { training } from '../../training/index.ts'
import { CHECKS, subsidy } from '../index.ts'
import { store } from './index.ts'

const folder = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

export const SCHOOL = '00000000-0000-7000-8000-000000000001'
export const officer = (role: string, person: string, jurisdiction = '1410'): Actor => ({
  accountId: `account-${person}`,
  personKey: person,
  name: person,
  grants: [{ role, jurisdiction, organisationId: null }],
})
export const CLERK: Actor = {
  accountId: 'account-clerk',
  personKey: 'clerk',
  name: 'clerk',
  grants: [{ role: 'institutionClerk', jurisdiction: null, organisationId: SCHOOL }],
}
export const COUNTY = officer('handler', 'county-wang', '141002')
export const CITY = officer('reviewer', 'city-zhao')
export const CASHIER = officer('handler', 'cashier-li')
export const LEADER = officer('leader', 'leader-chen')

/** The office of money on a database that is there; also used by a child process that is to be killed. */
export async function moneyOffice(connection: ConnectionConfig, world: World) {
  const db = new Database(connection, { statementTimeoutMs: 60_000, size: 8 })
  const { city, rules, calendar } = await loadCity('linfen')
  const bare = (r: RoomDeclaration): RoomDeclaration => ({
    ...r,
    processes: [],
    reads: [],
    imports: [],
    facts: [],
    measures: [],
  })
  const { imports: _, restsOn: __, ...money } = store
  const office = openOffice({
    city,
    world,
    keys: testKeys(),
    rules: new Rules(
      subsidy.needs,
      rules.filter((r) => subsidy.needs.some((n) => n.key === r.key)),
      world.today(),
    ),
    calendar,
    roles,
    rooms: [people, directory, catalogue, training].map(bare).concat([{ ...subsidy, imports: [] }]),
    stores: new Map<string, RoomStore>([['subsidy', money]]),
    demonstration: true,
  })
  const request = (key: string, body: unknown): RequestKey => ({
    key,
    hash: hash('sha256', JSON.stringify(body), 'buffer'),
  })
  return {
    db,
    office,
    /** A request key of one's own makes the call repeatable. */
    open: (process: string, input: Record<string, unknown>, actor: Actor, key = world.id()) =>
      openCase(office, db, process, input, actor, request(key, input)),
    act: (
      process: string,
      id: string,
      name: string,
      actor: Actor,
      input: Record<string, unknown> = {},
      key = world.id(),
    ) => act(office, db, process, id, name, input, actor, null, request(key, input)),
  }
}

export async function moneyHouse(at = '2026-03-02T01:00:00Z') {
  const template = await templateDatabase('money_room', async (owner) => {
    await migrate(
      owner,
      await readMigrations(
        [
          'kernel',
          ...['people', 'directory', 'catalogue', 'credentials', 'training', 'subsidy'].map((r) => `modules/${r}`),
        ].map((f) => folder(`${f}/migrations`)),
      ),
    )
    const client = new pg.Client(owner)
    await client.connect()
    await client.query(
      `insert into directory.organisation (organisation_id, name, kind, credit_code, county_code, search_terms) values ('${SCHOOL}', '临汾市平阳职业培训学校', 'private-school', '52141000MJ0000001X', '141002', '{}')`,
    )
    await client.end()
  })
  const database = await testDatabase({ template })
  const world = stillWorld(at, 'Asia/Shanghai', 3)
  const parts = await moneyOffice(database.config('guildbook_app'), world)
  const owner = new pg.Pool({ ...database.superConfig, max: 2, options: '-c timezone=UTC' })
  const behind = async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows
  let made = 0
  return {
    ...parts,
    database,
    world,
    behind,
    day: (day: string) => world.set(`${day}T01:00:00Z`),
    /** A class of ten days that ended two weeks ago; everybody signed in every day and has an account. */
    async aClass(
      seats: number,
      over: { days?: number; persons?: string[]; occupation?: string; started?: string; ended?: string } = {},
    ) {
      const id = world.id()
      const days = over.days ?? 10
      await behind(
        `insert into training.class (class_id, name, organisation_id, kind, occupation_code, level_rank, county_code, started_on, ended_on, seats, state)
         values ($1, $2, $3, 'employment-skills', $4, 1, '141002', $5, $6, $7, 'finished')`,
        [
          id,
          `焊工班${++made}`,
          SCHOOL,
          over.occupation ?? '6-18-02-04',
          over.started ?? '2026-02-02',
          over.ended ?? '2026-02-13',
          seats,
        ],
      )
      const persons: string[] = []
      for (let seat = 1; seat <= seats; seat++) {
        const person = over.persons?.[seat - 1] ?? world.id()
        persons.push(person)
        if (!over.persons?.[seat - 1])
          await behind(
            `insert into people.person (person_id, name, name_key, sex, birth_date, identity_sealed, identity_index, county_code, known_on, search_terms)
             values ($1, '张三', '张三', 'male', '1990-05-05', '\\x00', $2, '141002', '2020-01-01', '{}')`,
            [person, hash('sha256', person, 'buffer')],
          )
        const account = `62170001234${String(made).padStart(4, '0')}${String(seat).padStart(4, '0')}`
        await behind(
          `insert into training.enrolment (class_id, seat_no, person_id, organisation_id, kind, group_id, occupation_code, level_rank, county_code, sex, birth_year, started_on, completed_on, known_on, status, account_index, account_sealed)
           values ($1, $2, $3, $4, 'employment-skills', 'rural-transfer', $5, 1, '141002', 'male', 1990, '2026-02-02', '2026-02-13', '2026-02-14', 'completed', $6, $7)`,
          [
            id,
            seat,
            person,
            SCHOOL,
            over.occupation ?? '6-18-02-04',
            parts.office.keys.blindIndex('account', account).subarray(0, 8),
            parts.office.keys.encrypt(`training.enrolment/${id}/${person}`, account),
          ],
        )
      }
      await behind(
        `insert into training.lesson (class_id, lesson_no, on_day, half, hours) select $1, n, date '2026-02-01' + n, 'am', 4 from generate_series(1, $2) n`,
        [id, days],
      )
      await behind(
        `insert into training.attendance (class_id, lesson_no, seat_no, in_at, method) select $1, n, s, timestamptz '2026-02-02 08:00+08', 'face' from generate_series(1, $2) n, generate_series(1, $3) s`,
        [id, days, seats],
      )
      return { id, persons }
    },
    async budget(amountFen: number, kind = 'open', county = '141002') {
      const { id } = await parts.open(
        'subsidy.budget',
        { kind, fund: 'employment', county, year: 2026, amountFen, document: '临财社〔2026〕1号' },
        CASHIER,
      )
      return parts.act('subsidy.budget', id, 'adopt', LEADER)
    },
    draft: (classId: string, payee = 'person', scheme = 'employment-days') =>
      parts.open('subsidy.claim', { trainingClass: classId, scheme, payee }, CLERK),
    claim: (id: string, name: string, actor: Actor, input: Record<string, unknown> = {}) =>
      parts.act('subsidy.claim', id, name, actor, input),
    /** A run in which every check passed, as if all registers were here. */
    async passChecks(claimId: string) {
      const run = world.id()
      await behind(
        `insert into subsidy.check_run (run_id, on_day, begun_at, ended_at, reach, started_by, summary) values ($1, '2026-03-01', $2, $2, 'claim', 'test', '{}')`,
        [run, world.now().toISOString()],
      )
      await behind(
        `insert into subsidy.check_result (run_id, unit_id, check_id, unit, result, hits) select $1, $2, c, 'claim', 'passed', 0 from unnest($3::text[]) c`,
        [run, claimId, CHECKS.map((c) => c.id)],
      )
    },
    /** From draft to payable, by everybody whose step it is. */
    async payable(classId: string, payee = 'person') {
      this.day('2026-03-02')
      const { id } = await this.draft(classId, payee)
      await this.claim(id, 'file', CLERK)
      await this.claim(id, 'review', COUNTY)
      await this.claim(id, 'approve', CITY)
      await this.claim(id, 'publicise', CITY)
      const now = world.now().toISOString()
      this.day('2026-03-20')
      await this.passChecks(id)
      await this.claim(id, 'release', COUNTY)
      world.set(now)
      return id
    },
    async books() {
      const [row] = await behind(
        `select * from subsidy.budget where fund = 'employment' and county_code = '141002' and year = 2026`,
      )
      const recount = await behind(
        `select account, sum(amount)::bigint as fen from (select to_account as account, amount_fen as amount from subsidy.entry where budget_id = $1 union all select from_account, -amount_fen from subsidy.entry where budget_id = $1) x group by account`,
        [row.budget_id],
      )
      const by = Object.fromEntries(recount.map((r) => [r.account, Number(r.fen)]))
      const of = (account: string) => ({
        row: Number(row[`${account}_fen`]),
        entries: (account === 'plan' ? -1 : 1) * (by[account] ?? 0),
      })
      return Object.fromEntries(
        ['plan', 'available', 'committed', 'transit', 'paid', 'receivable'].map((a) => [a, of(a)]),
      )
    },
    async close() {
      await parts.db.close()
      await owner.end()
      await database.drop()
    },
  }
}
export type MoneyHouse = Awaited<ReturnType<typeof moneyHouse>>
