import type { Actor } from '../access/actor.ts'
import type { Tx } from '../db/database.ts'
import type { RowChange } from '../journal/sealed.ts'
import type { Office } from '../rooms/office.ts'
import type { Finding } from '../values/finding.ts'
import type { PlainDate } from '../values/plain-date.ts'

/** One row of a file, cleaned: column key → text. `row` is the number the clerk sees in the spreadsheet. */
export type ImportRow = { row: number; values: { readonly [column: string]: string } }
export type CheckedRow = {
  row: number
  findings: Finding[]
  /** Values ready to be written; secrets are sealed already, so that staging holds none in clear. */
  ready: { [key: string]: string | number | boolean | null } | null
  /** Equal keys are the same thing: two rows of one file, or a row and the register. */
  identity: string | null
  /** Hash of what the row says: the same thing said again changes nothing, something else is a conflict. */
  contentHash: string | null
}

/** The file as a whole: its batch, the day it describes (for registers of others), its name. */
export type ImportedFile = { batchId: string; asOf: PlainDate | null; name: string }

/** What a room says about one kind of import. Everything is asked for whole batches, never row by row. */
export type ImportStore = {
  /** Checks of a row by itself. Pure but for the office's rules and keys; no database. */
  prepare(office: Office, context: unknown): (row: ImportRow) => CheckedRow
  /** What `prepare` needs to know beforehand (code tables, bodies), loaded once. */
  context(tx: Tx, office: Office, actor: Actor, file?: ImportedFile): Promise<unknown>
  /** Which identities the register has already, with their content hashes. */
  known(tx: Tx, identities: readonly string[]): Promise<Map<string, string>>
  /**
   * What only the register can find wrong with rows that are good by themselves: row number → findings. Asked after `known`,
   * for many rows at once.
   */
  against?(
    tx: Tx,
    rows: readonly { row: number; ready: NonNullable<CheckedRow['ready']> }[],
  ): Promise<Map<number, Finding[]>>
  /**
   * Writes one chunk. Keys go first; a key that somebody took meanwhile is named in `taken`, and the caller rolls the whole
   * chunk back, marks those rows and repeats. Returns the changes for the chunk's leaf.
   */
  write(
    tx: Tx,
    office: Office,
    batchId: string,
    rows: readonly { row: number; ready: NonNullable<CheckedRow['ready']>; identity: string; contentHash: string }[],
  ): Promise<{ taken: string[]; changes: RowChange[] }>
  /** Takes a batch back as long as nothing was built on it. Returns what stands in the way, or the changes. */
  undo(tx: Tx, office: Office, batchId: string): Promise<{ inTheWay: Finding[] } | { changes: RowChange[] }>
}
