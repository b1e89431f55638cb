import { writeLeaf } from '../../../kernel/journal/journal.ts'
import type { ReadContext } from '../../../kernel/rooms/store.ts'
import { fail } from '../../../kernel/values/fail.ts'
import { isPlainDate, type PlainDate } from '../../../kernel/values/plain-date.ts'
import type { Text } from '../../../kernel/values/text.ts'
import { maskName } from '../../people/index.ts'
import { readers } from '../../roles.ts'
import { type AmountFacts, amountOf, factsWrong } from '../amount.ts'
import { editionOn } from '../schemes/scheme.ts'
import { FUNDS } from '../words.ts'
import * as ledger from './ledger.sql.ts'
import { bankFileOf } from './payment.ts'
import * as q from './reads.sql.ts'
import { schemesOf } from './schemes.ts'

const NOTICES_DEFAULT = 20
const ENTRIES_DEFAULT = 100
const county = (ctx: ReadContext, code: string) => ({
  id: code,
  name: ctx.records.codeName('catalogue.division', code) ?? { zh: code, en: code },
})
const fund = (id: string) => ({ id, name: FUNDS.find((f) => f.id === id)?.label ?? { zh: id, en: id } })
const noSuch = (field: string, zh: string, en: string): never =>
  fail('NotFound', {
    code: 'NOT_FOUND',
    field,
    message: { zh, en },
    hint: { zh: '请核对编号', en: 'Check the number' },
  })

async function notice(ctx: ReadContext, r: q.NoticeRow) {
  const scheme = (await schemesOf(ctx.office.city.folder)).get(r.scheme)
  return {
    number: r.number,
    className: r.class_name,
    organisation: r.organisation,
    county: county(ctx, r.county_code),
    scheme: { id: r.scheme, name: scheme?.title ?? { zh: r.scheme, en: r.scheme } },
    fund: fund(r.fund),
    amountFen: Number(r.amount_fen),
    lines: r.lines,
    noticeFrom: r.notice_from,
    noticeUntil: r.notice_until,
  }
}

/** Claims in public notice today; each takes itself down when its last day is over. */
export async function notices(ctx: ReadContext, query: { county?: string; cursor?: string; limit?: number }) {
  const today = ctx.office.world.today()
  const limit = query.limit ?? NOTICES_DEFAULT
  const rows = await ctx.read.rows<q.NoticeRow>(
    q.noticesOn(today, query.county ?? null, query.cursor ?? null, limit + 1),
  )
  const page = rows.slice(0, limit)
  return {
    today,
    helpPhone: ctx.office.city.helpPhone,
    rows: await Promise.all(page.map((r) => notice(ctx, r))),
    next: rows.length > limit ? page.at(-1)!.case_id : null,
  }
}

/** One notice with its entries: names masked, the rule and the amount of each. */
export async function noticeOf(ctx: ReadContext, query: { number: string }) {
  const row = await ctx.read.maybe<q.NoticeRow>(q.noticeOn(ctx.office.world.today(), query.number))
  if (!row)
    return noSuch(
      'number',
      '没有正在公示的这件申领；公示期满后自动撤下',
      'No such claim is in public notice; a notice takes itself down when it is over',
    )
  const lines = await ctx.read.rows<{
    line_no: number
    payee_name: string
    amount_fen: number
    steps: { text: Text }[]
    rule_edition: PlainDate
    state: string
  }>(q.noticeLines(row.case_id))
  return {
    ...(await notice(ctx, row)),
    entries: lines.map((l) => ({
      line: l.line_no,
      name: maskName(l.payee_name),
      amountFen: Number(l.amount_fen),
      rule: l.rule_edition,
      formula: l.steps.map((s) => s.text),
      held: l.state === 'held',
    })),
  }
}

/** One claim with its lines: formula, version of the rule, what each rule said. Names are masked. */
export async function claimOf(ctx: ReadContext, query: { number: string }) {
  const c = await ctx.read.maybe<{
    case_id: string
    number: string
    state: string
    scheme: string
    payee: string
    fund: string
    class_name: string
    amount_fen: number
    lines: number
  }>(q.claimInScope(query.number, { by: { ...readers, institutionClerk: 'organisation' } }, ctx.actor))
  if (!c) return noSuch('number', '您的范围内没有这件申领', 'There is no such claim in your scope')
  const lines = await ctx.read.rows<{
    line_no: number
    payee_name: string
    days: number | null
    occupation_code: string | null
    level_rank: number | null
    certificate_number: string | null
    amount_fen: number
    state: string
    reason: string | null
    rule_edition: PlainDate | null
    steps: { text: Text; amountFen: number }[] | null
    verdicts: { rule: string; verdict: string }[] | null
    has_account: boolean
  }>(q.claimLines(c.case_id))
  return {
    id: c.case_id,
    number: c.number,
    state: c.state,
    scheme: c.scheme,
    className: c.class_name,
    fund: fund(c.fund),
    amountFen: Number(c.amount_fen),
    lines: lines.map((l) => ({
      line: l.line_no,
      name: maskName(l.payee_name),
      days: l.days,
      occupation: l.occupation_code,
      level: l.level_rank,
      certificate: l.certificate_number,
      amountFen: Number(l.amount_fen),
      state: l.state,
      reason: l.reason,
      rule: l.rule_edition,
      steps: l.steps ?? [],
      verdicts: l.verdicts ?? [],
      hasAccount: l.has_account,
    })),
  }
}

