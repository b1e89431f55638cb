import { type SqlPiece, sql } from '../../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../../kernel/values/plain-date.ts'
import { COUNTED_KINDS } from '../../../credentials/index.ts'
import {
  type Ask,
  CLAIMS,
  entries,
  hit,
  inClasses,
  limit,
  list,
  narrowed,
  row,
  SEATS,
  seatRow,
  unusual,
  usualNote,
} from './pieces.sql.ts'

const registerRow = (register: string) =>
  row(
    'people.register_entry',
    sql`${register}::text || '/' || r.person_id`,
    sql`'register', ${register}::text, 'name', r.name, 'kind', r.kind, 'from', r.from_on, 'to', r.to_on, 'unit', r.employer_name, 'place', r.place_code, 'asOf', r.as_of`,
  )
const NONE = sql`select * from (values (null::text, null::uuid, null::uuid, null::integer, null::uuid, null::uuid, null::jsonb, null::jsonb))
  as nothing (variant, claim_id, class_id, seat_no, person_id, organisation_id, facts, evidence) where false`

/** Died on a day of lessons or before, or before the claim for the class was filed. */
export const c01 = (a: Ask): SqlPiece => sql`
  with r as (${entries('death')}), s as (${SEATS}),
  taught as (
    select s.*, r.name, r.from_on, coalesce((select max(l.on_day) from training.lesson l where l.class_id = s.class_id), s.ended_on) as last_day
    from s join r on r.person_id = s.person_id where r.from_on is not null and ${inClasses(a, 's.class_id')}
  ),
  claimed as (
    select k.claim_id, k.number, k.filed_on, n.person_id, n.line_no, n.class_id, n.seat_no, r.name, r.from_on, k.organisation_id
    from r join subsidy.claim_line n on n.person_id = r.person_id join (${CLAIMS}) k on k.claim_id = n.claim_id
    where r.from_on <= k.filed_on and (n.class_id is null or ${inClasses(a, 'n.class_id')})
      and not exists (select 1 from taught t where t.class_id = n.class_id and t.person_id = n.person_id and t.from_on <= t.last_day)
  )
  select distinct on (t.class_id, t.seat_no) ${hit({
    variant: 'dead',
    class: sql`t.class_id`,
    seat: sql`t.seat_no`,
    person: sql`t.person_id`,
    facts: sql`'who', t.name, 'died', t.from_on, 'class', t.class_no, 'last', t.last_day`,
    rows: list(
      seatRow('t', sql`t.name`, sql`, 'lastDay', t.last_day`),
      row(
        'people.register_entry',
        sql`'death/' || t.person_id`,
        sql`'register', 'death', 'name', t.name, 'from', t.from_on`,
      ),
    ),
  })} from taught t where t.from_on <= t.last_day
  union all
  select ${hit({
    variant: 'claimed',
    claim: sql`k.claim_id`,
    class: sql`k.class_id`,
    seat: sql`k.seat_no`,
    person: sql`k.person_id`,
    facts: sql`'who', k.name, 'died', k.from_on, 'claim', k.number, 'filed', k.filed_on`,
    rows: list(
      row(
        'subsidy.claim_line',
        sql`k.claim_id || '/' || k.line_no`,
        sql`'claim', k.number, 'line', k.line_no, 'name', k.name, 'filed', k.filed_on`,
      ),
      row(
        'people.register_entry',
        sql`'death/' || k.person_id`,
        sql`'register', 'death', 'name', k.name, 'from', k.from_on`,
      ),
    ),
  })} from claimed k`

