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
