import { join, name, type SqlPiece, sql } from '../../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../../kernel/values/plain-date.ts'

/** What every check is asked with. The text of its SQL is the same for all classes and for one. */
export type Ask = {
  /** Only these classes, or all. Whatever they are compared with is never narrowed. */
  classes: readonly string[] | null
  /** Only these claims, or all. */
  claims: readonly string[] | null
  on: PlainDate
  zone: string
  thresholds: { readonly [key: string]: unknown }
  /** Registers that are there and fresh. */
  registers: ReadonlySet<string>
  holidays: readonly string[]
  /** Certificate numbers that follow no rule, found by the parser. */
  badNumbers: readonly string[]
}

export const number = (a: Ask, key: string): number => {
  const v = a.thresholds[key]
  if (typeof v !== 'number') throw new Error(`threshold ${key} is not a number`)
  return v
}
/** A threshold as a number of the given type. */
export const limit = (a: Ask, key: string): SqlPiece => sql`${number(a, key)}::numeric`

export const inClasses = (a: Ask, column: string): SqlPiece =>
  sql`(${a.classes}::uuid[] is null or ${name(column)} = any(${a.classes}::uuid[]))`
export const inClaims = (a: Ask, column: string): SqlPiece =>
  sql`(${a.claims}::uuid[] is null or ${name(column)} = any(${a.claims}::uuid[]))`
export const narrowed = (a: Ask): SqlPiece => sql`${a.classes !== null || a.claims !== null}::boolean`

/** Seats that count: not voided, not dropped, of classes that took place or will. */
export const SEATS = sql`
  select e.class_id, e.seat_no, e.person_id, e.group_id, e.group_registered_on, e.status, e.phone_index, e.account_index, e.account_holder,
    e.address, e.village, e.face_hash, e.hours_recorded, e.certificate_number, coalesce(e.employer_id, c.employer_id) as employer_id,
    c.started_on, c.ended_on, coalesce(c.number, c.name) as class_no, c.organisation_id, c.occupation_code, c.level_rank, c.county_code,
    c.venue_id, c.project_id
  from training.enrolment e join training.class c on c.class_id = e.class_id
  where e.voided_known_on is null and e.status <> 'dropped' and c.state not in ('cancelled', 'refused')`
export const CLASSES = sql`
  select c.class_id, coalesce(c.number, c.name) as class_no, c.started_on, c.ended_on, c.organisation_id, c.occupation_code, c.level_rank,
    c.county_code, c.venue_id, c.project_id, c.employer_id, c.hours
  from training.class c where c.state not in ('cancelled', 'refused')`
/** Claims that may be paid or were. */
export const CLAIMS = sql`select * from subsidy.claim where state not in ('draft', 'refused', 'withdrawn')`

/** Entries of a register; of several files that tell the same entry, the newest. */
export const entries = (register: string): SqlPiece => sql`
  select distinct on (r.identity_index, r.from_on, coalesce(r.employer_code, r.employer_name, ''), coalesce(r.certificate_number, ''))
    p.person_id, p.name, r.kind, r.from_on, r.to_on, r.employer_code, r.employer_name, r.place_code, r.certificate_number, f.as_of
  from people.register_entry r
    join people.register_file f on f.file_id = r.file_id
    join people.person p on p.identity_index = r.identity_index
  where r.register_id = ${register}
  order by r.identity_index, r.from_on, coalesce(r.employer_code, r.employer_name, ''), coalesce(r.certificate_number, ''), f.as_of desc, r.entry_no desc`

/** The columns of a hit, in order. `evidence` is an array of `{ kind, key, values }`. */
export const hit = (h: {
  variant: string | SqlPiece
  claim?: SqlPiece
  class?: SqlPiece
  seat?: SqlPiece
  person?: SqlPiece
  organisation?: SqlPiece
  facts: SqlPiece
  rows: SqlPiece
}): SqlPiece =>
  sql`${typeof h.variant === 'string' ? sql`${h.variant}::text` : h.variant} as variant, ${h.claim ?? sql`null`}::uuid as claim_id,
    ${h.class ?? sql`null`}::uuid as class_id, ${h.seat ?? sql`null`}::integer as seat_no, ${h.person ?? sql`null`}::uuid as person_id,
    ${h.organisation ?? sql`null`}::uuid as organisation_id, jsonb_build_object(${h.facts}) as facts, ${h.rows} as evidence`

export const row = (kind: string, key: SqlPiece, values: SqlPiece): SqlPiece =>
  sql`jsonb_build_object('kind', ${kind}::text, 'key', ${key}, 'values', jsonb_build_object(${values}))`
export const seatRow = (s: string, who: SqlPiece, more: SqlPiece = sql``): SqlPiece =>
  row(
    'training.enrolment',
    sql`${name(`${s}.class_id`)} || '/' || ${name(`${s}.seat_no`)}`,
    sql`'class', ${name(`${s}.class_no`)}, 'seat', ${name(`${s}.seat_no`)}, 'name', ${who}${more}`,
  )
export const classRow = (c: string, more: SqlPiece = sql``): SqlPiece =>
  row(
    'training.class',
    sql`${name(`${c}.class_id`)}::text`,
    sql`'class', ${name(`${c}.class_no`)}, 'from', ${name(`${c}.started_on`)}, 'to', ${name(`${c}.ended_on`)}${more}`,
  )
export const list = (...rows: SqlPiece[]): SqlPiece => sql`jsonb_build_array(${join(rows)})`

/** Clock of the city at an instant, and its text to the second. */
export const local = (column: string, a: Ask): SqlPiece => sql`(${name(column)} at time zone ${a.zone}::text)`
export const clock = (t: SqlPiece): SqlPiece => sql`to_char(${t}, 'YYYY-MM-DD HH24:MI:SS')`
/** Instants that are only a day: midnight to the second, as a column of dates gives. */
export const timed = (column: string, a: Ask): SqlPiece => sql`(${local(column, a)}::time <> time '00:00')`

/** Metres between two places in millionths of a degree, on the flat: exact enough for a province. */
export const metres = (lat1: SqlPiece, lon1: SqlPiece, lat2: SqlPiece, lon2: SqlPiece): SqlPiece =>
  sql`(0.111195 * sqrt(power((${lat1} - ${lat2})::float8, 2) + power((${lon1} - ${lon2})::float8 * cos(radians(${lat1}::float8 / 1000000)), 2)))`

/**
 * What nearly everybody does is no sign. A pattern found in more than the common share of the base is passed over, and said.
 * Only asked over everything; a small base says nothing. Wants `flagged (unit)` and `base (unit)` as names of queries.
 */
export const USUAL_LEAST = 40
export const unusual = (a: Ask, flagged: string, base: string): SqlPiece =>
  sql`(${narrowed(a)} or (select count(distinct f.unit)::numeric <= greatest((select count(distinct b.unit) from ${name(base)} b), ${USUAL_LEAST}::bigint) * ${limit(a, 'commonShare')} from ${name(flagged)} f))`
/** The note beside it: a row with variant `common`. */
export const usualNote = (a: Ask, variant: string, flagged: string, base: string): SqlPiece =>
  sql`select ${hit({
    variant: 'common',
    facts: sql`'variant', ${variant}::text, 'count', (select count(distinct f.unit) from ${name(flagged)} f), 'of', (select count(distinct b.unit) from ${name(base)} b)`,
    rows: sql`'[]'::jsonb`,
  })} where not ${unusual(a, flagged, base)}`
