import type { Actor } from '../../../kernel/access/actor.ts'
import { copyLine } from '../../../kernel/db/copy-text.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { sealRows } from '../../../kernel/journal/journal.ts'
import { tellManyFacts, wakeReaders } from '../../../kernel/measures/service.ts'
import { sealedTableOf } from '../../../kernel/records/define.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import type { ImportStore } from '../../../kernel/sheets/import-store.ts'
import { builtOn, contentHash as contentHashOf, importStore, type Ready } from '../../../kernel/sheets/kind.ts'
import { Lookup, RowReading } from '../../../kernel/sheets/row.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { levelFromText } from '../../catalogue/index.ts'
import { type NamedOrganisation, organisationLookup } from '../../directory/store/index.ts'
import { checkIdentityNumber, GROUPS } from '../../people/index.ts'
import {
  areasOf,
  countyLookup,
  divisionsEver,
  enterPersons,
  identityIndex,
  inAreas,
  leavePersons,
  namesRegistered,
  occupationLookup,
  personIdsOf,
  personReader,
  type StagedPerson,
  sayOutside,
} from '../../people/store/index.ts'
import { enrolmentFacts } from '../facts.ts'
import { enrolment, trainingClass } from '../records.ts'
import * as w from '../words.ts'
import * as q from './kinds.sql.ts'

const NAME_CHARS_MAX = 120
const TEXT_CHARS_MAX = 400
const CODE_CHARS_MAX = 40
const HOURS_MAX = 5000
const SEATS_MAX = 200
const CAPACITY_MAX = 5000
const LESSON_HOURS_MAX = 24
const LATITUDE_MAX = 90
const LONGITUDE_MAX = 180
const SCORE_MAX = 100
const STARS_MAX = 5

const readLevel = (r: RowReading): number | null => {
  const text = r.raw('level')
  if (text === '') return null
  const level = levelFromText(text)
  return level
    ? level.rank
    : r.say(
        'level',
        'LEVEL',
        { zh: `等级“${text}”无法识别`, en: `“${text}” is no level` },
        { zh: '请填 五级/初级工 至 首席技师', en: 'Write one of the levels' },
      )
}
const hash8 = (office: Office, what: string) => (text: string) => office.keys.blindIndex(what, text)
const hex = (b: Buffer | null): string | null => b?.toString('hex') ?? null
const bytes = (h: string | null): Buffer | null => (h === null ? null : Buffer.from(h, 'hex'))

/* Projects */

type ReadyProject = {
  code: string
  name: string
  kind: string
  occupation: string
  rank: number | null
  hours: number
  days: number | null
  priceFen: number
  validFrom: string
  validTo: string | null
}
/** `training.projects`. */
export const projectsKind: ImportStore = importStore<{ occupations: Lookup<string>; wholeCity: boolean }, ReadyProject>(
  {
    context: async (tx, office, actor) => ({
      occupations: await occupationLookup(tx),
      wholeCity: inAreas(areasOf(actor), office.city.division),
    }),
    reader: (_office, c) => (r) => {
      const code = r.text('code', CODE_CHARS_MAX)
      // The catalogue of projects is the city's.
      if (!c.wholeCity) sayOutside(r, 'code')
      const name = r.text('name', NAME_CHARS_MAX)
      const kind = r.choice('kind', w.TRAINING_KINDS)
      const occupation = r.find('occupation', c.occupations)
      const rank = readLevel(r)
      const hours = r.integer('hours', 1, HOURS_MAX)
      const days = r.integer('days', 1, HOURS_MAX)
      const priceFen = r.amountFen('price')
      const validFrom = r.date('validFrom')
      const validTo = r.date('validTo')
      r.order('validFrom', 'validTo')
      if (!code || !name || !kind || !occupation || !hours || priceFen === null || !validFrom) return null
      const ready = { code, name, kind, occupation, rank, hours, days, priceFen, validFrom, validTo }
      return { identity: code, content: Object.values(ready), ready }
    },
    known: async (tx, identities) =>
      new Map(
        (await tx.rows<{ code: string; hash: string | null }>(q.projectHashes(identities))).map((p) => [
          p.code,
          p.hash ?? '',
        ]),
      ),
    write: async (tx, office, batchId, rows) => {
      const there = await tx.rows<{ code: string }>(q.projectHashes(rows.map((r) => r.ready.code)))
      if (there.length) return { taken: there.map((p) => p.code), changes: [] }
      await tx.copyIn(
        'training.project',
        [
          'project_id',
          'code',
          'name',
          'kind',
          'occupation_code',
          'level_rank',
          'hours',
          'days',
          'price_fen',
          'valid_from',
          'valid_to',
          'batch_id',
          'content_hash',
        ],
        rows.map(({ ready: p, contentHash }) =>
          copyLine([
            office.world.id(),
            p.code,
            p.name,
            p.kind,
            p.occupation,
            p.rank,
            p.hours,
            p.days,
            p.priceFen,
            p.validFrom,
            p.validTo,
            batchId,
            contentHash,
          ]),
        ),
      )
      return { taken: [], changes: [] }
    },
    undo: async (tx, _office, batchId) => {
      if ((await tx.rows(q.classesOnProjects(batchId))).length)
        return builtOn('已有培训班使用这些项目', 'classes stand on these projects')
      await tx.run(q.deleteProjects(batchId))
      return { changes: [] }
    },
  },
)

