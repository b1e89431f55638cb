import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyJournal } from '../../../kernel/journal/verify.ts'
import { sealedTableOf } from '../../../kernel/records/define.ts'
import { Failure } from '../../../kernel/values/fail.ts'
import { aNationalScheme, aWorldSkillsScheme } from '../factory.ts'
import { aspectsOf, type MarkingScheme } from '../marking/scheme.ts'
import { drawOrder, seedHash } from './draw.ts'
import { recompute } from './recompute.ts'
import { aJudge, type CompetitionsHouse, competitionsHouse, officers, SCHOOL } from './testing.ts'

const EVENT = 'competitions.event'
const SHEET = 'competitions.sheet'
const { handler, reviewer, leader } = officers
let house: CompetitionsHouse
beforeAll(async () => {
  house = await competitionsHouse()
})
afterAll(() => house?.close())

const refused = async (work: Promise<unknown>): Promise<Failure> => {
  const e = await work.then(
    () => undefined,
    (x: unknown) => x,
  )
  expect(e).toBeInstanceOf(Failure)
  return e as Failure
}
const codes = (e: Failure) => e.findings.map((f) => f.code)
/** What the command line verifies, but for the organisations, which the test put in as they are. */
const seals = () =>
  [...house.office.records.values()]
    .filter((r) => r.sealed && r.id !== 'directory.organisation')
    .map((r) => sealedTableOf(r))
const recomputeNow = (id: string) => house.db.snapshot((tx) => recompute(tx, id))
const judges = (n: number, prefix: string) => Array.from({ length: n }, (_, i) => `${prefix}${i + 1}`)
type Sheets = Awaited<ReturnType<CompetitionsHouse['start']>>
const mark = (sheet: Sheets[number], secretNo: number, aspect: string, value: number, key?: string) =>
  house.act(SHEET, sheet.case_id, 'mark', { secretNo, aspect, value }, aJudge(sheet.judge_key), key)

/** One judge, outright points: a ranking as the test wants it, with few acts. */
const plainScheme = (over: Partial<MarkingScheme> = {}): MarkingScheme => ({
  ...aNationalScheme(),
  weights: { theory: 0, skill: 100 },
  judges: 1,
  measurements: 'agreed',
  criteria: [
    {
      id: 'A',
      title: '操作',
      part: 'skill',
      module: 'A',
      subCriteria: [
        { id: 'A1', title: '操作', aspects: [{ id: 'A1', title: '得分', marksMax: 10_000, how: { kind: 'points' } }] },
      ],
    },
  ],
  ...over,
})
async function markAndSign(id: string, sheets: Sheets, skillNo: number, order: readonly string[]) {
  const numbers = await house.secretNumbers(id, skillNo)
  const sheet = sheets.find((s) => s.skill_no === skillNo)!
  for (const [i, p] of order.entries()) await mark(sheet, numbers.get(p)!, 'A1', 9000 - 100 * i)
  await house.act(SHEET, sheet.case_id, 'sign', {}, aJudge(sheet.judge_key))
}

