import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Actor, ANYONE } from '../../../kernel/access/actor.ts'
import { Failure } from '../../../kernel/values/fail.ts'
import { store } from './index.ts'
import { CASHIER, CITY, CLERK, COUNTY, type MoneyHouse, moneyHouse, officer } from './testkit.ts'

let house: MoneyHouse
beforeAll(async () => {
  house = await moneyHouse()
  await house.budget(10_000_000)
})
afterAll(() => house?.close())

// biome-ignore lint/suspicious/noExplicitAny: the tests know what each read answers
const read = (id: keyof typeof store.reads, query: object, actor: Actor = ANYONE): Promise<any> =>
  (store.reads[id] as (ctx: unknown, query: unknown) => Promise<unknown>)(
    { read: house.db.read, db: house.db, office: house.office, actor, records: { codeName: () => undefined } },
    query,
  )
const refused = (work: Promise<unknown>) =>
  work.then(
    () => 'allowed',
    (e: unknown) => (e instanceof Failure ? e.code : String(e)),
  )

it('a notice shows masked names, rule and amount from its first day to its last, and nothing else', async () => {
  const { id: classId } = await house.aClass(2, { days: 12 })
  const { id, fields } = await house.draft(classId)
  await house.claim(id, 'file', CLERK)
  await house.claim(id, 'review', COUNTY)
  await house.claim(id, 'approve', CITY)
  await house.claim(id, 'publicise', CITY)
  const number = String(fields['number'])
  expect((await read('subsidy.notices', {})).rows).toEqual([])
  for (const day of ['2026-03-03', '2026-03-09']) {
    house.day(day)
    expect((await read('subsidy.notices', {})).rows).toMatchObject([
      { number, lines: 2, amountFen: 340_000, noticeUntil: '2026-03-09' },
    ])
    const one = await read('subsidy.notice', { number })
    expect(one.entries[0]).toMatchObject({ line: 1, amountFen: 170_000, rule: '2018-01-01', held: false })
    expect(one.entries[0].formula).toHaveLength(2)
    const all = JSON.stringify(one)
    for (const secret of ['张三', '6217', '1990']) expect(all).not.toContain(secret)
  }
  house.day('2026-03-10')
  expect((await read('subsidy.notices', {})).rows).toEqual([])
  expect(await refused(read('subsidy.notice', { number }))).toBe('NotFound')
})

it('lines and ledger stay inside the area, the bank file with the handlers; the books agree', async () => {
  house.day('2026-03-02')
  const { id: classId } = await house.aClass(2)
  const claim = await house.payable(classId)
  const [{ number }] = await house.behind('select number from subsidy.claim_case where case_id = $1', [claim])
  expect((await read('subsidy.claim-lines', { number }, COUNTY)).lines[0]).toMatchObject({
    name: '张*',
    days: 10,
    state: 'open',
    hasAccount: true,
  })
  expect(await refused(read('subsidy.claim-lines', { number }, officer('handler', 'elsewhere', '141021')))).toBe(
    'NotFound',
  )
  house.day('2026-03-20')
  const batch = await house.open('subsidy.payment', { fund: 'employment', county: '141002', year: 2026 }, CASHIER)
  await house.act('subsidy.payment', batch.id, 'seal', CITY)
  await house.act('subsidy.payment', batch.id, 'send', CASHIER)
  expect(await refused(read('subsidy.bank-file', { batch: batch.id }, CITY))).toBe('NotFound')
  const file = await read('subsidy.bank-file', { batch: batch.id }, CASHIER)
  expect(file).toMatchObject({ payments: 2, amountFen: 300_000 })
  expect(await house.behind(`select count(*)::int as n from journal.leaf where kind = 'subsidy.payment.file'`)).toEqual(
    [{ n: 1 }],
  )
  await house.act('subsidy.payment', batch.id, 'takeReturn', CASHIER, {
    file: 'serial,result,date\n1,paid,2026-03-19\n2,paid,2026-03-20\n',
  })
  expect(await read('subsidy.paid', {})).toMatchObject({
    totalFen: 300_000,
    rows: [{ year: 2026, payments: 2, amountFen: 300_000 }],
  })
  expect(await read('subsidy.paid', { from: '2026-03-20' })).toMatchObject({ totalFen: 150_000 })
  const { budgets } = await read('subsidy.ledger', {}, CASHIER)
  const one = await read('subsidy.ledger', { budget: budgets[0].id }, CASHIER)
  expect(one.balanced).toBe(true)
  expect(one.entries.map((e: { kind: string }) => e.kind)).toEqual([
    'plan',
    'commit',
    'commit',
    'send',
    'send',
    'pay',
    'pay',
  ])
  expect((await read('subsidy.ledger', {}, officer('handler', 'elsewhere', '141021'))).budgets).toEqual([])
})

it('anybody may try a formula; wrong facts are all named', async () => {
  expect(
    await read('subsidy.amount', {
      scheme: 'employment-days',
      on: '2026-03-02',
      facts: '{"days":15,"group":"graduate"}',
    }),
  ).toMatchObject({ amountFen: 200_000 })
  expect(await refused(read('subsidy.amount', { scheme: 'employment-days', facts: '{"days":-1}' }))).toBe('BadInput')
  expect((await read('subsidy.schemes', { on: '2026-03-02' })).schemes).toHaveLength(6)
})
