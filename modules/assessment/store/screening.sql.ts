import { join, name, type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import { treeColumns } from '../../../kernel/rules/tree/tree.sql.ts'
import type { Leaf, Tree } from '../../../kernel/rules/tree/tree.ts'
import { NOMINAL_YEAR, nominalDay } from '../../../kernel/values/nominal-day.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { COUNTED_KINDS } from '../../credentials/index.ts'
import type { PredicateValues } from '../eligibility/predicates.ts'
import type { Breadth, Scoped } from '../eligibility/scope.ts'
import { MAJOR_MATCHES, TITLE_GRADES } from '../words.ts'

/** Which column holds which fact; the facts of a tree are collected from its predicates. */
type Wanted = {
  ranks: Set<number>
  grades: Set<number>
  schools: { kinds: readonly string[]; statuses: readonly string[] }[]
}
const valuesOf = (l: Leaf<Scoped>) => l.values as PredicateValues

function wantedBy(tree: Tree<Scoped>): Wanted {
  const w: Wanted = { ranks: new Set(), grades: new Set(), schools: [] }
  for (const v of tree.leaves.map(valuesOf)) {
    if (v.kind === 'certificate') w.ranks.add(v.rank)
    else if (v.kind === 'title') w.grades.add(v.grade)
    else if (v.kind === 'education') schoolNo(w, v)
    else if (v.kind === 'years' && v.since !== null) {
      if ('certificate' in v.since) w.ranks.add(v.since.certificate)
      else w.grades.add(v.since.title)
    }
  }
  return w
}
function schoolNo(w: Wanted, v: PredicateValues & { kind: 'education' }): number {
  const key = JSON.stringify([v.kinds, v.statuses])
  const at = w.schools.findIndex((s) => JSON.stringify([s.kinds, s.statuses]) === key)
  return at >= 0 ? at : w.schools.push({ kinds: v.kinds, statuses: v.statuses }) - 1
}

/** The number of a day as `kernel/values/nominal-day.ts` counts. */
const nominal = (d: SqlPiece): SqlPiece =>
  sql`(date_part('year', ${d}) * 372 + date_part('month', ${d}) * 31 + date_part('day', ${d}))::integer - 32`
const day = (d: PlainDate): SqlPiece => sql`${d}::date`

function conditionOn(w: Wanted, on: number, earliestAge: number | null) {
  return (l: Leaf<Scoped>): SqlPiece => {
    const v = valuesOf(l)
    if (v.kind === 'age') return sql`born + ${v.years * NOMINAL_YEAR}::integer <= ${on}::integer`
    if (v.kind === 'intends') return sql`true`
    if (v.kind === 'declared') return sql`false`
    if (v.kind === 'employed')
      return earliestAge === null
        ? sql`coalesce(employed, false)`
        : sql`(coalesce(employed, false) and born + ${earliestAge * NOMINAL_YEAR}::integer <= ${on}::integer)`
    if (v.kind === 'certificate')
      return v.heldYears === 0
        ? sql`${name(`rank_${v.rank}`)} is not null`
        : sql`coalesce(${name(`rank_${v.rank}`)} + ${v.heldYears * NOMINAL_YEAR}::integer <= ${on}::integer, false)`
    if (v.kind === 'title') return sql`${name(`grade_${v.grade}`)} is not null`
    if (v.kind === 'education') return sql`coalesce(${name(`school_${schoolNo(w, v)}`)}, false)`
    const worked =
      v.since === null
        ? sql`worked`
        : 'certificate' in v.since
          ? name(`worked_rank_${v.since.certificate}`)
          : name(`worked_grade_${v.since.title}`)
    return sql`coalesce(${worked}, 0) >= ${v.years * NOMINAL_YEAR}::bigint`
  }
}

export type Screening = {
  tree: Tree<Scoped>
  breadth: Breadth
  on: PlainDate
  /** Only those for whom the rank is the next step in this occupation itself. */
  nextStep?: { occupation: string; rank: number }
}

/**
 * Next step: the highest valid certificate of the occupation is one rank below; for the lowest rank, somebody at work in it who has
 * none.
 */
const nextStep = (n: NonNullable<Screening['nextStep']>, on: PlainDate): SqlPiece => {
  const held = sql`select max(level_rank) from credentials.certificate h where h.person_id = human.person_id
    and h.occupation_code = ${n.occupation} and h.kind = any(${[...COUNTED_KINDS]}::text[])
    and h.issued_on <= ${day(on)} and (h.revoked_on is null or h.revoked_on > ${day(on)})`
  return n.rank > 1
    ? sql`(${held}) = ${n.rank - 1}::smallint`
    : sql`((${held}) is null and exists (select from people.employment e where e.person_id = human.person_id
        and e.occupation_code = ${n.occupation} and e.from_on <= ${day(on)} and (e.to_on is null or e.to_on > ${day(on)})))`
}

/** Whether somebody without any fact in the matter may be eligible: then everybody of the register is answered. */
export const asksEverybody = (tree: Tree<Scoped>): boolean =>
  tree.clauses.some((c) => c.leaves.every((l) => tree.leaves[l]!.bare === true))

/**
 * One row for each person: `person_id, clause, met, nearest` as `treeColumns` says. Facts are cut at the asked day as in
 * `scopeFacts`: certificates issued and not revoked, spells begun, schooling finished by then.
 */
export function verdicts(s: Screening): SqlPiece {
  const w = wantedBy(s.tree)
  const on = nominalDay(s.on)
  const occupations = [...s.breadth.occupations]
  const majors = [
    ...s.breadth.majors,
    ...occupations,
    ...MAJOR_MATCHES.flatMap((m) => [m.id, m.label.zh, ...(m.also ?? [])]),
  ]
  const age = s.breadth.countedFromAge
  const ranks = [...w.ranks]
  const grades = [...w.grades]
  const comma = (pieces: SqlPiece[]) => (pieces.length ? sql`, ${join(pieces)}` : sql``)
  const begins = sql`greatest(begun, ${age === null ? sql`0` : sql`born + ${age * NOMINAL_YEAR}::integer`}`
  const since = (column: string, of: string) =>
    sql`case when ${name(column)} is not null then sum(greatest(ended - ${begins}, ${name(column)}), 0)) end as ${name(of)}`
  const columns = treeColumns(s.tree, conditionOn(w, on, age))
  const everybody = asksEverybody(s.tree)
  return sql`
    with certificate as (
      select person_id ${comma(ranks.map((r) => sql`${nominal(sql`min(issued_on) filter (where level_rank >= ${r}::smallint)`)} as ${name(`rank_${r}`)}`))}
      from credentials.certificate
      where ${
        ranks.length
          ? sql`occupation_code = any(${occupations}::text[]) and kind = any(${[...COUNTED_KINDS]}::text[])
        and issued_on <= ${day(s.on)} and (revoked_on is null or revoked_on > ${day(s.on)})`
          : sql`false`
      }
      group by person_id
    ), title as (
      select person_id ${comma(grades.map((g) => sql`${nominal(sql`min(obtained_on) filter (where grade = any(${TITLE_GRADES.slice(g).map((t) => t.id)}::text[]))`)} as ${name(`grade_${g}`)}`))}
      from people.title
      where ${grades.length ? sql`name = any(${[...s.breadth.titles]}::text[]) and obtained_on <= ${day(s.on)}` : sql`false`}
      group by person_id
    ), school as (
      select person_id ${comma(
        w.schools.map(
          (x, i) =>
            sql`bool_or(kind = any(${x.kinds}::text[]) and status = any(${x.statuses}::text[])) as ${name(`school_${i}`)}`,
        ),
      )}
      from people.education
      where ${
        w.schools.length
          ? sql`major = any(${majors}::text[])
        and (status <> 'graduated' or graduated_on is null or graduated_on <= ${day(s.on)})`
          : sql`false`
      }
      group by person_id
    ), spell as (
      select person_id, from_on, coalesce(to_on, 'infinity'::date) as to_on,
        max(coalesce(to_on, 'infinity'::date)) over (
          partition by person_id order by from_on, coalesce(to_on, 'infinity'::date)
          rows between unbounded preceding and 1 preceding) as before
      from people.employment
      where occupation_code = any(${occupations}::text[]) and from_on <= ${day(s.on)} and (to_on is null or to_on > from_on)
    ), human as (
      select person_id, ${nominal(sql`birth_date`)} as born
      from people.person
        ${
          everybody && !s.nextStep
            ? sql``
            : sql`join (select person_id from spell union select person_id from certificate
              union select person_id from title union select person_id from school) as candidate using (person_id)`
        }
      where left_on is null or left_on > ${day(s.on)}
    -- Materialized: each of its columns is used several times below, and would else be computed each time.
    ), piece as materialized (
      select person_id, to_on > ${day(s.on)} as runs,
        ${nominal(sql`least(case when from_on = before + 1 then before else greatest(from_on, before) end, ${day(s.on)})`)} as begun,
        ${nominal(sql`least(to_on, ${day(s.on)})`)} as ended
      from spell
    ), work as (
      select person_id, bool_or(runs) as employed,
        sum(greatest(ended - ${begins}), 0)) as worked
        ${comma([
          ...ranks.map((r) => since(`rank_${r}`, `worked_rank_${r}`)),
          ...grades.map((g) => since(`grade_${g}`, `worked_grade_${g}`)),
        ])}
      from piece
        join human using (person_id)
        left join certificate using (person_id)
        left join title using (person_id)
      group by ${join([sql`person_id`, ...ranks.map((r) => name(`rank_${r}`)), ...grades.map((g) => name(`grade_${g}`))])}
    ), leaf as materialized (
      select person_id, ${columns.leaves}
      from human
        left join work using (person_id)
        left join certificate using (person_id)
        left join title using (person_id)
        left join school using (person_id)
      where ${s.nextStep ? nextStep(s.nextStep, s.on) : sql`true`}
    )
    select person_id, ${columns.clause} as clause, ${columns.met} as met, ${columns.nearest} as nearest from leaf`
}

export const roomToScreen = (): SqlPiece =>
  sql`select set_config('work_mem', '256MB', true), set_config('statement_timeout', '600000', true)`

/** @returns one row of counts */
export const storeVerdicts = (runId: string, s: Screening): SqlPiece =>
  sql`insert into assessment.screening_result (run_id, person_id, eligible, clause, met)
      select ${runId}::uuid, person_id, clause > 0, (case when clause > 0 then clause else nearest end)::smallint, met
      from (${verdicts(s)}) as verdict`
/** Held until the end of the transaction: two runs of one question follow one another. */
export const currentRun = (occupation: string, level: string, steps: string): SqlPiece =>
  sql`select run_id from assessment.screening_run
      where occupation_code = ${occupation} and level = ${level} and steps = ${steps} and replaced_at is null for update`
export const runOf = (occupation: string, level: string): SqlPiece =>
  sql`select run_id, asked_on, edition, clauses, persons, eligible from assessment.screening_run
      where occupation_code = ${occupation} and level = ${level} and steps = 'all' and replaced_at is null`
export const replaceRun = (runId: string, at: Date): SqlPiece =>
  sql`update assessment.screening_run set replaced_at = ${at} where run_id = ${runId}`
export const insertRun = (r: {
  runId: string
  occupation: string
  level: string
  on: PlainDate
  edition: string
  clauses: readonly string[]
  persons: number
  eligible: number
  at: Date
  steps: string
}): SqlPiece =>
  sql`insert into assessment.screening_run (run_id, occupation_code, level, asked_on, edition, clauses, persons, eligible, run_at, steps)
      values (${r.runId}, ${r.occupation}, ${r.level}, ${r.on}, ${r.edition}, ${r.clauses}::text[], ${r.persons}, ${r.eligible}, ${r.at}, ${r.steps})`
export const deleteResults = (runId: string): SqlPiece =>
  sql`delete from assessment.screening_result where run_id = ${runId}`
export const deleteRun = (runId: string): SqlPiece => sql`delete from assessment.screening_run where run_id = ${runId}`
export const replacedRuns = (): SqlPiece =>
  sql`select run_id from assessment.screening_run where replaced_at is not null`

export const clauseCounts = (runId: string): SqlPiece =>
  sql`select eligible, clause::integer as clause, count(*)::integer as persons from assessment.screening_result
      where run_id = ${runId} group by eligible, clause order by eligible desc, clause`
/** @param scope condition over `county_code`: the counties of whoever asks */
export const countyCounts = (runId: string, scope: SqlPiece): SqlPiece =>
  sql`select p.county_code as county, count(*)::integer as persons, count(*) filter (where r.eligible)::integer as eligible
      from assessment.screening_result r join people.person p using (person_id)
      where r.run_id = ${runId} and ${scope} group by p.county_code order by p.county_code`

/** Who would gain and who would lose, by county, if `next` took the place of `now`. */
export const difference = (now: Screening | null, next: Screening): SqlPiece =>
  sql`select p.county_code as county,
        count(*) filter (where coalesce(b.clause, 0) > 0 and coalesce(a.clause, 0) = 0)::integer as gain,
        count(*) filter (where coalesce(a.clause, 0) > 0 and coalesce(b.clause, 0) = 0)::integer as lose,
        count(*) filter (where coalesce(a.clause, 0) > 0)::integer as now,
        count(*) filter (where coalesce(b.clause, 0) > 0)::integer as next
      from people.person p
        left join (${now ? verdicts(now) : sql`select null::uuid as person_id, 0 as clause where false`}) as a on a.person_id = p.person_id
        left join (${verdicts(next)}) as b on b.person_id = p.person_id
      group by p.county_code
      having count(*) filter (where coalesce(a.clause, 0) > 0 or coalesce(b.clause, 0) > 0) > 0
      order by p.county_code`
