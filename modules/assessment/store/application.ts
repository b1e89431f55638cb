import type { Actor } from '../../../kernel/access/actor.ts'
import { allows } from '../../../kernel/access/policy.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { tellManyFacts, wakeReaders } from '../../../kernel/measures/service.ts'
import type { EffectContext, ProcessStore } from '../../../kernel/process/act.ts'
import type { CaseView } from '../../../kernel/process/define.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { namesOfPersons } from '../../people/store/index.ts'
import { resultFacts } from '../measures/facts.ts'
import { type ApplicationFacts, marksGiven } from '../processes/application.checks.ts'
import { applicationProcess } from '../processes/application.process.ts'
import * as a from './application.sql.ts'
import { clashes, declaredOf, isUuid, judge, keptOf, marksOfRow, normOf, textOf } from './lookups.ts'
import * as q from './plan.sql.ts'
import { halvesOf, resultLine, resultOf } from './plan.ts'

const noPlan = (): never =>
  fail('BadInput', {
    code: 'PLAN_UNKNOWN',
    field: 'plan',
    message: { zh: '没有找到这个评价计划', en: 'There is no such plan' },
    hint: { zh: '请选择本单位报名中的计划', en: 'Choose a plan of your own body that is open' },
  })

/** Area and body are those of the plan; the branch of the conditions is chosen here, from the registers. */
async function complete(tx: Tx, input: { readonly [key: string]: unknown }, office: Office, actor: Actor) {
  const plan = isUuid(input['plan']) ? await tx.maybe<q.PlanRow>(q.planById(input['plan'])) : undefined
  if (
    !plan ||
    !allows(applicationProcess.open.who, actor, {
      jurisdiction: plan.county_code,
      organisation: plan.organisation_id,
    })
  )
    return noPlan()
  const declared = declaredOf(input['declared'])
  const personId = String(input['person'])
  const judged = isUuid(personId)
    ? (await judge(tx, office, plan, office.world.today(), [{ personId, declared }])).get(personId)
    : undefined
  return {
    organisationId: plan.organisation_id,
    county: plan.county_code,
    eligible: judged?.noTree ? textOf(input['evidence']) !== null : (judged?.eligible ?? false),
    clause: judged?.clause ?? null,
    eligibleFrom: judged?.firstDay ?? null,
  }
}

async function facts(tx: Tx, c: CaseView, office: Office): Promise<{ [key: string]: unknown }> {
  const plan = await tx.one<q.PlanRow>(q.planById(String(c.fields['plan'])))
  const personId = isUuid(c.fields['person']) ? String(c.fields['person']) : null
  const known = personId !== null && (await tx.maybe(a.personKnown(personId))) !== undefined
  const norm = await normOf(tx, office, plan)
  const answer: ApplicationFacts = {
    plan: {
      number: plan.number,
      state: plan.state,
      applyFrom: plan.apply_from,
      applyUntil: plan.apply_until,
      examOn: plan.exam_on,
      audience: plan.audience,
    },
    personKnown: known,
    belongs: null,
    eligible: c.fields['eligible'] === true,
    firstDay: (c.fields['eligibleFrom'] as PlainDate | null) ?? null,
    missing: [],
    norm,
    kept: [],
    first: null,
  }
  if (!known || personId === null) return answer
  if (c.state === 'applied') {
    answer.belongs =
      plan.audience === 'own-staff'
        ? (await tx.rows(a.worksFor([personId], plan.organisation_id, plan.exam_on))).length > 0
        : null
    const j = (
      await judge(tx, office, plan, c.openedOn, [{ personId, declared: declaredOf(c.fields['declared']) }])
    ).get(personId)
    answer.eligible = j?.noTree ? textOf(c.fields['evidence']) !== null : (j?.eligible ?? false)
    answer.firstDay = j?.firstDay ?? null
    answer.missing = j?.missing ?? []
    return answer
  }
  answer.kept = (await keptOf(tx, office, plan, norm, [personId])).get(personId) ?? []
  if (c.state === 'marked') {
    const first = await tx.maybe<a.MarkRow>(a.lastMark(plan.case_id, c.id, 'first'))
    if (first) answer.first = { ...marksOfRow(first), keyItemFailed: first.key_item_failed }
  }
  return answer
}

const planIdOf = (c: CaseView): string => String(c.fields['plan'])

async function keepMark(ctx: EffectContext, entry: 'first' | 'second' | 'proposal'): Promise<void> {
  const { tx, case: c, input, office, actor } = ctx
  const m = marksGiven(input)
  await tx.run(
    a.insertMark({
      planId: planIdOf(c),
      applicationId: c.id,
      entry,
      theory: m.theory ?? null,
      skill: m.skill ?? null,
      comprehensive: m.comprehensive ?? null,
      process: m.process ?? null,
      performance: m.performance ?? null,
      keyItemFailed: m.keyItemFailed,
      by: actor.personKey!,
      on: office.world.today(),
      note: textOf(input['note']),
    }),
  )
}

