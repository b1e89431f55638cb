import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { LEVELS } from '../../catalogue/index.ts'
import { readers } from '../../roles.ts'
import { somethingChanges } from './correction.checks.ts'
import { notRevoked } from './revocation.checks.ts'

/**
 * The certificate says something wrong. It was void from its first day, as known from today; another one, with another number,
 * says what is right. Only what changes is filled in.
 */
export const correction = defineProcess({
  id: 'credentials.correction',
  title: { zh: '证书更正', en: 'Correction of a certificate' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of the proposal',
  table: 'credentials.correction_case',
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
    occupation: {
      kind: 'code',
      codes: 'catalogue.occupation',
      column: 'occupation_code',
      label: { zh: '更正后的职业', en: 'Right occupation' },
      list: true,
    },
    workType: { kind: 'text', label: { zh: '更正后的工种', en: 'Right work type' }, lengthMax: 60 },
    level: {
      kind: 'choice',
      column: 'level_rank',
      label: { zh: '更正后的等级', en: 'Right level' },
      choices: LEVELS.map((l) => ({ id: String(l.rank), label: l.display })),
      list: true,
    },
    issuedOn: { kind: 'date', label: { zh: '更正后的发证日期', en: 'Right day of issue' } },
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
    checks: [notRevoked, somethingChanges],
  },
  states: {
    proposed: {
      title: { zh: '待复核', en: 'to be decided' },
      owner: { zh: '复核人员', en: 'reviewing officer' },
      tone: 'progress',
    },
    corrected: { title: { zh: '已更正', en: 'corrected' }, end: true, tone: 'good' },
    refused: { title: { zh: '不予更正', en: 'not corrected' }, end: true, tone: 'neutral' },
  },
  acts: {
    correct: {
      title: { zh: '更正证书', en: 'Correct the certificate' },
      from: ['proposed'],
      to: 'corrected',
      who: { by: { reviewer: 'jurisdiction' } },
      needs: { note: { kind: 'text', label: { zh: '复核意见', en: 'Note' }, lengthMax: 200 } },
      checks: [notRevoked, somethingChanges],
      effects: ['correctCertificate'],
      notBy: ['open'],
      keepsDoer: 'decided_by',
      grave: true,
    },
    refuse: {
      title: { zh: '不予更正', en: 'not corrected' },
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
