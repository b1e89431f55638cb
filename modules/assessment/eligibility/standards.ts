import type { Source } from '../../../kernel/rules/rules.ts'
import { compileTree, type Tree } from '../../../kernel/rules/tree/tree.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import { isPlainDate, type PlainDate } from '../../../kernel/values/plain-date.ts'
import type { Text } from '../../../kernel/values/text.ts'
import { LEVELS, parseOccupationCode } from '../../catalogue/index.ts'
import { SCOPES, type Scope } from '../words.ts'
import { predicates } from './predicates.ts'
import type { Breadth, Scoped } from './scope.ts'

/** A way of writing standards (编制技术规程): the trees that an edition takes over where it says nothing else. */
export type Pattern = {
  id: string
  title: Text
  from: PlainDate
  scope: Scope
  countedFromAge: number | null
  source: Source
  levels: ReadonlyMap<string, Tree<Scoped>>
}
/** The standard of one occupation as issued on a day. */
export type Edition = {
  id: string
  occupation: string
  title: Text
  issuedOn: PlainDate
  parent: string
  scope: Scope
  countedFromAge: number | null
  source: Source
  levels: ReadonlyMap<string, Tree<Scoped>>
  /** Levels whose tree the edition says itself. */
  own: ReadonlySet<string>
}
export type RelatedRow = { occupation: string; related: string }
export type MajorRow = { occupation: string; major: string }
export type TitleRow = { occupation: string; title: string }
export type OccupationRow = { code: string; name: string; depth: number }

/** Everything that decides eligibility in one city, read and checked. */
export type Standards = {
  patterns: readonly Pattern[]
  editions: readonly Edition[]
  occupations: ReadonlyMap<string, string>
  related: readonly RelatedRow[]
  majors: readonly MajorRow[]
  titles: readonly TitleRow[]
}

/** What applies to an occupation on a day. */
export type Applicable = {
  occupation: string
  name: string
  /** Id of the edition, or of the pattern where the city has no edition of this occupation. */
  edition: string
  title: Text
  since: PlainDate
  source: Source
  byPattern: boolean
  breadth: Breadth
  levels: ReadonlyMap<string, Tree<Scoped>>
}

const LEVEL_DIGITS: readonly string[] = LEVELS.flatMap((l) => (l.digit === undefined ? [] : [l.digit]))
export const levelDigits = LEVEL_DIGITS

/** One parsed file: its name below the folder, what it holds. */
export type StandardFile = { file: string; content: unknown }

/** @returns patterns and editions, or every fault of every file */
export function readStandards(files: readonly StandardFile[]): {
  patterns: Pattern[]
  editions: Edition[]
  findings: Finding[]
} {
  const findings: Finding[] = []
  const patterns: Pattern[] = []
  const editions: Edition[] = []
  const later: { file: string; c: { [k: string]: unknown } }[] = []
  for (const { file, content } of files) {
    const c = (content ?? {}) as { [k: string]: unknown }
    const wrong = faultOf(findings, file)
    if (c['pattern'] === undefined) {
      later.push({ file, c })
      continue
    }
    const head = readHead(c, wrong)
    const levels = readLevels(c['levels'], file, findings)
    for (const d of LEVEL_DIGITS) if (!levels.has(d)) wrong(`level ${d} has no tree`)
    if (!isPlainDate(c['from'])) wrong('from: the day from which the pattern applies')
    if (!isScope(c['scope'])) wrong(`scope is ${SCOPES.join(' or ')}`)
    if (head && isPlainDate(c['from']) && isScope(c['scope']))
      patterns.push({
        id: String(c['pattern']),
        ...head,
        from: c['from'],
        scope: c['scope'],
        countedFromAge: countedFrom(c, wrong) ?? null,
        levels,
      })
  }
  patterns.sort((a, b) => (a.from < b.from ? -1 : 1))
  for (const { file, c } of later) {
    const wrong = faultOf(findings, file)
    const head = readHead(c, wrong)
    const parent = patterns.find((p) => p.id === c['parent'])
    const code = parseOccupationCode(String(c['occupation'] ?? ''))
    if (!parent) wrong(`parent ${String(c['parent'])} is no pattern; there are ${patterns.map((p) => p.id).join(', ')}`)
    if (!code.ok) wrong('occupation: a code such as 6-18-02-04')
    if (!isPlainDate(c['issued_on'])) wrong('issued_on: the day of issue')
    if (c['scope'] !== undefined && !isScope(c['scope'])) wrong(`scope is ${SCOPES.join(' or ')}`)
    const own = readLevels(c['levels'] ?? {}, file, findings)
    if (!head || !parent || !code.ok || !isPlainDate(c['issued_on'])) continue
    editions.push({
      id: `${code.code}@${c['issued_on']}`,
      occupation: code.code,
      ...head,
      issuedOn: c['issued_on'],
      parent: parent.id,
      scope: isScope(c['scope']) ? c['scope'] : parent.scope,
      countedFromAge: countedFrom(c, wrong) ?? parent.countedFromAge,
      levels: new Map([...parent.levels, ...own]),
      own: new Set(own.keys()),
    })
  }
  editions.sort((a, b) => (a.issuedOn < b.issuedOn ? -1 : 1))
  for (const [i, e] of editions.entries())
    if (editions.some((x, k) => k < i && x.id === e.id)) faultOf(findings, e.id)('is there twice')
  return { patterns, editions, findings }
}

