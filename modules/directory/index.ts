import { defineRoom } from '../../kernel/rooms/define.ts'
import { evaluationBodies, listingFacts, trainingInstitutions } from './facts.ts'
import { listingPeriod, organisation } from './records.ts'

export { checkCreditCode } from './credit-code.ts'
export { listingFacts } from './facts.ts'
export { organisation } from './records.ts'
export { LISTING_ROLES, LISTING_STATUSES, ORGANISATION_KINDS } from './words.ts'

export const directory = defineRoom({
  id: 'directory',
  title: { zh: '目录', en: 'Directory' },
  purpose: { zh: '哪些机构可以培训、可以评价：目录清单，任何一天都查得到', en: 'Which organisations may train and evaluate: the lists, for any past day' },
  records: [organisation, listingPeriod],
  facts: [listingFacts],
  measures: [trainingInstitutions, evaluationBodies],
})
