import { join, name, type SqlPiece, sql } from '../db/sql.ts'
import type { Actor } from './actor.ts'
import { type Policy, type ScopeColumns, scopeTerms } from './policy.ts'

/** The rows an actor may touch under a policy, as an explicit condition with bound values. Nothing allowed: `false`. */
export function scopePredicate(policy: Policy, actor: Actor, columns: ScopeColumns): SqlPiece {
  const pieces: SqlPiece[] = []
  for (const t of scopeTerms(policy, actor)) {
    if (t.kind === 'all') return sql`true`
    // A relation the record has no column for lets nothing through.
    if (t.kind === 'prefix' && columns.jurisdiction)
      pieces.push(sql`starts_with(${name(columns.jurisdiction)}, ${t.value})`)
    if (t.kind === 'organisation' && columns.organisation) pieces.push(sql`${name(columns.organisation)} = ${t.value}`)
    if (t.kind === 'own' && columns.own) pieces.push(sql`${name(columns.own)} = ${t.value}`)
  }
  return pieces.length ? sql`(${join(pieces, ' or ')})` : sql`false`
}
