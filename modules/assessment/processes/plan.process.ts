import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { LISTING_LEVELS } from '../../directory/index.ts'
import { readers } from '../../roles.ts'
import { AUDIENCES, HALVES, METHODS, TRACKS } from '../words.ts'
import {
  allDecided,
  applyPeriod,
  audienceAllowed,
  bodyInScope,
  examDayReached,
  filedInTime,
  levelOfTrack,
  methodAllowed,
  nothingOpen,
  noticeOver,
  occupationKnown,
  resultsComplete,
  roomsGiven,
  sessionsApart,
  staffGiven,
} from './plan.checks.ts'

const clerk = { by: { institutionClerk: 'organisation' } } as const
const handler = { by: { handler: 'jurisdiction' } } as const
const note = { kind: 'text', lengthMax: 500, label: { zh: '说明', en: 'Note' } } as const

const when = {
  examOn: { kind: 'date', label: { zh: '考试日期', en: 'Day of the examination' }, list: true, filter: true },
  examHalf: { kind: 'choice', choices: HALVES, label: { zh: '理论考试时段', en: 'Half day of the theory' } },
  skillHalf: { kind: 'choice', choices: HALVES, label: { zh: '技能考核时段', en: 'Half day of the practice' } },
  applyFrom: { kind: 'date', label: { zh: '报名自', en: 'Applications from' } },
  applyUntil: { kind: 'date', label: { zh: '报名至', en: 'Applications until' } },
} as const
const where = {
  place: { kind: 'text', lengthMax: 120, label: { zh: '考试地点', en: 'Place' } },
  feeFen: {
    kind: 'money',
    label: { zh: '收费（元）', en: 'Fee (yuan)' },
    hint: { zh: '不收费填 0', en: '0 when free' },
  },
} as const
const list = {
  rooms: {
    kind: 'codes',
    codes: 'assessment.room-line',
    label: { zh: '考场', en: 'Rooms' },
    hint: { zh: '一行一个：考场名=座位数，如 教学楼301=30', en: 'one a line: name=places, such as 301=30' },
  },
  examiners: {
    kind: 'codes',
    codes: 'assessment.examiner-number',
    label: { zh: '考评员（证卡号）', en: 'Examiners (card numbers)' },
    hint: { zh: '一行一个考评员证卡号', en: 'one card number a line' },
  },
} as const

const substance = [
  bodyInScope,
  occupationKnown,
  levelOfTrack,
  audienceAllowed,
  methodAllowed,
  sessionsApart,
  applyPeriod,
] as const

/**
 * One round of evaluation of one body: one occupation and level, on one day (职业技能等级认定工作规程（试行）, 人社职司便函〔2020〕17号).
 * The three tracks and the self-evaluation of enterprises are the same procedure with other words. Whether the body may do it is
 * asked for the day of the examination, again at each step, for a list may change in between.
 */
