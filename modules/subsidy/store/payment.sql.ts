import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'

/** A line that may be paid now: its claim is payable, it is open, its account is the one approved, nothing lives for it. */
export type PayableRow = {
  claim_id: string
  claim_number: string
  line_no: number
  payee: string
  scheme: string
  organisation_id: string
  class_id: string
  person_id: string
  payee_name: string
  amount_fen: number
  account_index: Buffer | null
  account_sealed: Buffer | null
  approved_account: Buffer | null
}
export const payableLines = (budgetId: string, limit: number): SqlPiece =>
  sql`select c.case_id as claim_id, c.number as claim_number, l.line_no, c.payee, c.scheme, c.organisation_id, c.class_id, l.person_id, l.payee_name, l.amount_fen,
        l.account_index, l.account_sealed, l.approved_account
      from subsidy.claim_case c join subsidy.claim_line l on l.claim_id = c.case_id
      left join training.enrolment e on e.class_id = l.class_id and e.seat_no = l.seat_no
      where c.state = 'payable' and c.budget_id = ${budgetId} and l.state = 'open' and l.amount_fen > 0
        and (c.payee = 'institution' or (l.approved_account is not null and e.account_index = l.approved_account))
      order by c.case_id, l.line_no limit ${limit}`

export type PaymentRow = {
  serial_no: number
  claim_id: string
  line_no: number
  payee_name: string
  account_sealed: Buffer
  account_index: Buffer
  amount_fen: number
  state: string
  scheme: string
}
export const paymentsOf = (batchId: string): SqlPiece =>
  sql`select serial_no, claim_id, line_no, payee_name, account_sealed, account_index, amount_fen, state, scheme from subsidy.payment where batch_id = ${batchId} order by serial_no`
export type NewPayment = {
  serial: number
  claim: string
  line: number
  name: string
  sealed: Buffer
  index: Buffer
  amountFen: number
  scheme: string
  organisation: string
}
export const insertPayments = (
  b: { batch: string; fund: string; county: string; on: PlainDate },
  rows: readonly NewPayment[],
): SqlPiece =>
  sql`insert into subsidy.payment (batch_id, serial_no, claim_id, line_no, payee_name, account_sealed, account_index, amount_fen, state, known_on, scheme, fund, county_code, organisation_id)
      select ${b.batch}::uuid, x.serial, x.claim, x.line, x.name, x.sealed, x.index, x.amount, 'frozen', ${b.on}::date, x.scheme, ${b.fund}, ${b.county}, x.organisation
      from unnest(${rows.map((r) => r.serial)}::int[], ${rows.map((r) => r.claim)}::uuid[], ${rows.map((r) => r.line)}::int[], ${rows.map((r) => r.name)}::text[],
        ${rows.map((r) => r.sealed)}::bytea[], ${rows.map((r) => r.index)}::bytea[], ${rows.map((r) => r.amountFen)}::bigint[], ${rows.map((r) => r.scheme)}::text[], ${rows.map((r) => r.organisation)}::uuid[])
        as x (serial, claim, line, name, sealed, index, amount, scheme, organisation)`
export const insertPaymentKeys = (
  batch: string,
  rows: readonly { claim: string; line: number; serial: number }[],
): SqlPiece =>
  sql`insert into subsidy.payment_key (claim_id, line_no, batch_id, serial_no)
      select x.claim, x.line, ${batch}::uuid, x.serial from unnest(${rows.map((r) => r.claim)}::uuid[], ${rows.map((r) => r.line)}::int[], ${rows.map((r) => r.serial)}::int[]) as x (claim, line, serial)`
/** Lines that these payments of the batch stand for. */
export const linesUnder = (batch: string, serials: readonly number[]): SqlPiece =>
  sql`select claim_id, line_no, serial_no from subsidy.payment_key where batch_id = ${batch} and serial_no = any(${serials}::int[]) order by claim_id, line_no`
export const deletePaymentKeys = (batch: string, serials: readonly number[]): SqlPiece =>
  sql`delete from subsidy.payment_key where batch_id = ${batch} and serial_no = any(${serials}::int[])`
export const moveLines = (claims: readonly string[], lines: readonly number[], from: string, to: string): SqlPiece =>
  sql`update subsidy.claim_line l set state = ${to} from unnest(${claims}::uuid[], ${lines}::int[]) as x (claim, line)
      where l.claim_id = x.claim and l.line_no = x.line and l.state = ${from}`
