import { Type } from 'typebox'
import type { ReadContract } from '../../kernel/rooms/define.ts'
import { readers } from '../roles.ts'

const text = Type.Object({ zh: Type.String(), en: Type.String() })
const named = Type.Object({ id: Type.String(), name: text })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(t: T) => Type.Union([Type.Null(), t])

/** What a class still lacks, its timetable, and who was there in which half day. Of one's own institution or area. */
export const classSheet: ReadContract = {
  id: 'training.classSheet',
  path: '/training/class/sheet',
  title: { zh: '班级课程表、名册和考勤', en: 'Timetable, roster and attendance of a class' },
  who: { by: { ...readers, institutionClerk: 'organisation' } },
  query: Type.Object({ class: Type.String({ minLength: 36, maxLength: 36 }) }, { additionalProperties: false }),
  answer: Type.Object({
    number: orNull(Type.String()),
    state: Type.String(),
    hours: Type.Object({ planned: Type.Integer(), project: orNull(Type.Integer()) }),
    insured: Type.Boolean(),
    seats: Type.Integer(),
    /** Least attendance for completion, in per cent. */
    attendancePercent: Type.Integer(),
    lessons: Type.Array(
      Type.Object({
        no: Type.Integer(),
        day: Type.String(),
        half: named,
        hours: Type.Integer(),
        place: orNull(Type.String()),
        teacher: orNull(Type.String()),
        title: orNull(Type.String()),
      }),
    ),
    roster: Type.Array(
      Type.Object({
        seat: Type.Integer(),
        name: Type.String(),
        group: text,
        status: named,
        /** Numbers of the lessons at which this trainee was there. */
        there: Type.Array(Type.Integer()),
        hours: Type.Integer(),
      }),
    ),
  }),
}

/** Who I am, what I can learn, where and when: for anybody, without signing in. */
export const courses: ReadContract = {
  id: 'training.courses',
  path: '/courses',
  title: { zh: '能学什么', en: 'What can be learned' },
  who: { anyone: true },
  cacheSeconds: 60,
  query: Type.Object(
    { occupation: Type.Optional(Type.String({ pattern: '^[1-8](-[0-9]{2}){3}$' })) },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    today: Type.String(),
    /** Groups whose members prove it. */
    proofGroups: Type.Array(Type.String()),
    occupations: Type.Array(
      Type.Object({ code: Type.String(), name: text, projects: Type.Integer(), classes: Type.Integer() }),
    ),
    projects: Type.Array(
      Type.Object({
        code: Type.String(),
        name: Type.String(),
        kind: named,
        level: orNull(text),
        hours: Type.Integer(),
        priceFen: Type.Integer(),
      }),
    ),
    classes: Type.Array(
      Type.Object({
        number: Type.String(),
        name: Type.String(),
        organisation: Type.Object({ id: Type.String(), name: Type.String(), phone: orNull(Type.String()) }),
        county: text,
        level: orNull(text),
        hours: Type.Integer(),
        priceFen: orNull(Type.Integer()),
        startedOn: Type.String(),
        endedOn: Type.String(),
        place: orNull(Type.String()),
        left: Type.Integer(),
      }),
    ),
  }),
}

export const reads = [classSheet, courses]
