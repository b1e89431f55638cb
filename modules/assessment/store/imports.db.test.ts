import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../../kernel/access/actor.ts'
import type { CheckedRow, ImportStore } from '../../../kernel/sheets/import-store.ts'
import { Failure } from '../../../kernel/values/fail.ts'
import { aCertificate, anIdentityNumber } from '../../credentials/factory.ts'
import { refreshAllGaps } from './gaps.ts'
import { candidates, examiners, posts, roster } from './imports.ts'
import { type AssessmentHouse, anOfficer, aPlan, assessmentHouse, clerkOf, SCHOOL, WORKS } from './testing.ts'

let house: AssessmentHouse
beforeAll(async () => {
  house = await assessmentHouse()
})
afterAll(() => house?.close())

const A = clerkOf(SCHOOL, 'a')
const B = clerkOf(SCHOOL, 'b')
const handler = anOfficer('handler', 'wei')
type Row = { [column: string]: string }
let serial = 0
const aPerson = (over: Row = {}): Row => {
  serial++
  const day = `19${70 + (serial % 30)}-0${1 + (serial % 9)}-1${serial % 10}`
  return {
    name: `考生${['甲', '乙', '丙', '丁', '戊'][serial % 5]}`,
    identity: anIdentityNumber(day, 'male', serial % 500),
    ...over,
  }
}

const prepared = async (kind: ImportStore, rows: Row[], actor: Actor): Promise<CheckedRow[]> => {
  const context = await house.db.snapshot((tx) => kind.context(tx, house.office, actor))
  const one = kind.prepare(house.office, context)
  return rows.map((values, i) => one({ row: i + 2, values }))
}
const ready = (rows: CheckedRow[]) =>
  rows.map((r) => {
    if (!r.ready) throw new Error(r.findings.map((f) => `${r.row} ${f.message.en}`).join('; '))
    return {
      row: r.row,
      ready: JSON.parse(JSON.stringify(r.ready)),
      identity: r.identity!,
      contentHash: r.contentHash!,
    }
  })
/** As the import centre does it: rolled back whole when a key was taken. */
const write = (kind: ImportStore, rows: CheckedRow[], batch: string): Promise<string[]> =>
  house.db
    .tx(async (tx) => {
      const done = await kind.write(tx, house.office, batch, ready(rows))
      if (done.taken.length) throw Object.assign(new Error('taken'), { taken: done.taken })
      return []
    })
    .catch((e: Error & { taken?: string[] }) => e.taken ?? Promise.reject(e))
const bring = async (kind: ImportStore, rows: Row[], actor: Actor): Promise<string> => {
  const batch = house.office.world.id()
  expect(await write(kind, await prepared(kind, rows, actor), batch)).toEqual([])
  return batch
}
const codes = (r: CheckedRow) => r.findings.map((f) => `${f.field}:${f.code}`)
const plan = (id: string, actId: string, actor = A, input: Record<string, unknown> = {}) =>
  house.act('assessment.plan', id, actId, actor, input)
async function opened(over: Record<string, unknown> = {}, clerk = A) {
  house.day('2026-03-02')
  const p = await house.open('assessment.plan', aPlan(over), clerk)
  await plan(p.id, 'file', clerk)
  await plan(p.id, 'announce', handler)
  house.day('2026-03-10')
  await plan(p.id, 'startApplications', clerk)
  return { id: p.id, number: String(p.fields['number']) }
}

