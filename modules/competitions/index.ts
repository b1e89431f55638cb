import { defineFacts, defineMeasure } from '../../kernel/measures/define.ts'
import { defineRecord } from '../../kernel/records/define.ts'
import { defineRoom } from '../../kernel/rooms/define.ts'
import { needs } from './needs.ts'
import { EVENT_TIERS } from './words.ts'

export { EVENT_TIERS }

export const event = defineRecord({
  id: 'competitions.event',
  title: { zh: '职业技能竞赛', en: 'Competition' },
  table: 'competitions.event',
  key: ['event_id'],
  titleField: 'name',
  scope: { jurisdiction: 'county_code' },
  read: { anyone: true },
  publicRows: { known_to: null },
  searchColumn: 'search_terms',
  sealed: true,
  order: { field: 'heldOn', direction: 'desc' },
  fields: {
    name: {
      kind: 'text',
      label: { zh: '名称', en: 'Name' },
      lengthMax: 120,
      required: true,
      list: true,
      publicly: 'open',
    },
    tier: {
      kind: 'choice',
      label: { zh: '级别', en: 'Tier' },
      choices: EVENT_TIERS,
      required: true,
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
    heldOn: {
      kind: 'date',
      label: { zh: '举办日期', en: 'Held on' },
      required: true,
      list: true,
      filter: true,
      publicly: 'open',
    },
    endedOn: { kind: 'date', label: { zh: '结束日期', en: 'Ended on' }, publicly: 'open' },
    occupations: {
      kind: 'codes',
      codes: 'catalogue.occupation',
      label: { zh: '职业（工种）', en: 'Occupations' },
      list: true,
      filter: true,
      publicly: 'open',
    },
    host: { kind: 'text', label: { zh: '主办单位', en: 'Host' }, lengthMax: 120, list: true, publicly: 'open' },
    entrants: { kind: 'integer', label: { zh: '参赛人数', en: 'Entrants' }, min: 0, list: true, publicly: 'open' },
    countyBrand: {
      kind: 'boolean',
      label: { zh: '一县一品', en: 'County brand event' },
      list: true,
      filter: true,
      publicly: 'open',
    },
    knownOn: { kind: 'date', label: { zh: '入库日期', en: 'Known since' } },
  },
})

export const eventFacts = defineFacts({
  id: 'competitions.event-held',
  table: 'competitions.event',
  key: ['event_id'],
  from: 'held_on',
  knownFrom: 'known_on',
  knownTo: 'known_to',
  columns: { tier: 'text', county_code: 'text', county_brand: 'boolean' },
  dimensions: {
    tier: { title: { zh: '级别', en: 'Tier' }, column: 'tier', kind: 'value', choices: EVENT_TIERS },
    county: {
      title: { zh: '县（市、区）', en: 'County' },
      column: 'county_code',
      kind: 'value',
      codes: 'catalogue.division',
    },
    year: { title: { zh: '年份', en: 'Year' }, column: 'held_on', kind: 'year' },
    month: { title: { zh: '月份', en: 'Month' }, column: 'held_on', kind: 'month' },
  },
  record: 'competitions.event',
  recordKey: ['event_id'],
  jurisdiction: 'county_code',
})

export const eventsHeld = defineMeasure({
  id: 'competitions.events-held',
  kind: 'flow',
  facts: eventFacts.id,
  unit: { zh: '场', en: 'events' },
  title: { zh: '举办职业技能竞赛', en: 'Competitions held' },
  meaning: {
    zh: '期内在本市举办的各级各类职业技能竞赛，按开赛日期计',
    en: 'Skill competitions of every tier held in the city, by the first day',
  },
  rule: { zh: '竞赛登记', en: 'register of competitions' },
  sources: [{ zh: '竞赛登记（本平台）', en: 'register of competitions (this platform)' }],
  records: { anyone: true },
})

export const competitions = defineRoom({
  id: 'competitions',
  title: { zh: '竞赛', en: 'Competitions' },
  purpose: {
    zh: '以赛促训：各级各类竞赛和一县一品',
    en: 'Training by contest: events of every tier, and one brand event for each county',
  },
  needs,
  records: [event],
  facts: [eventFacts],
  measures: [eventsHeld],
})
