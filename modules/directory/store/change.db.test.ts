import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Database } from '../../../kernel/db/database.ts'
import { verifyJournal } from '../../../kernel/journal/verify.ts'
import { sealedTableOf } from '../../../kernel/records/define.ts'
import { Failure } from '../../../kernel/values/fail.ts'
import { addDays } from '../../../kernel/values/plain-date.ts'
import { aClerk, aLicence, anApplication, anOfficer, anOfficerOfAll, type OrganisationSeed } from '../factory.ts'
import { listingPeriod, organisation as organisationRecord } from '../records.ts'
import { adoptListings } from './adopt.ts'
import * as q from './organisation.sql.ts'
import { type DirectoryHouse, directoryHouse } from './testing.ts'

const L = 'directory.listing'
const C = 'directory.change'
let house: DirectoryHouse
beforeAll(async () => {
  house = await directoryHouse()
})
afterAll(() => house?.close())

const wang = anOfficer('handler', 'wang')
const zhao = anOfficer('reviewer', 'zhao')
const chen = anOfficer('leader', 'chen')
const findings = async (work: Promise<unknown>) => {
  const e = await work.then(
    () => undefined,
    (x: unknown) => x,
  )
  expect(e).toBeInstanceOf(Failure)
  return (e as Failure).findings.map((f) => f.code)
}
async function listedSchool(over: Partial<OrganisationSeed> = {}, licenceTo = '2028-12-31') {
  const o = await house.addOrganisation(over, {
    id: house.world.id(),
    ...aLicence('', { to: licenceTo }),
  })
  const { id } = await house.open(L, anApplication(o.id), aClerk(o.id))
  await house.act(L, id, 'accept', wang)
  await house.act(L, id, 'publicise', zhao)
  house.day(addDays(house.world.today(), 14))
  await house.act(L, id, 'list', chen)
  return { o, listing: id }
}
/** Through both hands. */
async function change(organisation: string, kind: string, fields: Record<string, unknown>) {
  const given = { organisation, kind, effectiveOn: house.world.today(), document: '尧人社发〔2026〕9号', ...fields }
  const { id } = await house.open(C, given, aClerk(organisation))
  await house.act(C, id, 'accept', wang, {})
  return house.act(C, id, 'approve', zhao, {})
}

