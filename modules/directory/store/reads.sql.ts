import { queryTerms, searchForm } from '../../../kernel/db/search-terms.ts'
import { allOf, join, type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import type { PlainDate } from '../../../kernel/values/plain-date.ts'

export type ListsQuestion = {
  role: string
  asOf: PlainDate
  county?: string
  kind?: string
  status?: string
  occupation?: string
  levelRank?: number
  search?: string
}

/** The name borne on a day: the latest that had begun, else the oldest on record, else the present one. */
const nameOn = (day: PlainDate): SqlPiece => sql`coalesce(
  (select n.name from directory.organisation_name n where n.organisation_id = o.organisation_id and n.from_on <= ${day} order by n.from_on desc limit 1),
  (select n.name from directory.organisation_name n where n.organisation_id = o.organisation_id order by n.from_on limit 1),
  o.name)`

/** Terms find candidates by the index; then each word must stand in a name, the address or the credit code as it was typed. */
function searchCondition(search: string): SqlPiece {
  const form = searchForm(search)
  const words = form.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const terms = queryTerms(search)
  if (words.length === 0) return sql`false`
  return sql`(o.credit_code = ${form.toUpperCase().trim()} or (o.search_terms @> ${terms}::text[] and ${allOf(
    words.map(
      (w) => sql`(strpos(lower(normalize(o.name, NFKC)), ${w}) > 0
        or strpos(lower(normalize(coalesce(o.address, ''), NFKC)), ${w}) > 0
        or strpos(lower(coalesce(o.credit_code, '')), ${w}) > 0
        or exists (select 1 from directory.organisation_name n where n.organisation_id = o.organisation_id and strpos(lower(normalize(n.name, NFKC)), ${w}) > 0))`,
    ),
  )}))`
}

function conditions(q: ListsQuestion, without: 'kind' | 'county' | 'none' = 'none'): SqlPiece {
  const out: SqlPiece[] = [
    sql`p.role = ${q.role}`,
    sql`p.known_to is null`,
    sql`p.listed_from <= ${q.asOf}`,
    sql`(p.listed_to is null or p.listed_to > ${q.asOf})`,
  ]
  if (q.county && without !== 'county') out.push(sql`starts_with(p.county_code, ${q.county})`)
  if (q.kind && without !== 'kind') out.push(sql`p.kind = ${q.kind}`)
  if (q.status) out.push(sql`p.status = ${q.status}`)
  if (q.occupation !== undefined || q.levelRank !== undefined)
    out.push(
      sql`exists (select 1 from directory.listing_scope s where ${allOf([
        sql`s.listing_id = p.listing_id`,
        sql`s.from_on <= ${q.asOf}`,
        sql`(s.to_on is null or s.to_on > ${q.asOf})`,
        ...(q.occupation === undefined
          ? []
          : [sql`(s.occupation_code = ${q.occupation} or starts_with(s.occupation_code, ${`${q.occupation}-`}))`]),
        ...(q.levelRank === undefined ? [] : [sql`s.level_rank = ${q.levelRank}`]),
      ])})`,
    )
  if (q.search) out.push(searchCondition(q.search))
  return allOf(out)
}

const from = sql`from directory.listing_period p join directory.organisation o on o.organisation_id = p.organisation_id`

export type ListsRow = {
  listing_id: string
  organisation_id: string
  name: string
  name_now: string
  kind: string
  county_code: string
  address: string | null
  contact_phone: string | null
  status: string
  reason: string | null
  document: string | null
  listed_since: PlainDate
}
/** In the order of county and entry. `listed_since` is the first day of the unbroken stretch, suspensions among it. */
export const listsPage = (q: ListsQuestion, after: readonly string[] | undefined, limit: number): SqlPiece =>
  sql`select p.listing_id, p.organisation_id, ${nameOn(q.asOf)} as name, o.name as name_now, p.kind, p.county_code, o.address, o.contact_phone,
        p.status, p.reason, p.document,
        (select max(s.listed_from) from directory.listing_period s
          where s.listing_id = p.listing_id and s.known_to is null and s.listed_from <= p.listed_from
            and not exists (select 1 from directory.listing_period b where b.listing_id = s.listing_id and b.known_to is null and b.listed_to = s.listed_from)) as listed_since
      ${from} where ${conditions(q)} and ${after ? sql`(p.county_code, p.listing_id) > (${after[0]}, ${after[1]}::uuid)` : sql`true`}
      order by p.county_code, p.listing_id limit ${limit}`
export const listsTotals = (q: ListsQuestion): SqlPiece =>
  sql`select count(*) as total, count(*) filter (where p.status = 'listed') as listed ${from} where ${conditions(q)}`
/** How many there would be under each value of one filter, the others as asked. */
export const listsFacet = (q: ListsQuestion, by: 'kind' | 'county'): SqlPiece => {
  const column = by === 'kind' ? sql`p.kind` : sql`p.county_code`
  return sql`select ${column} as id, count(*) as n ${from} where ${conditions(q, by)} group by 1 order by 1 limit 500`
}

export type ScopeRow = { listing_id: string; occupation_code: string; level_rank: number }
export const scopeOn = (listingIds: readonly string[], day: PlainDate): SqlPiece =>
  sql`select listing_id, occupation_code, level_rank from directory.listing_scope
      where listing_id = any(${listingIds}::uuid[]) and from_on <= ${day} and (to_on is null or to_on > ${day})
      order by occupation_code, level_rank`

export const organisationInPublic = (id: string): SqlPiece =>
  sql`select o.organisation_id, o.name, o.kind, o.credit_code, o.county_code, o.address, o.contact_phone, o.founded_on, o.closed_on, o.merged_into, t.name as merged_into_name
      from directory.organisation o left join directory.organisation t on t.organisation_id = o.merged_into
      where o.organisation_id = ${id}`
export const absorbedBy = (id: string): SqlPiece =>
  sql`select organisation_id, name, closed_on from directory.organisation where merged_into = ${id} order by closed_on limit 100`
export const sitesOf = (id: string): SqlPiece =>
  sql`select name, address, county_code, capacity from directory.site where organisation_id = ${id} order by name, site_id limit 200`
export const licencesInPublic = (id: string): SqlPiece =>
  sql`select kind, number, issuer, scope, valid_from, valid_to from directory.licence where organisation_id = ${id} order by valid_from desc, licence_id limit 200`
export const periodsInPublic = (id: string): SqlPiece =>
  sql`select listing_id, role, status, listed_from, listed_to, document, reason from directory.listing_period
      where organisation_id = ${id} and known_to is null order by role, listed_from limit 1000`

export const noticesPage = (
  today: PlainDate,
  role: string | undefined,
  after: readonly string[] | undefined,
  limit: number,
): SqlPiece =>
  sql`select c.case_id, c.organisation_id, o.name, o.kind, o.legal_representative, o.county_code as organisation_county, c.county_code, c.role, c.occupations, c.level_highest, c.notice_from, c.notice_until
      from directory.listing_case c join directory.organisation o on o.organisation_id = c.organisation_id
      where ${allOf([
        sql`c.state = 'publicised'`,
        sql`c.notice_from <= ${today}`,
        sql`c.notice_until >= ${today}`,
        ...(role ? [sql`c.role = ${role}`] : []),
        ...(after ? [sql`(c.notice_until, c.case_id) > (${after[0]}::date, ${after[1]}::uuid)`] : []),
      ])} order by c.notice_until, c.case_id limit ${limit}`

export const periodOfDay = (organisationId: string, role: string, day: PlainDate, knownOn: PlainDate): SqlPiece =>
  sql`select listing_id, status, listed_from, listed_to, document, reason from directory.listing_period
      where ${join(
        [
          sql`organisation_id = ${organisationId}`,
          sql`role = ${role}`,
          sql`listed_from <= ${day}`,
          sql`(listed_to is null or listed_to > ${day})`,
          sql`known_from <= ${knownOn}`,
          sql`(known_to is null or known_to > ${knownOn})`,
        ],
        ' and ',
      )}`
export const nameOfDay = (id: string, day: PlainDate): SqlPiece =>
  sql`select ${nameOn(day)} as name from directory.organisation o where o.organisation_id = ${id}`
