import { type SqlPiece, sql } from '../db/sql.ts'

export type AccountRow = {
  account_id: string
  display_name: string
  person_key: string
  password_hash: string
  totp_secret: Buffer | null
  totp_last_step: number | null
  demo: boolean
  state: string
}
export type GrantRow = { role: string; jurisdiction: string | null; organisation_id: string | null }
export type AccountListRow = {
  account_id: string
  login: string
  display_name: string
  state: string
  demo: boolean
  roles: string[]
}

const ACCOUNT = sql`account_id, display_name, person_key, password_hash, totp_secret, totp_last_step, demo, state`

export const accountByLogin = (login: string): SqlPiece =>
  sql`select ${ACCOUNT} from access.account where login = ${login}`
export const grantsOf = (accountId: string, at: string): SqlPiece =>
  sql`select role, jurisdiction, organisation_id from access.grant_of_role
      where account_id = ${accountId} and since <= ${at} and (until is null or until > ${at}) order by role`
export const sessionAccount = (tokenHash: Buffer, at: string): SqlPiece =>
  sql`select a.account_id, a.display_name, a.person_key, a.password_hash, a.totp_secret, a.totp_last_step, a.demo, a.state, s.expires_at, s.seen_at
      from access.session s join access.account a on a.account_id = s.account_id
      where s.token_hash = ${tokenHash} and s.ended_at is null and s.expires_at > ${at} and a.state = 'active'`
export const insertSession = (hash: Buffer, accountId: string, at: string, expiresAt: string): SqlPiece =>
  sql`insert into access.session (token_hash, account_id, made_at, seen_at, expires_at) values (${hash}, ${accountId}, ${at}, ${at}, ${expiresAt})`
export const touchSession = (hash: Buffer, at: string): SqlPiece =>
  sql`update access.session set seen_at = ${at} where token_hash = ${hash}`
export const endSession = (hash: Buffer, at: string): SqlPiece =>
  sql`update access.session set ended_at = ${at} where token_hash = ${hash} and ended_at is null`
export const useTotpStep = (accountId: string, step: number): SqlPiece =>
  sql`update access.account set totp_last_step = ${step} where account_id = ${accountId} and coalesce(totp_last_step, -1) < ${step}`
export const failuresOf = (subject: string, windowStart: string): SqlPiece =>
  sql`select failures from access.attempt where subject = ${subject} and window_start = ${windowStart}`
export const countFailure = (subject: string, windowStart: string): SqlPiece =>
  sql`insert into access.attempt (subject, window_start, failures) values (${subject}, ${windowStart}, 1)
      on conflict (subject, window_start) do update set failures = access.attempt.failures + 1`
export const insertAccount = (a: {
  id: string
  login: string
  displayName: string
  personKey: string
  passwordHash: string
  demo: boolean
  at: string
}): SqlPiece =>
  sql`insert into access.account (account_id, login, display_name, person_key, password_hash, demo, state, made_at)
      values (${a.id}, ${a.login}, ${a.displayName}, ${a.personKey}, ${a.passwordHash}, ${a.demo}, 'active', ${a.at})`
export const insertGrant = (g: {
  accountId: string
  role: string
  jurisdiction: string | null
  organisationId: string | null
  grantedBy: string | null
  at: string
}): SqlPiece =>
  sql`insert into access.grant_of_role (account_id, role, jurisdiction, organisation_id, granted_by, since)
      values (${g.accountId}, ${g.role}, ${g.jurisdiction}, ${g.organisationId}, ${g.grantedBy}, ${g.at})`
/** Roles that a human holds, by whatever account. */
export const rolesOfPerson = (personKey: string, at: string): SqlPiece =>
  sql`select distinct g.role from access.account a join access.grant_of_role g on g.account_id = a.account_id
      where a.person_key = ${personKey} and a.state <> 'closed' and (g.until is null or g.until > ${at})`
export const allAccounts = (): SqlPiece =>
  sql`select a.account_id, a.login, a.display_name, a.state, a.demo, coalesce(array_agg(g.role order by g.role) filter (where g.role is not null), '{}') as roles
      from access.account a left join access.grant_of_role g on g.account_id = a.account_id and g.until is null
      group by a.account_id order by a.login limit 500`
export const accountNames = (ids: readonly string[]): SqlPiece =>
  sql`select account_id, display_name from access.account where account_id = any(${ids})`
