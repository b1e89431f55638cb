import type { Tx } from '../../../kernel/db/database.ts'
import { sealRow } from '../../../kernel/journal/journal.ts'
import { type FactRow, tellManyFacts, wakeReaders } from '../../../kernel/measures/service.ts'
import type { EffectContext, ProcessStore } from '../../../kernel/process/act.ts'
import type { CaseView } from '../../../kernel/process/define.ts'
import { sealedTableOf } from '../../../kernel/records/define.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import { addDays, daysBetween, isPlainDate, type PlainDate } from '../../../kernel/values/plain-date.ts'
import { LISTING_LEVELS } from '../../directory/index.ts'
import { enrolmentFacts } from '../facts.ts'
import type { ClassFacts } from '../processes/class.checks.ts'
import { enrolment, trainingClass } from '../records.ts'
import { type LessonLine, linesOf, readLessons } from '../timetable.ts'
import { WHOLE_PERCENT } from '../words.ts'
import * as q from './class.sql.ts'

const sealedClass = sealedTableOf(trainingClass)
const sealedSeat = sealedTableOf(enrolment)
const NUMBER_BYTES_MAX = 3

export const isUuid = (v: unknown): v is string =>
  typeof v === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(v)
const rankOf = (level: unknown): number | null => LISTING_LEVELS.find((l) => l.id === level)?.rank ?? null
const levelOf = (rank: number | null): string | null => LISTING_LEVELS.find((l) => l.rank === rank)?.id ?? null
const textOf = (v: unknown): string | null => (typeof v === 'string' && v.trim() !== '' ? v.trim() : null)

/** The last day from which so many working days end no later than `until`. */
function workingDaysBefore(office: Office, until: PlainDate, days: number): PlainDate {
  let d = until
  while (office.calendar.addWorkingDays(d, days) > until) d = addDays(d, -1)
  return d
}

type Named = { lessons: Omit<q.LessonRow, 'lesson_no'>[]; unknown: ClassFacts['unknown'] }
/** Venues, rooms and teachers of the institution by the names on the form. */
async function named(tx: Tx, organisationId: string, lines: readonly LessonLine[]): Promise<Named> {
  const venues = new Map(
    (
      await tx.rows<{ venue_id: string; code: string }>(
        q.venuesOf(organisationId, [...new Set(lines.map((l) => l.venue))]),
      )
    ).map((v) => [v.code, v.venue_id]),
  )
  const rooms = new Set(
    (await tx.rows<{ venue_id: string; room_code: string }>(q.roomsOf([...venues.values()]))).map(
      (r) => `${r.venue_id}/${r.room_code}`,
    ),
  )
  const teachers = new Map<string, string[]>()
  for (const t of await tx.rows<{ person_id: string; name: string }>(
    q.teachersNamed(organisationId, [...new Set(lines.map((l) => l.teacher))]),
  ))
    teachers.set(t.name, [...(teachers.get(t.name) ?? []), t.person_id])
  const all = (pick: (l: LessonLine) => string, bad: (l: LessonLine) => boolean) => [
    ...new Set(lines.filter(bad).map(pick)),
  ]
  const venueOf = (l: LessonLine) => venues.get(l.venue)
  return {
    lessons: lines.map((l) => ({
      on_day: l.day,
      half: l.half,
      hours: l.hours,
      venue_id: venueOf(l) ?? null,
      room_code: l.room,
      teacher_id: teachers.get(l.teacher)?.[0] ?? null,
      part: l.part,
      title: l.title,
    })),
    unknown: {
      venues: all(
        (l) => l.venue,
        (l) => !venueOf(l),
      ),
      rooms: all(
        (l) => `${l.venue}/${l.room}`,
        (l) => l.room !== null && venueOf(l) !== undefined && !rooms.has(`${venueOf(l)}/${l.room}`),
      ),
      teachers: all(
        (l) => l.teacher,
        (l) => !teachers.has(l.teacher),
      ),
      teachersTwo: all(
        (l) => l.teacher,
        (l) => (teachers.get(l.teacher)?.length ?? 0) > 1,
      ),
    },
  }
}
const NOBODY_UNKNOWN: ClassFacts['unknown'] = { teachers: [], teachersTwo: [], venues: [], rooms: [] }

