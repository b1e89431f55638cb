import type { Actor } from '../../../kernel/access/actor.ts'
import type { Policy } from '../../../kernel/access/policy.ts'
import { scopePredicate } from '../../../kernel/access/predicate.sql.ts'
import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export const bodyInScope = (organisationId: string, policy: Policy, actor: Actor): SqlPiece =>
  sql`select county_code from directory.organisation where organisation_id = ${organisationId} and ${scopePredicate(policy, actor, { jurisdiction: 'county_code' })}`
export const overlaps = (b: {
  caseId: string
  prefix: string
  year: number
  letter: string
  first: number
  last: number
}): SqlPiece =>
  sql`select first_serial as first, last_serial as last from credentials.number_block
      where prefix = ${b.prefix} and year = ${b.year} and level_letter = ${b.letter} and first_serial <= ${b.last} and last_serial >= ${b.first} and case_id <> ${b.caseId}
      order by first_serial`
export const voidSerials = (caseId: string, count: number): SqlPiece =>
  sql`update credentials.number_block set next_serial = next_serial + ${count} where case_id = ${caseId} and next_serial + ${count} <= last_serial + 1
      returning next_serial - ${count} as first_serial, prefix, year, level_letter`
export const keepVoid = (caseId: string, first: number, last: number, reason: string, on: string): SqlPiece =>
  sql`insert into credentials.number_void (case_id, first_serial, last_serial, reason, voided_on) values (${caseId}, ${first}, ${last}, ${reason}, ${on})`
export const keepCloseReason = (caseId: string, reason: string): SqlPiece =>
  sql`update credentials.number_block set close_reason = ${reason} where case_id = ${caseId}`
