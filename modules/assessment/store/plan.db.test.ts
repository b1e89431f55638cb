import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CaseAnswer } from '../../../kernel/process/act.ts'
import { CaseService } from '../../../kernel/process/service.ts'
import { Failure } from '../../../kernel/values/fail.ts'
import { commitmentOf, drawBy } from './supervision.ts'
import { type AssessmentHouse, anOfficer, aPlan, assessmentHouse, clerkOf, OTHER, SCHOOL, WORKS } from './testing.ts'

let house: AssessmentHouse
beforeAll(async () => {
  house = await assessmentHouse()
})
afterAll(() => house?.close())

const A = clerkOf(SCHOOL, 'a')
const B = clerkOf(SCHOOL, 'b')
const handler = anOfficer('handler', 'wei')
const reviewer = anOfficer('reviewer', 'jin')
const refused = async (work: Promise<unknown>): Promise<Failure> => {
  const e = await work.then(
    () => undefined,
    (x: unknown) => x,
  )
  expect(e).toBeInstanceOf(Failure)
  return e as Failure
}
const codes = (e: Failure) => e.findings.map((f) => f.code)
const plan = (id: string, actId: string, actor = A, input: Record<string, unknown> = {}) =>
  house.act('assessment.plan', id, actId, actor, input)
const app = (id: string, actId: string, actor = A, input: Record<string, unknown> = {}) =>
  house.act('assessment.application', id, actId, actor, input)
const apply = (planId: string, person: string, actor = A) =>
  house.open('assessment.application', { plan: planId, person }, actor)

/** A plan that takes applications, on 10 March. */
async function opened(over: Record<string, unknown> = {}, clerk = A): Promise<CaseAnswer> {
  house.day('2026-03-02')
  const p = await house.open('assessment.plan', aPlan(over), clerk)
  await plan(p.id, 'file', clerk)
  await plan(p.id, 'announce', handler)
  house.day('2026-03-10')
  return plan(p.id, 'startApplications', clerk)
}
/** Seated with so many candidates, on 1 April. */
async function seated(count: number, over: Record<string, unknown> = {}) {
  const p = await opened({ seats: count, place: `考点${house.office.world.id()}`, ...over })
  const persons = await house.persons(count)
  const applications: CaseAnswer[] = []
  for (const person of persons) applications.push(await apply(p.id, person))
  await plan(p.id, 'admitAll', B)
  house.day('2026-04-01')
  const cards = await house.examiners(3)
  await plan(p.id, 'seat', A, { rooms: [`301=${count}`], examiners: cards })
  return { plan: p.id, persons, applications: applications.map((x) => x.id), cards }
}
async function scored(s: { plan: string; applications: string[] }, marks: (i: number) => Record<string, unknown>) {
  house.day('2026-04-15')
  for (const [i, id] of s.applications.entries()) {
    await app(id, 'mark', A, marks(i))
    await app(id, 'confirm', B, marks(i))
  }
  await plan(s.plan, 'examine')
}
const pass = { theoryCenti: 7000, skillCenti: 8000 }

test('a case answers with the words of its fields, also of those that were looked up', async () => {
  house.day('2026-03-02')
  const p = await house.open('assessment.plan', aPlan(), A)
  const answer = await new CaseService(house.office, house.db, house.records).get('assessment.plan', p.id, A)
  expect([answer.title, answer.labels['organisation']]).toEqual([p.fields['number'], '临汾市平阳技工学校'])
})