/** An interval of a register that holds on a day of lessons; without a timetable, on any day of the class. */
const during = (a: Ask, register: string, which: SqlPiece): SqlPiece => sql`
  with r as (select * from (${entries(register)}) e), s as (${SEATS}),
  met as (
    select s.*, r.name, r.kind, r.from_on, r.to_on, r.employer_name, r.place_code, r.as_of,
      case when t.lessons then t.day else greatest(s.started_on, r.from_on) end as day
    from s join r on r.person_id = s.person_id
      cross join lateral (
        select count(*) > 0 as lessons, min(l.on_day) filter (where l.on_day >= coalesce(r.from_on, '-infinity') and l.on_day <= coalesce(r.to_on, 'infinity')) as day
        from training.lesson l where l.class_id = s.class_id
      ) t
    where ${inClasses(a, 's.class_id')} and (${which})
      and (t.day is not null or (not t.lessons and s.started_on <= coalesce(r.to_on, 'infinity') and s.ended_on >= coalesce(r.from_on, '-infinity')))
  )
  select distinct on (r.class_id, r.seat_no) ${hit({
    variant: 'during',
    class: sql`r.class_id`,
    seat: sql`r.seat_no`,
    person: sql`r.person_id`,
    facts: sql`'who', r.name, 'class', r.class_no, 'day', r.day, 'from', r.from_on, 'to', r.to_on, 'unit', r.employer_name, 'place', r.place_code`,
    rows: list(seatRow('r', sql`r.name`, sql`, 'day', r.day`), registerRow(register)),
  })} from met r order by r.class_id, r.seat_no, r.day`

export const c02 = (a: Ask): SqlPiece => during(a, 'custody', sql`true`)
export const c03 = (a: Ask): SqlPiece => during(a, 'payroll', sql`true`)
export const c04 = (a: Ask): SqlPiece => during(a, 'students', sql`coalesce(r.kind, 'full-time') = 'full-time'`)
/** Place codes are of the whole prefecture: its first four digits are compared. */
export const c08 = (a: Ask): SqlPiece =>
  during(
    a,
    'insurance',
    sql`coalesce(r.kind, 'full-time') = 'full-time' and left(r.place_code, 4) <> left(s.county_code, 4)`,
  )

type Cohorts = { years: number; cohort: PlainDate; stepMonths: number; delayMonthsMax: number }
/** The day on which somebody retires: one month later for every step of the cohort, up to a bound. */
const retires = (
  c: Cohorts,
): SqlPiece => sql`(p.birth_date + make_interval(months => ${c.years}::integer * 12 + case when p.birth_date < ${c.cohort}::date then 0
  else least(${c.delayMonthsMax}::integer, 1 + (((extract(year from p.birth_date) - extract(year from ${c.cohort}::date)) * 12 + extract(month from p.birth_date) - extract(month from ${c.cohort}::date))::integer / ${c.stepMonths}::integer)) end))::date`
export const c05 = (a: Ask): SqlPiece => {
  const ages = a.thresholds['ages'] as { least: number; male: Cohorts; female: Cohorts }
  const pension = a.registers.has('pension')
    ? sql`select distinct on (s.class_id, s.seat_no) ${hit({
        variant: 'retired',
        class: sql`s.class_id`,
        seat: sql`s.seat_no`,
        person: sql`s.person_id`,
        facts: sql`'who', r.name, 'class', s.class_no, 'start', s.started_on, 'from', r.from_on`,
        rows: list(seatRow('s', sql`r.name`, sql`, 'from', s.started_on`), registerRow('pension')),
      })} from seat s join (${entries('pension')}) r on r.person_id = s.person_id
        where coalesce(r.kind, 'employee') = 'employee' and coalesce(r.from_on, '-infinity') <= s.started_on and coalesce(r.to_on, 'infinity') >= s.started_on
          and not exists (select 1 from aged g where g.class_id = s.class_id and g.seat_no = s.seat_no and (g.young or g.old))`
    : NONE
  return sql`
  with seat as materialized (select s.*, p.name, p.birth_date, p.sex from (${SEATS}) s join people.person p on p.person_id = s.person_id where ${inClasses(a, 's.class_id')}),
  dated as (select p.*, case p.sex when 'male' then ${retires(ages.male)} else ${retires(ages.female)} end as retires_on from seat p),
  aged as (
    select d.*, (d.birth_date + make_interval(years => ${ages.least}::integer))::date + (case when to_char(d.birth_date, 'MMDD') = '0229'
        and to_char(d.birth_date + make_interval(years => ${ages.least}::integer), 'MMDD') = '0228' then 1 else 0 end) > d.started_on as young,
      d.retires_on <= d.started_on as old
    from dated d
  )
  select ${hit({
    variant: sql`case when s.young then 'young' else 'old' end`,
    class: sql`s.class_id`,
    seat: sql`s.seat_no`,
    person: sql`s.person_id`,
    facts: sql`'who', s.name, 'born', s.birth_date, 'class', s.class_no, 'start', s.started_on, 'least', ${ages.least}::integer, 'retires', s.retires_on`,
    rows: list(
      seatRow('s', sql`s.name`, sql`, 'from', s.started_on`),
      row(
        'people.person',
        sql`s.person_id::text`,
        sql`'name', s.name, 'born', s.birth_date, 'sex', s.sex, 'retires', s.retires_on`,
      ),
    ),
  })} from aged s where s.young or s.old
  union all select * from (${pension}) pension`
}

