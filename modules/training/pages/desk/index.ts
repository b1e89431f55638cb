import type { PageManifest } from '../../../../kit/desk/manifest.ts'

export const manifest: PageManifest = {
  room: 'training',
  items: [
    {
      path: '/training/filings',
      title: { zh: '开班备案', en: 'Classes filed' },
      who: ['handler', 'reviewer', 'leader', 'auditor', 'institutionClerk'],
      icon: 'case',
      component: () => import('./ClassCases.tsx'),
    },
    {
      path: '/training/file',
      title: { zh: '拟订开班', en: 'Draft a class' },
      who: ['institutionClerk'],
      icon: 'form',
      component: () => import('./DraftClass.tsx'),
    },
    {
      path: '/training/change',
      title: { zh: '申请课程变更', en: 'Change a lesson' },
      who: ['institutionClerk'],
      icon: 'form',
      component: () => import('./ChangeLesson.tsx'),
    },
    {
      path: '/training/classes',
      title: { zh: '培训班', en: 'Classes' },
      who: ['handler', 'reviewer', 'leader', 'auditor', 'institutionClerk'],
      icon: 'class',
      component: () => import('./Classes.tsx'),
    },
    {
      path: '/training/enrolments',
      title: { zh: '补贴性培训人次', en: 'Enrolments' },
      who: ['handler', 'reviewer', 'leader', 'auditor', 'institutionClerk'],
      icon: 'enrolment',
      component: () => import('./Enrolments.tsx'),
    },
  ],
  cases: { 'training.class': () => import('./ClassCase.tsx') },
  opens: { 'training.class': '/training/file', 'training.class-change': '/training/change' },
}
