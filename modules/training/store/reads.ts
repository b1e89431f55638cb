import type { ReadContext } from '../../../kernel/rooms/store.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import type { Text } from '../../../kernel/values/text.ts'
import { LISTING_LEVELS } from '../../directory/index.ts'
import { GROUPS } from '../../people/index.ts'
import * as contract from '../contract.ts'
import { ENROLMENT_STATES, HALVES, TRAINING_KINDS } from '../words.ts'
import { isUuid } from './class.ts'
import * as q from './reads.sql.ts'

const labelOf = (words: readonly { id: string; label: Text }[], id: string): Text =>
  words.find((w) => w.id === id)?.label ?? { zh: id, en: id }
const named = (words: readonly { id: string; label: Text }[], id: string) => ({ id, name: labelOf(words, id) })
const levelOf = (rank: number | null): Text | null => LISTING_LEVELS.find((l) => l.rank === rank)?.label ?? null

/** @throws NotFound for classes of others, as for none */
export async function classSheet(ctx: ReadContext, w: { class: string }) {
  const c = isUuid(w.class)
    ? await ctx.read.maybe<q.SheetRow>(q.classInScope(w.class, contract.classSheet.who, ctx.actor))
    : undefined
  if (!c) return fail('NotFound')
  const lessons = await ctx.read.rows<{
    lesson_no: number
    on_day: string
    half: string
    hours: number
    place: string | null
    teacher: string | null
    title: string | null
  }>(q.timetable(w.class))
  const roster = await ctx.read.rows<{
    seat_no: number
    name: string
    group_id: string
    status: string
    there: number[]
  }>(q.seatsWithMarks(w.class))
  const hoursOf = new Map(lessons.map((l) => [l.lesson_no, l.hours]))
  return {
    number: c.number,
    state: c.state,
    seats: c.seats,
    insured: c.insured,
    hours: { planned: lessons.reduce((n, l) => n + l.hours, 0), project: c.project_hours },
    attendancePercent: ctx.office.rules.integerOn('training.attendance.percent', c.started_on as PlainDate),
    lessons: lessons.map((l) => ({
      no: l.lesson_no,
      day: l.on_day,
      half: named(HALVES, l.half),
      hours: l.hours,
      place: l.place,
      teacher: l.teacher,
      title: l.title,
    })),
    roster: roster.map((s) => ({
      seat: s.seat_no,
      name: s.name,
      group: labelOf(GROUPS, s.group_id),
      status: named(ENROLMENT_STATES, s.status),
      there: s.there,
      hours: s.there.reduce((n, no) => n + (hoursOf.get(no) ?? 0), 0),
    })),
  }
}

export async function courses(ctx: ReadContext, w: { occupation?: string }) {
  const today = ctx.office.world.today()
  const name = (table: string, code: string): Text => ctx.records.codeName(table, code) ?? { zh: code, en: code }
  const occupations = await ctx.read.rows<{ code: string; projects: number; classes: number }>(
    q.occupationsTaught(today),
  )
  const projects = w.occupation
    ? await ctx.read.rows<{
        code: string
        name: string
        kind: string
        level_rank: number | null
        hours: number
        price_fen: string
      }>(q.projectsOf(w.occupation, today))
    : []
  const classes = w.occupation
    ? await ctx.read.rows<{
        number: string
        name: string
        organisation_id: string
        organisation: string
        contact_phone: string | null
        county_code: string
        level_rank: number | null
        hours: number | null
        price_fen: string | null
        started_on: string
        ended_on: string
        place: string | null
        left: number
      }>(q.classesToCome(w.occupation, today))
    : []
  return {
    today,
    proofGroups: ctx.office.rules.on('training.proof.groups', today).value as string[],
    occupations: occupations.map((o) => ({ ...o, name: name('catalogue.occupation', o.code) })),
    projects: projects.map((p) => ({
      code: p.code,
      name: p.name,
      kind: named(TRAINING_KINDS, p.kind),
      level: levelOf(p.level_rank),
      hours: p.hours,
      priceFen: Number(p.price_fen),
    })),
    classes: classes.map((c) => ({
      number: c.number,
      name: c.name,
      organisation: { id: c.organisation_id, name: c.organisation, phone: c.contact_phone },
      county: name('catalogue.division', c.county_code),
      level: levelOf(c.level_rank),
      hours: c.hours ?? 0,
      priceFen: c.price_fen === null ? null : Number(c.price_fen),
      startedOn: c.started_on,
      endedOn: c.ended_on,
      place: c.place,
      left: c.left,
    })),
  }
}
