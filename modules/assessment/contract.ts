import { Type } from 'typebox'
import type { ReadContract } from '../../kernel/rooms/define.ts'
import { readers } from '../roles.ts'

const text = Type.Object({ zh: Type.String(), en: Type.String() })
const finding = Type.Object({
  code: Type.String(),
  field: Type.Optional(Type.String()),
  message: text,
  hint: text,
  given: Type.Optional(Type.String()),
  suggestion: Type.Optional(Type.String()),
})
const occupation = Type.String({ minLength: 1, maxLength: 60 })
const level = Type.Union(['5', '4', '3', '2', '1'].map((l) => Type.Literal(l)))
const day = Type.String({ minLength: 10, maxLength: 10 })
const source = Type.Union([
  Type.Literal('missing'),
  Type.Object({
    title: Type.String(),
    number: Type.Optional(Type.String()),
    article: Type.Optional(Type.String()),
    url: Type.Optional(Type.String()),
  }),
])
const one = Type.Object({
  level: Type.String(),
  title: text,
  eligible: Type.Boolean(),
  clause: Type.Union([Type.Null(), Type.String()]),
  firstDay: Type.Union([Type.Null(), Type.String()]),
  /** The reasons, node by node; see `TreeAnswer`. */
  tree: Type.Any(),
})
const answer = Type.Object({
  occupation: Type.Object({ code: Type.String(), name: Type.String() }),
  on: Type.String(),
  standard: Type.Object({
    edition: Type.String(),
    title: text,
    since: Type.String(),
    source,
    byPattern: Type.Boolean(),
  }),
  levels: Type.Array(one),
})

/** What-if for anybody: facts of no named person, answered and forgotten. */
export const eligibility: ReadContract = {
  id: 'assessment.eligibility',
  path: '/eligibility',
  title: { zh: '我能申报哪一级', en: 'Which level may I apply for' },
  who: { anyone: true },
  query: Type.Object(
    {
      occupation,
      level: Type.Optional(level),
      on: Type.Optional(day),
      /** One object of facts as JSON, the same as `rules explain --facts` takes. */
      facts: Type.String({ minLength: 2, maxLength: 6000 }),
    },
    { additionalProperties: false },
  ),
  answer,
}

/** One person of the register; whoever asks is written down. */
export const personEligibility: ReadContract = {
  id: 'assessment.personEligibility',
  path: '/eligibility/person',
  title: { zh: '登记人员的申报条件', en: 'Eligibility of a person of the register' },
  who: { by: readers },
  query: Type.Object(
    {
      person: Type.String({ minLength: 36, maxLength: 36 }),
      occupation,
      level: Type.Optional(level),
      on: Type.Optional(day),
    },
    { additionalProperties: false },
  ),
  answer,
}

/** The occupations that can be asked for. */
export const standards: ReadContract = {
  id: 'assessment.standards',
  path: '/standards',
  title: { zh: '各职业现行标准', en: 'Standards in force by occupation' },
  who: { anyone: true },
  cacheSeconds: 300,
  query: Type.Object({ on: Type.Optional(day) }, { additionalProperties: false }),
  answer: Type.Object({
    on: Type.String(),
    occupations: Type.Array(
      Type.Object({
        code: Type.String(),
        name: Type.String(),
        edition: Type.Union([Type.Null(), Type.String()]),
        title: Type.Union([Type.Null(), text]),
        byPattern: Type.Boolean(),
        source: Type.Union([Type.Null(), source]),
      }),
    ),
  }),
}

/** What the last screening of the register found for an occupation and level. */
export const screening: ReadContract = {
  id: 'assessment.screening',
  path: '/screening',
  title: { zh: '全库筛查结果', en: 'Screening of the register' },
  who: { by: readers },
  query: Type.Object({ occupation, level }, { additionalProperties: false }),
  answer: Type.Object({
    run: Type.Union([
      Type.Null(),
      Type.Object({
        runId: Type.String(),
        on: Type.String(),
        edition: Type.String(),
        persons: Type.Integer(),
        eligible: Type.Integer(),
        clauses: Type.Array(Type.Object({ clause: Type.String(), eligible: Type.Boolean(), persons: Type.Integer() })),
        /** Counties of the reader only. */
        counties: Type.Array(Type.Object({ county: Type.String(), persons: Type.Integer(), eligible: Type.Integer() })),
      }),
    ]),
    findings: Type.Array(finding),
  }),
}

export const reads = [eligibility, personEligibility, standards, screening]
