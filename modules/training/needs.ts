import type { Need } from '../../kernel/rules/rules.ts'

/** What the city must say before anybody is taught. */
export const needs: readonly Need[] = [
  {
    key: 'training.filing.days',
    title: { zh: '开班提前备案天数', en: 'Days before the first lesson by which a class is filed' },
    unit: 'working_days',
    pickedBy: 'the day of filing',
    type: 'integer',
  },
  {
    key: 'training.change.days',
    title: { zh: '课程变更提前申请天数', en: 'Days before the lesson by which a change is asked for' },
    unit: 'working_days',
    pickedBy: 'the day of the request',
    type: 'integer',
  },
  {
    key: 'training.hoursDay.max',
    title: { zh: '每日最多课时', en: 'Most class hours in a day' },
    unit: 'class_hours',
    pickedBy: 'the first day of the class',
    type: 'integer',
  },
  {
    key: 'training.attendance.percent',
    title: { zh: '结业最低出勤率', en: 'Least attendance for completion' },
    unit: 'percent',
    pickedBy: 'the first day of the class',
    type: 'integer',
  },
  {
    key: 'training.proof.groups',
    title: { zh: '须有证明的群体', en: 'Groups that need a proof' },
    unit: 'groups',
    pickedBy: 'the first day of the class',
    type: 'table',
  },
  {
    key: 'training.ages',
    title: { zh: '最低年龄和法定退休年龄', en: 'Least age, and statutory retirement age by cohort' },
    unit: 'table',
    pickedBy: 'the first day of the class',
    type: 'table',
  },
]
