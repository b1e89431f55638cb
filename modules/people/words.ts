import type { Choice } from '../../kernel/records/fields.ts'

export const SEXES: readonly Choice[] = [
  { id: 'male', label: { zh: '男', en: 'male' } },
  { id: 'female', label: { zh: '女', en: 'female' } },
]
export const EDUCATIONS: readonly Choice[] = [
  { id: 'primary', label: { zh: '小学及以下', en: 'primary' } },
  { id: 'junior', label: { zh: '初中', en: 'junior secondary' } },
  { id: 'senior', label: { zh: '高中', en: 'senior secondary' } },
  { id: 'vocational', label: { zh: '中专、技校', en: 'vocational secondary' } },
  { id: 'college', label: { zh: '大专', en: 'college' } },
  { id: 'bachelor', label: { zh: '本科', en: 'bachelor' } },
  { id: 'postgraduate', label: { zh: '研究生', en: 'postgraduate' } },
]
export const LEAVING_REASONS: readonly Choice[] = [
  { id: 'died', label: { zh: '死亡', en: 'died' } },
  { id: 'moved-away', label: { zh: '迁出', en: 'moved away' } },
]
/** Key groups (重点群体), 财社〔2023〕181号, and the employees whom the letter names. */
export const GROUPS: readonly Choice[] = [
  { id: 'rural-transfer', label: { zh: '农村转移就业劳动者', en: 'rural transferred workers' } },
  { id: 'registered-unemployed', label: { zh: '登记失业人员', en: 'registered unemployed' } },
  { id: 'poverty-monitored', label: { zh: '脱贫（防返贫监测）劳动力', en: 'persons monitored against poverty' } },
  { id: 'employment-difficulty', label: { zh: '就业困难人员', en: 'persons with employment difficulty' } },
  { id: 'graduate', label: { zh: '毕业年度高校毕业生', en: 'graduates of the year' } },
  { id: 'school-leaver', label: { zh: '未继续升学初高中毕业生', en: 'school leavers' } },
  { id: 'employee', label: { zh: '企业职工', en: 'employees' } },
]

export type Register = Choice & {
  /** Which further columns its files have, besides the person and the day of the file. */
  has: readonly ('kind' | 'fromOn' | 'toOn' | 'employer' | 'place' | 'certificate')[]
  /** Kinds that a check tells apart. */
  kinds?: readonly Choice[]
}
/** Outside registers, by the office that keeps them. The market register is of companies and belongs to the directory. */
export const REGISTERS: readonly Register[] = [
  { id: 'death', label: { zh: '死亡人员名册', en: 'deaths' }, has: ['fromOn'] },
  { id: 'custody', label: { zh: '羁押服刑人员名册', en: 'persons in custody' }, has: ['fromOn', 'toOn'] },
  { id: 'payroll', label: { zh: '财政供养人员名册', en: 'public payroll' }, has: ['fromOn', 'toOn', 'employer'] },
  {
    id: 'students',
    label: { zh: '在校学生名册', en: 'students' },
    has: ['kind', 'fromOn', 'toOn', 'employer'],
    kinds: [
      { id: 'full-time', label: { zh: '全日制在校', en: 'full time' } },
      { id: 'final-year', label: { zh: '毕业年度', en: 'final year' } },
      { id: 'part-time', label: { zh: '非全日制', en: 'part time' } },
    ],
  },
  {
    id: 'pension',
    label: { zh: '领取养老金人员名册', en: 'pensioners' },
    has: ['kind', 'fromOn', 'toOn'],
    kinds: [
      { id: 'employee', label: { zh: '职工养老', en: 'employee' } },
      { id: 'resident', label: { zh: '居民养老', en: 'resident' } },
    ],
  },
  {
    id: 'insurance',
    label: { zh: '社会保险参保记录', en: 'insurance months' },
    has: ['kind', 'fromOn', 'toOn', 'employer', 'place'],
    kinds: [
      { id: 'full-time', label: { zh: '单位职工', en: 'employee' } },
      { id: 'flexible', label: { zh: '灵活就业', en: 'flexible' } },
    ],
  },
  { id: 'disability', label: { zh: '持证残疾人名册', en: 'disability' }, has: ['fromOn', 'toOn'] },
  { id: 'poverty', label: { zh: '防止返贫监测对象名册', en: 'monitored against poverty' }, has: ['fromOn', 'toOn'] },
  { id: 'unemployment', label: { zh: '登记失业人员名册', en: 'registered unemployed' }, has: ['fromOn', 'toOn'] },
  {
    id: 'certificates',
    label: { zh: '全国证书查询结果', en: 'national certificate query' },
    has: ['kind', 'certificate'],
    kinds: [
      { id: 'found', label: { zh: '查到', en: 'found' } },
      { id: 'not-found', label: { zh: '查无', en: 'not found' } },
      { id: 'differs', label: { zh: '信息不符', en: 'differs' } },
    ],
  },
]
