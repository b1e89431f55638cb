import type { PageManifest } from '../../../../kit/desk/manifest.ts'

export const manifest: PageManifest = {
  room: 'competitions',
  items: [
    {
      path: '/competitions',
      title: { zh: '竞赛', en: 'Competitions' },
      who: 'signedIn',
      icon: 'trophy',
      component: () => import('./Competitions.tsx'),
    },
  ],
}
