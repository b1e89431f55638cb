import type { PageManifest } from '../../../../kit/desk/manifest.ts'

export const manifest: PageManifest = {
  room: 'cooperation',
  items: [
    {
      path: '/carriers',
      title: { zh: '培训基地和大师工作室', en: 'Bases and studios' },
      who: 'signedIn',
      icon: 'carrier',
      component: () => import('./Carriers.tsx'),
    },
  ],
}
