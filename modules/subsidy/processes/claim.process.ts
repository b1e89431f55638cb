import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import { FUNDS, OBJECTION_OUTCOMES, PAYEES } from '../words.ts'
import {
  checksPassed,
  classFinished,
  linePresent,
  linesClean,
  noticeOver,
  notTaken,
  onlyClaim,
  payeeKnown,
  reasonsKnown,
  schemeInForce,
  unlocked,
} from './claim.checks.ts'

const clerk = { by: { institutionClerk: 'organisation' } } as const
const handling = { by: { handler: 'jurisdiction' } } as const
const reviewing = { by: { reviewer: 'jurisdiction' } } as const
const note = { kind: 'text', lengthMax: 500, label: { zh: '说明', en: 'Note' } } as const
const reasons = {
  kind: 'codes',
  codes: 'subsidy.refusal-reason',
  label: { zh: '理由', en: 'Reasons' },
  required: true,
} as const
const lineNo = { kind: 'integer', min: 1, label: { zh: '序号', en: 'Line' }, required: true } as const
const program = { who: {}, automatic: true } as const

/**
 * From class to money. The claim is drawn from records held; the clerk checks and files it, the county reviews, the city
 * approves, the public sees it, a batch pays it. Filing puts the benefit keys and the commitment into the books.
 */
