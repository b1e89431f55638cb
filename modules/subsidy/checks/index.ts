import type { Need } from '../../../kernel/rules/rules.ts'
import * as attendance from './attendance.ts'
import * as classes from './classes.ts'
import type { Check } from './define.ts'
import * as money from './money.ts'
import * as personal from './persons.ts'

/** All checks, by number. */
export const CHECKS: readonly Check[] = Object.values<Check>({
  ...personal,
  ...attendance,
  ...classes,
  ...money,
}).sort((a, b) => (a.id < b.id ? -1 : 1))

export const ruleKey = (checkId: string): string => `subsidy.checks.${checkId}`

export const checkNeeds: readonly Need[] = [
  ...CHECKS.map(
    (c): Need => ({
      key: ruleKey(c.id),
      title: { zh: `核查${c.id}：${c.title.zh}`, en: `Check ${c.id}: ${c.title.en}` },
      unit: 'check',
      pickedBy: 'the day of the run',
      type: 'table',
    }),
  ),
  {
    key: 'subsidy.checks.freshness',
    title: { zh: '外部名册最多旧多少天', en: 'Days after which an outside register is too old' },
    unit: 'days',
    pickedBy: 'the day of the run',
    type: 'table',
  },
  {
    key: 'subsidy.checks.overrideDays',
    title: { zh: '放行最长天数', en: 'Days for which a check may be overridden' },
    unit: 'days',
    pickedBy: 'the day of the decision',
    type: 'integer',
  },
]

export { readCheckRule } from './define.ts'
