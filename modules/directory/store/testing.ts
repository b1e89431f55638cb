import { hash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { loadCity } from '../../../city/settings.ts'
import { type Actor, SYSTEM } from '../../../kernel/access/actor.ts'
import { Database } from '../../../kernel/db/database.ts'
import { migrate, readMigrations } from '../../../kernel/db/migrate.ts'
import { searchTerms } from '../../../kernel/db/search-terms.ts'
import { templateDatabase, testDatabase } from '../../../kernel/db/testing.ts'
import { sealRow, writeLeaf } from '../../../kernel/journal/journal.ts'
import { MeasureService } from '../../../kernel/measures/service.ts'
import { act, openCase, type RequestKey } from '../../../kernel/process/act.ts'
import { sealedTableOf } from '../../../kernel/records/define.ts'
import { RecordService } from '../../../kernel/records/service.ts'
import { openOffice } from '../../../kernel/rooms/office.ts'
import { Rules } from '../../../kernel/rules/rules.ts'
import { testKeys } from '../../../kernel/secrets/testing.ts'
import { stillWorld } from '../../../kernel/values/world.ts'
import { catalogue } from '../../catalogue/index.ts'
import { store as catalogueStore, writeEdition } from '../../catalogue/store/index.ts'
import { roles } from '../../roles.ts'
import { anOrganisation, needsOf, type OrganisationSeed } from '../factory.ts'
import { directory } from '../index.ts'
import * as change from './change.sql.ts'
import { store } from './index.ts'
import * as q from './organisation.sql.ts'

const folder = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

const OCCUPATIONS: [string, string][] = [
  ['2', '专业技术人员'],
  ['2-02', '工程技术人员'],
  ['2-02-10', '信息和通信工程技术人员'],
  ['2-02-10-01', '通信工程技术人员'],
  ['4', '社会生产服务和生活服务人员'],
  ['4-10', '居民服务人员'],
  ['4-10-01', '生活照料服务人员'],
  ['4-10-01-05', '养老护理员'],
  ['6', '生产制造及有关人员'],
  ['6-18', '机械制造基础加工人员'],
  ['6-18-02', '机械热加工人员'],
  ['6-18-02-04', '焊工'],
  ['6-31', '生产辅助人员'],
  ['6-31-01', '机械设备修理人员'],
  ['6-31-01-03', '电工'],
]

/** The directory with the catalogue, on a database of their own; the world stands still until it is told otherwise. */
export async function directoryHouse(at = '2026-03-02T01:00:00Z') {
  const template = await templateDatabase('directory_room', async (owner) => {
    await migrate(
      owner,
      await readMigrations(
        ['kernel/migrations', 'modules/directory/migrations', 'modules/catalogue/migrations'].map((f) => folder(f)),
      ),
    )
  })
  const database = await testDatabase({ template })
  const db = new Database(database.config('guildbook_app'))
  const world = stillWorld(at, 'Asia/Shanghai', 7)
  const { city, rules, calendar } = await loadCity('linfen')
  const rooms = [directory, catalogue]
  const needs = [...(directory.needs ?? [])]
  const office = openOffice({
    city,
    world,
    keys: testKeys(),
    rules: new Rules(
      needs,
      rules.filter((r) => needs.some((n) => n.key === r.key)),
      world.today(),
    ),
    calendar,
    roles,
    rooms,
    stores: new Map<string, object>([
      ['directory', store],
      ['catalogue', catalogueStore],
    ]),
    demonstration: true,
  })
  await db.tx((tx) =>
    writeEdition(
      tx,
      office,
      '2022',
      OCCUPATIONS.map(([code, name]) => ({ code, name })),
      SYSTEM,
    ),
  )
  const records = new RecordService(office, db)
  await records.loadCodes()
  const measures = new MeasureService(office, db, async () => ({}))
  await measures.load()
  let requests = 0
  const request = (body: unknown): RequestKey => ({
    key: `request-${++requests}-of-test`,
    hash: hash('sha256', JSON.stringify(body), 'buffer'),
  })
  const organisation = sealedTableOf(directory.records[0])

  return {
    database,
    db,
    world,
    office,
    records,
    measures,
    request,
    day: (day: string) => world.set(`${day}T01:00:00Z`),
    async addOrganisation(over: Partial<OrganisationSeed> = {}, licence?: Parameters<typeof change.insertLicence>[0]) {
      const o = anOrganisation({ id: world.id(), ...over })
      await db.tx(async (tx) => {
        await tx.run(q.insertOrganisation(o, searchTerms(o.name, o.creditCode, o.address)))
        if (licence) await tx.run(change.insertLicence({ ...licence, organisationId: o.id }))
        await writeLeaf(tx, world, {
          kind: 'directory.organisation.entered',
          subject: `directory.organisation/${o.id}`,
          actor: 'system',
          body: {},
          rows: [await sealRow(tx, organisation, [o.id], 'new')],
        })
      })
      world.tick(1000)
      return o
    },
    async open(process: string, input: Record<string, unknown>, actor: Actor) {
      world.tick(1000)
      return openCase(office, db, process, input, actor, request(input))
    },
    /** With what the factory gives for the act, unless something else is said. */
    async act(
      process: string,
      caseId: string,
      actId: string,
      actor: Actor,
      input: Record<string, unknown> = needsOf[actId] ?? {},
      version: number | null = null,
    ) {
      world.tick(1000)
      return act(office, db, process, caseId, actId, input, actor, version, request(input))
    },
    // biome-ignore lint/suspicious/noExplicitAny: the tests know what each read answers
    read: (id: string, query: unknown): Promise<any> =>
      office.stores.get(id.split('.')[0]!)!.reads![id]!(
        {
          read: db.read,
          db,
          office,
          actor: { accountId: null, personKey: null, name: 'anyone', grants: [] },
          measures,
          records,
        },
        query,
      ),
    async close() {
      await db.close()
      await database.drop()
    },
  }
}
export type DirectoryHouse = Awaited<ReturnType<typeof directoryHouse>>