type Asked = {
  classId: string
  organisationId: string
  project: q.ProjectRow | undefined
  occupation: string
  rank: number | null
  startedOn: PlainDate
  endedOn: PlainDate
  seats: number
  lessons: readonly q.LessonRow[]
  unknown: ClassFacts['unknown']
}
async function factsFor(tx: Tx, office: Office, a: Asked): Promise<ClassFacts> {
  const today = office.world.today()
  const organisation = await tx.maybe<{ name: string; kind: string }>(q.organisation(a.organisationId))
  const licence =
    (office.rules.on('directory.licences', a.startedOn).value as Record<string, Record<string, string>>)[
      'training-provider'
    ]?.[organisation?.kind ?? ''] ?? null
  const days = a.lessons.length ? a.lessons.map((l) => l.on_day) : [a.startedOn]
  const standing = await tx.rows<{ day: PlainDate; listed: boolean; in_scope: boolean; licensed: boolean }>(
    q.standingOn({ organisation: a.organisationId, occupation: a.occupation, rank: a.rank, licence, days }),
  )
  const columns = {
    teachers: a.lessons.map((l) => l.teacher_id),
    days: a.lessons.map((l) => l.on_day),
    halves: a.lessons.map((l) => l.half),
    hours: a.lessons.map((l) => l.hours),
    venues: a.lessons.map((l) => l.venue_id),
    rooms: a.lessons.map((l) => l.room_code),
  }
  const roster = await tx.rows<ClassFacts['roster'][number]>(q.roster(a.classId))
  return {
    organisation: organisation ?? null,
    project: a.project
      ? { code: a.project.code, hours: a.project.hours, validFrom: a.project.valid_from, validTo: a.project.valid_to }
      : null,
    days: { startedOn: a.startedOn, endedOn: a.endedOn },
    seats: a.seats,
    fileUntil: workingDaysBefore(office, a.startedOn, office.rules.integerOn('training.filing.days', today)),
    lessons: a.lessons.map((l) => ({
      no: l.lesson_no,
      day: l.on_day,
      half: l.half,
      hours: l.hours,
      teacher: l.teacher_id,
    })),
    unlisted: standing.filter((s) => !s.listed).map((s) => s.day),
    outOfScope: standing.filter((s) => s.listed && !s.in_scope).map((s) => s.day),
    unlicensed: standing.filter((s) => !s.licensed).map((s) => s.day),
    teachersOff: await tx.rows(q.teachersOff(a.organisationId, columns)),
    teacherClashes: await tx.rows(q.teacherClashes(a.classId, columns)),
    teacherHours: await tx.rows(q.teacherHours(a.classId, columns)),
    roomClashes: await tx.rows(q.roomClashes(a.classId, columns)),
    roomsSmall: await tx.rows(q.roomsSmall(Math.max(a.seats, roster.length), columns)),
    roster,
    openElsewhere: await tx.rows(q.openElsewhere(a.classId, today)),
    certified: a.rank === null ? [] : await tx.rows(q.certified(a.classId, a.occupation, a.rank, a.startedOn)),
    unknown: a.unknown,
    copy: null,
    attendance: await tx.one<ClassFacts['attendance']>(q.attendanceCounts(a.classId)),
  }
}

