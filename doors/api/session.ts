import { Type } from 'typebox'
import type { Actor } from '../../kernel/access/actor.ts'
import { qrSvg } from '../../kernel/documents/qr.ts'
import type { Route } from '../../kernel/http/route.ts'
import { cookieName } from '../../kernel/http/server.ts'
import { fail } from '../../kernel/values/fail.ts'
import { demoAccounts } from '../demo-accounts.ts'
import type { House } from '../open.ts'
import { ROOT } from '../open.ts'

export function sessionRoutes(house: House, secure: boolean): Route[] {
  const { office, accounts, administration } = house
  const say = (a: Actor) => ({
    accountId: a.accountId,
    name: a.name,
    demo: a.demo ?? false,
    grants: a.grants.map((g) => ({
      ...g,
      title: office.roles.find((r) => r.id === g.role)?.title ?? { zh: g.role, en: g.role },
    })),
  })
  return [
    {
      method: 'POST',
      url: '/api/v1/session',
      summary: { zh: '登录', en: 'Sign in' },
      tag: 'session',
      policy: { anyone: true },
      limit: 'signIn',
      body: Type.Object(
        {
          login: Type.String({ minLength: 1, maxLength: 100 }),
          password: Type.String({ minLength: 1, maxLength: 200 }),
          code: Type.Optional(Type.String({ maxLength: 10 })),
        },
        { additionalProperties: false },
      ),
      handler: async ({ body, ip, sessionToken, reply }) => {
        // A new session for every sign-in: one given beforehand is ended, so none can be fixed.
        if (sessionToken) await accounts.signOut(sessionToken)
        const { token, actor, expiresAt } = await accounts.signIn(body.login, body.password, body.code, ip)
        reply.setCookie(cookieName(secure), token, {
          path: '/',
          httpOnly: true,
          sameSite: 'lax',
          secure,
          expires: expiresAt,
        })
        return { actor: say(actor) }
      },
    },
    {
      method: 'DELETE',
      url: '/api/v1/session',
      summary: { zh: '退出', en: 'Sign out' },
      tag: 'session',
      policy: { signedIn: true },
      handler: async ({ sessionToken, reply }) => {
        await accounts.signOut(sessionToken!)
        reply.clearCookie(cookieName(secure), { path: '/' })
        return {}
      },
    },
    {
      method: 'GET',
      url: '/api/v1/session',
      summary: { zh: '当前登录', en: 'Who is signed in' },
      tag: 'session',
      policy: { anyone: true },
      handler: async ({ actor }) => ({ actor: actor.accountId ? say(actor) : null }),
    },
    {
      method: 'GET',
      url: '/api/v1/session/demo',
      summary: { zh: '演示账号', en: 'Demonstration accounts' },
      tag: 'session',
      policy: { anyone: true },
      handler: async () => {
        if (!office.demonstration) fail('NotFound')
        return (await demoAccounts(ROOT, office.city.id)).map((a) => ({
          login: a.login,
          password: a.password,
          title: a.title,
          purpose: a.purpose,
        }))
      },
    },
    {
      method: 'POST',
      url: '/api/v1/session/set-up/offer',
      summary: { zh: '启用账号：核对启用码', en: 'Set up an account: what the code is for' },
      tag: 'session',
      policy: { anyone: true },
      limit: 'signIn',
      body: Type.Object({ code: Type.String({ minLength: 8, maxLength: 60 }) }, { additionalProperties: false }),
      handler: async ({ body }) => {
        const offer = await administration.offer(body.code)
        return { ...offer, picture: qrSvg(offer.uri) }
      },
    },
    {
      method: 'POST',
      url: '/api/v1/session/set-up',
      summary: { zh: '启用账号：设定密码和动态验证码', en: 'Set up an account: choose password and second factor' },
      tag: 'session',
      policy: { anyone: true },
      limit: 'signIn',
      body: Type.Object(
        {
          code: Type.String({ minLength: 8, maxLength: 60 }),
          password: Type.String({ maxLength: 200 }),
          factor: Type.String({ maxLength: 10 }),
        },
        { additionalProperties: false },
      ),
      handler: async ({ body }) => administration.setUp(body.code, body.password, body.factor),
    },
  ]
}
