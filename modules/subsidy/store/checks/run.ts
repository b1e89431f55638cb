import { copyBlocks, copyLine } from '../../../../kernel/db/copy-text.ts'
import type { Database, Tx } from '../../../../kernel/db/database.ts'
import type { Office } from '../../../../kernel/rooms/office.ts'
import type { Source } from '../../../../kernel/rules/rules.ts'
import { fail } from '../../../../kernel/values/fail.ts'
import { dayNumber, type PlainDate } from '../../../../kernel/values/plain-date.ts'
import type { Text } from '../../../../kernel/values/text.ts'
import { parseCertificateNumber } from '../../../credentials/index.ts'
import { numberTables } from '../../../credentials/store/index.ts'
import { maskName } from '../../../people/index.ts'
import type { Check, CheckResult, CheckRule, Facts, Severity } from '../../checks/define.ts'
import { CHECKS, readCheckRule, ruleKey } from '../../checks/index.ts'
import { STATEMENTS } from './all.sql.ts'
import { numbersInUse } from './money.sql.ts'
import type { Ask } from './pieces.sql.ts'
import * as q from './run.sql.ts'

export type EvidenceRow = { kind: string; key: string; values: { readonly [key: string]: string | number | null } }
export type Hit = {
  check: string
  variant: string
  severity: Severity
  claimId: string | null
  classId: string | null
  seatNo: number | null
  personId: string | null
  organisationId: string | null
  sentence: Text
  rows: EvidenceRow[]
}
export type CheckSummary = {
  id: string
  title: Text
  scope: Check['scope']
  severity: Severity
  result: CheckResult
  /** Why it did not run, or not all of it: the register and whether it is missing or stale. */
  reason?: string
  /** Patterns so common that they say nothing: variant, units with it, units asked. */
  usual?: { variant: string; count: number; of: number }[]
  hits: number
  durationMs: number
}
export type CheckRun = { runId: string; on: PlainDate; checks: CheckSummary[]; hits: Hit[] }

export type RegisterState = {
  register: string
  asOf: PlainDate | null
  daysMax: number
  state: 'fresh' | 'missing' | 'stale'
}

/** Each register with its newest file and whether that is fresh enough, by rule `subsidy.checks.freshness`. */
export async function registerStates(tx: Tx, office: Office, on: PlainDate): Promise<RegisterState[]> {
  const limits = office.rules.on('subsidy.checks.freshness', on).value as { readonly [register: string]: number }
  const files = new Map(
    (await tx.rows<{ register_id: string; as_of: PlainDate }>(q.registerFiles(on))).map((f) => [
      f.register_id,
      f.as_of,
    ]),
  )
  return [...new Set(CHECKS.flatMap((c) => c.registers))].sort().map((register) => {
    const daysMax = limits[register]
    if (typeof daysMax !== 'number') throw new Error(`subsidy.checks.freshness says nothing of ${register}`)
    const asOf = files.get(register) ?? null
    const state = asOf === null ? 'missing' : dayNumber(on) - dayNumber(asOf) > daysMax ? 'stale' : 'fresh'
    return { register, asOf, daysMax, state }
  })
}

const reasonOf = (r: RegisterState): string =>
  r.state === 'missing' ? `${r.register}: missing` : `${r.register}: stale, as of ${r.asOf}, limit ${r.daysMax} days`

/** Severity, thresholds and source of a check in force on a day. */
export function ruleOf(office: Office, check: Check, on: PlainDate): CheckRule & { source: Source; from: PlainDate } {
  const { value, source, from } = office.rules.on(ruleKey(check.id), on)
  return { ...readCheckRule(check, value), source, from }
}

/** Keys under which a natural person's name stands; it leaves masked. */
const NAMES = new Set(['name', 'who', 'teacher', 'holder'])
const masked = <T extends { readonly [key: string]: unknown }>(values: T, also: ReadonlySet<string> = new Set()): T =>
  Object.fromEntries(
    Object.entries(values).map(([k, v]) => [
      k,
      (NAMES.has(k) || also.has(k)) && typeof v === 'string' && v !== '' ? maskName(v) : v,
    ]),
  ) as T
/** In a shared face the other is a person too; elsewhere `other` is a class. */
const OTHER_IS_PERSON: { readonly [variant: string]: ReadonlySet<string> } = { 'C09.shared': new Set(['other']) }

type HitRow = {
  variant: string
  claim_id: string | null
  class_id: string | null
  seat_no: number | null
  person_id: string | null
  organisation_id: string | null
  facts: Facts
  evidence: EvidenceRow[] | null
}
/** More hits of one check than anybody could look at: the rest is counted, not kept. */
const HITS_LIMIT = 20_000

