import { NOMINAL_YEAR, type NominalDay, realDay } from '../../../kernel/values/nominal-day.ts'
import { findWord, MAJOR_MATCHES } from '../words.ts'
import type { Facts } from './facts.ts'

/** What one standard's footnotes say is “the occupation or a related one”, “the subject or a related one”, “a corresponding title”. */
export type Breadth = {
  occupations: ReadonlySet<string>
  majors: ReadonlySet<string>
  /** Names of titles. */
  titles: ReadonlySet<string>
  /** Years of age from which work counts, or null. */
  countedFromAge: number | null
}

/** The facts of one person as far as they matter for one standard. */
export type Scoped = {
  birth: NominalDay
  /** From, to, from, to …: disjoint, ascending; the last `to` may be `Infinity`. */
  pieces: NominalDay[]
  certificates: Facts['certificates']
  titles: Facts['titles']
  education: { kind: string; status: string; fits: boolean; graduated: NominalDay | null; source: string }[]
  declared: ReadonlySet<string>
  sources: ReadonlySet<string>
}

const NONE: never[] = []
const NO_SOURCES: ReadonlySet<string> = new Set()

/**
 * Spells in scope are merged, so that a day worked in two places counts once. A spell that begins on the day after another ended
 * goes on without a gap: registers write 31 December and 1 January. Work before the age named by the rule does not count.
 */
export function scopeFacts(f: Facts, b: Breadth): Scoped {
  let pieces: NominalDay[] = NONE
  let sources: ReadonlySet<string> = NO_SOURCES
  const spells = f.employment.filter((e) => b.occupations.has(e.occupation) && e.to > e.from)
  if (spells.length > 0) {
    if (spells.length > 1) spells.sort((x, y) => x.from - y.from || x.to - y.to)
    const earliest = b.countedFromAge === null ? 0 : f.birth + b.countedFromAge * NOMINAL_YEAR
    pieces = []
    let until = -1
    for (const s of spells) {
      const begins = until >= 0 && s.from === realDay(until + 1) ? until : Math.max(s.from, until)
      const from = Math.max(begins, earliest)
      if (s.to > from) {
        if (pieces.length > 0 && pieces[pieces.length - 1] === from) pieces[pieces.length - 1] = s.to
        else pieces.push(from, s.to)
      }
      if (s.to > until) until = s.to
    }
    sources = new Set(spells.map((s) => s.source))
  }
  return {
    birth: f.birth,
    pieces,
    certificates: f.certificates.length ? f.certificates.filter((c) => b.occupations.has(c.occupation)) : NONE,
    titles: f.titles.length
      ? f.titles.filter((t) =>
          t.occupation === null ? t.name !== null && b.titles.has(t.name) : b.occupations.has(t.occupation),
        )
      : NONE,
    education: f.education.length
      ? f.education.map((e) => ({
          kind: e.kind,
          status: e.status,
          fits: fits(e.major, b),
          graduated: e.graduated,
          source: e.source,
        }))
      : NONE,
    declared: f.declared,
    sources,
  }
}

const fits = (major: string | null, b: Breadth): boolean =>
  major !== null && (b.majors.has(major) || b.occupations.has(major) || findWord(MAJOR_MATCHES, major) !== undefined)
