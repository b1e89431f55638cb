import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import {
  CORRECTION_REASONS,
  LISTING_LEVELS,
  LISTING_ROLES,
  OBJECTION_OUTCOMES,
  REFUSAL_REASONS,
  REMOVAL_REASONS,
  SUSPENSION_REASONS,
} from '../words.ts'
import {
  correctionFits,
  kindMayTakeRole,
  licenceValid,
  noOpenObjection,
  notCooling,
  noticeOver,
  notUnderWay,
  occupationsAllowed,
  ofProvince,
  organisationStands,
  returnReasonsKnown,
} from './listing.checks.ts'

const handler = { by: { handler: 'jurisdiction' } } as const
const reviewer = { by: { reviewer: 'jurisdiction' } } as const
const handling = { by: { handler: 'jurisdiction', reviewer: 'jurisdiction' } } as const
const deciding = { by: { reviewer: 'jurisdiction', leader: 'jurisdiction' } } as const
const applicant = { by: { institutionClerk: 'organisation' } } as const

const occupations = {
  kind: 'codes',
  codes: 'catalogue.occupation',
  label: { zh: '职业', en: 'Occupations' },
  hint: { zh: '职业分类大典的职业编码，如 6-18-02-04', en: 'codes of the classification, such as 6-18-02-04' },
} as const
const levelHighest = {
  kind: 'choice',
  choices: LISTING_LEVELS,
  label: { zh: '最高等级', en: 'Highest level' },
} as const
const licenceNumber = {
  kind: 'text',
  lengthMax: 60,
  label: { zh: '许可或备案编号', en: 'Licence or filing number' },
} as const
const statement = {
  kind: 'text',
  lengthMax: 2000,
  label: { zh: '申报说明（场地、设备、师资）', en: 'Statement (premises, equipment, teachers)' },
} as const
const document = { kind: 'text', lengthMax: 80, label: { zh: '文号', en: 'Document' } } as const
const note = { kind: 'text', lengthMax: 500, label: { zh: '说明', en: 'Note' } } as const

/** Officers' errors in past periods. What was published stays recomputable (`knownOn`); the journal names who corrected. */
const correction = {
  title: { zh: '更正期间', en: 'Correct a period' },
  who: reviewer,
  needs: {
    period: {
      kind: 'date',
      label: { zh: '更正哪一段（原起始日期）', en: 'Which period (its first day so far)' },
      required: true,
    },
    from: { kind: 'date', label: { zh: '更正后自', en: 'From' } },
    to: { kind: 'date', label: { zh: '更正后至（不含）', en: 'Until (not included)' } },
    struck: { kind: 'boolean', label: { zh: '这一段不应存在', en: 'This period never was' } },
    reason: { kind: 'choice', choices: CORRECTION_REASONS, label: { zh: '理由', en: 'Reason' }, required: true },
    document: { ...document, required: true },
    note: { ...note, required: true },
  },
  checks: [correctionFits],
  effects: ['correctPeriod'],
  grave: true,
} as const

const substance = [organisationStands, ofProvince, kindMayTakeRole, licenceValid, occupationsAllowed] as const

/**
 * Being on a public list (目录清单管理). Open to institutions of the whole province: 临人社函〔2023〕275号. The area that
 * receives an application is the institution's own county, or the city itself for one from elsewhere in the province.
 */
