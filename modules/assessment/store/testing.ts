import { hash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { loadCity } from '../../../city/settings.ts'
import { type Actor, ANYONE } from '../../../kernel/access/actor.ts'
import { Database } from '../../../kernel/db/database.ts'
import { migrate, readMigrations } from '../../../kernel/db/migrate.ts'
import { templateDatabase, testDatabase } from '../../../kernel/db/testing.ts'
import { MeasureService } from '../../../kernel/measures/service.ts'
import { act, type CaseAnswer, openCase, type RequestKey } from '../../../kernel/process/act.ts'
import { RecordService } from '../../../kernel/records/service.ts'
import type { RoomDeclaration } from '../../../kernel/rooms/define.ts'
import { openOffice } from '../../../kernel/rooms/office.ts'
import type { RoomStore } from '../../../kernel/rooms/store.ts'
import { type Need, Rules } from '../../../kernel/rules/rules.ts'
import { testKeys } from '../../../kernel/secrets/testing.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { stillWorld } from '../../../kernel/values/world.ts'
import { catalogue } from '../../catalogue/index.ts'
import { credentials } from '../../credentials/index.ts'
import { store as credentialsStore } from '../../credentials/store/index.ts'
import { directory } from '../../directory/index.ts'
import { people } from '../../people/index.ts'
import { store as peopleStore } from '../../people/store/index.ts'
import { roles } from '../../roles.ts'
import { training } from '../../training/index.ts'
import { assessment } from '../index.ts'
import { store } from './index.ts'

const folder = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

export const SCHOOL = '00000000-0000-7000-8000-000000000001'
export const WORKS = '00000000-0000-7000-8000-000000000002'
export const OTHER = '00000000-0000-7000-8000-000000000003'
const listing = (n: number) => `00000000-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`
export const WELDER = '6-18-02-04'

const scope = (n: number) =>
  ['6-18-02-04', '6-31-01-03']
    .flatMap((o) => [1, 2, 3, 4, 5].map((r) => `('${listing(n)}', '${o}', ${r}, '2022-01-01')`))
    .join(', ')
/** What a city's registers hold, as far as these tests ask. */
const REFERENCE = `
  insert into catalogue.division (code, name, parent, kind) values
    ('140000', '山西省', null, 'province'), ('141000', '临汾市', '140000', 'prefecture'), ('141002', '尧都区', '141000', 'county'),
    ('141021', '曲沃县', '141000', 'county');
  insert into catalogue.occupation (edition, code, parent, name, depth, green, digital, search_terms) values
    ('2022', '6-18-02-04', '6-18-02', '焊工', 4, false, false, '{}'), ('2022', '6-31-01-03', '6-31-01', '电工', 4, false, false, '{}'),
    ('2022', '4-10-01-05', '4-10-01', '养老护理员', 4, false, false, '{}');
  insert into directory.organisation (organisation_id, name, kind, credit_code, county_code, search_terms) values
    ('${SCHOOL}', '临汾市平阳技工学校', 'technical-school', '52141000MJ0000001X', '141002', '{}'),
    ('${WORKS}', '临汾钢铁有限公司', 'employer', '91141000MA0000001A', '141021', '{}'),
    ('${OTHER}', '临汾市技能评价中心', 'social-evaluation', '52141000MJ0000009X', '141002', '{}');
  insert into directory.listing (listing_id, organisation_id, role, county_code) values
    ('${listing(1)}', '${SCHOOL}', 'evaluation-body', '141002'), ('${listing(2)}', '${WORKS}', 'evaluation-body', '141021'), ('${listing(3)}', '${OTHER}', 'evaluation-body', '141002');
  insert into directory.listing_period (listing_id, listed_from, known_from, status, organisation_id, role, kind, county_code) values
    ('${listing(1)}', '2022-01-01', '2022-01-01', 'listed', '${SCHOOL}', 'evaluation-body', 'technical-school', '141002'),
    ('${listing(2)}', '2022-01-01', '2022-01-01', 'listed', '${WORKS}', 'evaluation-body', 'employer', '141021'),
    ('${listing(3)}', '2022-01-01', '2022-01-01', 'listed', '${OTHER}', 'evaluation-body', 'social-evaluation', '141002');
  insert into directory.listing_scope (listing_id, occupation_code, level_rank, from_on) values ${scope(1)}, ${scope(2)}, ${scope(3)};`

/** Two clerks of a body: what one enters the other reviews. */
export const clerkOf = (organisationId: string, person = 'a'): Actor => ({
  accountId: `account-${organisationId.slice(-2)}-${person}`,
  personKey: `clerk-${organisationId.slice(-2)}-${person}`,
  name: person,
  grants: [{ role: 'institutionClerk', jurisdiction: null, organisationId }],
})
export const anOfficer = (role: string, person: string, jurisdiction = '1410'): Actor => ({
  accountId: `account-${person}`,
  personKey: person,
  name: person,
  grants: [{ role, jurisdiction, organisationId: null }],
})

/** A plan of the school for welders of level 5, in the middle of April 2026. */
export const aPlan = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  organisation: SCHOOL,
  track: 'skill-level',
  audience: 'public',
  method: 'exam',
  occupation: WELDER,
  level: 'level-5',
  examOn: '2026-04-15',
  examHalf: 'am',
  skillHalf: 'pm',
  applyFrom: '2026-03-05',
  applyUntil: '2026-03-31',
  place: '平阳技工学校实训楼',
  seats: 50,
  feeFen: 20000,
  ...over,
})