describe('before the start', () => {
  test('judges: drawn by the bound seed, odd, none with a relation; the draw can be done again by anybody', async () => {
    const id = await house.event({}, [{}])
    const people = [await house.person(), await house.person(), await house.person()]
    await house.fill(id, 1, aWorldSkillsScheme(), judges(5, 'j'), people)
    await house.act(
      EVENT,
      id,
      'nameJudge',
      { skillNo: 1, judgeKey: 'uncle', name: '舅舅', relation: '选手的舅舅' },
      handler,
    )
    await house.act(EVENT, id, 'nameJudge', { skillNo: 1, judgeKey: people[0], name: '选手本人' }, handler)
    const before = await house.read('competitions.eventPage', { id })
    expect(before.drawSeed).toBeNull()
    expect(before.skills[0].places).toEqual([])
    const sheets = await house.start(id)
    expect(sheets).toHaveLength(6)
    const { drawSeed, drawHash } = await house.read('competitions.eventPage', { id })
    expect(drawHash).toBe(before.drawHash)
    const seed = Buffer.from(drawSeed, 'hex')
    expect(seedHash(seed)).toBe(drawHash)
    const again = drawOrder(seed, 'judges 1', judges(5, 'j'), (j) => j).slice(0, 3)
    expect(sheets.filter((s) => s.module === 'A').map((s) => s.judge_key)).toEqual(again)
    const secrets = await house.behind('select secret_no from competitions.entry where event_id = $1 order by 1', [id])
    expect(secrets.map((r) => r.secret_no)).toEqual([1, 2, 3])
  })

  test('not locked without scheme, judges, entries: all is said at once; entries by eligibility', async () => {
    const id = await house.event({}, [{}, { levelLeast: 'level-3' }, { teamSize: 2 }])
    await house.act(EVENT, id, 'putScheme', { skillNo: 2, scheme: JSON.stringify(plainScheme()) }, handler)
    expect(codes(await refused(house.act(EVENT, id, 'lock', {}, reviewer))).sort()).toEqual([
      'JUDGES_FEW',
      'NO_ENTRY',
      'NO_ENTRY',
      'NO_ENTRY',
      'SCHEME_MISSING',
      'SCHEME_MISSING',
    ])
    const [low, high] = [await house.person('李低', 2), await house.person('李高', 3)]
    const enter = (skillNo: number, person: string, more = {}) =>
      house.act(EVENT, id, 'enter', { skillNo, person, ...more }, handler)
    expect(codes(await refused(enter(2, low)))).toEqual(['LEVEL_LACKING'])
    await enter(2, high)
    expect(codes(await refused(enter(2, high)))).toEqual(['ENTERED_TWICE'])
    expect(codes(await refused(enter(3, low)))).toEqual(['TEAM_SIZE'])
    expect(codes(await refused(enter(3, low, { person2: low })))).toEqual(['PERSON_TWICE'])
    expect(codes(await refused(enter(1, house.world.id())))).toEqual(['PERSON_UNKNOWN'])
    expect(codes(await refused(enter(9, low)))).toEqual(['SKILL_UNKNOWN'])
    await enter(3, low, { person2: high })
    const bad = await refused(
      house.act(EVENT, id, 'putScheme', { skillNo: 1, scheme: JSON.stringify(plainScheme({ judges: 2 })) }, handler),
    )
    expect(codes(bad)).toEqual(['JUDGES_EVEN'])
    // The database holds it, too.
    await expect(
      house.behind('update competitions.skill set judges = 2 where event_id = $1 and skill_no = 2', [id]),
    ).rejects.toThrow('skill_judges_odd')
  })
})

