import { defineStore } from '../../../kernel/rooms/store.ts'
import { check, explainNumber } from './check.ts'
import { RECOUNTED, type RecountedMeasure, recount } from './recount.ts'
import { revocation } from './revocation.ts'

export { rebuildAll, refreshPersons } from './holdings.ts'
export { recount } from './recount.ts'

export const store = defineStore({
  processes: { 'credentials.revocation': revocation },
  reads: {
    'credentials.check': check,
    'credentials.explainNumber': async (ctx, query: { number: string }) => explainNumber(ctx, query),
  },
  recounts: Object.fromEntries(
    (Object.keys(RECOUNTED) as RecountedMeasure[]).map((id) => [id, (tx, question, bands) => recount(tx, id, question, bands)]),
  ),
})
