import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What the laws read: files of the working tree, cut into code, strings and comments by a small scanner. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const SKIPPED = new Set(['node_modules', '.git', 'dist', 'data', '.cache'])

/** Paths from the root, with `/`, of all files under the folders whose name passes. */
export function filesUnder(folders: readonly string[], wanted: (path: string) => boolean): string[] {
  const out: string[] = []
  const walk = (folder: string) => {
    let entries: import('node:fs').Dirent[]
    try {
      entries = readdirSync(folder, { withFileTypes: true })
    } catch {
      return
    }
    for (const e of entries) {
      const path = join(folder, e.name)
      if (e.isDirectory()) {
        if (!SKIPPED.has(e.name)) walk(path)
      } else {
        const name = relative(ROOT, path).split(sep).join('/')
        if (wanted(name)) out.push(name)
      }
    }
  }
  for (const f of folders) walk(join(ROOT, f))
  return out.sort()
}
export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
/** Tests, and what only tests import. */
export const isTest = (path: string): boolean => /\.test\.tsx?$|(^|\/)(testing|testkit|factory)\.ts$/.test(path)
export const isTypeScript = (path: string): boolean => /\.tsx?$/.test(path) && !path.endsWith('.d.ts')

export type Piece = { kind: 'code' | 'string' | 'comment'; text: string; line: number }

/** Cuts TypeScript into code, strings (quotes, templates without their `${}` parts, texts of regular expressions) and comments. */
export function pieces(source: string): Piece[] {
  const out: Piece[] = []
  let line = 1
  let code = ''
  let codeLine = 1
  let i = 0
  const flush = () => {
    if (code) out.push({ kind: 'code', text: code, line: codeLine })
    code = ''
  }
  const push = (kind: Piece['kind'], text: string) => {
    flush()
    out.push({ kind, text, line })
    line += text.split('\n').length - 1
    codeLine = line
  }
  const stack: number[] = []
  const template = () => {
    const start = i
    while (i < source.length && source[i] !== '`') {
      if (source[i] === '\\') i++
      else if (source[i] === '$' && source[i + 1] === '{') {
        push('string', source.slice(start, i))
        code = '${'
        i += 2
        stack.push(0)
        return
      }
      i++
    }
    push('string', source.slice(start, i))
    code = '`'
    i++
  }
  while (i < source.length) {
    const ch = source[i]!
    const two = source.slice(i, i + 2)
    if (two === '//') {
      const end = source.indexOf('\n', i)
      const text = source.slice(i, end === -1 ? source.length : end)
      push('comment', text)
      i += text.length
    } else if (two === '/*') {
      const end = source.indexOf('*/', i + 2)
      const text = source.slice(i, end === -1 ? source.length : end + 2)
      push('comment', text)
      i += text.length
    } else if (ch === "'" || ch === '"') {
      let j = i + 1
      while (j < source.length && source[j] !== ch && source[j] !== '\n') j += source[j] === '\\' ? 2 : 1
      push('string', source.slice(i + 1, j))
      i = j + 1
    } else if (ch === '`') {
      code += ch
      i++
      template()
    } else if (ch === '/' && regexMayStand(code, out)) {
      let j = i + 1
      let inClass = false
      while (j < source.length && (source[j] !== '/' || inClass) && source[j] !== '\n') {
        if (source[j] === '\\') j++
        else if (source[j] === '[') inClass = true
        else if (source[j] === ']') inClass = false
        j++
      }
      push('string', source.slice(i + 1, j))
      i = j + 1
      while (/[a-z]/.test(source[i] ?? '')) i++
    } else {
      if (ch === '{' && stack.length) stack[stack.length - 1]!++
      if (ch === '}' && stack.length) {
        if (stack.at(-1) === 0) {
          stack.pop()
          code += ch
          i++
          template()
          continue
        }
        stack[stack.length - 1]!--
      }
      if (!code) codeLine = line
      if (ch === '\n') line++
      code += ch
      i++
    }
  }
  flush()
  return out
}

function regexMayStand(code: string, before: readonly Piece[]): boolean {
  const text = code.trimEnd()
  if (!text) return before.at(-1)?.kind !== 'string'
  return /[(,=:[!&|?{};+\-*%~^<>]$|\b(return|typeof|case|in|of|yield|await)$/.test(text)
}

/** Code and strings, comments blanked out; line numbers stay. */
export const withoutComments = (source: string): string =>
  pieces(source)
    .map((p) => (p.kind === 'comment' ? p.text.replace(/[^\n]/g, ' ') : p.text))
    .join('')

export type Import = {
  from: string
  typeOnly: boolean
  dynamic: boolean
  line: number
  specifier: string
  target: string | undefined
}

/** Static and dynamic imports with a literal, and re-exports; `target` is the path from the root for relative ones. */
export function importsOf(path: string): Import[] {
  const out: Import[] = []
  const parts = pieces(read(path)).filter((p) => p.kind !== 'comment')
  parts.forEach((p, i) => {
    if (p.kind !== 'string') return
    const before = parts[i - 1]?.kind === 'code' ? parts[i - 1]!.text : ''
    const statement = /(?:^|[\n;}])\s*(import|export)\b([^;]*?)(?:\bfrom)?\s*$/.exec(before)
    const dynamic = /\bimport\s*\(\s*$/.test(before)
    if (!statement && !dynamic) return
    if (statement && statement[1] === 'export' && !/\bfrom\s*$/.test(before)) return
    const words = statement?.[2] ?? ''
    const named: string | undefined = /\{([\s\S]*)\}/.exec(words)?.[1]
    const allTypes =
      named !== undefined &&
      named.split(',').every((n) => !n.trim() || n.trim().startsWith('type ')) &&
      !/^\s*\w/.test(words.replace(/\{[\s\S]*\}/, ''))
    const typeOnly = /^\s*type\b/.test(words) || allTypes
    const specifier = p.text
    out.push({
      from: path,
      typeOnly,
      dynamic,
      line: p.line,
      specifier,
      target: specifier.startsWith('.')
        ? relative(ROOT, join(ROOT, dirname(path), specifier))
            .split(sep)
            .join('/')
        : undefined,
    })
  })
  return out
}

/** All that is wrong, one a line, under a sentence that says what to do. */
export const told = (advice: string, wrong: readonly string[]): string =>
  wrong.length ? `${advice}\n${wrong.map((w) => `  ${w}`).join('\n')}` : ''