test('from the draft to the certificate and the archive, and the figures with it', async () => {
  const s = await seated(4, { examOn: '2026-04-15' })
  const seats = await house.behind('select half, room, seat_no from assessment.seat where plan_id = $1', [s.plan])
  expect(seats).toHaveLength(8)
  await scored({ ...s, applications: s.applications.slice(0, 3) }, (i) =>
    i === 2 ? { ...pass, theoryCenti: 5999 } : pass,
  ).catch(() => {})
  // The fourth did not come; until that is entered, nothing is publicised.
  expect(codes(await refused(plan(s.plan, 'publish')))).toEqual(['RESULTS_MISSING'])
  await app(s.applications[3]!, 'markAbsent')
  await plan(s.plan, 'publish', A)
  const results = await house.behind(
    'select outcome, outcome_reason, sat, passed, passed_subjects from assessment.result where plan_id = $1 order by outcome desc, ticket',
    [s.plan],
  )
  expect(results.map((r) => [r.outcome, r.outcome_reason])).toEqual([
    ['passed', null],
    ['passed', null],
    ['failed', 'subject'],
    ['absent', 'absent'],
  ])
  expect(results[2].passed_subjects).toEqual(['skill'])

  expect(codes(await refused(plan(s.plan, 'issue', B)))).toEqual(['NOTICE_RUNS'])
  house.day('2026-04-23')
  // Who published does not issue.
  expect(codes(await refused(plan(s.plan, 'issue', A)))).toEqual(['TWO_PERSONS'])
  await house.numbers(SCHOOL)
  await plan(s.plan, 'issue', B)
  const issued = await house.behind(
    `select a.certificate_number, c.number, c.entitlement_id = a.case_id as same from assessment.application_case a
     join credentials.certificate c on c.person_id = a.person_id where a.plan_id = $1 and a.state = 'issued' order by 1`,
    [s.plan],
  )
  expect(issued).toHaveLength(2)
  for (const r of issued) expect([r.certificate_number, r.same]).toEqual([r.number, true])
  // Again: nothing is issued twice.
  await plan(s.plan, 'issue', B)
  expect(
    await house.behind('select count(*)::int as n from credentials.entitlement where batch_id = $1', [s.plan]),
  ).toEqual([{ n: 2 }])
  await plan(s.plan, 'archive')
  const [kept] = await house.behind('select kept_until::text, state from assessment.plan_case where case_id = $1', [
    s.plan,
  ])
  expect(kept).toEqual({ kept_until: '2031-04-23', state: 'archived' })

  const asked = { from: '2026-01-01', asOf: '2026-12-31', knownOn: '2026-12-31' }
  await house.measures.pull()
  const value = async (m: string) => (await house.measures.answer(m, asked, 'staff')).value
  expect(await value('assessment.evaluated-person-times')).toBe(3)
  expect(await value('assessment.passed-person-times')).toBe(2)
  expect(await value('assessment.certificates-by-track')).toBe(2)
  expect(await value('assessment.pass-rate')).toBeCloseTo(2 / 3, 6)
})

describe('plans', () => {
  test('everything that is wrong is said at once', async () => {
    house.day('2026-03-02')
    const e = await refused(
      house.open(
        'assessment.plan',
        aPlan({
          occupation: '4-10-01-05',
          audience: 'own-staff',
          method: 'direct',
          skillHalf: 'am',
          applyUntil: '2026-04-20',
        }),
        A,
      ),
    )
    expect(codes(e)).toEqual(['BODY_SCOPE', 'AUDIENCE', 'NORM_MISSING', 'SESSIONS_COLLIDE', 'APPLY_LATE'])
  })
  test('the list of the day of the examination decides, again on the day itself', async () => {
    const s = await seated(1)
    house.day('2026-04-15')
    await house.behind(`update directory.listing_period set listed_to = '2026-04-10' where organisation_id = $1`, [
      SCHOOL,
    ])
    expect(codes(await refused(plan(s.plan, 'examine')))).toEqual(['BODY_NOT_LISTED'])
    await house.behind(`update directory.listing_period set listed_to = null where organisation_id = $1`, [SCHOOL])
    await app(s.applications[0]!, 'markAbsent')
    await plan(s.plan, 'examine')
  })
  test('filed too late', async () => {
    house.day('2026-04-09')
    const p = await house.open('assessment.plan', aPlan({ applyUntil: '2026-04-10' }), A)
    const e = await refused(plan(p.id, 'file'))
    expect(codes(e)).toEqual(['FILED_LATE'])
    expect(e.findings[0]!.message.zh).toContain('2026-04-08')
  })
  test('an employer evaluates its own staff only, under a norm written together', async () => {
    house.day('2026-03-02')
    const clerk = clerkOf(WORKS, 'a')
    const norm = {
      organisation: WORKS,
      authors: ['临汾市焊接协会'],
      title: '焊工评价规范',
      occupation: '6-18-02-04',
      methods: ['process', 'performance'],
      weightTheory: 0,
      weightSkill: 40,
      weightProcess: 30,
      weightPerformance: 20,
    }
    expect(codes(await refused(house.open('assessment.norming', norm, clerk)))).toEqual(['WEIGHTS'])
    const first = await house.open('assessment.norming', { ...norm, weightPerformance: 30 }, clerk)
    await house.act('assessment.norming', first.id, 'file', handler, {
      document: '临人社函〔2026〕8号',
      from: '2026-03-02',
    })
    const second = await house.open('assessment.norming', { ...norm, weightPerformance: 30, replaces: first.id }, clerk)
    expect(second.fields['normVersion']).toBe(2)
    await house.act('assessment.norming', second.id, 'file', handler, {
      document: '临人社函〔2026〕9号',
      from: '2026-03-02',
    })
    const own = aPlan({ organisation: WORKS, audience: 'own-staff', method: 'performance' })
    expect(codes(await refused(house.open('assessment.plan', { ...own, norm: first.id }, clerk)))).toEqual([
      'NORM_UNFIT',
    ])
    const p = await house.open('assessment.plan', { ...own, norm: second.id }, clerk)
    await plan(p.id, 'file', clerk)
    await plan(p.id, 'announce', handler)
    house.day('2026-03-10')
    await plan(p.id, 'startApplications', clerk)
    const [stranger] = await house.persons(1)
    expect(codes(await refused(apply(p.id, stranger!, clerk)))).toEqual(['NOT_OF_AUDIENCE'])
    const [worker] = await house.persons(1, { employer: WORKS })
    const a = await apply(p.id, worker!, clerk)
    const clerkB = clerkOf(WORKS, 'b')
    await app(a.id, 'admit', clerkB)
    house.day('2026-04-01')
    // Examiners of the works are colleagues by nature; for own staff that is no tie.
    await plan(p.id, 'seat', clerk, { rooms: ['一号车间=5'], examiners: await house.examiners(3, { employer: WORKS }) })
    house.day('2026-04-15')
    const marks = { skillCenti: 6000, processCenti: 6000, performanceCenti: 9000 }
    expect(codes(await refused(app(a.id, 'mark', clerk, { ...marks, theoryCenti: 100 })))).toEqual(['MARK_NOT_ASKED'])
    await app(a.id, 'mark', clerk, marks)
    await app(a.id, 'confirm', clerkB, marks)
    await plan(p.id, 'examine', clerk)
    await plan(p.id, 'publish', clerk)
    const [r] = await house.behind('select outcome, total_centi from assessment.result where plan_id = $1', [p.id])
    expect(r).toEqual({ outcome: 'passed', total_centi: 6900 })
  })
})