/**
 * A benefit is a line of a claim that may be paid or was, and a finished seat that no claim tells yet. Of two, the later one is
 * the wrong one.
 */
export const c06 = (a: Ask): SqlPiece => sql`
  with k as materialized (${CLAIMS}), s as (${SEATS}),
  asked as materialized (
    select n.person_id from subsidy.claim_line n where ${narrowed(a)} and (n.class_id = any(${a.classes}::uuid[]) or n.claim_id = any(${a.claims}::uuid[]))
    union select e.person_id from training.enrolment e where ${narrowed(a)} and e.class_id = any(${a.classes}::uuid[])
  ),
  line as (
    select n.person_id, n.claim_id, n.line_no, coalesce(n.class_id, k.class_id) as class_id, n.seat_no, coalesce(n.occupation_code, c.occupation_code) as occupation_code,
      coalesce(n.level_rank, c.level_rank) as level_rank, n.certificate_number, k.number as label, coalesce(c.ended_on, k.filed_on) as on_day, k.county_code, k.fund
    from subsidy.claim_line n join k on k.claim_id = n.claim_id left join training.class c on c.class_id = coalesce(n.class_id, k.class_id)
    where not ${narrowed(a)} or n.person_id in (select person_id from asked)
  ),
  benefit as materialized (
    select * from line
    union all
    select s.person_id, null, null, s.class_id, s.seat_no, s.occupation_code, s.level_rank, s.certificate_number, s.class_no, s.ended_on, s.county_code, null
    from s where s.status = 'completed' and (not ${narrowed(a)} or s.person_id in (select person_id from asked))
      and not exists (select 1 from subsidy.claim_line n where n.person_id = s.person_id and n.class_id = s.class_id)
      and not exists (select 1 from subsidy.claim x join subsidy.claim_line n on n.claim_id = x.claim_id where x.class_id = s.class_id and n.person_id = s.person_id)
  ),
  several as materialized (
    select b.*, row_number() over (partition by person_id order by on_day, label, line_no) as no,
      row_number() over (partition by person_id, extract(year from on_day) order by on_day, label, line_no) as of_year,
      count(*) over (partition by person_id, extract(year from on_day)) as in_year
    from benefit b where b.person_id in (select person_id from benefit group by person_id having count(*) > 1)
  ),
  pair as (
    select case when y.certificate_number is not null and x.certificate_number = y.certificate_number then 'certificate'
        when x.occupation_code = y.occupation_code and x.level_rank is not distinct from y.level_rank then 'same' else 'lower' end as variant,
      y.person_id, y.claim_id, y.class_id, y.seat_no, y.line_no, y.label, y.on_day, y.occupation_code, y.level_rank, y.certificate_number, y.county_code, y.fund,
      x.claim_id as x_claim, x.class_id as x_class, x.seat_no as x_seat, x.line_no as x_line, x.label as x_label, x.on_day as x_day, x.level_rank as x_level, x.county_code as x_county, x.fund as x_fund
    from several x join several y on x.person_id = y.person_id and x.no < y.no
    where (x.occupation_code = y.occupation_code and (x.level_rank is not distinct from y.level_rank or x.level_rank > y.level_rank))
      or x.certificate_number = y.certificate_number
  )
  select ${hit({
    variant: sql`q.variant`,
    claim: sql`q.claim_id`,
    class: sql`q.class_id`,
    seat: sql`q.seat_no`,
    person: sql`q.person_id`,
    facts: sql`'who', p.name, 'first', q.x_label, 'second', q.label, 'occupation', q.occupation_code, 'certificate', q.certificate_number`,
    rows: list(
      row(
        'subsidy.benefit',
        sql`coalesce(q.x_claim || '/' || q.x_line, q.x_class || '/' || q.x_seat)`,
        sql`'in', q.x_label, 'day', q.x_day, 'name', p.name, 'occupation', q.occupation_code, 'level', q.x_level, 'county', q.x_county, 'fund', q.x_fund, 'class', q.x_class, 'seat', q.x_seat`,
      ),
      row(
        'subsidy.benefit',
        sql`coalesce(q.claim_id || '/' || q.line_no, q.class_id || '/' || q.seat_no)`,
        sql`'in', q.label, 'day', q.on_day, 'name', p.name, 'occupation', q.occupation_code, 'level', q.level_rank, 'certificate', q.certificate_number, 'county', q.county_code, 'fund', q.fund, 'class', q.class_id, 'seat', q.seat_no`,
      ),
    ),
  })} from pair q join people.person p on p.person_id = q.person_id
    where not ${narrowed(a)} or q.class_id = any(${a.classes}::uuid[]) or q.claim_id = any(${a.claims}::uuid[]) or q.x_class = any(${a.classes}::uuid[]) or q.x_claim = any(${a.claims}::uuid[])
  union all
  select ${hit({
    variant: 'year',
    claim: sql`q.claim_id`,
    class: sql`q.class_id`,
    seat: sql`q.seat_no`,
    person: sql`q.person_id`,
    facts: sql`'who', p.name, 'year', extract(year from q.on_day)::integer, 'count', q.in_year, 'max', ${limit(a, 'yearMax')}`,
    rows: sql`(select jsonb_agg(${row(
      'subsidy.benefit',
      sql`coalesce(o.claim_id || '/' || o.line_no, o.class_id || '/' || o.seat_no)`,
      sql`'in', o.label, 'day', o.on_day, 'name', p.name, 'occupation', o.occupation_code, 'level', o.level_rank, 'fund', o.fund`,
    )} order by o.no) from several o where o.person_id = q.person_id and extract(year from o.on_day) = extract(year from q.on_day))`,
  })} from several q join people.person p on p.person_id = q.person_id
    where q.of_year > ${limit(a, 'yearMax')} and (not ${narrowed(a)} or q.class_id = any(${a.classes}::uuid[]) or q.claim_id = any(${a.claims}::uuid[]))`

