import { defineFacts, defineMeasure } from '../../kernel/measures/define.ts'
import { readers } from '../roles.ts'
import { EVENT_TIERS, GROUPS } from './words.ts'

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

export const placingFacts = defineFacts({
  id: 'competitions.placing',
  table: 'competitions.placing',
  key: ['person_id', 'placing_id'],
  from: 'held_on',
  knownFrom: 'known_on',
  knownTo: 'known_to',
  columns: {
    tier: 'text',
    county_code: 'text',
    group_id: 'text',
    occupation_code: 'text',
    promoted: 'boolean',
    place: 'smallint',
  },
  dimensions: {
    tier: { title: { zh: '级别', en: 'Tier' }, column: 'tier', kind: 'value', choices: EVENT_TIERS },
    group: { title: { zh: '组别', en: 'Group' }, column: 'group_id', kind: 'value', choices: GROUPS },
    county: {
      title: { zh: '县（市、区）', en: 'County' },
      column: 'county_code',
      kind: 'value',
      codes: 'catalogue.division',
    },
    year: { title: { zh: '年份', en: 'Year' }, column: 'held_on', kind: 'year' },
    month: { title: { zh: '月份', en: 'Month' }, column: 'held_on', kind: 'month' },
  },
  record: 'competitions.placing',
  recordKey: ['person_id', 'placing_id'],
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

export const entrants = defineMeasure({
  id: 'competitions.entrants',
  kind: 'flow',
  facts: placingFacts.id,
  where: [{ column: 'place', atLeast: 1 }],
  unit: { zh: '人次', en: 'entries of persons' },
  title: { zh: '参加职业技能竞赛', en: 'Entrants of competitions' },
  meaning: {
    zh: '期内竞赛的参赛人次，按开赛日期计；一人参加两个赛项计两次，团队按队员计，缺赛不计。只含在本平台办结的竞赛',
    en: 'Persons who took part, by the first day; twice for two skills, each member of a team, nobody who was absent. Only events closed on this platform',
  },
  rule: { zh: '竞赛名次登记', en: 'register of placings' },
  sources: [{ zh: '竞赛名次登记（本平台）', en: 'register of placings (this platform)' }],
  aboutPersons: true,
  records: { by: readers },
})

export const promotions = defineMeasure({
  id: 'competitions.promotions',
  kind: 'flow',
  facts: placingFacts.id,
  where: [{ column: 'promoted', is: true }],
  unit: { zh: '人次', en: 'promotions' },
  title: { zh: '竞赛晋升职业技能等级', en: 'Levels gained by competitions' },
  meaning: {
    zh: '期内竞赛选手按名次晋升职业技能等级的人次，按开赛日期计；每次晋升都有一本证书',
    en: 'Levels gained by place in competitions, by the first day of the event; each stands for one certificate',
  },
  rule: { zh: '竞赛名次晋升规则（competitions.promotion）', en: 'promotion rule (competitions.promotion)' },
  sources: [{ zh: '竞赛名次登记（本平台）', en: 'register of placings (this platform)' }],
  aboutPersons: true,
  records: { by: readers },
})
