import { name, type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export const certificateForRenewal = (personId: string, certificateId: string): SqlPiece =>
  sql`select c.number, c.kind, c.occupation_edition, c.occupation_code, c.work_type, c.level_rank, c.organisation_id, c.issued_on, c.revoked_on, c.county_code, p.name
      from credentials.certificate c join people.person p on p.person_id = c.person_id
      where c.person_id = ${personId} and c.certificate_id = ${certificateId}`
/** Once: whoever comes second changes nothing. */
export const renumber = (personId: string, certificateId: string, from: string, to: string): SqlPiece =>
  sql`update credentials.certificate set number = ${to}, version = version + 1
      where person_id = ${personId} and certificate_id = ${certificateId} and number = ${from} and revoked_on is null`
export const endCorrected = (c: {
  personId: string
  certificateId: string
  by: string
  knownOn: string
  reason: string
}): SqlPiece =>
  sql`update credentials.certificate set revoked_on = issued_on, revoked_known_on = ${c.knownOn}, revoked_reason = ${c.reason}, corrected_by_id = ${c.by}, version = version + 1
      where person_id = ${c.personId} and certificate_id = ${c.certificateId} and revoked_on is null`
export const keepDecision = (table: string, caseId: string, note: string | null, newNumber: string | null): SqlPiece =>
  sql`update ${name(table)} set decision_note = ${note}, new_number = ${newNumber} where case_id = ${caseId}`
