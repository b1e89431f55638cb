import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../doors/testing.ts'
import { addDays, type PlainDate } from '../kernel/values/plain-date.ts'
import { axe, buildDesk, listen, openBrowser, SIZES, settled, signInOnDesk, withoutScripts } from './browser.ts'
import { type StoryWorld, storyWorld } from './clock.ts'
import { type Json, plainText, signedIn, Visitor } from './visitor.ts'

const SHOTS = process.env['STORY_SHOTS'] ?? join(tmpdir(), 'gb-story-shots', 'listing')
const SCHOOL = '太原市晋源砺新职业培训学校'
const ROLE = 'training-provider'
const MEASURE = 'directory.training-institutions'

let world: StoryWorld
let town: TestHouse
let base: string
let browser: Browser
let anyone: Visitor
let school: { id: string; licence: string }
let before: number
let firstDay: PlainDate
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true })
  buildDesk()
  world = storyWorld()
  town = await testHouse({ town: 'small', world })
  base = await town.serve()
  browser = await openBrowser()
  anyone = new Visitor(base)
  const clerk = await signedIn(base, 'outside-clerk')
  const id = (await clerk.must('GET', '/api/v1/session')).actor.grants[0].organisationId
  const page = await anyone.must('GET', `/api/v1/directory/organisations?id=${id}`)
  expect(page.name).toBe(SCHOOL)
  school = { id, licence: page.licences[0].number }
  firstDay = world.today()
  before = (await measure(firstDay))!
})
afterAll(async () => {
  await browser?.close()
  await town?.close()
})

const measure = async (asOf: string): Promise<number> =>
  (await anyone.must('GET', `/api/v1/measures/${MEASURE}?asOf=${asOf}`)).value
const wasListed = (on: string, knownOn?: string): Promise<Json> =>
  anyone.must(
    'GET',
    `/api/v1/directory/was-listed?id=${school.id}&role=${ROLE}&on=${on}${knownOn ? `&knownOn=${knownOn}` : ''}`,
  )
const isOnPortal = async (asOf: string): Promise<boolean> => {
  const r = await anyone.get(`/directory?list=${ROLE}&asOf=${asOf}&search=${encodeURIComponent('晋源砺新')}`, {
    accept: 'text/html',
  })
  expect(r.status).toBe(200)
  return r.text.includes(`href="/directory/${school.id}`)
}

