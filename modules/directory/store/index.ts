import { type CodeNames, defineStore } from '../../../kernel/rooms/store.ts'
import type { Text } from '../../../kernel/values/text.ts'
import {
  CORRECTION_REASONS,
  REFUSAL_REASONS,
  REMOVAL_REASONS,
  RETURN_REASONS,
  type Reason,
  SUSPENSION_REASONS,
} from '../words.ts'
import { changeStore } from './change.ts'
import * as kinds from './kinds.sql.ts'
import { listingsKind, marketKind, organisationsKind } from './kinds.ts'
import { listingStore } from './listing.ts'
import { lists, notices, organisationPage, wasListed } from './reads.ts'

export { adoptListings } from './adopt.ts'
export { type NamedOrganisation, organisationLookup } from './kinds.ts'

const words =
  (...listOfReasons: (readonly Reason[])[]): CodeNames =>
  async () =>
    new Map<string, Text>(listOfReasons.flat().map((r) => [r.id, r.label]))

export const store = defineStore({
  imports: {
    'directory.organisations': organisationsKind,
    'directory.listings': listingsKind,
    'directory.register-market': marketKind,
  },
  restsOn: {
    'directory.organisation': async (tx, keys) =>
      (await tx.rows<{ organisation_id: string }>(kinds.restsOnOrganisations(keys))).map((r) => r.organisation_id),
  },
  processes: {
    'directory.listing': listingStore,
    'directory.change': changeStore,
  },
  reads: {
    'directory.lists': lists,
    'directory.organisationPage': organisationPage,
    'directory.notices': notices,
    'directory.wasListed': wasListed,
  },
  codes: {
    'directory.return-reason': words(RETURN_REASONS),
    'directory.reason': words(REFUSAL_REASONS, SUSPENSION_REASONS, REMOVAL_REASONS, CORRECTION_REASONS),
  },
})
