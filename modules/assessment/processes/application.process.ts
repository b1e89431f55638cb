import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import { APPLICATION_REFUSALS, ETHICS_REASONS, OUTCOME_REASONS, OUTCOMES, SUBJECTS } from '../words.ts'
import { eligibleOrProved, marksInRange, ofAudience, onExamDay, planTakes, secondAgrees } from './application.checks.ts'

const clerk = { by: { institutionClerk: 'organisation' } } as const
const reviewer = { by: { reviewer: 'jurisdiction' } } as const
const note = { kind: 'text', lengthMax: 500, label: { zh: '说明', en: 'Note' } } as const
const centi = (subject: string) => {
  const label = SUBJECTS.find((s) => s.id === subject)!.label
  return {
    kind: 'integer',
    label: { zh: `${label.zh}（百分之一分）`, en: `${label.en} (hundredths of a point)` },
    hint: { zh: '60 分填 6000', en: '60 points are 6000' },
  } as const
}
const marks = {
  theoryCenti: centi('theory'),
  skillCenti: centi('skill'),
  comprehensiveCenti: centi('comprehensive'),
  processCenti: centi('process'),
  performanceCenti: centi('performance'),
  keyItemFailed: { kind: 'boolean', label: { zh: '关键技能项（★）不合格', en: 'A key item (★) was failed' } },
} as const

/**
 * One person in one plan, from the application to the certificate. The branch of the conditions is chosen by the system from the
 * registers; only what no register knows is asked for. Marks are entered twice, by two persons, and must agree; after publication
 * nothing is overwritten: a correction is proposed by one, decided by another, and becomes a new version of the result.
 */
