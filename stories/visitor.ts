import { createHash } from 'node:crypto'

/** Password of every demonstration account (`city/linfen/demo/accounts.yaml`). */
export const DEMO_PASSWORD = 'guildbook-demo'

/** Answers of many shapes are looked into by the stories, each with its own eyes. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Json = any

export type Reply = {
  status: number
  headers: Headers
  bytes: Buffer
  text: string
  /** The body as JSON; undefined when it is none. */
  json: Json
}

let serial = 0
/** A new name for a request; no two of a run are alike. */
export const requestName = (): string =>
  createHash('sha256').update(`${process.pid}/${serial++}`).digest('hex').slice(0, 32)

/** Someone who speaks to the server by HTTP as a browser does: keeps the cookies, nothing else. */
export class Visitor {
  readonly base: string
  readonly #cookies = new Map<string, string>()
  constructor(base: string) {
    this.base = base
  }

  get cookie(): string {
    return [...this.#cookies].map(([k, v]) => `${k}=${v}`).join('; ')
  }
  set cookie(text: string) {
    this.#cookies.clear()
    for (const part of text.split('; ').filter(Boolean))
      this.#cookies.set(part.split('=')[0]!, part.slice(part.indexOf('=') + 1))
  }

  async ask(
    method: string,
    path: string,
    options: { body?: unknown; bytes?: Uint8Array; headers?: Record<string, string> } = {},
  ): Promise<Reply> {
    const headers: Record<string, string> = {
      ...(this.#cookies.size ? { cookie: this.cookie } : {}),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.bytes ? { 'content-type': 'application/octet-stream' } : {}),
      ...(method === 'GET' ? {} : { 'idempotency-key': requestName() }),
      ...options.headers,
    }
    const body = options.bytes
      ? Buffer.from(options.bytes)
      : options.body === undefined
        ? undefined
        : JSON.stringify(options.body)
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const name = pair.slice(0, pair.indexOf('='))
      const value = pair.slice(pair.indexOf('=') + 1)
      if (value === '') this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    const bytes = Buffer.from(await response.arrayBuffer())
    const text = bytes.toString('utf8')
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch {
      json = undefined
    }
    return { status: response.status, headers: response.headers, bytes, text, json }
  }

  get(path: string, headers?: Record<string, string>): Promise<Reply> {
    return this.ask('GET', path, headers ? { headers } : {})
  }
  post(path: string, body: unknown = {}, headers?: Record<string, string>): Promise<Reply> {
    return this.ask('POST', path, { body, ...(headers ? { headers } : {}) })
  }
  patch(path: string, body: unknown): Promise<Reply> {
    return this.ask('PATCH', path, { body })
  }

  /** The JSON of an answer that must be 200; anything else stops the story with what was said. */
  async must(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Json> {
    const r = await this.ask(method, path, { ...(body === undefined ? {} : { body }), ...(headers ? { headers } : {}) })
    if (r.status !== 200) throw new Error(`${method} ${path} → ${r.status}: ${r.text.slice(0, 1500)}`)
    return r.json
  }

  async signIn(login: string, password: string = DEMO_PASSWORD): Promise<this> {
    const r = await this.post('/api/v1/session', { login, password })
    if (r.status !== 200) throw new Error(`${login} cannot sign in: ${r.status} ${r.text}`)
    return this
  }
}

export const signedIn = (base: string, login: string): Promise<Visitor> => new Visitor(base).signIn(login)

/** Looks again until it is so; fails loudly after the time. The server's own work has no other end that can be waited for. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>, msMax = 60_000): Promise<T> {
  const end = performance.now() + msMax
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (performance.now() > end) throw new Error(`waited ${msMax / 1000} s in vain: ${what}`)
    await new Promise((again) => setTimeout(again, 50))
  }
}

/** Text of an HTML body without tags, with the usual entities opened. */
export const plainText = (html: string): string =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&nbsp;', ' ')

/** The number of a request differs each time; nothing else may. */
export const faceOf = (r: { status: number; text: string; headers: Headers }) => ({
  status: r.status,
  body: r.text.replace(/"instance":"[0-9a-f]{8}"/, '"instance":"…"'),
  length: r.text.length,
  headers: [...r.headers].filter(([k]) => k !== 'date').map(([k, v]) => `${k}: ${v}`),
})
