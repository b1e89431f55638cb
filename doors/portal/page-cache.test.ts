import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { chooseEncoding, isSameEtag, PageCache, pressPage } from './page-cache.ts'

const big = (mark: string) => mark + Array.from({ length: 400 }, (_, i) => `${mark}${i * 7919}`).join('')
const cacheAt = (bytesMax: number) => {
  let now = 0
  return { cache: new PageCache(bytesMax, { secondsMax: 60, now: () => now }), later: (s: number) => (now += s * 1000) }
}

describe('memory of whole pages', () => {
  test('all encodings say the same, and the tag changes with the text', () => {
    const page = pressPage('<p>匠册</p>')
    expect(brotliDecompressSync(page.br).toString()).toBe('<p>匠册</p>')
    expect(gunzipSync(page.gzip).toString()).toBe('<p>匠册</p>')
    expect(pressPage('<p>匠册！</p>').etag).not.toBe(page.etag)
    expect(isSameEtag(page.etag, page.etag)).toBe(true)
    expect(isSameEtag(`"x", ${page.etag.slice(2)}`, page.etag)).toBe(true)
    expect(isSameEtag('"x"', page.etag)).toBe(false)
  })

  test('made once for all who ask meanwhile, and again after its time or a drop', async () => {
    const { cache, later } = cacheAt(1e6)
    let made = 0
    const make = async () => `page ${++made}`
    const [a, b] = await Promise.all([cache.get('k', make), cache.get('k', make)])
    expect([made, a.identity.toString(), b.identity.toString()]).toEqual([1, 'page 1', 'page 1'])
    await cache.get('k', make)
    expect(made).toBe(1)
    later(61)
    await cache.get('k', make)
    expect(made).toBe(2)
    cache.drop()
    await cache.get('k', make)
    expect(made).toBe(3)
  })

  test('what was begun before a drop is not kept after it', async () => {
    const { cache } = cacheAt(1e6)
    let finish = (_: string) => {}
    const waiting = cache.get('k', () => new Promise((done) => (finish = done)))
    cache.drop()
    finish('old')
    expect((await waiting).identity.toString()).toBe('old')
    expect(cache.size).toBe(0)
  })

  test('never more bytes than allowed; the page longest unused goes first', async () => {
    const one = pressPage(big('a')).bytes
    const { cache } = cacheAt(one * 3)
    for (const k of ['a', 'b']) await cache.get(k, async () => big(k))
    await cache.get('a', async () => 'not made again')
    for (const k of ['c', 'd', 'e']) {
      await cache.get(k, async () => big(k))
      expect(cache.bytes).toBeLessThanOrEqual(one * 3)
    }
    let isMade = false
    await cache.get('b', async () => {
      isMade = true
      return big('b')
    })
    expect(isMade).toBe(true)
  })

  test('a failure is told to all who wait and is not kept', async () => {
    const { cache } = cacheAt(1e6)
    await expect(cache.get('k', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect((await cache.get('k', async () => 'yes')).identity.toString()).toBe('yes')
  })

  test.each([
    ['gzip, deflate, br', 'br'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['', 'identity'],
    [undefined, 'identity'],
  ] as const)('accepting %j brings %s', (accepted, encoding) => {
    expect(chooseEncoding(accepted)).toBe(encoding)
  })
})
