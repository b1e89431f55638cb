import type { Actor } from '../../../kernel/access/actor.ts'
import { constraintOf, errorCode, type Tx } from '../../../kernel/db/database.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { fail } from '../../../kernel/values/fail.ts'
import { fen, yuanText } from '../../../kernel/values/money-fen.ts'
import { FUNDS, type MovementKind } from '../words.ts'
import * as q from './ledger.sql.ts'

/**
 * Moves amounts from one account of a budget to another: all of them, or none. Put it last in a transaction: whoever else
 * wants this budget waits from here to the commit.
 * @throws Conflict BUDGET_SHORT when the account holds too little
 */
export async function move(
  tx: Tx,
  office: Office,
  actor: Actor,
  budgetId: string,
  kind: MovementKind,
  moved: readonly q.Moved[],
): Promise<void> {
  const some = moved.filter((m) => m.amountFen > 0)
  if (some.length === 0) return
  const stamp = { day: office.world.today(), at: office.world.now().toISOString(), by: actor.personKey ?? 'system' }
  if ((await tx.run(q.moveMany(budgetId, kind, some, stamp))) === some.length) return
  const b = await tx.maybe<q.BudgetRow>(q.budgetById(budgetId))
  const total = some.reduce((n, m) => n + m.amountFen, 0)
  const has = Number(b?.available_fen ?? 0)
  return fail('Conflict', {
    code: 'BUDGET_SHORT',
    field: 'amount',
    given: String(total),
    message: {
      zh: `预算不足：需要 ${yuanText(fen(total))} 元，可用 ${yuanText(fen(has))} 元`,
      en: `The budget is short: ${yuanText(fen(total))} yuan needed, ${yuanText(fen(has))} left`,
    },
    hint: { zh: '请先办理预算追加，或减少人数', en: 'Raise the budget first, or take persons out' },
  })
}

/** The budget of fund, county and year. @throws Conflict BUDGET_NONE */
export async function budgetFor(tx: Tx, fund: string, county: string, year: number): Promise<string> {
  const found = await tx.maybe<{ budget_id: string }>(q.budgetIdOf(q.budgetName(fund, county, year)))
  if (found) return found.budget_id
  const label = FUNDS.find((f) => f.id === fund)?.label ?? { zh: fund, en: fund }
  return fail('Conflict', {
    code: 'BUDGET_NONE',
    field: 'fund',
    given: `${fund} ${county} ${year}`,
    message: {
      zh: `${county} ${year}年没有${label.zh}预算`,
      en: `There is no budget of the ${label.en} for ${county} in ${year}`,
    },
    hint: { zh: '请先办理预算新设', en: 'Open the budget first' },
  })
}

/** A new, empty budget. @throws Conflict when fund, county and year have one */
export async function openBudget(
  tx: Tx,
  office: Office,
  b: { fund: string; county: string; year: number },
): Promise<string> {
  const id = office.world.id()
  try {
    await tx.run(q.insertBudgetKey(q.budgetName(b.fund, b.county, b.year), id))
  } catch (e) {
    if (errorCode(e) === '23505' && constraintOf(e)?.startsWith('budget_key'))
      fail('Conflict', {
        code: 'BUDGET_TWICE',
        field: 'kind',
        message: { zh: '这一年的预算已经设立', en: 'The budget of this year is open already' },
        hint: { zh: '请改为追加或调减', en: 'Raise or cut it instead' },
      })
    throw e
  }
  await tx.run(q.insertBudget({ id, ...b }))
  return id
}
