// The second half of the continuous check: `npm start -- --town small` as a new user would, on a free port and in a folder
// of its own, until /readyz says 200; the letter is checked; it is stopped as a service manager would, and must be gone.
// Prints `N passed, M failed` at the end, like npm test.
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const READY_MS = 10 * 60_000
const STOP_MS = 40_000
const LETTER = '2023-275'

const sleep = (ms) => new Promise((done) => setTimeout(done, ms))
const freePort = () =>
  new Promise((done, failed) => {
    const probe = createServer()
    probe.on('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => done(port))
    })
  })
/** Status of a page; 0 when nobody answers. */
const statusOf = async (url) => {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return 0
  }
}

const results = []
const report = (name, isGood, detail = '') => {
  results.push(isGood)
  console.log(`${isGood ? 'ok' : 'FAILED'}  ${name}${detail ? `: ${detail}` : ''}`)
  return isGood
}

const base = mkdtempSync(join(tmpdir(), 'gb-check-'))
// Open to walk through, as a site's folder would be: PostgreSQL does not run as root.
chmodSync(base, 0o755)
const data = join(base, 'data')
const port = await freePort()
const url = `http://127.0.0.1:${port}`

console.log(`\n── npm start -- --town small --port ${port}`)
const started = Date.now()
const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`
const npm = spawn('npm', ['start', '--', '--town', 'small', '--port', String(port), '--data', data], {
  cwd: ROOT,
  stdio: ['ignore', 'inherit', 'inherit'],
  shell: process.platform === 'win32',
})
let ended
npm.on('exit', (code, signal) => {
  ended ??= `${code ?? signal}`
})
npm.on('error', (error) => {
  ended ??= error.message
})
/** The database's own process, to be sure that it goes too. */
const postmaster = () => {
  const file = join(data, 'pg', 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined
}

let isReady = false
while (!isReady && ended === undefined && Date.now() - started < READY_MS) {
  isReady = (await statusOf(`${url}/readyz`)) === 200
  if (!isReady) await sleep(250)
}
report(
  'npm start until /readyz is 200',
  isReady,
  isReady ? seconds() : ended === undefined ? `not after ${seconds()}` : `it ended (${ended})`,
)

if (isReady) {
  // Over HTTP, because the data folder belongs to the running server.
  const path = `/api/v1/letters/${LETTER}/check`
  try {
    const answer = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(60_000) })
    const text = await answer.text()
    const isSame = answer.status === 200 && JSON.parse(text).moved === 0
    report(`letter ${LETTER}: no figure has moved`, isSame, isSame ? '' : `${answer.status} ${text.slice(0, 500)}`)
  } catch (error) {
    report(`letter ${LETTER}: no figure has moved`, false, `${path}: ${error.message}`)
  }
}

const database = postmaster()
if (ended === undefined) npm.kill('SIGTERM')
const until = Date.now() + STOP_MS
const isGone = async () => (await statusOf(`${url}/healthz`)) === 0 && postmaster() === undefined
while (!(await isGone()) && Date.now() < until) await sleep(100)
const hasStopped = await isGone()
report('stopped, and the database with it', hasStopped && (isReady ? database !== undefined : true))
if (!hasStopped && database !== undefined) {
  // Our own child's child, by its number: nothing may stay behind on a build machine.
  try {
    process.kill(database, 'SIGINT')
  } catch {
    // Gone meanwhile.
  }
}
rmSync(base, { recursive: true, force: true })

const passed = results.filter(Boolean).length
console.log(`\n${passed} passed, ${results.length - passed} failed`)
process.exit(passed === results.length ? 0 : 1)
