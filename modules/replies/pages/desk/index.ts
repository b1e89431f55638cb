import type { PageManifest } from '../../../../kit/desk/manifest.ts'

export const manifest: PageManifest = {
  room: 'replies',
  items: [
    {
      path: '/replies',
      title: { zh: '答复函', en: 'Letters' },
      who: 'anyone',
      icon: 'letter',
      component: () => import('./Letters.tsx'),
    },
    {
      path: '/replies/proposals',
      title: { zh: '提案', en: 'Proposals' },
      who: ['handler', 'reviewer', 'leader'],
      icon: 'case',
      component: () => import('./Proposals.tsx'),
    },
    {
      path: '/letters/$letter',
      title: { zh: '答复函', en: 'Letter' },
      who: 'anyone',
      menu: false,
      component: () => import('./Letter.tsx'),
    },
  ],
}