/** Groups of trainees behind one phone, account or address; and accounts of somebody else. */
export const c10 = (a: Ask): SqlPiece => {
  const spelled = (column: SqlPiece) =>
    sql`lower(regexp_replace(normalize(${column}, NFKC), '[[:space:]·•・.]', '', 'g'))`
  const shared = (variant: string, key: SqlPiece, max: SqlPiece) => sql`
    select ${variant}::text as variant, s.class_id, s.class_no, count(distinct s.person_id) as here, max(g.persons) as persons,
      jsonb_agg(${seatRow('s', sql`s.name`, sql`, 'same', ${variant}::text`)} order by s.seat_no) as evidence, min(s.class_id::text || '/' || s.seat_no) as unit, ${key} as key
    from seat s join (select ${key} as key, count(distinct s.person_id) as persons from seat s where ${key} is not null group by 1 having count(distinct s.person_id) > ${max}) g on g.key = ${key}
    group by s.class_id, s.class_no, ${key}`
  const groupHits = (q: string, from: SqlPiece) => sql`
    select ${hit({
      variant: q,
      class: sql`f.class_id`,
      facts: sql`'class', f.class_no, 'here', f.here, 'count', f.persons`,
      rows: sql`f.evidence`,
    })} from ${from} f where ${inClasses(a, 'f.class_id')}`
  const address = sql`nullif(${spelled(sql`s.address`)}, '')`
  return sql`
  with seat as materialized (
    select s.*, p.name, ${spelled(sql`p.name`)} as spelled, ${spelled(sql`s.account_holder`)} as holder_spelled
    from (${SEATS}) s join people.person p on p.person_id = s.person_id
  ),
  phone as materialized (${shared('phone', sql`s.phone_index`, limit(a, 'phonePersonsMax'))}),
  account as materialized (${shared('account', sql`s.account_index`, limit(a, 'accountPersonsMax'))}),
  address as materialized (${shared('address', address, limit(a, 'addressPersonsMax'))}),
  address_seat as (select s.unit from (select s.class_id::text || '/' || s.seat_no as unit, ${address} as key from seat s) s where s.key in (select key from address)),
  phone_seat as (select s.unit from (select s.class_id::text || '/' || s.seat_no as unit, s.phone_index as key from seat s) s where s.key in (select key from phone)),
  account_seat as (select s.unit from (select s.class_id::text || '/' || s.seat_no as unit, s.account_index as key from seat s) s where s.key in (select key from account)),
  base as (select s.class_id::text || '/' || s.seat_no as unit from seat s)
  ${groupHits('phone', sql`phone`)} and ${unusual(a, 'phone_seat', 'base')}
  union all ${groupHits('account', sql`account`)} and ${unusual(a, 'account_seat', 'base')}
  union all ${groupHits('address', sql`address`)} and ${unusual(a, 'address_seat', 'base')}
  union all ${usualNote(a, 'phone', 'phone_seat', 'base')}
  union all ${usualNote(a, 'account', 'account_seat', 'base')}
  union all ${usualNote(a, 'address', 'address_seat', 'base')}
  union all
  select ${hit({
    variant: 'holder',
    class: sql`s.class_id`,
    seat: sql`s.seat_no`,
    person: sql`s.person_id`,
    facts: sql`'who', s.name, 'holder', s.account_holder`,
    rows: list(seatRow('s', sql`s.name`, sql`, 'holder', s.account_holder`)),
  })} from seat s left join directory.organisation o on o.organisation_id = s.organisation_id
    where s.holder_spelled <> '' and s.holder_spelled <> s.spelled and s.account_holder is distinct from o.name and ${inClasses(a, 's.class_id')}
  union all
  select ${hit({
    variant: 'holder',
    claim: sql`k.claim_id`,
    class: sql`n.class_id`,
    seat: sql`n.seat_no`,
    person: sql`n.person_id`,
    facts: sql`'who', p.name, 'holder', n.payee_name`,
    rows: list(
      row(
        'subsidy.claim_line',
        sql`n.claim_id || '/' || n.line_no`,
        sql`'claim', k.number, 'line', n.line_no, 'name', p.name, 'holder', n.payee_name`,
      ),
      row('people.person', sql`p.person_id::text`, sql`'name', p.name`),
    ),
  })} from subsidy.claim_line n join (${CLAIMS}) k on k.claim_id = n.claim_id join people.person p on p.person_id = n.person_id
    left join directory.organisation o on o.organisation_id = k.organisation_id
    where k.payee = 'person' and ${spelled(sql`n.payee_name`)} <> '' and ${spelled(sql`n.payee_name`)} <> ${spelled(sql`p.name`)} and n.payee_name is distinct from o.name
      and (not ${narrowed(a)} or n.class_id = any(${a.classes}::uuid[]) or n.claim_id = any(${a.claims}::uuid[]))
      and not exists (select 1 from seat s where s.class_id = n.class_id and s.seat_no = n.seat_no and s.holder_spelled <> '' and s.holder_spelled <> s.spelled)`
}

