import type { PageManifest } from '../../../../kit/desk/manifest.ts'

export const manifest: PageManifest = {
  room: 'cooperation',
  items: [
    {
      path: '/carriers',
      title: { zh: '基地和工作室', en: 'Bases and studios' },
      who: ['handler', 'reviewer', 'leader', 'auditor', 'institutionClerk'],
      icon: 'carrier',
      component: () => import('./Carriers.tsx'),
    },
  ],
}
