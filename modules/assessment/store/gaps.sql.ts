import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'

export type RosterLine = {
  person_id: string
  name: string
  post: string
  occupation_code: string
  level_rank: number
  from_on: PlainDate
}
/** Those who are in a post today; with persons: only these. */
export const onRoster = (organisationId: string, persons: readonly string[] | null, today: string): SqlPiece =>
  sql`select r.person_id, n.name, r.post, p.occupation_code, p.level_rank, r.from_on
      from assessment.roster r join assessment.post p on p.organisation_id = r.organisation_id and p.post = r.post
      join people.person n on n.person_id = r.person_id
      where r.organisation_id = ${organisationId} and r.from_on <= ${today}::date and (r.to_on is null or r.to_on > ${today}::date)
        and (${persons}::uuid[] is null or r.person_id = any(${persons}::uuid[])) order by r.person_id`
export type HeldRow = { person_id: string; occupation_code: string; level_rank: number }
export const heldOf = (persons: readonly string[], kinds: readonly string[], today: string): SqlPiece =>
  sql`select person_id, occupation_code, max(level_rank)::int as level_rank from credentials.certificate
      where person_id = any(${persons}::uuid[]) and kind = any(${kinds}) and issued_on <= ${today}::date and (revoked_on is null or revoked_on > ${today}::date)
      group by 1, 2`
export const organisationsWithRoster = (): SqlPiece => sql`select distinct organisation_id from assessment.roster`
export const countyOf = (organisationId: string): SqlPiece =>
  sql`select county_code from directory.organisation where organisation_id = ${organisationId}`
export type GapRow = {
  person_id: string
  organisation_id: string
  seen_on: PlainDate
  closed_on: PlainDate | null
  county_code: string
  occupation_code: string
  level_rank: number
  held_rank: number | null
}
export const openGaps = (organisationId: string, persons: readonly string[] | null): SqlPiece =>
  sql`select * from assessment.gap where organisation_id = ${organisationId} and closed_on is null
        and (${persons}::uuid[] is null or person_id = any(${persons}::uuid[])) order by person_id for update`
export const insertGap = (g: Omit<GapRow, 'closed_on'>): SqlPiece =>
  sql`insert into assessment.gap (person_id, organisation_id, seen_on, county_code, occupation_code, level_rank, held_rank)
      values (${g.person_id}, ${g.organisation_id}, ${g.seen_on}, ${g.county_code}, ${g.occupation_code}, ${g.level_rank}, ${g.held_rank})`
export const closeGap = (g: GapRow, on: string): SqlPiece =>
  sql`update assessment.gap set closed_on = ${on} where person_id = ${g.person_id} and organisation_id = ${g.organisation_id} and seen_on = ${g.seen_on}`
/** What was seen for no whole day was not there. */
export const dropGap = (g: GapRow): SqlPiece =>
  sql`delete from assessment.gap where person_id = ${g.person_id} and organisation_id = ${g.organisation_id} and seen_on = ${g.seen_on}`
export const plansAhead = (organisationId: string, occupations: readonly string[], today: string): SqlPiece =>
  sql`select p.case_id, p.number, p.occupation_code, p.level, p.exam_on, p.apply_until, p.place, o.name, s.seats - s.taken as left
      from assessment.plan_case p join assessment.plan_seats s on s.plan_id = p.case_id join directory.organisation o on o.organisation_id = p.organisation_id
      where p.state in ('announced', 'applying') and p.apply_until >= ${today}::date and s.taken < s.seats and p.occupation_code = any(${occupations})
        and (p.audience = 'public' or (p.audience = 'own-staff' and p.organisation_id = ${organisationId})) order by p.exam_on, p.number limit 500`