describe('candidates', () => {
  test('bad rows say all that is wrong; listed twice is one and the same; places and half days are kept; undo gives them back', async () => {
    const p = await opened({ seats: 3 })
    const [one, two] = [aPerson({ plan: p.number }), aPerson({ plan: p.number })]
    const checked = await prepared(
      candidates,
      [
        one,
        { ...one },
        { ...two, identity: '141002199001050011' },
        { ...two, plan: 'PJ20260101-00000000', declared: '学徒期满，会开车' },
      ],
      A,
    )
    expect(codes(checked[2]!).length).toBeGreaterThan(0)
    expect(codes(checked[3]!)).toEqual(['plan:PLAN_UNKNOWN', 'declared:DECLARATION_UNKNOWN'])
    // The import centre folds equal rows by identity and content.
    expect([checked[0]!.identity, checked[0]!.contentHash]).toEqual([checked[1]!.identity, checked[1]!.contentHash])

    const batch = await bring(candidates, [one, two], A)
    const known = await house.db.snapshot((tx) => candidates.known(tx, [checked[0]!.identity!]))
    expect(known.get(checked[0]!.identity!)).toBe(checked[0]!.contentHash)
    // A person in two plans of one half day.
    const q = await opened({ place: '另一考点' })
    const again = await prepared(candidates, [{ ...one, plan: q.number }], A)
    const against = await house.db.snapshot((tx) => candidates.against!(tx, ready(again)))
    expect(against.get(2)!.map((f) => f.code)).toEqual(['PERSON_CLASH'])
    expect(await write(candidates, again, house.office.world.id())).toEqual([again[0]!.identity])
    // More than there are places.
    const many = await prepared(candidates, [aPerson({ plan: p.number }), aPerson({ plan: p.number })], A)
    const full = await house.db.snapshot((tx) => candidates.against!(tx, ready(many)))
    expect([...full.keys()]).toEqual([3])
    expect(await write(candidates, many, house.office.world.id())).toHaveLength(2)

    const done = await house.db.tx((tx) => candidates.undo(tx, house.office, batch))
    expect('changes' in done).toBe(true)
    const [seats] = await house.behind('select taken from assessment.plan_seats where plan_id = $1', [p.id])
    expect(seats.taken).toBe(0)
    expect(
      await house.behind('select count(*)::int as n from assessment.person_slot where plan_id = $1', [p.id]),
    ).toEqual([{ n: 0 }])
    expect(await write(candidates, again, house.office.world.id())).toEqual([])
  })

  test('of another body: no plan is known', async () => {
    const p = await opened()
    const [row] = await prepared(candidates, [aPerson({ plan: p.number })], clerkOf(WORKS))
    expect(codes(row!)).toEqual(['plan:PLAN_UNKNOWN'])
  })

  test('three thousand: brought in, reviewed, seated without a clash', async () => {
    const count = 3000
    const p = await opened({ seats: count, place: '市体育馆' })
    const rows: Row[] = Array.from({ length: count }, (_, i) => ({
      plan: p.number,
      name: `考生${['王', '李', '张'][i % 3]}${'一二三四五六七八九十'[i % 10]}`,
      identity: anIdentityNumber(
        `19${60 + (i % 40)}-1${i % 3}-2${i % 9}`,
        i % 2 ? 'male' : 'female',
        Math.floor(i / 2) % 500,
      ),
      declared: '学徒期满',
    }))
    const unique = [...new Map(rows.map((r) => [r['identity'], r])).values()]
    const checked = await prepared(candidates, unique, A)
    const batch = house.office.world.id()
    for (let at = 0; at < checked.length; at += 1000)
      expect(await write(candidates, checked.slice(at, at + 1000), batch)).toEqual([])
    const [{ n }] = (await house.behind(
      'select count(*)::int as n from assessment.application_case where plan_id = $1 and eligible',
      [p.id],
    )) as [{ n: number }]
    expect(n).toBe(unique.length)
    await plan(p.id, 'admitAll', B)
    house.day('2026-04-01')
    const rooms = Array.from({ length: 100 }, (_, i) => `${i + 1}号考场=30`)
    await plan(p.id, 'seat', A, { rooms, examiners: await house.examiners(300) })
    const [seated] = await house.behind(
      `select count(*)::int as seats, count(distinct (half, room, seat_no))::int as places, count(distinct application_id)::int as people,
         (select max(n) from (select count(*) as n from assessment.seat where plan_id = $1 group by half, room) r)::int as fullest
       from assessment.seat where plan_id = $1`,
      [p.id],
    )
    expect(seated).toMatchObject({ seats: 2 * unique.length, places: 2 * unique.length, people: unique.length })
    expect(seated.fullest).toBeLessThanOrEqual(30)
    const lines = await house.read('assessment.planLines', { plan: p.id, state: 'seated' }, A)
    expect(lines.rows).toHaveLength(unique.length)
    await expect(house.read('assessment.planLines', { plan: p.id }, clerkOf(WORKS))).rejects.toBeInstanceOf(Failure)
  })
})

