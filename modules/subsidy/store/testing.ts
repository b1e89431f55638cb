import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { loadCity } from '../../../city/settings.ts'
import { Database } from '../../../kernel/db/database.ts'
import { migrate, readMigrations } from '../../../kernel/db/migrate.ts'
import { templateDatabase, testDatabase } from '../../../kernel/db/testing.ts'
import type { RoomDeclaration } from '../../../kernel/rooms/define.ts'
import { openOffice } from '../../../kernel/rooms/office.ts'
import type { RoomStore } from '../../../kernel/rooms/store.ts'
import { Rules } from '../../../kernel/rules/rules.ts'
import { testKeys } from '../../../kernel/secrets/testing.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { stillWorld } from '../../../kernel/values/world.ts'
import { catalogue } from '../../catalogue/index.ts'
import { credentials } from '../../credentials/index.ts'
import { directory } from '../../directory/index.ts'
import { people } from '../../people/index.ts'
import { roles } from '../../roles.ts'
import { training } from '../../training/index.ts'
import { subsidy } from '../index.ts'
import { store } from './index.ts'

const folder = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const REFERENCE = `
  insert into catalogue.division (code, name, parent, kind) values
    ('140000', '山西省', null, 'province'), ('141000', '临汾市', '140000', 'prefecture'), ('141002', '尧都区', '141000', 'county'),
    ('141021', '曲沃县', '141000', 'county'), ('141031', '隰县', '141000', 'county');`

/** Subsidy with the rooms it stands on, on a database of its own. */
export async function subsidyHouse(at = '2026-11-20T02:00:00Z', seed = 5) {
  const rooms = ['people', 'directory', 'catalogue', 'credentials', 'training', 'subsidy']
  const template = await templateDatabase('subsidy_room', async (owner) => {
    await migrate(
      owner,
      await readMigrations(['kernel', ...rooms.map((r) => `modules/${r}`)].map((f) => folder(`${f}/migrations`))),
    )
    const client = new pg.Client(owner)
    await client.connect()
    await client.query(REFERENCE)
    await client.end()
  })
  const database = await testDatabase({ template })
  const db = new Database(database.config('guildbook_app'), { statementTimeoutMs: 120_000 })
  const world = stillWorld(at, 'Asia/Shanghai', seed)
  const { city, rules, calendar } = await loadCity('linfen')
  // The other rooms' own acts and files are their own tests' matter.
  const bare = (r: RoomDeclaration): RoomDeclaration => ({ ...r, processes: [], reads: [], imports: [], needs: [] })
  const office = openOffice({
    city,
    world,
    keys: testKeys(),
    rules: new Rules(
      subsidy.needs,
      rules.filter((r) => subsidy.needs.some((n) => n.key === r.key)),
      plainDate('2026-01-01'),
    ),
    calendar,
    roles,
    rooms: [
      bare(people),
      bare(directory),
      bare(catalogue),
      bare(credentials),
      bare(training),
      { ...subsidy, imports: [] } as RoomDeclaration,
    ],
    stores: new Map<string, RoomStore>([['subsidy', { processes: store.processes, reads: store.reads }]]),
    demonstration: true,
  })
  const owner = new pg.Pool({ ...database.superConfig, max: 2, options: '-c timezone=UTC' })
  return {
    database,
    db,
    world,
    office,
    behind: async (text: string, values: unknown[] = []) => (await owner.query(text, values)).rows,
    async close() {
      await owner.end()
      await db.close()
      await database.drop()
    },
  }
}
export type SubsidyHouse = Awaited<ReturnType<typeof subsidyHouse>>