/** The day of registration in the group lies after the end of the class, as stated or as the register has it. */
export const c17 = (a: Ask): SqlPiece => {
  const proves = Object.entries(a.thresholds['registers'] as { [group: string]: string[] })
  const asked = proves.filter(([, registers]) => registers.every((r) => a.registers.has(r)))
  const groups = asked.flatMap(([g, registers]) => registers.map(() => g))
  const registers = asked.flatMap(([, r]) => r)
  return sql`
  with seat as materialized (
    select s.*, p.name, p.identity_index from (${SEATS}) s join people.person p on p.person_id = s.person_id where ${inClasses(a, 's.class_id')}
  ),
  proof as (
    select s.class_id, s.seat_no, min(e.from_on) as first_on, min(e.register_id) as register_id
    from seat s join unnest(${groups}::text[], ${registers}::text[]) as v (group_id, register_id) on v.group_id = s.group_id
      join people.register_entry e on e.identity_index = s.identity_index and e.register_id = v.register_id
    where e.from_on is not null group by 1, 2
  ),
  stated as (
    select s.*, m.registered_on, least(s.group_registered_on, m.registered_on) as known_on
    from seat s left join lateral (select min(g.registered_on) as registered_on from people.group_membership g where g.person_id = s.person_id and g.group_id = s.group_id) m on true
  )
  select ${hit({
    variant: 'stated',
    class: sql`s.class_id`,
    seat: sql`s.seat_no`,
    person: sql`s.person_id`,
    facts: sql`'who', s.name, 'group', s.group_id, 'registered', coalesce(s.group_registered_on, s.registered_on), 'class', s.class_no, 'end', s.ended_on`,
    rows: list(
      seatRow('s', sql`s.name`, sql`, 'group', s.group_id, 'registered', s.group_registered_on, 'to', s.ended_on`),
      row(
        'people.group_membership',
        sql`s.person_id || '/' || s.group_id`,
        sql`'name', s.name, 'group', s.group_id, 'registered', s.registered_on`,
      ),
    ),
  })} from stated s where coalesce(s.group_registered_on, s.registered_on) > s.ended_on
  union all
  select ${hit({
    variant: 'register',
    class: sql`s.class_id`,
    seat: sql`s.seat_no`,
    person: sql`s.person_id`,
    facts: sql`'who', s.name, 'group', s.group_id, 'registered', q.first_on, 'class', s.class_no, 'end', s.ended_on`,
    rows: list(
      seatRow('s', sql`s.name`, sql`, 'group', s.group_id, 'to', s.ended_on`),
      row(
        'people.register_entry',
        sql`q.register_id || '/' || s.person_id`,
        sql`'register', q.register_id, 'name', s.name, 'from', q.first_on`,
      ),
    ),
  })} from proof q join stated s using (class_id, seat_no) where q.first_on > s.ended_on and not coalesce(coalesce(s.group_registered_on, s.registered_on) > s.ended_on, false)`
}

