import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { testKeys } from '../../kernel/secrets/testing.ts'
import type { Json } from '../../kernel/values/canonical-json.ts'
import { plainDate } from '../../kernel/values/plain-date.ts'
import { type BadgeContent, canonicalStatements, proofHolds, signedBadge } from './open-badge.ts'

type Document = { [key: string]: Json }
const content: BadgeContent = {
  certificateId: '01890000-0000-7000-8000-000000000001',
  number: 'S000014000007233000017',
  name: '王小强',
  occupationCode: '6-18-02-04',
  title: '焊工 三级/高级工',
  levelId: 'level-3',
  criteria: '经职业技能等级认定，成绩合格。',
  body: '临汾市平阳职业培训学校',
  office: '临汾市人力资源和社会保障局',
  issuedOn: plainDate('2023-02-20'),
  signedAt: '2023-03-01T01:00:00Z',
  status: { list: 'https://example.org/api/v1/certificates/status-list', index: 17 },
}
const key = await testKeys().proofKey('EdDSA')

describe('our badge', () => {
  test('its proof holds, and every word of it is signed', async () => {
    const badge = await signedBadge(key, content)
    expect(await proofHolds(badge)).toBe(true)
    expect(JSON.stringify(badge)).not.toContain('王小强')
    const { proof: _, ...document } = badge
    const statements = await canonicalStatements(document)
    for (const said of [
      'S000014000007233000017',
      '焊工 三级/高级工',
      '临汾市平阳职业培训学校',
      'sha256$',
      '6-18-02-04',
      'status-list#17',
    ])
      expect(statements).toContain(said)
  })

  test('any leaf changed, left out or added: the proof does not hold', async () => {
    const badge = await signedBadge(key, content)
    const leaves = (v: Json, at: string[] = []): string[][] =>
      v !== null && typeof v === 'object' ? Object.entries(v).flatMap(([k, x]) => leaves(x!, [...at, k])) : [at]
    const held: string[] = []
    for (const at of leaves(badge))
      for (const value of ['changed', undefined] as const) {
        const copy = structuredClone(badge)
        let o = copy as { [k: string]: Json | undefined }
        for (const k of at.slice(0, -1)) o = o[k] as { [k: string]: Json | undefined }
        const last = at.at(-1)!
        if (value === undefined) delete o[last]
        else o[last] = typeof o[last] === 'string' ? `${o[last]}x` : value
        if (await proofHolds(copy)) held.push(`${at.join('.')} ${value}`)
      }
    expect(held).toEqual([])
    expect(await proofHolds({ ...badge, evidenceOfNothing: 'x' })).toBe(false)
    expect(
      await proofHolds({ ...badge, '@context': ['https://www.w3.org/ns/credentials/v2', 'https://example.org/other'] }),
    ).toBe(false)
  })
})

const folder = join(import.meta.dirname, '../../../shared/data/vectors')
describe.skipIf(!existsSync(folder))('published vectors', () => {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  const json = (name: string) => JSON.parse(read(name)) as Document
  // The examples’ own vocabulary, which no document of ours uses.
  const examples = new Map<string, unknown>([
    [
      'https://www.w3.org/ns/credentials/examples/v2',
      { '@context': { '@vocab': 'https://www.w3.org/ns/credentials/examples#' } },
    ],
  ])

  test.each(['eddsa-rdfc-2022/signedDataInt.json', 'eddsa-jcs-2022/signedJCS.json'])('W3C %s holds', async (name) => {
    const signed = json(`vc-di-eddsa/${name}`)
    expect(await proofHolds(signed, examples)).toBe(true)
    expect(await proofHolds({ ...signed, name: 'Alumni credential' }, examples)).toBe(false)
    expect(await proofHolds({ ...signed, credentialSubject: { id: 'did:example:abcdefgi' } }, examples)).toBe(false)
  })

  test('W3C: the canonical document is the printed one', async () => {
    expect(await canonicalStatements(json('vc-di-eddsa/unsigned.json'), examples)).toBe(
      read('vc-di-eddsa/eddsa-rdfc-2022/canonDocDataInt.txt'),
    )
  })

  test('1EdTech: the simple badge holds', async () => {
    const badge = json('ob30/simple.json')
    const published = new Map<string, unknown>([
      ['https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json', json('ob30-contexts/ob-v3p0-3.0.3.json')],
    ])
    expect([await proofHolds(badge), await proofHolds(badge, published)]).toEqual([true, true])
    expect(await proofHolds({ ...badge, name: 'Teamwork badge' })).toBe(false)
  })
})
