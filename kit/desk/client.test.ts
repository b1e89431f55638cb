import { afterEach, describe, expect, test } from 'vitest'
import { configureClient, get, isProblem, keyInPath, post, queryString, requestKey } from './client.ts'

type Call = { url: string; init: RequestInit }
const calls: Call[] = []
let signedOut = 0
function answering(status: number, body: string, headers: Record<string, string> = {}) {
  calls.length = 0
  signedOut = 0
  configureClient({
    fetch: (async (url: string, init: RequestInit) => {
      calls.push({ url, init })
      return new Response(body, { status, headers })
    }) as unknown as typeof fetch,
    onSignedOut: () => signedOut++,
  })
}
const headersOf = (c: Call | undefined) => c?.init.headers as Record<string, string>
afterEach(() => configureClient({ fetch: (...a) => globalThis.fetch(...a), onSignedOut: () => {} }))

describe('addresses', () => {
  test('nested conditions are written in brackets, empty ones left out', () => {
    expect(queryString({ search: '王 强', where: { county: '141002', kind: '' }, cursor: undefined, limit: 20 })).toBe(
      '?search=%E7%8E%8B%20%E5%BC%BA&where[county]=141002&limit=20',
    )
    expect(queryString({})).toBe('')
    expect(queryString()).toBe('')
  })
  test('parts of a key are joined by ~ and each is encoded', () => {
    expect(keyInPath('2022/6-18-02-04')).toBe('2022~6-18-02-04')
    expect(keyInPath('a b/ç')).toBe('a%20b~%C3%A7')
  })
})

describe('requests', () => {
  test('a read carries no key; a change carries a key and the version', async () => {
    answering(200, '{"ok":true}')
    await get('/city')
    expect(headersOf(calls[0])['idempotency-key']).toBeUndefined()
    await post('/cases/x/1/acts/go', { a: 1 }, { version: 3 })
    expect(calls[1]?.url).toBe('/api/v1/cases/x/1/acts/go')
    expect(headersOf(calls[1])['idempotency-key']).toMatch(/^[0-9a-f]{32}$/)
    expect(headersOf(calls[1])['if-match']).toBe('"3"')
  })
  test('a repetition may carry the same key', async () => {
    answering(200, '{}')
    const key = requestKey()
    await post('/x', {}, { key })
    await post('/x', {}, { key })
    expect(calls.map((c) => headersOf(c)['idempotency-key'])).toEqual([key, key])
    expect(requestKey()).not.toBe(key)
  })
  test('a problem keeps its code, titles, findings and number', async () => {
    const finding = {
      code: 'ID_LEN',
      field: 'identity',
      message: { zh: '短', en: 'short' },
      hint: { zh: '补', en: 'add' },
    }
    const body = {
      title: '有内容需要修改',
      titleEn: 'Something needs correcting',
      code: 'BadInput',
      findings: [finding],
      instance: '7f3k',
    }
    answering(400, JSON.stringify(body))
    const e = await post('/x').catch((x: unknown) => x)
    expect(isProblem(e, 'BadInput')).toBe(true)
    expect(e).toMatchObject({ status: 400, title: { zh: '有内容需要修改' }, findings: [finding], instance: '7f3k' })
  })
  test('an answer that nobody of ours wrote still becomes a sentence', async () => {
    answering(502, '<html>bad gateway</html>', { 'retry-after': '3' })
    const e = await get('/x').catch((x: unknown) => x)
    expect(e).toMatchObject({ status: 502, code: 'Http502', retryAfterSeconds: 3 })
    expect((e as { title: { zh: string } }).title.zh).toContain('502')
  })
  test('an ended session is told to the shell, but not when somebody only signs in', async () => {
    answering(401, '{}')
    await get('/queue').catch(() => {})
    expect(signedOut).toBe(1)
    await post('/session', {}).catch(() => {})
    expect(signedOut).toBe(1)
  })
  test('no network is said as such', async () => {
    configureClient({ fetch: (async () => Promise.reject(new TypeError('failed'))) as unknown as typeof fetch })
    const e = await get('/x').catch((x: unknown) => x)
    expect(e).toMatchObject({ status: 0, code: 'Offline' })
  })
})
