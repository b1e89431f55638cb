const COMMON = ['organisation', 'kind', 'effectiveOn', 'document']
/** What each kind of change asks for besides; the process checks the same. */
const BY_KIND: { readonly [kind: string]: readonly string[] } = {
  rename: ['newName'],
  merge: ['mergedInto'],
  scope: ['role', 'occupations', 'levelHighest'],
  renewal: ['licenceKind', 'licenceNumber', 'licenceIssuer', 'licenceScope', 'licenceFrom', 'licenceTo'],
}

/** Does a change of this kind speak of the field? */
export const isAsked = (field: string, kind: unknown): boolean =>
  COMMON.includes(field) || (BY_KIND[String(kind ?? '')]?.includes(field) ?? false)
