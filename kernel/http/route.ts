import type { FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import type { Actor } from '../access/actor.ts'
import type { Policy } from '../access/policy.ts'
import type { RequestKey } from '../process/act.ts'
import type { Text } from '../values/text.ts'

/**
 * One way in. No route without a policy: the type demands it, and `buildServer` refuses to start with one that lets nobody
 * through. Routes that change state take an Idempotency-Key.
 */
export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  summary: Text
  tag: string
  policy: Policy
  params?: TSchema
  query?: TSchema
  body?: TSchema
  answer?: TSchema
  /** Changes state: an Idempotency-Key is required and handed to the handler. */
  changes?: true
  /** Budget of the rate limiter. `lookup` is for answers that could be guessed at, `signIn` for passwords. */
  limit?: 'lookup' | 'signIn' | 'upload'
  cacheSeconds?: number
  bodyLimitBytes?: number
  handler(ctx: RouteContext): Promise<unknown>
}

export type RouteContext = {
  actor: Actor
  // biome-ignore lint/suspicious/noExplicitAny: shapes are checked by the route's own schemas before the handler runs
  params: any
  // biome-ignore lint/suspicious/noExplicitAny: as above
  query: any
  // biome-ignore lint/suspicious/noExplicitAny: as above
  body: any
  request: RequestKey
  /** Version of If-Match, when given. */
  version: number | null
  ip: string
  sessionToken: string | null
  raw: FastifyRequest
  reply: FastifyReply
}
