import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../../kernel/access/actor.ts'
import { verifyJournal } from '../../../kernel/journal/verify.ts'
import { readQuestion } from '../../../kernel/measures/question.ts'
import { sealedTableOf } from '../../../kernel/records/define.ts'
import { Failure } from '../../../kernel/values/fail.ts'
import { addDays, type PlainDate, plainDate } from '../../../kernel/values/plain-date.ts'
import { seededRandom } from '../../../kernel/values/world.ts'
import {
  aClerk,
  aLicence,
  anApplication,
  anOfficer,
  anOfficerOfAll,
  needsOf,
  type OrganisationSeed,
} from '../factory.ts'
import { listingFacts, trainingInstitutions } from '../facts.ts'
import { listingProcess } from '../processes/listing.process.ts'
import { listingPeriod, organisation as organisationRecord } from '../records.ts'
import * as q from './organisation.sql.ts'
import { type DirectoryHouse, directoryHouse } from './testing.ts'

const L = 'directory.listing'
let house: DirectoryHouse
beforeAll(async () => {
  house = await directoryHouse()
})
afterAll(() => house?.close())

const wang = anOfficer('handler', 'wang')
const zhao = anOfficer('reviewer', 'zhao')
const chen = anOfficer('leader', 'chen')
const licence = (id = '') => ({ id: house.world.id(), ...aLicence(id) })
const refused = async (work: Promise<unknown>): Promise<Failure> => {
  const e = await work.then(
    () => undefined,
    (x: unknown) => x,
  )
  expect(e).toBeInstanceOf(Failure)
  return e as Failure
}
const codes = (e: Failure) => e.findings.map((f) => f.code)
const school = (over: Partial<OrganisationSeed> = {}) => house.addOrganisation(over, licence())

/** Brings a new school's case as far as asked, by different persons. */
async function caseIn(state: string, over: Partial<OrganisationSeed> = {}) {
  const o = await school(over)
  const clerk = aClerk(o.id)
  const { id } = await house.open(L, anApplication(o.id), clerk)
  const on = (act: string, actor: Actor) => house.act(L, id, act, actor)
  const today = house.world.today()
  if (state === 'applied') return { o, clerk, id }
  if (state === 'withdrawn') await on('withdraw', clerk)
  else {
    await on('accept', wang)
    if (state === 'returned') await on('return', zhao)
    else if (state === 'refused') await on('refuse', zhao)
    else if (state !== 'reviewing') {
      await on('publicise', zhao)
      if (state !== 'publicised') {
        house.day(addDays(today, 20))
        await on('list', chen)
        if (state === 'suspended') await on('suspend', zhao)
        if (state === 'removed') await on('remove', zhao)
      }
    }
  }
  return { o, clerk, id }
}

