import { defineStore } from '../../../kernel/rooms/store.ts'
import { eligibility, personAnswer, screening, standards } from './reads.ts'
import { ruleRelease } from './release.ts'

export { contentHash, type DryRun, dryRun } from './dry-run.ts'
export { factsOf, findFacts } from './facts.ts'
export { changedBy, standardFile, standardsInForce, standardsWith } from './release.ts'
export { clearReplaced, type Difference, difference, type ScreeningRun, type Steps, screen } from './screening.ts'
export { loadStandards, standardsOf } from './standards.ts'

export const store = defineStore({
  processes: { 'assessment.rule-release': ruleRelease },
  reads: {
    'assessment.eligibility': eligibility,
    'assessment.personEligibility': personAnswer,
    'assessment.standards': standards,
    'assessment.screening': screening,
  },
})