describe('changes of an organisation', () => {
  test('a new name: the old one stays true for its days, and both are found', async () => {
    house.day('2026-03-02')
    const { o } = await listedSchool({ name: '临汾市平阳电工职业培训学校', foundedOn: null })
    house.day('2026-05-10')
    await change(o.id, 'rename', { newName: '临汾市晋峰职业培训学校', effectiveOn: '2026-05-01' })
    const on = async (asOf: string, search: string) =>
      (await house.read('directory.lists', { asOf, search })).rows.map(
        (r: { name: string; nameNow: string | null }) => [r.name, r.nameNow],
      )
    expect(await on('2026-04-30', '平阳电工')).toEqual([['临汾市平阳电工职业培训学校', '临汾市晋峰职业培训学校']])
    expect(await on('2026-05-01', '平阳电工')).toEqual([['临汾市晋峰职业培训学校', null]])
    expect(await on('2026-05-01', '晋峰')).toHaveLength(1)
    const page = await house.read('directory.organisationPage', { id: o.id })
    expect(page.name).toBe('临汾市晋峰职业培训学校')
    expect(page.names).toEqual([
      { name: '临汾市平阳电工职业培训学校', from: null, document: null },
      { name: '临汾市晋峰职业培训学校', from: '2026-05-01', document: '尧人社发〔2026〕9号' },
    ])
    const again = { organisation: o.id, kind: 'rename', document: '文', newName: '又一个名称学校' }
    expect(await findings(house.open(C, { ...again, effectiveOn: '2026-05-01' }, aClerk(o.id)))).toEqual(['NAME_ORDER'])
    expect(await findings(house.open(C, { ...again, effectiveOn: '2027-05-01' }, aClerk(o.id)))).toEqual([
      'DATE_FUTURE',
    ])
    const other = await house.addOrganisation({ name: '临汾市同名职业培训学校' })
    expect(
      await findings(house.open(C, { ...again, effectiveOn: '2026-05-10', newName: other.name }, aClerk(o.id))),
    ).toEqual(['NAME_TAKEN'])
    const row = await house.db.read.one(q.organisationRow(o.id))
    expect(row['version']).toBe(2)
  })

  test('a merger: off the list from its day on, closed, and the way to the other is shown', async () => {
    house.day('2026-06-01')
    const into = await listedSchool({ name: '临汾市汾河职业培训学校' })
    house.day('2026-06-20')
    const { o } = await listedSchool({ name: '临汾市鼓楼职业培训学校' })
    house.day('2026-08-05')
    const fields = { mergedInto: into.o.id, effectiveOn: '2026-08-01' }
    expect(await findings(change(o.id, 'merge', { ...fields, mergedInto: o.id }))).toEqual(['MERGE_SELF'])
    expect((await change(o.id, 'merge', fields)).state).toBe('approved')
    const was = async (on: string, knownOn?: string) =>
      (
        await house.read('directory.wasListed', {
          id: o.id,
          role: 'training-provider',
          on,
          ...(knownOn ? { knownOn } : {}),
        })
      ).listed
    expect(await was('2026-07-31')).toBe(true)
    expect(await was('2026-08-01')).toBe(false)
    expect(await was('2026-08-03', '2026-08-04')).toBe(true)
    const page = await house.read('directory.organisationPage', { id: o.id })
    expect(page).toMatchObject({
      closedOn: '2026-08-01',
      mergedInto: { organisation: into.o.id, name: '临汾市汾河职业培训学校' },
    })
    expect((await house.read('directory.organisationPage', { id: into.o.id })).absorbed).toEqual([
      { organisation: o.id, name: '临汾市鼓楼职业培训学校', on: '2026-08-01' },
    ])
    expect((await house.db.read.rows(q.scopeRows(o.id))).every((r) => r['to_on'] === '2026-08-01')).toBe(true)
    // Closed: it applies for nothing more.
    expect(await findings(house.open(L, anApplication(o.id), aClerk(o.id)))).toContain('ORG_CLOSED')
    expect(
      await findings(
        house.open(
          C,
          { organisation: o.id, kind: 'rename', effectiveOn: '2026-08-05', document: '文', newName: '新名称学校' },
          aClerk(o.id),
        ),
      ),
    ).toEqual(['ORG_CLOSED'])
    expect(await house.db.read.rows(q.overlaps())).toEqual([])
    expect(await house.db.read.rows(q.disagreements())).toEqual([])
  })

  test('another scope holds from the day of approval; a past day keeps its own', async () => {
    house.day('2026-09-01')
    const { o } = await listedSchool({ name: '临汾市尧都焊接职业培训学校' })
    house.day('2026-10-12')
    const scope = { role: 'training-provider', occupations: ['6-18-02-04', '4-10-01-05'], levelHighest: 'level-4' }
    expect(await findings(change(o.id, 'scope', { ...scope, role: 'evaluation-body' }))).toEqual(['NOT_LISTED'])
    expect(
      await findings(change(o.id, 'scope', { ...scope, occupations: ['2-02-10-01'], levelHighest: 'chief' })),
    ).toEqual(['OCC_CLASS', 'LEVEL_KIND'])
    expect(await findings(change(o.id, 'scope', { role: 'training-provider' }))).toEqual([
      'FIELD_MISSING',
      'FIELD_MISSING',
      'OCC_NONE',
    ])
    await change(o.id, 'scope', scope)
    const on = async (day: string) =>
      (await house.read('directory.wasListed', { id: o.id, role: 'training-provider', on: day })).scope.map(
        (s: { occupation: { code: string }; levels: { id: string }[] }) => [
          s.occupation.code,
          s.levels.map((l) => l.id).join(' '),
        ],
      )
    expect(await on('2026-10-11')).toEqual([
      ['6-18-02-04', 'level-5 level-4 level-3'],
      ['6-31-01-03', 'level-5 level-4 level-3'],
    ])
    expect(await on('2026-10-12')).toEqual([
      ['4-10-01-05', 'level-5 level-4'],
      ['6-18-02-04', 'level-5 level-4'],
    ])
    // Changed back on the same day: pairs without width leave no trace.
    await change(o.id, 'scope', { ...scope, occupations: ['6-18-02-04'] })
    expect((await house.db.read.rows(q.scopeRows(o.id))).filter((r) => r['occupation_code'] === '4-10-01-05')).toEqual(
      [],
    )
  })

  test('a renewed licence: the case that stood on the old one goes on, and a suspension can end', async () => {
    house.day('2026-11-02')
    const { o, listing } = await listedSchool({ name: '临汾市换证职业培训学校' }, '2026-12-31')
    house.day('2027-01-04')
    await house.act(L, listing, 'suspend', zhao, { reason: 'licence-expired', note: '许可证到期。' })
    expect(await findings(house.act(L, listing, 'resume', zhao))).toEqual(['LICENCE_EXPIRED'])
    await change(o.id, 'renewal', {
      licenceKind: 'school-licence',
      licenceNumber: '人社民1410024000999号',
      licenceIssuer: '尧都区人力资源和社会保障局',
      licenceFrom: '2027-01-01',
      licenceTo: '2031-12-31',
    })
    expect((await house.act(L, listing, 'resume', zhao)).fields['licenceNumber']).toBe('人社民1410024000999号')
    const { licences } = await house.read('directory.organisationPage', { id: o.id })
    expect(licences.map((l: { number: string; valid: boolean }) => [l.number, l.valid])).toEqual([
      ['人社民1410024000999号', true],
      ['人社民1410024000001号', false],
    ])
  })

  test('two persons here too; nothing changes until the second has agreed', async () => {
    const { o } = await listedSchool({ name: '临汾市两人职业培训学校' })
    const both = anOfficerOfAll('sun')
    const { id } = await house.open(
      C,
      {
        organisation: o.id,
        kind: 'rename',
        effectiveOn: house.world.today(),
        document: '文',
        newName: '临汾市两人技术学校',
      },
      aClerk(o.id),
    )
    await house.act(C, id, 'accept', both, {})
    expect(await findings(house.act(C, id, 'approve', both, {}))).toEqual(['TWO_PERSONS'])
    expect(await findings(house.act(C, id, 'approve', anOfficerOfAll('sun', '1410', 'other-account'), {}))).toEqual([
      'TWO_PERSONS',
    ])
    expect((await house.db.read.one(q.organisationRow(o.id)))['name']).toBe('临汾市两人职业培训学校')
    await house.act(C, id, 'refuse', zhao, { note: '依据不足。' })
    expect(await house.db.read.one(q.changeRow(id))).toMatchObject({ state: 'refused', decision_note: '依据不足。' })
    expect((await house.db.read.one(q.organisationRow(o.id)))['name']).toBe('临汾市两人职业培训学校')
  })

  test('the journal vouches for every row that changed', async () => {
    const report = await house.db.snapshot((tx) =>
      verifyJournal(tx, [sealedTableOf(listingPeriod), sealedTableOf(organisationRecord)], () => true),
    )
    expect(report.problems).toEqual([])
  })
})

