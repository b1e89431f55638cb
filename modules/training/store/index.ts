import { defineStore } from '../../../kernel/rooms/store.ts'
import { classChangeStore, classStore } from './class.ts'
import { trainingKinds } from './kinds/index.ts'
import { personsTeaching, restsOnOrganisations } from './kinds.sql.ts'
import { classSheet, courses } from './reads.ts'
import { personsEnrolled } from './trainees.sql.ts'

export { classLookup, type NamedClass } from './kinds/classes.ts'
export { sealAccount } from './kinds/enrolments.ts'

export const store = defineStore({
  processes: { 'training.class': classStore, 'training.class-change': classChangeStore },
  // Lines that clerks write; each is its own name.
  codes: { 'training.lesson-line': async () => new Map() },
  reads: { 'training.classSheet': classSheet, 'training.courses': courses },
  imports: trainingKinds,
  // A person who has been trained is not taken back with the import that brought him.
  restsOn: {
    'people.person': async (tx, keys) =>
      [
        ...(await tx.rows<{ person_id: string }>(personsEnrolled(keys))),
        ...(await tx.rows<{ person_id: string }>(personsTeaching(keys))),
      ].map((r) => r.person_id),
    'directory.organisation': async (tx, keys) =>
      (await tx.rows<{ organisation_id: string }>(restsOnOrganisations(keys))).map((r) => r.organisation_id),
  },
})
