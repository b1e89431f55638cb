import type { PageManifest } from '../../../../kit/desk/manifest.ts'

export const manifest: PageManifest = {
  room: 'catalogue',
  items: [
    {
      path: '/catalogue/occupations',
      title: { zh: '职业分类', en: 'Occupations' },
      who: ['handler', 'reviewer', 'leader', 'auditor', 'institutionClerk'],
      icon: 'book',
      component: () => import('./Occupations.tsx'),
    },
  ],
}
