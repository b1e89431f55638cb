import { type SqlPiece, sql } from '../../../../kernel/db/sql.ts'
import {
  type Ask,
  CLAIMS,
  clock,
  hit,
  inClaims,
  limit,
  list,
  local,
  narrowed,
  row,
  SEATS,
  timed,
  unusual,
  usualNote,
} from './pieces.sql.ts'

/** Certificate numbers in use, for the parser: each once. */
export const numbersInUse = (a: Ask): SqlPiece => sql`
  select e.certificate_number as number from training.enrolment e where e.certificate_number is not null and (not ${narrowed(a)} or e.class_id = any(${a.classes}::uuid[]))
  union select n.certificate_number from subsidy.claim_line n where n.certificate_number is not null and (not ${narrowed(a)} or n.class_id = any(${a.classes}::uuid[]) or n.claim_id = any(${a.claims}::uuid[]))`

export const c19 = (a: Ask): SqlPiece => {
  const facts = sql`'who', u.name, 'certificate', u.number, 'class', u.class_no, 'end', u.ended_on`
  const place = { claim: sql`u.claim_id`, class: sql`u.class_id`, seat: sql`u.seat_no`, person: sql`u.person_id` }
  const useRow = row(
    'training.enrolment',
    sql`coalesce(u.class_id || '/' || u.seat_no, u.claim_id || '/' || u.line_no)`,
    sql`'class', u.class_no, 'claim', u.claim_no, 'name', u.name, 'certificate', u.number, 'to', u.ended_on`,
  )
  const certificateRow = row(
    'credentials.certificate',
    sql`c.person_id || '/' || c.certificate_id`,
    sql`'number', c.number, 'name', h.name, 'issued', c.issued_on, 'occupation', c.occupation_code, 'level', c.level_rank`,
  )
  const registered = a.registers.has('certificates')
    ? sql`union all select distinct on (u.number, u.person_id, u.class_id) ${hit({
        variant: 'absent',
        ...place,
        facts: sql`${facts}, 'found', case r.kind when 'differs' then '信息不符' else '查不到' end, 'foundEn', case r.kind when 'differs' then 'told otherwise' else 'not found' end`,
        rows: list(
          useRow,
          row(
            'people.register_entry',
            sql`'certificates/' || u.number`,
            sql`'register', 'certificates', 'number', r.certificate_number, 'kind', r.kind, 'asOf', r.as_of`,
          ),
        ),
      })} from used u join newest r on r.certificate_number = u.number where r.kind in ('not-found', 'differs')`
    : sql``
  return sql`
  with s as (${SEATS}),
  used as materialized (
    select distinct on (x.number, x.person_id, x.class_id) x.*, p.name from (
      select s.certificate_number as number, s.person_id, s.class_id, s.seat_no, s.class_no, s.ended_on, null::uuid as claim_id, null::integer as line_no, null::text as claim_no, 1 as turn
      from s where s.certificate_number is not null and (not ${narrowed(a)} or s.class_id = any(${a.classes}::uuid[]))
      union all
      select n.certificate_number, n.person_id, coalesce(n.class_id, k.class_id), n.seat_no, coalesce(c.number, c.name), c.ended_on, k.claim_id, n.line_no, k.number, 2
      from subsidy.claim_line n join (${CLAIMS}) k on k.claim_id = n.claim_id left join training.class c on c.class_id = coalesce(n.class_id, k.class_id)
      where n.certificate_number is not null and (not ${narrowed(a)} or n.class_id = any(${a.classes}::uuid[]) or n.claim_id = any(${a.claims}::uuid[]))
    ) x join people.person p on p.person_id = x.person_id order by x.number, x.person_id, x.class_id, x.turn
  ),
  newest as (
    select distinct on (r.certificate_number) r.certificate_number, r.kind, f.as_of from people.register_entry r join people.register_file f on f.file_id = r.file_id
    where r.register_id = 'certificates' and r.certificate_number in (select number from used) order by r.certificate_number, f.as_of desc, r.entry_no desc
  ),
  certificate as materialized (select c.* from credentials.certificate c join used u on u.number = c.number)
  select distinct on (u.number, u.person_id, u.class_id) ${hit({
    variant: sql`case when c.person_id <> u.person_id then 'other' else 'early' end`,
    ...place,
    facts: sql`${facts}, 'issued', c.issued_on, 'holder', h.name`,
    rows: list(useRow, certificateRow),
  })} from used u join certificate c on c.number = u.number join people.person h on h.person_id = c.person_id
    where c.person_id <> u.person_id or c.issued_on < u.ended_on
  union all select ${hit({ variant: 'number', ...place, facts, rows: list(useRow) })} from used u where u.number = any(${a.badNumbers}::text[])
  ${registered}`
}

