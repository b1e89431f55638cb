import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '../../../kernel/values/fail.ts'
import { bankFileOf } from './payment.ts'
import { CASHIER, CITY, CLERK, COUNTY, LEADER, type MoneyHouse, moneyHouse, officer } from './testkit.ts'

let house: MoneyHouse
beforeAll(async () => {
  house = await moneyHouse()
  await house.budget(100_000_000)
})
afterAll(() => house?.close())
beforeEach(() => house.day('2026-03-02'))

const codes = async (work: Promise<unknown>) => {
  const e = await work.then(
    () => undefined,
    (x: unknown) => x,
  )
  if (!(e instanceof Failure)) throw e ?? new Error('it was allowed')
  return [e.code, ...e.findings.map((f) => f.code)]
}
const balanced = async () => {
  const b = await house.books()
  for (const [account, v] of Object.entries(b))
    expect({ account, ...v }).toEqual({ account, row: v.entries, entries: v.entries })
  return Object.fromEntries(Object.entries(b).map(([k, v]) => [k, v.row]))
}

describe('a claim', () => {
  it('is drawn from the records, with formula and rule version, and passes to payable', async () => {
    const { id: classId } = await house.aClass(3, { days: 12 })
    const before = await balanced()
    const c = await house.draft(classId)
    expect(c.fields).toMatchObject({ amountFen: 510_000, lines: 3, fund: 'employment' })
    const lines = await house.behind(
      'select line_no, days, amount_fen, rule_edition::text, steps, verdicts from subsidy.claim_line where claim_id = $1 order by 1',
      [c.id],
    )
    expect(lines[0]).toMatchObject({ days: 12, amount_fen: '170000', rule_edition: '2018-01-01' })
    expect(lines[0].steps).toHaveLength(2)
    expect(lines[0].verdicts.find((v: { rule: string }) => v.rule === 'F6').verdict).toBe('not-run')
    await house.claim(c.id, 'file', CLERK)
    expect((await balanced())['committed']).toBe(before['committed']! + 510_000)
    expect(await codes(house.claim(c.id, 'review', { ...COUNTY, personKey: 'clerk' }))).toEqual([
      'NotAllowed',
      'TWO_PERSONS',
    ])
    await house.claim(c.id, 'review', COUNTY)
    expect(await codes(house.claim(c.id, 'approve', officer('reviewer', 'county-hu', '141002')))).toEqual([
      'NotAllowed',
      'CITY_ONLY',
    ])
    expect(await codes(house.claim(c.id, 'approve', officer('reviewer', 'county-wang')))).toEqual([
      'NotAllowed',
      'TWO_PERSONS',
    ])
    await house.claim(c.id, 'approve', CITY)
    const p = await house.claim(c.id, 'publicise', CITY)
    expect(p.fields).toMatchObject({ noticeFrom: '2026-03-03', noticeUntil: '2026-03-09' })
    house.day('2026-03-09')
    expect(await codes(house.claim(c.id, 'release', COUNTY))).toEqual(['BadInput', 'NOTICE', 'CHECKS_NOT_RUN'])
    house.day('2026-03-10')
    expect(await codes(house.claim(c.id, 'release', COUNTY))).toEqual(['BadInput', 'CHECKS_NOT_RUN'])
    await house.passChecks(c.id)
    expect((await house.claim(c.id, 'release', COUNTY)).state).toBe('payable')
    expect((await house.behind('select state from subsidy.claim where claim_id = $1', [c.id]))[0].state).toBe('payable')
  })

  it('cannot give a benefit twice: same class, same year, same level; withdrawing frees it', async () => {
    const { id: one, persons } = await house.aClass(2)
    const a = await house.draft(one)
    expect(await codes(house.draft(one))).toEqual(['BadInput', 'CLAIM_TWICE'])
    await house.claim(a.id, 'file', CLERK)
    const { id: two } = await house.aClass(2, { persons, started: '2026-02-14', ended: '2026-02-25' })
    const b = await house.draft(two)
    const said = await codes(house.claim(b.id, 'file', CLERK))
    expect(said.filter((c) => c === 'F1')).toHaveLength(2)
    expect(said.filter((c) => c === 'F2')).toHaveLength(2)
    expect(said.filter((c) => c === 'BENEFIT_TWICE')).toHaveLength(2)
    const before = await balanced()
    await house.claim(a.id, 'withdraw', CLERK)
    expect((await balanced())['committed']).toBe(before['committed']! - 300_000)
    await house.claim(b.id, 'file', CLERK)
  })

  it('two at the same moment: one gets it', async () => {
    const { id: one, persons } = await house.aClass(1)
    const { id: two } = await house.aClass(1, { persons, started: '2026-02-14', ended: '2026-02-25' })
    const [a, b] = [await house.draft(one), await house.draft(two)]
    const results = await Promise.allSettled([house.claim(a.id, 'file', CLERK), house.claim(b.id, 'file', CLERK)])
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1)
    const [keys] = await house.behind(
      `select count(*)::int as n from subsidy.benefit_key where person_id = $1 and benefit like 'year:%'`,
      [persons[0]],
    )
    expect(keys.n).toBe(1)
  })

  it('sent back opens only what the reasons name; struck lines give their money and key back', async () => {
    const { id: classId } = await house.aClass(2)
    const { id } = await house.draft(classId)
    await house.claim(id, 'file', CLERK)
    expect(await codes(house.claim(id, 'return', COUNTY, { reasons: ['whim'], note: '不知' }))).toEqual([
      'BadInput',
      'REASONS',
    ])
    await house.claim(id, 'return', COUNTY, { reasons: ['account'], note: '第一人账号有误' })
    expect(await codes(house.claim(id, 'strikeReturned', CLERK, { lineNo: 1 }))).toEqual(['BadInput', 'LOCKED'])
    expect(await codes(house.claim(id, 'redraw', CLERK))).toEqual(['BadInput', 'LOCKED'])
    await house.claim(id, 'resubmit', CLERK)
    await house.claim(id, 'return', COUNTY, { reasons: ['duplicate'], note: '第二人重复' })
    const before = await balanced()
    await house.claim(id, 'strikeReturned', CLERK, { lineNo: 2 })
    expect((await balanced())['committed']).toBe(before['committed']! - 150_000)
    expect(await house.behind('select distinct line_no from subsidy.benefit_key where claim_id = $1', [id])).toEqual([
      { line_no: 1 },
    ])
    const c = await house.claim(id, 'resubmit', CLERK)
    expect(c.fields).toMatchObject({ lines: 1, amountFen: 150_000 })
  })

  it('records that change after drawing are noticed', async () => {
    const { id: classId } = await house.aClass(1)
    const { id } = await house.draft(classId)
    await house.behind('delete from training.attendance where class_id = $1 and lesson_no = 1', [classId])
    expect(await codes(house.claim(id, 'file', CLERK))).toEqual(['BadInput', 'DRAWN_BEFORE'])
    await house.claim(id, 'redraw', CLERK)
    expect((await house.claim(id, 'file', CLERK)).fields['amountFen']).toBe(135_000)
  })

  it('an objection holds just that line, is settled by another person, and upheld takes it out', async () => {
    const { id: classId } = await house.aClass(3)
    const { id } = await house.draft(classId)
    await house.claim(id, 'file', CLERK)
    await house.claim(id, 'review', COUNTY)
    await house.claim(id, 'approve', CITY)
    await house.claim(id, 'publicise', CITY)
    await house.claim(id, 'object', COUNTY, { lineNo: 2, objection: '此人未参加培训' })
    await house.claim(id, 'object', COUNTY, { lineNo: 3, objection: '此人已就业' })
    const both = { ...CITY, personKey: 'county-wang' }
    expect(await codes(house.claim(id, 'settle', both, { objectionNo: 1, outcome: 'upheld', note: '属实' }))).toEqual([
      'NotAllowed',
      'TWO_PERSONS',
    ])
    const c = await house.claim(id, 'settle', CITY, { objectionNo: 1, outcome: 'upheld', note: '属实' })
    expect(c.fields).toMatchObject({ lines: 2, amountFen: 300_000 })
    house.day('2026-03-20')
    await house.passChecks(id)
    await house.claim(id, 'release', COUNTY)
    const batch = await house.open('subsidy.payment', { fund: 'employment', county: '141002', year: 2026 }, CASHIER)
    expect(await house.behind('select line_no from subsidy.payment where claim_id = $1', [id])).toEqual([
      { line_no: 1 },
    ])
    await house.act('subsidy.payment', batch.id, 'dissolve', LEADER)
    await house.claim(id, 'settleLater', CITY, { objectionNo: 2, outcome: 'dismissed', note: '不影响' })
    expect(
      await house.behind('select state from subsidy.claim_line where claim_id = $1 order by line_no', [id]),
    ).toEqual([{ state: 'open' }, { state: 'struck' }, { state: 'open' }])
    await balanced()
  })

  it('without a budget, or beyond it, nothing is filed and nothing kept', async () => {
    const { id: classId } = await house.aClass(1)
    const { id } = await house.draft(classId)
    house.day('2027-01-05')
    expect(await codes(house.claim(id, 'file', CLERK))).toEqual(['Conflict', 'BUDGET_NONE'])
    house.day('2026-03-02')
    const b = await balanced()
    await house.budget(b['available']! - 149_999, 'cut')
    expect(await codes(house.claim(id, 'file', CLERK))).toEqual(['Conflict', 'BUDGET_SHORT'])
    expect(await house.behind('select 1 from subsidy.benefit_key where claim_id = $1', [id])).toEqual([])
    await house.budget(50_000_000, 'raise')
    await house.claim(id, 'file', CLERK)
  })
})

