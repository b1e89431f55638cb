import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'

/**
 * A standard is changed by two persons: one proposes the file, the whole register is asked who would gain and who would lose, and
 * another person releases it. Nothing applies before the release.
 */
export const ruleRelease = defineProcess({
  id: 'assessment.rule-release',
  title: { zh: '申报条件标准发布', en: 'Release of a standard' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of the proposal',
  table: 'assessment.rule_release_case',
  anchor: 'case_id',
  titleField: 'title',
  fields: {
    title: {
      kind: 'text',
      label: { zh: '事项', en: 'Matter' },
      lengthMax: 120,
      required: true,
      list: true,
      hint: { zh: '例如：电工国家职业标准（2026 年版）', en: 'such as: standard of the electrician, edition of 2026' },
    },
    file: {
      kind: 'text',
      label: { zh: '文件名', en: 'File' },
      lengthMax: 80,
      required: true,
      list: true,
      hint: {
        zh: '小写字母、数字和短横线，以 .yaml 结尾；同名即替换',
        en: 'such as 6-31-01-03-2026.yaml; the same name replaces',
      },
    },
    content: {
      kind: 'text',
      label: { zh: '标准内容（YAML，含样例）', en: 'Content (YAML, with its cases)' },
      lengthMax: 40_000,
      required: true,
      hint: {
        zh: '条件树和样例写在同一文件，样例放在 cases 下',
        en: 'trees and cases in one file, the cases below `cases`',
      },
    },
    triedOn: {
      kind: 'date',
      label: { zh: '试算日期', en: 'Day of the dry run' },
      required: true,
      list: true,
      hint: { zh: '按这一天的申报试算全部登记人员', en: 'the register is asked as of this day of application' },
    },
  },
  completed: {
    county: { kind: 'code', codes: 'catalogue.division', column: 'county_code', label: { zh: '地区', en: 'Area' } },
    contentHash: { kind: 'text', label: { zh: '内容指纹（SHA-256）', en: 'Hash of the content' }, lengthMax: 64 },
    gain: { kind: 'integer', label: { zh: '新增符合人次', en: 'Would gain' }, list: true },
    lose: { kind: 'integer', label: { zh: '不再符合人次', en: 'Would lose' }, list: true },
    dryRun: { kind: 'text', label: { zh: '试算结果', en: 'Dry run' }, lengthMax: 200_000 },
    decisionNote: { kind: 'text', label: { zh: '决定意见', en: 'Note of the decision' }, lengthMax: 200 },
  },
  scope: { jurisdiction: 'county_code' },
  read: { by: readers },
  open: { who: { by: { handler: 'jurisdiction' } }, state: 'proposed', keepsDoer: 'proposed_by' },
  states: {
    proposed: {
      title: { zh: '待试算', en: 'to be tried' },
      owner: { zh: '经办人员', en: 'handling officer' },
      tone: 'progress',
    },
    tried: {
      title: { zh: '已试算，待决定', en: 'tried, to be decided' },
      owner: { zh: '复核人员', en: 'reviewing officer' },
      tone: 'progress',
    },
    released: { title: { zh: '已发布', en: 'released' }, end: true, tone: 'good' },
    refused: { title: { zh: '不予发布', en: 'not released' }, end: true, tone: 'neutral' },
  },
  acts: {
    'dry-run': {
      title: { zh: '在全部登记人员上试算', en: 'Try it on the whole register' },
      from: ['proposed', 'tried'],
      to: 'tried',
      who: { by: { handler: 'jurisdiction', reviewer: 'jurisdiction' } },
      effects: ['dryRun'],
      keepsDoer: 'tried_by',
    },
    release: {
      title: { zh: '发布', en: 'Release' },
      from: ['tried'],
      to: 'released',
      who: { by: { reviewer: 'jurisdiction' } },
      needs: { note: { kind: 'text', label: { zh: '决定意见', en: 'Note' }, lengthMax: 200 } },
      effects: ['keepNote', 'release'],
      notBy: ['open'],
      keepsDoer: 'decided_by',
      grave: true,
    },
    refuse: {
      title: { zh: '不予发布', en: 'Do not release' },
      from: ['proposed', 'tried'],
      to: 'refused',
      who: { by: { reviewer: 'jurisdiction' } },
      needs: { note: { kind: 'text', label: { zh: '理由', en: 'Why not' }, lengthMax: 200, required: true } },
      effects: ['keepNote'],
      notBy: ['open'],
      keepsDoer: 'decided_by',
    },
  },
})