describe('an institution from another county of the province', () => {
  test('applies, is reviewed by different officers, publicised, listed, suspended; every day between is right', async () => {
    house.day('2026-03-02')
    const o = await school({
      name: '运城市盐湖区河东职业培训学校',
      county: '140802',
      legalRepresentative: '欧阳建国',
      creditCode: '52140802MJ0000001X',
    })
    const clerk = aClerk(o.id)
    const answers: { day: PlainDate; known: PlainDate; value: number }[] = []
    const truth = new Map<PlainDate, 'listed' | 'suspended' | undefined>()
    const base = await inSql(plainDate('2026-03-02'), plainDate('2026-03-02'))
    let status: 'listed' | 'suspended' | undefined
    let at = plainDate('2026-03-01')
    /** Lets the days pass up to a day, and keeps what was published at the end of each. */
    const passTo = async (day: string) => {
      while (at < day) {
        truth.set(at, status)
        house.day(at)
        for (const back of [0, 3]) {
          const asOf = addDays(at, -back)
          answers.push({ day: asOf, known: at, value: await inSql(asOf, at) })
        }
        at = addDays(at, 1)
      }
      house.day(at)
    }
    await passTo('2026-03-03')
    const opened = await house.open(L, anApplication(o.id), clerk)
    // Its own county is none of the city's: the city receives it.
    expect(opened.jurisdiction).toBe('141000')
    expect(opened.fields['county']).toBe('141000')
    const countyOfficer = anOfficer('handler', 'liu', '141002')
    expect((await refused(house.act(L, opened.id, 'accept', countyOfficer))).code).toBe('NotFound')
    expect((await house.read('directory.notices', {})).rows).toEqual([])

    await passTo('2026-03-04')
    await house.act(L, opened.id, 'accept', wang)
    await passTo('2026-03-06')
    const returned = await house.act(L, opened.id, 'return', zhao)
    expect(returned.fields).toMatchObject({ returnReasons: ['venue-unproved'], decisionNote: '请补充场地证明。' })
    const again = await house.act(L, opened.id, 'resubmit', clerk, {
      occupations: ['6-18-02-04'],
      levelHighest: 'level-4',
    })
    expect(again.fields).toMatchObject({ occupations: ['6-18-02-04'], levelHighest: 'level-4', returnReasons: null })

    await passTo('2026-03-09')
    const publicised = await house.act(L, opened.id, 'publicise', zhao)
    // Monday; five working days after it end on the next Monday.
    expect(publicised.fields).toMatchObject({ noticeFrom: '2026-03-09', noticeUntil: '2026-03-16' })
    expect(publicised.dueOn).toBe('2026-03-16')
    expect(codes(await refused(house.act(L, opened.id, 'list', chen)))).toEqual(['NOTICE_RUNS'])

    await passTo('2026-03-16')
    const notices = await house.read('directory.notices', {})
    expect(notices.rows).toEqual([
      expect.objectContaining({
        name: '运城市盐湖区河东职业培训学校',
        noticeUntil: '2026-03-16',
        legalRepresentative: expect.stringMatching(/^欧阳\*/),
        occupations: [{ code: '6-18-02-04', name: { zh: '焊工', en: '焊工' } }],
      }),
    ])
    expect(codes(await refused(house.act(L, opened.id, 'list', chen)))).toEqual(['NOTICE_RUNS'])
    await passTo('2026-03-17')
    // Nobody had to take it down.
    expect((await house.read('directory.notices', {})).rows).toEqual([])
    const listed = await house.act(L, opened.id, 'list', chen)
    expect(listed.state).toBe('listed')
    status = 'listed'
    await passTo('2026-04-10')
    await house.act(L, opened.id, 'suspend', zhao)
    status = 'suspended'
    await passTo('2026-05-06')
    await house.act(L, opened.id, 'resume', zhao)
    status = 'listed'
    await passTo('2026-06-01')
    await house.act(L, opened.id, 'remove', zhao)
    status = undefined
    await passTo('2026-06-05')

    // Found on the portal: by part of its name, by its place, by its code; not by what is near it.
    const find = async (query: Record<string, unknown>) =>
      (await house.read('directory.lists', { asOf: '2026-04-01', ...query })).rows.map((r: { name: string }) => r.name)
    for (const query of [
      { search: '河东职业' },
      { search: '盐湖 河东' },
      { search: '52140802mj0000001x' },
      { county: '1408' },
      { county: '140800' },
      { occupation: '6-18', level: 'level-4', county: '140802' },
    ])
      expect(await find(query), JSON.stringify(query)).toEqual([o.name])
    for (const query of [
      { search: '河西' },
      { search: '东河' },
      { search: '！！' },
      { county: '141002', search: '河东' },
      { occupation: '6-18-02-04', level: 'level-3', county: '1408' },
      { occupation: '6-31-01-03', county: '1408' },
    ])
      expect(await find(query), JSON.stringify(query)).toEqual([])

    await house.measures.pull()
    for (const [day, want] of truth) {
      const was = await house.read('directory.wasListed', { id: o.id, role: 'training-provider', on: day })
      expect(was.listed, day).toBe(want === 'listed')
      expect(was.status?.id, day).toBe(want)
      const list = await house.read('directory.lists', { asOf: day, search: '河东' })
      expect(
        list.rows.map((r: { status: { id: string } }) => r.status.id),
        day,
      ).toEqual(want ? [want] : [])
      expect(list.total).toBe(want ? 1 : 0)
      const today = house.world.today()
      expect(await inSql(day, today), day).toBe(base + (want === 'listed' ? 1 : 0))
      expect(inMemory(day, today), day).toBe(base + (want === 'listed' ? 1 : 0))
      if (want) expect(list.rows[0].listedSince).toBe('2026-03-17')
    }
    // What was published on any day can be computed again, by both ways.
    for (const a of answers) {
      expect(await inSql(a.day, a.known), `${a.day} as known ${a.known}`).toBe(a.value)
      expect(inMemory(a.day, a.known), `${a.day} as known ${a.known}`).toBe(a.value)
    }
    const page = await house.read('directory.organisationPage', { id: o.id })
    expect(
      page.listings[0].periods.map((p: { from: string; to: string; status: { id: string } }) => [
        p.from,
        p.to,
        p.status.id,
      ]),
    ).toEqual([
      ['2026-03-17', '2026-04-10', 'listed'],
      ['2026-04-10', '2026-05-06', 'suspended'],
      ['2026-05-06', '2026-06-01', 'listed'],
    ])
    expect(page.listings[0].status).toBeNull()
    // Three years for fraud.
    expect(codes(await refused(house.open(L, anApplication(o.id), clerk)))).toContain('COOLING')
    house.day('2029-05-31')
    await house.db.tx((tx) => tx.run(q.organisationRow(o.id)))
    expect(codes(await refused(house.open(L, anApplication(o.id), clerk)))).toEqual(['LICENCE_EXPIRED', 'COOLING'])
    house.day('2029-06-01')
    expect(codes(await refused(house.open(L, anApplication(o.id), clerk)))).toEqual(['LICENCE_EXPIRED'])
  })
})

