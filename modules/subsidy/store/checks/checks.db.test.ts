import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../../../kernel/access/actor.ts'
import { ANYONE } from '../../../../kernel/access/actor.ts'
import { act, openCase } from '../../../../kernel/process/act.ts'
import { Failure } from '../../../../kernel/values/fail.ts'
import { plainDate } from '../../../../kernel/values/plain-date.ts'
import { anIdentityNumber, anOfficer } from '../../../credentials/factory.ts'
import { identityIndex, insertPersons, sealPerson, takeIdentities } from '../../../people/store/index.ts'
import { CHECKS } from '../../checks/index.ts'
import { type SubsidyHouse, subsidyHouse } from '../testing.ts'
import { whatStops } from './gate.ts'
import { runChecks } from './run.ts'

const ON = plainDate('2026-11-20')
const SCHOOL = '00000000-0000-7000-8000-00000000a001'
const FACTORY = '00000000-0000-7000-8000-00000000a002'
const REGISTERS = [...new Set(CHECKS.flatMap((c) => c.registers))]

let house: SubsidyHouse
let serial = 0
const files = new Map<string, string>()
beforeAll(async () => {
  house = await subsidyHouse()
  await house.behind(
    `insert into directory.organisation (organisation_id, name, kind, credit_code, county_code, search_terms) values
       ($1, '虚构职业培训学校', 'private-school', '52141000MJ0000001X', '141002', '{}'), ($2, '虚构钢铁有限公司', 'employer', '91141000MA0000001A', '141021', '{}')`,
    [SCHOOL, FACTORY],
  )
  for (const r of REGISTERS) await register(r, '2026-11-15')
})
afterAll(() => house?.close())

async function register(id: string, asOf: string) {
  const fileId = house.office.world.id()
  files.set(id, fileId)
  await house.behind(
    `insert into people.register_file (file_id, register_id, as_of, loaded_on, rows, covers_from, file_name) values ($1, $2, $3, $3, 1, '2020-01-01', '虚构.xlsx')`,
    [fileId, id, asOf],
  )
}

type Trainee = { personId: string; index: Buffer }
async function person(born = '1990-01-05', male = true): Promise<Trainee> {
  const personId = house.office.world.id()
  const identity = anIdentityNumber(born, male ? 'male' : 'female', serial++ % 499)
  const index = identityIndex(house.office.keys, identity)
  await house.db.tx(async (tx) => {
    await takeIdentities(tx, [{ identityIndex: index, personId }])
    await insertPersons(tx, [
      {
        personId,
        name: '王小强',
        sex: male ? 'male' : 'female',
        birthDate: plainDate(born),
        identityIndex: index,
        ...sealPerson(house.office.keys, personId, { identity, phone: null }),
        countyCode: '141002',
        education: null,
        knownOn: plainDate('2025-01-01'),
        batchId: null,
      },
    ])
  })
  return { personId, index }
}
const insert = (table: string, row: Record<string, unknown>) =>
  house.behind(
    `insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.keys(row)
      .map((_, i) => `$${i + 1}`)
      .join(', ')})`,
    Object.values(row),
  )
const entry = (id: string, who: Trainee, over: Record<string, unknown>) =>
  insert('people.register_entry', {
    identity_index: who.index,
    register_id: id,
    file_id: files.get(id),
    entry_no: ++serial,
    name_key: '王小强',
    identity_sealed: Buffer.alloc(4),
    content_hash: Buffer.alloc(8),
    ...over,
  })

