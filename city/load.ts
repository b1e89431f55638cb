import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Worker } from 'node:worker_threads'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { copyLine, textArray } from '../kernel/db/copy-text.ts'
import type { ConnectionConfig, Database } from '../kernel/db/database.ts'
import { sealTable } from '../kernel/journal/journal.ts'
import { sealedTableOf } from '../kernel/records/define.ts'
import type { RoomDeclaration } from '../kernel/rooms/define.ts'
import type { KeyRing } from '../kernel/secrets/keyring.ts'
import { dayNumber } from '../kernel/values/plain-date.ts'
import type { Text } from '../kernel/values/text.ts'
import type { World } from '../kernel/values/world.ts'
import { makeCarriers } from './demo/carriers.ts'
import type { CertificateNews, CertificateWork } from './demo/certificate-worker.ts'
import { copyInto } from './demo/copy.ts'
import { dayText, MS_PER_DAY } from './demo/days.ts'
import { makeEvents } from './demo/events.ts'
import { type Frame, readFrame, type TownSize } from './demo/frame.ts'
import { idOf } from './demo/ids.ts'
import { writePersons } from './demo/person-lane.ts'
import { makePlans, type PlanLines } from './demo/plans.ts'
import { carrierLine, eventLine, organisationLines, TABLES } from './demo/rows.ts'
import { Teaching } from './demo/teaching.ts'
import { makeTraining, Roll } from './demo/training.ts'
import * as q from './load.sql.ts'
import { referenceTables } from './tables.ts'

export { CannotCalibrate, type TownSize } from './demo/frame.ts'

export type LoadStep = { id: string; title: Text; done: number; total: number }
export type LoadReport = {
  size: TownSize
  /** How many times fewer persons than in the city's targets. */
  scale: number
  /** Rows by table. */
  rows: Record<string, number>
  /** What the town was calibrated to, at its scale. */
  figures: {
    persons: number
    certificates: number
    newSkilled: number
    newHighSkilled: number
    personTimes: number
    events: number
  }
  /** Reference figures that a smaller town would need smaller: rule key → value at this scale. */
  given: Record<string, number>
  /** Milliseconds by phase; `certificates` runs beside `persons`. */
  ms: Record<string, number>
}

const STEPS = {
  reference: { zh: '区划、职业等基础表', en: 'divisions, occupations and other tables' },
  register: { zh: '虚构的人员和证书', en: 'invented persons and certificates' },
  training: { zh: '机构、培训、竞赛、载体', en: 'organisations, training, competitions, carriers' },
  analyze: { zh: '统计信息', en: 'planner statistics' },
  seal: { zh: '写入日志封存', en: 'sealing the registers in the journal' },
} as const

export type LoadOptions = {
  /** Connection as the owner: COPY goes past the application's role, the grants of the migrations stay. */
  ownerConfig: ConnectionConfig
  cityFolder: string
  keys: KeyRing
  size: TownSize
  progress?: (step: LoadStep) => void
  /** Another file of targets than the city's own. */
  targetsFile?: string
}

/**
 * Fills an empty database, of whose migrations only the first pass was made, with the invented town. Two lanes: this thread
 * makes persons (their secrets need the keys), a second thread makes certificates, holdings, work and schooling.
 * @throws CannotCalibrate before anything is written; an error when the database already knows persons
 */
export async function loadTown(options: LoadOptions): Promise<LoadReport> {
  const { ownerConfig, cityFolder, keys, size } = options
  const step = (id: keyof typeof STEPS, done: number, total: number) =>
    options.progress?.({ id, title: STEPS[id], done, total })
  const ms: Record<string, number> = {}
  const timed = async <T>(phase: string, work: () => Promise<T>): Promise<T> => {
    const begun = performance.now()
    const out = await work()
    ms[phase] = Math.round(performance.now() - begun)
    return out
  }
  const frame = await timed('plan', () => readFrame(cityFolder, size, options))
  await refuseUsed(ownerConfig)
  step('reference', 0, 1)
  const rows: Record<string, number> = await timed('reference', () => loadReference(ownerConfig, cityFolder))
  step('reference', 1, 1)

  const total = 2 * frame.population.persons
  const done = { persons: 0, certificates: 0 }
  const told = () => step('register', done.persons + done.certificates, total)
  const roll = new Roll(frame.population.persons, frame.targets)
  const lane = certificateLane(
    {
      ownerConfig: plainConfig(ownerConfig),
      cityFolder,
      size,
      ...(options.targetsFile ? { targetsFile: options.targetsFile } : {}),
    },
    (n) => {
      done.certificates = n
      told()
    },
  )
  let figures: LoadReport['figures']
  try {
    const { person, identityKey } = TABLES
    Object.assign(
      rows,
      named(
        await timed('persons', () =>
          copyInto(ownerConfig, { person, identityKey }, (copies) =>
            writePersons(frame, keys, roll, copies, (n) => {
              done.persons = n
              told()
            }),
          ),
        ),
      ),
    )
    step('training', 0, 1)
    const small = await timed('training', () => writeOrganised(ownerConfig, frame, roll))
    step('training', 1, 1)
    Object.assign(rows, named(small.rows))
    const certificates = await lane.rows
    ms.certificates = certificates.ms
    Object.assign(rows, named(certificates.rows))
    const { plan } = frame
    figures = {
      persons: plan.persons,
      certificates: plan.certificates,
      newSkilled: plan.newSkilled,
      newHighSkilled: plan.newHighSkilled,
      personTimes: small.personTimes,
      events: small.events,
    }
  } catch (e) {
    await lane.stop()
    throw e
  }
  return {
    size,
    scale: frame.scale,
    rows,
    figures,
    given: { 'people.employedPersons': frame.targets.targets.persons.employed },
    ms,
  }
}

