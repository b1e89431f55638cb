// `npm test`: everything, in order, on a machine that has Node and npm and nothing else. All steps run even when one
// fails, so that one run says all. The last line is `N passed, M failed`.
//   npm test                 all steps
//   npm test -- unit laws    only these
import { spawn } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, Mendable, main, pickNode, pinnedEnv, ROOT } from './bootstrap.mjs'

const bin = (path) => join(ROOT, 'node_modules', path)
const REPORTS = join(ROOT, '.cache', 'test')

/** A step gives its counts; a check that is one thing counts as one. */
const STEPS = [
  { name: 'format and lint', run: (tools) => check(tools, bin('@biomejs/biome/bin/biome'), ['check', '.']) },
  { name: 'types: server', run: (tools) => check(tools, bin('typescript/bin/tsc'), ['-p', 'tsconfig.server.json']) },
  { name: 'types: browser', run: (tools) => check(tools, bin('typescript/bin/tsc'), ['-p', 'tsconfig.browser.json']) },
  { name: 'laws', run: (tools) => suite(tools, 'laws') },
  { name: 'unit', run: (tools) => suite(tools, 'unit') },
  { name: 'db', run: (tools) => suite(tools, 'db') },
  { name: 'build', run: build },
  { name: 'stories', run: stories },
]

await main(async () => {
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((word) => !STEPS.some(({ name }) => name.includes(word)))
  if (unknown.length > 0) {
    const names = STEPS.map(({ name }) => name).join(', ')
    throw new Mendable(
      `没有这一步：${unknown.join('、')}。可选：${names}`,
      `No such step: ${unknown.join(', ')}. There are: ${names}`,
    )
  }
  await ensureInstalled()
  const node = pickNode()
  // The tools must not think that this is a site at work.
  const env = { ...pinnedEnv(node), NODE_ENV: 'test' }
  const tools = { node, env }
  fs.mkdirSync(REPORTS, { recursive: true })

  const results = []
  for (const step of STEPS) {
    if (wanted.length > 0 && !wanted.some((word) => step.name.includes(word))) continue
    console.log(`\n── ${step.name}`)
    const started = Date.now()
    const counts = await step.run(tools)
    results.push({ name: step.name, skipped: 0, ...counts, seconds: (Date.now() - started) / 1000 })
  }

  console.log(
    `\n${'step'.padEnd(18)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'skipped'.padStart(9)}${'seconds'.padStart(9)}`,
  )
  for (const { name, passed, failed, skipped, seconds } of results) {
    const cells = [
      String(passed).padStart(8),
      String(failed).padStart(8),
      String(skipped).padStart(9),
      seconds.toFixed(1).padStart(9),
    ]
    console.log(name.padEnd(18) + cells.join(''))
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  process.exit(sum('failed') > 0 ? 1 : 0)
})

function runTool({ node, env }, script, args, extraEnv = {}) {
  return new Promise((done) => {
    const child = spawn(node, [script, ...args], {
      cwd: ROOT,
      env: { ...env, ...extraEnv },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.on('error', (error) => {
      console.error(error.message)
      done(-1)
    })
    child.on('close', (code) => done(code ?? -1))
  })
}

async function check(tools, script, args) {
  const code = await runTool(tools, script, args)
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** Runs one vitest project and reads the counts from its report, so that no output is parsed. */
async function suite(tools, project, extraEnv = {}) {
  const file = join(REPORTS, `${project}.json`)
  fs.rmSync(file, { force: true })
  const args = [
    'run',
    '--project',
    project,
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${file}`,
  ]
  const code = await runTool(tools, bin('vitest/vitest.mjs'), args, extraEnv)
  if (!fs.existsSync(file)) return { passed: 0, failed: code === 0 ? 0 : 1 }
  const report = JSON.parse(fs.readFileSync(file, 'utf8'))
  const passed = report.numPassedTests
  const skipped = report.numPendingTests + report.numTodoTests
  // A file that could not even be loaded has no tests to fail; it counts as one.
  const unloaded = report.testResults.filter(
    (result) => result.status === 'failed' && !result.assertionResults.some(({ status }) => status === 'failed'),
  ).length
  let failed = report.numFailedTests + unloaded
  // Something outside of any test went wrong: an unhandled error, a worker that died.
  if (code !== 0 && failed === 0) failed = 1
  return { passed, failed, skipped }
}

async function build() {
  if (!fs.existsSync(join(ROOT, 'doors', 'desk'))) {
    console.log('no desk in this clone')
    return { passed: 0, failed: 0 }
  }
  const { ensureBuilt } = await import('./build.mjs')
  try {
    await ensureBuilt()
    return { passed: 1, failed: 0 }
  } catch (error) {
    console.error(error.message)
    return { passed: 0, failed: 1 }
  }
}

async function stories(tools) {
  const { ensureChromium } = await import('./scripts/find-chromium.mjs')
  let chromium
  try {
    chromium = ensureChromium()
    console.log(`browser: ${chromium}`)
  } catch (error) {
    console.error(error.message)
  }
  const counts = await suite(tools, 'stories', chromium ? { CHROME_PATH: chromium } : {})
  // Without a browser the stories that need one cannot speak for themselves.
  return chromium ? counts : { ...counts, failed: Math.max(1, counts.failed) }
}
