import { defineFacts } from '../../../kernel/measures/define.ts'
import { SEXES } from '../../people/index.ts'
import { CERTIFICATE_KINDS, RANK_IDS } from '../words.ts'

const dimensions = {
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
  kind: { title: { zh: '证书类别', en: 'Kind' }, column: 'kind', kind: 'value', choices: CERTIFICATE_KINDS },
  organisation: {
    title: { zh: '发证机构', en: 'Issued by' },
    column: 'organisation_id',
    kind: 'value',
    record: 'directory.organisation',
  },
} as const

/** A person, counted once, at the highest valid level. See `project.ts` for how these rows come about. */
export const holdingFacts = defineFacts({
  id: 'credentials.holding',
  table: 'credentials.holding',
  key: ['person_id', 'known_from', 'held_from'],
  from: 'held_from',
  to: 'held_to',
  knownFrom: 'known_from',
  knownTo: 'known_to',
  columns: {
    level_rank: 'smallint',
    county_code: 'text',
    sex: 'text',
    birth_year: 'smallint',
    occupation_code: 'text',
    kind: 'text',
    organisation_id: 'uuid',
    issued_year: 'smallint',
    first_skilled: 'boolean',
    first_high: 'boolean',
  },
  dimensions: {
    ...dimensions,
    sex: { title: { zh: '性别', en: 'Sex' }, column: 'sex', kind: 'value', choices: SEXES },
    ageBand: {
      title: { zh: '年龄段', en: 'Age band' },
      column: 'birth_year',
      kind: 'band',
      bandsRule: 'people.ageBands',
    },
    year: { title: { zh: '年份', en: 'Year' }, column: 'held_from', kind: 'year' },
    month: { title: { zh: '月份', en: 'Month' }, column: 'held_from', kind: 'month' },
  },
  record: 'people.person',
  recordKey: ['person_id'],
  jurisdiction: 'county_code',
})

/** Certificates as such (本): each once, on its day of issue, whatever became of it. */
export const issueFacts = defineFacts({
  id: 'credentials.certificate-issued',
  table: 'credentials.certificate',
  key: ['person_id', 'certificate_id'],
  from: 'issued_on',
  knownFrom: 'known_on',
  columns: {
    level_rank: 'smallint',
    county_code: 'text',
    occupation_code: 'text',
    kind: 'text',
    organisation_id: 'uuid',
  },
  dimensions: {
    ...dimensions,
    year: { title: { zh: '年份', en: 'Year' }, column: 'issued_on', kind: 'year' },
    month: { title: { zh: '月份', en: 'Month' }, column: 'issued_on', kind: 'month' },
  },
  record: 'credentials.certificate',
  recordKey: ['person_id', 'certificate_id'],
  jurisdiction: 'county_code',
  organisation: 'organisation_id',
})
