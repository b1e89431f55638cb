import type { Evidence, Leaf, Vocabulary } from '../../../kernel/rules/tree/tree.ts'
import { fromNominalDay, NOMINAL_YEAR, type NominalDay, realDay } from '../../../kernel/values/nominal-day.ts'
import type { Text } from '../../../kernel/values/text.ts'
import { LEVELS } from '../../catalogue/index.ts'
import { DECLARATIONS, SCHOOL_KINDS, SCHOOL_STATUSES, TITLE_GRADES } from '../words.ts'
import type { Scoped } from './scope.ts'

/** The values of each predicate, as the store needs them for its SQL. */
export type PredicateValues =
  | { kind: 'age'; years: number }
  | { kind: 'intends' }
  | { kind: 'employed' }
  | { kind: 'years'; years: number; since: null | { certificate: number } | { title: number } }
  | { kind: 'certificate'; rank: number; heldYears: number }
  | { kind: 'title'; grade: number }
  | { kind: 'education'; kinds: readonly string[]; statuses: readonly string[] }
  | { kind: 'declared'; what: string }

type Make = Vocabulary<Scoped>[string]
const object = (v: unknown): { [k: string]: unknown } =>
  typeof v === 'object' && v !== null && !Array.isArray(v) ? (v as { [k: string]: unknown }) : {}
const knows = (v: { [k: string]: unknown }, keys: readonly string[], wrong: (en: string) => void) => {
  for (const k of Object.keys(v)) if (!keys.includes(k)) wrong(`${k} is not one of ${keys.join(', ') || '(nothing)'}`)
}
const whole = (v: unknown, key: string, wrong: (en: string) => void): number | undefined => {
  if (typeof v === 'number' && Number.isInteger(v) && v > 0) return v
  return void wrong(`${key} is a whole number above 0`)
}
const day = (n: NominalDay) => fromNominalDay(n)
/** The first real day on which so many years since `from` are full. */
const full = (from: NominalDay, years: number) => realDay(from + years * NOMINAL_YEAR)

const SOURCES: { readonly [id: string]: Text } = {
  stated: { zh: '本人填写', en: 'stated' },
  'social-insurance': { zh: '社会保险参保记录', en: 'social-insurance record' },
  declared: { zh: '单位证明或本人承诺', en: 'employer’s statement or own declaration' },
  register: { zh: '登记册', en: 'register' },
}
const evidence = (what: Text, sources: Iterable<string>): Evidence[] =>
  [...sources].map((s) => ({
    what: { zh: `${what.zh}（${SOURCES[s]?.zh ?? s}）`, en: `${what.en} (${SOURCES[s]?.en ?? s})` },
    source: s,
  }))

/** `372` places of the nominal year as years and months, for reading: 4 年 7 个月. */
function span(n: number): Text {
  const years = Math.floor(n / NOMINAL_YEAR)
  const perMonth = NOMINAL_YEAR / MONTHS
  const months = Math.floor((n % NOMINAL_YEAR) / perMonth)
  const days = (n % NOMINAL_YEAR) % perMonth
  const zh = [years ? `${years} 年` : '', months ? `${months} 个月` : '', days ? `${days} 天` : '']
    .filter(Boolean)
    .join(' ')
  const en = [years ? `${years} years` : '', months ? `${months} months` : '', days ? `${days} days` : '']
    .filter(Boolean)
    .join(' ')
  return { zh: zh || '0 天', en: en || '0 days' }
}
const MONTHS = '正二三四五六七八九十冬腊'.length

// ------------------------------------------------------------------------------------------------------ time in the scope

/** Nominal days worked until `on`, counting from `since`. */
export function worked(pieces: readonly NominalDay[], since: NominalDay, on: NominalDay): number {
  let sum = 0
  for (let i = 0; i < pieces.length; i += 2) {
    const from = pieces[i]! > since ? pieces[i]! : since
    const to = pieces[i + 1]! < on ? pieces[i + 1]! : on
    if (to > from) sum += to - from
  }
  return sum
}

/** First real day at or after `from` on which `need` nominal days have been worked since `since`. */
function workedBy(pieces: readonly NominalDay[], since: NominalDay, need: number, from: NominalDay): NominalDay | null {
  let sum = 0
  for (let i = 0; i < pieces.length; i += 2) {
    const begins = pieces[i]! > since ? pieces[i]! : since
    const ends = pieces[i + 1]!
    if (ends <= begins) continue
    if (sum + ends - begins >= need) {
      const reached = realDay(begins + need - sum)
      return reached > from ? reached : from
    }
    sum += ends - begins
  }
  return null
}

