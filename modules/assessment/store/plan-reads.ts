import type { ReadContext } from '../../../kernel/rooms/store.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { Text } from '../../../kernel/values/text.ts'
import { LEVELS } from '../../catalogue/index.ts'
import { LISTING_LEVELS } from '../../directory/index.ts'
import { maskName } from '../../people/index.ts'
import * as contract from '../contract.ts'
import { answerFor, askedOf } from '../eligibility/answer.ts'
import { PUBLIC_STATES } from '../records.ts'
import { type Staffing, staffNeeded } from '../seating.ts'
import { AUDIENCES, HALVES, labelOf, OUTCOMES, SUBJECTS, TRACKS } from '../words.ts'
import { factsOf } from './facts.ts'
import * as g from './gaps.sql.ts'
import { heldRanks } from './gaps.ts'
import { isUuid, missingOf, normOf } from './lookups.ts'
import * as p from './plan.sql.ts'
import * as q from './plan-reads.sql.ts'
import { standardsInForce } from './release.ts'

const PLANS_MAX = 200
const RESULTS_MAX = 5000
const ROWS_DEFAULT = 100
const HIGHEST_BY_CONDITIONS = LEVELS.findLast((l) => l.digit !== undefined)!.rank

const named = (choices: readonly { id: string; label: Text }[], id: string) => ({ id, name: labelOf(choices, id) })
const levelNamed = (id: string) => named(LISTING_LEVELS, id)
const levelOfRank = (rank: number) => LISTING_LEVELS.find((l) => l.rank === rank)

const nameOf = (ctx: ReadContext, table: string, code: string): Text =>
  ctx.records.codeName(table, code) ?? { zh: code, en: code }
const card = (ctx: ReadContext, r: q.CardRow) => ({
  plan: r.case_id,
  number: r.number,
  body: { id: r.organisation_id, name: r.name, phone: r.contact_phone },
  track: named(TRACKS, r.track),
  audience: named(AUDIENCES, r.audience),
  occupation: { code: r.occupation_code, name: nameOf(ctx, 'catalogue.occupation', r.occupation_code) },
  workType: r.work_type,
  level: r.level ? levelNamed(r.level) : null,
  county: { id: r.county_code, name: nameOf(ctx, 'catalogue.division', r.county_code) },
  examOn: r.exam_on,
  applyFrom: r.apply_from,
  applyUntil: r.apply_until,
  place: r.place,
  feeFen: r.fee_fen === null ? null : Number(r.fee_fen),
  seats: r.seats,
  left: r.left,
  state: r.state,
})

export async function openPlans(ctx: ReadContext, w: { occupation?: string; level?: string; county?: string }) {
  const today = ctx.office.world.today()
  const rows = await ctx.read.rows<q.CardRow>(
    q.openPlans({
      today,
      occupation: w.occupation ?? null,
      level: w.level ?? null,
      county: w.county ?? null,
      limit: PLANS_MAX,
    }),
  )
  return { today, rows: rows.map((r) => card(ctx, r)) }
}

/** @throws NotFound for a plan that is not announced, as for none */
export async function publicPlan(ctx: ReadContext, w: { id: string }) {
  const r = isUuid(w.id) ? await ctx.read.maybe<q.CardRow>(q.planCard(w.id, PUBLIC_STATES)) : undefined
  if (!r) return fail('NotFound')
  const results = await ctx.read.rows<{ ticket: string; name: string; outcome: string; result_version: number }>(
    q.resultsInNotice(r.case_id, ctx.office.world.today(), RESULTS_MAX),
  )
  return {
    ...card(ctx, r),
    statement: r.statement,
    notice: r.notice_from && r.notice_until ? { from: r.notice_from, until: r.notice_until } : null,
    results: results.map((x) => ({
      ticket: x.ticket,
      name: maskName(x.name),
      outcome: named(OUTCOMES, x.outcome),
      version: x.result_version,
    })),
  }
}