async function complete(tx: Tx, input: { readonly [key: string]: unknown }, office: Office) {
  const id = input['organisation']
  const o = isUuid(id) ? await tx.maybe<{ county_code: string }>(q.organisation(id)) : undefined
  const p = await tx.maybe<q.ProjectRow>(q.project(String(input['projectCode']).trim()))
  const findings: Finding[] = []
  if (!o)
    findings.push({
      code: 'ORG_UNKNOWN',
      field: 'organisation',
      message: { zh: '没有找到这家机构', en: 'There is no such organisation' },
      hint: { zh: '请从本单位账号填报', en: 'Use the account of the institution' },
    })
  if (!p)
    findings.push({
      code: 'PROJECT_UNKNOWN',
      field: 'projectCode',
      given: String(input['projectCode']),
      message: { zh: '培训项目目录里没有这一编号', en: 'The catalogue has no such project' },
      hint: { zh: '请从培训项目目录选择', en: 'Choose from the catalogue of projects' },
    })
  if (!o || !p) fail('BadInput', findings)
  const year = String(input['startedOn']).slice(0, 4)
  return {
    number: `KB${year}-${office.world.bytes(NUMBER_BYTES_MAX).toString('hex').toUpperCase()}`,
    // An institution of another place files with the city.
    county: o.county_code.startsWith(office.city.division.slice(0, 4)) ? o.county_code : office.city.division,
    projectId: p.project_id,
    kind: p.kind,
    occupation: p.occupation_code,
    level: levelOf(p.level_rank),
    hours: p.hours,
  }
}

async function facts(
  tx: Tx,
  c: CaseView,
  office: Office,
  input: { readonly [key: string]: unknown },
): Promise<{ [key: string]: unknown }> {
  const value = (key: string) => input[key] ?? c.fields[key]
  const organisationId = String(c.fields['organisation'])
  const form = await named(tx, organisationId, readLessons(linesOf(input['lessons'])).lessons)
  const answer = await factsFor(tx, office, {
    classId: c.id,
    organisationId,
    project: await tx.maybe<q.ProjectRow>(q.projectById(String(c.fields['projectId']))),
    occupation: String(c.fields['occupation']),
    rank: rankOf(c.fields['level']),
    startedOn: value('startedOn') as PlainDate,
    endedOn: value('endedOn') as PlainDate,
    seats: Number(value('seats')),
    lessons: await tx.rows<q.LessonRow>(q.lessons(c.id)),
    unknown: form.unknown,
  })
  const copyOf = textOf(c.fields['copyOf'])
  const other = copyOf ? await tx.maybe<q.ClassRow>(q.classOfNumber(copyOf)) : undefined
  return {
    ...answer,
    copy: copyOf ? { asked: copyOf, found: other?.organisation_id === organisationId } : null,
  }
}

/** Two classes filed in the same second: the checks of both passed, the keys decide. */
async function takeSlots({ tx, case: c }: EffectContext): Promise<void> {
  await tx.run(q.takeTeacherSlots(c.id))
  await tx.run(q.takeRoomSlots(c.id))
  await tx.run(q.takeOpenSeats(c.id))
  const teachers = await tx.rows<{ name: string; day: PlainDate }>(q.teacherSlotsOfOthers(c.id))
  const rooms = await tx.rows<{ name: string; day: PlainDate }>(q.roomSlotsOfOthers(c.id))
  const persons = await tx.rows<{ name: string }>(q.openSeatsOfOthers(c.id))
  const say = (code: string, field: string, given: string, zh: string, en: string): Finding => ({
    code,
    field,
    given,
    message: { zh, en },
    hint: { zh: '另一班刚刚报备，请调整后再报', en: 'Another class was filed just now; change yours' },
  })
  const findings = [
    ...teachers.map((t) =>
      say(
        'TEACHER_CLASH',
        'lessons',
        t.name,
        `${t.name}在${t.day}已在另一班任课`,
        `${t.name} teaches elsewhere on ${t.day}`,
      ),
    ),
    ...rooms.map((r) =>
      say('ROOM_CLASH', 'lessons', r.name, `${r.name}在${r.day}已由另一班使用`, `${r.name} is taken on ${r.day}`),
    ),
    ...persons.map((p) =>
      say('CLASS_OPEN', 'roster', p.name, `${p.name}已在另一班名册内`, `${p.name} is in another open class`),
    ),
  ]
  if (findings.length) fail('Conflict', findings)
}
async function freeSlots({ tx, case: c }: EffectContext): Promise<void> {
  await tx.run(q.freeTeacherSlots(c.id))
  await tx.run(q.freeRoomSlots(c.id))
  await tx.run(q.freeOpenSeats(c.id))
}