describe('applications', () => {
  test('the branch is chosen by the system; who is not eligible is told what is missing', async () => {
    const p = await opened({ level: 'level-2' })
    const [person] = await house.persons(1)
    const a = await apply(p.id, person!)
    expect(a.fields['eligible']).toBe(false)
    const e = await refused(app(a.id, 'admit', B))
    expect(codes(e)).toEqual(['NOT_ELIGIBLE'])
    expect(e.findings[0]!.hint.zh).toContain('还缺')
    await plan(p.id, 'admitAll', B)
    expect((await app(a.id, 'refuse', B, { reason: 'not-eligible', note: '未取得三级证书' })).state).toBe('refused')
    // The place is free again, and the person may apply elsewhere on that day.
    const [seats] = await house.behind('select taken from assessment.plan_seats where plan_id = $1', [p.id])
    expect(seats.taken).toBe(0)
    const q = await opened()
    expect((await apply(q.id, person!)).fields['clause']).not.toBeNull()
  })
  test('listed twice, or in two places in one half day: refused by key', async () => {
    const p = await opened()
    const other = await opened(
      { organisation: OTHER, place: '评价中心', examHalf: 'pm', skillHalf: 'am' },
      clerkOf(OTHER),
    )
    const [person] = await house.persons(1)
    await apply(p.id, person!)
    expect(codes(await refused(apply(p.id, person!)))).toEqual(['DUPLICATE'])
    const e = await refused(apply(other.id, person!, clerkOf(OTHER)))
    expect(codes(e)).toEqual(['PERSON_CLASH'])
    expect(e.findings[0]!.message.zh).toContain(String(p.fields['number']))
  })
  test('who entered an application does not review it; a clerk of another body sees nothing of it', async () => {
    const p = await opened()
    const [person] = await house.persons(1)
    const a = await apply(p.id, person!)
    expect(codes(await refused(app(a.id, 'admit', A)))).toEqual(['TWO_PERSONS'])
    expect(codes(await refused(plan(p.id, 'admitAll', A)))).toEqual(['TWO_PERSONS'])
    expect((await refused(app(a.id, 'admit', clerkOf(OTHER, 'z')))).code).toBe('NotFound')
    expect(codes(await refused(apply(p.id, person!, clerkOf(OTHER, 'z'))))).toEqual(['PLAN_UNKNOWN'])
  })
  test('64 at once for the last places: as many as there are, none more', async () => {
    const p = await opened({ seats: 10 })
    const persons = await house.persons(64)
    const done = await Promise.allSettled(persons.map((x) => apply(p.id, x)))
    const won = done.filter((d) => d.status === 'fulfilled')
    expect(won).toHaveLength(10)
    for (const d of done) if (d.status === 'rejected') expect(codes(d.reason as Failure)).toEqual(['PLAN_FULL'])
    expect(
      await house.behind('select count(*)::int as n from assessment.application_case where plan_id = $1', [p.id]),
    ).toEqual([{ n: 10 }])
    // Those who got none are free for another plan of that day.
    expect(
      await house.behind('select count(*)::int as n from assessment.person_slot where plan_id = $1', [p.id]),
    ).toEqual([{ n: 20 }])
  })
  test.each(['read committed', 'repeatable read', 'serializable'] as const)(
    '64 at once for the last places at %s: never oversold',
    async (isolation) => {
      const p = await opened({ seats: 7 })
      const take = () =>
        house.behind('select 1').then(async () => {
          const client = new (await import('pg')).default.Client(house.database.config('guildbook_app'))
          await client.connect()
          try {
            await client.query(`begin isolation level ${isolation}`)
            const r = await client.query(
              'update assessment.plan_seats set taken = taken + 1 where plan_id = $1 and is_open and taken + 1 <= seats',
              [p.id],
            )
            await client.query('commit')
            return r.rowCount ?? 0
          } catch {
            await client.query('rollback')
            return 0
          } finally {
            await client.end()
          }
        })
      let won = 0
      for (let round = 0; round < 4; round++)
        won += (await Promise.all(Array.from({ length: 16 }, take))).reduce((a, b) => a + b, 0)
      const [row] = await house.behind('select taken from assessment.plan_seats where plan_id = $1', [p.id])
      expect(row.taken).toBe(won)
      expect(won).toBeLessThanOrEqual(7)
      expect(won).toBeGreaterThan(0)
    },
  )
})

