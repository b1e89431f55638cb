import type { Actor } from '../../../kernel/access/actor.ts'
import type { Policy } from '../../../kernel/access/policy.ts'
import { scopePredicate } from '../../../kernel/access/predicate.sql.ts'
import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

const columns = sql`c.person_id, c.certificate_id, c.number, c.kind, c.occupation_code, c.work_type, c.level_rank, c.issued_on, c.revoked_on,
  p.name, p.sex, p.birth_date, p.identity_sealed, o.name as body, occ.name as occupation`
const tables = sql`credentials.certificate c join people.person p on p.person_id = c.person_id
  left join directory.organisation o on o.organisation_id = c.organisation_id
  left join catalogue.occupation occ on occ.edition = c.occupation_edition and occ.code = c.occupation_code`

/** Within the actor's area or organisation; what lies elsewhere is not there. */
export const inScope = (personId: string, certificateId: string, policy: Policy, actor: Actor): SqlPiece =>
  sql`select 1 as there from credentials.certificate
      where person_id = ${personId} and certificate_id = ${certificateId} and ${scopePredicate(policy, actor, { jurisdiction: 'county_code', organisation: 'organisation_id' })}`
export const paper = (personId: string, certificateId: string): SqlPiece =>
  sql`select ${columns} from ${tables} where c.person_id = ${personId} and c.certificate_id = ${certificateId}`
