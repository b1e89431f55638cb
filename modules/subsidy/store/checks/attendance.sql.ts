import { name, type SqlPiece, sql } from '../../../../kernel/db/sql.ts'
import {
  type Ask,
  CLASSES,
  classRow,
  clock,
  hit,
  inClasses,
  limit,
  list,
  local,
  metres,
  row,
  SEATS,
  seatRow,
  timed,
  unusual,
  usualNote,
} from './pieces.sql.ts'

const marksOf = (a: Ask, which: SqlPiece) =>
  sql`(select jsonb_agg(${row(
    'training.attendance',
    sql`m.class_id || '/' || m.lesson_no || '/' || m.seat_no`,
    sql`'class', c.class_no, 'seat', m.seat_no, 'at', ${clock(local('m.in_at', a))}`,
  )} order by m.in_at, m.seat_no) from training.attendance m where m.class_id = f.class_id and m.lesson_no = f.lesson_no and ${which})`
const lessonMarks = (a: Ask) => marksOf(a, sql`true`)
const oneMark = (a: Ask) =>
  sql`jsonb_build_array(${classRow('c')}) || ${marksOf(a, sql`(f.at is null or ${local('m.in_at', a)} = f.at)`)}`

const markRow = (m: string, more: SqlPiece = sql``) => {
  const c = (column: string) => sql`${name(`${m}.${column}`)}`
  return row(
    'training.attendance',
    sql`${c('class_id')} || '/' || ${c('lesson_no')} || '/' || ${c('seat_no')}`,
    sql`'class', ${c('class_no')}, 'day', ${c('on_day')}, 'half', ${c('half')}, 'seat', ${c('seat_no')}, 'at', ${clock(c('at'))}${more}`,
  )
}

/**
 * Only persons whose classes touch each other in time can be in two places, and those whose device was away from the venue: the
 * five million marks are asked for these alone.
 */
