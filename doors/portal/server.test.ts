import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildServer } from '../../kernel/http/server.ts'
import { fixtureParts } from './fixture.ts'
import { fixtureReads } from './fixture-reads.ts'
import { type Portal, registerPortal } from './server.ts'

const HTML_BYTES_MAX = 60 * 1024
const SCRIPT_BYTES_MAX = 10 * 1024
const ADDRESSES = [
  '/',
  '/directory',
  '/directory?search=%E5%B0%A7%E9%83%BD',
  '/directory/0190a000-0000-7000-8000-000000000002',
  '/notices',
  '/carriers',
  '/competitions',
  '/competitions/0190a000-0000-7000-8000-0000000000c0',
  '/figures',
  '/figures?asOf=2022-12-31',
  '/figures/credentials.skilled-persons?asOf=2022-12-31',
  '/figures/credentials.skilled-persons?by=level,county',
  '/figures/credentials.skilled-share-of-employed?asOf=2022-12-31',
  '/figures/people.employed-persons?asOf=2022-12-31',
  '/figures/training.subsidised-person-times?from=2021-01-01&to=2022-12-31',
  '/replies',
  '/replies/2023-275',
  '/certificates',
  '/certificates/explain',
  '/may-i',
  '/plans',
  '/plans/0190a000-0000-7000-8000-0000000000a1',
  '/help',
  '/accessibility',
  '/privacy',
  '/not-there',
]
const BANNED = [
  '非法',
  '无效参数',
  '系统异常',
  '操作失败',
  '未知错误',
  '敬请期待',
  '>null<',
  '>undefined<',
  'NaN',
  '[object',
]

let app: FastifyInstance
let portal: Portal
let asked: { id: string; query: { [name: string]: unknown } }[] = []
beforeAll(async () => {
  const parts = fixtureParts(fixtureReads)
  app = await buildServer({
    world: parts.office.world,
    routes: [],
    actorOf: () => Promise.reject(new Error('nobody signs in here')),
    secure: false,
    info: { title: 'portal', version: '0', description: '' },
  })
  portal = await registerPortal(app, {
    ...parts,
    read: (id, query, actor) => {
      asked.push({ id, query })
      return parts.read(id, query, actor)
    },
    lookupLimit: { capacity: 12, perMinute: 1 },
  })
})
afterAll(() => app.close())

const get = (url: string, headers: { [name: string]: string } = {}) =>
  app.inject({ url, headers: { accept: 'text/html', ...headers } })
const post = (url: string, form: { [name: string]: string }, headers: { [name: string]: string } = {}) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(form).toString(),
  })

