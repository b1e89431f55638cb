import { constraintOf, errorCode, type Tx } from '../../../kernel/db/database.ts'
import type { EffectContext, ProcessStore } from '../../../kernel/process/act.ts'
import type { CaseView } from '../../../kernel/process/define.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { fail } from '../../../kernel/values/fail.ts'
import { addDays, type PlainDate, yearOf } from '../../../kernel/values/plain-date.ts'
import { LEVELS } from '../../catalogue/index.ts'
import { type Amount, type AmountFacts, amountOf } from '../amount.ts'
import { type Benefit, type FrequencyVerdict, frequencyVerdicts, type Span } from '../frequency.ts'
import type { ClaimFacts, LineFacts } from '../processes/claim.checks.ts'
import { type Edition, editionOn, type Scheme } from '../schemes/scheme.ts'
import { WHOLE_PERCENT } from '../words.ts'
import { whatStops } from './checks/gate.ts'
import * as q from './claim.sql.ts'
import { budgetFor, move } from './ledger.ts'
import { schemesOf } from './schemes.ts'

/** Registers of persons who may not be subsidised: domain rule F6. All must be here, or the rule is not run. */
const EXCLUDING = ['death', 'custody', 'payroll', 'students'] as const
const MS_AN_HOUR_MAX = 3_600_000
/** Random end of a number, so that two of one day stay apart. */
export const numberBytes = 4

const text = (v: unknown): string => (typeof v === 'string' ? v : '')
const isUuid = (v: unknown): v is string =>
  typeof v === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(v)

type Assessed = {
  seat: q.SeatRow
  amount: Amount
  verdicts: FrequencyVerdict[]
  occupation: string | null
  rank: number | null
}

/** Everybody who finished the class, with amount and verdicts as the registers stand now. */
async function assess(
  tx: Tx,
  office: Office,
  claimId: string,
  scheme: Scheme,
  k: q.ClassRow,
): Promise<{ edition: Edition | undefined; lines: Assessed[] }> {
  const today = office.world.today()
  const edition = editionOn(scheme, k.started_on)
  const seats = await tx.rows<q.SeatRow>(q.seatsOf(k.class_id))
  const persons = seats.map((s) => s.person_id)
  const here = new Set((await tx.rows<{ register_id: string }>(q.registersHere())).map((r) => r.register_id))
  const by = async <R extends { person_id: string }>(statement: Parameters<Tx['rows']>[0]) =>
    Map.groupBy(await tx.rows<R>(statement), (r) => r.person_id)
  const benefits = await by<{
    person_id: string
    occupation_code: string | null
    level_rank: number | null
    certificate_number: string | null
    scheme: string
    on_day: PlainDate
  }>(q.benefitsOf(persons, claimId))
  const held = await by<{
    person_id: string
    number: string
    occupation_code: string
    level_rank: number
    issued_on: PlainDate
  }>(q.certificatesOf(persons))
  const classes = await by<{ person_id: string; started_on: PlainDate; ended_on: PlainDate }>(
    q.otherClassesOf(persons, k.class_id),
  )
  const complete = EXCLUDING.every((r) => here.has(r))
  const excluded = await by<{ person_id: string; register_id: string; from_on: PlainDate; to_on: PlainDate | null }>(
    q.exclusionsOf(persons, EXCLUDING),
  )
  const numbers = seats.map((s) => s.certificate_number).filter((n) => n !== null)
  const found = new Map(
    (await tx.rows<{ certificate_number: string; found: boolean }>(q.foundCertificates(numbers))).map((r) => [
      r.certificate_number,
      r.found,
    ]),
  )
  // A scheme without F1 (an allowance) does not use up the occupation and level.
  const counted = edition !== undefined && 'F1' in edition.frequency.rules
  const lines = seats.map((seat): Assessed => {
    const facts: AmountFacts = {
      ...(seat.days > 0 ? { days: seat.days } : {}),
      ...(seat.hours_recorded !== null ? { hours: seat.hours_recorded } : {}),
      ...(k.level_rank !== null ? { level: LEVELS[k.level_rank]!.id } : {}),
      group: seat.group_id,
      ...(k.price_fen !== null ? { priceFen: k.price_fen } : {}),
      ...(seat.certificate_on ? { certificateOn: seat.certificate_on } : {}),
      classEndOn: k.ended_on,
    }
    const spans: Span[] = (excluded.get(seat.person_id) ?? []).map((x) => ({
      from: x.from_on,
      to: x.to_on,
      label: x.register_id,
    }))
    const verdicts = edition
      ? frequencyVerdicts(
          edition,
          {
            scheme: scheme.id,
            occupation: k.occupation_code,
            rank: k.level_rank,
            certificate: seat.certificate_number,
            classDays: { from: k.started_on, to: k.ended_on },
            benefits: (benefits.get(seat.person_id) ?? []).map(
              (b): Benefit => ({
                occupation: b.occupation_code,
                rank: b.level_rank,
                certificate: b.certificate_number,
                scheme: b.scheme,
                on: b.on_day,
              }),
            ),
            held: (held.get(seat.person_id) ?? [])
              .filter((h) => h.number !== seat.certificate_number)
              .map((h) => ({ occupation: h.occupation_code, rank: h.level_rank, from: h.issued_on })),
            otherClasses: (classes.get(seat.person_id) ?? []).map((c) => ({ from: c.started_on, to: c.ended_on })),
            // What a register here says counts even while another is missing; only silence needs all of them.
            excluded: complete || spans.length ? spans : null,
            birth: seat.birth_date,
            retiresOn: null,
            outsideDays: null,
            certificateFound:
              seat.certificate_number && here.has('certificates')
                ? (found.get(seat.certificate_number) ?? false)
                : null,
          },
          today,
        )
      : []
    return {
      seat,
      amount: amountOf(scheme, facts, k.started_on, today),
      verdicts,
      occupation: counted ? k.occupation_code : null,
      rank: counted ? k.level_rank : null,
    }
  })
  return { edition, lines }
}

