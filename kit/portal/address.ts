import type { MeasureWords, Words } from './page.ts'

/** Path with words in a fixed order; empty ones are left out, so that one view has one address. */
export function addressOf(path: string, words: { readonly [name: string]: string | undefined }): string {
  const pairs = Object.entries(words)
    .filter((e): e is [string, string] => e[1] !== undefined && e[1] !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, value]) =>
        `${encodeURIComponent(name).replace(/%5B/g, '[').replace(/%5D/g, ']')}=${encodeURIComponent(value)}`,
    )
  return pairs.length ? `${path}?${pairs.join('&')}` : path
}

/** The same view with some words changed; a page number falls away, because another list has other pages. */
export const changed = (path: string, query: Words, words: { readonly [name: string]: string | undefined }): string =>
  addressOf(path, { ...query, page: undefined, ...words })

export function measureQuery(words: MeasureWords): { [name: string]: string | undefined } {
  const { where, ...rest } = words
  return { ...rest, ...Object.fromEntries(Object.entries(where ?? {}).map(([k, v]) => [`where[${k}]`, v])) }
}

/** The page on which a figure says where it comes from. */
export const traceAddress = (measure: string, words: MeasureWords = {}): string =>
  addressOf(`/figures/${encodeURIComponent(measure)}`, measureQuery(words))
export const apiAddress = (measure: string, words: MeasureWords = {}): string =>
  addressOf(`/api/v1/measures/${encodeURIComponent(measure)}`, measureQuery(words))
/** The same question at the desk, where staff open the rows: conditions are written `where.county=141002` there. */
export function deskAddress(measure: string, words: MeasureWords = {}): string {
  const { where, ...rest } = words
  const conditions = Object.fromEntries(Object.entries(where ?? {}).map(([k, v]) => [`where.${k}`, v]))
  return addressOf('/desk/figures', { m: measure, ...rest, ...conditions })
}