describe('seating', () => {
  test('rooms, examiners and their ties are refused with everything that is wrong', async () => {
    const p = await opened({ place: '第一考点' })
    const [one, two] = await house.persons(2, { employer: WORKS })
    await apply(p.id, one!)
    await apply(p.id, two!)
    await plan(p.id, 'admitAll', B)
    expect(codes(await refused(plan(p.id, 'seat', A, { rooms: ['101=30'], examiners: [] })))).toEqual(['APPLY_RUNS'])
    house.day('2026-04-01')
    const junior = await house.examiners(1, { grade: 'examiner' })
    expect(codes(await refused(plan(p.id, 'seat', A, { rooms: ['101'], examiners: ['KP-none', ...junior] })))).toEqual([
      'ROOM_FMT',
      'EXAMINER_UNKNOWN',
    ])
    // A colleague of both candidates, the only examiner besides two: every room would have the tie.
    const colleague = await house.examiners(1, { employer: WORKS })
    const strangers = await house.examiners(2)
    expect(
      codes(await refused(plan(p.id, 'seat', A, { rooms: ['101=30'], examiners: [...colleague, ...strangers] }))),
    ).toEqual(['TIE_EVERYWHERE', 'TIE_EVERYWHERE'])
    const three = [...strangers, ...(await house.examiners(1))]
    await plan(p.id, 'seat', A, { rooms: ['101=30'], examiners: three })

    // Another plan of that day gets neither the room nor the examiners, nor a candidate as examiner.
    const o = await opened({ organisation: OTHER, place: '第一考点' }, clerkOf(OTHER))
    const [third] = await house.persons(1)
    const a = await house.open('assessment.application', { plan: o.id, person: third }, clerkOf(OTHER))
    await app(a.id, 'admit', clerkOf(OTHER, 'b'))
    house.day('2026-04-01')
    const asExaminer = await house.examiners(1, { person: one! })
    const e = await refused(
      plan(o.id, 'seat', clerkOf(OTHER), { rooms: ['101=30'], examiners: [three[0]!, three[1]!, ...asExaminer] }),
    )
    expect(codes(e)).toEqual(['ROOM_CLASH', 'PERSON_CLASH', 'PERSON_CLASH', 'PERSON_CLASH'])
    // Seated anew: seats and examiners change, nothing is left behind.
    await plan(p.id, 'seat', A, { rooms: ['102=30'], examiners: await house.examiners(3) })
    await plan(o.id, 'seat', clerkOf(OTHER), { rooms: ['101=30'], examiners: three })
  })
  test('who trained a candidate does not examine', async () => {
    const p = await opened({ place: '第二考点' })
    const [candidate, teacher] = await house.persons(2)
    await apply(p.id, candidate!)
    await plan(p.id, 'admitAll', B)
    const klass = house.office.world.id()
    await house.behind(
      `insert into training.class (class_id, name, organisation_id, kind, occupation_code, county_code, started_on, ended_on, seats) values ($1, '焊工班', $2, 'upgrading', '6-18-02-04', '141002', '2026-01-01', '2026-02-01', 30)`,
      [klass, SCHOOL],
    )
    await house.behind(
      `insert into training.lesson (class_id, lesson_no, on_day, half, hours, teacher_id) values ($1, 1, '2026-01-02', 'am', 4, $2)`,
      [klass, teacher],
    )
    await house.behind(
      `insert into training.enrolment (class_id, seat_no, person_id, organisation_id, kind, group_id, occupation_code, county_code, sex, birth_year, started_on, completed_on, known_on)
       values ($1, 1, $2, $3, 'upgrading', 'employee', '6-18-02-04', '141002', 'male', 1985, '2026-01-01', '2026-02-01', '2026-02-01')`,
      [klass, candidate, SCHOOL],
    )
    house.day('2026-04-01')
    const trainer = await house.examiners(1, { person: teacher! })
    const e = await refused(
      plan(p.id, 'seat', A, { rooms: ['201=30'], examiners: [...trainer, ...(await house.examiners(2))] }),
    )
    expect(codes(e)).toEqual(['TIE_EVERYWHERE'])
    expect(e.findings[0]!.message.zh).toContain('师生')
  })
})

