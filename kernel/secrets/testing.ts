import { createHash } from 'node:crypto'
import { type KeyFile, KeyRing } from './keyring.ts'

/** PKCS#8 head of an Ed25519 private key (RFC 8410); the 32 bytes of the seed follow. */
const ED25519_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const derived = (label: string): Buffer => createHash('sha256').update(`guildbook test key: ${label}`).digest()

/** Keys that every process of a test run agrees upon without a file. Known to all, hence good for nothing else. */
export const testKeyFile = (): KeyFile => ({
  version: 1,
  demonstration: true,
  encryption: [{ id: 1, key: derived('encryption').toString('base64') }],
  blindIndex: [{ id: 1, key: derived('blind index').toString('base64') }],
  signing: [
    {
      id: 'test',
      privateKeyPem: `-----BEGIN PRIVATE KEY-----\n${Buffer.concat([ED25519_HEAD, derived('signing')]).toString('base64')}\n-----END PRIVATE KEY-----\n`,
    },
  ],
  proof: (['ES256', 'EdDSA', 'SM2'] as const).map((algorithm, i) => ({
    id: i + 1,
    algorithm,
    secret: derived(`proof ${algorithm}`).toString('base64'),
  })),
})

export const testKeys = (): KeyRing => new KeyRing(testKeyFile())