/* Teachers */

type Divisions = (code: string) => boolean | undefined
type ReadyTeacher = StagedPerson & {
  organisationId: string
  countyCode: string
  qualification: string
  qualificationNumber: string | null
  occupation: string | null
  rank: number | null
  part: string
  fromOn: string
  toOn: string | null
}
/** `training.teachers`: one human may teach for several organisations. */
export const teachersKind: ImportStore = importStore<
  {
    organisations: Lookup<NamedOrganisation>
    occupations: Lookup<string>
    divisionEver: Divisions
    areas: readonly string[]
  },
  ReadyTeacher
>({
  context: async (tx, _office, actor) => ({
    areas: areasOf(actor),
    organisations: await organisationLookup(tx),
    occupations: await occupationLookup(tx),
    divisionEver: await divisionsEver(tx),
  }),
  reader: (office, c) => {
    const readOne = personReader(office, c.divisionEver)
    return (r) => {
      const who = readOne(r)
      const of = r.find('organisation', c.organisations)
      if (of && !inAreas(c.areas, of.county)) sayOutside(r, 'organisation')
      const qualification = r.choice('qualification', w.QUALIFICATIONS)
      const qualificationNumber = r.text('qualificationNumber', NAME_CHARS_MAX)
      const occupation = r.find('occupation', c.occupations)
      const rank = readLevel(r)
      const part = r.raw('part') ? r.choice('part', w.TEACHER_PARTS) : 'both'
      const fromOn = r.date('fromOn')
      const toOn = r.date('toOn')
      r.order('fromOn', 'toOn')
      if (!who || !of || !qualification || !part || !fromOn) return null
      const own = { qualification, qualificationNumber, occupation, rank, part, fromOn, toOn }
      const index = who.staged.identityIndex
      return {
        identity: `${of.id}/${index}`,
        content: [of.id, index, who.person.nameKey, ...Object.values(own)],
        ready: { ...who.staged, organisationId: of.id, countyCode: of.county, ...own },
      }
    }
  },
  known: async (tx, identities) => {
    const ids = await personIdsOf(
      tx,
      identities.map((i) => i.split('/')[1]!),
    )
    const byId = new Map([...ids].map(([index, id]) => [id, index]))
    const rows = await tx.rows<{ organisation_id: string; person_id: string; hash: string | null }>(
      q.teachersOf([...byId.keys()]),
    )
    return new Map(rows.map((t) => [`${t.organisation_id}/${byId.get(t.person_id)!}`, t.hash ?? '']))
  },
  against: namesRegistered,
  write: async (tx, office, batchId, rows) => {
    const { ids, changes } = await enterPersons(
      tx,
      office,
      batchId,
      rows.map((r) => r.ready),
    )
    await tx.copyIn(
      'training.teacher',
      [
        'organisation_id',
        'person_id',
        'name',
        'county_code',
        'qualification',
        'qualification_number',
        'occupation_code',
        'level_rank',
        'part',
        'from_on',
        'to_on',
        'batch_id',
        'content_hash',
      ],
      rows.map(({ ready: t, contentHash }) =>
        copyLine([
          t.organisationId,
          ids.get(t.identityIndex)!,
          t.name,
          t.countyCode,
          t.qualification,
          t.qualificationNumber,
          t.occupation,
          t.rank,
          t.part,
          t.fromOn,
          t.toOn,
          batchId,
          contentHash,
        ]),
      ),
    )
    return { taken: [], changes }
  },
  undo: async (tx, office, batchId) => {
    await tx.run(q.deleteTeachers(batchId))
    return { changes: await leavePersons(tx, office, batchId) }
  },
})