describe('sheets', () => {
  test('only the judge marks, only what fits; signed and locked; another person opens it again', async () => {
    const id = await house.event({}, [{}])
    const people = [await house.person(), await house.person()]
    await house.fill(id, 1, plainScheme(), ['solo'], people)
    const [sheet] = (await house.start(id)) as [Sheets[number]]
    const input = { secretNo: 1, aspect: 'A1', value: 5000 }
    expect((await refused(house.act(SHEET, sheet.case_id, 'mark', input, aJudge('other')))).code).toBe('NotFound')
    expect((await refused(house.act(SHEET, sheet.case_id, 'mark', input, handler))).code).toBe('NotAllowed')
    expect(codes(await refused(mark(sheet, 7, 'Z9', 10_001))).sort()).toEqual(['ASPECT_UNKNOWN', 'ENTRY_UNKNOWN'])
    expect(codes(await refused(mark(sheet, 1, 'A1', 10_001)))).toEqual(['MARK_VALUE'])
    await mark(sheet, 1, 'A1', 5000)
    expect(codes(await refused(house.act(SHEET, sheet.case_id, 'sign', {}, aJudge('solo'))))).toEqual(['MARK_MISSING'])
    await house.act(EVENT, id, 'recordAbsence', { skillNo: 1, secretNo: 2 }, handler)
    // A correction is a later mark; the first one stays.
    await mark(sheet, 1, 'A1', 6000)
    expect(codes(await refused(house.act(EVENT, id, 'publish', {}, reviewer)))).toEqual(['SHEET_OPEN'])
    await house.act(SHEET, sheet.case_id, 'sign', {}, aJudge('solo'))
    expect((await refused(mark(sheet, 1, 'A1', 9000))).code).toBe('WrongState')
    expect((await refused(house.act(SHEET, sheet.case_id, 'reopen', { note: '误记' }, aJudge('solo')))).code).toBe(
      'NotAllowed',
    )
    await house.act(SHEET, sheet.case_id, 'reopen', { note: '误记' }, reviewer)
    await mark(sheet, 1, 'A1', 7000)
    await house.act(SHEET, sheet.case_id, 'sign', {}, aJudge('solo'))
    await expect(
      house.behind('update competitions.sheet_case set signed_by = $2 where case_id = $1', [sheet.case_id, 'wang']),
    ).rejects.toThrow('sheet_signed')
    await house.act(EVENT, id, 'publish', {}, reviewer)
    const { skills } = await house.read('competitions.eventPage', { id })
    expect(skills[0].places.map((p: { total: number; names: string[] }) => [p.total, p.names])).toEqual([
      [7000, [expect.stringMatching(/^王/)]],
    ])
    expect(skills[0].places[0].names[0]).not.toBe('王小强')
    expect(skills[0].absent).toBe(1)
    const grid = await house.read('competitions.sheetGrid', { id: sheet.case_id }, aJudge('solo'))
    expect(grid).toMatchObject({ running: false, entries: [1], marks: [{ secretNo: 1, aspect: 'A1', value: 7000 }] })
    expect((await refused(house.read('competitions.sheetGrid', { id: sheet.case_id }, aJudge('other')))).code).toBe(
      'NotFound',
    )
    const marks = await house.behind('select value from competitions.mark where event_id = $1 order by given_no', [id])
    expect(marks.map((m) => m.value)).toEqual([5000, 6000, 7000])
    // An objection that is upheld stands in the way until the results are taken back.
    await house.act(EVENT, id, 'recordObjection', { objection: '第二模块计时有误' }, handler)
    house.day('2026-04-30')
    const close = () =>
      house.act(EVENT, id, 'close', { organisation: SCHOOL, document: '临人社发〔2026〕40号' }, leader)
    expect(codes(await refused(close()))).toEqual(['OBJECTION_OPEN'])
    await house.act(EVENT, id, 'settleObjection', { objectionNo: 1, outcome: 'upheld', note: '计时有误' }, reviewer)
    expect(codes(await refused(close()))).toEqual(['OBJECTION_OPEN'])
    await house.act(EVENT, id, 'reopen', { note: '重新评定' }, reviewer)
    await house.act(SHEET, sheet.case_id, 'reopen', { note: '重新评定' }, reviewer)
    await mark(sheet, 1, 'A1', 7500)
    await house.act(SHEET, sheet.case_id, 'sign', {}, aJudge('solo'))
    await house.act(EVENT, id, 'publish', {}, reviewer)
    expect(codes(await refused(close()))).toEqual(['NOTICE_RUNS'])
    expect((await recomputeNow(id))!.equal).toBe(true)
  })

  test('a mark changed around the program is found by computing again', async () => {
    house.day('2026-03-02')
    const id = await house.event({}, [{}])
    const people = [await house.person(), await house.person()]
    await house.fill(id, 1, plainScheme(), ['solo'], people)
    const sheets = await house.start(id)
    await markAndSign(id, sheets, 1, people)
    await house.act(EVENT, id, 'publish', {}, reviewer)
    expect(await recomputeNow(id)).toMatchObject({ equal: true, skills: [{ equal: true }] })
    const now = await house.read('competitions.recomputed', { id }, reviewer)
    expect(now.skills[0].published).toBe(now.skills[0].recomputed)
    await house.behind('update competitions.mark set value = value + 1 where event_id = $1 and secret_no = 1', [id])
    expect(await recomputeNow(id)).toMatchObject({ equal: false, skills: [{ equal: false }] })
    expect((await recomputeNow(id))!.sheets).toEqual([expect.stringContaining('裁判 1')])
    await house.behind('update competitions.mark set value = value - 1 where event_id = $1 and secret_no = 1', [id])
  })
})

