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
import { directory } from '../../directory/index.ts'
import { people } from '../../people/index.ts'
import { store as peopleStore } from '../../people/store/index.ts'
import { roles } from '../../roles.ts'
import { training } from '../index.ts'
import { store } from './index.ts'

const folder = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

export const SCHOOL = '00000000-0000-7000-8000-000000000001'
export const OTHER = '00000000-0000-7000-8000-000000000002'
const VENUE = '00000000-0000-7000-8000-000000000011'
const OTHER_VENUE = '00000000-0000-7000-8000-000000000012'
const listing = (n: number) => `00000000-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`
const teacher = (n: number) => `00000000-0000-7000-8000-0000000002${String(n).padStart(2, '0')}`

/** Two private schools with a venue and teachers each, listed for welders up to level 4; 李老师 teaches for both. */
const REFERENCE = `
  insert into catalogue.division (code, name, parent, kind) values
    ('140000', '山西省', null, 'province'), ('141000', '临汾市', '140000', 'prefecture'), ('141002', '尧都区', '141000', 'county'), ('141021', '曲沃县', '141000', 'county');
  insert into catalogue.occupation (edition, code, parent, name, depth, green, digital, search_terms) values
    ('2022', '6-18-02-04', '6-18-02', '焊工', 4, false, false, '{}'), ('2022', '4-10-01-05', '4-10-01', '养老护理员', 4, false, false, '{}');
  insert into directory.organisation (organisation_id, name, kind, credit_code, county_code, search_terms) values
    ('${SCHOOL}', '平阳职业培训学校', 'private-school', '52141000MJ0000001X', '141002', '{}'), ('${OTHER}', '曲沃职业培训学校', 'private-school', '52141000MJ0000009X', '141021', '{}');
  insert into directory.licence (licence_id, organisation_id, kind, number, issuer, scope, valid_from, valid_to) values
    ('${listing(51)}', '${SCHOOL}', 'school-licence', 'A', '局', '培训', '2024-01-01', '2026-06-30'), ('${listing(52)}', '${OTHER}', 'school-licence', 'B', '局', '培训', '2024-01-01', null);
  insert into directory.listing (listing_id, organisation_id, role, county_code) values ('${listing(1)}', '${SCHOOL}', 'training-provider', '141002'), ('${listing(2)}', '${OTHER}', 'training-provider', '141021');
  insert into directory.listing_period (listing_id, listed_from, listed_to, known_from, status, organisation_id, role, kind, county_code) values
    ('${listing(1)}', '2022-01-01', '2026-07-02', '2022-01-01', 'listed', '${SCHOOL}', 'training-provider', 'private-school', '141002'),
    ('${listing(2)}', '2022-01-01', null, '2022-01-01', 'listed', '${OTHER}', 'training-provider', 'private-school', '141021');
  insert into directory.listing_scope (listing_id, occupation_code, level_rank, from_on) select l, '6-18-02-04', r, '2022-01-01'
    from unnest(array['${listing(1)}', '${listing(2)}']::uuid[]) l, generate_series(1, 2) r;
  insert into people.person (person_id, name, name_key, sex, birth_date, identity_sealed, identity_index, county_code, known_on, search_terms)
    select t.id::uuid, t.name, t.name, 'male', '1980-01-05', '', decode(lpad(to_hex(900000 + t.n), 64, '0'), 'hex'), '141002', '2020-01-01', '{}'
    from (values ('${teacher(1)}', '李老师', 1), ('${teacher(2)}', '赵老师', 2), ('${teacher(3)}', '张老师', 3), ('${teacher(4)}', '张老师', 4)) t (id, name, n);
  insert into training.teacher (organisation_id, person_id, name, county_code, qualification, part, from_on, to_on) values
    ('${SCHOOL}', '${teacher(1)}', '李老师', '141002', 'dual', 'both', '2020-01-01', null), ('${SCHOOL}', '${teacher(2)}', '赵老师', '141002', 'dual', 'both', '2020-01-01', '2026-04-30'),
    ('${SCHOOL}', '${teacher(3)}', '张老师', '141002', 'dual', 'both', '2020-01-01', null), ('${SCHOOL}', '${teacher(4)}', '张老师', '141002', 'dual', 'both', '2020-01-01', null),
    ('${OTHER}', '${teacher(1)}', '李老师', '141021', 'dual', 'both', '2020-01-01', null);
  insert into training.venue (venue_id, organisation_id, code, name, address, county_code, capacity) values
    ('${VENUE}', '${SCHOOL}', 'CD001', '平阳实训楼', '平阳街1号', '141002', 60), ('${OTHER_VENUE}', '${OTHER}', 'CD002', '曲沃实训楼', '曲沃街1号', '141021', 60);
  insert into training.room (venue_id, room_code, name, capacity) values ('${VENUE}', '301', '301', 50), ('${VENUE}', '302', '302', 2), ('${OTHER_VENUE}', '1', '1', 50);
  insert into training.project (project_id, code, name, kind, occupation_code, level_rank, hours, days, price_fen, valid_from, valid_to) values
    ('${listing(61)}', 'XM001', '焊工（五级）', 'employment-skills', '6-18-02-04', 1, 16, 2, 150000, '2026-01-01', '2026-12-31'),
    ('${listing(62)}', 'XM002', '养老护理员', 'employment-skills', '4-10-01-05', 1, 16, 2, 120000, '2025-01-01', '2025-12-31');`

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
/** Welders of level 5, two days at the beginning of April 2026. */
export const aClass = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  organisation: SCHOOL,
  projectCode: 'XM001',
  title: '焊工第 1 期',
  startedOn: '2026-04-01',
  endedOn: '2026-04-02',
  seats: 40,
  insurer: '示例财产保险',
  insurancePolicy: 'BD2026000001',
  insuredFrom: '2026-04-01',
  insuredTo: '2026-04-02',
  ...over,
})
/** Four half days of four class hours. */
export const fourHalfDays = (
  over: { first?: string; second?: string; place?: string; teacher?: string } = {},
): { lessons: string[] } => ({
  lessons: [over.first ?? '2026-04-01', over.second ?? '2026-04-02'].flatMap((d) =>
    ['上午', '下午'].map((h) => `${d} ${h} 4 ${over.place ?? 'CD001/301'} ${over.teacher ?? '李老师'} 理论 焊接安全`),
  ),
})