test('examiners: cards once, with their person', async () => {
  const row = {
    ...aPerson(),
    card: 'KP-1',
    grade: '高级考评员',
    occupation: '焊工',
    organisation: '临汾钢铁有限公司',
    validFrom: '2024-01-01',
    validTo: '2026-12-31',
  }
  const [bad] = await prepared(
    examiners,
    [{ ...row, occupation: '飞行员', organisation: '无此单位', validTo: '2023-01-01' }],
    handler,
  )
  expect(codes(bad!)).toEqual(['occupation:OCC_UNKNOWN', 'organisation:ORG_UNKNOWN', 'validTo:VALID_ORDER'])
  const batch = await bring(examiners, [row], handler)
  expect(await write(examiners, await prepared(examiners, [row], handler), house.office.world.id())).toEqual(['KP-1'])
  expect('changes' in (await house.db.tx((tx) => examiners.undo(tx, house.office, batch)))).toBe(true)
})

test('an employer: posts, roster, who lacks what, who may go on, and the nearest plan', async () => {
  house.day('2026-03-10')
  const clerk = clerkOf(WORKS, 'a')
  const [wrong] = await prepared(posts, [{ post: '电焊一班', occupation: '焊工工', level: '七级' }], clerk)
  expect(codes(wrong!)).toEqual(['occupation:OCC_UNKNOWN', 'level:LEVEL_UNKNOWN'])
  await bring(
    posts,
    [
      { post: '电焊一班', occupation: '焊工', level: '五级/初级工' },
      { post: '电焊技师', occupation: '6-18-02-04', level: '三级' },
    ],
    clerk,
  )
  const people = Array.from({ length: 4 }, () => aPerson({ post: '电焊一班', from: '2015-03-01' }))
  const [unknown] = await prepared(roster, [{ ...people[0]!, post: '车工班', from: '2030-01-01' }], clerk)
  expect(codes(unknown!)).toEqual(['post:POST_UNKNOWN', 'from:FROM_AHEAD'])
  people[3]!['post'] = '电焊技师'
  const batch = await bring(roster, people, clerk)
  const ids = (
    await house.behind('select person_id from assessment.roster where batch_id = $1 order by person_id', [batch])
  ).map((r) => r.person_id as string)
  // Two hold level 5; the one who needs level 3 holds level 5, too.
  const byPost = await house.behind(
    'select person_id, post from assessment.roster where batch_id = $1 order by post desc, person_id',
    [batch],
  )
  const senior = byPost.find((r) => r.post === '电焊技师')!.person_id as string
  await house.db.tx((tx) => aCertificate(tx, house.office, { personId: senior, levelRank: 1, organisationId: SCHOOL }))
  await house.behind(
    `insert into people.employment (person_id, spell_no, organisation_id, occupation_code, from_on, source) select id, 1, $2, '6-18-02-04', '2015-03-01', 'declared' from unnest($1::uuid[]) id`,
    [ids, WORKS],
  )
  const open = await opened(
    { organisation: WORKS, audience: 'own-staff', place: '一号车间', level: 'level-5', examOn: '2026-04-13' },
    clerk,
  )

  const answer = await house.read('assessment.planner', { organisation: WORKS }, clerk)
  expect([answer.total, answer.gaps]).toEqual([4, 4])
  const row = answer.rows.find((r: { person: string }) => r.person === senior)
  expect([row.held.id, row.asked.id, row.next.id, row.gap]).toEqual(['level-5', 'level-3', 'level-4', true])
  const junior = answer.rows.find((r: { person: string }) => r.person !== senior)
  expect([junior.held, junior.next.id, junior.ready, junior.plan.number]).toEqual([null, 'level-5', true, open.number])
  expect(
    (await house.read('assessment.planner', { organisation: WORKS, show: 'ready', limit: 2 }, clerk)).rows,
  ).toHaveLength(2)
  await expect(house.read('assessment.planner', { organisation: WORKS }, A)).rejects.toBeInstanceOf(Failure)

  const gaps = async (asOf: string) => {
    await house.measures.pull()
    const words = { asOf, knownOn: '2026-12-31', where: { organisation: WORKS } }
    const m = house.measures.get('assessment.planner-gaps')
    if (m.kind !== 'stock') throw new Error('a stock')
    const inMemory = (await house.measures.answer(m.id, words, 'staff')).value
    const [r] = await house.behind(
      'select count(*)::int as n from assessment.gap where organisation_id = $1 and seen_on <= $2 and (closed_on is null or closed_on > $2)',
      [WORKS, asOf],
    )
    expect(inMemory).toBe(r.n)
    return inMemory
  }
  expect(await gaps('2026-03-10')).toBe(4)
  // A worker of the roster may apply at the own works, and a certificate closes the gap from the next night on.
  house.day('2026-03-11')
  const other = ids.find((x) => x !== senior)!
  const application = await house.open('assessment.application', { plan: open.id, person: other }, clerk)
  expect(application.fields['eligible']).toBe(true)
  await house.db.tx((tx) => aCertificate(tx, house.office, { personId: other, levelRank: 1, organisationId: SCHOOL }))
  await refreshAllGaps(house.db, house.office)
  expect(await gaps('2026-03-11')).toBe(3)
  expect(await gaps('2026-03-10')).toBe(4)
  expect('inTheWay' in (await house.db.tx((tx) => posts.undo(tx, house.office, house.office.world.id())))).toBe(false)
})

