import { hash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { SYSTEM } from '../../../kernel/access/actor.ts'
import { constraintOf, errorCode, type Tx } from '../../../kernel/db/database.ts'
import { actWithin, type EffectContext, type ProcessStore } from '../../../kernel/process/act.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import { fen, yuanText } from '../../../kernel/values/money-fen.ts'
import { type Answered, type BankColumn, type BankLine, bankFile, readAnswer } from '../bank-file.ts'
import { deleteKeysOfLine, type LineRow, linesOf, setLineState } from './claim.sql.ts'
import { confirmedAccount, numberBytes } from './claim.ts'
import { budgetFor, move, openBudget } from './ledger.ts'
import * as q from './payment.sql.ts'
import { schemesOf } from './schemes.ts'

/** A bound on the size of one batch, not of the law. */
export const PAYMENTS_MAX = 20_000
const text = (v: unknown): string => (typeof v === 'string' ? v : '')

/** One payment for each person, or one for all lines of a claim that the institution is paid for. */
type Drawn = {
  payments: (Omit<q.NewPayment, 'sealed'> & { plain: () => string; lines: number[] })[]
  hash: string
  amountFen: number
}

async function draw(tx: Tx, office: Office, budgetId: string): Promise<Drawn> {
  const rows = await tx.rows<q.PayableRow>(q.payableLines(budgetId, PAYMENTS_MAX))
  const payments: Drawn['payments'] = []
  const accounts = new Map<string, Awaited<ReturnType<typeof confirmedAccount>>>()
  for (const r of rows) {
    if (r.payee === 'institution') {
      if (!accounts.has(r.organisation_id))
        accounts.set(r.organisation_id, await confirmedAccount(tx, office, r.organisation_id))
      const a = accounts.get(r.organisation_id)
      // Another account than the one approved waits until two persons have looked at it.
      if (!a || !r.approved_account || !a.account_index.equals(r.approved_account)) continue
      const last = payments.at(-1)
      if (last && last.claim === r.claim_id) {
        last.amountFen += r.amount_fen
        last.lines.push(r.line_no)
      } else
        payments.push({
          serial: payments.length + 1,
          claim: r.claim_id,
          line: 0,
          lines: [r.line_no],
          name: a.holder,
          index: a.account_index,
          amountFen: r.amount_fen,
          scheme: r.scheme,
          organisation: r.organisation_id,
          plain: () => office.keys.decrypt(accountPlace(r.organisation_id, a.account_no), a.account_sealed),
        })
    } else
      payments.push({
        serial: payments.length + 1,
        claim: r.claim_id,
        line: r.line_no,
        lines: [r.line_no],
        name: r.payee_name,
        index: r.account_index!,
        amountFen: r.amount_fen,
        scheme: r.scheme,
        organisation: r.organisation_id,
        plain: () => office.keys.decrypt(`training.enrolment/${r.class_id}/${r.person_id}`, r.account_sealed!),
      })
  }
  return { payments, hash: contentHash(payments), amountFen: payments.reduce((n, p) => n + p.amountFen, 0) }
}
export const accountPlace = (organisation: string, no: number): string => `subsidy.payee_account/${organisation}/${no}`

/** What two persons vouch for: who gets how much on which account, in which order. */
function contentHash(
  payments: readonly { serial: number; claim: string; line: number; name: string; index: Buffer; amountFen: number }[],
): string {
  return hash(
    'sha256',
    payments
      .map((p) => [p.serial, p.claim, p.line, p.name, p.index.toString('hex'), p.amountFen].join('\t'))
      .join('\n'),
  )
}

async function budgetOf(tx: Tx, input: { readonly [key: string]: unknown }): Promise<string> {
  return budgetFor(tx, text(input['fund']), text(input['county']), Number(input['year']))
}
const nothing = (): never =>
  fail('Conflict', {
    code: 'NOTHING_PAYABLE',
    field: 'fund',
    message: { zh: '没有可以拨付的申领', en: 'Nothing can be paid' },
    hint: {
      zh: '请核对公示是否期满、异议是否答复、账户是否变更',
      en: 'Is the notice over, objections settled, accounts unchanged?',
    },
  })

/** Moves the claims on by what became of their lines. */
async function followClaims(tx: Tx, office: Office, claims: readonly string[], paidOn: string): Promise<void> {
  const counts = Map.groupBy(
    await tx.rows<{ claim_id: string; state: string; n: number }>(q.lineStatesOf(claims)),
    (r) => r.claim_id,
  )
  const states = await tx.rows<{ case_id: string; state: string }>(q.stateOfClaims(claims))
  for (const { case_id, state } of states) {
    const by = new Map((counts.get(case_id) ?? []).map((r) => [r.state, r.n]))
    const waits = (by.get('open') ?? 0) + (by.get('held') ?? 0) > 0
    if (state === 'batched' && !by.get('batched'))
      await actWithin(
        tx,
        office,
        'subsidy.claim',
        case_id,
        waits ? 'takeBack' : 'pay',
        waits ? {} : { on: paidOn },
        SYSTEM,
        null,
      )
    else if (state === 'paid' && waits)
      await actWithin(tx, office, 'subsidy.claim', case_id, 'comeBack', {}, SYSTEM, null)
  }
}

/** Payments that did not arrive: their money is committed again, their lines are open again. */
async function setFree(
  ctx: EffectContext,
  serials: readonly number[],
  lineState: 'batched' | 'paid',
): Promise<string[]> {
  const under = await ctx.tx.rows<{ claim_id: string; line_no: number }>(q.linesUnder(ctx.case.id, serials))
  await ctx.tx.run(q.deletePaymentKeys(ctx.case.id, serials))
  await ctx.tx.run(
    q.moveLines(
      under.map((u) => u.claim_id),
      under.map((u) => u.line_no),
      lineState,
      'open',
    ),
  )
  return [...new Set(under.map((u) => u.claim_id))]
}

const entries = (batch: string, rows: readonly q.PaymentRow[]) =>
  rows.map((p) => ({
    amountFen: p.amount_fen,
    claimId: p.claim_id,
    lineNo: p.line_no,
    batchId: batch,
    serialNo: p.serial_no,
  }))

async function takeReturn(ctx: EffectContext): Promise<void> {
  const { tx, office } = ctx
  const id = ctx.case.id
  const content = text(ctx.input['file'])
  const fileHash = hash('sha256', Buffer.from(content), 'buffer')
  if (await tx.maybe(q.returnFile(fileHash, id))) return
  let rows: string[][]
  try {
    rows = parse(content, { relax_column_count: true, skip_empty_lines: true, bom: true }) as string[][]
  } catch (e) {
    return fail('BadInput', {
      code: 'BANK_ANSWER',
      field: 'file',
      message: { zh: '文件不是 CSV', en: `Not CSV: ${(e as Error).message}` },
      hint: { zh: '请使用银行原始回盘文件', en: 'Use the file as the bank gave it' },
    })
  }
  const b = await tx.one<q.BatchRow>(q.batchById(id))
  const read = readAnswer(rows, b.payments)
  if ('findings' in read) return fail('BadInput', read.findings)
  const payments = new Map((await tx.rows<q.PaymentRow>(q.paymentsOf(id))).map((p) => [p.serial_no, p]))
  const findings: Finding[] = []
  const moves: { [kind in 'paid' | 'failed' | 'returnedSent' | 'returnedPaid']: Answered[] } = {
    paid: [],
    failed: [],
    returnedSent: [],
    returnedPaid: [],
  }
  for (const a of read.answers) {
    const state = payments.get(a.serial)!.state
    // The same answer again, in another file, changes nothing.
    if (state === a.result || (state === 'failed' && a.result === 'returned')) continue
    if (state === 'sent') moves[a.result === 'returned' ? 'returnedSent' : a.result].push(a)
    else if (state === 'paid' && a.result === 'returned') moves.returnedPaid.push(a)
    else
      findings.push({
        code: 'BANK_CONTRADICTS',
        field: `file.${a.serial}`,
        given: a.result,
        message: {
          zh: `序号 ${a.serial} 已登记为另一结果，与本文件矛盾`,
          en: `Serial ${a.serial} is on record with another result`,
        },
        hint: { zh: '请向银行核实，取得书面确认', en: 'Ask the bank and have it in writing' },
      })
  }
  if (findings.length) fail('Conflict', findings)
  const today = office.world.today()
  const answer = async (list: Answered[], from: string, to: string) => {
    if (list.length)
      await tx.run(
        q.answerPayments(
          id,
          list.map((a) => ({ serial: a.serial, on: to === 'failed' ? null : a.on, reason: a.reason })),
          from,
          to,
          today,
        ),
      )
  }
  const of = (list: Answered[]) => list.map((a) => payments.get(a.serial)!)
  const serials = (list: Answered[]) => list.map((a) => a.serial)
  // A payment that comes straight back was never paid: for the ledger it failed.
  const failed = [...moves.failed, ...moves.returnedSent]
  await answer(moves.paid, 'sent', 'paid')
  await answer(failed, 'sent', 'failed')
  await answer(moves.returnedPaid, 'paid', 'returned')
  const arrived = await tx.rows<{ claim_id: string; line_no: number }>(q.linesUnder(id, serials(moves.paid)))
  await tx.run(
    q.moveLines(
      arrived.map((u) => u.claim_id),
      arrived.map((u) => u.line_no),
      'batched',
      'paid',
    ),
  )
  const touched = new Set([
    ...arrived.map((u) => u.claim_id),
    ...(await setFree(ctx, serials(failed), 'batched')),
    ...(await setFree(ctx, serials(moves.returnedPaid), 'paid')),
  ])
  await tx.run(
    q.insertReturnFile({
      hash: fileHash,
      batch: id,
      at: office.world.now().toISOString(),
      by: ctx.actor.personKey ?? '',
      rows: read.answers.length,
      paid: moves.paid.length,
      failed: failed.length,
      returned: moves.returnedPaid.length,
    }),
  )
  const waiting = new Set(
    (await tx.rows<{ claim_id: string }>(q.claimsWithOpen(id, [...touched]))).map((r) => r.claim_id),
  )
  const paidOn =
    moves.paid
      .map((a) => a.on)
      .sort()
      .at(-1) ?? today
  await followClaims(tx, office, [...touched].filter((c) => !waiting.has(c)).sort(), paidOn)
  if (ctx.case.state === 'sent' && Number((await tx.one<{ n: number }>(q.openPayments(id))).n) === 0)
    await actWithin(tx, office, 'subsidy.payment', id, 'close', {}, SYSTEM, null)
  await move(tx, office, ctx.actor, b.budget_id, 'pay', entries(id, of(moves.paid)))
  await move(tx, office, ctx.actor, b.budget_id, 'fail', entries(id, of(failed)))
  await move(tx, office, ctx.actor, b.budget_id, 'return', entries(id, of(moves.returnedPaid)))
}

async function dissolve(ctx: EffectContext, from: readonly string[]): Promise<q.PaymentRow[]> {
  const { tx, office } = ctx
  const payments = await tx.rows<q.PaymentRow>(q.paymentsOf(ctx.case.id))
  if (payments.some((p) => !from.includes(p.state)))
    fail('WrongState', {
      code: 'ANSWERED',
      field: 'state',
      message: { zh: '银行已答复其中的付款，不能解散', en: 'The bank has answered some of it' },
      hint: { zh: '请导入回盘，逐笔核对', en: 'Take the answer and reconcile' },
    })
  await tx.run(q.movePayments(ctx.case.id, null, from, 'dissolved'))
  const claims = await setFree(
    ctx,
    payments.map((p) => p.serial_no),
    'batched',
  )
  await followClaims(tx, office, claims.sort(), office.world.today())
  return payments
}

export const paymentStore: ProcessStore = {
  async complete(tx, input, office) {
    const budget = await budgetOf(tx, input)
    const d = await draw(tx, office, budget)
    if (d.payments.length === 0) nothing()
    const number = `PF${office.world.today().replaceAll('-', '')}${office.world.bytes(numberBytes).toString('hex').toUpperCase()}`
    return { number, budget, payments: d.payments.length, amountFen: d.amountFen, contentHash: d.hash }
  },
  effects: {
    async freeze(ctx) {
      const { tx, office } = ctx
      const f = ctx.case.fields
      const id = ctx.case.id
      const drawn = await draw(tx, office, text(f['budget']))
      const claims = [...new Set(drawn.payments.map((p) => p.claim))].sort()
      try {
        await tx.run(
          q.insertPaymentKeys(
            id,
            drawn.payments.flatMap((p) => p.lines.map((line) => ({ claim: p.claim, line, serial: p.serial }))),
          ),
        )
      } catch (e) {
        if (errorCode(e) === '23505' && constraintOf(e)?.startsWith('payment_key')) moved()
        throw e
      }
      for (const c of claims) await actWithin(tx, office, 'subsidy.claim', c, 'batch', {}, SYSTEM, null)
      // The claims are locked now: what is frozen must still be what was summed.
      const pairs = drawn.payments.flatMap((p) => p.lines.map((line) => [p.claim, line] as const))
      if (
        drawn.hash !== f['contentHash'] ||
        (await tx.run(
          q.moveLines(
            pairs.map(([c]) => c),
            pairs.map(([, l]) => l),
            'open',
            'batched',
          ),
        )) !== pairs.length
      )
        moved()
      await tx.run(
        q.insertPayments(
          { batch: id, fund: text(f['fund']), county: text(f['county']), on: office.world.today() },
          drawn.payments.map(({ plain, ...p }) => ({
            ...p,
            sealed: office.keys.encrypt(`subsidy.payment/${id}/${p.serial}`, plain()),
          })),
        ),
      )
    },
    async seal(ctx) {
      const { tx } = ctx
      const rows = await tx.rows<q.PaymentRow>(q.paymentsOf(ctx.case.id))
      const now = contentHash(
        rows.map((r) => ({
          serial: r.serial_no,
          claim: r.claim_id,
          line: r.line_no,
          name: r.payee_name,
          index: r.account_index,
          amountFen: r.amount_fen,
        })),
      )
      if (now !== ctx.case.fields['contentHash'])
        fail('Conflict', {
          code: 'BATCH_CHANGED',
          field: 'contentHash',
          given: now,
          message: { zh: '批次内容与冻结时不一致', en: 'The batch is not what was frozen' },
          hint: { zh: '请解散批次并报告审计人员', en: 'Dissolve it and tell the auditor' },
        })
      ctx.tell('subsidy.payment.sealed', { batch: ctx.case.id, number: text(ctx.case.fields['number']), hash: now })
    },
    async send(ctx) {
      const { tx, office } = ctx
      const rows = await tx.rows<q.PaymentRow>(q.paymentsOf(ctx.case.id))
      await tx.run(q.setSent(ctx.case.id, office.world.now().toISOString()))
      await tx.run(q.movePayments(ctx.case.id, null, ['frozen'], 'sent'))
      await move(tx, office, ctx.actor, text(ctx.case.fields['budget']), 'send', entries(ctx.case.id, rows))
    },
    takeReturn,
    dissolve: async (ctx) => void (await dissolve(ctx, ['frozen'])),
    async undelivered(ctx) {
      const rows = await dissolve(ctx, ['sent'])
      await ctx.tx.run(q.setEvidence(ctx.case.id, text(ctx.input['evidence'])))
      await move(ctx.tx, ctx.office, ctx.actor, text(ctx.case.fields['budget']), 'fail', entries(ctx.case.id, rows))
    },
  },
}
const moved = (): never =>
  fail('Conflict', {
    code: 'BATCH_MOVED',
    field: 'fund',
    message: { zh: '另一批次刚刚列入了这些申领', en: 'Another batch has just taken these claims' },
    hint: { zh: '请刷新后重试', en: 'Reload and try again' },
  })

/** The file of a batch that is sent. @throws WrongState before it is: the intent stands in the books before the file exists. */
export async function bankFileOf(
  tx: Tx,
  office: Office,
  batchId: string,
): Promise<{ name: string; number: string; hash: string; text: string; payments: number; amountFen: number }> {
  const b = (await tx.maybe<q.BatchRow>(q.batchById(batchId))) ?? fail('NotFound')
  if (b.state !== 'sent')
    fail('WrongState', {
      code: 'NOT_SENT',
      field: 'state',
      message: { zh: '批次没有处于“已发送”', en: 'The batch is not sent' },
      hint: { zh: '请先封存并办理发送', en: 'Seal and send it first' },
    })
  const columns = office.rules.on('subsidy.bank.columns', office.world.today()).value as unknown as BankColumn[]
  const schemes = await schemesOf(office.city.folder)
  const rows = await tx.rows<q.PaymentRow>(q.paymentsOf(batchId))
  const lines = rows.map(
    (p): BankLine => ({
      number: b.number,
      serial: String(p.serial_no),
      holder: p.payee_name,
      account: office.keys.decrypt(`subsidy.payment/${batchId}/${p.serial_no}`, p.account_sealed),
      yuan: yuanText(fen(p.amount_fen)).replaceAll(',', ''),
      purpose: schemes.get(p.scheme)?.title.zh ?? p.scheme,
    }),
  )
  const content = bankFile(columns, lines)
  return {
    name: `${b.number}.csv`,
    number: b.number,
    hash: hash('sha256', content),
    text: content,
    payments: b.payments,
    amountFen: b.amount_fen,
  }
}

export const budgetStore: ProcessStore = {
  effects: {
    async post(ctx) {
      const { tx, office } = ctx
      const f = ctx.case.fields
      const key = { fund: text(f['fund']), county: text(f['county']), year: Number(f['year']) }
      const id =
        f['kind'] === 'open' ? await openBudget(tx, office, key) : await budgetFor(tx, key.fund, key.county, key.year)
      await move(tx, office, ctx.actor, id, f['kind'] === 'cut' ? 'cut' : 'plan', [
        { amountFen: Number(f['amountFen']), document: text(f['document']) },
      ])
    },
  },
}

export const clawbackStore: ProcessStore = {
  async complete(tx, input) {
    const c = await tx.maybe<{
      case_id: string
      organisation_id: string
      county_code: string
      budget_id: string | null
      state: string
    }>(q.claimByNumber(text(input['claimNumber'])))
    const line = c && (await tx.rows<LineRow>(linesOf(c.case_id))).find((l) => l.line_no === input['lineNo'])
    if (!c?.budget_id || !line || line.state !== 'paid')
      return fail('BadInput', {
        code: 'NOT_PAID',
        field: 'lineNo',
        message: { zh: '没有找到这笔已拨付的补贴', en: 'There is no such paid line' },
        hint: {
          zh: '请核对申领编号和序号；只有已拨付的可以追回',
          en: 'Check number and line; only what was paid can be claimed back',
        },
      })
    return {
      claim: c.case_id,
      organisation: c.organisation_id,
      county: c.county_code,
      budget: c.budget_id,
      amountFen: line.amount_fen,
    }
  },
  effects: {
    async owe(ctx) {
      const f = ctx.case.fields
      if (
        (await ctx.tx.run(setLineState(text(f['claim']), Number(f['lineNo']), ['paid'], 'owed', text(f['reason'])))) !==
        1
      )
        fail('WrongState')
      await move(ctx.tx, ctx.office, ctx.actor, text(f['budget']), 'owe', [entry(ctx)])
    },
    async recover(ctx) {
      const { tx, office } = ctx
      const f = ctx.case.fields
      const claim = text(f['claim'])
      if ((await tx.run(setLineState(claim, Number(f['lineNo']), ['owed'], 'recovered', text(f['reason'])))) !== 1)
        fail('WrongState')
      await tx.run(q.setReceipt(ctx.case.id, text(ctx.input['receipt'])))
      await tx.run(deleteKeysOfLine(claim, Number(f['lineNo'])))
      const lines = await tx.rows<LineRow>(linesOf(claim))
      if (lines.every((l) => l.state === 'recovered' || l.state === 'struck'))
        await actWithin(tx, office, 'subsidy.claim', claim, 'clawBack', {}, SYSTEM, null)
      await move(tx, office, ctx.actor, text(f['budget']), 'recover', [entry(ctx)])
    },
    async forgive(ctx) {
      const f = ctx.case.fields
      if ((await ctx.tx.run(setLineState(text(f['claim']), Number(f['lineNo']), ['owed'], 'paid', null))) !== 1)
        fail('WrongState')
      await move(ctx.tx, ctx.office, ctx.actor, text(f['budget']), 'forgive', [entry(ctx)])
    },
  },
}
const entry = (ctx: EffectContext) => ({
  amountFen: Number(ctx.case.fields['amountFen']),
  claimId: text(ctx.case.fields['claim']),
  lineNo: Number(ctx.case.fields['lineNo']),
  document: text(ctx.input['receipt']) || text(ctx.case.fields['document']),
})
