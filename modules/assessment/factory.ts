import { nominalDay } from '../../kernel/values/nominal-day.ts'
import {
  addDays,
  addYears,
  dayNumber,
  fromDayNumber,
  type PlainDate,
  plainDate,
} from '../../kernel/values/plain-date.ts'
import { seededRandom } from '../../kernel/values/world.ts'
import type { Facts } from './eligibility/facts.ts'
import { SCHOOL_KINDS, SCHOOL_STATUSES, TITLE_GRADES } from './words.ts'

/** What random persons are drawn from. */
export type Choices = {
  occupations: readonly string[]
  majors: readonly string[]
  titles: readonly string[]
  from: PlainDate
  to: PlainDate
}

export type Row = {
  birth: PlainDate
  employment: { occupation: string; from: PlainDate; to: PlainDate | null }[]
  certificates: { occupation: string; rank: number; issued: PlainDate; revoked: PlainDate | null; kind: string }[]
  titles: { name: string; grade: string; obtained: PlainDate }[]
  education: { kind: string; major: string; status: string; graduated: PlainDate | null }[]
}

/** A person out of nothing, with gaps, overlaps, spells that meet, early work, month ends and leap days more often than in life. */
export function aRandomPerson(seed: number, c: Choices): Row {
  const random = seededRandom(seed)
  const int = (n: number) => Math.floor(random() * n)
  const of = <T>(list: readonly T[]): T => list[int(list.length)]!
  const first = dayNumber(c.from)
  const days = dayNumber(c.to) - first
  const odd = ['-02-29', '-01-31', '-03-01', '-02-28', '-12-31', '-01-01', '-08-31']
  const day = (): PlainDate => {
    const d = fromDayNumber(first + int(days))
    if (random() > 0.35) return d
    const text = `${d.slice(0, 4)}${of(odd)}`
    return /-02-29$/.test(text) && Number(text.slice(0, 4)) % 4 !== 0 ? d : plainDate(text)
  }
  const employment: Row['employment'] = []
  for (let i = int(5); i > 0; i--) {
    const last = employment.at(-1)
    const from = last?.to && random() < 0.4 ? addDays(last.to, int(3)) : last && random() < 0.2 ? last.from : day()
    const length = of([1, 30, 365, 366, 700, 1461, 1826, 3652, 40])
    employment.push({
      occupation: of(c.occupations),
      from,
      to: random() < 0.35 ? null : random() < 0.3 ? addYears(from, 1 + int(6)) : addDays(from, length),
    })
  }
  return {
    birth: addYears(day(), -14 - int(20)),
    employment,
    certificates: Array.from({ length: int(4) }, () => {
      const issued = day()
      return {
        occupation: of(c.occupations),
        rank: 1 + int(5),
        issued,
        revoked: random() < 0.25 ? addDays(issued, int(1500)) : null,
        kind: of(['skill-level', 'qualification']),
      }
    }),
    titles: Array.from({ length: random() < 0.4 ? 1 + int(2) : 0 }, () => ({
      name: of(c.titles),
      grade: of(TITLE_GRADES).id,
      obtained: day(),
    })),
    education: Array.from({ length: random() < 0.5 ? 1 + int(2) : 0 }, () => {
      const status = of(SCHOOL_STATUSES).id
      return { kind: of(SCHOOL_KINDS).id, major: of(c.majors), status, graduated: random() < 0.8 ? day() : null }
    }),
  }
}

const NEVER = Number.POSITIVE_INFINITY
export const factsOfRow = (r: Row): Facts => ({
  birth: nominalDay(r.birth),
  employment: r.employment.map((e) => ({
    occupation: e.occupation,
    from: nominalDay(e.from),
    to: e.to === null ? NEVER : nominalDay(e.to),
    source: 'declared',
  })),
  certificates: r.certificates.map((x) => ({
    occupation: x.occupation,
    rank: x.rank,
    issued: nominalDay(x.issued),
    revoked: x.revoked === null ? NEVER : nominalDay(x.revoked),
    source: 'register',
  })),
  titles: r.titles.map((t) => ({
    grade: TITLE_GRADES.findIndex((g) => g.id === t.grade),
    occupation: null,
    name: t.name,
    obtained: nominalDay(t.obtained),
    source: 'register',
  })),
  education: r.education.map((e) => ({
    kind: e.kind,
    status: e.status,
    major: e.major,
    graduated: e.graduated === null ? null : nominalDay(e.graduated),
    source: 'register',
  })),
  declared: new Set(),
})