/**
 * Under which keys this line's benefit stands. Of several times a year the lowest free one is taken: two who want the same
 * one meet at the key, and one of them gets it.
 */
export function benefitKeys(
  e: Edition,
  scheme: string,
  line: { occupation: string | null; rank: number | null; certificate: string | null },
  year: number,
  taken: ReadonlySet<string>,
): string[] {
  const rules = e.frequency.rules
  const free = (prefix: string) => {
    let n = 1
    while (taken.has(`${prefix}${n}`)) n++
    return `${prefix}${n}`
  }
  return [
    ...(rules['F1'] && line.occupation && line.rank !== null ? [`level:${line.occupation}/${line.rank}`] : []),
    ...(rules['F2']?.most !== undefined ? [free(`year:${scheme}/${year}/`)] : []),
    ...(rules['F2']?.lifetimeMost !== undefined ? [free(`life:${scheme}/`)] : []),
    ...(rules['F4'] && line.certificate ? [`certificate:${line.certificate}`] : []),
  ]
}

const schemeOf = async (office: Office, id: unknown): Promise<Scheme | undefined> =>
  (await schemesOf(office.city.folder)).get(text(id))

async function keysFor(
  tx: Tx,
  claimId: string,
  e: Edition,
  scheme: string,
  lines: readonly q.LineRow[],
  year: number,
): Promise<{ person: string; benefit: string; line: number; taken: boolean }[]> {
  const rows = await tx.rows<{ person_id: string; benefit: string }>(
    q.keysOfPersons(
      lines.map((l) => l.person_id),
      claimId,
    ),
  )
  const byPerson = Map.groupBy(rows, (r) => r.person_id)
  return lines.flatMap((l) => {
    const taken = new Set((byPerson.get(l.person_id) ?? []).map((r) => r.benefit))
    const line = { occupation: l.occupation_code, rank: l.level_rank, certificate: l.certificate_number }
    return benefitKeys(e, scheme, line, year, taken).map((benefit) => ({
      person: l.person_id,
      benefit,
      line: l.line_no,
      taken: taken.has(benefit),
    }))
  })
}

