import type { Actor } from '../access/actor.ts'
import type { Database, Tx } from '../db/database.ts'
import type { Dimension } from '../measures/define.ts'
import type { BandBounds } from '../measures/group.ts'
import type { Question } from '../measures/question.ts'
import type { Group } from '../measures/scan.ts'
import type { MeasureService } from '../measures/service.ts'
import type { ProcessStore } from '../process/act.ts'
import type { RecordService } from '../records/service.ts'
import type { ImportStore } from '../sheets/import-store.ts'
import type { Json } from '../values/canonical-json.ts'
import type { Text } from '../values/text.ts'
import type { Office } from './office.ts'

export type ReadContext = {
  read: Tx
  db: Database
  office: Office
  actor: Actor
  measures: MeasureService
  records: RecordService
}
/** Names of a code table, loaded at start and again when the table changes. */
export type CodeNames = (read: Tx) => Promise<Map<string, Text>>

/** What a room's `store/index.ts` fills in. */
export type RoomStore = {
  processes?: { readonly [processId: string]: ProcessStore }
  // biome-ignore lint/suspicious/noExplicitAny: each read has its own query type, checked by its schema before it arrives here
  reads?: { readonly [readId: string]: (ctx: ReadContext, query: any) => Promise<unknown> }
  imports?: { readonly [importId: string]: ImportStore }
  codes?: { readonly [table: string]: CodeNames }
  /**
   * Which of these records rows of this room still rest on: asked of every room before one of them is deleted. Keyed by record
   * (`people.person`); keys are those of the record, parts joined by `/`.
   */
  restsOn?: { readonly [record: string]: (tx: Tx, keys: readonly string[]) => Promise<string[]> }
  /** Reactions to what other rooms told through the outbox; each in its own transaction, at least once. */
  hears?: { readonly [kind: string]: (tx: Tx, office: Office, body: Json) => Promise<void> }
  /** What this room has to say about one thing to a room before it that asks, under a name which that room gives. */
  offers?: { readonly [name: string]: (tx: Tx, key: string) => Promise<readonly unknown[]> }
  /** Counts of measures by another path than the figures take: straight from the records. The nightly recheck asks them. */
  recounts?: {
    readonly [measureId: string]: (
      tx: Tx,
      q: Question,
      bands: (d: Dimension) => BandBounds,
    ) => Promise<{ value: number; groups: Group[] } | undefined>
  }
  /** Work done every night, after the journal's checkpoint. */
  nightly?: { readonly [job: string]: (db: Database, office: Office) => Promise<void> }
}
export const defineStore = <const S extends RoomStore>(s: S): S => s
