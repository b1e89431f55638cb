import { Type } from 'typebox'
import type { Policy } from '../../kernel/access/policy.ts'
import type { Route } from '../../kernel/http/route.ts'
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
