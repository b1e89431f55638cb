import { LIMITS, type Limits } from './guard.ts'
import { refuse } from './refusals.ts'
import { endsName, refuseDeclarations, tagEnd } from './xml.ts'

/**
 * A sheet's byte text cut where it matters, nothing changed: `head` ends with the opening of the sheet's data, `row` is one whole row
 * element, `tail` pieces follow in order from the end of the data. Head, rows and tails joined are the part again
 * (an empty, self-closing data element comes out opened and closed).
 */
export type Piece = { readonly kind: 'head' | 'row' | 'tail'; readonly text: string }
export type SheetPieces = { prefix: string }

export async function* sheetPieces(
  chunks: AsyncIterable<string>,
  part: string,
  found: SheetPieces,
  limits: Limits = LIMITS,
): AsyncGenerator<Piece[], void, undefined> {
  let pending = ''
  let state: 'head' | 'rows' | 'tail' = 'head'
  let rowOpen = '<row'
  let rowClose = '</row>'
  let dataClose = '</sheetData'
  let searched = 0
  for await (const chunk of chunks) {
    pending += chunk
    const pieces: Piece[] = []
    if (state === 'head') {
      const head = cutHead(pending, part)
      if (head === undefined) {
        if (pending.length > limits.rowChars) refuse('XML_BROKEN', { part })
        continue
      }
      found.prefix = head.prefix
      rowOpen = `<${head.prefix}row`
      rowClose = `</${head.prefix}row>`
      dataClose = `</${head.prefix}sheetData`
      pieces.push({ kind: 'head', text: head.text })
      pending = head.empty ? `${dataClose}>${pending.slice(head.end)}` : pending.slice(head.end)
      state = 'rows'
    }
    if (state === 'rows') {
      let at = 0
      for (;;) {
        const open = skipBlanks(pending, at)
        if (open >= pending.length) break
        if (pending.startsWith(rowOpen, open) && endsName(pending.charCodeAt(open + rowOpen.length))) {
          const gt = tagEnd(pending, open)
          if (gt < 0) break
          let end = gt + 1
          if (pending.charCodeAt(gt - 1) !== 47) {
            const close = pending.indexOf(rowClose, Math.max(end, searched))
            if (close < 0) {
              searched = Math.max(end, pending.length - rowClose.length)
              break
            }
            end = close + rowClose.length
          }
          const text = pending.slice(open, end)
          if (text.includes('<!')) refuse('DTD', { part })
          pieces.push({ kind: 'row', text })
          at = end
          searched = 0
          continue
        }
        if (pending.startsWith(dataClose, open)) {
          at = open
          state = 'tail'
          break
        }
        if (open + dataClose.length < pending.length) {
          if (pending.startsWith('<!', open)) refuse('DTD', { part })
          refuse('XML_BROKEN', { part })
        }
        break
      }
      if (at > 0) {
        pending = pending.slice(at)
        searched = Math.max(0, searched - at)
      }
      if (state === 'rows' && pending.length > limits.rowChars) refuse('ROW_BIG', { row: '—' })
    }
    if (state === 'tail') {
      // The last characters wait for the next chunk, so that a declaration cannot hide on the seam.
      const keep = Math.max(0, pending.length - 3)
      refuseDeclarations(pending.endsWith('<!') || pending.endsWith('<!-') ? pending.slice(0, keep) : pending, part)
      pieces.push({ kind: 'tail', text: pending.slice(0, keep) })
      pending = pending.slice(keep)
    }
    if (pieces.length > 0) yield pieces
  }
  if (state !== 'tail') refuse('XML_BROKEN', { part })
  refuseDeclarations(pending, part)
  yield [{ kind: 'tail', text: pending }]
}

function skipBlanks(text: string, from: number): number {
  let at = from
  while (at < text.length && text.charCodeAt(at) <= 32) at++
  return at
}

function cutHead(text: string, part: string) {
  let at = 0
  let prefix: string | undefined
  for (;;) {
    at = text.indexOf('<', at)
    if (at < 0) return undefined
    if (text.startsWith('<!--', at)) {
      const end = text.indexOf('-->', at)
      if (end < 0) return undefined
      at = end + 3
      continue
    }
    const gt = tagEnd(text, at)
    if (text.startsWith('<!', at) && at + 4 <= text.length) refuse('DTD', { part })
    if (gt < 0) return undefined
    if (!text.startsWith('<?', at) && !text.startsWith('</', at)) {
      const name = /^<((?:[\w.-]+:)?)([\w.-]+)/.exec(text.slice(at, at + 120))
      if (name === null) refuse('XML_BROKEN', { part })
      if (prefix === undefined) {
        if (name[2] !== 'worksheet') refuse('XML_BROKEN', { part })
        prefix = name[1] ?? ''
      } else if (name[1] === prefix && name[2] === 'sheetData') {
        const empty = text.charCodeAt(gt - 1) === 47
        const tag = empty ? `${text.slice(at, gt - 1)}>` : text.slice(at, gt + 1)
        return { prefix, text: text.slice(0, at) + tag, end: gt + 1, empty }
      }
    }
    at = gt + 1
  }
}
