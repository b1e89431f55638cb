import type { PageManifest } from '../../../../kit/desk/manifest.ts'

export const manifest: PageManifest = {
  room: 'credentials',
  items: [
    {
      path: '/credentials/certificates',
      title: { zh: '证书', en: 'Certificates' },
      who: ['handler', 'reviewer', 'leader', 'auditor', 'institutionClerk'],
      icon: 'certificate',
      component: () => import('./Certificates.tsx'),
    },
  ],
}
