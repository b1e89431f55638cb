// Finds a Chromium for the browser tests, or installs one. No dependency but playwright-core's own installer.
//   node scripts/find-chromium.mjs            prints its path
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const ON_PATH = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge']

/** Path of a browser that runs here, or undefined. CHROME_PATH goes first, then the system's, then Playwright's download. */
export function findChromium() {
  return candidates().find((path) => existsSync(path) && runs(path))
}

function candidates() {
  const { CHROME_PATH, PATH = '', PROGRAMFILES, LOCALAPPDATA } = process.env
  const all = CHROME_PATH ? [CHROME_PATH] : []
  if (process.platform === 'darwin') {
    for (const name of ['Google Chrome', 'Chromium', 'Microsoft Edge']) {
      all.push(
        `/Applications/${name}.app/Contents/MacOS/${name}`,
        `${homedir()}/Applications/${name}.app/Contents/MacOS/${name}`,
      )
    }
  } else if (process.platform === 'win32') {
    for (const base of [PROGRAMFILES, process.env['PROGRAMFILES(X86)'], LOCALAPPDATA].filter(Boolean)) {
      all.push(join(base, 'Google/Chrome/Application/chrome.exe'), join(base, 'Microsoft/Edge/Application/msedge.exe'))
    }
  } else {
    const folders = [
      ...new Set([...PATH.split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome']),
    ]
    for (const name of ON_PATH) for (const folder of folders) if (folder) all.push(join(folder, name))
  }
  return [...all, ...downloaded()]
}

/** What Playwright has downloaded, newest first. */
function downloaded() {
  const cache =
    process.env.PLAYWRIGHT_BROWSERS_PATH ||
    (process.platform === 'darwin'
      ? join(homedir(), 'Library/Caches/ms-playwright')
      : process.platform === 'win32'
        ? join(process.env.LOCALAPPDATA ?? homedir(), 'ms-playwright')
        : join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ms-playwright'))
  const list = (folder) => {
    try {
      return readdirSync(folder)
    } catch {
      return []
    }
  }
  const number = (name) => Number(name.split('-').at(-1)) || 0
  const program = /^(chrome|chromium|chrome-headless-shell|headless_shell|Google Chrome for Testing)(\.exe)?$/
  const found = []
  for (const name of list(cache)
    .filter((entry) => entry.startsWith('chromium'))
    .sort((a, b) => number(b) - number(a))) {
    const walk = (folder, depth) => {
      for (const entry of list(folder)) {
        if (program.test(entry)) found.push(join(folder, entry))
        if (depth > 0 && (!entry.includes('.') || entry.endsWith('.app'))) walk(join(folder, entry), depth - 1)
      }
    }
    walk(join(cache, name), 4)
  }
  return found
}

/** A downloaded browser often lacks system libraries, so it has to show that it runs. Windows opens a window for that. */
function runs(path) {
  if (process.platform === 'win32') return true
  const run = spawnSync(path, ['--version', '--no-sandbox'], {
    encoding: 'utf8',
    timeout: 30_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return run.status === 0 && /\d+\.\d+/.test(run.stdout)
}

/**
 * A browser in any case: found, else Playwright's download, else the system's package as root (with a font that has
 * Chinese, or every character is a box).
 * @throws Error saying what was tried and what to do
 */
export function ensureChromium() {
  const found = findChromium()
  if (found) return found
  const tried = []
  const attempt = (name, command, args) => {
    process.stderr.write(`chromium: ${name}…\n`)
    const run = spawnSync(command, args, {
      encoding: 'utf8',
      timeout: 10 * 60_000,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    const said = `${run.error?.message ?? ''}\n${run.stderr ?? ''}`
      .split('\n')
      .filter((line) => line.trim() && !/^\s+at /.test(line))
    const words = (said.filter((line) => /error|unable|fail|^E:/i.test(line))[0] ?? said.at(-1) ?? '').trim()
    tried.push(`${name}: ${run.status === 0 ? 'done, but no browser runs' : words || `code ${run.status}`}`)
    return run.status === 0
  }
  attempt('Playwright download', process.execPath, [
    join(ROOT, 'node_modules/playwright-core/cli.js'),
    'install',
    'chromium',
  ])
  const second = findChromium()
  if (second) return second
  if (process.platform === 'linux' && process.getuid() === 0 && existsSync('/usr/bin/apt-get')) {
    attempt('apt-get update', 'apt-get', ['update', '-q'])
    attempt('apt-get install chromium', 'apt-get', [
      'install',
      '-y',
      '-q',
      '--no-install-recommends',
      'chromium',
      'fonts-noto-cjk',
    ])
    const third = findChromium()
    if (third) return third
  }
  throw new Error(
    `No Chromium for the browser tests, and none could be installed.\n${tried.map((line) => `  ${line}`).join('\n')}\n` +
      'Install Chromium or Chrome, or name one with CHROME_PATH, and run npm test again.',
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = findChromium()
  if (path) console.log(path)
  else process.exit(1)
}
