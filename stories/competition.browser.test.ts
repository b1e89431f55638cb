import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../doors/testing.ts'
import { aNationalScheme } from '../modules/competitions/factory.ts'
import type { MarkingScheme } from '../modules/competitions/marking/scheme.ts'
import { axe, buildDesk, listen, openBrowser, settled, signInOnDesk } from './browser.ts'
import { type StoryWorld, storyWorld } from './clock.ts'
import { guildbook } from './program.ts'
import { signedIn, Visitor } from './visitor.ts'

const SHOTS = process.env['STORY_SHOTS'] ?? join(tmpdir(), 'gb-story-shots', 'competition')
const EVENTS = '/api/v1/cases/competitions.event'
/** A tablet held upright. */
const TABLET = { width: 820, height: 1180 }
const scheme: MarkingScheme = {
  ...aNationalScheme(),
  weights: { theory: 0, skill: 100 },
  judges: 1,
  measurements: 'agreed',
  criteria: [
    {
      id: 'A',
      title: '焊接',
      part: 'skill',
      module: 'A',
      subCriteria: [
        {
          id: 'A1',
          title: '成品',
          aspects: [
            {
              id: 'A1',
              title: '外观',
              marksMax: 4000,
              how: { kind: 'judgement', benchmarks: ['差', '合格', '良', '优'] },
            },
            { id: 'A2', title: '尺寸', marksMax: 6000, how: { kind: 'points' } },
          ],
        },
      ],
    },
  ],
}

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

test('a judge marks on a tablet by touch and keys and signs; the office publishes; the public reads the score board', async () => {
  const handler = await signedIn(base, 'city-handler')
  const reviewer = await signedIn(base, 'city-reviewer')
  const { id } = await handler.must('POST', EVENTS, {
    name: '临汾市焊工技能竞赛',
    tier: 'city-1',
    style: 'national',
    county: '141000',
    heldOn: world.today(),
    endedOn: world.today(),
    host: '临汾市人力资源和社会保障局',
    awards: true,
    countyBrand: false,
  })
  const on = (who: Visitor, act: string, needs: unknown = {}) => who.must('POST', `${EVENTS}/${id}/acts/${act}`, needs)
  await on(handler, 'addSkill', { title: '焊接', occupation: '6-18-02-04', group: 'employees', teamSize: 1 })
  await on(reviewer, 'approve', { approvalNumber: '临人社函〔2026〕31号' })
  await on(handler, 'openEntries')
  await on(handler, 'putScheme', { skillNo: 1, scheme: JSON.stringify(scheme) })
  await on(handler, 'nameJudge', { skillNo: 1, judgeKey: 'demo:yan-guoqiang', name: '延国强' })
  const persons = await handler.must('GET', '/api/v1/records/people.person?limit=2')
  for (const p of persons.rows) await on(handler, 'enter', { skillNo: 1, person: p.id })
  await on(reviewer, 'lock')
  await on(handler, 'start')

  const context = await browser.newContext({ viewport: TABLET, locale: 'zh-CN', hasTouch: true })
  const page = await signInOnDesk(context, base, 'judge')
  const said = listen(page)
  const look = async (name: string) => {
    await settled(page)
    await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true, animations: 'disabled' })
    expect(await axe(page), name).toEqual([])
  }
  await page.goto(`${base}/desk/competitions/sheets`)
  await look('sheets')
  await page.getByText('焊接 · 模块 A · 裁判 1').first().click()
  await page.getByRole('table').first().waitFor()
  const judged = (entry: number) => page.getByRole('radiogroup', { name: `${entry} 号 外观` })
  await judged(1).getByText('3', { exact: true }).tap()
  await judged(2).getByText('2', { exact: true }).tap()
  for (const [entry, typed] of [
    [1, '55.5'],
    [2, '60'],
  ] as const) {
    const cell = page.getByRole('spinbutton', { name: `${entry} 号 尺寸` })
    await cell.fill(typed)
    await cell.press('Tab')
  }
  await page.getByText('已评 4 / 4', { exact: true }).waitFor()
  await look('marked')
  await page.getByRole('button', { name: '签字锁定' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '签字锁定' }).click()
  await page.getByText('已签字锁定').first().waitFor()
  await look('signed')
  expect(said.filter((s) => !/status of 4\d\d/.test(s))).toEqual([])
  await context.close()

  await on(reviewer, 'publish')
  const anyone = new Visitor(base)
  const board = await anyone.get(`/competitions/${id}`, { accept: 'text/html' })
  expect(board.status).toBe(200)
  expect(board.text).toContain('95.50')
  expect(board.text).toContain('86.67')
  const office = await browser.newContext({ viewport: { width: 1366, height: 900 }, locale: 'zh-CN' })
  const desk = await signInOnDesk(office, base, 'city-reviewer')
  await desk.goto(`${base}/desk/cases/competitions.event/${id}`)
  await desk.getByText('与原始评分逐字节一致').waitFor()
  await settled(desk)
  await desk.screenshot({ path: join(SHOTS, 'event.png'), fullPage: true, animations: 'disabled' })
  expect(await axe(desk)).toEqual([])
  await desk.goto(`${base}/competitions/${id}`)
  await desk.screenshot({ path: join(SHOTS, 'board.png'), fullPage: true })
  expect(await axe(desk)).toEqual([])
  await office.close()

  const again = await guildbook(['competition', 'recompute', '--event', id, '--json'], {
    data: town.house.dataDir,
    database: town.superConfig,
  })
  expect(again.err).toBe('')
  expect(again.code).toBe(0)
  expect(JSON.parse(again.out)).toMatchObject({ equal: true, sheets: [], skills: [{ skillNo: 1, equal: true }] })
})
