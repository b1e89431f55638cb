import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Club, openClub } from '../testing/club/index.ts'
import { Failure } from '../values/fail.ts'
import { TOTP_STEP_SECONDS, totp } from './accounts.ts'
import type { Grant } from './actor.ts'
import { Administration, base32 } from './administration.ts'

let c: Club
let office: Administration
let clerk: string
let other: string
const PASSWORD = 'balls over the net'
beforeAll(async () => {
  c = await openClub()
  office = new Administration(c.office, c.db, c.accounts)
  clerk = (await office.make(wanted('first.clerk'), null)).accountId
  other = (await office.make(wanted('other.clerk'), null)).accountId
})
afterAll(() => c.close())

const grant = (role: string, more: Partial<Grant> = {}): Grant => ({
  role,
  jurisdiction: null,
  organisationId: null,
  ...more,
})
const wanted = (login: string, grants: Grant[] = []) => ({
  login,
  displayName: login,
  personKey: `person of ${login}`,
  grants,
})
const failure = async (p: Promise<unknown>): Promise<Failure> => {
  const e = await p.then(
    () => undefined,
    (x: unknown) => x,
  )
  if (!(e instanceof Failure)) throw e ?? new Error('it did not fail')
  return e
}
const secretOf = (text: string): Buffer => {
  const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  let bits = ''
  for (const s of text) bits += signs.indexOf(s).toString(2).padStart(5, '0')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => Number.parseInt(b, 2)))
}
const factorOf = (secret: string, steps = 0): string =>
  totp(secretOf(secret), Math.floor(c.office.world.now().getTime() / 1000 / TOTP_STEP_SECONDS) + steps)
let sources = 0
const signIn = (login: string, code?: string) => c.accounts.signIn(login, PASSWORD, code, `10.1.0.${++sources}`)

describe('setting up an account', () => {
  it('goes from a code to a signed-in person, and the code works once', async () => {
    const made = await office.make(wanted('anna.k', [grant('player')]), null)
    expect(made.code).toMatch(/^([A-Z2-9]{4}-){4}[A-Z2-9]{4}$/)
    // Nobody signs in before; not even with an empty password.
    expect((await failure(c.accounts.signIn('anna.k', '', undefined, '10.2.0.1'))).code).toBe('NotSignedIn')
    const offer = await office.offer(made.code.toLowerCase().replaceAll('-', ' '))
    expect(offer).toMatchObject({ login: 'anna.k' })
    expect(offer.uri).toContain(offer.secret)
    await office.setUp(made.code, PASSWORD, factorOf(offer.secret))
    expect((await failure(office.setUp(made.code, PASSWORD, factorOf(offer.secret)))).code).toBe('NotFound')
    expect((await failure(signIn('anna.k'))).code).toBe('NotSignedIn')
    // The code that was shown is used up; the next one opens.
    expect((await failure(signIn('anna.k', factorOf(offer.secret)))).code).toBe('NotSignedIn')
    c.world.tick(TOTP_STEP_SECONDS * 1000)
    expect((await signIn('anna.k', factorOf(offer.secret))).actor.grants).toEqual([grant('player')])
  })

  it('says all that is wrong at once and keeps the code', async () => {
    const made = await office.make(wanted('berta'), null)
    const wrong = await failure(office.setUp(made.code, 'short', '000000'))
    expect(wrong.findings.map((f) => f.code)).toEqual(['PASSWORD_LENGTH', 'FACTOR_WRONG'])
    const offer = await office.offer(made.code)
    expect((await failure(office.setUp(made.code, 'bertaberta1', factorOf(offer.secret)))).findings[0]?.code).toBe(
      'PASSWORD_PLAIN',
    )
    await office.setUp(made.code, PASSWORD, factorOf(offer.secret))
  })

  it('two windows with one code: one of them sets the account up', async () => {
    const made = await office.make(wanted('carla'), null)
    const { secret } = await office.offer(made.code)
    const tried = await Promise.allSettled(
      Array.from({ length: 8 }, () => office.setUp(made.code, PASSWORD, factorOf(secret))),
    )
    expect(tried.filter((t) => t.status === 'fulfilled')).toHaveLength(1)
  })

  it('a code ends after its days, and when another is made', async () => {
    const made = await office.make(wanted('dora'), null)
    const again = await office.reset(made.accountId, null)
    expect((await failure(office.offer(made.code))).findings[0]?.code).toBe('SET_UP_CODE')
    await office.offer(again.code)
    c.world.tick(8 * 86_400_000)
    expect((await failure(office.offer(again.code))).code).toBe('NotFound')
  })

  it('refuses a bad form with every finding, and a login that is taken', async () => {
    const bad = await failure(
      office.make({ login: 'Ä', displayName: ' ', personKey: '', grants: [grant('nobody')] }, null),
    )
    expect(bad.findings.map((f) => f.field)).toEqual(['login', 'displayName', 'personKey', 'grants.0.role'])
    await office.make(wanted('emil'), null)
    expect((await failure(office.make(wanted('Emil'), null))).findings[0]?.code).toBe('LOGIN_TAKEN')
  })
})

