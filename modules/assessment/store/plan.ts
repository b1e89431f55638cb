import { copyLine, textArray } from '../../../kernel/db/copy-text.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { tellManyFacts, wakeReaders } from '../../../kernel/measures/service.ts'
import type { EffectContext, ProcessStore } from '../../../kernel/process/act.ts'
import type { CaseView } from '../../../kernel/process/define.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { fail } from '../../../kernel/values/fail.ts'
import { addYears, isPlainDate, type PlainDate } from '../../../kernel/values/plain-date.ts'
import { issueCertificates } from '../../credentials/store/index.ts'
import { verdictOf } from '../marks.ts'
import { issueFacts, resultFacts } from '../measures/facts.ts'
import { type PlanFacts, readRoom, roomLines } from '../processes/plan.checks.ts'
import { type Staffing, seatPlan } from '../seating.ts'
import { TRACKS } from '../words.ts'
import {
  clashes,
  dayOr,
  isUuid,
  keptOf,
  marksOfRow,
  normOf,
  rankOf,
  roomKey,
  textOf,
  workingDaysBefore,
} from './lookups.ts'
import * as q from './plan.sql.ts'

const TICKETS_NAMED_MAX = 5
const NUMBER_BYTES_MAX = 4
const TICKET_LENGTH = 4

async function complete(tx: Tx, input: { readonly [key: string]: unknown }, office: Office) {
  const id = isUuid(input['organisation']) ? input['organisation'] : null
  const o = id ? await tx.maybe<{ county_code: string }>(q.organisation(id)) : undefined
  if (!o)
    fail('BadInput', {
      code: 'ORG_UNKNOWN',
      field: 'organisation',
      message: { zh: '没有找到这家机构', en: 'There is no such organisation' },
      hint: { zh: '请从本单位账号填报', en: 'Use the account of the body' },
    })
  const occupation = await tx.maybe<{ edition: string }>(q.occupation(String(input['occupation'])))
  const prefix = office.city.division.slice(0, 4)
  return {
    number: `PJ${String(input['examOn']).replaceAll('-', '')}-${office.world.bytes(NUMBER_BYTES_MAX).toString('hex').toUpperCase()}`,
    // A body of another place files with the city.
    county: o.county_code.startsWith(prefix) ? o.county_code : office.city.division,
    occupationEdition: occupation?.edition ?? '',
  }
}

/** Fields as they will be after an act that changes them. */
const field = (c: CaseView, input: { readonly [key: string]: unknown }, key: string): unknown =>
  input[key] ?? c.fields[key]

async function facts(
  tx: Tx,
  c: CaseView,
  office: Office,
  input: { readonly [key: string]: unknown },
): Promise<{ [key: string]: unknown }> {
  const today = office.world.today()
  const examOn = dayOr(field(c, input, 'examOn'), today)
  const organisationId = String(c.fields['organisation'])
  const rank = rankOf(c.fields['level'])
  const code = String(c.fields['occupation'])
  const o = await tx.maybe<{ name: string; kind: string }>(q.organisation(organisationId))
  const occupation = await tx.maybe<{ code: string; name: string }>(q.occupation(code))
  const listing = await tx.maybe<{ listing_id: string; status: 'listed' | 'suspended' }>(
    q.listingOn(organisationId, examOn),
  )
  const inScope = listing ? (await tx.maybe(q.scopeOn(listing.listing_id, code, rank, examOn))) !== undefined : false
  const normId = c.fields['norm']
  const norm = isUuid(normId)
    ? await tx.maybe<{
        state: string
        occupation_code: string
        level: string | null
        methods: string[]
        in_force_from: PlainDate | null
      }>(q.norm(normId))
    : undefined
  const counts = await tx.one<{
    undecided: number
    admitted: number
    unmarked: number
    held: number
    unissued: number
  }>(q.applicationCounts(c.id, today))
  const tickets = counts.unmarked
    ? (await tx.rows<{ ticket: string }>(q.unmarkedTickets(c.id, TICKETS_NAMED_MAX))).map((t) => t.ticket)
    : []
  const cards = roomLines(input['examiners'])
  const examiners = cards.length ? await tx.rows<q.ExaminerRow>(q.examinersByCard(cards, examOn)) : []
  const mayJudge = office.rules.on('assessment.examiner-levels', examOn).value as Record<string, number>
  const answer: PlanFacts = {
    organisation: o ?? null,
    listing: { status: listing?.status ?? null, inScope },
    occupation: occupation ?? null,
    fileUntil: workingDaysBefore(office, examOn, office.rules.integerOn('assessment.filing.days', today)),
    norm: norm
      ? {
          methods: norm.methods,
          fits:
            norm.state === 'in-force' &&
            norm.occupation_code === code &&
            (norm.level === null || norm.level === c.fields['level']) &&
            norm.in_force_from !== null &&
            norm.in_force_from <= examOn &&
            norm.methods.includes(String(c.fields['method'])),
        }
      : null,
    applications: {
      undecided: counts.undecided,
      admitted: counts.admitted,
      unmarked: counts.unmarked,
      unmarkedTickets: tickets,
      held: counts.held,
      unissued: counts.unissued,
    },
    noticeUntil: isPlainDate(c.fields['noticeUntil']) ? c.fields['noticeUntil'] : null,
    examinersUnknown: cards.filter((x) => !examiners.some((e) => e.card_number === x)),
    examinersUnfit: examiners
      .filter((e) => e.occupation_code !== code || (rank ?? 0) > (mayJudge[e.grade] ?? 0))
      .map((e) => ({ number: e.card_number, name: e.name })),
  }
  return answer
}

