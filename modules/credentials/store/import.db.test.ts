import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tx } from '../../../kernel/db/database.ts'
import { writeLeaf } from '../../../kernel/journal/journal.ts'
import type { RowChange } from '../../../kernel/journal/sealed.ts'
import { verifyJournal } from '../../../kernel/journal/verify.ts'
import type { StockMeasure } from '../../../kernel/measures/define.ts'
import { secretPlace } from '../../../kernel/records/answer.ts'
import type { CheckedRow } from '../../../kernel/sheets/import-store.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { personSeal } from '../../people/store/index.ts'
import { aCertificate, anIdentityNumber, anOfficer, aPerson, aRow } from '../factory.ts'
import { rebuildAll } from './holdings.ts'
import { certificates } from './import.ts'
import { certificateSeal } from './revocation.ts'
import { type CredentialsHouse, credentialsHouse, SCHOOL, WORKS } from './testing.ts'

let house: CredentialsHouse
let batchId: string
const fresh = async () => {
  house = await credentialsHouse('2023-03-01T01:00:00Z')
  batchId = house.world.id()
}
const done = () => house?.close()

const handler = anOfficer('handler', 'wang')
type Row = { [column: string]: string }
const prepared = async (rows: Row[], actor = handler): Promise<CheckedRow[]> => {
  const context = await house.db.snapshot((tx) => certificates.context(tx, house.office, actor))
  const one = certificates.prepare(house.office, context)
  return rows.map((values, i) => one({ row: i + 2, values }))
}
const ready = (rows: CheckedRow[]) =>
  rows.map((r) => {
    if (!r.ready) throw new Error(r.findings.map((f) => f.message.en).join('; '))
    return {
      row: r.row,
      ready: JSON.parse(JSON.stringify(r.ready)),
      identity: r.identity!,
      contentHash: r.contentHash!,
    }
  })
const leaf = (tx: Tx, rows: RowChange[], batch = batchId) =>
  writeLeaf(tx, house.world, {
    kind: 'credentials.certificates.imported',
    subject: `sheets.batch/${batch}`,
    actor: 'wang',
    body: {},
    rows,
  })
/** As the import centre does it: one transaction, rolled back whole when a number was taken. */
const write = (rows: CheckedRow[], batch = batchId): Promise<string[]> =>
  house.db
    .tx(async (tx) => {
      const done = await certificates.write(tx, house.office, batch, ready(rows))
      if (done.taken.length) throw Object.assign(new Error('taken'), { taken: done.taken })
      await leaf(tx, done.changes, batch)
      return []
    })
    .catch((e: Error & { taken?: string[] }) => e.taken ?? Promise.reject(e))
const undo = (batch = batchId) =>
  house.db.tx(async (tx) => {
    const done = await certificates.undo(tx, house.office, batch)
    if ('changes' in done) await leaf(tx, done.changes, batch)
    return done
  })
const number = (serial: number, level = 3, year = 22) =>
  `S000014000001${year}${level}${String(serial).padStart(6, '0')}`
const codes = (r: CheckedRow) =>
  r.findings.map((f) => `${f.field}:${f.code}${f.severity && f.severity !== 'must' ? `(${f.severity})` : ''}`)
const count = async (table: string) => Number((await house.behind(`select count(*) as n from ${table}`))[0].n)
const journalProblems = () =>
  house.db.snapshot((tx) => verifyJournal(tx, [certificateSeal, personSeal], () => true)).then((r) => r.problems)
const skilled = async () => {
  await house.measures.pull()
  const m = house.office.measures.get('credentials.skilled-persons') as StockMeasure
  const q = { asOf: plainDate('2023-03-01'), knownOn: plainDate('2023-03-01'), by: [], where: [] }
  const value = house.measures.count(m, q).value
  expect((await house.measures.countInSql(house.db.read, m, q)).value).toBe(value)
  return value
}

