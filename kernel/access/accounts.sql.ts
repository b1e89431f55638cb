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
export type SessionRow = AccountRow & { kind: 'browser' | 'token'; expires_at: Date; seen_at: Date }
export type TokenRow = {
  token_key: string
  login: string
  name: string
  made_at: Date
  seen_at: Date
  expires_at: Date
  ended_at: Date | null
}
export type SetUpRow = {
  account_id: string
  login: string
  display_name: string
  totp_sealed: Buffer
}
export type GrantRow = { role: string; jurisdiction: string | null; organisation_id: string | null }
export type AccountListRow = {
  account_id: string
  login: string
  display_name: string
  state: string
  demo: boolean
  set_up: boolean
  grants: {
    role: string
    jurisdiction: string | null
    organisation_id: string | null
    since: string
    granted_by: string | null
    active: boolean
  }[]
}

const ACCOUNT = sql`account_id, display_name, person_key, password_hash, totp_secret, totp_last_step, demo, state`

export const accountByLogin = (login: string): SqlPiece =>
  sql`select ${ACCOUNT} from access.account where login = ${login}`
/** A grant counts once a second administrator woke it. Those made on the machine itself or with the demonstration town name nobody. */
export const grantsOf = (accountId: string, at: string): SqlPiece =>
  sql`select role, jurisdiction, organisation_id from access.grant_of_role
      where account_id = ${accountId} and since <= ${at} and (until is null or until > ${at})
        and (granted_by is null or activated_by is not null)
      order by role`
export const sessionAccount = (tokenHash: Buffer, at: string): SqlPiece =>
  sql`select a.account_id, a.display_name, a.person_key, a.password_hash, a.totp_secret, a.totp_last_step, a.demo, a.state,
             s.kind, s.expires_at, s.seen_at
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
export const allAccounts = (at: string): SqlPiece =>
  sql`select a.account_id, a.login, a.display_name, a.state, a.demo, a.password_hash <> '' as set_up,
             coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'jurisdiction', g.jurisdiction,
               'organisation_id', g.organisation_id, 'since', g.since, 'granted_by', b.display_name,
               'active', g.granted_by is null or g.activated_by is not null) order by g.role)
               filter (where g.role is not null), '[]') as grants
      from access.account a
      left join access.grant_of_role g on g.account_id = a.account_id and (g.until is null or g.until > ${at})
      left join access.account b on b.account_id = g.granted_by
      group by a.account_id order by a.login limit 2000`
export const accountNames = (ids: readonly string[]): SqlPiece =>
  sql`select account_id, display_name from access.account where account_id = any(${ids})`

export const accountById = (id: string): SqlPiece =>
  sql`select account_id, login, display_name, person_key, demo, state, version from access.account where account_id = ${id} for update`
export const loginTaken = (login: string): SqlPiece => sql`select 1 as taken from access.account where login = ${login}`
export const insertSetUp = (s: {
  codeHash: Buffer
  accountId: string
  totpSealed: Buffer
  madeBy: string | null
  at: string
  expiresAt: string
}): SqlPiece =>
  sql`insert into access.set_up (code_hash, account_id, totp_sealed, made_by, made_at, expires_at)
      values (${s.codeHash}, ${s.accountId}, ${s.totpSealed}, ${s.madeBy}, ${s.at}, ${s.expiresAt})`
/** Older codes of the account stop working. */
export const endSetUps = (accountId: string, at: string): SqlPiece =>
  sql`update access.set_up set used_at = ${at} where account_id = ${accountId} and used_at is null`
export const openSetUp = (codeHash: Buffer, at: string): SqlPiece =>
  sql`select u.account_id, a.login, a.display_name, u.totp_sealed
      from access.set_up u join access.account a on a.account_id = u.account_id
      where u.code_hash = ${codeHash} and u.used_at is null and u.expires_at > ${at} and a.state = 'active'`
export const useSetUp = (codeHash: Buffer, at: string): SqlPiece =>
  sql`update access.set_up set used_at = ${at} where code_hash = ${codeHash} and used_at is null and expires_at > ${at}`
export const setSecrets = (a: {
  accountId: string
  passwordHash: string
  totpSealed: Buffer | null
  step: number | null
}): SqlPiece =>
  sql`update access.account set password_hash = ${a.passwordHash}, totp_secret = ${a.totpSealed}, totp_last_step = ${a.step},
      version = version + 1 where account_id = ${a.accountId}`
export const setState = (accountId: string, state: string): SqlPiece =>
  sql`update access.account set state = ${state}, version = version + 1 where account_id = ${accountId} and state <> ${state}`
export const endSessionsOf = (accountId: string, at: string): SqlPiece =>
  sql`update access.session set ended_at = ${at} where account_id = ${accountId} and ended_at is null`
export const sleepGrants = (accountId: string, by: string, at: string): SqlPiece =>
  sql`update access.grant_of_role set granted_by = ${by}, activated_by = null
      where account_id = ${accountId} and (until is null or until > ${at})`
export const activateGrant = (accountId: string, role: string, by: string, at: string): SqlPiece =>
  sql`update access.grant_of_role set activated_by = ${by}
      where account_id = ${accountId} and role = ${role} and activated_by is null and granted_by is not null
        and granted_by <> ${by} and account_id <> ${by} and (until is null or until > ${at})`
export const endGrant = (accountId: string, role: string, at: string): SqlPiece =>
  sql`update access.grant_of_role set until = ${at}
      where account_id = ${accountId} and role = ${role} and (until is null or until > ${at})`
export const insertToken = (t: {
  hash: Buffer
  accountId: string
  name: string
  at: string
  expiresAt: string
}): SqlPiece =>
  sql`insert into access.session (token_hash, account_id, made_at, seen_at, expires_at, kind, name)
      values (${t.hash}, ${t.accountId}, ${t.at}, ${t.at}, ${t.expiresAt}, 'token', ${t.name})`
export const allTokens = (): SqlPiece =>
  sql`select left(encode(s.token_hash, 'hex'), 12) as token_key, a.login, s.name, s.made_at, s.seen_at, s.expires_at, s.ended_at
      from access.session s join access.account a on a.account_id = s.account_id where s.kind = 'token' order by s.made_at desc`
export const endToken = (tokenKey: string, at: string): SqlPiece =>
  sql`update access.session set ended_at = ${at}
      where kind = 'token' and ended_at is null and left(encode(token_hash, 'hex'), 12) = ${tokenKey}`