describe('listings that came by a mass load', () => {
  test('get a case once, and can then be suspended like any other', async () => {
    house.day('2027-06-01')
    const { o, listing } = await listedSchool({ name: '临汾市整批导入职业培训学校' })
    const owner = new Database(house.database.superConfig)
    await owner.tx((tx) => tx.run(q.forgetCase(listing)))
    await owner.close()
    expect(await house.db.tx((tx) => adoptListings(tx, house.office))).toBe(1)
    expect(await house.db.tx((tx) => adoptListings(tx, house.office))).toBe(0)
    const adopted = await house.db.read.one<{ case_id: string }>(q.caseOf(o.id))
    expect(adopted).toMatchObject({
      state: 'listed',
      county_code: '141002',
      level_highest: 'level-3',
      licence_number: '人社民1410024000001号',
    })
    house.day('2027-06-20')
    expect((await house.act(L, adopted.case_id, 'suspend', zhao)).state).toBe('suspended')
    expect((await house.act(L, adopted.case_id, 'resume', zhao)).state).toBe('listed')
  })
})

describe('the public lists', () => {
  test('pages follow each other without loss; facets count what one would find', async () => {
    house.day('2028-01-03')
    for (const [i, county] of ['141002', '141002', '141081', '141082', '140802'].entries())
      await listedSchool({ name: `分页第${i}职业培训学校`, county })
    const all = await house.read('directory.lists', { search: '分页第', limit: 200 })
    expect(all.total).toBe(5)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await house.read('directory.lists', { search: '分页第', limit: 2, ...(cursor ? { cursor } : {}) })
      expect(page.total).toBe(5)
      seen.push(...page.rows.map((r: { organisation: string }) => r.organisation))
      cursor = page.next ?? undefined
    } while (cursor)
    expect(seen).toEqual(all.rows.map((r: { organisation: string }) => r.organisation))
    expect(all.facets.county.map((c: { id: string; count: number }) => [c.id, c.count])).toEqual([
      ['140802', 1],
      ['141002', 2],
      ['141081', 1],
      ['141082', 1],
    ])
    for (const c of all.facets.county)
      expect((await house.read('directory.lists', { search: '分页第', county: c.id })).total).toBe(c.count)
    expect((await house.read('directory.lists', { search: '分页第', county: '141000' })).total).toBe(4)
  })

  test('questions that cannot be read are refused with all that is wrong', async () => {
    expect(
      await findings(house.read('directory.lists', { asOf: '2026-02-30', cursor: 'x', level: 'level-9' })),
    ).toEqual(['QUESTION', 'QUESTION', 'QUESTION'])
    expect(
      await findings(house.read('directory.organisationPage', { id: '00000000-0000-7000-8000-000000000000' })),
    ).toEqual(['ORG_UNKNOWN'])
  })
})
