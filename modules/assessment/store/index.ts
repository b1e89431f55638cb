import type { Choice } from '../../../kernel/records/fields.ts'
import { type CodeNames, defineStore } from '../../../kernel/rooms/store.ts'
import { DECLARATIONS, METHODS } from '../words.ts'
import { personsWithApplications } from './application.sql.ts'
import { applicationStore } from './application.ts'
import { refreshAllGaps } from './gaps.ts'
import { candidates, examiners, posts, roster } from './imports.ts'
import { normStore } from './norm.ts'
import { planStore } from './plan.ts'
import { openPlans, planLines, planner, publicPlan } from './plan-reads.ts'
import { eligibility, personAnswer, screening, standards } from './reads.ts'
import { ruleRelease } from './release.ts'
import { supervisionStore } from './supervision.ts'

export { contentHash, type DryRun, dryRun } from './dry-run.ts'
export { factsOf, findFacts } from './facts.ts'
export { changedBy, standardFile, standardsInForce, standardsWith } from './release.ts'
export { clearReplaced, type Difference, difference, type ScreeningRun, type Steps, screen } from './screening.ts'
export { loadStandards, standardsOf } from './standards.ts'

const words =
  (choices: readonly Choice[]): CodeNames =>
  async () =>
    new Map(choices.map((c) => [c.id, c.label]))
/** Lists that clerks write line by line; each line is its own name. */
const lines: CodeNames = async () => new Map()

export const store = defineStore({
  processes: {
    'assessment.rule-release': ruleRelease,
    'assessment.plan': planStore,
    'assessment.application': applicationStore,
    'assessment.norming': normStore,
    'assessment.supervision': supervisionStore,
  },
  codes: {
    'assessment.declaration': words(DECLARATIONS),
    'assessment.method': words(METHODS),
    'assessment.room-line': lines,
    'assessment.examiner-number': lines,
    'assessment.author': lines,
    'assessment.supervisor': lines,
    'assessment.problem': lines,
  },
  imports: {
    'assessment.candidates': candidates,
    'assessment.examiners': examiners,
    'assessment.posts': posts,
    'assessment.roster': roster,
  },
  nightly: { 'assessment.gaps': refreshAllGaps },
  restsOn: {
    'people.person': async (tx, keys) =>
      (await tx.rows<{ person_id: string }>(personsWithApplications(keys))).map((r) => r.person_id),
  },
  reads: {
    'assessment.eligibility': eligibility,
    'assessment.personEligibility': personAnswer,
    'assessment.standards': standards,
    'assessment.screening': screening,
    'assessment.openPlans': openPlans,
    'assessment.publicPlan': publicPlan,
    'assessment.planLines': planLines,
    'assessment.planner': planner,
  },
})
