import { hash } from 'node:crypto'
import { copyLine } from '../../../kernel/db/copy-text.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Office } from '../../../kernel/rooms/office.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { maskName, nameKey } from '../../people/index.ts'
import { bytesToSign, encodeBody, join, NAME_MARK_BYTES, nameMarkText, type QrContent } from '../qr-code.ts'
import * as q from './issue.sql.ts'

export type ProofOrder = {
  personId: string
  certificateId: string
  number: string
  kind: string
  occupationCode: string
  levelRank: number | null
  issuedOn: PlainDate
  name: string
}
export type Proof = { statusIndex: number; keyId: number; code: Buffer }

/**
 * Signs a code for each certificate and gives each a place in the status list that was never given before. Within the caller's
 * transaction, after its persons are locked: the row of the list is locked last and for a short time.
 * @throws Failure BadInput when a number is written in characters for which the code has no room
 */
export async function makeProofs(tx: Tx, office: Office, orders: readonly ProofOrder[]): Promise<Proof[]> {
  if (orders.length === 0) return []
  const key = await office.keys.proofKey(office.city.signature)
  const { first_index } = await tx.one<{ first_index: number }>(q.takeIndexes(orders.length))
  const madeOn = office.world.today()
  const proofs: Proof[] = []
  for (const [i, o] of orders.entries()) {
    const statusIndex = first_index + i
    const body = bodyOf(o, { algorithm: office.city.signature, keyId: key.id, statusIndex })
    proofs.push({
      statusIndex,
      keyId: key.id,
      code: Buffer.from(join([body, await key.sign(bytesToSign(body))])),
    })
  }
  await tx.run(
    q.insertStatusKeys(
      proofs.map((p) => p.statusIndex),
      orders.map((o) => o.personId),
      orders.map((o) => o.certificateId),
    ),
  )
  await tx.copyIn('credentials.proof', q.PROOF_COLUMNS, [
    proofs
      .map((p, i) => {
        const o = orders[i]!
        return copyLine([o.personId, p.statusIndex, o.certificateId, o.number, p.keyId, p.code, madeOn])
      })
      .join(''),
  ])
  return proofs
}

export const nameMark = (number: string, name: string): Buffer =>
  hash('sha256', nameMarkText(number, nameKey(name)), 'buffer').subarray(0, NAME_MARK_BYTES)

function bodyOf(o: ProofOrder, key: Pick<QrContent, 'algorithm' | 'keyId' | 'statusIndex'>): Uint8Array {
  const holder = maskName(o.name)
  const content: QrContent = {
    ...key,
    kind: o.kind,
    occupation: o.occupationCode,
    level: o.levelRank,
    issuedOn: o.issuedOn,
    nameMark: nameMark(o.number, o.name),
    number: o.number,
    holder,
  }
  try {
    return encodeBody(content)
  } catch (e) {
    if (!(e instanceof RangeError)) throw e
  }
  // A long name leaves less of itself.
  const letters = [...holder]
  try {
    return encodeBody({ ...content, holder: `${letters[0]}*${letters.at(-1)}` })
  } catch (e) {
    if (!(e instanceof RangeError)) throw e
    return fail('BadInput', {
      code: 'CERT_CODE_ROOM',
      field: 'number',
      given: o.number,
      message: {
        zh: `编号 ${o.number} 太长，二维码放不下`,
        en: `The number ${o.number} is too long for the code`,
      },
      hint: { zh: '该证书只能联网查验', en: 'This certificate can only be checked on line' },
    })
  }
}
