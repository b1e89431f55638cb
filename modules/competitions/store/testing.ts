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
import { aCertificate, anIdentityNumber, anOfficer, aPerson } from '../../credentials/factory.ts'
import { credentials } from '../../credentials/index.ts'
import { store as credentialsStore } from '../../credentials/store/index.ts'
import { directory } from '../../directory/index.ts'
import { people } from '../../people/index.ts'
import { store as peopleStore } from '../../people/store/index.ts'
import { roles } from '../../roles.ts'
import { competitions } from '../index.ts'
import type { MarkingScheme } from '../marking/scheme.ts'
import { store } from './index.ts'

const folder = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
export const SCHOOL = '00000000-0000-7000-8000-000000000001'
export const WORKS = '00000000-0000-7000-8000-000000000002'
const REFERENCE = `
  insert into catalogue.division (code, name, parent, kind) values
    ('140000', '山西省', null, 'province'), ('141000', '临汾市', '140000', 'prefecture'), ('141002', '尧都区', '141000', 'county');
  insert into catalogue.occupation (edition, code, parent, name, depth, green, digital, search_terms) values
    ('2022', '6-18-02-04', '6-18-02', '焊工', 4, false, false, '{}'), ('2022', '6-31-01-03', '6-31-01', '电工', 4, false, false, '{}');
  insert into directory.organisation (organisation_id, name, kind, credit_code, county_code, search_terms) values
    ('${SCHOOL}', '临汾市平阳职业培训学校', 'private-school', '52141000MJ0000001X', '141002', '{}'),
    ('${WORKS}', '临汾钢铁有限公司', 'employer', '91141000MA0000001A', '141002', '{}');`

const handler = anOfficer('handler', 'wang')
const reviewer = anOfficer('reviewer', 'zhao')
const leader = anOfficer('leader', 'chen')
export const officers = { handler, reviewer, leader }
export const aJudge = (key: string): Actor => ({
  accountId: `account-${key}`,
  personKey: key,
  name: key,
  grants: [{ role: 'judge', jurisdiction: null, organisationId: null }],
})

