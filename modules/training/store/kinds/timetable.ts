import { copyLine } from '../../../../kernel/db/copy-text.ts'
import type { ImportStore } from '../../../../kernel/sheets/import-store.ts'
import { builtOn, importStore } from '../../../../kernel/sheets/kind.ts'
import { type Lookup, RowReading } from '../../../../kernel/sheets/row.ts'
import type { PlainDate } from '../../../../kernel/values/plain-date.ts'
import {
  divisionsEver,
  enterPersons,
  leavePersons,
  namesRegistered,
  personReader,
  type StagedPerson,
} from '../../../people/store/index.ts'
import * as w from '../../words.ts'
import * as q from '../kinds.sql.ts'

import { classLookup, type NamedClass } from './classes.ts'
import {
  CODE_CHARS_MAX,
  covers,
  HOURS_MAX,
  LESSON_HOURS_MAX,
  NAME_CHARS_MAX,
  oneForm,
  type Spans,
  spansOf,
} from './common.ts'
import type { Divisions } from './teachers.ts'
import { type NamedVenue, venueLookup } from './venues.ts'

type ReadyLesson = {
  classId: string
  lesson: number | null
  day: string
  half: string
  hours: number
  startsAt: string | null
  endsAt: string | null
  venueId: string | null
  room: string | null
  teacher: string | null
  title: string | null
  part: string | null
  countyCode: string
} & { [K in keyof StagedPerson]: StagedPerson[K] | null }
const lessonKey = (l: {
  classId: string
  lesson: number | null
  day: string
  half: string
  startsAt: string | null
}) => (l.lesson === null ? `${l.classId}/${l.day}/${l.half}/${l.startsAt ?? ''}` : `${l.classId}/${l.lesson}`)

const NO_PERSON = {
  personId: null,
  identityIndex: null,
  identitySealed: null,
  phoneSealed: null,
  name: null,
  sex: null,
  birthDate: null,
}
/** `training.timetable`: half days of classes. A teacher on no roster is taken: the checks say so. */
export const timetableKind: ImportStore = importStore<
  { classes: Lookup<NamedClass>; venues: Lookup<NamedVenue>; divisionEver: Divisions; listed: Spans; licensed: Spans },
  ReadyLesson
