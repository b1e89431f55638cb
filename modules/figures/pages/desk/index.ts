import type { PageManifest } from '../../../../kit/desk/manifest.ts'

export const manifest: PageManifest = {
  room: 'figures',
  items: [
    {
      path: '/figures',
      title: { zh: '统计查询', en: 'Figures' },
      who: 'anyone',
      icon: 'chart',
      component: () => import('./Explorer.tsx'),
    },
  ],
}