export const c07 = (a: Ask): SqlPiece => sql`
  with seat as materialized (
    select s.class_id, s.seat_no, s.person_id, s.class_no, s.started_on, s.ended_on, s.venue_id, p.name
    from (${SEATS}) s join people.person p on p.person_id = s.person_id
    where s.person_id in (select e.person_id from training.enrolment e where ${inClasses(a, 'e.class_id')})
  ),
  pair as materialized (
    select x.class_id, x.seat_no, x.person_id, x.name, x.class_no, y.class_id as other_id, y.seat_no as other_seat, y.class_no as other_no,
      greatest(x.started_on, y.started_on) as from_on, least(x.ended_on, y.ended_on) as to_on
    from seat x join seat y on y.person_id = x.person_id and y.class_id <> x.class_id and y.started_on <= x.ended_on + 1 and y.ended_on >= x.started_on - 1
  ),
  away as materialized (
    select distinct m.class_id, m.seat_no from training.attendance m
      join training.lesson l on l.class_id = m.class_id and l.lesson_no = m.lesson_no
      join training.class c on c.class_id = m.class_id
      join training.venue v on v.venue_id = coalesce(l.venue_id, c.venue_id)
    where m.lat_e6 is not null and m.lon_e6 is not null and ${inClasses(a, 'm.class_id')}
      and ${metres(sql`v.lat_e6`, sql`v.lon_e6`, sql`m.lat_e6`, sql`m.lon_e6`)} > ${limit(a, 'placeMetres')}
  ),
  mark as materialized (
    select s.person_id, s.name, s.class_no, m.class_id, m.lesson_no, m.seat_no, l.on_day, l.half, ${local('m.in_at', a)} as at, m.in_at,
      m.lat_e6, m.lon_e6, ${timed('m.in_at', a)} as timed, coalesce(m.out_at, m.in_at) as until
    from (select class_id, seat_no from pair union select class_id, seat_no from away) u
      join seat s using (class_id, seat_no)
      join training.attendance m on m.class_id = s.class_id and m.seat_no = s.seat_no
      join training.lesson l on l.class_id = m.class_id and l.lesson_no = m.lesson_no
  ),
  half as (
    select x.class_id, x.seat_no, x.person_id, y.class_id as other_id, y.seat_no as other_seat, min(x.name) as name, min(x.class_no) as class_no,
      min(y.class_no) as other_no, count(*) as times, (array_agg(x.lesson_no order by x.on_day, x.lesson_no))[1] as lesson_no,
      (array_agg(y.lesson_no order by x.on_day, x.lesson_no))[1] as other_lesson, (array_agg(x.half order by x.on_day, x.lesson_no))[1] as half,
      min(x.on_day) as on_day, (array_agg(x.at order by x.on_day, x.lesson_no))[1] as at, (array_agg(y.at order by x.on_day, x.lesson_no))[1] as other_at
    from mark x join mark y on y.person_id = x.person_id and y.on_day = x.on_day and y.half = x.half and y.class_id <> x.class_id
    group by 1, 2, 3, 4, 5
  ),
  step as (
    select m.*, lag(m.lat_e6) over w as lat_before, lag(m.lon_e6) over w as lon_before, lag(m.until) over w as until_before,
      lag(m.class_id) over w as class_before, lag(m.lesson_no) over w as lesson_before, lag(m.seat_no) over w as seat_before,
      lag(m.class_no) over w as no_before, lag(m.at) over w as at_before
    from mark m where m.lat_e6 is not null and m.lon_e6 is not null and m.timed
    window w as (partition by m.person_id order by m.in_at, m.class_id, m.lesson_no)
  ),
  measured as (
    select s.*, ${metres(sql`s.lat_before`, sql`s.lon_before`, sql`s.lat_e6`, sql`s.lon_e6`)} as metres,
      greatest(extract(epoch from s.in_at - s.until_before), 0) as seconds
    from step s where s.lat_before is not null
  ),
  jump as (
    select * from measured where metres > ${limit(a, 'placeMetres')} and metres * 3.6 > ${limit(a, 'speedMax')} * seconds
  ),
  marked as materialized (select x.class_id from (select class_id from pair union select other_id from pair) x where exists (select 1 from training.attendance m where m.class_id = x.class_id)),
  taught as materialized (select x.class_id from (select class_id from pair union select other_id from pair) x where exists (select 1 from training.lesson l where l.class_id = x.class_id)),
  planned as (
    select q.class_id, q.seat_no, q.other_id, count(*) as times, min(x.on_day) as on_day
    from pair q join training.lesson x on x.class_id = q.class_id and x.on_day between q.from_on and q.to_on
      join training.lesson y on y.class_id = q.other_id and y.on_day = x.on_day and y.half = x.half
    where q.class_id not in (select class_id from marked) or q.other_id not in (select class_id from marked)
    group by 1, 2, 3
  )
  select ${hit({
    variant: 'half',
    class: sql`h.class_id`,
    seat: sql`h.seat_no`,
    person: sql`h.person_id`,
    facts: sql`'who', h.name, 'class', h.class_no, 'other', h.other_no, 'day', h.on_day, 'half', h.half, 'count', h.times`,
    rows: list(
      markRow('h', sql`, 'name', h.name`),
      row(
        'training.attendance',
        sql`h.other_id || '/' || h.other_lesson || '/' || h.other_seat`,
        sql`'class', h.other_no, 'day', h.on_day, 'half', h.half, 'seat', h.other_seat, 'at', ${clock(sql`h.other_at`)}, 'name', h.name`,
      ),
    ),
  })} from half h where ${inClasses(a, 'h.class_id')}
  union all
  select distinct on (j.class_id, j.seat_no, j.class_before) ${hit({
    variant: 'travel',
    class: sql`j.class_id`,
    seat: sql`j.seat_no`,
    person: sql`j.person_id`,
    facts: sql`'who', j.name, 'class', j.class_no, 'at', ${clock(sql`j.at`)}, 'minutes', ceil(j.seconds / 60)::integer, 'km', round((j.metres / 1000)::numeric, 1), 'before', j.no_before || ' ' || ${clock(sql`j.at_before`)}`,
    rows: list(
      markRow('j', sql`, 'name', j.name, 'lat', j.lat_e6, 'lon', j.lon_e6`),
      row(
        'training.attendance',
        sql`j.class_before || '/' || j.lesson_before || '/' || j.seat_before`,
        sql`'class', j.no_before, 'seat', j.seat_before, 'at', ${clock(sql`j.at_before`)}, 'name', j.name, 'lat', j.lat_before, 'lon', j.lon_before`,
      ),
    ),
  })} from jump j where ${inClasses(a, 'j.class_id')}
    and not exists (select 1 from half h where h.class_id = j.class_id and h.seat_no = j.seat_no and h.other_id = j.class_before)
  union all
  select ${hit({
    variant: sql`case when t.times is null then 'dates' else 'timetable' end`,
    class: sql`q.class_id`,
    seat: sql`q.seat_no`,
    person: sql`q.person_id`,
    facts: sql`'who', q.name, 'class', q.class_no, 'other', q.other_no, 'day', coalesce(t.on_day, q.from_on), 'count', t.times`,
    rows: list(
      row(
        'training.enrolment',
        sql`q.class_id || '/' || q.seat_no`,
        sql`'class', q.class_no, 'seat', q.seat_no, 'name', q.name`,
      ),
      row(
        'training.enrolment',
        sql`q.other_id || '/' || q.other_seat`,
        sql`'class', q.other_no, 'seat', q.other_seat, 'name', q.name`,
      ),
    ),
  })} from pair q left join planned t using (class_id, seat_no, other_id)
    where ${inClasses(a, 'q.class_id')} and (t.times is not null
      or (q.from_on <= q.to_on and q.class_id not in (select class_id from taught) and q.other_id not in (select class_id from taught)))`

