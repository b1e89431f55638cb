import type { MeasureQuestion } from './api-types.ts'

// What a page shows stands in its address, so that a link shows a colleague the same. Values are plain strings: codes with
// leading zeros and dates must not be taken for numbers.

export type Search = { [key: string]: string }

export function parseSearch(text: string): Search {
  const out: Search = {}
  for (const [k, v] of new URLSearchParams(text)) if (v !== '') out[k] = v
  return out
}

export function searchText(search: { readonly [key: string]: unknown }): string {
  const out = new URLSearchParams()
  for (const [k, v] of Object.entries(search)) if (v !== undefined && v !== null && v !== '') out.set(k, String(v))
  const text = out.toString()
  return text ? `?${text}` : ''
}

const WHERE = 'where.'
/** `{ 'where.county': '141002' }` → `{ county: '141002' }`. */
export const whereOf = (search: Search): { [field: string]: string } =>
  Object.fromEntries(
    Object.entries(search).flatMap(([k, v]) => (k.startsWith(WHERE) ? [[k.slice(WHERE.length), v]] : [])),
  )
export const withWhere = (where: {
  readonly [field: string]: string | undefined
}): { [key: string]: string | undefined } => Object.fromEntries(Object.entries(where).map(([k, v]) => [WHERE + k, v]))

/** The question about a measure that an address holds. */
export function questionOf(search: Search): MeasureQuestion {
  const where = whereOf(search)
  return {
    ...(search['asOf'] ? { asOf: search['asOf'] } : {}),
    ...(search['from'] ? { from: search['from'] } : {}),
    ...(search['to'] ? { to: search['to'] } : {}),
    ...(search['knownOn'] ? { knownOn: search['knownOn'] } : {}),
    ...(search['by'] ? { by: search['by'] } : {}),
    ...(Object.keys(where).length ? { where } : {}),
  }
}

/** A sign-in page may send the reader on, but only to a page of the desk. */
export const safeReturn = (wish: string | undefined): string =>
  wish && /^\/(?![/\\])[\w\-./~%?=&.,:]*$/.test(wish) ? wish : '/'