/** A class of one trainee, four mornings from 2 to 5 March, with a claim. */
async function taught(
  who: Trainee,
  over: {
    class?: Record<string, unknown>
    seat?: Record<string, unknown>
    claim?: Record<string, unknown>
    lessons?: number
  } = {},
) {
  const classId = house.office.world.id()
  const no = `K${++serial}`
  await insert('training.class', {
    class_id: classId,
    name: no,
    number: no,
    organisation_id: SCHOOL,
    kind: 'employment-skills',
    occupation_code: '6-18-02-04',
    level_rank: 2,
    county_code: '141002',
    started_on: '2026-03-02',
    ended_on: '2026-03-05',
    seats: 30,
    ...over.class,
  })
  for (let i = 1; i <= (over.lessons ?? 4); i++)
    await insert('training.lesson', {
      class_id: classId,
      lesson_no: i,
      on_day: `2026-03-0${i + 1}`,
      half: 'am',
      hours: 4,
      starts_at: `2026-03-0${i + 1}T00:00:00Z`,
    })
  await insert('training.enrolment', {
    class_id: classId,
    seat_no: 1,
    person_id: who.personId,
    organisation_id: SCHOOL,
    kind: 'employment-skills',
    group_id: 'rural-transfer',
    occupation_code: '6-18-02-04',
    level_rank: 2,
    county_code: '141002',
    sex: 'male',
    birth_year: 1990,
    started_on: '2026-03-02',
    completed_on: '2026-03-05',
    known_on: '2026-03-06',
    ...over.seat,
  })
  const claimId = house.office.world.id()
  await insert('subsidy.claim', {
    claim_id: claimId,
    number: `S${no}`,
    organisation_id: SCHOOL,
    class_id: classId,
    county_code: '141002',
    fund: 'employment',
    scheme: '培训补贴',
    payee: 'person',
    state: 'filed',
    amount_fen: 1,
    lines: 1,
    filed_on: '2026-03-20',
    filed_at: '2026-03-20T02:00:00Z',
    filed_by: '张经办',
    batch_id: house.office.world.id(),
    ...over.claim,
  })
  await insert('subsidy.claim_line', {
    claim_id: claimId,
    line_no: 1,
    person_id: who.personId,
    class_id: classId,
    seat_no: 1,
    amount_fen: 1,
  })
  return { classId, claimId, number: `S${no}`, no }
}
type Taught = Awaited<ReturnType<typeof taught>>
const found = async (id: string, t: Taught): Promise<string[]> => {
  const run = await runChecks(house.db, house.office, { on: ON, claims: [t.number], by: 'test', only: [id] }, () => 0)
  return run.hits.map((h) => h.variant)
}
const resultOf = async (t: Taught, id: string) =>
  (
    await house.behind(
      `select x.result, x.reason from subsidy.check_result x join subsidy.check_run r using (run_id) where x.unit_id = $1 and x.check_id = $2 order by r.run_id desc limit 1`,
      [t.claimId, id],
    )
  )[0]

test('an empty office passes; every statement is well formed', async () => {
  const run = await runChecks(house.db, house.office, { on: ON, by: 'test' }, () => 0)
  expect(run.checks.map((c) => `${c.id} ${c.result}`)).toEqual(CHECKS.map((c) => `${c.id} passed`))
  expect(CHECKS.map((c) => c.id)).toEqual(Array.from({ length: 30 }, (_, i) => `C${String(i + 1).padStart(2, '0')}`))
})

describe('registers', () => {
  test.each([
    ['the last day of lessons', '2026-03-05', ['dead']],
    ['between the class and the claim', '2026-03-06', ['claimed']],
    ['the day of the claim', '2026-03-20', ['claimed']],
    ['the day after the claim', '2026-03-21', []],
  ])('C01: death on %s', async (_, died, variants) => {
    const who = await person()
    const t = await taught(who)
    await entry('death', who, { from_on: died })
    expect(await found('C01', t)).toEqual(variants)
  })

  test.each([
    ['C02', 'custody', null],
    ['C03', 'payroll', null],
    ['C04', 'students', 'full-time'],
  ])(
    '%s: an interval that ends the day before, on the first day, begins on the last, the day after',
    async (id, name, kind) => {
      for (const [from, to, hit] of [
        ['2026-01-01', '2026-03-01', false],
        ['2026-01-01', '2026-03-02', true],
        ['2026-03-05', null, true],
        ['2026-03-06', null, false],
      ] as const) {
        const who = await person()
        const t = await taught(who)
        await entry(name, who, { from_on: from, to_on: to, kind })
        expect(await found(id, t), `${from} ${to}`).toEqual(hit ? ['during'] : [])
      }
    },
  )

  test('C02: without a timetable any day of the class counts', async () => {
    const who = await person()
    const t = await taught(who, { lessons: 0 })
    await entry('custody', who, { from_on: '2026-03-04', to_on: '2026-03-04' })
    expect(await found('C02', t)).toEqual(['during'])
  })

  test('C04: the final year is let through', async () => {
    const who = await person()
    const t = await taught(who)
    await entry('students', who, { from_on: '2025-09-01', to_on: '2026-07-01', kind: 'final-year' })
    expect(await found('C04', t)).toEqual([])
  })

  test.each([
    ['sixteen on the day', '2010-03-02', true, []],
    ['a day too young', '2010-03-03', true, ['young']],
    ['leap day: sixteen on 29 February', '2008-02-29', true, []],
    ['born December 1964: sixty, no delay', '1964-12-31', true, ['old']],
    ['born January 1966: sixty and four months, on 2 May', '1966-01-02', true, []],
    ['a woman born March 1971: fifty-five and four months', '1971-03-01', false, []],
    ['a woman born 3 December 1970: tomorrow', '1970-12-03', false, []],
    ['a woman born 2 December 1970: fifty-five and three months today', '1970-12-02', false, ['old']],
    ['a woman born September 1970: fifty-five and three months, on 1 December 2025', '1970-09-01', false, ['old']],
  ] as const)('C05: %s', async (_, born, male, variants) => {
    const t = await taught(await person(born, male))
    const got = await found('C05', t)
    expect(got).toEqual(variants)
  })

  test('C25 and C26: never there, gone before the end, gone on the last day', async () => {
    for (const [from, to, never, left] of [
      [null, null, ['never'], []],
      ['2025-01-01', '2026-02-27', ['never'], []],
      ['2025-01-01', '2026-03-03', [], ['left']],
      ['2025-01-01', '2026-03-05', [], []],
      // Told by months: March counts to its end.
      ['2025-01-01', '2026-03-01', [], []],
      ['2025-01-01', null, [], []],
    ] as const) {
      const who = await person()
      const t = await taught(who, { class: { employer_id: FACTORY } })
      if (from)
        await entry('insurance', who, {
          from_on: from,
          to_on: to,
          kind: 'full-time',
          employer_code: '91141000MA0000001A',
          place_code: '141000',
        })
      expect([await found('C25', t), await found('C26', t)], `${from} ${to}`).toEqual([never, left])
    }
  })

  test('a register that is missing or stale: not run, with its reason, and never passed', async () => {
    const who = await person()
    const t = await taught(who)
    await entry('death', who, { from_on: '2026-03-03' })
    const at = async (on: string) => {
      const run = await runChecks(
        house.db,
        house.office,
        { on: plainDate(on), claims: [t.number], by: 'test', only: ['C01'] },
        () => 0,
      )
      return { result: run.checks[0]!.result, reason: run.checks[0]!.reason, stored: await resultOf(t, 'C01') }
    }
    expect((await at('2026-12-30')).result).toBe('failed')
    expect(await at('2026-12-31')).toEqual({
      result: 'not-run',
      reason: 'death: stale, as of 2026-11-15, limit 45 days',
      stored: { result: 'not-run', reason: 'death: stale, as of 2026-11-15, limit 45 days' },
    })
    // Before any file there was none.
    expect(await at('2026-11-14')).toMatchObject({
      result: 'not-run',
      stored: { result: 'not-run', reason: 'death: missing' },
    })
    const stops = await house.db.snapshot((tx) => whatStops(tx, house.office, t.claimId))
    expect(stops.map((f) => f.code)).toContain('CHECK_C01_NOT_RUN')
  })
})