/* Venues and rooms */

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

type NamedVenue = { id: string; code: string }
async function venueLookup(tx: Tx): Promise<Lookup<NamedVenue>> {
  const lookup = new Lookup<NamedVenue>(
    { zh: '场地', en: 'venue' },
    { zh: '请核对场地编号；新场地请先导入场地（venues）', en: 'Check the code; load venues first (kind venues)' },
  )
  for (const v of await tx.rows<{ venue_id: string; code: string }>(q.venues()))
    lookup.add({ id: v.venue_id, code: v.code }, v.code)
  return lookup
}
type NamedProject = { id: string; kind: string; occupation: string; rank: number | null; hours: number }
async function projectLookup(tx: Tx): Promise<Lookup<NamedProject>> {
  const lookup = new Lookup<NamedProject>(
    { zh: '培训项目', en: 'project' },
    { zh: '请核对项目编号；新项目请先导入项目（projects）', en: 'Check the code; load projects first (kind projects)' },
  )
  for (const p of await tx.rows<{
    project_id: string
    code: string
    kind: string
    occupation_code: string
    level_rank: number | null
    hours: number
  }>(q.projects()))
    lookup.add(
      { id: p.project_id, kind: p.kind, occupation: p.occupation_code, rank: p.level_rank, hours: p.hours },
      p.code,
    )
  return lookup
}

type ReadyClass = {
  classId: string
  number: string
  name: string
  organisationId: string
  kind: string
  occupation: string
  rank: number | null
  countyCode: string
  startedOn: string
  endedOn: string
  seats: number
  state: string
  projectId: string | null
  venueId: string | null
  hours: number | null
  filedOn: string | null
  approvedOn: string | null
  employerId: string | null
  insurer: string | null
  policy: string | null
  insuredFrom: string | null
  insuredTo: string | null
}
const sealedClass = sealedTableOf(trainingClass)

/** `training.classes`. */
export const classesKind: ImportStore = importStore<
  {
    organisations: Lookup<NamedOrganisation>
    occupations: Lookup<string>
    counties: Lookup<string>
    venues: Lookup<NamedVenue>
    projects: Lookup<NamedProject>
  },
  ReadyClass
