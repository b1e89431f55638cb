import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyJournal } from '../../../kernel/journal/verify.ts'
import { Failure } from '../../../kernel/values/fail.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { personSeal } from '../../people/store/persons.ts'
import { anIdentityNumber, anOfficer, aPerson } from '../factory.ts'
import { type IssueOrder, type IssueRow, issueCertificates, issueInChunks } from './issue.ts'
import { certificateSeal } from './seal.ts'
import { type CredentialsHouse, credentialsHouse, SCHOOL } from './testing.ts'

let house: CredentialsHouse
beforeAll(async () => {
  house = await credentialsHouse()
})
afterAll(() => house?.close())

let serial = 0
const persons = (count: number): Promise<string[]> =>
  house.db.tx(async (tx) => {
    const out: string[] = []
    for (let i = 0; i < count; i++) {
      const identity = anIdentityNumber('1991-02-03', serial % 2 ? 'male' : 'female', serial >> 1)
      const sex = serial++ % 2 ? 'male' : 'female'
      out.push((await aPerson(tx, house.office, { identity, sex, birthDate: plainDate('1991-02-03') })).personId)
    }
    return out
  })
const row = (personId: string, over: Partial<IssueRow> = {}): IssueRow => ({
  entitlementId: house.office.world.id(),
  personId,
  kind: 'skill-level',
  occupationEdition: '2022',
  occupationCode: '6-18-02-04',
  workType: null,
  levelRank: 3,
  ...over,
})
const order = (rows: readonly IssueRow[], over: Partial<IssueOrder> = {}): IssueOrder => ({
  source: { kind: 'result', id: house.office.world.id(), publishedOn: plainDate('2023-02-20') },
  organisationId: SCHOOL,
  issuedOn: plainDate('2023-02-28'),
  actor: 'account-wang',
  rows,
  ...over,
})
const issue = (o: IssueOrder) => house.db.tx((tx) => issueCertificates(tx, house.office, o))
const block = (over: Record<string, unknown> = {}) =>
  house.open(
    {
      organisation: SCHOOL,
      prefix: 'S000014000007',
      year: 2023,
      levelLetter: '3',
      firstSerial: 1,
      lastSerial: 100,
      document: '晋技鉴函〔2023〕1号',
      ...over,
    },
    anOfficer('handler', 'wang'),
    'credentials.numbers',
  )
const refused = async (work: Promise<unknown>): Promise<Failure> => {
  const e = await work.then(
    () => undefined,
    (x: unknown) => x,
  )
  expect(e).toBeInstanceOf(Failure)
  return e as Failure
}
const codes = (e: Failure) => e.findings.map((f) => f.code)

test('number, row, figures, signed code and leaf in one transaction', async () => {
  await block()
  const [a, b] = await persons(2)
  const done = await issue(order([row(a!), row(b!)]))
  expect(done.map((d) => d.number)).toEqual(['S000014000007233000001', 'S000014000007233000002'])
  const stored = await house.behind(
    'select entitlement_id, batch_id, known_on::text, county_code from credentials.certificate where certificate_id = $1',
    [done[0]!.certificateId],
  )
  expect(stored).toEqual([
    { entitlement_id: done[0]!.entitlementId, batch_id: null, known_on: '2023-03-01', county_code: '141002' },
  ])
  expect(
    await house.behind('select count(*)::int as n from credentials.holding where person_id = any($1)', [[a, b]]),
  ).toEqual([{ n: 2 }])
  const proofs = await house.behind(
    'select p.status_index::int, length(p.code) as bytes from credentials.proof p join credentials.status_key k using (status_index, certificate_id) where p.person_id = any($1) order by 1',
    [[a, b]],
  )
  expect(proofs.map((p) => p.status_index)).toEqual([0, 1])
  for (const p of proofs) expect(p.bytes).toBeLessThanOrEqual(120)
  const report = await house.db.snapshot((tx) => verifyJournal(tx, [certificateSeal, personSeal], () => true))
  expect(report.problems).toEqual([])
})

test('asked again: the same numbers, nothing new; interrupted: goes on where it stopped', async () => {
  await block({ firstSerial: 101, lastSerial: 1000 })
  const rows = (await persons(7)).map((p) => row(p))
  const o = order(rows)
  const first = await issue({ ...o, rows: rows.slice(0, 3) })
  const all = await issueInChunks(house.db, house.office, o)
  expect(all.map((d) => d.isNew)).toEqual([false, false, false, true, true, true, true])
  expect(all.slice(0, 3).map((d) => d.number)).toEqual(first.map((d) => d.number))
  expect(new Set(all.map((d) => d.number)).size).toBe(7)
  expect(
    await house.behind('select count(*)::int as n from credentials.entitlement where batch_id = $1', [o.source.id]),
  ).toEqual([{ n: 7 }])
})

