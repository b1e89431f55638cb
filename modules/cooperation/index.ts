import { defineFacts, defineMeasure } from '../../kernel/measures/define.ts'
import { defineRecord } from '../../kernel/records/define.ts'
import type { Choice } from '../../kernel/records/fields.ts'
import { defineRoom } from '../../kernel/rooms/define.ts'

export const CARRIER_TYPES: readonly Choice[] = [
  { id: 'training-base', label: { zh: '高技能人才培训基地', en: 'high-skill training base' } },
  { id: 'master-studio', label: { zh: '技能大师工作室', en: 'skill-master studio' } },
]
export const CARRIER_TIERS: readonly Choice[] = [
  { id: 'national', label: { zh: '国家级', en: 'national' } },
  { id: 'provincial', label: { zh: '省级', en: 'provincial' } },
  { id: 'city', label: { zh: '市级', en: 'city' } },
]

export const carrier = defineRecord({
  id: 'cooperation.carrier',
  title: { zh: '载体', en: 'Carrier' },
  table: 'cooperation.carrier',
  key: ['carrier_id'],
  titleField: 'name',
  scope: { jurisdiction: 'county_code', organisation: 'organisation_id' },
  read: { anyone: true },
  publicRows: { known_to: null },
  searchColumn: 'search_terms',
  sealed: true,
  fields: {
    name: {
      kind: 'text',
      label: { zh: '名称', en: 'Name' },
      lengthMax: 120,
      required: true,
      list: true,
      publicly: 'open',
    },
    type: {
      kind: 'choice',
      label: { zh: '类型', en: 'Type' },
      choices: CARRIER_TYPES,
      required: true,
      list: true,
      filter: true,
      publicly: 'open',
    },
    tier: {
      kind: 'choice',
      label: { zh: '级别', en: 'Tier' },
      choices: CARRIER_TIERS,
      required: true,
      list: true,
      filter: true,
      publicly: 'open',
    },
    organisation: {
      kind: 'reference',
      record: 'directory.organisation',
      column: 'organisation_id',
      label: { zh: '依托单位', en: 'Host' },
      list: true,
      filter: true,
      publicly: 'open',
    },
    leader: { kind: 'text', label: { zh: '领办人', en: 'Leader' }, lengthMax: 60, list: true, publicly: 'open' },
    occupations: {
      kind: 'codes',
      codes: 'catalogue.occupation',
      label: { zh: '职业（工种）', en: 'Occupations' },
      list: true,
      filter: true,
      publicly: 'open',
    },
    county: {
      kind: 'code',
      codes: 'catalogue.division',
      column: 'county_code',
      label: { zh: '县（市、区）', en: 'County' },
      list: true,
      filter: true,
      publicly: 'open',
    },
    recognisedOn: {
      kind: 'date',
      label: { zh: '认定日期', en: 'Recognised on' },
      list: true,
      filter: true,
      publicly: 'open',
    },
    withdrawnOn: { kind: 'date', label: { zh: '撤销日期', en: 'Withdrawn on' }, list: true, publicly: 'open' },
    document: { kind: 'text', label: { zh: '文号', en: 'Document' }, lengthMax: 80, publicly: 'open' },
    knownOn: { kind: 'date', label: { zh: '入库日期', en: 'Known since' } },
  },
})

export const carrierFacts = defineFacts({
  id: 'cooperation.carrier-standing',
  table: 'cooperation.carrier',
  key: ['carrier_id'],
  from: 'recognised_on',
  to: 'withdrawn_on',
  knownFrom: 'known_on',
  knownTo: 'known_to',
  columns: { type: 'text', tier: 'text', county_code: 'text', organisation_id: 'uuid' },
  dimensions: {
    tier: { title: { zh: '级别', en: 'Tier' }, column: 'tier', kind: 'value', choices: CARRIER_TIERS },
    county: {
      title: { zh: '县（市、区）', en: 'County' },
      column: 'county_code',
      kind: 'value',
      codes: 'catalogue.division',
    },
    organisation: {
      title: { zh: '依托单位', en: 'Host' },
      column: 'organisation_id',
      kind: 'value',
      record: 'directory.organisation',
    },
  },
  record: 'cooperation.carrier',
  recordKey: ['carrier_id'],
  jurisdiction: 'county_code',
  organisation: 'organisation_id',
})

const common = {
  kind: 'stock' as const,
  facts: carrierFacts.id,
  unit: { zh: '个', en: 'carriers' },
  rule: { zh: '以认定文件为准', en: 'by the documents of recognition' },
  sources: [{ zh: '载体登记（本平台）', en: 'register of carriers (this platform)' }],
  records: { anyone: true as const },
}
export const trainingBases = defineMeasure({
  ...common,
  id: 'cooperation.training-bases',
  title: { zh: '高技能人才培训基地', en: 'High-skill training bases' },
  meaning: { zh: '当日已认定且未撤销的培训基地', en: 'Bases recognised and not withdrawn on that day' },
  where: [{ column: 'type', is: 'training-base' }],
})
export const masterStudios = defineMeasure({
  ...common,
  id: 'cooperation.master-studios',
  title: { zh: '技能大师工作室', en: 'Skill-master studios' },
  meaning: { zh: '当日已认定且未撤销的工作室', en: 'Studios recognised and not withdrawn on that day' },
  where: [{ column: 'type', is: 'master-studio' }],
})

export const cooperation = defineRoom({
  id: 'cooperation',
  title: { zh: '载体与合作', en: 'Cooperation' },
  purpose: { zh: '在哪里、跟谁学：培训基地和大师工作室', en: 'Where and with whom: training bases and master studios' },
  records: [carrier],
  facts: [carrierFacts],
  measures: [trainingBases, masterStudios],
})
