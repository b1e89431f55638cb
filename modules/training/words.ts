import type { Choice } from '../../kernel/records/fields.ts'

export const TRAINING_KINDS: readonly Choice[] = [
  { id: 'employment-skills', label: { zh: '就业技能培训', en: 'employment skills' } },
  { id: 'upgrading', label: { zh: '岗位技能提升培训', en: 'upgrading on the job' } },
  { id: 'job-change', label: { zh: '转岗转业培训', en: 'job change' } },
  { id: 'pre-job', label: { zh: '岗前培训', en: 'pre-job' } },
  { id: 'safety', label: { zh: '安全技能培训', en: 'safety' } },
  { id: 'project-based', label: { zh: '项目制培训', en: 'project-based' } },
  { id: 'apprenticeship', label: { zh: '企业新型学徒制培训', en: 'enterprise apprenticeship' } },
  { id: 'entrepreneurship', label: { zh: '创业培训', en: 'entrepreneurship' } },
]

export const CLASS_STATES: readonly Choice[] = [
  { id: 'filed', label: { zh: '已备案', en: 'filed' } },
  { id: 'approved', label: { zh: '已批准', en: 'approved' } },
  { id: 'running', label: { zh: '在训', en: 'running' } },
  { id: 'finished', label: { zh: '已结业', en: 'finished' } },
  { id: 'cancelled', label: { zh: '已取消', en: 'cancelled' } },
  { id: 'refused', label: { zh: '未批准', en: 'refused' } },
]
export const ENROLMENT_STATES: readonly Choice[] = [
  { id: 'enrolled', label: { zh: '在册', en: 'enrolled' } },
  { id: 'completed', label: { zh: '结业', en: 'completed' } },
  { id: 'failed', label: { zh: '未结业', en: 'failed' } },
  { id: 'dropped', label: { zh: '退学', en: 'dropped' } },
]
export const HALVES: readonly Choice[] = [
  { id: 'am', label: { zh: '上午', en: 'morning' } },
  { id: 'pm', label: { zh: '下午', en: 'afternoon' } },
  { id: 'eve', label: { zh: '晚上', en: 'evening' } },
]
export const PARTS: readonly Choice[] = [
  { id: 'theory', label: { zh: '理论', en: 'theory' } },
  { id: 'practice', label: { zh: '实操', en: 'practice' } },
]
export const TEACHER_PARTS: readonly Choice[] = [...PARTS, { id: 'both', label: { zh: '理论和实操', en: 'both' } }]
export const QUALIFICATIONS: readonly Choice[] = [
  { id: 'teacher-certificate', label: { zh: '教师资格证', en: 'teacher certificate' } },
  { id: 'skill-certificate', label: { zh: '职业技能等级证书', en: 'skill certificate' } },
  { id: 'title', label: { zh: '专业技术职称', en: 'professional title' } },
  { id: 'dual', label: { zh: '双师型（一体化）', en: 'dual-qualified' } },
  { id: 'examiner', label: { zh: '考评员证', en: 'examiner' } },
  { id: 'other', label: { zh: '其他', en: 'other' } },
]
/** How a trainee signs in; a way without the face is always there (个人信息保护法). */
export const SIGN_IN_METHODS: readonly Choice[] = [
  { id: 'face', label: { zh: '人脸', en: 'face' } },
  { id: 'code', label: { zh: '扫码', en: 'code' } },
  { id: 'card', label: { zh: '刷卡', en: 'card' } },
  { id: 'paper', label: { zh: '纸质', en: 'paper' } },
]
export const MATERIAL_KINDS: readonly Choice[] = [
  { id: 'photo', label: { zh: '课堂照片', en: 'photo' } },
  { id: 'answers', label: { zh: '答卷', en: 'answers' } },
  { id: 'questionnaire', label: { zh: '问卷', en: 'questionnaire' } },
  { id: 'essay', label: { zh: '作业', en: 'essay' } },
]
export const CALL_OUTCOMES: readonly Choice[] = [
  { id: 'attended', label: { zh: '参加了', en: 'attended' } },
  { id: 'partly', label: { zh: '部分参加', en: 'partly' } },
  { id: 'never-attended', label: { zh: '没有参加', en: 'never attended' } },
  { id: 'wrong-number', label: { zh: '号码不对', en: 'wrong number' } },
  { id: 'no-answer', label: { zh: '无人接听', en: 'no answer' } },
]

/** Arithmetic, not law. */
export const WHOLE_PERCENT = 100
export const MONTHS_A_YEAR = 12
