import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { Accounts } from '../../access/accounts.ts'
import type { Actor, Grant } from '../../access/actor.ts'
import { Database } from '../../db/database.ts'
import { migrate, readMigrations } from '../../db/migrate.ts'
import { searchTerms } from '../../db/search-terms.ts'
import { type TestDatabase, templateDatabase, testDatabase } from '../../db/testing.ts'
import { sealRow } from '../../journal/journal.ts'
import type { SealedTable } from '../../journal/sealed.ts'
import { MeasureService, tellFacts, wakeReaders } from '../../measures/service.ts'
import type { EffectContext, ProcessStore, RequestKey } from '../../process/act.ts'
import { requestHash } from '../../process/act.ts'
import { CaseService } from '../../process/service.ts'
import { secretPlace } from '../../records/answer.ts'
import { sealedTableOf } from '../../records/define.ts'
import { RecordService } from '../../records/service.ts'
import { type Office, openOffice } from '../../rooms/office.ts'
import { defineStore, type RoomStore } from '../../rooms/store.ts'
import { Rules, type RuleValue } from '../../rules/rules.ts'
import { KeyRing, newKeyFile } from '../../secrets/keyring.ts'
import { Calendar } from '../../values/calendar.ts'
import { plainDate } from '../../values/plain-date.ts'
import { stillWorld } from '../../values/world.ts'
import { club, locker, member, needs, roles, stays } from './declarations.ts'
import * as q from './store.sql.ts'

export * from './declarations.ts'
export { q as clubSql }

const KERNEL = fileURLToPath(new URL('../../', import.meta.url))
export const clubMigrations = () => readMigrations([`${KERNEL}migrations`, `${KERNEL}testing/club/migrations`])

export const TODAY = plainDate('2026-03-10')
export const AREAS = ['N1', 'N2', 'S1', 'S2'] as const

const value = (
  key: string,
  unit: string,
  values: { [from: string]: RuleValue['values'][number]['value'] },
): RuleValue => ({
  key,
  unit,
  checkedOn: TODAY,
  values: Object.entries(values).map(([from, v]) => ({
    from: plainDate(from),
    value: v,
    source: { title: 'Rules of the club', number: '1', article: '2' },
  })),
})
export const clubRules: readonly RuleValue[] = [
  value('club.check.days', 'days', { '2019-01-01': 5, '2026-04-01': 3 }),
  value('club.age.least', 'years', { '2019-01-01': 12 }),
  value('club.age.bands', 'years', { '2019-01-01': [10, 18, 40] }),
  value('club.residents', 'persons', { '2019-01-01': 1000, '2025-01-01': 1200 }),
  value('figures.smallCell.least', 'persons', { '1970-01-01': 5 }),
]

/** What the test wishes the club's own store to find out or to do wrong. */
export type ClubSwitches = { feePaid: boolean; age: number; failAfterEffect: boolean }

export type Club = {
  office: Office
  db: Database
  records: RecordService
  measures: MeasureService
  cases: CaseService
  accounts: Accounts
  world: ReturnType<typeof stillWorld>
  keys: KeyRing
  switches: ClubSwitches
  test: TestDatabase
  sealed: SealedTable[]
  /** Any statement as the database's owner: what somebody at the machine could do behind the program's back. */
  asOwner<R = Record<string, unknown>>(text: string, values?: unknown[]): Promise<R[]>
  /** Enters a member with the journal's knowledge, as an act would. */
  addMember(m?: Partial<Parameters<typeof q.insertMember>[0]> & { phonePlain?: string | null }): Promise<string>
  close(): Promise<void>
}

/** An Office and its Database on a fresh database of its own; all migrations are run once per test run. */
export async function openClub(
  options: { demonstration?: boolean; poolSize?: number; at?: string; seed?: number } = {},
): Promise<Club> {
  const template = await templateDatabase('club', async (config) => {
    await migrate(config, await clubMigrations())
  })
  const test = await testDatabase({ template })
  const world = stillWorld(options.at ?? `${TODAY}T04:00:00Z`, 'Asia/Shanghai', options.seed ?? 7)
  const keys = new KeyRing(newKeyFile({ demonstration: true }))
  const switches: ClubSwitches = { feePaid: true, age: 30, failAfterEffect: false }
  const office = clubOffice({ world, keys, demonstration: options.demonstration ?? false, store: clubStore(switches) })
  const db = new Database(test.config('guildbook_app'), {
    size: options.poolSize ?? 8,
    readSize: 8,
    statementTimeoutMs: 20_000,
  })
  const records = new RecordService(office, db)
  await records.loadCodes()
  const owner = new pg.Client(test.superConfig)
  // The database is thrown away with this connection still open.
  owner.on('error', () => {})
  await owner.connect()
  const addMember: Club['addMember'] = async (m = {}) => {
    const id = m.id ?? world.id()
    const phone =
      m.phonePlain === undefined ? `139${String(parseInt(id.slice(-8), 16)).padStart(10, '0')}` : m.phonePlain
    const name = m.name ?? `球员${id.slice(-4)}`
    await db.tx(async (tx) => {
      await tx.run(
        q.insertMember({
          id,
          name,
          area: 'N1',
          level: 'rookie',
          academyId: null,
          phone: phone === null ? null : keys.encrypt(secretPlace('club.member', 'phone_sealed', id), phone),
          phoneIndex: phone === null ? null : keys.blindIndex('club.member.phone_sealed', phone),
          playerKey: `person:${id}`,
          joinedOn: TODAY,
          remark: null,
          listed: false,
          terms: searchTerms(name),
          ...m,
        }),
      )
    })
    return id
  }
  return {
    office,
    db,
    records,
    measures: new MeasureService(office, db, async (d, ids) =>
      Object.fromEntries((d.choices ?? []).filter((c) => ids.includes(c.id)).map((c) => [c.id, c.label])),
    ),
    cases: new CaseService(office, db, records),
    accounts: new Accounts(office, db),
    world,
    keys,
    switches,
    test,
    sealed: [sealedTableOf(member), sealedTableOf(locker)],
    asOwner: async <R>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows as R[],
    addMember,
    close: async () => {
      await db.close()
      await owner.end()
      await test.drop()
    },
  }
}

