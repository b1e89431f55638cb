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
    sql`select c.number, c.kind, c.level_rank, c.work_type, c.issued_on, c.revoked_on, p.name, p.name_key, o.name as body, coalesce(occ.name, c.occupation_code) as occupation
        from credentials.certificate c
        join people.person p on p.person_id = c.person_id
        left join directory.organisation o on o.organisation_id = c.organisation_id
        left join catalogue.occupation occ on occ.edition = c.occupation_edition and occ.code = c.occupation_code
        where c.person_id = ${personId} and c.certificate_id = ${certificateId}`,
  )

/** Some certificates, read in place of those that do not exist. */
export const someKeys = (limit: number): Sql =>
  sql`select person_id, certificate_id from credentials.certificate_key limit ${limit}`
