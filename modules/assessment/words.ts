import type { Choice } from '../../kernel/records/fields.ts'

/** A word of the field with its id and the other ways in which papers write it. */
export type Word = Choice & { also?: readonly string[] }

/**
 * Schools and classes as the conditions for application name them (国家职业标准编制技术规程). A class of a technical school counts by
 * the class, not by the school, so classes are kinds of their own.
 */
export const SCHOOL_KINDS: readonly Word[] = [
  { id: 'primary', label: { zh: '小学', en: 'primary school' } },
  { id: 'junior', label: { zh: '初中', en: 'junior secondary school' } },
  { id: 'senior', label: { zh: '高中', en: 'senior secondary school' }, also: ['普通高中', 'high-school'] },
  {
    id: 'vocational',
    label: { zh: '中等职业学校', en: 'vocational secondary school' },
    also: ['中专', '职高', '职业高中', '中等专业学校', '中职', 'secondary-vocational', 'vocational-secondary'],
  },
  { id: 'technical-school', label: { zh: '技工学校', en: 'technical school' }, also: ['技校', '技工院校', '中级工班'] },
  {
    id: 'senior-technical-school',
    label: { zh: '高级技工学校', en: 'senior technical school' },
    also: ['高级技校', 'advanced-technical-school'],
  },
  { id: 'technician-college', label: { zh: '技师学院', en: 'technician college' } },
  {
    id: 'senior-worker-class',
    label: { zh: '高级工班', en: 'senior worker class of a technical school' },
    also: ['技工院校高级工班', '高级工班及以上', 'senior-class'],
  },
  {
    id: 'preparatory-technician-class',
    label: { zh: '预备技师班', en: 'preparatory technician class' },
    also: ['技师学院预备技师班'],
  },
  { id: 'technician-class', label: { zh: '技师班', en: 'technician class' }, also: ['技师学院技师班'] },
  {
    id: 'higher-vocational',
    label: { zh: '高等职业学校', en: 'higher vocational college' },
    also: ['高职', '高职院校', '高等职业院校', 'vocational-college'],
  },
  { id: 'college', label: { zh: '大专', en: 'college' }, also: ['专科', '高等专科学校', 'junior-college'] },
  { id: 'bachelor', label: { zh: '本科', en: 'bachelor' }, also: ['大学本科', '大学', 'university', 'undergraduate'] },
  {
    id: 'postgraduate',
    label: { zh: '研究生', en: 'postgraduate' },
    also: ['硕士', '博士', '硕士研究生', '博士研究生', 'master', 'doctor'],
  },
]

export const SCHOOL_STATUSES: readonly Word[] = [
  { id: 'graduated', label: { zh: '毕业', en: 'graduated' }, also: ['已毕业', 'graduate'] },
  {
    id: 'final-year',
    label: { zh: '在读应届', en: 'in the final year' },
    also: ['应届', '应届毕业生', '含应届', 'final_year', 'finalyear'],
  },
  { id: 'enrolled', label: { zh: '在读', en: 'enrolled' }, also: ['在校', 'student'] },
  { id: 'left', label: { zh: '肄业', en: 'left without graduating' }, also: ['退学', '结业'] },
]

/** Grades of professional titles, lowest first. */
export const TITLE_GRADES: readonly Word[] = [
  { id: 'junior', label: { zh: '初级', en: 'junior' }, also: ['初级职称', '助理级', '员级'] },
  { id: 'intermediate', label: { zh: '中级', en: 'intermediate' }, also: ['中级职称'] },
  { id: 'senior', label: { zh: '高级', en: 'senior' }, also: ['高级职称', '副高级', '副高'] },
  { id: 'professorial', label: { zh: '正高级', en: 'professorial' }, also: ['正高'] },
]

/** Facts that no register knows: somebody has to show a paper, and until then they count as not checked. */
export const DECLARATIONS: readonly Word[] = [
  { id: 'apprenticeship-done', label: { zh: '本职业或相关职业学徒期满', en: 'apprenticeship finished' } },
  {
    id: 'assessed-programme',
    label: { zh: '所学专业经评估论证', en: 'a programme of study that was assessed for this level' },
  },
  {
    id: 'preparatory-technician-certificate',
    label: { zh: '取得预备技师证书', en: 'holds the preparatory technician certificate' },
  },
]

/** What may stand for the subject of study where somebody answers for himself. */
export const MAJOR_MATCHES: readonly Word[] = [
  { id: 'same', label: { zh: '本专业', en: 'the same subject' }, also: ['本专业或相关专业'] },
  { id: 'related', label: { zh: '相关专业', en: 'a related subject' } },
]

export const SCOPES = ['same', 'same-or-related'] as const
export type Scope = (typeof SCOPES)[number]

/** Finds a word by its id, its label or another way of writing it. */
export function findWord(words: readonly Word[], given: string): Word | undefined {
  const clean = given.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
  return words.find((w) => w.id === clean || w.label.zh === clean || w.label.en === clean || w.also?.includes(clean))
}
