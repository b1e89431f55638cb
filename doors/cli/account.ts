import type { House } from '../open.ts'
import { type Command, pad } from './command.ts'
import { houseForCommand } from './house.ts'

const USAGE =
  '用法 usage: npx guildbook account list | make --login … --name … --person … --role … [--area … | --organisation …] | reset --login … | suspend|restore|close --login …'

/**
 * The first accounts of an installation are made on the machine itself; whoever holds machine and key file could do all this
 * anyway, and the journal says that it was done so.
 */
export const account: Command = {
  name: 'account',
  words: 'list | make | reset | suspend | restore | close',
  about: { zh: '账号：建立第一批管理员、重发启用码、停用', en: 'accounts: make the first ones, reset, suspend' },
  options: {
    login: { type: 'string', about: { zh: '账号', en: 'login' } },
    name: { type: 'string', about: { zh: '姓名', en: 'name' } },
    person: { type: 'string', about: { zh: '工号（同一人同一号）', en: 'staff number, one per human being' } },
    role: { type: 'string', about: { zh: '岗位，如 systemAdmin', en: 'role, as systemAdmin' } },
    area: { type: 'string', about: { zh: '管辖区划代码前几位，如 1410', en: 'leading digits of the area, as 1410' } },
    organisation: { type: 'string', about: { zh: '所属机构标识', en: 'organisation id' } },
  },
  run: async ({ words, values, out }) => {
    const verb = words[0]
    const text = (key: string) => (typeof values[key] === 'string' ? (values[key] as string) : '')
    if (!verb || !['list', 'make', 'reset', 'suspend', 'restore', 'close'].includes(verb)) throw new Error(USAGE)
    if (verb !== 'list' && !text('login')) throw new Error(USAGE)
    const { house, close } = await houseForCommand({ data: String(values['data']), city: String(values['city']) })
    try {
      if (verb === 'list') {
        const all = await house.accounts.list()
        out.data(all)
        for (const a of all)
          out.print(
            `${pad(a.login, 24)} ${pad(a.display_name, 16)} ${pad(a.state, 10)} ${a.grants.map((g) => `${g.role}${g.jurisdiction ? `(${g.jurisdiction})` : ''}${g.active ? '' : '·待启用'}`).join(' ')}`,
          )
        return 0
      }
      if (verb === 'make') {
        const made = await house.administration.make(
          {
            login: text('login'),
            displayName: text('name'),
            personKey: text('person'),
            grants: text('role')
              ? [
                  {
                    role: text('role'),
                    jurisdiction: text('area') || null,
                    organisationId: text('organisation') || null,
                  },
                ]
              : [],
          },
          null,
        )
        sayCode(made, out)
        return 0
      }
      const id = await idOf(house, text('login'))
      if (verb === 'reset') sayCode(await house.administration.reset(id, null), out)
      else {
        const state = ({ suspend: 'suspended', restore: 'active', close: 'closed' } as const)[
          verb as 'suspend' | 'restore' | 'close'
        ]
        await house.administration.setState(id, state, null)
        out.print(`${text('login')} → ${state}`)
        out.data({ login: text('login'), state })
      }
      return 0
    } finally {
      await close()
    }
  },
}

async function idOf(house: House, login: string): Promise<string> {
  const found = (await house.accounts.list()).find((a) => a.login === login.trim().toLowerCase())
  if (!found) throw new Error(`没有账号 ${login} · no account ${login}`)
  return found.account_id
}

function sayCode(
  made: { login: string; code: string; expiresAt: Date },
  out: { print(line: string): void; data(value: unknown): void },
): void {
  out.data({ login: made.login, code: made.code, expiresAt: made.expiresAt.toISOString() })
  out.print(`账号 ${made.login} 的启用码（只显示这一次，${made.expiresAt.toISOString().slice(0, 10)} 前有效）：`)
  out.print(`Set-up code of ${made.login}, shown once:`)
  out.print(`  ${made.code}`)
  out.print('在 /desk/set-up 输入启用码，设定密码和动态验证码。Enter it at /desk/set-up.')
}