const planOf = (tx: Tx, id: string): Promise<q.PlanRow> => tx.one<q.PlanRow>(q.planById(id))
export const halvesOf = (plan: q.PlanRow): string[] => [plan.exam_half, plan.skill_half]

export const planStore: ProcessStore = {
  complete,
  facts,
  effects: {
    async takePlanKeys({ tx, case: c }) {
      await tx.run(q.insertPlanKey(String(c.fields['number']), c.id))
      await tx.run(q.insertPlanSeats(c.id, Number(c.fields['seats'])))
    },
    amendPlan: async ({ tx, case: c, input }) => void (await tx.run(q.amendPlan(c.id, input))),
    notePlan: async ({ tx, case: c, input }) => void (await tx.run(q.notePlan(c.id, textOf(input['note'])))),
    async tellAnnounced({ case: c, tell }) {
      tell('assessment.plan.announced', { plan: c.id, number: String(c.fields['number']) })
    },
    openSeats: async ({ tx, case: c }) => void (await tx.run(q.openSeats(c.id, true))),

    async admitAll({ tx, case: c, actor, office }) {
      const by = actor.personKey!
      const admitted = await tx.run(q.admitAll(c.id, by, office.world.today()))
      const own = await tx.one<{ n: number }>(q.ownApplications(c.id, by))
      if (admitted === 0 && own.n > 0)
        fail('NotAllowed', {
          code: 'TWO_PERSONS',
          given: String(own.n),
          message: {
            zh: `${own.n} 份报名由您登记，须由另一人审核`,
            en: `You entered these ${own.n}; another person has to review them`,
          },
          hint: { zh: '请交由另一位有权限的同事办理', en: 'Hand it to a colleague with the right' },
        })
    },

    seatAll: seatAll,
    publishResults: publishResults,
    issueAll: issueAll,

    async archivePlan({ tx, case: c, office }) {
      const today = office.world.today()
      const years = office.rules.on('assessment.archive.years', today).value as Record<string, number>
      await tx.run(q.setKept(c.id, addYears(today, Number(years['electronic']))))
    },
    async freeAll({ tx, case: c, office }) {
      await tx.run(q.openSeats(c.id, false))
      await tx.run(q.withdrawAll(c.id, office.world.today()))
      await tx.run(q.freePartSlots(c.id, 'candidate'))
      await tx.run(q.freePartSlots(c.id, 'examiner'))
      await tx.run(q.freeRoomSlots(c.id))
    },
  },
}

