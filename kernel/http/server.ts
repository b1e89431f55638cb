import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type Actor, ANYONE } from '../access/actor.ts'
import { allowsSome } from '../access/policy.ts'
import { errorCode } from '../db/database.ts'
import { requestHash } from '../process/act.ts'
import type { Json } from '../values/canonical-json.ts'
import { FAILURES, Failure, fail } from '../values/fail.ts'
import type { World } from '../values/world.ts'
import { Limiter } from './limiter.ts'
import type { Route } from './route.ts'

export type ServerParts = {
  world: World
  routes: readonly Route[]
  /** Who stands behind a session token; ANYONE when the token is unknown, ended or out of time. */
  actorOf(token: string): Promise<Actor>
  /** Served over https to others: cookies are Secure and carry the __Host- prefix. */
  secure: boolean
  /** Origins besides our own whose pages may post (none by default). */
  origins?: readonly string[]
  log?: boolean
  atOnceMax?: number
  /** Looked at before anything else: true when it has answered. For whole pages kept in memory, which need no more. */
  shortcuts?: readonly Shortcut[]
  limits?: Partial<Record<'general' | 'lookup' | 'signIn' | 'upload', { capacity: number; perMinute: number }>>
  info: { title: string; version: string; description: string }
}

export type Shortcut = (req: IncomingMessage, res: ServerResponse) => boolean

const BODY_BYTES_MAX = 1 << 20
/** A sender who dawdles is let go: slow headers and slow bodies hold a place that others need. */
const HEADERS_MS = 15_000
const REQUEST_MS = 30_000
const KEEP_ALIVE_MS = 30_000
const REQUESTS_AT_ONCE_MAX = 400
const LIMITS = {
  general: { capacity: 2000, perMinute: 12_000 },
  lookup: { capacity: 20, perMinute: 10 },
  signIn: { capacity: 10, perMinute: 30 },
  upload: { capacity: 10, perMinute: 20 },
}

export const cookieName = (secure: boolean): string => (secure ? '__Host-guildbook' : 'guildbook')

/** Content policy of every page: nothing inline, nothing from elsewhere. Desk styles of antd go in through a nonce. */
export const contentPolicy = (nonce?: string): string =>
  [
    "default-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "img-src 'self' data: blob:",
    `style-src 'self'${nonce ? ` 'nonce-${nonce}'` : ''}`,
    "script-src 'self'",
    "connect-src 'self'",
  ].join('; ')

/** On every answer, whoever makes it. */
export const SECURITY_HEADERS: { readonly [name: string]: string } = {
  'content-security-policy': contentPolicy(),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), geolocation=(self), microphone=()',
  'x-frame-options': 'DENY',
}

