import { base58, base64urlnopad } from '@scure/base'
import type { Json } from '../../kernel/values/canonical-json.ts'
import { didOf, jcsProofText, LIST_BITS_MIN, methodOf, type PublicJwk } from './offline-check.ts'
import { join } from './qr-code.ts'

/** A key as the world reads it (RFC 7517). */
export const jwkOf = (k: { id: number; algorithm: 'ES256' | 'SM2' | 'EdDSA'; x: string; y?: string }): PublicJwk => ({
  kid: String(k.id),
  kty: k.algorithm === 'EdDSA' ? 'OKP' : 'EC',
  crv: ({ ES256: 'P-256', SM2: 'SM2', EdDSA: 'Ed25519' } as const)[k.algorithm],
  alg: k.algorithm,
  use: 'sig',
  x: k.x,
  ...(k.y ? { y: k.y } : {}),
})

export type Signer = {
  public: Parameters<typeof jwkOf>[0]
  sign(text: Uint8Array): Promise<Uint8Array>
}

/**
 * The list as a signed credential (W3C Bitstring Status List 1.0; Data Integrity ECDSA Cryptosuites 1.0, `ecdsa-jcs-2019`).
 * Places from `given` on were not given out; they read as ended, so that nobody takes for valid what the list does not know.
 */
export async function signedStatusList(parts: {
  key: Signer
  given: number
  ended: readonly number[]
  from: string
  until: string
  /** Where the list is found; null where the house has no address of its own. */
  id: string | null
}): Promise<{ [key: string]: Json }> {
  const { key, given, ended, from, until, id } = parts
  const jwk = jwkOf(key.public)
  const subject = {
    ...(id === null ? {} : { id: `${id}#list` }),
    type: 'BitstringStatusList',
    statusPurpose: 'revocation',
    encodedList: `u${base64urlnopad.encode(await gzip(bitsOf(given, ended)))}`,
  }
  const context = ['https://www.w3.org/ns/credentials/v2']
  const document = {
    '@context': context,
    ...(id === null ? {} : { id }),
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: didOf(jwk),
    validFrom: from,
    validUntil: until,
    credentialSubject: subject,
  }
  const options = {
    type: 'DataIntegrityProof',
    cryptosuite: 'ecdsa-jcs-2019',
    created: from,
    verificationMethod: methodOf(jwk),
    proofPurpose: 'assertionMethod',
    '@context': context,
  }
  const signature = await key.sign(await jcsProofText(document, options))
  return { ...document, proof: { ...options, proofValue: `z${base58.encode(signature)}` } }
}

function bitsOf(given: number, ended: readonly number[]): Uint8Array {
  const bits = new Uint8Array(Math.ceil(Math.max(LIST_BITS_MIN, given + 1) / 8))
  for (const i of ended) bits[i >>> 3]! |= 128 >> (i & 7)
  const first = given >>> 3
  bits[first]! |= 255 >> (given & 7)
  bits.fill(255, first + 1)
  return bits
}

async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'))
  const parts: Uint8Array[] = []
  const reader = stream.getReader()
  for (let r = await reader.read(); !r.done; r = await reader.read()) parts.push(r.value)
  return join(parts)
}
