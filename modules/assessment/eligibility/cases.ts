import { explain, type ReasonNode } from '../../../kernel/rules/tree/tree.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import { nominalDay } from '../../../kernel/values/nominal-day.ts'
import { addDays, isPlainDate, type PlainDate } from '../../../kernel/values/plain-date.ts'
import { readFacts } from './facts.ts'
import { type Scoped, scopeFacts } from './scope.ts'
import { applicableOn, type Edition, occupationNames, type Pattern, type Standards } from './standards.ts'

/** A worked example beside a standard: facts, day, and what has to come out. */
export type Case = {
  case: string
  level: string
  on: PlainDate
  facts: unknown
  /** The clause that has to hold first, or none. */
  clause: string | null
  firstDay?: PlainDate | null
  /** This clause holds on the day and not on the day before. */
  boundary?: string
}

/**
 * Runs the cases of a pattern or edition: each must come out; every clause needs one that it lets in and one that it does not; every
 * length of time needs the day on which it is full. `SELF` in facts is the occupation, `OTHER` one out of scope.
 */
export function runCases(s: Standards, of: Pattern | Edition, cases: readonly Case[], file: string): Finding[] {
  const findings: Finding[] = []
  const wrong = (en: string) => {
    findings.push({
      code: 'STANDARD_CASE',
      field: file,
      message: { zh: `${file}：${en}`, en: `${file}: ${en}` },
      hint: {
        zh: '条件树没有样例不得使用；请补样例或改正',
        en: 'a tree without cases is not used; add the case or correct the tree',
      },
    })
  }
  const occupation = 'occupation' in of ? of.occupation : [...s.occupations.keys()][0]
  if (occupation === undefined) {
    wrong('the city has no occupation to try the cases on')
    return findings
  }
  const other = [...s.occupations.keys()].find(
    (c) => c !== occupation && !s.related.some((r) => r.occupation === occupation && r.related === c),
  )
  const names = occupationNames(s)
  const seen = new Map<string, { holds: boolean; fails: boolean; flips: Set<number> }>()
  const levels = 'own' in of ? [...of.own] : [...of.levels.keys()]
  for (const c of cases) {
    if (!isPlainDate(c.on) || typeof c.case !== 'string' || !of.levels.has(String(c.level))) {
      wrong(`a case needs its name, a level that is there, and on: ${JSON.stringify(c).slice(0, 80)}`)
      continue
    }
    const tree = of.levels.get(String(c.level))!
    const facts = JSON.parse(
      JSON.stringify(c.facts)
        .replaceAll('"SELF"', JSON.stringify(occupation))
        .replaceAll('"OTHER"', JSON.stringify(other)),
    )
    const dayOf = (on: PlainDate) => {
      const read = readFacts(facts, on, names)
      if ('findings' in read) return read
      const a = applicableOn(s, occupation, on)
      const breadth = {
        ...('findings' in a
          ? { occupations: new Set([occupation]), majors: new Set<string>(), titles: new Set<string>() }
          : a.breadth),
        countedFromAge: of.countedFromAge,
      }
      return explain(tree, scopeFacts(read.facts, breadth), nominalDay(on))
    }
    const e = dayOf(c.on)
    if ('findings' in e) {
      wrong(`“${c.case}”: ${e.findings.map((f) => `${f.field}: ${f.message.en}`).join('; ')}`)
      continue
    }
    if (e.clause !== c.clause) wrong(`“${c.case}”: clause ${e.clause} instead of ${c.clause}`)
    if (c.firstDay !== undefined) {
      const wanted = c.firstDay === null ? null : nominalDay(c.firstDay)
      if (e.first !== wanted) wrong(`“${c.case}”: another first day than ${c.firstDay}`)
    }
    const flat = flatten(e.root)
    const eve = c.boundary === undefined ? undefined : dayOf(addDays(c.on, -1))
    const eveFlat = eve && !('findings' in eve) ? flatten(eve.root) : undefined
    for (const [i, clause] of tree.clauses.entries()) {
      const key = `${c.level} ${clause.id}`
      const at = seen.get(key) ?? { holds: false, fails: false, flips: new Set<number>() }
      seen.set(key, at)
      const holds = e.root.nodes[i]!.holds
      if (holds) at.holds = true
      else at.fails = true
      if (c.boundary !== clause.id) continue
      if (!eveFlat || !eve || 'findings' in eve) wrong(`“${c.case}”: the day before cannot be asked`)
      else if (!holds || eve.root.nodes[i]!.holds) wrong(`“${c.case}”: clause ${clause.id} does not begin on ${c.on}`)
      else for (const l of clause.leaves) if (flat[l] && !eveFlat[l]) at.flips.add(l)
    }
  }
  for (const level of levels) {
    const tree = of.levels.get(level)!
    for (const clause of tree.clauses) {
      const at = seen.get(`${level} ${clause.id}`)
      if (!at?.holds) wrong(`level ${level}, clause ${clause.id}: no case that it lets in`)
      if (!at?.fails) wrong(`level ${level}, clause ${clause.id}: no case that it does not let in`)
      for (const l of clause.leaves)
        if (tree.leaves[l]!.duration && !at?.flips.has(l))
          wrong(
            `level ${level}, clause ${clause.id}: no case for the day on which “${tree.leaves[l]!.title.en}” is full`,
          )
    }
  }
  return findings
}

/** Whether each predicate holds, in the order of the tree. */
const flatten = (n: ReasonNode<Scoped>): boolean[] => (n.kind === 'leaf' ? [n.holds] : n.nodes.flatMap(flatten))