export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const shortcuts = parts.shortcuts ?? []
  const app = Fastify({
    serverFactory: (handler) =>
      createServer(
        { requestTimeout: REQUEST_MS, keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: HEADERS_MS },
        (req, res) => {
          for (const s of shortcuts) if (s(req, res)) return
          handler(req, res)
        },
      ),
    logger: parts.log ? { level: 'info', redact: ['req.headers.cookie', 'req.headers.authorization'] } : false,
    bodyLimit: BODY_BYTES_MAX,
    trustProxy: false,
    genReqId: () => randomUUID().slice(0, 8),
    // Unknown keys are refused, not dropped: a caller must learn that nobody reads what he sends.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: 'array', allErrors: true, useDefaults: true } },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    // An address that cannot be read at all never reaches the hooks.
    frameworkErrors: (error, req, reply) => {
      reply.headers(SECURITY_HEADERS)
      sendProblem(error, req, reply)
    },
  })
  await app.register(cookie)
  await app.register(formbody, { bodyLimit: BODY_BYTES_MAX })
  // Uploads come as a stream of bytes; who takes them counts them.
  app.addContentTypeParser('application/octet-stream', (_req, payload, done) => done(null, payload))
  await app.register(swagger, { openapi: { openapi: '3.1.0', info: parts.info } })

  const limiters = Object.fromEntries(
    Object.entries({ ...LIMITS, ...parts.limits }).map(([k, v]) => [
      k,
      new Limiter({ ...v, now: () => parts.world.now().getTime() }),
    ]),
  ) as Record<keyof typeof LIMITS, Limiter>
  let atOnce = 0

  app.addHook('onRequest', async (req, reply) => {
    reply.headers(SECURITY_HEADERS)
    // Counted first: the answer takes it off again, whatever the answer is.
    atOnce++
    const wait = limiters.general.take(req.ip)
    if (wait) fail('TooMany', [], { retryAfterSeconds: wait })
    if (atOnce > (parts.atOnceMax ?? REQUESTS_AT_ONCE_MAX)) fail('Overloaded', [], { retryAfterSeconds: 2 })
    if (!SAFE.has(req.method)) checkOrigin(req, parts.origins ?? [])
  })
  app.addHook('onResponse', async () => {
    atOnce--
  })

  app.setErrorHandler((error, req, reply) => sendProblem(error, req, reply))
  app.setNotFoundHandler((req, reply) =>
    sendProblem(new Failure('NotFound', { zh: '没有这个地址', en: 'No such address' }), req, reply),
  )

  for (const r of parts.routes) {
    if (!r.policy.anyone && !r.policy.signedIn && !Object.keys(r.policy.by ?? {}).length)
      throw new Error(`route ${r.method} ${r.url} lets nobody through; say who may`)
    app.route({
      method: r.method,
      url: r.url,
      ...(r.bodyLimitBytes ? { bodyLimit: r.bodyLimitBytes } : {}),
      schema: {
        summary: r.summary.en,
        description: r.summary.zh,
        tags: [r.tag],
        ...(r.params ? { params: r.params } : {}),
        // A route that says nothing of a query takes none.
        querystring: r.query ?? NO_QUERY,
        ...(r.body ? { body: r.body } : {}),
        ...(r.answer ? { response: { 200: r.answer } } : {}),
      },
      handler: async (req, reply) => {
        const token = bearer(req) ?? req.cookies[cookieName(parts.secure)] ?? null
        const actor = token ? await parts.actorOf(token) : ANYONE
        if (!allowsSome(r.policy, actor)) fail(actor.accountId ? 'NotAllowed' : 'NotSignedIn')
        if (r.limit) {
          const wait = limiters[r.limit].take(req.ip)
          if (wait) fail('TooMany', [], { retryAfterSeconds: wait })
        }
        const answer = await r.handler({
          actor,
          params: req.params,
          query: req.query,
          body: req.body,
          request: r.changes ? readKey(req) : { key: '', hash: Buffer.alloc(0) },
          version: readVersion(req),
          ip: req.ip,
          sessionToken: token,
          raw: req,
          reply,
        })
        if (reply.sent) return reply
        if (r.cacheSeconds && !actor.accountId) reply.header('cache-control', `public, max-age=${r.cacheSeconds}`)
        else reply.header('cache-control', 'no-store')
        return reply.send(answer)
      },
    })
  }
  return app
}

const NO_QUERY = Type.Object({}, { additionalProperties: false })
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A page of another site must not post with our cookie. Programs without a browser send neither header and have no cookie. */
/** A program sends its token as such; a browser never does by itself, so nothing of another site can. */
const bearer = (req: FastifyRequest): string | undefined =>
  /^Bearer ([\w-]{20,200})$/.exec(req.headers.authorization ?? '')?.[1]

function checkOrigin(req: FastifyRequest, allowed: readonly string[]): void {
  const origin = req.headers.origin
  const site = req.headers['sec-fetch-site']
  const own = origin !== undefined && (hostOf(origin) === req.headers.host || allowed.includes(origin))
  if (origin !== undefined && !own)
    fail('NotAllowed', {
      code: 'ORIGIN',
      message: { zh: '请求来自其他网站', en: 'the request comes from another site' },
      hint: { zh: '请在本平台页面内操作', en: 'use the pages of this platform' },
    })
  if (origin === undefined && site !== undefined && site !== 'same-origin' && site !== 'none') fail('NotAllowed')
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host
  } catch {
    return undefined
  }
}

function readKey(req: FastifyRequest): { key: string; hash: Buffer } {
  const key = req.headers['idempotency-key']
  if (typeof key !== 'string' || key.length < 8 || key.length > 200)
    fail('KeyMissing', {
      code: 'IDEMPOTENCY_KEY',
      field: 'Idempotency-Key',
      message: { zh: '缺少请求编号', en: 'the header Idempotency-Key is missing' },
      hint: {
        zh: '请为每个新请求生成一个编号，重试时使用同一个',
        en: 'send a new UUID with each new request, the same one when you retry',
      },
    })
  return { key, hash: requestHash({ url: req.url, body: (req.body ?? null) as Json }) }
}

