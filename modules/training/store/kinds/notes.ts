import { copyLine } from '../../../../kernel/db/copy-text.ts'
import type { Tx } from '../../../../kernel/db/database.ts'
import type { Office } from '../../../../kernel/rooms/office.ts'
import type { ImportStore } from '../../../../kernel/sheets/import-store.ts'
import { contentHash as contentHashOf, importStore, type Ready } from '../../../../kernel/sheets/kind.ts'
import type { Lookup, RowReading } from '../../../../kernel/sheets/row.ts'
import { divisionsEver } from '../../../people/store/index.ts'
import * as w from '../../words.ts'
import * as q from '../kinds.sql.ts'

import { classLookup, type NamedClass } from './classes.ts'
import { bytes, hash8, hex, NAME_CHARS_MAX, TEXT_CHARS_MAX } from './common.ts'
import { noSeat, placesOf, type Seat, seatReader, seatText } from './seats.ts'
import type { Divisions } from './teachers.ts'

/** Materials and call-backs: any number for one seat, told apart by what they say. */
function seatNotes<R extends Seat & Ready>(k: {
  table: string
  number: string
  columns: readonly string[]
  stored(classIds: readonly string[]): Parameters<Tx['rows']>[0]
  drop(batchId: string): Parameters<Tx['run']>[0]
  optionalSeat: boolean
  read(office: Office, r: RowReading): Omit<R, keyof Seat> | null
  line(ready: R): (string | number | Buffer | null)[]
}): ImportStore {
  return importStore<{ classes: Lookup<NamedClass>; divisionEver: Divisions }, R>({
    context: async (tx, _office, actor) => ({
      classes: await classLookup(tx, actor),
      divisionEver: await divisionsEver(tx),
    }),
    reader: (office, c) => {
      const readSeat = seatReader(office, c.divisionEver)
      return (r) => {
        const of = r.find('class', c.classes)
        const seat = readSeat(r, of, k.optionalSeat)
        const own = k.read(office, r)
        if (!of || !seat || !own) return null
        const said = [of.id, seatText(seat), ...(Object.values(own) as (string | number | null)[])]
        return {
          identity: `${of.id}/${contentHashOf(said)}`,
          content: said,
          ready: { ...seat, ...own } as unknown as R,
        }
      }
    },
    known: async (tx, identities) => {
      const rows = await tx.rows<{ class_id: string; hash: string | null }>(
        k.stored([...new Set(identities.map((i) => i.split('/')[0]!))]),
      )
      return new Map(rows.flatMap((x) => (x.hash ? [[`${x.class_id}/${x.hash}`, x.hash] as const] : [])))
    },
    against: noSeat,
    write: async (tx, _office, batchId, rows) => {
      const placeOf = await placesOf(
        tx,
        rows.map((r) => r.ready),
      )
      const last = new Map<string, number>()
      for (const m of await tx.rows<{ class_id: string; seat_no: number } & { [n: string]: number }>(
        k.stored([...new Set(rows.map((r) => r.ready.classId))]),
      )) {
        const key = `${m.class_id}/${m.seat_no}`
        last.set(key, Math.max(last.get(key) ?? 0, m[k.number]!))
      }
      await tx.copyIn(
        k.table,
        ['class_id', 'seat_no', k.number, ...k.columns, 'batch_id', 'content_hash'],
        rows.map(({ ready, contentHash }) => {
          const place = placeOf(ready)!
          const key = `${ready.classId}/${place}`
          const no = (last.get(key) ?? 0) + 1
          last.set(key, no)
          return copyLine([ready.classId, place, no, ...k.line(ready), batchId, contentHash])
        }),
      )
      return { taken: [], changes: [] }
    },
    undo: async (tx, _office, batchId) => {
      await tx.run(k.drop(batchId))
      return { changes: [] }
    },
  })
}

type ReadyMaterial = Seat & { kind: string; day: string; hash: string; takenAt: string | null }
/** `training.materials`: what makes equal pictures and papers equal; the things themselves stay where they are. */
export const materialsKind: ImportStore = seatNotes<ReadyMaterial>({
  table: 'training.material',
  number: 'material_no',
  columns: ['kind', 'on_day', 'hash', 'taken_at'],
  stored: q.materialsOf,
  drop: q.deleteMaterials,
  optionalSeat: true,
  read: (office, r) => {
    const kind = r.choice('kind', w.MATERIAL_KINDS)
    const day = r.date('day')
    const hash = hex(r.hash8('content', (text) => hash8(office, 'material')(text.replace(/\s/g, ''))))
    const takenAt = r.instant('takenAt', office.city.zone, day)
    return kind && day && hash ? { kind, day, hash, takenAt } : null
  },
  line: (m) => [m.kind, m.day, bytes(m.hash), m.takenAt],
})

type ReadyCall = Seat & { calledOn: string; outcome: string; note: string | null; calledBy: string }
/** `training.call-backs`: what trainees said when they were called. */
export const callBacksKind: ImportStore = seatNotes<ReadyCall>({
  table: 'training.call_back',
  number: 'call_no',
  columns: ['called_on', 'outcome', 'note', 'called_by'],
  stored: q.callsOf,
  drop: q.deleteCalls,
  optionalSeat: false,
  read: (_office, r) => {
    const calledOn = r.date('calledOn')
    const outcome = r.choice('outcome', w.CALL_OUTCOMES)
    const note = r.text('note', TEXT_CHARS_MAX)
    const calledBy = r.text('calledBy', NAME_CHARS_MAX)
    return calledOn && outcome && calledBy ? { calledOn, outcome, note, calledBy } : null
  },
  line: (b) => [b.calledOn, b.outcome, b.note, b.calledBy],
})
