import { hash } from 'node:crypto'
import type { Actor } from '../access/actor.ts'
import { allows, allowsSome } from '../access/policy.ts'
import { constraintOf, type Database, errorCode, type Tx } from '../db/database.ts'
import { writeLeaf } from '../journal/journal.ts'
import type { RowChange } from '../journal/sealed.ts'
import { checkFields } from '../records/check.ts'
import { columnOf } from '../records/fields.ts'
import type { Office } from '../rooms/office.ts'
import { canonicalJson, type Json } from '../values/canonical-json.ts'
import { fail } from '../values/fail.ts'
import { type Finding, isBlocking } from '../values/finding.ts'
import { addDays, type PlainDate } from '../values/plain-date.ts'
import * as q from './act.sql.ts'
import { type Availability, available, blockedByPerson } from './available.ts'
import { type CaseView, type Check, caseFields, type Facts, type ProcessDeclaration } from './define.ts'

/** What a room's store adds to a process: facts for its checks, and effects within the act's transaction. */
export type EffectContext = {
  tx: Tx
  office: Office
  actor: Actor
  case: CaseView
  input: { readonly [key: string]: unknown }
  /** Adds a sealed row's change to the act's leaf. */
  seal(change: RowChange | RowChange[]): void
  /** Tells other rooms, after the commit, through the outbox. */
  tell(kind: string, body: Json): void
}
export type ProcessStore = {
  /**
   * Looks up the `completed` fields of a new case, within its transaction and before anybody's right is judged: the scope
   * may rest on them. Left out: null. Fails by itself, with findings, when there is nothing to look up; a thing outside the
   * actor's scope should then read like one that does not exist.
   */
  complete?: (
    tx: Tx,
    input: { readonly [key: string]: unknown },
    office: Office,
    actor: Actor,
  ) => Promise<{ readonly [key: string]: unknown }>
  facts?: (tx: Tx, c: CaseView, office: Office, input: { readonly [key: string]: unknown }) => Promise<Facts>
  effects?: { readonly [name: string]: (ctx: EffectContext) => Promise<void> }
}

export type CaseAnswer = CaseView & { can: Availability[]; findings: Finding[] }

/** Where a request came from: its key makes a repetition harmless, and the hash tells another request under the same key. */
export type RequestKey = { key: string; hash: Buffer }
export const requestHash = (body: unknown): Buffer =>
  hash('sha256', Buffer.from(canonicalJson((body ?? null) as Json)), 'buffer')

/**
 * Answers a request at most once. The key is written first, in the same transaction as the change: a second sender waits
 * for the first, then reads its answer in a statement of its own. A refusal rolls the key back with everything else.
 * @throws KeyReused (same key, other content), InProgress (the first one is still at work)
 */
export async function once<T extends Json>(
  db: Database,
  actor: Actor,
  request: RequestKey,
  office: Office,
  work: (tx: Tx) => Promise<T>,
): Promise<{ answer: T; replayed: boolean }> {
  const actorKey = actor.accountId ?? 'anyone'
  for (let tries = 0; tries < 3; tries++) {
    try {
      const done = await db.tx(async (tx) => {
        const taken = await tx.rows(q.takeKey(actorKey, request, office.world.now().toISOString()))
        if (taken.length === 0) return undefined
        const answer = await work(tx)
        await tx.run(q.keepAnswer(actorKey, request.key, JSON.stringify(answer)))
        return { answer }
      })
      if (done) return { answer: done.answer, replayed: false }
    } catch (e) {
      if (errorCode(e) === '55P03') fail('InProgress')
      throw e
    }
    const stored = await db.read.maybe<{ request_hash: Buffer; answer: T }>(q.storedAnswer(actorKey, request.key))
    if (!stored) continue
    if (!stored.request_hash.equals(request.hash)) fail('KeyReused')
    return { answer: stored.answer, replayed: true }
  }
  return fail('InProgress')
}

export function editionFor(editions: readonly ProcessDeclaration[], day: PlainDate): ProcessDeclaration {
  const found = editions.filter((p) => p.since <= day).sort((a, b) => (a.since < b.since ? 1 : -1))[0]
  if (!found) throw new Error(`no edition of ${editions[0]?.id ?? 'the process'} on ${day}`)
  return found
}