export const applicationStore: ProcessStore = {
  complete,
  facts: (tx, c, office) => facts(tx, c, office),
  effects: {
    /** The half days first, by key; then the place, by one conditional update: the row that everybody wants is held shortest. */
    async takeSeat({ tx, case: c }) {
      const plan = await tx.one<q.PlanRow>(q.planById(planIdOf(c)))
      const personId = String(c.fields['person'])
      const halves = halvesOf(plan)
      const got = await tx.run(q.takePersonSlots(plan.case_id, 'candidate', plan.exam_on, halves, [personId]))
      if (got !== halves.length) {
        const [p] = await namesOfPersons(tx, [personId])
        const found = await clashes(
          tx,
          plan.case_id,
          'candidate',
          plan.exam_on,
          halves,
          [{ personId, label: p?.name ?? '' }],
          'person',
        )
        fail('Conflict', found.length ? found : twice())
      }
      if ((await tx.run(q.takeSeats(plan.case_id, 1))) !== 1) fail('Conflict', planFull(plan.number))
    },
    async freeSeat({ tx, case: c }) {
      await tx.run(q.freePersonSlots(planIdOf(c), [String(c.fields['person'])], 'candidate'))
      await tx.run(q.giveSeatBack(planIdOf(c), 1))
    },
    noteRefusal: async ({ tx, case: c, input }) =>
      void (await tx.run(a.noteRefusal(planIdOf(c), c.id, String(input['reason']), String(input['note'])))),
    noteApplication: async ({ tx, case: c, input }) =>
      void (await tx.run(a.noteApplication(planIdOf(c), c.id, textOf(input['note'])))),
    noteEthics: async ({ tx, case: c, input }) =>
      void (await tx.run(a.noteEthics(planIdOf(c), c.id, String(input['ethics']), String(input['note'])))),
    keepFirst: (ctx) => keepMark(ctx, 'first'),
    keepSecond: (ctx) => keepMark(ctx, 'second'),
    keepProposal: (ctx) => keepMark(ctx, 'proposal'),
    async takeObjection({ tx, case: c, input, office, actor }) {
      await tx.run(
        a.insertObjection({
          planId: planIdOf(c),
          applicationId: c.id,
          on: office.world.today(),
          body: String(input['objection']),
          by: actor.personKey!,
        }),
      )
    },
    settleObjection: (ctx) => settle(ctx, 'unfounded', String(ctx.input['note'])),
    declineCorrection: (ctx) => settle(ctx, 'unfounded', String(ctx.input['note'])),
    correctResult,
    keepNumber: async ({ tx, case: c, input }) =>
      void (await tx.run(a.keepNumber(planIdOf(c), c.id, String(input['number']).trim()))),
  },
}

async function settle(ctx: EffectContext, outcome: string, answer: string): Promise<void> {
  const { tx, case: c, office, actor } = ctx
  await tx.run(
    a.settleObjections({
      planId: planIdOf(c),
      applicationId: c.id,
      outcome,
      answer,
      on: office.world.today(),
      by: actor.personKey!,
    }),
  )
}

/** The result is not changed: a new version is published, with a notice of its own, and the old one keeps the days on which it was believed. */
async function correctResult(ctx: EffectContext): Promise<void> {
  const { tx, case: c, office } = ctx
  const today = office.world.today()
  const plan = await tx.one<q.PlanRow>(q.planById(planIdOf(c)))
  const proposal = await tx.one<a.MarkRow>(a.lastMark(plan.case_id, c.id, 'proposal'))
  const old = await tx.one<q.ResultRow>(q.currentResult(plan.case_id, c.id))
  const norm = await normOf(tx, office, plan)
  const kept = (await keptOf(tx, office, plan, norm, [old.person_id])).get(old.person_id) ?? []
  const fresh = resultOf(
    plan,
    norm,
    {
      ...proposal,
      case_id: c.id,
      person_id: old.person_id,
      // Marks show that somebody sat; conduct is not a mark and stays.
      state: 'scored',
      ticket: old.ticket,
      ethics: (c.fields['ethics'] as string | null) ?? null,
      sex: old.sex,
    },
    kept,
    old.result_version + 1,
    today,
  )
  await tx.run(q.closeResult(plan.case_id, c.id, old.result_version, today))
  await tx.copyIn('assessment.result', q.RESULT_COLUMNS, [resultLine(fresh)])
  await tx.run(
    a.setCorrected(plan.case_id, c.id, {
      outcome: fresh.outcome,
      reason: fresh.outcome_reason,
      version: fresh.result_version,
      until: office.calendar.addWorkingDays(today, office.rules.integerOn('assessment.notice.days', today)),
    }),
  )
  const row = ({ passed_subjects: _, ...r }: Omit<q.ResultRow, 'known_to'>) => r
  const { known_to: __, ...was } = old
  await tellManyFacts(tx, resultFacts, [
    // Uncounted from today on; questions as known before still count it.
    { weight: -1, row: { ...row(was), known_on: today } },
    { weight: 1, row: row(fresh) },
  ])
  await wakeReaders(tx)
  await settle(ctx, 'upheld', proposal.note ?? '')
}

export const planFull = (number: string) => ({
  code: 'PLAN_FULL',
  field: 'plan',
  message: { zh: `计划${number}名额已满，或报名已结束`, en: `Plan ${number} is full, or closed` },
  hint: { zh: '请选择其他计划', en: 'Choose another plan' },
})
const twice = () => ({
  code: 'CANDIDATE_TWICE',
  field: 'person',
  message: { zh: '该考生已报名本计划', en: 'This candidate has applied for this plan already' },
  hint: { zh: '无需重复报名', en: 'Once is enough' },
})
