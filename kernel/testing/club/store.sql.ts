import { type SqlPiece, sql } from '../../db/sql.ts'

export type Stay = {
  member_id: string
  stay_no: number
  from_on: string
  to_on: string | null
  known_from: string
  known_to: string | null
  level: string
  area: string
  court_code: string
  grade: number | null
  birth_year: number | null
  paid: boolean | null
  academy_id: string | null
}

export const insertMember = (m: {
  id: string
  name: string
  area: string
  level: string
  academyId: string | null
  phone: Buffer | null
  phoneIndex: Buffer | null
  playerKey: string
  joinedOn: string
  remark: string | null
  listed: boolean
  terms: string[]
}): SqlPiece =>
  sql`insert into club.member (member_id, name, area, level, academy_id, phone_sealed, phone_index, player_key, joined_on, remark, listed, search_terms)
      values (${m.id}, ${m.name}, ${m.area}, ${m.level}, ${m.academyId}, ${m.phone}, ${m.phoneIndex}, ${m.playerKey}, ${m.joinedOn}, ${m.remark}, ${m.listed}, ${m.terms})`
export const insertStay = (s: Stay): SqlPiece =>
  sql`insert into club.stay (member_id, stay_no, from_on, to_on, known_from, known_to, level, area, court_code, grade, birth_year, paid, academy_id)
      values (${s.member_id}, ${s.stay_no}, ${s.from_on}, ${s.to_on}, ${s.known_from}, ${s.known_to}, ${s.level}, ${s.area}, ${s.court_code}, ${s.grade}, ${s.birth_year}, ${s.paid}, ${s.academy_id})`
export const staysOf = (memberId: string): SqlPiece =>
  sql`select * from club.stay where member_id = ${memberId} and known_to is null order by stay_no for update`
export const closeStay = (memberId: string, stayNo: number, knownTo: string): SqlPiece =>
  sql`update club.stay set known_to = ${knownTo} where member_id = ${memberId} and stay_no = ${stayNo} and known_to is null`
export const insertAcademy = (id: string, name: string): SqlPiece =>
  sql`insert into club.academy (academy_id, name) values (${id}, ${name})`
export const setRemark = (id: string, remark: string): SqlPiece =>
  sql`update club.member set remark = ${remark}, version = version + 1 where member_id = ${id}`
export const deleteMember = (id: string): SqlPiece => sql`delete from club.member where member_id = ${id}`
export const insertLocker = (hall: string, place: string, holder: string | null): SqlPiece =>
  sql`insert into club.locker (hall, place, holder) values (${hall}, ${place}, ${holder})`