/**
 * Runs the checks over everything, or over named claims or classes, and keeps results and hits.
 * @throws BadInput when a named claim or class is not there
 */
export async function runChecks(
  db: Database,
  office: Office,
  order: {
    on: PlainDate
    claims?: readonly string[]
    classes?: readonly string[]
    by: string
    only?: readonly string[]
  },
  clock: () => number,
): Promise<CheckRun> {
  const begunAt = office.world.now()
  const runId = office.world.id()
  const run = await db.tx(async (tx) => {
    await tx.rows(q.roomToCheck())
    const reach = await reachOf(tx, order)
    const states = await registerStates(tx, office, order.on)
    const fresh = new Set(states.filter((s) => s.state === 'fresh').map((s) => s.register))
    const badNumbers = await numbersOfNoRule(tx, office, { ...EMPTY, ...reach, on: order.on })
    const summaries: CheckSummary[] = []
    const hits: Hit[] = []
    for (const check of CHECKS) {
      if (order.only && !order.only.includes(check.id)) continue
      const rule = ruleOf(office, check, order.on)
      const lacking = states.filter((s) => check.registers.includes(s.register) && s.state !== 'fresh')
      const reason = lacking.map(reasonOf).join('; ')
      const begun = clock()
      const rows =
        lacking.length && !check.partlyWithout
          ? []
          : await tx.rows<HitRow>(
              STATEMENTS[check.id]!({
                ...reach,
                on: order.on,
                zone: office.city.zone,
                thresholds: rule.thresholds,
                registers: fresh,
                holidays: holidaysOf(office),
                badNumbers,
              }),
            )
      const usual = rows.flatMap((r) =>
        r.variant === 'common'
          ? [{ variant: String(r.facts['variant']), count: Number(r.facts['count']), of: Number(r.facts['of']) }]
          : [],
      )
      const found = rows.filter((r) => r.variant !== 'common')
      for (const r of found.slice(0, HITS_LIMIT)) hits.push(hitOf(check, rule, r))
      const blocks = found.some((r) => (rule.severities[r.variant] ?? rule.severity) === 'block')
      summaries.push({
        id: check.id,
        title: check.title,
        scope: check.scope,
        severity: rule.severity,
        result: found.length ? (blocks ? 'failed' : 'warned') : lacking.length ? 'not-run' : 'passed',
        ...(reason ? { reason } : {}),
        ...(usual.length ? { usual } : {}),
        hits: found.length,
        durationMs: Math.round(clock() - begun),
      })
    }
    await keep(tx, office, { runId, order, reach, begunAt, summaries, hits })
    return { runId, on: order.on, checks: summaries, hits }
  }, 'repeatable read')
  return run
}

/** Tells the planner how much there is, by the owner's connection; needed right after large imports. */
export async function analyzeForChecks(owner: Database): Promise<void> {
  for (const table of q.ANALYZED) await owner.tx((tx) => tx.run(q.analyzeTable(table)))
}

const EMPTY = {
  zone: 'UTC',
  thresholds: {},
  registers: new Set<string>(),
  holidays: [] as string[],
  badNumbers: [] as string[],
}
type Reach = Pick<Ask, 'classes' | 'claims'>

async function reachOf(tx: Tx, order: { claims?: readonly string[]; classes?: readonly string[] }): Promise<Reach> {
  if (!order.claims && !order.classes) return { claims: null, classes: null }
  const claims = new Set<string>()
  const classes = new Set<string>()
  const unknown = (field: string, given: readonly string[]) =>
    fail('BadInput', {
      code: field === 'claim' ? 'CLAIM_NOT_FOUND' : 'CLASS_NOT_FOUND',
      field,
      given: given.join(', '),
      message: {
        zh: field === 'claim' ? '没有这样的申领' : '没有这样的培训班',
        en: field === 'claim' ? 'there is no such claim' : 'there is no such class',
      },
      hint: { zh: '请核对编号', en: 'check the number' },
    })
  if (order.claims) {
    const found = await tx.rows<{ claim_id: string }>(q.claimsNamed(order.claims))
    if (found.length === 0) unknown('claim', order.claims)
    for (const c of found) claims.add(c.claim_id)
    for (const c of await tx.rows<{ class_id: string }>(q.classesOfClaims([...claims]))) classes.add(c.class_id)
  }
  if (order.classes) {
    const found = await tx.rows<{ class_id: string }>(q.classesNamed(order.classes))
    if (found.length === 0) unknown('class', order.classes)
    for (const c of found) classes.add(c.class_id)
    for (const c of await tx.rows<{ claim_id: string }>(q.claimsOfClasses([...classes]))) claims.add(c.claim_id)
  }
  return { claims: [...claims], classes: [...classes] }
}

