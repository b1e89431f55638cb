import { defineFacts, defineMeasure } from '../../kernel/measures/define.ts'
import { LISTING_ROLES, ORGANISATION_KINDS } from './words.ts'

/** On the list between two days: one row per organisation, list and period; periods of one listing do not overlap. */
export const listingFacts = defineFacts({
  id: 'directory.listing-period',
  table: 'directory.listing_period',
  key: ['listing_id', 'listed_from', 'known_from'],
  from: 'listed_from',
  to: 'listed_to',
  knownFrom: 'known_from',
  knownTo: 'known_to',
  columns: { role: 'text', status: 'text', kind: 'text', county_code: 'text', organisation_id: 'uuid' },
  dimensions: {
    county: {
      title: { zh: '县（市、区）', en: 'County' },
      column: 'county_code',
      kind: 'value',
      codes: 'catalogue.division',
    },
    kind: { title: { zh: '类别', en: 'Kind' }, column: 'kind', kind: 'value', choices: ORGANISATION_KINDS },
    role: { title: { zh: '名录', en: 'List' }, column: 'role', kind: 'value', choices: LISTING_ROLES },
    organisation: {
      title: { zh: '机构', en: 'Organisation' },
      column: 'organisation_id',
      kind: 'value',
      record: 'directory.organisation',
    },
  },
  record: 'directory.organisation',
  recordKey: ['organisation_id'],
  jurisdiction: 'county_code',
  organisation: 'organisation_id',
})

const common = {
  kind: 'stock' as const,
  facts: listingFacts.id,
  unit: { zh: '所', en: 'organisations' },
  rule: {
    zh: '目录清单管理：公示期满列入，暂停期间不计',
    en: 'listed after the public notice; not counted while suspended',
  },
  sources: [{ zh: '培训机构和评价机构目录（本平台）', en: 'directory of providers and bodies (this platform)' }],
  records: { anyone: true as const },
}

export const trainingInstitutions = defineMeasure({
  ...common,
  id: 'directory.training-institutions',
  title: { zh: '职业技能培训机构', en: 'Training institutions' },
  meaning: {
    zh: '当日在培训机构目录内且未被暂停的机构，一所计一次',
    en: 'Organisations on the list of training providers on that day and not suspended, each once',
  },
  where: [
    { column: 'role', is: 'training-provider' },
    { column: 'status', is: 'listed' },
  ],
})

export const evaluationBodies = defineMeasure({
  ...common,
  id: 'directory.evaluation-bodies',
  title: { zh: '技能评价机构', en: 'Evaluation bodies' },
  meaning: {
    zh: '当日在评价机构目录内且未被暂停的机构，一所计一次',
    en: 'Organisations on the list of evaluation bodies on that day and not suspended, each once',
  },
  where: [
    { column: 'role', is: 'evaluation-body' },
    { column: 'status', is: 'listed' },
  ],
})
