import type { Need } from '../../kernel/rules/rules.ts'

/** What the city must say before anybody is put on a list. Days are working days of the place. */
export const needs: readonly Need[] = [
  {
    key: 'directory.accept.days',
    title: { zh: '受理期限', en: 'Days to accept an application' },
    unit: 'working_days',
    pickedBy: 'the day of application',
    type: 'integer',
  },
  {
    key: 'directory.review.days',
    title: { zh: '审核期限', en: 'Days to review' },
    unit: 'working_days',
    pickedBy: 'the day on which review begins',
    type: 'integer',
  },
  {
    key: 'directory.supplement.days',
    title: { zh: '补正期限', en: 'Days to supplement' },
    unit: 'working_days',
    pickedBy: 'the day of return',
    type: 'integer',
  },
  {
    key: 'directory.notice.days',
    title: { zh: '公示天数', en: 'Days of public notice' },
    unit: 'working_days',
    pickedBy: 'the first day of the notice',
    type: 'integer',
  },
  {
    key: 'directory.cooling.years',
    title: { zh: '移出后的限制年限', en: 'Years before one may apply again, by reason of removal' },
    unit: 'years',
    pickedBy: 'the day of removal',
    type: 'table',
  },
  {
    key: 'directory.kinds',
    title: { zh: '各名录可列入的机构类别', en: 'Kinds of organisations for each list' },
    unit: 'kinds',
    pickedBy: 'the day of application',
    type: 'table',
  },
  {
    key: 'directory.licences',
    title: { zh: '列入名录须有的许可或备案', en: 'Licence or filing needed, by list and kind' },
    unit: 'licences',
    pickedBy: 'the day asked about',
    type: 'table',
  },
  {
    key: 'directory.occupation-classes',
    title: { zh: '可申报的职业大类', en: 'Classes of occupations that may be applied for' },
    unit: 'classes',
    pickedBy: 'the day of application',
    type: 'table',
  },
  {
    key: 'directory.occupations-besides',
    title: { zh: '大类以外另列的职业', en: 'Occupations listed besides the classes' },
    unit: 'occupations',
    pickedBy: 'the day of application',
    type: 'table',
  },
  {
    key: 'directory.levels-of-employers',
    title: { zh: '仅用人单位可申报的等级', en: 'Levels that only employers may apply for' },
    unit: 'levels',
    pickedBy: 'the day of application',
    type: 'table',
  },
]