describe('rights', () => {
  const setUp = async (login: string, made: { code: string }) => {
    const { secret } = await office.offer(made.code)
    await office.setUp(made.code, PASSWORD, factorOf(secret))
    c.world.tick(TOTP_STEP_SECONDS * 1000)
    return async () => {
      c.world.tick(TOTP_STEP_SECONDS * 1000)
      return (await signIn(login, factorOf(secret))).actor.grants.map((g) => g.role)
    }
  }

  it('a role asked for by one sleeps until another wakes it; neither the asker nor the holder may', async () => {
    const made = await office.make(wanted('fritz', [grant('player')]), clerk)
    const roles = await setUp('fritz', made)
    expect(await roles()).toEqual([])
    expect((await failure(office.activateGrant(made.accountId, 'player', clerk))).code).toBe('WrongState')
    expect((await failure(office.activateGrant(made.accountId, 'player', made.accountId))).code).toBe('WrongState')
    await office.activateGrant(made.accountId, 'player', other)
    expect(await roles()).toEqual(['player'])
    await office.endGrant(made.accountId, 'player', other)
    expect(await roles()).toEqual([])
  })

  it('who resets an account does not get its rights', async () => {
    const made = await office.make(wanted('gerd', [grant('player')]), null)
    expect(await (await setUp('gerd', made))()).toEqual(['player'])
    const again = await office.reset(made.accountId, clerk)
    expect(await (await setUp('gerd', again))()).toEqual([])
  })

  it('a suspended account is out at once', async () => {
    const made = await office.make(wanted('hans', [grant('player')]), null)
    const { token } = await office.makeToken('hans', 'results board', 30, clerk)
    expect((await c.accounts.actorOf(token)).accountId).toBe(made.accountId)
    await office.setState(made.accountId, 'suspended', clerk)
    expect((await c.accounts.actorOf(token)).accountId).toBeNull()
  })
})

describe('tokens', () => {
  it('stay awake for their days, are listed without their text, and end when told', async () => {
    const made = await office.make(wanted('ida', [grant('player')]), null)
    const { token } = await office.makeToken('ida', 'results board', 2, clerk)
    c.world.tick(86_400_000)
    expect((await c.accounts.actorOf(token)).accountId).toBe(made.accountId)
    const [listed] = (await office.tokens()).filter((t) => t.login === 'ida')
    expect(JSON.stringify(listed)).not.toContain(token)
    expect(await office.endToken(listed!.token_key, clerk)).toBe(true)
    expect((await c.accounts.actorOf(token)).accountId).toBeNull()
    expect(await office.endToken(listed!.token_key, clerk)).toBe(false)
    const late = await office.makeToken('ida', 'results board', 2, clerk)
    c.world.tick(3 * 86_400_000)
    expect((await c.accounts.actorOf(late.token)).accountId).toBeNull()
  })

  it('refuses days out of bounds and unknown logins', async () => {
    expect((await failure(office.makeToken('ida', 'x', 400, null))).findings[0]?.code).toBe('TOKEN_FORM')
    expect((await failure(office.makeToken('nobody.here', 'x', 4, null))).code).toBe('NotFound')
  })
})

it('base32 as in the standard', () => {
  expect(['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((s) => base32(Buffer.from(s)))).toEqual([
    'MY',
    'MZXQ',
    'MZXW6',
    'MZXW6YQ',
    'MZXW6YTB',
    'MZXW6YTBOI',
  ])
})
