import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../doors/testing.ts'
import { addDays } from '../kernel/values/plain-date.ts'
import { anIdentityNumber } from '../modules/credentials/factory.ts'
import { axe, buildDesk, listen, openBrowser, SIZES, settled, signInOnDesk } from './browser.ts'
import { type StoryWorld, storyWorld } from './clock.ts'
import { DEMO_PASSWORD, type Json, signedIn, until, Visitor } from './visitor.ts'

const SHOTS = process.env['STORY_SHOTS'] ?? join(tmpdir(), 'gb-story-shots', 'evaluation')
const CANDIDATES = 300
const WELDER = '6-18-02-04'

let world: StoryWorld
let town: TestHouse
let base: string
let browser: Browser
let body: { id: string; name: string }
let anyone: Visitor
let a: Visitor
let b: Visitor
let handler: Visitor
let plan: string
let number: string
let firstDay: string
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true })
  buildDesk()
  world = storyWorld()
  firstDay = world.today()
  town = await testHouse({ town: 'small', world })
  base = await town.serve()
  browser = await openBrowser()
  anyone = new Visitor(base)
  handler = await signedIn(base, 'city-handler')
  const lists = await anyone.must(
    'GET',
    `/api/v1/directory/lists?role=evaluation-body&occupation=${WELDER}&level=level-5&limit=100`,
  )
  const row = lists.rows.find((r: Json) => r.status.id === 'listed' && r.kind.id !== 'employer')
  body = { id: row.organisation, name: row.name }
  await town.house.db.tx(async (tx) => {
    for (const login of ['body-clerk-a', 'body-clerk-b'])
      await town.house.accounts.create(
        tx,
        {
          login,
          displayName: login === 'body-clerk-a' ? '柴晓梅' : '卫国栋',
          personKey: `story:${login}`,
          password: DEMO_PASSWORD,
          demo: true,
          grants: [{ role: 'institutionClerk', jurisdiction: null, organisationId: body.id }],
        },
        null,
      )
  })
  a = await signedIn(base, 'body-clerk-a')
  b = await signedIn(base, 'body-clerk-b')
})
afterAll(async () => {
  await browser?.close()
  await town?.close()
})

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
/** Days pass; sessions end. */
async function later(days: number): Promise<void> {
  world.forwardDays(days)
  a = await signedIn(base, 'body-clerk-a')
  b = await signedIn(base, 'body-clerk-b')
  handler = await signedIn(base, 'city-handler')
}
const act = (who: Visitor, process: string, id: string, name: string, given: unknown = {}): Promise<Json> =>
  who.must('POST', `/api/v1/cases/${process}/${id}/acts/${name}`, given)
const onPlan = (who: Visitor, name: string, given: unknown = {}) => act(who, 'assessment.plan', plan, name, given)
const lines = (who = a): Promise<Json> => who.must('GET', `/api/v1/evaluation/plan/lines?plan=${plan}`)

/** A file through the import centre: read, matched as proposed, checked, entered. */
async function bring(who: Visitor, kind: string, name: string, rows: string[][]): Promise<Json> {
  const bytes = Buffer.from(`\uFEFF${rows.map((r) => r.join(',')).join('\r\n')}\r\n`)
  const uploaded = await who.ask('POST', `/api/v1/imports/${kind}?name=${encodeURIComponent(name)}`, { bytes })
  expect(uploaded.status, uploaded.text).toBe(200)
  const arrives = (state: string): Promise<Json> =>
    until(`${name} is ${state}`, async () => {
      const batch = await who.must('GET', `/api/v1/imports/batches/${uploaded.json.id}`)
      if (batch.state === 'failed') throw new Error(JSON.stringify(batch.problem))
      return batch.state === state ? batch : undefined
    })
  const read = await arrives('matching')
  const mapping = Object.fromEntries(read.match.columns.map((c: Json) => [c.key, c.source]))
  await who.must('POST', `/api/v1/imports/batches/${read.id}/match`, { mapping })
  await arrives('checked')
  await who.must('POST', `/api/v1/imports/batches/${read.id}/commit`, {})
  return arrives('done')
}