describe('rules of a row', () => {
  beforeAll(fresh)
  afterAll(done)
  const one = async (over: Row) => (await prepared([aRow(over)]))[0]!

  test('a good row, in every usual notation', async () => {
    for (const over of [
      {},
      { occupation: '6-18-02-04' },
      { occupation: '电焊工' },
      { occupation: '焊工（6-18-02-04）' },
      { level: '3' },
      { level: '三级（高级工）' },
      { body: '平阳技工学校' },
      { body: '52141000mj0000001x' },
      { county: '尧都' },
      { county: '141002' },
      { kind: '职业技能等级证书' },
      { kind: '职业技能等级' },
      { sex: '男', birthDate: '1990-01-05', phone: '138-0000-0000' },
    ]) {
      const r = await one(over)
      expect(
        r.findings.filter((f) => (f.severity ?? 'must') === 'must'),
        JSON.stringify(over),
      ).toEqual([])
      expect(r.ready).toMatchObject({
        occupationCode: '6-18-02-04',
        levelRank: 3,
        organisationId: SCHOOL,
        countyCode: '141002',
        kind: 'skill-level',
      })
    }
    expect((await one({ occupation: '电焊工' })).ready).toMatchObject({ workType: '电焊工' })
  })

  test.each<[Row, string[]]>([
    [
      { identity: anIdentityNumber('1990-01-05', 'male', 1).replace(/.$/, (c) => (c === '0' ? '1' : '0')) },
      ['identity:ID_CHECK'],
    ],
    [{ identity: '1.41002E+17' }, ['identity:ID_SCI']],
    [{ name: '王?强' }, ['name:NAME_LOST']],
    [{ sex: '女' }, ['sex:SEX_DIFFERS']],
    [{ birthDate: '1990-01-06' }, ['birthDate:BIRTH_DIFFERS']],
    [{ phone: '1380000' }, ['phone:PHONE_LEN']],
    [{ number: 'S00001400000122300001' }, ['number:CERT_LEN']],
    [{ number: number(17, 4) }, ['level:CERT_LEVEL_DIFFERS']],
    [{ number: number(17, 3, 19) }, ['issuedOn:CERT_YEAR_DIFFERS']],
    [{ level: '高等' }, ['level:LEVEL_WORD']],
    [{ level: '' }, ['level:MISSING']],
    [{ occupation: '焊接' }, ['occupation:OCC_NAME']],
    [{ occupation: '6-18-02-99' }, ['occupation:OCC_CODE']],
    [{ body: '某某学校' }, ['body:BODY_UNKNOWN']],
    [{ issuedOn: '2023-03-02', number: number(17, 3, 23) }, ['issuedOn:ISSUED_FUTURE']],
    [{ county: '盐湖区' }, ['county:COUNTY_UNKNOWN']],
    [{ kind: '毕业证' }, ['kind:KIND_WORD']],
    [{ kind: '职业资格证书' }, ['kind:KIND_DIFFERS']],
  ])('%j', async (over, wanted) => {
    const r = await one(over)
    expect(r.ready).toBeNull()
    expect(codes(r).filter((c) => !c.endsWith(')'))).toEqual(wanted)
  })

  test('only warned: a body not on the list then, a year that turned, an employer’s number by a school', async () => {
    expect(codes(await one({}))).toEqual(['body:BODY_NOT_LISTED(confirm)'])
    const turn = await one({ number: number(17, 3, 21) })
    expect(codes(turn)).toEqual(['issuedOn:CERT_YEAR_DIFFERS(confirm)', 'body:BODY_NOT_LISTED(confirm)'])
    expect(turn.ready).not.toBeNull()
  })

  test('kinds without a level keep their number as it is', async () => {
    const r = await one({ kind: '专项职业能力证书', number: '晋专-2022-00017', level: '' })
    expect(codes(r)).toEqual([])
    expect(r.ready).toMatchObject({ kind: 'specific-capability', levelRank: null })
  })

  test('a county officer imports the own county only', async () => {
    const officer = anOfficer('handler', 'sun', '141021')
    expect(codes((await prepared([aRow()], officer))[0]!)).toEqual([
      'county:COUNTY_OUTSIDE',
      'body:BODY_NOT_LISTED(confirm)',
    ])
    expect((await prepared([aRow({ county: '曲沃县' })], officer))[0]!.ready).not.toBeNull()
  })

  test('one identity number under two names in one file', async () => {
    const [a, b] = await prepared([aRow(), aRow({ number: number(18), name: '王大强' })])
    expect(a!.ready).not.toBeNull()
    expect(codes(b!)).toContain('name:NAME_TWICE')
    expect(b!.ready).toBeNull()
  })

  test('staging holds neither identity number nor phone in clear', async () => {
    const row = aRow({ phone: '13800000000' })
    const text = JSON.stringify((await prepared([row]))[0])
    expect(text).not.toContain(row['identity'])
    expect(text).not.toContain('13800000000')
  })

  // Last: it adds to the list.
  test('listed for the occupation and level on the day: nothing to say', async () => {
    await house.behind(`with l as (insert into directory.listing (listing_id, organisation_id, role, county_code) values (gen_random_uuid(), '${SCHOOL}', 'evaluation-body', '141002') returning listing_id),
      s as (insert into directory.listing_scope (listing_id, occupation_code, level_rank, from_on) select listing_id, '6-18-02-04', 3, '2021-01-01' from l)
      insert into directory.listing_period (listing_id, listed_from, known_from, status, organisation_id, role, kind, county_code)
      select listing_id, '2021-01-01', '2021-01-01', 'listed', '${SCHOOL}', 'evaluation-body', 'private-school', '141002' from l`)
    expect(codes(await one({}))).toEqual([])
    expect(codes(await one({ level: '四级', number: number(17, 4) }))).toEqual(['body:BODY_SCOPE(confirm)'])
    expect(codes(await one({ issuedOn: '2020-12-31', number: number(17, 3, 20) }))).toEqual([
      'body:BODY_NOT_LISTED(confirm)',
    ])
  })
})