const isScope = (v: unknown): v is Scope => SCOPES.includes(v as Scope)
const faultOf = (findings: Finding[], file: string) => (en: string) => {
  findings.push({
    code: 'STANDARD_FILE',
    field: file,
    message: { zh: `${file}：${en}`, en: `${file}: ${en}` },
    hint: { zh: '请按标准文件的格式修改', en: 'mend the file of the standard' },
  })
}

function countedFrom(c: { [k: string]: unknown }, wrong: (en: string) => void): number | undefined {
  const age = c['counted_from_age']
  if (age === undefined) return undefined
  if (typeof age === 'number' && Number.isInteger(age) && age > 0) return age
  return void wrong('counted_from_age is a whole number of years')
}

function readHead(
  c: { [k: string]: unknown },
  wrong: (en: string) => void,
): { title: Text; source: Source } | undefined {
  const title = c['title'] as Text | undefined
  const source = c['source'] as Source | undefined
  if (!title?.zh || !title.en) wrong('title needs zh and en')
  if (source !== 'missing' && !(source && typeof source === 'object' && source.title))
    wrong('no source: name title, number and article, or write source: missing')
  return title?.zh && source ? { title, source } : undefined
}

function readLevels(from: unknown, file: string, findings: Finding[]): Map<string, Tree<Scoped>> {
  const out = new Map<string, Tree<Scoped>>()
  for (const [digit, tree] of Object.entries((from ?? {}) as { [k: string]: unknown })) {
    if (!LEVEL_DIGITS.includes(digit)) {
      faultOf(findings, file)(`no level ${digit}`)
      continue
    }
    const read = compileTree(tree, predicates, `${file} level ${digit}`)
    if ('tree' in read) out.set(digit, read.tree)
    else findings.push(...read.findings)
  }
  return out
}

const KNOWN = new WeakMap<Standards, Map<string, Breadth>>()

/**
 * The edition in force for an occupation on a day; where the city knows none, the pattern in force on that day. A standard stays
 * until the next one of the same occupation is issued, whatever pattern has come meanwhile.
 * @returns a finding for an unknown occupation or a day before any pattern
 */
export function applicableOn(s: Standards, occupation: string, on: PlainDate): Applicable | { findings: Finding[] } {
  const parsed = parseOccupationCode(occupation)
  const code = parsed.ok ? parsed.code : codeByName(s, occupation)
  const name = code === undefined ? undefined : s.occupations.get(code)
  if (code === undefined || name === undefined)
    return {
      findings: [
        {
          code: 'OCCUPATION_UNKNOWN',
          field: 'occupation',
          given: occupation.slice(0, 60),
          message: {
            zh: `职业表中没有 ${occupation.slice(0, 60)}`,
            en: `the catalogue has no occupation ${occupation.slice(0, 60)}`,
          },
          hint: {
            zh: '请填职业（细类）编码，例如 6-18-02-04',
            en: 'give the code of an occupation, such as 6-18-02-04',
          },
          ...(parsed.ok
            ? {}
            : parsed.findings[0]?.suggestion !== undefined
              ? { suggestion: parsed.findings[0].suggestion }
              : {}),
        },
      ],
    }
  const edition = s.editions.findLast((e) => e.occupation === code && e.issuedOn <= on)
  const pattern = edition ? undefined : s.patterns.findLast((p) => p.from <= on)
  const found = edition ?? pattern
  if (!found)
    return {
      findings: [
        {
          code: 'NO_STANDARD',
          field: 'on',
          given: on,
          message: { zh: `${on} 没有已登记的标准`, en: `no standard is registered for ${on}` },
          hint: {
            zh: `最早的口径自 ${s.patterns[0]?.from ?? ''} 起`,
            en: `the earliest pattern begins on ${s.patterns[0]?.from ?? ''}`,
          },
        },
      ],
    }
  return {
    occupation: code,
    name,
    edition: edition?.id ?? pattern!.id,
    title: found.title,
    since: edition?.issuedOn ?? pattern!.from,
    source: found.source,
    byPattern: edition === undefined,
    breadth: breadthOf(s, code, found.scope, found.countedFromAge),
    levels: found.levels,
  }
}

const codeByName = (s: Standards, text: string): string | undefined => {
  const clean = text.trim()
  for (const [code, name] of s.occupations) if (name === clean) return code
  return undefined
}
export const occupationNames = (s: Standards) => {
  const byName = new Map([...s.occupations].map(([code, name]) => [name, code]))
  return { codeOf: (text: string) => (s.occupations.has(text) ? text : byName.get(text.trim())) }
}

function breadthOf(s: Standards, code: string, scope: Scope, countedFromAge: number | null): Breadth {
  let known = KNOWN.get(s)
  if (!known) {
    known = new Map()
    KNOWN.set(s, known)
  }
  const key = `${code} ${scope} ${countedFromAge}`
  let made = known.get(key)
  if (!made) {
    const related = scope === 'same' ? [] : s.related.filter((r) => r.occupation === code).map((r) => r.related)
    made = {
      occupations: new Set([code, ...related]),
      majors: new Set([
        s.occupations.get(code) ?? code,
        ...s.majors.filter((m) => m.occupation === code).map((m) => m.major),
      ]),
      titles: new Set(s.titles.filter((t) => t.occupation === code).map((t) => t.title)),
      countedFromAge,
    }
    known.set(key, made)
  }
  return made
}
