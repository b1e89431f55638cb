import type { Database, Tx } from '../db/database.ts'
import { writeLeaf } from '../journal/journal.ts'
import type { Office } from '../rooms/office.ts'
import type { Json } from '../values/canonical-json.ts'
import { fail } from '../values/fail.ts'
import type { Finding } from '../values/finding.ts'
import * as q from './accounts.sql.ts'
import { Accounts, sameText, TOTP_STEP_SECONDS, tokenHash, totp } from './accounts.ts'
import type { Grant } from './actor.ts'
import { conflictsOf } from './roles.ts'

const SET_UP_DAYS = 7
const TOKEN_DAYS_MAX = 366
const TOTP_BYTES = 20
const CODE_GROUPS = 5
const CODE_GROUP_LENGTH = 4
/** No letters that are read one for another; 20 of 32 signs are 100 bits. */
const CODE_SIGNS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const PASSWORD_LENGTH = { least: 10, most: 200 }
const LOGIN = /^[a-z0-9][a-z0-9._-]{1,63}$/
const DAY_MS = 86_400_000

/** Who administers: an account, or `null` for whoever holds the machine and its key file. */
type By = string | null
export type SetUpCode = { accountId: string; login: string; code: string; expiresAt: Date }
export type SetUpOffer = { login: string; displayName: string; secret: string; uri: string }

/**
 * Making accounts and giving rights. Nobody gets a right by one hand: who asks for a grant, who wakes it and who holds it are
 * three accounts, held apart by checks of the database. A reset of password and factor puts all grants to sleep, so that
 * whoever may reset cannot act in another's name.
 */
export class Administration {
  readonly #office: Office
  readonly #db: Database
  readonly #accounts: Accounts
  constructor(office: Office, db: Database, accounts: Accounts) {
    this.#office = office
    this.#db = db
    this.#accounts = accounts
  }

  /** @throws BadInput with every finding, Conflict when the login is taken. */
  async make(
    a: { login: string; displayName: string; personKey: string; grants: readonly Grant[] },
    by: By,
  ): Promise<SetUpCode> {
    const login = a.login.trim().toLowerCase()
    const findings: Finding[] = []
    if (!LOGIN.test(login))
      findings.push({
        code: 'LOGIN_FORM',
        field: 'login',
        given: a.login,
        message: {
          zh: '账号只能用小写字母、数字和 . _ -，2 到 64 位',
          en: 'a login has 2 to 64 of a–z, 0–9 and . _ -',
        },
        hint: { zh: '如 yaodu-wang.fang', en: 'as yaodu-wang.fang' },
      })
    if (!a.displayName.trim()) findings.push(missing('displayName', '姓名', 'name'))
    if (!a.personKey.trim()) findings.push(missing('personKey', '工号', 'staff number'))
    findings.push(...a.grants.flatMap((g, i) => this.#scopeFindings(g, `grants.${i}`)))
    if (findings.length) fail('BadInput', findings)
    const made = await this.#change(by, 'access.account-made', async (tx, at) => {
      if (await tx.maybe(q.loginTaken(login)))
        fail('Conflict', {
          code: 'LOGIN_TAKEN',
          field: 'login',
          given: login,
          message: { zh: `账号 ${login} 已有人使用`, en: `the login ${login} is taken` },
          hint: { zh: '请换一个', en: 'take another' },
        })
      await this.#refuseConflicts(tx, a.personKey, a.grants, at)
      const id = this.#office.world.id()
      await tx.run(
        q.insertAccount({
          id,
          login,
          displayName: a.displayName.trim(),
          personKey: a.personKey.trim(),
          passwordHash: '',
          demo: false,
          at,
        }),
      )
      for (const g of a.grants) await tx.run(q.insertGrant({ accountId: id, ...g, grantedBy: by, at }))
      const code = await this.#offer(tx, id, by, at)
      return {
        subject: id,
        body: { login, grants: a.grants.map(grantBody) },
        answer: { accountId: id, login, ...code },
      }
    })
    return made
  }

