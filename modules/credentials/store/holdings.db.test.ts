import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dimension, FlowMeasure, StockMeasure } from '../../../kernel/measures/define.ts'
import type { Question } from '../../../kernel/measures/question.ts'
import type { Group } from '../../../kernel/measures/scan.ts'
import { MeasureService } from '../../../kernel/measures/service.ts'
import { addDays, type PlainDate, plainDate } from '../../../kernel/values/plain-date.ts'
import { seededRandom } from '../../../kernel/values/world.ts'
import { aCertificate, anIdentityNumber, anOfficer, aPerson } from '../factory.ts'
import { holdingFacts } from '../measures/facts.ts'
import { REVOCATION_REASONS } from '../words.ts'
import { overlappingHoldings } from './holdings.sql.ts'
import { HoldingCorrupt, rebuildAll, refreshPersons } from './holdings.ts'
import { RECOUNTED, type RecountedMeasure, recount } from './recount.ts'
import { type CredentialsHouse, credentialsHouse, SCHOOL, WORKS } from './testing.ts'

let house: CredentialsHouse
beforeAll(async () => {
  house = await credentialsHouse('2021-01-01T01:00:00Z')
})
afterAll(() => house?.close())

const FIRST = plainDate('2021-01-01')
const handler = anOfficer('handler', 'wang')
const reviewer = anOfficer('reviewer', 'zhao')

const lines = (g: { value: number; groups: Group[] }) => [
  String(g.value),
  ...g.groups.map((x) => `${JSON.stringify(x.keys)} ${x.value}`).sort(),
]

function randomQuestion(id: RecountedMeasure, random: () => number, today: PlainDate): Question {
  const int = (n: number) => Math.floor(random() * n)
  const kind = RECOUNTED[id].kind
  const dimensions = Object.entries<Dimension>(holdingFacts.dimensions).filter(
    ([, d]) => kind === 'flow' || d.column !== 'held_from',
  )
  const pick = () => dimensions[int(dimensions.length)]!
  const by = [...new Map([pick(), pick()].slice(0, int(3)))].map(([dimension, d]) => ({
    dimension,
    ...(d.kind === 'code' && random() < 0.7 ? { depth: 1 + int(4) } : {}),
  }))
  const wheres = [
    { dimension: 'county', value: '141021' },
    { dimension: 'level', value: 'level-3|level-4' },
    { dimension: 'occupation', value: '6' },
    { dimension: 'occupation', value: '6-31-01-03' },
    { dimension: 'sex', value: 'female' },
    { dimension: 'ageBand', value: '35-44' },
    // No band of the rule: no rows, whichever way one counts.
    { dimension: 'ageBand', value: '35-39' },
    { dimension: 'organisation', value: WORKS },
  ]
  const span = (Date.parse(today) - Date.parse(FIRST)) / 86_400_000 + 40
  const [a, b] = [addDays(FIRST, int(span) - 20), addDays(FIRST, int(span) - 20)].sort() as [PlainDate, PlainDate]
  return {
    asOf: b,
    ...(kind === 'flow' ? { from: a } : {}),
    knownOn: random() < 0.4 ? today : addDays(FIRST, int(span) - 20),
    by,
    where: random() < 0.5 ? [wheres[int(wheres.length)]!] : [],
  }
}

/** Recount from certificates = rows in SQL = arrays kept by the feed = arrays loaded anew. */
async function agree(random: () => number, questions: number): Promise<void> {
  const { office, db, measures, world } = house
  await measures.pull()
  const loaded = new MeasureService(office, db, async () => ({}))
  await loaded.load()
  for (let i = 0; i < questions; i++) {
    const ids = Object.keys(RECOUNTED) as RecountedMeasure[]
    const id = ids[i % ids.length]!
    const m = office.measures.get(id) as StockMeasure | FlowMeasure
    const q = randomQuestion(id, random, world.today())
    const wanted = lines(await recount(db.read, id, q, (d) => measures.bands(d, q.asOf)))
    const told = `${id} ${JSON.stringify(q)}`
    expect(lines(await measures.countInSql(db.read, m, q)), `SQL: ${told}`).toEqual(wanted)
    expect(lines(measures.count(m, q)), `fed arrays: ${told}`).toEqual(wanted)
    expect(lines(loaded.count(m, q)), `loaded arrays: ${told}`).toEqual(wanted)
  }
}

