import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../../../kernel/access/actor.ts'
import { Failure } from '../../../kernel/values/fail.ts'
import { classProcess } from '../processes/class.process.ts'
import {
  aClass,
  anOfficer,
  clerkOf,
  fourHalfDays,
  OTHER,
  SCHOOL,
  type TrainingHouse,
  trainingHouse,
} from './testing.ts'

let house: TrainingHouse
beforeEach(async () => {
  await house?.close()
  house = await trainingHouse()
}, 120_000)
afterAll(() => house?.close())

const P = 'training.class'
const A = clerkOf(SCHOOL, 'a')
const B = clerkOf(SCHOOL, 'b')
const O = clerkOf(OTHER, 'o')
const wei = anOfficer('handler', 'wei')
const jin = anOfficer('reviewer', 'jin')
const refused = async (work: Promise<unknown>): Promise<Failure> => {
  const e = await work.then(
    () => undefined,
    (x: unknown) => x,
  )
  expect(e).toBeInstanceOf(Failure)
  return e as Failure
}
const codes = (e: Failure) => e.findings.map((f) => f.code)
const on = (id: string, act: string, actor: Actor, input: Record<string, unknown> = {}) =>
  house.act(P, id, act, actor, input)

/** Drafted, with timetable and so many trainees. */
async function drafted(count = 3, over: Record<string, unknown> = {}, lessons = fourHalfDays(), clerk = A) {
  const c = await house.open(P, aClass(over), clerk)
  await on(c.id, 'plan', clerk, lessons)
  const persons = await house.persons(count)
  await house.enrol(c.id, persons)
  return { id: c.id, number: String(c.fields['number']), persons }
}
async function approved(count = 3) {
  const c = await drafted(count)
  await on(c.id, 'file', A)
  await on(c.id, 'approve', wei, { note: '同意' })
  return c
}

test('from the draft to the close; who came often enough is counted, from the day it is known', async () => {
  const c = await approved(3)
  expect(codes(await refused(on(c.id, 'start', A)))).toEqual(['NOT_YET'])
  house.day('2026-04-01')
  await on(c.id, 'start', A)
  for (const lesson of [1, 2, 3]) await house.attend(c.id, lesson, lesson === 3 ? [1] : [1, 2])
  expect(codes(await refused(on(c.id, 'complete', A)))).toEqual(['LESSONS_LEFT', 'ATTENDANCE_MISSING'])
  house.day('2026-04-03')
  await house.attend(c.id, 4, [1, 2])
  await on(c.id, 'complete', A)
  // 16, 12 and 0 of 16 class hours; four fifths are asked for.
  expect(
    await house.behind(
      'select seat_no, status, completed_on::text, hours_recorded from training.enrolment where class_id = $1 order by 1',
      [c.id],
    ),
  ).toEqual([
    { seat_no: 1, status: 'completed', completed_on: '2026-04-02', hours_recorded: 16 },
    { seat_no: 2, status: 'failed', completed_on: null, hours_recorded: 12 },
    { seat_no: 3, status: 'failed', completed_on: null, hours_recorded: 0 },
  ])
  await house.measures.pull()
  const value = async (asOf: string, knownOn: string) =>
    (await house.measures.answer('training.subsidised-person-times', { from: '2026-01-01', asOf, knownOn }, 'staff'))
      .value
  expect(await value('2026-04-03', '2026-04-03')).toBe(1)
  expect(await value('2026-04-02', '2026-04-02')).toBe(0)
  expect(await house.behind('select state from training.class where class_id = $1', [c.id])).toEqual([
    { state: 'finished' },
  ])
  await on(c.id, 'close', jin)
  for (const table of ['teacher_slot', 'room_slot', 'open_seat'])
    expect(await house.behind(`select 1 from training.${table}`), table).toEqual([])
})