describe('every page', () => {
  test.each(ADDRESSES)('%s: one language, one heading, nothing inline, light', async (url) => {
    for (const cookie of ['zh.0', 'en.2']) {
      const r = await get(url, { cookie: `guildbook-view=${cookie}` })
      expect(r.statusCode).toBe(url === '/not-there' ? 404 : 200)
      expect(r.headers['content-type']).toContain('text/html')
      expect(r.headers['content-security-policy']).toContain("style-src 'self'")
      const html = r.body
      expect(html).toContain(
        cookie === 'zh.0' ? '<html lang="zh-CN" class="size-normal">' : '<html lang="en" class="size-huge">',
      )
      expect(html.match(/<h1[ >]/g)).toHaveLength(1)
      expect(html).not.toMatch(/\sstyle=|<style|\son\w+="|javascript:/)
      expect(html.match(/<script[^>]*>[^<]+</)).toBeNull()
      for (const word of BANNED) expect(html).not.toContain(word)
      const css = await Promise.all([...html.matchAll(/href="(\/static\/[^"]+\.css)"/g)].map((m) => get(m[1]!)))
      const script = await get(/src="(\/static\/[^"]+\.js)"/.exec(html)![1]!)
      const scriptBytes = gzipSync(script.rawPayload).length
      expect(scriptBytes).toBeLessThanOrEqual(SCRIPT_BYTES_MAX)
      const bytes = [gzipSync(r.rawPayload), ...css.map((c) => gzipSync(c.rawPayload))].reduce(
        (n, b) => n + b.length,
        scriptBytes,
      )
      expect(bytes).toBeLessThanOrEqual(HTML_BYTES_MAX)
    }
  })

  test('links of a page lead somewhere', async () => {
    const links = new Set<string>()
    for (const url of ADDRESSES)
      for (const m of (await get(url)).body.matchAll(/href="(\/[^"#]*)"/g)) links.add(m[1]!.replaceAll('&amp;', '&'))
    const elsewhere = /^\/(api|desk|preferences)\b/
    for (const url of [...links].filter((l) => !elsewhere.test(l)))
      expect([url, (await get(url)).statusCode]).toEqual([url, 200])
  })

  test('the demonstration says so', async () => {
    expect((await get('/')).body).toContain('演示数据')
  })
})

describe('what people type', () => {
  test('is shown again as text', async () => {
    const r = await get('/directory?search=%3Cscript%3Ealert(1)%3C%2Fscript%3E%22%3E')
    expect(r.body).not.toContain('<script>alert')
    expect(r.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&gt;')
  })

  test('a day that does not exist is named, kept in the field and in the title', async () => {
    const r = await get('/figures?asOf=2022-02-31')
    expect(r.statusCode).toBe(400)
    expect(r.headers['cache-control']).toBe('private, no-store')
    expect(r.body).toContain('<title>有 1 处需要修改')
    expect(r.body).toContain('value="2022-02-31"')
    expect(r.body).toContain('href="#field-asOf"')
    expect(r.body).toContain('id="field-asOf"')
    expect(r.body).toContain('aria-invalid="true"')
  })

  test('words that no page knows are passed over and make no second copy', async () => {
    await get('/help')
    const before = portal.cache.size
    expect((await get('/help?utm_source=x&from=groupmessage')).statusCode).toBe(200)
    expect(portal.cache.size).toBe(before)
  })

  test('an unknown measure is a page, not a problem document', async () => {
    const r = await get('/figures/no.such')
    expect(r.statusCode).toBe(404)
    expect(r.body).toContain('没有找到这个页面')
  })
  test('programs that ask for no HTML get the answer of the API', async () => {
    expect((await app.inject({ url: '/api/v1/nope' })).headers['content-type']).toContain('problem+json')
    expect((await app.inject({ url: '/nope' })).headers['content-type']).toContain('problem+json')
  })
})

describe('keeping pages', () => {
  test('tag and 304; another size or language is another page', async () => {
    const first = await get('/help')
    const etag = first.headers['etag'] as string
    expect((await get('/help', { 'if-none-match': etag })).statusCode).toBe(304)
    const english = await get('/help', { 'if-none-match': etag, cookie: 'guildbook-view=en.0' })
    expect(english.statusCode).toBe(200)
    expect(first.headers['vary']).toContain('cookie')
  })

  test('compressed for those who take it', async () => {
    expect((await get('/help', { 'accept-encoding': 'gzip, br' })).headers['content-encoding']).toBe('br')
    expect((await get('/help', { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe('gzip')
    expect((await get('/help')).headers['content-encoding']).toBeUndefined()
  })

  test('read once, until dropped; not at all for one who is signed in', async () => {
    asked = []
    await get('/notices')
    await get('/notices')
    expect(asked.length).toBeLessThanOrEqual(1)
    const before = asked.length
    const signed = await get('/notices', { cookie: 'guildbook=token' })
    expect(signed.headers['cache-control']).toBe('private, no-store')
    expect(asked.length).toBe(before + 1)
    portal.dropCache()
    await get('/notices')
    expect(asked.length).toBe(before + 2)
  })

  test('files have their hash in the name and are kept for ever', async () => {
    const css = /href="(\/static\/portal\.\w+\.css)"/.exec((await get('/')).body)![1]!
    const r = await get(css, { 'accept-encoding': 'br' })
    expect(r.headers['cache-control']).toContain('immutable')
    expect(r.headers['content-encoding']).toBe('br')
    expect((await get('/static/portal.0000.css')).statusCode).toBe(404)
    expect((await get('/static/..%2fserver.ts')).statusCode).toBe(404)
  })

  test('switches set a cookie and come back to the same view', async () => {
    const page = (await get('/figures?asOf=2022-12-31')).body
    const link = /href="(\/preferences\?[^"]*big=1[^"]*)"/.exec(page)![1]!.replaceAll('&amp;', '&')
    const r = await get(link)
    expect(r.statusCode).toBe(303)
    expect(r.headers['location']).toBe('/figures?asOf=2022-12-31')
    expect(String(r.headers['set-cookie'])).toMatch(
      /guildbook-view=zh\.1; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax/,
    )
    expect((await get('/preferences?big=1&back=//evil.test')).headers['location']).toBe('/')
  })
})

describe('the certificate check', () => {
  const good = { number: 'S000014100001233000123', name: '王建国' }

  test('verdicts say what they found, masked, and are not kept; nothing typed stands in an address', async () => {
    const r = await post('/certificates', good)
    expect(r.statusCode).toBe(200)
    expect(r.headers['cache-control']).toBe('no-store')
    expect(r.headers['etag']).toBeUndefined()
    expect(r.body).toContain('王*国')
    expect(r.body).not.toContain('王建国')
    for (const m of r.body.matchAll(/(?:href|action)="([^"]*)"/g))
      expect(decodeURIComponent(m[1]!)).not.toMatch(/S0000141|王建国/)
    expect((await post('/certificates', { ...good, number: `${good.number.slice(0, -1)}9` })).body).toContain('已撤销')
    const none = await post('/certificates', { ...good, name: '张三' })
    expect(none.body).toContain('查无此证')
    expect(none.body).toContain('常见原因')
    expect(none.body).toContain('12333')
  })

  test('an empty field is named and the other kept', async () => {
    const r = await post('/certificates', { number: good.number, name: ' ' })
    expect(r.statusCode).toBe(400)
    expect(r.body).toContain('请填写“持证人姓名”')
    expect(r.body).toContain(`value="${good.number}"`)
  })

  test('in an address it is not read', async () => {
    asked = []
    await get('/certificates?number=S000014100001233000123&name=%E7%8E%8B')
    expect(asked).toEqual([])
  })

  test('another site may not post it', async () => {
    const r = await post('/certificates', good, { origin: 'https://evil.test' })
    expect(r.statusCode).toBe(403)
    expect(r.headers['content-type']).toContain('text/html')
  })

  test('limited in number, with a page that says how long', async () => {
    let last = await post('/certificates', good)
    for (let i = 0; i < 20 && last.statusCode === 200; i++) last = await post('/certificates', good)
    expect(last.statusCode).toBe(429)
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0)
    expect(last.body).toContain('查询过于频繁')
    expect(last.body).not.toContain('王建国')
  })
})

describe('the letter', () => {
  test('each figure is a link, and the one that has moved is said to have', async () => {
    const html = (await get('/replies/2023-275')).body
    expect(html.match(/class="figure"/g)!.length).toBeGreaterThanOrEqual(17)
    expect(html).toContain('href="/figures/credentials.skilled-persons?asOf=2022-12-31"')
    expect(html).toContain('有变动')
    expect(html).toContain('/api/v1/letters/2023-275/file.docx')
    expect((await get('/replies/2023-999')).statusCode).toBe(404)
  })
})