describe('claims', () => {
  test.each([
    ['between approval and payment', '2026-04-10T02:00:00Z', ['changed']],
    ['before the approval', '2026-04-08T02:00:00Z', []],
    ['after the payment', '2026-04-21T02:00:00Z', []],
  ])('C29: account changed %s', async (_, changed, variants) => {
    const t = await taught(await person(), {
      claim: {
        state: 'paid',
        paid_on: '2026-04-20',
        approved_at: '2026-04-09T02:00:00Z',
        approved_by: '赵复核',
        reviewed_at: '2026-04-01T02:00:00Z',
        reviewed_by: '李初审',
      },
    })
    await house.behind('update subsidy.claim_line set account_changed_at = $2 where claim_id = $1', [
      t.claimId,
      changed,
    ])
    expect(await found('C29', t)).toEqual(variants)
  })

  test.each([
    ['three humans in daytime', '李初审', '2026-04-01T02:00:00Z', '赵复核', '2026-04-09T02:00:00Z', []],
    ['one reviews and approves', '李初审', '2026-04-01T02:00:00Z', '李初审', '2026-04-09T02:00:00Z', ['same']],
    ['approved in nine seconds', '李初审', '2026-04-01T02:00:00Z', '赵复核', '2026-04-01T02:00:09Z', ['seconds']],
    ['approved in thirty seconds', '李初审', '2026-04-01T02:00:00Z', '赵复核', '2026-04-01T02:00:30Z', []],
    ['at three in the morning', '李初审', '2026-03-31T19:00:00Z', '赵复核', '2026-04-09T02:00:00Z', ['hours']],
    ['days without a time', '李初审', '2026-03-31T16:00:00Z', '赵复核', '2026-03-31T16:00:00Z', []],
  ])('C30: %s', async (_, reviewer, reviewed, approver, approved, variants) => {
    const t = await taught(await person(), {
      claim: { reviewed_by: reviewer, reviewed_at: reviewed, approved_by: approver, approved_at: approved },
    })
    expect(await found('C30', t)).toEqual(variants)
  })

  test('C06: twice for one occupation and level; a refused claim does not count', async () => {
    const who = await person()
    const first = await taught(who)
    const t = await taught(who, { class: { started_on: '2026-05-04', ended_on: '2026-05-07' }, lessons: 0 })
    expect(await found('C06', t)).toEqual(['same'])
    await house.behind(`update subsidy.claim set state = 'refused' where claim_id = $1`, [first.claimId])
    await house.behind(`update training.enrolment set status = 'failed', completed_on = null where class_id = $1`, [
      first.classId,
    ])
    expect(await found('C06', t)).toEqual([])
  })

  test('a hit names the person masked and sets its rows side by side', async () => {
    const who = await person()
    const t = await taught(who)
    await entry('custody', who, { from_on: '2026-03-03', to_on: '2026-03-03' })
    const run = await runChecks(house.db, house.office, { on: ON, claims: [t.number], by: 'test' }, () => 0)
    const hit = run.hits.find((h) => h.check === 'C02')!
    expect(hit.sentence.zh).toContain('王*强2026-03-03—2026-03-03被羁押')
    expect(hit.rows.map((r) => r.kind)).toEqual(['training.enrolment', 'people.register_entry'])
    expect(JSON.stringify(run.hits)).not.toContain('王小强')
    expect(await resultOf(t, 'C02')).toEqual({ result: 'failed', reason: null })
    expect(await resultOf(t, 'C03')).toEqual({ result: 'passed', reason: null })
  })
})

