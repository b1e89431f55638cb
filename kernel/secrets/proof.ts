import { createECDH, createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto'

/**
 * Keys under which documents leave the house: whoever holds a document can check it without asking us. They are numbered, so
 * that a small code can name its key; a key is changed by adding the next one, and old ones go on verifying.
 */
export type ProofAlgorithm = 'ES256' | 'SM2' | 'EdDSA'
export type ProofKeyFile = {
  /** 1 to 65535; never given twice. */
  id: number
  algorithm: ProofAlgorithm
  /** The 32 bytes of the private key. */
  secret: string
  /** Signs no more, and documents signed by it are no longer believed: it fell into other hands. */
  distrusted?: true
}
export type PublicProofKey = { id: number; algorithm: ProofAlgorithm; x: string; y?: string }

const COORDINATE_BYTES = 32
/** PKCS#8 head of an Ed25519 private key (RFC 8410). */
const ED25519_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

export class ProofKey {
  readonly id: number
  readonly algorithm: ProofAlgorithm
  readonly distrusted: boolean
  readonly public: PublicProofKey
  readonly #secret: Buffer
  readonly #private: KeyObject | undefined
  readonly #publicKey: KeyObject | undefined

  private constructor(file: ProofKeyFile, publicKey: PublicProofKey, privateKey: KeyObject | undefined) {
    this.id = file.id
    this.algorithm = file.algorithm
    this.distrusted = file.distrusted === true
    this.public = publicKey
    this.#secret = Buffer.from(file.secret, 'base64')
    this.#private = privateKey
    this.#publicKey = privateKey && createPublicKey(privateKey)
  }

  static async open(file: ProofKeyFile): Promise<ProofKey> {
    const secret = Buffer.from(file.secret, 'base64')
    if (secret.length !== COORDINATE_BYTES) throw new Error(`proof key ${file.id} has ${secret.length} bytes, not 32`)
    const { id, algorithm } = file
    if (algorithm === 'SM2') {
      const { sm2 } = await import('sm-crypto-v2')
      const point = Buffer.from(sm2.getPublicKeyFromPrivateKey(secret.toString('hex')), 'hex')
      return new ProofKey(file, { id, algorithm, ...coordinates(point) }, undefined)
    }
    if (algorithm === 'EdDSA') {
      const key = createPrivateKey({ key: Buffer.concat([ED25519_HEAD, secret]), format: 'der', type: 'pkcs8' })
      return new ProofKey(file, { id, algorithm, x: createPublicKey(key).export({ format: 'jwk' }).x! }, key)
    }
    const ecdh = createECDH('prime256v1')
    ecdh.setPrivateKey(secret)
    const { x, y } = coordinates(ecdh.getPublicKey())
    const jwk = { kty: 'EC', crv: 'P-256', x, y, d: secret.toString('base64url') }
    return new ProofKey(file, { id, algorithm, x, y }, createPrivateKey({ key: jwk, format: 'jwk' }))
  }

  /** 64 bytes, r and s side by side; of the two signatures that ECDSA knows for each text, the one with the small s. */
  async sign(text: Uint8Array): Promise<Uint8Array> {
    if (this.algorithm === 'EdDSA') return sign(null, text, this.#private!)
    if (this.algorithm === 'ES256')
      return smallS(sign('sha256', text, { key: this.#private!, dsaEncoding: 'ieee-p1363' }))
    // Never crypto.sign with such a key: it makes plain ECDSA over this curve, which nobody else accepts.
    const { sm2 } = await import('sm-crypto-v2')
    return Buffer.from(sm2.doSignature(text, this.#secret.toString('hex'), { hash: true }), 'hex')
  }

  async verify(text: Uint8Array, signature: Uint8Array): Promise<boolean> {
    if (signature.length !== 2 * COORDINATE_BYTES) return false
    if (this.algorithm === 'EdDSA') return verify(null, text, this.#publicKey!, signature)
    if (this.algorithm === 'ES256')
      return verify('sha256', text, { key: this.#publicKey!, dsaEncoding: 'ieee-p1363' }, signature)
    const { sm2 } = await import('sm-crypto-v2')
    const { x, y } = this.public
    const point = `04${Buffer.from(x, 'base64url').toString('hex')}${Buffer.from(y!, 'base64url').toString('hex')}`
    return sm2.doVerifySignature(text, Buffer.from(signature).toString('hex'), point, { hash: true })
  }
}

const coordinates = (point: Buffer): { x: string; y: string } => ({
  x: point.subarray(1, 1 + COORDINATE_BYTES).toString('base64url'),
  y: point.subarray(1 + COORDINATE_BYTES).toString('base64url'),
})

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
function smallS(signature: Buffer): Buffer {
  const s = BigInt(`0x${signature.subarray(COORDINATE_BYTES).toString('hex')}`)
  if (s <= P256_ORDER / 2n) return signature
  const other = (P256_ORDER - s).toString(16).padStart(2 * COORDINATE_BYTES, '0')
  return Buffer.concat([signature.subarray(0, COORDINATE_BYTES), Buffer.from(other, 'hex')])
}

/** A new private key. All three curves have an order just below 2^256, so 32 random bytes serve but for odds of 2^-32. */
export const newProofKey = (id: number, algorithm: ProofAlgorithm): ProofKeyFile => {
  for (;;) {
    const secret = randomBytes(COORDINATE_BYTES)
    if (secret[0] !== 0xff) return { id, algorithm, secret: secret.toString('base64') }
  }
}