const question = (asOf: PlainDate, knownOn: PlainDate) =>
  readQuestion(trainingInstitutions, listingFacts, { asOf, knownOn }, house.world.today())
const inSql = async (asOf: PlainDate, knownOn: PlainDate) =>
  (await house.measures.countInSql(house.db.read, trainingInstitutions, question(asOf, knownOn))).value
const inMemory = (asOf: PlainDate, knownOn: PlainDate) =>
  house.measures.count(trainingInstitutions, question(asOf, knownOn)).value

describe('what is refused', () => {
  test('all findings at once, each with how to mend it', async () => {
    house.day('2026-03-02')
    const foreign = await house.addOrganisation({ county: '610102', kind: 'association' })
    const e = await refused(
      house.open(
        L,
        anApplication(foreign.id, {
          occupations: ['2-02-10-01', '6-18-02-04', '6-18-02-04', '6-99-99-99', '6-18'],
          levelHighest: 'chief',
          licenceNumber: 'x',
        }),
        aClerk(foreign.id),
      ),
    )
    expect(e.code).toBe('BadInput')
    expect(codes(e)).toEqual([
      'ORG_PROVINCE',
      'KIND_ROLE',
      'LICENCE_UNKNOWN',
      'OCC_CLASS',
      'OCC_TWICE',
      'OCC_UNKNOWN',
      'OCC_UNKNOWN',
      'LEVEL_KIND',
    ])
    for (const f of e.findings) {
      expect(f.hint.zh, f.code).not.toBe('')
      expect(f.message.zh, f.code).not.toMatch(/undefined|null/)
    }
  })

  test('for another organisation, for a closed one, without a licence, twice, with fields of the office', async () => {
    const o = await school()
    const other = await school()
    expect((await refused(house.open(L, anApplication(other.id), aClerk(o.id)))).code).toBe('NotAllowed')
    expect((await refused(house.open(L, anApplication(o.id), wang))).code).toBe('NotAllowed')
    expect(codes(await refused(house.open(L, anApplication('nobody'), aClerk(o.id))))).toEqual(['ORG_UNKNOWN'])
    expect(
      codes(
        await refused(
          house.open(L, { ...anApplication(o.id), county: '141002', noticeUntil: '2026-01-01' }, aClerk(o.id)),
        ),
      ),
    ).toEqual(['FIELD_UNKNOWN', 'FIELD_UNKNOWN'])
    expect(codes(await refused(house.open(L, anApplication(o.id, { licenceNumber: null }), aClerk(o.id))))).toEqual([
      'LICENCE_MISSING',
    ])
    expect(codes(await refused(house.open(L, anApplication(o.id, { occupations: [] }), aClerk(o.id))))).toEqual([
      'OCC_NONE',
    ])
    await house.open(L, anApplication(o.id), aClerk(o.id))
    expect(codes(await refused(house.open(L, anApplication(o.id), aClerk(o.id))))).toEqual(['UNDER_WAY'])
    const listed = await caseIn('listed')
    expect(codes(await refused(house.open(L, anApplication(listed.o.id), listed.clerk)))).toEqual(['LISTED_ALREADY'])
  })

  test('reasons come from the closed lists', async () => {
    const { id } = await caseIn('reviewing')
    expect(codes(await refused(house.act(L, id, 'return', zhao, { reasons: ['because'], note: '。。' })))).toEqual([
      'RETURN_REASON',
    ])
    expect(codes(await refused(house.act(L, id, 'return', zhao, { reasons: [], note: '。。' })))).toEqual([
      'RETURN_REASON',
    ])
    expect(codes(await refused(house.act(L, id, 'refuse', zhao, { reason: 'because' })))).toEqual([
      'FIELD_CHOICE',
      'FIELD_MISSING',
    ])
  })

  test('every act out of every state it does not start from: WrongState, and nothing changes', async () => {
    let tried = 0
    for (const state of Object.keys(listingProcess.states)) {
      const { id, clerk } = await caseIn(state)
      const row = await house.db.read.one(q.caseRow(id))
      expect(row['state']).toBe(state)
      const counts = await house.db.read.one(q.countsOfAll())
      for (const [actId, a] of Object.entries<{ from: readonly string[]; automatic?: true; who: { by?: object } }>(
        listingProcess.acts,
      )) {
        const roles = Object.keys(a.who.by ?? {})
        const actor = roles.includes('institutionClerk') ? clerk : anOfficerOfAll('fresh-person')
        if (a.automatic) {
          expect((await refused(house.act(L, id, actId, actor, { on: house.world.today() }))).code).toBe('NotAllowed')
          continue
        }
        if (a.from.includes(state)) continue
        tried++
        const e = await refused(house.act(L, id, actId, actor))
        expect(e.code, `${actId} in ${state}`).toBe('WrongState')
        expect(e.findings[0]?.message.zh).toContain(listingProcess.states[state as 'listed'].title.zh)
      }
      expect(await house.db.read.one(q.caseRow(id))).toEqual(row)
      expect(await house.db.read.one(q.countsOfAll())).toEqual(counts)
    }
    expect(tried).toBeGreaterThan(90)
  })
})

