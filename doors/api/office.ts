import { Type } from 'typebox'
import { loadTiles } from '../../city/settings.ts'
import { allowsSome } from '../../kernel/access/policy.ts'
import type { Route } from '../../kernel/http/route.ts'
import { allCheckpoints, newestLeaves } from '../../kernel/journal/journal.sql.ts'
import { fail } from '../../kernel/values/fail.ts'
import type { House } from '../open.ts'

export function officeRoutes(house: House): Route[] {
  const { office, letters, db, accounts } = house
  const tiles = loadTiles(office.city.folder)
  const letterId = Type.Object({ id: Type.String({ maxLength: 20 }) })
  return [
    {
      method: 'GET',
      url: '/api/v1/city',
      summary: { zh: '本市', en: 'This city' },
      tag: 'office',
      policy: { anyone: true },
      handler: async () => ({
        id: office.city.id,
        name: office.city.name,
        bureau: office.city.bureau,
        division: office.city.division,
        demonstration: office.demonstration,
        scale: house.town.scale,
        today: office.world.today(),
        helpPhone: office.city.helpPhone,
        tiles,
        rooms: office.rooms.map((r) => ({ id: r.id, title: r.title, purpose: r.purpose })),
      }),
    },
    {
      method: 'GET',
      url: '/api/v1/rules',
      summary: { zh: '现行规则及其依据', en: 'Rules in force and their sources' },
      tag: 'office',
      policy: { anyone: true },
      cacheSeconds: 60,
      handler: async () =>
        office.rules.all.map(({ need, value }) => ({
          key: need.key,
          title: need.title,
          unit: need.unit,
          pickedBy: need.pickedBy,
          values: value.values,
          checkedOn: value.checkedOn,
          note: value.note ?? null,
        })),
    },
    {
      method: 'GET',
      url: '/api/v1/letters',
      summary: { zh: '答复函', en: 'Letters' },
      tag: 'letters',
      policy: { anyone: true },
      handler: () => letters.list(),
    },
    {
      method: 'GET',
      url: '/api/v1/letters/:id',
      summary: { zh: '一份答复函', en: 'One letter' },
      tag: 'letters',
      policy: { anyone: true },
      params: letterId,
      handler: async ({ params }) => {
        const l = await letters.get(params.id)
        return {
          id: l.id,
          number: l.letter.number,
          proposal: l.template.proposal,
          asOf: l.template.asOf,
          letter: l.letter,
          figures: l.figures,
          findings: l.findings,
          moved: l.moved,
          scale: l.scale,
          html: await letters.html(params.id),
        }
      },
    },
    {
      method: 'GET',
      url: '/api/v1/letters/:id/check',
      summary: { zh: '逐个核对函中数字', en: 'Check every figure of a letter' },
      tag: 'letters',
      policy: { anyone: true },
      params: letterId,
      handler: async ({ params }) => {
        const l = await letters.get(params.id)
        return { letter: l.id, figures: l.figures, moved: l.moved, findings: l.findings, scale: l.scale }
      },
    },
    {
      method: 'GET',
      url: '/api/v1/letters/:id/:file',
      summary: { zh: '下载 DOCX、PDF、HTML', en: 'DOCX, PDF or HTML' },
      tag: 'letters',
      policy: { anyone: true },
      params: Type.Object({ id: Type.String({ maxLength: 20 }), file: Type.String({ maxLength: 20 }) }),
      handler: async ({ params, reply }) => {
        const name = `${params.id}.${params.file.split('.').at(-1)}`
        const send = (type: string, body: Buffer | string) =>
          reply
            .header('content-disposition', `attachment; filename="${name}"`)
            .header('cache-control', 'no-store')
            .type(type)
            .send(body)
        if (params.file === 'file.docx')
          return send(
            'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
            await letters.docx(params.id),
          )
        if (params.file === 'file.pdf') return send('application/pdf', (await letters.pdf(params.id)).pdf)
        if (params.file === 'file.html') return send('text/html; charset=utf-8', await letters.html(params.id))
        return fail('NotFound')
      },
    },
    {
      method: 'GET',
      url: '/api/v1/journal',
      summary: { zh: '日志', en: 'Newest leaves of the journal' },
      tag: 'journal',
      policy: { by: { auditor: 'none', auditAdmin: 'none' } },
      query: Type.Object(
        {
          before: Type.Optional(Type.String({ maxLength: 40 })),
          kind: Type.Optional(Type.String({ maxLength: 80 })),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
        },
        { additionalProperties: false },
      ),
      handler: async ({ query }) => {
        if (query.before !== undefined && Number.isNaN(Date.parse(query.before)))
          fail('BadInput', {
            code: 'INSTANT',
            field: 'before',
            message: { zh: '时间无法识别', en: 'not a time' },
            hint: { zh: '如 2026-11-24T08:00:00Z', en: 'as 2026-11-24T08:00:00Z' },
          })
        const leaves = await db.read.rows<{
          bucket: number
          seq: number
          at: Date
          kind: string
          subject: string
          body: string
        }>(newestLeaves(query.limit ?? 50, query.before ?? null, query.kind ?? null))
        const parsed = leaves.map((l) => ({
          ...l,
          leaf: JSON.parse(l.body) as { actor: string; body: unknown; rows: unknown[]; prev: string },
        }))
        const people = await accounts.names(parsed.map((l) => l.leaf.actor))
        return parsed.map((l) => ({
          bucket: l.bucket,
          seq: l.seq,
          at: l.at.toISOString(),
          kind: l.kind,
          subject: l.subject,
          actor: people.get(l.leaf.actor) ?? l.leaf.actor,
          body: summary(l.kind, l.leaf.body),
          rows: l.leaf.rows.length,
          prev: l.leaf.prev,
        }))
      },
    },
    {
      method: 'GET',
      url: '/api/v1/journal/checkpoints',
      summary: { zh: '已签名的日志检查点', en: 'Signed checkpoints of the journal' },
      tag: 'journal',
      policy: { anyone: true },
      handler: async () => ({
        keyId: office.keys.signingKeyId,
        publicKey: office.keys.publicKeyPem,
        checkpoints: (
          await db.read.rows<{ day: string; tree_size: number; root: Buffer; key_id: string; signature: Buffer }>(
            allCheckpoints(),
          )
        ).map((c) => ({
          day: c.day,
          size: c.tree_size,
          root: c.root.toString('base64'),
          keyId: c.key_id,
          signature: c.signature.toString('base64'),
        })),
      }),
    },
    ...[...office.reads.values()].map(
      (contract): Route => ({
        method: 'GET',
        url: `/api/v1${contract.path}`,
        summary: contract.title,
        tag: contract.id.split('.')[0]!,
        policy: contract.who,
        query: contract.query,
        ...(contract.limit ? { limit: contract.limit } : {}),
        ...(contract.cacheSeconds ? { cacheSeconds: contract.cacheSeconds } : {}),
        handler: async ({ actor, query }) => {
          if (!allowsSome(contract.who, actor)) fail('NotAllowed')
          return house.read(contract.id, query, actor)
        },
      }),
    ),
  ]
}

/** Chunk hashes fill pages and say nothing to a reader. */
function summary(kind: string, body: unknown): unknown {
  if (kind !== 'journal.sealed') return body
  const { table, first, last, count } = body as { table: string; first: string; last: string; count: number }
  return { table, first, last, count }
}
