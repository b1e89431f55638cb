import { defineRoom } from '../../kernel/rooms/define.ts'
import type { Need } from '../../kernel/rules/rules.ts'

export const needs: readonly Need[] = [
  {
    key: 'figures.smallCell.least',
    title: { zh: '对外公布的最小单元人数', en: 'Least count shown to the public' },
    unit: 'persons',
    pickedBy: 'the day asked about',
    type: 'integer',
  },
]

export const figures = defineRoom({
  id: 'figures',
  title: { zh: '统计', en: 'Figures' },
  purpose: {
    zh: '一共多少：全部指标，任何一天，都能点开看到记录',
    en: 'How many: every measure, any day, open to the rows behind it',
  },
  needs,
})