describe('different persons', () => {
  test('one person may not do two of applying, accepting, publicising, listing; two accounts of one person are one', async () => {
    // By the program, before the database had to.
    const byPerson = async (work: Promise<unknown>) => {
      const e = await refused(work)
      expect(codes(e)).toEqual(['TWO_PERSONS'])
      expect(e.findings[0]?.message.zh).toMatch(/^您已办理/)
    }
    const { o, id } = await caseIn('applied')
    const both = anOfficerOfAll('sun')
    const second = anOfficerOfAll('sun', '1410', 'account-sun-2')
    const applicantToo = anOfficerOfAll(`clerk-${o.id}`)
    await byPerson(house.act(L, id, 'accept', applicantToo))
    await house.act(L, id, 'accept', both)
    for (const actor of [both, second, applicantToo]) await byPerson(house.act(L, id, 'publicise', actor))
    await house.act(L, id, 'publicise', zhao)
    house.day(addDays(house.world.today(), 20))
    for (const actor of [
      both,
      second,
      applicantToo,
      anOfficerOfAll('zhao'),
      anOfficerOfAll('zhao', '1410', 'account-zhao-2'),
    ])
      await byPerson(house.act(L, id, 'list', actor))
    await house.act(L, id, 'list', chen)
  })

  test('the answer says beforehand who may not', async () => {
    const { id } = await caseIn('applied')
    const both = anOfficerOfAll('sun')
    const { can } = await house.act(L, id, 'accept', both)
    const publicise = can.find((a) => a.act === 'publicise')
    expect(publicise).toMatchObject({ allowed: false })
    expect(publicise?.why?.zh).toContain('受理')
    expect(can.find((a) => a.act === 'return')?.allowed).toBe(true)
  })

  test('the database refuses it by itself', async () => {
    const { o, id } = await caseIn('listed')
    for (const [column, person] of [
      ['accepted_by', `clerk-${o.id}`],
      ['reviewed_by', `clerk-${o.id}`],
      ['reviewed_by', 'wang'],
      ['decided_by', `clerk-${o.id}`],
      ['decided_by', 'wang'],
      ['decided_by', 'zhao'],
    ] as const)
      await expect(
        house.db.tx((tx) => tx.run(q.forceDoer(id, column, person))),
        `${column} ${person}`,
      ).rejects.toMatchObject({
        code: '23514',
        constraint: expect.stringContaining('two_persons'),
      })
  })

  test('an objection stands in the way until another person has settled it', async () => {
    const { id } = await caseIn('publicised')
    const before = await house.db.read.one(q.caseRow(id))
    const both = anOfficer('reviewer', 'sun')
    const recorded = await house.act(L, id, 'recordObjection', both)
    // The notice gets no longer by it.
    expect(recorded.dueOn).toBe(before['due_on'])
    house.day(addDays(house.world.today(), 20))
    expect(codes(await refused(house.act(L, id, 'list', chen)))).toEqual(['OBJECTION_OPEN'])
    expect(codes(await refused(house.act(L, id, 'settleObjection', both)))).toEqual(['TWO_PERSONS'])
    expect(
      codes(
        await refused(house.act(L, id, 'settleObjection', zhao, { ...needsOf['settleObjection'], objectionNo: 2 })),
      ),
    ).toEqual(['OBJECTION_UNKNOWN'])
    await house.act(L, id, 'settleObjection', zhao)
    expect(codes(await refused(house.act(L, id, 'settleObjection', zhao)))).toEqual(['OBJECTION_UNKNOWN'])
    expect((await house.act(L, id, 'list', chen)).state).toBe('listed')
  })
})