describe('a payment batch', () => {
  const header = '序号,结果,日期,原因\r\n'
  const make = () => house.open('subsidy.payment', { fund: 'employment', county: '141002', year: 2026 }, CASHIER)
  const drain = async () => {
    house.day('2026-03-20')
    const left = await make().catch(() => undefined)
    if (!left) return
    await house.act('subsidy.payment', left.id, 'seal', CITY)
    await house.act('subsidy.payment', left.id, 'send', CASHIER)
    await house.act('subsidy.payment', left.id, 'takeReturn', CASHIER, {
      file:
        header +
        Array.from({ length: left.fields['payments'] as number }, (_, i) => `${i + 1},成功,2026-03-20,\r\n`).join(''),
    })
  }

  it('is frozen, sealed by another, sent once, answered in parts, and settles every line', async () => {
    await drain()
    const { id: classId } = await house.aClass(4)
    const claim = await house.payable(classId)
    house.day('2026-03-20')
    const before = await balanced()
    const batch = await make()
    expect(batch.fields).toMatchObject({ payments: 4, amountFen: 600_000 })
    expect(await codes(make())).toEqual(['Conflict', 'NOTHING_PAYABLE'])
    expect(await codes(bankFileOf(house.db.read, house.office, batch.id))).toEqual(['WrongState', 'NOT_SENT'])
    expect(await codes(house.act('subsidy.payment', batch.id, 'seal', { ...CITY, personKey: 'cashier-li' }))).toEqual([
      'NotAllowed',
      'TWO_PERSONS',
    ])
    await house.behind(`update subsidy.payment set amount_fen = 999900 where batch_id = $1 and serial_no = 1`, [
      batch.id,
    ])
    expect(await codes(house.act('subsidy.payment', batch.id, 'seal', CITY))).toEqual(['Conflict', 'BATCH_CHANGED'])
    await house.behind(`update subsidy.payment set amount_fen = 150000 where batch_id = $1 and serial_no = 1`, [
      batch.id,
    ])
    await house.act('subsidy.payment', batch.id, 'seal', CITY)
    await house.act('subsidy.payment', batch.id, 'send', CASHIER)
    expect((await balanced())['transit']).toBe(before['transit']! + 600_000)
    const file = await bankFileOf(house.db.read, house.office, batch.id)
    expect(file.text.split('\r\n')[1]).toMatch(
      /^PF20260320[0-9A-F]{8},1,张三,62170001234\d{8},1500\.00,就业技能培训补贴（按天）$/,
    )
    expect(
      await codes(
        house.act('subsidy.payment', batch.id, 'takeReturn', CASHIER, {
          file: `${header}9,成功,2026-03-20,\r\nx,或许,明天,\r\n`,
        }),
      ),
    ).toEqual(['BadInput', ...Array(4).fill('BANK_ANSWER')])
    const first = `${header}1,成功,2026-03-20,\r\n2,失败,2026-03-20,账号户名不符\r\n`
    await house.act('subsidy.payment', batch.id, 'takeReturn', CASHIER, { file: first })
    const once = await balanced()
    await house.act('subsidy.payment', batch.id, 'takeReturn', CASHIER, { file: first })
    await house.act('subsidy.payment', batch.id, 'takeReturn', CASHIER, { file: `${first}\r\n` })
    expect(await balanced()).toEqual(once)
    expect(once['paid']! - before['paid']!).toBe(150_000)
    expect(
      await codes(
        house.act('subsidy.payment', batch.id, 'takeReturn', CASHIER, { file: `${header}2,成功,2026-03-20,\r\n` }),
      ),
    ).toEqual(['Conflict', 'BANK_CONTRADICTS'])
    expect(await codes(house.act('subsidy.payment', batch.id, 'undelivered', LEADER, { evidence: '行函1号' }))).toEqual(
      ['WrongState', 'ANSWERED'],
    )
    const done = await house.act('subsidy.payment', batch.id, 'takeReturn', CASHIER, {
      file: `${header}3,成功,2026-03-21,\r\n4,成功,2026-03-21,\r\n`,
    })
    expect(done.state).toBe('settled')
    const states = async () =>
      (await house.behind('select state from subsidy.claim_case where case_id = $1', [claim]))[0].state
    expect(await states()).toBe('payable')
    await house.act('subsidy.payment', batch.id, 'takeLateReturn', CASHIER, {
      file: `${header}3,退回,2026-03-25,账户冻结\r\n`,
    })
    const again = await make()
    expect(again.fields).toMatchObject({ payments: 2 })
    await house.act('subsidy.payment', again.id, 'seal', CITY)
    await house.act('subsidy.payment', again.id, 'send', CASHIER)
    await house.act('subsidy.payment', again.id, 'takeReturn', CASHIER, {
      file: `${header}1,成功,2026-03-26,\r\n2,成功,2026-03-26,\r\n`,
    })
    expect(await states()).toBe('paid')
    const after = await balanced()
    expect({
      paid: after['paid']! - before['paid']!,
      transit: after['transit'],
      committed: before['committed']! - after['committed']!,
    }).toEqual({ paid: 600_000, transit: before['transit'], committed: 600_000 })
  })

  it('a file that never reached the bank dissolves its batch; the lines go into a new one', async () => {
    await drain()
    const { id: classId } = await house.aClass(2)
    await house.payable(classId)
    house.day('2026-03-20')
    const batch = await make()
    await house.act('subsidy.payment', batch.id, 'seal', CITY)
    await house.act('subsidy.payment', batch.id, 'send', CASHIER)
    expect(await codes(house.act('subsidy.payment', batch.id, 'send', CASHIER))).toEqual(['WrongState', 'WRONG_STATE'])
    expect(
      await codes(
        house.act(
          'subsidy.payment',
          batch.id,
          'undelivered',
          { ...LEADER, personKey: 'cashier-li' },
          { evidence: '行函2号' },
        ),
      ),
    ).toEqual(['NotAllowed', 'TWO_PERSONS'])
    await house.act('subsidy.payment', batch.id, 'undelivered', LEADER, { evidence: '行函2号' })
    expect((await balanced())['transit']).toBe(0)
    expect((await make()).fields).toMatchObject({ payments: 2 })
  })

  it('an account changed after approval blocks the line until two persons and the waiting time', async () => {
    await drain()
    const { id: classId, persons } = await house.aClass(2)
    const id = await house.payable(classId)
    house.day('2026-03-20')
    const index = house.office.keys.blindIndex('account', '6217000123450000001').subarray(0, 8)
    await house.behind(
      'update training.enrolment set account_index = $2, account_sealed = $3 where class_id = $1 and seat_no = 2',
      [classId, index, house.office.keys.encrypt(`training.enrolment/${classId}/${persons[1]}`, '6217000123450000001')],
    )
    const batch = await make()
    expect(batch.fields).toMatchObject({ payments: 1 })
    await house.act('subsidy.payment', batch.id, 'dissolve', LEADER)
    await house.claim(id, 'checkAccounts', COUNTY)
    expect(
      await codes(house.claim(id, 'confirmAccounts', { ...CITY, personKey: 'county-wang' }, { note: '已电话核实' })),
    ).toEqual(['NotAllowed', 'TWO_PERSONS'])
    house.day('2026-03-22')
    expect(await codes(house.claim(id, 'confirmAccounts', CITY, { note: '已电话核实' }))).toEqual([
      'Conflict',
      'ACCOUNT_WAITS',
    ])
    house.day('2026-03-23')
    await house.claim(id, 'confirmAccounts', CITY, { note: '已电话核实' })
    expect((await make()).fields).toMatchObject({ payments: 2 })
  })

  it('money is claimed back with a deadline, and the budget has it again', async () => {
    await drain()
    const [line] = await house.behind(
      `select c.number, l.line_no, l.amount_fen::int as fen from subsidy.claim_line l join subsidy.claim_case c on c.case_id = l.claim_id where l.state = 'paid' limit 1`,
    )
    house.day('2026-04-01')
    const before = await balanced()
    const c = await house.open(
      'subsidy.clawback',
      { claimNumber: line.number, lineNo: line.line_no, reason: 'false', document: '临人社监〔2026〕3号' },
      CASHIER,
    )
    expect(await codes(house.act('subsidy.clawback', c.id, 'order', { ...LEADER, personKey: 'cashier-li' }))).toEqual([
      'NotAllowed',
      'TWO_PERSONS',
    ])
    expect((await house.act('subsidy.clawback', c.id, 'order', LEADER)).dueOn).toBe('2026-05-01')
    expect((await balanced())['receivable']).toBe(before['receivable']! + line.fen)
    await house.act('subsidy.clawback', c.id, 'recover', CASHIER, { receipt: '收据0001' })
    const after = await balanced()
    expect({ available: after['available']! - before['available']!, receivable: after['receivable'] }).toEqual({
      available: line.fen,
      receivable: before['receivable'],
    })
    expect(
      await codes(
        house.open(
          'subsidy.clawback',
          { claimNumber: line.number, lineNo: line.line_no, reason: 'false', document: '重复' },
          CASHIER,
        ),
      ),
    ).toEqual(['BadInput', 'NOT_PAID'])
  })
})
