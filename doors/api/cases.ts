import { Type } from 'typebox'
import type { Route } from '../../kernel/http/route.ts'
import type { House } from '../open.ts'
import { cursor, limit } from './shapes.ts'

const process = Type.Object({ process: Type.String({ maxLength: 60 }) })
const one = Type.Object({ process: Type.String({ maxLength: 60 }), id: Type.String({ maxLength: 40 }) })
const fields = Type.Record(Type.String({ maxLength: 60 }), Type.Unknown())

export function caseRoutes(house: House): Route[] {
  const { cases } = house
  return [
    {
      method: 'GET',
      url: '/api/v1/processes',
      summary: { zh: '可办事项及其流程', en: 'Processes, their states and acts' },
      tag: 'cases',
      policy: { signedIn: true },
      handler: async ({ actor }) => cases.describe(actor),
    },
    {
      method: 'GET',
      url: '/api/v1/queue',
      summary: { zh: '我的待办', en: 'What waits for this actor, soonest due first' },
      tag: 'cases',
      policy: { signedIn: true },
      handler: async ({ actor }) => cases.queue(actor),
    },
    {
      method: 'POST',
      url: '/api/v1/cases/:process',
      summary: { zh: '提交新事项', en: 'Open a case' },
      tag: 'cases',
      policy: { signedIn: true },
      params: process,
      body: fields,
      changes: true,
      handler: async ({ actor, params, body, request }) => cases.open(params.process, body, actor, request),
    },
    {
      method: 'GET',
      url: '/api/v1/cases/:process',
      summary: { zh: '事项列表', en: 'List cases' },
      tag: 'cases',
      policy: { signedIn: true },
      params: process,
      query: Type.Object(
        {
          state: Type.Optional(Type.String({ maxLength: 200 })),
          cursor: Type.Optional(cursor),
          limit: Type.Optional(limit),
        },
        { additionalProperties: false },
      ),
      handler: async ({ actor, params, query }) =>
        cases.list(
          params.process,
          { states: query.state?.split(','), cursor: query.cursor, limit: query.limit ?? 20 },
          actor,
        ),
    },
    {
      method: 'GET',
      url: '/api/v1/cases/:process/:id',
      summary: { zh: '一个事项', en: 'One case' },
      tag: 'cases',
      policy: { signedIn: true },
      params: one,
      handler: async ({ actor, params, reply }) => {
        const c = await cases.get(params.process, params.id, actor)
        reply.header('etag', `"${c.version}"`)
        return c
      },
    },
    {
      method: 'POST',
      url: '/api/v1/cases/:process/:id/acts/:act',
      summary: { zh: '办理', en: 'Do an act' },
      tag: 'cases',
      policy: { signedIn: true },
      params: Type.Object({
        process: Type.String({ maxLength: 60 }),
        id: Type.String({ maxLength: 40 }),
        act: Type.String({ maxLength: 40 }),
      }),
      body: fields,
      changes: true,
      handler: async ({ actor, params, body, request, version }) =>
        cases.act(params.process, params.id, params.act, body, actor, version, request),
    },
  ]
}
