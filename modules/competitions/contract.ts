import { type TSchema, Type } from 'typebox'
import type { ReadContract } from '../../kernel/rooms/define.ts'
import { readers } from '../roles.ts'

const text = Type.Object({ zh: Type.String(), en: Type.String() })
const orNull = (t: TSchema) => Type.Union([Type.Null(), t])
const id = Type.String({ format: 'uuid' })
const oneEvent = Type.Object({ id }, { additionalProperties: false })
const named = Type.Object({ id: Type.String(), name: text })
const count = Type.Integer()

/** The public page of an event: what is held, how it is drawn, and the ranking from the day of publication on. */
export const eventPage: ReadContract = {
  id: 'competitions.eventPage',
  path: '/competitions/event',
  title: { zh: '竞赛公开信息', en: 'Public page of a competition' },
  who: { anyone: true },
  query: oneEvent,
  answer: Type.Object({
    id,
    name: Type.String(),
    state: named,
    tier: named,
    county: Type.String(),
    heldOn: Type.String(),
    endedOn: Type.String(),
    host: Type.String(),
    approvalNumber: orNull(Type.String()),
    drawHash: orNull(Type.String()),
    drawSeed: orNull(Type.String()),
    publishedOn: orNull(Type.String()),
    noticeUntil: orNull(Type.String()),
    skills: Type.Array(
      Type.Object({
        no: count,
        title: Type.String(),
        group: named,
        entries: count,
        schemeHash: orNull(Type.String()),
        resultHash: orNull(Type.String()),
        modules: Type.Array(Type.String()),
        places: Type.Array(
          Type.Object({
            rank: count,
            secretNo: count,
            /** Masked; members of a team side by side. */
            names: Type.Array(Type.String()),
            organisation: orNull(Type.String()),
            /** Hundredths. */
            total: count,
            theory: count,
            skill: count,
            modules: Type.Record(Type.String(), count),
            points: count,
            medal: orNull(named),
          }),
        ),
        absent: count,
      }),
    ),
  }),
}

/** Competitions that were approved on this platform, newest first. */
export const events: ReadContract = {
  id: 'competitions.events',
  path: '/competitions/events',
  title: { zh: '近期竞赛', en: 'Recent competitions' },
  who: { anyone: true },
  query: Type.Object({}, { additionalProperties: false }),
  answer: Type.Object({
    rows: Type.Array(
      Type.Object({ id, name: Type.String(), state: named, tier: named, heldOn: Type.String(), host: Type.String() }),
    ),
  }),
}

/** What a judge’s device shows: the aspects of one module, the secret numbers, the marks so far. */
export const sheetGrid: ReadContract = {
  id: 'competitions.sheetGrid',
  path: '/competitions/sheet',
  title: { zh: '评分表', en: 'Score sheet' },
  who: { by: { ...readers, judge: 'own' } },
  query: oneEvent,
  answer: Type.Object({
    id,
    running: Type.Boolean(),
    aspects: Type.Array(Type.Unknown()),
    entries: Type.Array(count),
    marks: Type.Array(Type.Object({ secretNo: count, aspect: Type.String(), value: count })),
  }),
}

/** What the office sees of an event: skills, judges, sheets, entries without names. */
export const eventDesk: ReadContract = {
  id: 'competitions.eventDesk',
  path: '/competitions/desk',
  title: { zh: '竞赛办理情况', en: 'State of a competition' },
  who: { by: readers },
  query: oneEvent,
  answer: Type.Object({
    skills: Type.Array(
      Type.Object({
        no: count,
        title: Type.String(),
        group: named,
        occupation: Type.String(),
        teamSize: count,
        entries: count,
        judgesWanted: orNull(count),
        judges: Type.Array(Type.Object({ no: orNull(count), name: Type.String(), relation: Type.Boolean() })),
      }),
    ),
    sheets: Type.Array(Type.Object({ id, title: Type.String(), signed: Type.Boolean() })),
  }),
}

/** The published results against those computed now from the raw marks. */
export const recomputed: ReadContract = {
  id: 'competitions.recomputed',
  path: '/competitions/recompute',
  title: { zh: '成绩复算', en: 'Results computed again' },
  who: { by: readers },
  query: oneEvent,
  answer: Type.Object({
    event: id,
    name: Type.String(),
    equal: Type.Boolean(),
    sheets: Type.Array(Type.String()),
    skills: Type.Array(
      Type.Object({
        skillNo: count,
        title: Type.String(),
        published: Type.String(),
        recomputed: orNull(Type.String()),
        equal: Type.Boolean(),
        findings: Type.Array(Type.Unknown()),
      }),
    ),
  }),
}

export const reads = [eventPage, events, sheetGrid, eventDesk, recomputed]
