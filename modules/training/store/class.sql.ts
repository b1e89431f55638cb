import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'

export const organisation = (id: string): SqlPiece =>
  sql`select name, kind, county_code from directory.organisation where organisation_id = ${id}`
export type ProjectRow = {
  project_id: string
  code: string
  name: string
  kind: string
  occupation_code: string
  level_rank: number | null
  hours: number
  valid_from: PlainDate
  valid_to: PlainDate | null
}
export const project = (code: string): SqlPiece =>
  sql`select project_id, code, name, kind, occupation_code, level_rank, hours, valid_from, valid_to from training.project where code = ${code}`

/** What is missing on each of the days: listing, occupation and level in it, licence of the kind asked for. */
export const standingOn = (a: {
  organisation: string
  occupation: string
  rank: number | null
  licence: string | null
  days: readonly PlainDate[]
}): SqlPiece =>
  sql`select d.day, l.listing_id is not null as listed,
        l.listing_id is not null and exists (select 1 from directory.listing_scope s where s.listing_id = l.listing_id and s.occupation_code = ${a.occupation}
          and (${a.rank}::smallint is null or s.level_rank = ${a.rank}::smallint) and s.from_on <= d.day and (s.to_on is null or s.to_on > d.day)) as in_scope,
        ${a.licence}::text is null or exists (select 1 from directory.licence c where c.organisation_id = ${a.organisation} and c.kind = ${a.licence}::text
          and c.valid_from <= d.day and (c.valid_to is null or c.valid_to >= d.day)) as licensed
      from (select distinct x as day from unnest(${a.days}::date[]) x) d
      left join lateral (select p.listing_id from directory.listing_period p where p.organisation_id = ${a.organisation} and p.role = 'training-provider'
        and p.status = 'listed' and p.known_to is null and p.listed_from <= d.day and (p.listed_to is null or p.listed_to > d.day) limit 1) l on true
      order by d.day`

export type LessonRow = {
  lesson_no: number
  on_day: PlainDate
  half: string
  hours: number
  venue_id: string | null
  room_code: string | null
  teacher_id: string | null
  part: string | null
  title: string | null
}
export const lessons = (classId: string): SqlPiece =>
  sql`select lesson_no, on_day, half, hours, venue_id, room_code, teacher_id, part, title from training.lesson where class_id = ${classId} order by on_day, lesson_no`
export const deleteLessons = (classId: string): SqlPiece => sql`delete from training.lesson where class_id = ${classId}`
export const insertLessons = (classId: string, l: readonly Omit<LessonRow, 'lesson_no'>[]): SqlPiece =>
  sql`insert into training.lesson (class_id, lesson_no, on_day, half, hours, venue_id, room_code, teacher_id, part, title)
      select ${classId}::uuid, row_number() over (order by d, array_position(array['am', 'pm', 'eve'], h))::smallint, d, h, n, v, r, t, p, s
      from unnest(${l.map((x) => x.on_day)}::date[], ${l.map((x) => x.half)}::text[], ${l.map((x) => x.hours)}::smallint[], ${l.map((x) => x.venue_id)}::uuid[],
        ${l.map((x) => x.room_code)}::text[], ${l.map((x) => x.teacher_id)}::uuid[], ${l.map((x) => x.part)}::text[], ${l.map((x) => x.title)}::text[]) as t (d, h, n, v, r, t, p, s)`
export const changeLesson = (classId: string, no: number, l: Omit<LessonRow, 'lesson_no'>): SqlPiece =>
  sql`update training.lesson set on_day = ${l.on_day}, half = ${l.half}, hours = ${l.hours}, venue_id = ${l.venue_id}, room_code = ${l.room_code},
        teacher_id = ${l.teacher_id}, part = ${l.part}, title = ${l.title}, starts_at = null, ends_at = null
      where class_id = ${classId} and lesson_no = ${no}`
/** The timetable of another class of the institution, moved by so many days. */
export const copyLessons = (classId: string, from: string, days: number): SqlPiece =>
  sql`insert into training.lesson (class_id, lesson_no, on_day, half, hours, venue_id, room_code, teacher_id, part, title)
      select ${classId}::uuid, lesson_no, on_day + ${days}::int, half, hours, venue_id, room_code, teacher_id, part, title from training.lesson where class_id = ${from}`

type Slots = { days: readonly PlainDate[]; halves: readonly string[] }
/** Other classes that are not cancelled in which these teachers teach at the same half day. */
export const teacherClashes = (classId: string, s: Slots & { teachers: readonly (string | null)[] }): SqlPiece =>
  sql`select p.name, l.on_day as day, l.half, coalesce(c.number, c.name) as other
      from unnest(${s.teachers}::uuid[], ${s.days}::date[], ${s.halves}::text[]) as m (t, d, h)
      join training.lesson l on l.teacher_id = m.t and l.on_day = m.d and l.half = m.h and l.class_id <> ${classId}
      join training.class c on c.class_id = l.class_id and c.state not in ('drafted', 'cancelled', 'refused')
      join people.person p on p.person_id = m.t
      order by l.on_day, l.half, p.name limit 20`
