import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyJournal } from '../../../kernel/journal/verify.ts'
import { sealedTableOf } from '../../../kernel/records/define.ts'
import { Failure } from '../../../kernel/values/fail.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { person as personRecord } from '../../people/index.ts'
import { aCertificate, anIdentityNumber, anOfficer, anOfficerOfAll, aPerson, type CertificateSeed } from '../factory.ts'
import { certificateSeal } from './revocation.ts'
import { type CredentialsHouse, credentialsHouse } from './testing.ts'

let house: CredentialsHouse
beforeAll(async () => {
  house = await credentialsHouse()
})
afterAll(() => house?.close())

const handler = anOfficer('handler', 'wang')
const reviewer = anOfficer('reviewer', 'zhao')
let serial = 0
const certified = (over: Partial<CertificateSeed> = {}): Promise<CertificateSeed> =>
  house.db.tx(async (tx) => {
    const p = await aPerson(tx, house.office, { identity: anIdentityNumber('1990-01-05', 'male', serial++) })
    return aCertificate(tx, house.office, { personId: p.personId, ...over })
  })
const proposal = (c: CertificateSeed, over: Record<string, unknown> = {}) => ({
  certificateNumber: c.number,
  reasonCode: 'fraud',
  reason: '成绩系他人代考，见检查记录。',
  effectiveOn: c.issuedOn,
  ...over,
})
const refused = async (work: Promise<unknown>): Promise<Failure> => {
  const e = await work.then(
    () => undefined,
    (x: unknown) => x,
  )
  expect(e).toBeInstanceOf(Failure)
  return e as Failure
}
const codes = (e: Failure) => e.findings.map((f) => f.code)
const stored = async (c: CertificateSeed) =>
  (
    await house.behind(
      'select revoked_on::text, revoked_known_on::text, revoked_reason, version from credentials.certificate where certificate_id = $1',
      [c.certificateId],
    )
  )[0]

test('one proposes, another decides: certificate, spans, journal and outbox follow', async () => {
  const c = await certified()
  const opened = await house.open(proposal(c, { effectiveOn: '2022-12-01' }), handler)
  // Whose certificate it is, and where, is looked up; nobody types it.
  expect(opened).toMatchObject({
    state: 'proposed',
    jurisdiction: '141002',
    fields: { person: c.personId, certificateId: c.certificateId, county: '141002', decisionNote: null },
  })
  expect(await stored(c)).toMatchObject({ revoked_on: null, version: 1 })

  const done = await house.act(opened.id, 'revoke', reviewer, { note: '属实，同意撤销。' }, opened.version)
  expect(done.state).toBe('revoked')
  expect(await stored(c)).toEqual({
    revoked_on: '2022-12-01',
    revoked_known_on: '2023-03-01',
    revoked_reason: '弄虚作假取得：成绩系他人代考，见检查记录。',
    version: 2,
  })
  expect(
    await house.behind(
      'select known_from::text, known_to::text, held_from::text, held_to::text from credentials.holding where person_id = $1',
      [c.personId],
    ),
  ).toEqual([{ known_from: '2023-03-01', known_to: null, held_from: '2022-06-15', held_to: '2022-12-01' }])
  expect(
    await house.behind('select decision_note, decided_by from credentials.revocation_case where case_id = $1', [
      opened.id,
    ]),
  ).toEqual([{ decision_note: '属实，同意撤销。', decided_by: 'zhao' }])
  expect(
    await house.behind(
      `select body from kernel.outbox where kind = 'credentials.certificate.revoked' and body->>'certificateId' = $1`,
      [c.certificateId],
    ),
  ).toHaveLength(1)
  const report = await house.db.snapshot((tx) =>
    verifyJournal(tx, [certificateSeal, sealedTableOf(personRecord)], () => true),
  )
  expect(report.problems).toEqual([])
})

test('refused: nothing about the certificate changes, and it may be proposed again', async () => {
  const c = await certified()
  const opened = await house.open(proposal(c), handler)
  expect(codes(await refused(house.act(opened.id, 'refuse', reviewer)))).toEqual(['FIELD_MISSING'])
  expect((await house.act(opened.id, 'refuse', reviewer, { note: '证据不足。' })).state).toBe('refused')
  expect(await stored(c)).toMatchObject({ revoked_on: null, version: 1 })
  expect((await house.open(proposal(c), handler)).state).toBe('proposed')
})