/** One face for several persons; other faces on one person's seat. */
export const c09 = (a: Ask): SqlPiece => sql`
  with seat as materialized (select s.class_id, s.seat_no, s.person_id, s.class_no, s.face_hash, p.name from (${SEATS}) s join people.person p on p.person_id = s.person_id),
  seen as materialized (
    select m.*, first_value(m.face) over (partition by m.class_id, m.seat_no order by m.marks desc, m.face) as most
    from (select m.class_id, m.seat_no, m.face, count(*) as marks, min(m.lesson_no) as lesson_no from training.attendance m where m.face is not null and ${inClasses(a, 'm.class_id')} group by 1, 2, 3) m
  ),
  face as materialized (
    select s.class_id, s.seat_no, s.person_id, s.face_hash as face from seat s where s.face_hash is not null
    union select s.class_id, s.seat_no, s.person_id, m.face from seen m join seat s using (class_id, seat_no)
  ),
  twice as materialized (
    select f.*, s.name, s.class_no from face f join seat s on s.class_id = f.class_id and s.seat_no = f.seat_no
    where f.face in (select f.face from face f group by 1 having count(distinct f.person_id) > 1)
  ),
  other as materialized (
    select m.class_id, m.seat_no, sum(m.marks) as marks, min(m.lesson_no) as lesson_no, m.class_id::text || '/' || m.seat_no as unit
    from seen m join seat s using (class_id, seat_no)
    where m.face <> coalesce(s.face_hash, m.most)
    group by 1, 2 having sum(m.marks) >= ${limit(a, 'otherMarksMin')}
  ),
  base as (select m.class_id::text || '/' || m.seat_no as unit from seen m)
  select distinct on (f.class_id, f.seat_no) ${hit({
    variant: 'shared',
    class: sql`f.class_id`,
    seat: sql`f.seat_no`,
    person: sql`f.person_id`,
    facts: sql`'who', f.name, 'class', f.class_no, 'count', o.persons, 'other', o.name`,
    rows: sql`jsonb_build_array(${seatRow('f', sql`f.name`, sql`, 'face', encode(f.face, 'hex')`)}) || o.evidence`,
  })} from twice f cross join lateral (
      select count(distinct x.person_id) as persons, min(x.name) as name, jsonb_agg(${seatRow('x', sql`x.name`, sql`, 'face', encode(x.face, 'hex')`)}) as evidence
      from twice x where x.face = f.face and x.person_id <> f.person_id
    ) o
  where ${inClasses(a, 'f.class_id')}
  union all
  select ${hit({
    variant: 'many',
    class: sql`o.class_id`,
    seat: sql`o.seat_no`,
    person: sql`s.person_id`,
    facts: sql`'who', s.name, 'class', s.class_no, 'count', o.marks`,
    rows: sql`jsonb_build_array(${seatRow('s', sql`s.name`, sql`, 'face', encode(s.face_hash, 'hex')`)}) || (select jsonb_agg(${row(
      'training.attendance',
      sql`m.class_id || '/' || m.lesson_no || '/' || m.seat_no`,
      sql`'class', s.class_no, 'seat', m.seat_no, 'face', encode(m.face, 'hex')`,
    )} order by m.lesson_no) from training.attendance m where m.class_id = o.class_id and m.seat_no = o.seat_no and m.face is not null)`,
  })} from other o join seat s using (class_id, seat_no)
    where ${inClasses(a, 'o.class_id')} and ${unusual(a, 'other', 'base')}
      and not exists (select 1 from twice f where f.class_id = o.class_id and f.seat_no = o.seat_no)
  union all ${usualNote(a, 'many', 'other', 'base')}`