/** The earliest certificate of at least the rank that is valid on the day: a later one does not restart the clock. */
function earliestValid(f: Scoped, rank: number, on: NominalDay): NominalDay | null {
  let earliest: NominalDay | null = null
  for (const c of f.certificates)
    if (c.rank >= rank && c.issued <= on && c.revoked > on && (earliest === null || c.issued < earliest))
      earliest = c.issued
  return earliest
}

/** Years since a certificate, exact also where certificates come and go. */
function yearsSinceCertificate(f: Scoped, rank: number, need: number, from: NominalDay): NominalDay | null {
  let at = from
  for (;;) {
    const since = earliestValid(f, rank, at)
    let change = Number.POSITIVE_INFINITY
    for (const c of f.certificates)
      if (c.rank >= rank) {
        if (c.issued > at && c.issued < change) change = c.issued
        if (c.revoked > at && c.revoked < change) change = c.revoked
      }
    if (since !== null) {
      const reached = workedBy(f.pieces, since, need, at)
      if (reached !== null && reached < change) return reached
    }
    if (change === Number.POSITIVE_INFINITY) return null
    at = change
  }
}

function earliestTitle(f: Scoped, grade: number): NominalDay | null {
  let earliest: NominalDay | null = null
  for (const t of f.titles) if (t.grade >= grade && (earliest === null || t.obtained < earliest)) earliest = t.obtained
  return earliest
}

// ------------------------------------------------------------------------------------------------------------- predicates

const levelOf = (given: unknown, wrong: (en: string) => void): { rank: number; name: Text } | undefined => {
  const level = LEVELS.find((l) => l.digit === String(given))
  if (level) return { rank: level.rank, name: level.display }
  return void wrong(`level is 5, 4, 3, 2 or 1, not ${String(given)}`)
}
const gradeOf = (given: unknown, wrong: (en: string) => void): { grade: number; name: Text } | undefined => {
  const grade = TITLE_GRADES.findIndex((g) => g.id === given)
  if (grade >= 0) return { grade, name: TITLE_GRADES[grade]!.label }
  return void wrong(`grade is one of ${TITLE_GRADES.map((g) => g.id).join(', ')}`)
}
const leaf = (l: Omit<Leaf<Scoped>, 'values'> & { values: PredicateValues }): Leaf<Scoped> => l

const age: Make = (v, wrong) => {
  const o = object(v)
  knows(o, ['least'], wrong)
  const years = whole(o['least'], 'least', wrong)
  if (years === undefined) return
  const need = { zh: `年满 ${years} 周岁`, en: `${years} years old` }
  return leaf({
    predicate: 'age',
    title: need,
    values: { kind: 'age', years },
    duration: true,
    bare: true,
    next: (f, from) => {
      const d = full(f.birth, years)
      return Math.max(d, from)
    },
    reason: (f, on) => {
      const had = Math.floor((on - f.birth) / NOMINAL_YEAR)
      return {
        have: { zh: `${had} 周岁`, en: `${had}` },
        need,
        evidence: evidence({ zh: `出生日期 ${day(f.birth)}`, en: `born ${day(f.birth)}` }, ['stated']),
        help: null,
      }
    },
  })
}

const intends: Make = (v, wrong) => {
  knows(object(v), [], wrong)
  const need = { zh: '拟从事本职业或相关职业工作', en: 'means to work in the occupation or a related one' }
  return leaf({
    predicate: 'intends',
    title: need,
    values: { kind: 'intends' },
    bare: true,
    next: (_, from) => from,
    reason: () => ({ have: { zh: '申报即表明', en: 'said by applying' }, need, evidence: [], help: null }),
  })
}

const employed: Make = (v, wrong) => {
  knows(object(v), [], wrong)
  const need = { zh: '从事本职业或相关职业工作', en: 'works in the occupation or a related one' }
  return leaf({
    predicate: 'employed',
    title: need,
    values: { kind: 'employed' },
    next: (f, from) => {
      for (let i = 0; i < f.pieces.length; i += 2) {
        const d = Math.max(f.pieces[i]!, from)
        if (d < f.pieces[i + 1]!) return d
      }
      return null
    },
    reason: (f) => ({
      have: f.pieces.length
        ? { zh: `最近一段始于 ${day(f.pieces.at(-2)!)}`, en: `last spell began on ${day(f.pieces.at(-2)!)}` }
        : null,
      need,
      evidence: evidence({ zh: '从业经历', en: 'spells of work' }, f.sources),
      help: { zh: '从事该职业工作并登记', en: 'take up the work and have it registered' },
    }),
  })
}

