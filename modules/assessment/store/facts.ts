import type { Tx } from '../../../kernel/db/database.ts'
import { nominalDay } from '../../../kernel/values/nominal-day.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'
import { COUNTED_KINDS } from '../../credentials/index.ts'
import type { Facts } from '../eligibility/facts.ts'
import { TITLE_GRADES } from '../words.ts'
import * as q from './facts.sql.ts'

const NEVER = Number.POSITIVE_INFINITY
const GRADES = new Map(TITLE_GRADES.map((g, i) => [g.id, i]))
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What the registers know of one person for eligibility, or nothing when there is no such person. */
export async function findFacts(tx: Tx, personId: string): Promise<Facts | undefined> {
  return UUID.test(personId) ? (await factsOf(tx, [personId])).get(personId.toLowerCase()) : undefined
}

/** The same for many; ask for some hundreds at once, not for the whole register. */
export async function factsOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Facts>> {
  const out = new Map<string, Facts>()
  const of = (id: string) => out.get(id)!
  for (const r of await tx.rows<{ person_id: string; birth_date: PlainDate }>(q.personsOf(ids)))
    out.set(r.person_id, {
      birth: nominalDay(r.birth_date),
      employment: [],
      certificates: [],
      titles: [],
      education: [],
      declared: new Set(),
    })
  type Spell = {
    person_id: string
    occupation_code: string
    from_on: PlainDate
    to_on: PlainDate | null
    source: string
  }
  for (const r of await tx.rows<Spell>(q.employmentOf(ids)))
    of(r.person_id).employment.push({
      occupation: r.occupation_code,
      from: nominalDay(r.from_on),
      to: r.to_on === null ? NEVER : nominalDay(r.to_on),
      source: r.source,
    })
  type Paper = {
    person_id: string
    occupation_code: string
    level_rank: number
    issued_on: PlainDate
    revoked_on: PlainDate | null
  }
  for (const r of await tx.rows<Paper>(q.certificatesOf(ids, [...COUNTED_KINDS])))
    of(r.person_id).certificates.push({
      occupation: r.occupation_code,
      rank: Number(r.level_rank),
      issued: nominalDay(r.issued_on),
      revoked: r.revoked_on === null ? NEVER : nominalDay(r.revoked_on),
      source: 'register',
    })
  for (const r of await tx.rows<{ person_id: string; name: string; grade: string; obtained_on: PlainDate }>(
    q.titlesOf(ids),
  ))
    of(r.person_id).titles.push({
      grade: GRADES.get(r.grade)!,
      occupation: null,
      name: r.name,
      obtained: nominalDay(r.obtained_on),
      source: 'register',
    })
  type School = {
    person_id: string
    kind: string
    major: string | null
    status: string
    graduated_on: PlainDate | null
  }
  for (const r of await tx.rows<School>(q.educationOf(ids)))
    of(r.person_id).education.push({
      kind: r.kind,
      status: r.status,
      major: r.major,
      graduated: r.graduated_on === null ? null : nominalDay(r.graduated_on),
      source: 'register',
    })
  return out
}
