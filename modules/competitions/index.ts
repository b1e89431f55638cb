import { defineRoom } from '../../kernel/rooms/define.ts'
import { reads } from './contract.ts'
import { event, placing, result } from './event.ts'
import { entrants, eventFacts, eventsHeld, placingFacts, promotions } from './facts.ts'
import { needs } from './needs.ts'
import { contest } from './processes/contest.process.ts'
import { sheet } from './processes/sheet.process.ts'

export { marksText } from './marking/units.ts'
export { EVENT_TIERS, GROUPS, MEDALS } from './words.ts'
export { event, eventFacts, eventsHeld }

export const competitions = defineRoom({
  id: 'competitions',
  title: { zh: '竞赛', en: 'Competitions' },
  purpose: {
    zh: '以赛促训：各级各类竞赛和一县一品',
    en: 'Training by contest: events of every tier, and one brand event for each county',
  },
  needs,
  records: [event, placing, result],
  processes: [contest, sheet],
  facts: [eventFacts, placingFacts],
  measures: [eventsHeld, entrants, promotions],
  reads,
})