type BudgetAnswer = ReturnType<typeof budgetAnswer>
const budgetAnswer = (ctx: ReadContext, b: ledger.BudgetRow) => ({
  id: b.budget_id,
  fund: fund(b.fund),
  county: county(ctx, b.county_code),
  year: b.year,
  planFen: Number(b.plan_fen),
  availableFen: Number(b.available_fen),
  committedFen: Number(b.committed_fen),
  transitFen: Number(b.transit_fen),
  paidFen: Number(b.paid_fen),
  receivableFen: Number(b.receivable_fen),
  entries: Number(b.entries),
})

/** Budgets of the reader's area, each on one line from plan to clawback; with `budget`, its entries and commitments by month. */
export async function ledgerOf(
  ctx: ReadContext,
  query: { year?: number; budget?: string; after?: number; limit?: number },
) {
  const rows = await ctx.read.rows<ledger.BudgetRow>(q.budgetsInScope({ by: readers }, ctx.actor, query.year ?? null))
  const budgets: BudgetAnswer[] = rows.map((b) => budgetAnswer(ctx, b))
  if (query.budget === undefined) return { budgets, entries: [], months: [], balanced: null }
  const one = rows.find((b) => b.budget_id === query.budget)
  if (!one) return noSuch('budget', '您的范围内没有这个预算', 'There is no such budget in your scope')
  return ctx.db.snapshot(async (tx) => {
    const b = await tx.one<ledger.BudgetRow>(ledger.budgetById(one.budget_id))
    const entries = await tx.rows(ledger.entriesOf(one.budget_id, query.after ?? 0, query.limit ?? ENTRIES_DEFAULT))
    const months = await tx.rows<{ month: string; fen: number }>(ledger.commitmentsByMonth(one.budget_id))
    const sums = new Map(
      (await tx.rows<{ account: string; fen: number }>(ledger.recountBudget(one.budget_id))).map((r) => [
        r.account,
        Number(r.fen),
      ]),
    )
    // The row and the entries are kept by one statement; whoever doubts it can see that they agree.
    const balanced =
      Number(b.plan_fen) === -(sums.get('plan') ?? 0) &&
      (
        [
          ['available', b.available_fen],
          ['committed', b.committed_fen],
          ['transit', b.transit_fen],
          ['paid', b.paid_fen],
          ['receivable', b.receivable_fen],
        ] as const
      ).every(([account, has]) => Number(has) === (sums.get(account) ?? 0))
    return {
      budgets: [budgetAnswer(ctx, b)],
      entries,
      months: months.map((m) => ({ month: m.month, fen: Number(m.fen) })),
      balanced,
    }
  })
}

/** The bank's file of a batch that is sent; every look is in the journal, because it holds accounts in full. */
export async function bankFileRead(ctx: ReadContext, query: { batch: string }) {
  const b = await ctx.read.maybe<{ case_id: string; number: string }>(
    q.batchInScope(query.batch, { by: { handler: 'jurisdiction' } }, ctx.actor),
  )
  if (!b) return noSuch('batch', '您的范围内没有这个批次', 'There is no such batch in your scope')
  return ctx.db.tx(async (tx) => {
    const file = await bankFileOf(tx, ctx.office, b.case_id)
    await writeLeaf(tx, ctx.office.world, {
      kind: 'subsidy.payment.file',
      subject: `subsidy.payment/${b.case_id}`,
      actor: ctx.actor.accountId ?? 'anyone',
      body: { number: file.number, hash: file.hash, payments: file.payments },
    })
    return file
  })
}

/** Money paid by scheme, fund, county and year; public, because it is sums only. */
export async function paidOf(ctx: ReadContext, query: { from?: string; to?: string; county?: string }) {
  const day = (given: string | undefined, otherwise: string) => (isPlainDate(given) ? given : (otherwise as PlainDate))
  const from = day(query.from, '1970-01-01')
  const to = day(query.to, ctx.office.world.today())
  const schemes = await schemesOf(ctx.office.city.folder)
  const rows = await ctx.read.rows<{
    scheme: string
    fund: string
    county_code: string
    year: number
    payments: number
    fen: number
  }>(q.paidBy(from, to, query.county ?? null))
  return {
    from,
    to,
    totalFen: rows.reduce((n, r) => n + Number(r.fen), 0),
    rows: rows.map((r) => ({
      scheme: { id: r.scheme, name: schemes.get(r.scheme)?.title ?? { zh: r.scheme, en: r.scheme } },
      fund: fund(r.fund),
      county: county(ctx, r.county_code),
      year: r.year,
      payments: r.payments,
      amountFen: Number(r.fen),
    })),
  }
}

/** Schemes on a day, with every value and where it is from. */
export async function schemesRead(ctx: ReadContext, query: { on?: string }) {
  const on = isPlainDate(query.on) ? query.on : ctx.office.world.today()
  const schemes = await schemesOf(ctx.office.city.folder)
  return {
    on,
    schemes: [...schemes.values()].map((s) => ({
      id: s.id,
      title: s.title,
      fund: fund(s.fund),
      payees: s.payees,
      drawnFrom: s.drawnFrom,
      edition: editionOn(s, on) ?? null,
    })),
  }
}

/** What would be paid: nothing is kept. */
export async function amountRead(ctx: ReadContext, query: { scheme: string; on?: string; facts: string }) {
  const on = isPlainDate(query.on) ? query.on : ctx.office.world.today()
  const scheme = (await schemesOf(ctx.office.city.folder)).get(query.scheme)
  if (!scheme) return noSuch('scheme', '没有这个补贴项目', 'There is no such scheme')
  let facts: unknown
  try {
    facts = JSON.parse(query.facts)
  } catch {
    facts = null
  }
  const findings = factsWrong(facts)
  if (findings.length) return fail('BadInput', findings)
  return amountOf(scheme, facts as AmountFacts, on)
}
