import { createHmac, timingSafeEqual } from 'node:crypto'
import { hash as argonHash, verify as argonVerify } from '@node-rs/argon2'
import type { Database, Tx } from '../db/database.ts'
import { writeLeaf } from '../journal/journal.ts'
import { sha256 } from '../journal/tree.ts'
import type { Office } from '../rooms/office.ts'
import { fail } from '../values/fail.ts'
import * as q from './accounts.sql.ts'
import { type Actor, ANYONE, type Grant } from './actor.ts'
import { conflictsOf } from './roles.ts'

/** argon2id, 19 MiB, two passes: 20 ms and more on this class of machine; hence the bounded queue below. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const HASHING_AT_ONCE = 2
const HASHING_WAIT_MAX = 32
const SESSION_HOURS = 12
const IDLE_MINUTES = 60
const TOKEN_BYTES = 32
const FAILURE_WINDOW_MS = 15 * 60_000
const FREE_FAILURES = 5
export const TOTP_STEP_SECONDS = 30
export type NewAccount = {
  login: string
  displayName: string
  personKey: string
  password: string
  demo: boolean
  grants: Grant[]
}

/** Sign-in, sessions and grants. Sessions are opaque and live in the database, so they end when they are told to. */
export class Accounts {
  readonly #office: Office
  readonly #db: Database
  /** Compared against when the login is unknown, so that the answer takes as long. */
  readonly #nobody: Promise<string>
  #hashing = 0
  readonly #waiting: (() => void)[] = []
  readonly #actors = new Map<string, { actor: Actor; until: number; seen: number }>()

  constructor(office: Office, db: Database) {
    this.#office = office
    this.#db = db
    this.#nobody = Accounts.hashPassword(office.world.bytes(16).toString('base64'))
  }

  static hashPassword(password: string): Promise<string> {
    return argonHash(password, ARGON)
  }