export const listingProcess = defineProcess({
  id: 'directory.listing',
  title: { zh: '列入目录', en: 'Listing' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of application',
  table: 'directory.listing_case',
  anchor: 'case_id',
  fields: {
    organisation: {
      kind: 'reference',
      record: 'directory.organisation',
      column: 'organisation_id',
      label: { zh: '机构', en: 'Organisation' },
      required: true,
      list: true,
    },
    role: {
      kind: 'choice',
      choices: LISTING_ROLES,
      label: { zh: '名录', en: 'List' },
      required: true,
      list: true,
      filter: true,
    },
    occupations: { ...occupations, required: true },
    levelHighest: { ...levelHighest, required: true, list: true },
    licenceNumber,
    statement,
  },
  completed: {
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '受理地', en: 'Received by' },
      list: true,
      filter: true,
    },
    noticeFrom: { kind: 'date', label: { zh: '公示自', en: 'Notice from' } },
    noticeUntil: { kind: 'date', label: { zh: '公示至', en: 'Notice until' }, list: true },
    returnReasons: {
      kind: 'codes',
      codes: 'directory.return-reason',
      label: { zh: '退回理由', en: 'Reasons of return' },
    },
    decisionReason: { kind: 'code', codes: 'directory.reason', label: { zh: '理由', en: 'Reason' } },
    decisionNote: { kind: 'text', lengthMax: 500, label: { zh: '办理说明', en: 'Note of the office' } },
    citation: { kind: 'text', lengthMax: 200, label: { zh: '依据', en: 'Legal basis' } },
    document,
  },
  titleField: 'organisation',
  scope: { jurisdiction: 'county_code', organisation: 'organisation_id' },
  read: { by: { ...readers, institutionClerk: 'organisation' } },
  open: {
    who: applicant,
    state: 'applied',
    keepsDoer: 'applied_by',
    checks: [...substance, notUnderWay, notCooling],
  },
  states: {
    applied: {
      title: { zh: '待受理', en: 'applied' },
      owner: { zh: '经办人员', en: 'handling officer' },
      deadline: 'directory.accept.days',
      tone: 'progress',
    },
    reviewing: {
      title: { zh: '审核中', en: 'under review' },
      owner: { zh: '复核人员', en: 'reviewing officer' },
      deadline: 'directory.review.days',
      tone: 'progress',
    },
    returned: {
      title: { zh: '已退回补正', en: 'returned' },
      owner: { zh: '申请机构', en: 'the institution' },
      deadline: 'directory.supplement.days',
      tone: 'bad',
    },
    publicised: {
      title: { zh: '公示中', en: 'in public notice' },
      owner: { zh: '复核人员、分管领导', en: 'reviewing or leading officer' },
      deadline: 'directory.notice.days',
      tone: 'progress',
    },
    listed: { title: { zh: '在列', en: 'listed' }, tone: 'good' },
    suspended: {
      title: { zh: '暂停', en: 'suspended' },
      owner: { zh: '复核人员', en: 'reviewing officer' },
      tone: 'bad',
    },
    removed: { title: { zh: '已移出', en: 'removed' }, end: true, tone: 'bad' },
    refused: { title: { zh: '不予列入', en: 'refused' }, end: true, tone: 'bad' },
    withdrawn: { title: { zh: '已撤回', en: 'withdrawn' }, end: true, tone: 'neutral' },
  },
  acts: {
    accept: {
      title: { zh: '受理', en: 'Accept' },
      from: ['applied'],
      to: 'reviewing',
      who: handler,
      notBy: ['open'],
      keepsDoer: 'accepted_by',
      checks: [organisationStands],
    },
    return: {
      title: { zh: '退回补正', en: 'Return' },
      from: ['reviewing'],
      to: 'returned',
      who: handling,
      needs: {
        reasons: {
          kind: 'codes',
          codes: 'directory.return-reason',
          label: { zh: '退回理由', en: 'Reasons' },
          required: true,
        },
        note: { ...note, required: true, label: { zh: '需要补正的内容', en: 'What to supplement' } },
      },
      checks: [returnReasonsKnown],
      effects: ['noteReturn'],
    },
    resubmit: {
      title: { zh: '补正后提交', en: 'Submit again' },
      from: ['returned'],
      to: 'reviewing',
      who: applicant,
      needs: { occupations, levelHighest, licenceNumber, statement },
      checks: [...substance],
      effects: ['amend'],
    },
    publicise: {
      title: { zh: '审核通过并公示', en: 'Approve and publicise' },
      from: ['reviewing'],
      to: 'publicised',
      who: reviewer,
      notBy: ['open', 'accept'],
      keepsDoer: 'reviewed_by',
      checks: [...substance],
      effects: ['giveNotice'],
    },
    refuse: {
      title: { zh: '不予列入', en: 'Refuse' },
      from: ['reviewing', 'publicised'],
      to: 'refused',
      who: reviewer,
      needs: {
        reason: { kind: 'choice', choices: REFUSAL_REASONS, label: { zh: '理由', en: 'Reason' }, required: true },
        citation: {
          kind: 'text',
          lengthMax: 200,
          label: { zh: '依据（文号和条款）', en: 'Legal basis' },
          required: true,
        },
        note,
      },
      effects: ['noteDecision'],
      grave: true,
    },
    withdraw: {
      title: { zh: '撤回申请', en: 'Withdraw' },
      from: ['applied', 'reviewing', 'returned', 'publicised'],
      to: 'withdrawn',
      who: applicant,
    },
    recordObjection: {
      title: { zh: '登记异议', en: 'Record an objection' },
      from: ['publicised'],
      to: 'publicised',
      who: handling,
      needs: {
        objection: {
          kind: 'text',
          lengthMax: 1000,
          label: { zh: '异议内容', en: 'Objection' },
          hint: { zh: '只写事由，不写异议人的姓名和电话', en: 'the matter only, without name or phone of who objects' },
          required: true,
        },
      },
      effects: ['recordObjection'],
    },
    settleObjection: {
      title: { zh: '答复异议', en: 'Settle an objection' },
      from: ['publicised'],
      to: 'publicised',
      who: reviewer,
      needs: {
        objectionNo: { kind: 'integer', min: 1, label: { zh: '异议序号', en: 'Number' }, required: true },
        outcome: { kind: 'choice', choices: OBJECTION_OUTCOMES, label: { zh: '结论', en: 'Outcome' }, required: true },
        note: { ...note, required: true },
      },
      effects: ['settleObjection'],
    },
    list: {
      title: { zh: '列入目录', en: 'Put on the list' },
      from: ['publicised'],
      to: 'listed',
      who: deciding,
      notBy: ['open', 'accept', 'publicise'],
      keepsDoer: 'decided_by',
      needs: { document: { ...document, required: true } },
      checks: [organisationStands, licenceValid, noticeOver, noOpenObjection],
      effects: ['enterOnList'],
    },
    suspend: {
      title: { zh: '暂停', en: 'Suspend' },
      from: ['listed'],
      to: 'suspended',
      who: reviewer,
      needs: {
        reason: { kind: 'choice', choices: SUSPENSION_REASONS, label: { zh: '理由', en: 'Reason' }, required: true },
        note: { ...note, required: true },
        document,
      },
      effects: ['suspendListing'],
      grave: true,
    },
    resume: {
      title: { zh: '恢复', en: 'Resume' },
      from: ['suspended'],
      to: 'listed',
      who: reviewer,
      needs: { note, document },
      checks: [organisationStands, licenceValid],
      effects: ['resumeListing'],
    },
    remove: {
      title: { zh: '移出目录', en: 'Remove' },
      from: ['listed', 'suspended'],
      to: 'removed',
      who: reviewer,
      needs: {
        reason: { kind: 'choice', choices: REMOVAL_REASONS, label: { zh: '理由', en: 'Reason' }, required: true },
        note: { ...note, required: true },
        document,
      },
      effects: ['removeListing'],
      grave: true,
    },
    correct: { ...correction, from: ['listed'], to: 'listed' },
    correctSuspended: { ...correction, from: ['suspended'], to: 'suspended' },
    endByMerger: {
      title: { zh: '因合并移出', en: 'Off the list by merger' },
      from: ['listed', 'suspended'],
      to: 'removed',
      who: {},
      automatic: true,
      needs: { on: { kind: 'date', label: { zh: '合并生效日期', en: 'Day of the merger' }, required: true } },
      effects: ['endByMerger'],
    },
  },
})
