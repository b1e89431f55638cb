import { name, type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { MOVEMENTS, type MovementKind } from '../words.ts'

export type BudgetRow = {
  budget_id: string
  fund: string
  county_code: string
  year: number
  plan_fen: number
  available_fen: number
  committed_fen: number
  transit_fen: number
  paid_fen: number
  receivable_fen: number
  entries: number
}
export type Moved = {
  amountFen: number
  claimId?: string | null
  lineNo?: number | null
  batchId?: string | null
  serialNo?: number | null
  document?: string | null
}
export type Stamp = { day: PlainDate; at: string; by: string }

const budgetColumns = sql`budget_id, fund, county_code, year, plan_fen, available_fen, committed_fen, transit_fen, paid_fen, receivable_fen, entries`
export const budgetName = (fund: string, county: string, year: number): string => `${fund}/${county}/${year}`

export const insertBudget = (b: { id: string; fund: string; county: string; year: number }): SqlPiece =>
  sql`insert into subsidy.budget (${budgetColumns}) values (${b.id}, ${b.fund}, ${b.county}, ${b.year}, 0, 0, 0, 0, 0, 0, 0)`
export const insertBudgetKey = (key: string, id: string): SqlPiece =>
  sql`insert into subsidy.budget_key (name, budget_id) values (${key}, ${id})`
export const budgetIdOf = (key: string): SqlPiece => sql`select budget_id from subsidy.budget_key where name = ${key}`
export const budgetById = (id: string): SqlPiece =>
  sql`select ${budgetColumns} from subsidy.budget where budget_id = ${id}`

/**
 * One statement: the budget row moves if it can, and the entries follow from it. Answers no row when the account holds too
 * little; then nothing was written. The balance is judged by the update itself, under the row's lock, at any isolation.
 */
export function moveMany(budgetId: string, kind: MovementKind, moved: readonly Moved[], stamp: Stamp): SqlPiece {
  const [from, to] = MOVEMENTS[kind]
  const total = moved.reduce((sum, m) => sum + m.amountFen, 0)
  const column = (account: string) => name(`${account}_fen`)
  // The plan grows when money comes from it and shrinks when money goes back: it is the sum of all the others.
  const fromSets =
    from === 'plan' ? sql`plan_fen = plan_fen + ${total}` : sql`${column(from)} = ${column(from)} - ${total}`
  const toSets = to === 'plan' ? sql`plan_fen = plan_fen - ${total}` : sql`${column(to)} = ${column(to)} + ${total}`
  const enough = from === 'plan' ? sql`true` : sql`${column(from)} >= ${total}`
  return sql`with moved as (
      update subsidy.budget set ${fromSets}, ${toSets}, entries = entries + ${moved.length}
      where budget_id = ${budgetId} and ${enough} returning entries
    )
    insert into subsidy.entry (budget_id, entry_no, kind, from_account, to_account, amount_fen, claim_id, line_no, batch_id, serial_no, document, on_day, at, by)
    select ${budgetId}::uuid, moved.entries - ${moved.length}::bigint + e.n, ${kind}, ${from}, ${to}, e.amount, e.claim, e.line, e.batch, e.serial, e.document, ${stamp.day}::date, ${stamp.at}::timestamptz, ${stamp.by}
    from moved, unnest(${moved.map((m) => m.amountFen)}::bigint[], ${moved.map((m) => m.claimId ?? null)}::uuid[], ${moved.map((m) => m.lineNo ?? null)}::int[],
      ${moved.map((m) => m.batchId ?? null)}::uuid[], ${moved.map((m) => m.serialNo ?? null)}::int[], ${moved.map((m) => m.document ?? null)}::text[])
      with ordinality as e (amount, claim, line, batch, serial, document, n)`
}

export const entriesOf = (budgetId: string, after: number, limit: number): SqlPiece =>
  sql`select entry_no, kind, from_account, to_account, amount_fen, claim_id, line_no, batch_id, serial_no, document, on_day, by
      from subsidy.entry where budget_id = ${budgetId} and entry_no > ${after} order by entry_no limit ${limit}`
/** Balances from the entries alone, to be held against the row. */
export const recountBudget = (budgetId: string): SqlPiece =>
  sql`select account, sum(amount)::bigint as fen from (
        select to_account as account, amount_fen as amount from subsidy.entry where budget_id = ${budgetId}
        union all select from_account, -amount_fen from subsidy.entry where budget_id = ${budgetId}) as x group by account`
export const budgetsOf = (prefix: string, year: number | null): SqlPiece =>
  sql`select ${budgetColumns} from subsidy.budget where starts_with(county_code, ${prefix}) and (${year}::int is null or year = ${year}) order by year desc, county_code, fund limit 500`
/** What was committed month by month of one year, for the forecast. */
export const commitmentsByMonth = (budgetId: string): SqlPiece =>
  sql`select to_char(on_day, 'YYYY-MM') as month, sum(case when kind = 'commit' then amount_fen else -amount_fen end)::bigint as fen
      from subsidy.entry where budget_id = ${budgetId} and kind in ('commit', 'release') group by 1 order by 1`
