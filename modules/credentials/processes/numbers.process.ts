import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import { blockForm } from './numbers.checks.ts'

/**
 * Numbers that the province gave to a body, by year and level. The next one only moves on: by an issue, or when blanks are
 * spoiled and written off.
 */
export const numbers = defineProcess({
  id: 'credentials.numbers',
  title: { zh: '证书号段', en: 'Blocks of certificate numbers' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of registration',
  table: 'credentials.number_block',
  anchor: 'case_id',
  titleField: 'prefix',
  fields: {
    organisation: {
      kind: 'reference',
      record: 'directory.organisation',
      column: 'organisation_id',
      label: { zh: '评价机构', en: 'Evaluation body' },
      required: true,
      list: true,
    },
    prefix: {
      kind: 'text',
      label: { zh: '机构前缀', en: 'Prefix of the body' },
      lengthMax: 13,
      required: true,
      list: true,
      hint: { zh: '证书编号的前 13 位', en: 'the first 13 places of its numbers' },
    },
    year: {
      kind: 'integer',
      label: { zh: '年份', en: 'Year' },
      min: 2000,
      max: 2099,
      required: true,
      list: true,
    },
    levelLetter: {
      kind: 'text',
      label: { zh: '等级代码', en: 'Level' },
      lengthMax: 1,
      required: true,
      list: true,
      hint: { zh: '证书编号的第 16 位，如三级为 3', en: 'place 16 of the number; 3 for level 3' },
    },
    firstSerial: { kind: 'integer', label: { zh: '首号', en: 'First serial' }, min: 1, max: 999_999, required: true },
    lastSerial: {
      kind: 'integer',
      label: { zh: '末号', en: 'Last serial' },
      min: 1,
      max: 999_999,
      required: true,
      list: true,
    },
    document: {
      kind: 'text',
      label: { zh: '分配依据', en: 'By which document' },
      lengthMax: 120,
      required: true,
      hint: { zh: '文件名称和文号', en: 'title and number of the document' },
    },
  },
  completed: {
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '县（市、区）', en: 'County' },
    },
    nextSerial: { kind: 'integer', label: { zh: '下一个号', en: 'Next serial' }, list: true },
    closeReason: { kind: 'text', label: { zh: '停用原因', en: 'Why closed' }, lengthMax: 200 },
  },
  scope: { jurisdiction: 'county_code' },
  read: { by: readers },
  open: {
    who: { by: { handler: 'jurisdiction' } },
    state: 'open',
    keepsDoer: 'registered_by',
    checks: [blockForm],
  },
  states: {
    open: { title: { zh: '可用', en: 'in use' }, owner: { zh: '经办人员', en: 'handling officer' }, tone: 'good' },
    closed: { title: { zh: '已停用', en: 'closed' }, end: true, tone: 'neutral' },
  },
  acts: {
    void: {
      title: { zh: '作废空白证书编号', en: 'Write off spoiled blanks' },
      from: ['open'],
      to: 'open',
      who: { by: { handler: 'jurisdiction' } },
      needs: {
        count: {
          kind: 'integer',
          label: { zh: '作废个数（从下一个号起）', en: 'How many, from the next serial on' },
          min: 1,
          max: 999_999,
          required: true,
        },
        reason: {
          kind: 'text',
          label: { zh: '原因和销毁记录', en: 'Why, and the record of destruction' },
          lengthMax: 200,
          required: true,
        },
      },
      effects: ['voidSerials'],
      grave: true,
    },
    close: {
      title: { zh: '停用号段', en: 'Close the block' },
      from: ['open'],
      to: 'closed',
      who: { by: { handler: 'jurisdiction' } },
      needs: { reason: { kind: 'text', label: { zh: '停用原因', en: 'Why' }, lengthMax: 200, required: true } },
      effects: ['keepCloseReason'],
      grave: true,
    },
  },
})
