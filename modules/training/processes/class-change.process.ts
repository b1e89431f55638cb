import type { Check } from '../../../kernel/process/define.ts'
import { defineProcess } from '../../../kernel/process/define.ts'
import { type PlainDate, plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import { LESSON_EXAMPLE } from '../timetable.ts'
import { linesKnown, providerFit, roomsFree, teachersFree, timetableComplete } from './class.checks.ts'

const clerk = { by: { institutionClerk: 'organisation' } } as const
const handler = { by: { handler: 'jurisdiction' } } as const
const note = { kind: 'text', lengthMax: 500, label: { zh: '说明', en: 'Note' } } as const

/** Asked for before the lesson, both the old one and the new one. */
const askedInTime: Check = {
  id: 'askedInTime',
  title: { zh: '课前申请', en: 'Asked for before the lesson' },
  run(i) {
    const { change } = i.facts as unknown as {
      change: { state: string; oldDay: PlainDate | null; firstDay: PlainDate | null; from: PlainDate }
    }
    const say = (code: string, given: string, zh: string, en: string, hintZh: string, hintEn: string) => [
      { code, field: 'lessonNo', given, message: { zh, en }, hint: { zh: hintZh, en: hintEn } },
    ]
    if (change.state !== 'approved' && change.state !== 'teaching')
      return say(
        'CLASS_STATE',
        change.state,
        '只有已批准或在训的班级需要申请变更',
        'Changes are asked for in approved classes and those being taught',
        '备案前请直接修改课程表',
        'Before filing, change the timetable itself',
      )
    if (change.oldDay === null)
      return say(
        'LESSON_UNKNOWN',
        String(i.case.fields['lessonNo']),
        '课程表里没有这一次课',
        'The timetable has no such lesson',
        '请核对课次',
        'Check the number of the lesson',
      )
    if (change.firstDay !== null && change.firstDay >= change.from) return []
    return say(
      'CHANGE_LATE',
      change.firstDay ?? '',
      `现在可以变更${change.from}及以后的课程`,
      `Lessons on ${change.from} and later can be changed now`,
      '已临近或已上的课不能变更，请如实记录考勤',
      'A lesson that is near or over is not changed; record what happened',
    )
  },
}

/** A change of one lesson of an approved class: day, half day, room or teacher (domain: changes need a request before the lesson). */
export const classChange = defineProcess({
  id: 'training.class-change',
  title: { zh: '课程变更', en: 'Change of a lesson' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of the request',
  table: 'training.class_change_case',
  anchor: 'class_id',
  fields: {
    classNumber: {
      kind: 'text',
      lengthMax: 40,
      label: { zh: '开班编号', en: 'Class number' },
      required: true,
      list: true,
    },
    lessonNo: { kind: 'integer', min: 1, max: 400, label: { zh: '课次', en: 'Lesson' }, required: true, list: true },
    newLine: {
      kind: 'text',
      lengthMax: 200,
      label: { zh: '改为', en: 'Changed to' },
      hint: { zh: `如：${LESSON_EXAMPLE}`, en: `like: ${LESSON_EXAMPLE}` },
      required: true,
      list: true,
    },
    reason: { kind: 'text', lengthMax: 400, label: { zh: '变更原因', en: 'Reason' }, required: true },
  },
  completed: {
    classId: { kind: 'text', lengthMax: 36, column: 'class_id', label: { zh: '班级', en: 'Class' } },
    organisation: {
      kind: 'reference',
      record: 'directory.organisation',
      column: 'organisation_id',
      label: { zh: '培训机构', en: 'Provider' },
      list: true,
    },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '备案地', en: 'Filed with' },
      list: true,
    },
    decisionNote: { kind: 'text', lengthMax: 500, label: { zh: '办理说明', en: 'Note of the office' } },
  },
  titleField: 'classNumber',
  scope: { jurisdiction: 'county_code', organisation: 'organisation_id' },
  read: { by: { ...readers, institutionClerk: 'organisation' } },
  open: {
    who: clerk,
    state: 'asked',
    keepsDoer: 'asked_by',
    checks: [linesKnown, askedInTime, providerFit, timetableComplete, teachersFree, roomsFree],
  },
  states: {
    asked: {
      title: { zh: '待审批', en: 'asked' },
      owner: { zh: '经办人员', en: 'handling officer' },
      tone: 'progress',
    },
    approved: { title: { zh: '已同意', en: 'approved' }, end: true, tone: 'good' },
    refused: { title: { zh: '未同意', en: 'refused' }, end: true, tone: 'bad' },
    withdrawn: { title: { zh: '已撤回', en: 'withdrawn' }, end: true, tone: 'neutral' },
  },
  acts: {
    approve: {
      title: { zh: '同意变更', en: 'Approve' },
      from: ['asked'],
      to: 'approved',
      who: handler,
      notBy: ['open'],
      keepsDoer: 'decided_by',
      needs: { note },
      checks: [linesKnown, askedInTime, providerFit, timetableComplete, teachersFree, roomsFree],
      effects: ['changeLesson', 'noteChange'],
    },
    refuse: {
      title: { zh: '不同意', en: 'Refuse' },
      from: ['asked'],
      to: 'refused',
      who: handler,
      needs: { note: { ...note, required: true } },
      effects: ['noteChange'],
    },
    withdraw: { title: { zh: '撤回', en: 'Withdraw' }, from: ['asked'], to: 'withdrawn', who: clerk },
  },
})