export const claimProcess = defineProcess({
  id: 'subsidy.claim',
  title: { zh: '补贴申领', en: 'Claim' },
  since: plainDate('2018-01-01'),
  pickedBy: 'the day on which the claim is drawn',
  table: 'subsidy.claim_case',
  anchor: 'case_id',
  fields: {
    trainingClass: {
      kind: 'reference',
      record: 'training.class',
      column: 'class_id',
      label: { zh: '班级', en: 'Class' },
      required: true,
      list: true,
    },
    scheme: {
      kind: 'text',
      lengthMax: 60,
      label: { zh: '补贴项目', en: 'Scheme' },
      required: true,
      list: true,
      filter: true,
    },
    payee: { kind: 'choice', choices: PAYEES, label: { zh: '收款方式', en: 'Payee' }, required: true, list: true },
  },
  completed: {
    number: { kind: 'text', lengthMax: 40, label: { zh: '申领编号', en: 'Number' }, list: true },
    className: { kind: 'text', lengthMax: 120, label: { zh: '班级名称', en: 'Name of the class' }, list: true },
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
    fund: { kind: 'choice', choices: FUNDS, label: { zh: '资金', en: 'Fund' } },
    amountFen: { kind: 'money', label: { zh: '金额', en: 'Amount' }, list: true },
    lines: { kind: 'integer', label: { zh: '人数', en: 'Persons' }, list: true },
    noticeFrom: { kind: 'date', label: { zh: '公示起', en: 'Notice from' } },
    noticeUntil: { kind: 'date', label: { zh: '公示止', en: 'Notice until' } },
    reasons: { kind: 'codes', codes: 'subsidy.refusal-reason', label: { zh: '退回或不予补贴的理由', en: 'Reasons' } },
    decisionNote: { kind: 'text', lengthMax: 500, label: { zh: '办理说明', en: 'Note of the office' } },
  },
  titleField: 'number',
  scope: { jurisdiction: 'county_code', organisation: 'organisation_id' },
  read: { by: { ...readers, institutionClerk: 'organisation' } },
  open: {
    who: clerk,
    state: 'draft',
    keepsDoer: 'drafted_by',
    checks: [schemeInForce, classFinished, onlyClaim],
    effects: ['draw'],
  },
  states: {
    draft: { title: { zh: '草拟', en: 'draft' }, owner: { zh: '机构', en: 'institution' }, tone: 'neutral' },
    filed: {
      title: { zh: '待初审', en: 'filed' },
      owner: { zh: '县级经办人员', en: 'county officer' },
      deadline: 'subsidy.review.days',
      tone: 'progress',
    },
    reviewed: {
      title: { zh: '待复核', en: 'reviewed' },
      owner: { zh: '市级复核人员', en: 'city officer' },
      deadline: 'subsidy.approval.days',
      tone: 'progress',
    },
    returned: {
      title: { zh: '待补正', en: 'sent back' },
      owner: { zh: '机构', en: 'institution' },
      deadline: 'subsidy.supplement.days',
      tone: 'progress',
    },
    approved: {
      title: { zh: '已复核，待公示', en: 'approved' },
      owner: { zh: '市级复核人员', en: 'city officer' },
      tone: 'good',
    },
    publicised: {
      title: { zh: '公示中', en: 'publicised' },
      owner: { zh: '公众', en: 'the public' },
      tone: 'progress',
    },
    payable: {
      title: { zh: '待拨付', en: 'payable' },
      owner: { zh: '资金经办人员', en: 'payment officer' },
      deadline: 'subsidy.payment.days',
      tone: 'progress',
    },
    batched: { title: { zh: '拨付中', en: 'being paid' }, owner: { zh: '银行', en: 'the bank' }, tone: 'progress' },
    paid: { title: { zh: '已拨付', en: 'paid' }, tone: 'good' },
    'clawed-back': { title: { zh: '已追回', en: 'clawed back' }, end: true, tone: 'bad' },
    refused: { title: { zh: '不予补贴', en: 'refused' }, end: true, tone: 'bad' },
    withdrawn: { title: { zh: '已撤回', en: 'withdrawn' }, end: true, tone: 'neutral' },
  },
  acts: {
    redraw: {
      title: { zh: '重新取数', en: 'Draw again' },
      from: ['draft', 'returned'],
      to: 'draft',
      who: clerk,
      checks: [unlocked('evidence')],
      effects: ['redraw'],
    },
    strike: {
      title: { zh: '去掉一人', en: 'Take a person out' },
      from: ['draft'],
      to: 'draft',
      who: clerk,
      needs: { lineNo, note },
      checks: [linePresent],
      effects: ['strike'],
    },
    strikeReturned: {
      title: { zh: '去掉一人（补正）', en: 'Take a person out' },
      from: ['returned'],
      to: 'returned',
      who: clerk,
      needs: { lineNo, note },
      checks: [linePresent, unlocked('lines')],
      effects: ['strike'],
    },
    file: {
      title: { zh: '申报', en: 'File' },
      from: ['draft'],
      to: 'filed',
      who: clerk,
      keepsDoer: 'filed_by',
      checks: [schemeInForce, classFinished, linesClean, notTaken, payeeKnown],
      effects: ['commit'],
    },
    resubmit: {
      title: { zh: '补正后申报', en: 'File again' },
      from: ['returned'],
      to: 'filed',
      who: clerk,
      keepsDoer: 'resubmitted_by',
      checks: [linesClean, payeeKnown],
      effects: ['mirror'],
    },
    withdraw: {
      title: { zh: '撤回', en: 'Withdraw' },
      from: ['draft', 'filed', 'returned'],
      to: 'withdrawn',
      who: clerk,
      effects: ['letGo'],
    },
    return: {
      title: { zh: '退回补正', en: 'Send back' },
      from: ['filed', 'reviewed'],
      to: 'returned',
      who: { by: { handler: 'jurisdiction', reviewer: 'jurisdiction' } },
      needs: { reasons, note: { ...note, required: true } },
      checks: [reasonsKnown],
      effects: ['noteReasons'],
    },
    review: {
      title: { zh: '初审通过', en: 'Pass the first review' },
      from: ['filed'],
      to: 'reviewed',
      who: handling,
      notBy: ['open', 'file', 'resubmit'],
      keepsDoer: 'reviewed_by',
      checks: [linesClean],
      effects: ['noteReview'],
    },
    approve: {
      title: { zh: '复核通过', en: 'Approve' },
      from: ['reviewed'],
      to: 'approved',
      who: reviewing,
      notBy: ['open', 'file', 'resubmit', 'review'],
      keepsDoer: 'approved_by',
      checks: [linesClean, payeeKnown],
      effects: ['freezeApproval'],
    },
    refuse: {
      title: { zh: '不予补贴', en: 'Refuse' },
      from: ['filed', 'reviewed', 'publicised'],
      to: 'refused',
      who: reviewing,
      needs: { reasons, note: { ...note, required: true } },
      checks: [reasonsKnown],
      effects: ['noteReasons', 'letGo'],
      grave: true,
    },
    publicise: {
      title: { zh: '公示', en: 'Publicise' },
      from: ['approved'],
      to: 'publicised',
      who: reviewing,
      effects: ['giveNotice'],
    },
    object: {
      title: { zh: '登记异议', en: 'Record an objection' },
      from: ['publicised'],
      to: 'publicised',
      who: handling,
      needs: {
        lineNo,
        objection: {
          kind: 'text',
          lengthMax: 1000,
          label: { zh: '异议内容', en: 'Objection' },
          hint: { zh: '只写事由，不写异议人的姓名和电话', en: 'the matter only' },
          required: true,
        },
      },
      checks: [linePresent],
      effects: ['hold'],
    },
    settle: settling('publicised'),
    settleLater: settling('payable'),
    release: {
      title: { zh: '公示期满，转拨付', en: 'Notice over: payable' },
      from: ['publicised'],
      to: 'payable',
      who: handling,
      checks: [noticeOver, checksPassed],
      effects: ['mirror'],
    },
    batch: {
      title: { zh: '列入拨付批次', en: 'Put into a batch' },
      from: ['payable'],
      to: 'batched',
      ...program,
      effects: ['mirror'],
    },
    takeBack: {
      title: { zh: '移出拨付批次', en: 'Take out of the batch' },
      from: ['batched'],
      to: 'payable',
      ...program,
      effects: ['mirror'],
    },
    checkAccounts: {
      title: { zh: '核对收款账户', en: 'Check the accounts' },
      from: ['payable'],
      to: 'payable',
      who: handling,
      keepsDoer: 'accounts_checked_by',
      effects: ['checkAccounts'],
    },
    confirmAccounts: {
      title: { zh: '确认变更后的账户', en: 'Confirm changed accounts' },
      from: ['payable'],
      to: 'payable',
      who: reviewing,
      notBy: ['checkAccounts'],
      keepsDoer: 'accounts_confirmed_by',
      needs: { note: { ...note, required: true } },
      effects: ['confirmAccounts'],
      grave: true,
    },
    pay: {
      title: { zh: '拨付完成', en: 'Paid' },
      from: ['batched'],
      to: 'paid',
      ...program,
      needs: { on: { kind: 'date', label: { zh: '拨付日期', en: 'Paid on' }, required: true } },
      effects: ['notePaid'],
    },
    comeBack: {
      title: { zh: '银行退回', en: 'Returned by the bank' },
      from: ['paid'],
      to: 'payable',
      ...program,
      effects: ['mirror'],
    },
    clawBack: {
      title: { zh: '全部追回', en: 'All clawed back' },
      from: ['paid'],
      to: 'clawed-back',
      ...program,
      effects: ['mirror'],
    },
  },
})

function settling(state: 'publicised' | 'payable') {
  return {
    title:
      state === 'payable'
        ? { zh: '答复异议（公示期后）', en: 'Settle an objection after the notice' }
        : { zh: '答复异议', en: 'Settle an objection' },
    from: [state],
    to: state,
    who: reviewing,
    needs: {
      objectionNo: { kind: 'integer', min: 1, label: { zh: '异议序号', en: 'Number' }, required: true },
      outcome: { kind: 'choice', choices: OBJECTION_OUTCOMES, label: { zh: '结论', en: 'Outcome' }, required: true },
      note: { ...note, required: true },
    },
    effects: ['settle'],
  } as const
}
