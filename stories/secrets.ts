import type { Tx } from '../kernel/db/database.ts'
import { secretPlace } from '../kernel/records/answer.ts'
import { testKeys } from '../kernel/secrets/testing.ts'

export type Secrets = { person: string; county: string; identity: string; phone: string | null }

/** Identity numbers and phones of all persons of the town in clear, by the keys that every test knows. */
export async function secretsOfTown(tx: Tx): Promise<Secrets[]> {
  const keys = testKeys()
  const rows = await tx.rows<{
    person_id: string
    county_code: string
    identity_sealed: Buffer
    phone_sealed: Buffer | null
  }>({
    text: 'select person_id, county_code, identity_sealed, phone_sealed from people.person order by person_id',
    values: [],
  })
  return rows.map((p) => ({
    person: p.person_id,
    county: p.county_code,
    identity: keys.decrypt(secretPlace('people.person', 'identity_sealed', p.person_id), p.identity_sealed),
    phone: p.phone_sealed && keys.decrypt(secretPlace('people.person', 'phone_sealed', p.person_id), p.phone_sealed),
  }))
}
