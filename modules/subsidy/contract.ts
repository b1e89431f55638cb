import { type TSchema, Type } from 'typebox'
import type { ReadContract } from '../../kernel/rooms/define.ts'
import { readers } from '../roles.ts'

const text = Type.Object({ zh: Type.String(), en: Type.String() })
const orNull = (t: TSchema) => Type.Union([Type.Null(), t])
const severity = Type.Union([Type.Literal('block'), Type.Literal('warn')])
const evidence = Type.Object({
  kind: Type.String(),
  key: Type.String(),
  values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Null()])),
})

const register = Type.Object({
  register: Type.String(),
  asOf: orNull(Type.String()),
  daysMax: Type.Integer(),
  state: Type.Union([Type.Literal('fresh'), Type.Literal('missing'), Type.Literal('stale')]),
})

export const reads: readonly ReadContract[] = [
  {
    id: 'subsidy.checks',
    path: '/subsidy/checks',
    title: { zh: '一笔申领或一个班的核查结果', en: 'Checks of a claim or a class' },
    who: { by: readers },
    query: Type.Object({
      claim: Type.Optional(Type.String({ maxLength: 60 })),
      class: Type.Optional(Type.String({ maxLength: 60 })),
    }),
    answer: Type.Object({
      unit: Type.Union([Type.Literal('claim'), Type.Literal('class')]),
      number: Type.String(),
      run: orNull(Type.Object({ id: Type.String(), on: Type.String(), at: Type.String(), reach: Type.String() })),
      registers: Type.Array(register),
      checks: Type.Array(
        Type.Object({
          id: Type.String(),
          title: text,
          severity,
          result: Type.String(),
          reason: orNull(Type.String()),
          override: orNull(Type.Object({ reason: Type.String(), until: Type.String() })),
          mayOverride: Type.Boolean(),
          hits: Type.Array(Type.Object({ severity, sentence: text, rows: Type.Array(evidence) })),
        }),
      ),
    }),
  },
]