test('after every kind of act, recount, rows and arrays say the same for any day as known on any day', async () => {
  const { office, db, world } = house
  const random = seededRandom(619_300)
  const int = (n: number) => Math.floor(random() * n)
  const persons: { personId: string; countyCode: string }[] = []
  const certificates: { personId: string; number: string; issuedOn: PlainDate; revoked: boolean }[] = []
  let today = FIRST
  const closed = new Map<string, string[]>()
  for (let step = 0; step < 300; step++) {
    if (random() < 0.4) today = addDays(today, 1 + int(4))
    house.day(today)
    world.tick(step * 1000)
    const act = random()
    if (persons.length < 8 || act < 0.2) {
      const birthDate = plainDate(`${1965 + int(35)}-0${1 + int(9)}-1${int(9)}`)
      const sex = random() < 0.4 ? 'female' : 'male'
      persons.push(
        await db.tx((tx) =>
          aPerson(tx, office, {
            sex,
            birthDate,
            identity: anIdentityNumber(birthDate, sex, step),
            countyCode: ['141002', '141021'][int(2)]!,
          }),
        ),
      )
    } else if (act < 0.7) {
      const p = persons[int(persons.length)]!
      const level = random() < 0.9 ? 1 + int(5) : 0
      // Some are entered long after their issue: late knowledge.
      const issuedOn = addDays(today, -int(random() < 0.4 ? 300 : 3))
      const occupationCode = ['6-18-02-04', '6-31-01-03', '4-10-01-05'][int(3)]!
      const kind = ['skill-level', 'qualification', 'completion'][int(10) < 9 ? int(2) : 2]!
      const c = await db.tx((tx) =>
        aCertificate(tx, office, {
          personId: p.personId,
          countyCode: p.countyCode,
          issuedOn,
          occupationCode,
          kind,
          levelRank: kind === 'completion' ? null : level,
          organisationId: [SCHOOL, WORKS][int(2)]!,
        }),
      )
      certificates.push({ ...c, revoked: false })
    } else if (act < 0.9) {
      const left = certificates.filter((c) => !c.revoked)
      const c = left[int(left.length)]
      if (!c) continue
      const days = Math.round((Date.parse(today) - Date.parse(c.issuedOn)) / 86_400_000)
      const opened = await house.open(
        {
          certificateNumber: c.number,
          reasonCode: REVOCATION_REASONS[int(4)]!.id,
          reason: '经查实',
          effectiveOn: addDays(c.issuedOn, random() < 0.3 ? 0 : int(days + 1)),
        },
        handler,
      )
      await house.act(opened.id, 'revoke', reviewer)
      c.revoked = true
    } else {
      const p = persons[int(persons.length)]!
      await house.behind(
        `update people.person set left_on = $2, left_known_on = $3, left_reason = 'moved-away' where person_id = $1 and left_on is null`,
        [p.personId, addDays(today, -int(60)), today],
      )
      await db.tx((tx) => refreshPersons(tx, office, [p.personId]))
    }
    if (step % 60 === 59) await agree(random, 20)
    // A number for a closed day of knowledge is the same for ever.
    if (step % 30 === 0) {
      const q: Question = {
        asOf: addDays(today, -int(40)),
        knownOn: addDays(today, -1),
        by: [{ dimension: 'level' }],
        where: [],
      }
      closed.set(
        JSON.stringify(q),
        lines(
          await house.measures.countInSql(
            db.read,
            office.measures.get('credentials.skilled-persons') as StockMeasure,
            q,
          ),
        ),
      )
    }
  }
  for (const [q, said] of closed)
    expect(
      lines(
        await house.measures.countInSql(
          db.read,
          office.measures.get('credentials.skilled-persons') as StockMeasure,
          JSON.parse(q),
        ),
      ),
    ).toEqual(said)
  await agree(random, 60)
  expect(await db.read.one(overlappingHoldings())).toEqual({ n: 0 })
  const checked = await rebuildAll(house.database.superConfig, { repair: false })
  expect(checked).toMatchObject({ missing: 0, surplus: 0 })
  expect(checked.rows).toBeGreaterThan(100)
}, 180_000)

test('an edited row is found: the act is refused, the rebuild names it and mends it', async () => {
  const { office, db } = house
  const [row] = await house.behind(
    `select person_id, known_from, held_from from credentials.holding where known_to is not null limit 1`,
  )
  const { person_id } = row as { person_id: string }
  await house.behind(
    `update credentials.holding set county_code = '999999' where person_id = $1 and known_from = $2 and held_from = $3`,
    Object.values(row),
  )
  await expect(db.tx((tx) => refreshPersons(tx, office, [person_id]))).rejects.toThrow(HoldingCorrupt)
  expect(await rebuildAll(house.database.superConfig, { repair: false })).toMatchObject({ missing: 1, surplus: 1 })
  expect(await rebuildAll(house.database.superConfig, { repair: true })).toMatchObject({ missing: 1, surplus: 1 })
  expect(await rebuildAll(house.database.superConfig, { repair: false })).toMatchObject({ missing: 0, surplus: 0 })
  await db.tx((tx) => refreshPersons(tx, office, [person_id]))
})

test('two acts on one person at the same time: both are counted', async () => {
  const { office, db } = house
  const p = await db.tx((tx) =>
    aPerson(tx, office, { identity: anIdentityNumber('1999-09-09', 'male', 499), birthDate: plainDate('1999-09-09') }),
  )
  for (let round = 0; round < 10; round++)
    await Promise.all(
      [1, 2, 3].map((level) =>
        db.tx((tx) =>
          aCertificate(tx, office, {
            personId: p.personId,
            levelRank: level,
            issuedOn: addDays(FIRST, round * 3 + level),
          }),
        ),
      ),
    )
  expect(await rebuildAll(house.database.superConfig, { repair: false })).toMatchObject({ missing: 0, surplus: 0 })
  await agree(seededRandom(3), 20)
})
