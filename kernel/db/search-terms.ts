/**
 * Chinese search without a dictionary: 1- and 2-grams of each run of text, computed here and kept in a `text[]` column
 * under a GIN index (trigram indexes miss two-character words, and Chinese names are two to four characters).
 */
export function searchTerms(...texts: (string | null | undefined)[]): string[] {
  const terms = new Set<string>()
  for (const t of texts) {
    if (!t) continue
    for (const run of runsOf(t)) {
      const chars = [...run]
      for (let i = 0; i < chars.length; i++) {
        terms.add(chars[i]!)
        if (i + 1 < chars.length) terms.add(chars[i]! + chars[i + 1]!)
      }
    }
  }
  return [...terms]
}

/** Terms that a row must all have. Longer words ask by their 2-grams only; the exact match is checked after. */
export function queryTerms(query: string): string[] {
  const terms = new Set<string>()
  for (const run of runsOf(query)) {
    const chars = [...run]
    if (chars.length === 1) terms.add(chars[0]!)
    for (let i = 0; i + 1 < chars.length; i++) terms.add(chars[i]! + chars[i + 1]!)
  }
  return [...terms]
}

/** Width and case do not matter to a searcher. */
export const searchForm = (s: string): string => s.normalize('NFKC').toLowerCase()
const runsOf = (s: string): string[] =>
  searchForm(s)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