/** Seats everybody who is admitted. Applications are closed first; rooms and examiners are taken by key, in the whole city. */
async function seatAll(ctx: EffectContext): Promise<void> {
  const { tx, case: c, office, input } = ctx
  await tx.run(q.openSeats(c.id, false))
  const today = office.world.today()
  const plan = await planOf(tx, c.id)
  const counts = await tx.one<{ undecided: number }>(q.applicationCounts(c.id, today))
  if (counts.undecided)
    fail('Conflict', {
      code: 'APPLICATIONS_OPEN',
      field: 'state',
      given: String(counts.undecided),
      message: { zh: '刚又收到报名，还没有审核', en: 'An application came in just now' },
      hint: { zh: '请审核后再编排', en: 'Decide on it, then seat' },
    })
  const candidates = await tx.rows<{ case_id: string; person_id: string; name: string; unit: string | null }>(
    q.toSeat(c.id, plan.exam_on),
  )
  const rooms = roomLines(input['rooms']).map((l) => readRoom(l)!)
  const examiners = await tx.rows<q.ExaminerRow>(q.examinersByCard(roomLines(input['examiners']), plan.exam_on))
  const byPerson = new Map(candidates.map((x) => [x.person_id, x]))
  const examinerIds = examiners.map((e) => e.person_id)
  const candidateIds = candidates.map((x) => x.person_id)
  const kinds =
    (office.rules.on('assessment.ties', plan.exam_on).value as Record<string, string[]>)[plan.audience] ?? []
  type Tie = { person_id: string; other_id: string; kind: string }
  const known = [
    ...(await tx.rows<Tie>(q.declaredTies(examinerIds, candidateIds))),
    ...(await tx.rows<Tie>(q.trainerTies(examinerIds, candidateIds))),
    ...examiners.flatMap((e) =>
      e.organisation_id
        ? candidates
            .filter((x) => x.unit === e.organisation_id)
            .map((x): Tie => ({ person_id: e.person_id, other_id: x.person_id, kind: 'colleague' }))
        : [],
    ),
  ]
  const done = seatPlan({
    candidates: candidates.map((x) => ({ id: x.case_id, label: x.name, unit: x.unit })),
    rooms,
    staff: examiners.map((e) => ({ id: e.person_id, label: e.name })),
    ties: known
      .filter((t) => kinds.includes(t.kind))
      .map((t) => ({ examiner: t.person_id, candidate: byPerson.get(t.other_id)!.case_id, kind: t.kind })),
    staffing: office.rules.on('assessment.examiners', plan.exam_on).value as Staffing,
  })
  if ('findings' in done) fail('BadInput', done.findings)
  const { seats, staff } = done.plan
  const halves = halvesOf(plan)

  await tx.run(q.clearSeats(c.id))
  await tx.run(q.clearStaff(c.id))
  await tx.run(q.clearTickets(c.id))
  await tx.run(q.freePartSlots(c.id, 'examiner'))
  await tx.run(q.freeRoomSlots(c.id))
  const placed = new Map(examiners.map((e) => [e.person_id, e]))
  const used = rooms.filter((r) => seats.some((s) => s.room === r.code))
  const keyOf = new Map(used.map((r) => [roomKey(plan.place, r.code), r.code]))
  await tx.run(q.takeRoomSlots(c.id, plan.exam_on, halves, [...keyOf.keys()]))
  const taken = await tx.rows<{ room_key: string; plan_id: string }>(
    q.roomsOfOthers(c.id, plan.exam_on, halves, [...keyOf.keys()]),
  )
  const staffIds = staff.map((s) => s.person)
  await tx.run(q.takePersonSlots(c.id, 'examiner', plan.exam_on, halves, staffIds))
  const findings = [...new Set(taken.map((t) => t.room_key))].map((key) => ({
    code: 'ROOM_CLASH',
    field: 'rooms',
    given: keyOf.get(key)!,
    message: {
      zh: `考场“${keyOf.get(key)}”${plan.exam_on}已由另一计划使用`,
      en: `Room ${keyOf.get(key)} is taken by another plan on ${plan.exam_on}`,
    },
    hint: { zh: '请换一个考场', en: 'Choose another room' },
  }))
  findings.push(
    ...((await clashes(
      tx,
      c.id,
      'examiner',
      plan.exam_on,
      halves,
      staffIds.map((id) => ({ personId: id, label: placed.get(id)!.name })),
      'examiners',
    )) as typeof findings),
  )
  if (findings.length) fail('Conflict', findings)
  const ticketOf = (n: number) => `${plan.number}-${String(n + 1).padStart(TICKET_LENGTH, '0')}`
  const columns = {
    application: seats.map((s) => s.candidate),
    room: seats.map((s) => s.room),
    seatNo: seats.map((s) => s.seatNo),
    ticket: seats.map((_, i) => ticketOf(i)),
  }
  await tx.run(q.insertSeats(c.id, halves, columns))
  await tx.run(
    q.insertStaff(c.id, {
      room: staff.map((s) => s.room),
      person: staffIds,
      name: staffIds.map((id) => placed.get(id)!.name),
      card: staffIds.map((id) => placed.get(id)!.card_number),
    }),
  )
  await tx.run(q.setSeats(c.id, today, columns))
}

/** Columns that results and issues share, from the plan. */
const dimensionsOf = (plan: q.PlanRow) => ({
  organisation_id: plan.organisation_id,
  county_code: plan.county_code,
  track: plan.track,
  audience: plan.audience,
  method: plan.method,
  occupation_code: plan.occupation_code,
  level_rank: rankOf(plan.level),
})
export const resultLine = (r: Omit<q.ResultRow, 'known_to'>): string =>
  copyLine(q.RESULT_COLUMNS.map((c) => (c === 'passed_subjects' ? textArray(r.passed_subjects) : r[c])))