const years: Make = (v, wrong) => {
  const o = object(v)
  knows(o, ['least', 'since'], wrong)
  const least = whole(o['least'], 'least', wrong)
  let since: (PredicateValues & { kind: 'years' })['since'] = null
  let after: Text | null = null
  if (o['since'] !== undefined) {
    const s = object(o['since'])
    knows(s, ['certificate', 'title'], wrong)
    if (s['certificate'] !== undefined) {
      const l = levelOf(s['certificate'], wrong)
      if (!l) return
      since = { certificate: l.rank }
      after = { zh: `取得${l.name.zh}证书后`, en: ` since the certificate of ${l.name.en}` }
    } else {
      const g = gradeOf(s['title'], wrong)
      if (!g) return
      since = { title: g.grade }
      after = { zh: `取得${g.name.zh}职称后`, en: ` since the ${g.name.en} title` }
    }
  }
  if (least === undefined) return
  const goal = least * NOMINAL_YEAR
  const need = {
    zh: `${after?.zh ?? ''}累计从事本职业或相关职业工作满 ${least} 年`,
    en: `${least} years of work in scope${after?.en ?? ''}`,
  }
  const sinceOn = (f: Scoped, on: NominalDay): NominalDay | null =>
    since === null
      ? 0
      : 'certificate' in since
        ? earliestValid(f, since.certificate, on)
        : earliestTitle(f, since.title)
  return leaf({
    predicate: 'years',
    title: need,
    values: { kind: 'years', years: least, since },
    duration: true,
    next: (f, from) => {
      if (since === null) return workedBy(f.pieces, 0, goal, from)
      if ('certificate' in since) return yearsSinceCertificate(f, since.certificate, goal, from)
      const s = earliestTitle(f, since.title)
      return s === null ? null : workedBy(f.pieces, s, goal, from)
    },
    reason: (f, on) => {
      const s = sinceOn(f, on)
      const have = s === null ? null : span(worked(f.pieces, s, on))
      return {
        have: have === null ? null : { zh: `累计 ${have.zh}`, en: have.en },
        need,
        evidence: evidence({ zh: '从业经历', en: 'spells of work' }, f.sources),
        help:
          s === null
            ? { zh: '先取得相应证书或职称', en: 'obtain the certificate or title first' }
            : {
                zh: '继续从事本职业或相关职业工作；此前未登记的工作经历可补交证明',
                en: 'go on working; earlier work not yet registered can be shown',
              },
      }
    },
  })
}

const certificate: Make = (v, wrong) => {
  const o = object(v)
  knows(o, ['level', 'held_years'], wrong)
  const level = levelOf(o['level'], wrong)
  const held = o['held_years'] === undefined ? 0 : whole(o['held_years'], 'held_years', wrong)
  if (!level || held === undefined) return
  const need = {
    zh: `取得本职业或相关职业${level.name.zh}（或更高）证书${held ? `满 ${held} 年` : ''}`,
    en: `certificate of ${level.name.en} or higher${held ? `, held for ${held} years` : ''}`,
  }
  return leaf({
    predicate: 'certificate',
    title: need,
    values: { kind: 'certificate', rank: level.rank, heldYears: held },
    ...(held ? { duration: true as const } : {}),
    next: (f, from) => {
      let best: NominalDay | null = null
      for (const c of f.certificates) {
        if (c.rank < level.rank) continue
        const ready = held ? full(c.issued, held) : c.issued
        const d = Math.max(ready, from)
        if (d < c.revoked && (best === null || d < best)) best = d
      }
      return best
    },
    reason: (f, on) => {
      const valid = f.certificates.filter((c) => c.issued <= on && c.revoked > on)
      const top = valid.reduce<(typeof valid)[number] | null>((a, c) => (a === null || c.rank > a.rank ? c : a), null)
      return {
        have:
          top === null
            ? null
            : {
                zh: `${LEVELS[top.rank]!.display.zh}，${day(top.issued)} 发证`,
                en: `${LEVELS[top.rank]!.display.en}, issued ${day(top.issued)}`,
              },
        need,
        evidence:
          top === null
            ? []
            : evidence({ zh: `证书 ${day(top.issued)}`, en: `certificate of ${day(top.issued)}` }, [top.source]),
        help: { zh: `先取得${level.name.zh}证书`, en: `obtain the certificate of ${level.name.en}` },
      }
    },
  })
}

const title: Make = (v, wrong) => {
  const o = object(v)
  knows(o, ['grade'], wrong)
  const g = gradeOf(o['grade'], wrong)
  if (!g) return
  const need = {
    zh: `取得符合专业对应关系的${g.name.zh}（或更高）职称`,
    en: `a corresponding ${g.name.en} title or higher`,
  }
  return leaf({
    predicate: 'title',
    title: need,
    values: { kind: 'title', grade: g.grade },
    next: (f, from) => {
      const t = earliestTitle(f, g.grade)
      return t === null ? null : Math.max(t, from)
    },
    reason: (f, on) => {
      const top = f.titles.filter((t) => t.obtained <= on).sort((a, b) => b.grade - a.grade)[0]
      return {
        have: top
          ? {
              zh: `${TITLE_GRADES[top.grade]!.label.zh}职称，${day(top.obtained)} 取得`,
              en: `${TITLE_GRADES[top.grade]!.label.en}, obtained ${day(top.obtained)}`,
            }
          : null,
        need,
        evidence: top
          ? evidence({ zh: `职称 ${day(top.obtained)}`, en: `title of ${day(top.obtained)}` }, [top.source])
          : [],
        help: { zh: '取得对应的职称（专业技术人员职业资格）', en: 'obtain a corresponding title' },
      }
    },
  })
}