/** One person at one machine: signs in, does something, is looked at from both sides, leaves. */
async function at(
  login: string,
  size: keyof typeof SIZES,
  work: (page: Page, look: (name: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ viewport: SIZES[size], locale: 'zh-CN' })
  try {
    const page = await signInOnDesk(context, base, login)
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
const choose = async (page: Page, label: string, typed: string, option: RegExp) => {
  const box = page.getByRole('combobox', { name: label })
  await box.click()
  await box.pressSequentially(typed)
  await page.locator('.ant-select-item-option').filter({ hasText: option }).first().click()
  await page.keyboard.press('Escape')
}
let caseId: string

describe('a school from elsewhere in the province comes onto the list', () => {
  test('it is not there yet', async () => {
    expect(await wasListed(firstDay)).toMatchObject({ listed: false, status: null, period: null })
    expect(await isOnPortal(firstDay)).toBe(false)
  })

  test('its clerk applies on the desk; what is missing is said where it is missing, and nothing typed is lost', async () => {
    await at('outside-clerk', 'wide', async (page, look) => {
      await look('home-clerk')
      await page.getByRole('link', { name: '申请列入目录' }).first().click()
      await page.getByRole('radio', { name: '培训机构' }).check()
      await page.getByRole('button', { name: '下一步：核对' }).click()
      // What is still empty is named at the top, which takes the focus.
      const summary = page.getByRole('alert').filter({ hasText: '需要修改' })
      await summary.waitFor()
      expect(await page.title()).toContain('需要修改')
      await look('apply-missing')
      await choose(page, '职业', '焊工', /6-18-02-04/)
      await choose(page, '最高等级', '三级', /三级/)
      await page.getByLabel('许可或备案编号').fill('证字第0000号')
      await page.getByLabel('申报说明').fill('场地 1200 平方米，焊接工位 40 个，专职教师 6 名。')
      await look('apply-filled')
      await page.getByRole('button', { name: '下一步：核对' }).click()
      await page.getByRole('button', { name: '提交', exact: true }).click()
      // The register does not know that licence: back at the form, with all that was typed.
      await page.getByText('没有查到编号为“证字第0000号”').first().waitFor()
      expect(await page.getByLabel('申报说明').inputValue()).toContain('焊接工位 40 个')
      await look('apply-wrong-licence')
      await page.getByLabel('许可或备案编号').fill(school.licence)
      await page.getByRole('button', { name: '下一步：核对' }).click()
      await look('apply-check')
      await page.getByRole('button', { name: '提交', exact: true }).click()
      await page.getByText('已提交').first().waitFor()
      await look('apply-receipt')
    })
    const clerk = await signedIn(base, 'outside-clerk')
    const { rows } = await clerk.must('GET', '/api/v1/cases/directory.listing')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ state: 'applied', organisation: school.id })
    caseId = rows[0].id
    // Who belongs to another county does not see it; it is the city's.
    expect(
      (await (await signedIn(base, 'yaodu-handler')).get(`/api/v1/cases/directory.listing/${caseId}`)).status,
    ).toBe(404)
  })

  test('the handling officer finds it in the queue and accepts it, on a telephone', async () => {
    await at('city-handler', 'phone', async (page, look) => {
      await look('home-handler')
      await page.getByRole('link', { name: SCHOOL }).first().click()
      await page.getByRole('button', { name: '受理' }).waitFor()
      await look('case-applied')
      await page.getByRole('button', { name: '受理' }).click()
      await page.getByText('已办理：受理').waitFor()
      await look('case-accepted')
    })
  })

  test('the same officer cannot go on alone; the reviewing one publicises it', async () => {
    const handler = await signedIn(base, 'city-handler')
    expect((await handler.post(`/api/v1/cases/directory.listing/${caseId}/acts/publicise`)).status).toBe(403)
    await at('city-reviewer', 'wide', async (page, look) => {
      await page.goto(`${base}/desk/cases/directory.listing/${caseId}`)
      await page.getByRole('button', { name: '审核通过并公示' }).waitFor()
      await look('case-reviewing')
      await page.getByRole('button', { name: '审核通过并公示' }).click()
      await page.getByText('已办理：审核通过并公示').waitFor()
      await look('case-publicised')
    })
    const notices = await anyone.get('/notices', { accept: 'text/html' })
    expect(plainText(notices.text)).toContain(SCHOOL)
    expect(await isOnPortal(world.today())).toBe(false)
  })

  test('it cannot be listed while the notice runs; every day is waited for', async () => {
    const { rows } = await anyone.must('GET', '/api/v1/directory/notices')
    const notice = rows.find((r: Json) => r.organisation === school.id)
    expect(notice.noticeUntil > notice.noticeFrom).toBe(true)
    let days = 0
    while (world.today() <= notice.noticeUntil) {
      const leader = await signedIn(base, 'city-leader')
      const early = await leader.post(`/api/v1/cases/directory.listing/${caseId}/acts/list`, {
        document: '临人社函〔2026〕1号',
      })
      expect(early.status, world.today()).toBe(400)
      expect(early.json.findings.map((f: Json) => f.code)).toEqual(['NOTICE_RUNS'])
      expect(plainText((await anyone.get('/notices', { accept: 'text/html' })).text), world.today()).toContain(SCHOOL)
      world.forwardDays(1)
      expect(++days).toBeLessThan(30)
    }
    // Five working days are seven or more of the calendar.
    expect(days).toBeGreaterThanOrEqual(5)
    expect(plainText((await anyone.get('/notices', { accept: 'text/html' })).text)).not.toContain(SCHOOL)
  })

  let listedOn: PlainDate
  test('the day after, the leading officer puts it on the list', async () => {
    listedOn = world.today()
    await at('city-leader', 'wide', async (page, look) => {
      await page.goto(`${base}/desk/cases/directory.listing/${caseId}`)
      await page.getByRole('button', { name: '列入目录', exact: true }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('文号').fill('临人社函〔2026〕312号')
      await look('dialog-list')
      await dialog.getByRole('button', { name: '列入目录', exact: true }).click()
      await page.getByText('已办理：列入目录').waitFor()
      await look('case-listed')
    })
    // A kept page of the portal may be a minute old.
    world.forward(61_000)
    expect(await isOnPortal(listedOn)).toBe(true)
  })

  let suspendedOn: PlainDate
  test('three days later the reviewing officer suspends it, on a telephone', async () => {
    world.forwardDays(3)
    suspendedOn = world.today()
    await at('city-reviewer', 'phone', async (page, look) => {
      await page.goto(`${base}/desk/cases/directory.listing/${caseId}`)
      await page.getByRole('button', { name: '暂停' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('这一步不容易撤回').waitFor()
      await dialog.getByRole('radio', { name: '正在接受检查' }).check()
      await dialog.getByLabel('说明').fill('接到举报，先行检查')
      await look('dialog-suspend')
      await dialog.getByRole('button', { name: '暂停' }).click()
      await page.getByText('已办理：暂停').waitFor()
      await look('case-suspended')
    })
    world.forward(61_000)
    world.forwardDays(2)
  })

  test('on every single day list, figure and portal say the same, and what was known then stays known', async () => {
    const last = world.today()
    let days = 0
    for (let day = addDays(firstDay, -2); day <= last; day = addDays(day, 1), days++) {
      const listed = day >= listedOn && day < suspendedOn
      const status = day < listedOn ? null : listed ? 'listed' : 'suspended'
      const answer = await wasListed(day)
      expect([answer.listed, answer.status?.id ?? null], day).toEqual([listed, status])
      // The page names what is suspended, too, so that nobody enrols there; what counts is what is listed.
      expect(await isOnPortal(day), day).toBe(status !== null)
      expect(await measure(day), day).toBe(before + (listed ? 1 : 0))
      // On the eve of the decision nobody knew of it.
      expect((await wasListed(day, addDays(listedOn, -1))).listed, day).toBe(false)
      expect(
        (await anyone.must('GET', `/api/v1/measures/${MEASURE}?asOf=${day}&knownOn=${addDays(suspendedOn, -1)}`)).value,
        day,
      ).toBe(before + (day >= listedOn ? 1 : 0))
    }
    expect(days).toBeGreaterThan(12)
    const listRows = await (await signedIn(base, 'city-handler')).must(
      'GET',
      `/api/v1/measures/${MEASURE}/records?asOf=${listedOn}&limit=200`,
    )
    expect(listRows.total).toBe(before + 1)
    expect(listRows.rows.map((r: Json) => r.record.title)).toContain(SCHOOL)
  })

  test('the public page tells the whole story, in any form', async () => {
    for (const size of ['wide', 'phone'] as const) {
      const context = await browser.newContext({ viewport: SIZES[size], locale: 'zh-CN' })
      await withoutScripts(context)
      const page = await context.newPage()
      const said = listen(page)
      await page.goto(`${base}/directory/${school.id}`)
      expect(await page.getByRole('main').innerText()).toContain('临人社函〔2026〕312号')
      await page.screenshot({ path: join(SHOTS, `portal-organisation-${size}.png`), fullPage: true })
      expect(await axe(page), size).toEqual([])
      await page.goto(`${base}/directory?search=${encodeURIComponent('晋源砺新')}&asOf=${listedOn}`)
      await page.getByRole('link', { name: SCHOOL }).waitFor()
      await page.screenshot({ path: join(SHOTS, `portal-directory-${size}.png`), fullPage: true })
      expect(await axe(page), size).toEqual([])
      expect(said).toEqual([])
      await context.close()
    }
  })

  test('the journal has every step, by whom', async () => {
    const auditor = await signedIn(base, 'auditor')
    const history = await auditor
      .must('GET', `/api/v1/records/directory.listing/${caseId}/history`)
      .catch(() =>
        auditor
          .must('GET', `/api/v1/journal?limit=200`)
          .then((all: Json[]) => all.filter((l) => l.subject === `directory.listing/${caseId}`)),
      )
    const steps = history.map((h: Json) => [h.kind.split('.').at(-1), h.actor]).reverse()
    const inOrder = steps[0][0] === 'open' ? steps : steps.reverse()
    expect(inOrder).toEqual([
      ['open', '武晓东'],
      ['accept', '卫建平'],
      ['publicise', '靳晓燕'],
      ['list', '柴文军'],
      ['suspend', '靳晓燕'],
    ])
  })
})