describe('two persons', () => {
  test('not the same person, not by another account of the same person', async () => {
    const opened = await house.open(proposal(await certified()), anOfficerOfAll('li'))
    for (const actor of [anOfficerOfAll('li'), anOfficerOfAll('li', 'account-li-2')]) {
      const e = await refused(house.act(opened.id, 'revoke', actor))
      expect([e.code, ...codes(e)]).toEqual(['NotAllowed', 'TWO_PERSONS'])
    }
    expect((await house.act(opened.id, 'revoke', reviewer)).state).toBe('revoked')
  })

  test('the database holds them apart when the program does not', async () => {
    const opened = await house.open(proposal(await certified()), anOfficerOfAll('li'))
    await expect(
      house.behind(`update credentials.revocation_case set state = 'revoked', decided_by = 'li' where case_id = $1`, [
        opened.id,
      ]),
    ).rejects.toMatchObject({ constraint: 'two_persons_revoke' })
  })

  test('a handler decides nothing; officers of another county see nothing', async () => {
    const opened = await house.open(proposal(await certified()), handler)
    expect((await refused(house.act(opened.id, 'revoke', anOfficer('handler', 'qian')))).code).toBe('NotAllowed')
    expect((await refused(house.act(opened.id, 'revoke', anOfficer('reviewer', 'sun', '141021')))).code).toBe(
      'NotFound',
    )
  })
})

describe('checks', () => {
  test('a number nobody has, and one of another county, read alike', async () => {
    const c = await certified()
    const nowhere = await refused(house.open(proposal(c, { certificateNumber: 'S000014000001224999999' }), handler))
    const elsewhere = await refused(house.open(proposal(c), anOfficer('handler', 'sun', '141021')))
    expect([codes(nowhere), nowhere.code]).toEqual([['CERT_NOT_FOUND'], 'BadInput'])
    expect([codes(elsewhere), elsewhere.code]).toEqual([['CERT_NOT_FOUND'], 'BadInput'])
  })

  test.each([
    ['the day before issue', '2022-06-14', 'EFFECTIVE_DAY'],
    ['tomorrow', '2023-03-02', 'EFFECTIVE_DAY'],
  ])('%s is no day to end on', async (_, day, code) => {
    expect(codes(await refused(house.open(proposal(await certified(), { effectiveOn: day }), handler)))).toEqual([code])
  })

  test.each(['2022-06-15', '2023-03-01'])('%s is', async (day) => {
    expect((await house.open(proposal(await certified(), { effectiveOn: day }), handler)).state).toBe('proposed')
  })

  test('void from the start: never skilled', async () => {
    const c = await certified()
    const opened = await house.open(proposal(c), handler)
    await house.act(opened.id, 'revoke', reviewer)
    expect(
      await house.behind('select 1 from credentials.holding where person_id = $1 and known_to is null', [c.personId]),
    ).toEqual([])
  })

  test('what is revoked is not revoked again', async () => {
    const c = await certified()
    const opened = await house.open(proposal(c), handler)
    await house.act(opened.id, 'revoke', reviewer)
    expect(codes(await refused(house.open(proposal(c), handler)))).toEqual(['CERT_REVOKED'])
    expect((await refused(house.act(opened.id, 'revoke', reviewer))).code).toBe('WrongState')
  })
})

test('many at once: one proposal, one revocation', async () => {
  const c = await certified({ issuedOn: plainDate('2022-07-01') })
  const opens = await Promise.allSettled(
    Array.from({ length: 6 }, (_, i) => house.open(proposal(c), anOfficer('handler', `h${i}`))),
  )
  const opened = opens.flatMap((r) => (r.status === 'fulfilled' ? [r.value] : []))
  expect(opened).toHaveLength(1)
  for (const r of opens) if (r.status === 'rejected') expect((r.reason as Failure).code).toBe('Conflict')
  const acts = await Promise.allSettled(
    Array.from({ length: 6 }, (_, i) =>
      house.act(opened[0]!.id, i % 3 === 2 ? 'refuse' : 'revoke', anOfficer('reviewer', `r${i}`), { note: '已核。' }),
    ),
  )
  expect(acts.filter((r) => r.status === 'fulfilled')).toHaveLength(1)
  for (const r of acts) if (r.status === 'rejected') expect((r.reason as Failure).code).toBe('WrongState')
  expect((await stored(c))!.version).toBeLessThanOrEqual(2)
})
