import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export const projects = (): SqlPiece =>
  sql`select project_id, code, name, kind, occupation_code, level_rank, hours, encode(content_hash, 'hex') as hash from training.project`
export const projectHashes = (codes: readonly string[]): SqlPiece =>
  sql`select code, encode(content_hash, 'hex') as hash from training.project where code = any(${codes}::text[])`
export const classesOnProjects = (batchId: string): SqlPiece =>
  sql`select c.class_id from training.class c where c.project_id in (select project_id from training.project where batch_id = ${batchId}) limit 1`
export const deleteProjects = (batchId: string): SqlPiece =>
  sql`delete from training.project where batch_id = ${batchId}`

export const teachersOf = (personIds: readonly string[]): SqlPiece =>
  sql`select organisation_id, person_id, encode(content_hash, 'hex') as hash from training.teacher where person_id = any(${personIds}::uuid[])`
export const deleteTeachers = (batchId: string): SqlPiece =>
  sql`delete from training.teacher where batch_id = ${batchId}`

export const venues = (): SqlPiece => sql`select venue_id, code, name, organisation_id from training.venue`
export const venuesByCode = (codes: readonly string[]): SqlPiece =>
  sql`select venue_id, code from training.venue where code = any(${codes}::text[])`
export const roomsOf = (venueIds: readonly string[]): SqlPiece =>
  sql`select v.code, r.room_code, encode(r.content_hash, 'hex') as hash from training.room r join training.venue v on v.venue_id = r.venue_id
      where r.venue_id = any(${venueIds}::uuid[])`
export const lessonsInVenues = (batchId: string): SqlPiece =>
  sql`select 1 from training.class where venue_id in (select venue_id from training.venue where batch_id = ${batchId})
      union select 1 from training.lesson where venue_id in (select venue_id from training.venue where batch_id = ${batchId}) limit 1`
export const deleteRooms = (batchId: string): SqlPiece => sql`delete from training.room where batch_id = ${batchId}`
export const deleteVenues = (batchId: string): SqlPiece =>
  sql`delete from training.venue v where v.batch_id = ${batchId} and not exists (select 1 from training.room r where r.venue_id = v.venue_id)`

export const classes = (): SqlPiece =>
  sql`select class_id, number, organisation_id, kind, occupation_code, level_rank, county_code, started_on, ended_on, employer_id
      from training.class where number is not null`
/** In the order of numbers, so that two imports of the same ones wait for each other one way only. */
export const takeNumbers = (numbers: readonly string[], classIds: readonly string[]): SqlPiece =>
  sql`insert into training.class_key (number, class_id)
      select n, c from unnest(${numbers}::text[], ${classIds}::uuid[]) as t (n, c) order by n on conflict do nothing`
export const numbersTaken = (numbers: readonly string[]): SqlPiece =>
  sql`select number, class_id from training.class_key where number = any(${numbers}::text[])`
export const classHashes = (ids: readonly string[]): SqlPiece =>
  sql`select number, encode(content_hash, 'hex') as hash from training.class where class_id = any(${ids}::uuid[])`
export const batchClasses = (batchId: string): SqlPiece =>
  sql`select class_id, number from training.class where batch_id = ${batchId}`
export const restsOnClasses = (ids: readonly string[]): SqlPiece =>
  sql`select class_id from training.lesson where class_id = any(${ids}::uuid[])
      union select class_id from training.enrolment where class_id = any(${ids}::uuid[])
      union select class_id from training.material where class_id = any(${ids}::uuid[])`
export const deleteNumbers = (numbers: readonly string[]): SqlPiece =>
  sql`delete from training.class_key where number = any(${numbers}::text[])`
export const deleteClasses = (batchId: string): SqlPiece => sql`delete from training.class where batch_id = ${batchId}`

export const listedOrganisations = (): SqlPiece =>
  sql`select organisation_id, listed_from, listed_to from directory.listing_period where role = 'training-provider' and status = 'listed' and known_to is null`
export const licences = (): SqlPiece =>
  sql`select organisation_id, valid_from, valid_to from directory.licence where kind = 'school-licence'`

export const lessonsOf = (classIds: readonly string[]): SqlPiece =>
  sql`select class_id, lesson_no, on_day, half, starts_at, encode(content_hash, 'hex') as hash from training.lesson where class_id = any(${classIds}::uuid[])`
export const allLessons = (): SqlPiece => sql`select class_id, lesson_no, on_day, half from training.lesson`
export const attendanceOnLessons = (batchId: string): SqlPiece =>
  sql`select 1 from training.lesson l where l.batch_id = ${batchId}
      and exists (select 1 from training.attendance a where a.class_id = l.class_id and a.lesson_no = l.lesson_no) limit 1`
