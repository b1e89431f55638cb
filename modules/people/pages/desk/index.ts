import type { PageManifest } from '../../../../kit/desk/manifest.ts'

export const manifest: PageManifest = {
  room: 'people',
  items: [
    {
      path: '/people',
      title: { zh: '人员', en: 'People' },
      who: ['handler', 'reviewer', 'leader', 'auditor'],
      icon: 'people',
      component: () => import('./People.tsx'),
    },
  ],
}
