import { defineStore } from '../../../kernel/rooms/store.ts'
import { personsWithMore } from './persons.sql.ts'

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
  restsOn: {
    'people.person': async (tx, keys) =>
      (await tx.rows<{ person_id: string }>(personsWithMore(keys))).map((r) => r.person_id),
  },
})
