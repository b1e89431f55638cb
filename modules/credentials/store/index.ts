import { defineStore } from '../../../kernel/rooms/store.ts'
import { check, explainNumber } from './check.ts'
import { revocation } from './revocation.ts'

export { HoldingCorrupt, type Rebuilt, rebuildAll, refreshPersons } from './holdings.ts'
export { numberTables } from './number-tables.ts'
export { RECOUNTED, type RecountedMeasure, recount } from './recount.ts'
export { certificateSeal } from './revocation.ts'

export const store = defineStore({
  processes: { 'credentials.revocation': revocation },
  reads: {
    'credentials.check': check,
    'credentials.explainNumber': async (ctx, query) => explainNumber(ctx, query),
  },
})
