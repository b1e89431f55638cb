import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../db/sql.ts'
import { type Club, openClub } from '../testing/club/index.ts'
import { FAILURES, Failure } from '../values/fail.ts'
import { Accounts, type NewAccount, totp } from './accounts.ts'
import type { Grant } from './actor.ts'

let c: Club
let accounts: Accounts
beforeAll(async () => {
  c = await openClub()
  accounts = c.accounts
})
afterAll(() => c.close())

const grant = (role: string, more: Partial<Grant> = {}): Grant => ({
  role,
  jurisdiction: null,
  organisationId: null,
  ...more,
})
let people = 0
const make = (login: string, grants: Grant[], more: Partial<NewAccount> = {}) =>
  c.db.tx((tx) =>
    accounts.create(
      tx,
      {
        login,
        displayName: login,
        personKey: `person-of-${login}-${++people}`,
        password: 'right horse',
        demo: false,
        grants,
        ...more,
      },
      null,
    ),
  )
const failure = async (p: Promise<unknown>) => {
  const e = await p.then(
    () => undefined,
    (x: unknown) => x,
  )
  if (!(e instanceof Failure)) throw e ?? new Error('it did not fail')
  return e
}
const bytes = (f: Failure) =>
  JSON.stringify({
    status: FAILURES[f.code],
    code: f.code,
    title: f.title,
    findings: f.findings,
    retry: f.retryAfterSeconds,
  })
let sources = 0
const source = () => `10.0.0.${++sources}`

describe('signing in', () => {
  it('works, whatever the case of the login, and the token stands for the person', async () => {
    await make('anna', [grant('player')])
    const { token, actor } = await accounts.signIn(' Anna ', 'right horse', undefined, source())
    expect(actor).toMatchObject({ name: 'anna', grants: [{ role: 'player' }] })
    expect(await accounts.actorOf(token)).toEqual(actor)
    const [row] = await c.asOwner<{ token_hash: Buffer }>('select token_hash from access.session')
    expect(row!.token_hash.toString('base64url')).not.toContain(token)
    expect((await accounts.actorOf(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).accountId).toBeNull()
  })
  it('answers a wrong password, an unknown login and a suspended account with the same bytes', async () => {
    await make('boris', [grant('player')])
    const id = await make('clara', [grant('player')])
    await c.asOwner(`update access.account set state = 'suspended' where account_id = $1`, [id])
    const wrong = bytes(await failure(accounts.signIn('boris', 'wrong', undefined, source())))
    expect(bytes(await failure(accounts.signIn('nobody', 'wrong', undefined, source())))).toBe(wrong)
    expect(bytes(await failure(accounts.signIn('clara', 'right horse', undefined, source())))).toBe(wrong)
  })
  it('makes one source wait longer and longer, and no other source', async () => {
    await make('dora', [grant('player')])
    const here = source()
    for (let i = 0; i < 5; i++)
      expect((await failure(accounts.signIn('dora', 'wrong', undefined, here))).code).toBe('NotSignedIn')
    const first = await failure(accounts.signIn('dora', 'right horse', undefined, here))
    expect([first.code, first.retryAfterSeconds]).toEqual(['TooMany', 2])
    c.world.tick(2000)
    expect((await failure(accounts.signIn('dora', 'wrong', undefined, here))).code).toBe('NotSignedIn')
    const second = await failure(accounts.signIn('dora', 'right horse', undefined, here))
    expect(second.retryAfterSeconds).toBe(4)
    // The owner, at home, is not locked out; nor is another login from here.
    expect((await accounts.signIn('dora', 'right horse', undefined, source())).actor.name).toBe('dora')
    expect((await failure(accounts.signIn('boris', 'wrong', undefined, here))).code).toBe('NotSignedIn')
    c.world.tick(4000)
    expect((await accounts.signIn('dora', 'right horse', undefined, here)).actor.name).toBe('dora')
  })
  it('refuses staff without a second factor', async () => {
    await make('stan', [grant('steward', { jurisdiction: 'N' })])
    expect((await failure(accounts.signIn('stan', 'right horse', undefined, source()))).code).toBe('NotSignedIn')
  })
  it('takes each code once, and that of the step before', async () => {
    const id = await make('tina', [grant('steward', { jurisdiction: 'N' })])
    const secret = Buffer.from('12345678901234567890')
    await c.asOwner('update access.account set totp_secret = $2 where account_id = $1', [
      id,
      c.keys.encrypt(`access.account.totp/${id}`, secret.toString('base64')),
    ])
    c.world.set('2026-03-10T05:00:10Z')
    const step = Math.floor(c.world.now().getTime() / 30_000)
    expect((await failure(accounts.signIn('tina', 'right horse', undefined, source()))).code).toBe('NotSignedIn')
    expect((await failure(accounts.signIn('tina', 'right horse', totp(secret, step - 2), source()))).code).toBe(
      'NotSignedIn',
    )
    expect((await accounts.signIn('tina', 'right horse', totp(secret, step - 1), source())).actor.name).toBe('tina')
    expect((await failure(accounts.signIn('tina', 'right horse', totp(secret, step - 1), source()))).code).toBe(
      'NotSignedIn',
    )
    const code = totp(secret, step)
    // Six at once with the same code.
    const both = await Promise.allSettled(
      Array.from({ length: 6 }, () => accounts.signIn('tina', 'right horse', code, source())),
    )
    expect(both.filter((r) => r.status === 'fulfilled')).toHaveLength(1)
    expect((await failure(accounts.signIn('tina', 'wrong', totp(secret, step + 1), source()))).code).toBe('NotSignedIn')
  })
  it('lets a demonstration account in only while demonstration data are loaded', async () => {
    await make('demo', [grant('steward', { jurisdiction: 'N' })], { demo: true })
    expect((await failure(accounts.signIn('demo', 'right horse', undefined, source()))).code).toBe('NotSignedIn')
    const town = new Accounts({ ...c.office, demonstration: true }, c.db)
    expect((await town.signIn('demo', 'right horse', undefined, source())).actor.demo).toBe(true)
    // Others stay as they are.
    expect((await failure(town.signIn('stan', 'right horse', undefined, source()))).code).toBe('NotSignedIn')
  })
  it('keeps the queue of passwords bounded', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 60 }, (_, i) => accounts.signIn(`nobody${i}`, 'x', undefined, source())),
    )
    const codes = outcomes.map((o) => (o.status === 'rejected' ? (o.reason as Failure).code : 'in'))
    expect(codes.filter((x) => x === 'Overloaded').length).toBeGreaterThan(0)
    expect(codes.filter((x) => x === 'NotSignedIn').length).toBeGreaterThanOrEqual(32)
    expect(codes.every((x) => x === 'Overloaded' || x === 'NotSignedIn')).toBe(true)
  })
})

