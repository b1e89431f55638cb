import { defineProcess } from '../../../kernel/process/define.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { readers } from '../../roles.ts'
import { QUERY_RESULTS } from '../words.ts'
import { checkedDay } from './national-query.checks.ts'

/**
 * What an officer found at 技能人才评价证书全国联网查询: no interface of it is documented, so a person looks and says so. One record for
 * each look; the newest counts.
 */
export const nationalQuery = defineProcess({
  id: 'credentials.nationalQuery',
  title: { zh: '全国联网查询结果', en: 'Result of the national query' },
  since: plainDate('2019-01-01'),
  pickedBy: 'the day of the record',
  table: 'credentials.verification',
  anchor: 'case_id',
  titleField: 'certificateNumber',
  fields: {
    certificateNumber: {
      kind: 'text',
      label: { zh: '证书编号', en: 'Certificate number' },
      lengthMax: 64,
      required: true,
      list: true,
    },
    checkedOn: { kind: 'date', label: { zh: '查询日期', en: 'Looked up on' }, required: true, list: true },
    result: {
      kind: 'choice',
      label: { zh: '查询结果', en: 'Result' },
      choices: QUERY_RESULTS,
      required: true,
      list: true,
    },
    reason: {
      kind: 'text',
      label: { zh: '查询事由和说明', en: 'Why it was looked up, and what was seen' },
      lengthMax: 200,
      required: true,
    },
  },
  completed: {
    person: {
      kind: 'reference',
      record: 'people.person',
      column: 'person_id',
      label: { zh: '持证人', en: 'Holder' },
      personal: true,
      list: true,
    },
    certificateId: { kind: 'text', label: { zh: '证书标识', en: 'Certificate id' }, lengthMax: 36 },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '县（市、区）', en: 'County' },
    },
    channel: {
      kind: 'choice',
      label: { zh: '查询方式', en: 'How' },
      choices: [{ id: 'manual', label: { zh: '人工查询', en: 'by hand' } }],
    },
  },
  scope: { jurisdiction: 'county_code' },
  read: { by: readers },
  open: {
    who: { by: { handler: 'jurisdiction' } },
    state: 'recorded',
    keepsDoer: 'recorded_by',
    checks: [checkedDay],
  },
  states: { recorded: { title: { zh: '已登记', en: 'recorded' }, end: true, tone: 'neutral' } },
  acts: {},
})