test('the public sees plans that are open, and results only while they are publicised, masked', async () => {
  const p = await opened({ place: '公开考点' })
  const persons = await house.persons(2)
  const apps = []
  for (const person of persons) apps.push(await house.open('assessment.application', { plan: p.id, person }, A))
  const open = await house.read('assessment.openPlans', { occupation: '6-18' })
  const mine = open.rows.find((r: { plan: string }) => r.plan === p.id)
  expect([mine.left, mine.examOn, mine.body.name]).toEqual([48, '2026-04-15', '临汾市平阳技工学校'])
  await plan(p.id, 'admitAll', B)
  house.day('2026-04-01')
  await plan(p.id, 'seat', A, { rooms: ['公1=30'], examiners: await house.examiners(3) })
  house.day('2026-04-15')
  const act = (id: string, a: string, actor = A, input = {}) => house.act('assessment.application', id, a, actor, input)
  for (const x of apps) {
    await act(x.id, 'mark', A, { theoryCenti: 8000, skillCenti: 8000 })
    await act(x.id, 'confirm', B, { theoryCenti: 8000, skillCenti: 8000 })
  }
  await plan(p.id, 'examine')
  expect((await house.read('assessment.publicPlan', { id: p.id })).results).toEqual([])
  await plan(p.id, 'publish')
  const shown = await house.read('assessment.publicPlan', { id: p.id })
  expect(shown.results).toHaveLength(2)
  expect(JSON.stringify(shown.results)).not.toMatch(/考生\d/)
  house.day('2026-05-20')
  expect((await house.read('assessment.publicPlan', { id: p.id })).results).toEqual([])
  house.day('2026-03-02')
  const draft = await house.open('assessment.plan', aPlan(), A)
  await expect(house.read('assessment.publicPlan', { id: draft.id })).rejects.toBeInstanceOf(Failure)
})