describe('marks and results', () => {
  test('two entries by two persons that must agree; conduct first; nothing is overwritten', async () => {
    const s = await seated(2)
    const [one, two] = s.applications as [string, string]
    expect(codes(await refused(app(one, 'mark', A, pass)))).toEqual(['EXAM_AHEAD'])
    house.day('2026-04-15')
    expect(codes(await refused(app(one, 'mark', A, { theoryCenti: 10100 })))).toEqual(['MARK_RANGE', 'MARK_MISSING'])
    await app(one, 'mark', A, { theoryCenti: 7100, skillCenti: 8000 })
    expect(codes(await refused(app(one, 'confirm', A, pass)))).toEqual(['TWO_PERSONS'])
    const e = await refused(app(one, 'confirm', B, pass))
    expect(e.findings.map((f) => [f.code, f.field])).toEqual([['MARKS_DIFFER', 'theoryCenti']])
    await app(one, 'mark', A, pass)
    await app(one, 'confirm', B, pass)
    await app(two, 'mark', A, pass)
    await app(two, 'bar', B, { ethics: 'cheating', note: '夹带' })
    await plan(s.plan, 'examine')
    await plan(s.plan, 'publish')
    const rows = await house.behind(
      'select outcome, outcome_reason from assessment.result where plan_id = $1 order by 1',
      [s.plan],
    )
    expect(rows).toEqual([
      { outcome: 'failed', outcome_reason: 'ethics' },
      { outcome: 'passed', outcome_reason: null },
    ])
    expect(await house.behind('select count(*)::int as n from assessment.mark where plan_id = $1', [s.plan])).toEqual([
      { n: 4 },
    ])
  })

  test('an objection holds its line only; a correction is a new version by two persons, and the figures follow', async () => {
    const s = await seated(3)
    await scored(s, (i) => (i === 0 ? { theoryCenti: 5900, skillCenti: 8000 } : pass))
    await plan(s.plan, 'publish')
    const [wrong, sure] = s.applications as [string, string, string]
    const asked = { from: '2026-04-15', asOf: '2026-04-15', where: { organisation: SCHOOL } }
    const passed = async (knownOn: string) => {
      await house.measures.pull()
      return (await house.measures.answer('assessment.passed-person-times', { ...asked, knownOn }, 'staff')).value!
    }
    house.day('2026-04-16')
    const before = await passed('2026-04-15')
    await app(wrong, 'object', A, { objection: '理论卷第三题漏判。' })
    await app(sure, 'object', A, { objection: '反映替考。' })
    await app(sure, 'dismiss', reviewer, { note: '监控核对无误。' })
    house.day('2026-04-23')
    await house.numbers(SCHOOL, '5', 'S000014000008')
    await plan(s.plan, 'issue', B)
    const states = () =>
      house.behind(
        'select state, count(*)::int as n from assessment.application_case where plan_id = $1 group by 1 order by 1',
        [s.plan],
      )
    expect(await states()).toEqual([
      { state: 'issued', n: 2 },
      { state: 'objected', n: 1 },
    ])
    expect(codes(await refused(plan(s.plan, 'archive')))).toEqual(['LINES_OPEN'])
    await app(wrong, 'propose', A, { theoryCenti: 6100, skillCenti: 8000, note: '第三题应得 2 分' })
    await app(wrong, 'correct', reviewer)
    expect(await passed('2026-04-22')).toBe(before)
    expect(await passed('2026-04-23')).toBe(before + 1)
    const versions = await house.behind(
      'select result_version, outcome, theory_centi, known_to::text from assessment.result where plan_id = $1 and application_id = $2 order by 1',
      [s.plan, wrong],
    )
    expect(versions).toEqual([
      { result_version: 1, outcome: 'failed', theory_centi: 5900, known_to: '2026-04-23' },
      { result_version: 2, outcome: 'passed', theory_centi: 6100, known_to: null },
    ])
    // The corrected line has a notice of its own.
    await plan(s.plan, 'issue', B)
    expect(await states()).toContainEqual({ state: 'published', n: 1 })
    house.day('2026-05-08')
    await plan(s.plan, 'issue', B)
    expect(await states()).toEqual([{ state: 'issued', n: 3 }])
    const [o] = await house.behind('select outcome from assessment.objection where application_id = $1', [wrong])
    expect(o.outcome).toBe('upheld')
  })

  test('published twice at once: once', async () => {
    const s = await seated(2)
    await scored(s, () => pass)
    const done = await Promise.allSettled([
      plan(s.plan, 'publish', A),
      plan(s.plan, 'publish', A),
      plan(s.plan, 'publish', B),
    ])
    expect(done.filter((d) => d.status === 'fulfilled')).toHaveLength(1)
    expect(await house.behind('select count(*)::int as n from assessment.result where plan_id = $1', [s.plan])).toEqual(
      [{ n: 2 }],
    )
  })

  test('a resit asks only what was failed, as long as the time lasts', async () => {
    const s = await seated(1)
    await scored(s, () => ({ theoryCenti: 5000, skillCenti: 8000 }))
    await plan(s.plan, 'publish')
    const again = async (examOn: string) => {
      house.day('2026-03-02')
      const p = await house.open('assessment.plan', aPlan({ examOn, place: examOn }), A)
      await plan(p.id, 'file')
      await plan(p.id, 'announce', handler)
      house.day('2026-03-10')
      await plan(p.id, 'startApplications')
      const a = await apply(p.id, s.persons[0]!)
      await plan(p.id, 'admitAll', B)
      house.day('2026-04-01')
      await plan(p.id, 'seat', A, { rooms: ['301=5'], examiners: await house.examiners(3) })
      house.day(examOn)
      return app(a.id, 'mark', A, { theoryCenti: 6500 })
    }
    expect((await again('2027-04-14')).state).toBe('marked')
    expect(codes(await refused(again('2027-04-15')))).toEqual(['MARK_MISSING'])
  })
})

test('supervisors are drawn by a seed that was fixed before, and anybody can draw again', async () => {
  const p = await opened()
  const s = await house.open('assessment.supervision', { plan: p.id, supervisors: 2 }, handler)
  const [sealed] = await house.behind('select commitment, seed from assessment.supervision_case where case_id = $1', [
    s.id,
  ])
  expect(sealed.seed).toBeNull()
  const pool = ['张建国', '李红梅', '王志强', '赵敏', '张建国']
  const act = (a: string, who = handler, input = {}) => house.act('assessment.supervision', s.id, a, who, input)
  expect(codes(await refused(act('draw', handler, { pool: ['张建国'] })))).toEqual(['POOL_SHORT'])
  const drawn = await act('draw', handler, { pool })
  const seed = String(drawn.fields['seed'])
  expect(commitmentOf(seed)).toBe(sealed.commitment)
  expect(drawn.fields['drawn']).toEqual(drawBy(seed, [...pool].reverse(), 2))
  await act('report', handler, { report: '考场秩序良好。', problems: ['门贴缺一张'] })
  expect((await act('close', reviewer, { measuresTaken: '当场整改。' })).state).toBe('closed')
})
