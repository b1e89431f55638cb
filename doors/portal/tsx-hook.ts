import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Lets Node load `.tsx`: Node strips types but knows no JSX. Files are transformed when they are imported, without a build
 * step, and kept by the hash of what went in. Import this module first, and pages only by `await import()` after it.
 */

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const require = createRequire(import.meta.url)

loadReactForWork()
const { transformSync } = require('rolldown/utils') as typeof import('rolldown/utils')
// A new compiler may write other code for the same file.
const COMPILER = (require('rolldown/package.json') as { version: string }).version

registerHooks({
  load(url, context, next) {
    if (!url.startsWith('file:') || !new URL(url).pathname.endsWith('.tsx')) return next(url, context)
    const file = fileURLToPath(url)
    return {
      format: 'module',
      shortCircuit: true,
      source: transformTsx(file, readFileSync(file, 'utf8'), join(ROOT, '.cache', 'tsx')),
    }
  },
})

/**
 * React picks its slow, checking build when it is loaded for the first time without NODE_ENV=production (25 times slower a
 * page). The setting holds only while React loads: the rest of the process keeps its own.
 */
function loadReactForWork(): void {
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    for (const name of ['react', 'react/jsx-runtime', 'react-dom', 'react-dom/server']) require(name)
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
}

/** The file as a JavaScript module, with its map inline so that a stack names the line of the source. @throws SyntaxError */
export function transformTsx(file: string, source: string, cacheFolder: string): string {
  const hash = createHash('sha256').update(`${COMPILER}\0${file}\0${source}`).digest('hex').slice(0, 32)
  const kept = join(cacheFolder, `${hash}.mjs`)
  try {
    return readFileSync(kept, 'utf8')
  } catch {
    // Not kept yet.
  }
  const { code, map, errors } = transformSync(file, source, {
    lang: 'tsx',
    jsx: { runtime: 'automatic', development: false },
    sourcemap: true,
  })
  if (errors.length) throw new SyntaxError(`${file}: ${errors.map((e) => e.message).join('; ')}`)
  const text = map
    ? `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}\n`
    : code
  try {
    mkdirSync(cacheFolder, { recursive: true })
    // Written beside and renamed, so that two processes starting at once never read half a file.
    writeFileSync(`${kept}.${process.pid}`, text)
    renameSync(`${kept}.${process.pid}`, kept)
  } catch {
    // A folder that cannot be written only costs the next start some time.
  }
  return text
}
