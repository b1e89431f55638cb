import { SYSTEM } from '../../../kernel/access/actor.ts'
import { actWithin, type ProcessStore } from '../../../kernel/process/act.ts'
import { fail } from '../../../kernel/values/fail.ts'
import { isUuid } from './lookups.ts'
import * as q from './plan.sql.ts'

export const normStore: ProcessStore = {
  async complete(tx, input, office) {
    const id = isUuid(input['organisation']) ? input['organisation'] : null
    const o = id ? await tx.maybe<{ county_code: string }>(q.organisation(id)) : undefined
    if (!o)
      fail('BadInput', {
        code: 'ORG_UNKNOWN',
        field: 'organisation',
        message: { zh: '没有找到这家机构', en: 'There is no such organisation' },
        hint: { zh: '请从本单位账号填报', en: 'Use the account of the organisation' },
      })
    const before = isUuid(input['replaces'])
      ? await tx.maybe<{ norm_version: number; organisation_id: string; occupation_code: string; state: string }>(
          q.newestNorm(input['replaces']),
        )
      : undefined
    if (
      input['replaces'] &&
      (before?.state !== 'in-force' || before.organisation_id !== id || before.occupation_code !== input['occupation'])
    )
      fail('BadInput', {
        code: 'NORM_REPLACES',
        field: 'replaces',
        message: {
          zh: '只能代替本单位同一职业、正在施行的规范',
          en: 'Only a norm in force of the same organisation and occupation',
        },
        hint: { zh: '请核对要代替的规范', en: 'Check which one' },
      })
    const prefix = office.city.division.slice(0, 4)
    return {
      normVersion: (before?.norm_version ?? 0) + 1,
      county: o.county_code.startsWith(prefix) ? o.county_code : office.city.division,
    }
  },
  effects: {
    async putInForce({ tx, case: c, input, office }) {
      await tx.run(q.putNormInForce(c.id, String(input['document']), String(input['from'])))
      if (isUuid(c.fields['replaces']))
        await actWithin(tx, office, 'assessment.norming', String(c.fields['replaces']), 'replace', {}, SYSTEM, null)
    },
  },
}
