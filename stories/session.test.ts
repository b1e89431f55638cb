import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../doors/testing.ts'
import { type StoryWorld, storyWorld } from './clock.ts'
import { DEMO_PASSWORD, faceOf, requestName, signedIn, Visitor } from './visitor.ts'

let world: StoryWorld
let town: TestHouse
let base: string
beforeAll(async () => {
  world = storyWorld()
  town = await testHouse({ town: 'small', world })
  base = await town.serve()
})
afterAll(() => town?.close())

const SESSION = '/api/v1/session'
const who = async (v: Visitor): Promise<string | null> => (await v.must('GET', SESSION)).actor?.name ?? null

/** A sign-in from another address of the loopback: another source, as the server sees it. */
const signInFrom = (localAddress: string, login: string, password: string): Promise<number> =>
  new Promise((done, failed) => {
    const { hostname, port } = new URL(base)
    const body = JSON.stringify({ login, password })
    const r = request(
      {
        host: hostname,
        port,
        localAddress,
        method: 'POST',
        path: SESSION,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (res) => {
        res.resume()
        res.on('end', () => done(res.statusCode!))
      },
    )
    r.on('error', failed)
    r.end(body)
  })

describe('signing in', () => {
  test('gives a cookie that scripts cannot read, and tells who one is', async () => {
    const v = new Visitor(base)
    expect(await who(v)).toBeNull()
    const r = await v.post(SESSION, { login: 'city-handler', password: DEMO_PASSWORD })
    expect(r.status).toBe(200)
    expect(r.headers.getSetCookie()).toHaveLength(1)
    expect(r.headers.getSetCookie()[0]).toMatch(/; HttpOnly/i)
    expect(r.headers.getSetCookie()[0]).toMatch(/; SameSite=Lax/i)
    expect(r.headers.get('cache-control')).toBe('no-store')
    expect(r.text).not.toContain(v.cookie.split('=')[1])
    expect(await who(v)).toBe('卫建平')
  })

  test('a wrong password and an unknown login get the same bytes', async () => {
    const v = new Visitor(base)
    const wrong = await v.post(SESSION, { login: 'city-leader', password: 'not-this-one' })
    const unknown = await v.post(SESSION, { login: 'city-leadex', password: 'not-this-one' })
    expect(wrong.status).toBe(401)
    expect(faceOf(wrong)).toEqual(faceOf(unknown))
  })

  test('someone else’s wrong tries lock nobody out but himself', async () => {
    const tries: number[] = []
    for (let i = 0; i < 8; i++) tries.push(await signInFrom('127.0.0.66', 'auditor', `guess ${i}`))
    expect(tries.slice(0, 5)).toEqual([401, 401, 401, 401, 401])
    expect(tries.slice(5)).toEqual([429, 429, 429])
    // The right password does not help him who waits, but the owner at another place comes in at once.
    expect(await signInFrom('127.0.0.66', 'auditor', DEMO_PASSWORD)).toBe(429)
    expect(await signInFrom('127.0.0.67', 'auditor', DEMO_PASSWORD)).toBe(200)
    // And from the guesser's own address another account is not touched.
    expect(await signInFrom('127.0.0.66', 'audit-admin', DEMO_PASSWORD)).toBe(200)
    // Unknown logins wait just the same, so waiting tells nothing.
    for (let i = 0; i < 5; i++) expect(await signInFrom('127.0.0.68', 'nobody-here', 'x')).toBe(401)
    expect(await signInFrom('127.0.0.68', 'nobody-here', 'x')).toBe(429)
    world.forward(16 * 60_000)
    expect(await signInFrom('127.0.0.66', 'auditor', DEMO_PASSWORD)).toBe(200)
  })

  test('a session given beforehand is ended by the sign-in', async () => {
    const v = await signedIn(base, 'city-handler')
    const planted = v.cookie
    await v.signIn('city-reviewer')
    expect(v.cookie).not.toBe(planted)
    const thief = new Visitor(base)
    thief.cookie = planted
    expect(await who(thief)).toBeNull()
  })
})

describe('a session', () => {
  test('ends at once, for every copy of the cookie', async () => {
    const v = await signedIn(base, 'city-handler')
    const copy = new Visitor(base)
    copy.cookie = v.cookie
    expect(await who(copy)).toBe('卫建平')
    expect((await v.ask('DELETE', SESSION)).status).toBe(200)
    expect(await who(copy)).toBeNull()
    expect((await copy.get('/api/v1/queue')).status).toBe(401)
  })

  test('ends after an hour without use, and after twelve hours with', async () => {
    const v = await signedIn(base, 'city-handler')
    world.forward(59 * 60_000)
    expect(await who(v)).toBe('卫建平')
    world.forward(61 * 60_000)
    expect(await who(v)).toBeNull()
    const busy = await signedIn(base, 'city-handler')
    let hours = 0
    for (; hours < 15 && (await who(busy)); hours++)
      for (let i = 0; i < 2; i++) {
        world.forward(30 * 60_000)
        await who(busy)
      }
    expect(hours).toBe(12)
  })

  test('made-up and damaged cookies are nobody’s', async () => {
    for (const cookie of [
      'guildbook=',
      'guildbook=x',
      `guildbook=${'A'.repeat(43)}`,
      `guildbook=${'A'.repeat(4000)}`,
      'guildbook=%00',
    ]) {
      const v = new Visitor(base)
      const r = await v.get(SESSION, { cookie })
      expect([r.status, r.json], cookie.slice(0, 30)).toEqual([200, { actor: null }])
    }
  })

  test('pages of other sites cannot use it', async () => {
    const v = await signedIn(base, 'city-handler')
    const tryAs = (headers: Record<string, string>) => v.post('/api/v1/cases/credentials.revocation', {}, headers)
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${base}.evil.example` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ])
      expect((await tryAs(headers)).status, JSON.stringify(headers)).toBe(403)
    // From our own pages the same request is read, and found wanting.
    expect((await tryAs({ origin: base })).status).toBe(400)
    expect((await v.ask('DELETE', SESSION, { headers: { origin: 'https://evil.example' } })).status).toBe(403)
    expect(await who(v)).toBe('卫建平')
  })
})

describe('a request that changes something', () => {
  const OPEN = '/api/v1/cases/credentials.revocation'
  let handler: Visitor
  let reviewer: Visitor
  let numbers: { number: string; issuedOn: string }[]
  const body = (at: number) => ({
    certificateNumber: numbers[at]!.number,
    reasonCode: 'wrong-issue',
    reason: '核查中',
    effectiveOn: numbers[at]!.issuedOn,
  })
  const countCases = async () => (await handler.must('GET', `${OPEN}?limit=200`)).rows.length as number

  beforeAll(async () => {
    handler = await signedIn(base, 'city-handler')
    reviewer = await signedIn(base, 'city-reviewer')
    const page = await handler.must('GET', '/api/v1/records/credentials.certificate?limit=40')
    numbers = page.rows
      .map((r: { fields: { number: string; issuedOn: string; revokedOn: string | null } }) => r.fields)
      .filter((f: { revokedOn: string | null }) => f.revokedOn === null)
  })

  test('needs a name of its own', async () => {
    const r = await handler.ask('POST', OPEN, { body: body(0), headers: { 'idempotency-key': '' } })
    expect(r.status).toBe(428)
    expect(r.json.findings[0].code).toBe('IDEMPOTENCY_KEY')
  })

  test('sent again under its name is answered again and done once', async () => {
    const before = await countCases()
    const key = { 'idempotency-key': requestName() }
    const first = await handler.post(OPEN, body(0), key)
    const again = await handler.post(OPEN, body(0), key)
    expect([first.status, again.status]).toEqual([200, 200])
    expect(again.json).toEqual(first.json)
    expect(await countCases()).toBe(before + 1)
    // Another content under the same name is a mistake of the sender's, and is told.
    const other = await handler.post(OPEN, body(1), key)
    expect(other.json.code).toBe('KeyReused')
    expect(await countCases()).toBe(before + 1)
  })

  test('sent eight times at once is done once', async () => {
    const before = await countCases()
    const key = { 'idempotency-key': requestName() }
    const all = await Promise.all(Array.from({ length: 8 }, () => handler.post(OPEN, body(2), key)))
    const done = all.filter((r) => r.status === 200)
    expect(done.length).toBeGreaterThanOrEqual(1)
    for (const r of all) expect(r.status === 200 || r.json.code === 'InProgress', r.text).toBe(true)
    expect(new Set(done.map((r) => r.json.id)).size).toBe(1)
    expect(await countCases()).toBe(before + 1)
  })

  test('a refusal keeps no name: mended, the same request may be sent again under it', async () => {
    const key = { 'idempotency-key': requestName() }
    const refused = await handler.post(OPEN, { ...body(3), effectiveOn: '2099-01-01' }, key)
    expect(refused.status).toBe(400)
    expect((await handler.post(OPEN, body(3), key)).status).toBe(200)
  })

  test('is refused on a version that moved', async () => {
    const c = await handler.must('POST', OPEN, body(4))
    const get = await reviewer.get(`${OPEN}/${c.id}`)
    expect(get.headers.get('etag')).toBe(`"${c.version}"`)
    const refuse = (version: string) =>
      reviewer.post(`${OPEN}/${c.id}/acts/refuse`, { note: '经核属实，证书有效' }, { 'if-match': version })
    expect((await refuse('"x"')).status).toBe(400)
    const stale = await refuse(`"${c.version + 1}"`)
    expect(stale.json.code).toBe('VersionMoved')
    expect((await handler.must('GET', `${OPEN}/${c.id}`)).state).toBe('proposed')
    expect((await refuse(`"${c.version}"`)).status).toBe(200)
    // Now it has moved: two officers with the same page do not both act.
    const second = await refuse(`"${c.version}"`)
    expect(['VersionMoved', 'WrongState']).toContain(second.json.code)
  })
})