describe('what is refused', () => {
  test('unknown project and institution; days in the wrong order', async () => {
    expect(codes(await refused(house.open(P, aClass({ projectCode: 'XM999' }), A)))).toEqual(['PROJECT_UNKNOWN'])
    expect((await refused(house.open(P, aClass(), O))).code).toBe('NotAllowed')
    expect(codes(await refused(house.open(P, aClass({ endedOn: '2026-03-31', copyOf: 'KB0' }), A)))).toEqual([
      'DAYS_ORDER',
      'COPY_UNKNOWN',
    ])
  })

  test('lines of the timetable that cannot be read, and names that nobody knows, all at once', async () => {
    const c = await house.open(P, aClass(), A)
    const e = await refused(
      on(c.id, 'plan', A, {
        lessons: [
          '2026-04-31 早上 0 CD001 李老师 理论',
          '2026-04-01 上午 4 CD002/1 王老师 理论',
          '2026-04-01 上午 4 CD001/999 张老师 实操',
        ],
      }),
    )
    expect(codes(e)).toEqual([
      'LESSON_LINE',
      'LESSON_LINE',
      'LESSON_LINE',
      'LESSON_TWICE',
      'VENUE_UNKNOWN',
      'ROOM_UNKNOWN',
      'TEACHER_UNKNOWN',
      'TEACHER_TWO',
    ])
    expect(await house.behind('select 1 from training.lesson')).toEqual([])
  })

  test('a filing with every fault is told every fault', async () => {
    const [old] = await house.persons(1, { birth: '1960-01-01' })
    const [young] = await house.persons(1, { birth: '2010-07-01' })
    const [holder] = await house.persons(1)
    const c = await house.open(
      P,
      aClass({ startedOn: '2026-06-30', endedOn: '2026-07-02', seats: 1, insuredFrom: null }),
      A,
    )
    await on(c.id, 'plan', A, {
      lessons: [
        '2026-06-30 上午 4 CD001/302 李老师 理论',
        '2026-06-30 下午 4 CD001/302 李老师 理论',
        '2026-06-30 晚上 4 CD001/302 李老师 理论',
        '2026-07-02 上午 5 CD001/302 赵老师 实操',
        '2026-07-03 上午 5 CD001/302 李老师 实操',
      ],
    })
    await house.enrol(c.id, [old!, young!, holder!])
    await house.enrol(c.id, await house.persons(1), { group: 'registered-unemployed' })
    await house.enrol(c.id, await house.persons(1), { group: 'graduate', proof: '证', on: '2026-07-01' })
    await house.behind(
      `insert into credentials.certificate (person_id, certificate_id, number, kind, occupation_edition, occupation_code, level_rank, organisation_id, issued_on, known_on, county_code, batch_id)
       values ($1, $2, 'S000014000007265000001', 'skill-level', '2022', '6-18-02-04', 2, $3, '2025-01-01', '2025-01-01', '141002', $2)`,
      [holder, house.world.id(), SCHOOL],
    )
    house.day('2026-06-24')
    const e = await refused(on(c.id, 'file', A))
    expect(codes(e)).toEqual([
      'NOT_LISTED',
      'LICENCE_INVALID',
      'HOURS_DIFFER',
      'LESSON_OUTSIDE',
      'DAY_LONG',
      'TEACHER_OFF',
      'TEACHER_HOURS',
      'ROOM_SMALL',
      'ROSTER_LONG',
      'RETIRED',
      'TOO_YOUNG',
      'PROOF_MISSING',
      'PROOF_LATE',
      'CERTIFIED',
      'INSURANCE_MISSING',
      'FILED_LATE',
    ])
    for (const f of e.findings) {
      expect(f.hint.zh, f.code).not.toBe('')
      expect(f.message.zh, f.code).not.toMatch(/undefined|null/)
    }
  })

  test('the last day of filing, and the day after', async () => {
    const c = await drafted(1)
    const d = await drafted(1, {}, fourHalfDays({ teacher: '赵老师', place: 'CD001' }))
    // Five working days before Wednesday, 1 April.
    house.day('2026-03-26')
    expect(codes(await refused(on(c.id, 'file', A)))).toEqual(['FILED_LATE'])
    house.day('2026-03-25')
    await on(d.id, 'file', A)
  })

  test('a teacher, a room and a trainee are in one class at a time', async () => {
    const c = await drafted(2)
    await on(c.id, 'file', A)
    const same = await drafted(0)
    await house.enrol(same.id, c.persons)
    expect(codes(await refused(on(same.id, 'file', A)))).toEqual([
      'TEACHER_CLASH',
      'TEACHER_CLASH',
      'TEACHER_CLASH',
      'TEACHER_CLASH',
      'TEACHER_HOURS',
      'TEACHER_HOURS',
      'ROOM_CLASH',
      'ROOM_CLASH',
      'ROOM_CLASH',
      'ROOM_CLASH',
      'CLASS_OPEN',
      'CLASS_OPEN',
    ])
    // 李老师 teaches for another school, too; that other school's class is told so.
    const there = await drafted(1, { organisation: OTHER }, fourHalfDays({ place: 'CD002/1' }), O)
    expect(codes(await refused(on(there.id, 'file', O)))).toContain('TEACHER_CLASH')
    await on(c.id, 'return', wei, { note: '请补充' })
    await on(there.id, 'file', O)
  })

  test('two classes filed in the same second: one has the teacher', async () => {
    const mine = await drafted(1)
    const theirs = await drafted(1, { organisation: OTHER }, fourHalfDays({ place: 'CD002/1' }), O)
    const done = await Promise.allSettled([on(mine.id, 'file', A), on(theirs.id, 'file', O)])
    expect(done.map((d) => d.status).sort()).toEqual(['fulfilled', 'rejected'])
    const [lost] = done.flatMap((d) => (d.status === 'rejected' ? [d.reason as Failure] : []))
    expect(codes(lost!)).toContain('TEACHER_CLASH')
    const states = await house.behind('select state from training.class_case order by 1')
    expect(states).toEqual([{ state: 'drafted' }, { state: 'filed' }])
  })

  test('a teacher, a room or a trainee whom another class took after the checks: refused by the keys, and nothing changes', async () => {
    const other = await drafted(0, { organisation: OTHER }, fourHalfDays({ place: 'CD002/1' }), O)
    const c = await drafted(1)
    const [l] = await house.behind(
      'select teacher_id, venue_id, room_code from training.lesson where class_id = $1 limit 1',
      [c.id],
    )
    const taken: [string, string, unknown[]][] = [
      [
        'TEACHER_CLASH',
        `insert into training.teacher_slot values ($1, '2026-04-01', 'am', $2)`,
        [l.teacher_id, other.id],
      ],
      [
        'ROOM_CLASH',
        `insert into training.room_slot values ($1, '2026-04-01', 'am', $2)`,
        [`${l.venue_id}/${l.room_code}`, other.id],
      ],
    ]
    for (const [code, insert, values] of taken) {
      await house.behind(insert, values)
      const e = await refused(on(c.id, 'file', A))
      expect([e.code, ...codes(e)]).toEqual(['Conflict', code])
      await house.behind('delete from training.teacher_slot')
      await house.behind('delete from training.room_slot')
    }
    expect(await house.behind('select state from training.class_case where case_id = $1', [c.id])).toEqual([
      { state: 'drafted' },
    ])
    await house.behind('insert into training.open_seat values ($1, $2)', [c.persons[0], other.id])
    expect(codes(await refused(on(c.id, 'file', A)))).toEqual(['CLASS_OPEN'])
    await house.behind('delete from training.open_seat')
    await on(c.id, 'file', A)
    expect(
      await house.behind('select count(*)::int as n from training.teacher_slot where class_id = $1', [c.id]),
    ).toEqual([{ n: 4 }])
  })

  test('what changed between filing and approval is seen at approval', async () => {
    const c = await drafted(1)
    await on(c.id, 'file', A)
    await house.behind(`update directory.listing_period set listed_to = '2026-04-02' where organisation_id = $1`, [
      SCHOOL,
    ])
    expect(codes(await refused(on(c.id, 'approve', wei)))).toEqual(['NOT_LISTED'])
  })

  test('who drafts or files does not approve, by two accounts of one person neither', async () => {
    const c = await drafted(1)
    await on(c.id, 'file', B)
    for (const key of ['clerk-01-a', 'clerk-01-b'])
      expect(codes(await refused(on(c.id, 'approve', { ...anOfficer('handler', key), accountId: 'second' })))).toEqual([
        'TWO_PERSONS',
      ])
    await expect(
      house.behind(`update training.class_case set state = 'approved', approved_by = filed_by where case_id = $1`, [
        c.id,
      ]),
    ).rejects.toThrow(/two_persons_class_file/)
    expect((await refused(on(c.id, 'approve', anOfficer('handler', 'qu', '141021')))).code).toBe('NotFound')
  })

  test('every act out of every state it does not start from: WrongState, and nothing changes', async () => {
    const officer: Actor = { ...anOfficer('handler', 'x'), grants: [...wei.grants, ...jin.grants] }
    const c = await drafted(1)
    const steps: [string, () => Promise<unknown>][] = [
      ['drafted', async () => {}],
      ['filed', () => on(c.id, 'file', A)],
      ['returned', () => on(c.id, 'return', wei, { note: '补' })],
      ['approved', () => on(c.id, 'file', A).then(() => on(c.id, 'approve', wei))],
      [
        'teaching',
        () => {
          house.day('2026-04-01')
          return on(c.id, 'start', A)
        },
      ],
      [
        'completed',
        async () => {
          for (const n of [1, 2, 3, 4]) await house.attend(c.id, n, [1])
          house.day('2026-04-02')
          await on(c.id, 'complete', A)
        },
      ],
      ['closed', () => on(c.id, 'close', jin)],
    ]
    let tried = 0
    for (const [state, go] of steps) {
      await go()
      const all = () =>
        house.behind(
          `select (select jsonb_agg(to_jsonb(x)) from training.class_case x) a, (select jsonb_agg(to_jsonb(x)) from training.class x) b,
             (select jsonb_agg(to_jsonb(x) order by seat_no) from training.enrolment x) c, (select jsonb_agg(to_jsonb(x) order by lesson_no) from training.lesson x) d,
             (select count(*) from training.open_seat) e, (select count(*) from journal.leaf) f`,
        )
      const before = await all()
      expect(before[0].a[0].state).toBe(state)
      for (const [actId, a] of Object.entries<{ from: readonly string[]; who: { by?: object } }>(classProcess.acts)) {
        if (a.from.includes(state)) continue
        tried++
        const actor = 'institutionClerk' in (a.who.by ?? {}) ? A : officer
        const e = await refused(on(c.id, actId, actor, { note: '说明', lessons: ['x'] }))
        expect(e.code, `${actId} in ${state}`).toBe('WrongState')
      }
      expect(await all()).toEqual(before)
    }
    expect(tried).toBeGreaterThan(40)
  })
})

