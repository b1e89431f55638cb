import { expect, it } from 'vitest'
import { KeyRing, newKeyFile, withProofKey } from './keyring.ts'
import { testKeys } from './testing.ts'

const text = Buffer.from('club rules, third edition')

it('signs and verifies by each algorithm, and refuses every changed byte', async () => {
  for (const key of await testKeys().proofKeys()) {
    const signature = await key.sign(text)
    expect(signature).toHaveLength(64)
    expect(await key.verify(text, signature)).toBe(true)
    for (let i = 0; i < 64; i += key.algorithm === 'SM2' ? 9 : 1) {
      const forged = Buffer.from(signature)
      forged[i]! ^= 1
      expect(await key.verify(text, forged).catch(() => false), `${key.algorithm} byte ${i}`).toBe(false)
    }
    expect(await key.verify(text, signature.subarray(1))).toBe(false)
  }
})

it('always gives the signature with the small s', async () => {
  const key = await testKeys().proofKey('ES256')
  for (let i = 0; i < 50; i++) expect((await key.sign(Buffer.from([i])))[32]).toBeLessThanOrEqual(0x7f)
})

it('a new key signs, the old one goes on verifying, a distrusted one does not sign', async () => {
  const file = newKeyFile({ demonstration: true })
  const old = await new KeyRing(file).proofKey('ES256')
  const next = new KeyRing(withProofKey(file, 'ES256'))
  expect((await next.proofKey('ES256')).id).toBe(3)
  expect(await (await next.proofKeys()).find((k) => k.id === old.id)!.verify(text, await old.sign(text))).toBe(true)
  const fallen = withProofKey(file, 'ES256')
  fallen.proof!.at(-1)!.distrusted = true
  expect((await new KeyRing(fallen).proofKey('ES256')).id).toBe(old.id)
  await expect(new KeyRing(file).proofKey('SM2')).rejects.toThrow('no SM2 key')
})
