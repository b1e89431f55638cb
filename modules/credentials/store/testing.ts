import { hash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { loadCity } from '../../../city/settings.ts'
import { type Actor, ANYONE } from '../../../kernel/access/actor.ts'
import { Database } from '../../../kernel/db/database.ts'
import { migrate, readMigrations } from '../../../kernel/db/migrate.ts'
import { templateDatabase, testDatabase } from '../../../kernel/db/testing.ts'
import { MeasureService } from '../../../kernel/measures/service.ts'
import { act, openCase, type RequestKey } from '../../../kernel/process/act.ts'
import { RecordService } from '../../../kernel/records/service.ts'
import type { RoomDeclaration } from '../../../kernel/rooms/define.ts'
import { openOffice } from '../../../kernel/rooms/office.ts'
import type { RoomStore } from '../../../kernel/rooms/store.ts'
import { Rules } from '../../../kernel/rules/rules.ts'
import { testKeys } from '../../../kernel/secrets/testing.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { stillWorld } from '../../../kernel/values/world.ts'
import { catalogue } from '../../catalogue/index.ts'
import { directory } from '../../directory/index.ts'
import { people } from '../../people/index.ts'
import { store as peopleStore } from '../../people/store/index.ts'
import { roles } from '../../roles.ts'
import { credentials } from '../index.ts'
import { store } from './index.ts'

const folder = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

export const SCHOOL = '00000000-0000-7000-8000-000000000001'
export const WORKS = '00000000-0000-7000-8000-000000000002'

/** What a city's tables hold, as far as these tests ask. */
const REFERENCE = `
  insert into catalogue.division (code, name, parent, kind) values
    ('140000', '山西省', null, 'province'), ('141000', '临汾市', '140000', 'prefecture'), ('141002', '尧都区', '141000', 'county'),
    ('141021', '曲沃县', '141000', 'county'), ('141031', '隰县', '141000', 'county');
  insert into catalogue.occupation (edition, code, parent, name, depth, green, digital, search_terms) values
    ('2022', '6-18-02-04', '6-18-02', '焊工', 4, false, false, '{}'), ('2022', '6-31-01-03', '6-31-01', '电工', 4, false, false, '{}'),
    ('2022', '4-10-01-05', '4-10-01', '养老护理员', 4, false, false, '{}');
  insert into catalogue.work_type (edition, occupation_code, name) values ('2022', '6-18-02-04', '电焊工');
  insert into directory.organisation (organisation_id, name, kind, credit_code, county_code, search_terms) values
    ('${SCHOOL}', '临汾市平阳职业培训学校', 'private-school', '52141000MJ0000001X', '141002', '{}'),
    ('${WORKS}', '临汾钢铁有限公司', 'employer', '91141000MA0000001A', '141021', '{}');
  insert into directory.organisation_name (organisation_id, from_on, name) values ('${SCHOOL}', '2010-01-01', '平阳技工学校');`

/** The room with those it stands on, on a database of their own; the world stands still until it is told otherwise. */
export async function credentialsHouse(at = '2023-03-01T01:00:00Z', seed = 11) {
  const template = await templateDatabase('credentials_room', async (owner) => {
    await migrate(
      owner,
      await readMigrations(
        ['kernel', 'modules/people', 'modules/directory', 'modules/catalogue', 'modules/credentials'].map((f) =>
          folder(`${f}/migrations`),
        ),
      ),
    )
    const client = new pg.Client(owner)
    await client.connect()
    await client.query(REFERENCE)
    await client.end()
  })
  const database = await testDatabase({ template })
  const db = new Database(database.config('guildbook_app'), { statementTimeoutMs: 60_000 })
  const world = stillWorld(at, 'Asia/Shanghai', seed)
  const { city, rules, calendar } = await loadCity('linfen')
  // The directory's own acts are its own tests' matter.
  const bare = (r: RoomDeclaration): RoomDeclaration => ({ ...r, processes: [], reads: [], imports: [] })
  const rooms = [people, bare(directory), bare(catalogue), credentials]
  const needs = [...people.needs, ...credentials.needs]
  const office = openOffice({
    city: { ...city, helpPhone: '0357-1234567' },
    world,
    keys: testKeys(),
    rules: new Rules(
      needs,
      rules.filter((r) => needs.some((n) => n.key === r.key)),
      // Only what is asked for on a day must be in force on it; the tests live in years before some figures begin.
      plainDate('2026-01-01'),
    ),
    calendar,
    roles,
    rooms,
    stores: new Map<string, RoomStore>([
      ['people', peopleStore],
      ['credentials', store],
    ]),
    demonstration: true,
  })
  const measures = new MeasureService(office, db, async () => ({}))
  await measures.load()
  const records = new RecordService(office, db)
  const owner = new pg.Pool({ ...database.superConfig, max: 2, options: '-c timezone=UTC' })
  let requests = 0
  const request = (body: unknown): RequestKey => ({
    key: `request-${++requests}-of-test`,
    hash: hash('sha256', JSON.stringify(body), 'buffer'),
  })

  return {
    database,
    db,
    world,
    office,
    measures,
    records,
    day: (day: string) => world.set(`${day}T01:00:00Z`),
    /** Around the program, as the owner of the database. */
    behind: async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows,
    open: (input: Record<string, unknown>, actor: Actor, process = 'credentials.revocation') =>
      openCase(office, db, process, input, actor, request(input)),
    act: (
      caseId: string,
      actId: string,
      actor: Actor,
      input: Record<string, unknown> = {},
      version: number | null = null,
      process = 'credentials.revocation',
    ) => act(office, db, process, caseId, actId, input, actor, version, request(input)),
    // biome-ignore lint/suspicious/noExplicitAny: the tests know what each read answers
    read: (id: string, query: unknown): Promise<any> =>
      office.stores.get('credentials')!.reads![id]!(
        { read: db.read, db, office, actor: ANYONE, measures, records },
        query,
      ),
    async close() {
      await owner.end()
      await db.close()
      await database.drop()
    },
  }
}
export type CredentialsHouse = Awaited<ReturnType<typeof credentialsHouse>>