  /**
   * Checks login, password and second factor. One answer for every kind of failure, and the same work behind it. Delays
   * grow per login *and* source, so that a stranger's tries never lock the owner out.
   * @throws NotSignedIn, TooMany, Overloaded
   */
  async signIn(
    login: string,
    password: string,
    code: string | undefined,
    source: string,
  ): Promise<{ token: string; actor: Actor; expiresAt: Date }> {
    const now = this.#office.world.now()
    const name = login.trim().toLowerCase()
    const subject = sha256(Buffer.from(`${name}\0${source}`)).toString('base64url')
    const windowStart = new Date(Math.floor(now.getTime() / FAILURE_WINDOW_MS) * FAILURE_WINDOW_MS).toISOString()
    const failures =
      (await this.#db.read.maybe<{ failures: number }>(q.failuresOf(subject, windowStart)))?.failures ?? 0
    if (failures >= FREE_FAILURES) {
      // After some free tries from one source, the source waits; other sources are not touched.
      const waitSeconds = Math.min(900, 2 ** (failures - FREE_FAILURES + 1))
      const last = this.#lastFailure.get(subject) ?? 0
      const left = Math.ceil((last + waitSeconds * 1000 - now.getTime()) / 1000)
      if (left > 0) fail('TooMany', [], { retryAfterSeconds: left })
    }
    const account = await this.#db.read.maybe<q.AccountRow>(q.accountByLogin(name))
    // An account that was never set up has no password; the work is the same.
    const right = await this.#verify(account?.password_hash || (await this.#nobody), password)
    const factor = account && right && account.state === 'active' ? await this.#secondFactor(account, code, now) : false
    if (!account || !right || account.state !== 'active' || factor !== true) {
      this.#lastFailure.set(subject, now.getTime())
      if (this.#lastFailure.size > 10_000) this.#lastFailure.delete(this.#lastFailure.keys().next().value!)
      await this.#db.tx((tx) => tx.run(q.countFailure(subject, windowStart)))
      fail('NotSignedIn', {
        code: 'SIGN_IN',
        field: 'login',
        message: { zh: '账号、密码或动态验证码不正确', en: 'login, password or code is not right' },
        hint: { zh: '请核对后重试；忘记密码请联系本单位管理员重置', en: 'check and try again' },
      })
    }
    const grants = await this.#db.read.rows<q.GrantRow>(q.grantsOf(account.account_id, now.toISOString()))
    const actor = actorFrom(account, grants)
    const token = this.#office.world.bytes(TOKEN_BYTES).toString('base64url')
    const expiresAt = new Date(now.getTime() + SESSION_HOURS * 3_600_000)
    await this.#db.tx(async (tx) => {
      await tx.run(q.insertSession(tokenHash(token), account.account_id, now.toISOString(), expiresAt.toISOString()))
      await writeLeaf(tx, this.#office.world, {
        kind: 'access.signed-in',
        subject: `access.account/${account.account_id}`,
        actor: account.account_id,
        body: {},
      })
    })
    return { token, actor, expiresAt }
  }
  readonly #lastFailure = new Map<string, number>()

  /** Whether this account needs a code: said before the password is sent, the same for unknown logins. */
  async #secondFactor(account: q.AccountRow, code: string | undefined, now: Date): Promise<boolean> {
    const staff = (await this.#db.read.rows<q.GrantRow>(q.grantsOf(account.account_id, now.toISOString()))).some(
      (g) => this.#office.roles.find((r) => r.id === g.role)?.staff,
    )
    if (account.demo && this.#office.demonstration) return true
    if (account.demo) return false
    if (!account.totp_secret) return !staff
    if (!code) return false
    const secret = Buffer.from(
      this.#office.keys.decrypt(`access.account.totp/${account.account_id}`, account.totp_secret),
      'base64',
    )
    const step = Math.floor(now.getTime() / 1000 / TOTP_STEP_SECONDS)
    for (const s of [step, step - 1]) {
      // A code works once: its step must be later than the last one used.
      if (s > Number(account.totp_last_step ?? -1) && sameText(totp(secret, s), code)) {
        return (await this.#db.tx((tx) => tx.run(q.useTotpStep(account.account_id, s)))) === 1
      }
    }
    return false
  }

  /** Who stands behind a token. Kept for five seconds in memory, so that ending a session takes effect at once for us and soon everywhere. */
  async actorOf(token: string): Promise<Actor> {
    const hash = tokenHash(token)
    const key = hash.toString('base64url')
    const now = this.#office.world.now().getTime()
    const kept = this.#actors.get(key)
    if (kept && kept.until > now) return kept.actor
    const row = await this.#db.read.maybe<q.SessionRow>(q.sessionAccount(hash, new Date(now).toISOString()))
    if (!row || (row.kind === 'browser' && now - row.seen_at.getTime() > IDLE_MINUTES * 60_000)) return ANYONE
    const grants = await this.#db.read.rows<q.GrantRow>(q.grantsOf(row.account_id, new Date(now).toISOString()))
    const actor = actorFrom(row, grants)
    if (this.#actors.size > 5_000) this.#actors.clear()
    this.#actors.set(key, { actor, until: now + 5_000, seen: now })
    if (now - row.seen_at.getTime() > 60_000)
      await this.#db.tx((tx) => tx.run(q.touchSession(hash, new Date(now).toISOString())))
    return actor
  }

  async signOut(token: string): Promise<void> {
    const hash = tokenHash(token)
    this.#actors.delete(hash.toString('base64url'))
    await this.#db.tx((tx) => tx.run(q.endSession(hash, this.#office.world.now().toISOString())))
  }

  /** After rights or state changed: who is remembered is asked for anew. */
  forget(): void {
    this.#actors.clear()
  }

  async list(): Promise<q.AccountListRow[]> {
    return this.#db.read.rows<q.AccountListRow>(q.allAccounts(this.#office.world.now().toISOString()))
  }

  /** Names behind account ids, for histories; what is no account keeps its own word. */
  async names(ids: readonly string[]): Promise<Map<string, string>> {
    const uuids = [...new Set(ids.filter((id) => /^[0-9a-f-]{36}$/.test(id)))]
    if (uuids.length === 0) return new Map()
    return new Map(
      (await this.#db.read.rows<{ account_id: string; display_name: string }>(q.accountNames(uuids))).map((r) => [
        r.account_id,
        r.display_name,
      ]),
    )
  }

  /** Makes an account with its grants. @throws when two roles must not meet in one person, by this account or another of the same person. */
  async create(tx: Tx, a: NewAccount, by: string | null): Promise<string> {
    const now = this.#office.world.now().toISOString()
    const others = await tx.rows<{ role: string }>(q.rolesOfPerson(a.personKey, now))
    const conflicts = conflictsOf(this.#office.roles, [...new Set([...others, ...a.grants].map((g) => g.role))])
    if (conflicts.length)
      fail(
        'BadInput',
        conflicts.map(([x, y]) => ({
          code: 'ROLES_APART',
          field: 'grants',
          message: { zh: `“${x}”与“${y}”不能由同一人担任`, en: `${x} and ${y} must not be one person` },
          hint: { zh: '请分给两个人', en: 'give them to two persons' },
        })),
      )
    const id = this.#office.world.id()
    await tx.run(
      q.insertAccount({
        id,
        login: a.login.toLowerCase(),
        displayName: a.displayName,
        personKey: a.personKey,
        passwordHash: await Accounts.hashPassword(a.password),
        demo: a.demo,
        at: now,
      }),
    )
    for (const g of a.grants) await tx.run(q.insertGrant({ accountId: id, ...g, grantedBy: by, at: now }))
    return id
  }

  async #verify(stored: string, password: string): Promise<boolean> {
    if (this.#hashing >= HASHING_AT_ONCE) {
      if (this.#waiting.length >= HASHING_WAIT_MAX) fail('Overloaded', [], { retryAfterSeconds: 3 })
      await new Promise<void>((go) => this.#waiting.push(go))
    }
    this.#hashing++
    try {
      return await argonVerify(stored, password).catch(() => false)
    } finally {
      this.#hashing--
      this.#waiting.shift()?.()
    }
  }
}

/** What is kept of a token or a set-up code. */
export const tokenHash = (token: string): Buffer => sha256(Buffer.from(token))

function actorFrom(account: q.AccountRow, grants: readonly q.GrantRow[]): Actor {
  return {
    accountId: account.account_id,
    personKey: account.person_key,
    name: account.display_name,
    demo: account.demo,
    grants: grants.map((g) => ({ role: g.role, jurisdiction: g.jurisdiction, organisationId: g.organisation_id })),
  }
}

/** RFC 6238 with HMAC-SHA-1, six digits. */
export function totp(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const h = createHmac('sha1', secret).update(counter).digest()
  const at = h[h.length - 1]! & 0x0f
  return String((h.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

export function sameText(a: string, b: string): boolean {
  const x = Buffer.from(a)
  const y = Buffer.from(b)
  return x.length === y.length && timingSafeEqual(x, y)
}