/** The room with those it stands on, on a database of their own. */
export async function competitionsHouse(at = '2026-03-02T01:00:00Z') {
  const template = await templateDatabase('competitions_room', async (owner) => {
    await migrate(
      owner,
      await readMigrations(
        [
          'kernel',
          ...['people', 'directory', 'catalogue', 'credentials', 'competitions'].map((r) => `modules/${r}`),
        ].map((f) => folder(`${f}/migrations`)),
      ),
    )
    const client = new pg.Client(owner)
    await client.connect()
    await client.query(REFERENCE)
    await client.end()
  })
  const database = await testDatabase({ template })
  const db = new Database(database.config('guildbook_app'), { statementTimeoutMs: 60_000 })
  const world = stillWorld(at, 'Asia/Shanghai', 23)
  const { city, rules, calendar } = await loadCity('linfen')
  const bare = (r: RoomDeclaration): RoomDeclaration => ({ ...r, processes: [], reads: [], imports: [] })
  const rooms = [people, bare(directory), bare(catalogue), credentials, competitions]
  // A question about persons asks for the least cell that is shown.
  const cells: Need = {
    key: 'figures.smallCell.least',
    title: { zh: '最小单元格', en: 'Least cell' },
    unit: 'persons',
    pickedBy: 'the day of the answer',
    type: 'integer',
  }
  const needs = [cells, ...people.needs, ...credentials.needs, ...competitions.needs]
  const office = openOffice({
    city,
    world,
    keys: testKeys(),
    rules: new Rules(
      needs,
      rules.filter((r) => needs.some((n) => n.key === r.key)),
      plainDate('2026-03-02'),
    ),
    calendar,
    roles,
    rooms,
    stores: new Map<string, RoomStore>([
      ['people', peopleStore],
      ['credentials', credentialsStore],
      ['competitions', store],
    ]),
    demonstration: true,
  })
  const measures = new MeasureService(office, db, async () => ({}))
  await measures.load()
  const records = new RecordService(office, db)
  const owner = new pg.Pool({ ...database.superConfig, max: 2, options: '-c timezone=UTC' })
  let requests = 0
  let serial = 0
  const request = (body: unknown, key = `request-${++requests}-of-test`): RequestKey => ({
    key,
    hash: hash('sha256', JSON.stringify(body), 'buffer'),
  })
  const EVENT = 'competitions.event'
  const house = {
    database,
    db,
    world,
    office,
    measures,
    day: (day: string) => world.set(`${day}T01:00:00Z`),
    behind: async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows,
    open: (process: string, input: Record<string, unknown>, actor: Actor): Promise<CaseAnswer> => {
      world.tick(1000)
      return openCase(office, db, process, input, actor, request(input))
    },
    act: (
      process: string,
      id: string,
      actId: string,
      input: Record<string, unknown>,
      actor: Actor,
      key?: string,
    ): Promise<CaseAnswer> => act(office, db, process, id, actId, input, actor, null, request(input, key)),
    // biome-ignore lint/suspicious/noExplicitAny: the tests know what each read answers
    read: (id: string, query: unknown, actor: Actor = ANYONE): Promise<any> =>
      office.stores.get('competitions')!.reads![id]!({ read: db.read, db, office, actor, measures, records }, query),
    /** A person who may hold a level in welding. */
    person: (name = '王小强', rank: number | null = null): Promise<string> =>
      db.tx(async (tx) => {
        const sex = serial % 2 ? 'male' : 'female'
        const year = 1980 + Math.floor(serial / 900)
        const birthDate = plainDate(`${year}-02-03`)
        const identity = anIdentityNumber(birthDate, sex, (serial >> 1) % 450)
        serial++
        const { personId } = await aPerson(tx, office, { name, sex, birthDate, identity })
        if (rank !== null)
          await aCertificate(tx, office, { personId, levelRank: rank, issuedOn: plainDate('2022-06-15') })
        return personId
      }),
    /** An event with skills, brought to the opening of entries. */
    async event(over: Record<string, unknown>, skills: Record<string, unknown>[]): Promise<string> {
      const { id } = await house.open(
        EVENT,
        {
          name: '临汾市第五届职业技能大赛',
          tier: 'city-1',
          style: 'national',
          county: '141000',
          heldOn: '2026-04-10',
          endedOn: '2026-04-12',
          host: '临汾市人力资源和社会保障局',
          awards: true,
          countyBrand: false,
          ...over,
        },
        handler,
      )
      for (const s of skills)
        await house.act(
          EVENT,
          id,
          'addSkill',
          { title: '焊接', occupation: '6-18-02-04', group: 'employees', teamSize: 1, ...s },
          handler,
        )
      await house.act(EVENT, id, 'approve', { approvalNumber: '临人社函〔2026〕31号' }, reviewer)
      await house.act(EVENT, id, 'openEntries', {}, handler)
      return id
    },
    /** Scheme, judges and entries of one skill. */
    async fill(
      id: string,
      skillNo: number,
      scheme: MarkingScheme,
      judges: readonly string[],
      persons: readonly string[],
    ) {
      await house.act(EVENT, id, 'putScheme', { skillNo, scheme: JSON.stringify(scheme) }, handler)
      for (const judgeKey of judges)
        await house.act(EVENT, id, 'nameJudge', { skillNo, judgeKey, name: `裁判${judgeKey}` }, handler)
      for (const person of persons) await house.act(EVENT, id, 'enter', { skillNo, person }, handler)
    },
    async start(id: string) {
      await house.act(EVENT, id, 'lock', {}, reviewer)
      await house.act(EVENT, id, 'start', {}, handler)
      return (await house.behind(
        'select case_id, skill_no, module, judge_no, judge_key from competitions.sheet_case where event_id = $1 order by skill_no, module, judge_no',
        [id],
      )) as { case_id: string; skill_no: number; module: string; judge_no: number; judge_key: string }[]
    },
    async secretNumbers(id: string, skillNo: number): Promise<Map<string, number>> {
      const rows = await house.behind(
        'select t.person_id, e.secret_no from competitions.entrant t join competitions.entry e using (event_id, entry_id) where t.event_id = $1 and t.skill_no = $2',
        [id, skillNo],
      )
      return new Map(rows.map((r) => [r.person_id, r.secret_no]))
    },
    async close() {
      await owner.end()
      await db.close()
      await database.drop()
    },
  }
  return house
}
export type CompetitionsHouse = Awaited<ReturnType<typeof competitionsHouse>>