/** Row counts under the names of the tables. */
const named = (counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).map(([k, n]) => [TABLES[k as keyof typeof TABLES].table, n]))

/** Only what a thread can be given. */
const plainConfig = (c: ConnectionConfig): ConnectionConfig => JSON.parse(JSON.stringify(c)) as ConnectionConfig

function certificateLane(work: CertificateWork, progress: (persons: number) => void) {
  const worker = new Worker(new URL('./demo/certificate-worker.ts', import.meta.url), {
    workerData: work,
    execArgv: [],
    // Lines live a moment only: a small nursery keeps both lanes together below half a gigabyte.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  })
  const rows = new Promise<{ rows: Record<string, number>; ms: number }>((done, failed) => {
    worker.on('message', (news: CertificateNews) => ('persons' in news ? progress(news.persons) : done(news)))
    worker.on('error', failed)
    worker.on('exit', (code) => failed(new Error(`the second lane ended early (${code})`)))
  })
  // Heard where it is awaited; a failure before that must not end the process.
  rows.catch(() => {})
  return { rows, stop: () => worker.terminate() }
}

async function refuseUsed(config: ConnectionConfig): Promise<void> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from people.person limit 1')
    if (rowCount) throw new Error('the database already knows persons; the demonstration town goes into an empty one')
  } finally {
    await client.end()
  }
}

/** Everything but persons and certificates; the rosters need to know who there is. */
async function writeOrganised(
  config: ConnectionConfig,
  frame: Frame,
  roll: Roll,
): Promise<{ rows: Record<string, number>; personTimes: number; events: number }> {
  const { targets, population, organisations, trades, city, counties } = frame
  const training = makeTraining(targets, roll, population.counties, organisations, trades)
  const events = makeEvents(targets, city, counties, trades)
  const carriers = makeCarriers(targets, city, organisations, trades, frame.names)
  const {
    organisation,
    organisationName,
    site,
    licence,
    listing,
    listingPeriod,
    listingScope,
    listingCase,
    trainingClass,
    classKey,
    project,
    teacher,
    venue,
    room,
    lesson,
    result,
    attendance,
    claim,
    claimKey,
    claimLine,
    enrolment,
    membership,
    carrier,
    plan,
    planKey,
    planSeats,
    application,
    evaluation,
    event,
    proposal,
  } = TABLES
  const tables = {
    organisation,
    organisationName,
    site,
    licence,
    listing,
    listingPeriod,
    listingScope,
    listingCase,
    trainingClass,
    classKey,
    project,
    teacher,
    venue,
    room,
    lesson,
    result,
    attendance,
    claim,
    claimKey,
    claimLine,
    enrolment,
    membership,
    carrier,
    plan,
    planKey,
    planSeats,
    application,
    evaluation,
    event,
    proposal,
  }
  const lines = organisationLines(organisations, trades)
  const knownBy = dayNumber(targets.knownBy)
  const rows = await copyInto(config, tables, async (to) => {
    for (const [k, list] of Object.entries(lines)) for (const line of list) to[k as keyof typeof lines].add(line)
    for (const c of carriers) to.carrier.add(carrierLine(c, trades))
    for (const e of events) to.event.add(eventLine(e, trades))
    for (const [k, list] of Object.entries(makePlans(targets, organisations, frame.edition, trades, population, roll)))
      for (const line of list) to[k as keyof PlanLines].add(line)
    const p = targets.proposal
    if (p)
      to.proposal.add(
        copyLine([
          idOf(dayNumber(targets.asOf) * MS_PER_DAY, 0, p.number, p.members),
          p.session,
          p.category,
          p.number,
          p.title,
          p.leadMember,
          p.members,
          null,
          null,
          null,
          p.letter,
          'answered',
        ]),
      )
    const belongs = new Set<number>()
    const teaching = new Teaching(frame, roll, to)
    const daysOf: number[] = []
    for (const [n, c] of training.classes.entries()) {
      const trade = trades[c.trade]!
      const [started, ended, known] = [dayText(c.started), dayText(c.ended), dayText(c.known)]
      const struckOff = dayText(Math.min(c.known + 45, knownBy))
      daysOf.push(teaching.teach(c, n))
      for (const [seat, person] of c.seats.entries()) {
        const group = training.groupIds[c.groups[seat]!]!
        const id = population.idOf(person)
        to.enrolment.add(
          `${c.id}\t${seat + 1}\t${id}\t${c.organisation.id}\t${c.kind}\t${group}\t${trade.code}\t${c.rank}\t${population.counties[roll.county[person]!]}\t${roll.male[person] ? 'male' : 'female'}\t${roll.birthYear[person]}\t${started}\t${ended}\t${known}\t${seat >= c.voidedFrom ? struckOff : '\\N'}\n`,
        )
        const key = person * 16 + c.groups[seat]!
        if (group !== 'employee' && !belongs.has(key)) {
          belongs.add(key)
          // Registered in the group before the class began, some weeks to a year.
          const registered = dayText(c.started - 10 - ((person * 7) % 350))
          to.membership.add(`${id}\t${group}\t${registered}\t\\N\t登记表\t${registered}\n`)
        }
      }
      await Promise.all(Object.values(to).map((x) => x.flush()))
    }
    teaching.claims(training.classes, daysOf)
    teaching.finish()
  })
  return { rows, personTimes: training.personTimes, events: rows.event }
}

