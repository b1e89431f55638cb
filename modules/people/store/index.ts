import { defineStore } from '../../../kernel/rooms/store.ts'
import { employmentKind, peopleKind, registerKinds } from './kinds.ts'
import { personsWithMore } from './persons.sql.ts'

export {
  areasOf,
  countyLookup,
  divisionsEver,
  enterPersons,
  inAreas,
  leavePersons,
  namesRegistered,
  occupationLookup,
  personIdsOf,
  personReader,
  type StagedPerson,
  sayOutside,
} from './enter.ts'
export { asOfReader, dropRegisterFile, putRegisterFile, registerFileRows, sayWhenOld } from './kinds.ts'
export {
  type CountedPerson,
  findByIdentity,
  identityIndex,
  insertPersons,
  lockPersons,
  type NewPerson,
  namesOfPersons,
  PERSON_COLUMNS,
  personLine,
  personSeal,
  personsForCounting,
  personsOfBatch,
  removePersons,
  sealPerson,
  takeIdentities,
} from './persons.ts'

export const store = defineStore({
  imports: { 'people.people': peopleKind, 'people.employment': employmentKind, ...registerKinds },
  restsOn: {
    'people.person': async (tx, keys) =>
      (await tx.rows<{ person_id: string }>(personsWithMore(keys))).map((r) => r.person_id),
  },
})
