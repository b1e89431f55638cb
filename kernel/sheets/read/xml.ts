import { TextDecoder } from 'node:util'
import { SaxesParser } from 'saxes'
import { refuse } from './refusals.ts'
import { byteText, realText, Utf8 } from './utf8.ts'

/** One element of a small part; names without their prefix. */
export type Element = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
}

/** Attributes keep their local name only, so that `r:id` of both schema families is `id`; a plain attribute of that name wins. */
export function parseSmallPart(bytes: Buffer, part: string): Element {
  const text = decodeWhole(bytes, part)
  refuseDeclarations(text, part)
  const root: Element = { name: '', attributes: {}, children: [] }
  const open: Element[] = [root]
  const parser = new SaxesParser({ xmlns: false })
  parser.on('opentag', (tag) => {
    const attributes: Record<string, string> = Object.create(null)
    for (const [name, value] of Object.entries(tag.attributes)) {
      const local = localName(name)
      if (local === name || attributes[local] === undefined) attributes[local] = String(value)
    }
    const element: Element = { name: localName(tag.name), attributes, children: [] }
    open.at(-1)?.children.push(element)
    open.push(element)
    if (open.length > 64) refuse('XML_BROKEN', { part })
  })
  parser.on('closetag', () => open.pop())
  parser.on('error', () => refuse('XML_BROKEN', { part }))
  parser.write(text).close()
  return root.children[0] ?? refuse('XML_BROKEN', { part })
}

export const localName = (name: string): string => name.slice(name.indexOf(':') + 1)
export const childrenOf = (element: Element | undefined, name: string): Element[] =>
  element?.children.filter((child) => child.name === name) ?? []
export const childOf = (element: Element | undefined, name: string): Element | undefined => childrenOf(element, name)[0]

/** Document types, entities and CDATA are refused; office programs write none of them. Comments pass. */
export function refuseDeclarations(text: string, part: string): void {
  for (let at = text.indexOf('<!'); at >= 0; at = text.indexOf('<!', at + 2)) {
    if (!text.startsWith('<!--', at)) refuse('DTD', { part })
  }
}

const isWide = (head: Uint8Array): boolean =>
  (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)

const decoderFor = (head: Uint8Array): TextDecoder => {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le', { fatal: true })
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be', { fatal: true })
  return new TextDecoder('utf-8', { fatal: true })
}

export function decodeWhole(bytes: Buffer, part: string): string {
  try {
    return decoderFor(bytes).decode(bytes)
  } catch {
    return refuse('XML_BROKEN', { part })
  }
}

/** The part as byte text (see `utf8.ts`), whatever of the three encodings it has. */
export async function* partBytes(chunks: AsyncIterable<Buffer>, part: string): AsyncGenerator<string, void, undefined> {
  const plain = new Utf8()
  let wide: TextDecoder | undefined
  let isFirst = true
  for await (const chunk of chunks) {
    if (isFirst && isWide(chunk)) wide = decoderFor(chunk)
    const bytes = isFirst && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk
    isFirst = false
    yield (wide === undefined ? plain.bytes(bytes) : decodeWide(wide, bytes)) ?? refuse('XML_BROKEN', { part })
  }
  if (!plain.isWhole || (wide !== undefined && decodeWide(wide) === undefined)) refuse('XML_BROKEN', { part })
}

function decodeWide(decoder: TextDecoder, bytes?: Buffer): string | undefined {
  try {
    return byteText(decoder.decode(bytes, { stream: bytes !== undefined }))
  } catch {
    return undefined
  }
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** A value's byte text as real text: character references, line ends and the `_x000D_` notation of spreadsheet strings. An unknown entity is refused, never passed on. */
export function decodeText(raw: string, part: string): string {
  let text = realText(raw)
  if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n')
  if (text.includes('&'))
    text = text.replace(/&([^;&]{0,10});?/g, (whole, name: string) => reference(whole, name, part))
  if (text.includes('_x'))
    text = text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return text
}

function reference(whole: string, name: string, part: string): string {
  if (!whole.endsWith(';')) return refuse('XML_BROKEN', { part })
  const named = NAMED[name]
  if (named !== undefined) return named
  const match = /^#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}))$/.exec(name)
  const code = match === null ? -1 : match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16)
  if (code < 1 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return refuse('XML_BROKEN', { part })
  return String.fromCodePoint(code)
}

/** Index of the `>` that ends the tag opened at `at`, quotes respected; -1 when the text ends before it. */
export function tagEnd(text: string, at: number): number {
  let quote = 0
  for (let i = at; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (quote !== 0) {
      if (c === quote) quote = 0
    } else if (c === 34 || c === 39) quote = c
    else if (c === 62) return i
  }
  return -1
}

/** White space, `>` or `/`: what may follow an element's name. */
export const endsName = (code: number): boolean =>
  code === 32 || code === 62 || code === 47 || code === 10 || code === 13 || code === 9

/** The value of one attribute of a tag's text, undecoded. */
export function attributeOf(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return match === null ? undefined : (match[1] ?? match[2])
}

/** The real text of a string item (`si`, `is`), given as byte text: all runs, without the phonetic ones. */
export function stringItem(inner: string, prefix: string, part: string): string {
  const open = `<${prefix}t`
  const close = `</${prefix}t>`
  // The usual form is one plain run; it is worth its own path, since a roster holds hundreds of thousands of them.
  if (inner.startsWith(`${open}>`)) {
    const end = inner.indexOf('<', open.length + 1)
    if (end === inner.length - close.length) return decodeText(inner.slice(open.length + 1, end), part)
  }
  const phonetic = `<${prefix}rPh`
  const phoneticEnd = `</${prefix}rPh>`
  let text = ''
  for (let at = inner.indexOf('<'); at >= 0; at = inner.indexOf('<', at)) {
    if (inner.startsWith(phonetic, at) && endsName(inner.charCodeAt(at + phonetic.length))) {
      const end = inner.indexOf(phoneticEnd, at)
      if (end < 0) return refuse('XML_BROKEN', { part })
      at = end + phoneticEnd.length
      continue
    }
    const gt = tagEnd(inner, at)
    if (gt < 0) return refuse('XML_BROKEN', { part })
    const isText = inner.startsWith(open, at) && endsName(inner.charCodeAt(at + open.length))
    if (isText && inner.charCodeAt(gt - 1) !== 47) {
      const end = inner.indexOf(close, gt)
      if (end < 0) return refuse('XML_BROKEN', { part })
      text += decodeText(inner.slice(gt + 1, end), part)
      at = end + close.length
    } else at = gt + 1
  }
  return text
}
