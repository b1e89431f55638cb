import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import { FUNDS } from '../words.ts'

const handling = { by: { handler: 'jurisdiction' } } as const
const second = { by: { reviewer: 'jurisdiction', leader: 'jurisdiction' } } as const
const file = {
  kind: 'text',
  lengthMax: 900_000,
  label: { zh: '银行回盘文件（CSV 文本）', en: 'Answer of the bank, CSV' },
  hint: { zh: '列：序号、结果、日期、原因', en: 'columns: serial, result, date, reason' },
  required: true,
} as const

/**
 * A batch is a frozen copy: payees, accounts and amounts as approved. A second person seals it; sending is written down
 * before the file can be had, and a batch is sent once. What the bank has not answered stays open and is asked after; it is
 * never sent again. A file that never reached the bank dissolves its batch, and a new one gets a new number.
 */
export const paymentProcess = defineProcess({
  id: 'subsidy.payment',
  title: { zh: '拨付批次', en: 'Payment batch' },
  since: plainDate('2018-01-01'),
  pickedBy: 'the day on which the batch is made',
  table: 'subsidy.payment_case',
  anchor: 'case_id',
  fields: {
    fund: { kind: 'choice', choices: FUNDS, label: { zh: '资金', en: 'Fund' }, required: true, list: true },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '县（市、区）', en: 'County' },
      required: true,
      list: true,
    },
    year: {
      kind: 'integer',
      min: 2000,
      max: 2200,
      label: { zh: '预算年度', en: 'Year of the budget' },
      required: true,
      list: true,
    },
  },
  completed: {
    number: { kind: 'text', lengthMax: 40, label: { zh: '批次号', en: 'Number' }, list: true },
    budget: { kind: 'text', lengthMax: 40, column: 'budget_id', label: { zh: '预算', en: 'Budget' } },
    payments: { kind: 'integer', label: { zh: '笔数', en: 'Payments' }, list: true },
    amountFen: { kind: 'money', label: { zh: '金额', en: 'Amount' }, list: true },
    contentHash: { kind: 'text', lengthMax: 64, label: { zh: '内容摘要', en: 'Hash of the content' } },
  },
  titleField: 'number',
  scope: { jurisdiction: 'county_code' },
  read: { by: readers },
  open: { who: handling, state: 'frozen', keepsDoer: 'prepared_by', effects: ['freeze'] },
  states: {
    frozen: { title: { zh: '待封存', en: 'frozen' }, owner: { zh: '复核人员', en: 'second person' }, tone: 'progress' },
    sealed: {
      title: { zh: '已封存，待发送', en: 'sealed' },
      owner: { zh: '经办人员', en: 'handling officer' },
      tone: 'progress',
    },
    sent: { title: { zh: '已发送，等待银行', en: 'sent' }, owner: { zh: '银行', en: 'the bank' }, tone: 'progress' },
    settled: { title: { zh: '已结清', en: 'settled' }, tone: 'good' },
    dissolved: { title: { zh: '已解散', en: 'dissolved' }, end: true, tone: 'neutral' },
  },
  acts: {
    seal: {
      title: { zh: '封存', en: 'Seal' },
      from: ['frozen'],
      to: 'sealed',
      who: second,
      notBy: ['open'],
      keepsDoer: 'sealed_by',
      effects: ['seal'],
      grave: true,
    },
    send: {
      title: { zh: '发送银行', en: 'Send' },
      from: ['sealed'],
      to: 'sent',
      who: handling,
      keepsDoer: 'sent_by',
      effects: ['send'],
      grave: true,
    },
    takeReturn: {
      title: { zh: '导入回盘', en: 'Take the answer' },
      from: ['sent'],
      to: 'sent',
      who: handling,
      needs: { file },
      effects: ['takeReturn'],
    },
    takeLateReturn: {
      title: { zh: '导入补充回盘', en: 'Take a late answer' },
      from: ['settled'],
      to: 'settled',
      who: handling,
      needs: { file },
      effects: ['takeReturn'],
    },
    close: { title: { zh: '结清', en: 'Settle' }, from: ['sent'], to: 'settled', who: {}, automatic: true },
    dissolve: {
      title: { zh: '解散', en: 'Dissolve' },
      from: ['frozen', 'sealed'],
      to: 'dissolved',
      who: second,
      effects: ['dissolve'],
      grave: true,
    },
    undelivered: {
      title: { zh: '银行确认未收到，解散', en: 'The bank never had it: dissolve' },
      from: ['sent'],
      to: 'dissolved',
      who: second,
      notBy: ['send'],
      keepsDoer: 'undelivered_by',
      needs: {
        evidence: {
          kind: 'text',
          lengthMax: 200,
          label: { zh: '银行书面确认的文号', en: 'Written word of the bank' },
          required: true,
        },
      },
      effects: ['undelivered'],
      grave: true,
    },
  },
})
