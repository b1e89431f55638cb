import type { PageManifest } from '../../../../kit/desk/manifest.ts'

export const manifest: PageManifest = {
  room: 'directory',
  items: [
    {
      path: '/directory/organisations',
      title: { zh: '机构', en: 'Organisations' },
      who: ['handler', 'reviewer', 'leader', 'auditor', 'institutionClerk'],
      icon: 'organisation',
      component: () => import('./Organisations.tsx'),
    },
    {
      path: '/directory/listings',
      title: { zh: '目录清单', en: 'Public lists' },
      who: ['handler', 'reviewer', 'leader', 'auditor', 'institutionClerk'],
      icon: 'list',
      component: () => import('./Listings.tsx'),
    },
    {
      path: '/directory/cases',
      title: { zh: '列入目录事项', en: 'Listing cases' },
      who: ['handler', 'reviewer', 'leader', 'auditor', 'institutionClerk'],
      icon: 'case',
      component: () => import('./ListingCases.tsx'),
    },
    {
      path: '/directory/apply',
      title: { zh: '申请列入目录', en: 'Apply for listing' },
      who: ['institutionClerk'],
      icon: 'form',
      component: () => import('./ApplyForListing.tsx'),
    },
    {
      path: '/directory/changes',
      title: { zh: '机构变更事项', en: 'Changes' },
      who: ['handler', 'reviewer', 'leader', 'auditor', 'institutionClerk'],
      icon: 'case',
      component: () => import('./Changes.tsx'),
    },
    {
      path: '/directory/change',
      title: { zh: '申请机构变更', en: 'File a change' },
      who: ['institutionClerk'],
      icon: 'form',
      component: () => import('./ApplyForChange.tsx'),
    },
  ],
  cases: {
    'directory.listing': () => import('./ListingCase.tsx'),
    'directory.change': () => import('./ListingCase.tsx'),
  },
  opens: { 'directory.listing': '/directory/apply', 'directory.change': '/directory/change' },
}
