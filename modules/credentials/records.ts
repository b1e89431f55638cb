import { defineRecord } from '../../kernel/records/define.ts'
import { LEVELS } from '../catalogue/index.ts'
import { readers } from '../roles.ts'
import { CERTIFICATE_KINDS } from './words.ts'

export const certificate = defineRecord({
  id: 'credentials.certificate',
  title: { zh: '证书', en: 'Certificate' },
  table: 'credentials.certificate',
  key: ['person_id', 'certificate_id'],
  titleField: 'number',
  scope: { jurisdiction: 'county_code', organisation: 'organisation_id' },
  read: { by: { ...readers, institutionClerk: 'organisation' } },
  sealed: true,
  versionColumn: 'version',
  order: { field: 'certificateId', direction: 'desc' },
  fields: {
    certificateId: { kind: 'text', label: { zh: '证书标识', en: 'Certificate id' }, lengthMax: 36 },
    number: { kind: 'text', label: { zh: '证书编号', en: 'Number' }, lengthMax: 40, required: true, list: true },
    person: { kind: 'reference', record: 'people.person', column: 'person_id', label: { zh: '持证人', en: 'Holder' }, required: true, personal: true, list: true, filter: true },
    kind: { kind: 'choice', label: { zh: '证书类别', en: 'Kind' }, choices: CERTIFICATE_KINDS, required: true, list: true, filter: true },
    occupationEdition: { kind: 'text', label: { zh: '职业分类版本', en: 'Edition' }, lengthMax: 20 },
    occupation: { kind: 'code', codes: 'catalogue.occupation', column: 'occupation_code', label: { zh: '职业', en: 'Occupation' }, required: true, list: true, filter: true },
    workType: { kind: 'text', label: { zh: '工种', en: 'Work type' }, lengthMax: 60 },
    level: {
      kind: 'choice',
      column: 'level_rank',
      label: { zh: '等级', en: 'Level' },
      // Kept as a number, for comparing; shown by name.
      choices: LEVELS.map((l) => ({ id: String(l.rank), label: l.display })),
      list: true,
      filter: true,
    },
    organisation: { kind: 'reference', record: 'directory.organisation', column: 'organisation_id', label: { zh: '发证机构', en: 'Issued by' }, required: true, list: true, filter: true },
    issuedOn: { kind: 'date', label: { zh: '发证日期', en: 'Issued on' }, required: true, list: true, filter: true },
    knownOn: { kind: 'date', label: { zh: '入库日期', en: 'Known since' } },
    revokedOn: { kind: 'date', label: { zh: '撤销日期', en: 'Revoked on' }, list: true },
    revokedKnownOn: { kind: 'date', label: { zh: '撤销入库日期', en: 'Revocation known since' } },
    revokedReason: { kind: 'text', label: { zh: '撤销原因', en: 'Why revoked' }, lengthMax: 200 },
    county: { kind: 'code', codes: 'catalogue.division', column: 'county_code', label: { zh: '县（市、区）', en: 'County' }, list: true, filter: true },
  },
})
