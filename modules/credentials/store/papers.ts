import type { Actor } from '../../../kernel/access/actor.ts'
import type { Database } from '../../../kernel/db/database.ts'
import { writeLeaf } from '../../../kernel/journal/journal.ts'
import { secretPlace } from '../../../kernel/records/answer.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { maskIdentityNumber } from '../../people/index.ts'
import { lockPersons } from '../../people/store/index.ts'
import { explainCertificateNumber, parseCertificateNumber } from '../certificate-number.ts'
import { registeredNumber } from '../check.ts'
import { codeToDigits } from '../qr-code.ts'
import { certificate } from '../records.ts'
import { proofOf } from './issue.sql.ts'
import { numberTables } from './number-tables.ts'
import * as q from './papers.sql.ts'
import { makeProofs } from './proofs.ts'
import { keyOfNumber } from './revocation.sql.ts'

/** What stands on the paper of a certificate. The identity number comes masked. */
export type Paper = {
  personId: string
  certificateId: string
  number: string
  /** What the places of the number mean. */
  explained: string[]
  kind: string
  occupationCode: string
  occupation: string
  workType: string | null
  levelRank: number | null
  body: string
  issuedOn: PlainDate
  name: string
  sex: string
  birthDate: PlainDate
  identityMasked: string
  statusIndex: number
  /** Decimal digits of the signed code. */
  code: string
}

type Row = {
  person_id: string
  certificate_id: string
  number: string
  kind: string
  occupation_code: string
  occupation: string | null
  work_type: string | null
  level_rank: number | null
  issued_on: PlainDate
  revoked_on: PlainDate | null
  name: string
  sex: string
  birth_date: PlainDate
  identity_sealed: Buffer
  body: string | null
}

export const PAPERS_MAX = 200

/**
 * What is needed to set certificates on paper; a code is signed for those that have none yet, and the journal keeps who printed
 * which. `actor` is null for the house's own command line.
 * @throws Failure BadInput with a finding for each number that cannot be printed (unknown, elsewhere, revoked, given up)
 */
export async function papersOf(
  db: Database,
  office: Office,
  actor: Actor | null,
  numbers: readonly string[],
  what: 'printed' | 'exported' = 'printed',
): Promise<Paper[]> {
  if (numbers.length > PAPERS_MAX) fail('TooLarge')
  const wanted = [...new Set(numbers.map(registeredNumber))]
  return db.tx(async (tx) => {
    const findings: Finding[] = []
    const keys = new Map<string, { person_id: string; certificate_id: string }>()
    for (const number of wanted) {
      const key = await tx.maybe<{ person_id: string; certificate_id: string }>(keyOfNumber(number))
      const isThere =
        key && (!actor || (await tx.maybe(q.inScope(key.person_id, key.certificate_id, certificate.read, actor))))
      if (key && isThere) keys.set(number, key)
      else findings.push(notFound(number))
    }
    // Locked first, read after: nothing is signed for what is being revoked at this moment.
    await lockPersons(tx, [...new Set([...keys.values()].map((k) => k.person_id))])
    const rows: Row[] = []
    for (const [number, key] of keys) {
      const row = await tx.maybe<Row>(q.paper(key.person_id, key.certificate_id))
      if (!row) findings.push(notFound(number))
      else if (row.revoked_on !== null || row.number !== number) findings.push(notValid(number))
      else rows.push(row)
    }
    if (findings.length)
      fail(wanted.length === 1 && findings[0]!.code === 'CERT_NOT_FOUND' ? 'NotFound' : 'BadInput', findings)
    const proofs = new Map<string, { statusIndex: number; code: Buffer }>()
    for (const r of rows) {
      const p = await tx.maybe<{ status_index: number; code: Buffer }>(proofOf(r.person_id, r.certificate_id, r.number))
      if (p) proofs.set(r.number, { statusIndex: p.status_index, code: p.code })
    }
    const without = rows.filter((r) => !proofs.has(r.number))
    const made = await makeProofs(
      tx,
      office,
      without.map((r) => ({
        personId: r.person_id,
        certificateId: r.certificate_id,
        number: r.number,
        kind: r.kind,
        occupationCode: r.occupation_code,
        levelRank: r.level_rank,
        issuedOn: r.issued_on,
        name: r.name,
      })),
    )
    without.forEach((r, i) => {
      proofs.set(r.number, made[i]!)
    })
    await writeLeaf(tx, office.world, {
      kind: `credentials.certificate.${what}`,
      subject: `credentials.certificate/${rows[0]!.certificate_id}`,
      actor: actor?.accountId ?? 'system',
      body: { numbers: rows.map((r) => r.number) },
    })
    return rows.map((r) => paperOf(office, r, proofs.get(r.number)!))
  })
}

function paperOf(office: Office, r: Row, proof: { statusIndex: number; code: Buffer }): Paper {
  const parsed = parseCertificateNumber(r.number, numberTables(office))
  const identity = office.keys.decrypt(secretPlace('people.person', 'identity_sealed', r.person_id), r.identity_sealed)
  return {
    personId: r.person_id,
    certificateId: r.certificate_id,
    number: r.number,
    explained: parsed.ok ? explainCertificateNumber(parsed).map((t) => t.zh) : [],
    kind: r.kind,
    occupationCode: r.occupation_code,
    occupation: r.occupation ?? r.occupation_code,
    workType: r.work_type,
    levelRank: r.level_rank,
    body: r.body ?? '',
    issuedOn: r.issued_on,
    name: r.name,
    sex: r.sex,
    birthDate: r.birth_date,
    identityMasked: maskIdentityNumber(identity),
    statusIndex: proof.statusIndex,
    code: codeToDigits(proof.code),
  }
}

const notFound = (number: string): Finding => ({
  code: 'CERT_NOT_FOUND',
  field: 'number',
  given: number,
  message: { zh: `您辖区内没有编号为 ${number} 的证书`, en: `There is no certificate ${number} in your area` },
  hint: { zh: '请逐位核对编号', en: 'Compare the number' },
})
const notValid = (number: string): Finding => ({
  code: 'CERT_NOT_VALID',
  field: 'number',
  given: number,
  message: {
    zh: `${number} 已撤销、更正或换发，不能打印`,
    en: `${number} was revoked, corrected or replaced and is not printed`,
  },
  hint: { zh: '请打印新的证书', en: 'Print the certificate that took its place' },
})
