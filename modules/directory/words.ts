import type { Choice } from '../../kernel/records/fields.ts'

export const ORGANISATION_KINDS: readonly Choice[] = [
  { id: 'technical-school', label: { zh: '技工学校', en: 'technical school' } },
  { id: 'training-centre', label: { zh: '培训中心', en: 'training centre' } },
  { id: 'private-school', label: { zh: '民办职业培训学校', en: 'private vocational training school' } },
  { id: 'vocational-college', label: { zh: '职业院校', en: 'vocational college' } },
  { id: 'employer', label: { zh: '用人单位', en: 'employer' } },
  { id: 'social-evaluation', label: { zh: '社会培训评价组织', en: 'social training and evaluation organisation' } },
  { id: 'qualification-centre', label: { zh: '职业资格实施机构', en: 'qualification centre' } },
  { id: 'public-body', label: { zh: '机关事业单位', en: 'public body' } },
  { id: 'association', label: { zh: '行业协会', en: 'association' } },
]
export const LISTING_ROLES: readonly Choice[] = [
  { id: 'training-provider', label: { zh: '培训机构', en: 'training provider' } },
  { id: 'evaluation-body', label: { zh: '评价机构', en: 'evaluation body' } },
]
export const LISTING_STATUSES: readonly Choice[] = [
  { id: 'listed', label: { zh: '在列', en: 'listed' } },
  { id: 'suspended', label: { zh: '暂停', en: 'suspended' } },
]
