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

const named = Type.Object({ id: Type.String(), name: text })
const notice = Type.Object({
  number: Type.String(),
  className: Type.String(),
  organisation: orNull(Type.String()),
  county: named,
  scheme: named,
  fund: named,
  amountFen: Type.Integer(),
  lines: Type.Integer(),
  noticeFrom: Type.String(),
  noticeUntil: Type.String(),
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
  {
    id: 'subsidy.notices',
    path: '/subsidy/notices',
    title: { zh: '补贴公示', en: 'Claims in public notice' },
    who: { anyone: true },
    query: Type.Object(
      {
        county: Type.Optional(Type.String({ pattern: '^[0-9][0-9A-Z]{1,5}$' })),
        cursor: Type.Optional(Type.String({ format: 'uuid' })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({
      today: Type.String(),
      helpPhone: orNull(Type.String()),
      rows: Type.Array(notice),
      next: orNull(Type.String()),
    }),
  },
  {
    id: 'subsidy.notice',
    path: '/subsidy/notice',
    title: { zh: '一件补贴公示', en: 'One claim in public notice' },
    who: { anyone: true },
    query: Type.Object({ number: Type.String({ maxLength: 40 }) }, { additionalProperties: false }),
    answer: Type.Intersect([
      notice,
      Type.Object({
        entries: Type.Array(
          Type.Object({
            line: Type.Integer(),
            name: Type.String(),
            amountFen: Type.Integer(),
            rule: orNull(Type.String()),
            formula: Type.Array(text),
            held: Type.Boolean(),
          }),
        ),
      }),
    ]),
  },
  {
    id: 'subsidy.claim-lines',
    path: '/subsidy/claim',
    title: { zh: '一件申领的名册', en: 'Lines of a claim' },
    who: { by: { ...readers, institutionClerk: 'organisation' } },
    query: Type.Object({ number: Type.String({ maxLength: 40 }) }, { additionalProperties: false }),
    answer: Type.Object({
      id: Type.String(),
      number: Type.String(),
      state: Type.String(),
      scheme: Type.String(),
      className: Type.String(),
      fund: named,
      amountFen: Type.Integer(),
      lines: Type.Array(
        Type.Object({
          line: Type.Integer(),
          name: Type.String(),
          days: orNull(Type.Integer()),
          occupation: orNull(Type.String()),
          level: orNull(Type.Integer()),
          certificate: orNull(Type.String()),
          amountFen: Type.Integer(),
          state: Type.String(),
          reason: orNull(Type.String()),
          rule: orNull(Type.String()),
          steps: Type.Array(Type.Object({ text, amountFen: Type.Integer() })),
          verdicts: Type.Array(Type.Object({ rule: Type.String(), verdict: Type.String() })),
          hasAccount: Type.Boolean(),
        }),
      ),
    }),
  },
  {
    id: 'subsidy.ledger',
    path: '/subsidy/ledger',
    title: { zh: '资金台账', en: 'Ledger' },
    who: { by: readers },
    query: Type.Object(
      {
        year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2200 })),
        budget: Type.Optional(Type.String({ format: 'uuid' })),
        after: Type.Optional(Type.Integer({ minimum: 0 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({
      budgets: Type.Array(Type.Record(Type.String(), Type.Unknown())),
      entries: Type.Array(Type.Record(Type.String(), Type.Unknown())),
      months: Type.Array(Type.Object({ month: Type.String(), fen: Type.Integer() })),
      balanced: orNull(Type.Boolean()),
    }),
  },
  {
    id: 'subsidy.bank-file',
    path: '/subsidy/bank-file',
    title: { zh: '代发文件', en: 'File for the bank' },
    who: { by: { handler: 'jurisdiction' } },
    query: Type.Object({ batch: Type.String({ format: 'uuid' }) }, { additionalProperties: false }),
    answer: Type.Object({
      name: Type.String(),
      number: Type.String(),
      hash: Type.String(),
      text: Type.String(),
      payments: Type.Integer(),
      amountFen: Type.Integer(),
    }),
  },
  {
    id: 'subsidy.paid',
    path: '/subsidy/paid',
    title: { zh: '拨付情况', en: 'Money paid' },
    who: { anyone: true },
    cacheSeconds: 60,
    query: Type.Object(
      {
        from: Type.Optional(Type.String({ maxLength: 10 })),
        to: Type.Optional(Type.String({ maxLength: 10 })),
        county: Type.Optional(Type.String({ pattern: '^[0-9][0-9A-Z]{1,5}$' })),
      },
      { additionalProperties: false },
    ),
    answer: Type.Object({
      from: Type.String(),
      to: Type.String(),
      totalFen: Type.Integer(),
      rows: Type.Array(
        Type.Object({
          scheme: named,
          fund: named,
          county: named,
          year: Type.Integer(),
          payments: Type.Integer(),
          amountFen: Type.Integer(),
        }),
      ),
    }),
  },
  {
    id: 'subsidy.schemes',
    path: '/subsidy/schemes',
    title: { zh: '补贴项目', en: 'Schemes' },
    who: { anyone: true },
    cacheSeconds: 60,
    query: Type.Object({ on: Type.Optional(Type.String({ maxLength: 10 })) }, { additionalProperties: false }),
    answer: Type.Object({
      on: Type.String(),
      schemes: Type.Array(
        Type.Object({
          id: Type.String(),
          title: text,
          fund: named,
          payees: Type.Array(Type.String()),
          drawnFrom: Type.String(),
          edition: Type.Unknown(),
        }),
      ),
    }),
  },
  {
    id: 'subsidy.amount',
    path: '/subsidy/amount',
    title: { zh: '金额试算', en: 'What would be paid' },
    who: { anyone: true },
    query: Type.Object(
      {
        scheme: Type.String({ maxLength: 60 }),
        on: Type.Optional(Type.String({ maxLength: 10 })),
        facts: Type.String({ maxLength: 2000 }),
      },
      { additionalProperties: false },
    ),
    answer: Type.Record(Type.String(), Type.Unknown()),
  },
]
