import { defineRoom } from '../../kernel/rooms/define.ts'
import { checkNeeds } from './checks/index.ts'
import { reads } from './contract.ts'
import { claimsImport } from './imports.ts'
import { needs } from './needs.ts'
import { budgetProcess } from './processes/budget.process.ts'
import { checkOverride } from './processes/check-override.process.ts'
import { claimProcess } from './processes/claim.process.ts'
import { clawbackProcess } from './processes/clawback.process.ts'
import { paymentProcess } from './processes/payment.process.ts'

export { type Amount, type AmountFacts, amountOf, factsWrong } from './amount.ts'
export type { Check, CheckResult, Severity } from './checks/define.ts'
export { CHECKS, ruleKey } from './checks/index.ts'
export { editionOn, type Scheme } from './schemes/scheme.ts'
export { CLAIM_STATES, FUNDS, PAYEES } from './words.ts'

export const subsidy = defineRoom({
  id: 'subsidy',
  title: { zh: '补贴', en: 'Subsidy' },
  purpose: {
    zh: '钱给谁、凭什么：补贴申领和名册',
    en: 'Money for whom, and why: claims of subsidy and their rosters',
  },
  processes: [budgetProcess, claimProcess, checkOverride, paymentProcess, clawbackProcess],
  needs: [...needs, ...checkNeeds],
  imports: [claimsImport],
  reads,
})
