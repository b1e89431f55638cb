import type { ProcessStore } from '../../../../kernel/process/act.ts'
import { fail } from '../../../../kernel/values/fail.ts'
import { checkOverride as process } from '../../processes/check-override.process.ts'
import * as q from './run.sql.ts'

export const checkOverride: ProcessStore = {
  complete: async (tx, input, _office, actor) => {
    const number = String(input['claimNumber'] ?? '').trim()
    const claim = await tx.maybe<{ claim_id: string; county_code: string }>(
      q.claimInScope(number, process.open.who, actor),
    )
    if (!claim)
      fail('BadInput', {
        code: 'CLAIM_NOT_FOUND',
        field: 'claimNumber',
        given: number,
        message: { zh: `您辖区内没有编号为 ${number} 的申领`, en: `There is no claim ${number} in your area` },
        hint: { zh: '请核对申领编号', en: 'Check the number of the claim' },
      })
    return { claimId: claim.claim_id, county: claim.county_code }
  },
  effects: {
    keepNote: async ({ tx, case: c, input }) => {
      await tx.run(q.keepOverrideNote(c.id, typeof input['note'] === 'string' ? input['note'].trim() : null))
    },
    /** Another human than who filed or reviewed the claim; the table holds them apart too. */
    keepOfficersOfClaim: async ({ tx, case: c, actor, tell }) => {
      const claim = await tx.one<{ filed_by: string | null; reviewed_by: string | null }>(
        q.officersOfClaim(String(c.fields['claimId'])),
      )
      for (const doer of [claim.filed_by, claim.reviewed_by])
        if (doer && (doer === actor.personKey || doer === actor.name))
          fail('NotAllowed', {
            code: 'TWO_PERSONS',
            field: 'claimNumber',
            message: {
              zh: '您经办或初审过这笔申领，不能为它放行',
              en: 'Who filed or reviewed the claim cannot override its checks',
            },
            hint: { zh: '请由其他人员审批', en: 'Somebody else has to decide' },
          })
      await tx.run(q.keepOfficersOfClaim(c.id, claim.filed_by, claim.reviewed_by))
      tell('subsidy.check.overridden', {
        claimId: String(c.fields['claimId']),
        checkId: String(c.fields['checkId']),
        untilOn: String(c.fields['untilOn']),
      })
    },
  },
}