export const planProcess = defineProcess({
  id: 'assessment.plan',
  title: { zh: '评价计划', en: 'Evaluation plan' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of drafting',
  table: 'assessment.plan_case',
  anchor: 'case_id',
  fields: {
    organisation: {
      kind: 'reference',
      record: 'directory.organisation',
      column: 'organisation_id',
      label: { zh: '评价机构', en: 'Evaluation body' },
      required: true,
      list: true,
    },
    track: {
      kind: 'choice',
      choices: TRACKS,
      label: { zh: '评价类别', en: 'Track' },
      required: true,
      list: true,
      filter: true,
    },
    audience: { kind: 'choice', choices: AUDIENCES, label: { zh: '评价对象', en: 'For whom' }, required: true },
    method: { kind: 'choice', choices: METHODS, label: { zh: '评价方式', en: 'Method' }, required: true },
    occupation: {
      kind: 'code',
      codes: 'catalogue.occupation',
      column: 'occupation_code',
      label: { zh: '职业', en: 'Occupation' },
      required: true,
      list: true,
      filter: true,
    },
    workType: {
      kind: 'text',
      lengthMax: 60,
      label: { zh: '工种或专项能力名称', en: 'Work type, or name of the capability' },
    },
    level: { kind: 'choice', choices: LISTING_LEVELS, label: { zh: '等级', en: 'Level' }, list: true, filter: true },
    norm: {
      kind: 'reference',
      record: 'assessment.norm',
      column: 'norm_id',
      label: { zh: '评价规范', en: 'Evaluation norm' },
      hint: {
        zh: '用过程考核、业绩评审的须选；只考试的不填',
        en: 'needed for process and performance; empty for examinations',
      },
    },
    ...when,
    examOn: { ...when.examOn, required: true },
    examHalf: { ...when.examHalf, required: true },
    skillHalf: { ...when.skillHalf, required: true },
    applyFrom: { ...when.applyFrom, required: true },
    applyUntil: { ...when.applyUntil, required: true },
    place: { ...where.place, required: true },
    seats: {
      kind: 'integer',
      min: 1,
      max: 20_000,
      label: { zh: '计划人数', en: 'Places' },
      required: true,
      list: true,
    },
    feeFen: where.feeFen,
    statement: { kind: 'text', lengthMax: 1000, label: { zh: '公告内容', en: 'Announcement' } },
  },
  completed: {
    number: { kind: 'text', lengthMax: 30, label: { zh: '计划编号', en: 'Number of the plan' }, list: true },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '备案地', en: 'Filed with' },
      list: true,
      filter: true,
    },
    occupationEdition: {
      kind: 'text',
      lengthMax: 10,
      label: { zh: '职业分类版本', en: 'Edition of the classification' },
    },
    noticeFrom: { kind: 'date', label: { zh: '结果公示自', en: 'Results publicised from' } },
    noticeUntil: { kind: 'date', label: { zh: '结果公示至', en: 'Results publicised until' } },
    keptUntil: { kind: 'date', label: { zh: '电子档案保存至', en: 'Electronic archive kept until' } },
    decisionNote: { kind: 'text', lengthMax: 500, label: { zh: '办理说明', en: 'Note of the office' } },
  },
  titleField: 'number',
  scope: { jurisdiction: 'county_code', organisation: 'organisation_id' },
  read: { by: { ...readers, institutionClerk: 'organisation' } },
  open: { who: clerk, state: 'drafted', keepsDoer: 'drafted_by', checks: [...substance], effects: ['takePlanKeys'] },
  states: {
    drafted: { title: { zh: '拟订中', en: 'drafted' }, owner: { zh: '评价机构', en: 'the body' }, tone: 'neutral' },
    filed: {
      title: { zh: '待备案', en: 'filed' },
      owner: { zh: '经办人员', en: 'handling officer' },
      tone: 'progress',
    },
    announced: {
      title: { zh: '已公告', en: 'announced' },
      owner: { zh: '评价机构', en: 'the body' },
      tone: 'progress',
    },
    applying: {
      title: { zh: '报名中', en: 'applications open' },
      owner: { zh: '评价机构', en: 'the body' },
      tone: 'progress',
    },
    seated: { title: { zh: '已编排考场', en: 'seated' }, owner: { zh: '评价机构', en: 'the body' }, tone: 'progress' },
    examined: { title: { zh: '已考试', en: 'examined' }, owner: { zh: '评价机构', en: 'the body' }, tone: 'progress' },
    published: {
      title: { zh: '结果公示中', en: 'results publicised' },
      owner: { zh: '评价机构', en: 'the body' },
      deadline: 'assessment.notice.days',
      tone: 'progress',
    },
    issued: {
      title: { zh: '已发证', en: 'certificates issued' },
      owner: { zh: '评价机构', en: 'the body' },
      tone: 'good',
    },
    archived: { title: { zh: '已归档', en: 'archived' }, end: true, tone: 'good' },
    cancelled: { title: { zh: '已取消', en: 'cancelled' }, end: true, tone: 'bad' },
  },
  acts: {
    amend: {
      title: { zh: '修改', en: 'Amend' },
      from: ['drafted'],
      to: 'drafted',
      who: clerk,
      needs: { ...when, ...where },
      checks: [...substance],
      effects: ['amendPlan'],
    },
    file: {
      title: { zh: '报备案', en: 'File' },
      from: ['drafted'],
      to: 'filed',
      who: clerk,
      checks: [...substance, filedInTime],
    },
    return: {
      title: { zh: '退回修改', en: 'Return' },
      from: ['filed'],
      to: 'drafted',
      who: handler,
      needs: { note: { ...note, required: true } },
      effects: ['notePlan'],
    },
    announce: {
      title: { zh: '同意备案并公告', en: 'Accept and announce' },
      from: ['filed'],
      to: 'announced',
      who: handler,
      notBy: ['open'],
      keepsDoer: 'announced_by',
      needs: { note },
      checks: [bodyInScope],
      effects: ['notePlan', 'tellAnnounced'],
    },
    startApplications: {
      title: { zh: '开始报名', en: 'Open applications' },
      from: ['announced'],
      to: 'applying',
      who: clerk,
      checks: [bodyInScope],
      effects: ['openSeats'],
    },
    admitAll: {
      title: { zh: '符合条件的全部通过', en: 'Admit all who are eligible' },
      from: ['applying'],
      to: 'applying',
      who: clerk,
      effects: ['admitAll'],
    },
    seat: {
      title: { zh: '编排考场', en: 'Seat the candidates' },
      from: ['applying', 'seated'],
      to: 'seated',
      who: clerk,
      needs: { rooms: { ...list.rooms, required: true }, examiners: { ...list.examiners, required: true } },
      checks: [bodyInScope, allDecided, roomsGiven, staffGiven],
      effects: ['seatAll'],
    },
    examine: {
      title: { zh: '考试结束', en: 'Close the examination' },
      from: ['seated'],
      to: 'examined',
      who: clerk,
      // On the day itself the list decides, whatever it said before.
      checks: [bodyInScope, examDayReached],
    },
    publish: {
      title: { zh: '公示结果', en: 'Publicise the results' },
      from: ['examined'],
      to: 'published',
      who: clerk,
      keepsDoer: 'published_by',
      checks: [resultsComplete],
      effects: ['publishResults'],
      grave: true,
    },
    issue: {
      title: { zh: '发证', en: 'Issue certificates' },
      from: ['published', 'issued'],
      to: 'issued',
      who: clerk,
      notBy: ['publish'],
      keepsDoer: 'issued_by',
      checks: [noticeOver],
      effects: ['issueAll'],
      grave: true,
    },
    archive: {
      title: { zh: '归档', en: 'Archive' },
      from: ['issued'],
      to: 'archived',
      who: clerk,
      checks: [nothingOpen],
      effects: ['archivePlan'],
      grave: true,
    },
    cancel: {
      title: { zh: '取消计划', en: 'Cancel' },
      from: ['drafted', 'filed', 'announced', 'applying', 'seated'],
      to: 'cancelled',
      who: { by: { institutionClerk: 'organisation', handler: 'jurisdiction' } },
      needs: { note: { ...note, required: true } },
      effects: ['notePlan', 'freeAll'],
      grave: true,
    },
  },
})
