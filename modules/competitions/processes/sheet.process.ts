import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import { allMarked, eventRuns, markFits } from './sheet.checks.ts'

/**
 * The score sheet of one judge for one module, opened by the start of the competition. The judge marks on a device of their own:
 * no two devices wait for each other. Signing locks it over the hash of its marks; only another person opens it again.
 */
export const sheet = defineProcess({
  id: 'competitions.sheet',
  title: { zh: '评分表', en: 'Score sheet' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of the start',
  table: 'competitions.sheet_case',
  anchor: 'event_id',
  titleField: 'title',
  fields: {},
  completed: {
    title: { kind: 'text', lengthMax: 200, label: { zh: '评分表', en: 'Sheet' }, list: true },
    event: { kind: 'text', lengthMax: 36, column: 'event_id', label: { zh: '竞赛', en: 'Competition' } },
    skillNo: { kind: 'integer', label: { zh: '赛项序号', en: 'Skill' } },
    module: { kind: 'text', lengthMax: 8, label: { zh: '模块', en: 'Module' } },
    judgeNo: { kind: 'integer', label: { zh: '裁判号', en: 'Judge' } },
    county: { kind: 'code', codes: 'catalogue.division', column: 'county_code', label: { zh: '承办地', en: 'County' } },
    marksHash: { kind: 'text', lengthMax: 64, label: { zh: '签字时的评分摘要', en: 'Hash of the marks signed' } },
    reopenNote: { kind: 'text', lengthMax: 500, label: { zh: '重开原因', en: 'Why opened again' } },
  },
  scope: { jurisdiction: 'county_code', own: 'judge_key' },
  read: { by: { ...readers, judge: 'own' } },
  // Nobody opens a sheet: the start of the competition does.
  open: { who: {}, state: 'open' },
  states: {
    open: { title: { zh: '评分中', en: 'open' }, owner: { zh: '裁判', en: 'the judge' }, tone: 'progress' },
    signed: { title: { zh: '已签字锁定', en: 'signed and locked' }, tone: 'good' },
  },
  acts: {
    mark: {
      title: { zh: '评分', en: 'Mark' },
      from: ['open'],
      to: 'open',
      who: { by: { judge: 'own' } },
      needs: {
        secretNo: { kind: 'integer', min: 1, label: { zh: '参赛编号', en: 'Secret number' }, required: true },
        aspect: { kind: 'text', lengthMax: 8, label: { zh: '评分点', en: 'Aspect' }, required: true },
        value: {
          kind: 'integer',
          min: 0,
          label: { zh: '评分', en: 'Mark' },
          hint: {
            zh: '分值用百分之一分；扣分项填次数；评价项填档次',
            en: 'hundredths of marks, number of faults, or benchmark',
          },
          required: true,
        },
      },
      checks: [eventRuns, markFits],
      effects: ['putMark'],
    },
    sign: {
      title: { zh: '签字锁定', en: 'Sign and lock' },
      from: ['open'],
      to: 'signed',
      who: { by: { judge: 'own' } },
      keepsDoer: 'signed_by',
      checks: [eventRuns, allMarked],
      effects: ['hashMarks'],
      grave: true,
    },
    reopen: {
      title: { zh: '退回重评', en: 'Open again' },
      from: ['signed'],
      to: 'open',
      who: { by: { reviewer: 'jurisdiction' } },
      keepsDoer: 'reopened_by',
      needs: { note: { kind: 'text', lengthMax: 500, label: { zh: '原因', en: 'Why' }, required: true } },
      checks: [eventRuns],
      effects: ['keepReopenNote'],
      grave: true,
    },
  },
})
