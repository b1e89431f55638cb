import type { Actor } from '../../kernel/access/actor.ts'
import { plainDate } from '../../kernel/values/plain-date.ts'

// Builders for tests and for the demonstration town: plain rows and inputs; whoever uses them writes them.

export type OrganisationSeed = {
  id: string
  name: string
  kind: string
  creditCode: string | null
  county: string
  address: string | null
  contactPhone: string | null
  legalRepresentative: string | null
  foundedOn: ReturnType<typeof plainDate> | null
}

/** A private school in Yaodu district, unless said otherwise. */
export const anOrganisation = (over: Partial<OrganisationSeed> & { id: string }): OrganisationSeed => ({
  name: '临汾市尧都区平阳职业培训学校',
  kind: 'private-school',
  creditCode: null,
  county: '141002',
  address: '尧都区平阳南街18号',
  contactPhone: '0357-2000000',
  legalRepresentative: '李晓霞',
  foundedOn: plainDate('2015-06-01'),
  ...over,
})

/** A school licence that is valid from 2024 to 2028. */
export const aLicence = (organisationId: string, over: { kind?: string; number?: string; to?: string } = {}) => ({
  organisationId,
  kind: over.kind ?? 'school-licence',
  number: over.number ?? '人社民1410024000001号',
  issuer: '尧都区人力资源和社会保障局',
  scope: '职业技能培训',
  from: plainDate('2024-01-01'),
  to: plainDate(over.to ?? '2028-12-31'),
})

/** What a clerk fills in: welder and electrician up to level 3. */
export const anApplication = (organisationId: string, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  organisation: organisationId,
  role: 'training-provider',
  occupations: ['6-18-02-04', '6-31-01-03'],
  levelHighest: 'level-3',
  licenceNumber: '人社民1410024000001号',
  statement: '自有场地 800 平方米，焊工位 20 个，专职教师 6 人。',
  ...over,
})

/** Something for each act that asks for it. */
export const needsOf: { readonly [act: string]: Record<string, unknown> } = {
  return: { reasons: ['venue-unproved'], note: '请补充场地证明。' },
  resubmit: { statement: '自有场地 900 平方米，附平面图。' },
  refuse: { reason: 'not-qualified', citation: '职业技能等级认定工作规程第八条' },
  recordObjection: { objection: '反映该校场地实际面积不足。' },
  settleObjection: { objectionNo: 1, outcome: 'unfounded', note: '经现场测量，面积属实。' },
  list: { document: '临人社发〔2026〕15号' },
  suspend: { reason: 'under-inspection', note: '接到投诉，现场检查。', document: '临人社函〔2026〕40号' },
  resume: { note: '检查未发现问题。' },
  remove: { reason: 'fraud', note: '虚报学员 12 人。', document: '临人社发〔2026〕60号' },
}

export const anOfficer = (
  role: string,
  person: string,
  jurisdiction = '1410',
  account = `account-${person}`,
): Actor => ({
  accountId: account,
  personKey: person,
  name: person,
  grants: [{ role, jurisdiction, organisationId: null }],
})
/** One human with several rights: the cases in which two persons are asked for. */
export const anOfficerOfAll = (person: string, jurisdiction = '1410', account = `account-${person}`): Actor => ({
  accountId: account,
  personKey: person,
  name: person,
  grants: ['handler', 'reviewer', 'leader'].map((role) => ({ role, jurisdiction, organisationId: null })),
})
export const aClerk = (organisationId: string, person = `clerk-${organisationId}`): Actor => ({
  accountId: `account-${person}`,
  personKey: person,
  name: person,
  grants: [{ role: 'institutionClerk', jurisdiction: null, organisationId }],
})