test('twelve skills, thirty entrants each, ninety judges’ devices at once: nothing lost, recomputed byte for byte', async () => {
  house.day('2026-03-02')
  const panelOf = (s: number) => (s < 9 ? 7 : 9)
  const scheme = (s: number): MarkingScheme => {
    const base = aWorldSkillsScheme({ judges: panelOf(s) })
    const [judged, measured] = aspectsOf(base).map((a) => a.aspect)
    const how = measured!.how
    if (how.kind !== 'stepped') throw new Error('the second aspect is measured')
    const steps = how.steps.map((x, i) => ({ ...x, marks: i * 3000 }))
    return {
      ...base,
      criteria: [
        {
          ...base.criteria[0]!,
          subCriteria: [
            {
              id: 'A1',
              title: '成品',
              aspects: [
                { ...judged!, marksMax: 4000 },
                { ...measured!, marksMax: 6000, how: { ...how, steps } },
              ],
            },
          ],
        },
      ],
    }
  }
  const skills = Array.from({ length: 12 }, (_, s) => s)
  const id = await house.event(
    { style: 'worldskills' },
    skills.map((s) => ({ title: `赛项${s + 1}` })),
  )
  const people: string[] = []
  for (let i = 0; i < 30; i++) people.push(await house.person())
  for (const s of skills) await house.fill(id, s + 1, scheme(s), judges(panelOf(s), `d${s}-`), people)
  const sheets = await house.start(id)
  expect(sheets).toHaveLength(90)
  // Judgements near each other, one measurement for all: what a sound panel gives.
  const given = (sheet: Sheets[number], entry: number, aspect: string) =>
    aspect === 'A1'
      ? ((entry * 7 + sheet.skill_no) % 3) + ((sheet.judge_no + entry) % 2)
      : ((entry * 5 + sheet.skill_no * 3) % 3) * 3000
  let replays = 0
  await Promise.all(
    sheets.map(async (sheet) => {
      for (let entry = 1; entry <= 30; entry++)
        for (const aspect of ['A1', 'A2']) {
          const key = `${sheet.case_id}/${entry}/${aspect}`
          await mark(sheet, entry, aspect, given(sheet, entry, aspect), key)
          // A device that heard no answer sends again.
          if (entry % 10 === 0) {
            replays++
            await mark(sheet, entry, aspect, given(sheet, entry, aspect), key)
          }
        }
      await house.act(SHEET, sheet.case_id, 'sign', {}, aJudge(sheet.judge_key))
    }),
  )
  expect(replays).toBe(540)
  const [{ n }] = (await house.behind('select count(*)::int as n from competitions.mark where event_id = $1', [
    id,
  ])) as [{ n: number }]
  expect(n).toBe(90 * 30 * 2)
  await house.act(EVENT, id, 'publish', {}, reviewer)
  const again = (await recomputeNow(id))!
  expect(again.skills).toHaveLength(12)
  expect(again.equal).toBe(true)
  // Against an oracle that knows only the values sent.
  const page = await house.read('competitions.eventPage', { id })
  for (const s of page.skills) {
    const of = sheets.filter((x) => x.skill_no === s.no)
    for (const p of s.places) {
      const sum = of.reduce((t, x) => t + given(x, p.secretNo, 'A1'), 0)
      expect(p.total).toBe(Math.round((sum * 4000) / (of.length * 3) + 1e-9) + given(of[0]!, p.secretNo, 'A2'))
    }
    expect(s.places[0].medal.id).toBe('gold')
  }
  const report = await house.db.snapshot((tx) => verifyJournal(tx, seals(), () => true))
  expect(report.problems).toEqual([])
}, 240_000)

