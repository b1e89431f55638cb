import { join, name, type SqlPiece, sql } from '../../../kernel/db/sql.ts'
import { COUNTED_KINDS, SKILLED_RANK } from '../words.ts'

/** Columns of a recounted person; the same names as in `credentials.holding`. */
export const RECOUNT_COLUMNS = [
  'level_rank',
  'county_code',
  'sex',
  'birth_year',
  'occupation_code',
  'kind',
  'organisation_id',
  'issued_year',
  'held_from',
] as const
export type RecountColumn = (typeof RECOUNT_COLUMNS)[number]

const counted = (leastRank: number) => sql`c.kind = any(${[...COUNTED_KINDS]}::text[]) and c.level_rank >= ${leastRank}`
const dimensions = sql`p.person_id, c.level_rank, p.county_code, p.sex, extract(year from p.birth_date)::int as birth_year, c.occupation_code, c.kind,
  c.organisation_id, extract(year from c.issued_on)::int as issued_year, c.issued_on as held_from`

/**
 * The definition, straight from the certificates: who is skilled on a day, as known on a day. Each person once, at the
 * highest valid level; of equals the earlier issued, then the smaller id. Everything else must agree with this.
 */
const stock = (asOf: string, knownOn: string): SqlPiece =>
  sql`select distinct on (p.person_id) ${dimensions}
      from credentials.certificate c join people.person p on p.person_id = c.person_id
      where ${counted(SKILLED_RANK)} and c.issued_on <= ${asOf} and c.known_on <= ${knownOn}
        and not coalesce(c.revoked_on <= ${asOf} and c.revoked_known_on <= ${knownOn}, false)
        and not coalesce(p.left_on <= ${asOf} and p.left_known_on <= ${knownOn}, false)
      order by p.person_id, c.level_rank desc, c.issued_on, c.certificate_id`

/**
 * First days: for each person the first day on which a certificate of at least this rank was valid, as known on a day, with
 * the certificate that counted on it. A certificate void from its day of issue never was.
 */
const firstDays = (leastRank: number, knownOn: string): SqlPiece =>
  sql`select distinct on (p.person_id) ${dimensions}
      from credentials.certificate c join people.person p on p.person_id = c.person_id
      where ${counted(leastRank)} and c.known_on <= ${knownOn}
        and not coalesce(c.revoked_on <= c.issued_on and c.revoked_known_on <= ${knownOn}, false)
        and not coalesce(p.left_on <= c.issued_on and p.left_known_on <= ${knownOn}, false)
      order by p.person_id, c.issued_on, c.level_rank desc, c.certificate_id`

const grouped = (from: SqlPiece, where: SqlPiece, columns: readonly RecountColumn[]): SqlPiece => {
  if (columns.length === 0) return sql`select count(*)::int as n from (${from}) as person where ${where}`
  const list = join(columns.map((c) => name(c)))
  return sql`select ${list}, count(*)::int as n from (${from}) as person where ${where} group by ${list}`
}

/** Skilled persons of at least this rank, grouped by raw columns. */
export const recountStock = (
  q: { asOf: string; knownOn: string; leastRank: number },
  columns: readonly RecountColumn[],
): SqlPiece => grouped(stock(q.asOf, q.knownOn), sql`level_rank >= ${q.leastRank}`, columns)
/** Persons who first reached this rank between two days, both counted. */
export const recountFlow = (
  q: { from: string; to: string; knownOn: string; leastRank: number },
  columns: readonly RecountColumn[],
): SqlPiece => grouped(firstDays(q.leastRank, q.knownOn), sql`held_from >= ${q.from} and held_from <= ${q.to}`, columns)
