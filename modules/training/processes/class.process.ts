import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { LISTING_LEVELS } from '../../directory/index.ts'
import { readers } from '../../roles.ts'
import { LESSON_EXAMPLE } from '../timetable.ts'
import { TRAINING_KINDS } from '../words.ts'
import {
  copyFound,
  dayReached,
  everything,
  filedInTime,
  linesKnown,
  projectFits,
  providerFit,
  taughtToTheEnd,
} from './class.checks.ts'

const clerk = { by: { institutionClerk: 'organisation' } } as const
const handler = { by: { handler: 'jurisdiction' } } as const
const note = { kind: 'text', lengthMax: 500, label: { zh: '说明', en: 'Note' } } as const

const form = {
  title: { kind: 'text', lengthMax: 120, label: { zh: '班级名称', en: 'Name of the class' }, list: true },
  startedOn: { kind: 'date', label: { zh: '开班日期', en: 'First day' }, list: true, filter: true },
  endedOn: { kind: 'date', label: { zh: '结业日期', en: 'Last day' }, list: true },
  seats: { kind: 'integer', min: 1, max: 200, label: { zh: '计划人数', en: 'Seats' }, list: true },
  insurer: { kind: 'text', lengthMax: 100, label: { zh: '承保公司', en: 'Insurer' } },
  insurancePolicy: { kind: 'text', lengthMax: 60, label: { zh: '保单号', en: 'Policy' } },
  insuredFrom: { kind: 'date', label: { zh: '保险起期', en: 'Insured from' } },
  insuredTo: { kind: 'date', label: { zh: '保险止期', en: 'Insured to' } },
} as const

/**
 * One class from draft to close (domain: 开班备案 → 批准 → 教学 → 结业). All checks run at filing and once more at approval, for lists,
 * timetables and rosters may change in between.
 */
