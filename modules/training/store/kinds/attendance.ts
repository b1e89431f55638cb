import { copyLine } from '../../../../kernel/db/copy-text.ts'
import type { ImportStore } from '../../../../kernel/sheets/import-store.ts'
import { builtOn, contentHash as contentHashOf, importStore } from '../../../../kernel/sheets/kind.ts'
import type { Lookup } from '../../../../kernel/sheets/row.ts'
import { divisionsEver } from '../../../people/store/index.ts'
import * as w from '../../words.ts'
import * as q from '../kinds.sql.ts'

import { classLookup, type NamedClass } from './classes.ts'
import { bytes, HOURS_MAX, hash8, hex, LATITUDE_MAX, LONGITUDE_MAX } from './common.ts'
import { noSeat, placesOf, type Seat, seatReader, seatText } from './seats.ts'
import type { Divisions } from './teachers.ts'

type ReadyMark = Seat & {
  lesson: number
  inAt: string
  outAt: string | null
  lat: number | null
  lon: number | null
  method: string
  device: string | null
  network: string | null
  face: string | null
}
const markContent = (m: Omit<ReadyMark, 'classId' | 'seat' | 'index' | 'lesson'>) => [
  m.inAt,
  m.outAt,
  m.lat,
  m.lon,
  m.method,
  m.device,
  m.network,
  m.face,
]

/** `training.attendance`: half days by lesson, or by day and half day. */
export const attendanceKind: ImportStore = importStore<
  {
    classes: Lookup<NamedClass>
    lessons: ReadonlyMap<string, ReadonlyMap<string, number | null>>
    divisionEver: Divisions
  },
  ReadyMark