/** Opens a case under the edition of its day. All findings of all checks are named at once. */
export async function openCase(
  office: Office,
  db: Database,
  processId: string,
  input: Record<string, unknown>,
  actor: Actor,
  request: RequestKey,
): Promise<CaseAnswer> {
  const today = office.world.today()
  const p = editionFor(office.processes.get(processId) ?? fail('NotFound'), today)
  const store = office.processStore(processId)
  // Refused early by role; by scope below, when all fields that it rests on are known.
  if (!allowsSome(p.open.who, actor)) fail('NotAllowed')
  const findings = checkFields(p.fields, input)
  if (findings.some(isBlocking)) fail('BadInput', findings)
  const { answer } = await once(db, actor, request, office, async (tx) => {
    const completed = p.completed && store.complete ? await store.complete(tx, input, office, actor) : {}
    const fields = {
      ...Object.fromEntries(Object.keys(p.fields).map((k) => [k, input[k] ?? null])),
      ...Object.fromEntries(Object.keys(p.completed ?? {}).map((k) => [k, completed[k] ?? null])),
    }
    const scope = scopeFrom(p, fields)
    if (!allows(p.open.who, actor, scope)) fail('NotAllowed')
    const c: CaseView = {
      id: office.world.id(),
      process: processId,
      edition: p.since,
      state: p.open.state,
      version: 1,
      openedOn: today,
      dueOn: dueOn(office, p, p.open.state, today),
      ...scope,
      fields,
      doers: { open: actor.personKey },
    }
    const facts = store.facts ? await store.facts(tx, c, office, input) : {}
    const found = runChecks(p.open.checks ?? [], c, input, facts, office)
    if (found.some(isBlocking)) fail('BadInput', found)
    await guarded(
      tx,
      q.insertCase(p, {
        [p.anchor]: anchorOf(p, c),
        ...rowOf(p, c),
        ...(p.open.keepsDoer ? { [p.open.keepsDoer]: actor.personKey } : {}),
        ...scopeRow(p, c),
      }),
    )
    await carryOut(tx, office, p, c, 'open', p.open.effects ?? [], input, actor, null)
    // Effects may have filled fields of the case itself.
    const now = p.open.effects?.length ? viewOf(p, await tx.one(q.lockCase(p, c.id))) : c
    return { ...now, can: available(p, now, actor), findings: found } as unknown as Json
  })
  return answer as unknown as CaseAnswer
}

/**
 * The only door for change: lock → may → all checks → write → effects → journal → outbox, in one transaction.
 * @throws NotFound, NotAllowed, WrongState, VersionMoved, BadInput
 */
export async function act(
  office: Office,
  db: Database,
  processId: string,
  caseId: string,
  actId: string,
  input: Record<string, unknown>,
  actor: Actor,
  expectedVersion: number | null,
  request: RequestKey,
): Promise<CaseAnswer> {
  const { answer } = await once(
    db,
    actor,
    request,
    office,
    async (tx) =>
      (await actWithin(tx, office, processId, caseId, actId, input, actor, expectedVersion)) as unknown as Json,
  )
  return answer as unknown as CaseAnswer
}

