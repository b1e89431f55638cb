import { queryTerms, searchForm } from '../../../kernel/db/search-terms.ts'
import { allOf, type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export const divisionNames = (): SqlPiece => sql`select code, name from catalogue.division`
export const industryNames = (): SqlPiece => sql`select id, name_zh, name_en from catalogue.industry`
export const occupationNames = (): SqlPiece =>
  sql`select code, name from catalogue.occupation where edition = (select max(edition) from catalogue.occupation)`
export const newestEdition = (): SqlPiece => sql`select max(edition) as edition from catalogue.occupation`

export type OccupationQuestion = {
  edition: string
  search?: string
  prefix?: string
  industry?: string
  depth?: number
}

/** A word may stand in the occupation's name, in one of its work types, or be the beginning of the code. */
function conditions(q: OccupationQuestion): SqlPiece {
  const out: SqlPiece[] = [sql`o.edition = ${q.edition}`]
  if (q.prefix) out.push(sql`(o.code = ${q.prefix} or starts_with(o.code, ${`${q.prefix}-`}))`)
  if (q.industry) out.push(sql`o.industry = ${q.industry}`)
  if (q.depth !== undefined) out.push(sql`o.depth = ${q.depth}`)
  if (q.search) {
    const form = searchForm(q.search).trim()
    const words = form.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
    const all = (column: SqlPiece) => allOf(words.map((w) => sql`strpos(lower(normalize(${column}, NFKC)), ${w}) > 0`))
    if (words.length === 0) out.push(sql`false`)
    else
      out.push(sql`(starts_with(o.code, ${form})
        or (o.search_terms @> ${queryTerms(form)}::text[] and ${all(sql`o.name`)})
        or exists (select 1 from catalogue.work_type w where w.edition = o.edition and w.occupation_code = o.code and ${all(sql`w.name`)}))`)
  }
  return allOf(out)
}

export type OccupationRow = {
  code: string
  name: string
  depth: number
  parent: string | null
  green: boolean
  digital: boolean
  industry: string | null
}
export const occupationsPage = (q: OccupationQuestion, after: string | undefined, limit: number): SqlPiece =>
  sql`select o.code, o.name, o.depth, o.parent, o.green, o.digital, o.industry from catalogue.occupation o
      where ${conditions(q)} and ${after === undefined ? sql`true` : sql`o.code > ${after}`} order by o.code limit ${limit}`
export const occupationsTotal = (q: OccupationQuestion): SqlPiece =>
  sql`select count(*) as total from catalogue.occupation o where ${conditions(q)}`
export const workTypesOf = (edition: string, codes: readonly string[]): SqlPiece =>
  sql`select occupation_code, name from catalogue.work_type where edition = ${edition} and occupation_code = any(${codes}) order by occupation_code, name limit 5000`

export const lockEdition = (edition: string): SqlPiece =>
  sql`select pg_advisory_xact_lock(hashtext(${`catalogue.edition/${edition}`}))`
/** New codes and those that say something else. A key industry that the city has set stays. */
export const upsertOccupations = (edition: string, rows: string): SqlPiece =>
  sql`insert into catalogue.occupation as o (edition, code, parent, name, depth, green, digital, industry, search_terms)
      select ${edition}::text, r.code, r.parent, r.name, r.depth, r.green, r.digital, null, r.search_terms
      from jsonb_to_recordset(${rows}::jsonb) as r (code text, parent text, name text, depth smallint, green boolean, digital boolean, search_terms text[])
      on conflict (edition, code) do update
        set parent = excluded.parent, name = excluded.name, depth = excluded.depth, green = excluded.green, digital = excluded.digital, search_terms = excluded.search_terms
        where (o.parent, o.name, o.depth, o.green, o.digital) is distinct from (excluded.parent, excluded.name, excluded.depth, excluded.green, excluded.digital)`
export const occupationsKept = (edition: string, codes: readonly string[]): SqlPiece =>
  sql`select count(*) filter (where code = any(${codes})) as known, count(*) as total from catalogue.occupation where edition = ${edition}`
export const insertWorkTypes = (edition: string, rows: string): SqlPiece =>
  sql`insert into catalogue.work_type (edition, occupation_code, name)
      select ${edition}::text, r.occupation, r.name from jsonb_to_recordset(${rows}::jsonb) as r (occupation text, name text)
      on conflict do nothing`
export const upsertIndustries = (rows: string): SqlPiece =>
  sql`insert into catalogue.industry as i (id, name_zh, name_en)
      select r.id, r.zh, r.en from jsonb_to_recordset(${rows}::jsonb) as r (id text, zh text, en text)
      on conflict (id) do update set name_zh = excluded.name_zh, name_en = excluded.name_en
        where (i.name_zh, i.name_en) is distinct from (excluded.name_zh, excluded.name_en)`
