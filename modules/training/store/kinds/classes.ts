import type { Actor } from '../../../../kernel/access/actor.ts'
import { copyLine } from '../../../../kernel/db/copy-text.ts'
import type { Tx } from '../../../../kernel/db/database.ts'
import { sealRows } from '../../../../kernel/journal/journal.ts'
import { sealedTableOf } from '../../../../kernel/records/define.ts'
import type { ImportStore } from '../../../../kernel/sheets/import-store.ts'
import { builtOn, importStore } from '../../../../kernel/sheets/kind.ts'
import { Lookup } from '../../../../kernel/sheets/row.ts'
import type { PlainDate } from '../../../../kernel/values/plain-date.ts'
import { type NamedOrganisation, organisationLookup } from '../../../directory/store/index.ts'
import { areasOf, countyLookup, inAreas, occupationLookup } from '../../../people/store/index.ts'
import { trainingClass } from '../../records.ts'
import * as w from '../../words.ts'
import * as q from '../kinds.sql.ts'

import { CODE_CHARS_MAX, HOURS_MAX, NAME_CHARS_MAX, readLevel, SEATS_MAX } from './common.ts'
import { type NamedProject, projectLookup } from './projects.ts'
import { type NamedVenue, venueLookup } from './venues.ts'

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
