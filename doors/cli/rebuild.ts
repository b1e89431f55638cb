import { rebuildAll } from '../../modules/credentials/store/index.ts'
import type { Command } from './command.ts'
import { houseForCommand } from './house.ts'

/** The one derived table, drawn anew from the certificates. */
export const rebuild: Command = {
  name: 'rebuild',
  words: '[--check]',
  about: {
    zh: '由证书重算人员持证区间，核对并修复',
    en: 'draw the holdings anew from the certificates, compare, repair',
  },
  options: { check: { type: 'boolean', default: false, about: { zh: '只核对，不修复', en: 'compare only' } } },
  run: async ({ values, out }) => {
    const { owner, besideServer, close } = await houseForCommand({
      data: String(values['data']),
      city: String(values['city']),
    })
    try {
      const repair = values['check'] !== true
      const done = await rebuildAll(owner, {
        repair,
        progress: (n) => process.stderr.isTTY && process.stderr.write(`\r  ${n.toLocaleString('en-US')}`),
      })
      const off = done.missing + done.surplus
      out.data({ ...done, repaired: repair && off > 0 })
      out.print(
        `${done.persons.toLocaleString('en-US')} persons, ${done.rows.toLocaleString('en-US')} rows: ${off === 0 ? '一致 equal' : `缺 missing ${done.missing}，多 surplus ${done.surplus}${repair ? '，已修复 repaired' : ''}`}`,
      )
      if (repair && off > 0 && besideServer)
        out.print(
          '请重启正在运行的服务，以便重新装入数字。Restart the running server, so that it loads its figures anew.',
        )
      return off === 0 || repair ? 0 : 1
    } finally {
      await close()
    }
  },
}