const education: Make = (v, wrong) => {
  const o = object(v)
  knows(o, ['kinds', 'status'], wrong)
  const list = (key: string, known: readonly { id: string }[]): string[] | undefined => {
    const given = o[key]
    if (!Array.isArray(given) || given.length === 0)
      return void wrong(`${key} is a list of ${known.map((k) => k.id).join(', ')}`)
    const bad = given.filter((g) => !known.some((k) => k.id === g))
    return bad.length ? void wrong(`${key}: unknown ${bad.join(', ')}`) : given
  }
  const kinds = list('kinds', SCHOOL_KINDS)
  const statuses = list('status', SCHOOL_STATUSES)
  if (!kinds || !statuses) return
  const kindSet = new Set(kinds)
  const statusSet = new Set(statuses)
  const names = (ids: readonly string[], words: readonly { id: string; label: Text }[]): Text => {
    const labels = ids.map((id) => words.find((w) => w.id === id)!.label)
    return { zh: labels.map((l) => l.zh).join('、'), en: labels.map((l) => l.en).join(', ') }
  }
  const k = names(kinds, SCHOOL_KINDS)
  const s = names(statuses, SCHOOL_STATUSES)
  const need = { zh: `${k.zh}本专业或相关专业，${s.zh}`, en: `${s.en}: ${k.en}, in the subject or a related one` }
  return leaf({
    predicate: 'education',
    title: need,
    values: { kind: 'education', kinds, statuses },
    next: (f, from) => {
      let best: NominalDay | null = null
      for (const e of f.education) {
        if (!e.fits || !kindSet.has(e.kind) || !statusSet.has(e.status)) continue
        const d = e.status === 'graduated' && e.graduated !== null && e.graduated > from ? e.graduated : from
        if (best === null || d < best) best = d
      }
      return best
    },
    reason: (f) => {
      const best =
        f.education.find((e) => e.fits && kindSet.has(e.kind)) ?? f.education.find((e) => e.fits) ?? f.education[0]
      if (!best)
        return {
          have: null,
          need,
          evidence: [],
          help: { zh: '提供毕业证书或在校证明', en: 'show a diploma or a certificate of enrolment' },
        }
      const kind = SCHOOL_KINDS.find((w) => w.id === best.kind)?.label ?? { zh: best.kind, en: best.kind }
      const status = SCHOOL_STATUSES.find((w) => w.id === best.status)?.label ?? { zh: best.status, en: best.status }
      const subject = best.fits
        ? { zh: '专业对口', en: 'subject fits' }
        : { zh: '专业未对应本职业', en: 'subject not related' }
      return {
        have: { zh: `${kind.zh}，${status.zh}，${subject.zh}`, en: `${kind.en}, ${status.en}, ${subject.en}` },
        need,
        evidence: evidence({ zh: kind.zh, en: kind.en }, [best.source]),
        help: best.fits
          ? null
          : {
              zh: '专业是否属于相关专业，以标准注释为准，可向评价机构核对',
              en: 'ask the evaluation body whether the subject is a related one',
            },
      }
    },
  })
}

const declared: Make = (v, wrong) => {
  const what = DECLARATIONS.find((d) => d.id === v)
  if (!what) return void wrong(`one of ${DECLARATIONS.map((d) => d.id).join(', ')}`)
  return leaf({
    predicate: 'declared',
    title: what.label,
    values: { kind: 'declared', what: what.id },
    next: (f, from) => (f.declared.has(what.id) ? from : null),
    reason: (f) =>
      f.declared.has(what.id)
        ? { have: what.label, need: what.label, evidence: evidence(what.label, ['stated']), help: null }
        : {
            have: null,
            need: what.label,
            evidence: [],
            help: {
              zh: '登记册中没有这项事实，请向评价机构出示证明',
              en: 'no register knows this; show the paper to the evaluation body',
            },
            notRun: true as const,
          },
  })
}

/** The predicates of 《国家职业标准编制技术规程》, editions of 2018 and 2023. */
export const predicates: Vocabulary<Scoped> = { age, intends, employed, years, certificate, title, education, declared }