describe('write', () => {
  beforeEach(fresh)
  afterEach(done)
  test('persons once, certificates each, secrets sealed for their rows, figures and journal in step', async () => {
    const before = await skilled()
    const rows = [
      aRow({ phone: '13800000000' }),
      aRow({ number: number(18, 4), level: '4', issuedOn: '2022-01-05' }),
      aRow({
        number: number(19, 2),
        level: '技师',
        name: '李晓霞',
        identity: anIdentityNumber('1988-08-08', 'female', 2),
        occupation: '养老护理员',
        county: '曲沃县',
      }),
    ]
    expect(await write(await prepared(rows))).toEqual([])
    const persons = await house.behind(
      'select person_id, name, identity_sealed, phone_sealed, county_code, known_on::text, batch_id from people.person order by name',
    )
    expect(persons.map((p) => p.name)).toEqual(['李晓霞', '王小强'])
    const wang = persons[1]!
    expect(
      house.office.keys.decrypt(secretPlace('people.person', 'identity_sealed', wang.person_id), wang.identity_sealed),
    ).toBe(rows[0]!['identity'])
    expect(
      house.office.keys.decrypt(secretPlace('people.person', 'phone_sealed', wang.person_id), wang.phone_sealed),
    ).toBe('13800000000')
    expect(await count('credentials.certificate')).toBe(3)
    expect(await count('credentials.certificate_key')).toBe(3)
    expect(await skilled()).toBe(before + 2)
    const issued = house.office.measures.get('credentials.certificates-issued') as never
    expect(
      house.measures.count(issued, {
        asOf: plainDate('2022-12-31'),
        from: plainDate('2022-01-01'),
        knownOn: plainDate('2023-03-01'),
        by: [],
        where: [],
      }).value,
    ).toBe(3)
    expect(await journalProblems()).toEqual([])
    expect(await rebuildAll(house.database.superConfig, { repair: false })).toMatchObject({
      missing: 0,
      surplus: 0,
      rows: 3,
    })
  })

  test('the same again is known as the same; other content is not', async () => {
    await write(await prepared([aRow()]))
    const again = (await prepared([aRow({ phone: '13900000000' })]))[0]!
    const other = (await prepared([aRow({ issuedOn: '2022-06-16' })]))[0]!
    const known = await house.db.snapshot((tx) => certificates.known(tx, [again.identity!, number(99)]))
    expect([...known.keys()]).toEqual([again.identity])
    expect(known.get(again.identity!)).toBe(again.contentHash)
    expect(known.get(again.identity!)).not.toBe(other.contentHash)
  })

  test('a certificate that came another way is known by what its row says', async () => {
    await house.db.tx(async (tx) => {
      const p = await aPerson(tx, house.office, { identity: aRow()['identity']! })
      await aCertificate(tx, house.office, { personId: p.personId, number: aRow()['number']!, levelRank: 3 })
    })
    const again = (await prepared([aRow()]))[0]!
    const known = await house.db.snapshot((tx) => certificates.known(tx, [again.identity!]))
    expect(known.get(again.identity!)).toBe(again.contentHash)
  })

  test('a person who is registered already keeps id and secrets; another name is a finding', async () => {
    const p = await house.db.tx((tx) => aPerson(tx, house.office, { identity: aRow()['identity']! }))
    const rows = await prepared([aRow(), aRow({ number: number(20), name: '王大强' })])
    const against = await house.db.snapshot((tx) => certificates.against!(tx, [{ row: 2, ready: rows[0]!.ready! }]))
    expect([...against]).toEqual([])
    const renamed = await prepared([aRow({ number: number(20), name: '王大强' })])
    const found = await house.db.snapshot((tx) =>
      certificates.against!(
        tx,
        renamed.map((r) => ({ row: r.row, ready: r.ready! })),
      ),
    )
    expect(found.get(2)!.map((f) => f.code)).toEqual(['NAME_REGISTERED'])
    expect(JSON.stringify(found.get(2))).not.toContain('王小强')
    await write([rows[0]!])
    expect(await house.behind('select person_id from credentials.certificate')).toEqual([{ person_id: p.personId }])
    expect(await count('people.person')).toBe(1)
  })

  test('a number taken meanwhile rolls the whole chunk back and is named', async () => {
    const chunk = await prepared([
      aRow(),
      aRow({ number: number(21), name: '赵强', identity: anIdentityNumber('1980-01-01', 'male', 5) }),
    ])
    await house.db.tx(async (tx) => {
      const p = await aPerson(tx, house.office, {
        identity: anIdentityNumber('1970-01-01', 'male', 6),
        birthDate: plainDate('1970-01-01'),
      })
      await aCertificate(tx, house.office, { personId: p.personId, number: number(21) })
    })
    expect(await write(chunk)).toEqual([number(21)])
    expect(await count('people.person')).toBe(1)
    expect(await count('people.identity_key')).toBe(1)
    expect(await count('credentials.certificate')).toBe(1)
  })

  test('two imports of the same rows at once: each certificate and person once', async () => {
    const file = Array.from({ length: 30 }, (_, i) =>
      aRow({
        number: number(100 + i),
        name: '王小强',
        identity: anIdentityNumber('1990-01-05', 'male', 100 + (i % 20)),
      }),
    )
    const [a, b] = [await prepared(file), await prepared([...file].reverse())]
    const results = await Promise.all([write(a, house.world.id()), write(b, house.world.id())])
    expect(results.map((r) => r.length).sort((x, y) => x - y)).toEqual([0, 30])
    expect(await count('credentials.certificate')).toBe(30)
    expect(await count('people.person')).toBe(20)
    expect(await count('people.identity_key')).toBe(20)
    expect(await rebuildAll(house.database.superConfig, { repair: false })).toMatchObject({ missing: 0, surplus: 0 })
    expect(await journalProblems()).toEqual([])
  })

  test('two imports of different certificates of the same persons at once', async () => {
    const file = (from: number, body: string, prefix: string) =>
      Array.from({ length: 20 }, (_, i) =>
        aRow({
          number: `${prefix}223${String(from + i).padStart(6, '0')}`,
          identity: anIdentityNumber('1990-01-05', 'male', 100 + i),
          body,
        }),
      )
    const [a, b] = [
      await prepared(file(200, '临汾市平阳职业培训学校', 'S000014000001')),
      await prepared(file(300, '临汾钢铁有限公司', 'Y000014000002').reverse()),
    ]
    expect(await Promise.all([write(a, house.world.id()), write(b, house.world.id())])).toEqual([[], []])
    expect([await count('people.person'), await count('credentials.certificate')]).toEqual([20, 40])
    expect(
      await house.behind(`select count(*)::int as n from credentials.certificate where organisation_id = '${WORKS}'`),
    ).toEqual([{ n: 20 }])
    expect(await rebuildAll(house.database.superConfig, { repair: false })).toMatchObject({ missing: 0, surplus: 0 })
    expect(await skilled()).toBe(20)
  })
})

