import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'

/** Listings in force that no case stands behind: they came by a mass load. */
export const listingsWithoutCase = (limit: number): SqlPiece =>
  sql`select l.listing_id, l.organisation_id, l.role, l.county_code, p.status, p.listed_from, p.document,
        coalesce((select array_agg(distinct s.occupation_code order by s.occupation_code) from directory.listing_scope s where s.listing_id = l.listing_id and s.to_on is null), '{}') as occupations,
        (select max(s.level_rank) from directory.listing_scope s where s.listing_id = l.listing_id and s.to_on is null) as level_rank,
        o.county_code as organisation_county, o.kind
      from directory.listing l
        join directory.organisation o on o.organisation_id = l.organisation_id
        join directory.listing_period p on p.listing_id = l.listing_id and p.known_to is null and p.listed_to is null
      where not exists (select 1 from directory.listing_case c where c.organisation_id = l.organisation_id and c.role = l.role and c.state not in ('removed', 'refused', 'withdrawn'))
      order by l.listing_id limit ${limit}`

export const newestLicence = (organisationId: string, kind: string): SqlPiece =>
  sql`select number from directory.licence where organisation_id = ${organisationId} and kind = ${kind} order by valid_from desc, licence_id limit 1`

export const insertCase = (c: {
  id: string
  state: string
  edition: PlainDate
  on: PlainDate
  organisationId: string
  role: string
  county: string
  occupations: readonly string[]
  levelHighest: string
  licenceNumber: string | null
  listingId: string
  document: string | null
}): SqlPiece =>
  sql`insert into directory.listing_case (case_id, state, edition, version, opened_on, state_since, organisation_id, role, county_code, occupations, level_highest, licence_number, listing_id, document, applied_by, accepted_by, reviewed_by, decided_by)
      values (${c.id}, ${c.state}, ${c.edition}, 1, ${c.on}, ${c.on}, ${c.organisationId}, ${c.role}, ${c.county}, ${c.occupations}::text[], ${c.levelHighest}, ${c.licenceNumber}, ${c.listingId}, ${c.document},
              'loaded-applicant', 'loaded-handler', 'loaded-reviewer', 'loaded-decider')`
