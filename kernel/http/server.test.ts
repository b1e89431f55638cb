import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { afterEach, describe, expect, it } from 'vitest'
import { type Actor, ANYONE } from '../access/actor.ts'
import { steward } from '../testing/club/index.ts'
import { fail } from '../values/fail.ts'
import { stillWorld } from '../values/world.ts'
import { Limiter } from './limiter.ts'
import type { Route } from './route.ts'
import { buildServer, problemOf, SECURITY_HEADERS, type ServerParts } from './server.ts'

const title = { zh: '某', en: 'some' }
const route = (more: Partial<Route> & { url: string }): Route => ({
  method: 'GET',
  summary: title,
  tag: 'club',
  policy: { anyone: true },
  handler: async () => ({ ok: true }),
  ...more,
})
const world = stillWorld('2026-03-10T04:00:00Z', 'Asia/Shanghai')
const staff = steward('N')

const routes: Route[] = [
  route({
    url: '/club/courts',
    query: Type.Object(
      { surface: Type.Optional(Type.String({ maxLength: 5 })), n: Type.Optional(Type.Integer()) },
      { additionalProperties: false },
    ),
  }),
  route({ url: '/club/hours', cacheSeconds: 60 }),
  route({ url: '/club/rolls', policy: { by: { steward: 'jurisdiction' } } }),
  route({
    url: '/club/lockers/:place',
    params: Type.Object({ place: Type.String() }),
    handler: async ({ params }) => (params.place === '1' ? { place: 1 } : fail('NotFound')),
  }),
  route({
    method: 'POST',
    url: '/club/bookings',
    changes: true,
    body: Type.Object({ court: Type.Integer() }, { additionalProperties: false }),
    handler: async ({ request, body, version }) => ({
      key: request.key,
      hash: request.hash.toString('hex'),
      body,
      version,
    }),
  }),
  route({ url: '/club/guess', limit: 'lookup' }),
  route({
    url: '/club/broken',
    handler: async () => Promise.reject(new Error('secret words at /home/someone/file.ts')),
  }),
  route({
    url: '/club/busy',
    handler: async () => Promise.reject(Object.assign(new Error('canceling statement'), { code: '57014' })),
  }),
  route({
    url: '/club/odd-id',
    handler: async () =>
      Promise.reject(Object.assign(new Error('invalid input syntax for type uuid: "x"'), { code: '22P02' })),
  }),
  route({ url: '/club/slow', handler: () => new Promise((r) => setImmediate(() => r({ ok: true }))) }),
]

let app: FastifyInstance
const open = async (more: Partial<ServerParts> = {}) => {
  app = await buildServer({
    world,
    routes,
    secure: false,
    actorOf: async (t): Promise<Actor> => (t === 'steward' ? staff : ANYONE),
    info: { title: 'Club', version: '1', description: '' },
    ...more,
  })
  return app
}
afterEach(() => app?.close())
const KEY = { 'idempotency-key': '0190a0a0-0000-7000-8000-000000000001' }

describe('policies', () => {
  it('does not start with a route that lets nobody through', async () => {
    await expect(
      buildServer({
        world,
        secure: false,
        actorOf: async () => ANYONE,
        info: { title: 'x', version: '1', description: '' },
        routes: [route({ url: '/x', policy: {} })],
      }),
    ).rejects.toThrow('route GET /x lets nobody through')
    await expect(
      buildServer({
        world,
        secure: false,
        actorOf: async () => ANYONE,
        info: { title: 'x', version: '1', description: '' },
        routes: [route({ url: '/x', policy: { by: {} } })],
      }),
    ).rejects.toThrow('lets nobody through')
  })
  it('asks who it is, then what he may', async () => {
    await open()
    expect((await app.inject('/club/rolls')).statusCode).toBe(401)
    expect((await app.inject({ url: '/club/rolls', cookies: { guildbook: 'unknown' } })).statusCode).toBe(401)
    expect((await app.inject({ url: '/club/rolls', cookies: { guildbook: 'steward' } })).statusCode).toBe(200)
    await app.close()
    await open({ actorOf: async () => ({ ...staff, grants: [] }) })
    expect((await app.inject({ url: '/club/rolls', cookies: { guildbook: 'steward' } })).statusCode).toBe(403)
  })
  it('on https takes only the cookie with the __Host- prefix', async () => {
    await open({ secure: true })
    expect((await app.inject({ url: '/club/rolls', cookies: { guildbook: 'steward' } })).statusCode).toBe(401)
    expect((await app.inject({ url: '/club/rolls', cookies: { '__Host-guildbook': 'steward' } })).statusCode).toBe(200)
  })
})

