import type { Actor } from '../../../kernel/access/actor.ts'
import type { Policy } from '../../../kernel/access/policy.ts'
import { scopePredicate } from '../../../kernel/access/predicate.sql.ts'
import { type SqlPiece, sql } from '../../../kernel/db/sql.ts'

export const keepEndReason = (caseId: string, reason: string): SqlPiece =>
  sql`update credentials.share_case set end_reason = ${reason} where case_id = ${caseId}`
export const openShare = (caseId: string, today: string): SqlPiece =>
  sql`select person_id, scope, expires_on, full_name from credentials.share_case where case_id = ${caseId} and state = 'shared' and expires_on >= ${today}`
export const shareInScope = (caseId: string, policy: Policy, actor: Actor): SqlPiece =>
  sql`select state, expires_on from credentials.share_case where case_id = ${caseId} and ${scopePredicate(policy, actor, { jurisdiction: 'county_code' })}`
export const insertView = (caseId: string, viewId: string, at: string): SqlPiece =>
  sql`insert into credentials.share_view (case_id, view_id, viewed_at) values (${caseId}, ${viewId}, ${at})`
export const viewsOf = (caseId: string, limit: number): SqlPiece =>
  sql`select viewed_at from credentials.share_view where case_id = ${caseId} order by view_id desc limit ${limit}`
export const viewCount = (caseId: string): SqlPiece =>
  sql`select count(*)::int as n from credentials.share_view where case_id = ${caseId}`
export const passportCertificates = (personId: string): SqlPiece =>
  sql`select c.number, c.kind, c.level_rank, c.work_type, c.issued_on, o.name as body, coalesce(occ.name, c.occupation_code) as occupation
      from credentials.certificate c
      left join directory.organisation o on o.organisation_id = c.organisation_id
      left join catalogue.occupation occ on occ.edition = c.occupation_edition and occ.code = c.occupation_code
      where c.person_id = ${personId} and c.revoked_on is null order by c.issued_on desc, c.certificate_id`
