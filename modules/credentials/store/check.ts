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
  name: string
  name_key: string
  body: string | null
  occupation: string
}

export type CheckAnswer = {
  verdict: 'valid' | 'revoked' | 'not-found'
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

const kinds = new Map(CERTIFICATE_KINDS.map((k) => [k.id, k.label]))
const levels = new Map(LEVELS.map((l) => [l.rank, l.display]))
const VALID: Text = { zh: '证书有效', en: 'The certificate is valid' }
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
  return {
    ...base,
    verdict: revoked ? 'revoked' : 'valid',
    message: revoked
      ? {
          zh: `证书已撤销，自 ${row.revoked_on} 起失效`,
          en: `The certificate was revoked and is not valid since ${row.revoked_on}`,
        }
      : VALID,
    certificate: {
      number: row.number,
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
