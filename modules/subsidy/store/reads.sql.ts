import type { Actor } from '../../../kernel/access/actor.ts'
import type { Policy } from '../../../kernel/access/policy.ts'
import { scopePredicate } from '../../../kernel/access/predicate.sql.ts'
import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'

export type NoticeRow = {
  case_id: string
  number: string
  class_name: string
  organisation: string | null
  county_code: string
  scheme: string
  fund: string
  amount_fen: number
  lines: number
  notice_from: PlainDate
  notice_until: PlainDate
}
const noticeColumns = sql`c.case_id, c.number, c.class_name, (select o.name from directory.organisation o where o.organisation_id = c.organisation_id) as organisation, c.county_code, c.scheme, c.fund, c.amount_fen, c.lines, c.notice_from, c.notice_until`
/** A notice shows itself from its first day to its last, and then no more. */
const onNotice = (today: PlainDate): SqlPiece =>
  sql`c.state = 'publicised' and ${today} between c.notice_from and c.notice_until`
export const noticesOn = (today: PlainDate, county: string | null, after: string | null, limit: number): SqlPiece =>
  sql`select ${noticeColumns} from subsidy.claim_case c where ${onNotice(today)} and (${county}::text is null or starts_with(c.county_code, ${county}))
      and (${after}::uuid is null or c.case_id < ${after}::uuid) order by c.case_id desc limit ${limit}`
export const noticeOn = (today: PlainDate, number: string): SqlPiece =>
  sql`select ${noticeColumns} from subsidy.claim_case c where ${onNotice(today)} and c.number = ${number}`
export const noticeLines = (claimId: string): SqlPiece =>
  sql`select line_no, payee_name, amount_fen, steps, rule_edition, state from subsidy.claim_line where claim_id = ${claimId} and state <> 'struck' order by line_no`

export const claimInScope = (number: string, policy: Policy, actor: Actor): SqlPiece =>
  sql`select case_id, number, state, scheme, payee, fund, class_name, amount_fen, lines, budget_id from subsidy.claim_case
      where number = ${number} and ${scopePredicate(policy, actor, { jurisdiction: 'county_code', organisation: 'organisation_id' })}`
export const claimLines = (claimId: string): SqlPiece =>
  sql`select line_no, payee_name, days, occupation_code, level_rank, certificate_number, amount_fen, state, reason, rule_edition, steps, verdicts, account_index is not null as has_account
      from subsidy.claim_line where claim_id = ${claimId} order by line_no`
export const budgetsInScope = (policy: Policy, actor: Actor, year: number | null): SqlPiece =>
  sql`select budget_id, fund, county_code, year, plan_fen, available_fen, committed_fen, transit_fen, paid_fen, receivable_fen, entries from subsidy.budget
      where ${scopePredicate(policy, actor, { jurisdiction: 'county_code' })} and (${year}::int is null or year = ${year}) order by year desc, county_code, fund limit 500`
export const batchInScope = (id: string, policy: Policy, actor: Actor): SqlPiece =>
  sql`select case_id, number from subsidy.payment_case where case_id = ${id} and ${scopePredicate(policy, actor, { jurisdiction: 'county_code' })}`
/** Money paid and returned by scheme, fund, county and year: from the payments themselves. */
export const paidBy = (from: PlainDate, to: PlainDate, county: string | null): SqlPiece =>
  sql`select scheme, fund, county_code, extract(year from paid_on)::int as year, count(*)::int as payments, sum(amount_fen)::bigint as fen
      from subsidy.payment where state = 'paid' and paid_on between ${from} and ${to} and (${county}::text is null or starts_with(county_code, ${county}))
      group by 1, 2, 3, 4 order by 4, 3, 1, 2`
