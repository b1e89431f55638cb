import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export const entitled = (personIds: readonly string[], entitlementIds: readonly string[]): SqlPiece =>
  sql`select c.entitlement_id, c.certificate_id, c.number from credentials.certificate c
      where c.person_id = any(${personIds}::uuid[]) and c.entitlement_id = any(${entitlementIds}::uuid[])`

/** Takes as many numbers as there are left, up to `count`; nobody else can take the same ones. */
export const takeSerials = (blockId: string, count: number): SqlPiece =>
  sql`update credentials.number_block b set next_serial = least(b.next_serial + ${count}, b.last_serial + 1)
      from (select case_id, next_serial from credentials.number_block where case_id = ${blockId} for update) old
      where b.case_id = old.case_id and b.state = 'open' and old.next_serial <= b.last_serial
      returning old.next_serial as first_serial, b.next_serial - old.next_serial as count, b.prefix`
export const openBlocks = (organisationId: string, year: number, letter: string): SqlPiece =>
  sql`select case_id from credentials.number_block
      where organisation_id = ${organisationId} and year = ${year} and level_letter = ${letter} and state = 'open' and next_serial <= last_serial
      order by first_serial, case_id`

export const takeIndexes = (count: number): SqlPiece =>
  sql`update credentials.status_list set next_index = next_index + ${count}, changes = changes + 1 where list_no = 1 returning next_index - ${count} as first_index`
export const statusChanged = (): SqlPiece =>
  sql`update credentials.status_list set changes = changes + 1 where list_no = 1`
export const insertStatusKeys = (
  indexes: readonly number[],
  personIds: readonly string[],
  certificateIds: readonly string[],
): SqlPiece =>
  sql`insert into credentials.status_key (status_index, person_id, certificate_id)
      select * from unnest(${indexes}::bigint[], ${personIds}::uuid[], ${certificateIds}::uuid[])`
export const PROOF_COLUMNS = [
  'person_id',
  'status_index',
  'certificate_id',
  'number',
  'key_id',
  'code',
  'made_on',
] as const
export const ENTITLEMENT_COLUMNS = [
  'person_id',
  'entitlement_id',
  'source',
  'batch_id',
  'published_on',
  'rule_key',
  'rule_on',
] as const

export const proofOf = (personId: string, certificateId: string, number: string): SqlPiece =>
  sql`select status_index, key_id, code from credentials.proof
      where person_id = ${personId} and certificate_id = ${certificateId} and number = ${number} and ended_on is null order by status_index desc limit 1`
export const endProofs = (personId: string, certificateId: string, on: string): SqlPiece =>
  sql`update credentials.proof set ended_on = ${on} where person_id = ${personId} and certificate_id = ${certificateId} and ended_on is null`