describe('undo', () => {
  beforeEach(fresh)
  afterEach(done)
  test('on the same day nothing is left but the journal; the file may come again', async () => {
    const other = await house.db.tx(async (tx) => {
      const p = await aPerson(tx, house.office, { identity: anIdentityNumber('1990-01-05', 'male', 1) })
      await aCertificate(tx, house.office, { personId: p.personId, levelRank: 1 })
      return p
    })
    const value = await skilled()
    const rows = [
      aRow(),
      aRow({ number: number(19), name: '李晓霞', identity: anIdentityNumber('1988-08-08', 'female', 2) }),
    ]
    await write(await prepared(rows))
    expect(await skilled()).toBe(value + 1)
    expect(await undo()).toMatchObject({ changes: expect.arrayContaining([expect.objectContaining({ op: 'gone' })]) })
    expect(await house.behind('select person_id from people.person')).toEqual([{ person_id: other.personId }])
    expect([
      await count('people.identity_key'),
      await count('credentials.certificate'),
      await count('credentials.certificate_key'),
    ]).toEqual([1, 1, 1])
    expect(await skilled()).toBe(value)
    expect(await rebuildAll(house.database.superConfig, { repair: false })).toMatchObject({ missing: 0, surplus: 0 })
    expect(await journalProblems()).toEqual([])
    expect(await write(await prepared(rows), house.world.id())).toEqual([])
    expect(await journalProblems()).toEqual([])
  })

  test('not on the next day: the figures of a closed day rest on it', async () => {
    await write(await prepared([aRow()]))
    house.day('2023-03-02')
    expect(await undo()).toMatchObject({ inTheWay: [{ code: 'UNDO_CLOSED' }] })
    expect(await count('credentials.certificate')).toBe(1)
  })

  test('not when a certificate of it is being revoked', async () => {
    await write(await prepared([aRow()]))
    await house.open(
      { certificateNumber: aRow()['number'], reasonCode: 'wrong-issue', reason: '重复发证', effectiveOn: '2022-06-15' },
      handler,
    )
    expect(await undo()).toMatchObject({ inTheWay: [{ code: 'UNDO_BUILT_ON' }] })
  })

  test('a person on whom something else rests stays', async () => {
    await write(await prepared([aRow()]))
    const [p] = await house.behind('select person_id from people.person')
    await house.behind(
      `insert into people.title (person_id, title_no, name, grade, obtained_on) values ($1, 1, '助理工程师', 'junior', '2020-01-01')`,
      [p.person_id],
    )
    await undo()
    expect([
      await count('people.person'),
      await count('people.identity_key'),
      await count('credentials.certificate'),
    ]).toEqual([1, 1, 0])
  })
})
