import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Isolation } from '../../../kernel/db/database.ts'
import { Failure } from '../../../kernel/values/fail.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { aCertificate, anIdentityNumber, anOfficer, aPerson, type CertificateSeed } from '../factory.ts'
import { readStatusList } from '../offline-check.ts'
import { codeToDigits } from '../qr-code.ts'
import { check } from './check.ts'
import { keys, statusList, verifyCode } from './codes.ts'
import { issueCertificates } from './issue.ts'
import { papersOf } from './papers.ts'
import { makeProofs } from './proofs.ts'
import { type CredentialsHouse, credentialsHouse, SCHOOL } from './testing.ts'

/**
 * Revocation against whoever checks at the same moment. For each certificate there is one instant: whoever begins to look after
 * the revocation was answered sees it, and nobody sees it and then not.
 */
let house: CredentialsHouse
const LEVELS: Isolation[] = ['read committed', 'repeatable read', 'serializable']
const wang = anOfficer('handler', 'wang')
const zhao = anOfficer('reviewer', 'zhao')
let jwks: Awaited<ReturnType<typeof keys>>['keys']
beforeAll(async () => {
  house = await credentialsHouse()
  jwks = (await keys(house)).keys
  const block = {
    organisation: SCHOOL,
    prefix: 'S000014000007',
    year: 2023,
    levelLetter: '4',
    firstSerial: 1,
    lastSerial: 900,
    document: '晋技鉴函〔2023〕1号',
  }
  await house.open(block, wang, 'credentials.numbers')
})
afterAll(() => house?.close())

let serial = 0
type Coded = CertificateSeed & { name: string; code: string; place: number }
const certified = (): Promise<Coded> =>
  house.db.tx(async (tx) => {
    const p = await aPerson(tx, house.office, { identity: anIdentityNumber('1990-01-05', 'male', serial++) })
    const c = await aCertificate(tx, house.office, { personId: p.personId })
    const [proof] = await makeProofs(tx, house.office, [{ ...c, name: p.name }])
    return { ...c, name: p.name, code: codeToDigits(proof!.code), place: proof!.statusIndex }
  })
const propose = (c: CertificateSeed, process = 'credentials.revocation') =>
  house.open(
    process === 'credentials.revocation'
      ? { certificateNumber: c.number, reasonCode: 'fraud', reason: '代考', effectiveOn: c.issuedOn }
      : { certificateNumber: c.number, reasonCode: 'lost', reason: '遗失' },
    wang,
    process,
  )

/** The three ways of looking, each in one transaction of this level. */
const looks = (level: Isolation, c: Coded): (() => Promise<boolean>)[] => [
  () =>
    house.db.tx(
      async (tx) => (await verifyCode({ read: tx, office: house.office }, { code: c.code })).verdict === 'valid',
      level,
    ),
  () =>
    house.db.tx(
      async (tx) =>
        (await check({ read: tx, office: house.office }, { number: c.number, name: c.name })).verdict === 'valid',
      level,
    ),
  async () => !(await readStatusList(await statusList(house), jwks))!.ended(c.place),
]

describe.each(LEVELS)('%s', (level) => {
  test('after the answer nobody sees a valid certificate, and none comes back', async () => {
    for (let round = 0; round < 4; round++) {
      const c = await certified()
      const opened = await propose(c)
      const seen: { begun: number; valid: boolean; way: number }[] = []
      let step = 0
      let answeredAt = Number.POSITIVE_INFINITY
      const watch = looks(level, c).map(async (look, way) => {
        // Until well after the answer: each reader looks five more times.
        for (let after = 0; after < 5; ) {
          const begun = ++step
          seen.push({ begun, valid: await look(), way })
          if (begun > answeredAt) after++
        }
      })
      const revoked = house.act(opened.id, 'revoke', zhao).then(() => {
        answeredAt = ++step
      })
      await Promise.all([...watch, revoked])
      expect(seen.filter((s) => s.begun > answeredAt && s.valid)).toEqual([])
      for (const way of [0, 1, 2]) {
        const mine = seen.filter((s) => s.way === way).map((s) => s.valid)
        expect(mine.lastIndexOf(true), `way ${way} of round ${round}`).toBeLessThan(mine.indexOf(false))
      }
    }
  })

  test('the same results sent by two at once: one certificate each, or a refusal', async () => {
    const people = await Promise.all(Array.from({ length: 8 }, certified))
    const order = {
      source: { kind: 'result' as const, id: house.office.world.id(), publishedOn: plainDate('2023-02-20') },
      organisationId: SCHOOL,
      issuedOn: plainDate('2023-02-28'),
      actor: 'account-wang',
      rows: people.map((p) => ({
        entitlementId: house.office.world.id(),
        personId: p.personId,
        kind: 'skill-level',
        occupationEdition: '2022',
        occupationCode: '6-31-01-03',
        workType: null,
        levelRank: 2,
      })),
    }
    const sent = await Promise.allSettled(
      [1, 2, 3].map(() => house.db.tx((tx) => issueCertificates(tx, house.office, order), level)),
    )
    expect(sent.some((s) => s.status === 'fulfilled')).toBe(true)
    expect(
      await house.behind(
        'select count(*)::int as n, count(distinct number)::int as numbers from credentials.certificate where entitlement_id = any($1)',
        [order.rows.map((r) => r.entitlementId)],
      ),
    ).toEqual([{ n: 8, numbers: 8 }])
  })
})

test('revoked, replaced and printed at once: whatever came first, no code stays good', async () => {
  for (let round = 0; round < 6; round++) {
    const c = await certified()
    const revocation = await propose(c)
    const replacement = await propose(c, 'credentials.replacement')
    const done = await Promise.allSettled([
      house.act(revocation.id, 'revoke', zhao),
      house.act(replacement.id, 'replace', zhao, {}, null, 'credentials.replacement'),
      papersOf(house.db, house.office, null, [c.number]),
    ])
    expect(done[0]!.status).toBe('fulfilled')
    for (const d of done) if (d.status === 'rejected') expect(d.reason).toBeInstanceOf(Failure)
    const codes = await house.behind(
      'select code, ended_on from credentials.proof where certificate_id = $1 order by status_index',
      [c.certificateId],
    )
    expect(codes.length).toBeGreaterThan(0)
    for (const { code, ended_on } of codes) {
      expect(ended_on).not.toBeNull()
      expect(
        (await verifyCode({ read: house.db.read, office: house.office }, { code: codeToDigits(code) })).verdict,
      ).toBe('revoked')
    }
  }
})