>({
  context: async (tx, office, actor) => ({
    organisations: await organisationLookup(tx),
    occupations: await occupationLookup(tx),
    counties: await countyLookup(tx, office, actor),
    venues: await venueLookup(tx),
    projects: await projectLookup(tx),
  }),
  reader: (office, c) => (r) => {
    const number = r.text('class', CODE_CHARS_MAX)
    const name = r.text('name', NAME_CHARS_MAX)
    const of = r.find('organisation', c.organisations)
    const project = r.find('project', c.projects)
    const kind = r.choice('kind', w.TRAINING_KINDS)
    const occupation = r.find('occupation', c.occupations)
    const rank = readLevel(r)
    const countyCode = r.find('county', c.counties)
    const venue = r.find('venue', c.venues)
    const hours = r.integer('hours', 1, HOURS_MAX)
    const startedOn = r.date('startedOn')
    const endedOn = r.date('endedOn')
    const seats = r.integer('seats', 1, SEATS_MAX)
    const filedOn = r.date('filedOn')
    const approvedOn = r.date('approvedOn')
    const state = r.raw('state')
      ? r.choice('state', w.CLASS_STATES)
      : stateByDays(startedOn, endedOn, office.world.today())
    const employer = r.find('employer', c.organisations)
    r.order('startedOn', 'endedOn')
    r.order('insuredFrom', 'insuredTo')
    const insuredFrom = r.date('insuredFrom')
    const insuredTo = r.date('insuredTo')
    if (project && occupation && project.occupation !== occupation)
      r.say(
        'occupation',
        'PROJECT_DIFFERS',
        { zh: '职业与培训项目的职业不同', en: 'another occupation than that of the project' },
        { zh: '请核对项目编号和职业', en: 'Check project and occupation' },
        'confirm',
      )
    if (filedOn && startedOn && filedOn > startedOn)
      r.say(
        'filedOn',
        'FILED_LATE',
        { zh: `备案日期 ${filedOn} 晚于开班日期 ${startedOn}`, en: `filed on ${filedOn}, after the first day` },
        { zh: '请核对；确实先开班后备案的可以装入', en: 'Check it; it is taken if it was so' },
        'confirm',
      )
    const insurer = r.text('insurer', NAME_CHARS_MAX)
    const policy = r.text('policy', NAME_CHARS_MAX)
    if (!number || !name || !of || !kind || !occupation || !countyCode || !startedOn || !endedOn || !seats || !state)
      return null
    const said = {
      number,
      name,
      organisationId: of.id,
      kind,
      occupation,
      rank,
      countyCode,
      startedOn,
      endedOn,
      seats,
      state,
      projectId: project?.id ?? null,
      venueId: venue?.id ?? null,
      hours,
      filedOn,
      approvedOn,
      employerId: employer?.id ?? null,
      insurer,
      policy,
      insuredFrom,
      insuredTo,
    }
    return { identity: number, content: Object.values(said), ready: { classId: office.world.id(), ...said } }
  },
  known: async (tx, identities) => {
    const keys = await tx.rows<{ number: string; class_id: string }>(q.numbersTaken(identities))
    const hashes = await tx.rows<{ number: string; hash: string | null }>(q.classHashes(keys.map((k) => k.class_id)))
    return new Map(hashes.map((c) => [c.number, c.hash ?? '']))
  },
  write: async (tx, _office, batchId, rows) => {
    await tx.run(
      q.takeNumbers(
        rows.map((r) => r.ready.number),
        rows.map((r) => r.ready.classId),
      ),
    )
    const owners = new Map(
      (await tx.rows<{ number: string; class_id: string }>(q.numbersTaken(rows.map((r) => r.ready.number)))).map(
        (k) => [k.number, k.class_id],
      ),
    )
    const taken = rows.filter((r) => owners.get(r.ready.number) !== r.ready.classId).map((r) => r.ready.number)
    if (taken.length) return { taken, changes: [] }
    await tx.copyIn(
      'training.class',
      [
        'class_id',
        'number',
        'name',
        'organisation_id',
        'kind',
        'occupation_code',
        'level_rank',
        'county_code',
        'started_on',
        'ended_on',
        'seats',
        'state',
        'project_id',
        'venue_id',
        'hours',
        'filed_on',
        'approved_on',
        'employer_id',
        'insurer',
        'insurance_policy',
        'insured_from',
        'insured_to',
        'batch_id',
        'content_hash',
      ],
      rows.map(({ ready: c, contentHash }) =>
        copyLine([
          c.classId,
          c.number,
          c.name,
          c.organisationId,
          c.kind,
          c.occupation,
          c.rank,
          c.countyCode,
          c.startedOn,
          c.endedOn,
          c.seats,
          c.state,
          c.projectId,
          c.venueId,
          c.hours,
          c.filedOn,
          c.approvedOn,
          c.employerId,
          c.insurer,
          c.policy,
          c.insuredFrom,
          c.insuredTo,
          batchId,
          contentHash,
        ]),
      ),
    )
    return {
      taken: [],
      changes: await sealRows(
        tx,
        sealedClass,
        rows.map((r) => r.ready.classId),
        'new',
      ),
    }
  },
  undo: async (tx, _office, batchId) => {
    const rows = await tx.rows<{ class_id: string; number: string }>(q.batchClasses(batchId))
    const ids = rows.map((c) => c.class_id)
    if ((await tx.rows(q.restsOnClasses(ids))).length)
      return builtOn('这些培训班已有课程表或名册', 'these classes have timetables or rosters')
    await tx.run(q.deleteClasses(batchId))
    await tx.run(q.deleteNumbers(rows.map((c) => c.number)))
    return { changes: ids.map((key) => ({ table: sealedClass.table, key, op: 'gone' as const, hash: null })) }
  },
})

const stateByDays = (from: string | null, to: string | null, today: string): string =>
  to !== null && to < today ? 'finished' : from !== null && from <= today ? 'running' : 'filed'

/* What hangs on a class */

