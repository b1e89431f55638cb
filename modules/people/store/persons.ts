import { copyBlocks, copyLine, textArray } from '../../../kernel/db/copy-text.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { searchTerms } from '../../../kernel/db/search-terms.ts'
import { secretPlace } from '../../../kernel/records/answer.ts'
import { sealedTableOf } from '../../../kernel/records/define.ts'
import type { KeyRing } from '../../../kernel/secrets/keyring.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { nameKey } from '../names.ts'
import { person } from '../records.ts'
import * as q from './persons.sql.ts'

export const personSeal = sealedTableOf(person)

/** A new row of the register. Secrets come sealed for this very person id (`sealPerson`). */
export type NewPerson = {
  personId: string
  name: string
  sex: string
  birthDate: PlainDate
  identityIndex: Buffer
  identitySealed: Buffer
  phoneSealed: Buffer | null
  countyCode: string
  education: string | null
  knownOn: PlainDate
  batchId: string | null
}

/** Keyed index by which an identity number is found again. */
export const identityIndex = (keys: KeyRing, identity: string): Buffer =>
  keys.blindIndex('people.person.identity_sealed', identity)

/** Bound to the person's id: a ciphertext copied to another row does not open. */
export const sealPerson = (
  keys: KeyRing,
  personId: string,
  secrets: { identity: string; phone: string | null },
): { identitySealed: Buffer; phoneSealed: Buffer | null } => ({
  identitySealed: keys.encrypt(secretPlace('people.person', 'identity_sealed', personId), secrets.identity),
  phoneSealed:
    secrets.phone === null ? null : keys.encrypt(secretPlace('people.person', 'phone_sealed', personId), secrets.phone),
})

/**
 * Claims identity numbers for new persons. Where somebody has the number already, that person's id comes back instead of
 * the one proposed. The insert decides; who has it is read in a statement of its own.
 * @returns identity index (hex) → person id, for all
 */
export async function takeIdentities(
  tx: Tx,
  wanted: readonly { identityIndex: Buffer; personId: string }[],
): Promise<Map<string, string>> {
  const first = new Map<string, { identityIndex: Buffer; personId: string }>()
  for (const w of wanted) {
    const key = w.identityIndex.toString('hex')
    if (!first.has(key)) first.set(key, w)
  }
  const list = [...first.values()]
  const indexes = list.map((w) => w.identityIndex)
  const won = await tx.run(
    q.takeIdentities(
      indexes,
      list.map((w) => w.personId),
    ),
  )
  // All inserted: nobody had any of them, and there is nothing to ask.
  if (won === list.length) return new Map([...first].map(([key, w]) => [key, w.personId]))
  const rows = await tx.rows<{ identity: string; person_id: string }>(q.identitiesTaken(indexes))
  return new Map(rows.map((r) => [r.identity, r.person_id]))
}

/** Who has these identity numbers: index (hex) → person id, for those that somebody has. */
export async function findByIdentity(tx: Tx, indexes: readonly Buffer[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ identity: string; person_id: string }>(q.identitiesTaken(indexes))
  return new Map(rows.map((r) => [r.identity, r.person_id]))
}

/** Writes persons whose identity numbers were claimed before (`takeIdentities`). */
export async function insertPersons(tx: Tx, persons: readonly NewPerson[]): Promise<void> {
  if (persons.length === 0) return
  await tx.copyIn('people.person', q.PERSON_COLUMNS, copyBlocks(persons, personLine))
}

/** One line of COPY, in the order of `PERSON_COLUMNS`. */
export const personLine = (p: NewPerson): string =>
  copyLine([
    p.personId,
    p.name,
    nameKey(p.name),
    p.sex,
    p.birthDate,
    p.identitySealed,
    p.identityIndex,
    p.phoneSealed,
    p.countyCode,
    p.education,
    p.knownOn,
    p.batchId,
    textArray(searchTerms(p.name)),
  ])
export { PERSON_COLUMNS } from './persons.sql.ts'

export type CountedPerson = {
  person_id: string
  county_code: string
  sex: string
  birth_year: number
  left_on: PlainDate | null
  left_known_on: PlainDate | null
}

/** One after the other in the order of ids, so that two acts on the same persons cannot wait for each other both ways. */
export async function lockPersons(tx: Tx, personIds: readonly string[]): Promise<void> {
  for (const id of [...personIds].sort()) await tx.run(q.lockPerson(id))
}
export const personsForCounting = (tx: Tx, personIds: readonly string[]): Promise<CountedPerson[]> =>
  tx.rows<CountedPerson>(q.personsForCounting(personIds))
export const namesOfPersons = (
  tx: Tx,
  personIds: readonly string[],
): Promise<{ person_id: string; name: string; name_key: string }[]> => tx.rows(q.namesOfPersons(personIds))
export const personsOfBatch = (tx: Tx, batchId: string): Promise<{ person_id: string; version: number }[]> =>
  tx.rows(q.personsOfBatch(batchId))

/** Takes persons out of the register, with their claim to the identity number. The caller has asked all rooms (`restsOn`). */
export async function removePersons(tx: Tx, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return
  const gone = await tx.rows<{ identity: string }>(q.deletePersons(personIds))
  await tx.run(q.deleteIdentities(gone.map((g) => Buffer.from(g.identity, 'hex'))))
}