/** The same within a transaction of the caller's: for automatic acts and for effects that move another case on. */
export async function actWithin(
  tx: Tx,
  office: Office,
  processId: string,
  caseId: string,
  actId: string,
  input: Record<string, unknown>,
  actor: Actor,
  expectedVersion: number | null,
): Promise<CaseAnswer> {
  const editions = office.processes.get(processId) ?? fail('NotFound')
  const store = office.processStore(processId)
  const newest = editions.at(-1)!
  const row = await tx.maybe<Record<string, unknown>>(q.lockCase(newest, caseId))
  if (!row) fail('NotFound')
  const p = editions.find((e) => e.since === row['edition']) ?? newest
  const c = viewOf(p, row)
  const a = Object.hasOwn(p.acts, actId) ? p.acts[actId]! : fail('NotFound')
  const automatic = a.automatic && actor.personKey === 'system'
  if (!automatic) {
    if (!allows(p.read, actor, c)) fail('NotFound')
    if (a.automatic || !allows(a.who, actor, c)) fail('NotAllowed')
  }
  if (!a.from.includes(c.state)) {
    const state = p.states[c.state]!.title
    fail('WrongState', {
      code: 'WRONG_STATE',
      field: 'state',
      message: {
        zh: `现在是“${state.zh}”，不能“${a.title.zh}”`,
        en: `The case is “${state.en}”; “${a.title.en}” is not possible now`,
      },
      hint: { zh: '请刷新后查看可以办理的事项', en: 'Reload to see what can be done' },
    })
  }
  if (expectedVersion !== null && expectedVersion !== c.version)
    fail('VersionMoved', {
      code: 'VERSION',
      field: 'version',
      message: {
        zh: `您看到的是第 ${expectedVersion} 版，现为第 ${c.version} 版`,
        en: `You saw version ${expectedVersion}; it is now ${c.version}`,
      },
      hint: { zh: '请刷新比较后再提交', en: 'Reload, compare, then submit' },
    })
  const blocked = automatic ? undefined : blockedByPerson(p, c, actor, actId)
  if (blocked)
    fail('NotAllowed', {
      code: 'TWO_PERSONS',
      message: blocked,
      hint: { zh: '请交由另一位有权限的同事办理', en: 'Hand it to a colleague with the right' },
    })
  const wrong = checkFields(a.needs ?? {}, input)
  if (wrong.some(isBlocking)) fail('BadInput', wrong)
  const facts = store.facts ? await store.facts(tx, c, office, input) : {}
  const found = runChecks(a.checks ?? [], c, input, facts, office)
  if (found.some(isBlocking)) fail('BadInput', found)

  const today = office.world.today()
  // An act that leaves the case where it is gives it no new time.
  const stays = a.to === c.state
  const due = stays ? c.dueOn : dueOn(office, p, a.to, today)
  const after: CaseView = {
    ...c,
    state: a.to,
    version: c.version + 1,
    dueOn: due,
    doers: a.keepsDoer ? { ...c.doers, [actId]: actor.personKey } : c.doers,
  }
  const moved = await guarded(
    tx,
    q.moveCase(p, caseId, c.version, {
      state: a.to,
      due_on: due,
      ...(stays ? {} : { state_since: today }),
      ...(a.keepsDoer ? { [a.keepsDoer]: actor.personKey } : {}),
    }),
  )
  if (moved !== 1) fail('VersionMoved')
  await carryOut(tx, office, p, after, actId, a.effects ?? [], input, actor, c.state)
  // Effects may have filled fields of the case itself.
  const now = a.effects?.length ? viewOf(p, await tx.one(q.lockCase(newest, caseId))) : after
  return { ...now, can: available(p, now, actor), findings: found }
}

async function carryOut(
  tx: Tx,
  office: Office,
  p: ProcessDeclaration,
  c: CaseView,
  actId: string,
  effects: readonly string[],
  input: Record<string, unknown>,
  actor: Actor,
  from: string | null,
): Promise<void> {
  const rows: RowChange[] = []
  const messages: { kind: string; body: Json }[] = []
  const store = office.processStore(p.id)
  for (const name of effects) {
    const effect = store.effects?.[name]
    if (!effect) throw new Error(`${p.id}: effect ${name} is not filled by the store`)
    await effect({
      tx,
      office,
      actor,
      case: c,
      input,
      seal: (change) => rows.push(...(Array.isArray(change) ? change : [change])),
      tell: (kind, body) => messages.push({ kind, body }),
    })
  }
  await writeLeaf(tx, office.world, {
    kind: `${p.id}.${actId}`,
    subject: `${p.id}/${c.id}`,
    actor: actor.accountId ?? actor.personKey ?? 'anyone',
    // What was given may hold personal data and stays in the case's own row; a keyed hash binds it, and guesses nothing back.
    body: {
      edition: c.edition,
      from,
      to: c.state,
      version: c.version,
      given: office.keys.blindIndex('journal.given', canonicalJson(input as Json)).toString('hex'),
    },
    rows,
  })
  for (const m of messages)
    await tx.run(q.insertMessage(office.world.id(), m.kind, JSON.stringify(m.body), office.world.now().toISOString()))
}

