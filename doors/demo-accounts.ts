import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Sql, sql } from '../kernel/db/sql.ts'
import type { Text } from '../kernel/values/text.ts'
import { roles } from '../modules/roles.ts'
import type { House } from './open.ts'

export type DemoAccount = {
  login: string
  password: string
  displayName: string
  personKey: string
  title: Text
  purpose: Text
  grants: { role: string; jurisdiction: string | null; organisation: string | null }[]
}

type Raw = {
  login: string
  password?: string
  displayName: string
  personKey?: string
  purpose?: Text
  grants: { role: string; jurisdiction?: string | number; organisation?: string }[]
}

/** Accounts of the demonstration town. They work only while demonstration data are loaded. */
export async function demoAccounts(root: string, cityId: string): Promise<DemoAccount[]> {
  const file = parse(await readFile(join(root, 'city', cityId, 'demo/accounts.yaml'), 'utf8')) as
    | { password?: string; accounts: Raw[] }
    | Raw[]
  const list = Array.isArray(file) ? file : file.accounts
  const common = Array.isArray(file) ? undefined : file.password
  return list.map((a) => {
    const titles = a.grants.map((g) => roles.find((r) => r.id === g.role)?.title ?? { zh: g.role, en: g.role })
    return {
      login: a.login,
      password: a.password ?? common ?? 'guildbook-demo',
      displayName: a.displayName,
      personKey: a.personKey ?? `demo:${a.login}`,
      title: { zh: titles.map((t) => t.zh).join('、'), en: titles.map((t) => t.en).join(', ') },
      purpose: a.purpose ?? { zh: '', en: '' },
      grants: a.grants.map((g) => ({
        role: g.role,
        jurisdiction: g.jurisdiction === undefined ? null : String(g.jurisdiction),
        organisation: g.organisation ?? null,
      })),
    }
  })
}

const organisationByName = (name: string): Sql =>
  sql`select organisation_id as id from directory.organisation where name = ${name}`
const anyAccount = (): Sql => sql`select 1 from access.account limit 1`

/** Makes the demonstration accounts, once. */
export async function makeDemoAccounts(house: House, root: string): Promise<number> {
  if (await house.db.read.maybe(anyAccount())) return 0
  const list = await demoAccounts(root, house.office.city.id)
  await house.db.tx(async (tx) => {
    for (const a of list) {
      const grants = []
      for (const g of a.grants) {
        const organisation = g.organisation
          ? await tx.one<{ id: string }>(organisationByName(g.organisation))
          : undefined
        grants.push({ role: g.role, jurisdiction: g.jurisdiction, organisationId: organisation?.id ?? null })
      }
      await house.accounts.create(
        tx,
        {
          login: a.login,
          displayName: a.displayName,
          personKey: a.personKey,
          password: a.password,
          demo: true,
          grants,
        },
        null,
      )
    }
  })
  return list.length
}
