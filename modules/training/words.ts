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