export const teacherHours = (
  classId: string,
  s: { teachers: readonly (string | null)[]; days: readonly PlainDate[]; hours: readonly number[] },
): SqlPiece =>
  sql`with own as (select t, d, sum(n)::int as n from unnest(${s.teachers}::uuid[], ${s.days}::date[], ${s.hours}::int[]) as m (t, d, n) where t is not null group by t, d)
      select p.name, o.d as day, (o.n + coalesce((select sum(l.hours) from training.lesson l
          join training.class c on c.class_id = l.class_id and c.state not in ('drafted', 'cancelled', 'refused')
          where l.teacher_id = o.t and l.on_day = o.d and l.class_id <> ${classId}), 0))::int as hours
      from own o join people.person p on p.person_id = o.t order by o.d, p.name`
export const teachersOff = (
  organisationId: string,
  s: { teachers: readonly (string | null)[]; days: readonly PlainDate[] },
): SqlPiece =>
  sql`select p.name, min(m.d) as day from unnest(${s.teachers}::uuid[], ${s.days}::date[]) as m (t, d) join people.person p on p.person_id = m.t
      where not exists (select 1 from training.teacher x where x.organisation_id = ${organisationId} and x.person_id = m.t and x.from_on <= m.d and (x.to_on is null or x.to_on >= m.d))
      group by p.name order by p.name`
export const roomClashes = (
  classId: string,
  s: Slots & { venues: readonly (string | null)[]; rooms: readonly (string | null)[] },
): SqlPiece =>
  sql`select v.name || coalesce(' ' || l.room_code, '') as room, l.on_day as day, l.half, coalesce(c.number, c.name) as other
      from unnest(${s.venues}::uuid[], ${s.rooms}::text[], ${s.days}::date[], ${s.halves}::text[]) as m (v, r, d, h)
      join training.lesson l on l.venue_id = m.v and l.room_code is not distinct from m.r and l.on_day = m.d and l.half = m.h and l.class_id <> ${classId}
      join training.class c on c.class_id = l.class_id and c.state not in ('drafted', 'cancelled', 'refused')
      join training.venue v on v.venue_id = m.v
      order by l.on_day, l.half limit 20`
export const roomsSmall = (
  seats: number,
  s: { venues: readonly (string | null)[]; rooms: readonly (string | null)[] },
): SqlPiece =>
  sql`select distinct v.name || coalesce(' ' || m.r, '') as room, coalesce(r.capacity, v.capacity)::int as capacity
      from unnest(${s.venues}::uuid[], ${s.rooms}::text[]) as m (v, r) join training.venue v on v.venue_id = m.v
      left join training.room r on r.venue_id = m.v and r.room_code = m.r
      where coalesce(r.capacity, v.capacity) < ${seats}::int order by 1`

export const roster = (classId: string): SqlPiece =>
  sql`select e.seat_no as seat, p.name, p.birth_date as birth, p.sex, e.group_id as "group", e.group_proof as proof, e.group_registered_on as "registeredOn"
      from training.enrolment e join people.person p on p.person_id = e.person_id
      where e.class_id = ${classId} and e.status <> 'dropped' and e.voided_known_on is null order by e.seat_no`
/** Other open classes of those on the roster: filed here, or loaded as running. */
export const openElsewhere = (classId: string, today: PlainDate): SqlPiece =>
  sql`select distinct on (e.seat_no) e.seat_no as seat, p.name, coalesce(c.number, c.name) as other
      from training.enrolment e join people.person p on p.person_id = e.person_id
      join (select o.person_id, o.class_id from training.open_seat o
            union select x.person_id, x.class_id from training.enrolment x join training.class k on k.class_id = x.class_id
              where x.status = 'enrolled' and x.voided_known_on is null and k.state in ('filed', 'approved', 'running') and k.ended_on >= ${today}::date) w
        on w.person_id = e.person_id and w.class_id <> e.class_id
      join training.class c on c.class_id = w.class_id
      where e.class_id = ${classId} and e.status <> 'dropped' and e.voided_known_on is null order by e.seat_no, other`