export const movePayments = (
  batch: string,
  serials: readonly number[] | null,
  from: readonly string[],
  to: string,
): SqlPiece =>
  sql`update subsidy.payment set state = ${to} where batch_id = ${batch} and state = any(${from}) and (${serials}::int[] is null or serial_no = any(${serials}::int[])) returning serial_no`
export const answerPayments = (
  batch: string,
  rows: readonly { serial: number; on: PlainDate | null; reason: string }[],
  from: string,
  to: string,
  known: PlainDate,
): SqlPiece =>
  sql`update subsidy.payment p set state = ${to}, paid_on = case when ${to} = 'paid' then x.on_day when ${to} = 'failed' then null else coalesce(p.paid_on, x.on_day) end, reason = nullif(x.reason, ''),
        known_on = case when ${to} = 'paid' then ${known}::date else p.known_on end, returned_known_on = case when ${to} = 'returned' then ${known}::date end
      from unnest(${rows.map((r) => r.serial)}::int[], ${rows.map((r) => r.on)}::date[], ${rows.map((r) => r.reason)}::text[]) as x (serial, on_day, reason)
      where p.batch_id = ${batch} and p.serial_no = x.serial and p.state = ${from}`
export const openPayments = (batch: string): SqlPiece =>
  sql`select count(*) as n from subsidy.payment where batch_id = ${batch} and state = 'sent'`
export const claimsWithOpen = (batch: string, claims: readonly string[]): SqlPiece =>
  sql`select distinct claim_id from subsidy.payment where batch_id = ${batch} and claim_id = any(${claims}::uuid[]) and state = 'sent'`
export const lineStatesOf = (claims: readonly string[]): SqlPiece =>
  sql`select claim_id, state, count(*)::int as n from subsidy.claim_line where claim_id = any(${claims}::uuid[]) group by claim_id, state`
export const stateOfClaims = (claims: readonly string[]): SqlPiece =>
  sql`select case_id, state from subsidy.claim_case where case_id = any(${claims}::uuid[]) order by case_id`
export const insertReturnFile = (f: {
  hash: Buffer
  batch: string
  at: string
  by: string
  rows: number
  paid: number
  failed: number
  returned: number
}): SqlPiece =>
  sql`insert into subsidy.return_file (file_hash, batch_id, taken_at, taken_by, rows, paid, failed, returned) values (${f.hash}, ${f.batch}, ${f.at}, ${f.by}, ${f.rows}, ${f.paid}, ${f.failed}, ${f.returned})`
export const returnFile = (hash: Buffer, batch: string): SqlPiece =>
  sql`select taken_at from subsidy.return_file where file_hash = ${hash} and batch_id = ${batch}`
export const setSent = (batch: string, at: string): SqlPiece =>
  sql`update subsidy.payment_case set sent_at = ${at} where case_id = ${batch}`
export const setEvidence = (batch: string, evidence: string): SqlPiece =>
  sql`update subsidy.payment_case set evidence = ${evidence} where case_id = ${batch}`
export type BatchRow = {
  case_id: string
  number: string
  state: string
  fund: string
  county_code: string
  year: number
  budget_id: string
  payments: number
  amount_fen: number
  content_hash: string
  sent_at: Date | null
}
export const batchById = (id: string): SqlPiece =>
  sql`select case_id, number, state, fund, county_code, year, budget_id, payments, amount_fen, content_hash, sent_at from subsidy.payment_case where case_id = ${id}`

export const claimByNumber = (number: string): SqlPiece =>
  sql`select case_id, organisation_id, county_code, budget_id, state from subsidy.claim_case where case_id = (select claim_id from subsidy.claim_key where number = ${number})`
export const setReceipt = (caseId: string, receipt: string): SqlPiece =>
  sql`update subsidy.clawback_case set receipt = ${receipt} where case_id = ${caseId}`
/** Batches of a budget that are not at their end. */
export const livingBatches = (budgetId: string): SqlPiece =>
  sql`select case_id, number, state, fund, county_code, year, budget_id, payments, amount_fen, content_hash, sent_at from subsidy.payment_case
      where budget_id = ${budgetId} and state in ('frozen', 'sealed', 'sent') order by case_id`
