import { defineRoom } from '../../kernel/rooms/define.ts'
import { reads } from './contract.ts'
import { evaluationBodies, listingFacts, trainingInstitutions } from './facts.ts'
import { listingsImport, marketImport, organisationsImport } from './imports.ts'
import { needs } from './needs.ts'
import { listingProcess } from './processes/listing.process.ts'
import { organisationChange } from './processes/organisation-change.process.ts'
import { listingPeriod, organisation } from './records.ts'

export { checkCreditCode } from './credit-code.ts'
export { listingFacts } from './facts.ts'
export { ORGANISATION_COLUMN } from './imports.ts'
export { type ListingPeriod, periodOn, periodsAfter } from './periods.ts'
export { listingPeriod, organisation } from './records.ts'
export { LISTING_LEVELS, LISTING_ROLES, LISTING_STATUSES, ORGANISATION_KINDS } from './words.ts'

export const directory = defineRoom({
  id: 'directory',
  title: { zh: '目录', en: 'Directory' },
  purpose: {
    zh: '哪些机构可以培训、可以评价：目录清单，任何一天都查得到',
    en: 'Which organisations may train and evaluate: the lists, for any past day',
  },
  records: [organisation, listingPeriod],
  processes: [listingProcess, organisationChange],
  needs,
  facts: [listingFacts],
  measures: [trainingInstitutions, evaluationBodies],
  reads,
  imports: [organisationsImport, listingsImport, marketImport],
})
