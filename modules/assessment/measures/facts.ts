import { defineFacts } from '../../../kernel/measures/define.ts'
import { RANK_IDS } from '../../credentials/index.ts'
import { SEXES } from '../../people/index.ts'
import { AUDIENCES, METHODS, OUTCOMES, TRACKS } from '../words.ts'

const columns = {
  track: 'text',
  audience: 'text',
  method: 'text',
  occupation_code: 'text',
  level_rank: 'smallint',
  county_code: 'text',
  organisation_id: 'uuid',
  sex: 'text',
} as const
const dimensions = {
  track: { title: { zh: '评价类别', en: 'Track' }, column: 'track', kind: 'value', choices: TRACKS },
  audience: { title: { zh: '评价对象', en: 'For whom' }, column: 'audience', kind: 'value', choices: AUDIENCES },
  method: { title: { zh: '评价方式', en: 'Method' }, column: 'method', kind: 'value', choices: METHODS },
  level: {
    title: { zh: '等级', en: 'Level' },
    column: 'level_rank',
    kind: 'rank',
    ids: RANK_IDS,
    codes: 'catalogue.level',
  },
  county: {
    title: { zh: '县（市、区）', en: 'County' },
    column: 'county_code',
    kind: 'value',
    codes: 'catalogue.division',
  },
  occupation: {
    title: { zh: '职业', en: 'Occupation' },
    column: 'occupation_code',
    kind: 'code',
    separator: '-',
    codes: 'catalogue.occupation',
  },
  organisation: {
    title: { zh: '评价机构', en: 'Evaluation body' },
    column: 'organisation_id',
    kind: 'value',
    record: 'directory.organisation',
  },
  sex: { title: { zh: '性别', en: 'Sex' }, column: 'sex', kind: 'value', choices: SEXES },
} as const

/** One person in one plan, as published: a 人次. Who did not come has a row, too, and is not counted as evaluated. */
export const resultFacts = defineFacts({
  id: 'assessment.result-published',
  table: 'assessment.result',
  key: ['plan_id', 'application_id', 'result_version'],
  from: 'examined_on',
  knownFrom: 'known_on',
  knownTo: 'known_to',
  columns: { ...columns, sat: 'boolean', passed: 'boolean', outcome: 'text' },
  dimensions: {
    ...dimensions,
    outcome: { title: { zh: '结果', en: 'Result' }, column: 'outcome', kind: 'value', choices: OUTCOMES },
    year: { title: { zh: '年份', en: 'Year' }, column: 'examined_on', kind: 'year' },
    month: { title: { zh: '月份', en: 'Month' }, column: 'examined_on', kind: 'month' },
  },
  record: 'assessment.result',
  recordKey: ['plan_id', 'application_id', 'result_version'],
  jurisdiction: 'county_code',
  organisation: 'organisation_id',
})

/** Certificates that results led to (本), by the track of the plan. */
export const issueFacts = defineFacts({
  id: 'assessment.certificate-by-result',
  table: 'assessment.issue_line',
  key: ['plan_id', 'application_id'],
  from: 'issued_on',
  knownFrom: 'known_on',
  columns,
  dimensions: {
    ...dimensions,
    year: { title: { zh: '年份', en: 'Year' }, column: 'issued_on', kind: 'year' },
    month: { title: { zh: '月份', en: 'Month' }, column: 'issued_on', kind: 'month' },
  },
  record: 'assessment.issue',
  recordKey: ['plan_id', 'application_id'],
  jurisdiction: 'county_code',
  organisation: 'organisation_id',
})

/** 应持未持: a person in a post without the certificate that it asks for, from the day on which it was seen. */
export const gapFacts = defineFacts({
  id: 'assessment.gap',
  table: 'assessment.gap',
  key: ['person_id', 'organisation_id', 'seen_on'],
  from: 'seen_on',
  to: 'closed_on',
  knownFrom: 'seen_on',
  columns: {
    occupation_code: 'text',
    level_rank: 'smallint',
    county_code: 'text',
    organisation_id: 'uuid',
  },
  dimensions: {
    level: { ...dimensions.level, title: { zh: '应持等级', en: 'Level asked for' } },
    county: dimensions.county,
    occupation: dimensions.occupation,
    organisation: { ...dimensions.organisation, title: { zh: '用人单位', en: 'Employer' } },
  },
  record: 'assessment.gap',
  recordKey: ['person_id', 'organisation_id', 'seen_on'],
  jurisdiction: 'county_code',
  organisation: 'organisation_id',
})