test('the last class is copied: timetable, rooms and teachers move with the first day', async () => {
  const c = await approved(1)
  const again = await house.open(
    P,
    aClass({
      startedOn: '2026-04-08',
      endedOn: '2026-04-09',
      copyOf: c.number,
      insuredFrom: '2026-04-08',
      insuredTo: '2026-04-09',
    }),
    A,
  )
  expect(
    await house.behind(
      'select on_day::text, half, hours, room_code from training.lesson where class_id = $1 order by lesson_no',
      [again.id],
    ),
  ).toEqual([
    { on_day: '2026-04-08', half: 'am', hours: 4, room_code: '301' },
    { on_day: '2026-04-08', half: 'pm', hours: 4, room_code: '301' },
    { on_day: '2026-04-09', half: 'am', hours: 4, room_code: '301' },
    { on_day: '2026-04-09', half: 'pm', hours: 4, room_code: '301' },
  ])
  await house.enrol(again.id, await house.persons(1))
  await on(again.id, 'file', A)
  const late = await refused(house.open(P, aClass({ copyOf: c.number, organisation: OTHER }), O))
  expect(codes(late)).toEqual(['COPY_UNKNOWN'])
})

test('a lesson of an approved class is changed by request, by another person, before the lesson', async () => {
  const c = await approved(1)
  const C = 'training.class-change'
  const ask = (over: Record<string, unknown> = {}, actor = A) =>
    house.open(
      C,
      {
        classNumber: c.number,
        lessonNo: 4,
        newLine: '2026-04-02 晚上 4 CD001 赵老师 实操',
        reason: '教师请假',
        ...over,
      },
      actor,
    )
  expect(codes(await refused(ask({}, O)))).toEqual(['CLASS_UNKNOWN'])
  expect(codes(await refused(ask({ lessonNo: 9 })))).toEqual(['LESSON_UNKNOWN'])
  expect(codes(await refused(ask({ newLine: '2026-04-02 晚上 8 CD001 赵老师 实操' })))).toEqual([
    'HOURS_DIFFER',
    'DAY_LONG',
  ])
  const asked = await ask()
  expect(codes(await refused(house.act(C, asked.id, 'approve', { ...wei, personKey: A.personKey })))).toEqual([
    'TWO_PERSONS',
  ])
  house.day('2026-04-02')
  expect(codes(await refused(house.act(C, asked.id, 'approve', wei)))).toContain('CHANGE_LATE')
  house.day('2026-04-01')
  await house.act(C, asked.id, 'approve', wei, { note: '同意' })
  expect(
    await house.behind('select half, room_code from training.lesson where class_id = $1 and lesson_no = 4', [c.id]),
  ).toEqual([{ half: 'eve', room_code: null }])
  expect(await house.behind(`select half from training.teacher_slot where on_day = '2026-04-02' order by 1`)).toEqual([
    { half: 'am' },
    { half: 'eve' },
  ])
  const draft = await drafted(
    0,
    { startedOn: '2026-05-11', endedOn: '2026-05-12' },
    fourHalfDays({ first: '2026-05-11', second: '2026-05-12' }),
  )
  expect(
    codes(
      await refused(
        ask({ classNumber: draft.number, lessonNo: 1, newLine: '2026-05-11 上午 4 CD001/301 李老师 理论' }),
      ),
    ),
  ).toEqual(['CLASS_STATE'])
})

