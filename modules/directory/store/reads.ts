import { decodeCursor, encodeCursor } from '../../../kernel/records/service.ts'
import type { ReadContext } from '../../../kernel/rooms/store.ts'
import { fail } from '../../../kernel/values/fail.ts'
import type { Finding } from '../../../kernel/values/finding.ts'
import { isPlainDate, type PlainDate } from '../../../kernel/values/plain-date.ts'
import type { Text } from '../../../kernel/values/text.ts'
import { maskName } from '../../people/index.ts'
import {
  LICENCE_KINDS,
  LISTING_LEVELS,
  LISTING_ROLES,
  LISTING_STATUSES,
  labelOf,
  ORGANISATION_KINDS,
  rankOfLevel,
} from '../words.ts'
import * as changes from './change.sql.ts'
import { SINCE_UNKNOWN } from './change.ts'
import * as q from './reads.sql.ts'

const LIMIT_DEFAULT = 20
const UUID = /^[0-9a-f-]{36}$/i

type Named = { id: string; name: Text }
type Scope = { occupation: { code: string; name: Text }; levels: { id: string; rank: number; name: Text }[] }

/** Collects all that is wrong with a question before it is refused. */
class Asked {
  readonly #findings: Finding[] = []
  date(field: string, given: string | undefined, otherwise: PlainDate): PlainDate {
    if (given === undefined || given === '') return otherwise
    if (isPlainDate(given)) return given
    this.wrong(
      field,
      given,
      `“${given}”不是有效日期`,
      `“${given}” is not a date`,
      '请按 2022-12-31 填写',
      'write it as 2022-12-31',
    )
    return otherwise
  }
  cursor(given: string | undefined, parts: readonly RegExp[]): string[] | undefined {
    if (!given) return undefined
    const values = decodeCursor(given)
    if (values && values.length === parts.length && values.every((v, i) => parts[i]!.test(v))) return values
    this.wrong(
      'cursor',
      '',
      '翻页标记无效',
      'the cursor is not one of ours',
      '请从第一页重新查询',
      'start from the first page',
    )
    return undefined
  }
  wrong(field: string, given: string, zh: string, en: string, hintZh: string, hintEn: string): void {
    this.#findings.push({ code: 'QUESTION', field, given, message: { zh, en }, hint: { zh: hintZh, en: hintEn } })
  }
  done(): void {
    if (this.#findings.length) fail('BadInput', this.#findings)
  }
}

const named = (choices: Parameters<typeof labelOf>[0], id: string): Named => ({ id, name: labelOf(choices, id) })
const division = (ctx: ReadContext, code: string): Named => ({
  id: code,
  name: ctx.records.codeName('catalogue.division', code) ?? { zh: code, en: code },
})
const occupation = (ctx: ReadContext, code: string) => ({
  code,
  name: ctx.records.codeName('catalogue.occupation', code) ?? { zh: code, en: code },
})

function scopesOf(ctx: ReadContext, rows: readonly q.ScopeRow[]): Map<string, Scope[]> {
  const out = new Map<string, Scope[]>()
  for (const r of rows) {
    const scopes = out.get(r.listing_id) ?? []
    if (!out.has(r.listing_id)) out.set(r.listing_id, scopes)
    let one = scopes.find((s) => s.occupation.code === r.occupation_code)
    if (!one) {
      one = { occupation: occupation(ctx, r.occupation_code), levels: [] }
      scopes.push(one)
    }
    const level = LISTING_LEVELS.find((l) => l.rank === Number(r.level_rank))
    if (level) one.levels.push({ id: level.id, rank: level.rank, name: level.label })
  }
  return out
}

type ListsQuery = {
  role?: string
  asOf?: string
  county?: string
  kind?: string
  status?: string
  occupation?: string
  level?: string
  search?: string
  cursor?: string
  limit?: number
}

export async function lists(ctx: ReadContext, query: ListsQuery) {
  const asked = new Asked()
  const asOf = asked.date('asOf', query.asOf, ctx.office.world.today())
  const after = asked.cursor(query.cursor, [/^[0-9A-Z]{2,6}$/, UUID])
  const rank = query.level ? rankOfLevel(query.level) : undefined
  if (query.level && rank === undefined)
    asked.wrong(
      'level',
      query.level,
      `没有“${query.level}”这个等级`,
      `there is no level ${query.level}`,
      `可用：${LISTING_LEVELS.map((l) => `${l.id}（${l.label.zh}）`).join('、')}`,
      `levels: ${LISTING_LEVELS.map((l) => l.id).join(', ')}`,
    )
  asked.done()
  const limit = query.limit ?? LIMIT_DEFAULT
  const question: q.ListsQuestion = {
    role: query.role ?? LISTING_ROLES[0]!.id,
    asOf,
    // 141000 asks for the whole city, 140000 for the province.
    ...(query.county ? { county: query.county.replace(/(?:0000|00)$/, '') } : {}),
    ...(query.kind ? { kind: query.kind } : {}),
    ...(query.status ? { status: query.status } : {}),
    ...(query.occupation ? { occupation: query.occupation } : {}),
    ...(rank === undefined ? {} : { levelRank: rank }),
    ...(query.search?.trim() ? { search: query.search.trim() } : {}),
  }
  return ctx.db.snapshot(async (tx) => {
    const rows = await tx.rows<q.ListsRow>(q.listsPage(question, after, limit + 1))
    const totals = await tx.one<{ total: number; listed: number }>(q.listsTotals(question))
    const kinds = await tx.rows<{ id: string; n: number }>(q.listsFacet(question, 'kind'))
    const counties = await tx.rows<{ id: string; n: number }>(q.listsFacet(question, 'county'))
    const page = rows.slice(0, limit)
    const scopes = scopesOf(
      ctx,
      await tx.rows<q.ScopeRow>(
        q.scopeOn(
          page.map((r) => r.listing_id),
          asOf,
        ),
      ),
    )
    const last = page.at(-1)
    return {
      role: named(LISTING_ROLES, question.role),
      asOf,
      total: Number(totals.total),
      listed: Number(totals.listed),
      suspended: Number(totals.total) - Number(totals.listed),
      facets: {
        kind: kinds.map((k) => ({ ...named(ORGANISATION_KINDS, k.id), count: Number(k.n) })),
        county: counties.map((c) => ({ ...division(ctx, c.id), count: Number(c.n) })),
      },
      rows: page.map((r) => ({
        organisation: r.organisation_id,
        name: r.name,
        nameNow: r.name === r.name_now ? null : r.name_now,
        kind: named(ORGANISATION_KINDS, r.kind),
        county: division(ctx, r.county_code),
        address: r.address,
        phone: r.contact_phone,
        status: named(LISTING_STATUSES, r.status),
        reason: r.status === 'suspended' ? r.reason : null,
        listedSince: r.listed_since,
        document: r.document,
        scope: scopes.get(r.listing_id) ?? [],
      })),
      next: rows.length > limit && last ? encodeCursor([last.county_code, last.listing_id]) : null,
    }
  })
}

type OrganisationRow = {
  organisation_id: string
  name: string
  kind: string
  credit_code: string | null
  county_code: string
  address: string | null
  contact_phone: string | null
  founded_on: PlainDate | null
  closed_on: PlainDate | null
  merged_into: string | null
  merged_into_name: string | null
}

const unknownOrganisation = (): never =>
  fail('NotFound', {
    code: 'ORG_UNKNOWN',
    field: 'id',
    message: { zh: '没有找到这家机构', en: 'There is no such organisation' },
    hint: { zh: '请从目录中重新查找', en: 'Look it up in the list' },
  })

export async function organisationPage(ctx: ReadContext, query: { id: string }) {
  const { id } = query
  const today = ctx.office.world.today()
  return ctx.db.snapshot(async (tx) => {
    const o = (await tx.maybe<OrganisationRow>(q.organisationInPublic(id))) ?? unknownOrganisation()
    const names = await tx.rows<{ from_on: PlainDate; name: string; document: string | null }>(changes.namesOf(id))
    const sites = await tx.rows<{ name: string; address: string; county_code: string; capacity: number | null }>(
      q.sitesOf(id),
    )
    const licences = await tx.rows<{
      kind: string
      number: string
      issuer: string
      scope: string
      valid_from: PlainDate
      valid_to: PlainDate | null
    }>(q.licencesInPublic(id))
    const periods = await tx.rows<{
      listing_id: string
      role: string
      status: string
      listed_from: PlainDate
      listed_to: PlainDate | null
      document: string | null
      reason: string | null
    }>(q.periodsInPublic(id))
    const absorbed = await tx.rows<{ organisation_id: string; name: string; closed_on: PlainDate | null }>(
      q.absorbedBy(id),
    )
    const listingIds = [...new Set(periods.map((p) => p.listing_id))]
    const scopes = scopesOf(ctx, await tx.rows<q.ScopeRow>(q.scopeOn(listingIds, today)))
    return {
      organisation: o.organisation_id,
      name: o.name,
      kind: named(ORGANISATION_KINDS, o.kind),
      creditCode: o.credit_code,
      county: division(ctx, o.county_code),
      address: o.address,
      phone: o.contact_phone,
      foundedOn: o.founded_on,
      closedOn: o.closed_on,
      mergedInto: o.merged_into ? { organisation: o.merged_into, name: o.merged_into_name ?? '' } : null,
      absorbed: absorbed.map((a) => ({ organisation: a.organisation_id, name: a.name, on: a.closed_on })),
      names: names.length
        ? names.map((n) => ({
            name: n.name,
            from: n.from_on === SINCE_UNKNOWN ? null : n.from_on,
            document: n.document,
          }))
        : [{ name: o.name, from: o.founded_on, document: null }],
      sites: sites.map((s) => ({
        name: s.name,
        address: s.address,
        county: division(ctx, s.county_code),
        capacity: s.capacity,
      })),
      licences: licences.map((l) => ({
        kind: named(LICENCE_KINDS, l.kind),
        number: l.number,
        issuer: l.issuer,
        scope: l.scope,
        validFrom: l.valid_from,
        validTo: l.valid_to,
        valid: l.valid_from <= today && (l.valid_to === null || l.valid_to >= today),
      })),
      listings: listingIds.map((listingId) => {
        const own = periods.filter((p) => p.listing_id === listingId)
        const now = own.find((p) => p.listed_from <= today && (p.listed_to === null || p.listed_to > today))
        return {
          role: named(LISTING_ROLES, own[0]!.role),
          status: now ? named(LISTING_STATUSES, now.status) : null,
          periods: own.map((p) => ({
            from: p.listed_from,
            to: p.listed_to,
            status: named(LISTING_STATUSES, p.status),
            document: p.document,
            reason: p.reason,
          })),
          scope: now ? (scopes.get(listingId) ?? []) : [],
        }
      }),
    }
  })
}

export async function notices(ctx: ReadContext, query: { role?: string; cursor?: string; limit?: number }) {
  const asked = new Asked()
  const after = asked.cursor(query.cursor, [/^\d{4}-\d{2}-\d{2}$/, UUID])
  asked.done()
  const today = ctx.office.world.today()
  const limit = query.limit ?? LIMIT_DEFAULT
  const rows = await ctx.read.rows<{
    case_id: string
    organisation_id: string
    name: string
    kind: string
    legal_representative: string | null
    organisation_county: string
    county_code: string
    role: string
    occupations: string[]
    level_highest: string
    notice_from: PlainDate
    notice_until: PlainDate
  }>(q.noticesPage(today, query.role, after, limit + 1))
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    today,
    helpPhone: ctx.office.city.helpPhone,
    rows: page.map((r) => ({
      organisation: r.organisation_id,
      name: r.name,
      kind: named(ORGANISATION_KINDS, r.kind),
      role: named(LISTING_ROLES, r.role),
      county: division(ctx, r.organisation_county),
      receivedBy: division(ctx, r.county_code),
      // A natural person in a public list: never in full (个人信息保护法).
      legalRepresentative: r.legal_representative ? maskName(r.legal_representative) : null,
      occupations: r.occupations.map((code) => occupation(ctx, code)),
      levelHighest: named(LISTING_LEVELS, r.level_highest),
      noticeFrom: r.notice_from,
      noticeUntil: r.notice_until,
    })),
    next: rows.length > limit && last ? encodeCursor([last.notice_until, last.case_id]) : null,
  }
}

