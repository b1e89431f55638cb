import { Type } from 'typebox'
import { allowsSome, type Policy } from '../../kernel/access/policy.ts'
import type { Route } from '../../kernel/http/route.ts'
import { fail } from '../../kernel/values/fail.ts'
import { certificate } from '../../modules/credentials/index.ts'
import type { House } from '../open.ts'

const PRINT_MAX = 200
/** Who may read a certificate may print it; the journal keeps who did. */
const who: Policy = certificate.read

/** Certificates as files. */
export function certificateRoutes(house: House): Route[] {
  const number = Type.String({ minLength: 1, maxLength: 80 })
  const params = Type.Object({ number })
  return [
    {
      method: 'GET',
      url: '/api/v1/certificates/:number/certificate.pdf',
      summary: { zh: '电子证书', en: 'The certificate as PDF' },
      tag: 'credentials',
      policy: who,
      params,
      handler: async ({ params: p, actor, reply }) => {
        const { pdf } = await house.certificates.pdf([p.number], actor)
        return reply.header('cache-control', 'no-store').type('application/pdf').send(pdf)
      },
    },
    {
      method: 'GET',
      url: '/api/v1/certificates/:number/badge.json',
      summary: { zh: 'Open Badges 3.0 数字徽章', en: 'The certificate as an Open Badge 3.0' },
      tag: 'credentials',
      policy: { anyone: true },
      limit: 'lookup',
      params,
      query: Type.Object({ token: Type.Optional(Type.String({ maxLength: 60 })) }, { additionalProperties: false }),
      handler: async ({ params: p, query, actor, reply }) => {
        // Without a link of the holder it is for those who may read the certificate.
        if (query.token === undefined && !allowsSome(who, actor)) fail(actor.accountId ? 'NotAllowed' : 'NotSignedIn')
        return reply
          .header('cache-control', 'no-store')
          .type('application/vc')
          .send(JSON.stringify(await house.certificates.badge(p.number, actor, query.token)))
      },
    },
    {
      method: 'POST',
      url: '/api/v1/certificates/print',
      summary: { zh: '批量打印证书', en: 'Several certificates in one file, with their list' },
      tag: 'credentials',
      policy: who,
      body: Type.Object(
        { numbers: Type.Array(number, { minItems: 1, maxItems: PRINT_MAX }) },
        { additionalProperties: false },
      ),
      handler: async ({ body, actor, reply }) => {
        const { pdf } = await house.certificates.pdf(body.numbers, actor)
        return reply.header('cache-control', 'no-store').type('application/pdf').send(pdf)
      },
    },
  ]
}