/** Devices that sign in many, marks far from the venue, and marks of many from one spot. */
export const c11 = (a: Ask): SqlPiece => sql`
  with class as materialized (${CLASSES}),
  mark as not materialized (
    select m.class_id, m.lesson_no, m.seat_no, m.device, m.method, m.lat_e6, m.lon_e6, l.on_day, coalesce(l.venue_id, c.venue_id) as venue_id,
      case when v.lat_e6 is null or m.lat_e6 is null or m.lon_e6 is null then null else ${metres(sql`v.lat_e6`, sql`v.lon_e6`, sql`m.lat_e6`, sql`m.lon_e6`)}::real end as metres
    from training.attendance m join class c on c.class_id = m.class_id
      join training.lesson l on l.class_id = m.class_id and l.lesson_no = m.lesson_no
      left join training.venue v on v.venue_id = coalesce(l.venue_id, c.venue_id)
    where m.device is not null or m.lat_e6 is not null
  ),
  shared as materialized (
    select m.device, m.class_id, m.lesson_no, min(m.on_day) as on_day, count(distinct m.seat_no) as persons
    from mark m where m.device is not null and m.method in ('face', 'code') and ${inClasses(a, 'm.class_id')} group by 1, 2, 3 having count(distinct m.seat_no) > ${limit(a, 'devicePersonsMax')}
  ),
  terminal as materialized (
    select m.device from mark m where m.device = any(array(select s.device from shared s)) group by 1
    having count(distinct m.class_id) >= ${limit(a, 'terminalClassesMin')} and count(distinct m.venue_id) = 1
      and coalesce(max(m.metres), 0) <= ${limit(a, 'radiusMetres')}
  ),
  device as (
    select s.device, s.class_id, count(*) as lessons, max(s.persons) as persons, (array_agg(s.on_day order by s.persons desc, s.lesson_no))[1] as on_day,
      (array_agg(s.lesson_no order by s.persons desc, s.lesson_no))[1] as lesson_no, s.class_id as unit
    from shared s where s.device not in (select device from terminal) group by 1, 2
  ),
  outside as (
    select m.class_id, m.seat_no, count(*) as marks, max(m.metres) as metres, min(m.on_day) as on_day,
      (array_agg(m.lesson_no order by m.metres desc, m.lesson_no))[1] as lesson_no, m.class_id as unit
    from mark m where m.metres > ${limit(a, 'radiusMetres')} and ${inClasses(a, 'm.class_id')} group by 1, 2
  ),
  spot_lesson as materialized (
    select m.class_id, m.lesson_no, m.lat_e6, m.lon_e6, min(m.on_day) as on_day, count(distinct m.seat_no) as persons, count(distinct m.device) as devices
    from mark m where m.lat_e6 is not null and m.lon_e6 is not null and ${inClasses(a, 'm.class_id')} group by 1, 2, 3, 4
    having count(distinct m.seat_no) >= ${limit(a, 'sameSpotPersons')}
      -- What one terminal signs has one spot by nature.
      and not (count(distinct m.device) = 1 and min(m.device) in (select device from terminal))
  ),
  spot as (
    select s.class_id, s.lat_e6, s.lon_e6, count(*) as lessons, max(s.persons) as persons, (array_agg(s.on_day order by s.persons desc, s.lesson_no))[1] as on_day,
      (array_agg(s.lesson_no order by s.persons desc, s.lesson_no))[1] as lesson_no, s.class_id as unit
    from spot_lesson s group by 1, 2, 3
  ),
  base as (select c.class_id as unit from class c where exists (select 1 from training.attendance m where m.class_id = c.class_id))
  select ${hit({
    variant: 'device',
    class: sql`d.class_id`,
    facts: sql`'class', c.class_no, 'day', d.on_day, 'count', d.persons, 'lessons', d.lessons`,
    rows: sql`(select jsonb_agg(${row(
      'training.attendance',
      sql`m.class_id || '/' || m.lesson_no || '/' || m.seat_no`,
      sql`'class', c.class_no, 'seat', m.seat_no, 'day', d.on_day, 'device', encode(m.device, 'hex'), 'method', m.method`,
    )} order by m.seat_no) from training.attendance m where m.class_id = d.class_id and m.lesson_no = d.lesson_no and m.device = d.device)`,
  })} from device d join class c using (class_id) where ${inClasses(a, 'd.class_id')} and ${unusual(a, 'device', 'base')}
  union all
  select ${hit({
    variant: 'outside',
    class: sql`o.class_id`,
    seat: sql`o.seat_no`,
    person: sql`e.person_id`,
    facts: sql`'class', c.class_no, 'who', p.name, 'count', o.marks, 'metres', round(o.metres)::integer, 'day', o.on_day`,
    rows: list(
      row(
        'training.attendance',
        sql`m.class_id || '/' || m.lesson_no || '/' || m.seat_no`,
        sql`'class', c.class_no, 'seat', m.seat_no, 'name', p.name, 'day', o.on_day, 'lat', m.lat_e6, 'lon', m.lon_e6, 'metres', round(o.metres)::integer`,
      ),
      row('training.venue', sql`v.venue_id::text`, sql`'venue', v.name, 'lat', v.lat_e6, 'lon', v.lon_e6`),
    ),
  })} from outside o join class c using (class_id) join training.enrolment e using (class_id, seat_no) join people.person p on p.person_id = e.person_id
    join training.attendance m on m.class_id = o.class_id and m.seat_no = o.seat_no and m.lesson_no = o.lesson_no
    join training.lesson l on l.class_id = m.class_id and l.lesson_no = m.lesson_no
    join training.venue v on v.venue_id = coalesce(l.venue_id, c.venue_id)
    where ${inClasses(a, 'o.class_id')} and ${unusual(a, 'outside', 'base')}
  union all
  select ${hit({
    variant: 'spot',
    class: sql`d.class_id`,
    facts: sql`'class', c.class_no, 'day', d.on_day, 'count', d.persons, 'lessons', d.lessons`,
    rows: sql`(select jsonb_agg(${row(
      'training.attendance',
      sql`m.class_id || '/' || m.lesson_no || '/' || m.seat_no`,
      sql`'class', c.class_no, 'seat', m.seat_no, 'day', d.on_day, 'lat', m.lat_e6, 'lon', m.lon_e6`,
    )} order by m.seat_no) from training.attendance m where m.class_id = d.class_id and m.lesson_no = d.lesson_no and m.lat_e6 = d.lat_e6 and m.lon_e6 = d.lon_e6)`,
  })} from spot d join class c using (class_id) where ${inClasses(a, 'd.class_id')} and ${unusual(a, 'spot', 'base')}
  union all ${usualNote(a, 'device', 'device', 'base')}
  union all ${usualNote(a, 'outside', 'outside', 'base')}
  union all ${usualNote(a, 'spot', 'spot', 'base')}`