export async function assessmentHouse(at = '2026-03-02T01:00:00Z', seed = 17) {
  const template = await templateDatabase('assessment_plans', async (owner) => {
    await migrate(
      owner,
      await readMigrations(
        [
          'kernel',
          'modules/people',
          'modules/directory',
          'modules/catalogue',
          'modules/credentials',
          'modules/training',
          'modules/assessment',
        ].map((f) => folder(`${f}/migrations`)),
      ),
    )
    const client = new pg.Client(owner)
    await client.connect()
    await client.query(REFERENCE)
    await client.end()
  })
  const database = await testDatabase({ template })
  const db = new Database(database.config('guildbook_app'), { statementTimeoutMs: 60_000, size: 16 })
  const world = stillWorld(at, 'Asia/Shanghai', seed)
  const { city, rules, calendar } = await loadCity('linfen')
  // Acts of the rooms below are their own tests' matter.
  const bare = (r: RoomDeclaration): RoomDeclaration => ({ ...r, processes: [], reads: [], imports: [] })
  const rooms = [people, bare(directory), bare(catalogue), credentials, bare(training), assessment]
  const needs: Need[] = [
    ...people.needs,
    ...credentials.needs,
    ...assessment.needs,
    // Of a later room: how small a figure the public may see.
    {
      key: 'figures.smallCell.least',
      title: { zh: '小数目保护', en: 'least cell' },
      unit: 'persons',
      pickedBy: 'today',
      type: 'integer',
    },
  ]
  const office = openOffice({
    city: { ...city, helpPhone: '0357-1234567' },
    world,
    keys: testKeys(),
    rules: new Rules(
      needs,
      rules.filter((r) => needs.some((n) => n.key === r.key)),
      plainDate('2026-01-01'),
    ),
    calendar,
    roles,
    rooms,
    stores: new Map<string, RoomStore>([
      ['people', peopleStore],
      ['credentials', credentialsStore],
      ['assessment', store],
    ]),
    demonstration: true,
  })
  const measures = new MeasureService(office, db, async () => ({}))
  await measures.load()
  const records = new RecordService(office, db)
  const owner = new pg.Pool({ ...database.superConfig, max: 4, options: '-c timezone=UTC' })
  let requests = 0
  const request = (body: unknown): RequestKey => ({
    key: `request-${++requests}-of-test`,
    hash: hash('sha256', JSON.stringify(body), 'buffer'),
  })
  let serial = 0
  const behind = async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows

  return {
    database,
    db,
    world,
    office,
    measures,
    records,
    day: (day: string) => world.set(`${day}T01:00:00Z`),
    behind,
    request,
    open: (process: string, input: Record<string, unknown>, actor: Actor): Promise<CaseAnswer> =>
      openCase(office, db, process, input, actor, request(input)),
    act: (
      process: string,
      caseId: string,
      actId: string,
      actor: Actor,
      input: Record<string, unknown> = {},
      version: number | null = null,
    ): Promise<CaseAnswer> => act(office, db, process, caseId, actId, input, actor, version, request(input)),
    // biome-ignore lint/suspicious/noExplicitAny: the tests know what each read answers
    read: (id: string, query: unknown, actor: Actor = ANYONE): Promise<any> =>
      office.stores.get('assessment')!.reads![id]!({ read: db.read, db, office, actor, measures, records }, query),
    /** Persons who have welded for ten years, so that nothing stands in the way of level 5. */
    async persons(count: number, over: { employer?: string } = {}): Promise<string[]> {
      const ids = Array.from({ length: count }, () => office.world.id())
      const first = serial
      serial += count
      await behind(
        `insert into people.person (person_id, name, name_key, sex, birth_date, identity_sealed, identity_index, county_code, known_on, search_terms)
         select id, '考生' || n, '考生' || n, case when n % 3 = 0 then 'female' else 'male' end, '1985-05-05', '', decode(lpad(to_hex(n), 64, '0'), 'hex'), '141002', '2020-01-01', '{}'
         from unnest($1::uuid[], $2::int[]) as s (id, n)`,
        [ids, ids.map((_, i) => first + i + 1)],
      )
      await behind(
        `insert into people.employment (person_id, spell_no, organisation_id, occupation_code, from_on, source) select id, 1, $2, '6-18-02-04', '2012-03-01', 'declared' from unnest($1::uuid[]) id`,
        [ids, over.employer ?? null],
      )
      return ids
    },
    /** Examiners with valid cards; answers the card numbers. */
    async examiners(
      count: number,
      over: { grade?: string; employer?: string; person?: string } = {},
    ): Promise<string[]> {
      const cards = Array.from({ length: count }, () => `KP${String(++serial).padStart(6, '0')}`)
      const people = over.person
        ? [over.person]
        : await Promise.all(cards.map(async () => (await this.persons(1, { employer: over.employer! }))[0]!))
      for (const [i, card] of cards.entries())
        await behind(
          `insert into assessment.examiner (examiner_id, card_number, person_id, name, grade, occupation_code, organisation_id, county_code, valid_from, valid_to)
           values ($1, $2, $3, $4, $5, '6-18-02-04', $6, '141002', '2024-01-01', '2027-12-31')`,
          [office.world.id(), card, people[i], `考评员${card}`, over.grade ?? 'senior', over.employer ?? null],
        )
      return cards
    },
    /** Numbers for certificates of the body, level 5, year 2026. */
    async numbers(organisation: string, letter = '5', prefix = 'S000014000007', first = 1, last = 5000) {
      await behind(
        `insert into credentials.number_block (case_id, state, edition, version, opened_on, state_since, organisation_id, prefix, year, level_letter, first_serial, last_serial, next_serial, document, county_code, registered_by)
         values ($1, 'open', '2019-01-01', 1, '2026-01-01', '2026-01-01', $2, $3, 2026, $4, $5, $6, $5, '晋技鉴函〔2026〕1号', '141002', 'wang')`,
        [office.world.id(), organisation, prefix, letter, first, last],
      )
    },
    async close() {
      await owner.end()
      await db.close()
      await database.drop()
    },
  }
}
export type AssessmentHouse = Awaited<ReturnType<typeof assessmentHouse>>
