import { signCheckpoint } from '../../kernel/journal/checkpoint.ts'
import { verifyJournal } from '../../kernel/journal/verify.ts'
import { sealedTableOf } from '../../kernel/records/define.ts'
import type { Command } from './command.ts'
import { houseForCommand } from './house.ts'

export const journal: Command = {
  name: 'verify',
  words: 'journal',
  about: { zh: '核验日志：链、检查点、每条登记', en: 'verify the journal: chains, checkpoints, every sealed row' },
  options: {
    checkpoint: { type: 'boolean', default: false, about: { zh: '先签一个检查点', en: 'sign a checkpoint first' } },
  },
  run: async ({ words, values, out }) => {
    if (words[0] !== 'journal') throw new Error('用法 usage: npx guildbook verify journal')
    const { house, close } = await houseForCommand({ data: String(values['data']), city: String(values['city']) })
    try {
      const { db, office } = house
      if (values['checkpoint']) await db.tx((tx) => signCheckpoint(tx, office.world, office.keys))
      const tables = [...office.records.values()].filter((r) => r.sealed).map((r) => sealedTableOf(r))
      const started = Date.now()
      const report = await db.snapshot((tx) =>
        verifyJournal(
          tx,
          tables,
          (keyId, bytes, signature) => keyId === office.keys.signingKeyId && office.keys.verify(bytes, signature),
          (done) => out.print(`  ✓ ${done}`),
        ),
      )
      out.data(report)
      for (const p of report.problems) out.print(`✗ ${p.where}: ${p.what}`)
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      const size = `${report.leaves.toLocaleString('en-US')} leaves, ${report.rows.toLocaleString('en-US')} rows, ${report.checkpoints} checkpoints, ${seconds} s`
      out.print(
        report.problemsTotal === 0
          ? `日志完好 · the journal holds (${size})`
          : `${report.problemsTotal} 处不符 · ${report.problemsTotal} problems (${size})`,
      )
      return report.problemsTotal === 0 ? 0 : 1
    } finally {
      await close()
    }
  },
}
