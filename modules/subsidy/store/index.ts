import { defineStore } from '../../../kernel/rooms/store.ts'
import type { Text } from '../../../kernel/values/text.ts'
import { REFUSAL_REASONS } from '../words.ts'
import { checkOverride } from './checks/override.ts'
import { checksOf } from './checks/reads.ts'
import { claimStore } from './claim.ts'
import * as q from './kinds.sql.ts'
import { claimsKind } from './kinds.ts'
import { budgetStore, clawbackStore, paymentStore } from './payment.ts'
import { amountRead, bankFileRead, claimOf, ledgerOf, noticeOf, notices, paidOf, schemesRead } from './reads.ts'

export { whatStops } from './checks/gate.ts'
export {
  analyzeForChecks,
  type CheckRun,
  type CheckSummary,
  type EvidenceRow,
  type Hit,
  nameHits,
  type RegisterState,
  registerStates,
  ruleOf,
  runChecks,
} from './checks/run.ts'

export const store = defineStore({
  processes: {
    'subsidy.budget': budgetStore,
    'subsidy.claim': claimStore,
    'subsidy.check-override': checkOverride,
    'subsidy.payment': paymentStore,
    'subsidy.clawback': clawbackStore,
  },
  codes: { 'subsidy.refusal-reason': async () => new Map<string, Text>(REFUSAL_REASONS.map((r) => [r.id, r.label])) },
  reads: {
    'subsidy.checks': checksOf,
    'subsidy.notices': notices,
    'subsidy.notice': noticeOf,
    'subsidy.claim-lines': claimOf,
    'subsidy.ledger': ledgerOf,
    'subsidy.bank-file': bankFileRead,
    'subsidy.paid': paidOf,
    'subsidy.schemes': schemesRead,
    'subsidy.amount': amountRead,
  },
  imports: { 'subsidy.claims': claimsKind },
  restsOn: {
    'people.person': async (tx, keys) =>
      (await tx.rows<{ person_id: string }>(q.personsClaiming(keys))).map((r) => r.person_id),
    'directory.organisation': async (tx, keys) =>
      (await tx.rows<{ organisation_id: string }>(q.organisationsClaiming(keys))).map((r) => r.organisation_id),
    'training.enrolment': async (tx, keys) => {
      const seats = keys.map((k) => k.split('/') as [string, string])
      const rows = await tx.rows<{ key: string }>(
        q.seatsClaimed(
          seats.map(([c]) => c),
          seats.map(([, s]) => Number(s)),
        ),
      )
      return rows.map((r) => r.key)
    },
  },
})