>({
  context: async (tx, _office, actor) => {
    const lessons = new Map<string, Map<string, number | null>>()
    for (const l of await tx.rows<{ class_id: string; lesson_no: number; on_day: string; half: string }>(
      q.allLessons(),
    )) {
      const of = lessons.get(l.class_id) ?? new Map<string, number | null>()
      lessons.set(l.class_id, of)
      of.set(`#${l.lesson_no}`, l.lesson_no)
      // Two lessons in one half day: only their number tells them apart.
      const key = `${l.on_day}/${l.half}`
      of.set(key, of.has(key) ? null : l.lesson_no)
    }
    return { classes: await classLookup(tx, actor), lessons, divisionEver: await divisionsEver(tx) }
  },
  reader: (office, c) => {
    const readSeat = seatReader(office, c.divisionEver)
    const { zone } = office.city
    const device = hash8(office, 'device')
    const network = hash8(office, 'network')
    const face = hash8(office, 'face')
    return (r) => {
      const of = r.find('class', c.classes)
      const day = r.date('day')
      const half = r.choice('half', w.HALVES)
      const given = r.integer('lesson', 1, HOURS_MAX)
      let lesson: number | null = null
      if (of && (given !== null || (day && half))) {
        const found = c.lessons.get(of.id)?.get(given === null ? `${day}/${half}` : `#${given}`)
        lesson = found ?? null
        if (found === undefined)
          r.say(
            given === null ? 'day' : 'lesson',
            'LESSON_UNKNOWN',
            {
              zh: `课程表里没有${given === null ? ` ${day} 这一时段的课` : `第 ${given} 次课`}`,
              en: `the timetable has no ${given === null ? `lesson on ${day} in this half day` : `lesson ${given}`}`,
            },
            { zh: '请核对；课程表请先导入（timetable）', en: 'Check it; load the timetable first (kind timetable)' },
          )
        else if (found === null)
          r.say(
            'lesson',
            'LESSON_TWO',
            { zh: `${day} 这一时段有两次课`, en: `there are two lessons in this half day` },
            { zh: '请填课次', en: 'Write the number of the lesson' },
          )
      } else if (of)
        r.say(
          'lesson',
          'LESSON_MISSING',
          { zh: '没有填课次，也没有填日期和时段', en: 'neither lesson nor day and half day' },
          { zh: '请填其中一种', en: 'Fill in one of them' },
        )
      const seat = readSeat(r, of)
      const inAt = r.instant('inAt', zone, day)
      const outAt = r.instant('outAt', zone, day)
      if (inAt && outAt && outAt < inAt)
        r.say(
          'outAt',
          'TIME_ORDER',
          { zh: '签退早于签到', en: 'signed out before signing in' },
          { zh: '请核对两个时间', en: 'Check both times' },
        )
      const lat = r.degreesE6('lat', LATITUDE_MAX)
      const lon = r.degreesE6('lon', LONGITUDE_MAX)
      const method = r.raw('method') ? r.choice('method', w.SIGN_IN_METHODS) : 'code'
      if (!of || lesson === null || !seat || !inAt || !method) return null
      const mark = {
        inAt,
        outAt,
        lat,
        lon,
        method,
        device: hex(r.hash8('device', device)),
        network: hex(r.hash8('network', network)),
        face: hex(r.hash8('face', face)),
      }
      return {
        identity: `${of.id}/${lesson}/${seatText(seat)}`,
        content: markContent(mark),
        ready: { ...seat, lesson, ...mark },
      }
    }
  },
  known: async (tx, identities) => {
    const wanted = identities.map((identity) => {
      const [classId, lesson, seat] = identity.split('/') as [string, string, string]
      const s: Seat = seat.startsWith('#')
        ? { classId, seat: Number(seat.slice(1)), index: null }
        : { classId, seat: null, index: seat }
      return { identity, lesson: Number(lesson), s }
    })
    const placeOf = await placesOf(
      tx,
      wanted.map((x) => x.s),
    )
    const placed = wanted.flatMap((x) => {
      const place = placeOf(x.s)
      return place === undefined ? [] : [{ ...x, place }]
    })
    type Stored = {
      class_id: string
      lesson_no: number
      seat_no: number
      in_at: Date
      out_at: Date | null
      lat_e6: number | null
      lon_e6: number | null
      method: string
      device: string | null
      network: string | null
      face: string | null
    }
    const rows = await tx.rows<Stored>(
      q.marksOf(
        placed.map((p) => p.s.classId),
        placed.map((p) => p.lesson),
        placed.map((p) => p.place),
      ),
    )
    const hashes = new Map(
      rows.map((a) => [
        `${a.class_id}/${a.lesson_no}/${a.seat_no}`,
        contentHashOf(
          markContent({
            inAt: a.in_at.toISOString(),
            outAt: a.out_at?.toISOString() ?? null,
            lat: a.lat_e6,
            lon: a.lon_e6,
            method: a.method,
            device: a.device,
            network: a.network,
            face: a.face,
          }),
        ),
      ]),
    )
    return new Map(
      placed.flatMap((p) => {
        const hash = hashes.get(`${p.s.classId}/${p.lesson}/${p.place}`)
        return hash === undefined ? [] : [[p.identity, hash] as const]
      }),
    )
  },
  against: noSeat,
  write: async (tx, _office, batchId, rows) => {
    const placeOf = await placesOf(
      tx,
      rows.map((r) => r.ready),
    )
    await tx.copyIn(
      'training.attendance',
      [
        'class_id',
        'lesson_no',
        'seat_no',
        'in_at',
        'out_at',
        'lat_e6',
        'lon_e6',
        'method',
        'device',
        'network',
        'face',
        'batch_id',
      ],
      rows.map(({ ready: m }) =>
        copyLine([
          m.classId,
          m.lesson,
          placeOf(m)!,
          m.inAt,
          m.outAt,
          m.lat,
          m.lon,
          m.method,
          bytes(m.device),
          bytes(m.network),
          bytes(m.face),
          batchId,
        ]),
      ),
    )
    return { taken: [], changes: [] }
  },
  undo: async (tx, _office, batchId) => {
    if ((await tx.rows(q.correctionsOn(batchId))).length)
      return builtOn('其中有考勤已更正', 'some of these marks were corrected')
    await tx.run(q.deleteMarks(batchId))
    return { changes: [] }
  },
})