describe('at the same time, and again', () => {
  test('of two officers one wins, the other hears why', async () => {
    for (const expected of [null, 1]) {
      const { id } = await caseIn('applied')
      const results = await Promise.allSettled([
        house.act(L, id, 'accept', wang, {}, expected),
        house.act(L, id, 'accept', anOfficer('handler', 'liu'), {}, expected),
      ])
      expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1)
      const lost = results.find((r) => r.status === 'rejected')!.reason as Failure
      expect(['WrongState', 'VersionMoved']).toContain(lost.code)
    }
    const { id } = await caseIn('listed')
    const [a, b] = await Promise.allSettled([
      house.act(L, id, 'suspend', zhao),
      house.act(L, id, 'remove', anOfficer('reviewer', 'qian')),
    ])
    // Removing is possible from both; suspending only before.
    expect(b.status).toBe('fulfilled')
    if (a.status === 'rejected') expect((a.reason as Failure).code).toBe('WrongState')
    expect(await house.db.read.rows(q.overlaps())).toEqual([])
    expect(await house.db.read.rows(q.disagreements())).toEqual([])
    const moved = await caseIn('applied')
    await house.act(L, moved.id, 'accept', wang)
    expect((await refused(house.act(L, moved.id, 'publicise', zhao, {}, 1))).code).toBe('VersionMoved')
  })

  test('two applications of one organisation at once: one case', async () => {
    const o = await school()
    const results = await Promise.allSettled([
      house.open(L, anApplication(o.id), aClerk(o.id)),
      house.open(L, anApplication(o.id), aClerk(o.id, 'second-clerk')),
    ])
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1)
    expect(['Conflict', 'BadInput']).toContain((results.find((r) => r.status === 'rejected')!.reason as Failure).code)
  })

  test('the same request again gives the same answer and changes nothing; other content under its key is refused', async () => {
    const { act, openCase } = await import('../../../kernel/process/act.ts')
    const o = await school()
    const key = house.request('apply')
    const first = await openCase(house.office, house.db, L, anApplication(o.id), aClerk(o.id), key)
    const counts = await house.db.read.one(q.countsOfAll())
    expect(await openCase(house.office, house.db, L, anApplication(o.id), aClerk(o.id), key)).toEqual(
      JSON.parse(JSON.stringify(first)),
    )
    expect(await house.db.read.one(q.countsOfAll())).toEqual(counts)
    const accept = house.request('accept')
    const send = (k = accept) => act(house.office, house.db, L, first.id, 'accept', {}, wang, null, k)
    const [one, two] = await Promise.all([send(), send()])
    expect(JSON.parse(JSON.stringify(two))).toEqual(JSON.parse(JSON.stringify(one)))
    expect((await refused(send({ key: accept.key, hash: Buffer.alloc(32) }))).code).toBe('KeyReused')
  })
})