async function drawLines(ctx: EffectContext): Promise<void> {
  const { tx, office } = ctx
  const f = ctx.case.fields
  const k = await tx.one<q.ClassRow>(q.classById(text(f['trainingClass'])))
  const scheme = (await schemeOf(office, f['scheme']))!
  const { lines } = await assess(tx, office, ctx.case.id, scheme, k)
  await tx.run(
    q.insertLines(
      ctx.case.id,
      k.class_id,
      lines.map((l, i) => ({
        lineNo: i + 1,
        person: l.seat.person_id,
        seat: l.seat.seat_no,
        occupation: l.occupation,
        rank: l.rank,
        certificate: l.seat.certificate_number,
        days: l.seat.days || null,
        amountFen: l.amount.amountFen ?? 0,
        payeeName: l.seat.name,
        accountIndex: l.seat.account_index,
        accountSealed: l.seat.account_sealed,
        edition: l.amount.edition,
        steps: JSON.stringify(l.amount.steps),
        verdicts: JSON.stringify(l.verdicts.map((v) => ({ rule: v.rule, verdict: v.verdict }))),
      })),
    ),
  )
  await sum(tx, ctx.case.id)
}
async function sum(tx: Tx, claimId: string): Promise<void> {
  await tx.run(q.sumCase(claimId))
  await tx.run(q.sumClaim(claimId))
}

type Extras = {
  budget_id: string | null
  notice_until: PlainDate | null
  amount_fen: number
  lines: number
  fund: string
  county_code: string
  number: string
}
const extrasOf = (tx: Tx, caseId: string) => tx.one<Extras>(q.caseExtras(caseId))

/** Gives back what was committed, and the keys: the benefit is free again. */
async function letGo(ctx: EffectContext, keepClass = false): Promise<void> {
  const { tx, office } = ctx
  const x = await extrasOf(tx, ctx.case.id)
  await tx.run(q.deleteKeys(ctx.case.id))
  if (!keepClass)
    await tx.run(q.deleteClassKey(text(ctx.case.fields['trainingClass']), text(ctx.case.fields['scheme']), ctx.case.id))
  await tx.run(q.claimState(ctx.case.id, ctx.case.state))
  if (x.budget_id)
    await move(tx, office, ctx.actor, x.budget_id, 'release', [{ amountFen: x.amount_fen, claimId: ctx.case.id }])
  if (x.budget_id && keepClass) await tx.run(q.setBudget(ctx.case.id, null))
}

async function strikeLine(ctx: EffectContext, lineNo: number, from: readonly string[], reason: string): Promise<void> {
  const { tx, office } = ctx
  const line = (await tx.rows<q.LineRow>(q.linesOf(ctx.case.id))).find((l) => l.line_no === lineNo)
  if (!line || (await tx.run(q.setLineState(ctx.case.id, lineNo, from, 'struck', reason))) !== 1) fail('WrongState')
  await tx.run(q.deleteKeysOfLine(ctx.case.id, lineNo))
  await sum(tx, ctx.case.id)
  const x = await extrasOf(tx, ctx.case.id)
  if (x.budget_id)
    await move(tx, office, ctx.actor, x.budget_id, 'release', [
      { amountFen: line.amount_fen, claimId: ctx.case.id, lineNo },
    ])
}

/** By lot, so that nobody can know beforehand which decisions are looked at again. */
async function drawForRecheck(ctx: EffectContext, decision: 'approved' | 'refused'): Promise<void> {
  const scheme = await schemeOf(ctx.office, ctx.case.fields['scheme'])
  const k = await ctx.tx.maybe<q.ClassRow>(q.classById(text(ctx.case.fields['trainingClass'])))
  const e = scheme && k ? editionOn(scheme, k.started_on) : undefined
  if (!e) return
  const percent = decision === 'approved' ? e.recheck.approvedPercent : e.recheck.refusedPercent
  if (ctx.office.world.bytes(2).readUInt16BE(0) % WHOLE_PERCENT < percent)
    await ctx.tx.run(q.insertRecheck(ctx.case.id, ctx.office.world.today(), decision, e.from))
}

/** The person of the city, not of a county: who approves stands above all counties. */
const isOfCity = (ctx: EffectContext): boolean =>
  ctx.actor.grants.some(
    (g) => g.role === 'reviewer' && g.jurisdiction !== null && ctx.office.city.division.startsWith(g.jurisdiction),
  )

