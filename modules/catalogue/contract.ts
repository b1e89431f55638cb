import { Type } from 'typebox'
import type { ReadContract } from '../../kernel/rooms/define.ts'

const text = Type.Object({ zh: Type.String(), en: Type.String() })
const textOrNull = Type.Union([Type.Null(), Type.String()])

/** Occupations of an edition (the newest when none is named), by word, by the beginning of the code, by key industry. */
export const occupations: ReadContract = {
  id: 'catalogue.occupations',
  path: '/catalogue/occupations',
  title: { zh: '职业查询', en: 'Occupations' },
  who: { anyone: true },
  cacheSeconds: 300,
  query: Type.Object(
    {
      search: Type.Optional(Type.String({ maxLength: 100 })),
      /** `6-18` finds 6-18 and all below it. */
      prefix: Type.Optional(Type.String({ pattern: '^[1-8](-[0-9]{2}){0,3}$' })),
      industry: Type.Optional(Type.String({ maxLength: 40 })),
      depth: Type.Optional(Type.Integer({ minimum: 1, maximum: 4 })),
      edition: Type.Optional(Type.String({ maxLength: 20 })),
      cursor: Type.Optional(Type.String({ maxLength: 1000 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    edition: textOrNull,
    total: Type.Integer(),
    rows: Type.Array(
      Type.Object({
        code: Type.String(),
        name: Type.String(),
        depth: Type.Integer(),
        parent: textOrNull,
        green: Type.Boolean(),
        digital: Type.Boolean(),
        industry: Type.Union([Type.Null(), Type.Object({ id: Type.String(), name: text })]),
        workTypes: Type.Array(Type.String()),
      }),
    ),
    next: textOrNull,
  }),
}

export const reads = [occupations]
