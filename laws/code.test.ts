import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMMON, type Command, usage } from '../doors/cli/command.ts'
import { HELP } from '../doors/options.ts'
import { filesUnder, isTest, isTypeScript, pieces, ROOT, read, told } from './source.ts'

const files = filesUnder(['kernel', 'kit', 'modules', 'city', 'doors'], (p) => isTypeScript(p) && !isTest(p))
const codeOf = (f: string) =>
  pieces(read(f))
    .filter((p) => p.kind === 'code')
    .flatMap((p) => p.text.split('\n').map((text, i) => ({ text, line: p.line + i })))

/** Small statements of administration outside a `*.sql.ts`; five files at most. */
const SQL_ELSEWHERE = [
  'doors/demo-accounts.ts',
  'doors/open.ts',
  'doors/prepare.ts',
  'doors/serve.ts',
  'doors/cli/bench.ts',
]
/** The mass load of a city writes by COPY before anybody is served. */
const MASS_LOAD = ['city/load.ts', 'city/demo/']

/** Where the machine's clock and dice may be asked. */
const CLOCK = new Map([
  ['kernel/values/world.ts', 'the one place'],
  ['doors/progress.ts', 'how long a step takes'],
  ['doors/prepare.ts', 'how long the load takes'],
  ['doors/cli/', 'how long a command takes'],
  ['city/load.ts', 'how long the load takes'],
  ['city/demo/', 'how long the load takes'],
])

