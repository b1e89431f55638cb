import type { Actor } from '../../../kernel/access/actor.ts'
import type { Policy } from '../../../kernel/access/policy.ts'
import { scopePredicate } from '../../../kernel/access/predicate.sql.ts'
import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export type SheetRow = {
  number: string | null
  state: string
  seats: number
  started_on: string
  insured: boolean
  project_hours: number | null
}
export const classInScope = (id: string, who: Policy, actor: Actor): SqlPiece =>
  sql`select number, state, seats, started_on, coalesce(insured_from <= started_on and insured_to >= ended_on, false) as insured, hours as project_hours
      from training.class where class_id = ${id} and ${scopePredicate(who, actor, { jurisdiction: 'county_code', organisation: 'organisation_id' })}`
export const timetable = (id: string): SqlPiece =>
  sql`select l.lesson_no, l.on_day, l.half, l.hours, v.name || coalesce(' ' || l.room_code, '') as place, p.name as teacher, l.title
      from training.lesson l left join training.venue v on v.venue_id = l.venue_id left join people.person p on p.person_id = l.teacher_id
      where l.class_id = ${id} order by l.on_day, array_position(array['am', 'pm', 'eve'], l.half), l.lesson_no`
export const seatsWithMarks = (id: string): SqlPiece =>
  sql`select e.seat_no, p.name, e.group_id, e.status,
        coalesce((select array_agg(a.lesson_no::int order by a.lesson_no) from training.attendance a where a.class_id = e.class_id and a.seat_no = e.seat_no), '{}') as there
      from training.enrolment e join people.person p on p.person_id = e.person_id
      where e.class_id = ${id} and e.voided_known_on is null order by e.seat_no`

export const occupationsTaught = (today: string): SqlPiece =>
  sql`select p.occupation_code as code, count(*)::int as projects,
        (select count(*)::int from training.class c where c.occupation_code = p.occupation_code and c.state = 'approved' and c.started_on >= ${today}::date) as classes
      from training.project p where p.valid_from <= ${today}::date and (p.valid_to is null or p.valid_to >= ${today}::date)
      group by p.occupation_code order by classes desc, projects desc, code limit 200`
export const projectsOf = (occupation: string, today: string): SqlPiece =>
  sql`select code, name, kind, level_rank, hours, price_fen from training.project
      where occupation_code = ${occupation} and valid_from <= ${today}::date and (valid_to is null or valid_to >= ${today}::date) order by level_rank nulls first, code limit 50`
export const classesToCome = (occupation: string, today: string): SqlPiece =>
  sql`select c.number, c.name, c.organisation_id, o.name as organisation, o.contact_phone, c.county_code, c.level_rank, c.hours, p.price_fen, c.started_on, c.ended_on, v.address as place,
        greatest(0, c.seats - (select count(*) from training.enrolment e where e.class_id = c.class_id and e.status <> 'dropped'))::int as "left"
      from training.class c join directory.organisation o on o.organisation_id = c.organisation_id
      left join training.project p on p.project_id = c.project_id left join training.venue v on v.venue_id = c.venue_id
      where c.occupation_code = ${occupation} and c.state = 'approved' and c.started_on >= ${today}::date and c.number is not null
      order by c.started_on, c.number limit 100`