test('a body drafts a plan on the desk and files it; the office announces it', async () => {
  const today = world.today()
  const drafted = await a.must('POST', '/api/v1/cases/assessment.plan', {
    organisation: body.id,
    track: 'skill-level',
    audience: 'public',
    method: 'exam',
    occupation: WELDER,
    level: 'level-5',
    examOn: addDays(today, 30),
    examHalf: 'am',
    skillHalf: 'pm',
    applyFrom: today,
    applyUntil: addDays(today, 10),
    place: `${body.name}实训楼`,
    seats: CANDIDATES,
    feeFen: 20000,
    statement: '请携带身份证、劳动防护用品。',
  })
  plan = drafted.id
  number = drafted.fields.number
  await at('body-clerk-a', 'wide', async (page, look) => {
    await page.goto(`${base}/desk/assessment/plan`)
    await look('draft-form')
    await page.goto(`${base}/desk/cases/assessment.plan/${plan}`)
    await settled(page)
    await page.screenshot({ path: join(SHOTS, 'plan-drafted-wide.png') })
    await page.getByRole('button', { name: '报备案' }).waitFor()
    await look('plan-drafted')
  })
  await onPlan(a, 'file')
  await at('city-handler', 'phone', async (page, look) => {
    await page.goto(`${base}/desk/cases/assessment.plan/${plan}`)
    await page.getByRole('button', { name: '同意备案并公告' }).waitFor()
    await look('plan-filed')
  })
  await onPlan(handler, 'announce')
  await onPlan(a, 'startApplications')
})

