import type { Text } from '../values/text.ts'

/**
 * A role says what kind of scope its holder has. Rights are data: role × scope × relation, never a name made of them.
 * jurisdiction: rows of an area and all below it, by code prefix · organisation: rows of one organisation · own: rows of oneself.
 */
export type ScopeKind = 'jurisdiction' | 'organisation' | 'own' | 'none'
export type Role = {
  id: string
  title: Text
  scope: ScopeKind
  /** Staff need a second factor; demonstration accounts are exempt only with demonstration data. */
  staff: boolean
  /** Roles that one person must never hold together with this one. */
  notWith?: readonly string[]
}

/** @throws when an id is given twice or `notWith` names an unknown role. */
export function defineRoles<const R extends readonly Role[]>(roles: R): R {
  const ids = new Set<string>()
  for (const r of roles) {
    if (ids.has(r.id)) throw new Error(`role ${r.id} is declared twice`)
    ids.add(r.id)
  }
  for (const r of roles)
    for (const other of r.notWith ?? [])
      if (!ids.has(other)) throw new Error(`role ${r.id} names an unknown role ${other}`)
  return roles
}

/** Two roles that must not meet in one person. @returns the pairs that do. */
export function conflictsOf(roles: readonly Role[], held: readonly string[]): [string, string][] {
  const out: [string, string][] = []
  for (const id of held)
    for (const other of roles.find((r) => r.id === id)?.notWith ?? []) if (held.includes(other)) out.push([id, other])
  return out
}
