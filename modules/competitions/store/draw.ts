import { hash } from 'node:crypto'

/** Order of a draw: by the hash of the seed and each name. Whoever has the opened seed draws the same again. */
export function drawOrder<T>(seed: Buffer, purpose: string, things: readonly T[], nameOf: (t: T) => string): T[] {
  return things
    .map((t) => ({ t, at: hash('sha256', Buffer.concat([seed, Buffer.from(`\n${purpose}\n${nameOf(t)}`)]), 'hex') }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ t }) => t)
}
/** What is published before the draw, so that nobody can choose the seed afterwards. */
export const seedHash = (seed: Buffer): string => hash('sha256', seed, 'hex')
export const textHash = (text: string): string => hash('sha256', Buffer.from(text), 'hex')
