import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../doors/testing.ts'
import { axe, buildDesk, listen, openBrowser, SIZES, settled, signInOnDesk, withoutScripts } from './browser.ts'
import { DEMO_PASSWORD, Visitor } from './visitor.ts'

const SHOTS = process.env['STORY_SHOTS'] ?? join(tmpdir(), 'gb-story-shots', 'pages')
/** Pictures of whole pages cost more than the pages; they are for looking at. */
const TAKE_SHOTS = process.env['STORY_SHOTS'] !== undefined
/** What a page of the portal may weigh with everything it needs, compressed, and its scripts of that (design §7). */
const PAGE_BYTES_MAX = 60_000
const SCRIPT_BYTES_MAX = 10_000
/** So many addresses of one shape are opened: lists differ by their filters, not by their build. */
const PER_SHAPE = 1
const PAGES_MAX = 160

let town: TestHouse
let base: string
let browser: Browser
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true })
  buildDesk()
  town = await testHouse({ town: 'small' })
  base = await town.serve()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await town?.close()
})

/** Ids and codes stand for each other; the words asked by do not. */
const shapeOf = (address: string): string => {
  const url = new URL(address, base)
  const path = url.pathname
    .split('/')
    .map((p) => (/\d/.test(p) ? '#' : p.includes('.') ? p.split('.')[0] : p))
    .join('/')
  return `${path}?${url.searchParams.size ? 'asked' : ''}`
}
const isPage = (href: string): boolean =>
  href.startsWith('/') &&
  !/^\/(api|desk|assets|openapi|preferences|metrics|healthz|readyz)/.test(href) &&
  !/\.\w{2,5}$/.test(href.split('?')[0]!)

/** Walks the portal by its own links, from the home page, until it knows one or two addresses of every shape. */
async function walk(): Promise<Map<string, string[]>> {
  const v = new Visitor(base)
  const found = new Map<string, string[]>([['/?', ['/']]])
  const queue = ['/']
  let opened = 0
  for (let address = queue.shift(); address && opened < PAGES_MAX; address = queue.shift()) {
    opened++
    const r = await v.get(address, { accept: 'text/html' })
    expect(r.status, `${address} is linked from the portal`).toBe(200)
    for (const [, href = ''] of r.text.matchAll(/<a[^>]+href="([^"]+)"/g)) {
      const link = href.replaceAll('&amp;', '&').split('#')[0]!
      if (!link || !isPage(link)) continue
      const known = found.get(shapeOf(link)) ?? []
      if (known.length >= PER_SHAPE || known.includes(link)) continue
      found.set(shapeOf(link), [...known, link])
      queue.push(link)
    }
  }
  return found
}

