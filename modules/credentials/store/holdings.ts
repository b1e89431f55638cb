import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { copyBlocks, copyFields, copyLine, lines } from '../../../kernel/db/copy-text.ts'
import type { ConnectionConfig, Tx } from '../../../kernel/db/database.ts'
import { type FactRow, tellManyFacts, wakeReaders } from '../../../kernel/measures/service.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { type CountedPerson, lockPersons, personsForCounting } from '../../people/store/index.ts'
import { holdingFacts } from '../measures/facts.ts'
import {
  HOLDING_COLUMNS,
  type HoldingCertificate,
  type HoldingInput,
  type HoldingRow,
  holdingValues,
  projectPerson,
} from '../project.ts'
import * as q from './holdings.sql.ts'

/** A stored row of the past is no longer what the certificates say: somebody edited around the program. Nothing is written. */
export class HoldingCorrupt extends Error {
  readonly personId: string
  constructor(personId: string, what: string) {
    super(`holdings of person ${personId}: ${what}; run the rebuild check before going on`)
    this.name = 'HoldingCorrupt'
    this.personId = personId
  }
}

type Stored = { [K in (typeof HOLDING_COLUMNS)[number]]: string | number | boolean | null }
export type Refreshed = { opened: number; ended: number; removed: number }

/**
 * Brings the spans of these persons up to date with their certificates, and tells the readers of figures. Days of knowledge
 * before today are closed: what was counted up to yesterday's knowledge never changes, a difference there is corruption.
 * Of today's knowledge rows may come and go.
 * @param options.isNew persons whom this transaction holds already: no further lock
 * @param options.made persons made in this transaction with all they have: nobody else can see them yet, so they need no
 *   lock, and nothing need be read back
 * @throws HoldingCorrupt
 */
export async function refreshPersons(
  tx: Tx,
  office: Office,
  personIds: readonly string[],
  options: { isNew?: ReadonlySet<string>; made?: ReadonlyMap<string, HoldingInput> } = {},
): Promise<Refreshed> {
  const { made } = options
  const ids = [...new Set(personIds)].filter((id) => !made?.has(id))
  const today = office.world.today()
  const plan: Plan = { open: [], end: [], remove: [] }
  if (ids.length) {
    // Locked first, read after: what another act on the same person committed meanwhile is seen.
    await lockPersons(tx, options.isNew ? ids.filter((id) => !options.isNew!.has(id)) : ids)
    const persons = await personsForCounting(tx, ids)
    const certificates = groupBy(await tx.rows<CertificateRow>(q.certificatesOf(ids)))
    const stored = groupBy(await tx.rows<Stored & { person_id: string }>(q.holdingsOf(ids)))
    for (const p of persons)
      compare(
        p.person_id,
        stored.get(p.person_id) ?? [],
        projectPerson(inputOf(p, certificates.get(p.person_id) ?? [])),
        today,
        plan,
      )
  }
  for (const [id, input] of made ?? []) compare(id, [], projectPerson(input), today, plan)
  await carryOut(tx, plan, today)
  return { opened: plan.open.length, ended: plan.end.length, removed: plan.remove.length }
}

type CertificateRow = {
  person_id: string
  certificate_id: string
  level_rank: number | null
  kind: string
  occupation_code: string
  organisation_id: string
  issued_on: PlainDate
  known_on: PlainDate
  revoked_on: PlainDate | null
  revoked_known_on: PlainDate | null
}
const inputOf = (p: CountedPerson, certificates: readonly CertificateRow[]) => ({
  personId: p.person_id,
  countyCode: p.county_code,
  sex: p.sex,
  birthYear: p.birth_year,
  leftOn: p.left_on,
  leftKnownOn: p.left_known_on,
  certificates: certificates.map(
    (c): HoldingCertificate => ({
      certificateId: c.certificate_id,
      levelRank: c.level_rank,
      kind: c.kind,
      occupationCode: c.occupation_code,
      organisationId: c.organisation_id,
      issuedOn: c.issued_on,
      knownOn: c.known_on,
      revokedOn: c.revoked_on,
      revokedKnownOn: c.revoked_known_on,
    }),
  ),
})

