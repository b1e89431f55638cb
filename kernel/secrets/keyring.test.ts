import fc from 'fast-check'
import { expect, it } from 'vitest'
import { KeyRing, newKeyFile } from './keyring.ts'

const ring = new KeyRing(newKeyFile({ demonstration: true }))

it('opens what it sealed, at its own place only', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (plain, place) => {
      const sealed = ring.encrypt(place, plain)
      expect(ring.decrypt(place, sealed)).toBe(Buffer.from(plain).toString())
      expect(() => ring.decrypt(`${place}x`, sealed)).toThrow()
    }),
    { seed: 1, numRuns: 200 },
  )
})

it('refuses every single changed byte', () => {
  const sealed = ring.encrypt('club.member/1/phone', '13900000000')
  for (let i = 0; i < sealed.length; i++) {
    const forged = Buffer.from(sealed)
    forged[i] = forged[i]! ^ 1
    expect(() => ring.decrypt('club.member/1/phone', forged), `byte ${i}`).toThrow()
  }
})

it('never seals twice alike, and always indexes alike', () => {
  expect(ring.encrypt('p', 'same').equals(ring.encrypt('p', 'same'))).toBe(false)
  expect(ring.blindIndex('member.phone', '139').equals(ring.blindIndex('member.phone', '139'))).toBe(true)
  expect(ring.blindIndex('member.phone', '139').equals(ring.blindIndex('member.card', '139'))).toBe(false)
})