export const deleteLessons = (batchId: string): SqlPiece => sql`delete from training.lesson where batch_id = ${batchId}`
export const personsTeaching = (personIds: readonly string[]): SqlPiece =>
  sql`select person_id from training.teacher where person_id = any(${personIds}::uuid[])
      union select teacher_id as person_id from training.lesson where teacher_id = any(${personIds}::uuid[])
      union select person_id from training.voucher where person_id = any(${personIds}::uuid[])`

export const seatsOf = (classIds: readonly string[]): SqlPiece =>
  sql`select class_id, seat_no, person_id, encode(content_hash, 'hex') as hash from training.enrolment where class_id = any(${classIds}::uuid[])`
/** Other classes of these persons that run at the same time. */
export const classesOfPersons = (personIds: readonly string[]): SqlPiece =>
  sql`select e.person_id, e.class_id, e.started_on, coalesce(e.completed_on, c.ended_on) as ended_on, coalesce(c.number, c.name) as number
      from training.enrolment e join training.class c on c.class_id = e.class_id
      where e.person_id = any(${personIds}::uuid[]) and e.status <> 'dropped' and e.voided_known_on is null`
export const batchEnrolments = (batchId: string): SqlPiece =>
  sql`select class_id, seat_no, person_id, organisation_id, kind, group_id, occupation_code, county_code, sex, birth_year, completed_on, known_on, voided_known_on
      from training.enrolment where batch_id = ${batchId}`
export const restsOnSeats = (batchId: string): SqlPiece =>
  sql`select 1 from training.enrolment e where e.batch_id = ${batchId}
      and (exists (select 1 from training.attendance a where a.class_id = e.class_id and a.seat_no = e.seat_no)
        or exists (select 1 from training.call_back b where b.class_id = e.class_id and b.seat_no = e.seat_no)) limit 1`
export const deleteResults = (batchId: string): SqlPiece => sql`delete from training.result where batch_id = ${batchId}`
export const deleteEnrolments = (batchId: string): SqlPiece =>
  sql`delete from training.enrolment where batch_id = ${batchId}`

export const seatsOfPersons = (classIds: readonly string[], personIds: readonly string[]): SqlPiece =>
  sql`select class_id, seat_no, person_id from training.enrolment where class_id = any(${classIds}::uuid[]) and person_id = any(${personIds}::uuid[])`
export const seatsThere = (classIds: readonly string[], seats: readonly number[]): SqlPiece =>
  sql`select e.class_id, e.seat_no from training.enrolment e
      join (select distinct c, s from unnest(${classIds}::uuid[], ${seats}::smallint[]) as t (c, s)) w on w.c = e.class_id and w.s = e.seat_no`
export const marksOf = (classIds: readonly string[], lessons: readonly number[], seats: readonly number[]): SqlPiece =>
  sql`select a.class_id, a.lesson_no, a.seat_no, a.in_at, a.out_at, a.lat_e6, a.lon_e6, a.method, encode(a.device, 'hex') as device,
        encode(a.network, 'hex') as network, encode(a.face, 'hex') as face
      from training.attendance a
      join unnest(${classIds}::uuid[], ${lessons}::smallint[], ${seats}::smallint[]) as t (c, l, s) on t.c = a.class_id and t.l = a.lesson_no and t.s = a.seat_no`
export const correctionsOn = (batchId: string): SqlPiece =>
  sql`select 1 from training.attendance a join training.attendance_correction x
        on x.class_id = a.class_id and x.lesson_no = a.lesson_no and x.seat_no = a.seat_no
      where a.batch_id = ${batchId} limit 1`
export const deleteMarks = (batchId: string): SqlPiece =>
  sql`delete from training.attendance where batch_id = ${batchId}`

export const materialsOf = (classIds: readonly string[]): SqlPiece =>
  sql`select class_id, seat_no, material_no, encode(content_hash, 'hex') as hash from training.material where class_id = any(${classIds}::uuid[])`
export const deleteMaterials = (batchId: string): SqlPiece =>
  sql`delete from training.material where batch_id = ${batchId}`
export const callsOf = (classIds: readonly string[]): SqlPiece =>
  sql`select class_id, seat_no, call_no, encode(content_hash, 'hex') as hash from training.call_back where class_id = any(${classIds}::uuid[])`
export const deleteCalls = (batchId: string): SqlPiece =>
  sql`delete from training.call_back where batch_id = ${batchId}`
export const restsOnOrganisations = (ids: readonly string[]): SqlPiece =>
  sql`select organisation_id from training.class where organisation_id = any(${ids}::uuid[])
      union select employer_id as organisation_id from training.class where employer_id = any(${ids}::uuid[])
      union select organisation_id from training.teacher where organisation_id = any(${ids}::uuid[])
      union select organisation_id from training.venue where organisation_id = any(${ids}::uuid[])`
