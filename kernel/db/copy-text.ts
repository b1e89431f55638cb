/** One value in COPY's text form. Strings are escaped; null is `\N`. */
export function copyValue(v: string | number | boolean | null | undefined | Uint8Array): string {
  if (v === null || v === undefined) return '\\N'
  if (typeof v === 'string') return NEEDS_ESCAPE.test(v) ? v.replace(ESCAPES, escapeOne) : v
  if (typeof v === 'number') return String(v)
  if (typeof v === 'boolean') return v ? 't' : 'f'
  return `\\\\x${Buffer.from(v.buffer, v.byteOffset, v.byteLength).toString('hex')}`
}

const NEEDS_ESCAPE = /[\\\n\r\t\b\f\v]/
const ESCAPES = /[\\\n\r\t\b\f\v]/g
const NAMED: Record<string, string> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
}
const escapeOne = (c: string) => NAMED[c]!

/** A whole line, with its line end. */
export const copyLine = (values: readonly (string | number | boolean | null | undefined | Uint8Array)[]): string =>
  `${values.map(copyValue).join('\t')}\n`

const BLOCK_CHARS = 1 << 14

/** Lines in blocks, made as they are taken: the database works on one while the next is made. */
export function* copyBlocks<T>(rows: Iterable<T>, line: (row: T) => string): Generator<string> {
  let block = ''
  for (const row of rows) {
    block += line(row)
    if (block.length < BLOCK_CHARS) continue
    yield block
    block = ''
  }
  if (block) yield block
}

/** `{a,b}` for a text[] column, before COPY's own escaping. */
export const textArray = (items: readonly string[]): string =>
  `{${items.map((s) => `"${s.replace(/["\\]/g, '\\$&')}"`).join(',')}}`

/** Undoes COPY's text form for one line without its line end. */
export const copyFields = (line: string): (string | null)[] =>
  line.split('\t').map((f) => (f === '\\N' ? null : unescapeCopy(f)))

const UNNAMED: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v' }
export const unescapeCopy = (f: string): string =>
  f.includes('\\') ? f.replace(/\\(.)/g, (_, c: string) => UNNAMED[c] ?? c) : f

/** Lines of a COPY … TO STDOUT stream. Split on bytes, not on text: a chunk may end inside a character. */
export async function* lines(chunks: AsyncIterable<Buffer>): AsyncIterable<string> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const all = rest.length ? Buffer.concat([rest, chunk]) : chunk
    let start = 0
    for (let nl = all.indexOf(10); nl !== -1; nl = all.indexOf(10, start)) {
      yield all.toString('utf8', start, nl)
      start = nl + 1
    }
    rest = all.subarray(start)
  }
  if (rest.length) yield rest.toString('utf8')
}
