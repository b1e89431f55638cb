import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadCity } from '../city/settings.ts'
import { Accounts } from '../kernel/access/accounts.ts'
import type { Actor } from '../kernel/access/actor.ts'
import { Administration } from '../kernel/access/administration.ts'
import { type ConnectionConfig, Database } from '../kernel/db/database.ts'
import { type Migration, readMigrations } from '../kernel/db/migrate.ts'
import { type Sql, sql } from '../kernel/db/sql.ts'
import type { Dimension } from '../kernel/measures/define.ts'
import { type Labeller, MeasureService } from '../kernel/measures/service.ts'
import { CaseService } from '../kernel/process/service.ts'
import { RecordService } from '../kernel/records/service.ts'
import { type City, type Office, openOffice } from '../kernel/rooms/office.ts'
import type { RoomStore } from '../kernel/rooms/store.ts'
import { Rules, type RuleValue } from '../kernel/rules/rules.ts'
import type { KeyRing } from '../kernel/secrets/keyring.ts'
import { ImportService } from '../kernel/sheets/batch/service.ts'
import { fail } from '../kernel/values/fail.ts'
import type { Text } from '../kernel/values/text.ts'
import { machineWorld, type World } from '../kernel/values/world.ts'
import { roles } from '../modules/roles.ts'
import { rooms } from '../modules/rooms.ts'
import { CertificateService } from './certificates.ts'
import { ImportRunner } from './jobs/import-runner.ts'
import { LetterService } from './letters.ts'

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')

/** An open office with everything the doors stand on. */
export type House = {
  office: Office
  db: Database
  measures: MeasureService
  records: RecordService
  accounts: Accounts
  administration: Administration
  letters: LetterService
  certificates: CertificateService
  cases: CaseService
  imports: ImportService
  /** A read that a room declares, by its id. */
  read(id: string, query: unknown, actor: Actor): Promise<unknown>
  town: Town
  dataDir: string
  close(): Promise<void>
}

/** What was loaded: a demonstration town and its scale, or nothing. */
export type Town = { size: 'full' | 'small' | 'none'; scale: number }

/** All migrations: the kernel's and each room's, in order of time. */
export const allMigrations = (): Promise<Migration[]> =>
  readMigrations([join(ROOT, 'kernel/migrations'), ...rooms.map((r) => join(ROOT, 'modules', r.id, 'migrations'))])

/** Stores by convention: `modules/<room>/store/index.ts` exports `store`. A room without one has nothing to fill. */
export async function loadStores(): Promise<Map<string, RoomStore>> {
  const stores = new Map<string, RoomStore>()
  for (const r of rooms) {
    const path = join(ROOT, 'modules', r.id, 'store/index.ts')
    if (!existsSync(path)) continue
    const { store } = (await import(path)) as { store?: RoomStore }
    if (!store) throw new Error(`modules/${r.id}/store/index.ts does not export store`)
    stores.set(r.id, store)
  }
  return stores
}

export const readTown = (): Sql => sql`select value from kernel.setting where key = 'town'`

type OpenParts = {
  connection: ConnectionConfig
  cityId: string
  keys: KeyRing
  world?: World
  role?: string
  statementTimeoutMs?: number
  poolSize?: number
  /** Goes before the address that the city's folder gives. */
  publicAddress?: string | undefined
}

