import { isUtf8 } from 'node:buffer'

/** Length without a UTF-8 character that is begun but not ended at the end. */
export function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

/**
 * Large parts are scanned as *byte text*: a string with one character for each UTF-8 byte. Markup is ASCII, so it is found all the
 * same, at half the memory, and only the values that hold other characters are ever decoded. With real text, half of the reading
 * time went into decoding.
 */
export const byteText = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
const BEYOND_ASCII = /[\x80-\xff]/
export const realText = (bytes: string): string =>
  BEYOND_ASCII.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes

/** Strict UTF-8 in pieces. */
export class Utf8 {
  #carry: Buffer = Buffer.alloc(0)
  /** Byte text of the whole characters so far; undefined at the first wrong byte. */
  bytes(chunk: Buffer): string | undefined {
    const joined = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk])
    const whole = wholeCharacters(joined)
    this.#carry = Buffer.from(joined.subarray(whole))
    const bytes = joined.subarray(0, whole)
    return isUtf8(bytes) ? bytes.toString('latin1') : undefined
  }
  get isWhole(): boolean {
    return this.#carry.length === 0
  }
}