test('two senders of the same issue at once: each result has one certificate', async () => {
  const rows = (await persons(20)).map((p) => row(p))
  const o = order(rows)
  const both = await Promise.all([issue(o), issue(o), issue(o)])
  for (const d of both) expect(d.map((x) => x.number)).toEqual(both[0]!.map((x) => x.number))
  expect(both.flat().filter((d) => d.isNew)).toHaveLength(20)
})

describe('numbers', () => {
  test('a block that runs out gives over to the next; and when there is none, nothing is issued', async () => {
    await block({ levelLetter: '4', firstSerial: 1, lastSerial: 2 })
    await block({ levelLetter: '4', firstSerial: 50, lastSerial: 51 })
    const people = await persons(5)
    const e = await refused(issue(order(people.map((p) => row(p, { levelRank: 2 })))))
    expect([e.code, codes(e)]).toEqual(['Conflict', ['NUMBERS_SPENT']])
    expect(e.findings[0]!.message.zh).toContain('还差 1 个')
    const done = await issue(order(people.slice(0, 4).map((p) => row(p, { levelRank: 2 }))))
    expect(done.map((d) => d.number.slice(16))).toEqual(['000001', '000002', '000050', '000051'])
  })

  test('written off: never used, not even by an import', async () => {
    const b = await block({ levelLetter: '5', firstSerial: 1, lastSerial: 10 })
    const handler = anOfficer('handler', 'wang')
    await house.act(b.id, 'void', handler, { count: 3, reason: '打印作废，已销毁。' }, null, 'credentials.numbers')
    const [p] = await persons(1)
    expect((await issue(order([row(p!, { levelRank: 1 })])))[0]!.number).toBe('S000014000007235000004')
    const [q] = await persons(1)
    const e = await refused(issue(order([row(q!, { levelRank: 1, number: 'S000014000007235000002' })])))
    expect(codes(e)).toEqual(['NUMBER_TAKEN'])
    expect(
      codes(await refused(house.act(b.id, 'void', handler, { count: 7, reason: '多了' }, null, 'credentials.numbers'))),
    ).toEqual(['VOID_TOO_MANY'])
  })

  test('64 issues of one block at once: no number twice', async () => {
    await block({ levelLetter: '2', firstSerial: 1, lastSerial: 64 })
    const people = await persons(64)
    const done = await Promise.all(people.map((p) => issue(order([row(p, { levelRank: 4 })]))))
    expect(new Set(done.flat().map((d) => d.number)).size).toBe(64)
    const [late] = await persons(1)
    expect(codes(await refused(issue(order([row(late!, { levelRank: 4 })]))))).toEqual(['NUMBERS_SPENT'])
  })

  test('blocks do not overlap, and say all that is wrong with them', async () => {
    expect(codes(await refused(block({ firstSerial: 90, lastSerial: 120 })))).toEqual([
      'BLOCK_OVERLAPS',
      'BLOCK_OVERLAPS',
    ])
    expect(codes(await refused(block({ prefix: 'X1', levelLetter: '-', firstSerial: 9, lastSerial: 3 })))).toEqual([
      'BLOCK_PREFIX',
      'BLOCK_LEVEL',
      'BLOCK_ORDER',
    ])
  })
})

test('what cannot be issued is said of all rows at once, and nothing is written', async () => {
  const [p] = await persons(1)
  const e = await refused(
    issue(
      order([
        row('00000000-0000-7000-8000-0000000000ff'),
        row(p!, { levelRank: null }),
        row(p!, { kind: 'completion', levelRank: null }),
      ]),
    ),
  )
  expect(codes(e)).toEqual(['PERSON_UNKNOWN', 'LEVEL_AND_KIND', 'NUMBER_NEEDED', 'NUMBER_NEEDED'])
})

test('the database refuses a certificate that comes from nowhere, or from two places', async () => {
  const [p] = await persons(1)
  const write = (batch: string | null, entitlement: string | null) =>
    house.behind(
      `insert into credentials.certificate (person_id, certificate_id, number, kind, occupation_edition, occupation_code, level_rank, organisation_id, issued_on, known_on, county_code, batch_id, entitlement_id)
       values ($1, $2, $3, 'skill-level', '2022', '6-18-02-04', 3, $4, '2023-02-01', '2023-02-01', '141002', $5, $6)`,
      [p, house.office.world.id(), 'S000014000007233999999', SCHOOL, batch, entitlement],
    )
  const id = house.office.world.id()
  await expect(write(null, null)).rejects.toMatchObject({ constraint: 'certificate_provenance' })
  await expect(write(null, id)).rejects.toMatchObject({ constraint: 'certificate_entitlement' })
  await expect(write(id, id)).rejects.toMatchObject({ constraint: 'certificate_provenance' })
})
