import type { Tx } from '../../../../kernel/db/database.ts'
import type { Office } from '../../../../kernel/rooms/office.ts'
import type { RowReading } from '../../../../kernel/sheets/row.ts'
import type { Finding } from '../../../../kernel/values/finding.ts'
import { checkIdentityNumber } from '../../../people/index.ts'
import { identityIndex, personIdsOf } from '../../../people/store/index.ts'
import * as q from '../kinds.sql.ts'

import type { NamedClass } from './classes.ts'
import { HOURS_MAX, oneForm } from './common.ts'
import type { Divisions } from './teachers.ts'

export type Seat = { classId: string; seat: number | null; index: string | null }
/** A seat by its place in the roster, or by the identity number of who sits there; one way for a whole file. */
export function seatReader(
  office: Office,
  divisionEver: Divisions,
): (r: RowReading, of: NamedClass | null, optional?: boolean) => Seat | null {
  const kept: { form?: 'identity' | 'seat' } = {}
  const seen = new Map<string, string>()
  return (r, of, optional = false) => {
    const text = r.raw('identity')
    const seat = r.integer('seat', 1, HOURS_MAX)
    if (text) {
      oneForm(r, kept, 'identity', 'identity')
      let index = seen.get(text)
      if (index === undefined) {
        const checked = checkIdentityNumber(text, { divisionEver, today: office.world.today() })
        r.findings.push(...(checked.ok ? checked.warnings : checked.findings).map((f) => ({ ...f, field: 'identity' })))
        if (!checked.ok) return null
        index = identityIndex(office.keys, checked.value).toString('hex')
        if (seen.size >= SEEN_MAX) seen.clear()
        seen.set(text, index)
      }
      return of ? { classId: of.id, seat: null, index } : null
    }
    if (seat !== null) {
      oneForm(r, kept, 'seat', 'identity')
      return of ? { classId: of.id, seat, index: null } : null
    }
    if (optional) return of ? { classId: of.id, seat: 0, index: null } : null
    return r.say(
      'identity',
      'SEAT_MISSING',
      { zh: '身份证号和名册序号都没有填', en: 'neither identity number nor place in the roster' },
      { zh: '请填其中一项', en: 'Fill in one of them' },
    )
  }
}
const SEEN_MAX = 50_000
export const seatText = (s: Seat): string => (s.index === null ? `#${s.seat}` : s.index)

/** Places in the rosters for rows of a chunk; nothing for those who sit in no such class. */
export async function placesOf(tx: Tx, rows: readonly Seat[]): Promise<(s: Seat) => number | undefined> {
  const named = rows.filter((s) => s.index !== null)
  const numbered = rows.filter((s) => s.index === null && s.seat !== 0)
  const ids = await personIdsOf(
    tx,
    named.map((s) => s.index!),
  )
  const persons = await tx.rows<{ class_id: string; seat_no: number; person_id: string }>(
    q.seatsOfPersons([...new Set(named.map((s) => s.classId))], [...new Set(ids.values())]),
  )
  const byPerson = new Map(persons.map((s) => [`${s.class_id}/${s.person_id}`, s.seat_no]))
  const there = await tx.rows<{ class_id: string; seat_no: number }>(
    q.seatsThere(
      numbered.map((s) => s.classId),
      numbered.map((s) => s.seat!),
    ),
  )
  const bySeat = new Set(there.map((s) => `${s.class_id}/${s.seat_no}`))
  return (s) => {
    if (s.index !== null) return byPerson.get(`${s.classId}/${ids.get(s.index)}`)
    return s.seat === 0 || bySeat.has(`${s.classId}/${s.seat}`) ? s.seat! : undefined
  }
}
export async function noSeat(tx: Tx, rows: readonly { row: number; ready: Seat }[]): Promise<Map<number, Finding[]>> {
  const placeOf = await placesOf(
    tx,
    rows.map((r) => r.ready),
  )
  return new Map(
    rows.flatMap(({ row, ready }) =>
      placeOf(ready) === undefined
        ? [
            [
              row,
              [
                {
                  code: 'NOT_ON_ROSTER',
                  field: ready.index === null ? 'seat' : 'identity',
                  message: { zh: '此人不在该班名册内', en: 'this person is not on the roster of the class' },
                  hint: {
                    zh: '请核对开班编号和学员；名册请先导入（enrolments）',
                    en: 'Check class and trainee; load the roster first (kind enrolments)',
                  },
                },
              ],
            ] as const,
          ]
        : [],
    ),
  )
}
