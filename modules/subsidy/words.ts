import type { Choice } from '../../kernel/records/fields.ts'

/** Which purse pays: 财社〔2023〕181号 (employment), 国办发〔2019〕24号 (special account), 社会保险法 (unemployment insurance). */
export const FUNDS: readonly Choice[] = [
  { id: 'employment', label: { zh: '就业补助资金', en: 'employment subsidy fund' } },
  { id: 'special-account', label: { zh: '职业技能提升行动专账资金', en: 'special-account fund' } },
  { id: 'unemployment-insurance', label: { zh: '失业保险基金', en: 'unemployment insurance fund' } },
  { id: 'other', label: { zh: '其他资金', en: 'other' } },
]
export const PAYEES: readonly Choice[] = [
  { id: 'institution', label: { zh: '机构代领', en: 'claimed by the institution' } },
  { id: 'person', label: { zh: '直补个人', en: 'paid to the person' } },
]
export const CLAIM_STATES: readonly Choice[] = [
  { id: 'draft', label: { zh: '草拟', en: 'draft' } },
  { id: 'filed', label: { zh: '已申报', en: 'filed' } },
  { id: 'reviewed', label: { zh: '已初审', en: 'reviewed' } },
  { id: 'returned', label: { zh: '已退回', en: 'returned' } },
  { id: 'approved', label: { zh: '已复核', en: 'approved' } },
  { id: 'publicised', label: { zh: '公示中', en: 'publicised' } },
  { id: 'paid', label: { zh: '已拨付', en: 'paid' } },
  { id: 'refused', label: { zh: '不予补贴', en: 'refused' } },
  { id: 'withdrawn', label: { zh: '已撤回', en: 'withdrawn' } },
]