/** A certificate of the class's occupation and level, valid on its first day and issued before it. */
export const c18 = (a: Ask): SqlPiece => sql`
  with s as (${SEATS})
  select distinct on (s.class_id, s.seat_no) ${hit({
    variant: 'held',
    class: sql`s.class_id`,
    seat: sql`s.seat_no`,
    person: sql`s.person_id`,
    facts: sql`'who', p.name, 'issued', c.issued_on, 'certificate', c.number, 'class', s.class_no, 'start', s.started_on`,
    rows: list(
      seatRow('s', sql`p.name`, sql`, 'occupation', s.occupation_code, 'level', s.level_rank, 'from', s.started_on`),
      row(
        'credentials.certificate',
        sql`c.person_id || '/' || c.certificate_id`,
        sql`'number', c.number, 'name', p.name, 'occupation', c.occupation_code, 'level', c.level_rank, 'issued', c.issued_on`,
      ),
    ),
  })} from s join credentials.certificate c on c.person_id = s.person_id and c.occupation_code = s.occupation_code and c.level_rank = s.level_rank
    join people.person p on p.person_id = s.person_id
  where c.issued_on < s.started_on and (c.revoked_on is null or c.revoked_on > s.started_on) and c.kind = any(${[...COUNTED_KINDS]}::text[])
    and ${inClasses(a, 's.class_id')}
  order by s.class_id, s.seat_no, c.issued_on`

