import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'

const handler = { by: { handler: 'jurisdiction' } } as const

/**
 * External supervision of one plan (技能人才评价质量督导工作规程（试行）, 人社职司便函〔2020〕53号). A seed is made and only its hash is shown
 * (the commitment); then the list is fixed and drawn from, and the seed shown, so that anybody can draw again and nobody could
 * have chosen. Findings and what followed are kept; the file is closed by somebody else than its writer.
 */
export const supervisionProcess = defineProcess({
  id: 'assessment.supervision',
  title: { zh: '质量督导', en: 'Supervision' },
  since: plainDate('2020-01-01'),
  pickedBy: 'the day on which the seed is sealed',
  table: 'assessment.supervision_case',
  anchor: 'case_id',
  fields: {
    plan: {
      kind: 'reference',
      record: 'assessment.plan',
      column: 'plan_id',
      label: { zh: '评价计划', en: 'Plan' },
      required: true,
      list: true,
    },
    supervisors: {
      kind: 'integer',
      min: 1,
      max: 20,
      label: { zh: '督导员人数', en: 'Supervisors to draw' },
      required: true,
      list: true,
    },
  },
  completed: {
    organisation: {
      kind: 'reference',
      record: 'directory.organisation',
      column: 'organisation_id',
      label: { zh: '评价机构', en: 'Evaluation body' },
      list: true,
    },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '备案地', en: 'Filed with' },
    },
    commitment: {
      kind: 'text',
      lengthMax: 64,
      label: { zh: '种子的摘要（抽取前公布）', en: 'Hash of the seed, shown before' },
    },
    seed: { kind: 'text', lengthMax: 64, label: { zh: '种子（抽取后公布）', en: 'The seed, shown afterwards' } },
    pool: { kind: 'codes', codes: 'assessment.supervisor', label: { zh: '待抽名单', en: 'List drawn from' } },
    drawn: { kind: 'codes', codes: 'assessment.supervisor', label: { zh: '抽中', en: 'Drawn' } },
    problems: { kind: 'codes', codes: 'assessment.problem', label: { zh: '发现的问题', en: 'Problems found' } },
    report: { kind: 'text', lengthMax: 2000, label: { zh: '督导报告', en: 'Report' } },
    measuresTaken: { kind: 'text', lengthMax: 500, label: { zh: '处理情况', en: 'What followed' } },
  },
  titleField: 'plan',
  scope: { jurisdiction: 'county_code' },
  read: { by: readers },
  open: { who: handler, state: 'sealed', keepsDoer: 'sealed_by', effects: ['sealSeed'] },
  states: {
    sealed: {
      title: { zh: '种子已封存', en: 'seed sealed' },
      owner: { zh: '经办人员', en: 'handling officer' },
      tone: 'progress',
    },
    drawn: { title: { zh: '已抽取', en: 'drawn' }, owner: { zh: '督导员', en: 'the supervisors' }, tone: 'progress' },
    reported: {
      title: { zh: '已报告', en: 'reported' },
      owner: { zh: '复核人员', en: 'reviewing officer' },
      tone: 'progress',
    },
    closed: { title: { zh: '已办结', en: 'closed' }, end: true, tone: 'good' },
  },
  acts: {
    draw: {
      title: { zh: '抽取督导员', en: 'Draw' },
      from: ['sealed'],
      to: 'drawn',
      who: handler,
      needs: {
        pool: {
          kind: 'codes',
          codes: 'assessment.supervisor',
          label: { zh: '待抽名单', en: 'List to draw from' },
          hint: { zh: '一行一名督导员（姓名或证号）', en: 'one supervisor a line' },
          required: true,
        },
      },
      effects: ['drawSupervisors'],
      grave: true,
    },
    report: {
      title: { zh: '登记督导报告', en: 'Enter the report' },
      from: ['drawn'],
      to: 'reported',
      who: handler,
      keepsDoer: 'reported_by',
      needs: {
        report: { kind: 'text', lengthMax: 2000, label: { zh: '督导报告', en: 'Report' }, required: true },
        problems: {
          kind: 'codes',
          codes: 'assessment.problem',
          label: { zh: '发现的问题', en: 'Problems found' },
          hint: { zh: '一行一个；没有的不填', en: 'one a line; may be empty' },
        },
      },
      effects: ['keepReport'],
    },
    close: {
      title: { zh: '办结', en: 'Close' },
      from: ['reported'],
      to: 'closed',
      who: { by: { reviewer: 'jurisdiction' } },
      notBy: ['report'],
      keepsDoer: 'closed_by',
      needs: {
        measuresTaken: { kind: 'text', lengthMax: 500, label: { zh: '处理情况', en: 'What followed' }, required: true },
      },
      effects: ['keepClosing'],
    },
  },
})