/** The office alone, without a database. */
export function clubOffice(
  parts: {
    world?: ReturnType<typeof stillWorld>
    keys?: KeyRing
    demonstration?: boolean
    store?: RoomStore
    rules?: readonly RuleValue[]
  } = {},
): Office {
  const world = parts.world ?? stillWorld(`${TODAY}T04:00:00Z`, 'Asia/Shanghai')
  return openOffice({
    city: {
      id: 'club',
      name: { zh: '网球会', en: 'Tennis club' },
      bureau: { zh: '网球会', en: 'Tennis club' },
      shortName: { zh: '网', en: 'TC' },
      division: 'N',
      province: 'N',
      zone: 'Asia/Shanghai',
      helpPhone: null,
      publicAddress: null,
      signature: 'ES256',
      folder: '',
    },
    world,
    keys: parts.keys ?? new KeyRing(newKeyFile({ demonstration: true })),
    rules: new Rules(needs, parts.rules ?? clubRules, world.today()),
    calendar: new Calendar({ years: [], holidays: [], workingWeekends: [] }),
    roles,
    rooms: [club],
    stores: new Map([['club', parts.store ?? clubStore({ feePaid: true, age: 30, failAfterEffect: false })]]),
    demonstration: parts.demonstration ?? false,
  })
}

export function clubStore(switches: ClubSwitches): RoomStore {
  const membership: ProcessStore = {
    complete: async (_tx, _input, office) => ({ memberId: office.world.id() }),
    facts: async () => ({ feePaid: switches.feePaid, age: switches.age }),
    effects: { welcome: (ctx) => welcome(ctx, switches), strikeOut },
  }
  return defineStore({
    processes: { 'club.membership': membership },
    reads: {
      'club.courts': async (_ctx, query: { surface?: string }) => ({ surface: query.surface ?? null, courts: 4 }),
    },
    codes: { 'club.area': async () => new Map(AREAS.map((a) => [a, { zh: `${a}片`, en: `area ${a}` }])) },
  })
}

async function welcome({ tx, office, case: c, seal, tell }: EffectContext, switches: ClubSwitches): Promise<void> {
  const id = String(c.fields['memberId'])
  const name = String(c.fields['playerName'])
  const today = office.world.today()
  await tx.run(
    q.insertMember({
      id,
      name,
      area: String(c.fields['area']),
      level: String(c.fields['level']),
      academyId: null,
      phone: null,
      phoneIndex: null,
      playerKey: String(c.fields['playerKey']),
      joinedOn: today,
      remark: null,
      listed: true,
      terms: searchTerms(name),
    }),
  )
  seal(await sealRow(tx, sealedTableOf(member), [id], 'new'))
  const stay: q.Stay = {
    member_id: id,
    stay_no: 1,
    from_on: today,
    to_on: null,
    known_from: today,
    known_to: null,
    level: String(c.fields['level']),
    area: String(c.fields['area']),
    court_code: 'A-01',
    grade: null,
    birth_year: null,
    paid: true,
    academy_id: null,
  }
  await tx.run(q.insertStay(stay))
  await tellFacts(tx, stays, 1, stay)
  await wakeReaders(tx)
  tell('club.welcomed', { member: id })
  if (switches.failAfterEffect) throw new Error('planted: the effect fails after it has written')
}

async function strikeOut({ tx, office, case: c, seal }: EffectContext): Promise<void> {
  const id = String(c.fields['memberId'])
  const today = office.world.today()
  for (const stay of await tx.rows<q.Stay>(q.staysOf(id))) {
    await tx.run(q.closeStay(id, stay.stay_no, today))
    await tellFacts(tx, stays, -1, { ...stay, known_from: today })
  }
  await tx.run(q.deleteMember(id))
  seal({ table: 'club.member', key: id, op: 'gone', hash: null })
}

let people = 0
/** Somebody with grants. Give `person` to make a second account of one human. */
export function someone(grants: (Partial<Grant> & { role: string })[], person?: string): Actor {
  const accountId = randomUUID()
  return {
    accountId,
    personKey: person ?? `person-${++people}`,
    name: accountId.slice(0, 8),
    grants: grants.map((g) => ({ jurisdiction: null, organisationId: null, ...g })),
  }
}
export const steward = (area = 'N', person?: string): Actor =>
  someone([{ role: 'steward', jurisdiction: area }], person)
export const captain = (area = 'N', person?: string): Actor =>
  someone([{ role: 'captain', jurisdiction: area }], person)
export const player = (person?: string): Actor => someone([{ role: 'player' }], person)

let keyNo = 0
/** A request key of its own, or the one given. */
export const request = (
  body: unknown = null,
  key = `request-${String(++keyNo).padStart(6, '0')}-${process.pid}`,
): RequestKey => ({ key, hash: requestHash(body) })

/** How often properties run: `FC_RUNS=1000 npx vitest …`; the seed is always the same unless `FC_SEED` says otherwise. */
export const propertyRuns = (usual: number): { seed: number; numRuns: number } => ({
  seed: Number(process.env['FC_SEED'] ?? 20_260_310),
  numRuns: Number(process.env['FC_RUNS'] ?? usual),
})
