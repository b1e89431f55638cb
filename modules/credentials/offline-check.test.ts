import { generateKeyPairSync, sign as nodeSign } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join as path } from 'node:path'
import { gzipSync } from 'node:zlib'
import { base58, base64urlnopad } from '@scure/base'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { ProofKey } from '../../kernel/secrets/proof.ts'
import { testKeys } from '../../kernel/secrets/testing.ts'
import type { Json } from '../../kernel/values/canonical-json.ts'
import { plainDate } from '../../kernel/values/plain-date.ts'
import {
  type CodeKey,
  checkOffline,
  didOf,
  jcsProofText,
  methodOf,
  openCode,
  openKey,
  type PublicJwk,
  readStatusList,
  type StatusList,
} from './offline-check.ts'
import { bytesToSign, codeToDigits, digitsToBytes, encodeBody, join, type QrContent, readCode } from './qr-code.ts'
import { jwkOf, signedStatusList } from './status-list.ts'

const NOW = new Date('2023-03-02T00:00:00Z')
const content = (over: Partial<QrContent> = {}): QrContent => ({
  algorithm: 'ES256',
  keyId: 1,
  statusIndex: 70_000,
  kind: 'skill-level',
  occupation: '6-18-02-04',
  level: 3,
  issuedOn: plainDate('2023-02-20'),
  nameMark: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]),
  number: 'S000014000007233000017',
  holder: '阿***·**提',
  ...over,
})
const keys = await testKeys().proofKeys()
const keyFor = (algorithm: string) => keys.find((k) => k.algorithm === algorithm)!
const jwks: PublicJwk[] = keys.map((k) => jwkOf(k.public))
let opened: Map<number, CodeKey>
let list: StatusList
let listDocument: { [key: string]: Json }
const textOf = async (c: QrContent): Promise<string> => {
  const body = encodeBody(c)
  return `https://example.org/v#${codeToDigits(join([body, await keyFor(c.algorithm).sign(bytesToSign(body))]))}`
}
const check = (text: string, l: StatusList | undefined = list, now = NOW) =>
  checkOffline(text, (id) => opened.get(id), l, now)

beforeAll(async () => {
  opened = new Map(await Promise.all(jwks.map(async (k) => [Number(k.kid), await openKey(k)] as const)))
  listDocument = await signedStatusList({
    key: keyFor('ES256'),
    given: 140_000,
    ended: [5, 69_999, 139_998],
    from: '2023-03-01T01:00:00.000Z',
    until: '2023-03-08T01:00:00.000Z',
    id: null,
  })
  list = (await readStatusList(listDocument, jwks))!
})