  /** Asks for a role; it sleeps until another administrator wakes it. @throws BadInput, NotFound */
  async requestGrant(accountId: string, grant: Grant, by: By): Promise<void> {
    const findings = this.#scopeFindings(grant, 'role')
    if (findings.length) fail('BadInput', findings)
    await this.#change(by, 'access.grant-requested', async (tx, at) => {
      const account = await this.#account(tx, accountId)
      await this.#refuseConflicts(tx, account.person_key, [grant], at)
      await tx.run(q.endGrant(accountId, grant.role, at))
      await tx.run(q.insertGrant({ accountId, ...grant, grantedBy: by, at }))
      return { subject: accountId, body: grantBody(grant), answer: undefined }
    })
  }

  /** @throws NotAllowed when the one who asked, or the holder, wakes it; WrongState when nothing sleeps. */
  async activateGrant(accountId: string, role: string, by: string): Promise<void> {
    await this.#change(by, 'access.grant-activated', async (tx, at) => {
      await this.#account(tx, accountId)
      if ((await tx.run(q.activateGrant(accountId, role, by, at))) === 0)
        fail('WrongState', {
          code: 'GRANT_NOT_WAITING',
          field: 'role',
          message: { zh: '没有等待您启用的这项岗位', en: 'no such role waits for you' },
          hint: {
            zh: '岗位须由一人申请、另一人启用，且不能由本人启用',
            en: 'one asks, another activates, never the holder',
          },
        })
      return { subject: accountId, body: { role }, answer: undefined }
    })
  }

  async endGrant(accountId: string, role: string, by: By): Promise<void> {
    await this.#change(by, 'access.grant-ended', async (tx, at) => {
      await this.#account(tx, accountId)
      if ((await tx.run(q.endGrant(accountId, role, at))) === 0) fail('WrongState')
      return { subject: accountId, body: { role }, answer: undefined }
    })
  }

  /** Suspended and closed accounts lose their sessions at once. */
  async setState(accountId: string, state: 'active' | 'suspended' | 'closed', by: By): Promise<void> {
    await this.#change(by, `access.account-${state}`, async (tx, at) => {
      const account = await this.#account(tx, accountId)
      if (account.state === 'closed' || account.account_id === by) fail('WrongState')
      await tx.run(q.setState(accountId, state))
      if (state !== 'active') await tx.run(q.endSessionsOf(accountId, at))
      return { subject: accountId, body: {}, answer: undefined }
    })
  }

  /** A new set-up code for a lost password or telephone. The grants sleep until they are woken by another. */
  async reset(accountId: string, by: By): Promise<SetUpCode> {
    return this.#change(by, 'access.account-reset', async (tx, at) => {
      const account = await this.#account(tx, accountId)
      if (account.state !== 'active' || account.demo) fail('WrongState')
      await tx.run(q.setSecrets({ accountId, passwordHash: '', totpSealed: null, step: null }))
      await tx.run(q.endSessionsOf(accountId, at))
      await tx.run(q.endSetUps(accountId, at))
      if (by) await tx.run(q.sleepGrants(accountId, by, at))
      const code = await this.#offer(tx, accountId, by, at)
      return { subject: accountId, body: {}, answer: { accountId, login: account.login, ...code } }
    })
  }

  /** What the owner of a code sees before choosing: the login, and the second factor for the telephone. @throws NotFound */
  async offer(code: string): Promise<SetUpOffer> {
    const row = await this.#db.read.maybe<q.SetUpRow>(
      q.openSetUp(codeHash(code), this.#office.world.now().toISOString()),
    )
    if (!row) return fail('NotFound', unknownCode)
    const secret = base32(this.#totpSecret(row))
    const issuer = encodeURIComponent('Guildbook 匠册')
    return {
      login: row.login,
      displayName: row.display_name,
      secret,
      uri: `otpauth://totp/${issuer}:${encodeURIComponent(row.login)}?secret=${secret}&issuer=${issuer}`,
    }
  }

  /** Sets password and second factor; the code is used up. @throws BadInput with every finding, NotFound */
  async setUp(code: string, password: string, factor: string): Promise<{ login: string }> {
    const world = this.#office.world
    const now = world.now()
    const hash = codeHash(code)
    const row = await this.#db.read.maybe<q.SetUpRow>(q.openSetUp(hash, now.toISOString()))
    if (!row) return fail('NotFound', unknownCode)
    const findings: Finding[] = []
    const length = Array.from(password).length
    if (length < PASSWORD_LENGTH.least || length > PASSWORD_LENGTH.most)
      findings.push({
        code: 'PASSWORD_LENGTH',
        field: 'password',
        message: {
          zh: `密码有 ${length} 位，至少 ${PASSWORD_LENGTH.least} 位`,
          en: `the password has ${length} characters, ${PASSWORD_LENGTH.least} at least`,
        },
        hint: { zh: '一句好记的话比复杂的符号更好', en: 'a sentence you remember is better than odd signs' },
      })
    else if (password.toLowerCase().includes(row.login) || new Set(password).size < 5)
      findings.push({
        code: 'PASSWORD_PLAIN',
        field: 'password',
        message: {
          zh: '密码含有账号，或只有几个不同的字符',
          en: 'the password has the login in it, or few different signs',
        },
        hint: { zh: '请换一个别人猜不到的', en: 'take one that others do not guess' },
      })
    const secret = this.#totpSecret(row)
    const step = Math.floor(now.getTime() / 1000 / TOTP_STEP_SECONDS)
    const used = [step, step - 1].find((s) => sameText(totp(secret, s), factor.trim()))
    if (used === undefined)
      findings.push({
        code: 'FACTOR_WRONG',
        field: 'factor',
        message: { zh: '动态验证码不正确', en: 'the one-time code is not right' },
        hint: {
          zh: '请确认手机时间准确，用当前显示的六位数字',
          en: 'check the clock of the telephone; give the six digits shown now',
        },
      })
    if (findings.length) fail('BadInput', findings)
    const passwordHash = await Accounts.hashPassword(password)
    const totpSealed = this.#office.keys.encrypt(`access.account.totp/${row.account_id}`, secret.toString('base64'))
    return this.#change(row.account_id, 'access.account-set-up', async (tx, at) => {
      // Two windows with one code: the second finds it used.
      if ((await tx.run(q.useSetUp(hash, at))) === 0) fail('NotFound', unknownCode)
      await tx.run(q.setSecrets({ accountId: row.account_id, passwordHash, totpSealed, step: used! }))
      return { subject: row.account_id, body: {}, answer: { login: row.login } }
    })
  }

  /** A token for a program that speaks for an account. It is shown once. @throws NotFound, BadInput */
  async makeToken(login: string, name: string, days: number, by: By): Promise<{ token: string; expiresAt: Date }> {
    if (!name.trim() || !Number.isInteger(days) || days < 1 || days > TOKEN_DAYS_MAX)
      fail('BadInput', {
        code: 'TOKEN_FORM',
        field: 'days',
        given: String(days),
        message: {
          zh: `令牌须有名称，有效 1 到 ${TOKEN_DAYS_MAX} 天`,
          en: `a token has a name and lasts 1 to ${TOKEN_DAYS_MAX} days`,
        },
        hint: { zh: '如 --name 省平台对接 --days 90', en: 'as --name "provincial exchange" --days 90' },
      })
    return this.#change(by, 'access.token-made', async (tx, at) => {
      const account = await tx.maybe<q.AccountRow>(q.accountByLogin(login.trim().toLowerCase()))
      if (account?.state !== 'active')
        return fail('NotFound', missing('login', '可用的账号', 'active account of that name'))
      const token = this.#office.world.bytes(32).toString('base64url')
      const expiresAt = new Date(this.#office.world.now().getTime() + days * DAY_MS)
      await tx.run(
        q.insertToken({
          hash: tokenHash(token),
          accountId: account.account_id,
          name: name.trim(),
          at,
          expiresAt: expiresAt.toISOString(),
        }),
      )
      return { subject: account.account_id, body: { name: name.trim(), days }, answer: { token, expiresAt } }
    })
  }

  tokens(): Promise<q.TokenRow[]> {
    return this.#db.read.rows<q.TokenRow>(q.allTokens())
  }

  /** @returns false when no living token has that key. */
  async endToken(tokenKey: string, by: By): Promise<boolean> {
    return this.#change(by, 'access.token-ended', async (tx, at) => {
      const ended = (await tx.run(q.endToken(tokenKey, at))) > 0
      return { subject: tokenKey, body: { ended }, answer: ended }
    })
  }

  #totpSecret(row: q.SetUpRow): Buffer {
    return Buffer.from(this.#office.keys.decrypt(`access.set_up/${row.account_id}`, row.totp_sealed), 'base64')
  }

  async #account(tx: Tx, id: string): Promise<q.AccountRow & { login: string }> {
    if (!/^[0-9a-f-]{36}$/.test(id)) fail('NotFound')
    return (await tx.maybe<q.AccountRow & { login: string }>(q.accountById(id))) ?? fail('NotFound')
  }

  async #offer(tx: Tx, accountId: string, by: By, at: string): Promise<{ code: string; expiresAt: Date }> {
    const { world, keys } = this.#office
    const signs = [...world.bytes(CODE_GROUPS * CODE_GROUP_LENGTH)].map((b) => CODE_SIGNS[b % CODE_SIGNS.length]!)
    const code = Array.from({ length: CODE_GROUPS }, (_, i) =>
      signs.slice(i * CODE_GROUP_LENGTH, (i + 1) * CODE_GROUP_LENGTH).join(''),
    ).join('-')
    const expiresAt = new Date(world.now().getTime() + SET_UP_DAYS * DAY_MS)
    await tx.run(
      q.insertSetUp({
        codeHash: codeHash(code),
        accountId,
        totpSealed: keys.encrypt(`access.set_up/${accountId}`, world.bytes(TOTP_BYTES).toString('base64')),
        madeBy: by,
        at,
        expiresAt: expiresAt.toISOString(),
      }),
    )
    return { code, expiresAt }
  }

  async #refuseConflicts(tx: Tx, personKey: string, grants: readonly Grant[], at: string): Promise<void> {
    const held = await tx.rows<{ role: string }>(q.rolesOfPerson(personKey.trim(), at))
    const conflicts = conflictsOf(this.#office.roles, [...new Set([...held, ...grants].map((g) => g.role))])
    if (conflicts.length)
      fail(
        'BadInput',
        conflicts.map(([x, y]) => {
          const title = (id: string) => this.#office.roles.find((r) => r.id === id)!.title
          return {
            code: 'ROLES_APART',
            field: 'grants',
            message: {
              zh: `“${title(x).zh}”与“${title(y).zh}”不能由同一人担任`,
              en: `${title(x).en} and ${title(y).en} must not be one person`,
            },
            hint: { zh: '请分给两个人', en: 'give them to two persons' },
          }
        }),
      )
  }

  #scopeFindings(g: Grant, field: string): Finding[] {
    const role = this.#office.roles.find((r) => r.id === g.role)
    if (!role) return [missing(`${field}.role`, '岗位', 'role')]
    if (role.scope === 'jurisdiction' && !/^\w{1,12}$/.test(g.jurisdiction ?? ''))
      return [missing(`${field}.jurisdiction`, '管辖区划代码的前几位', 'leading digits of the area')]
    if (role.scope === 'organisation' && !/^[0-9a-f-]{36}$/.test(g.organisationId ?? ''))
      return [missing(`${field}.organisationId`, '所属机构', 'organisation')]
    return []
  }

  async #change<T>(
    by: By,
    kind: string,
    work: (tx: Tx, at: string) => Promise<{ subject: string; body: Json; answer: T }>,
  ): Promise<T> {
    const answer = await this.#db.tx(async (tx) => {
      const done = await work(tx, this.#office.world.now().toISOString())
      await writeLeaf(tx, this.#office.world, {
        kind,
        subject: `access.account/${done.subject}`,
        actor: by ?? 'machine',
        body: done.body,
      })
      return done.answer
    })
    this.#accounts.forget()
    return answer
  }
}

const grantBody = (g: Grant): { [key: string]: Json } => ({
  role: g.role,
  jurisdiction: g.jurisdiction,
  organisationId: g.organisationId,
})
const codeHash = (code: string): Buffer => tokenHash(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
const unknownCode: Finding = {
  code: 'SET_UP_CODE',
  field: 'code',
  message: { zh: '启用码不正确、已用过或已过期', en: 'the set-up code is wrong, used or out of date' },
  hint: { zh: '请核对，或请系统管理员重发', en: 'check it, or ask the system administrator for another' },
}
const missing = (field: string, zh: string, en: string): Finding => ({
  code: 'MISSING',
  field,
  message: { zh: `缺少${zh}`, en: `${en} is missing` },
  hint: { zh: '请填写', en: 'fill it in' },
})

/** RFC 4648, without padding: the form in which authenticator programs take a secret. */
export function base32(bytes: Uint8Array): string {
  const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  let out = ''
  let held = 0
  let bits = 0
  for (const b of bytes) {
    held = (held << 8) | b
    bits += 8
    while (bits >= 5) {
      bits -= 5
      out += signs[(held >> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits ? out + signs[(held << (5 - bits)) & 31] : out
}
