import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MissingGlyphError } from '../kernel/documents/pdf.ts'
import { hasTool, pdfText } from '../kernel/documents/reading.ts'
import { openCase, requestHash } from '../kernel/process/act.ts'
import type { Json } from '../kernel/values/canonical-json.ts'
import { Failure } from '../kernel/values/fail.ts'
import {
  aCertificate,
  anIdentityNumber,
  anOfficer,
  aPerson,
  type CertificateSeed,
} from '../modules/credentials/factory.ts'
import { proofHolds } from '../modules/credentials/open-badge.ts'
import { tokenOf } from '../modules/credentials/store/passport.ts'
import { type TestHouse, testHouse } from './testing.ts'

let town: TestHouse
const made: CertificateSeed[] = []
beforeAll(async () => {
  town = await testHouse({ town: 'none' })
  const { db, office } = town.house
  for (const [i, name] of ['王小强', '阿卜杜拉·买买提', '张𠮷'].entries())
    made.push(
      await db.tx(async (tx) => {
        const p = await aPerson(tx, office, { name, identity: anIdentityNumber('1990-01-05', 'male', i) })
        return aCertificate(tx, office, { personId: p.personId, levelRank: 3 })
      }),
    )
})
afterAll(() => town?.close())

/** Without the machine's reader of PDF the words are not looked at, only the pages. */
const textOf = (pdf: Buffer): string => pdfText(pdf).replace(/\s/g, '')
const canRead = hasTool('pdftotext')
const refused = async (work: Promise<unknown>): Promise<Failure> => {
  const e = await work.then(
    () => undefined,
    (x: unknown) => x,
  )
  expect(e).toBeInstanceOf(Failure)
  return e as Failure
}

test('one page: who, what, level, number and what it means; the identity number masked', async () => {
  const { house } = town
  const { pdf, pages } = await house.certificates.pdf([made[0]!.number], anOfficer('handler', 'wang'))
  if (process.env['STORY_SHOTS']) writeFileSync(`${process.env['STORY_SHOTS']}/certificate.pdf`, pdf)
  expect(pages).toBe(1)
  const text = canRead ? textOf(pdf) : ''
  const wanted = ['职业技能等级证书', '王小强', '焊工', '三级/高级工', made[0]!.number, '省级代码，山西省', '扫码查验']
  for (const said of canRead ? wanted : []) expect(text).toContain(said)
  expect(text).not.toContain(anIdentityNumber('1990-01-05', 'male', 0))
  // Printed again: the same code, no second place in the status list.
  await house.certificates.pdf([made[0]!.number], null)
  const kept = await house.db.read.rows<{ n: number }>({
    text: 'select count(*)::int as n from credentials.proof where certificate_id = $1',
    values: [made[0]!.certificateId],
  })
  expect(kept).toEqual([{ n: 1 }])
})

test('several: a page each and the list', async () => {
  const { pages, pdf } = await town.house.certificates.pdf([made[0]!.number, made[1]!.number], null)
  expect(pages).toBe(3)
  if (canRead) expect(textOf(pdf)).toContain('共2本')
})

test('a character that no font has is found before print, with number and code point', async () => {
  const e = await refused(town.house.certificates.pdf([made[0]!.number, made[2]!.number], null))
  expect(e).not.toBeInstanceOf(MissingGlyphError)
  expect(e.findings.map((f) => [f.code, f.given])).toEqual([['glyph-missing', 'U+20BB7']])
  expect(e.findings[0]!.message.zh).toContain(made[2]!.number)
})

test('a badge for who may read the certificate, or holds a link of its holder; for nobody else', async () => {
  const { house } = town
  const base = await town.serve()
  const number = made[0]!.number
  const badge = (await house.certificates.badge(number, anOfficer('handler', 'wang'))) as { [key: string]: Json }
  expect(await proofHolds(badge)).toBe(true)
  const share = {
    certificateNumber: number,
    scope: 'certificates',
    expiresOn: house.office.world.today(),
    fullName: true,
    reason: '本人申请',
  }
  const request = { key: 'share-of-the-badge-test', hash: requestHash(share) }
  const c = await openCase(house.office, house.db, 'credentials.share', share, anOfficer('handler', 'wang'), request)
  const token = tokenOf(house.office.keys, c.id)
  const get = (path: string) => fetch(`${base}${path}`)
  const by = await get(`/api/v1/certificates/${number}/badge.json?token=${token}`)
  expect([by.status, by.headers.get('content-type')]).toEqual([200, 'application/vc'])
  expect(await proofHolds((await by.json()) as { [key: string]: Json })).toBe(true)
  // A link opens the certificates of its holder, not those of others; the page shows them too.
  expect((await get(`/api/v1/certificates/${made[1]!.number}/badge.json?token=${token}`)).status).toBe(404)
  expect((await get(`/api/v1/certificates/${number}/badge.json`)).status).toBe(401)
  expect((await get(`/api/v1/certificates/${number}/certificate.pdf`)).status).toBe(401)
  const page = await get(`/passport/${token}`)
  expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
  expect(await page.text()).toContain(number)
  expect((await get(`/passport/${token.slice(0, -2)}AA`)).status).toBe(404)
})

test('of another county, or unknown: not found', async () => {
  const sun = anOfficer('handler', 'sun', '141021')
  expect((await refused(town.house.certificates.pdf([made[0]!.number], sun))).code).toBe('NotFound')
  expect((await refused(town.house.certificates.pdf(['S000014000001223999999'], null))).code).toBe('NotFound')
})
