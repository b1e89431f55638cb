import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export type ClaimHead = {
  id: string
  number: string
  organisationId: string
  classId: string | null
  countyCode: string
  fund: string
  scheme: string
  payee: string
  state: string
  filedOn: string
  filedAt: string
  filedBy: string
  reviewedAt: string | null
  reviewedBy: string | null
  approvedAt: string | null
  approvedBy: string | null
  paidOn: string | null
  batchId: string
}
/** In the order of numbers, so that two imports of the same ones wait for each other one way only. */
export const takeNumbers = (numbers: readonly string[], ids: readonly string[]): SqlPiece =>
  sql`insert into subsidy.claim_key (number, claim_id)
      select n, c from unnest(${numbers}::text[], ${ids}::uuid[]) as t (n, c) order by n on conflict do nothing`
export const numbersTaken = (numbers: readonly string[]): SqlPiece =>
  sql`select number, claim_id from subsidy.claim_key where number = any(${numbers}::text[])`
export const insertClaim = (c: ClaimHead): SqlPiece =>
  sql`insert into subsidy.claim (claim_id, number, organisation_id, class_id, county_code, fund, scheme, payee, state, amount_fen, lines,
        filed_on, filed_at, filed_by, reviewed_at, reviewed_by, approved_at, approved_by, paid_on, batch_id)
      values (${c.id}, ${c.number}, ${c.organisationId}, ${c.classId}, ${c.countyCode}, ${c.fund}, ${c.scheme}, ${c.payee}, ${c.state}, 0, 0,
        ${c.filedOn}, ${c.filedAt}, ${c.filedBy}, ${c.reviewedAt}, ${c.reviewedBy}, ${c.approvedAt}, ${c.approvedBy}, ${c.paidOn}, ${c.batchId})`
export const claimsByNumber = (ids: readonly string[]): SqlPiece =>
  sql`select claim_id, number, batch_id from subsidy.claim where claim_id = any(${ids}::uuid[])`
/** Sums are those of the lines, drawn once the lines of a chunk stand. */
export const sumUp = (ids: readonly string[]): SqlPiece =>
  sql`update subsidy.claim c set amount_fen = l.fen, lines = l.n, days = l.days
      from (select claim_id, sum(amount_fen) as fen, count(*) as n, max(days) as days from subsidy.claim_line
            where claim_id = any(${ids}::uuid[]) group by claim_id) l
      where c.claim_id = l.claim_id`
export const linesOf = (ids: readonly string[]): SqlPiece =>
  sql`select claim_id, line_no, person_id, encode(content_hash, 'hex') as hash from subsidy.claim_line where claim_id = any(${ids}::uuid[])`
export const seatsOf = (classIds: readonly string[], personIds: readonly string[]): SqlPiece =>
  sql`select class_id, seat_no, person_id, certificate_number from training.enrolment
      where class_id = any(${classIds}::uuid[]) and person_id = any(${personIds}::uuid[])`
export const changedSince = (batchId: string): SqlPiece =>
  sql`select 1 from subsidy.claim where batch_id = ${batchId} and version <> 1 limit 1`
export const deleteLines = (batchId: string): SqlPiece =>
  sql`delete from subsidy.claim_line where batch_id = ${batchId}`
export const deleteClaims = (batchId: string): SqlPiece =>
  sql`delete from subsidy.claim c where c.batch_id = ${batchId} and not exists (select 1 from subsidy.claim_line l where l.claim_id = c.claim_id)
      returning number`
export const deleteNumbers = (numbers: readonly string[]): SqlPiece =>
  sql`delete from subsidy.claim_key where number = any(${numbers}::text[])`

export const personsClaiming = (ids: readonly string[]): SqlPiece =>
  sql`select distinct person_id from subsidy.claim_line where person_id = any(${ids}::uuid[])`
export const organisationsClaiming = (ids: readonly string[]): SqlPiece =>
  sql`select distinct organisation_id from subsidy.claim where organisation_id = any(${ids}::uuid[])`
export const seatsClaimed = (classIds: readonly string[], seats: readonly number[]): SqlPiece =>
  sql`select l.class_id || '/' || l.seat_no as key from subsidy.claim_line l
      join (select distinct c, s from unnest(${classIds}::uuid[], ${seats}::smallint[]) as t (c, s)) w on w.c = l.class_id and w.s = l.seat_no`
