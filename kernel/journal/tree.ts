import { hash } from 'node:crypto'

/** The Merkle tree of RFC 6962 §2.1. Leaves come already hashed (with the 0x00 prefix). */
export const leafHash = (bytes: Uint8Array): Buffer => sha256(Buffer.concat([Buffer.from([0]), bytes]))
const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Buffer.concat([Buffer.from([1]), left, right]))
export const sha256 = (b: Uint8Array): Buffer => hash('sha256', b, 'buffer')

/** Root over leaves added one by one, holding only one node per level. */
export class GrowingTree {
  #size = 0
  readonly #full: (Buffer | undefined)[] = []

  add(leaf: Buffer): void {
    this.#size++
    let node = leaf
    let level = 0
    while (this.#full[level]) {
      node = nodeHash(this.#full[level]!, node)
      this.#full[level] = undefined
      level++
    }
    this.#full[level] = node
  }
  get size(): number {
    return this.#size
  }
  root(): Buffer {
    if (this.#size === 0) return sha256(Buffer.alloc(0))
    let node: Buffer | undefined
    for (const full of this.#full) if (full) node = node ? nodeHash(full, node) : full
    return node!
  }
}
