import { defineStore } from '../../../kernel/rooms/store.ts'

export { factsOf, findFacts } from './facts.ts'
export {
  type CountyCount,
  clearReplaced,
  countyCounts,
  type Difference,
  difference,
  type ScreeningRun,
  screen,
} from './screening.ts'
export { loadStandards, standardsOf } from './standards.ts'

export const store = defineStore({})