describe('requests from other sites', () => {
  const post = (headers: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url: '/club/bookings',
      headers: { host: 'club.example', ...KEY, ...headers },
      payload: { court: 1 },
    })
  it.each<[string, Record<string, string>, number]>([
    ['a program without browser', {}, 200],
    ['our own page', { origin: 'http://club.example', 'sec-fetch-site': 'same-origin' }, 200],
    ['a page of another site', { origin: 'https://evil.example' }, 403],
    ['another port', { origin: 'http://club.example:8080' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
    ['an origin that is no address', { origin: '::' }, 403],
    ['no origin, but from a sister site', { 'sec-fetch-site': 'same-site' }, 403],
    ['no origin, from another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['the address bar', { 'sec-fetch-site': 'none' }, 200],
  ])('%s', async (_, headers, status) => {
    await open()
    expect((await post(headers)).statusCode).toBe(status)
  })
  it('an allowed other origin', async () => {
    await open({ origins: ['https://friend.example'] })
    expect((await post({ origin: 'https://friend.example' })).statusCode).toBe(200)
  })
})

describe('what a request must carry', () => {
  it('an Idempotency-Key where something changes', async () => {
    await open()
    for (const headers of [{}, { 'idempotency-key': 'short' }, { 'idempotency-key': 'x'.repeat(201) }]) {
      const r = await app.inject({ method: 'POST', url: '/club/bookings', headers, payload: { court: 1 } })
      expect([r.statusCode, r.json().code, r.json().findings[0].field]).toEqual([428, 'KeyMissing', 'Idempotency-Key'])
    }
    const hashOf = async (payload: object) =>
      (await app.inject({ method: 'POST', url: '/club/bookings', headers: KEY, payload })).json().hash
    expect(await hashOf({ court: 1 })).toBe(await hashOf({ court: 1 }))
    expect(await hashOf({ court: 1 })).not.toBe(await hashOf({ court: 2 }))
  })
  it('a version that is one', async () => {
    await open()
    const version = async (v: string) =>
      (
        await app.inject({
          method: 'POST',
          url: '/club/bookings',
          headers: { ...KEY, 'if-match': v },
          payload: { court: 1 },
        })
      ).json()
    expect((await version('"7"')).version).toBe(7)
    expect((await version('W/"8"')).version).toBe(8)
    expect((await version('*')).findings[0].field).toBe('If-Match')
  })
  it('nothing that nobody reads: unknown keys are named', async () => {
    await open()
    const unknown = await app.inject('/club/courts?surface=clay&colour=red&shoes=2')
    expect(unknown.statusCode).toBe(400)
    expect(
      unknown
        .json()
        .findings.map((f: { field: string }) => f.field)
        .sort(),
    ).toEqual(['querystring/colour', 'querystring/shoes'])
    expect((await app.inject('/club/courts?surface=clay')).statusCode).toBe(200)
    // A route that says nothing of a query takes none.
    expect((await app.inject('/club/hours?day=monday')).statusCode).toBe(400)
    expect(
      (
        await app.inject({ method: 'POST', url: '/club/bookings', headers: KEY, payload: { court: 1, racket: 2 } })
      ).json().findings[0].field,
    ).toBe('body/racket')
  })
  it('all that is wrong is named at once', async () => {
    await open()
    const r = await app.inject('/club/courts?surface=synthetic&n=many')
    expect(
      r
        .json()
        .findings.map((f: { field: string }) => f.field)
        .sort(),
    ).toEqual(['querystring/n', 'querystring/surface'])
  })
  it('a body within bounds and in a form that can be read', async () => {
    await open()
    const post = (payload: string, type = 'application/json') =>
      app.inject({ method: 'POST', url: '/club/bookings', headers: { ...KEY, 'content-type': type }, payload })
    expect([
      (await post(`{"court":1,"x":"${'x'.repeat(1 << 20)}"}`)).statusCode,
      (await post('{"court":')).statusCode,
      (await post('<court/>', 'application/xml')).statusCode,
    ]).toEqual([413, 400, 415])
    expect((await post('{"__proto__":{"court":1},"court":1}')).statusCode).toBe(400)
  })
})

describe('limits', () => {
  it('answers 429 with Retry-After, and counts again when time has passed', async () => {
    await open({ limits: { lookup: { capacity: 2, perMinute: 6 } } })
    expect((await app.inject('/club/guess')).statusCode).toBe(200)
    expect((await app.inject('/club/guess')).statusCode).toBe(200)
    const r = await app.inject('/club/guess')
    expect([r.statusCode, r.headers['retry-after'], r.json().code]).toEqual([429, '10', 'TooMany'])
    world.tick(10_000)
    expect((await app.inject('/club/guess')).statusCode).toBe(200)
  })
  it('refused requests do not lift the bound on requests at once', async () => {
    await open({ atOnceMax: 4, limits: { general: { capacity: 30, perMinute: 60 } } })
    const all = await Promise.all(Array.from({ length: 60 }, () => app.inject('/club/slow')))
    expect(all.filter((r) => r.statusCode === 429).length).toBeGreaterThan(20)
    world.tick(60_000)
    const crowd = await Promise.all(Array.from({ length: 12 }, () => app.inject('/club/slow')))
    expect(crowd.filter((r) => r.statusCode === 200)).toHaveLength(4)
    expect(crowd.filter((r) => r.statusCode === 503 && r.headers['retry-after'] === '2')).toHaveLength(8)
    expect((await app.inject('/club/slow')).statusCode).toBe(200)
  })
  it('remembers a bounded number of subjects', () => {
    const limiter = new Limiter({ capacity: 1, perMinute: 1, subjectsMax: 3, now: () => 0 })
    for (const s of ['a', 'b', 'c', 'd']) expect(limiter.take(s)).toBe(0)
    expect(limiter.take('d')).toBe(60)
    // The oldest was forgotten for the newest.
    expect(limiter.take('a')).toBe(0)
  })
})

describe('answers', () => {
  it('tell of a fault its number and nothing of its inside', async () => {
    await open()
    const r = await app.inject('/club/broken')
    expect([r.statusCode, r.headers['content-type']]).toEqual([
      500,
      expect.stringContaining('application/problem+json'),
    ])
    expect(r.body).not.toMatch(/secret|home|stack|\.ts/)
    expect(r.json()).toMatchObject({ type: '/problems/Unexpected', status: 500, instance: expect.any(String) })
    expect(r.json().titleEn).toContain(r.json().instance)
    const busy = await app.inject('/club/busy')
    expect([busy.statusCode, busy.headers['retry-after'], /canceling/.test(busy.body)]).toEqual([503, '3', false])
  })
  it('ask for patience where the database went away', () => {
    for (const e of [
      Object.assign(new Error('x'), { code: '57P01' }),
      new Error('Connection terminated unexpectedly'),
      new Error('Client has encountered a connection error and is not queryable'),
    ])
      expect(problemOf(e, 'n')).toMatchObject({ status: 503, retryAfter: 3 })
  })
  it('are the same for what lies elsewhere, what does not exist, and what can be no id', async () => {
    await open()
    const without = (body: string) => body.replace(/"instance":"[^"]*"/, '')
    const nowhere = await app.inject('/club/lockers/2')
    const odd = await app.inject('/club/odd-id')
    expect([nowhere.statusCode, without(odd.body)]).toEqual([404, without(nowhere.body)])
  })
  it('carry the security headers, whoever makes them', async () => {
    await open({ limits: { lookup: { capacity: 0, perMinute: 1 } } })
    const answers = await Promise.all([
      app.inject('/club/hours'),
      app.inject('/nowhere'),
      app.inject('/club/rolls'),
      app.inject('/club/broken'),
      app.inject('/club/guess'),
      app.inject('/club/courts?x=1'),
      app.inject({ method: 'POST', url: '/club/bookings', headers: { origin: 'https://evil.example' } }),
      app.inject({
        method: 'POST',
        url: '/club/bookings',
        headers: { ...KEY, 'content-type': 'application/json' },
        payload: '{',
      }),
      app.inject({ method: 'DELETE', url: '/club/hours' }),
    ])
    for (const r of answers) expect(r.headers, `${r.statusCode}`).toMatchObject(SECURITY_HEADERS)
    expect(SECURITY_HEADERS['content-security-policy']).not.toMatch(/unsafe|\*/)
  })
  it('carry them for an address that cannot be read too', async () => {
    await open()
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    const answer = await new Promise<{ status: number; headers: object; body: string }>((done, lost) => {
      httpRequest({ port, host: '127.0.0.1', path: '/club/%zz' }, (res) => {
        let body = ''
        res.on('data', (d) => (body += d))
        res.on('end', () => done({ status: res.statusCode!, headers: res.headers, body }))
      })
        .on('error', lost)
        .end()
    })
    expect(answer.status).toBe(400)
    expect(answer.headers).toMatchObject(SECURITY_HEADERS)
    expect(answer.body).not.toContain('stack')
  })
  it('are kept by caches only where a route says so and nobody is signed in', async () => {
    await open()
    expect((await app.inject('/club/hours')).headers['cache-control']).toBe('public, max-age=60')
    expect((await app.inject({ url: '/club/hours', cookies: { guildbook: 'steward' } })).headers['cache-control']).toBe(
      'no-store',
    )
    expect((await app.inject('/club/courts')).headers['cache-control']).toBe('no-store')
    expect((await app.inject('/club/nowhere')).headers['cache-control']).toBe('no-store')
  })
})