export type NamedClass = {
  id: string
  number: string
  organisationId: string
  kind: string
  occupation: string
  rank: number | null
  county: string
  startedOn: PlainDate
  endedOn: PlainDate
  employerId: string | null
}
/** Classes of the officer's area by their number. */
export async function classLookup(tx: Tx, actor: Actor): Promise<Lookup<NamedClass>> {
  const areas = areasOf(actor)
  const lookup = new Lookup<NamedClass>(
    { zh: '培训班', en: 'class' },
    { zh: '请核对开班编号；新班请先导入培训班（classes）', en: 'Check the number; load classes first (kind classes)' },
  )
  for (const c of await tx.rows<{
    class_id: string
    number: string
    organisation_id: string
    kind: string
    occupation_code: string
    level_rank: number | null
    county_code: string
    started_on: PlainDate
    ended_on: PlainDate
    employer_id: string | null
  }>(q.classes())) {
    if (!inAreas(areas, c.county_code)) continue
    lookup.add(
      {
        id: c.class_id,
        number: c.number,
        organisationId: c.organisation_id,
        kind: c.kind,
        occupation: c.occupation_code,
        rank: c.level_rank,
        county: c.county_code,
        startedOn: c.started_on,
        endedOn: c.ended_on,
        employerId: c.employer_id,
      },
      c.number,
    )
  }
  return lookup
}

/** One way of naming rows for a whole file: what the first row uses, all rows use. */
function oneForm<F extends string>(r: RowReading, kept: { form?: F }, form: F, field: string): void {
  kept.form ??= form
  if (kept.form !== form)
    r.say(
      field,
      'FORM_MIXED',
      { zh: '有的行填了这一项，有的行没有填', en: 'some rows fill this in and some do not' },
      { zh: '同一文件请统一：都填，或都不填', en: 'Within one file fill it in everywhere or nowhere' },
    )
}

type Spans = ReadonlyMap<string, readonly { from: PlainDate; to: PlainDate | null }[]>
const spansOf = (rows: readonly { id: string; from: PlainDate; to: PlainDate | null }[]): Spans => {
  const out = new Map<string, { from: PlainDate; to: PlainDate | null }[]>()
  for (const { id, ...span } of rows) {
    const list = out.get(id)
    if (list) list.push(span)
    else out.set(id, [span])
  }
  return out
}
const covers = (spans: Spans, id: string, day: string, lastIncluded: boolean): boolean | undefined =>
  spans.get(id)?.some((s) => s.from <= day && (s.to === null || (lastIncluded ? day <= s.to : day < s.to)))

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

type ReadySeat = StagedPerson & {
  classId: string
  seat: number | null
  organisationId: string
  kind: string
  occupation: string
  rank: number | null
  countyCode: string
  startedOn: string
  endedOn: string
  group: string
  groupProof: string | null
  groupRegisteredOn: string | null
  address: string | null
  village: string | null
  phoneIndex: string | null
  accountIndex: string | null
  accountSealed: string | null
  accountHolder: string | null
  employerId: string | null
  status: string
  completedOn: string | null
  hours: number | null
  certificate: string | null
  satisfaction: number | null
  face: string | null
  examinedOn: string | null
  theory: number | null
  practice: number | null
  passed: boolean | null
  bodyId: string | null
}
const sealedEnrolment = sealedTableOf(enrolment)

/** Accounts are told apart by eight bytes of a keyed index, and kept sealed. */
export const sealAccount = (office: Office, place: string, account: string) => ({
  accountIndex: office.keys.blindIndex('account', account).subarray(0, 8).toString('hex'),
  accountSealed: office.keys.encrypt(place, account).toString('base64'),
})

/** `training.enrolments`: rosters with proof of group, account, result. One class at a time is asked after, not forced. */
export const enrolmentsKind: ImportStore = importStore<
  { classes: Lookup<NamedClass>; organisations: Lookup<NamedOrganisation>; divisionEver: Divisions },
  ReadySeat
