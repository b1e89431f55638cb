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
    {
      path: '/credentials/revocations',
      title: { zh: '证书撤销', en: 'Revocations' },
      who: ['handler', 'reviewer', 'leader', 'auditor'],
      icon: 'case',
      component: () => import('./Revocations.tsx'),
    },
    {
      path: '/credentials/revoke',
      title: { zh: '提出撤销证书', en: 'Propose a revocation' },
      who: ['handler'],
      menu: false,
      component: () => import('./Revoke.tsx'),
    },
  ],
  opens: { 'credentials.revocation': '/credentials/revoke' },
  links: {
    'credentials.certificate': [
      {
        title: { zh: '提出撤销', en: 'Propose a revocation' },
        who: ['handler'],
        to: (row) =>
          row.fields['revokedOn']
            ? undefined
            : `/credentials/revoke?f.certificateNumber=${encodeURIComponent(row.title)}`,
      },
    ],
  },
}