async function facts(tx: Tx, c: CaseView, office: Office): Promise<{ [key: string]: unknown }> {
  const k = isUuid(c.fields['trainingClass'])
    ? await tx.maybe<q.ClassRow>(q.classById(c.fields['trainingClass']))
    : undefined
  const scheme = await schemeOf(office, c.fields['scheme'])
  const e = scheme && k ? editionOn(scheme, k.started_on) : undefined
  const stored = await tx.rows<q.LineRow>(q.linesOf(c.id))
  const other = k ? await tx.maybe<{ claim_id: string }>(q.classKey(k.class_id, text(c.fields['scheme']))) : undefined
  const live = stored.filter((l) => l.state !== 'struck')
  const judged = ['draft', 'returned', 'filed', 'reviewed'].includes(c.state)
  const now = judged && k && scheme && live.length ? await assess(tx, office, c.id, scheme, k) : undefined
  const bySeat = new Map(now?.lines.map((l) => [l.seat.seat_no, l]))
  const lines: LineFacts[] = stored.map((l) => {
    const a = l.seat_no === null ? undefined : bySeat.get(l.seat_no)
    const findings = a ? [...a.amount.findings] : []
    if (judged && l.state !== 'struck' && (!a || (a.amount.amountFen ?? 0) !== l.amount_fen))
      findings.push({
        code: 'DRAWN_BEFORE',
        field: 'amount',
        message: {
          zh: `第 ${l.line_no} 人的记录在取数后有变化`,
          en: `The record of line ${l.line_no} changed after the claim was drawn`,
        },
        hint: { zh: '请重新取数', en: 'Draw the claim again' },
      })
    return {
      line: l.line_no,
      state: l.state,
      amountFen: l.amount_fen,
      findings,
      verdicts: a?.verdicts ?? [],
      hasAccount: l.account_index !== null,
    }
  })
  const keys =
    judged && e && live.length ? await keysFor(tx, c.id, e, scheme!.id, live, yearOf(office.world.today())) : []
  const x = await tx.maybe<Extras>(q.caseExtras(c.id))
  const objections = await tx.one<{ n: number }>(q.openObjectionsOf(c.id))
  const answer: ClaimFacts = {
    scheme: scheme
      ? {
          id: scheme.id,
          inForce: e !== undefined && scheme.drawnFrom === 'class',
          payees: scheme.payees,
          reasons: e?.refusals.reasons ?? [],
        }
      : null,
    classState: k?.state ?? null,
    lines,
    other: other?.claim_id ?? null,
    taken: keys.filter((k2) => k2.taken).map(({ line, benefit }) => ({ line, benefit })),
    payeeReady: c.organisation !== null && (await confirmedAccount(tx, office, c.organisation)) !== undefined,
    noticeUntil: x?.notice_until ?? null,
    openObjections: Number(objections.n),
    stops: c.state === 'publicised' ? await whatStops(tx, office, c.id) : [],
    lineStates: Object.fromEntries(stored.map((l) => [l.line_no, l.state])),
  }
  return answer
}

export type Account = {
  holder: string
  account_sealed: Buffer
  account_index: Buffer
  confirmed_at: Date
  account_no: number
}
/** The newest confirmed account of an institution, once its waiting time is over. */
export async function confirmedAccount(tx: Tx, office: Office, organisation: string): Promise<Account | undefined> {
  const a = await tx.maybe<Account>(q.accountOf(organisation))
  if (!a) return undefined
  const hours = office.rules.integerOn('subsidy.account.hours', office.world.today())
  return office.world.now().getTime() - a.confirmed_at.getTime() >= hours * MS_AN_HOUR_MAX ? a : undefined
}

