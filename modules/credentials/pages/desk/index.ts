import type { RecordAnswer } from '../../../../kit/desk/api-types.ts'
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
    {
      path: '/credentials/renewals',
      title: { zh: '证书更正和换发', en: 'Corrections and replacements' },
      who: ['handler', 'reviewer', 'leader', 'auditor'],
      icon: 'case',
      component: () => import('./Renewals.tsx'),
    },
    {
      path: '/credentials/numbers',
      title: { zh: '证书号段', en: 'Blocks of numbers' },
      who: ['handler', 'reviewer', 'leader', 'auditor'],
      icon: 'case',
      component: () => import('./Numbers.tsx'),
    },
    {
      path: '/credentials/print',
      title: { zh: '打印证书', en: 'Print certificates' },
      who: ['handler', 'reviewer', 'institutionClerk'],
      icon: 'form',
      component: () => import('./Print.tsx'),
    },
  ],
  cases: { 'credentials.share': () => import('./ShareCase.tsx') },
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
      ...(
        [
          ['credentials.correction', '提出更正', 'Propose a correction'],
          ['credentials.replacement', '提出换发', 'Propose a replacement'],
          ['credentials.nationalQuery', '登记全国联网查询结果', 'Record a national query'],
          ['credentials.share', '分享技能护照', 'Share the skills passport'],
        ] as const
      ).map(([process, zh, en]) => ({
        title: { zh, en },
        who: ['handler'],
        to: (row: RecordAnswer) =>
          row.fields['revokedOn']
            ? undefined
            : `/cases/${process}/new?f.certificateNumber=${encodeURIComponent(row.title)}`,
      })),
      {
        title: { zh: '打印', en: 'Print' },
        who: ['handler', 'reviewer', 'institutionClerk'],
        to: (row) =>
          row.fields['revokedOn'] ? undefined : `/credentials/print?numbers=${encodeURIComponent(row.title)}`,
      },
    ],
  },
}
