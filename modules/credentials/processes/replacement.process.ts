import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import { REPLACEMENT_REASONS } from '../words.ts'
import { notRevoked } from './revocation.checks.ts'

/**
 * The paper was lost or damaged. What it says stays true, so it is the same certificate; its number is given up for ever and a
 * new one takes its place.
 */
export const replacement = defineProcess({
  id: 'credentials.replacement',
  title: { zh: '证书换发', en: 'Replacement of a certificate' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of the proposal',
  table: 'credentials.replacement_case',
  anchor: 'case_id',
  titleField: 'certificateNumber',
  fields: {
    certificateNumber: {
      kind: 'text',
      label: { zh: '证书编号', en: 'Certificate number' },
      lengthMax: 64,
      required: true,
      list: true,
    },
    reasonCode: {
      kind: 'choice',
      label: { zh: '换发原因', en: 'Reason' },
      choices: REPLACEMENT_REASONS,
      required: true,
      list: true,
    },
    reason: {
      kind: 'text',
      label: { zh: '事实和依据', en: 'Facts and grounds' },
      lengthMax: 150,
      required: true,
    },
    givenNumber: {
      kind: 'text',
      label: { zh: '省里给的新编号', en: 'New number, when the province gave one' },
      lengthMax: 40,
      hint: { zh: '不填则取机构号段的下一个号', en: 'left out: the next one of the body’s block' },
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
    newNumber: { kind: 'text', label: { zh: '新编号', en: 'New number' }, lengthMax: 40, list: true },
    decisionNote: { kind: 'text', label: { zh: '复核意见', en: 'Note of the decision' }, lengthMax: 200 },
  },
  scope: { jurisdiction: 'county_code' },
  read: { by: readers },
  open: {
    who: { by: { handler: 'jurisdiction' } },
    state: 'proposed',
    keepsDoer: 'proposed_by',
    checks: [notRevoked],
  },
  states: {
    proposed: {
      title: { zh: '待复核', en: 'to be decided' },
      owner: { zh: '复核人员', en: 'reviewing officer' },
      tone: 'progress',
    },
    replaced: { title: { zh: '已换发', en: 'replaced' }, end: true, tone: 'good' },
    refused: { title: { zh: '不予换发', en: 'not replaced' }, end: true, tone: 'neutral' },
  },
  acts: {
    replace: {
      title: { zh: '换发证书', en: 'Replace the certificate' },
      from: ['proposed'],
      to: 'replaced',
      who: { by: { reviewer: 'jurisdiction' } },
      needs: { note: { kind: 'text', label: { zh: '复核意见', en: 'Note' }, lengthMax: 200 } },
      checks: [notRevoked],
      effects: ['replaceCertificate'],
      notBy: ['open'],
      keepsDoer: 'decided_by',
      grave: true,
    },
    refuse: {
      title: { zh: '不予换发', en: 'not replaced' },
      from: ['proposed'],
      to: 'refused',
      who: { by: { reviewer: 'jurisdiction' } },
      needs: { note: { kind: 'text', label: { zh: '理由', en: 'Why not' }, lengthMax: 200, required: true } },
      effects: ['keepNote'],
      notBy: ['open'],
      keepsDoer: 'decided_by',
    },
  },
})
