import { writeFile } from 'node:fs/promises'
import { isPlainDate } from '../../kernel/values/plain-date.ts'
import type { Command } from './command.ts'
import { houseForCommand } from './house.ts'

/** A planted year of training for the demonstration town. The labels go to a file and nowhere else. */
export const demo: Command = {
  name: 'demo',
  words: 'fraud --labels FILE',
  about: {
    zh: '演示城市：写入一年带“种植”问题的虚构培训，标签另存',
    en: 'demonstration town: a year of invented training with planted fraud, labels kept apart',
  },
  options: {
    seed: { type: 'string', default: '1', about: { zh: '种子', en: 'seed' } },
    classes: { type: 'string', default: '400', about: { zh: '班数', en: 'classes' } },
    share: {
      type: 'string',
      default: '0.005',
      about: { zh: '每种问题占班数的比例', en: 'plantings of each guise, by classes' },
    },
    on: { type: 'string', about: { zh: '截至日', en: 'the year ends before this day' } },
    labels: { type: 'string', about: { zh: '标签文件', en: 'file for the labels' } },
  },
  run: async ({ words, values, out }) => {
    const file = values['labels']
    if (words[0] !== 'fraud' || typeof file !== 'string')
      throw new Error('用法 usage: npx guildbook demo fraud --labels FILE [--seed N] [--classes N]')
    const seed = Number(values['seed'])
    const classes = Number(values['classes'])
    if (!Number.isInteger(seed) || !Number.isInteger(classes) || seed < 1 || classes < 40)
      throw new Error('--seed 和 --classes 是整数，至少 1 和 40 · whole numbers, at least 1 and 40')
    const { house, close } = await houseForCommand({
      data: String(values['data']),
      city: String(values['city']),
      statementTimeoutMs: 900_000,
    })
    try {
      if (!house.office.demonstration)
        throw new Error('只能写入演示城市 · only a demonstration town takes invented rows')
      const on = values['on'] ?? house.office.world.today()
      if (!isPlainDate(on)) throw new Error(`${String(on)} 不是存在的日期 · not a day`)
      const { writeFraudYear } = await import('../../city/demo/fraud/write.ts')
      const { rows, ...labels } = await writeFraudYear(house.db, house.office, {
        seed,
        classes,
        on,
        share: Number(values['share']),
      })
      await writeFile(file, `${JSON.stringify(labels, null, 1)}\n`)
      out.data({ seed, labels: labels.labels.length, made: labels.made, rows })
      out.print(
        `${labels.labels.length} 处种植 planted; ${Object.entries(rows)
          .map(([k, n]) => `${k} ${n.toLocaleString('en-US')}`)
          .join(', ')}`,
      )
      return 0
    } finally {
      await close()
    }
  },
}
