import type { Block } from './letter-types.ts'

const NUMERALS = '零一二三四五六七八九'
/** 1 … 99 as Chinese numerals. */
export function numeral(n: number): string {
  if (n < 10) return NUMERALS[n] ?? String(n)
  const [tens, ones] = [Math.floor(n / 10), n % 10]
  return `${tens > 1 ? NUMERALS[tens] : ''}十${ones ? NUMERALS[ones] : ''}`
}

const LEVEL = { heading1: 1, heading2: 2, heading3: 3, heading4: 4 } as const
const marker = (level: number, n: number): string =>
  level === 1 ? `${numeral(n)}、` : level === 2 ? `（${numeral(n)}）` : level === 3 ? `${n}.` : `（${n}）`

/** 一、 （一） 1. （1） by level; a heading starts the levels below it again (GB/T 9704-2012, 7.3.3). */
export function numbered(blocks: readonly Block[]): (Block & { marker: string })[] {
  const counts = [0, 0, 0, 0]
  return blocks.map((b) => {
    if (b.kind === 'paragraph' || b.kind === 'attachmentNote') return { ...b, marker: '' }
    const level = LEVEL[b.kind]
    const n = (counts[level - 1] ?? 0) + 1
    counts[level - 1] = n
    counts.fill(0, level)
    return { ...b, marker: marker(level, n) }
  })
}