function readVersion(req: FastifyRequest): number | null {
  const given = req.headers['if-match']
  if (given === undefined) return null
  const m = /^(?:W\/)?"?(\d+)"?$/.exec(given)
  if (!m)
    fail('BadInput', {
      code: 'IF_MATCH',
      field: 'If-Match',
      message: { zh: 'If-Match 不是版本号', en: 'If-Match is not a version' },
      hint: { zh: '请填写记录的 version', en: 'send the version of the record' },
    })
  return Number(m[1])
}

/** RFC 9457. Only what was meant to be told is told; the rest stays in the log under the error's number. */
export function sendProblem(error: unknown, req: FastifyRequest, reply: FastifyReply): FastifyReply {
  const p = problemOf(error, req.id)
  if (p.status >= 500 && p.status !== 503) req.log.error({ err: error }, 'request failed')
  if (p.retryAfter) reply.header('retry-after', String(p.retryAfter))
  reply.header('cache-control', 'no-store')
  return reply
    .code(p.status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `/problems/${p.code}`,
        title: p.title.zh,
        titleEn: p.title.en,
        status: p.status,
        code: p.code,
        findings: p.findings,
        instance: req.id,
      }),
    )
}

/** What the driver says without a code when the server went away. */
const LOST_CONNECTION =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/

type Problem = {
  status: number
  code: string
  title: { zh: string; en: string }
  findings: unknown[]
  retryAfter?: number
}

export function problemOf(error: unknown, id: string): Problem {
  if (error instanceof Failure)
    return {
      status: FAILURES[error.code],
      code: error.code,
      title: error.title,
      findings: error.findings,
      ...(error.retryAfterSeconds ? { retryAfter: error.retryAfterSeconds } : {}),
    }
  const e = error as {
    validation?: { instancePath: string; message?: string; params?: Record<string, unknown> }[]
    validationContext?: string
    statusCode?: number
    code?: string
  }
  if (e?.validation) {
    const findings = e.validation.map((v) => {
      const field = `${e.validationContext ?? ''}${v.instancePath}${v.params && 'additionalProperty' in v.params ? `/${String(v.params['additionalProperty'])}` : ''}`
      return {
        code: 'SCHEMA',
        field,
        message: { zh: `“${field}”不符合要求`, en: `${field}: ${v.message ?? 'does not fit'}` },
        hint: { zh: '请对照接口说明修改', en: 'see /openapi.json' },
      }
    })
    return {
      status: 400,
      code: 'BadInput',
      title: { zh: '有内容需要修改', en: 'Something needs correcting' },
      findings,
    }
  }
  const pgCode = errorCode(error)
  if (
    pgCode === '57014' ||
    pgCode === '55P03' ||
    pgCode === '53300' ||
    pgCode === '57P03' ||
    pgCode === 'ECONNREFUSED' ||
    pgCode === 'ECONNRESET' ||
    pgCode === '57P01' ||
    pgCode === '57P02' ||
    (error instanceof Error && LOST_CONNECTION.test(error.message))
  )
    return {
      status: 503,
      code: 'Overloaded',
      title: { zh: '现在办理人数较多，请稍后再试', en: 'Busy; try again shortly' },
      findings: [],
      retryAfter: 3,
    }
  if (pgCode === '22P02' || pgCode === '22007' || pgCode === '22008' || pgCode === '22021')
    return { status: 404, code: 'NotFound', title: { zh: '没有找到', en: 'Not found' }, findings: [] }
  if (e?.statusCode === 413)
    return { status: 413, code: 'TooLarge', title: { zh: '内容超过大小限制', en: 'Larger than allowed' }, findings: [] }
  if (e?.statusCode && e.statusCode >= 400 && e.statusCode < 500)
    return {
      status: e.statusCode,
      code: 'BadInput',
      title: { zh: '请求格式不正确', en: 'The request cannot be read' },
      findings: [],
    }
  return {
    status: 500,
    code: 'Unexpected',
    title: {
      zh: `没有办理成功，您的内容还在。请稍后重试；仍不行请告知编号 ${id}`,
      en: `It did not work; nothing was lost. Try again, or quote number ${id}`,
    },
    findings: [],
  }
}
