import { base58, base64urlnopad } from '@scure/base'
import { canonicalJson, type Json } from '../../kernel/values/canonical-json.ts'
import type { Text } from '../../kernel/values/text.ts'
import { LEVELS } from '../catalogue/index.ts'
import { nameKey } from '../people/index.ts'
import { bytesToSign, decodeBody, join, nameMarkText, type QrContent, readCode } from './qr-code.ts'
import { CERTIFICATE_KINDS } from './words.ts'

/**
 * Checking a code away from the register: against keys and a dated status list that were fetched before. The same code runs in
 * the browser and on the server. Whatever is missing, old or cannot be read makes the answer `unsure`, never `valid`.
 */
export type PublicJwk = {
  kid: string
  kty: 'EC' | 'OKP'
  crv: 'P-256' | 'SM2' | 'Ed25519'
  alg: 'ES256' | 'SM2' | 'EdDSA'
  use: 'sig'
  x: string
  y?: string
}
export type CodeKey = {
  id: number
  algorithm: string
  verify(text: Uint8Array, signature: Uint8Array): Promise<boolean>
}

export type OpenedCode = { content: QrContent } | { fault: 'form' | 'unknown-key' | 'signature' }

/** Nothing of a code is told before its signature holds. */
export async function openCode(text: string, keyOf: (id: number) => CodeKey | undefined): Promise<OpenedCode> {
  const code = readCode(text)
  const content = code && decodeBody(code.body)
  if (!code || !content) return { fault: 'form' }
  const key = keyOf(content.keyId)
  if (!key) return { fault: 'unknown-key' }
  // The algorithm is the key's, whatever the code says; and of the twin signatures of ECDSA only one is ours.
  if (key.algorithm !== content.algorithm) return { fault: 'signature' }
  if (content.algorithm === 'ES256' && !isSmallS(code.signature)) return { fault: 'signature' }
  return (await key.verify(bytesToSign(code.body), code.signature)) ? { content } : { fault: 'signature' }
}

/** Half the order of P-256, rounded down. */
const HALF_ORDER = hexBytes('7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8')
function isSmallS(signature: Uint8Array): boolean {
  const s = signature.subarray(-HALF_ORDER.length)
  for (let i = 0; i < HALF_ORDER.length; i++) if (s[i] !== HALF_ORDER[i]) return s[i]! < HALF_ORDER[i]!
  return true
}

// ------------------------------------------------------------------------------------------------------------- status list

export type StatusList = {
  /** The instant to which the list is complete, and the one after which nobody should rely on it. */
  from: string
  until: string
  /** Ended, or not given out yet when the list was made: either way not known to be valid. */
  ended(index: number): boolean
}

/** Bits of a full list of the least size that the W3C recommendation allows, so that a small list tells less. */
export const LIST_BITS_MIN = 131_072
const LIST_BYTES_MAX = 64 << 20

/**
 * A `BitstringStatusListCredential` with an `ecdsa-jcs-2019` proof (W3C Bitstring Status List 1.0, Data Integrity ECDSA
 * Cryptosuites 1.0). Nothing unless it is signed by one of our keys.
 */
export async function readStatusList(given: unknown, keys: readonly PublicJwk[]): Promise<StatusList | undefined> {
  try {
    const { proof, ...document } = given as { [key: string]: Json } & { proof: { [key: string]: Json } }
    const { proofValue, ...options } = proof
    const subject = document['credentialSubject'] as { [key: string]: string }
    const key = keys.find((k) => k.alg === 'ES256' && options['verificationMethod'] === methodOf(k))
    if (
      !key ||
      options['type'] !== 'DataIntegrityProof' ||
      options['cryptosuite'] !== 'ecdsa-jcs-2019' ||
      options['proofPurpose'] !== 'assertionMethod' ||
      document['issuer'] !== didOf(key) ||
      !(document['type'] as string[]).includes('BitstringStatusListCredential') ||
      subject['statusPurpose'] !== 'revocation' ||
      typeof proofValue !== 'string' ||
      !proofValue.startsWith('z')
    )
      return undefined
    const signature = base58.decode(proofValue.slice(1))
    const text = await jcsProofText(document, options)
    if (!isSmallS(signature) || !(await (await openKey(key)).verify(text, signature))) return undefined
    const encoded = subject['encodedList']!
    if (!encoded.startsWith('u')) return undefined
    const bits = await gunzip(base64urlnopad.decode(encoded.slice(1)))
    const from = String(document['validFrom'])
    const until = String(document['validUntil'])
    if (!bits || Number.isNaN(Date.parse(from)) || Number.isNaN(Date.parse(until))) return undefined
    // Bit 0 is the left-most one.
    return {
      from,
      until,
      ended: (i) => (bits[i >>> 3] === undefined ? true : (bits[i >>> 3]! & (128 >> (i & 7))) !== 0),
    }
  } catch {
    return undefined
  }
}

/** What is signed: the hash of the options, then that of the document, each as RFC 8785 writes it. */
export async function jcsProofText(document: Json, options: Json): Promise<Uint8Array> {
  const hash = async (j: Json) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalJson(j))))
  return join([await hash(options), await hash(document)])
}

