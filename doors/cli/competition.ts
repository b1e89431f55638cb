import { type Command, pad } from './command.ts'
import { houseForCommand } from './house.ts'

export const competition: Command = {
  name: 'competition',
  words: 'recompute --event ID',
  about: {
    zh: '由原始评分复算已公布的成绩；与公布的不是逐字节相同，则以非零退出',
    en: 'compute published results again from the raw marks; fail when they are not equal byte for byte',
  },
  options: { event: { type: 'string', about: { zh: '竞赛编号', en: 'id of the competition' } } },
  run: async ({ words, values, out }) => {
    const event = values['event']
    if (words.join(' ') !== 'recompute' || typeof event !== 'string' || !/^[0-9a-f-]{36}$/i.test(event))
      throw new Error('用法 usage: npx guildbook competition recompute --event ID')
    const { recompute } = await import('../../modules/competitions/store/index.ts')
    const { house, close } = await houseForCommand({ data: String(values['data']), city: String(values['city']) })
    try {
      const answer = await house.db.snapshot((tx) => recompute(tx, event))
      if (!answer) throw new Error(`没有这项竞赛 · there is no competition ${event}`)
      out.print(`${answer.name}`)
      if (answer.skills.length === 0) out.print('成绩还没有公布 · nothing is published yet')
      for (const s of answer.skills) {
        out.print(`${pad(s.title, 20)} ${s.published.slice(0, 16)} ${s.equal ? '一致 equal' : '不一致 NOT EQUAL'}`)
        for (const f of s.findings) out.print(`  ${f.message.zh} · ${f.message.en}`)
      }
      for (const title of answer.sheets) out.print(`评分与签字时不同 · marks are not those that were signed: ${title}`)
      out.data(answer)
      return answer.equal ? 0 : 1
    } finally {
      await close()
    }
  },
}
