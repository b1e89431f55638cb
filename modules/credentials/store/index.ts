import { defineStore, type RoomStore } from '../../../kernel/rooms/store.ts'
import { check, explainNumber } from './check.ts'
import { keys, statusList, verifyCode } from './codes.ts'
import { organisationsWithCertificate, personsWithCertificate } from './import.sql.ts'
import { certificates } from './import.ts'
import { numbers } from './numbers.ts'
import { type PassportEntry, passport, share, shareLink } from './passport.ts'
import { RECOUNTED, type RecountedMeasure, recount } from './recount.ts'
import { correction, nationalQuery, replacement } from './renewal.ts'
import { revocation } from './revocation.ts'

export { insertCertificates, type NewCertificate, takeNumbers } from './certificates.ts'
export { heldRanks } from './held.ts'
export { HoldingCorrupt, type Rebuilt, rebuildAll, refreshPersons } from './holdings.ts'
export {
  type Issued,
  type IssueOrder,
  type IssueRow,
  type IssueSource,
  issueCertificates,
  issueInChunks,
} from './issue.ts'
export { numberTables } from './number-tables.ts'
export { type Paper, papersOf } from './papers.ts'
export { passport } from './passport.ts'
export { certificateSeal } from './revocation.ts'
export type { PassportEntry }
export { RECOUNTED, type RecountedMeasure, recount }

export const store = defineStore({
  processes: {
    'credentials.revocation': revocation,
    'credentials.numbers': numbers,
    'credentials.replacement': replacement,
    'credentials.correction': correction,
    'credentials.nationalQuery': nationalQuery,
    'credentials.share': share,
  },
  reads: {
    'credentials.check': check,
    'credentials.keys': keys,
    'credentials.statusList': statusList,
    'credentials.verifyCode': verifyCode,
    'credentials.passport': passport,
    'credentials.shareLink': shareLink,
    'credentials.explainNumber': async (ctx, query) => explainNumber(ctx, query),
  },
  imports: { 'credentials.certificates': certificates },
  restsOn: {
    'people.person': async (tx, keys) =>
      (await tx.rows<{ person_id: string }>(personsWithCertificate(keys))).map((r) => r.person_id),
    'directory.organisation': async (tx, keys) =>
      (await tx.rows<{ organisation_id: string }>(organisationsWithCertificate(keys))).map((r) => r.organisation_id),
  },
  recounts: Object.fromEntries(
    (Object.keys(RECOUNTED) as RecountedMeasure[]).map((id) => [
      id,
      (...[tx, question, bands]: Parameters<NonNullable<RoomStore['recounts']>[string]>) =>
        recount(tx, id, question, bands),
    ]),
  ),
})