describe('the portal', () => {
  let shapes: Map<string, string[]>
  test('every link leads somewhere, from the home page on', async () => {
    shapes = await walk()
    expect(shapes.size).toBeGreaterThan(12)
    for (const must of ['/directory?', '/figures?', '/certificates?', '/replies/#?'])
      expect(
        [...shapes.keys()].some((s) => s.startsWith(must)),
        `${must} in ${[...shapes.keys()].join(' ')}`,
      ).toBe(true)
  })

  test('a page weighs little: all it needs, compressed', async () => {
    const heavy: string[] = []
    for (const [address] of shapes.values()) {
      const html = await fetch(base + address, { headers: { 'accept-encoding': 'gzip' } })
      // `fetch` unpacks; the length that went over the wire is told by the header.
      let bytes = Number(html.headers.get('content-length'))
      const text = await html.text()
      expect(bytes, address).toBeGreaterThan(0)
      let script = 0
      const parts = new Set([...text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((m) => m[1]!))
      for (const part of parts) {
        const r = await fetch(base + part, { headers: { 'accept-encoding': 'gzip' } })
        const size = Number(r.headers.get('content-length') ?? (await r.arrayBuffer()).byteLength)
        bytes += size
        if (part.includes('.js')) script += size
      }
      if (bytes > PAGE_BYTES_MAX) heavy.push(`${address}: ${bytes} bytes`)
      if (script > SCRIPT_BYTES_MAX) heavy.push(`${address}: ${script} bytes of script`)
    }
    expect(heavy).toEqual([])
  })

  for (const [name, textSize] of [
    ['phone', 'normal'],
    ['phone', 'big'],
    ['wide', 'normal'],
  ] as const)
    test(`every page without scripts, ${name}, text ${textSize}: nothing serious, nothing wider than the screen`, async () => {
      const context = await browser.newContext({ viewport: SIZES[name], locale: 'zh-CN' })
      try {
        await withoutScripts(context)
        const page = await context.newPage()
        if (textSize === 'big') {
          await page.goto(`${base}/`)
          await page
            .getByRole('link', { name: /大字/ })
            .or(page.getByRole('button', { name: /大字/ }))
            .first()
            .click()
          await page.waitForLoadState()
        }
        const said = listen(page)
        const faults: string[] = []
        for (const [shape, [address]] of shapes) {
          await page.goto(base + address!)
          if (name === 'phone' && textSize === 'normal')
            for (const f of await axe(page)) faults.push(`${address} ${f.id} ${f.help} ${f.at}`)
          const wider = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
          if (wider > 1) faults.push(`${address} is ${wider} px wider than the screen`)
          expect(await page.getByRole('heading', { level: 1 }).count(), `${address} has one first heading`).toBe(1)
          if (TAKE_SHOTS)
            await page.screenshot({
              path: join(SHOTS, `portal${shape.replace(/[^\w]+/g, '-')}${name}-${textSize}.png`),
              fullPage: true,
            })
        }
        expect(faults).toEqual([])
        expect(said).toEqual([])
      } finally {
        await context.close()
      }
    })
})

describe('the desk', () => {
  const LOGINS = ['city-handler', 'school-clerk', 'auditor', 'system-admin']
  for (const login of LOGINS)
    test(`every page of the menu of ${login}: no complaint, nothing serious, both sizes`, async () => {
      const faults: string[] = []
      for (const name of login === 'city-handler' ? (['wide', 'phone'] as const) : (['wide'] as const)) {
        const context = await browser.newContext({ viewport: SIZES[name], locale: 'zh-CN' })
        try {
          const page = await signInOnDesk(context, base, login)
          const said = listen(page)
          if (name === 'phone') await page.getByRole('button', { name: '打开菜单' }).click()
          const links = page.locator('nav[aria-label="主菜单"] a')
          await links.nth(2).waitFor({ state: 'attached' })
          const hrefs = await links.evaluateAll((all) =>
            all.map((a) => (a as unknown as { pathname: string }).pathname),
          )
          expect(hrefs.length, `${login} ${name}`).toBeGreaterThan(2)
          for (const href of new Set(hrefs)) {
            // Within the desk one goes by the menu; on a telephone by address.
            if (name === 'phone') await page.goto(base + href)
            else await page.locator(`nav[aria-label="主菜单"] a[href="${href}"]`).click()
            await page.getByRole('main').waitFor()
            await settled(page)
            for (const f of await axe(page)) faults.push(`${login} ${name} ${href} ${f.id} ${f.help} ${f.at}`)
            if (await page.getByText('没有这个页面').count()) faults.push(`${login} ${href} leads nowhere`)
            if (TAKE_SHOTS)
              await page.screenshot({
                path: join(SHOTS, `desk-${login}${href.replace(/[^\w]+/g, '-')}-${name}.png`),
                fullPage: true,
                animations: 'disabled',
              })
          }
          faults.push(...said.map((s) => `${login} ${name}: ${s}`))
        } finally {
          await context.close()
        }
      }
      expect(faults).toEqual([])
    })

  test('nobody gets at the desk without signing in', async () => {
    const context = await browser.newContext({ viewport: SIZES.wide, locale: 'zh-CN' })
    try {
      const page = await context.newPage()
      await page.goto(`${base}/desk/imports`)
      await page.waitForURL((u) => u.pathname.endsWith('/sign-in'))
      // Back where one wanted to go, not at the front.
      await page.getByLabel('账号', { exact: true }).fill('city-handler')
      await page.getByRole('textbox', { name: '密码' }).fill(DEMO_PASSWORD)
      await page.getByRole('button', { name: '登录', exact: true }).click()
      await page.waitForURL((u) => u.pathname.endsWith('/imports'))
    } finally {
      await context.close()
    }
  })
})