describe('corrections', () => {
  test('a suspension that began earlier: the list changes, the published figure stays', async () => {
    house.day('2026-07-01')
    const { o, id } = await caseIn('listed')
    house.day('2026-08-10')
    await house.act(L, id, 'suspend', zhao)
    house.day('2026-08-20')
    await house.act(L, id, 'resume', zhao)
    house.day('2026-09-01')
    const published = await inSql(plainDate('2026-08-05'), plainDate('2026-08-31'))
    const give = {
      period: '2026-08-10',
      from: '2026-08-03',
      to: '2026-08-20',
      reason: 'late-document',
      document: '临人社函〔2026〕77号',
      note: '文件所载日期为 8 月 3 日。',
    }
    expect(codes(await refused(house.act(L, id, 'correct', zhao, { ...give, period: '2026-08-11' })))).toEqual([
      'PERIOD_UNKNOWN',
    ])
    expect(codes(await refused(house.act(L, id, 'correct', zhao, { ...give, to: '2026-10-01' })))).toEqual([
      'PERIOD_DAYS',
    ])
    expect(codes(await refused(house.act(L, id, 'correct', zhao, { ...give, from: '2026-07-01' })))).toEqual([
      'PERIOD_SWALLOWS',
    ])
    expect(
      codes(await refused(house.act(L, id, 'correct', zhao, { ...give, struck: true, period: '2026-08-20' }))),
    ).toEqual(['PERIOD_OPEN'])
    await house.act(L, id, 'correct', zhao, give)
    const was = (on: string, knownOn?: string) =>
      house.read('directory.wasListed', { id: o.id, role: 'training-provider', on, ...(knownOn ? { knownOn } : {}) })
    expect((await was('2026-08-05')).status.id).toBe('suspended')
    expect((await was('2026-08-05')).period.reason).toBe('正在接受检查（更正：文件晚到）')
    expect((await was('2026-08-05', '2026-08-31')).status.id).toBe('listed')
    expect((await was('2026-08-02')).listed).toBe(true)
    await house.measures.pull()
    for (const count of [inSql, async (a: PlainDate, k: PlainDate) => inMemory(a, k)]) {
      expect(await count(plainDate('2026-08-05'), plainDate('2026-08-31'))).toBe(published)
      expect(await count(plainDate('2026-08-05'), plainDate('2026-09-01'))).toBe(published - 1)
    }
    // And the whole suspension was an error: struck out on a later day.
    house.day('2026-09-02')
    await house.act(L, id, 'correct', zhao, {
      period: '2026-08-03',
      struck: true,
      reason: 'decision-annulled',
      document: '临政复〔2026〕3号',
      note: '暂停决定被撤销。',
    })
    expect((await was('2026-08-05')).listed).toBe(true)
    expect((await was('2026-08-05', '2026-09-01')).status.id).toBe('suspended')
  })
})