>({
  context: async (tx, _office, actor) => ({
    classes: await classLookup(tx, actor),
    organisations: await organisationLookup(tx),
    divisionEver: await divisionsEver(tx),
  }),
  reader: (office, c) => {
    const readOne = personReader(office, c.divisionEver)
    const kept: { form?: 'numbered' | 'counted' } = {}
    const seats = new Map<string, number>()
    const classesOf = new Map<string, { row: number; of: NamedClass }[]>()
    return (r) => {
      const of = r.find('class', c.classes)
      const seat = r.integer('seat', 1, HOURS_MAX)
      oneForm(r, kept, seat === null ? 'counted' : 'numbered', 'seat')
      const who = readOne(r)
      const group = r.choice('group', GROUPS)
      const groupProof = r.text('groupProof', NAME_CHARS_MAX)
      const groupRegisteredOn = r.date('groupRegisteredOn')
      const employer = r.find('employer', c.organisations)
      const completed = r.date('completedOn')
      const status = r.raw('status')
        ? r.choice('status', w.ENROLMENT_STATES)
        : completed || (of && of.endedOn < office.world.today())
          ? 'completed'
          : 'enrolled'
      const completedOn = status === 'completed' ? (completed ?? of?.endedOn ?? null) : null
      const body = r.find('body', c.organisations)
      const own = {
        groupProof,
        groupRegisteredOn,
        address: r.text('address', TEXT_CHARS_MAX),
        village: r.text('village', NAME_CHARS_MAX),
        accountHolder: r.text('accountHolder', NAME_CHARS_MAX),
        employerId: employer?.id ?? of?.employerId ?? null,
        hours: r.integer('hours', 0, HOURS_MAX),
        certificate: r.text('certificate', CODE_CHARS_MAX),
        satisfaction: r.integer('satisfaction', 1, STARS_MAX),
        face: hex(r.hash8('face', hash8(office, 'face'))),
        examinedOn: r.date('examinedOn'),
        theory: r.integer('theory', 0, SCORE_MAX),
        practice: r.integer('practice', 0, SCORE_MAX),
        passed: r.yes('passed'),
        bodyId: body?.id ?? null,
      }
      if (of && seat !== null) {
        const before = seats.get(`${of.id}/${seat}`)
        if (before !== undefined)
          r.say(
            'seat',
            'SEAT_TWICE',
            { zh: `名册序号 ${seat} 与第 ${before} 行重复`, en: `place ${seat} is taken by row ${before}` },
            { zh: '同一班级内序号不能重复', en: 'A place is given once in a class' },
          )
        else seats.set(`${of.id}/${seat}`, r.row)
      }
      if (of && who) {
        const others = classesOf.get(who.staged.identityIndex) ?? []
        const clash = others.find(
          (o) => o.of.id !== of.id && o.of.startedOn <= of.endedOn && of.startedOn <= o.of.endedOn,
        )
        if (clash) r.findings.push(overlap(clash.of.number, clash.row))
        others.push({ row: r.row, of })
        classesOf.set(who.staged.identityIndex, others)
      }
      if (!of || !who || !group || !status) return null
      const account = r.raw('account')
      const sealed = account
        ? sealAccount(office, `training.enrolment/${of.id}/${who.staged.personId}`, account)
        : { accountIndex: null, accountSealed: null }
      const phoneIndex = who.person.phone
        ? office.keys.blindIndex('phone', who.person.phone).subarray(0, 8).toString('hex')
        : null
      const index = who.staged.identityIndex
      return {
        identity: `${of.id}/${index}`,
        content: [
          of.id,
          seat,
          index,
          who.person.nameKey,
          group,
          status,
          completedOn,
          phoneIndex,
          sealed.accountIndex,
          ...Object.values(own),
        ],
        ready: {
          ...who.staged,
          classId: of.id,
          seat,
          organisationId: of.organisationId,
          kind: of.kind,
          occupation: of.occupation,
          rank: of.rank,
          countyCode: of.county,
          startedOn: of.startedOn,
          endedOn: of.endedOn,
          group,
          phoneIndex,
          ...sealed,
          status,
          completedOn,
          ...own,
        },
      }
    }
  },
  known: async (tx, identities) => {
    const ids = await personIdsOf(
      tx,
      identities.map((i) => i.split('/')[1]!),
    )
    const byId = new Map([...ids].map(([index, id]) => [id, index]))
    const rows = await tx.rows<{ class_id: string; person_id: string; hash: string | null }>(
      q.seatsOf([...new Set(identities.map((i) => i.split('/')[0]!))]),
    )
    return new Map(
      rows.flatMap((s) =>
        byId.has(s.person_id) ? [[`${s.class_id}/${byId.get(s.person_id)!}`, s.hash ?? ''] as const] : [],
      ),
    )
  },
  against: async (tx, rows) => {
    const out = await namesRegistered(tx, rows)
    const ids = await personIdsOf(
      tx,
      rows.map((r) => r.ready.identityIndex),
    )
    const said = await tx.rows<{
      person_id: string
      class_id: string
      started_on: string
      ended_on: string
      number: string
    }>(q.classesOfPersons([...ids.values()]))
    const others = Map.groupBy(said, (s) => s.person_id)
    const taken = await seatTaken(tx, rows)
    for (const { row, ready } of rows) {
      const add = (f: Finding) => out.set(row, [...(out.get(row) ?? []), f])
      const clash = others
        .get(ids.get(ready.identityIndex) ?? '')
        ?.find((o) => o.class_id !== ready.classId && o.started_on <= ready.endedOn && ready.startedOn <= o.ended_on)
      if (clash) add(overlap(clash.number))
      if (ready.seat !== null && taken.has(`${ready.classId}/${ready.seat}`))
        add({
          code: 'SEAT_TAKEN',
          field: 'seat',
          given: String(ready.seat),
          message: { zh: `名册序号 ${ready.seat} 已有别人`, en: `place ${ready.seat} is taken` },
          hint: { zh: '请核对序号，或不填由系统编排', en: 'Check it, or leave the column out' },
        })
    }
    return out
  },
  write: async (tx, office, batchId, rows) => {
    const { ids, changes } = await enterPersons(
      tx,
      office,
      batchId,
      rows.map((r) => r.ready),
    )
    const classIds = [...new Set(rows.map((r) => r.ready.classId))]
    const last = new Map<string, number>()
    for (const s of await tx.rows<{ class_id: string; seat_no: number }>(q.seatsOf(classIds)))
      last.set(s.class_id, Math.max(last.get(s.class_id) ?? 0, s.seat_no))
    const knownOn = office.world.today()
    const seated = rows.map(({ ready: s, contentHash }) => {
      const no = s.seat ?? (last.get(s.classId) ?? 0) + 1
      last.set(s.classId, Math.max(no, last.get(s.classId) ?? 0))
      return { s, no, contentHash, personId: ids.get(s.identityIndex)! }
    })
    await tx.copyIn(
      'training.enrolment',
      [
        'class_id',
        'seat_no',
        'person_id',
        'organisation_id',
        'kind',
        'group_id',
        'occupation_code',
        'level_rank',
        'county_code',
        'sex',
        'birth_year',
        'started_on',
        'completed_on',
        'known_on',
        'status',
        'group_proof',
        'group_registered_on',
        'phone_index',
        'account_index',
        'account_sealed',
        'account_holder',
        'address',
        'village',
        'face_hash',
        'employer_id',
        'hours_recorded',
        'certificate_number',
        'satisfaction',
        'batch_id',
        'content_hash',
      ],
      seated.map(({ s, no, contentHash, personId }) =>
        copyLine([
          s.classId,
          no,
          personId,
          s.organisationId,
          s.kind,
          s.group,
          s.occupation,
          s.rank,
          s.countyCode,
          s.sex,
          Number(s.birthDate.slice(0, 4)),
          s.startedOn,
          s.completedOn,
          knownOn,
          s.status,
          s.groupProof,
          s.groupRegisteredOn,
          bytes(s.phoneIndex),
          bytes(s.accountIndex),
          s.accountSealed === null ? null : Buffer.from(s.accountSealed, 'base64'),
          s.accountHolder,
          s.address,
          s.village,
          bytes(s.face),
          s.employerId,
          s.hours,
          s.certificate,
          s.satisfaction,
          batchId,
          contentHash,
        ]),
      ),
    )
    await tx.copyIn(
      'training.result',
      ['class_id', 'seat_no', 'examined_on', 'body_id', 'theory_score', 'practice_score', 'passed', 'batch_id'],
      seated.flatMap(({ s, no }) =>
        s.passed === null
          ? []
          : [copyLine([s.classId, no, s.examinedOn ?? s.endedOn, s.bodyId, s.theory, s.practice, s.passed, batchId])],
      ),
    )
    await tellManyFacts(
      tx,
      enrolmentFacts,
      seated
        .filter((x) => x.s.completedOn !== null)
        .map(({ s }) => ({
          weight: 1 as const,
          row: {
            completed_on: s.completedOn,
            known_on: knownOn,
            voided_known_on: null,
            kind: s.kind,
            group_id: s.group,
            occupation_code: s.occupation,
            county_code: s.countyCode,
            organisation_id: s.organisationId,
            sex: s.sex,
            birth_year: Number(s.birthDate.slice(0, 4)),
          },
        })),
    )
    await wakeReaders(tx)
    const written = new Set(seated.map((x) => `${x.s.classId}/${x.no}`))
    const sealed = (await sealRows(tx, sealedEnrolment, classIds, 'new')).filter((x) => written.has(x.key))
    return { taken: [], changes: [...changes, ...sealed] }
  },
  undo: async (tx, office, batchId) => {
    type Row = {
      class_id: string
      seat_no: number
      completed_on: string | null
      known_on: string
      voided_known_on: string | null
    } & {
      [column: string]: string | number | null
    }
    const rows = await tx.rows<Row>(q.batchEnrolments(batchId))
    if ((await tx.rows(q.restsOnSeats(batchId))).length)
      return builtOn('这些学员已有考勤或回访', 'there is attendance or a call-back on these')
    const keys = rows.map((x) => `${x.class_id}/${x.seat_no}`)
    for (const store of office.stores.values())
      if (((await store.restsOn?.['training.enrolment']?.(tx, keys)) ?? []).length)
        return builtOn('这些学员已在补贴申领中', 'these are in claims')
    const today = office.world.today()
    if (rows.some((x) => x.completed_on !== null && (x.known_on < today || x.voided_known_on !== null)))
      return builtOn('这些人次已计入统计，不能整批撤回', 'these have counted in the figures since an earlier day')
    await tellManyFacts(
      tx,
      enrolmentFacts,
      rows.filter((x) => x.completed_on !== null).map((row) => ({ weight: -1 as const, row })),
    )
    await tx.run(q.deleteResults(batchId))
    await tx.run(q.deleteEnrolments(batchId))
    await wakeReaders(tx)
    return {
      changes: [
        ...keys.map((key) => ({ table: sealedEnrolment.table, key, op: 'gone' as const, hash: null })),
        ...(await leavePersons(tx, office, batchId)),
      ],
    }
  },
})

