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
  { id: 'payable', label: { zh: '待拨付', en: 'payable' } },
  { id: 'batched', label: { zh: '拨付中', en: 'being paid' } },
  { id: 'paid', label: { zh: '已拨付', en: 'paid' } },
  { id: 'clawed-back', label: { zh: '已追回', en: 'clawed back' } },
  { id: 'refused', label: { zh: '不予补贴', en: 'refused' } },
  { id: 'withdrawn', label: { zh: '已撤回', en: 'withdrawn' } },
]
/** Percentages of the rules are whole numbers of a hundred. */
export const WHOLE_PERCENT = 100

/** What a scheme may ask to be shown; drawn from records held, not handed in. */
export const EVIDENCE: readonly Choice[] = [
  { id: 'class', label: { zh: '开班备案', en: 'class on record' } },
  { id: 'attendance', label: { zh: '考勤记录', en: 'attendance' } },
  { id: 'certificate', label: { zh: '证书', en: 'certificate' } },
  { id: 'group', label: { zh: '群体身份证明', en: 'proof of the group' } },
  { id: 'contract', label: { zh: '劳动合同', en: 'labour contract' } },
  { id: 'agreement', label: { zh: '培养协议', en: 'training agreement' } },
  { id: 'insurance', label: { zh: '参保记录', en: 'insurance months' } },
]
/** Rules of exclusion and frequency; which apply, and with which numbers, says the page of each scheme. */
export const FREQUENCY_RULES: readonly Choice[] = [
  { id: 'F1', label: { zh: '同一职业同一等级只补一次', en: 'one subsidy for one occupation and level' } },
  { id: 'F2', label: { zh: '年度和终身次数', en: 'times a year and in a lifetime' } },
  { id: 'F3', label: { zh: '取得高等级后不再补低等级', en: 'no lower level after a higher one' } },
  { id: 'F4', label: { zh: '同一证书不重复用于补贴', en: 'one certificate, one subsidy' } },
  { id: 'F5', label: { zh: '同一时间只上一个班', en: 'one class at a time' } },
  { id: 'F6', label: { zh: '不予补贴的人员', en: 'persons excluded' } },
  { id: 'F7', label: { zh: '年龄', en: 'age' } },
  { id: 'F8', label: { zh: '机构在目录和许可范围内', en: 'institution inside its list and licence' } },
  { id: 'F9', label: { zh: '证书可在全国系统查询', en: 'certificate found in the national system' } },
]
/** Reasons for refusing or returning, and the part of the claim which each lets the clerk mend. */
export const REFUSAL_REASONS: readonly (Choice & { unlocks: 'lines' | 'accounts' | 'evidence' | 'nothing' })[] = [
  { id: 'not-eligible', label: { zh: '不属于补贴对象', en: 'not entitled' }, unlocks: 'lines' },
  { id: 'duplicate', label: { zh: '重复享受补贴', en: 'already subsidised' }, unlocks: 'lines' },
  { id: 'attendance', label: { zh: '出勤不足', en: 'attendance too low' }, unlocks: 'lines' },
  { id: 'certificate', label: { zh: '证书查询不到或不符', en: 'certificate not found or odd' }, unlocks: 'evidence' },
  { id: 'evidence', label: { zh: '材料不齐', en: 'evidence incomplete' }, unlocks: 'evidence' },
  { id: 'account', label: { zh: '收款账户有误', en: 'account wrong' }, unlocks: 'accounts' },
  { id: 'too-late', label: { zh: '超过申领期限', en: 'claimed too late' }, unlocks: 'nothing' },
  { id: 'false', label: { zh: '虚假培训或虚假材料', en: 'false training or papers' }, unlocks: 'nothing' },
]

/** Accounts of a budget. An amount is always in exactly one of them; `plan` is where it comes from. */
export const ACCOUNTS = ['plan', 'available', 'committed', 'transit', 'paid', 'receivable'] as const
export type Account = (typeof ACCOUNTS)[number]
/** Movements of the ledger, each from one account to one other. */
export const MOVEMENTS = {
  plan: ['plan', 'available'],
  cut: ['available', 'plan'],
  commit: ['available', 'committed'],
  release: ['committed', 'available'],
  send: ['committed', 'transit'],
  pay: ['transit', 'paid'],
  fail: ['transit', 'committed'],
  return: ['paid', 'committed'],
  owe: ['paid', 'receivable'],
  recover: ['receivable', 'available'],
  forgive: ['receivable', 'paid'],
} as const satisfies { readonly [kind: string]: readonly [Account, Account] }
export type MovementKind = keyof typeof MOVEMENTS

export const BUDGET_CHANGES: readonly Choice[] = [
  { id: 'open', label: { zh: '新设', en: 'open' } },
  { id: 'raise', label: { zh: '追加', en: 'raise' } },
  { id: 'cut', label: { zh: '调减', en: 'cut' } },
]
export const OBJECTION_OUTCOMES: readonly Choice[] = [
  { id: 'upheld', label: { zh: '异议成立，不予补贴', en: 'upheld: no subsidy' } },
  { id: 'dismissed', label: { zh: '异议不成立', en: 'dismissed' } },
]
/** What the bank says of one payment. */
export const BANK_ANSWERS: readonly Choice[] = [
  { id: 'paid', label: { zh: '成功', en: 'paid' } },
  { id: 'failed', label: { zh: '失败', en: 'failed' } },
  { id: 'returned', label: { zh: '退回', en: 'returned' } },
]
export const CLAWBACK_REASONS: readonly Choice[] = [
  { id: 'false', label: { zh: '虚假培训或虚假材料', en: 'false training or papers' } },
  { id: 'not-entitled', label: { zh: '不符合条件', en: 'not entitled' } },
  { id: 'too-much', label: { zh: '多拨', en: 'paid too much' } },
  { id: 'certificate-revoked', label: { zh: '证书被撤销', en: 'certificate revoked' } },
]
