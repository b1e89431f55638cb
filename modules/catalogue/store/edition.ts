import type { Actor } from '../../../kernel/access/actor.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { searchTerms } from '../../../kernel/db/search-terms.ts'
import { writeLeaf } from '../../../kernel/journal/journal.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { fail } from '../../../kernel/values/fail.ts'
import { type Finding, isBlocking } from '../../../kernel/values/finding.ts'
import { type EditionRow, importEdition } from '../edition-import.ts'
import * as q from './catalogue.sql.ts'

export type EditionWritten = {
  edition: string
  /** 大类, 中类, 小类, 职业 of what was handed in. */
  counts: readonly [number, number, number, number]
  /** Codes that were new or said something else, those that were there as they are, and those the file does not name. */
  written: number
  same: number
  kept: number
  workTypes: number
  findings: Finding[]
}

/**
 * Writes a whole edition of the classification. Safe to repeat: what is there already stays, key industries set by the city
 * stay, codes that the file does not name stay and are counted. @throws BadInput with every blocking finding; nothing is
 * written then.
 */
export async function writeEdition(
  tx: Tx,
  office: Office,
  edition: string,
  rows: readonly EditionRow[],
  actor: Actor,
): Promise<EditionWritten> {
  const read = importEdition(rows, { edition })
  if (read.findings.some(isBlocking) || read.occupations.length === 0)
    fail('BadInput', read.findings.length ? read.findings : noRows)
  await tx.run(q.lockEdition(edition))
  const codes = read.occupations.map((o) => o.code)
  const written = await tx.run(
    q.upsertOccupations(
      edition,
      JSON.stringify(
        read.occupations.map((o) => ({
          code: o.code,
          parent: o.parent ?? null,
          name: o.name,
          depth: o.depth,
          green: o.green,
          digital: o.digital,
          search_terms: searchTerms(o.name),
        })),
      ),
    ),
  )
  const workTypes = await tx.run(
    q.insertWorkTypes(edition, JSON.stringify(read.workTypes.map((w) => ({ occupation: w.occupation, name: w.name })))),
  )
  const after = await tx.one<{ known: number; total: number }>(q.occupationsKept(edition, codes))
  const answer: EditionWritten = {
    edition,
    counts: read.counts,
    written,
    same: codes.length - written,
    kept: Number(after.total) - Number(after.known),
    workTypes,
    findings: read.findings,
  }
  await writeLeaf(tx, office.world, {
    kind: 'catalogue.edition.written',
    subject: `catalogue.edition/${edition}`,
    actor: actor.accountId ?? actor.personKey ?? 'anyone',
    body: { edition, counts: [...read.counts], written, same: answer.same, kept: answer.kept, workTypes },
  })
  return answer
}

const noRows: Finding[] = [
  {
    code: 'EDITION_EMPTY',
    message: { zh: '文件里没有职业', en: 'The file holds no occupation' },
    hint: { zh: '请核对文件', en: 'Check the file' },
  },
]

/** Key industries of the place; safe to repeat. @returns how many were new or renamed */
export const writeIndustries = (tx: Tx, rows: readonly { id: string; zh: string; en: string }[]): Promise<number> =>
  tx.run(q.upsertIndustries(JSON.stringify(rows)))