/**
 * Insurance at the employer, by its credit code or name. A spell that ends on the first of a month is told by months and counts
 * to its last day. Only classes within what the register covers are asked.
 */
const EMPLOYED = (a: Ask): SqlPiece => sql`
  entry as materialized (
    select r.person_id, r.employer_code, r.employer_name, r.kind, r.from_on, r.to_on, r.as_of,
      case when r.to_on is null then 'infinity'::date when extract(day from r.to_on) = 1 then (r.to_on + interval '1 month')::date - 1 else r.to_on end as until,
      date_trunc('month', r.from_on)::date as since
    from (${entries('insurance')}) r where coalesce(r.kind, 'full-time') = 'full-time'
  ),
  cover as (select min(f.covers_from) as from_on, max(f.as_of) as to_on from people.register_file f where f.register_id = 'insurance'),
  seat as (
    select s.*, o.name as employer, o.credit_code, p.name from (${SEATS}) s
      join directory.organisation o on o.organisation_id = s.employer_id
      join people.person p on p.person_id = s.person_id
      join cover v on s.ended_on >= coalesce(v.from_on, '-infinity') and s.started_on <= v.to_on
    where ${inClasses(a, 's.class_id')}
  ),
  spell as (
    select s.class_id, s.seat_no, bool_or(e.since <= s.ended_on and e.until >= s.started_on) as met, max(e.until) as until,
      max(e.to_on) as to_on, min(e.from_on) as from_on
    from seat s join entry e on e.person_id = s.person_id and (e.employer_code = s.credit_code or e.employer_name = s.employer)
    group by 1, 2
  )`
export const c25 = (a: Ask): SqlPiece => sql`
  with ${EMPLOYED(a)}
  select ${hit({
    variant: 'never',
    class: sql`s.class_id`,
    seat: sql`s.seat_no`,
    person: sql`s.person_id`,
    facts: sql`'who', s.name, 'employer', s.employer, 'class', s.class_no, 'start', s.started_on, 'end', s.ended_on`,
    rows: sql`jsonb_build_array(${seatRow('s', sql`s.name`, sql`, 'employer', s.employer, 'from', s.started_on, 'to', s.ended_on`)}) || coalesce((select jsonb_agg(${row(
      'people.register_entry',
      sql`'insurance/' || e.person_id`,
      sql`'register', 'insurance', 'name', s.name, 'unit', e.employer_name, 'from', e.from_on, 'to', e.to_on`,
    )}) from entry e where e.person_id = s.person_id), '[]'::jsonb)`,
  })} from seat s left join spell m using (class_id, seat_no) where not coalesce(m.met, false)`
export const c26 = (a: Ask): SqlPiece => sql`
  with ${EMPLOYED(a)}
  select ${hit({
    variant: 'left',
    class: sql`s.class_id`,
    seat: sql`s.seat_no`,
    person: sql`s.person_id`,
    facts: sql`'who', s.name, 'employer', s.employer, 'to', m.until, 'class', s.class_no, 'end', s.ended_on`,
    rows: list(
      seatRow('s', sql`s.name`, sql`, 'employer', s.employer, 'to', s.ended_on`),
      row(
        'people.register_entry',
        sql`'insurance/' || s.person_id`,
        sql`'register', 'insurance', 'name', s.name, 'unit', s.employer, 'from', m.from_on, 'to', m.to_on`,
      ),
    ),
  })} from seat s join spell m using (class_id, seat_no) where m.met and m.until < s.ended_on and s.status in ('completed', 'enrolled')`