async function numbersOfNoRule(tx: Tx, office: Office, ask: Ask): Promise<string[]> {
  const tables = numberTables(office)
  const used = await tx.rows<{ number: string }>(numbersInUse(ask))
  return used.flatMap((u) => (parseCertificateNumber(u.number, tables).ok ? [] : [u.number]))
}

function hitOf(check: Check, rule: CheckRule, r: HitRow): Hit {
  const sentence = check.sentences[r.variant]
  if (!sentence) throw new Error(`${check.id} has no sentence for ${r.variant}`)
  return {
    check: check.id,
    variant: r.variant,
    severity: rule.severities[r.variant] ?? rule.severity,
    claimId: r.claim_id,
    classId: r.class_id,
    seatNo: r.seat_no,
    personId: r.person_id,
    organisationId: r.organisation_id,
    sentence: sentence(masked(r.facts, OTHER_IS_PERSON[`${check.id}.${r.variant}`])),
    rows: (r.evidence ?? []).map((e) => ({ ...e, values: masked(e.values) })),
  }
}

const holidaysOf = (office: Office): string[] => [...office.calendar.holidays]

async function keep(
  tx: Tx,
  office: Office,
  r: {
    runId: string
    order: {
      on: PlainDate
      claims?: readonly string[]
      classes?: readonly string[]
      by: string
      only?: readonly string[]
    }
    reach: Reach
    begunAt: Date
    summaries: CheckSummary[]
    hits: Hit[]
  },
): Promise<void> {
  const reach = r.order.claims ? 'claim' : r.order.classes ? 'class' : 'all'
  await tx.run(
    q.insertRun({
      id: r.runId,
      on: r.order.on,
      begunAt: r.begunAt,
      endedAt: office.world.now(),
      reach,
      by: r.order.by,
      summary: JSON.stringify(r.summaries),
    }),
  )
  if (r.hits.length)
    await tx.copyIn(
      'subsidy.check_hit',
      q.HIT_COLUMNS,
      copyBlocks(r.hits.entries(), ([i, h]) =>
        copyLine([
          r.runId,
          i + 1,
          h.check,
          h.variant,
          h.severity,
          h.claimId,
          h.classId,
          h.seatNo,
          h.personId,
          h.organisationId,
          h.sentence.zh,
          h.sentence.en,
          JSON.stringify(h.rows),
        ]),
      ),
    )
  await tx.run(
    q.insertResults({
      runId: r.runId,
      claims: r.reach.claims,
      classes: r.reach.classes,
      checks: r.summaries.map((s) => s.id),
      reasons: r.summaries.map((s) => s.reason ?? null),
      covered: CHECKS.filter((c) => c.registers.includes('insurance') && c.id !== 'C08').map((c) => c.id),
    }),
  )
  if (reach === 'all' && !r.order.only) for (const s of q.clearOlder(r.runId)) await tx.run(s)
}

/** What a run over everything says on the command line: numbers in place of ids. */
export async function nameHits(
  tx: Tx,
  hits: readonly Hit[],
): Promise<
  { check: string; severity: Severity; claim?: string; class?: string; sentence: Text; rows: EvidenceRow[] }[]
> {
  const classIds = [...new Set(hits.flatMap((h) => h.classId ?? []))]
  const ofClass = new Map<string, string>()
  const ofSeat = new Map<string, string>()
  for (const k of await tx.rows<{ claim_id: string; class_id: string; person_id: string | null }>(
    q.claimsOfSeats(classIds),
  )) {
    if (!ofClass.has(k.class_id)) ofClass.set(k.class_id, k.claim_id)
    const seat = `${k.class_id}/${k.person_id}`
    if (!ofSeat.has(seat)) ofSeat.set(seat, k.claim_id)
  }
  const claimOf = (h: Hit) =>
    h.claimId ??
    (h.classId === null
      ? null
      : h.personId === null
        ? (ofClass.get(h.classId) ?? null)
        : (ofSeat.get(`${h.classId}/${h.personId}`) ?? null))
  const claimIds = [...new Set(hits.flatMap((h) => claimOf(h) ?? []))]
  const claims = new Map(
    (await tx.rows<{ claim_id: string; number: string }>(q.numbersOfClaims(claimIds))).map((c) => [
      c.claim_id,
      c.number,
    ]),
  )
  const classes = new Map(
    (await tx.rows<{ class_id: string; number: string }>(q.numbersOfClasses(classIds))).map((c) => [
      c.class_id,
      c.number,
    ]),
  )
  return hits.map((h) => {
    const claim = claimOf(h)
    return {
      check: h.check,
      severity: h.severity,
      ...(claim ? { claim: claims.get(claim)! } : {}),
      ...(h.classId ? { class: classes.get(h.classId)! } : {}),
      sentence: h.sentence,
      rows: h.rows,
    }
  })
}
