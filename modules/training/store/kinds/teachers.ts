import { copyLine } from '../../../../kernel/db/copy-text.ts'
import type { ImportStore } from '../../../../kernel/sheets/import-store.ts'
import { importStore } from '../../../../kernel/sheets/kind.ts'
import type { Lookup } from '../../../../kernel/sheets/row.ts'
import { type NamedOrganisation, organisationLookup } from '../../../directory/store/index.ts'
import {
  areasOf,
  divisionsEver,
  enterPersons,
  inAreas,
  leavePersons,
  namesRegistered,
  occupationLookup,
  personIdsOf,
  personReader,
  type StagedPerson,
  sayOutside,
} from '../../../people/store/index.ts'
import * as w from '../../words.ts'
import * as q from '../kinds.sql.ts'

import { NAME_CHARS_MAX, readLevel } from './common.ts'

export type Divisions = (code: string) => boolean | undefined
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