async function gunzip(packed: Uint8Array): Promise<Uint8Array | undefined> {
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'))
  const parts: Uint8Array[] = []
  let size = 0
  const reader = stream.getReader()
  for (let r = await reader.read(); !r.done; r = await reader.read()) {
    size += r.value.length
    if (size > LIST_BYTES_MAX) return undefined
    parts.push(r.value)
  }
  return join(parts)
}

// -------------------------------------------------------------------------------------------------------------------- keys

/** `did:key` of a public key: the key is its own name. */
export function didOf(k: PublicJwk): string {
  const x = base64urlnopad.decode(k.x)
  const bytes =
    k.alg === 'EdDSA'
      ? join([[0xed, 0x01], x])
      : join([[0x80, 0x24], [2 + (base64urlnopad.decode(k.y!).at(-1)! & 1)], x])
  return `did:key:z${base58.encode(bytes)}`
}
export const methodOf = (k: PublicJwk): string => `${didOf(k)}#${didOf(k).slice('did:key:'.length)}`

/** @throws for a key that this machine cannot use. */
export async function openKey(k: PublicJwk): Promise<CodeKey> {
  const id = Number(k.kid)
  if (k.alg === 'SM2') {
    const { sm2 } = await import('sm-crypto-v2')
    const point = `04${hexText(base64urlnopad.decode(k.x))}${hexText(base64urlnopad.decode(k.y!))}`
    return {
      id,
      algorithm: 'SM2',
      verify: async (text, signature) => sm2.doVerifySignature(text, hexText(signature), point, { hash: true }),
    }
  }
  const { x, y, crv, kty } = k
  const isEdwards = k.alg === 'EdDSA'
  const algorithm = isEdwards ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve: 'P-256' }
  const key = await crypto.subtle.importKey(
    'jwk',
    isEdwards ? { kty, crv, x } : { kty, crv, x, y: y! },
    algorithm,
    false,
    ['verify'],
  )
  const how = isEdwards ? { name: 'Ed25519' } : { name: 'ECDSA', hash: 'SHA-256' }
  return {
    id,
    algorithm: k.alg,
    verify: (text, signature) =>
      crypto.subtle.verify(how, key, signature as Uint8Array<ArrayBuffer>, text as Uint8Array<ArrayBuffer>),
  }
}

// -------------------------------------------------------------------------------------------------------------- the verdict

export type OfflineVerdict =
  | { verdict: 'valid'; content: QrContent; asOf: string }
  | { verdict: 'ended'; content: QrContent; asOf: string }
  | { verdict: 'false'; reason: 'form' | 'signature' }
  | { verdict: 'unsure'; reason: 'unknown-key' }
  | {
      verdict: 'unsure'
      reason: 'no-list' | 'old-list' | 'newer-than-list' | 'clock'
      content: QrContent
      asOf: string | null
    }

const DAY_MS = 86_400_000

/** `now` is the machine's clock: a clock that stands before the list was made cannot tell whether the list is old. */
export async function checkOffline(
  text: string,
  keyOf: (id: number) => CodeKey | undefined,
  list: StatusList | undefined,
  now: Date,
): Promise<OfflineVerdict> {
  const opened = await openCode(text, keyOf)
  if ('fault' in opened)
    return opened.fault === 'unknown-key'
      ? { verdict: 'unsure', reason: 'unknown-key' }
      : { verdict: 'false', reason: opened.fault }
  const { content } = opened
  if (!list) return { verdict: 'unsure', reason: 'no-list', content, asOf: null }
  const asOf = list.from
  if (now.getTime() < Date.parse(asOf) - DAY_MS) return { verdict: 'unsure', reason: 'clock', content, asOf }
  if (now.getTime() > Date.parse(list.until)) return { verdict: 'unsure', reason: 'old-list', content, asOf }
  if (!list.ended(content.statusIndex)) return { verdict: 'valid', content, asOf }
  // Made after the list: its place reads like an ended one, yet nobody took it back.
  if (content.issuedOn !== null && Date.parse(content.issuedOn) > Date.parse(asOf) - DAY_MS)
    return { verdict: 'unsure', reason: 'newer-than-list', content, asOf }
  return { verdict: 'ended', content, asOf }
}

/** Whether a full name is the one that the code was made for, written in whatever way names are compared here. */
export async function isHolder(content: QrContent, name: string): Promise<boolean> {
  const text = new TextEncoder().encode(nameMarkText(content.number, nameKey(name)))
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', text))
  return content.nameMark.every((b, i) => b === hash[i])
}

/** Kind and level in words. */
export const kindText = (c: Pick<QrContent, 'kind'>): Text => CERTIFICATE_KINDS.find((k) => k.id === c.kind)!.label
export const levelText = (c: Pick<QrContent, 'level'>): Text | null =>
  LEVELS.find((l) => l.rank === c.level)?.display ?? null

function hexBytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g)!, (h) => Number.parseInt(h, 16))
}
const hexText = (bytes: Uint8Array): string => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('')
