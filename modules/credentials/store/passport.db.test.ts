import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RoomStore } from '../../../kernel/rooms/store.ts'
import { Failure } from '../../../kernel/values/fail.ts'
import { plainDate } from '../../../kernel/values/plain-date.ts'
import { aCertificate, anOfficer, aPerson, type CertificateSeed } from '../factory.ts'
import { type PassportEntry, passport, shareLink, tokenOf } from './passport.ts'
import { type CredentialsHouse, credentialsHouse } from './testing.ts'

let house: CredentialsHouse
let certificate: CertificateSeed
const wang = anOfficer('handler', 'wang')
beforeAll(async () => {
  house = await credentialsHouse()
  certificate = await house.db.tx(async (tx) => {
    const p = await aPerson(tx, house.office, { name: '王小强' })
    await aCertificate(tx, house.office, { personId: p.personId, levelRank: 1 })
    return aCertificate(tx, house.office, { personId: p.personId, levelRank: 3, issuedOn: plainDate('2022-12-01') })
  })
})
afterAll(() => house?.close())

const shared = (over: Record<string, unknown> = {}) =>
  house.open(
    {
      certificateNumber: certificate.number,
      scope: 'certificates',
      expiresOn: '2023-03-31',
      fullName: false,
      reason: '本人到场申请，求职用',
      ...over,
    },
    wang,
    'credentials.share',
  )
const context = (actor = wang) => ({
  read: house.db.read,
  db: house.db,
  office: house.office,
  actor,
  measures: house.measures,
  records: house.records,
})
const look = (token: string) => passport(context(), { token })
const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'came',
    (e: unknown) => (e instanceof Failure ? [e.code, ...e.findings.map((f) => f.code)].join(' ') : String(e)),
  )

test('a link shows valid certificates and writes down each look', async () => {
  const c = await shared()
  const token = tokenOf(house.office.keys, c.id)
  const seen = await look(token)
  expect(seen).toMatchObject({ holder: '王*强', expiresOn: '2023-03-31', entries: [] })
  expect(seen.certificates.map((x) => [x.number, x.level?.zh, x.issuedBy])).toEqual([
    [certificate.number, '三级/高级工', '临汾市平阳职业培训学校'],
    [expect.any(String), '五级/初级工', '临汾市平阳职业培训学校'],
  ])
  await look(token)
  expect(await shareLink(context(), { case: c.id })).toEqual({
    open: true,
    address: `/passport/${token}`,
    viewCount: 2,
    views: ['2023-03-01T01:00:00.000Z', '2023-03-01T01:00:00.000Z'],
  })
  expect(await code(shareLink(context(anOfficer('handler', 'sun', '141021')), { case: c.id }))).toBe('NotFound')
})

test('changed, ended, past its day: nothing comes, and nothing is written down', async () => {
  const c = await shared({ fullName: true })
  const token = tokenOf(house.office.keys, c.id)
  expect((await look(token)).holder).toBe('王小强')
  for (let i = 0; i < token.length; i++) {
    const other = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1)
    expect(await code(look(other)), `place ${i}`).toBe('NotFound')
  }
  house.day('2023-04-01')
  expect(await code(look(token))).toBe('NotFound')
  house.day('2023-03-01')
  await house.act(c.id, 'end', wang, { reason: '本人要求停止' }, null, 'credentials.share')
  expect(await code(look(token))).toBe('NotFound')
  expect((await shareLink(context(), { case: c.id })).viewCount).toBe(1)
  expect(await code(shared({ expiresOn: '2024-12-31' }))).toBe('BadInput SHARE_DAYS')
  expect(await code(shared({ expiresOn: '2023-02-28' }))).toBe('BadInput SHARE_DAYS')
})

test('other rooms add what they know, only where the holder shows it', async () => {
  const entry: PassportEntry = {
    group: 'honour',
    title: { zh: '市级技术能手', en: 'Technical expert of the city' },
    on: plainDate('2022-05-01'),
    by: null,
  }
  const asked: string[] = []
  const offers: RoomStore['offers'] = {
    'credentials.passport': async (_tx, personId) => {
      asked.push(personId)
      return [entry]
    },
  }
  const stores = house.office.stores as Map<string, RoomStore>
  stores.set('honours', { offers })
  expect((await look(tokenOf(house.office.keys, (await shared()).id))).entries).toEqual([])
  expect((await look(tokenOf(house.office.keys, (await shared({ scope: 'all' })).id))).entries).toEqual([entry])
  expect(asked).toEqual([certificate.personId])
  stores.delete('honours')
})
