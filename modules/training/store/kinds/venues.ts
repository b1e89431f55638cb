import { copyLine } from '../../../../kernel/db/copy-text.ts'
import type { Tx } from '../../../../kernel/db/database.ts'
import type { ImportStore } from '../../../../kernel/sheets/import-store.ts'
import { builtOn, importStore } from '../../../../kernel/sheets/kind.ts'
import { Lookup } from '../../../../kernel/sheets/row.ts'
import { type NamedOrganisation, organisationLookup } from '../../../directory/store/index.ts'
import { countyLookup } from '../../../people/store/index.ts'
import * as q from '../kinds.sql.ts'

import { CAPACITY_MAX, CODE_CHARS_MAX, LATITUDE_MAX, LONGITUDE_MAX, NAME_CHARS_MAX, TEXT_CHARS_MAX } from './common.ts'

type ReadyRoom = {
  code: string
  name: string
  organisationId: string
  address: string
  countyCode: string
  lat: number | null
  lon: number | null
  capacity: number
  room: string
  roomName: string
  roomCapacity: number
}
/** `training.venues`: one room in a row; a venue without rooms is one room of its own. */
export const venuesKind: ImportStore = importStore<
  { organisations: Lookup<NamedOrganisation>; counties: Lookup<string> },
  ReadyRoom
>({
  context: async (tx, office, actor) => ({
    organisations: await organisationLookup(tx),
    counties: await countyLookup(tx, office, actor),
  }),
  reader: (_office, c) => {
    const heads = new Map<string, { row: number; said: string }>()
    return (r) => {
      const code = r.text('venue', CODE_CHARS_MAX)
      const name = r.text('name', NAME_CHARS_MAX)
      const of = r.find('organisation', c.organisations)
      const address = r.text('address', TEXT_CHARS_MAX)
      const countyCode = r.find('county', c.counties)
      const lat = r.degreesE6('lat', LATITUDE_MAX)
      const lon = r.degreesE6('lon', LONGITUDE_MAX)
      const capacity = r.integer('capacity', 1, CAPACITY_MAX)
      const room = r.text('room', CODE_CHARS_MAX) ?? '0'
      const roomName = r.text('roomName', NAME_CHARS_MAX) ?? r.text('room', NAME_CHARS_MAX) ?? name
      const roomCapacity = r.integer('roomCapacity', 1, CAPACITY_MAX) ?? capacity
      if ((lat === null) !== (lon === null) && r.stands)
        r.say(
          lat === null ? 'lat' : 'lon',
          'DEGREES_HALF',
          { zh: '经度和纬度只填了一个', en: 'one coordinate of two' },
          { zh: '请都填，或都不填', en: 'Write both or none' },
        )
      if (!code || !name || !of || !address || !countyCode || !capacity || !roomName || !roomCapacity) return null
      const head = [name, of.id, address, countyCode, lat, lon, capacity]
      const before = heads.get(code)
      if (!before) heads.set(code, { row: r.row, said: JSON.stringify(head) })
      else if (before.said !== JSON.stringify(head))
        r.say(
          'venue',
          'VENUE_DIFFERS',
          {
            zh: `与第 ${before.row} 行是同一场地，场地信息却不同`,
            en: `the same venue as in row ${before.row}, told otherwise`,
          },
          {
            zh: '同一场地各行的名称、地址、坐标和人数应一致',
            en: 'Name, address, coordinates and capacity must agree',
          },
        )
      const ready = {
        code,
        name,
        organisationId: of.id,
        address,
        countyCode,
        lat,
        lon,
        capacity,
        room,
        roomName,
        roomCapacity,
      }
      return { identity: `${code}/${room}`, content: Object.values(ready), ready }
    }
  },
  known: async (tx, identities) => {
    const codes = [...new Set(identities.map((i) => i.slice(0, i.lastIndexOf('/'))))]
    const there = await tx.rows<{ venue_id: string }>(q.venuesByCode(codes))
    const rows = await tx.rows<{ code: string; room_code: string; hash: string | null }>(
      q.roomsOf(there.map((v) => v.venue_id)),
    )
    return new Map(rows.map((x) => [`${x.code}/${x.room_code}`, x.hash ?? '']))
  },
  write: async (tx, office, batchId, rows) => {
    const venues = new Map(
      (await tx.rows<{ venue_id: string; code: string }>(q.venuesByCode(rows.map((r) => r.ready.code)))).map((v) => [
        v.code,
        v.venue_id,
      ]),
    )
    const lines: string[] = []
    for (const { ready: v } of rows) {
      if (venues.has(v.code)) continue
      const id = office.world.id()
      venues.set(v.code, id)
      lines.push(
        copyLine([id, v.organisationId, v.code, v.name, v.address, v.countyCode, v.lat, v.lon, v.capacity, batchId]),
      )
    }
    await tx.copyIn(
      'training.venue',
      [
        'venue_id',
        'organisation_id',
        'code',
        'name',
        'address',
        'county_code',
        'lat_e6',
        'lon_e6',
        'capacity',
        'batch_id',
      ],
      lines,
    )
    await tx.copyIn(
      'training.room',
      ['venue_id', 'room_code', 'name', 'capacity', 'batch_id', 'content_hash'],
      rows.map(({ ready: v, contentHash }) =>
        copyLine([venues.get(v.code)!, v.room, v.roomName, v.roomCapacity, batchId, contentHash]),
      ),
    )
    return { taken: [], changes: [] }
  },
  undo: async (tx, _office, batchId) => {
    if ((await tx.rows(q.lessonsInVenues(batchId))).length)
      return builtOn('已有培训班使用这些场地', 'classes use these venues')
    await tx.run(q.deleteRooms(batchId))
    await tx.run(q.deleteVenues(batchId))
    return { changes: [] }
  },
})

/* Classes */

export type NamedVenue = { id: string; code: string }
export async function venueLookup(tx: Tx): Promise<Lookup<NamedVenue>> {
  const lookup = new Lookup<NamedVenue>(
    { zh: '场地', en: 'venue' },
    { zh: '请核对场地编号；新场地请先导入场地（venues）', en: 'Check the code; load venues first (kind venues)' },
  )
  for (const v of await tx.rows<{ venue_id: string; code: string }>(q.venues()))
    lookup.add({ id: v.venue_id, code: v.code }, v.code)
  return lookup
}
