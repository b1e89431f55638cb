import { type Command, pad } from './command.ts'
import { houseForCommand } from './house.ts'

const USAGE = '用法 usage: npx guildbook token list | make --login … --name … [--days 90] | end KEY'

/** Tokens for programs, sent as `Authorization: Bearer …`; each speaks for one account and can do what that account can. */
export const token: Command = {
  name: 'token',
  words: 'list | make | end KEY',
  about: { zh: '接口令牌：列出、发放、作废', en: 'tokens for programs: list, make, end' },
  options: {
    login: { type: 'string', about: { zh: '代表哪个账号', en: 'whose account it speaks for' } },
    name: { type: 'string', about: { zh: '用途', en: 'what it is for' } },
    days: { type: 'string', default: '90', about: { zh: '有效天数', en: 'days it lasts' } },
  },
  run: async ({ words, values, out }) => {
    const [verb, key] = words
    if (verb !== 'list' && verb !== 'make' && !(verb === 'end' && key)) throw new Error(USAGE)
    if (verb === 'make' && (!values['login'] || !values['name'])) throw new Error(USAGE)
    const { house, close } = await houseForCommand({ data: String(values['data']), city: String(values['city']) })
    try {
      if (verb === 'list') {
        const all = await house.administration.tokens()
        out.data(all)
        for (const t of all)
          out.print(
            `${t.token_key}  ${pad(t.login, 20)} ${pad(t.name, 24)} ${t.made_at.toISOString().slice(0, 10)} → ${t.expires_at.toISOString().slice(0, 10)}${t.ended_at ? ' 已作废 ended' : ''}`,
          )
      } else if (verb === 'make') {
        const made = await house.administration.makeToken(
          String(values['login']),
          String(values['name']),
          Number(values['days']),
          null,
        )
        out.data({ token: made.token, expiresAt: made.expiresAt.toISOString() })
        out.print(`令牌（只显示这一次）· token, shown once, until ${made.expiresAt.toISOString().slice(0, 10)}:`)
        out.print(`  ${made.token}`)
      } else {
        const ended = await house.administration.endToken(key!, null)
        out.data({ ended })
        out.print(ended ? `已作废 ended ${key}` : `没有有效的令牌 ${key} · no living token ${key}`)
        return ended ? 0 : 1
      }
      return 0
    } finally {
      await close()
    }
  },
}
