/** One role in one scope. `jurisdiction` is a code prefix: `1410` covers `141002`. */
export type Grant = { role: string; jurisdiction: string | null; organisationId: string | null }

/** Who acts. Two accounts of one human share `personKey`: where two persons are asked for, they count as one. */
export type Actor = {
  accountId: string | null
  personKey: string | null
  name: string
  grants: readonly Grant[]
  /** The demonstration's own accounts; exempt from the second factor only with demonstration data. */
  demo?: boolean
}

export const ANYONE: Actor = { accountId: null, personKey: null, name: 'anyone', grants: [] }
/** The program itself: scheduled work and mass loads. It holds no role, so no policy lets it read for others. */
export const SYSTEM: Actor = { accountId: null, personKey: 'system', name: 'system', grants: [] }

export const isSignedIn = (a: Actor): boolean => a.accountId !== null
export const holds = (a: Actor, role: string): boolean => a.grants.some((g) => g.role === role)
