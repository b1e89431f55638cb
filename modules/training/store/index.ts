import { defineStore } from '../../../kernel/rooms/store.ts'
import { personsEnrolled } from './trainees.sql.ts'

export const store = defineStore({
  // A person who has been trained is not taken back with the import that brought him.
  restsOn: {
    'people.person': async (tx, keys) =>
      (await tx.rows<{ person_id: string }>(personsEnrolled(keys))).map((r) => r.person_id),
  },
})