/** Certificates of the same occupation at this level or above, held on the first day. */
export const certified = (classId: string, occupation: string, rank: number | null, on: PlainDate): SqlPiece =>
  sql`select distinct on (e.seat_no) e.seat_no as seat, p.name, k.number
      from training.enrolment e join people.person p on p.person_id = e.person_id
      join credentials.certificate k on k.person_id = e.person_id and k.occupation_code = ${occupation} and k.issued_on <= ${on}::date
        and (k.revoked_on is null or k.revoked_on > ${on}::date) and k.level_rank >= ${rank}::smallint
      where e.class_id = ${classId} and e.status <> 'dropped' and e.voided_known_on is null order by e.seat_no, k.level_rank desc`

export const attendanceCounts = (classId: string): SqlPiece =>
  sql`select count(*)::int as lessons, count(*) filter (where exists (select 1 from training.attendance a where a.class_id = l.class_id and a.lesson_no = l.lesson_no))::int as marked
      from training.lesson l where l.class_id = ${classId}`

export const venuesOf = (organisationId: string, codes: readonly string[]): SqlPiece =>
  sql`select venue_id, code from training.venue where organisation_id = ${organisationId} and code = any(${codes}::text[])`
export const roomsOf = (venueIds: readonly string[]): SqlPiece =>
  sql`select venue_id, room_code from training.room where venue_id = any(${venueIds}::uuid[])`
export const teachersNamed = (organisationId: string, names: readonly string[]): SqlPiece =>
  sql`select person_id, name from training.teacher where organisation_id = ${organisationId} and name = any(${names}::text[])`

export type ClassRow = {
  class_id: string
  organisation_id: string
  county_code: string
  occupation_code: string
  level_rank: number | null
  state: string
  started_on: PlainDate
  ended_on: PlainDate
  seats: number
  project_id: string | null
}
const CLASS = sql`select class_id, organisation_id, county_code, occupation_code, level_rank, state, started_on, ended_on, seats, project_id from training.class`
export const classById = (id: string): SqlPiece => sql`${CLASS} where class_id = ${id}`
export const classOfNumber = (number: string): SqlPiece =>
  sql`${CLASS} where class_id = (select class_id from training.class_key where number = ${number})`
export const projectById = (id: string): SqlPiece =>
  sql`select project_id, code, name, kind, occupation_code, level_rank, hours, valid_from, valid_to from training.project where project_id = ${id}`

export const insertKey = (number: string, classId: string): SqlPiece =>
  sql`insert into training.class_key (number, class_id) values (${number}, ${classId})`
export const insertClass = (c: {
  id: string
  number: string
  title: string
  organisation: string
  kind: string
  occupation: string
  rank: number | null
  county: string
  startedOn: string
  endedOn: string
  seats: number
  hours: number
  projectId: string
}): SqlPiece =>
  sql`insert into training.class (class_id, number, name, organisation_id, kind, occupation_code, level_rank, county_code, started_on, ended_on, seats, state, project_id, hours)
      values (${c.id}, ${c.number}, ${c.title}, ${c.organisation}, ${c.kind}, ${c.occupation}, ${c.rank}, ${c.county}, ${c.startedOn}, ${c.endedOn}, ${c.seats}, 'drafted', ${c.projectId}, ${c.hours})`
export const amendCase = (id: string, v: { readonly [key: string]: unknown }): SqlPiece =>
  sql`update training.class_case set title = coalesce(${v['title'] ?? null}::text, title), started_on = coalesce(${v['startedOn'] ?? null}::date, started_on),
        ended_on = coalesce(${v['endedOn'] ?? null}::date, ended_on), seats = coalesce(${v['seats'] ?? null}::int, seats),
        insurer = coalesce(${v['insurer'] ?? null}::text, insurer), insurance_policy = coalesce(${v['insurancePolicy'] ?? null}::text, insurance_policy),
        insured_from = coalesce(${v['insuredFrom'] ?? null}::date, insured_from), insured_to = coalesce(${v['insuredTo'] ?? null}::date, insured_to)
      where case_id = ${id}`
/** The class says what its case says. */
export const classLikeCase = (id: string): SqlPiece =>
  sql`update training.class c set name = k.title, started_on = k.started_on, ended_on = k.ended_on, seats = k.seats, insurer = k.insurer,
        insurance_policy = k.insurance_policy, insured_from = k.insured_from, insured_to = k.insured_to, filed_on = k.filed_on
      from training.class_case k where c.class_id = ${id} and k.case_id = ${id}`
export const setState = (id: string, state: string, approvedOn: PlainDate | null): SqlPiece =>
  sql`update training.class set state = ${state}, approved_on = coalesce(${approvedOn}::date, approved_on) where class_id = ${id}`
export const setVenue = (id: string): SqlPiece =>
  sql`update training.class set venue_id = (select venue_id from training.lesson where class_id = ${id} order by lesson_no limit 1) where class_id = ${id}`
export const setFiled = (id: string, on: PlainDate): SqlPiece =>
  sql`update training.class_case set filed_on = ${on}, decision_note = null where case_id = ${id}`
