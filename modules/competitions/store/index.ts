import { defineStore } from '../../../kernel/rooms/store.ts'
import { HONOURS } from '../words.ts'
import { contestStore } from './contest.ts'
import { organisationsInCompetitions, personsInCompetitions } from './reads.sql.ts'
import { eventDesk, eventPage, events, recomputed, sheetGrid } from './reads.ts'
import { sheetStore } from './sheet.ts'

export { type Recomputed, recompute } from './recompute.ts'

export const store = defineStore({
  processes: { 'competitions.event': contestStore, 'competitions.sheet': sheetStore },
  reads: {
    'competitions.eventPage': eventPage,
    'competitions.events': events,
    'competitions.sheetGrid': sheetGrid,
    'competitions.eventDesk': eventDesk,
    'competitions.recomputed': recomputed,
  },
  codes: { 'competitions.honour': async () => new Map(HONOURS.map((h) => [h.id, h.label])) },
  restsOn: {
    'people.person': async (tx, keys) =>
      (await tx.rows<{ person_id: string }>(personsInCompetitions(keys))).map((r) => r.person_id),
    'directory.organisation': async (tx, keys) =>
      (await tx.rows<{ organisation_id: string }>(organisationsInCompetitions(keys))).map((r) => r.organisation_id),
  },
})
