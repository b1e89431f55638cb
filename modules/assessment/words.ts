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
  {
    id: 'apprenticeship-done',
    label: { zh: '本职业或相关职业学徒期满', en: 'apprenticeship finished' },
    also: ['学徒期满'],
  },
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

// ------------------------------------------------------------------------------------------------------- plans and results

/** The three tracks (人社部发〔2019〕90号 and the tracks beside it); `certificate` is the kind that a pass leads to. */
export const TRACKS: readonly (Choice & { certificate: string; hasLevel: boolean })[] = [
  {
    id: 'skill-level',
    label: { zh: '职业技能等级认定', en: 'skill-level recognition' },
    certificate: 'skill-level',
    hasLevel: true,
  },
  {
    id: 'qualification',
    label: { zh: '职业资格评价', en: 'vocational qualification' },
    certificate: 'qualification',
    hasLevel: true,
  },
  {
    id: 'specific-capability',
    label: { zh: '专项职业能力考核', en: 'specific-capability assessment' },
    certificate: 'specific-capability',
    hasLevel: false,
  },
]

/** Whom a plan is for; a body may evaluate no others. */
export const AUDIENCES: readonly Choice[] = [
  { id: 'public', label: { zh: '社会人员', en: 'the public' } },
  { id: 'own-students', label: { zh: '本校学生', en: 'own students' } },
  { id: 'own-staff', label: { zh: '本单位职工', en: 'own staff' } },
]

/** How somebody is judged. All but the first are for employers' own staff. */
export const METHODS: readonly Choice[] = [
  { id: 'exam', label: { zh: '考试', en: 'examination' } },
  { id: 'process', label: { zh: '过程考核', en: 'assessment of the process' } },
  { id: 'performance', label: { zh: '业绩评审', en: 'review of performance' } },
  { id: 'contest', label: { zh: '竞赛选拔', en: 'selection by contest' } },
  { id: 'direct', label: { zh: '直接认定', en: 'direct recognition' } },
]

/** What is marked, in the order in which it is asked. */
export const SUBJECTS: readonly Choice[] = [
  { id: 'theory', label: { zh: '理论知识', en: 'theory' } },
  { id: 'skill', label: { zh: '操作技能', en: 'practical skill' } },
  { id: 'comprehensive', label: { zh: '综合评审', en: 'comprehensive review' } },
  { id: 'process', label: { zh: '过程考核', en: 'process' } },
  { id: 'performance', label: { zh: '工作业绩', en: 'performance' } },
]
export type SubjectId = 'theory' | 'skill' | 'comprehensive' | 'process' | 'performance'
/** Marks are kept in hundredths of a point. */
export const POINTS_CENTI_MAX = 10_000

export const HALVES: readonly Choice[] = [
  { id: 'am', label: { zh: '上午', en: 'morning' } },
  { id: 'pm', label: { zh: '下午', en: 'afternoon' } },
]

export const OUTCOMES: readonly Choice[] = [
  { id: 'passed', label: { zh: '合格', en: 'passed' } },
  { id: 'failed', label: { zh: '不合格', en: 'failed' } },
  { id: 'absent', label: { zh: '缺考', en: 'absent' } },
]
/** Why not, in the order in which it is asked: whoever is refused for conduct is asked nothing more. */
export const OUTCOME_REASONS: readonly Choice[] = [
  { id: 'ethics', label: { zh: '品德一票否决', en: 'refused for conduct' } },
  { id: 'absent', label: { zh: '缺考', en: 'absent' } },
  { id: 'key-item', label: { zh: '关键技能不合格', en: 'a key item was failed' } },
  { id: 'subject', label: { zh: '有科目未达到合格分', en: 'a subject is below the pass mark' } },
  { id: 'weighted', label: { zh: '加权总分未达到合格分', en: 'the weighted total is below the pass mark' } },
]

export const ETHICS_REASONS: readonly Choice[] = [
  { id: 'violation', label: { zh: '严重违反职业道德', en: 'grave breach of professional ethics' } },
  { id: 'accident', label: { zh: '负主要责任的安全事故', en: 'chiefly answerable for an accident' } },
  { id: 'cheating', label: { zh: '考试作弊', en: 'cheated in the examination' } },
  { id: 'false-evidence', label: { zh: '申报材料弄虚作假', en: 'false evidence in the application' } },
]

export const APPLICATION_REFUSALS: readonly Choice[] = [
  { id: 'not-eligible', label: { zh: '不符合申报条件', en: 'does not meet the conditions' } },
  { id: 'unproved', label: { zh: '证明材料不足', en: 'not proved' } },
  { id: 'not-of-audience', label: { zh: '不属于本计划的评价对象', en: 'the plan is not for this person' } },
  { id: 'false-evidence', label: { zh: '材料不实', en: 'false evidence' } },
]

/** Why an examiner may not judge a candidate (人社职司便函〔2020〕53号 names them for supervisors). */
export const TIES: readonly Choice[] = [
  { id: 'relative', label: { zh: '亲属', en: 'relative' } },
  { id: 'trainer', label: { zh: '师生、师徒', en: 'trainer or master' } },
  { id: 'colleague', label: { zh: '同事', en: 'colleague' } },
]

/** Grades of examiners; up to which level each may judge, the city's rules say. */
export const EXAMINER_GRADES: readonly Choice[] = [
  { id: 'examiner', label: { zh: '考评员', en: 'examiner' } },
  { id: 'senior', label: { zh: '高级考评员', en: 'senior examiner' } },
]

export const OBJECTION_OUTCOMES: readonly Choice[] = [
  { id: 'unfounded', label: { zh: '不成立', en: 'unfounded' } },
  { id: 'upheld', label: { zh: '成立', en: 'upheld' } },
]

export const labelOf = (choices: readonly Choice[], id: string) =>
  choices.find((c) => c.id === id)?.label ?? { zh: id, en: id }
