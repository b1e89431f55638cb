import type { Need } from '../../kernel/rules/rules.ts'

export const needs: readonly Need[] = [
  {
    key: 'competitions.promotion',
    title: { zh: '竞赛名次晋升和荣誉', en: 'What a place in a contest leads to' },
    unit: 'promotion',
    pickedBy: 'the first day of the event',
    type: 'table',
  },
  {
    key: 'competitions.scale',
    title: { zh: '可比分换算', en: 'Comparable scale' },
    unit: 'scale',
    pickedBy: 'the first day of the event',
    type: 'table',
  },
  {
    key: 'competitions.medals',
    title: { zh: '奖牌规则', en: 'Medals' },
    unit: 'medals',
    pickedBy: 'the first day of the event',
    type: 'table',
  },
  {
    key: 'competitions.notice.days',
    title: { zh: '成绩公示天数', en: 'Days of public notice of results' },
    unit: 'working_days',
    pickedBy: 'the day of publication',
    type: 'integer',
  },
]