>({
  context: async (tx, _office, actor) => ({
    classes: await classLookup(tx, actor),
    venues: await venueLookup(tx),
    divisionEver: await divisionsEver(tx),
    listed: spansOf(
      (
        await tx.rows<{ organisation_id: string; listed_from: PlainDate; listed_to: PlainDate | null }>(
          q.listedOrganisations(),
        )
      ).map((p) => ({ id: p.organisation_id, from: p.listed_from, to: p.listed_to })),
    ),
    licensed: spansOf(
      (await tx.rows<{ organisation_id: string; valid_from: PlainDate; valid_to: PlainDate | null }>(q.licences())).map(
        (p) => ({ id: p.organisation_id, from: p.valid_from, to: p.valid_to }),
      ),
    ),
  }),
  reader: (office, c) => {
    const readOne = personReader(office, c.divisionEver)
    const kept: { form?: 'numbered' | 'counted' } = {}
    const { zone } = office.city
    return (r) => {
      const of = r.find('class', c.classes)
      const lesson = r.integer('lesson', 1, HOURS_MAX)
      oneForm(r, kept, lesson === null ? 'counted' : 'numbered', 'lesson')
      const day = r.date('day')
      const half = r.choice('half', w.HALVES)
      const hours = r.integer('hours', 1, LESSON_HOURS_MAX)
      const startsAt = r.instant('startsAt', zone, day)
      const endsAt = r.instant('endsAt', zone, day)
      if (startsAt && endsAt && endsAt <= startsAt)
        r.say(
          'endsAt',
          'TIME_ORDER',
          { zh: '下课时间不晚于上课时间', en: 'ends before it begins' },
          { zh: '请核对两个时间', en: 'Check both times' },
        )
      const venue = r.find('venue', c.venues)
      const room = r.text('room', CODE_CHARS_MAX)
      const title = r.text('title', NAME_CHARS_MAX)
      const part = r.choice('part', w.PARTS)
      let teacher: StagedPerson | null = null
      if (r.raw('teacherIdentity') || r.raw('teacherName')) {
        const inner = new RowReading(r.row, {
          name: r.raw('teacherName'),
          identity: r.raw('teacherIdentity'),
        })
        if (r.raw('teacherIdentity')) teacher = readOne(inner)?.staged ?? null
        const fields: { readonly [field: string]: string } = { name: 'teacherName', identity: 'teacherIdentity' }
        r.findings.push(...inner.findings.map((f) => ({ ...f, field: fields[f.field ?? ''] ?? 'teacherIdentity' })))
        if (!r.raw('teacherIdentity'))
          r.say(
            'teacherIdentity',
            'TEACHER_UNKNOWN',
            { zh: '只有教师姓名，没有身份证号', en: 'a teacher without identity number' },
            { zh: '没有身份证号，教师的核查无法进行', en: 'Without it the checks of teachers cannot run' },
            'confirm',
          )
      }
      if (of && day && (day < of.startedOn || day > of.endedOn))
        r.say(
          'day',
          'DAY_OUTSIDE',
          {
            zh: `${day} 不在班期 ${of.startedOn} 至 ${of.endedOn} 之内`,
            en: `${day} lies outside ${of.startedOn} to ${of.endedOn}`,
          },
          { zh: '请核对上课日期', en: 'Check the day' },
          'confirm',
        )
      if (of && day && covers(c.licensed, of.organisationId, day, true) === false)
        r.say(
          'day',
          'LICENCE_OUTSIDE',
          { zh: `${day} 不在办学许可有效期内`, en: `on ${day} the licence was not valid` },
          {
            zh: '请核对许可证日期；确实如此的可以装入，核查会指出',
            en: 'Check the licence; taken as it is, the checks will say so',
          },
          'confirm',
        )
      else if (of && day && covers(c.listed, of.organisationId, day, false) === false)
        r.say(
          'day',
          'LIST_OUTSIDE',
          { zh: `${day} 机构不在培训机构目录内`, en: `on ${day} the organisation was not on the list` },
          { zh: '请核对；确实如此的可以装入，核查会指出', en: 'Check it; taken as it is, the checks will say so' },
          'confirm',
        )
      if (!of || !day || !half || !hours) return null
      const own = {
        classId: of.id,
        lesson,
        day,
        half,
        hours,
        startsAt,
        endsAt,
        venueId: venue?.id ?? null,
        room,
        title,
        part,
      }
      return {
        identity: lessonKey(own),
        content: [...Object.values(own), teacher?.identityIndex ?? null],
        ready: { ...own, teacher: teacher?.identityIndex ?? null, countyCode: of.county, ...(teacher ?? NO_PERSON) },
      }
    }
  },
  known: async (tx, identities) => {
    const rows = await tx.rows<{
      class_id: string
      lesson_no: number
      on_day: string
      half: string
      starts_at: Date | null
      hash: string | null
    }>(q.lessonsOf([...new Set(identities.map((i) => i.split('/')[0]!))]))
    const one = (l: (typeof rows)[number]) => ({
      classId: l.class_id,
      day: l.on_day,
      half: l.half,
      startsAt: l.starts_at?.toISOString() ?? null,
    })
    return new Map(
      rows.flatMap((l) => [
        [lessonKey({ ...one(l), lesson: l.lesson_no }), l.hash ?? ''] as const,
        [lessonKey({ ...one(l), lesson: null }), l.hash ?? ''] as const,
      ]),
    )
  },
  against: (tx, rows) =>
    namesRegistered(
      tx,
      rows.flatMap((r) =>
        r.ready.teacher ? [{ row: r.row, ready: { identityIndex: r.ready.teacher, name: r.ready.name! } }] : [],
      ),
    ),
  write: async (tx, office, batchId, rows) => {
    const { ids, changes } = await enterPersons(
      tx,
      office,
      batchId,
      rows.flatMap((r) => (r.ready.teacher ? [r.ready as unknown as StagedPerson & { countyCode: string }] : [])),
    )
    const last = new Map<string, number>()
    for (const l of await tx.rows<{ class_id: string; lesson_no: number }>(
      q.lessonsOf([...new Set(rows.map((r) => r.ready.classId))]),
    ))
      last.set(l.class_id, Math.max(last.get(l.class_id) ?? 0, l.lesson_no))
    await tx.copyIn(
      'training.lesson',
      [
        'class_id',
        'lesson_no',
        'on_day',
        'half',
        'hours',
        'starts_at',
        'ends_at',
        'venue_id',
        'room_code',
        'teacher_id',
        'title',
        'part',
        'batch_id',
        'content_hash',
      ],
      rows.map(({ ready: l, contentHash }) => {
        const no = l.lesson ?? (last.get(l.classId) ?? 0) + 1
        last.set(l.classId, Math.max(no, last.get(l.classId) ?? 0))
        const teacher = l.teacher ? ids.get(l.teacher)! : null
        return copyLine([
          l.classId,
          no,
          l.day,
          l.half,
          l.hours,
          l.startsAt,
          l.endsAt,
          l.venueId,
          l.room,
          teacher,
          l.title,
          l.part,
          batchId,
          contentHash,
        ])
      }),
    )
    return { taken: [], changes }
  },
  undo: async (tx, office, batchId) => {
    if ((await tx.rows(q.attendanceOnLessons(batchId))).length)
      return builtOn('这些课已有考勤', 'there is attendance on these lessons')
    await tx.run(q.deleteLessons(batchId))
    return { changes: await leavePersons(tx, office, batchId) }
  },
})

/* Rosters */
