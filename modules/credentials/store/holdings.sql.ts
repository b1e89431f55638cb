import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export const certificatesOf = (personIds: readonly string[]): SqlPiece =>
  sql`select person_id, certificate_id, level_rank, kind, occupation_code, organisation_id, issued_on, known_on, revoked_on, revoked_known_on
      from credentials.certificate where person_id = any(${personIds}::uuid[])`
export const holdingsOf = (personIds: readonly string[]): SqlPiece =>
  sql`select person_id, known_from, held_from, known_to, held_to, certificate_id, level_rank, county_code, sex, birth_year,
             occupation_code, kind, organisation_id, issued_year, first_skilled, first_high
      from credentials.holding where person_id = any(${personIds}::uuid[])`

export type HoldingKeys = { personIds: string[]; knownFroms: string[]; heldFroms: string[] }
/** Of a row that is there, only the end of knowledge is ever set. `ends` may take it away again on the same day. */
export const endKnowledge = (k: HoldingKeys, ends: readonly (string | null)[]): SqlPiece =>
  sql`update credentials.holding h set known_to = t.known_to
      from unnest(${k.personIds}::uuid[], ${k.knownFroms}::date[], ${k.heldFroms}::date[], ${ends}::date[]) as t (person_id, known_from, held_from, known_to)
      where h.person_id = t.person_id and h.known_from = t.known_from and h.held_from = t.held_from`
export const deleteHoldings = (k: HoldingKeys): SqlPiece =>
  sql`delete from credentials.holding h
      using unnest(${k.personIds}::uuid[], ${k.knownFroms}::date[], ${k.heldFroms}::date[]) as t (person_id, known_from, held_from)
      where h.person_id = t.person_id and h.known_from = t.known_from and h.held_from = t.held_from`

/** For the rebuild: persons in order, each with its certificates side by side. Texts of COPY queries; no values from people. */
export const personsWithCertificates = (): string =>
  `select p.person_id, p.county_code, p.sex, extract(year from p.birth_date)::int, p.left_on, p.left_known_on,
          c.certificate_id, c.level_rank, c.kind, c.occupation_code, c.organisation_id, c.issued_on, c.known_on, c.revoked_on, c.revoked_known_on
   from people.person p join credentials.certificate c on c.person_id = p.person_id order by p.person_id`
export const REBUILD = {
  lock: 'lock table people.person, credentials.certificate, credentials.holding in share row exclusive mode',
  scratch: 'create temporary table rebuilt (like credentials.holding including defaults) on commit drop',
  surplus: 'select count(*)::int as n from (table credentials.holding except all table rebuilt) as gone',
  missing: 'select count(*)::int as n from (table rebuilt except all table credentials.holding) as lacking',
  clear: 'truncate credentials.holding',
  fill: 'insert into credentials.holding table rebuilt',
  analyze: 'analyze credentials.holding',
}
/** Invariant 1: pairs of rows of one person that share a day and a day of knowledge. */
export const overlappingHoldings = (): SqlPiece =>
  sql`select count(*)::int as n from credentials.holding a join credentials.holding b
        on a.person_id = b.person_id and (a.known_from, a.held_from) < (b.known_from, b.held_from)
       and a.known_from < coalesce(b.known_to, 'infinity') and b.known_from < coalesce(a.known_to, 'infinity')
       and a.held_from < coalesce(b.held_to, 'infinity') and b.held_from < coalesce(a.held_to, 'infinity')`
