// Completes package-lock.json with the optional platform packages that npm left out.
//
// Why: when a registry has not (yet) all platform siblings of a version, `npm install` drops the missing ones from the
// lock without a word, and `npm ci` then refuses the lock ("Missing: … from lock file") on every machine. An entry with
// version, os and cpu but without integrity satisfies `npm ci`; on the one platform it is for, npm tries to fetch it and,
// as it is optional, goes on when it cannot.
//
//   node scripts/complete-lock.mjs           add what is missing
//   node scripts/complete-lock.mjs --check   only say what is missing (exit 1), for the law test
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const OS_WORDS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const CPU_WORDS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64', 'wasm32']

/** Where npm would look for `name` from the package at `from`: the nearest node_modules upwards. */
function findEntry(packages, from, name) {
  for (let at = from; ; ) {
    const key = `${at === '' ? '' : `${at}/`}node_modules/${name}`
    if (packages[key]) return key
    if (at === '') return undefined
    const cut = at.lastIndexOf('/node_modules/')
    at = cut < 0 ? '' : at.slice(0, cut)
  }
}

/** Platform limits read from a package name such as `@scope/tool-linux-arm64-musl`. */
function platformOf(name) {
  const words = name.split('/').at(-1).split('-')
  const os = words.find((word) => OS_WORDS.includes(word)) ?? (words.includes('windows') ? 'win32' : undefined)
  const cpu = words.find((word) => CPU_WORDS.includes(word))
  const libc = words.includes('musl') ? 'musl' : os === 'linux' && words.includes('gnu') ? 'glibc' : undefined
  return { os, cpu, libc }
}

/**
 * All optional dependencies that are named by a package in the lock and have no entry that serves them. Platform packages
 * are named by exact version; an entry of another version (two versions of one tool in the tree) does not serve.
 * `key` is where the missing entry belongs: on top, or below the package that names it when the top place is taken.
 */
export function missingOptionals(lock) {
  const missing = []
  for (const [from, entry] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const found = findEntry(lock.packages, from, name)
      const isExact = /^[0-9]/.test(range)
      if (found && (!isExact || lock.packages[found].version === range)) continue
      const key = found ? `${from}/node_modules/${name}` : `node_modules/${name}`
      missing.push({ from, name, range, key })
    }
  }
  return missing
}

/** A copy of the lock in which every optional dependency has an entry; entries stay in npm's order. */
export function completeLock(lock) {
  const packages = { ...lock.packages }
  for (const { from, name, range, key } of missingOptionals(lock)) {
    const { os, cpu, libc } = platformOf(name)
    // Without a platform in the name we cannot say for which machines npm may skip it, so a person has to decide.
    if (!cpu || (!os && cpu !== 'wasm32'))
      throw new Error(`${name} (named by ${from || 'the root'}): no platform in its name; add it by hand`)
    const version = range.replace(/^[^0-9]*/, '')
    const entry = { version, cpu: [cpu] }
    if (packages[from]?.dev) entry.dev = true
    if (libc) entry.libc = [libc]
    packages[key] = { ...entry, optional: true, ...(os ? { os: [os] } : {}) }
  }
  const order = (a, b) => (a === b ? 0 : a.localeCompare(b, 'en') < 0 ? -1 : 1)
  return { ...lock, packages: Object.fromEntries(Object.entries(packages).sort(([a], [b]) => order(a, b))) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = fileURLToPath(new URL('../package-lock.json', import.meta.url))
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  const missing = missingOptionals(lock)
  for (const { from, name, range } of missing) console.log(`${name}@${range} (named by ${from || 'the root package'})`)
  if (process.argv.includes('--check')) {
    if (missing.length > 0) {
      console.error(`${missing.length} optional packages lack an entry: run node scripts/complete-lock.mjs`)
      process.exit(1)
    }
  } else if (missing.length > 0) {
    writeFileSync(file, `${JSON.stringify(completeLock(lock), null, 2)}\n`)
    console.log(`${missing.length} entries added to package-lock.json`)
  }
}
