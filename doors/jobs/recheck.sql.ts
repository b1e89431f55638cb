import { type SqlPiece, sql } from '../../kernel/db/sql.ts'

export const keepRecheck = (r: {
  day: string
  measure: string
  question: unknown
  inMemory: number
  inSql: number
  recount: number | null
  equal: boolean
}): SqlPiece =>
  sql`insert into figures.recheck (day, measure, question, in_memory, in_sql, recount, equal)
      values (${r.day}, ${r.measure}, ${JSON.stringify(r.question)}::jsonb, ${r.inMemory}, ${r.inSql}, ${r.recount}, ${r.equal})
      on conflict (day, measure, question) do update set in_memory = excluded.in_memory, in_sql = excluded.in_sql, recount = excluded.recount, equal = excluded.equal`