describe('the code', () => {
  test('a usual certificate takes no more than 120 bytes, and says as of which instant it is valid', async () => {
    const text = await textOf(content())
    const code = readCode(text)!
    expect(code.body.length + code.signature.length).toBeLessThanOrEqual(120)
    expect(await check(text)).toEqual({ verdict: 'valid', content: content(), asOf: '2023-03-01T01:00:00.000Z' })
  })

  test('whatever is written is read back, and nothing else is', () => {
    const name = fc.constantFrom('王*', '王*强', '欧**娜', '𠮷*', 'A*b')
    const number = fc.oneof(
      fc.stringMatching(/^[YS]\d{14}[1-5T]\d{6}$/),
      fc.stringMatching(/^\d{16}$/),
      fc.stringMatching(/^R[GSCX][NW]\d{16}$/),
      fc.constantFrom('000123', '晋专2020001', 'A-1/2'),
    )
    fc.assert(
      fc.property(
        number,
        name,
        fc.nat(2 ** 32 - 1),
        fc.integer({ min: 0, max: 7 }),
        fc.integer({ min: 0, max: 15_000 }),
        (n, holder, statusIndex, level, day) => {
          const issuedOn = plainDate(new Date(Date.UTC(2000, 0, 1 + day)).toISOString().slice(0, 10))
          const c = content({ number: n, holder, statusIndex, level, issuedOn })
          const body = encodeBody(c)
          const digits = codeToDigits(join([body, new Uint8Array(64)]))
          expect(digits).toBe(BigInt(`0x01${Buffer.from(body).toString('hex')}${'00'.repeat(64)}`).toString())
          expect(Buffer.from(readCode(digits)!.body).equals(Buffer.from(body))).toBe(true)
        },
      ),
      { seed: 3, numRuns: 500 },
    )
    expect(Buffer.from(digitsToBytes('000ZZ9', 36)).toString('hex')).toBe(BigInt(35 * 1296 + 35 * 36 + 9).toString(16))
  })

  test('an SM2 signature holds, and each algorithm only under its own key', async () => {
    const sm2 = content({ algorithm: 'SM2', keyId: 3 })
    expect(await check(await textOf(sm2))).toMatchObject({ verdict: 'valid' })
    for (const keyId of [1, 2]) {
      const body = encodeBody({ ...sm2, keyId })
      const text = codeToDigits(join([body, await keyFor('SM2').sign(bytesToSign(body))]))
      expect(await check(text)).toEqual({ verdict: 'false', reason: 'signature' })
    }
  })

  test('the twin of a signature is refused, though ECDSA takes it', async () => {
    const text = await textOf(content())
    const { body, signature } = readCode(text)!
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
    const s = order - BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`)
    const twin = join([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')])
    expect(await keyFor('ES256').verify(bytesToSign(body), twin)).toBe(true)
    expect(await check(codeToDigits(join([body, twin])))).toEqual({ verdict: 'false', reason: 'signature' })
  })

  test('signed by a stranger under our key’s number: false; under a number nobody has: cannot be said', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const forge = (c: QrContent) => {
      const body = encodeBody(c)
      let signature: Buffer
      do signature = nodeSign('sha256', bytesToSign(body), { key: privateKey, dsaEncoding: 'ieee-p1363' })
      while (signature[32]! > 0x7e)
      return codeToDigits(join([body, signature]))
    }
    expect(await check(forge(content()))).toEqual({ verdict: 'false', reason: 'signature' })
    expect(await check(forge(content({ keyId: 9 })))).toEqual({ verdict: 'unsure', reason: 'unknown-key' })
  })
})

describe('the status list', () => {
  test('ended, given later, made later', async () => {
    expect(await check(await textOf(content({ statusIndex: 5 })))).toMatchObject({ verdict: 'ended' })
    expect(await check(await textOf(content({ statusIndex: 139_999 })))).toMatchObject({ verdict: 'valid' })
    for (const statusIndex of [139_998, 140_000, 140_001, 4_000_000_000])
      expect((await check(await textOf(content({ statusIndex })))).verdict).not.toBe('valid')
    const newer = content({ statusIndex: 140_000, issuedOn: plainDate('2023-03-02') })
    expect(await check(await textOf(newer))).toMatchObject({ verdict: 'unsure', reason: 'newer-than-list' })
  })

  test('without a list, with an old one, or with a clock before it: cannot be said', async () => {
    const text = await textOf(content())
    expect(await checkOffline(text, (id) => opened.get(id), undefined, NOW)).toMatchObject({ reason: 'no-list' })
    expect(await check(text, list, new Date('2023-03-08T01:00:00.001Z'))).toMatchObject({ reason: 'old-list' })
    expect(await check(text, list, new Date('2023-02-27T00:00:00Z'))).toMatchObject({ reason: 'clock' })
  })

  test('signed by another key, or by ours for another purpose: not read', async () => {
    const stranger = await ProofKey.open({ id: 1, algorithm: 'ES256', secret: Buffer.alloc(32, 7).toString('base64') })
    const parts = {
      given: 10,
      ended: [],
      from: '2023-03-01T01:00:00.000Z',
      until: '2023-03-08T01:00:00.000Z',
      id: null,
    }
    expect(await readStatusList(await signedStatusList({ ...parts, key: stranger }), jwks)).toBeUndefined()
    const claimed = await signedStatusList({ ...parts, key: stranger })
    const k = jwks[0]!
    const proof = { ...(claimed['proof'] as { [key: string]: Json }), verificationMethod: methodOf(k) }
    expect(await readStatusList({ ...claimed, issuer: didOf(k), proof }, jwks)).toBeUndefined()
    // A list for another purpose, truly signed by us.
    const { proof: old, ...document } = listDocument
    const subject = { ...(document['credentialSubject'] as object), statusPurpose: 'suspension' }
    const { proofValue: _, ...options } = old as { [key: string]: Json }
    const other = { ...document, credentialSubject: subject as Json }
    const value = await keyFor('ES256').sign(await jcsProofText(other, options))
    expect(
      await readStatusList({ ...other, proof: { ...options, proofValue: `z${base58.encode(value)}` } }, jwks),
    ).toBeUndefined()
  })
})

/** More than 2000 changed codes and 500 changed lists: none may make something valid. */
describe('tampering', () => {
  test('codes: every digit, every byte, cuts, joins, swaps', async () => {
    const texts = await Promise.all(
      [0, 1, 2].map((i) => textOf(content({ statusIndex: i, number: `S00001400000723300001${i}` }))),
    )
    const digits = texts.map((t) => t.slice(t.indexOf('#') + 1))
    const changed = new Set<string>()
    const [a, b] = [digits[0]!, digits[1]!]
    for (let i = 0; i < a.length; i++) {
      for (const d of ['0', '5', '9']) if (d !== a[i]) changed.add(a.slice(0, i) + d + a.slice(i + 1))
      changed.add(a.slice(0, i) + a.slice(i + 1))
      changed.add(a.slice(0, i) + b.slice(i))
      if (i > 0 && a[i] !== a[i - 1]) changed.add(a.slice(0, i - 1) + a[i] + a[i - 1] + a.slice(i + 1))
    }
    const bytes = join([readCode(a)!.body, readCode(a)!.signature])
    for (let i = 0; i < bytes.length; i++)
      for (const bit of [1, 2, 4, 8, 16, 32, 64, 128]) {
        const copy = Uint8Array.from(bytes)
        copy[i]! ^= bit
        changed.add(codeToDigits(copy))
      }
    for (let n = 1; n < 20; n++) changed.add(codeToDigits(bytes.subarray(0, -n)))
    for (const extra of [[0], [0, 0], [1]]) changed.add(codeToDigits(join([bytes, extra])))
    changed.add(`0${a}`)
    for (const d of digits) changed.delete(d)
    expect(changed.size).toBeGreaterThan(2000)
    const accepted: string[] = []
    for (const text of changed) if ((await check(text)).verdict === 'valid') accepted.push(text)
    expect(accepted).toEqual([])
    for (const d of digits) expect((await check(d)).verdict).toBe('valid')
  })

  test('status lists: every member, every byte of list and signature', async () => {
    const ended = await textOf(content({ statusIndex: 69_999 }))
    const changed: Json[] = []
    const paths = (v: Json, at: string[] = []): string[][] =>
      v !== null && typeof v === 'object' ? Object.entries(v).flatMap(([k, x]) => paths(x!, [...at, k])) : [at]
    const withValue = (at: readonly string[], value: Json | undefined): Json => {
      const copy = structuredClone(listDocument) as Json
      let o = copy as { [key: string]: Json | undefined }
      for (const k of at.slice(0, -1)) o = o[k] as { [key: string]: Json | undefined }
      if (value === undefined) delete o[at.at(-1)!]
      else o[at.at(-1)!] = value
      return copy
    }
    const valueAt = (at: readonly string[]) =>
      at.reduce((v: Json, k) => (v as { [key: string]: Json })[k]!, listDocument)
    for (const at of paths(listDocument)) {
      changed.push(withValue(at, undefined), withValue(at, null), withValue(at, 'x'), withValue(at, []))
      const text = String(valueAt(at))
      // A character elsewhere in the text, at up to 120 places of each member.
      for (let i = 0; i < text.length; i += Math.max(1, Math.floor(text.length / 120)))
        changed.push(withValue(at, text.slice(0, i) + (text[i] === 'a' ? 'b' : 'a') + text.slice(i + 1)))
    }
    changed.push(withValue(['extra'], 'x'))
    // An emptied list in place of ours, packed anew.
    const empty = `u${base64urlnopad.encode(gzipSync(Buffer.alloc(17_500)))}`
    changed.push(withValue(['credentialSubject', 'encodedList'], empty))
    expect(changed.length).toBeGreaterThan(500)
    const accepted: Json[] = []
    for (const d of changed) {
      const l = await readStatusList(d, jwks)
      if (l !== undefined || (await checkOffline(ended, (id) => opened.get(id), l, NOW)).verdict === 'valid')
        accepted.push(d)
    }
    expect(accepted).toEqual([])
  })

  test('random text is no code', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.stringMatching(/^[1-9]\d{250,300}$/)), async (text) => {
        expect((await check(text)).verdict).toBe('false')
      }),
      { seed: 5, numRuns: 300 },
    )
  })
})

const vectors = path(import.meta.dirname, '../../../shared/data/vectors/sm2-sm3-sm4.json')
test.skipIf(!existsSync(vectors))(
  'SM2: the signature printed in GB/T 32918.5 holds under our way of verifying',
  async () => {
    for (const v of JSON.parse(readFileSync(vectors, 'utf8')).sm2_sign) {
      const b64 = (hex: string) => base64urlnopad.encode(Buffer.from(hex, 'hex'))
      const key = await openKey({
        kid: '9',
        kty: 'EC',
        crv: 'SM2',
        alg: 'SM2',
        use: 'sig',
        x: b64(v.public_x),
        y: b64(v.public_y),
      })
      const signature = Buffer.from(v.r + v.s, 'hex')
      expect(await key.verify(Buffer.from(v.msg_utf8), signature)).toBe(v.valid)
      expect(await key.verify(Buffer.from(`${v.msg_utf8}.`), signature)).toBe(false)
    }
  },
)

test('openCode tells nothing of a code whose signature fails', async () => {
  const text = await textOf(content())
  const changed = text.slice(0, -1) + ((Number(text.at(-1)) + 1) % 10)
  expect(await openCode(changed, (id) => opened.get(id))).toEqual({ fault: 'signature' })
})