test('everybody sees it: date, place, places left', async () => {
  const open = await anyone.must('GET', `/api/v1/evaluation/plans?occupation=${WELDER}`)
  expect(open.rows.find((r: Json) => r.plan === plan)).toMatchObject({ left: CANDIDATES, state: 'applying' })
  const context = await browser.newContext({ viewport: SIZES.phone, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(`${base}/plans`)
  await page.screenshot({ path: join(SHOTS, 'portal-plans-phone.png'), fullPage: true })
  expect(await axe(page)).toEqual([])
  await page.goto(`${base}/plans/${plan}`)
  await page.getByText(number).waitFor()
  await page.screenshot({ path: join(SHOTS, 'portal-plan-phone.png'), fullPage: true })
  await context.close()
})

test(`${CANDIDATES} candidates come by a roster; another person reviews them; the examiners are on file`, async () => {
  const header = ['计划编号', '姓名', '身份证号', '证明条件']
  const people = Array.from({ length: CANDIDATES }, (_, i) => [
    number,
    `${'赵钱孙李周吴郑王冯陈'[i % 10]}${'志建国海明'[Math.floor(i / 10) % 5]}${'强军伟平华'[Math.floor(i / 50) % 5]}`,
    anIdentityNumber(`19${70 + (i % 30)}-1${i % 3}-1${i % 9}`, i % 3 ? 'male' : 'female', 100 + Math.floor(i / 3)),
    '学徒期满',
  ])
  await bring(a, 'assessment.candidates', '考生名单.csv', [header, ...people])
  expect((await lines()).counts).toEqual({ applied: CANDIDATES })
  expect((await a.post(`/api/v1/cases/assessment.plan/${plan}/acts/admitAll`)).status).toBe(403)
  await onPlan(b, 'admitAll')
  expect((await lines()).counts).toEqual({ admitted: CANDIDATES })

  const examiners = Array.from({ length: 30 }, (_, i) => [
    `KP1410${String(i).padStart(6, '0')}`,
    `${'卫靳柴亢乔席樊武郝邢'[i % 10]}${'文永晓'[i % 3]}${'军强燕'[Math.floor(i / 10)]}`,
    anIdentityNumber(`196${i % 10}-0${1 + (i % 9)}-2${i % 8}`, 'male', 200 + i),
    '高级考评员',
    '焊工',
    '2024-01-01',
    '2030-12-31',
  ])
  await bring(handler, 'assessment.examiners', '考评员.csv', [
    ['证卡号', '姓名', '身份证号', '级别', '职业', '有效自', '有效至'],
    ...examiners,
  ])
})

test('rooms and seats, tickets and door sheets', async () => {
  await later(11)
  const cards = Array.from({ length: 30 }, (_, i) => `KP1410${String(i).padStart(6, '0')}`)
  await onPlan(a, 'seat', { rooms: Array.from({ length: 10 }, (_, i) => `${i + 1}号考场=30`), examiners: cards })
  const now = await lines()
  expect(new Set(now.rows.map((r: Json) => `${r.room}/${r.seatNo}`)).size).toBe(CANDIDATES)
  await at('body-clerk-a', 'wide', async (page, look) => {
    await page.goto(`${base}/desk/assessment/papers?plan=${plan}`)
    await page.getByText('准考证号').first().waitFor()
    await settled(page)
    await page.screenshot({ path: join(SHOTS, 'papers-wide.png') })
    await page.goto(`${base}/desk/cases/assessment.plan/${plan}`)
    await page.getByRole('button', { name: '录入成绩' }).waitFor()
    await look('plan-seated')
  })
})

test('marks: twice, by two persons, by keyboard; what differs is not taken', async () => {
  await later(19)
  const all = (await lines()).rows as Json[]
  const [first] = all
  await at('body-clerk-a', 'wide', async (page, look) => {
    await page.goto(`${base}/desk/assessment/marks?plan=${plan}`)
    const cell = (column: string) => page.getByRole('textbox', { name: `第 1 行 ${column}` })
    await cell('理论知识').fill('120')
    await cell('理论知识').press('Enter')
    await page.keyboard.type('86.5')
    await page.keyboard.press('Enter')
    await page.getByText('不在 0 到 100 分之间').waitFor()
    await look('marks-wrong')
    await cell('理论知识').fill('71')
    await page.keyboard.press('Enter')
    await page.getByText(`还有 ${CANDIDATES - 1} 人`).waitFor()
    await look('marks')
  })
  const marks = (i: number) =>
    i % 10 === 9 ? { theoryCenti: 5950, skillCenti: 9000 } : { theoryCenti: 7100, skillCenti: 8650 }
  for (const [i, r] of all.entries()) {
    if (i === CANDIDATES - 1) await act(a, 'assessment.application', r.id, 'markAbsent')
    else if (i > 0) await act(a, 'assessment.application', r.id, 'mark', marks(i))
  }
  const differs = await b.post(`/api/v1/cases/assessment.application/${first.id}/acts/confirm`, {
    theoryCenti: 7200,
    skillCenti: 8650,
  })
  expect([differs.status, differs.json.findings[0].code]).toEqual([400, 'MARKS_DIFFER'])
  for (const [i, r] of all.slice(0, -1).entries()) await act(b, 'assessment.application', r.id, 'confirm', marks(i))
  await onPlan(a, 'examine')
  await onPlan(a, 'publish')
})

test('results are publicised, masked; an objection holds its line; the others get their certificates', async () => {
  const context = await browser.newContext({ viewport: SIZES.phone, locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(`${base}/plans/${plan}`)
  await page.getByRole('heading', { name: '结果公示' }).waitFor()
  expect(await axe(page)).toEqual([])
  await page.screenshot({ path: join(SHOTS, 'portal-results-phone.png') })
  await context.close()
  const shown = await anyone.must('GET', `/api/v1/evaluation/plan?id=${plan}`)
  expect(shown.results).toHaveLength(CANDIDATES)
  expect(shown.results.every((r: Json) => r.name.includes('*'))).toBe(true)

  const passed = (await lines()).rows.filter((r: Json) => r.outcome === 'passed') as Json[]
  expect(passed).toHaveLength(CANDIDATES - 1 - Math.floor((CANDIDATES - 1) / 10))
  await act(handler, 'assessment.application', passed[0].id, 'object', { objection: '反映替考。' })
  expect((await b.post(`/api/v1/cases/assessment.plan/${plan}/acts/issue`)).json.findings[0].code).toBe('NOTICE_RUNS')
  await later(14)
  const year = Number(world.today().slice(0, 4))
  await handler.must('POST', '/api/v1/cases/credentials.numbers', {
    organisation: body.id,
    prefix: 'S000014109999',
    year,
    levelLetter: '5',
    firstSerial: 1,
    lastSerial: 1000,
    document: `晋技鉴函〔${year}〕9号`,
  })
  await onPlan(b, 'issue')
  expect((await lines()).counts).toMatchObject({ issued: passed.length - 1, objected: 1 })
  const reviewer = await signedIn(base, 'city-reviewer')
  await act(reviewer, 'assessment.application', passed[0].id, 'dismiss', { note: '监控核对无误。' })
  await onPlan(b, 'issue')
  const issued = (await lines()).rows.filter((r: Json) => r.state === 'issued') as Json[]
  expect(issued).toHaveLength(passed.length)
  const checked = await anyone.must(
    'GET',
    `/api/v1/certificates/check?number=${issued[0].certificateNumber}&name=${encodeURIComponent(issued[0].name)}`,
  )
  expect(checked.verdict).toBe('valid')
  await onPlan(a, 'archive')
  await at('body-clerk-a', 'phone', async (p, look) => {
    await p.goto(`${base}/desk/cases/assessment.plan/${plan}`)
    await p.getByText('已归档').first().waitFor()
    await look('plan-archived')
  })
  const asked = `from=${firstDay}&asOf=${world.today()}&where[organisation]=${body.id}`
  const value = async (m: string) => (await handler.must('GET', `/api/v1/measures/assessment.${m}?${asked}`)).value
  expect(await value('evaluated-person-times')).toBe(CANDIDATES - 1)
  expect(await value('certificates-by-track')).toBe(passed.length)
})
