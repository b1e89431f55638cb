import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../doors/testing.ts'
import { qrSvg } from '../kernel/documents/qr.ts'
import { act, openCase, requestHash } from '../kernel/process/act.ts'
import { aCertificate, anOfficer, aPerson, type CertificateSeed } from '../modules/credentials/factory.ts'
import { codeToDigits } from '../modules/credentials/qr-code.ts'
import { makeProofs } from '../modules/credentials/store/proofs.ts'
import { axe, listen, openBrowser, SIZES } from './browser.ts'
import { Visitor } from './visitor.ts'

const SHOTS = process.env['STORY_SHOTS'] ?? join(tmpdir(), 'gb-story-shots', 'offline-check')

let town: TestHouse
let base: string
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]
let certificate: CertificateSeed
let digits: string
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true })
  town = await testHouse({ town: 'none' })
  base = await town.serve()
  const { office, db } = town.house
  ;[certificate, digits] = await db.tx(async (tx) => {
    const person = await aPerson(tx, office, { name: '欧阳娜娜' })
    const c = await aCertificate(tx, office, { personId: person.personId, levelRank: 3 })
    const [proof] = await makeProofs(tx, office, [{ ...c, name: person.name }])
    return [c, codeToDigits(proof!.code)]
  })
  browser = await openBrowser()
  context = await browser.newContext({ viewport: SIZES.phone })
  page = await context.newPage()
  complaints = listen(page)
})
afterAll(async () => {
  await browser?.close()
  await town?.close()
})

const verdict = async (text: string): Promise<string> => {
  await page.getByLabel(/粘贴二维码内容/).fill(text)
  await page.evaluate("document.getElementById('answer').removeAttribute('data-verdict')")
  await page.getByRole('button', { name: /^核验/ }).click()
  await page.locator('#answer[data-verdict]').waitFor()
  return (await page.locator('#answer').getAttribute('data-verdict'))!
}
const answered = (): Promise<string> => page.locator('#answer').textContent().then(String)

test('opened once, the page holds all it needs', async () => {
  await page.goto(`${base}/v`)
  await page.evaluate(() =>
    (navigator as unknown as { serviceWorker: { ready: Promise<unknown> } }).serviceWorker.ready.then(() => true),
  )
  await page.getByText(/本机名单截至/).waitFor()
  expect(await axe(page)).toEqual([])
})

test('without a network: valid as of the list, changed is false, and the full name can be compared', async () => {
  await context.setOffline(true)
  // Truly off: what was not kept does not come.
  expect(
    await page.evaluate(() =>
      fetch('/healthz').then(
        () => 'came',
        () => 'nothing',
      ),
    ),
  ).toBe('nothing')
  await page.goto(`${base}/v#${digits}`)
  await page.locator('#answer[data-verdict="valid"]').waitFor()
  const text = await answered()
  expect(text).toMatch(/截至 \d{4}年\d+月\d+日 \d\d:\d\d 有效/)
  for (const fact of ['欧阳*娜', '焊工', '三级/高级工', certificate.number, certificate.issuedOn])
    expect(text).toContain(fact)
  expect(text).not.toContain('欧阳娜')
  await page.screenshot({ path: join(SHOTS, 'valid-off-line.png'), fullPage: true })
  expect(await axe(page)).toEqual([])

  await page.getByLabel(/核对姓名/).fill('欧阳娜娜')
  await page.getByRole('button', { name: /^核对/ }).click()
  await page.getByText('姓名相符').waitFor()
  await page.getByLabel(/核对姓名/).fill('欧阳娜')
  await page.getByRole('button', { name: /^核对/ }).click()
  await page.getByText('姓名不符').waitFor()

  const changed = digits.slice(0, 100) + ((Number(digits[100]) + 1) % 10) + digits.slice(101)
  expect(await verdict(changed)).toBe('false')
  expect(await answered()).not.toContain(certificate.number)
  expect(await verdict('S000014000001223000017')).toBe('false')
})

test('a photograph is read without a network too', async () => {
  const paper = await context.newPage()
  const svg = qrSvg(
    [
      { data: 'https://example.org/v#', mode: 'byte' },
      { data: digits, mode: 'numeric' },
    ],
    { sideMm: 90 },
  )
  await paper.setContent(`<div style="padding:40px;transform:rotate(7deg)">${svg}</div>`)
  const picture = await paper.screenshot()
  await paper.close()
  await page.bringToFront()
  await page.getByLabel(/从照片读取/).setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: picture })
  await page.locator('#answer[data-verdict="valid"]').waitFor()
  await page.getByLabel(/从照片读取/).setInputFiles({
    name: 'wall.png',
    mimeType: 'image/png',
    buffer: await page.screenshot({ clip: { x: 0, y: 0, width: 100, height: 30 } }),
  })
  await page.locator('#answer[data-verdict="unread"]').waitFor()
})

test('revoked meanwhile: the old list says as of when, the new one says ended; the server says so at once', async () => {
  const { office, db } = town.house
  const input = {
    certificateNumber: certificate.number,
    reasonCode: 'fraud',
    reason: '代考，见检查记录。',
    effectiveOn: certificate.issuedOn,
  }
  const request = (key: string) => ({ key, hash: requestHash(key) })
  const opened = await openCase(
    office,
    db,
    'credentials.revocation',
    input,
    anOfficer('handler', 'wang'),
    request('open-the-case-of-the-story'),
  )
  const zhao = anOfficer('reviewer', 'zhao')
  await act(office, db, 'credentials.revocation', opened.id, 'revoke', {}, zhao, null, request('revoke-in-the-story'))
  const online = await new Visitor(base).must('GET', `/api/v1/certificates/verify-code?code=${digits}`)
  expect(online.verdict).toBe('revoked')

  expect(await verdict(digits)).toBe('valid')
  expect(await answered()).toMatch(/截至/)
  await context.setOffline(false)
  await page.reload()
  await page.getByText(/本机名单截至/).waitFor()
  expect(await verdict(digits)).toBe('ended')
  await page.screenshot({ path: join(SHOTS, 'ended.png'), fullPage: true })
  // And it stays so when the network goes again.
  await context.setOffline(true)
  await page.goto(`${base}/v#${digits}`)
  await page.locator('#answer[data-verdict="ended"]').waitFor()
  await context.setOffline(false)
})

test('without keys nothing is believed', async () => {
  const other = await browser.newContext({ viewport: SIZES.phone, serviceWorkers: 'block' })
  await other.route('**/api/v1/certificates/*', (r) => r.abort())
  const bare = await other.newPage()
  await bare.goto(`${base}/v#${digits}`)
  await bare.locator('#answer[data-verdict="unsure"]').waitFor()
  expect(await bare.locator('#answer').textContent()).not.toContain(certificate.number)
  await other.close()
})

test('no script was refused and nothing broke', () => {
  // Reads that fail off line are told by the browser itself.
  expect(complaints.filter((c) => !/ERR_INTERNET_DISCONNECTED/.test(c))).toEqual([])
})
