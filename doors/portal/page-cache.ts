import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

export type KeptPage = { etag: string; identity: Buffer; br: Buffer; gzip: Buffer; bytes: number }

/** Effort at which a page pays for its compression within one use; static files are pressed harder. */
const BROTLI_EFFORT = 5
const GZIP_EFFORT = 6

/**
 * Whole public pages in memory, compressed once. Bounded by bytes, oldest use out first, and by time. Two readers who ask for the same page
 * at once make it once.
 */
export class PageCache {
  readonly #bytesMax: number
  readonly #secondsMax: number
  readonly #now: () => number
  readonly #pages = new Map<string, KeptPage & { until: number }>()
  readonly #making = new Map<string, Promise<KeptPage>>()
  #bytes = 0
  #version = 0

  constructor(bytesMax: number, time: { secondsMax: number; now: () => number }) {
    this.#bytesMax = bytesMax
    this.#secondsMax = time.secondsMax
    this.#now = time.now
  }

  get bytes(): number {
    return this.#bytes
  }
  get size(): number {
    return this.#pages.size
  }

  /** @throws what `make` throws; nothing is kept then. */
  async get(key: string, make: () => Promise<string>): Promise<KeptPage> {
    const kept = this.#pages.get(key)
    if (kept && this.#now() < kept.until) {
      this.#pages.delete(key)
      this.#pages.set(key, kept)
      return kept
    }
    const underWay = this.#making.get(key)
    if (underWay) return underWay
    const version = this.#version
    const making = make()
      .then((html) => {
        const page = pressPage(html)
        // What was made from data of before a drop is shown to those who waited, and not kept.
        if (version === this.#version) this.#keep(key, page)
        return page
      })
      .finally(() => {
        if (this.#making.get(key) === making) this.#making.delete(key)
      })
    this.#making.set(key, making)
    return making
  }

  drop(): void {
    this.#version++
    this.#pages.clear()
    this.#making.clear()
    this.#bytes = 0
  }

  #keep(key: string, page: KeptPage): void {
    const bytes = page.bytes + key.length * 2
    if (bytes > this.#bytesMax) return
    const before = this.#pages.get(key)
    if (before) {
      this.#pages.delete(key)
      this.#bytes -= before.bytes
    }
    this.#pages.set(key, { ...page, bytes, until: this.#now() + this.#secondsMax * 1000 })
    this.#bytes += bytes
    while (this.#bytes > this.#bytesMax) {
      const [oldest, gone] = this.#pages.entries().next().value!
      this.#pages.delete(oldest)
      this.#bytes -= gone.bytes
    }
  }
}

export function pressPage(html: string): KeptPage {
  const identity = Buffer.from(html)
  const br = brotliCompressSync(identity, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_EFFORT,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: identity.length,
    },
  })
  const gzip = gzipSync(identity, { level: GZIP_EFFORT })
  const etag = `W/"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`
  return { etag, identity, br, gzip, bytes: identity.length + br.length + gzip.length }
}

/** The encoding of ours that the reader takes; brotli first. */
export function chooseEncoding(accepted: string | undefined): 'br' | 'gzip' | 'identity' {
  const taken = new Set(
    (accepted ?? '')
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter((part) => !/;\s*q=0(?:\.0*)?$/.test(part))
      .map((part) => part.split(';')[0]!.trim()),
  )
  return taken.has('br') ? 'br' : taken.has('gzip') ? 'gzip' : 'identity'
}

export const isSameEtag = (given: string | undefined, etag: string): boolean =>
  given !== undefined && (given.trim() === '*' || given.split(',').some((g) => bare(g) === bare(etag)))
const bare = (etag: string): string => etag.trim().replace(/^W\//, '')