/** Office and database without figures and letters: what a worker needs. */
export async function openOfficeOnly(parts: OpenParts): Promise<{ office: Office; db: Database; town: Town }> {
  const { city: given, rules, calendar } = await loadCity(parts.cityId)
  const city = { ...given, publicAddress: parts.publicAddress?.replace(/\/+$/, '') ?? given.publicAddress }
  const world = parts.world ?? machineWorld(city.zone)
  const db = new Database(parts.connection, {
    ...(parts.role ? { role: parts.role } : {}),
    ...(parts.statementTimeoutMs ? { statementTimeoutMs: parts.statementTimeoutMs } : {}),
    ...(parts.poolSize ? { size: parts.poolSize, readSize: parts.poolSize } : {}),
  })
  try {
    const stored = await db.read.maybe<{ value: Town }>(readTown())
    const town = stored?.value ?? { size: 'none' as const, scale: 1 }
    const needs = rooms.flatMap((r) => r.needs ?? [])
    const office = openOffice({
      city,
      world,
      keys: parts.keys,
      rules: new Rules(needs, scaled(rules, town.scale), world.today()),
      calendar,
      roles,
      rooms,
      stores: await loadStores(),
      demonstration: town.size !== 'none',
    })
    return { office, db, town }
  } catch (e) {
    await db.close()
    throw e
  }
}

/** Opens the whole house on a migrated database, as the application's role. */
export async function openHouse(
  parts: OpenParts & {
    dataDir: string
    /** In memory before this returns (the default), loaded behind it, or counted from the rows each time. */
    figures?: 'memory' | 'background' | 'rows'
    progress?: (step: string, count: number) => void
  },
): Promise<House> {
  const { office, db, town } = await openOfficeOnly(parts)
  try {
    const records = new RecordService(office, db)
    await records.loadCodes()
    const measures = new MeasureService(office, db, labeller(records, db))
    const loading = parts.figures === 'rows' ? undefined : measures.load(parts.progress)
    if (parts.figures === 'background')
      loading?.catch((e: Error) => process.stderr.write(`figures stay in SQL: ${e.message}\n`))
    else await loading
    const folder = join(ROOT, 'city', parts.cityId)
    const letters = new LetterService({
      office,
      measures,
      town,
      folder: join(folder, 'letters'),
      fontFolder: join(folder, 'fonts'),
    })
    const runner = new ImportRunner({
      connection: parts.connection,
      cityId: parts.cityId,
      dataDir: parts.dataDir,
      ...(parts.role ? { role: parts.role } : {}),
    })
    const accounts = new Accounts(office, db)
    return {
      office,
      db,
      measures,
      records,
      accounts,
      administration: new Administration(office, db, accounts),
      letters,
      certificates: new CertificateService({ office, db, setter: () => letters.setter }),
      cases: new CaseService(office, db, records),
      imports: new ImportService({
        office,
        db,
        dataDir: parts.dataDir,
        start: (id) => runner.start(id),
        progress: (id) => runner.progress(id),
      }),
      read: async (id, query, actor) => {
        const fill = office.stores.get(id.split('.')[0]!)?.reads?.[id]
        return fill ? fill({ read: db.read, db, office, actor, measures, records }, query) : fail('NotFound')
      },
      town,
      dataDir: parts.dataDir,
      close: async () => {
        await runner.stop()
        await letters.close()
        await db.close()
      },
    }
  } catch (e) {
    await db.close()
    throw e
  }
}

/** In a scaled-down town, figures about persons that are typed in shrink with it, so that ratios stay what they are. */
function scaled(rules: RuleValue[], scale: number): RuleValue[] {
  if (scale === 1) return rules
  return rules.map((r) =>
    r.key === 'people.employedPersons'
      ? {
          ...r,
          values: r.values.map((v) => ({
            ...v,
            value: typeof v.value === 'number' ? Math.round(v.value / scale) : v.value,
          })),
        }
      : r,
  )
}

/** Names of groups: from a closed list, a code table, or the titles of records. */
function labeller(records: RecordService, db: Database): Labeller {
  return async (d: Dimension, ids) => {
    const out: { [id: string]: Text } = {}
    if (d.choices) for (const c of d.choices) out[c.id] = c.label
    else if (d.codes) {
      for (const id of ids) {
        const name = records.codeName(d.codes, id)
        if (name) out[id] = name
      }
    } else if (d.record)
      for (const [id, title] of await records.titles(db.read, d.record, ids)) out[id] = { zh: title, en: title }
    return Object.fromEntries(ids.filter((id) => out[id]).map((id) => [id, out[id]!]))
  }
}

export type { City }
