import { Type } from 'typebox'
import type { Grant } from '../../kernel/access/actor.ts'
import type { Route } from '../../kernel/http/route.ts'
import type { House } from '../open.ts'

const one = Type.Object({ id: Type.String({ maxLength: 40 }) })
const grant = Type.Object(
  {
    role: Type.String({ maxLength: 40 }),
    jurisdiction: Type.Optional(Type.Union([Type.String({ maxLength: 6 }), Type.Null()])),
    organisationId: Type.Optional(Type.Union([Type.String({ maxLength: 40 }), Type.Null()])),
  },
  { additionalProperties: false },
)
const fullGrant = (g: { role: string; jurisdiction?: string | null; organisationId?: string | null }): Grant => ({
  role: g.role,
  // An empty text is what a null becomes on its way through the schema's coercion.
  jurisdiction: g.jurisdiction || null,
  organisationId: g.organisationId || null,
})

/** The three administrators at work: one makes accounts and asks for roles, another wakes them, the third only looks. */
export function accountRoutes(house: House): Route[] {
  const { accounts, administration, office } = house
  const title = (role: string) => office.roles.find((r) => r.id === role)?.title ?? { zh: role, en: role }
  return [
    {
      method: 'GET',
      url: '/api/v1/accounts',
      summary: { zh: '账号', en: 'Accounts' },
      tag: 'accounts',
      policy: { by: { systemAdmin: 'none', securityAdmin: 'none', auditAdmin: 'none' } },
      handler: async () =>
        (await accounts.list()).map((a) => ({
          accountId: a.account_id,
          login: a.login,
          displayName: a.display_name,
          state: a.state,
          demo: a.demo,
          setUp: a.set_up,
          grants: a.grants.map((g) => ({
            role: g.role,
            title: title(g.role),
            jurisdiction: g.jurisdiction,
            organisationId: g.organisation_id,
            since: g.since,
            requestedBy: g.granted_by,
            active: g.active,
          })),
        })),
    },
    {
      method: 'GET',
      url: '/api/v1/accounts/roles',
      summary: { zh: '岗位', en: 'Roles' },
      tag: 'accounts',
      policy: { by: { systemAdmin: 'none', securityAdmin: 'none', auditAdmin: 'none' } },
      handler: async () =>
        office.roles.map((r) => ({ id: r.id, title: r.title, scope: r.scope, notWith: r.notWith ?? [] })),
    },
    {
      method: 'POST',
      url: '/api/v1/accounts',
      summary: { zh: '建立账号（岗位待安全管理员启用）', en: 'Make an account; its roles sleep until activated' },
      tag: 'accounts',
      policy: { by: { systemAdmin: 'none' } },
      body: Type.Object(
        {
          login: Type.String({ maxLength: 64 }),
          displayName: Type.String({ maxLength: 60 }),
          personKey: Type.String({ maxLength: 60 }),
          grants: Type.Array(grant, { maxItems: 10 }),
        },
        { additionalProperties: false },
      ),
      handler: async ({ actor, body }) =>
        administration.make({ ...body, grants: body.grants.map(fullGrant) }, actor.accountId),
    },
    {
      method: 'POST',
      url: '/api/v1/accounts/:id/reset',
      summary: { zh: '重发启用码（岗位须重新启用）', en: 'A new set-up code; roles sleep again' },
      tag: 'accounts',
      policy: { by: { systemAdmin: 'none' } },
      params: one,
      handler: async ({ actor, params }) => administration.reset(params.id, actor.accountId),
    },
    {
      method: 'POST',
      url: '/api/v1/accounts/:id/state',
      summary: { zh: '停用、恢复、注销账号', en: 'Suspend, restore or close an account' },
      tag: 'accounts',
      policy: { by: { systemAdmin: 'none' } },
      params: one,
      body: Type.Object(
        { state: Type.Union([Type.Literal('active'), Type.Literal('suspended'), Type.Literal('closed')]) },
        { additionalProperties: false },
      ),
      handler: async ({ actor, params, body }) => {
        await administration.setState(params.id, body.state, actor.accountId)
        return {}
      },
    },
    {
      method: 'POST',
      url: '/api/v1/accounts/:id/grants',
      summary: { zh: '申请岗位', en: 'Ask for a role' },
      tag: 'accounts',
      policy: { by: { systemAdmin: 'none' } },
      params: one,
      body: grant,
      handler: async ({ actor, params, body }) => {
        await administration.requestGrant(params.id, fullGrant(body), actor.accountId)
        return {}
      },
    },
    {
      method: 'POST',
      url: '/api/v1/accounts/:id/grants/:role/:act',
      summary: { zh: '启用或收回岗位', en: 'Activate or end a role' },
      tag: 'accounts',
      policy: { by: { securityAdmin: 'none' } },
      params: Type.Object({
        id: Type.String({ maxLength: 40 }),
        role: Type.String({ maxLength: 40 }),
        act: Type.Union([Type.Literal('activate'), Type.Literal('end')]),
      }),
      handler: async ({ actor, params }) => {
        if (params.act === 'activate') await administration.activateGrant(params.id, params.role, actor.accountId!)
        else await administration.endGrant(params.id, params.role, actor.accountId)
        return {}
      },
    },
  ]
}
