import { type TSchema, Type } from 'typebox'
import type { ReadContract } from '../../kernel/rooms/define.ts'
import { LISTING_ROLES, LISTING_STATUSES, ORGANISATION_KINDS } from './words.ts'

const text = Type.Object({ zh: Type.String(), en: Type.String() })
const orNull = (t: TSchema) => Type.Union([Type.Null(), t])
const day = Type.String({ maxLength: 10 })
const id = Type.String({ format: 'uuid' })
const oneOf = (choices: readonly { id: string }[]) => Type.Union(choices.map((c) => Type.Literal(c.id)))
const named = Type.Object({ id: Type.String(), name: text })
const anyone = { anyone: true } as const
/** A suspension must be seen soon. */
const CACHE_SECONDS = 60

const scope = Type.Object({
  occupation: Type.Object({ code: Type.String(), name: text }),
  levels: Type.Array(Type.Object({ id: Type.String(), rank: Type.Integer(), name: text })),
})
const facet = Type.Array(Type.Object({ id: Type.String(), name: text, count: Type.Integer() }))

/** The list on any day, as known today: who was on it, under which name, for what. */
export const lists: ReadContract = {
  id: 'directory.lists',
  path: '/directory/lists',
  title: { zh: '目录查询', en: 'Public lists' },
  who: anyone,
  cacheSeconds: CACHE_SECONDS,
  query: Type.Object(
    {
      role: Type.Optional(oneOf(LISTING_ROLES)),
      asOf: Type.Optional(day),
      /** A division code or the beginning of one: `1410`, `141002`. */
      county: Type.Optional(Type.String({ pattern: '^[0-9][0-9A-Z]{1,5}$' })),
      kind: Type.Optional(oneOf(ORGANISATION_KINDS)),
      status: Type.Optional(oneOf(LISTING_STATUSES)),
      /** A code of the classification at any depth: `6-18` finds every occupation below it. */
      occupation: Type.Optional(Type.String({ pattern: '^[1-8](-[0-9]{2}){0,3}$' })),
      level: Type.Optional(Type.String({ maxLength: 20 })),
      search: Type.Optional(Type.String({ maxLength: 100 })),
      cursor: Type.Optional(Type.String({ maxLength: 1000 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    role: named,
    asOf: day,
    total: Type.Integer(),
    listed: Type.Integer(),
    suspended: Type.Integer(),
    facets: Type.Object({ kind: facet, county: facet }),
    rows: Type.Array(
      Type.Object({
        organisation: Type.String(),
        name: Type.String(),
        /** The name today, where it is another. */
        nameNow: orNull(Type.String()),
        kind: named,
        county: named,
        address: orNull(Type.String()),
        phone: orNull(Type.String()),
        status: named,
        /** Why it is suspended. */
        reason: orNull(Type.String()),
        listedSince: day,
        document: orNull(Type.String()),
        scope: Type.Array(scope),
      }),
    ),
    next: orNull(Type.String()),
  }),
}

export const organisationPage: ReadContract = {
  id: 'directory.organisationPage',
  path: '/directory/organisations',
  title: { zh: '机构公开信息', en: 'Public page of an organisation' },
  who: anyone,
  cacheSeconds: CACHE_SECONDS,
  query: Type.Object({ id }, { additionalProperties: false }),
  answer: Type.Object({
    organisation: Type.String(),
    name: Type.String(),
    kind: named,
    creditCode: orNull(Type.String()),
    county: named,
    address: orNull(Type.String()),
    phone: orNull(Type.String()),
    foundedOn: orNull(day),
    closedOn: orNull(day),
    mergedInto: orNull(Type.Object({ organisation: Type.String(), name: Type.String() })),
    absorbed: Type.Array(Type.Object({ organisation: Type.String(), name: Type.String(), on: orNull(day) })),
    /** Oldest first; `from` is null when nobody has written down since when. */
    names: Type.Array(Type.Object({ name: Type.String(), from: orNull(day), document: orNull(Type.String()) })),
    sites: Type.Array(
      Type.Object({ name: Type.String(), address: Type.String(), county: named, capacity: orNull(Type.Integer()) }),
    ),
    licences: Type.Array(
      Type.Object({
        kind: named,
        number: Type.String(),
        issuer: Type.String(),
        scope: Type.String(),
        validFrom: day,
        validTo: orNull(day),
        valid: Type.Boolean(),
      }),
    ),
    listings: Type.Array(
      Type.Object({
        role: named,
        status: orNull(named),
        periods: Type.Array(
          Type.Object({
            from: day,
            /** The first day after it. */
            to: orNull(day),
            status: named,
            document: orNull(Type.String()),
            reason: orNull(Type.String()),
          }),
        ),
        scope: Type.Array(scope),
      }),
    ),
  }),
}

/** Applications in public notice. One that is over is no longer here: it takes itself down. */
export const notices: ReadContract = {
  id: 'directory.notices',
  path: '/directory/notices',
  title: { zh: '列入目录公示', en: 'Applications in public notice' },
  who: anyone,
  query: Type.Object(
    {
      role: Type.Optional(oneOf(LISTING_ROLES)),
      cursor: Type.Optional(Type.String({ maxLength: 1000 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    today: day,
    helpPhone: orNull(Type.String()),
    rows: Type.Array(
      Type.Object({
        organisation: Type.String(),
        name: Type.String(),
        kind: named,
        role: named,
        county: named,
        receivedBy: named,
        legalRepresentative: orNull(Type.String()),
        occupations: Type.Array(Type.Object({ code: Type.String(), name: text })),
        levelHighest: named,
        noticeFrom: day,
        noticeUntil: day,
      }),
    ),
    next: orNull(Type.String()),
  }),
}

/** “Was it on the list on that day?” */
export const wasListed: ReadContract = {
  id: 'directory.wasListed',
  path: '/directory/was-listed',
  title: { zh: '某日是否在目录内', en: 'Was it on the list on that day' },
  who: anyone,
  cacheSeconds: CACHE_SECONDS,
  query: Type.Object(
    { id, role: oneOf(LISTING_ROLES), on: day, knownOn: Type.Optional(day) },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    organisation: Type.String(),
    name: Type.String(),
    role: named,
    on: day,
    /** As known at the end of this day. */
    knownOn: day,
    listed: Type.Boolean(),
    status: orNull(named),
    period: orNull(
      Type.Object({ from: day, to: orNull(day), document: orNull(Type.String()), reason: orNull(Type.String()) }),
    ),
    scope: Type.Array(scope),
    message: text,
  }),
}

export const reads = [lists, organisationPage, notices, wasListed]