export const classProcess = defineProcess({
  id: 'training.class',
  title: { zh: '开班备案', en: 'Class' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of drafting',
  table: 'training.class_case',
  anchor: 'case_id',
  fields: {
    organisation: {
      kind: 'reference',
      record: 'directory.organisation',
      column: 'organisation_id',
      label: { zh: '培训机构', en: 'Provider' },
      required: true,
      list: true,
    },
    projectCode: {
      kind: 'text',
      lengthMax: 40,
      label: { zh: '培训项目编号', en: 'Code of the project' },
      hint: { zh: '见培训项目目录', en: 'from the catalogue of projects' },
      required: true,
    },
    ...form,
    title: { ...form.title, required: true },
    startedOn: { ...form.startedOn, required: true },
    endedOn: { ...form.endedOn, required: true },
    seats: { ...form.seats, required: true },
    copyOf: {
      kind: 'text',
      lengthMax: 40,
      label: { zh: '照搬班级（开班编号）', en: 'Copy the timetable of class' },
      hint: { zh: '按开班日期顺延课程、教师和教室；不照搬的不填', en: 'moved to the new first day; may be left empty' },
    },
  },
  completed: {
    number: { kind: 'text', lengthMax: 40, label: { zh: '开班编号', en: 'Class number' }, list: true },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '备案地', en: 'Filed with' },
      list: true,
      filter: true,
    },
    projectId: { kind: 'text', lengthMax: 36, label: { zh: '培训项目', en: 'Project' } },
    kind: { kind: 'choice', choices: TRAINING_KINDS, label: { zh: '培训类型', en: 'Kind' }, list: true, filter: true },
    occupation: {
      kind: 'code',
      codes: 'catalogue.occupation',
      column: 'occupation_code',
      label: { zh: '职业', en: 'Occupation' },
      list: true,
      filter: true,
    },
    level: { kind: 'choice', choices: LISTING_LEVELS, label: { zh: '等级', en: 'Level' }, list: true },
    hours: { kind: 'integer', label: { zh: '课时', en: 'Class hours' } },
    filedOn: { kind: 'date', label: { zh: '备案日期', en: 'Filed on' } },
    completedOn: { kind: 'date', label: { zh: '办理结业日期', en: 'Completed on' } },
    decisionNote: { kind: 'text', lengthMax: 500, label: { zh: '办理说明', en: 'Note of the office' } },
  },
  titleField: 'title',
  scope: { jurisdiction: 'county_code', organisation: 'organisation_id' },
  read: { by: { ...readers, institutionClerk: 'organisation' } },
  open: {
    who: clerk,
    state: 'drafted',
    keepsDoer: 'drafted_by',
    checks: [projectFits, copyFound],
    effects: ['makeClass'],
  },
  states: {
    drafted: {
      title: { zh: '拟订中', en: 'drafted' },
      owner: { zh: '培训机构', en: 'the institution' },
      tone: 'neutral',
    },
    filed: {
      title: { zh: '待批准', en: 'filed' },
      owner: { zh: '经办人员', en: 'handling officer' },
      tone: 'progress',
    },
    returned: {
      title: { zh: '已退回', en: 'returned' },
      owner: { zh: '培训机构', en: 'the institution' },
      tone: 'bad',
    },
    approved: {
      title: { zh: '已批准', en: 'approved' },
      owner: { zh: '培训机构', en: 'the institution' },
      tone: 'progress',
    },
    teaching: {
      title: { zh: '在训', en: 'teaching' },
      owner: { zh: '培训机构', en: 'the institution' },
      tone: 'progress',
    },
    completed: {
      title: { zh: '已结业', en: 'completed' },
      owner: { zh: '复核人员', en: 'reviewing officer' },
      tone: 'good',
    },
    closed: { title: { zh: '已办结', en: 'closed' }, end: true, tone: 'good' },
    cancelled: { title: { zh: '已取消', en: 'cancelled' }, end: true, tone: 'bad' },
  },
  acts: {
    amend: {
      title: { zh: '修改', en: 'Amend' },
      from: ['drafted', 'returned'],
      to: 'drafted',
      who: clerk,
      needs: form,
      checks: [projectFits],
      effects: ['amendClass'],
    },
    plan: {
      title: { zh: '排课程表', en: 'Enter the timetable' },
      from: ['drafted', 'returned'],
      to: 'drafted',
      who: clerk,
      needs: {
        lessons: {
          kind: 'codes',
          codes: 'training.lesson-line',
          label: { zh: '课程表', en: 'Timetable' },
          hint: { zh: `一行一个半天：${LESSON_EXAMPLE}`, en: `one half day a line: ${LESSON_EXAMPLE}` },
          required: true,
        },
      },
      checks: [linesKnown],
      effects: ['planLessons'],
    },
    file: {
      title: { zh: '报备案', en: 'File' },
      from: ['drafted', 'returned'],
      to: 'filed',
      who: clerk,
      keepsDoer: 'filed_by',
      checks: [...everything, filedInTime],
      effects: ['takeSlots', 'noteFiled'],
    },
    return: {
      title: { zh: '退回补正', en: 'Return' },
      from: ['filed'],
      to: 'returned',
      who: handler,
      needs: { note: { ...note, required: true } },
      effects: ['noteDecision', 'freeSlots', 'noteState'],
    },
    approve: {
      title: { zh: '批准开班', en: 'Approve' },
      from: ['filed'],
      to: 'approved',
      who: handler,
      notBy: ['open', 'file'],
      keepsDoer: 'approved_by',
      needs: { note },
      checks: [...everything],
      effects: ['noteDecision', 'noteState', 'tellApproved'],
    },
    start: {
      title: { zh: '开班', en: 'Begin' },
      from: ['approved'],
      to: 'teaching',
      who: clerk,
      // On the day itself the list decides, whatever it said before.
      checks: [dayReached, providerFit],
      effects: ['noteState'],
    },
    complete: {
      title: { zh: '办理结业', en: 'Complete' },
      from: ['teaching'],
      to: 'completed',
      who: clerk,
      keepsDoer: 'completed_by',
      checks: [taughtToTheEnd],
      effects: ['completeSeats', 'freeSlots', 'noteState'],
      grave: true,
    },
    close: {
      title: { zh: '办结', en: 'Close' },
      from: ['completed'],
      to: 'closed',
      who: { by: { reviewer: 'jurisdiction' } },
      notBy: ['complete'],
      keepsDoer: 'closed_by',
      needs: { note },
      effects: ['noteDecision'],
    },
    cancel: {
      title: { zh: '取消', en: 'Cancel' },
      from: ['drafted', 'filed', 'returned', 'approved'],
      to: 'cancelled',
      who: { by: { institutionClerk: 'organisation', handler: 'jurisdiction' } },
      needs: { note: { ...note, required: true } },
      effects: ['noteDecision', 'freeSlots', 'dropSeats', 'noteState'],
      grave: true,
    },
  },
})
