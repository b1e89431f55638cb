import { type TSchema, Type } from 'typebox'
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

const id = Type.String({ minLength: 36, maxLength: 36 })
const orNull = (t: TSchema) => Type.Union([Type.Null(), t])
const named = Type.Object({ id: Type.String(), name: text })
const clerksToo = { by: { ...readers, institutionClerk: 'organisation' } } as const
const planCard = {
  plan: Type.String(),
  number: Type.String(),
  body: Type.Object({ id: Type.String(), name: Type.String(), phone: orNull(Type.String()) }),
  track: named,
  audience: named,
  occupation: Type.Object({ code: Type.String(), name: text }),
  workType: orNull(Type.String()),
  level: orNull(named),
  county: named,
  examOn: Type.String(),
  applyFrom: Type.String(),
  applyUntil: Type.String(),
  place: Type.String(),
  feeFen: orNull(Type.Integer()),
  seats: Type.Integer(),
  left: Type.Integer(),
  state: Type.String(),
}

/** Plans that anybody may apply for, soonest first. */
export const openPlans: ReadContract = {
  id: 'assessment.openPlans',
  path: '/evaluation/plans',
  title: { zh: '正在报名的评价计划', en: 'Plans open for application' },
  who: { anyone: true },
  cacheSeconds: 30,
  query: Type.Object(
    {
      occupation: Type.Optional(Type.String({ pattern: '^[1-8](-[0-9]{2}){0,3}$' })),
      level: Type.Optional(Type.String({ maxLength: 20 })),
      county: Type.Optional(Type.String({ pattern: '^[0-9][0-9A-Z]{1,5}$' })),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({ today: Type.String(), rows: Type.Array(Type.Object(planCard)) }),
}

/** One announced plan, and its results while they are publicised: names masked. */
export const publicPlan: ReadContract = {
  id: 'assessment.publicPlan',
  path: '/evaluation/plan',
  title: { zh: '评价计划和结果公示', en: 'A plan and its publicised results' },
  who: { anyone: true },
  cacheSeconds: 30,
  query: Type.Object({ id }, { additionalProperties: false }),
  answer: Type.Object({
    ...planCard,
    statement: orNull(Type.String()),
    notice: orNull(Type.Object({ from: Type.String(), until: Type.String() })),
    results: Type.Array(
      Type.Object({ ticket: Type.String(), name: Type.String(), outcome: named, version: Type.Integer() }),
    ),
  }),
}

const line = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  person: Type.String(),
  name: Type.String(),
  state: Type.String(),
  eligible: Type.Boolean(),
  clause: orNull(Type.String()),
  eligibleFrom: orNull(Type.String()),
  ticket: orNull(Type.String()),
  room: orNull(Type.String()),
  seatNo: orNull(Type.Integer()),
  outcome: orNull(Type.String()),
  certificateNumber: orNull(Type.String()),
  /** I entered the first marks: another person enters the second. */
  markedByMe: Type.Boolean(),
})
/** The lines of a plan: for review, marks, door sheets and tickets. Of one's own body or area. */
export const planLines: ReadContract = {
  id: 'assessment.planLines',
  path: '/evaluation/plan/lines',
  title: { zh: '计划的考生', en: 'Candidates of a plan' },
  who: clerksToo,
  query: Type.Object(
    { plan: id, state: Type.Optional(Type.String({ maxLength: 20 })) },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    number: Type.String(),
    occupation: text,
    level: orNull(text),
    place: Type.String(),
    examOn: Type.String(),
    halves: Type.Array(Type.Object({ id: Type.String(), name: text, subject: text })),
    subjects: Type.Array(named),
    seats: Type.Object({ seats: Type.Integer(), taken: Type.Integer() }),
    counts: Type.Record(Type.String(), Type.Integer()),
    invigilators: Type.Integer(),
    staff: Type.Array(Type.Object({ room: Type.String(), name: Type.String(), card: Type.String() })),
    rows: Type.Array(line),
  }),
}

/** 应持未持 and 可晋级 of one's own employer, with the next level, the first day, what is missing and the nearest plan. */
export const planner: ReadContract = {
  id: 'assessment.planner',
  path: '/evaluation/planner',
  title: { zh: '企业晋级规划', en: 'Planner of an employer' },
  who: clerksToo,
  query: Type.Object(
    {
      organisation: id,
      show: Type.Optional(Type.Union([Type.Literal('gap'), Type.Literal('ready'), Type.Literal('all')])),
      cursor: Type.Optional(id),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    on: Type.String(),
    total: Type.Integer(),
    gaps: Type.Integer(),
    ready: Type.Integer(),
    rows: Type.Array(
      Type.Object({
        person: Type.String(),
        name: Type.String(),
        post: Type.String(),
        occupation: Type.Object({ code: Type.String(), name: text }),
        asked: named,
        held: orNull(named),
        gap: Type.Boolean(),
        next: orNull(named),
        ready: Type.Boolean(),
        firstDay: orNull(Type.String()),
        missing: Type.Array(text),
        plan: orNull(
          Type.Object({
            plan: Type.String(),
            number: Type.String(),
            body: Type.String(),
            examOn: Type.String(),
            applyUntil: Type.String(),
            left: Type.Integer(),
          }),
        ),
      }),
    ),
    next: orNull(Type.String()),
  }),
}

export const reads = [eligibility, personEligibility, standards, screening, openPlans, publicPlan, planLines, planner]
