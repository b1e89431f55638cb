import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../doors/testing.ts'
import { TOTP_STEP_SECONDS, totp } from '../kernel/access/accounts.ts'
import { axe, buildDesk, listen, openBrowser, SIZES, settled, signInOnDesk } from './browser.ts'
import { type StoryWorld, storyWorld } from './clock.ts'
import { signedIn, Visitor } from './visitor.ts'

const SHOTS = process.env['STORY_SHOTS'] ?? join(tmpdir(), 'gb-story-shots', 'accounts')
const LOGIN = 'yaodu-wang.fang'

let world: StoryWorld
let town: TestHouse
let base: string
let browser: Browser
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true })
  buildDesk()
  world = storyWorld()
  town = await testHouse({ town: 'small', world })
  base = await town.serve()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await town?.close()
})

async function onPage(
  size: keyof typeof SIZES,
  login: string | undefined,
  work: (page: Page, look: (name: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ viewport: SIZES[size], locale: 'zh-CN' })
  try {
    const page = login ? await signInOnDesk(context, base, login) : await context.newPage()
    const said = listen(page)
    await work(page, async (name) => {
      await settled(page)
      await page.screenshot({ path: join(SHOTS, `${name}-${size}.png`), fullPage: true, animations: 'disabled' })
      expect(await axe(page), `${name} ${size}`).toEqual([])
    })
    expect(said.filter((s) => !/status of 4\d\d/.test(s))).toEqual([])
  } finally {
    await context.close()
  }
}
const factorOf = (secret: string): string => {
  const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((s) => signs.indexOf(s).toString(2).padStart(5, '0')).join('')
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => Number.parseInt(b, 2)))
  return totp(bytes, Math.floor(world.now().getTime() / 1000 / TOTP_STEP_SECONDS))
}
let code = ''
let secret = ''

test('the system administrator makes an account and hands over a code', async () => {
  await onPage('wide', 'system-admin', async (page, look) => {
    await page.goto(`${base}/desk/accounts`)
    await page.getByRole('button', { name: '新建账号' }).click()
    await page.getByLabel('账号（小写字母和数字').fill(LOGIN)
    await page.getByLabel('姓名', { exact: true }).fill('王芳')
    await page.getByLabel('工号').fill('LF-YD-0031')
    const area = page.getByRole('combobox', { name: '管辖区划' })
    // On a crowded machine the list may be drawn anew under the pointer; a person would press again.
    for (let tries = 0; tries < 3 && !(await area.isVisible()); tries++) {
      await page.getByRole('combobox', { name: '岗位' }).click()
      await page.locator('.ant-select-item-option').filter({ hasText: '经办人员' }).click()
      await area.waitFor({ timeout: 5000 }).catch(() => {})
    }
    await area.click()
    await area.pressSequentially('尧都')
    await page.locator('.ant-select-item-option').filter({ hasText: '尧都区' }).first().click()
    await look('new-account')
    await page.getByRole('button', { name: '建立', exact: true }).click()
    const shown = page.getByText(/^([A-Z2-9]{4}-){4}[A-Z2-9]{4}$/)
    await shown.waitFor()
    code = (await shown.textContent())!.trim()
    await look('code-shown')
  })
  // The administrator cannot wake what was asked for.
  const admin = await signedIn(base, 'system-admin')
  const id = (await admin.must('GET', '/api/v1/accounts')).find((a: { login: string }) => a.login === LOGIN).accountId
  expect((await admin.post(`/api/v1/accounts/${id}/grants/handler/activate`, {})).status).toBe(403)
})

test('the owner sets the account up on a telephone; mistakes are named and nothing typed is lost', async () => {
  await onPage('phone', undefined, async (page, look) => {
    await page.goto(`${base}/desk/set-up`)
    await page.getByLabel('启用码').fill('AAAA-BBBB-CCCC-DDDD-EEEE')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByText('启用码不正确、已用过或已过期').first().waitFor()
    await look('set-up-wrong')
    await page.getByLabel('启用码').fill(code)
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('img', { name: '动态口令密钥的二维码' }).waitFor()
    secret = (await page.locator('.code').last().textContent())!.replaceAll(' ', '')
    await page.getByLabel('手机上现在显示的六位数字').fill('000000')
    await page.getByLabel('新密码').fill('太短')
    await page.getByRole('button', { name: '启用' }).click()
    await page.getByText('动态验证码不正确').first().waitFor()
    await page
      .getByText(/至少 10 位/)
      .nth(1)
      .waitFor()
    await look('set-up-faults')
    await page.getByLabel('新密码').fill('春天的汾河水很清很清')
    await page.getByLabel('手机上现在显示的六位数字').fill(factorOf(secret))
    await page.getByRole('button', { name: '启用' }).click()
    await page.getByText('账号已启用').waitFor()
    await look('set-up-done')
  })
})

test('until the security administrator activates the role, the owner signs in and can do nothing; then the queue opens', async () => {
  const enter = async () => {
    world.forward(TOTP_STEP_SECONDS * 1000)
    const v = new Visitor(base)
    await v.must('POST', '/api/v1/session', { login: LOGIN, password: '春天的汾河水很清很清', code: factorOf(secret) })
    return v
  }
  const before = await enter()
  expect((await before.must('GET', '/api/v1/session')).actor.grants).toEqual([])
  await onPage('wide', 'security-admin', async (page, look) => {
    await page.goto(`${base}/desk/accounts`)
    await page.getByRole('button', { name: `启用 ${LOGIN} 的经办人员` }).click()
    await page.getByRole('button', { name: `启用 ${LOGIN} 的经办人员` }).waitFor({ state: 'detached' })
    await look('activated')
  })
  const after = await enter()
  expect((await after.must('GET', '/api/v1/session')).actor.grants).toMatchObject([
    { role: 'handler', jurisdiction: '141002' },
  ])
})

test('a list leaves as a file: masked, without formulas, by the same filters and rights', async () => {
  const handler = await signedIn(base, 'yaodu-handler')
  const csv = await handler.get('/api/v1/records/people.person/export/list.csv')
  expect(csv.status).toBe(200)
  const lines = csv.text.trim().split('\r\n')
  const listed = await handler.must('GET', '/api/v1/records/people.person?limit=1')
  expect(lines.length - 1).toBe(listed.total)
  expect(csv.text).not.toMatch(/\d{17}[\dX]/)
  const foreign = await handler.get('/api/v1/records/people.person/export/list.csv?where[county]=141024')
  expect(foreign.text.trim().split('\r\n')).toHaveLength(1)
  expect(
    (await new Visitor(base).get('/api/v1/records/people.person/export/list.csv')).text.trim().split('\r\n'),
  ).toHaveLength(1)
  expect((await handler.get('/api/v1/records/people.person/export/list.xlsx?where[nothing]=1')).status).toBe(400)
  const auditor = await signedIn(base, 'auditor')
  const told = await auditor.must('GET', '/api/v1/journal?kind=access.export')
  expect(told[0]).toMatchObject({ subject: 'people.person' })
})