/** The city's reference tables (divisions, occupations, work types): puts in what is missing and renews what is there. May be run again. */
export async function loadReference(
  ownerConfig: ConnectionConfig,
  cityFolder: string,
): Promise<Record<string, number>> {
  const tables = await referenceTables(cityFolder, basename(cityFolder))
  const client = new pg.Client(ownerConfig)
  await client.connect()
  const out: Record<string, number> = {}
  try {
    await client.query('begin')
    for (const t of tables) {
      const columns = t.columns.join(', ')
      await client.query(
        `create temporary table incoming on commit drop as select ${columns} from ${t.table} with no data`,
      )
      const lines = t.rows.map((row) => copyLine(row.map((v) => (Array.isArray(v) ? textArray(v) : v))))
      await pipeline(
        Readable.from(lines, { objectMode: false }),
        client.query(copyFrom(`copy incoming (${columns}) from stdin`)),
      )
      // Keys need not be there yet: the first pass of the migrations leaves them out.
      await client.query(
        `delete from ${t.table} old using incoming new where ${t.key.map((k) => `old.${k} = new.${k}`).join(' and ')}`,
      )
      await client.query(`insert into ${t.table} (${columns}) select ${columns} from incoming`)
      await client.query('drop table incoming')
      out[t.table] = t.rows.length
    }
    await client.query('commit')
  } catch (e) {
    await client.query('rollback').catch(() => {})
    throw e
  } finally {
    await client.end()
  }
  return out
}

/** Tables at once after the load: as many as a small machine has cores. */
const LANES = 2

/**
 * After the second pass: statistics for the planner, and a seal of every row of the registers, so that what is changed behind
 * the program's back from now on is found. `db` speaks as the owner and has time (no statement limit of seconds).
 * @returns rows sealed, by table
 */
export async function finishTown(options: {
  db: Database
  world: World
  rooms: readonly RoomDeclaration[]
  progress?: (step: LoadStep) => void
}): Promise<Record<string, number>> {
  const { db, world, rooms } = options
  const step = (id: keyof typeof STEPS, done: number, total: number) =>
    options.progress?.({ id, title: STEPS[id], done, total })
  const sizes = await db.read.rows<{ name: string; size: number }>(q.tableSizes())
  const largestFirst = <T>(list: readonly T[], nameOf: (x: T) => string): T[] => {
    const sizeOf = new Map(sizes.map((s) => [s.name, s.size]))
    return [...list].sort((a, b) => (sizeOf.get(nameOf(b)) ?? 0) - (sizeOf.get(nameOf(a)) ?? 0))
  }
  // The largest first, so that no lane is left alone with it at the end.
  const names = largestFirst(sizes, (s) => s.name)
  step('analyze', 0, 1)
  await inLanes(names, async ({ name }) => {
    await db.pool.query(`analyze ${name}`)
  })
  step('analyze', 1, 1)
  const sealed = rooms.flatMap((r) => r.records ?? []).filter((r) => r.sealed)
  const out: Record<string, number> = {}
  let done = 0
  step('seal', 0, sealed.length)
  await inLanes(
    largestFirst(sealed, (r) => r.table),
    async (record) => {
      out[record.table] = await db.tx(async (tx) => {
        await tx.run(q.roomToSeal())
        return sealTable(tx, world, sealedTableOf(record), 'demo')
      })
      step('seal', ++done, sealed.length)
    },
  )
  return out
}

async function inLanes<T>(jobs: readonly T[], work: (job: T) => Promise<void>): Promise<void> {
  const queue = [...jobs]
  const lane = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await work(job)
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}
