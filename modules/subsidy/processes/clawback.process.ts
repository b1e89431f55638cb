import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import { CLAWBACK_REASONS } from '../words.ts'

/** Money claimed back, one line at a time: ordered by a second person, with a deadline, closed by the receipt. */
export const clawbackProcess = defineProcess({
  id: 'subsidy.clawback',
  title: { zh: '追回', en: 'Clawback' },
  since: plainDate('2018-01-01'),
  pickedBy: 'the day of the proposal',
  table: 'subsidy.clawback_case',
  anchor: 'case_id',
  fields: {
    claimNumber: { kind: 'text', lengthMax: 40, label: { zh: '申领编号', en: 'Claim' }, required: true, list: true },
    lineNo: { kind: 'integer', min: 1, label: { zh: '序号', en: 'Line' }, required: true, list: true },
    reason: {
      kind: 'choice',
      choices: CLAWBACK_REASONS,
      label: { zh: '理由', en: 'Reason' },
      required: true,
      list: true,
    },
    document: { kind: 'text', lengthMax: 80, label: { zh: '依据文号', en: 'Document' }, required: true },
  },
  completed: {
    claim: { kind: 'text', lengthMax: 40, column: 'claim_id', label: { zh: '申领', en: 'Claim id' } },
    organisation: {
      kind: 'reference',
      record: 'directory.organisation',
      column: 'organisation_id',
      label: { zh: '机构', en: 'Institution' },
    },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '县（市、区）', en: 'County' },
    },
    budget: { kind: 'text', lengthMax: 40, column: 'budget_id', label: { zh: '预算', en: 'Budget' } },
    amountFen: { kind: 'money', label: { zh: '金额', en: 'Amount' }, list: true },
    receipt: { kind: 'text', lengthMax: 80, label: { zh: '收款凭证', en: 'Receipt' } },
  },
  titleField: 'claimNumber',
  scope: { jurisdiction: 'county_code', organisation: 'organisation_id' },
  read: { by: { ...readers, institutionClerk: 'organisation' } },
  open: { who: { by: { handler: 'jurisdiction' } }, state: 'proposed', keepsDoer: 'proposed_by' },
  states: {
    proposed: {
      title: { zh: '待决定', en: 'proposed' },
      owner: { zh: '分管领导', en: 'leading officer' },
      tone: 'progress',
    },
    ordered: {
      title: { zh: '待退款', en: 'ordered' },
      owner: { zh: '收款单位或个人', en: 'the payee' },
      deadline: 'subsidy.clawback.days',
      tone: 'bad',
    },
    recovered: { title: { zh: '已退款', en: 'recovered' }, end: true, tone: 'good' },
    withdrawn: { title: { zh: '已撤销', en: 'withdrawn' }, end: true, tone: 'neutral' },
  },
  acts: {
    order: {
      title: { zh: '责令退回', en: 'Order' },
      from: ['proposed'],
      to: 'ordered',
      who: { by: { leader: 'jurisdiction' } },
      notBy: ['open'],
      keepsDoer: 'ordered_by',
      effects: ['owe'],
      grave: true,
    },
    recover: {
      title: { zh: '收到退款', en: 'Money came back' },
      from: ['ordered'],
      to: 'recovered',
      who: { by: { handler: 'jurisdiction' } },
      notBy: ['order'],
      keepsDoer: 'recovered_by',
      needs: { receipt: { kind: 'text', lengthMax: 80, label: { zh: '收款凭证', en: 'Receipt' }, required: true } },
      effects: ['recover'],
    },
    revoke: {
      title: { zh: '撤销决定', en: 'Revoke the order' },
      from: ['ordered'],
      to: 'withdrawn',
      who: { by: { leader: 'jurisdiction' } },
      effects: ['forgive'],
    },
    withdraw: {
      title: { zh: '撤回', en: 'Withdraw' },
      from: ['proposed'],
      to: 'withdrawn',
      who: { by: { handler: 'jurisdiction' } },
    },
  },
})