export async function wasListed(ctx: ReadContext, query: { id: string; role: string; on: string; knownOn?: string }) {
  const asked = new Asked()
  const today = ctx.office.world.today()
  const on = asked.date('on', query.on, today)
  const knownOn = asked.date('knownOn', query.knownOn, today)
  asked.done()
  return ctx.db.snapshot(async (tx) => {
    const { name } = (await tx.maybe<{ name: string }>(q.nameOfDay(query.id, on))) ?? unknownOrganisation()
    const period = await tx.maybe<{
      listing_id: string
      status: string
      listed_from: PlainDate
      listed_to: PlainDate | null
      document: string | null
      reason: string | null
    }>(q.periodOfDay(query.id, query.role, on, knownOn))
    const scopes = period ? scopesOf(ctx, await tx.rows<q.ScopeRow>(q.scopeOn([period.listing_id], on))) : new Map()
    const role = labelOf(LISTING_ROLES, query.role)
    const listed = period?.status === 'listed'
    return {
      organisation: query.id,
      name,
      role: named(LISTING_ROLES, query.role),
      on,
      knownOn,
      listed,
      status: period ? named(LISTING_STATUSES, period.status) : null,
      period: period
        ? { from: period.listed_from, to: period.listed_to, document: period.document, reason: period.reason }
        : null,
      scope: period ? (scopes.get(period.listing_id) ?? []) : [],
      message: listed
        ? { zh: `${on}，${name}在${role.zh}目录内`, en: `On ${on} it was on the list of ${role.en}s` }
        : period
          ? {
              zh: `${on}，${name}的${role.zh}资格处于暂停`,
              en: `On ${on} its listing as ${role.en} was suspended`,
            }
          : { zh: `${on}，${name}不在${role.zh}目录内`, en: `On ${on} it was not on the list of ${role.en}s` },
    }
  })
}