export const claimStore: ProcessStore = {
  async complete(tx, input, office) {
    const k = isUuid(input['trainingClass'])
      ? await tx.maybe<q.ClassRow>(q.classById(input['trainingClass']))
      : undefined
    if (!k)
      return fail('BadInput', {
        code: 'CLASS_UNKNOWN',
        field: 'trainingClass',
        message: { zh: '没有找到这个班', en: 'There is no such class' },
        hint: { zh: '请从本单位的班级中选择', en: 'Choose one of your own classes' },
      })
    const scheme = await schemeOf(office, input['scheme'])
    // Ordered by time and short enough for the bank's line; the random end keeps two of one moment apart.
    const number = `BT${office.world.today().replaceAll('-', '')}${office.world.bytes(numberBytes).toString('hex').toUpperCase()}`
    return {
      number,
      className: k.name,
      organisation: k.organisation_id,
      county: k.county_code,
      fund: scheme?.fund ?? 'other',
      amountFen: 0,
      lines: 0,
    }
  },
  facts: (tx, c, office) => facts(tx, c, office),
  effects: {
    async draw(ctx) {
      const f = ctx.case.fields
      await ctx.tx.run(q.insertClaimKey(text(f['number']), ctx.case.id))
      try {
        await ctx.tx.run(q.insertClassKey(text(f['trainingClass']), text(f['scheme']), ctx.case.id))
      } catch (e) {
        if (errorCode(e) === '23505' && constraintOf(e)?.startsWith('class_key')) fail('Conflict', twice)
        throw e
      }
      await ctx.tx.run(
        q.insertClaim({
          id: ctx.case.id,
          number: text(f['number']),
          organisation: text(f['organisation']),
          classId: text(f['trainingClass']),
          county: text(f['county']),
          fund: text(f['fund']),
          scheme: text(f['scheme']),
          payee: text(f['payee']),
        }),
      )
      await drawLines(ctx)
    },
    async redraw(ctx) {
      await letGo(ctx, true)
      await ctx.tx.run(q.deleteLines(ctx.case.id))
      await drawLines(ctx)
    },
    strike: (ctx) =>
      strikeLine(ctx, Number(ctx.input['lineNo']), ['open'], text(ctx.input['note']) || 'struck by the clerk'),
    async commit(ctx) {
      const { tx, office } = ctx
      const today = office.world.today()
      const k = await tx.one<q.ClassRow>(q.classById(text(ctx.case.fields['trainingClass'])))
      const scheme = (await schemeOf(office, ctx.case.fields['scheme']))!
      const lines = (await tx.rows<q.LineRow>(q.linesOf(ctx.case.id))).filter((l) => l.state !== 'struck')
      const keys = await keysFor(tx, ctx.case.id, editionOn(scheme, k.started_on)!, scheme.id, lines, yearOf(today))
      // Keys first: whoever files the same benefit at the same moment waits here, then learns that it is taken.
      try {
        if (keys.length) await tx.run(q.insertKeys(ctx.case.id, keys))
      } catch (e) {
        if (errorCode(e) === '23505' && constraintOf(e)?.startsWith('benefit_key'))
          fail('Conflict', {
            code: 'BENEFIT_TWICE',
            field: 'lines',
            message: {
              zh: '有人刚在另一申领中享受了同一补贴',
              en: 'Somebody of this claim has just been given the same benefit under another one',
            },
            hint: { zh: '请刷新后查看是哪一位', en: 'Reload to see whom' },
          })
        throw e
      }
      const x = await extrasOf(tx, ctx.case.id)
      const budget = await budgetFor(tx, x.fund, x.county_code, yearOf(today))
      await tx.run(q.setBudget(ctx.case.id, budget))
      await tx.run(q.claimFiled(ctx.case.id, today, office.world.now().toISOString(), ctx.actor.personKey ?? ''))
      ctx.tell('subsidy.claim.filed', { claim: ctx.case.id })
      await move(tx, office, ctx.actor, budget, 'commit', [{ amountFen: x.amount_fen, claimId: ctx.case.id }])
    },
    letGo: async (ctx) => {
      if (ctx.case.state === 'refused') await drawForRecheck(ctx, 'refused')
      await letGo(ctx)
    },
    async noteReasons(ctx) {
      await ctx.tx.run(q.setReasons(ctx.case.id, ctx.input['reasons'] as string[], text(ctx.input['note'])))
      await ctx.tx.run(q.claimState(ctx.case.id, ctx.case.state))
    },
    noteReview: async (ctx) =>
      void (await ctx.tx.run(
        q.claimReviewed(ctx.case.id, ctx.office.world.now().toISOString(), ctx.actor.personKey ?? ''),
      )),
    async freezeApproval(ctx) {
      if (!isOfCity(ctx))
        fail('NotAllowed', {
          code: 'CITY_ONLY',
          message: { zh: '复核由市级办理', en: 'The second review is the city’s' },
          hint: { zh: '请交由市级复核人员办理', en: 'Hand it to a reviewer of the city' },
        })
      await ctx.tx.run(q.claimApproved(ctx.case.id, ctx.office.world.now().toISOString(), ctx.actor.personKey ?? ''))
      const institution =
        ctx.case.fields['payee'] === 'institution'
          ? await confirmedAccount(ctx.tx, ctx.office, text(ctx.case.fields['organisation']))
          : undefined
      await ctx.tx.run(q.freezeAccounts(ctx.case.id, institution?.account_index ?? null))
      await drawForRecheck(ctx, 'approved')
    },
    async giveNotice(ctx) {
      const { tx, office } = ctx
      const k = await tx.one<q.ClassRow>(q.classById(text(ctx.case.fields['trainingClass'])))
      const e = editionOn((await schemeOf(office, ctx.case.fields['scheme']))!, k.started_on)!
      const from = addDays(office.world.today(), 1)
      await tx.run(
        q.setNotice(ctx.case.id, from, office.calendar.addWorkingDays(office.world.today(), e.publicity.workingDays)),
      )
      await tx.run(q.claimState(ctx.case.id, 'publicised'))
    },
    async hold(ctx) {
      const { tx } = ctx
      const line = Number(ctx.input['lineNo'])
      const { n } = await tx.one<{ n: number }>(q.lastObjection(ctx.case.id))
      if ((await tx.run(q.setLineState(ctx.case.id, line, ['open'], 'held', null))) !== 1) fail('WrongState')
      await tx.run(
        q.insertObjection({
          claim: ctx.case.id,
          no: Number(n) + 1,
          line,
          text: text(ctx.input['objection']),
          on: ctx.office.world.today(),
          by: ctx.actor.personKey ?? '',
        }),
      )
    },
    async settle(ctx) {
      const { tx } = ctx
      const outcome = text(ctx.input['outcome'])
      let found: { line_no: number } | undefined
      try {
        found = await tx.maybe<{ line_no: number }>(
          q.settleObjection({
            claim: ctx.case.id,
            no: Number(ctx.input['objectionNo']),
            outcome,
            note: text(ctx.input['note']),
            on: ctx.office.world.today(),
            by: ctx.actor.personKey ?? '',
          }),
        )
      } catch (e) {
        if (errorCode(e) === '23514' && constraintOf(e) === 'two_persons_objection')
          fail('NotAllowed', {
            code: 'TWO_PERSONS',
            message: { zh: '登记异议和答复异议须由两人办理', en: 'Two persons record and settle an objection' },
            hint: { zh: '请交由另一位同事办理', en: 'Hand it to a colleague' },
          })
        throw e
      }
      if (!found)
        return fail('BadInput', {
          code: 'OBJECTION',
          field: 'objectionNo',
          message: { zh: '没有这件待答复的异议', en: 'No such open objection' },
          hint: { zh: '请核对序号', en: 'Check the number' },
        })
      if (outcome === 'upheld') await strikeLine(ctx, found.line_no, ['held'], text(ctx.input['note']))
      else await tx.run(q.setLineState(ctx.case.id, found.line_no, ['held'], 'open', null))
    },
    mirror: async (ctx) => void (await ctx.tx.run(q.claimState(ctx.case.id, ctx.case.state))),
    async checkAccounts(ctx) {
      if (ctx.case.fields['payee'] === 'institution') return
      const moved = await ctx.tx.rows<{ line_no: number }>(q.movedAccounts(ctx.case.id))
      if (moved.length)
        await ctx.tx.run(
          q.holdForAccount(
            ctx.case.id,
            moved.map((m) => m.line_no),
            ctx.office.world.now().toISOString(),
          ),
        )
    },
    async confirmAccounts(ctx) {
      const { tx, office } = ctx
      if (ctx.case.fields['payee'] === 'institution') {
        const account = await confirmedAccount(tx, office, text(ctx.case.fields['organisation']))
        if (account) await tx.run(q.setApprovedAccount(ctx.case.id, account.account_index))
        return
      }
      const hours = office.rules.integerOn('subsidy.account.hours', office.world.today())
      const before = new Date(office.world.now().getTime() - hours * MS_AN_HOUR_MAX).toISOString()
      if ((await tx.run(q.takeNewAccounts(ctx.case.id, before))) === 0)
        fail('Conflict', {
          code: 'ACCOUNT_WAITS',
          field: 'account',
          message: { zh: `没有满 ${hours} 小时冷静期的变更账户`, en: `No changed account has waited ${hours} hours` },
          hint: {
            zh: '请先核对账户，冷静期满后再确认',
            en: 'Check the accounts first; confirm after the waiting time',
          },
        })
    },
    async notePaid(ctx) {
      await ctx.tx.run(q.claimPaid(ctx.case.id, ctx.input['on'] as PlainDate))
    },
  },
}
const twice = {
  code: 'CLAIM_TWICE',
  field: 'trainingClass',
  message: { zh: '本班已有这一项目的申领', en: 'There is a claim for this class and scheme' },
  hint: { zh: '请在原申领中办理', en: 'Go on with that one' },
}
