import type { Finding, Text } from './api-types.ts'

/** An answer that is not the one hoped for, in the API's own words (RFC 9457 with findings). */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly title: Text
  readonly findings: Finding[]
  /** Number to quote on the phone. */
  readonly instance: string
  readonly retryAfterSeconds: number | undefined
  constructor(p: {
    status: number
    code: string
    title: Text
    findings?: Finding[]
    instance?: string
    retryAfterSeconds?: number | undefined
  }) {
    super(`${p.code}: ${p.title.en}`)
    this.name = 'Problem'
    this.status = p.status
    this.code = p.code
    this.title = p.title
    this.findings = p.findings ?? []
    this.instance = p.instance ?? ''
    this.retryAfterSeconds = p.retryAfterSeconds
  }
}

export const isProblem = (e: unknown, code?: string): e is Problem =>
  e instanceof Problem && (code === undefined || e.code === code)

/** Worth asking again by itself: no network, or a server that is busy. */
export const isPassing = (e: unknown): boolean => e instanceof Problem && (e.status === 0 || e.status === 503)

export type Query = { readonly [key: string]: string | number | boolean | undefined | null | Nested }
type Nested = { readonly [key: string]: string | undefined }

/** `{ where: { county: '141002' } }` → `where[county]=141002`. Empty values are left out, so that equal questions have equal addresses. */
export function queryString(query: Query = {}): string {
  const out: string[] = []
  const add = (key: string, value: string) => out.push(`${key}=${encodeURIComponent(value)}`)
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue
    if (typeof value === 'object') {
      for (const [inner, v] of Object.entries(value)) if (v !== undefined && v !== '') add(`${key}[${inner}]`, v)
    } else add(key, String(value))
  }
  return out.length ? `?${out.join('&')}` : ''
}

/** Parts of a record's key are joined by `/` in answers and by `~` in addresses. */
export const keyInPath = (id: string): string => id.split('/').map(encodeURIComponent).join('~')

/**
 * A name for one wish to change something; a repetition sends the same. Made without `crypto.randomUUID`, which is missing
 * on plain http and in older browsers.
 */
export function requestKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
}

export const API = '/api/v1'

type Ways = { fetch: typeof fetch; onSignedOut: () => void }
const ways: Ways = { fetch: (...a) => globalThis.fetch(...a), onSignedOut: () => {} }
/** The shell says what to do when the session has ended. */
export function configureClient(given: Partial<Ways>): void {
  Object.assign(ways, given)
}

type Send = { key?: string; version?: number | undefined; signal?: AbortSignal }

export const get = <T>(path: string, query?: Query, send: Send = {}): Promise<T> =>
  request<T>('GET', `${path}${queryString(query)}`, undefined, {}, send)
export const post = <T>(path: string, body: unknown = {}, send: Send = {}): Promise<T> =>
  request<T>('POST', path, JSON.stringify(body), { 'content-type': 'application/json' }, send)
export const patch = <T>(path: string, body: unknown, send: Send = {}): Promise<T> =>
  request<T>('PATCH', path, JSON.stringify(body), { 'content-type': 'application/json' }, send)
export const del = <T>(path: string, send: Send = {}): Promise<T> => request<T>('DELETE', path, undefined, {}, send)
export const upload = <T>(path: string, file: Blob, query: Query, send: Send = {}): Promise<T> =>
  request<T>('POST', `${path}${queryString(query)}`, file, { 'content-type': 'application/octet-stream' }, send)

async function request<T>(
  method: string,
  path: string,
  body: BodyInit | undefined,
  headers: { [name: string]: string },
  send: Send,
): Promise<T> {
  const changes = method !== 'GET'
  let response: Response
  try {
    response = await ways.fetch(`${API}${path}`, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...headers,
        ...(changes ? { 'idempotency-key': send.key ?? requestKey() } : {}),
        ...(send.version === undefined ? {} : { 'if-match': `"${send.version}"` }),
      },
      ...(body === undefined ? {} : { body }),
      ...(send.signal ? { signal: send.signal } : {}),
    })
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') throw e
    throw new Problem({
      status: 0,
      code: 'Offline',
      title: { zh: '没有连上服务器，您的内容还在', en: 'The server cannot be reached; nothing was lost' },
    })
  }
  if (response.ok) return (await readJson(response)) as T
  const problem = await problemOf(response)
  if (problem.status === 401 && path !== '/session') ways.onSignedOut()
  throw problem
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  return text === '' ? {} : JSON.parse(text)
}

/** Any answer with an error status becomes a Problem, also one that no program of ours wrote (a proxy's page). */
export async function problemOf(response: Response): Promise<Problem> {
  const wait = Number(response.headers.get('retry-after'))
  const given = await readJson(response).catch(() => undefined)
  const p = (typeof given === 'object' && given !== null ? given : {}) as {
    title?: string
    titleEn?: string
    code?: string
    findings?: Finding[]
    instance?: string
  }
  return new Problem({
    status: response.status,
    code: p.code ?? `Http${response.status}`,
    title: {
      zh: p.title ?? `服务器没有办成（${response.status}），请稍后重试`,
      en: p.titleEn ?? `The server did not do it (${response.status}); try again shortly`,
    },
    findings: p.findings ?? [],
    instance: p.instance ?? '',
    retryAfterSeconds: Number.isFinite(wait) && wait > 0 ? wait : undefined,
  })
}
