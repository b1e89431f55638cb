import type { Check } from '../../../kernel/process/define.ts'
import { addDays, type PlainDate } from '../../../kernel/values/plain-date.ts'
import { ruleKey } from '../checks/index.ts'

export const mayBeOverridden: Check = {
  id: 'mayBeOverridden',
  title: { zh: '该项核查可以放行', en: 'This check may be overridden' },
  run: ({ case: c, rule }) => {
    const id = String(c.fields['checkId'])
    const { override } = rule(ruleKey(id)) as { override: boolean }
    if (override) return []
    return [
      {
        code: 'CHECK_FINAL',
        field: 'checkId',
        given: id,
        message: { zh: `${id}不得放行`, en: `${id} may never be overridden` },
        hint: { zh: '请更正名册或退回申领', en: 'Correct the roster or return the claim' },
      },
    ]
  },
}

/** Source: rule `subsidy.checks.overrideDays`. */
export const untilDay: Check = {
  id: 'untilDay',
  title: { zh: '放行期限在规定天数以内', en: 'The override ends in time' },
  run: ({ case: c, today, rule }) => {
    const until = c.fields['untilOn'] as PlainDate
    const last = addDays(today, rule('subsidy.checks.overrideDays') as number)
    if (until >= today && until <= last) return []
    return [
      {
        code: 'OVERRIDE_UNTIL',
        field: 'untilOn',
        given: until,
        message: {
          zh: `放行期限${until}不在${today}至${last}之间`,
          en: `${until} does not lie between ${today} and ${last}`,
        },
        hint: { zh: '放行只在一段时间内有效，请改日期', en: 'An override holds for a while only; change the day' },
      },
    ]
  },
}