export const c29 = (a: Ask): SqlPiece => sql`
  select ${hit({
    variant: 'changed',
    claim: sql`k.claim_id`,
    class: sql`coalesce(n.class_id, k.class_id)`,
    seat: sql`n.seat_no`,
    person: sql`n.person_id`,
    facts: sql`'who', p.name, 'claim', k.number, 'changed', ${clock(local('n.account_changed_at', a))}, 'approved', ${clock(local('k.approved_at', a))}`,
    rows: list(
      row(
        'subsidy.claim_line',
        sql`n.claim_id || '/' || n.line_no`,
        sql`'claim', k.number, 'line', n.line_no, 'name', p.name, 'changed', ${clock(local('n.account_changed_at', a))}`,
      ),
      row(
        'subsidy.claim',
        sql`k.claim_id::text`,
        sql`'claim', k.number, 'approved', ${clock(local('k.approved_at', a))}, 'paid', k.paid_on`,
      ),
    ),
  })} from subsidy.claim_line n join (${CLAIMS}) k on k.claim_id = n.claim_id join people.person p on p.person_id = n.person_id
  where n.account_changed_at > k.approved_at and (k.paid_on is null or ${local('n.account_changed_at', a)}::date <= k.paid_on)
    and (not ${narrowed(a)} or ${inClaims(a, 'k.claim_id')})`

export const c30 = (a: Ask): SqlPiece => {
  const claimRow = row(
    'subsidy.claim',
    sql`k.claim_id::text`,
    sql`'claim', k.number, 'filed', ${clock(local('k.filed_at', a))}, 'filedBy', k.filed_by, 'reviewed', ${clock(local('k.reviewed_at', a))}, 'reviewedBy', k.reviewed_by, 'approved', ${clock(local('k.approved_at', a))}, 'approvedBy', k.approved_by`,
  )
  return sql`
  with k as materialized (
    select k.*, nullif(btrim(k.filed_by), '') as f, nullif(btrim(k.reviewed_by), '') as r, nullif(btrim(k.approved_by), '') as p from (${CLAIMS}) k where ${inClaims(a, 'k.claim_id')}
  ),
  step as materialized (
    select k.claim_id, v.step, v.at, v.before, k.claim_id as unit, v.turn
    from k cross join lateral (values ('review', k.reviewed_at, k.filed_at, 1), ('approval', k.approved_at, coalesce(k.reviewed_at, k.filed_at), 2)) as v (step, at, before, turn) where v.at is not null
  ),
  fast as (
    select distinct on (s.claim_id) s.*, extract(epoch from s.at - s.before) as seconds from step s
    where ${timed('s.at', a)} and ${timed('s.before', a)} and s.at >= s.before and extract(epoch from s.at - s.before) < ${limit(a, 'secondsMin')} order by s.claim_id, s.turn desc
  ),
  late as (
    select distinct on (s.claim_id) s.*, ${local('s.at', a)} as local_at from step s
    where ${timed('s.at', a)} and (extract(hour from ${local('s.at', a)}) < ${limit(a, 'dayFrom')} or extract(hour from ${local('s.at', a)}) >= ${limit(a, 'dayTo')}) order by s.claim_id, s.turn
  ),
  base as (select k.claim_id as unit from k where k.reviewed_at is not null or k.approved_at is not null)
  select ${hit({
    variant: 'same',
    claim: sql`k.claim_id`,
    class: sql`k.class_id`,
    facts: sql`'claim', k.number, 'officer', case when k.f = k.r or k.f = k.p then k.f else k.r end,
      'steps', case when k.f = k.r and k.r = k.p then '申报、初审、复核' when k.f = k.r then '申报、初审' when k.f = k.p then '申报、复核' else '初审、复核' end,
      'stepsEn', case when k.f = k.r and k.r = k.p then 'filing, review and approval' when k.f = k.r then 'filing and review' when k.f = k.p then 'filing and approval' else 'review and approval' end`,
    rows: list(claimRow),
  })} from k where k.f = k.r or k.f = k.p or k.r = k.p
  union all select ${hit({
    variant: 'seconds',
    claim: sql`k.claim_id`,
    class: sql`k.class_id`,
    facts: sql`'claim', k.number, 'step', case x.step when 'review' then '初审' else '复核' end, 'stepEn', x.step, 'seconds', round(x.seconds)::integer`,
    rows: list(claimRow),
  })} from fast x join k using (claim_id) where ${unusual(a, 'fast', 'base')}
  union all select ${hit({
    variant: 'hours',
    claim: sql`k.claim_id`,
    class: sql`k.class_id`,
    facts: sql`'claim', k.number, 'step', case x.step when 'review' then '初审' else '复核' end, 'stepEn', x.step, 'at', ${clock(sql`x.local_at`)}`,
    rows: list(claimRow),
  })} from late x join k using (claim_id) where ${unusual(a, 'late', 'base')}
  union all ${usualNote(a, 'seconds', 'fast', 'base')}
  union all ${usualNote(a, 'hours', 'late', 'base')}`
}
