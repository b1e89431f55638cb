import type { Need } from '../../kernel/rules/rules.ts'

export const needs: readonly Need[] = [
  {
    key: 'credentials.onlineAfterIssue',
    title: {
      zh: '发证后多少个工作日内可以查到',
      en: 'Working days after issue until a certificate is found by the check',
    },
    unit: 'working_days',
    pickedBy: 'the day of the check',
    type: 'integer',
  },
  {
    key: 'credentials.statusListDays',
    title: { zh: '状态名单可离线使用的天数', en: 'Days for which a status list may be used off line' },
    unit: 'days',
    pickedBy: 'the day of the list',
    type: 'integer',
  },
  {
    key: 'credentials.shareDaysMost',
    title: { zh: '技能护照分享的最长天数', en: 'Most days for which a passport is shared' },
    unit: 'days',
    pickedBy: 'the day of sharing',
    type: 'integer',
  },
]