describe('a session', () => {
  it('ends at once when told to, also for one who has just been seen', async () => {
    const { token } = await accounts.signIn('anna', 'right horse', undefined, source())
    expect((await accounts.actorOf(token)).name).toBe('anna')
    await accounts.signOut(token)
    expect((await accounts.actorOf(token)).accountId).toBeNull()
  })
  it('ends after an hour without use, after twelve in any case, and with its account', async () => {
    const start = c.world.now().getTime()
    const { token } = await accounts.signIn('anna', 'right horse', undefined, source())
    const idle = await accounts.signIn('anna', 'right horse', undefined, source())
    for (let minutes = 30; minutes < 12 * 60; minutes += 30) {
      c.world.set(new Date(start + minutes * 60_000).toISOString())
      expect((await accounts.actorOf(token)).name, `${minutes} minutes`).toBe('anna')
    }
    expect((await accounts.actorOf(idle.token)).accountId).toBeNull()
    c.world.set(new Date(start + 12 * 3_600_000).toISOString())
    expect((await accounts.actorOf(token)).accountId).toBeNull()
    const again = await accounts.signIn('anna', 'right horse', undefined, source())
    await c.asOwner(`update access.account set state = 'suspended' where login = 'anna'`)
    c.world.tick(6000)
    expect((await accounts.actorOf(again.token)).accountId).toBeNull()
  })
  it('knows only the grants of the day', async () => {
    const id = await make('greta', [grant('player'), grant('coach')])
    await c.asOwner(`update access.grant_of_role set until = $2 where account_id = $1 and role = 'coach'`, [
      id,
      c.world.now().toISOString(),
    ])
    expect(
      (await accounts.signIn('greta', 'right horse', undefined, source())).actor.grants.map((g) => g.role),
    ).toEqual(['player'])
  })
})

describe('grants', () => {
  it('two roles that must not meet are refused, in one account and in two accounts of one person', async () => {
    const f = await failure(make('hans', [grant('coach'), grant('steward')]))
    expect(f.findings.map((x) => x.code)).toEqual(['ROLES_APART'])
    await make('ines', [grant('coach')], { personKey: 'ines' })
    expect(
      (await failure(make('ines-too', [grant('steward', { jurisdiction: 'N' })], { personKey: 'ines' }))).findings[0]!
        .code,
    ).toBe('ROLES_APART')
    await make('ines-three', [grant('player')], { personKey: 'ines' })
  })
  it('nobody grants to himself, and who activates is a third', async () => {
    const [a, b, d] = [await make('kurt', []), await make('lena', []), await make('mona', [])]
    const insert = (by: string | null, activated: string | null) =>
      c.db.tx((tx) =>
        tx.run(
          sql`insert into access.grant_of_role (account_id, role, granted_by, activated_by, since) values (${a}, ${`role${++people}`}, ${by}, ${activated}, '2026-01-01')`,
        ),
      )
    await expect(insert(a, null)).rejects.toMatchObject({ code: '23514' })
    await expect(insert(b, a)).rejects.toMatchObject({ code: '23514' })
    await expect(insert(b, b)).rejects.toMatchObject({ code: '23514' })
    expect(await insert(b, d)).toBe(1)
  })
})
