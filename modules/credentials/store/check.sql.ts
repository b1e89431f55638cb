import { prepared, type Sql, sql } from '../../../kernel/db/sql.ts'

/** By value, so that one shard answers. */
export const keyOf = (number: string): Sql =>
  prepared(
    'credentials-check-key',
    sql`select person_id, certificate_id from credentials.certificate_key where number = ${number}`,
  )

export const checkedCertificate = (personId: string, certificateId: string): Sql =>
  prepared(
    'credentials-check-certificate',
    sql`select c.number, c.kind, c.level_rank, c.work_type, c.issued_on, c.revoked_on, c.corrected_by_id, p.name, p.name_key, o.name as body, coalesce(occ.name, c.occupation_code) as occupation
        from credentials.certificate c
        join people.person p on p.person_id = c.person_id
        left join directory.organisation o on o.organisation_id = c.organisation_id
        left join catalogue.occupation occ on occ.edition = c.occupation_edition and occ.code = c.occupation_code
        where c.person_id = ${personId} and c.certificate_id = ${certificateId}`,
  )

/** The certificate of a place in the status list, with the very code that was signed for it. */
export const placeOf = (statusIndex: number): Sql =>
  prepared(
    'credentials-check-place',
    sql`select person_id, certificate_id from credentials.status_key where status_index = ${statusIndex}`,
  )
export const checkedCode = (personId: string, statusIndex: number): Sql =>
  prepared(
    'credentials-check-code',
    sql`select p.code, p.ended_on, p.number as coded, c.number, c.revoked_on, c.corrected_by_id, occ.name as occupation
        from credentials.proof p
        join credentials.certificate c on c.person_id = p.person_id and c.certificate_id = p.certificate_id
        left join catalogue.occupation occ on occ.edition = c.occupation_edition and occ.code = c.occupation_code
        where p.person_id = ${personId} and p.status_index = ${statusIndex}`,
  )
export const listState = (): Sql =>
  prepared('credentials-list-state', sql`select next_index, changes from credentials.status_list where list_no = 1`)
/** Places that ended by themselves, and those of certificates that were revoked: the second should be among the first, but a list errs on that side. */
export const endedPlaces = (): Sql =>
  sql`select status_index from credentials.proof where ended_on is not null
      union
      select p.status_index from credentials.certificate c join credentials.proof p on p.person_id = c.person_id and p.certificate_id = c.certificate_id
      where c.revoked_on is not null`

/** Some certificates, read in place of those that do not exist. */
export const someKeys = (limit: number): Sql =>
  sql`select person_id, certificate_id from credentials.certificate_key limit ${limit}`
