import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { ROOT } from '../doors/open.ts'
import { DEMO_PASSWORD } from './visitor.ts'

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const AXE = readFileSync(join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8')

/** The machine's own browser, or the one that `npm test` installs. */
export function openBrowser(): Promise<Browser> {
  const executablePath = execFileSync(process.execPath, [join(ROOT, 'scripts/find-chromium.mjs')], {
    encoding: 'utf8',
  }).trim()
  return chromium.launch({ executablePath, args: QUIET })
}

/** The desk's files fit their sources; made when they do not. */
export function buildDesk(): void {
  execFileSync(
    process.execPath,
    ['--input-type=module', '-e', `await (await import(${JSON.stringify(join(ROOT, 'build.mjs'))})).ensureBuilt()`],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
  )
}

export const SIZES = { wide: { width: 1366, height: 900 }, phone: { width: 390, height: 844 } } as const

/** What a page complained of to whoever looks behind it: errors of scripts, failed loads, breaches of the content policy. */
export type Complaints = string[]
export function listen(page: Page): Complaints {
  const said: Complaints = []
  page.on('console', (m) => {
    if (m.type() === 'error' || /Content Security Policy/i.test(m.text())) said.push(`console: ${m.text()}`)
  })
  page.on('pageerror', (e) => said.push(`error: ${e.message}`))
  page.on('response', (r) => {
    if (r.status() >= 500) said.push(`${r.status()} ${r.url()}`)
  })
  return said
}

export type Fault = { id: string; impact: string; help: string; at: string }
/** Serious and critical faults that axe finds. */
export async function axe(page: Page): Promise<Fault[]> {
  // By the debugger's way in: the content policy of the page does not let foreign scripts in, and must not for this.
  await page.evaluate(AXE)
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(o: unknown): Promise<{
          violations: {
            id: string
            impact: string
            help: string
            nodes: { target: string[]; failureSummary: string }[]
          }[]
        }>
      }
    }
    const r = await axe.run({ resultTypes: ['violations'] })
    return r.violations.map((v) => ({
      id: v.id,
      impact: v.impact,
      help: v.help,
      at: v.nodes
        .slice(0, 3)
        .map((n) => `${n.target.join(' ')} (${n.failureSummary.split('\n').slice(1, 2).join('').trim()})`)
        .join(' | '),
    }))
  })
  return found.filter((f) => f.impact === 'serious' || f.impact === 'critical')
}

/**
 * The site's own scripts come empty, so that pages are as without scripts. Switched off altogether, the browser would not run
 * axe either, which waits by timers.
 */
export const withoutScripts = (context: BrowserContext): Promise<unknown> =>
  context.route('**/*.js', (r) => r.fulfill({ contentType: 'text/javascript', body: '' }))

/** Signs in on the desk's own page. */
export async function signInOnDesk(context: BrowserContext, base: string, login: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${base}/desk/sign-in`)
  await page.getByLabel('账号', { exact: true }).fill(login)
  await page.getByRole('textbox', { name: '密码' }).fill(DEMO_PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL((u) => !u.pathname.endsWith('/sign-in'))
  await page.getByRole('main').waitFor()
  return page
}

/** Nothing is on its way any more, by the page's own account. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
}