const overlap = (number: string, row?: number): Finding => ({
  code: 'CLASS_OVERLAP',
  field: 'class',
  given: number,
  severity: 'confirm',
  message: {
    zh: `同一人同期也在培训班 ${number}${row === undefined ? '' : `（第 ${row} 行）`}`,
    en: `the same person is in class ${number} at the same time${row === undefined ? '' : ` (row ${row})`}`,
  },
  hint: {
    zh: '一人同期只能参加一个班；可以装入，核查会指出',
    en: 'One class at a time; taken, and the checks will say so',
  },
})

async function seatTaken(
  tx: Tx,
  rows: readonly { ready: { classId: string; seat: number | null } }[],
): Promise<Set<string>> {
  const numbered = rows.filter((r) => r.ready.seat !== null)
  if (numbered.length === 0) return new Set()
  const there = await tx.rows<{ class_id: string; seat_no: number }>(
    q.seatsThere(
      numbered.map((r) => r.ready.classId),
      numbered.map((r) => r.ready.seat!),
    ),
  )
  return new Set(there.map((s) => `${s.class_id}/${s.seat_no}`))
}

/* Marks and papers of seats */

type Seat = { classId: string; seat: number | null; index: string | null }
/** A seat by its place in the roster, or by the identity number of who sits there; one way for a whole file. */
function seatReader(
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
const seatText = (s: Seat): string => (s.index === null ? `#${s.seat}` : s.index)

/** Places in the rosters for rows of a chunk; nothing for those who sit in no such class. */
async function placesOf(tx: Tx, rows: readonly Seat[]): Promise<(s: Seat) => number | undefined> {
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
async function noSeat(tx: Tx, rows: readonly { row: number; ready: Seat }[]): Promise<Map<number, Finding[]>> {
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

export const trainingKinds: { readonly [id: string]: ImportStore } = {
  'training.projects': projectsKind,
  'training.teachers': teachersKind,
  'training.venues': venuesKind,
  'training.classes': classesKind,
  'training.timetable': timetableKind,
  'training.enrolments': enrolmentsKind,
  'training.attendance': attendanceKind,
  'training.materials': materialsKind,
  'training.call-backs': callBacksKind,
}
