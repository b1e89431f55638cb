import type { Actor } from '../access/actor.ts'
import { scopePredicate } from '../access/predicate.sql.ts'
import { join, name, type SqlPiece, sql } from '../db/sql.ts'
import { columnOf } from '../records/fields.ts'
import { caseFields, type ProcessDeclaration } from './define.ts'

/** Columns that every table of cases has; checked by a law test. */
export const CASE_COLUMNS = ['case_id', 'state', 'edition', 'version', 'opened_on', 'due_on', 'state_since'] as const

export const caseColumns = (p: ProcessDeclaration): string[] => [
  ...new Set([
    p.anchor,
    ...CASE_COLUMNS,
    ...Object.entries(caseFields(p)).map(([k, f]) => columnOf(k, f)),
    ...Object.values(p.scope),
    ...doerColumns(p).map(([, column]) => column),
  ]),
]

export const doerColumns = (p: ProcessDeclaration): [act: string, column: string][] => [
  ...(p.open.keepsDoer ? [['open', p.open.keepsDoer] as [string, string]] : []),
  ...Object.entries(p.acts).flatMap(([id, a]) => (a.keepsDoer ? [[id, a.keepsDoer] as [string, string]] : [])),
]

const select = (p: ProcessDeclaration) => sql`select ${join(caseColumns(p).map((c) => name(c)))} from ${name(p.table)}`

export const lockCase = (p: ProcessDeclaration, id: string): SqlPiece =>
  sql`${select(p)} where case_id = ${id} for update`
export const readCase = (p: ProcessDeclaration, id: string, actor: Actor): SqlPiece =>
  sql`${select(p)} where case_id = ${id} and ${scopePredicate(p.read, actor, p.scope)}`

export function listCases(
  p: ProcessDeclaration,
  actor: Actor,
  q: { states?: string[]; after?: string; limit: number },
): SqlPiece {
  return sql`${select(p)} where ${scopePredicate(p.read, actor, p.scope)}
    and (${q.states ?? null}::text[] is null or state = any(${q.states ?? null}))
    and (${q.after ?? null}::uuid is null or case_id < ${q.after ?? null}::uuid)
    order by case_id desc limit ${q.limit}`
}

/** What waits, soonest due first. */
export const queueOf = (p: ProcessDeclaration, actor: Actor, states: string[], limit: number): SqlPiece =>
  sql`${select(p)} where ${scopePredicate(p.read, actor, p.scope)} and state = any(${states}) order by due_on nulls last, case_id limit ${limit}`

export function insertCase(p: ProcessDeclaration, values: Record<string, unknown>): SqlPiece {
  const columns = Object.keys(values)
  return sql`insert into ${name(p.table)} (${join(columns.map((c) => name(c)))}) values (${join(columns.map((c) => sql`${values[c]}`))})`
}

export function moveCase(
  p: ProcessDeclaration,
  id: string,
  version: number,
  values: Record<string, unknown>,
): SqlPiece {
  const sets = Object.entries(values).map(([c, v]) => sql`${name(c)} = ${v}`)
  return sql`update ${name(p.table)} set ${join(sets)}, version = version + 1 where case_id = ${id} and version = ${version}`
}

export const overdueCases = (p: ProcessDeclaration, states: string[], today: string, limit: number): SqlPiece =>
  sql`${select(p)} where state = any(${states}) and due_on < ${today} order by due_on limit ${limit}`

export const takeKey = (actorKey: string, request: { key: string; hash: Buffer }, at: string): SqlPiece =>
  sql`insert into kernel.idempotency (actor_key, request_key, request_hash, answered_at)
      values (${actorKey}, ${request.key}, ${request.hash}, ${at}) on conflict do nothing returning request_key`
export const keepAnswer = (actorKey: string, key: string, answer: string): SqlPiece =>
  sql`update kernel.idempotency set answer = ${answer}::jsonb where actor_key = ${actorKey} and request_key = ${key}`
export const storedAnswer = (actorKey: string, key: string): SqlPiece =>
  sql`select request_hash, answer from kernel.idempotency where actor_key = ${actorKey} and request_key = ${key}`
export const insertMessage = (id: string, kind: string, body: string, at: string): SqlPiece =>
  sql`insert into kernel.outbox (message_id, kind, body, made_at) values (${id}, ${kind}, ${body}::jsonb, ${at})`
