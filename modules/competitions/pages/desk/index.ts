import type { PageManifest } from '../../../../kit/desk/manifest.ts'

export const manifest: PageManifest = {
  room: 'competitions',
  items: [
    {
      path: '/competitions',
      title: { zh: '竞赛', en: 'Competitions' },
      who: ['handler', 'reviewer', 'leader', 'auditor', 'institutionClerk'],
      icon: 'trophy',
      component: () => import('./Competitions.tsx'),
    },
  ],
}
