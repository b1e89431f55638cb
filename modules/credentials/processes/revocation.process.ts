import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import { REVOCATION_REASONS } from '../words.ts'
import { effectiveDay, notRevoked } from './revocation.checks.ts'

/**
 * A certificate is taken back by two persons: one proposes, another decides. It stays in the register, marked, from the day
 * on which it lost its force and from the day on which we learned it; both matter to every figure.
 */
export const revocation = defineProcess({
  id: 'credentials.revocation',
  title: { zh: '证书撤销', en: 'Revocation of a certificate' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of the proposal',
  table: 'credentials.revocation_case',
  anchor: 'case_id',
  titleField: 'certificateNumber',
  fields: {
    certificateNumber: {
      kind: 'text',
      label: { zh: '证书编号', en: 'Certificate number' },
      lengthMax: 64,
      required: true,
      list: true,
      hint: { zh: '请填写证书上的编号', en: 'as printed on the certificate' },
    },
    reasonCode: {
      kind: 'choice',
      label: { zh: '撤销原因', en: 'Reason' },
      choices: REVOCATION_REASONS,
      required: true,
      list: true,
    },
    reason: {
      kind: 'text',
      label: { zh: '事实和依据', en: 'Facts and grounds' },
      lengthMax: 150,
      required: true,
      hint: { zh: '写明查实的情况和依据的文件', en: 'what was found, and the document it rests on' },
    },
    effectiveOn: {
      kind: 'date',
      label: { zh: '失效日期', en: 'No longer valid from' },
      required: true,
      list: true,
      hint: { zh: '自始无效的填发证日期', en: 'the day of issue when it was void from the start' },
    },
  },
  completed: {
    person: {
      kind: 'reference',
      record: 'people.person',
      column: 'person_id',
      label: { zh: '持证人', en: 'Holder' },
      personal: true,
      list: true,
    },
    certificateId: { kind: 'text', label: { zh: '证书标识', en: 'Certificate id' }, lengthMax: 36 },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '县（市、区）', en: 'County' },
      list: true,
    },
    decisionNote: { kind: 'text', label: { zh: '复核意见', en: 'Note of the decision' }, lengthMax: 200 },
  },
  scope: { jurisdiction: 'county_code' },
  read: { by: readers },
  open: {
    who: { by: { handler: 'jurisdiction' } },
    state: 'proposed',
    keepsDoer: 'proposed_by',
    checks: [notRevoked, effectiveDay],
  },
  states: {
    proposed: {
      title: { zh: '待复核', en: 'to be decided' },
      owner: { zh: '复核人员', en: 'reviewing officer' },
      tone: 'progress',
    },
    revoked: { title: { zh: '已撤销', en: 'revoked' }, end: true, tone: 'bad' },
    refused: { title: { zh: '不予撤销', en: 'not revoked' }, end: true, tone: 'neutral' },
  },
  acts: {
    revoke: {
      title: { zh: '撤销证书', en: 'Revoke the certificate' },
      from: ['proposed'],
      to: 'revoked',
      who: { by: { reviewer: 'jurisdiction' } },
      needs: { note: { kind: 'text', label: { zh: '复核意见', en: 'Note' }, lengthMax: 200 } },
      checks: [notRevoked, effectiveDay],
      effects: ['keepNote', 'revokeCertificate'],
      notBy: ['open'],
      keepsDoer: 'decided_by',
      grave: true,
    },
    refuse: {
      title: { zh: '不予撤销', en: 'Do not revoke' },
      from: ['proposed'],
      to: 'refused',
      who: { by: { reviewer: 'jurisdiction' } },
      needs: { note: { kind: 'text', label: { zh: '不予撤销的理由', en: 'Why not' }, lengthMax: 200, required: true } },
      effects: ['keepNote'],
      notBy: ['open'],
      keepsDoer: 'decided_by',
    },
  },
})
