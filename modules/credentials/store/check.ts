import type { Office } from '../../../kernel/rooms/office.ts'
import type { ReadContext } from '../../../kernel/rooms/store.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import type { Text } from '../../../kernel/values/text.ts'
import { LEVELS } from '../../catalogue/index.ts'
import { maskName, nameKey } from '../../people/index.ts'
import { explainCertificateNumber, parseCertificateNumber } from '../certificate-number.ts'
import { explain, likelyCauses, registeredNumber } from '../check.ts'
import { CERTIFICATE_KINDS } from '../words.ts'
import * as q from './check.sql.ts'
import { numberTables } from './number-tables.ts'

type Key = { person_id: string; certificate_id: string }
type Found = {
  number: string
  kind: string
  level_rank: number | null
  work_type: string | null
  issued_on: PlainDate
  revoked_on: PlainDate | null
  corrected_by_id: string | null
  name: string
  name_key: string
  body: string | null
  occupation: string
}

export type CheckAnswer = {
  verdict: 'valid' | 'corrected' | 'replaced' | 'revoked' | 'not-found'
  message: Text
  asOf: string
  certificate: {
    number: string
    holder: string
    kind: Text
    occupation: string
    workType: string | null
    level: Text | null
    issuedBy: string
    issuedOn: string
    revokedOn: string | null
  } | null
  causes: Text[]
  helpPhone: string | null
}

export const kinds = new Map(CERTIFICATE_KINDS.map((k) => [k.id, k.label]))
export const levels = new Map(LEVELS.map((l) => [l.rank, l.display]))
/** Said of a certificate that is in the register, by the check of numbers and by that of codes. */
export function messageOf(verdict: 'valid' | 'corrected' | 'replaced' | 'revoked', on: PlainDate | null): Text {
  if (verdict === 'valid') return { zh: '证书有效', en: 'The certificate is valid' }
  if (verdict === 'replaced')
    return {
      zh: '证书已换发，这个编号已作废；请持证人出示新证',
      en: 'The certificate was replaced and this number is void; ask the holder for the new one',
    }
  if (verdict === 'corrected')
    return {
      zh: '证书已更正，这一本不再有效；请持证人出示更正后的证书',
      en: 'The certificate was corrected and this copy is not valid; ask the holder for the corrected one',
    }
  return { zh: `证书已撤销，自 ${on} 起失效`, en: `The certificate was revoked and is not valid since ${on}` }
}
const NOT_FOUND: Text = {
  zh: '没有查到该证书，请核对编号和姓名',
  en: 'No such certificate was found; check number and name',
}

/**
 * Number and name must both fit. Where either does not, the same two statements are run and the same bytes are answered:
 * for an unknown number a certificate that exists is read in its stead, so that the time tells nothing.
 */
export async function check(
  { read, office }: Pick<ReadContext, 'read' | 'office'>,
  query: { number: string; name: string },
): Promise<CheckAnswer> {
  const number = registeredNumber(query.number)
  const key = (await read.rows<Key>(q.keyOf(number)))[0]
  const other = key ?? (await decoy(read, office))
  const row = (await read.rows<Found>(q.checkedCertificate(other.person_id, other.certificate_id)))[0]
  const asked = nameKey(query.name)
  const today = office.world.today()
  const base = { asOf: office.world.now().toISOString(), helpPhone: office.city.helpPhone }
  if (!row || !key || row.name_key !== asked)
    return {
      ...base,
      verdict: 'not-found',
      message: NOT_FOUND,
      certificate: null,
      causes: likelyCauses(
        query.number,
        numberTables(office),
        office.rules.integerOn('credentials.onlineAfterIssue', today),
      ),
    }
  const revoked = row.revoked_on !== null && row.revoked_on <= today
  // The paper in hand bears a number that was given up; which one took its place is the holder's to tell.
  const verdict =
    row.number !== number ? 'replaced' : revoked ? (row.corrected_by_id ? 'corrected' : 'revoked') : 'valid'
  return {
    ...base,
    verdict,
    message: messageOf(verdict, row.revoked_on),
    certificate: {
      number,
      holder: maskName(row.name),
      kind: kinds.get(row.kind)!,
      occupation: row.occupation,
      workType: row.work_type,
      level: row.level_rank === null ? null : (levels.get(row.level_rank) ?? null),
      issuedBy: row.body ?? '',
      issuedOn: row.issued_on,
      revokedOn: revoked ? row.revoked_on : null,
    },
    causes: [],
  }
}

const DECOYS = 64
const NOBODY: Key = {
  person_id: '00000000-0000-0000-0000-000000000000',
  certificate_id: '00000000-0000-0000-0000-000000000000',
}
const decoys = new WeakMap<Office, { keys: Key[]; next: number }>()

async function decoy(read: ReadContext['read'], office: Office): Promise<Key> {
  let kept = decoys.get(office)
  if (!kept?.keys.length) {
    kept = { keys: await read.rows<Key>(q.someKeys(DECOYS)), next: 0 }
    decoys.set(office, kept)
  }
  return kept.keys[kept.next++ % kept.keys.length] ?? NOBODY
}

export function explainNumber({ office }: Pick<ReadContext, 'office'>, query: { number: string }) {
  const tables = numberTables(office)
  const parsed = parseCertificateNumber(query.number, tables)
  return { ...explain(query.number, tables), lines: parsed.ok ? explainCertificateNumber(parsed) : [] }
}