/** Words of the class for the states of its case; the registers of classes and the files know these. */
const CLASS_STATE: { readonly [state: string]: string } = {
  drafted: 'drafted',
  returned: 'drafted',
  filed: 'filed',
  approved: 'approved',
  teaching: 'running',
  completed: 'finished',
  closed: 'finished',
  cancelled: 'cancelled',
}

export const classStore: ProcessStore = {
  complete,
  facts,
  effects: {
    async makeClass({ tx, case: c, seal }) {
      const f = c.fields
      await tx.run(q.insertKey(String(f['number']), c.id))
      await tx.run(
        q.insertClass({
          id: c.id,
          number: String(f['number']),
          title: String(f['title']),
          organisation: String(f['organisation']),
          kind: String(f['kind']),
          occupation: String(f['occupation']),
          rank: rankOf(f['level']),
          county: String(f['county']),
          startedOn: String(f['startedOn']),
          endedOn: String(f['endedOn']),
          seats: Number(f['seats']),
          hours: Number(f['hours']),
          projectId: String(f['projectId']),
        }),
      )
      const copyOf = textOf(f['copyOf'])
      if (copyOf) {
        const from = await tx.one<q.ClassRow>(q.classOfNumber(copyOf))
        await tx.run(q.copyLessons(c.id, from.class_id, daysBetween(from.started_on, f['startedOn'] as PlainDate)))
        await tx.run(q.setVenue(c.id))
      }
      await tx.run(q.classLikeCase(c.id))
      seal(await sealRow(tx, sealedClass, [c.id], 'new'))
    },
    async amendClass({ tx, case: c, input, seal }) {
      await tx.run(q.amendCase(c.id, input))
      await tx.run(q.classLikeCase(c.id))
      await tx.run(q.setState(c.id, 'drafted', null))
      seal(await sealRow(tx, sealedClass, [c.id], 'changed'))
      if (!isPlainDate(input['startedOn'])) return
      for (const s of await tx.rows<{ seat_no: number }>(q.moveSeats(c.id, input['startedOn'])))
        seal(await sealRow(tx, sealedSeat, [c.id, s.seat_no], 'changed'))
    },
    async planLessons({ tx, case: c, input }) {
      const { lessons } = await named(
        tx,
        String(c.fields['organisation']),
        readLessons(linesOf(input['lessons'])).lessons,
      )
      await tx.run(q.deleteLessons(c.id))
      await tx.run(q.insertLessons(c.id, lessons))
      await tx.run(q.setVenue(c.id))
    },
    takeSlots,
    freeSlots,
    async noteFiled({ tx, case: c, office }) {
      await tx.run(q.setFiled(c.id, office.world.today()))
      await tx.run(q.classLikeCase(c.id))
      await tx.run(q.setState(c.id, 'filed', null))
    },
    noteDecision: async ({ tx, case: c, input }) => void (await tx.run(q.setNote(c.id, textOf(input['note'])))),
    async noteState({ tx, case: c, office }) {
      await tx.run(q.setState(c.id, CLASS_STATE[c.state]!, c.state === 'approved' ? office.world.today() : null))
    },
    async tellApproved({ case: c, tell }) {
      tell('training.class.approved', { class: c.id, number: String(c.fields['number']) })
    },
    dropSeats: async ({ tx, case: c }) => void (await tx.run(q.dropSeats(c.id))),
    completeSeats,
  },
}

