// Builds the browser half (desk and screen) into dist/, only when what goes into it has changed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { join, relative } from 'node:path'
import { Mendable, pickNode, pinnedEnv, ROOT, withLock } from './bootstrap.mjs'

const DIST = join(ROOT, 'dist')
const STAMP = join(DIST, '.stamp')

/**
 * Makes dist/ fit its sources; returns at once when it does, or when this clone has no desk. Builds beside dist/ and
 * renames, so that a build cut short never looks finished and a running server keeps its files until the last moment.
 */
export async function ensureBuilt() {
  if (!fs.existsSync(join(ROOT, 'doors', 'desk'))) return
  if (readStamp() === inputsHash()) return
  await withLock('build', async () => {
    const hash = inputsHash()
    if (readStamp() === hash) return
    const started = Date.now()
    process.stderr.write('正在生成工作台页面…… Building the desk…\n')
    const fresh = `${DIST}.new`
    fs.rmSync(fresh, { recursive: true, force: true })
    await runVite(fresh)
    fs.writeFileSync(join(fresh, '.stamp'), hash)
    const old = `${DIST}.old`
    fs.rmSync(old, { recursive: true, force: true })
    if (fs.existsSync(DIST)) fs.renameSync(DIST, old)
    fs.renameSync(fresh, DIST)
    fs.rmSync(old, { recursive: true, force: true })
    process.stderr.write(`  ${((Date.now() - started) / 1000).toFixed(1)} s\n`)
  })
}

const readStamp = () => (fs.existsSync(STAMP) ? fs.readFileSync(STAMP, 'utf8') : undefined)

/** Hash of all that the bundler may read: pages, the pure tops of rooms they import, kit, the two doors, lock and config. */
function inputsHash() {
  const hash = createHash('sha256')
  const add = (path) => {
    hash.update(`${relative(ROOT, path)}\0`)
    hash.update(fs.readFileSync(path))
    hash.update('\0')
  }
  const isTest = (name) => /\.test\.tsx?$/.test(name)
  const walk = (folder, isDeep = true) => {
    if (!fs.existsSync(folder)) return
    const entries = fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
    for (const entry of entries) {
      const path = join(folder, entry.name)
      if (entry.isDirectory() && isDeep) walk(path)
      else if (entry.isFile() && !isTest(entry.name)) add(path)
    }
  }
  for (const folder of ['kit', 'doors/desk', 'doors/screen']) walk(join(ROOT, folder))
  const modules = join(ROOT, 'modules')
  walk(modules, false)
  for (const room of fs.existsSync(modules) ? fs.readdirSync(modules).sort() : []) {
    if (!fs.statSync(join(modules, room)).isDirectory()) continue
    walk(join(modules, room), false)
    walk(join(modules, room, 'pages'))
  }
  for (const file of ['package-lock.json', 'vite.config.ts', 'build.mjs']) {
    if (fs.existsSync(join(ROOT, file))) add(join(ROOT, file))
  }
  return hash.digest('hex')
}

async function runVite(outDir) {
  const node = pickNode()
  const args = [
    join(ROOT, 'node_modules/vite/bin/vite.js'),
    'build',
    '--outDir',
    outDir,
    '--emptyOutDir',
    '--logLevel',
    'warn',
  ]
  const { code, output } = await new Promise((done, failed) => {
    const child = spawn(node, args, { cwd: ROOT, env: pinnedEnv(node), stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output = (output + chunk).slice(-20_000)
      })
    }
    child.on('error', failed)
    child.on('close', (code) => done({ code, output }))
  })
  if (code === 0) return
  const why = /ENOSPC/.test(output)
    ? ['磁盘空间不足：生成页面需要约 50 MB。', 'Not enough disk space: building the pages needs about 50 MB.']
    : ['生成工作台页面失败。', 'Building the desk failed.']
  throw new Mendable(why[0], `${why[1]}\n\n${output.trim().split('\n').slice(-30).join('\n')}`)
}