test('the sheet of a class for its own people; the course finder for everybody', async () => {
  const c = await approved(2)
  await house.attend(c.id, 1, [1, 2])
  await house.attend(c.id, 2, [2])
  const sheet = await house.read('training.classSheet', { class: c.id }, A)
  expect(sheet).toMatchObject({
    number: c.number,
    insured: true,
    hours: { planned: 16, project: 16 },
    attendancePercent: 80,
  })
  expect(sheet.lessons[1]).toMatchObject({ no: 2, half: { id: 'pm' }, place: '平阳实训楼 301', teacher: '李老师' })
  expect(sheet.roster.map((s: { there: number[]; hours: number }) => [s.there, s.hours])).toEqual([
    [[1], 4],
    [[1, 2], 8],
  ])
  for (const stranger of [O, anOfficer('handler', 'qu', '141021')])
    expect((await refused(house.read('training.classSheet', { class: c.id }, stranger))).code).toBe('NotFound')

  const all = await house.read('training.courses', {})
  // XM002 is no longer valid.
  expect(all.occupations.map((o: { code: string; classes: number }) => [o.code, o.classes])).toEqual([
    ['6-18-02-04', 1],
  ])
  const found = await house.read('training.courses', { occupation: '6-18-02-04' })
  expect(found.projects).toEqual([expect.objectContaining({ code: 'XM001', hours: 16, priceFen: 150000 })])
  expect(found.classes).toEqual([expect.objectContaining({ number: c.number, left: 38, startedOn: '2026-04-01' })])
  expect(JSON.stringify(found)).not.toContain('学员')
  house.day('2026-04-02')
  expect((await house.read('training.courses', { occupation: '6-18-02-04' })).classes).toEqual([])
})
