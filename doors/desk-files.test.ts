import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ANYONE } from '../kernel/access/actor.ts'
import { buildServer } from '../kernel/http/server.ts'
import { machineWorld } from '../kernel/values/world.ts'
import { registerDesk } from './desk-files.ts'

const SCRIPT = `console.log(${JSON.stringify('匠册'.repeat(400))})`
let folder: string
let app: FastifyInstance

const serve = async (distFolder: string) => {
  const server = await buildServer({
    world: machineWorld('Asia/Shanghai'),
    routes: [],
    actorOf: async () => ANYONE,
    secure: false,
    info: { title: 't', version: '1', description: 'd' },
  })
  registerDesk(server, { distFolder })
  return server
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'desk-files-'))
  await mkdir(join(folder, 'desk/assets'), { recursive: true })
  await writeFile(join(folder, 'desk/index.html'), '<meta name="csp-nonce" content="__NONCE__"><title>desk</title>')
  await writeFile(join(folder, 'desk/assets/index-AbCd1234.js'), SCRIPT)
  await writeFile(join(folder, 'desk/assets/plain.js'), SCRIPT)
  await writeFile(join(folder, 'secret.txt'), 'not for the desk')
  app = await serve(join(folder, 'desk'))
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true, force: true })
})
const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })

describe('the page of the desk', () => {
  test('carries a nonce of its own each time, the same in the policy and in the page', async () => {
    const [a, b] = [await get('/desk'), await get('/desk/')]
    const nonceOf = (r: typeof a) => /content="([^"]+)"/.exec(r.body)?.[1] ?? ''
    expect(nonceOf(a)).toMatch(/^[\w-]{22}$/)
    expect(nonceOf(a)).not.toBe(nonceOf(b))
    expect(a.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonceOf(a)}'`)
    expect(a.headers['content-security-policy']).toContain("script-src 'self'")
    expect(a.headers['cache-control']).toBe('no-store')
  })
  test('answers every route below /desk, also those with a dot in a key', async () => {
    for (const url of [
      '/desk/people',
      '/desk/records/people.person/a~b',
      '/desk/cases/directory.listing/1',
      '/desk/index.html',
    ])
      expect((await get(url)).body, url).toContain('<title>desk</title>')
  })
})

describe('files of the desk', () => {
  test('with a hash in the name are kept for ever, others are asked for again', async () => {
    expect((await get('/desk/assets/index-AbCd1234.js')).headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    )
    expect((await get('/desk/assets/plain.js')).headers['cache-control']).toBe('no-cache')
  })
  test('come squeezed to whoever takes it so, and the same', async () => {
    const br = await get('/desk/assets/plain.js', { 'accept-encoding': 'gzip, br' })
    expect(br.headers['content-encoding']).toBe('br')
    expect(brotliDecompressSync(br.rawPayload).toString()).toBe(SCRIPT)
    const gz = await get('/desk/assets/plain.js', { 'accept-encoding': 'gzip' })
    expect(gunzipSync(gz.rawPayload).toString()).toBe(SCRIPT)
    const bare = await get('/desk/assets/plain.js')
    expect(bare.headers['content-encoding']).toBeUndefined()
    expect(bare.body).toBe(SCRIPT)
  })
  test('a missing one is not answered with a page, and nothing outside the folder is', async () => {
    expect((await get('/desk/assets/gone-AbCd1234.js')).statusCode).toBe(404)
    for (const url of [
      '/desk/../secret.txt',
      '/desk/%2e%2e/secret.txt',
      '/desk/..%2fsecret.txt',
      '/desk/assets/..%2f..%2fsecret.txt',
    ])
      expect((await get(url)).body, url).not.toContain('not for the desk')
  })
})

test('a desk that was not built says what to do', async () => {
  const bare = await serve(join(folder, 'nowhere'))
  const answer = await bare.inject('/desk/')
  expect(answer.statusCode).toBe(404)
  expect(answer.json().findings[0]).toMatchObject({
    code: 'DESK_NOT_BUILT',
    hint: { en: expect.stringContaining('npm run build') },
  })
  await bare.close()
})