function groupBy<R extends { person_id: string }>(rows: readonly R[]): Map<string, R[]> {
  const out = new Map<string, R[]>()
  for (const r of rows) {
    const list = out.get(r.person_id)
    if (list) list.push(r)
    else out.set(r.person_id, [r])
  }
  return out
}

type Plan = {
  open: Stored[]
  /** Rows that stay, with a new end of knowledge: today, or none again after an act of today was taken back. */
  end: { row: Stored; to: PlainDate | null }[]
  /** Rows that were opened today and hold no longer: without width, so not kept. */
  remove: Stored[]
}

function compare(
  personId: string,
  stored: readonly Stored[],
  projected: readonly HoldingRow[],
  today: PlainDate,
  plan: Plan,
): void {
  const wanted = new Map(projected.map((r) => [`${r.knownFrom} ${r.heldFrom}`, storedForm(r)]))
  for (const row of stored) {
    const key = `${row.known_from} ${row.held_from}`
    const now = wanted.get(key)
    wanted.delete(key)
    const same = now !== undefined && HOLDING_COLUMNS.every((c) => c === 'known_to' || row[c] === now[c])
    const end = row['known_to'] as PlainDate | null
    if (String(row['known_from']) < today) {
      if (!now || !same)
        throw new HoldingCorrupt(
          personId,
          `the row known since ${row['known_from']}, held from ${row['held_from']}, no longer follows from the certificates`,
        )
      const to = now['known_to'] as PlainDate | null
      if (to === end) continue
      if ((end !== null && end < today) || (to !== null && to < today))
        throw new HoldingCorrupt(
          personId,
          `the row known since ${row['known_from']} would end at ${to ?? 'no day'} instead of ${end ?? 'no day'}, in closed knowledge`,
        )
      plan.end.push({ row, to })
    } else if (!same || now['known_to'] !== end) {
      plan.remove.push(row)
      if (now) plan.open.push(now)
    }
  }
  for (const row of wanted.values()) {
    // The first projection of a person may tell a past of any length; later ones only today's knowledge.
    if (stored.length > 0 && String(row['known_from']) < today)
      throw new HoldingCorrupt(personId, `a row known since ${row['known_from']} is missing from closed knowledge`)
    plan.open.push(row)
  }
}

const storedForm = (r: HoldingRow): Stored => {
  const values = holdingValues(r)
  return Object.fromEntries(HOLDING_COLUMNS.map((c, i) => [c, values[i]!])) as Stored
}

async function carryOut(tx: Tx, plan: Plan, today: PlainDate): Promise<void> {
  const feed: { weight: 1 | -1; row: FactRow }[] = []
  if (plan.remove.length) {
    await expectRows(tx.run(q.deleteHoldings(keysOf(plan.remove))), plan.remove.length)
    for (const row of plan.remove) feed.push({ weight: -1, row })
  }
  if (plan.end.length) {
    await expectRows(
      tx.run(
        q.endKnowledge(
          keysOf(plan.end.map((e) => e.row)),
          plan.end.map((e) => e.to),
        ),
      ),
      plan.end.length,
    )
    // Readers keep the row as it was; from today on it is cancelled, or counts again.
    for (const { row, to } of plan.end)
      feed.push({ weight: to === null ? 1 : -1, row: { ...row, known_from: today, known_to: null } })
  }
  if (plan.open.length) {
    await tx.copyIn(
      'credentials.holding',
      HOLDING_COLUMNS,
      copyBlocks(plan.open, (r) => copyLine(HOLDING_COLUMNS.map((c) => r[c]))),
    )
    for (const row of plan.open) feed.push({ weight: 1, row })
  }
  if (feed.length === 0) return
  await tellManyFacts(tx, holdingFacts, feed)
  await wakeReaders(tx)
}

const keysOf = (rows: readonly Stored[]) => ({
  personIds: rows.map((r) => String(r['person_id'])),
  knownFroms: rows.map((r) => String(r['known_from'])),
  heldFroms: rows.map((r) => String(r['held_from'])),
})
async function expectRows(done: Promise<number>, wanted: number): Promise<void> {
  const n = await done
  if (n !== wanted) throw new Error(`holdings: ${n} rows written where ${wanted} were meant`)
}

