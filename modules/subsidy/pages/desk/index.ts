import type { PageManifest } from '../../../../kit/desk/manifest.ts'

const officers = ['handler', 'reviewer', 'leader', 'auditor']

export const manifest: PageManifest = {
  room: 'subsidy',
  items: [
    {
      path: '/subsidy/claims',
      title: { zh: '补贴申领', en: 'Claims' },
      who: [...officers, 'institutionClerk'],
      icon: 'case',
      component: () => import('./Claims.tsx'),
    },
    {
      path: '/subsidy/batches',
      title: { zh: '拨付批次', en: 'Payment batches' },
      who: officers,
      icon: 'list',
      component: () => import('./Batches.tsx'),
    },
    {
      path: '/subsidy/budgets',
      title: { zh: '资金预算', en: 'Budgets' },
      who: officers,
      icon: 'case',
      component: () => import('./Budgets.tsx'),
    },
    {
      path: '/subsidy/clawbacks',
      title: { zh: '补贴追回', en: 'Clawbacks' },
      who: [...officers, 'institutionClerk'],
      icon: 'case',
      component: () => import('./Clawbacks.tsx'),
    },
  ],
}
