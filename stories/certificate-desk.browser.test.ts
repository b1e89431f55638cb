import { mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../doors/testing.ts'
import { axe, buildDesk, listen, openBrowser, SIZES, settled, signInOnDesk } from './browser.ts'
import { signedIn, Visitor } from './visitor.ts'

const SHOTS = process.env['STORY_SHOTS'] ?? join(tmpdir(), 'gb-story-shots', 'certificate-desk')

let town: TestHouse
let base: string
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]
let number: string
let key: string
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true })
  buildDesk()
  town = await testHouse({ town: 'small' })
  base = await town.serve()
  const handler = await signedIn(base, 'city-handler')
  const list = await handler.must('GET', '/api/v1/records/credentials.certificate?where[kind]=skill-level&limit=20')
  const row = list.rows.find((r: { fields: { revokedOn: string | null } }) => !r.fields.revokedOn)
  number = row.title
  key = row.id.replace('/', '~')
  browser = await openBrowser()
  context = await browser.newContext({ viewport: SIZES.wide, acceptDownloads: true })
  page = await signInOnDesk(context, base, 'city-handler')
  complaints = listen(page)
})
afterAll(async () => {
  await browser?.close()
  await town?.close()
})

test('from a certificate to its paper: two clicks, one file', async () => {
  await page.goto(`${base}/desk/records/credentials.certificate/${key}`)
  await page.getByRole('link', { name: '打印', exact: true }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: /生成 PDF/ }).click()
  const file = readFileSync(await (await download).path())
  expect(file.subarray(0, 5).toString()).toBe('%PDF-')
  expect(await axe(page)).toEqual([])
  await page.screenshot({ path: join(SHOTS, 'print.png') })
})

test('a number that nobody has is told, not printed', async () => {
  await page.getByLabel('证书编号，每行一个').fill(`${number}\nS000014000001223999999`)
  await page.getByRole('button', { name: /生成 PDF/ }).click()
  await page.getByText('S000014000001223999999 的证书').waitFor()
})

test('a passport is shared, looked at by a stranger, and the look is seen', async () => {
  await page.goto(`${base}/desk/cases/credentials.share/new?f.certificateNumber=${number}`)
  await settled(page)
  await page.screenshot({ path: join(SHOTS, 'share-form.png'), fullPage: true })
  const handler = await signedIn(base, 'city-handler')
  const until = (await handler.must('GET', '/api/v1/city')).today
  const share = { certificateNumber: number, scope: 'all', expiresOn: until, fullName: false, reason: '本人到场申请' }
  const made = await handler.must('POST', '/api/v1/cases/credentials.share', share)
  await page.goto(`${base}/desk/cases/credentials.share/${made.id}`)
  const address = (await page.getByRole('link', { name: /\/passport\// }).getAttribute('href'))!
  const seen = await new Visitor(base).get(address, { accept: 'text/html' })
  expect([seen.status, seen.text.includes(number)]).toEqual([200, true])
  await page.reload()
  await page.getByText('共被查看 1 次').waitFor()
  expect(await axe(page)).toEqual([])
  await page.screenshot({ path: join(SHOTS, 'share.png'), fullPage: true })
})

test('lists of renewals and of blocks open', async () => {
  for (const [path, title] of [
    ['/desk/credentials/renewals', '证书更正和换发'],
    ['/desk/credentials/numbers', '证书号段'],
  ] as const) {
    await page.goto(`${base}${path}`)
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await settled(page)
    expect(await axe(page)).toEqual([])
  }
})

test('nothing broke on the way', () => {
  expect(complaints.filter((c) => !/status of 400/.test(c))).toEqual([])
})
