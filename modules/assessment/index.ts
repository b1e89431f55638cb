import { defineRoom } from '../../kernel/rooms/define.ts'
import { reads } from './contract.ts'
import { imports } from './imports.ts'
import { gapFacts, issueFacts, resultFacts } from './measures/facts.ts'
import { measures } from './measures/index.ts'
import { needs } from './needs.ts'
import { applicationProcess } from './processes/application.process.ts'
import { normProcess } from './processes/norm.process.ts'
import { planProcess } from './processes/plan.process.ts'
import { ruleRelease } from './processes/rule-release.process.ts'
import { supervisionProcess } from './processes/supervision.process.ts'
import { examinerRecord, gapRecord, issueRecord, normRecord, planRecord, resultRecord } from './records.ts'

export {
  answerFor,
  answerGiven,
  askedOf,
  type EligibilityAnswer,
  explainFacts,
  type Question,
  type TreeAnswer,
} from './eligibility/answer.ts'
export { type Facts, readFacts } from './eligibility/facts.ts'
export { type Scoped, scopeFacts } from './eligibility/scope.ts'
export { applicableOn, levelDigits, occupationNames, type Standards } from './eligibility/standards.ts'
export { DECLARATIONS, SCHOOL_KINDS, SCHOOL_STATUSES, TITLE_GRADES } from './words.ts'

export const assessment = defineRoom({
  id: 'assessment',
  title: { zh: '评价', en: 'Assessment' },
  purpose: {
    zh: '凭什么申报：各职业各等级的申报条件，何时满足',
    en: 'By what right: conditions for each level of each occupation, and the day on which they hold',
  },
  records: [planRecord, resultRecord, issueRecord, examinerRecord, normRecord, gapRecord],
  processes: [planProcess, applicationProcess, normProcess, supervisionProcess, ruleRelease],
  needs,
  facts: [resultFacts, issueFacts, gapFacts],
  measures,
  reads,
  imports,
})