describe('code', () => {
  it('SQL stands in *.sql.ts', () => {
    const wrong = files.flatMap((f) => {
      if (
        f.endsWith('.sql.ts') ||
        f.startsWith('kernel/db/') ||
        f.startsWith('kernel/testing/') ||
        [...SQL_ELSEWHERE, ...MASS_LOAD].some((x) => f.startsWith(x))
      )
        return []
      return codeOf(f).flatMap(({ text, line }) =>
        /\bsql`|\bsql\(\[|\b(client|pool|db|tx|owner|read)\.query\(/.test(text) ? [`${f}:${line}`] : [],
      )
    })
    expect(told('Move the statement to a *.sql.ts file beside it; values are bound parameters:', wrong)).toBe('')
    expect(SQL_ELSEWHERE.length).toBeLessThanOrEqual(5)
  })

  it('nothing is read by `on conflict do nothing returning`', () => {
    const wrong = files
      .filter((f) => f.endsWith('.sql.ts'))
      .flatMap((f) =>
        pieces(read(f)).flatMap((p) =>
          p.kind === 'string' &&
          /on conflict[^`]*do (nothing[^`]*returning|update[^`]*where false)/i.test(p.text) &&
          !ANSWERED_ONCE.some((x) => f === x.file)
            ? [`${f}:${p.line}`]
            : [],
        ),
      )
    expect(
      told(
        'Two transactions can both commit; use a constraint, a conditional update, or lock the row (design §9):',
        wrong,
      ),
    ).toBe('')
  })

  it('clock and dice are handed in', () => {
    const wrong = files.flatMap((f) => {
      if (
        [...CLOCK.keys()].some((k) => f.startsWith(k)) ||
        f.startsWith('kernel/testing/') ||
        /(^|\/)(desk|screen|pages)\//.test(f)
      )
        return []
      return codeOf(f).flatMap(({ text, line }) =>
        /\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)|\bperformance\.now\(/.test(text)
          ? [`${f}:${line} ${text.trim().slice(0, 80)}`]
          : [],
      )
    })
    expect(
      told(
        'Take world.now(), world.today(), world.id() or world.bytes(); or add the file to CLOCK with its reason:',
        wrong.filter((w) => !TIMERS.some((t) => w.startsWith(t.file))),
      ),
    ).toBe('')
  })

  it('SQL of the application asks no clock and no dice of the database', () => {
    const wrong = filesUnder(['kernel', 'modules'], (p) => p.endsWith('.sql.ts')).flatMap((f) =>
      pieces(read(f)).flatMap((p) =>
        p.kind === 'string' &&
        /\b(now\(\)|current_date|current_timestamp|clock_timestamp|gen_random_uuid|random\(\))/i.test(p.text)
          ? [`${f}:${p.line}`]
          : [],
      ),
    )
    expect(told('Times, days and ids are parameters, from the world:', wrong)).toBe('')
  })

  it('amounts, days and thresholds stand in the city’s rules, not in TypeScript', () => {
    const wrong: string[] = []
    for (const f of filesUnder(['modules'], (p) => isTypeScript(p) && !isTest(p))) {
      if (
        /\/(words|factory)\.ts$|\.sql\.ts$|\/pages\/|^modules\/rooms\.ts$/.test(f) ||
        FORMATS.some((x) => x.file.test(f))
      )
        continue
      for (const { text, line } of codeOf(f)) {
        // Technical limits by their name; places of texts and arrays; numbers in names.
        const rest = text
          .replace(/\b\w*(?:Max|Min|[lL]imit|_MAX|_MIN|_LIMIT|LEAST|Bytes|Chars|_ROWS|Ms)\b\s*[:=]?\s*[\d_ *]+/g, ' ')
          .replace(
            /\b(?:min|max|minimum|maximum|minLength|maxLength|minItems|maxItems|depth|since|rank|cacheSeconds)\s*:\s*[\d_]+/g,
            ' ',
          )
          .replace(/\b(?:[A-Z_]*(?:_DEFAULT|_SECONDS|_LENGTH)|DECOYS)\s*=\s*[\d_]+/g, ' ')
          .replace(/\.length\s*(?:[!=]==|[<>]=?)\s*[\d_]+/g, ' ')
          .replace(/\.(?:slice|substring|at|padStart|padEnd|charAt|subarray|toString|hex)\([^)]*\)/g, ' ')
          .replace(/\[\s*[\d\s+-]+\]/g, ' ')
        const m = /(?<![\w.$])(\d[\d_]*(?:\.\d+)?)n?(?![\w.])/g
        for (const hit of rest.matchAll(m))
          if (Number(hit[1]!.replaceAll('_', '')) > 2) wrong.push(`${f}:${line} ${hit[1]}: ${text.trim().slice(0, 90)}`)
      }
    }
    expect(
      told(
        'Declare a need and let city/<place>/rules give the value with its source; a technical limit is named …Max, …Min or …Limit:',
        wrong,
      ),
    ).toBe('')
  })

  it('comments leave no work behind', () => {
    const marker = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|')})\\b`)
    const wrong = filesUnder(
      ['kernel', 'kit', 'modules', 'city', 'doors', 'laws', 'scripts', 'stories', 'bench'],
      isTypeScript,
    ).flatMap((f) =>
      pieces(read(f)).flatMap((p) => (p.kind === 'comment' && marker.test(p.text) ? [`${f}:${p.line}`] : [])),
    )
    expect(told('Unfinished work is not committed; NOTE: is the only marker:', wrong)).toBe('')
  })

  it('file names are kebab-case ASCII, components PascalCase', () => {
    const wrong = filesUnder(
      ['kernel', 'kit', 'modules', 'city', 'doors', 'laws', 'scripts', 'stories', 'bench', 'docs'],
      () => true,
    ).filter((f) => {
      const name = f.split('/').at(-1)!
      return (
        !/^[A-Za-z0-9._-]+$/.test(name) ||
        (isTypeScript(name) && !/^[a-z0-9][a-z0-9.-]*\.tsx?$/.test(name) && !/^[A-Z][A-Za-z0-9]*\.tsx$/.test(name))
      )
    })
    expect(told('Rename:', wrong)).toBe('')
  })

  it('--help of npm start names every option and variable', () => {
    const source = read('doors/options.ts')
    const options = [...source.matchAll(/^ {2}'?([a-z-]+)'?: \{ type: '(?:string|boolean)'/gm)].map((m) => m[1]!)
    expect(options.length).toBeGreaterThan(5)
    const missing = options.filter((o) => o !== 'help' && !HELP.includes(`--${o}`))
    const variables = ['doors/main.ts', 'doors/prepare.ts', 'doors/open.ts'].flatMap((f) =>
      [...read(f).matchAll(/process\.env\[?['.]+(\w+)/g)].map((m) => m[1]!),
    )
    missing.push(...variables.filter((v) => v !== 'GUILDBOOK_DEBUG' && !HELP.includes(v)))
    expect(told('Write these into HELP of doors/options.ts:', missing)).toBe('')
  })

  it('every command of the command line says what its options do', async () => {
    const wrong: string[] = []
    for (const name of readdirSync(join(ROOT, 'doors/cli')).filter(
      (n) => /^[a-z-]+\.ts$/.test(n) && !['main.ts', 'command.ts', 'house.ts'].includes(n),
    )) {
      // A static look: importing a command may load heavy parts.
      const source = read(`doors/cli/${name}`)
      for (const o of source.matchAll(/\b'?([a-z-]+)'?: \{\s*type: '(?:string|boolean)'([^}]*)/g))
        if (!/about: \{/.test(o[2]!)) wrong.push(`doors/cli/${name} --${o[1]}`)
      for (const [, used] of source.matchAll(/\bvalues\['([a-z-]+)'\]/g))
        if (!(used! in COMMON) && !new RegExp(`['\\s]${used}'?: \\{\\s*type:`).test(source))
          wrong.push(`doors/cli/${name} reads --${used}, which it does not declare`)
    }
    const sample: Command = {
      name: 'x',
      words: '',
      about: { zh: '例', en: 'sample' },
      options: { day: { type: 'string', about: { zh: '日', en: 'day' } } },
      run: async () => 0,
    }
    for (const o of ['--day', '--data', '--city', '--json']) expect(usage(sample)).toContain(o)
    expect(told('Describe these options:', wrong)).toBe('')
  })
})

/** Each answers a request or a day once, and what it inserts is never taken for the reading of a rule. */
const ANSWERED_ONCE: readonly { file: string; why: string }[] = [
  {
    file: 'kernel/process/act.sql.ts',
    why: 'the key of a request: the second sender waits, then reads the answer in a statement of its own',
  },
]

/** Timers and clocks of the program’s own machinery, none of them a business fact. */
const TIMERS: readonly { file: string; why: string }[] = [
  { file: 'kernel/db/embedded/', why: 'waiting for a server to start or stop' },
  { file: 'kernel/db/folder-lock.ts', why: 'age of a lock' },
  { file: 'kernel/db/external.ts', why: 'waiting for a server' },
  { file: 'kernel/sheets/limited/', why: 'patience with a child process' },
  { file: 'doors/portal/page-cache.ts', why: 'age of a page in a cache' },
]

/** Formats whose digits are the format’s own: positions, weights and check digits of a national standard. */
const FORMATS: readonly { file: RegExp; why: string }[] = [
  { file: /^modules\/people\/identity-number\.ts$/, why: 'GB 11643: places, weights, check digit' },
  { file: /^modules\/people\/(phone|names)\.ts$/, why: 'lengths of telephone numbers and names' },
  { file: /^modules\/directory\/credit-code\.ts$/, why: 'GB 32100: places, weights, check digit' },
  { file: /^modules\/credentials\/certificate-number\.ts$/, why: 'numbering rules: places of a number' },
  {
    file: /^modules\/catalogue\/(levels|occupation-code|divisions|edition-import)\.ts$/,
    why: 'closed vocabularies and code formats',
  },
  {
    file: /^modules\/credentials\/(qr-code|offline-check|status-list|open-badge)\.ts$/,
    why: 'layout of the signed code; formats of keys',
  },
  { file: /^modules\/credentials\/import\.ts$/, why: 'length of a number, as its column has it' },
  { file: /^modules\/replies\/letter-template\.ts$/, why: 'form of a template' },
]