async function publishResults(ctx: EffectContext): Promise<void> {
  const { tx, case: c, office } = ctx
  const today = office.world.today()
  const plan = await planOf(tx, c.id)
  const norm = await normOf(tx, office, plan)
  const rows = await tx.rows<q.ToPublish>(q.toPublish(c.id))
  const kept = await keptOf(
    tx,
    office,
    plan,
    norm,
    rows.map((r) => r.person_id),
  )
  const until = office.calendar.addWorkingDays(today, office.rules.integerOn('assessment.notice.days', today))
  const results = rows.map((r) => resultOf(plan, norm, r, kept.get(r.person_id) ?? [], 1, today))
  await tx.copyIn('assessment.result', q.RESULT_COLUMNS, [results.map(resultLine).join('')])
  await tx.run(
    q.setOutcomes(c.id, {
      on: today,
      until,
      application: results.map((r) => r.application_id),
      outcome: results.map((r) => r.outcome),
      reason: results.map((r) => r.outcome_reason),
      version: results.map((r) => r.result_version),
    }),
  )
  await tx.run(q.setNotice(c.id, today, until))
  await tellManyFacts(
    tx,
    resultFacts,
    results.map(({ passed_subjects: _, ...row }) => ({ weight: 1, row })),
  )
  await wakeReaders(tx)
  ctx.tell('assessment.plan.published', { plan: c.id, results: results.length })
}

/** What is published of one sitting. */
export function resultOf(
  plan: q.PlanRow,
  norm: Awaited<ReturnType<typeof normOf>>,
  r: Pick<q.ToPublish, 'case_id' | 'person_id' | 'state' | 'ticket' | 'ethics' | 'sex' | 'key_item_failed'> &
    Parameters<typeof marksOfRow>[0],
  kept: Awaited<ReturnType<typeof keptOf>> extends Map<string, infer S> ? S : never,
  version: number,
  today: PlainDate,
): Omit<q.ResultRow, 'known_to'> {
  const marks = marksOfRow(r)
  const v = verdictOf(norm, {
    ethics: r.ethics,
    absent: r.state === 'absent',
    keyItemFailed: r.key_item_failed === true,
    marks,
    kept,
  })
  return {
    plan_id: plan.case_id,
    application_id: r.case_id,
    result_version: version,
    person_id: r.person_id,
    ...dimensionsOf(plan),
    sex: r.sex,
    ticket: r.ticket,
    sat: v.outcome !== 'absent',
    passed: v.outcome === 'passed',
    outcome: v.outcome,
    outcome_reason: v.reason,
    theory_centi: r.theory_centi,
    skill_centi: r.skill_centi,
    comprehensive_centi: r.comprehensive_centi,
    process_centi: r.process_centi,
    performance_centi: r.performance_centi,
    total_centi: v.totalCenti,
    passed_subjects:
      v.outcome === 'absent' || v.reason === 'ethics' ? [] : norm.subjects.filter((s) => !v.below.includes(s)),
    examined_on: plan.exam_on,
    known_on: today,
  }
}

/** All whose notice is over; those under objection wait, and are issued when it is settled. Repeating it issues nothing twice. */
async function issueAll(ctx: EffectContext): Promise<void> {
  const { tx, case: c, office, actor } = ctx
  const today = office.world.today()
  const plan = await planOf(tx, c.id)
  const kind = TRACKS.find((t) => t.id === plan.track)!.certificate
  const rows = await tx.rows<q.ToIssue>(q.toIssue(c.id, today))
  if (rows.length === 0) return
  const issued = await issueCertificates(tx, office, {
    source: { kind: 'result', id: plan.case_id, publishedOn: c.fields['noticeFrom'] as PlainDate },
    organisationId: plan.organisation_id,
    issuedOn: today,
    actor: actor.accountId ?? 'system',
    rows: rows.map((r) => ({
      entitlementId: r.case_id,
      personId: r.person_id,
      kind,
      occupationEdition: plan.occupation_edition,
      occupationCode: plan.occupation_code,
      workType: plan.work_type,
      levelRank: rankOf(plan.level),
      ...(r.certificate_number ? { number: r.certificate_number } : {}),
    })),
  })
  const of = new Map(issued.map((x) => [x.entitlementId, x]))
  const lines = rows.map((r) => ({
    plan_id: plan.case_id,
    application_id: r.case_id,
    certificate_id: of.get(r.case_id)!.certificateId,
    number: of.get(r.case_id)!.number,
    person_id: r.person_id,
    ...dimensionsOf(plan),
    sex: r.sex,
    issued_on: today,
    known_on: today,
  }))
  await tx.copyIn('assessment.issue_line', q.ISSUE_COLUMNS, [
    lines.map((l) => copyLine(q.ISSUE_COLUMNS.map((x) => l[x]))).join(''),
  ])
  const moved = await tx.run(
    q.setIssued(c.id, today, { application: lines.map((l) => l.application_id), number: lines.map((l) => l.number) }),
  )
  if (moved !== lines.length) fail('VersionMoved')
  await tellManyFacts(
    tx,
    issueFacts,
    lines.map((row) => ({ weight: 1, row })),
  )
  await wakeReaders(tx)
}
