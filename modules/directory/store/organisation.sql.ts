import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { OrganisationSeed } from '../factory.ts'

export const insertOrganisation = (o: OrganisationSeed, terms: readonly string[]): SqlPiece =>
  sql`insert into directory.organisation (organisation_id, name, kind, credit_code, county_code, address, contact_phone, legal_representative, founded_on, search_terms)
      values (${o.id}, ${o.name}, ${o.kind}, ${o.creditCode}, ${o.county}, ${o.address}, ${o.contactPhone}, ${o.legalRepresentative}, ${o.foundedOn}, ${terms})`

// What the tests look at behind the program's back.
export const caseRow = (id: string): SqlPiece => sql`select * from directory.listing_case where case_id = ${id}`
export const changeRow = (id: string): SqlPiece => sql`select * from directory.change_case where case_id = ${id}`
export const organisationRow = (id: string): SqlPiece =>
  sql`select * from directory.organisation where organisation_id = ${id}`
export const periodRows = (organisationId: string): SqlPiece =>
  sql`select * from directory.listing_period where organisation_id = ${organisationId} order by role, known_from, listed_from`
export const scopeRows = (organisationId: string): SqlPiece =>
  sql`select s.* from directory.listing_scope s join directory.listing l on l.listing_id = s.listing_id where l.organisation_id = ${organisationId}
      order by occupation_code, level_rank, from_on`
export const countsOfAll = (): SqlPiece =>
  sql`select (select count(*) from journal.leaf) as leaves, (select count(*) from directory.listing_period) as periods,
        (select count(*) from directory.listing_scope) as scopes, (select count(*) from kernel.outbox) as messages,
        (select count(*) from measures.feed) as feed, (select count(*) from kernel.idempotency) as answers`
/** Two rows of one listing that hold on the same day as known on the same day. */
export const overlaps = (): SqlPiece =>
  sql`select a.listing_id, a.listed_from, b.listed_from as other from directory.listing_period a join directory.listing_period b
        on a.listing_id = b.listing_id and (a.listed_from, a.known_from) < (b.listed_from, b.known_from)
        and daterange(a.listed_from, a.listed_to) && daterange(b.listed_from, b.listed_to)
        and daterange(a.known_from, a.known_to) && daterange(b.known_from, b.known_to)`
/** Cases whose state and what the list says today do not agree. */
export const disagreements = (): SqlPiece =>
  sql`select c.case_id, c.state, p.status from directory.listing_case c
        left join directory.listing_period p on p.listing_id = c.listing_id and p.known_to is null and p.listed_to is null
      where (c.state in ('listed', 'suspended') and p.status is distinct from c.state)
        or (c.state = 'removed' and p.status is not null and not exists (
          select 1 from directory.listing_case n where n.listing_id = c.listing_id and n.state in ('listed', 'suspended')))`
export const samePersons = (): SqlPiece =>
  sql`select case_id from directory.listing_case where applied_by in (accepted_by, reviewed_by, decided_by) or accepted_by in (reviewed_by, decided_by) or reviewed_by = decided_by`
/** Around every check of the program: only the database is left to refuse. */
export const forceDoer = (
  caseId: string,
  column: 'accepted_by' | 'reviewed_by' | 'decided_by',
  person: string,
): SqlPiece =>
  column === 'accepted_by'
    ? sql`update directory.listing_case set accepted_by = ${person} where case_id = ${caseId}`
    : column === 'reviewed_by'
      ? sql`update directory.listing_case set reviewed_by = ${person} where case_id = ${caseId}`
      : sql`update directory.listing_case set decided_by = ${person} where case_id = ${caseId}`
export const forgetCase = (id: string): SqlPiece => sql`delete from directory.listing_case where case_id = ${id}`
export const caseOf = (organisationId: string): SqlPiece =>
  sql`select * from directory.listing_case where organisation_id = ${organisationId}`
