import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import { BUDGET_CHANGES, FUNDS } from '../words.ts'

/** A budget of one fund, county and year comes from a document and changes by one, always by two persons. */
export const budgetProcess = defineProcess({
  id: 'subsidy.budget',
  title: { zh: '资金预算', en: 'Budget' },
  since: plainDate('2018-01-01'),
  pickedBy: 'the day of the proposal',
  table: 'subsidy.budget_case',
  anchor: 'case_id',
  fields: {
    kind: { kind: 'choice', choices: BUDGET_CHANGES, label: { zh: '事项', en: 'Kind' }, required: true, list: true },
    fund: { kind: 'choice', choices: FUNDS, label: { zh: '资金', en: 'Fund' }, required: true, list: true },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '县（市、区）', en: 'County' },
      required: true,
      list: true,
    },
    year: { kind: 'integer', min: 2000, max: 2200, label: { zh: '年度', en: 'Year' }, required: true, list: true },
    amountFen: { kind: 'money', label: { zh: '金额（分）', en: 'Amount in fen' }, required: true, list: true },
    document: { kind: 'text', lengthMax: 80, label: { zh: '依据文号', en: 'Document' }, required: true, list: true },
  },
  titleField: 'document',
  scope: { jurisdiction: 'county_code' },
  read: { by: readers },
  open: { who: { by: { handler: 'jurisdiction' } }, state: 'proposed', keepsDoer: 'proposed_by' },
  states: {
    proposed: {
      title: { zh: '待批准', en: 'proposed' },
      owner: { zh: '分管领导', en: 'leading officer' },
      tone: 'progress',
    },
    adopted: { title: { zh: '已下达', en: 'adopted' }, end: true, tone: 'good' },
    refused: { title: { zh: '不予批准', en: 'refused' }, end: true, tone: 'bad' },
    withdrawn: { title: { zh: '已撤回', en: 'withdrawn' }, end: true, tone: 'neutral' },
  },
  acts: {
    adopt: {
      title: { zh: '批准下达', en: 'Adopt' },
      from: ['proposed'],
      to: 'adopted',
      who: { by: { leader: 'jurisdiction' } },
      notBy: ['open'],
      keepsDoer: 'adopted_by',
      effects: ['post'],
      grave: true,
    },
    refuse: {
      title: { zh: '不予批准', en: 'Refuse' },
      from: ['proposed'],
      to: 'refused',
      who: { by: { leader: 'jurisdiction' } },
    },
    withdraw: {
      title: { zh: '撤回', en: 'Withdraw' },
      from: ['proposed'],
      to: 'withdrawn',
      who: { by: { handler: 'jurisdiction' } },
    },
  },
})
