import type { IncomingMessage, ServerResponse } from 'node:http'
import { SECURITY_HEADERS } from '../../kernel/http/server.ts'
import { chooseEncoding, type KeptPage } from './page-cache.ts'

type Ready = {
  until: number
  answers: Record<'br' | 'gzip' | 'identity', { headers: [string, string][]; body: Buffer }>
}

const PAGES_MAX = 500

/**
 * Kept pages, ready to be sent as they are to whoever comes without any cookie: no routing, no hooks, one write. What is
 * new, personal, conditional or changed goes the long way, which also fills this.
 */
export class QuickPages {
  readonly #now: () => number
  readonly #secondsMax: number
  readonly #pages = new Map<string, Ready>()

  constructor(now: () => number, secondsMax: number) {
    this.#now = now
    this.#secondsMax = secondsMax
  }

  keep(url: string, page: KeptPage): void {
    if (this.#pages.size >= PAGES_MAX) this.#pages.delete(this.#pages.keys().next().value!)
    const answer = (encoding: 'br' | 'gzip' | 'identity') => {
      const body = page[encoding]
      const headers: [string, string][] = [
        ...Object.entries(SECURITY_HEADERS),
        ['etag', page.etag],
        ['vary', 'accept-encoding, cookie'],
        ['cache-control', 'public, no-cache'],
        ['content-type', 'text/html; charset=utf-8'],
        ['content-length', String(body.length)],
      ]
      if (encoding !== 'identity') headers.push(['content-encoding', encoding])
      return { headers, body }
    }
    this.#pages.set(url, {
      until: this.#now() + this.#secondsMax * 1000,
      answers: { br: answer('br'), gzip: answer('gzip'), identity: answer('identity') },
    })
  }

  answer(req: IncomingMessage, res: ServerResponse): boolean {
    const { headers } = req
    if (req.method !== 'GET' || headers.cookie !== undefined || headers['if-none-match'] !== undefined) return false
    const ready = this.#pages.get(req.url!)
    if (!ready) return false
    if (this.#now() >= ready.until) {
      this.#pages.delete(req.url!)
      return false
    }
    const accepted = headers['accept-encoding']
    const { headers: out, body } = ready.answers[accepted === undefined ? 'identity' : chooseEncoding(accepted)]
    res.writeHead(200, out.flat())
    res.end(body)
    return true
  }

  drop(): void {
    this.#pages.clear()
  }
}
