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
    {
      path: '/competitions/cases',
      title: { zh: '竞赛办理', en: 'Holding competitions' },
      who: ['handler', 'reviewer', 'leader', 'auditor'],
      icon: 'case',
      component: () => import('./Events.tsx'),
    },
    {
      path: '/competitions/plan',
      title: { zh: '筹备竞赛', en: 'Plan a competition' },
      who: ['handler'],
      icon: 'form',
      component: () => import('./PlanEvent.tsx'),
    },
    {
      path: '/competitions/sheets',
      title: { zh: '评分表', en: 'Score sheets' },
      who: ['judge', 'reviewer'],
      icon: 'list',
      component: () => import('./Sheets.tsx'),
    },
  ],
  cases: {
    'competitions.event': () => import('./EventCase.tsx'),
    'competitions.sheet': () => import('./SheetCase.tsx'),
  },
  opens: { 'competitions.event': '/competitions/plan' },
}