export const setCompleted = (id: string, on: PlainDate): SqlPiece =>
  sql`update training.class_case set completed_on = ${on} where case_id = ${id}`
export const setNote = (id: string, note: string | null): SqlPiece =>
  sql`update training.class_case set decision_note = coalesce(${note}::text, decision_note) where case_id = ${id}`
export const setChangeNote = (classId: string, caseId: string, note: string | null): SqlPiece =>
  sql`update training.class_change_case set decision_note = ${note} where class_id = ${classId} and case_id = ${caseId}`

export const moveSeats = (classId: string, startedOn: PlainDate): SqlPiece =>
  sql`update training.enrolment set started_on = ${startedOn} where class_id = ${classId} and started_on <> ${startedOn}::date returning seat_no`
export const dropSeats = (classId: string): SqlPiece =>
  sql`update training.enrolment set status = 'dropped' where class_id = ${classId} and status = 'enrolled'`

/** The insert decides; who holds what was not inserted is asked in a statement of its own. */
export const takeTeacherSlots = (classId: string): SqlPiece =>
  sql`insert into training.teacher_slot (teacher_id, on_day, half, class_id)
      select distinct teacher_id, on_day, half, ${classId}::uuid from training.lesson where class_id = ${classId} and teacher_id is not null order by 1, 2, 3
      on conflict do nothing`
export const teacherSlotsOfOthers = (classId: string): SqlPiece =>
  sql`select p.name, s.on_day as day from training.lesson l join training.teacher_slot s on s.teacher_id = l.teacher_id and s.on_day = l.on_day and s.half = l.half
      join people.person p on p.person_id = s.teacher_id where l.class_id = ${classId} and s.class_id <> ${classId}`
export const takeRoomSlots = (classId: string): SqlPiece =>
  sql`insert into training.room_slot (room_key, on_day, half, class_id)
      select distinct venue_id || '/' || coalesce(room_code, ''), on_day, half, ${classId}::uuid from training.lesson where class_id = ${classId} and venue_id is not null order by 1, 2, 3
      on conflict do nothing`
export const roomSlotsOfOthers = (classId: string): SqlPiece =>
  sql`select v.name || coalesce(' ' || l.room_code, '') as name, s.on_day as day from training.lesson l
      join training.room_slot s on s.room_key = l.venue_id || '/' || coalesce(l.room_code, '') and s.on_day = l.on_day and s.half = l.half
      join training.venue v on v.venue_id = l.venue_id where l.class_id = ${classId} and s.class_id <> ${classId}`
export const takeOpenSeats = (classId: string): SqlPiece =>
  sql`insert into training.open_seat (person_id, class_id)
      select person_id, ${classId}::uuid from training.enrolment where class_id = ${classId} and status = 'enrolled' and voided_known_on is null order by 1
      on conflict do nothing`
export const openSeatsOfOthers = (classId: string): SqlPiece =>
  sql`select p.name from training.enrolment e join training.open_seat s on s.person_id = e.person_id
      join people.person p on p.person_id = e.person_id where e.class_id = ${classId} and e.status = 'enrolled' and s.class_id <> ${classId}`
export const freeTeacherSlots = (classId: string): SqlPiece =>
  sql`delete from training.teacher_slot where class_id = ${classId}`
export const freeRoomSlots = (classId: string): SqlPiece =>
  sql`delete from training.room_slot where class_id = ${classId}`
export const freeOpenSeats = (classId: string): SqlPiece =>
  sql`delete from training.open_seat where class_id = ${classId}`

/** Class hours for which each seat was there, and those of the whole timetable. */
export const hoursAttended = (classId: string): SqlPiece =>
  sql`select e.seat_no, coalesce((select sum(l.hours) from training.attendance a join training.lesson l on l.class_id = a.class_id and l.lesson_no = a.lesson_no
          where a.class_id = e.class_id and a.seat_no = e.seat_no), 0)::int as attended,
        (select sum(hours) from training.lesson where class_id = ${classId})::int as total
      from training.enrolment e where e.class_id = ${classId} and e.status = 'enrolled' and e.voided_known_on is null order by e.seat_no`
export const finishSeat = (
  classId: string,
  seat: number,
  s: { status: string; completedOn: PlainDate | null; knownOn: PlainDate; hours: number },
): SqlPiece =>
  sql`update training.enrolment set status = ${s.status}, completed_on = ${s.completedOn}, known_on = ${s.knownOn}, hours_recorded = ${s.hours}
      where class_id = ${classId} and seat_no = ${seat}
      returning class_id, seat_no, person_id, organisation_id, kind, group_id, occupation_code, county_code, sex, birth_year, completed_on, known_on, voided_known_on`
