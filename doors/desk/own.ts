import type { PageManifest } from '../../kit/desk/manifest.ts'

/** Pages of the platform itself, which belong to no one room. */
export const own: PageManifest = {
  room: 'platform',
  title: { zh: '平台', en: 'Platform' },
  items: [
    {
      path: '/imports',
      title: { zh: '导入中心', en: 'Imports' },
      who: ['handler', 'reviewer', 'institutionClerk'],
      icon: 'import',
      component: () => import('./Imports.tsx'),
    },
    {
      path: '/imports/$batch',
      title: { zh: '一次导入', en: 'One import' },
      who: ['handler', 'reviewer', 'institutionClerk'],
      menu: false,
      component: () => import('./OneImport.tsx'),
    },
    {
      path: '/journal',
      title: { zh: '日志', en: 'Journal' },
      who: ['auditor', 'auditAdmin'],
      icon: 'book',
      component: () => import('./Journal.tsx'),
    },
    {
      path: '/accounts',
      title: { zh: '账号与权限', en: 'Accounts and rights' },
      who: ['systemAdmin', 'securityAdmin', 'auditAdmin'],
      icon: 'accounts',
      component: () => import('./Accounts.tsx'),
    },
  ],
}
