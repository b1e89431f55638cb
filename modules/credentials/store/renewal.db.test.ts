import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyJournal } from '../../../kernel/journal/verify.ts'
import { Failure } from '../../../kernel/values/fail.ts'
import { personSeal } from '../../people/store/persons.ts'
import { aCertificate, anIdentityNumber, anOfficer, anOfficerOfAll, aPerson, type CertificateSeed } from '../factory.ts'
import { codeToDigits } from '../qr-code.ts'
import { makeProofs } from './proofs.ts'
import { certificateSeal } from './seal.ts'
import { type CredentialsHouse, credentialsHouse, SCHOOL } from './testing.ts'

let house: CredentialsHouse
const wang = anOfficer('handler', 'wang')
const zhao = anOfficer('reviewer', 'zhao')
beforeAll(async () => {
  house = await credentialsHouse()
  for (const levelLetter of ['3', '4'])
    await house.open(
      {
        organisation: SCHOOL,
        prefix: 'S000014000007',
        year: 2023,
        levelLetter,
        firstSerial: 1,
        lastSerial: 20,
        document: '晋技鉴函〔2023〕1号',
      },
      wang,
      'credentials.numbers',
    )
})
afterAll(() => house?.close())

let serial = 0
async function certified(): Promise<CertificateSeed & { code: string }> {
  return house.db.tx(async (tx) => {
    const p = await aPerson(tx, house.office, { identity: anIdentityNumber('1990-01-05', 'male', 100 + serial++) })
    const c = await aCertificate(tx, house.office, { personId: p.personId })
    const [proof] = await makeProofs(tx, house.office, [{ ...c, name: p.name }])
    return { ...c, code: codeToDigits(proof!.code) }
  })
}
const verdicts = async (number: string) =>
  (await house.read('credentials.check', { number, name: '王小强' })).verdict as string
const codeVerdict = async (code: string) => (await house.read('credentials.verifyCode', { code })).verdict as string
const refused = async (work: Promise<unknown>): Promise<string[]> => {
  const e = await work.then(
    () => undefined,
    (x: unknown) => x,
  )
  expect(e).toBeInstanceOf(Failure)
  return (e as Failure).findings.map((f) => f.code)
}
const spans = (personId: string) =>
  house.behind(
    'select level_rank, known_from::text, known_to::text, held_from::text from credentials.holding where person_id = $1 order by known_from, held_from, known_to nulls last',
    [personId],
  )

test('replaced: the number is given up, the certificate goes on, figures do not move', async () => {
  const c = await certified()
  const before = await spans(c.personId)
  const input = { certificateNumber: c.number, reasonCode: 'lost', reason: '本人声明遗失。' }
  const opened = await house.open(input, wang, 'credentials.replacement')
  const done = await house.act(opened.id, 'replace', zhao, {}, null, 'credentials.replacement')
  const number = String(done.fields['newNumber'])
  expect(number).toBe('S000014000007234000001')
  expect([await verdicts(c.number), await verdicts(number)]).toEqual(['replaced', 'valid'])
  expect(await codeVerdict(c.code)).toBe('replaced')
  expect(await spans(c.personId)).toEqual(before)
  // Nothing about the new number is told to whoever holds the old paper.
  expect(JSON.stringify(await house.read('credentials.check', { number: c.number, name: '王小强' }))).not.toContain(
    number,
  )
  // The old number is void for ever: no certificate may have it again.
  const other = await certified()
  const again = await house.open(
    { certificateNumber: other.number, reasonCode: 'damaged', reason: '污损', givenNumber: c.number },
    wang,
    'credentials.replacement',
  )
  expect(await refused(house.act(again.id, 'replace', zhao, {}, null, 'credentials.replacement'))).toEqual([
    'NUMBER_TAKEN',
  ])
  expect(await verdicts(other.number)).toBe('valid')
})

test('corrected: another certificate takes its place from the first day, as known from today', async () => {
  const c = await certified()
  house.day('2023-03-02')
  const input = { certificateNumber: c.number, level: '3', reason: '等级录错，见评价记录。' }
  const opened = await house.open(input, wang, 'credentials.correction')
  const done = await house.act(opened.id, 'correct', zhao, { note: '属实' }, null, 'credentials.correction')
  const number = String(done.fields['newNumber'])
  expect(number).toBe('S000014000007233000001')
  expect([await verdicts(c.number), await verdicts(number)]).toEqual(['corrected', 'valid'])
  expect(await codeVerdict(c.code)).toBe('corrected')
  expect(await spans(c.personId)).toEqual([
    { level_rank: 2, known_from: '2023-03-01', known_to: '2023-03-02', held_from: '2022-06-15' },
    { level_rank: 3, known_from: '2023-03-02', known_to: null, held_from: '2022-06-15' },
  ])
  expect(await refused(house.open(input, wang, 'credentials.correction'))).toContain('CERT_REVOKED')
  const report = await house.db.snapshot((tx) => verifyJournal(tx, [certificateSeal, personSeal], () => true))
  expect(report.problems).toEqual([])
})

test('nothing to correct, a level where there is none, one person in both places', async () => {
  const c = await certified()
  const lost = { certificateNumber: c.number, reasonCode: 'lost', reason: '遗失' }
  expect(
    await refused(house.open({ certificateNumber: c.number, level: '2', reason: '?' }, wang, 'credentials.correction')),
  ).toEqual(['NOTHING_CHANGES'])
  const opened = await house.open(lost, anOfficerOfAll('li'), 'credentials.replacement')
  const same = house.act(opened.id, 'replace', anOfficerOfAll('li', 'other'), {}, null, 'credentials.replacement')
  expect(await refused(same)).toEqual(['TWO_PERSONS'])
  await expect(
    house.behind(
      `update credentials.replacement_case set state = 'replaced', new_number = 'x', decided_by = 'li' where case_id = $1`,
      [opened.id],
    ),
  ).rejects.toMatchObject({ constraint: 'two_persons_replace' })
})

test('what the national query said is kept, with day, reason and person', async () => {
  const c = await certified()
  const record = { certificateNumber: c.number, checkedOn: '2023-03-01', result: 'match', reason: '申领补贴前核对' }
  await house.open(record, wang, 'credentials.nationalQuery')
  expect(
    await house.behind('select result, channel, recorded_by from credentials.verification where certificate_id = $1', [
      c.certificateId,
    ]),
  ).toEqual([{ result: 'match', channel: 'manual', recorded_by: 'wang' }])
  expect(await refused(house.open({ ...record, checkedOn: '2024-01-01' }, wang, 'credentials.nationalQuery'))).toEqual([
    'CHECKED_LATER',
  ])
})