/** One straggler or one who stays away does not hide a pattern, so the ends are cut. All at once, exactly on the second, in even steps, at night, on holidays, on another day than the lesson. */
export const c12 = (a: Ask): SqlPiece => sql`
  with class as materialized (${CLASSES}),
  mark as not materialized (
    select m.class_id, m.lesson_no, m.seat_no, l.on_day, l.starts_at, m.in_at, ${local('m.in_at', a)} as at,
      extract(hour from ${local('m.in_at', a)}) >= ${limit(a, 'nightFrom')} or extract(hour from ${local('m.in_at', a)}) < ${limit(a, 'nightTo')} as night
    from training.attendance m join training.lesson l on l.class_id = m.class_id and l.lesson_no = m.lesson_no
    where m.method <> 'paper' and not m.corrected and ${timed('m.in_at', a)} and ${inClasses(a, 'm.class_id')}
  ),
  lesson as materialized (
    select m.class_id, m.lesson_no, min(m.on_day) as on_day, count(*) as persons, extract(epoch from percentile_disc(0.95) within group (order by m.in_at) - percentile_disc(0.05) within group (order by m.in_at)) as seconds,
      extract(epoch from percentile_disc(0.8) within group (order by m.gap)) as gap_max, extract(epoch from percentile_disc(0.1) within group (order by m.gap)) as gap_min,
      count(*) filter (where m.night) as nights, min(m.at) filter (where m.night) as night_at,
      count(*) filter (where m.at::date <> m.on_day) as late, min(m.at) filter (where m.at::date <> m.on_day) as late_at
    from (select m.*, m.in_at - lag(m.in_at) over (partition by m.class_id, m.lesson_no order by m.in_at) as gap from mark m) m group by 1, 2
  ),
  together as (
    select l.class_id, count(*) as lessons, max(l.persons) as persons, min(l.on_day) as on_day, (array_agg(l.seconds order by l.on_day, l.lesson_no))[1] as seconds,
      (array_agg(l.lesson_no order by l.on_day, l.lesson_no))[1] as lesson_no, l.class_id as unit
    from lesson l where l.persons >= ${limit(a, 'personsMin')} and l.seconds <= ${limit(a, 'togetherSeconds')} group by 1
  ),
  step as (
    select l.class_id, count(*) as lessons, max(l.persons) as persons, min(l.on_day) as on_day, (array_agg(round(l.gap_max) order by l.on_day, l.lesson_no))[1] as seconds,
      (array_agg(l.lesson_no order by l.on_day, l.lesson_no))[1] as lesson_no, l.class_id as unit
    from lesson l where l.persons >= ${limit(a, 'personsMin')} and l.seconds > ${limit(a, 'togetherSeconds')} and l.gap_min > 0 and l.gap_max - l.gap_min <= ${limit(a, 'stepSeconds')} group by 1
  ),
  exact as (
    select m.class_id, m.seat_no, count(*) as marks, count(*) filter (where m.exact) as times, m.class_id as unit
    from (select m.class_id, m.seat_no, abs(extract(epoch from m.in_at - m.starts_at)) < 1 as exact from mark m where m.starts_at is not null) m
    group by 1, 2 having count(*) >= ${limit(a, 'exactMarksMin')} and count(*) filter (where m.exact) >= ${limit(a, 'exactShare')} * count(*)
  ),
  night as (
    select l.class_id, sum(l.nights) as times, min(l.night_at) as at, (array_agg(l.lesson_no order by l.night_at))[1] as lesson_no, l.class_id as unit
    from lesson l where l.nights > 0 group by 1
  ),
  holiday as (
    select l.class_id, sum(l.persons) as times, min(l.on_day) as on_day, (array_agg(l.lesson_no order by l.on_day, l.lesson_no))[1] as lesson_no, null::timestamp as at, l.class_id as unit
    from lesson l where l.on_day = any(${a.holidays}::date[]) group by 1
  ),
  late as (
    select l.class_id, sum(l.late) as times, min(l.on_day) as on_day, (array_agg(l.late_at order by l.on_day, l.lesson_no))[1] as at,
      (array_agg(l.lesson_no order by l.on_day, l.lesson_no))[1] as lesson_no, l.class_id as unit
    from lesson l where l.late > 0 group by 1
  ),
  base as (select distinct class_id as unit from lesson)
  select ${hit({
    variant: 'together',
    class: sql`f.class_id`,
    facts: sql`'class', c.class_no, 'day', f.on_day, 'count', f.persons, 'seconds', round(f.seconds)::integer, 'lessons', f.lessons`,
    rows: lessonMarks(a),
  })} from together f join class c using (class_id) where ${inClasses(a, 'f.class_id')} and ${unusual(a, 'together', 'base')}
  union all select ${hit({
    variant: 'step',
    class: sql`f.class_id`,
    facts: sql`'class', c.class_no, 'day', f.on_day, 'count', f.persons, 'seconds', round(f.seconds)::integer, 'lessons', f.lessons`,
    rows: lessonMarks(a),
  })} from step f join class c using (class_id) where ${inClasses(a, 'f.class_id')} and ${unusual(a, 'step', 'base')}
  union all select ${hit({
    variant: 'exact',
    class: sql`f.class_id`,
    seat: sql`f.seat_no`,
    person: sql`e.person_id`,
    facts: sql`'class', c.class_no, 'who', p.name, 'count', f.times, 'marks', f.marks`,
    rows: sql`(select jsonb_agg(${row(
      'training.attendance',
      sql`m.class_id || '/' || m.lesson_no || '/' || m.seat_no`,
      sql`'class', c.class_no, 'name', p.name, 'seat', m.seat_no, 'at', ${clock(local('m.in_at', a))}`,
    )} order by m.lesson_no) from training.attendance m where m.class_id = f.class_id and m.seat_no = f.seat_no)`,
  })} from exact f join class c using (class_id) join training.enrolment e using (class_id, seat_no) join people.person p on p.person_id = e.person_id
    where ${inClasses(a, 'f.class_id')} and ${unusual(a, 'exact', 'base')}
  union all select ${hit({
    variant: 'night',
    class: sql`f.class_id`,
    facts: sql`'class', c.class_no, 'count', f.times, 'at', ${clock(sql`f.at`)}`,
    rows: oneMark(a),
  })} from night f join class c using (class_id) where ${inClasses(a, 'f.class_id')} and ${unusual(a, 'night', 'base')}
  union all select ${hit({
    variant: 'holiday',
    class: sql`f.class_id`,
    facts: sql`'class', c.class_no, 'count', f.times, 'day', f.on_day`,
    rows: oneMark(a),
  })} from holiday f join class c using (class_id) where ${inClasses(a, 'f.class_id')} and ${unusual(a, 'holiday', 'base')}
  union all select ${hit({
    variant: 'day',
    class: sql`f.class_id`,
    facts: sql`'class', c.class_no, 'count', f.times, 'day', f.on_day, 'at', ${clock(sql`f.at`)}`,
    rows: oneMark(a),
  })} from late f join class c using (class_id) where ${inClasses(a, 'f.class_id')} and ${unusual(a, 'late', 'base')}
  union all ${usualNote(a, 'together', 'together', 'base')}
  union all ${usualNote(a, 'step', 'step', 'base')}
  union all ${usualNote(a, 'exact', 'exact', 'base')}
  union all ${usualNote(a, 'night', 'night', 'base')}
  union all ${usualNote(a, 'holiday', 'holiday', 'base')}
  union all ${usualNote(a, 'day', 'late', 'base')}`
