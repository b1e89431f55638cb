import type { Need } from '../../kernel/rules/rules.ts'

const exam = 'the day of the examination'

/** What the city must say before anybody is examined. */
export const needs: readonly Need[] = [
  {
    key: 'assessment.filing.days',
    title: { zh: '评价计划提前备案天数', en: 'Days before the examination by which a plan is filed' },
    unit: 'working_days',
    pickedBy: 'the day of filing',
    type: 'integer',
  },
  {
    key: 'assessment.notice.days',
    title: { zh: '结果公示天数', en: 'Days for which results are publicised' },
    unit: 'working_days',
    pickedBy: 'the day of publication',
    type: 'integer',
  },
  {
    key: 'assessment.recheck.days',
    title: { zh: '复核期限', en: 'Days within which an objection is settled' },
    unit: 'working_days',
    pickedBy: 'the day of the objection',
    type: 'integer',
  },
  {
    key: 'assessment.resit.months',
    title: { zh: '单科合格成绩保留月数', en: 'Months for which a passed subject is kept for a resit' },
    unit: 'months',
    pickedBy: exam,
    type: 'integer',
  },
  {
    key: 'assessment.pass.centi',
    title: { zh: '合格分（百分之一分）', en: 'Pass mark, in hundredths of a point' },
    unit: 'hundredths of a point',
    pickedBy: exam,
    type: 'integer',
  },
  {
    key: 'assessment.subjects',
    title: { zh: '各等级应考科目', en: 'Subjects by level' },
    unit: 'subjects',
    pickedBy: exam,
    type: 'table',
  },
  {
    key: 'assessment.invigilators',
    title: { zh: '监考人员配备', en: 'Invigilators by room' },
    unit: 'persons',
    pickedBy: exam,
    type: 'table',
  },
  {
    key: 'assessment.examiners',
    title: { zh: '考评人员配备', en: 'Examiners by room' },
    unit: 'persons',
    pickedBy: exam,
    type: 'table',
  },
  {
    key: 'assessment.examiner-levels',
    title: { zh: '考评员可考等级', en: 'Highest rank that each grade of examiner may judge' },
    unit: 'rank',
    pickedBy: exam,
    type: 'table',
  },
  {
    key: 'assessment.ties',
    title: { zh: '考评人员回避关系', en: 'Ties by which an examiner stands back' },
    unit: 'ties',
    pickedBy: exam,
    type: 'table',
  },
  {
    key: 'assessment.audiences',
    title: { zh: '各类机构可评价的对象', en: 'Whom each kind of body may evaluate' },
    unit: 'audiences',
    pickedBy: exam,
    type: 'table',
  },
  {
    key: 'assessment.methods',
    title: { zh: '各类对象可用的评价方式', en: 'Methods allowed for each audience' },
    unit: 'methods',
    pickedBy: exam,
    type: 'table',
  },
  {
    key: 'assessment.archive.years',
    title: { zh: '档案保存年限', en: 'Years for which archives are kept' },
    unit: 'years',
    pickedBy: 'the day of archiving',
    type: 'table',
  },
]
