import type { PageManifest } from '../../../../kit/desk/manifest.ts'

export const manifest: PageManifest = {
  room: 'directory',
  items: [
    {
      path: '/directory/organisations',
      title: { zh: '机构', en: 'Organisations' },
      who: 'signedIn',
      icon: 'organisation',
      component: () => import('./Organisations.tsx'),
    },
    {
      path: '/directory/listings',
      title: { zh: '目录清单', en: 'Public lists' },
      who: 'signedIn',
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
  ],
  cases: { 'directory.listing': () => import('./ListingCase.tsx') },
  opens: { 'directory.listing': '/directory/apply' },
}