/** @throws NotFound for a plan of others, as for none */
export async function planLines(ctx: ReadContext, w: { plan: string; state?: string }) {
  const own =
    isUuid(w.plan) && (await ctx.read.maybe(q.planInScope(w.plan, contract.planLines.who, ctx.actor))) !== undefined
  if (!own) return fail('NotFound')
  const plan = await ctx.read.one<p.PlanRow>(p.planById(w.plan))
  const norm = await normOf(ctx.read, ctx.office, plan)
  const rows = await ctx.read.rows<q.LineRow>(q.lines(w.plan, w.state ?? null))
  const counts = await ctx.read.rows<{ state: string; n: number }>(q.stateCounts(w.plan))
  const staff = await ctx.read.rows<{ room: string; name: string; card_number: string }>(q.staff(w.plan))
  const { seats, taken } = await ctx.read.one<{ seats: number; taken: number }>(p.seatsOf(w.plan))
  const invigilators = ctx.office.rules.on('assessment.invigilators', plan.exam_on).value as Omit<Staffing, 'odd'>
  const largest = Math.max(
    0,
    ...[...new Set(rows.map((r) => r.room))].map((x) => rows.filter((r) => r.room === x).length),
  )
  const subject = (s: string) => labelOf(SUBJECTS, s)
  return {
    number: plan.number,
    occupation: nameOf(ctx, 'catalogue.occupation', plan.occupation_code),
    level: plan.level ? labelOf(LISTING_LEVELS, plan.level) : null,
    place: plan.place,
    examOn: plan.exam_on,
    halves: [
      { ...named(HALVES, plan.exam_half), subject: subject('theory') },
      { ...named(HALVES, plan.skill_half), subject: subject('skill') },
    ],
    subjects: norm.subjects.map((s) => ({ id: s as string, name: subject(s) })),
    seats: { seats, taken },
    counts: Object.fromEntries(counts.map((c) => [c.state, c.n])),
    invigilators: staffNeeded({ ...invigilators, odd: false }, largest),
    staff: staff.map((s) => ({ room: s.room, name: s.name, card: s.card_number })),
    rows: rows.map((r) => ({
      id: r.case_id,
      version: r.version,
      person: r.person_id,
      name: r.name,
      state: r.state,
      eligible: r.eligible,
      clause: r.clause,
      eligibleFrom: r.eligible_from,
      ticket: r.ticket,
      room: r.room,
      seatNo: r.seat_no,
      outcome: r.outcome,
      certificateNumber: r.certificate_number,
      markedByMe: r.marked_by !== null && r.marked_by === ctx.actor.personKey,
    })),
  }
}

/**
 * Each worker of a roster: what the post asks for, what is held, the next level, whether it may be applied for today or from which
 * day on and what is missing, and the nearest plan with places whose day is not before that.
 * @throws NotFound for an employer of others, as for none
 */
export async function planner(
  ctx: ReadContext,
  w: { organisation: string; show?: 'gap' | 'ready' | 'all'; cursor?: string; limit?: number },
) {
  const own =
    isUuid(w.organisation) &&
    (await ctx.read.maybe(q.organisationInScope(w.organisation, contract.planner.who, ctx.actor))) !== undefined
  if (!own) return fail('NotFound')
  const { office } = ctx
  const today = office.world.today()
  const lines = await ctx.read.rows<g.RosterLine>(g.onRoster(w.organisation, null, today))
  const held = await heldRanks(ctx.read, office, lines)
  const standards = await standardsInForce(ctx.read, office.city.folder)
  const plans = await ctx.read.rows<{
    case_id: string
    number: string
    occupation_code: string
    level: string | null
    exam_on: string
    apply_until: string
    name: string
    left: number
  }>(g.plansAhead(w.organisation, [...new Set(lines.map((l) => l.occupation_code))], today))
  const facts = await factsOf(
    ctx.read,
    lines.map((l) => l.person_id),
  )
  const all = lines.map((l) => {
    const has = held.get(l.person_id) ?? 0
    const next = has < HIGHEST_BY_CONDITIONS ? levelOfRank(Math.max(has + 1, 1)) : undefined
    const digit = LEVELS.find((x) => x.id === next?.id)?.digit
    const question = digit ? askedOf(standards, l.occupation_code, digit, today) : undefined
    const mine = facts.get(l.person_id)
    const a = question && !('findings' in question) && mine ? answerFor(question, mine) : undefined
    const from = a?.firstDay ?? null
    const plan =
      next && from
        ? plans.find(
            (x) =>
              x.occupation_code === l.occupation_code &&
              x.level === next.id &&
              x.exam_on >= from &&
              x.apply_until >= from,
          )
        : undefined
    return {
      person: l.person_id,
      name: l.name,
      post: l.post,
      occupation: { code: l.occupation_code, name: nameOf(ctx, 'catalogue.occupation', l.occupation_code) },
      asked: levelNamed(levelOfRank(l.level_rank)!.id),
      held: has ? levelNamed(levelOfRank(has)!.id) : null,
      gap: has < l.level_rank,
      next: next ? levelNamed(next.id) : null,
      ready: a?.eligible ?? false,
      firstDay: from,
      missing: a && !a.eligible ? missingOf(a) : [],
      plan: plan
        ? {
            plan: plan.case_id,
            number: plan.number,
            body: plan.name,
            examOn: plan.exam_on,
            applyUntil: plan.apply_until,
            left: plan.left,
          }
        : null,
    }
  })
  const shown = all.filter((r) => (w.show === 'gap' ? r.gap : w.show === 'ready' ? r.ready : true))
  const after = w.cursor ? shown.filter((r) => r.person > w.cursor!) : shown
  const page = after.slice(0, w.limit ?? ROWS_DEFAULT)
  return {
    on: today,
    total: all.length,
    gaps: all.filter((r) => r.gap).length,
    ready: all.filter((r) => r.ready).length,
    rows: page,
    next: after.length > page.length ? page.at(-1)!.person : null,
  }
}
