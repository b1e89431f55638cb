import { PassThrough } from 'node:stream'
import { Type } from 'typebox'
import type { Route } from '../../kernel/http/route.ts'
import type { House } from '../open.ts'
import { attachment, limit, XLSX } from './shapes.ts'

const batch = Type.Object({ id: Type.String({ maxLength: 40 }) })
const kind = Type.Object({ kind: Type.String({ maxLength: 60 }) })

export function importRoutes(house: House): Route[] {
  const { imports } = house
  return [
    {
      method: 'GET',
      url: '/api/v1/imports',
      summary: { zh: '可导入的种类', en: 'Kinds this actor may import' },
      tag: 'imports',
      policy: { signedIn: true },
      handler: async ({ actor }) => imports.kinds(actor),
    },
    {
      method: 'GET',
      url: '/api/v1/imports/:kind/template',
      summary: { zh: '导入模板', en: 'The template of a kind' },
      tag: 'imports',
      policy: { signedIn: true },
      params: kind,
      handler: async ({ actor, params, reply }) => {
        const out = new PassThrough()
        reply.header('content-disposition', attachment(`${params.kind}.xlsx`)).type(XLSX)
        void imports.template(params.kind, out, actor).then(
          () => out.end(),
          (e: Error) => out.destroy(e),
        )
        return reply.send(out)
      },
    },
    {
      method: 'POST',
      url: '/api/v1/imports/:kind',
      summary: { zh: '上传文件（原始字节）', en: 'Upload a file (raw bytes)' },
      tag: 'imports',
      policy: { signedIn: true },
      params: kind,
      query: Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false }),
      limit: 'upload',
      handler: async ({ actor, params, query, body }) => imports.upload(params.kind, query.name, body, actor),
    },
    {
      method: 'GET',
      url: '/api/v1/imports/batches',
      summary: { zh: '我的导入', en: 'My batches' },
      tag: 'imports',
      policy: { signedIn: true },
      handler: async ({ actor }) => imports.list(actor),
    },
    {
      method: 'GET',
      url: '/api/v1/imports/batches/:id',
      summary: { zh: '一批', en: 'One batch' },
      tag: 'imports',
      policy: { signedIn: true },
      params: batch,
      handler: async ({ actor, params }) => imports.get(params.id, actor),
    },
    {
      method: 'POST',
      url: '/api/v1/imports/batches/:id/match',
      summary: { zh: '确认工作表、标题行和列', en: 'Confirm sheet, header row and columns' },
      tag: 'imports',
      policy: { signedIn: true },
      params: batch,
      body: Type.Object(
        {
          sheet: Type.Optional(Type.String({ maxLength: 100 })),
          headerRow: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
          mapping: Type.Optional(
            Type.Record(
              Type.String({ maxLength: 60 }),
              // Not a union: its first branch would make a 0 of null, and null says that there is no such column.
              Type.Unsafe<number | null>({ type: 'integer', nullable: true, minimum: 0, maximum: 1000 }),
            ),
          ),
        },
        { additionalProperties: false },
      ),
      handler: async ({ actor, params, body }) => imports.match(params.id, body, actor),
    },
    {
      method: 'GET',
      url: '/api/v1/imports/batches/:id/rows',
      summary: { zh: '各行及其问题', en: 'Rows and what is wrong with them' },
      tag: 'imports',
      policy: { signedIn: true },
      params: batch,
      query: Type.Object(
        {
          state: Type.Optional(Type.String({ maxLength: 60 })),
          cursor: Type.Optional(Type.String({ maxLength: 20 })),
          limit: Type.Optional(limit),
        },
        { additionalProperties: false },
      ),
      handler: async ({ actor, params, query }) =>
        imports.rows(
          params.id,
          {
            ...(query.state ? { state: query.state } : {}),
            ...(query.cursor ? { cursor: query.cursor } : {}),
            limit: query.limit ?? 50,
          },
          actor,
        ),
    },
    {
      method: 'PATCH',
      url: '/api/v1/imports/batches/:id/rows/:row',
      summary: { zh: '在页面上改一行', en: 'Mend a row in place' },
      tag: 'imports',
      policy: { signedIn: true },
      params: Type.Object({ id: Type.String({ maxLength: 40 }), row: Type.Integer({ minimum: 1 }) }),
      body: Type.Object(
        { values: Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 1000 })) },
        { additionalProperties: false },
      ),
      handler: async ({ actor, params, body }) => imports.fix(params.id, params.row, body.values, actor),
    },
    ...(['commit', 'cancel', 'undo'] as const).map(
      (verb): Route => ({
        method: 'POST',
        url: `/api/v1/imports/batches/:id/${verb}`,
        summary: {
          commit: { zh: '写入可导入的行', en: 'Write the good rows' },
          cancel: { zh: '取消', en: 'Cancel' },
          undo: { zh: '撤回这一批', en: 'Take the batch back' },
        }[verb],
        tag: 'imports',
        policy: { signedIn: true },
        params: batch,
        handler: async ({ actor, params }) => imports[verb](params.id, actor),
      }),
    ),
    {
      method: 'GET',
      url: '/api/v1/imports/batches/:id/returned',
      summary: { zh: '标出问题的原文件', en: 'The same file with its problems marked' },
      tag: 'imports',
      policy: { signedIn: true },
      params: batch,
      handler: async ({ actor, params, reply }) => {
        const name = await imports.fileName(params.id, actor)
        const out = new PassThrough()
        reply
          .header('content-disposition', attachment(`问题-${name}`))
          .type(name.endsWith('.csv') ? 'text/csv; charset=utf-8' : XLSX)
        void imports.returned(params.id, out, actor).then(
          () => out.end(),
          (e: Error) => out.destroy(e),
        )
        return reply.send(out)
      },
    },
  ]
}
