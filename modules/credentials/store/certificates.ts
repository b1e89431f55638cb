import { copyBlocks, copyLine } from '../../../kernel/db/copy-text.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { tellManyFacts } from '../../../kernel/measures/service.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { issueFacts } from '../measures/facts.ts'
import * as q from './import.sql.ts'
import { CERTIFICATE_COLUMNS } from './import.sql.ts'

/** A new row of the register. */
export type NewCertificate = {
  personId: string
  certificateId: string
  /** As `registeredNumber` or the parser gives it. */
  number: string
  kind: string
  occupationEdition: string
  occupationCode: string
  workType: string | null
  levelRank: number | null
  organisationId: string
  issuedOn: PlainDate
  knownOn: PlainDate
  countyCode: string
  batchId: string | null
  contentHash: Buffer | null
  /** What else may stand in place of a batch: a published pass or promotion, or the certificate that this one corrects. */
  entitlementId?: string | null
  correctsId?: string | null
}

/**
 * Claims numbers, for ever. The insert decides who is first; who has a number is read in a statement of its own.
 * @returns numbers that belong to other certificates
 */
export async function takeNumbers(
  tx: Tx,
  wanted: readonly { number: string; personId: string; certificateId: string }[],
): Promise<string[]> {
  const won = await tx.run(
    q.takeNumbers(
      wanted.map((w) => w.number),
      wanted.map((w) => w.personId),
      wanted.map((w) => w.certificateId),
    ),
  )
  // All inserted: nobody had any of them, and there is nothing to ask.
  if (won === wanted.length) return []
  const ours = new Map(wanted.map((w) => [w.number, w.certificateId]))
  const rows = await tx.rows<{ number: string; certificate_id: string }>(q.keysOf([...ours.keys()]))
  return rows.filter((r) => ours.get(r.number) !== r.certificate_id).map((r) => r.number)
}

/** Writes certificates whose numbers were claimed before, and tells the readers of figures that they were issued. */
export async function insertCertificates(tx: Tx, rows: readonly NewCertificate[]): Promise<void> {
  if (rows.length === 0) return
  const line = (c: NewCertificate) =>
    copyLine([
      c.personId,
      c.certificateId,
      c.number,
      c.kind,
      c.occupationEdition,
      c.occupationCode,
      c.workType,
      c.levelRank,
      c.organisationId,
      c.issuedOn,
      c.knownOn,
      c.countyCode,
      c.batchId,
      c.contentHash,
      c.entitlementId ?? null,
      c.correctsId ?? null,
    ])
  await tx.copyIn(
    'credentials.certificate',
    [...CERTIFICATE_COLUMNS, 'entitlement_id', 'corrects_id'],
    copyBlocks(rows, line),
  )
  await tellManyFacts(
    tx,
    issueFacts,
    rows.map((c) => ({ weight: 1 as const, row: issueRow(c) })),
  )
}

export const issueRow = (
  c: Pick<
    NewCertificate,
    'issuedOn' | 'knownOn' | 'levelRank' | 'countyCode' | 'occupationCode' | 'kind' | 'organisationId'
  >,
) => ({
  issued_on: c.issuedOn,
  known_on: c.knownOn,
  level_rank: c.levelRank,
  county_code: c.countyCode,
  occupation_code: c.occupationCode,
  kind: c.kind,
  organisation_id: c.organisationId,
})