describe('any walk through the process', () => {
  test('invariants hold after every step, in the tables, in memory and in the journal', {
    timeout: 180_000,
  }, async () => {
    const random = seededRandom(20261124)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
    house.day('2027-01-04')
    const schools = await Promise.all([0, 1, 2, 3].map((i) => school({ name: `漫步职业培训学校${i}` })))
    const people: Actor[] = ['a', 'b', 'c', 'd'].map((p) => anOfficerOfAll(p))
    people.push(anOfficerOfAll('a', '1410', 'account-a-2'))
    const done = new Map<string, number>()
    const published: { asOf: PlainDate; known: PlainDate; value: number }[] = []
    let cases: string[] = []
    // Some begin on the list, so that the walk spends its steps there too.
    for (const name of ['甲', '乙']) {
      const { o, id } = await caseIn('listed', { name: `漫步${name}职业培训学校` })
      schools.push(o)
      cases.push(id)
    }
    for (let step = 0; step < 400; step++) {
      if (random() < 0.25) {
        const today = house.world.today()
        published.push({ asOf: today, known: today, value: await inSql(today, today) })
        house.day(addDays(today, 1 + Math.floor(random() * 6)))
      }
      const o = pick(schools)
      const clerk = aClerk(o.id)
      try {
        if (cases.length === 0 || random() < 0.1) {
          const role = 'training-provider'
          const opened = await house.open(L, anApplication(o.id, { role }), clerk)
          cases = [...cases, opened.id].slice(-6)
          done.set('open', (done.get('open') ?? 0) + 1)
        } else {
          const id = pick(cases)
          const row = await house.db.read.one(q.caseRow(id))
          const acts = Object.entries<{ from: readonly string[] }>(listingProcess.acts).filter(
            ([a]) => a !== 'endByMerger' && !a.startsWith('correct'),
          )
          // Mostly what the state allows, sometimes anything.
          const fitting = acts.filter(([, a]) => a.from.includes(String(row['state'])))
          const [actId] = pick(fitting.length && random() < 0.8 ? fitting : acts)
          const who = (listingProcess.acts as Record<string, { who: { by?: object } }>)[actId]!.who
          const actor = Object.keys(who.by ?? {}).includes('institutionClerk')
            ? aClerk(String(row['organisation_id']))
            : pick(people)
          const given = {
            ...needsOf[actId],
            ...(actId === 'remove' ? { reason: 'own-request' } : {}),
            ...(actId === 'settleObjection' ? { objectionNo: 1 + Math.floor(random() * 3) } : {}),
          }
          if (random() < ({ refuse: 0.95, withdraw: 0.95, recordObjection: 0.8, remove: 0.6 }[actId] ?? 0)) continue
          await house.act(L, id, actId, actor, given)
          done.set(actId, (done.get(actId) ?? 0) + 1)
        }
      } catch (e) {
        if (!(e instanceof Failure)) throw e
        expect(['WrongState', 'NotAllowed', 'BadInput']).toContain(e.code)
      }
      expect(await house.db.read.rows(q.overlaps()), `step ${step}`).toEqual([])
      expect(await house.db.read.rows(q.disagreements()), `step ${step}`).toEqual([])
      expect(await house.db.read.rows(q.samePersons()), `step ${step}`).toEqual([])
    }
    for (const act of ['open', 'accept', 'return', 'resubmit', 'publicise', 'list', 'suspend', 'resume', 'remove'])
      expect(done.get(act) ?? 0, act).toBeGreaterThan(1)
    await house.measures.pull()
    for (const p of published) {
      expect(await inSql(p.asOf, p.known)).toBe(p.value)
      expect(inMemory(p.asOf, p.known)).toBe(p.value)
    }
    const report = await house.db.snapshot((tx) =>
      verifyJournal(tx, [sealedTableOf(listingPeriod), sealedTableOf(organisationRecord)], () => true),
    )
    expect(report.problems).toEqual([])
    expect(report.rows).toBeGreaterThan(10)
  })
})
