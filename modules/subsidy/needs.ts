import type { Need } from '../../kernel/rules/rules.ts'

/** Days and forms of the way from claim to money; amounts and conditions stand on the pages of the schemes. */
export const needs: readonly Need[] = [
  {
    key: 'subsidy.review.days',
    title: { zh: '初审期限', en: 'Days for the first review' },
    unit: 'working_days',
    pickedBy: 'the day of filing',
    type: 'integer',
  },
  {
    key: 'subsidy.approval.days',
    title: { zh: '复核期限', en: 'Days for the second review' },
    unit: 'working_days',
    pickedBy: 'the day of the first review',
    type: 'integer',
  },
  {
    key: 'subsidy.supplement.days',
    title: { zh: '补正期限', en: 'Days to supplement' },
    unit: 'working_days',
    pickedBy: 'the day of return',
    type: 'integer',
  },
  {
    key: 'subsidy.payment.days',
    title: { zh: '拨付期限', en: 'Days to pay' },
    unit: 'working_days',
    pickedBy: 'the day on which the notice is over',
    type: 'integer',
  },
  {
    key: 'subsidy.account.hours',
    title: { zh: '账户变更冷静期', en: 'Waiting time of a changed account' },
    unit: 'hours',
    pickedBy: 'the day of the change',
    type: 'integer',
  },
  {
    key: 'subsidy.clawback.days',
    title: { zh: '追回期限', en: 'Days to pay back' },
    unit: 'days',
    pickedBy: 'the day of the order',
    type: 'integer',
  },
  {
    key: 'subsidy.bank.columns',
    title: { zh: '代发文件格式', en: 'Columns of the bank file' },
    unit: 'columns',
    pickedBy: 'the day of sending',
    type: 'table',
  },
]
