import type { Actor } from '../../../kernel/access/actor.ts'
import type { Policy } from '../../../kernel/access/policy.ts'
import { scopePredicate } from '../../../kernel/access/predicate.sql.ts'
import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export const keyOfNumber = (number: string): SqlPiece =>
  sql`select person_id, certificate_id from credentials.certificate_key where number = ${number}`
/** Within the actor's area; a certificate elsewhere is not there. */
export const certificateInScope = (personId: string, certificateId: string, policy: Policy, actor: Actor): SqlPiece =>
  sql`select county_code from credentials.certificate
      where person_id = ${personId} and certificate_id = ${certificateId} and ${scopePredicate(policy, actor, { jurisdiction: 'county_code' })}`
export const certificateState = (personId: string, certificateId: string): SqlPiece =>
  sql`select issued_on, revoked_on from credentials.certificate where person_id = ${personId} and certificate_id = ${certificateId}`

/** Once: whoever comes second changes nothing. */
export const revoke = (r: {
  personId: string
  certificateId: string
  on: string
  knownOn: string
  reason: string
}): SqlPiece =>
  sql`update credentials.certificate set revoked_on = ${r.on}, revoked_known_on = ${r.knownOn}, revoked_reason = ${r.reason}, version = version + 1
      where person_id = ${r.personId} and certificate_id = ${r.certificateId} and revoked_on is null`
export const keepNote = (caseId: string, note: string | null): SqlPiece =>
  sql`update credentials.revocation_case set decision_note = ${note} where case_id = ${caseId}`