export type Rebuilt = { persons: number; rows: number; missing: number; surplus: number }

/**
 * Projects everybody anew and compares with what is stored: `missing` and `surplus` are zero unless the table was edited or
 * lost. With `repair` the table is then replaced; running servers must be started again to load it. As the owner; acts wait
 * meanwhile, reading goes on.
 */
export async function rebuildAll(
  owner: ConnectionConfig,
  options: { repair: boolean; progress?: (persons: number) => void } = { repair: true },
): Promise<Rebuilt> {
  const writer = new pg.Client({ ...owner, options: '-c timezone=UTC -c datestyle=ISO,YMD' })
  const reader = new pg.Client({ ...owner, options: '-c timezone=UTC -c datestyle=ISO,YMD' })
  await Promise.all([writer.connect(), reader.connect()])
  try {
    await writer.query('begin')
    await writer.query(q.REBUILD.lock)
    await writer.query(q.REBUILD.scratch)
    const out = writer.query(copyFrom(`copy rebuilt (${HOLDING_COLUMNS.join(', ')}) from stdin`))
    const failed = new Promise<never>((_, no) => out.once('error', no))
    let persons = 0
    let rows = 0
    let text: string[] = []
    const flush = async () => {
      const chunk = text.join('')
      text = []
      if (chunk && !out.write(chunk)) await Promise.race([new Promise<void>((go) => out.once('drain', go)), failed])
    }
    const chunks = reader.query(
      copyTo(`copy (${q.personsWithCertificates()}) to stdout`),
    ) as unknown as AsyncIterable<Buffer>
    for await (const { person, certificates } of byPerson(lines(chunks))) {
      persons++
      for (const r of projectPerson(inputOf(person, certificates))) {
        rows++
        text.push(copyLine(holdingValues(r)))
      }
      if (text.length >= 1000) {
        await flush()
        options.progress?.(persons)
      }
    }
    await flush()
    await Promise.race([new Promise<void>((done) => out.end(done)), failed])
    const missing = (await writer.query<{ n: number }>(q.REBUILD.missing)).rows[0]!.n
    const surplus = (await writer.query<{ n: number }>(q.REBUILD.surplus)).rows[0]!.n
    if (options.repair && missing + surplus > 0) {
      await writer.query(q.REBUILD.clear)
      await writer.query(q.REBUILD.fill)
    }
    await writer.query('commit')
    if (options.repair && missing + surplus > 0) await writer.query(q.REBUILD.analyze)
    return { persons, rows, missing, surplus }
  } catch (e) {
    await writer.query('rollback').catch(() => {})
    throw e
  } finally {
    await Promise.all([writer.end(), reader.end()])
  }
}

async function* byPerson(
  rows: AsyncIterable<string>,
): AsyncIterable<{ person: CountedPerson; certificates: CertificateRow[] }> {
  let person: CountedPerson | undefined
  let certificates: CertificateRow[] = []
  for await (const line of rows) {
    const [
      id,
      county,
      sex,
      year,
      leftOn,
      leftKnownOn,
      certificateId,
      rank,
      kind,
      occupation,
      organisation,
      issued,
      known,
      revoked,
      revokedKnown,
    ] = copyFields(line) as string[]
    if (person?.person_id !== id) {
      if (person) yield { person, certificates }
      person = {
        person_id: id!,
        county_code: county!,
        sex: sex!,
        birth_year: Number(year),
        left_on: leftOn as PlainDate | null,
        left_known_on: leftKnownOn as PlainDate | null,
      }
      certificates = []
    }
    certificates.push({
      person_id: id!,
      certificate_id: certificateId!,
      level_rank: (rank as string | null) === null ? null : Number(rank),
      kind: kind!,
      occupation_code: occupation!,
      organisation_id: organisation!,
      issued_on: issued as PlainDate,
      known_on: known as PlainDate,
      revoked_on: revoked as PlainDate | null,
      revoked_known_on: revokedKnown as PlainDate | null,
    })
  }
  if (person) yield { person, certificates }
}