export async function trainingHouse(at = '2026-03-02T01:00:00Z', seed = 23) {
  const template = await templateDatabase('training_classes', async (owner) => {
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
        ].map((f) => folder(`${f}/migrations`)),
      ),
    )
    const client = new pg.Client(owner)
    await client.connect()
    await client.query(REFERENCE)
    await client.end()
  })
  const database = await testDatabase({ template })
  const db = new Database(database.config('guildbook_app'), { statementTimeoutMs: 60_000, size: 8 })
  const world = stillWorld(at, 'Asia/Shanghai', seed)
  const { city, rules, calendar } = await loadCity('linfen')
  // Acts of the rooms below are their own tests' matter.
  const bare = (r: RoomDeclaration): RoomDeclaration => ({ ...r, processes: [], reads: [], imports: [] })
  const rooms = [people, bare(directory), bare(catalogue), bare(credentials), training]
  const needs: Need[] = [
    ...people.needs,
    ...directory.needs,
    ...credentials.needs,
    ...training.needs,
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
      ['training', store],
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
    db,
    world,
    office,
    measures,
    behind,
    day: (day: string) => world.set(`${day}T01:00:00Z`),
    open: (process: string, input: Record<string, unknown>, actor: Actor): Promise<CaseAnswer> =>
      openCase(office, db, process, input, actor, request(input)),
    act: (
      process: string,
      caseId: string,
      actId: string,
      actor: Actor,
      input: Record<string, unknown> = {},
    ): Promise<CaseAnswer> => act(office, db, process, caseId, actId, input, actor, null, request(input)),
    // biome-ignore lint/suspicious/noExplicitAny: the tests know what each read answers
    read: (id: string, query: unknown, actor: Actor = ANYONE): Promise<any> =>
      office.stores.get('training')!.reads![id]!({ read: db.read, db, office, actor, measures, records }, query),
    async persons(count: number, over: { birth?: string; sex?: string } = {}): Promise<string[]> {
      const ids = Array.from({ length: count }, () => world.id())
      const first = serial
      serial += count
      await behind(
        `insert into people.person (person_id, name, name_key, sex, birth_date, identity_sealed, identity_index, county_code, known_on, search_terms)
         select id, '学员' || n, '学员' || n, $3, $4, '', decode(lpad(to_hex(n), 64, '0'), 'hex'), '141002', '2020-01-01', '{}'
         from unnest($1::uuid[], $2::int[]) as s (id, n)`,
        [ids, ids.map((_, i) => first + i + 1), over.sex ?? 'male', over.birth ?? '1985-05-05'],
      )
      return ids
    },
    /** As the file of the roster writes them. */
    async enrol(
      classId: string,
      persons: readonly string[],
      over: { group?: string; proof?: string; on?: string } = {},
    ) {
      const [{ n }] = await behind('select count(*)::int as n from training.enrolment where class_id = $1', [classId])
      await behind(
        `insert into training.enrolment (class_id, seat_no, person_id, organisation_id, kind, group_id, occupation_code, level_rank, county_code, sex, birth_year, started_on, known_on, status, group_proof, group_registered_on)
         select $1, $3 + i, p, c.organisation_id, c.kind, $4, c.occupation_code, c.level_rank, c.county_code, 'male', 1985, c.started_on, '2026-03-01', 'enrolled', $5, $6
         from training.class c, unnest($2::uuid[]) with ordinality u (p, i) where c.class_id = $1`,
        [classId, persons, n, over.group ?? 'rural-transfer', over.proof ?? null, over.on ?? null],
      )
    },
    async attend(classId: string, lesson: number, seats: readonly number[]) {
      await behind(
        `insert into training.attendance (class_id, in_at, lesson_no, seat_no, method) select $1, '2026-04-01T00:30:00Z', $2, s, 'code' from unnest($3::int[]) s`,
        [classId, lesson, seats],
      )
    },
    async close() {
      await owner.end()
      await db.close()
      await database.drop()
    },
  }
}
export type TrainingHouse = Awaited<ReturnType<typeof trainingHouse>>
