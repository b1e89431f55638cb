import type { Actor, Grant } from './actor.ts'
import type { ScopeKind } from './roles.ts'

/**
 * Who may do a thing: nobody, until a line allows it. `anyone` is the public. `by` lists roles, each with the relation in
 * which the row must stand to the holder: inside the holder's jurisdiction, of the holder's organisation, the holder's own,
 * or any row (`none`).
 */
export type Policy = { anyone?: true; signedIn?: true; by?: { readonly [role: string]: ScopeKind } }

/** The columns of a row by which it stands in relation to people. */
export type ScopeColumns = { jurisdiction?: string; organisation?: string; own?: string }
export type ScopeValues = { jurisdiction?: string | null; organisation?: string | null; own?: string | null }

/** One condition of the disjunction that a policy means for an actor. */
export type ScopeTerm =
  | { kind: 'all' }
  | { kind: 'prefix'; value: string }
  | { kind: 'organisation'; value: string }
  | { kind: 'own'; value: string }

/**
 * What an actor's grants mean under a policy: rows that satisfy any of the terms. No terms: nothing. The SQL predicate and
 * the answer for one row are both made from this, so they cannot differ.
 */
export function scopeTerms(policy: Policy, actor: Actor): ScopeTerm[] {
  if (policy.anyone) return [{ kind: 'all' }]
  if (policy.signedIn && actor.accountId) return [{ kind: 'all' }]
  const terms: ScopeTerm[] = []
  for (const g of actor.grants) {
    const relation = Object.hasOwn(policy.by ?? {}, g.role) ? policy.by![g.role] : undefined
    const term = relation && termOf(relation, g, actor)
    if (term) terms.push(term)
  }
  return terms
}

function termOf(relation: ScopeKind, g: Grant, actor: Actor): ScopeTerm | undefined {
  if (relation === 'none') return { kind: 'all' }
  if (relation === 'jurisdiction') return g.jurisdiction ? { kind: 'prefix', value: g.jurisdiction } : undefined
  if (relation === 'organisation')
    return g.organisationId ? { kind: 'organisation', value: g.organisationId } : undefined
  return actor.personKey ? { kind: 'own', value: actor.personKey } : undefined
}

/** May this actor do it to this row? */
export function allows(policy: Policy, actor: Actor, row: ScopeValues): boolean {
  return scopeTerms(policy, actor).some((t) => {
    if (t.kind === 'all') return true
    if (t.kind === 'prefix') return typeof row.jurisdiction === 'string' && row.jurisdiction.startsWith(t.value)
    if (t.kind === 'organisation') return row.organisation === t.value
    return row.own === t.value
  })
}

/** May this actor do it to any row at all? Draws menus and refuses early. */
export const allowsSome = (policy: Policy, actor: Actor): boolean => scopeTerms(policy, actor).length > 0
