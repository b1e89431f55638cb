import { defineRecord } from '../../kernel/records/define.ts'
import { readers } from '../roles.ts'
import { maskIdentityNumber } from './identity-number.ts'
import { maskPhone } from './phone.ts'
import { EDUCATIONS, LEAVING_REASONS, SEXES } from './words.ts'

export const person = defineRecord({
  id: 'people.person',
  title: { zh: '人员', en: 'Person' },
  table: 'people.person',
  key: ['person_id'],
  titleField: 'name',
  scope: { jurisdiction: 'county_code' },
  read: { by: readers },
  reveal: { by: { handler: 'jurisdiction', reviewer: 'jurisdiction' } },
  searchColumn: 'search_terms',
  sealed: true,
  versionColumn: 'version',
  keepUntil: { zh: '证书有效期间及档案规定年限', en: 'as long as a certificate is valid and the archive rules ask' },
  fields: {
    name: { kind: 'text', label: { zh: '姓名', en: 'Name' }, lengthMax: 60, required: true, personal: true, list: true },
    sex: { kind: 'choice', label: { zh: '性别', en: 'Sex' }, choices: SEXES, required: true, personal: true, list: true, filter: true },
    birthDate: { kind: 'date', label: { zh: '出生日期', en: 'Birth date' }, required: true, personal: true, list: true, filter: true },
    identity: {
      kind: 'secret',
      column: 'identity_sealed',
      blindIndex: 'identity_index',
      label: { zh: '身份证号', en: 'Identity number' },
      lengthMax: 18,
      mask: (plain) => maskIdentityNumber(plain, 'list'),
      required: true,
      personal: true,
      list: true,
      filter: true,
    },
    phone: { kind: 'secret', column: 'phone_sealed', label: { zh: '联系电话', en: 'Phone' }, lengthMax: 20, mask: maskPhone, personal: true, list: true },
    county: { kind: 'code', codes: 'catalogue.division', column: 'county_code', label: { zh: '县（市、区）', en: 'County' }, required: true, list: true, filter: true },
    education: { kind: 'choice', label: { zh: '学历', en: 'Education' }, choices: EDUCATIONS, personal: true, list: true, filter: true },
    knownOn: { kind: 'date', label: { zh: '入库日期', en: 'Known since' }, required: true },
    leftOn: { kind: 'date', label: { zh: '离开日期', en: 'Left on' }, personal: true },
    leftReason: { kind: 'choice', label: { zh: '离开原因', en: 'Why left' }, choices: LEAVING_REASONS, personal: true },
  },
})