export const applicationProcess = defineProcess({
  id: 'assessment.application',
  title: { zh: '报名和成绩', en: 'Application and result' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of application',
  table: 'assessment.application_case',
  anchor: 'plan_id',
  fields: {
    plan: {
      kind: 'reference',
      record: 'assessment.plan',
      column: 'plan_id',
      label: { zh: '评价计划', en: 'Plan' },
      required: true,
      list: true,
    },
    person: {
      kind: 'reference',
      record: 'people.person',
      column: 'person_id',
      label: { zh: '考生', en: 'Candidate' },
      required: true,
      personal: true,
      list: true,
    },
    declared: {
      kind: 'codes',
      codes: 'assessment.declaration',
      label: { zh: '库中没有、由本人提供证明的条件', en: 'Conditions that no register knows and a paper shows' },
    },
    evidence: { kind: 'text', lengthMax: 300, label: { zh: '证明材料', en: 'Papers shown' } },
  },
  completed: {
    organisationId: {
      kind: 'reference',
      record: 'directory.organisation',
      column: 'organisation_id',
      label: { zh: '评价机构', en: 'Evaluation body' },
    },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '备案地', en: 'Filed with' },
    },
    eligible: { kind: 'boolean', label: { zh: '符合申报条件', en: 'Meets the conditions' }, list: true },
    clause: { kind: 'text', lengthMax: 60, label: { zh: '适用的申报条件', en: 'Condition that holds' }, list: true },
    eligibleFrom: { kind: 'date', label: { zh: '最早满足日期', en: 'First day on which it holds' } },
    refusal: {
      kind: 'choice',
      choices: APPLICATION_REFUSALS,
      label: { zh: '不予通过的理由', en: 'Reason of refusal' },
    },
    ticket: { kind: 'text', lengthMax: 40, label: { zh: '准考证号', en: 'Ticket' }, list: true },
    room: { kind: 'text', lengthMax: 40, label: { zh: '考场', en: 'Room' } },
    seatNo: { kind: 'integer', label: { zh: '座位号', en: 'Seat' } },
    ethics: { kind: 'choice', choices: ETHICS_REASONS, label: { zh: '品德一票否决', en: 'Refused for conduct' } },
    outcome: { kind: 'choice', choices: OUTCOMES, label: { zh: '结果', en: 'Result' }, list: true },
    outcomeReason: { kind: 'choice', choices: OUTCOME_REASONS, label: { zh: '原因', en: 'Why' } },
    resultVersion: { kind: 'integer', label: { zh: '成绩版本', en: 'Version of the result' } },
    noticeUntil: { kind: 'date', label: { zh: '公示至', en: 'Publicised until' } },
    certificateNumber: { kind: 'text', lengthMax: 40, label: { zh: '证书编号', en: 'Certificate' }, list: true },
    note: { kind: 'text', lengthMax: 500, label: { zh: '办理说明', en: 'Note' } },
  },
  titleField: 'person',
  scope: { jurisdiction: 'county_code', organisation: 'organisation_id' },
  read: { by: { ...readers, institutionClerk: 'organisation' } },
  open: {
    who: clerk,
    state: 'applied',
    keepsDoer: 'applied_by',
    checks: [planTakes, ofAudience],
    effects: ['takeSeat'],
  },
  states: {
    applied: {
      title: { zh: '待审核', en: 'to be reviewed' },
      owner: { zh: '评价机构', en: 'the body' },
      tone: 'progress',
    },
    admitted: { title: { zh: '审核通过', en: 'admitted' }, owner: { zh: '评价机构', en: 'the body' }, tone: 'good' },
    seated: { title: { zh: '已编排', en: 'seated' }, owner: { zh: '评价机构', en: 'the body' }, tone: 'progress' },
    absent: { title: { zh: '缺考', en: 'absent' }, owner: { zh: '评价机构', en: 'the body' }, tone: 'neutral' },
    barred: {
      title: { zh: '品德否决', en: 'refused for conduct' },
      owner: { zh: '评价机构', en: 'the body' },
      tone: 'bad',
    },
    marked: {
      title: { zh: '已录入一次', en: 'entered once' },
      owner: { zh: '评价机构', en: 'the body' },
      tone: 'progress',
    },
    scored: {
      title: { zh: '成绩已核对', en: 'marks agree' },
      owner: { zh: '评价机构', en: 'the body' },
      tone: 'progress',
    },
    published: {
      title: { zh: '结果已公示', en: 'publicised' },
      owner: { zh: '评价机构', en: 'the body' },
      tone: 'progress',
    },
    objected: {
      title: { zh: '有异议', en: 'objected to' },
      owner: { zh: '复核人员', en: 'reviewing officer' },
      deadline: 'assessment.recheck.days',
      tone: 'bad',
    },
    correcting: {
      title: { zh: '更正待复核', en: 'correction to be decided' },
      owner: { zh: '复核人员', en: 'reviewing officer' },
      tone: 'bad',
    },
    issued: { title: { zh: '已发证', en: 'certificate issued' }, end: true, tone: 'good' },
    refused: { title: { zh: '审核不通过', en: 'refused' }, end: true, tone: 'bad' },
    withdrawn: { title: { zh: '已退出', en: 'withdrawn' }, end: true, tone: 'neutral' },
  },
  acts: {
    admit: {
      title: { zh: '审核通过', en: 'Admit' },
      from: ['applied'],
      to: 'admitted',
      who: clerk,
      notBy: ['open'],
      keepsDoer: 'reviewed_by',
      checks: [eligibleOrProved],
    },
    refuse: {
      title: { zh: '审核不通过', en: 'Refuse' },
      from: ['applied'],
      to: 'refused',
      who: clerk,
      notBy: ['open'],
      keepsDoer: 'reviewed_by',
      needs: {
        reason: { kind: 'choice', choices: APPLICATION_REFUSALS, label: { zh: '理由', en: 'Reason' }, required: true },
        note: { ...note, required: true },
      },
      effects: ['noteRefusal', 'freeSeat'],
    },
    withdraw: {
      title: { zh: '退出', en: 'Withdraw' },
      from: ['applied', 'admitted'],
      to: 'withdrawn',
      who: clerk,
      needs: { note },
      effects: ['noteApplication', 'freeSeat'],
    },
    markAbsent: {
      title: { zh: '登记缺考', en: 'Enter as absent' },
      from: ['seated'],
      to: 'absent',
      who: clerk,
      checks: [onExamDay],
    },
    bar: {
      title: { zh: '品德一票否决', en: 'Refuse for conduct' },
      from: ['seated', 'marked', 'scored'],
      to: 'barred',
      who: clerk,
      needs: {
        ethics: { kind: 'choice', choices: ETHICS_REASONS, label: { zh: '事由', en: 'Reason' }, required: true },
        note: { ...note, required: true },
      },
      effects: ['noteEthics'],
      grave: true,
    },
    mark: {
      title: { zh: '录入成绩', en: 'Enter marks' },
      from: ['seated', 'marked'],
      to: 'marked',
      who: clerk,
      keepsDoer: 'marked_by',
      needs: marks,
      checks: [onExamDay, marksInRange],
      effects: ['keepFirst'],
    },
    confirm: {
      title: { zh: '第二次录入', en: 'Enter marks again' },
      from: ['marked'],
      to: 'scored',
      who: clerk,
      notBy: ['mark'],
      keepsDoer: 'confirmed_by',
      needs: marks,
      checks: [marksInRange, secondAgrees],
      effects: ['keepSecond'],
    },
    object: {
      title: { zh: '登记异议', en: 'Take down an objection' },
      from: ['published'],
      to: 'objected',
      who: { by: { institutionClerk: 'organisation', handler: 'jurisdiction' } },
      keepsDoer: 'objected_by',
      needs: {
        objection: { kind: 'text', lengthMax: 500, label: { zh: '异议内容', en: 'The objection' }, required: true },
      },
      effects: ['takeObjection'],
    },
    dismiss: {
      title: { zh: '异议不成立', en: 'Dismiss the objection' },
      from: ['objected'],
      to: 'published',
      who: reviewer,
      notBy: ['object'],
      keepsDoer: 'settled_by',
      needs: { note: { ...note, required: true } },
      effects: ['settleObjection'],
    },
    propose: {
      title: { zh: '提出更正', en: 'Propose a correction' },
      from: ['published', 'objected'],
      to: 'correcting',
      who: clerk,
      keepsDoer: 'proposed_by',
      needs: { ...marks, note: { ...note, required: true } },
      checks: [marksInRange],
      effects: ['keepProposal'],
    },
    correct: {
      title: { zh: '同意更正', en: 'Accept the correction' },
      from: ['correcting'],
      to: 'published',
      who: reviewer,
      notBy: ['propose'],
      keepsDoer: 'corrected_by',
      effects: ['correctResult'],
      grave: true,
    },
    decline: {
      title: { zh: '不同意更正', en: 'Decline the correction' },
      from: ['correcting'],
      to: 'published',
      who: reviewer,
      notBy: ['propose'],
      keepsDoer: 'corrected_by',
      needs: { note: { ...note, required: true } },
      effects: ['declineCorrection'],
    },
    giveNumber: {
      title: { zh: '登记省里给的证书编号', en: 'Enter the number given by the province' },
      from: ['published'],
      to: 'published',
      who: clerk,
      needs: { number: { kind: 'text', lengthMax: 40, label: { zh: '证书编号', en: 'Number' }, required: true } },
      effects: ['keepNumber'],
    },
    // What the plan's own acts do to all its lines at once; nobody does it to one.
    place: {
      title: { zh: '编排考场', en: 'Seated' },
      from: ['admitted', 'seated'],
      to: 'seated',
      who: {},
      automatic: true,
    },
    publicise: {
      title: { zh: '公示结果', en: 'Publicised' },
      from: ['scored', 'absent', 'barred'],
      to: 'published',
      who: {},
      automatic: true,
    },
    record: {
      title: { zh: '发证', en: 'Issued' },
      from: ['published'],
      to: 'issued',
      who: {},
      automatic: true,
    },
  },
})
