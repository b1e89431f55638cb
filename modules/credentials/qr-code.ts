import type { PlainDate } from '../../kernel/values/plain-date.ts'
import { CERTIFICATE_KINDS } from './words.ts'

/**
 * The code on paper. Bytes, and then those bytes as one decimal number, which QR writes densest and every address may carry:
 *
 *   1 version (which algorithm) · 2 key · 4 place in the status list · 1 kind and level · 3 occupation · 2 day of issue
 *   8 mark of the full name · 1+n number · 1+n name in part · 64 signature
 *
 * Server and offline checker share this file. One meaning has one writing: what is read is written again and compared.
 */
export type QrAlgorithm = 'ES256' | 'SM2'
export type QrContent = {
  algorithm: QrAlgorithm
  keyId: number
  statusIndex: number
  kind: string
  /** `6-18-02-04`, or null for what is not in the classification. */
  occupation: string | null
  level: number | null
  /** Null: before 2000. Paper of the last century is registered too, but the code has no place for its day. */
  issuedOn: PlainDate | null
  /** First bytes of `nameMarkText`, hashed: whoever has the full name can compare it. No identity number is in the code. */
  nameMark: Uint8Array
  number: string
  /** `王*强`: what a reader sees. */
  holder: string
}

export const QR_BYTES_MAX = 120
export const SIGNATURE_BYTES = 64
export const NAME_MARK_BYTES = 8
const VERSIONS: { readonly [A in QrAlgorithm]: number } = { ES256: 1, SM2: 2 }
const NO_LEVEL = 15
const EPOCH_MS = Date.UTC(2000, 0, 1)
const DAY_MS = 86_400_000
const OCCUPATION = /^\d-\d\d-\d\d-\d\d$/
/** Numbers of today's and former schemes; others are written as text. */
const BASE36 = /^[0-9A-Z]+$/
const TEXT_FLAG = 0x80
const LENGTH_MASK = 0x7f

/** What is signed: the body after these words, so that a signature made for something else never fits here. */
export const SIGNING_WORDS = 'guildbook certificate code\n'
export const nameMarkText = (number: string, nameKey: string): string => `guildbook holder\n${number}\n${nameKey}`

const utf8 = (s: string): Uint8Array => new TextEncoder().encode(s)
export const bytesToSign = (body: Uint8Array): Uint8Array => join([utf8(SIGNING_WORDS), body])

/** @throws RangeError for what the code has no place for (a number of another alphabet that is too long). */
export function encodeBody(c: QrContent): Uint8Array {
  const kind = CERTIFICATE_KINDS.findIndex((k) => k.id === c.kind)
  const days = c.issuedOn === null ? -1 : Math.round((Date.parse(`${c.issuedOn}T00:00:00Z`) - EPOCH_MS) / DAY_MS)
  const day = days < 0 ? 0 : days + 1
  const occupation =
    c.occupation !== null && OCCUPATION.test(c.occupation) ? Number(c.occupation.replaceAll('-', '')) : 0
  const whole = (n: number, bytesMax: number) => Number.isInteger(n) && n >= 0 && n < 256 ** bytesMax
  if (
    kind < 0 ||
    !whole(day, 2) ||
    !whole(c.keyId, 2) ||
    !whole(c.statusIndex, 4) ||
    c.nameMark.length !== NAME_MARK_BYTES
  )
    throw new RangeError(`the code cannot hold certificate ${c.number}`)
  const number = BASE36.test(c.number)
    ? { tag: c.number.length, bytes: fixed(digitsToBytes(c.number, 36), bytesOfBase36(c.number.length)) }
    : { tag: TEXT_FLAG | utf8(c.number).length, bytes: utf8(c.number) }
  const holder = utf8(c.holder)
  if ((number.tag & LENGTH_MASK) === 0 || utf8(c.number).length > LENGTH_MASK || holder.length > 255)
    throw new RangeError(`the code cannot hold certificate ${c.number}`)
  const out = join([
    [VERSIONS[c.algorithm]],
    bigEndian(c.keyId, 2),
    bigEndian(c.statusIndex, 4),
    [(kind << 4) | (c.level ?? NO_LEVEL)],
    bigEndian(occupation, 3),
    bigEndian(day, 2),
    c.nameMark,
    [number.tag],
    number.bytes,
    [holder.length],
    holder,
  ])
  if (out.length + SIGNATURE_BYTES > QR_BYTES_MAX) throw new RangeError(`the code cannot hold certificate ${c.number}`)
  return out
}