/** Who attended enough has completed, on the last day of the class; only then does a seat count in the figures. */
async function completeSeats({ tx, case: c, office, seal }: EffectContext): Promise<void> {
  const today = office.world.today()
  const startedOn = c.fields['startedOn'] as PlainDate
  const percent = office.rules.integerOn('training.attendance.percent', startedOn)
  const last = (await tx.rows<q.LessonRow>(q.lessons(c.id))).at(-1)!.on_day
  const told: { weight: 1; row: FactRow }[] = []
  for (const s of await tx.rows<{ seat_no: number; attended: number; total: number }>(q.hoursAttended(c.id))) {
    const enough = s.attended * WHOLE_PERCENT >= s.total * percent
    const row = await tx.one<FactRow>(
      q.finishSeat(c.id, s.seat_no, {
        status: enough ? 'completed' : 'failed',
        completedOn: enough ? last : null,
        knownOn: today,
        hours: s.attended,
      }),
    )
    if (enough) told.push({ weight: 1, row })
    seal(await sealRow(tx, sealedSeat, [c.id, s.seat_no], 'changed'))
  }
  await tx.run(q.setCompleted(c.id, today))
  if (told.length) await tellManyFacts(tx, enrolmentFacts, told)
  await wakeReaders(tx)
}

// ---------------------------------------------------------------------------------------------------------------- changes

export const classChangeStore: ProcessStore = {
  complete: async (tx, input, _office, actor) => {
    const c = await tx.maybe<q.ClassRow>(q.classOfNumber(String(input['classNumber']).trim()))
    // Classes of others read like none.
    if (!c || !actor.grants.some((g) => g.organisationId === c.organisation_id))
      fail('BadInput', {
        code: 'CLASS_UNKNOWN',
        field: 'classNumber',
        given: String(input['classNumber']),
        message: { zh: '本机构没有这一编号的班级', en: 'This institution has no such class' },
        hint: { zh: '请核对开班编号', en: 'Check the number of the class' },
      })
    return { classId: c.class_id, organisation: c.organisation_id, county: c.county_code }
  },
  facts: async (tx, c, office) => {
    const classId = String(c.fields['classId'])
    const of = await tx.one<q.ClassRow>(q.classById(classId))
    const no = Number(c.fields['lessonNo'])
    const now = await tx.rows<q.LessonRow>(q.lessons(classId))
    const old = now.find((l) => l.lesson_no === no)
    const form = await named(tx, of.organisation_id, readLessons(linesOf([c.fields['newLine']])).lessons)
    const changed = form.lessons[0]
    const lessons = changed ? now.map((l) => (l.lesson_no === no ? { ...changed, lesson_no: no } : l)) : now
    const answer = await factsFor(tx, office, {
      classId,
      organisationId: of.organisation_id,
      project: of.project_id ? await tx.maybe<q.ProjectRow>(q.projectById(of.project_id)) : undefined,
      occupation: of.occupation_code,
      rank: of.level_rank,
      startedOn: of.started_on,
      endedOn: of.ended_on,
      seats: of.seats,
      lessons,
      unknown: changed ? form.unknown : NOBODY_UNKNOWN,
    })
    const today = office.world.today()
    const both = [old?.on_day, changed?.on_day].filter((d): d is PlainDate => d !== undefined).sort()
    return {
      ...answer,
      change: {
        state: of.state === 'running' ? 'teaching' : of.state,
        oldDay: old?.on_day ?? null,
        firstDay: both[0] ?? null,
        from: office.calendar.addWorkingDays(today, office.rules.integerOn('training.change.days', today)),
      },
    }
  },
  effects: {
    async changeLesson(ctx) {
      const { tx, case: c } = ctx
      const classId = String(c.fields['classId'])
      const { lessons } = await named(
        tx,
        String(c.fields['organisation']),
        readLessons(linesOf([c.fields['newLine']])).lessons,
      )
      await tx.run(q.changeLesson(classId, Number(c.fields['lessonNo']), lessons[0]!))
      await tx.run(q.freeTeacherSlots(classId))
      await tx.run(q.freeRoomSlots(classId))
      await takeSlots({ ...ctx, case: { ...c, id: classId } })
    },
    noteChange: async ({ tx, case: c, input }) =>
      void (await tx.run(q.setChangeNote(String(c.fields['classId']), c.id, textOf(input['note'])))),
  },
}