test('two national-style events of one year: levels, one up, honours, the cap of the year, certificates', async () => {
  house.day('2026-03-02')
  const block = (levelLetter: string) =>
    house.open(
      'credentials.numbers',
      {
        organisation: SCHOOL,
        prefix: 'S000014000007',
        year: 2026,
        levelLetter,
        firstSerial: 1,
        lastSerial: 100,
        document: '晋技鉴函〔2026〕1号',
      },
      handler,
    )
  for (const letter of ['1', '2', '3', '4']) await block(letter)
  const names = ['赵', '钱', '孙', '李', '周', '吴', '郑', '冯', '陈', '褚', '卫', '蒋']
  // Ranks held before: technician 4, senior technician 5, senior worker 3.
  const before = [3, 4, 5, null, 3, 3, 3, 3, 3, 3, 3, 3]
  const workers: string[] = []
  for (const [i, n] of names.entries()) workers.push(await house.person(`${n}一`, before[i]!))
  const students = [await house.person('学一'), await house.person('学二', 3), await house.person('学三')]

  const first = await house.event({ heldOn: '2026-04-10', endedOn: '2026-04-11' }, [{}, { group: 'students' }])
  await house.fill(first, 1, plainScheme(), ['p1'], workers)
  await house.fill(first, 2, plainScheme(), ['p2'], students)
  const second = await house.event({ tier: 'city-2', heldOn: '2026-05-20', endedOn: '2026-05-20' }, [
    {},
    { group: 'students' },
  ])
  // The first of the first event wins here again; the twelfth, who gained nothing there, is second; then one who was not there.
  const stranger = await house.person('外一', 3)
  const fresh = await house.person('新一')
  const order2 = [workers[0]!, workers[11]!, workers[2]!, stranger, fresh]
  await house.fill(second, 1, plainScheme(), ['p3'], order2)
  await house.fill(second, 2, plainScheme(), ['p4'], [students[2]!, students[1]!])

  const run = async (id: string, orders: string[][], heldOn: string, closeOn: string) => {
    house.day(heldOn)
    const sheets = await house.start(id)
    for (const [i, order] of orders.entries()) await markAndSign(id, sheets, i + 1, order)
    await house.act(EVENT, id, 'publish', {}, reviewer)
    const closing = { organisation: SCHOOL, document: '临人社发〔2026〕40号' }
    expect(codes(await refused(house.act(EVENT, id, 'close', closing, leader)))).toEqual(['NOTICE_RUNS'])
    house.day(closeOn)
    // Whoever published does not promote.
    expect(codes(await refused(house.act(EVENT, id, 'close', closing, reviewer)))).toEqual(['TWO_PERSONS'])
    await house.act(EVENT, id, 'close', closing, leader)
    const rows = await house.behind(
      'select person_id, skill_no, place, why, level_rank, honours, certificate_id from competitions.placing where event_id = $1',
      [id],
    )
    return (skill: number, person: string) => {
      const r = rows.find((x) => x.skill_no === skill && x.person_id === person)!
      return [r.place, r.level_rank, r.why, ...r.honours]
    }
  }
  const a = await run(first, [workers, students], '2026-04-10', '2026-04-28')
  expect(workers.map((w) => a(1, w))).toEqual([
    [1, 4, 'granted', 'city-expert'],
    [2, 5, 'granted-next'],
    [3, null, 'held'],
    [4, 4, 'granted'],
    ...[5, 6, 7, 8, 9, 10].map((place) => [place, 4, 'granted']),
    [11, null, 'no-line'],
    [12, null, 'no-line'],
  ])
  expect(students.map((s) => a(2, s))).toEqual([
    [1, 3, 'granted'],
    [2, null, 'held'],
    [3, 3, 'granted'],
  ])
  const b = await run(second, [order2, [students[2]!, students[1]!]], '2026-05-20', '2026-06-10')
  expect(order2.map((p) => b(1, p))).toEqual([
    [1, null, 'held'],
    [2, 4, 'granted-next'],
    [3, null, 'held'],
    [4, 4, 'granted-next'],
    [5, 3, 'granted'],
  ])
  // Level 3 for the third student came by the first event: level 4 is below it.
  expect(b(2, students[2]!)).toEqual([1, null, 'held'])

  // A third event in the same year: whoever gained may not gain again; a student of the year before may.
  const third = await house.event({ heldOn: '2026-09-10', endedOn: '2026-09-10' }, [{}])
  await house.fill(third, 1, plainScheme(), ['p5'], [workers[0]!, stranger, workers[10]!])
  const c = await run(third, [[workers[0]!, stranger, workers[10]!]], '2026-09-10', '2026-09-28')
  expect(c(1, workers[0]!)).toEqual([1, null, 'year', 'city-expert'])
  expect(c(1, stranger)).toEqual([2, null, 'year'])
  expect(c(1, workers[10]!)).toEqual([3, 4, 'granted'])
  // Selection events lead to nothing.
  const selection = await house.event({ awards: false, heldOn: '2027-03-10', endedOn: '2027-03-10' }, [{}])
  await house.fill(selection, 1, plainScheme(), ['p6'], [workers[11]!])
  const d = await run(selection, [[workers[11]!]], '2027-03-10', '2027-03-30')
  expect(d(1, workers[11]!)).toEqual([1, null, 'no-awards'])

  // Every promotion has its certificate, in the name of the person, by its rule.
  const certificates = await house.behind(
    `select p.person_id = c.person_id as same, c.level_rank = p.level_rank as level, e.source from competitions.placing p
     join credentials.certificate c on c.certificate_id = p.certificate_id join credentials.entitlement e on e.person_id = c.person_id and e.entitlement_id = c.entitlement_id
     where p.event_id = any($1)`,
    [[first, second, third]],
  )
  expect(certificates).toHaveLength(9 + 2 + 3 + 1)
  for (const r of certificates) expect(r).toEqual({ same: true, level: true, source: 'promotion' })
  // The cap of the year is the database's: the same slot twice is refused.
  await expect(
    house.behind(
      `insert into competitions.placing select person_id, gen_random_uuid(), gen_random_uuid(), skill_no, tier, county_code, group_id, occupation_code, held_on, known_on, known_to,
         place, medal, why, level_rank, year, year_slot, promoted, certificate_id, honours, document from competitions.placing where person_id = $1 and promoted`,
      [workers[0]],
    ),
  ).rejects.toThrow('placing_year')

  await house.measures.pull()
  const ask = async (measure: string) =>
    (await house.measures.answer(measure, { from: '2026-01-01', to: '2027-12-31' }, 'staff')).value
  expect(await ask('competitions.promotions')).toBe(15)
  expect(await ask('competitions.entrants')).toBe(15 + 7 + 3 + 1)
  expect(await ask('competitions.events-held')).toBe(4)
  const report = await house.db.snapshot((tx) => verifyJournal(tx, seals(), () => true))
  expect(report.problems).toEqual([])
}, 120_000)