/** Nothing for bytes that `encodeBody` would not have written. */
export function decodeBody(body: Uint8Array): QrContent | undefined {
  let at = 0
  const take = (n: number) => {
    at += n
    return body.subarray(at - n, at)
  }
  const integer = (n: number) => take(n).reduce((sum, b) => sum * 256 + b, 0)
  const algorithm = (Object.keys(VERSIONS) as QrAlgorithm[]).find((a) => VERSIONS[a] === body[0])
  at = 1
  const keyId = integer(2)
  const statusIndex = integer(4)
  const kindAndLevel = integer(1)
  const occupation = integer(3)
  const day = integer(2)
  const nameMark = take(NAME_MARK_BYTES)
  const tag = integer(1)
  const length = tag & LENGTH_MASK
  let number: string
  let holder: string
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    number =
      tag & TEXT_FLAG ? text.decode(take(length)) : bytesToDigits(take(bytesOfBase36(length)), 36).padStart(length, '0')
    holder = text.decode(take(integer(1)))
  } catch {
    return undefined
  }
  const kind = CERTIFICATE_KINDS[kindAndLevel >> 4]?.id
  const level = kindAndLevel & 0x0f
  if (!algorithm || kind === undefined || at !== body.length) return undefined
  const content: QrContent = {
    algorithm,
    keyId,
    statusIndex,
    kind,
    occupation: occupation
      ? String(occupation)
          .padStart(7, '0')
          .replace(/^(.)(..)(..)(..)$/, '$1-$2-$3-$4')
      : null,
    level: level === NO_LEVEL ? null : level,
    issuedOn: day ? (new Date(EPOCH_MS + (day - 1) * DAY_MS).toISOString().slice(0, 10) as PlainDate) : null,
    nameMark,
    number: number.toUpperCase(),
    holder,
  }
  try {
    return same(encodeBody(content), body) ? content : undefined
  } catch {
    return undefined
  }
}

/** A leading 1 keeps the zeros in front. */
export const codeToDigits = (code: Uint8Array): string => bytesToDigits(join([[1], code]), 10)

/** What a scanner, a person or an address gives: our own address with the digits behind `#`, or the digits alone. */
export function readCode(text: string): { body: Uint8Array; signature: Uint8Array } | undefined {
  const digits = /^(?:https?:\/\/[^\s#]+#)?([1-9]\d{200,320})$/.exec(text.trim())?.[1]
  if (digits === undefined) return undefined
  const bytes = digitsToBytes(digits, 10)
  if (bytes[0] !== 1 || bytes.length - 1 <= SIGNATURE_BYTES || bytes.length - 1 > QR_BYTES_MAX) return undefined
  return { body: bytes.subarray(1, -SIGNATURE_BYTES), signature: bytes.subarray(-SIGNATURE_BYTES) }
}

// ------------------------------------------------------------------------------------------------------------ large numbers
// By long division on small pieces: old phones lack BigInt.

const PIECE: { readonly [base: number]: number } = { 10: 7, 36: 4 }

/** Big-endian, without zeros in front. */
export function digitsToBytes(text: string, base: 10 | 36): Uint8Array {
  const piece = PIECE[base]!
  const out: number[] = []
  const head = text.length % piece
  for (let at = head === 0 ? 0 : head - piece; at < text.length; at += piece) {
    const part = text.slice(Math.max(0, at), at + piece)
    let carry = Number.parseInt(part, base)
    const times = base ** part.length
    for (let i = 0; i < out.length; i++) {
      carry += out[i]! * times
      out[i] = carry & 255
      carry = Math.floor(carry / 256)
    }
    for (; carry > 0; carry = Math.floor(carry / 256)) out.push(carry & 255)
  }
  return Uint8Array.from(out.reverse())
}

/** Digits of a big-endian number; empty for zero. */
export function bytesToDigits(bytes: Uint8Array, base: 10 | 36): string {
  const piece = PIECE[base]!
  const by = base ** piece
  const rest = [...bytes]
  const parts: string[] = []
  let first = 0
  while (first < rest.length) {
    if (rest[first] === 0) {
      first++
      continue
    }
    let carry = 0
    for (let i = first; i < rest.length; i++) {
      const value = carry * 256 + rest[i]!
      rest[i] = Math.floor(value / by)
      carry = value % by
    }
    parts.push(carry.toString(base).padStart(piece, '0'))
  }
  return parts.reverse().join('').replace(/^0+/, '').toUpperCase()
}

const bytesOfBase36 = (length: number): number => Math.ceil((length * Math.log2(36)) / 8)
const bigEndian = (n: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => Math.floor(n / 256 ** (bytes - 1 - i)) % 256)
function fixed(bytes: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length)
  out.set(bytes, length - bytes.length)
  return out
}
export function join(parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const p of parts) {
    out.set(p, at)
    at += p.length
  }
  return out
}
const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((x, i) => x === b[i])
