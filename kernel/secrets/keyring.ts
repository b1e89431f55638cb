import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { newProofKey, type ProofAlgorithm, ProofKey, type ProofKeyFile } from './proof.ts'

/**
 * Keys live outside the database. Every key is a KeyObject: with a Buffer, node:crypto is five times slower.
 * Each ciphertext says which key and which algorithm made it, so keys can be changed without stopping.
 */
export type KeyFile = {
  version: 1
  /** Secrets were made for a demonstration and must not serve a production start. */
  demonstration: boolean
  encryption: { id: number; key: string }[]
  blindIndex: { id: number; key: string }[]
  signing: { id: string; privateKeyPem: string }[]
  /** Keys of documents that are checked away from here; the newest of an algorithm signs. */
  proof?: ProofKeyFile[]
}

const ALGORITHM_AES_256_GCM = 1
const HEADER = 2 // algorithm, key id
const NONCE = 12
const TAG = 16

export class KeyRing {
  readonly demonstration: boolean
  readonly #encryption: Map<number, KeyObject>
  readonly #newestEncryption: number
  readonly #blind: KeyObject
  readonly #signing: { id: string; privateKey: KeyObject; publicKey: KeyObject }
  readonly #proofFiles: readonly ProofKeyFile[]
  #proof: Promise<ProofKey[]> | undefined
  #pool = randomBytes(1 << 16)
  #poolAt = 0

  constructor(file: KeyFile) {
    const newest = file.encryption.at(-1)
    const blind = file.blindIndex.at(-1)
    const signing = file.signing.at(-1)
    if (!newest || !blind || !signing)
      throw new Error('the key file lacks a key: encryption, blindIndex and signing are needed')
    this.demonstration = file.demonstration
    this.#encryption = new Map(file.encryption.map((k) => [k.id, createSecretKey(Buffer.from(k.key, 'base64'))]))
    this.#newestEncryption = newest.id
    this.#blind = createSecretKey(Buffer.from(blind.key, 'base64'))
    this.#proofFiles = file.proof ?? []
    const privateKey = createPrivateKey(signing.privateKeyPem)
    this.#signing = { id: signing.id, privateKey, publicKey: createPublicKey(privateKey) }
  }

  /** `place` is table, column and row id: a ciphertext copied to another row does not open. */
  encrypt(place: string, plain: string): Buffer {
    if (this.#poolAt + NONCE > this.#pool.length) {
      this.#pool = randomBytes(1 << 16)
      this.#poolAt = 0
    }
    const nonce = this.#pool.subarray(this.#poolAt, this.#poolAt + NONCE)
    this.#poolAt += NONCE
    const cipher = createCipheriv('aes-256-gcm', this.#encryption.get(this.#newestEncryption)!, nonce)
    cipher.setAAD(Buffer.from(place))
    const body = cipher.update(plain, 'utf8')
    const rest = cipher.final()
    return Buffer.concat([
      Buffer.from([ALGORITHM_AES_256_GCM, this.#newestEncryption]),
      nonce,
      body,
      rest,
      cipher.getAuthTag(),
    ])
  }

  /** @throws when the key is unknown, or the bytes were changed or belong to another place. */
  decrypt(place: string, sealed: Uint8Array): string {
    const b = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
    if (b.length < HEADER + NONCE + TAG || b[0] !== ALGORITHM_AES_256_GCM) throw new Error('not a ciphertext of ours')
    const key = this.#encryption.get(b[1]!)
    if (!key) throw new Error(`encryption key ${b[1]} is not in the key file`)
    const decipher = createDecipheriv('aes-256-gcm', key, b.subarray(HEADER, HEADER + NONCE))
    decipher.setAAD(Buffer.from(place))
    decipher.setAuthTag(b.subarray(-TAG))
    return decipher.update(b.subarray(HEADER + NONCE, -TAG), undefined, 'utf8') + decipher.final('utf8')
  }

  /** Keyed index for equality: an unkeyed hash of an identity number is plain text to anyone with a graphics card. */
  blindIndex(column: string, canonical: string): Buffer {
    return createHmac('sha256', this.#blind).update(column).update('\0').update(canonical).digest()
  }

  get signingKeyId(): string {
    return this.#signing.id
  }
  get publicKeyPem(): string {
    return this.#signing.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  }
  sign(bytes: Uint8Array): Buffer {
    return sign(null, bytes, this.#signing.privateKey)
  }
  verify(bytes: Uint8Array, signature: Uint8Array): boolean {
    return verify(null, bytes, this.#signing.publicKey, signature)
  }

  /** All numbered keys, oldest first; opened when first asked for. */
  proofKeys(): Promise<readonly ProofKey[]> {
    this.#proof ??= Promise.all(this.#proofFiles.map((f) => ProofKey.open(f)))
    return this.#proof
  }
  /** The key that signs now. @throws Error when the key file has none of this algorithm. */
  async proofKey(algorithm: ProofAlgorithm): Promise<ProofKey> {
    const key = (await this.proofKeys()).findLast((k) => k.algorithm === algorithm && !k.distrusted)
    if (key) return key
    throw new Error(
      `the key file has no ${algorithm} key for documents; add one: npx guildbook keys --add ${algorithm} --out keys.json`,
    )
  }
}

export function newKeyFile(options: { demonstration: boolean }): KeyFile {
  const { privateKey } = generateKeyPairSync('ed25519')
  return {
    version: 1,
    demonstration: options.demonstration,
    encryption: [{ id: 1, key: randomBytes(32).toString('base64') }],
    blindIndex: [{ id: 1, key: randomBytes(32).toString('base64') }],
    signing: [
      {
        id: `journal-${randomBytes(4).toString('hex')}`,
        privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
    ],
    proof: [newProofKey(1, 'ES256'), newProofKey(2, 'EdDSA')],
  }
}

/** The file with one more numbered key, which signs from now on. */
export const withProofKey = (file: KeyFile, algorithm: ProofAlgorithm): KeyFile => ({
  ...file,
  proof: [...(file.proof ?? []), newProofKey(1 + Math.max(0, ...(file.proof ?? []).map((k) => k.id)), algorithm)],
})

/** Reads the key file, making it (0600) when it is not there and `make` allows it. */
export async function openKeyRing(path: string, make: { demonstration: boolean } | undefined): Promise<KeyRing> {
  try {
    return new KeyRing(JSON.parse(await readFile(path, 'utf8')) as KeyFile)
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code !== 'ENOENT' || !make) throw e
  }
  await mkdir(dirname(path), { recursive: true })
  const file = newKeyFile(make)
  const handle = await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(file, null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return new KeyRing(file)
}
