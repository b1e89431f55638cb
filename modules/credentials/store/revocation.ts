import type { Policy } from '../../../kernel/access/policy.ts'
import { sealRow } from '../../../kernel/journal/journal.ts'
import type { ProcessStore } from '../../../kernel/process/act.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { lockPersons } from '../../people/store/index.ts'
import { registeredNumber } from '../check.ts'
import type { RevocationFacts } from '../processes/revocation.checks.ts'
import { revocation as process } from '../processes/revocation.process.ts'
import { REVOCATION_REASONS } from '../words.ts'
import { refreshPersons } from './holdings.ts'
import { endProofs, statusChanged } from './issue.sql.ts'
import * as q from './revocation.sql.ts'
import { certificateSeal } from './seal.ts'

export { certificateSeal } from './seal.ts'

/** The certificate of a case: by its number, within the proposer's area. Elsewhere reads like nowhere. */
export const certificateOfCase =
  (policy: Policy, more: { readonly [key: string]: unknown } = {}): NonNullable<ProcessStore['complete']> =>
  async (tx, input, _office, actor) => {
    const number = registeredNumber(String(input['certificateNumber'] ?? ''))
    const key = await tx.maybe<{ person_id: string; certificate_id: string }>(q.keyOfNumber(number))
    const row =
      key &&
      (await tx.maybe<{ county_code: string }>(q.certificateInScope(key.person_id, key.certificate_id, policy, actor)))
    if (!key || !row)
      fail('BadInput', {
        code: 'CERT_NOT_FOUND',
        field: 'certificateNumber',
        given: number,
        message: { zh: `您辖区内没有编号为 ${number} 的证书`, en: `There is no certificate ${number} in your area` },
        hint: {
          zh: '请逐位核对编号；持证登记在其他县（市、区）的，请由该地或市局办理',
          en: 'Compare the number; a certificate registered elsewhere is handled there or by the city',
        },
      })
    return { person: key.person_id, certificateId: key.certificate_id, county: row.county_code, ...more }
  }

export const revocation: ProcessStore = {
  complete: certificateOfCase(process.open.who),
  facts: async (tx, c) => {
    const found = await tx.maybe<{ issued_on: PlainDate; revoked_on: PlainDate | null }>(
      q.certificateState(String(c.fields['person']), String(c.fields['certificateId'])),
    )
    return {
      certificate: found ? { issuedOn: found.issued_on, revokedOn: found.revoked_on } : null,
    } satisfies RevocationFacts
  },
  effects: {
    keepNote: async ({ tx, case: c, input }) => {
      await tx.run(
        q.keepNote(c.id, typeof input['note'] === 'string' && input['note'].trim() ? input['note'].trim() : null),
      )
    },
    revokeCertificate: async ({ tx, office, case: c, seal, tell }) => {
      const personId = String(c.fields['person'])
      const certificateId = String(c.fields['certificateId'])
      const effectiveOn = String(c.fields['effectiveOn'])
      const label = REVOCATION_REASONS.find((r) => r.id === c.fields['reasonCode'])!.label.zh
      await lockPersons(tx, [personId])
      const done = await tx.run(
        q.revoke({
          personId,
          certificateId,
          on: effectiveOn,
          knownOn: office.world.today(),
          reason: `${label}：${String(c.fields['reason'])}`,
        }),
      )
      if (done !== 1)
        fail('Conflict', {
          code: 'CERT_REVOKED',
          field: 'certificateNumber',
          message: { zh: '该证书刚被撤销', en: 'The certificate was revoked just now' },
          hint: { zh: '请刷新后查看', en: 'Reload to see it' },
        })
      await refreshPersons(tx, office, [personId])
      await tx.run(endProofs(personId, certificateId, office.world.today()))
      await tx.run(statusChanged())
      seal(await sealRow(tx, certificateSeal, [personId, certificateId], 'changed'))
      tell('credentials.certificate.revoked', { personId, certificateId, effectiveOn })
    },
  },
}
