import { defineRoles } from '../kernel/access/roles.ts'

/**
 * Roles of the office. City and county differ by the jurisdiction of the grant (`1410`, `141002`), not by role. The three
 * administrators hold each other in check (三员分立): none of them may be another, nor any officer.
 */
export const roles = defineRoles([
  { id: 'handler', title: { zh: '经办人员', en: 'Handling officer' }, scope: 'jurisdiction', staff: true },
  { id: 'reviewer', title: { zh: '复核人员', en: 'Reviewing officer' }, scope: 'jurisdiction', staff: true },
  { id: 'leader', title: { zh: '分管领导', en: 'Leading officer' }, scope: 'jurisdiction', staff: true },
  {
    id: 'auditor',
    title: { zh: '审计人员', en: 'Auditor' },
    scope: 'jurisdiction',
    staff: true,
    notWith: ['handler', 'reviewer', 'leader'],
  },
  {
    id: 'institutionClerk',
    title: { zh: '机构经办人', en: 'Institution clerk' },
    scope: 'organisation',
    staff: false,
    notWith: ['handler', 'reviewer', 'leader', 'auditor'],
  },
  { id: 'judge', title: { zh: '竞赛裁判', en: 'Competition judge' }, scope: 'own', staff: false },
  {
    id: 'systemAdmin',
    title: { zh: '系统管理员', en: 'System administrator' },
    scope: 'none',
    staff: true,
    notWith: ['securityAdmin', 'auditAdmin', 'handler', 'reviewer', 'leader', 'auditor'],
  },
  {
    id: 'securityAdmin',
    title: { zh: '安全管理员', en: 'Security administrator' },
    scope: 'none',
    staff: true,
    notWith: ['systemAdmin', 'auditAdmin', 'handler', 'reviewer', 'leader', 'auditor'],
  },
  {
    id: 'auditAdmin',
    title: { zh: '审计管理员', en: 'Audit administrator' },
    scope: 'none',
    staff: true,
    notWith: ['systemAdmin', 'securityAdmin', 'handler', 'reviewer', 'leader', 'auditor'],
  },
])

/** Officers of the bureau, each inside the area of the grant. */
export const officers = { handler: 'jurisdiction', reviewer: 'jurisdiction', leader: 'jurisdiction' } as const
/** Those who read the registers of an area: the officers, and the auditor, whose reading is logged like theirs. */
export const readers = { ...officers, auditor: 'jurisdiction' } as const
