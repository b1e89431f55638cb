import { defineFacts, defineMeasure } from '../../kernel/measures/define.ts'
import { GROUPS, SEXES } from '../people/index.ts'
import { readers } from '../roles.ts'
import { TRAINING_KINDS } from './words.ts'

export const enrolmentFacts = defineFacts({
  id: 'training.enrolment-completed',
  table: 'training.enrolment',
  key: ['class_id', 'seat_no'],
  from: 'completed_on',
  knownFrom: 'known_on',
  knownTo: 'voided_known_on',
  columns: {
    kind: 'text',
    group_id: 'text',
    occupation_code: 'text',
    county_code: 'text',
    organisation_id: 'uuid',
    sex: 'text',
    birth_year: 'smallint',
  },
  dimensions: {
    kind: { title: { zh: '培训类型', en: 'Kind' }, column: 'kind', kind: 'value', choices: TRAINING_KINDS },
    group: { title: { zh: '群体', en: 'Group' }, column: 'group_id', kind: 'value', choices: GROUPS },
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
      title: { zh: '培训机构', en: 'Provider' },
      column: 'organisation_id',
      kind: 'value',
      record: 'directory.organisation',
    },
    sex: { title: { zh: '性别', en: 'Sex' }, column: 'sex', kind: 'value', choices: SEXES },
    ageBand: {
      title: { zh: '年龄段', en: 'Age band' },
      column: 'birth_year',
      kind: 'band',
      bandsRule: 'people.ageBands',
    },
    year: { title: { zh: '年份', en: 'Year' }, column: 'completed_on', kind: 'year' },
    month: { title: { zh: '月份', en: 'Month' }, column: 'completed_on', kind: 'month' },
  },
  record: 'training.enrolment',
  recordKey: ['class_id', 'seat_no'],
  jurisdiction: 'county_code',
  organisation: 'organisation_id',
})

export const subsidisedPersonTimes = defineMeasure({
  id: 'training.subsidised-person-times',
  kind: 'flow',
  facts: enrolmentFacts.id,
  unit: { zh: '人次', en: 'person-times' },
  aboutPersons: true,
  title: { zh: '政府补贴性职业技能培训', en: 'Government-subsidised training' },
  meaning: {
    zh: '期内结业的补贴性培训，每人每班计一人次',
    en: 'Subsidised training completed in the period; one person in one class is one person-time',
  },
  rule: { zh: '统计口径：人次，按学员与班级计', en: 'person-times, by trainee and class' },
  sources: [{ zh: '补贴性培训名册（本平台）', en: 'rosters of subsidised training (this platform)' }],
  records: { by: { ...readers, institutionClerk: 'organisation' } },
})
