import { type SqlPiece, sql } from '../../../../kernel/db/sql.ts'
import {
  type Ask,
  CLASSES,
  classRow,
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

const lessonRow = (l: 'x' | 'y', more: SqlPiece = sql``) => {
  const c =
    l === 'x'
      ? {
          id: sql`x.class_id`,
          no: sql`x.class_no`,
          lesson: sql`x.lesson_no`,
          on: sql`x.on_day`,
          half: sql`x.half`,
          at: sql`x.starts_at`,
        }
      : {
          id: sql`y.class_id`,
          no: sql`y.class_no`,
          lesson: sql`y.lesson_no`,
          on: sql`y.on_day`,
          half: sql`y.half`,
          at: sql`y.starts_at`,
        }
  return row(
    'training.lesson',
    sql`${c.id} || '/' || ${c.lesson}`,
    sql`'class', ${c.no}, 'lesson', ${c.lesson}, 'day', ${c.on}, 'half', ${c.half}, 'at', ${c.at}${more}`,
  )
}
const LESSONS = sql`
  select l.*, c.class_no, c.organisation_id from training.lesson l join class c on c.class_id = l.class_id`
/** Two lessons of one half day meet, unless both tell their times and these do not. */
const MEET = sql`(x.starts_at is null or y.starts_at is null or (x.starts_at < coalesce(y.ends_at, y.starts_at + interval '1 minute') and y.starts_at < coalesce(x.ends_at, x.starts_at + interval '1 minute')))`

export const c13 = (a: Ask): SqlPiece => sql`
  with class as materialized (${CLASSES}),
  lesson as materialized (${LESSONS} where l.teacher_id is not null),
  busy as materialized (
    select l.* from lesson l join (select teacher_id, on_day, half from lesson group by 1, 2, 3 having count(distinct class_id) > 1) b using (teacher_id, on_day, half)
  ),
  twice as (
    select distinct on (x.class_id, y.class_id, x.teacher_id) x.class_id, x.class_no, x.lesson_no, x.on_day, x.half, x.starts_at, x.teacher_id,
      y.class_id as y_class, y.class_no as y_no, y.lesson_no as y_lesson, y.starts_at as y_starts
    from busy x join busy y on y.teacher_id = x.teacher_id and y.on_day = x.on_day and y.half = x.half and y.class_id <> x.class_id and ${MEET}
    where ${inClasses(a, 'x.class_id')} order by x.class_id, y.class_id, x.teacher_id, x.on_day, x.lesson_no
  ),
  long as (
    select l.teacher_id, l.on_day, sum(l.hours) as hours, array_agg(distinct l.class_id) as classes from lesson l group by 1, 2 having sum(l.hours) > ${limit(a, 'hoursDayMax')}
  ),
  stranger as (
    select l.class_id, l.class_no, l.teacher_id, count(*) as lessons, min(l.on_day) as on_day, min(l.lesson_no) as lesson_no
    from lesson l where ${inClasses(a, 'l.class_id')} and exists (select 1 from training.teacher)
      and not exists (select 1 from training.teacher t where t.organisation_id = l.organisation_id and t.person_id = l.teacher_id and t.from_on <= l.on_day and coalesce(t.to_on, 'infinity') >= l.on_day)
    group by 1, 2, 3
  )
  select ${hit({
    variant: 'twice',
    class: sql`x.class_id`,
    facts: sql`'teacher', p.name, 'class', x.class_no, 'other', x.y_no, 'day', x.on_day, 'half', x.half`,
    rows: list(
      lessonRow('x', sql`, 'name', p.name`),
      row(
        'training.lesson',
        sql`x.y_class || '/' || x.y_lesson`,
        sql`'class', x.y_no, 'lesson', x.y_lesson, 'day', x.on_day, 'half', x.half, 'at', x.y_starts, 'name', p.name`,
      ),
    ),
  })} from twice x join people.person p on p.person_id = x.teacher_id
  union all select ${hit({
    variant: 'hours',
    class: sql`c.class_id`,
    facts: sql`'teacher', p.name, 'class', c.class_no, 'day', d.on_day, 'hours', d.hours, 'max', ${limit(a, 'hoursDayMax')}`,
    rows: sql`(select jsonb_agg(${row('training.lesson', sql`x.class_id || '/' || x.lesson_no`, sql`'class', x.class_no, 'lesson', x.lesson_no, 'day', x.on_day, 'half', x.half, 'hours', x.hours, 'name', p.name`)} order by x.half, x.class_id) from lesson x where x.teacher_id = d.teacher_id and x.on_day = d.on_day)`,
  })} from long d join people.person p on p.person_id = d.teacher_id join class c on c.class_id = any(d.classes) where ${inClasses(a, 'c.class_id')}
  union all select ${hit({
    variant: 'stranger',
    class: sql`s.class_id`,
    facts: sql`'teacher', p.name, 'class', s.class_no, 'day', s.on_day, 'count', s.lessons`,
    rows: sql`jsonb_build_array(${row('training.lesson', sql`s.class_id || '/' || s.lesson_no`, sql`'class', s.class_no, 'lesson', s.lesson_no, 'day', s.on_day, 'name', p.name`)}) || coalesce((select jsonb_agg(${row(
      'training.teacher',
      sql`t.organisation_id || '/' || t.person_id`,
      sql`'name', t.name, 'from', t.from_on, 'to', t.to_on`,
    )}) from training.teacher t where t.person_id = s.teacher_id), '[]'::jsonb)`,
  })} from stranger s join people.person p on p.person_id = s.teacher_id`

export const c14 = (a: Ask): SqlPiece => sql`
  with class as materialized (${CLASSES}),
  lesson as materialized (${LESSONS} where l.venue_id is not null and l.room_code is not null),
  busy as materialized (
    select l.* from lesson l join (select venue_id, room_code, on_day, half from lesson group by 1, 2, 3, 4 having count(distinct class_id) > 1) b using (venue_id, room_code, on_day, half)
  ),
  twice as (
    select distinct on (x.class_id, y.class_id, x.venue_id, x.room_code) x.class_id, x.class_no, x.lesson_no, x.on_day, x.half, x.starts_at, x.venue_id, x.room_code,
      y.class_id as y_class, y.class_no as y_no, y.lesson_no as y_lesson, y.starts_at as y_starts
    from busy x join busy y on y.venue_id = x.venue_id and y.room_code = x.room_code and y.on_day = x.on_day and y.half = x.half and y.class_id <> x.class_id and ${MEET}
    where ${inClasses(a, 'x.class_id')} order by x.class_id, y.class_id, x.venue_id, x.room_code, x.on_day, x.lesson_no
  ),
  size as materialized (select s.class_id, count(*) as trainees from (${SEATS}) s where ${inClasses(a, 's.class_id')} group by 1),
  place as (
    select z.class_id, z.trainees, coalesce(l.venue_id, c.venue_id) as venue_id, l.room_code
    from size z join class c using (class_id) left join (select distinct class_id, venue_id, room_code from training.lesson) l using (class_id)
    where coalesce(l.venue_id, c.venue_id) is not null group by 1, 2, 3, 4
  ),
  full_room as (
    select distinct on (p.class_id) p.*, v.name as venue, coalesce(r.name, v.name) as room, coalesce(r.capacity, v.capacity) as capacity
    from place p join training.venue v on v.venue_id = p.venue_id left join training.room r on r.venue_id = p.venue_id and r.room_code = p.room_code
    where p.trainees > coalesce(r.capacity, v.capacity) order by p.class_id, coalesce(r.capacity, v.capacity)
  )
  select ${hit({
    variant: 'twice',
    class: sql`x.class_id`,
    facts: sql`'room', v.name || ' ' || x.room_code, 'class', x.class_no, 'other', x.y_no, 'day', x.on_day, 'half', x.half`,
    rows: list(
      lessonRow('x', sql`, 'venue', v.name, 'room', x.room_code`),
      row(
        'training.lesson',
        sql`x.y_class || '/' || x.y_lesson`,
        sql`'class', x.y_no, 'lesson', x.y_lesson, 'day', x.on_day, 'half', x.half, 'at', x.y_starts, 'venue', v.name, 'room', x.room_code`,
      ),
    ),
  })} from twice x join training.venue v on v.venue_id = x.venue_id
  union all select ${hit({
    variant: 'full',
    class: sql`c.class_id`,
    facts: sql`'class', c.class_no, 'count', f.trainees, 'room', f.room, 'capacity', f.capacity`,
    rows: list(
      classRow('c', sql`, 'trainees', f.trainees`),
      row(
        'training.room',
        sql`f.venue_id || coalesce('/' || f.room_code, '')`,
        sql`'venue', f.venue, 'room', f.room, 'capacity', f.capacity`,
      ),
    ),
  })} from full_room f join class c using (class_id)`

/** Equal pictures, and pictures not taken in the time of the class. */
export const c15 = (a: Ask): SqlPiece => sql`
  with class as materialized (${CLASSES}),
  photo as materialized (
    select m.*, c.class_no, c.started_on, c.ended_on, (m.taken_at at time zone ${a.zone}::text)::date as taken_on
    from training.material m join class c using (class_id) where m.kind = 'photo'
  ),
  again as (
    select distinct on (x.class_id, y.class_id) x.class_id, x.class_no, x.seat_no, x.material_no, x.on_day, x.hash, y.class_id as y_class, y.class_no as y_no, y.seat_no as y_seat, y.material_no as y_material, y.on_day as y_day
    from photo x join photo y on y.hash = x.hash and (y.class_id <> x.class_id or y.on_day <> x.on_day)
    where ${inClasses(a, 'x.class_id')} order by x.class_id, y.class_id, x.on_day, x.material_no, y.on_day
  ),
  taken as (
    select distinct on (x.class_id) x.* from photo x where (x.taken_on < x.started_on or x.taken_on > x.ended_on) and ${inClasses(a, 'x.class_id')} order by x.class_id, x.taken_on
  )
  select ${hit({
    variant: 'again',
    class: sql`x.class_id`,
    facts: sql`'class', x.class_no, 'day', x.on_day, 'other', x.y_no, 'otherDay', x.y_day`,
    rows: list(
      row(
        'training.material',
        sql`x.class_id || '/' || x.seat_no || '/' || x.material_no`,
        sql`'class', x.class_no, 'day', x.on_day, 'hash', encode(x.hash, 'hex')`,
      ),
      row(
        'training.material',
        sql`x.y_class || '/' || x.y_seat || '/' || x.y_material`,
        sql`'class', x.y_no, 'day', x.y_day, 'hash', encode(x.hash, 'hex')`,
      ),
    ),
  })} from again x
  union all select ${hit({
    variant: 'taken',
    class: sql`x.class_id`,
    facts: sql`'class', x.class_no, 'taken', x.taken_on, 'start', x.started_on, 'end', x.ended_on`,
    rows: list(
      row(
        'training.material',
        sql`x.class_id || '/' || x.seat_no || '/' || x.material_no`,
        sql`'class', x.class_no, 'day', x.on_day, 'taken', x.taken_on`,
      ),
      classRow('x'),
    ),
  })} from taken x`

/** Equal papers within a class, or over classes of one hash; perfect answers are equal by nature. */
export const c16 = (a: Ask): SqlPiece => sql`
  with class as materialized (${CLASSES}),
  paper as materialized (
    select m.class_id, m.seat_no, m.material_no, m.kind, m.hash, c.class_no
    from training.material m join class c using (class_id) left join training.result r on r.class_id = m.class_id and r.seat_no = m.seat_no
    where m.kind in ('answers', 'essay', 'questionnaire') and m.seat_no > 0
      and not (m.kind = 'answers' and coalesce(r.theory_score, 0) >= ${limit(a, 'fullMarks')})
  ),
  clone as materialized (
    select p.kind, p.hash, count(distinct (p.class_id, p.seat_no)) as persons, count(distinct p.class_id) as classes from paper p group by 1, 2
    having count(distinct (p.class_id, p.seat_no)) >= case p.kind when 'answers' then ${limit(a, 'answersPersons')} when 'essay' then ${limit(a, 'essayPersons')} else ${limit(a, 'questionnairePersons')} end
  ),
  found as (
    select p.class_id, p.class_no, p.kind, p.hash, k.persons,
      jsonb_agg(${row('training.material', sql`p.class_id || '/' || p.seat_no || '/' || p.material_no`, sql`'class', p.class_no, 'seat', p.seat_no, 'kind', p.kind, 'hash', encode(p.hash, 'hex')`)} order by p.seat_no) as evidence
    from paper p join clone k on k.kind = p.kind and k.hash = p.hash
    -- A questionnaire that is usual in the whole city (all fields best) says nothing.
    where ${inClasses(a, 'p.class_id')} and (p.kind <> 'questionnaire' or k.classes <= greatest((select count(distinct q.class_id) from paper q where q.kind = 'questionnaire') * ${limit(a, 'commonShare')}, 1))
    group by 1, 2, 3, 4, 5
  )
  select ${hit({
    variant: sql`f.kind`,
    class: sql`f.class_id`,
    facts: sql`'class', f.class_no, 'count', f.persons`,
    rows: sql`f.evidence`,
  })} from found f`

export const c20 = (a: Ask): SqlPiece => sql`
  with class as materialized (select c.*, j.hours as project_hours, j.name as project from (${CLASSES}) c left join training.project j on j.project_id = c.project_id where ${inClasses(a, 'c.class_id')}),
  plan as materialized (select l.class_id, sum(l.hours) as hours, count(*) as lessons, max(l.on_day) as last_day from training.lesson l join class c using (class_id) group by 1),
  daily as (select l.class_id, l.on_day, sum(l.hours) as hours from training.lesson l join class c using (class_id) group by 1, 2 having sum(l.hours) > ${limit(a, 'hoursDayMax')}),
  attended as materialized (
    select m.class_id, m.seat_no, sum(l.hours) as hours from training.attendance m join training.lesson l on l.class_id = m.class_id and l.lesson_no = m.lesson_no
    where ${inClasses(a, 'm.class_id')} group by 1, 2
  ),
  marked as materialized (select distinct class_id from attended),
  seat as materialized (
    select s.*, p.hours as planned, coalesce(t.hours, 0) as attended, h.name from (${SEATS}) s join plan p using (class_id) left join attended t using (class_id, seat_no) join people.person h on h.person_id = s.person_id
  )
  select ${hit({
    variant: 'recorded',
    class: sql`s.class_id`,
    seat: sql`s.seat_no`,
    person: sql`s.person_id`,
    facts: sql`'who', s.name, 'class', s.class_no, 'hours', s.hours_recorded, 'max', s.planned`,
    rows: list(seatRow('s', sql`s.name`, sql`, 'hours', s.hours_recorded, 'timetable', s.planned`)),
  })} from seat s where s.hours_recorded > s.planned
  union all select ${hit({
    variant: 'absent',
    class: sql`s.class_id`,
    seat: sql`s.seat_no`,
    person: sql`s.person_id`,
    facts: sql`'who', s.name, 'class', s.class_no, 'attended', s.attended, 'hours', s.planned`,
    rows: list(
      seatRow(
        's',
        sql`s.name`,
        sql`, 'status', s.status, 'certificate', s.certificate_number, 'attended', s.attended, 'timetable', s.planned`,
      ),
    ),
  })} from seat s where s.class_id in (select class_id from marked) and (s.status = 'completed' or s.certificate_number is not null)
      and s.attended < ${limit(a, 'attendanceMin')} * s.planned
  union all select distinct on (d.class_id) ${hit({
    variant: 'day',
    class: sql`d.class_id`,
    facts: sql`'class', c.class_no, 'day', d.on_day, 'hours', d.hours, 'max', ${limit(a, 'hoursDayMax')}`,
    rows: sql`(select jsonb_agg(${row('training.lesson', sql`l.class_id || '/' || l.lesson_no`, sql`'class', c.class_no, 'lesson', l.lesson_no, 'day', l.on_day, 'half', l.half, 'hours', l.hours`)} order by l.lesson_no) from training.lesson l where l.class_id = d.class_id and l.on_day = d.on_day)`,
  })} from daily d join class c using (class_id)
  union all select ${hit({
    variant: 'short',
    class: sql`c.class_id`,
    facts: sql`'class', c.class_no, 'hours', p.hours, 'least', c.project_hours`,
    rows: list(
      classRow('c', sql`, 'timetable', p.hours`),
      row('training.project', sql`c.project_id::text`, sql`'project', c.project, 'hours', c.project_hours`),
    ),
  })} from class c join plan p using (class_id) where p.hours < c.project_hours and p.last_day <= ${a.on}::date`

/** Persons tested by a body, and certificates that it issued, by week; against its rooms, or its own usual week. */
export const c21 = (a: Ask): SqlPiece => sql`
  with event as (
    select coalesce(r.body_id, c.organisation_id) as organisation_id, date_trunc('week', r.examined_on)::date as week, r.class_id, 1 as tested, 0 as issued
    from training.result r join training.class c using (class_id)
    union all
    select c.organisation_id, date_trunc('week', c.issued_on)::date, null::uuid, 0, 1 from credentials.certificate c where c.kind <> 'completion'
  ),
  week as materialized (
    select organisation_id, week, greatest(sum(tested), sum(issued))::integer as persons, array_agg(distinct class_id) filter (where class_id is not null) as classes from event group by 1, 2
  ),
  room as (
    select organisation_id, max(capacity) as capacity from (
      select organisation_id, sum(capacity) as capacity from directory.site where capacity is not null group by 1
      union all select v.organisation_id, sum(coalesce(r.capacity, v.capacity)) from training.venue v
        left join (select venue_id, sum(capacity) as capacity from training.room group by 1) r using (venue_id) group by 1
    ) x group by 1
  ),
  usual as (select organisation_id, percentile_cont(0.5) within group (order by persons) as persons, count(*) as weeks from week group by 1),
  fast as (
    select w.*, coalesce(r.capacity, round(u.persons))::integer as capacity, r.capacity is not null as known
    from week w left join room r using (organisation_id) join usual u using (organisation_id)
    where w.persons >= ${limit(a, 'personsMin')}
      and case when r.capacity is not null then w.persons > ${limit(a, 'weekTimesMax')} * r.capacity else u.weeks >= 8 and w.persons > ${limit(a, 'usualTimesMax')} * u.persons end
  )
  select ${hit({
    variant: sql`case when f.known then 'capacity' else 'usual' end`,
    class: sql`c.class_id`,
    organisation: sql`f.organisation_id`,
    facts: sql`'organisation', o.name, 'week', f.week, 'count', f.persons, 'capacity', f.capacity`,
    rows: list(
      row(
        'directory.organisation',
        sql`o.organisation_id::text`,
        sql`'organisation', o.name, 'week', f.week, 'persons', f.persons, 'capacity', f.capacity`,
      ),
    ),
  })} from fast f join directory.organisation o using (organisation_id) left join unnest(f.classes) as c (class_id) on true
    where (not ${narrowed(a)} or c.class_id = any(${a.classes}::uuid[]))`

/** All passed in class after class, by body and by institution; or scores that are all the same. */
export const c22 = (a: Ask): SqlPiece => sql`
  with class as materialized (${CLASSES}),
  result as materialized (
    select c.class_id, c.class_no, c.started_on, c.ended_on, c.organisation_id, min(r.body_id::text)::uuid as body_id, max(r.examined_on) as examined_on, count(*) as persons, bool_and(r.passed) as every,
      greatest(stddev_pop(r.theory_score), stddev_pop(r.practice_score)) as spread
    from training.result r join class c using (class_id) group by 1, 2, 3, 4, 5 having count(*) >= ${limit(a, 'personsMin')}
  ),
  by_party as (
    select distinct r.*, x.party from result r cross join lateral (values (r.organisation_id), (r.body_id)) as x (party) where x.party is not null
  ),
  island as (
    select b.*, row_number() over (partition by party order by examined_on, class_id) - row_number() over (partition by party, every order by examined_on, class_id) as run from by_party b
  ),
  run as (
    select party, run, count(distinct class_id) as classes, array_agg(distinct class_id) as ids from island where every group by 1, 2 having count(distinct class_id) >= ${limit(a, 'classesMin')}
  ),
  all_passed as (select distinct on (c.id) c.id as class_id, r.party, r.classes, r.ids, c.id as unit from run r cross join lateral unnest(r.ids) as c (id) order by c.id, r.classes desc),
  flat as (select r.*, r.class_id as unit from result r where r.spread < ${limit(a, 'spreadMin')}),
  base as (select r.class_id as unit from result r)
  select ${hit({
    variant: 'all',
    class: sql`c.class_id`,
    organisation: sql`f.party`,
    facts: sql`'organisation', o.name, 'class', c.class_no, 'count', f.classes`,
    rows: sql`(select jsonb_agg(${row('training.result', sql`x.class_id::text`, sql`'class', x.class_no, 'day', x.examined_on, 'persons', x.persons, 'passed', x.persons`)} order by x.examined_on) from result x where x.class_id = any(f.ids))`,
  })} from all_passed f join result c using (class_id) join directory.organisation o on o.organisation_id = f.party
    where ${inClasses(a, 'c.class_id')} and ${unusual(a, 'all_passed', 'base')}
  union all select ${hit({
    variant: 'flat',
    class: sql`c.class_id`,
    facts: sql`'class', c.class_no, 'count', c.persons, 'spread', round(c.spread, 2)`,
    rows: sql`(select jsonb_agg(${row('training.result', sql`r.class_id || '/' || r.seat_no`, sql`'class', c.class_no, 'seat', r.seat_no, 'theory', r.theory_score, 'practice', r.practice_score`)} order by r.seat_no) from training.result r where r.class_id = c.class_id)`,
  })} from flat c where ${inClasses(a, 'c.class_id')} and ${unusual(a, 'flat', 'base')}
  union all ${usualNote(a, 'all', 'all_passed', 'base')}
  union all ${usualNote(a, 'flat', 'flat', 'base')}`

/** Institution, evaluation body and enterprise of one class, by the directory and by the market register. */
export const c23 = (a: Ask): SqlPiece => {
  const phone = (p: SqlPiece) => sql`nullif(right(regexp_replace(coalesce(${p}, ''), '[^0-9]', '', 'g'), 11), '')`
  const place = (p: SqlPiece) =>
    sql`nullif(regexp_replace(normalize(coalesce(${p}, ''), NFKC), '[[:space:]]', '', 'g'), '')`
  const market = a.registers.has('market')
    ? sql`union all select o.organisation_id, 'person', encode(m.holder_index, 'hex'), m.holder_name from directory.market_entry m join directory.organisation o on o.credit_code = m.credit_code where m.holder_index is not null and m.role <> 'contact'
      union all select o.organisation_id, 'name', m.holder_name, m.holder_name from directory.market_entry m join directory.organisation o on o.credit_code = m.credit_code where m.holder_name is not null and m.holder_index is null and m.role <> 'contact'
      union all select o.organisation_id, 'phone', ${phone(sql`m.phone`)}, m.phone from directory.market_entry m join directory.organisation o on o.credit_code = m.credit_code where ${phone(sql`m.phone`)} is not null
      union all select o.organisation_id, 'address', ${place(sql`m.address`)}, m.address from directory.market_entry m join directory.organisation o on o.credit_code = m.credit_code where ${place(sql`m.address`)} is not null`
    : sql``
  return sql`
  with class as materialized (${CLASSES}),
  party as materialized (
    select c.class_id, c.organisation_id, 'institution' as part from class c where ${inClasses(a, 'c.class_id')}
    union select r.class_id, r.body_id, 'body' from training.result r where r.body_id is not null and ${inClasses(a, 'r.class_id')}
    union select s.class_id, s.employer_id, 'enterprise' from (${SEATS}) s where s.employer_id is not null and ${inClasses(a, 's.class_id')}
  ),
  sign as materialized (
    select o.organisation_id, 'name' as sort, nullif(btrim(o.legal_representative), '') as value, o.legal_representative as shown from directory.organisation o where o.legal_representative is not null
    union all select o.organisation_id, 'phone', ${phone(sql`o.contact_phone`)}, o.contact_phone from directory.organisation o where ${phone(sql`o.contact_phone`)} is not null
    union all select o.organisation_id, 'address', ${place(sql`o.address`)}, o.address from directory.organisation o where ${place(sql`o.address`)} is not null
    ${market}
  ),
  same as materialized (
    select distinct on (x.organisation_id, y.organisation_id) x.organisation_id as first_id, y.organisation_id as second_id, x.sort, x.shown, y.shown as other
    from sign x join sign y on y.sort = x.sort and y.value = x.value and y.organisation_id > x.organisation_id
    -- Equal names are one person only while no register tells them apart.
    where x.value is not null and not (x.sort = 'name' and exists (
      select 1 from sign i join sign j on i.sort = 'person' and j.sort = 'person' and i.shown = x.value and j.shown = y.value and i.value <> j.value
      where i.organisation_id = x.organisation_id and j.organisation_id = y.organisation_id))
    order by x.organisation_id, y.organisation_id, array_position(array['person', 'name', 'phone', 'address'], x.sort)
  )
  select distinct on (p.class_id, s.first_id, s.second_id) ${hit({
    variant: 'related',
    class: sql`p.class_id`,
    organisation: sql`s.first_id`,
    facts: sql`'class', c.class_no, 'first', o.name, 'second', q.name, 'by', case s.sort when 'phone' then '电话' when 'address' then '地址' when 'person' then '法定代表人或股东' else '法定代表人（同名）' end,
      'byEn', case s.sort when 'phone' then 'a phone' when 'address' then 'an address' when 'person' then 'a legal person or shareholder' else 'a legal person (by name)' end`,
    rows: list(
      row(
        'directory.organisation',
        sql`o.organisation_id::text`,
        sql`'organisation', o.name, 'part', p.part, 'sort', s.sort, 'holder', case when s.sort in ('name', 'person') then s.shown end, 'value', case when s.sort not in ('name', 'person') then s.shown end`,
      ),
      row(
        'directory.organisation',
        sql`q.organisation_id::text`,
        sql`'organisation', q.name, 'part', r.part, 'sort', s.sort, 'holder', case when s.sort in ('name', 'person') then s.other end, 'value', case when s.sort not in ('name', 'person') then s.other end`,
      ),
    ),
  })} from party p join party r on r.class_id = p.class_id and r.organisation_id <> p.organisation_id
    join same s on s.first_id = p.organisation_id and s.second_id = r.organisation_id join class c on c.class_id = p.class_id
    join directory.organisation o on o.organisation_id = s.first_id join directory.organisation q on q.organisation_id = s.second_id`
}

/** On the list, with a valid licence, within the occupations of the listing, on every day of lessons. */
export const c24 = (a: Ask): SqlPiece => sql`
  with class as materialized (select c.* from (${CLASSES}) c where ${inClasses(a, 'c.class_id')}),
  day as materialized (
    select distinct l.class_id, l.on_day from training.lesson l join class c using (class_id)
    union select c.class_id, d.day from class c cross join lateral (values (c.started_on), (c.ended_on)) as d (day)
      where not exists (select 1 from training.lesson l where l.class_id = c.class_id)
  ),
  period as materialized (
    select p.organisation_id, p.listing_id, p.status, p.listed_from, p.listed_to from directory.listing_period p where p.role = 'training-provider' and p.known_to is null
  ),
  unlisted as (
    select d.class_id, min(d.on_day) as on_day, count(*) as days from day d join class c using (class_id)
    where exists (select 1 from period) and not exists (select 1 from period p where p.organisation_id = c.organisation_id and p.status = 'listed' and p.listed_from <= d.on_day and coalesce(p.listed_to, 'infinity') > d.on_day)
    group by 1
  ),
  licence as materialized (select * from directory.licence where kind in ('school-licence', 'registration')),
  unlicensed as (
    select d.class_id, min(d.on_day) as on_day, count(*) as days from day d join class c using (class_id)
    where exists (select 1 from licence x where x.organisation_id = c.organisation_id)
      and not exists (select 1 from licence x where x.organisation_id = c.organisation_id and x.valid_from <= d.on_day and coalesce(x.valid_to, 'infinity') >= d.on_day)
    group by 1
  ),
  scope as materialized (select s.*, l.organisation_id from directory.listing_scope s join directory.listing l using (listing_id) where l.role = 'training-provider'),
  beyond as (
    select c.class_id, min(d.on_day) as on_day from class c join day d using (class_id)
    where exists (select 1 from scope s where s.organisation_id = c.organisation_id)
      and not exists (select 1 from scope s where s.organisation_id = c.organisation_id and (s.occupation_code = c.occupation_code or starts_with(c.occupation_code, s.occupation_code || '-'))
        and (c.level_rank is null or s.level_rank = c.level_rank) and s.from_on <= d.on_day and coalesce(s.to_on, 'infinity') > d.on_day)
    group by 1
  )
  select ${hit({
    variant: 'unlisted',
    class: sql`c.class_id`,
    organisation: sql`c.organisation_id`,
    facts: sql`'organisation', o.name, 'class', c.class_no, 'day', u.on_day, 'count', u.days`,
    rows: sql`jsonb_build_array(${classRow('c', sql`, 'day', u.on_day`)}) || coalesce((select jsonb_agg(${row('directory.listing_period', sql`p.listing_id || '/' || p.listed_from`, sql`'organisation', o.name, 'status', p.status, 'from', p.listed_from, 'to', p.listed_to`)} order by p.listed_from) from period p where p.organisation_id = c.organisation_id), '[]'::jsonb)`,
  })} from unlisted u join class c using (class_id) join directory.organisation o on o.organisation_id = c.organisation_id
  union all select ${hit({
    variant: 'licence',
    class: sql`c.class_id`,
    organisation: sql`c.organisation_id`,
    facts: sql`'organisation', o.name, 'class', c.class_no, 'day', u.on_day, 'count', u.days, 'from', (select max(x.valid_from) from licence x where x.organisation_id = c.organisation_id), 'to', (select max(x.valid_to) from licence x where x.organisation_id = c.organisation_id)`,
    rows: sql`jsonb_build_array(${classRow('c', sql`, 'day', u.on_day`)}) || (select jsonb_agg(${row('directory.licence', sql`x.licence_id::text`, sql`'organisation', o.name, 'number', x.number, 'from', x.valid_from, 'to', x.valid_to`)} order by x.valid_from) from licence x where x.organisation_id = c.organisation_id)`,
  })} from unlicensed u join class c using (class_id) join directory.organisation o on o.organisation_id = c.organisation_id
  union all select ${hit({
    variant: 'occupation',
    class: sql`c.class_id`,
    organisation: sql`c.organisation_id`,
    facts: sql`'organisation', o.name, 'class', c.class_no, 'occupation', c.occupation_code || coalesce(' / ' || c.level_rank, '')`,
    rows: sql`jsonb_build_array(${classRow('c', sql`, 'occupation', c.occupation_code, 'level', c.level_rank`)}) || (select jsonb_agg(${row('directory.listing_scope', sql`s.listing_id || '/' || s.occupation_code || '/' || s.level_rank`, sql`'organisation', o.name, 'occupation', s.occupation_code, 'level', s.level_rank, 'from', s.from_on, 'to', s.to_on`)} order by s.occupation_code, s.level_rank) from scope s where s.organisation_id = c.organisation_id and (s.occupation_code = c.occupation_code or (select count(*) from scope z where z.organisation_id = c.organisation_id) <= 30))`,
  })} from beyond u join class c using (class_id) join directory.organisation o on o.organisation_id = c.organisation_id`

/** A class whose trainees had mostly been in another class of another occupation shortly before. */
export const c27 = (a: Ask): SqlPiece => sql`
  with seat as materialized (select s.class_id, s.seat_no, s.person_id, s.class_no, s.started_on, s.ended_on, s.occupation_code from (${SEATS}) s),
  size as materialized (select s.class_id, count(*) as persons from seat s group by 1),
  pair as (
    select y.class_id, y.class_no, x.class_id as x_class, x.class_no as x_no, min(y.started_on - x.ended_on) as days, count(distinct y.person_id) as persons, min(x.started_on) as x_from, min(x.ended_on) as x_to,
      min(x.occupation_code) as x_occupation, min(y.occupation_code) as occupation_code, min(y.started_on) as started_on, min(y.ended_on) as ended_on
    from seat x join seat y on y.person_id = x.person_id and y.class_id <> x.class_id and y.occupation_code <> x.occupation_code
      and y.started_on >= x.started_on and y.started_on < x.ended_on + ${Number(a.thresholds['withinDays'])}::integer
      and (y.started_on > x.started_on or y.class_id > x.class_id)
    where ${inClasses(a, 'y.class_id')}
    group by 1, 2, 3, 4 having count(distinct y.person_id) >= ${limit(a, 'personsMin')}
  )
  select ${hit({
    variant: 'again',
    class: sql`c.class_id`,
    facts: sql`'class', c.class_no, 'size', z.persons, 'count', c.persons, 'days', greatest(c.days, 0), 'other', c.x_no`,
    rows: list(
      classRow('c', sql`, 'occupation', c.occupation_code, 'same', c.persons, 'of', z.persons`),
      row(
        'training.class',
        sql`c.x_class::text`,
        sql`'class', c.x_no, 'from', c.x_from, 'to', c.x_to, 'occupation', c.x_occupation, 'same', c.persons, 'of', o.persons`,
      ),
    ),
  })} from pair c join size z on z.class_id = c.class_id join size o on o.class_id = c.x_class
    where c.persons >= ${limit(a, 'sameShare')} * least(z.persons, o.persons)`

export const c28 = (a: Ask): SqlPiece => sql`
  with seat as materialized (
    select s.class_id, s.seat_no, s.person_id, s.class_no, s.started_on, s.ended_on, s.county_code, s.status, nullif(btrim(s.village), '') as village, p.name, p.county_code as home
    from (${SEATS}) s join people.person p on p.person_id = s.person_id where ${inClasses(a, 's.class_id')}
  ),
  village as (
    select s.class_id, s.class_no, s.village, count(*) as persons, (select count(*) from seat t where t.class_id = s.class_id) as size
    from seat s where s.village is not null
      -- A village code begins with its county; else the county where the person is registered tells.
      and case when s.village ~ '^[0-9]{9,12}$' then left(s.village, 6) else s.home end <> s.county_code
    group by 1, 2, 3 having count(*) >= ${limit(a, 'personsMin')}
  )
  select ${hit({
    variant: 'village',
    class: sql`v.class_id`,
    facts: sql`'class', v.class_no, 'size', v.size, 'count', v.persons, 'village', v.village`,
    rows: sql`(select jsonb_agg(${seatRow('s', sql`s.name`, sql`, 'village', s.village, 'home', s.home, 'county', s.county_code`)} order by s.seat_no) from seat s where s.class_id = v.class_id and s.village = v.village)`,
  })} from village v where v.persons >= ${limit(a, 'villageShare')} * v.size
  union all select distinct on (s.class_id, s.seat_no) ${hit({
    variant: 'never',
    class: sql`s.class_id`,
    seat: sql`s.seat_no`,
    person: sql`s.person_id`,
    facts: sql`'who', s.name, 'class', s.class_no, 'called', b.called_on`,
    rows: list(
      seatRow('s', sql`s.name`, sql`, 'status', s.status`),
      row(
        'training.call_back',
        sql`b.class_id || '/' || b.seat_no || '/' || b.call_no`,
        sql`'class', s.class_no, 'seat', b.seat_no, 'called', b.called_on, 'outcome', b.outcome`,
      ),
    ),
  })} from seat s join training.call_back b using (class_id, seat_no) where b.outcome = 'never-attended'`