function runChecks(
  checks: readonly Check[],
  c: CaseView,
  input: Record<string, unknown>,
  facts: Facts,
  office: Office,
): Finding[] {
  const today = office.world.today()
  return checks.flatMap((check) =>
    check.run({ case: c, input, facts, today, rule: (key, on) => office.rules.on(key, on ?? today).value }),
  )
}

function dueOn(office: Office, p: ProcessDeclaration, state: string, today: PlainDate): PlainDate | null {
  const key = p.states[state]!.deadline
  if (!key) return null
  const { value, unit } = office.rules.on(key, today)
  if (typeof value !== 'number') throw new Error(`${key} is not a number of days`)
  return unit === 'working_days' ? office.calendar.addWorkingDays(today, value) : addDays(today, value)
}

/** Database constraints are the last word; their refusals become sentences. */
async function guarded(tx: Tx, statement: Parameters<Tx['run']>[0]): Promise<number> {
  try {
    return await tx.run(statement)
  } catch (e) {
    const constraint = constraintOf(e)
    if (errorCode(e) === '23514' && constraint?.includes('two_persons'))
      fail('NotAllowed', {
        code: 'TWO_PERSONS',
        message: { zh: '同一人不能先后办理这两步', en: 'One person may not do both steps' },
        hint: { zh: '请交由另一位有权限的同事办理', en: 'Hand it to a colleague with the right' },
      })
    if (errorCode(e) === '23505')
      fail('Conflict', {
        code: 'DUPLICATE',
        message: { zh: '同样的事项已经在办', en: 'The same matter is already under way' },
        hint: { zh: '请到已有事项中继续办理', en: 'Continue with the case that exists' },
      })
    throw e
  }
}

export function viewOf(p: ProcessDeclaration, row: Record<string, unknown>): CaseView {
  const fields = Object.fromEntries(Object.entries(caseFields(p)).map(([k, f]) => [k, row[columnOf(k, f)] ?? null]))
  const textOrNull = (column: string | undefined) =>
    column && row[column] !== null && row[column] !== undefined ? String(row[column]) : null
  return {
    id: String(row['case_id']),
    process: p.id,
    edition: String(row['edition']),
    state: String(row['state']),
    version: Number(row['version']),
    openedOn: row['opened_on'] as PlainDate,
    dueOn: (row['due_on'] as PlainDate | null) ?? null,
    jurisdiction: textOrNull(p.scope.jurisdiction),
    organisation: textOrNull(p.scope.organisation),
    own: textOrNull(p.scope.own),
    fields,
    doers: Object.fromEntries(q.doerColumns(p).map(([actId, column]) => [actId, textOrNull(column)])),
  }
}

function scopeFrom(p: ProcessDeclaration, fields: Record<string, unknown>) {
  const byColumn = new Map(Object.entries(caseFields(p)).map(([k, f]) => [columnOf(k, f), fields[k]]))
  const of = (column: string | undefined) =>
    column && typeof byColumn.get(column) === 'string' ? (byColumn.get(column) as string) : null
  return { jurisdiction: of(p.scope.jurisdiction), organisation: of(p.scope.organisation), own: of(p.scope.own) }
}

const scopeRow = (p: ProcessDeclaration, c: CaseView) => ({
  [p.scope.jurisdiction]: c.jurisdiction,
  ...(p.scope.organisation ? { [p.scope.organisation]: c.organisation } : {}),
  ...(p.scope.own ? { [p.scope.own]: c.own } : {}),
})

function rowOf(p: ProcessDeclaration, c: CaseView): Record<string, unknown> {
  return {
    case_id: c.id,
    state: c.state,
    edition: c.edition,
    version: c.version,
    opened_on: c.openedOn,
    due_on: c.dueOn,
    state_since: c.openedOn,
    ...Object.fromEntries(Object.entries(caseFields(p)).map(([k, f]) => [columnOf(k, f), c.fields[k]])),
  }
}

function anchorOf(p: ProcessDeclaration, c: CaseView): unknown {
  if (p.anchor === 'case_id') return c.id
  for (const [k, f] of Object.entries(caseFields(p))) if (columnOf(k, f) === p.anchor) return c.fields[k]
  throw new Error(`${p.id}: anchor ${p.anchor} is neither case_id nor a field`)
}
