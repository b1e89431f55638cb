import { hash } from 'node:crypto'
import type { Actor } from '../access/actor.ts'
import type { Tx } from '../db/database.ts'
import type { RowChange } from '../journal/sealed.ts'
import type { Office } from '../rooms/office.ts'
import type { Finding } from '../values/finding.ts'
import type { CheckedRow, ImportedFile, ImportStore } from './import-store.ts'
import { RowReading } from './row.ts'

type Scalar = string | number | boolean | null
export type Ready = { readonly [key: string]: Scalar }
export type ReadyRow<R extends Ready> = { row: number; ready: R; identity: string; contentHash: Buffer }

/** What one kind of import is, apart from the machinery that all kinds share. */
export type ImportKind<C, R extends Ready> = {
  context(tx: Tx, office: Office, actor: Actor, file: ImportedFile): Promise<C>
  /**
   * Called once for each file; the function it gives reads a row. What stays open is said to the reading. `content` is what
   * the row says, for telling the same from another thing; secrets enter it by their keyed index only.
   */
  reader(
    office: Office,
    context: C,
  ): (r: RowReading) => { identity: string; content: readonly Scalar[]; ready: R } | null
  /** Content hashes (hex) of what the register has under these identities. */
  known(tx: Tx, identities: readonly string[]): Promise<Map<string, string>>
  against?(tx: Tx, rows: readonly { row: number; ready: R }[]): Promise<Map<number, Finding[]>>
  write(
    tx: Tx,
    office: Office,
    batchId: string,
    rows: readonly ReadyRow<R>[],
  ): Promise<{ taken: string[]; changes: RowChange[] }>
  undo(tx: Tx, office: Office, batchId: string): Promise<{ inTheWay: Finding[] } | { changes: RowChange[] }>
}

export const contentHash = (content: readonly Scalar[]): string => hash('sha256', JSON.stringify(content), 'hex')

/** The machinery around a kind: reading, hashing, staging. */
export function importStore<C, R extends Ready>(kind: ImportKind<C, R>): ImportStore {
  return {
    context: (tx, office, actor, file) =>
      kind.context(tx, office, actor, file ?? { batchId: '', asOf: null, name: '' }),
    prepare: (office, context) => {
      const read = kind.reader(office, context as C)
      return ({ row, values }): CheckedRow => {
        const reading = new RowReading(row, values)
        const got = read(reading)
        if (!got || !reading.stands)
          return { row, findings: reading.findings, ready: null, identity: got?.identity ?? null, contentHash: null }
        return {
          row,
          findings: reading.findings,
          ready: got.ready,
          identity: got.identity,
          contentHash: contentHash(got.content),
        }
      }
    },
    known: kind.known,
    ...(kind.against
      ? {
          against: (tx, rows) => kind.against!(tx, rows as unknown as { row: number; ready: R }[]),
        }
      : {}),
    write: (tx, office, batchId, rows) =>
      kind.write(
        tx,
        office,
        batchId,
        rows.map((r) => ({
          row: r.row,
          ready: r.ready as unknown as R,
          identity: r.identity,
          contentHash: Buffer.from(r.contentHash, 'hex'),
        })),
      ),
    undo: kind.undo,
  }
}

/** Nothing was built on it, or what was. */
export const builtOn = (zh: string, en: string): { inTheWay: Finding[] } => ({
  inTheWay: [
    {
      code: 'UNDO_BUILT_ON',
      message: { zh, en },
      hint: { zh: '请先撤回后来导入的那一批', en: 'Take back the later import first' },
    },
  ],
})
