import type { Tx } from '../../../kernel/db/database.ts'
import type { ProcessStore } from '../../../kernel/process/act.ts'
import { aspectsOf, type MarkingScheme } from '../marking/scheme.ts'
import type { SheetFacts } from '../processes/sheet.checks.ts'
import * as q from './contest.sql.ts'
import { type GivenMark, marksHash } from './recompute.ts'

type Place = { event_id: string; skill_no: number; module: string; state: string }

export async function sheetFacts(tx: Tx, sheetId: string): Promise<SheetFacts & { place: Place; marks: GivenMark[] }> {
  const place = await tx.one<Place>(q.sheetPlace(sheetId))
  const { scheme } = await tx.one<{ scheme: string }>(q.skillOf(place.event_id, place.skill_no))
  const marks = await tx.rows<GivenMark>(q.marksOfSheet(place.event_id, sheetId))
  return {
    place,
    marks,
    running: place.state === 'running',
    aspects: aspectsOf(JSON.parse(scheme) as MarkingScheme)
      .filter((a) => a.module === place.module)
      .map((a) => a.aspect),
    entries: (await tx.rows<{ secret_no: number }>(q.presentOf(place.event_id, place.skill_no))).map(
      (e) => e.secret_no,
    ),
    given: marks.map((m) => `${m.secret_no}/${m.aspect}`),
  }
}

export const sheetStore: ProcessStore = {
  complete: async () => ({}),
  facts: async (tx, c) => {
    const { place: _, ...facts } = await sheetFacts(tx, c.id)
    return facts
  },
  effects: {
    putMark: async (ctx) => {
      const { tx, case: c, input } = ctx
      const mark = {
        eventId: String(c.fields['event']),
        sheetId: c.id,
        secretNo: Number(input['secretNo']),
        aspect: String(input['aspect']),
        // The version of the sheet counts its acts: later marks have higher numbers.
        givenNo: c.version,
        value: Number(input['value']),
      }
      // The leaf of this act binds what was given, by its keyed hash and the version.
      await tx.run(q.insertMark(mark))
    },
    hashMarks: async ({ tx, case: c }) => {
      const { marks } = await sheetFacts(tx, c.id)
      await tx.run(q.setMarksHash(String(c.fields['event']), c.id, marksHash(marks)))
    },
    keepReopenNote: async ({ tx, case: c, input }) => {
      await tx.run(q.setReopenNote(String(c.fields['event']), c.id, String(input['note'])))
    },
  },
}