describe('override', () => {
  const open = (input: Record<string, unknown>, actor: Actor) =>
    openCase(house.office, house.db, 'subsidy.check-override', input, actor, {
      key: `k-${++serial}-override`,
      hash: Buffer.alloc(32, serial),
    })
  const grant = (id: string, actor: Actor) =>
    act(house.office, house.db, 'subsidy.check-override', id, 'grant', { note: '已核实。' }, actor, null, {
      key: `k-${++serial}-override`,
      hash: Buffer.alloc(32, serial),
    })
  const failure = async (work: Promise<unknown>) => {
    const e = await work.then(
      () => undefined,
      (x: unknown) => x,
    )
    expect(e).toBeInstanceOf(Failure)
    return (e as Failure).findings.map((f) => f.code)
  }
  const proposal = (t: Taught, over: Record<string, unknown> = {}) => ({
    claimNumber: t.number,
    checkId: 'C03',
    reason: '编制已于上月注销，见证明。',
    untilOn: '2026-12-20',
    ...over,
  })

  test('by another human, for a while, and the claim goes on', async () => {
    const who = await person()
    const t = await taught(who, {
      claim: { filed_by: 'wang', reviewed_by: 'zhao', reviewed_at: '2026-04-01T02:00:00Z' },
    })
    await entry('payroll', who, { from_on: '2026-01-01' })
    await runChecks(house.db, house.office, { on: ON, claims: [t.number], by: 'test' }, () => 0)
    const stops = () =>
      house.db.snapshot((tx) => whatStops(tx, house.office, t.claimId)).then((f) => f.map((x) => x.code))
    expect(await stops()).toEqual(['CHECK_C03'])
    const c = await open(proposal(t), anOfficer('handler', 'li'))
    expect(await failure(grant(c.id, anOfficer('reviewer', 'zhao')))).toEqual(['TWO_PERSONS'])
    expect(await failure(grant(c.id, anOfficer('reviewer', 'li', '1410', 'other')))).toEqual(['TWO_PERSONS'])
    expect((await grant(c.id, anOfficer('leader', 'sun'))).state).toBe('granted')
    expect(await stops()).toEqual([])
    const answer = (await house.office.stores.get('subsidy')!.reads!['subsidy.checks']!(
      { read: house.db.read, db: house.db, office: house.office, actor: anOfficer('auditor', 'qian') } as never,
      { claim: t.number },
    )) as { checks: { id: string; result: string; override: { until: string } | null }[] }
    expect(answer.checks.find((x) => x.id === 'C03')).toMatchObject({
      result: 'failed',
      override: { until: '2026-12-20' },
    })
    await expect(
      house.behind(`update subsidy.check_override_case set decided_by = 'zhao' where case_id = $1`, [c.id]),
    ).rejects.toMatchObject({ constraint: 'two_persons_override_claim' })
  })

  test('never for what may not be overridden, and not for longer than the rule says', async () => {
    const t = await taught(await person())
    expect(await failure(open(proposal(t, { checkId: 'C02' }), anOfficer('handler', 'li')))).toEqual(['CHECK_FINAL'])
    expect(await failure(open(proposal(t, { untilOn: '2027-02-19' }), anOfficer('handler', 'li')))).toEqual([
      'OVERRIDE_UNTIL',
    ])
    expect((await open(proposal(t, { untilOn: '2027-02-18' }), anOfficer('handler', 'li'))).state).toBe('proposed')
  })

  test('another county, and the public, see nothing', async () => {
    const t = await taught(await person())
    for (const actor of [anOfficer('reviewer', 'sun', '141021'), ANYONE])
      expect(
        await failure(
          house.office.stores.get('subsidy')!.reads!['subsidy.checks']!(
            { read: house.db.read, db: house.db, office: house.office, actor } as never,
            { claim: t.number },
          ) as Promise<unknown>,
        ),
      ).toEqual(['CLAIM_NOT_FOUND'])
  })
})
