import { officialDate } from './chinese-number.ts'
import {
  type Block,
  copiesLine,
  type NumberedBlock,
  noteLines,
  type OfficialLetter,
  type Run,
  textBlocks,
} from './letter.ts'

export type LetterHtmlOptions = {
  /** Address behind a figure; nothing returned leaves it plain text. */
  href?: (key: string) => string | undefined
}

export const escapeHtml = (s: string): string => s.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

/** The letter as an HTML fragment; its style is `letterCss`. Every text is escaped. */
export function letterHtml(letter: OfficialLetter, options: LetterHtmlOptions = {}): string {
  const draw = (runs: Run[]): string =>
    runs
      .map((run) => {
        if (!('figure' in run)) return escapeHtml(run.text)
        const href = options.href?.(run.figure.key)
        const words = escapeHtml(run.figure.text)
        return href === undefined
          ? `<span class="figure">${words}</span>`
          : `<a class="figure" href="${escapeHtml(href)}" data-figure="${escapeHtml(run.figure.key)}">${words}</a>`
      })
      .join('')
  const paragraph = (body: string, kind = ''): string => `<p${kind && ` class="${kind}"`}>${body}</p>`
  const { signature } = letter
  const copies = copiesLine(letter)
  return [
    '<article class="letter" lang="zh-CN">',
    '<header>',
    paragraph(escapeHtml(letter.sender), 'letter-sender'),
    `<div class="letter-row">${letter.draftMark === undefined ? '' : `<span class="letter-draft">${escapeHtml(letter.draftMark)}</span>`}<span class="letter-number">${escapeHtml(letter.number)}</span></div>`,
    ...(letter.replyClass === undefined ? [] : [paragraph(escapeHtml(letter.replyClass), 'letter-class')]),
    `<h1>${letter.titleLines.map((l) => `<span>${escapeHtml(l)}</span>`).join('')}</h1>`,
    '</header>',
    paragraph(`${escapeHtml(letter.addressee)}：`, 'letter-addressee'),
    ...textBlocks(letter).map((b) => block(b, draw)),
    '<footer>',
    `<div class="letter-signature">${paragraph(escapeHtml(signature.name))}${signature.date === undefined ? '' : `<p><time datetime="${signature.date}">${officialDate(signature.date)}</time></p>`}</div>`,
    ...noteLines(letter).map((n) => paragraph(escapeHtml(n), 'letter-note')),
    ...(copies === undefined ? [] : [paragraph(escapeHtml(copies), 'letter-copies')]),
    '</footer>',
    '</article>',
  ].join('\n')
}

const TAGS = { heading1: 'h2', heading2: 'h3', heading3: 'h4', heading4: 'h5' } as const

function block(b: NumberedBlock, draw: (runs: Run[]) => string): string {
  const body = b.marker + draw(b.runs)
  if (b.kind === 'paragraph') return `<p>${body}</p>`
  if (b.kind === 'attachmentNote')
    return `<p class="letter-attachment${first(b) ? '' : ' letter-attachment-next'}">${body}</p>`
  const tag = TAGS[b.kind]
  return b.runIn === undefined
    ? `<${tag}>${body}</${tag}>`
    : `<div class="letter-run-in"><${tag}>${body}</${tag}><p>${draw(b.runIn)}</p></div>`
}

const first = (b: Block & { marker: string }): boolean => b.marker.startsWith('附件')
