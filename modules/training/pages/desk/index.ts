import type { PageManifest } from '../../../../kit/desk/manifest.ts'

export const manifest: PageManifest = {
  room: 'training',
  items: [
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
}
