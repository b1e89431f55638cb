import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { certificateRows } from '../../bench/certificates.ts'
import { httpRows } from '../../bench/http.ts'
import { importRow } from '../../bench/import.ts'
import { listRow } from '../../bench/lists.ts'
import { measuresRow } from '../../bench/measures.ts'
import { engineRow, screeningRow } from '../../bench/screening.ts'
import { startRow } from '../../bench/start.ts'
import { type BenchRow, markdown } from '../../bench/table.ts'
import { townRow } from '../../bench/town.ts'
import { sql } from '../../kernel/db/sql.ts'
import { ROOT } from '../open.ts'
import type { Command } from './command.ts'
import { houseForCommand } from './house.ts'

/** The whole bench, each row beside its floor in the same run. */
export const command: Command = {
  name: 'bench',
  words: '',
  about: { zh: '测速：每一项都与底线并列', en: 'measure: each row beside its floor' },
  options: {
    write: { type: 'boolean', default: false, about: { zh: '写入 bench/README.md', en: 'write bench/README.md' } },
    rows: { type: 'string', default: '100000', about: { zh: '导入行数', en: 'rows of the import' } },
    only: {
      type: 'string',
      about: {
        zh: '只测某项：http,certificates,import,measures,list,rules,town,start',
        en: 'only some: http,certificates,import,measures,list,rules,town,start',
      },
    },
  },
  run: async ({ values, out }) => {
    const only =
      typeof values['only'] === 'string'
        ? values['only'].split(',')
        : ['measures', 'list', 'rules', 'http', 'certificates', 'import', 'town', 'start']
    const rows: BenchRow[] = []
    const say = (found: BenchRow[]) => {
      for (const r of found) {
        rows.push(r)
        out.print(
          `${r.met ? '✓' : '✗'} ${r.name}: ${r.ours}; ${r.floor}; ${r.ratio === null ? '' : `ratio ${r.ratio.toFixed(2)}; `}${r.target}`,
        )
      }
    }
    const opened = await houseForCommand({
      data: String(values['data']),
      city: String(values['city']),
      figures: 'memory',
    })
    const { house, owner, app } = opened
    const setup = {
      connection: app.connection,
      ...(app.role ? { role: app.role } : {}),
      cityId: String(values['city']),
      dataDir: house.dataDir,
      keys: join(house.dataDir, 'keys.json'),
    }
    try {
      if (only.includes('measures')) say([await measuresRow(house)])
      if (only.includes('list')) say([await listRow(house)])
      if (only.includes('rules')) say([await engineRow(house), await screeningRow(house)])
      if (only.includes('http')) say(await httpRows(house, setup))
      if (only.includes('certificates')) say(await certificateRows(house))
      if (only.includes('import')) say([await importRow(house, owner, Number(values['rows']))])
      if (only.includes('town')) {
        const load = await house.db.read.maybe<{ value: { seconds: number } }>(
          sql`select value from kernel.setting where key = 'load'`,
        )
        say([await townRow(owner, load?.value.seconds ?? null)])
      }
    } finally {
      await opened.close()
    }
    if (only.includes('start')) {
      if (opened.besideServer)
        out.print('— start: 有服务正在运行，跳过 a server runs on this folder; stop it to measure starts')
      else say(await startRow(String(values['data'])))
    }
    out.data(rows)
    if (values['write']) {
      const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}, ${process.platform}`
      const day = house.office.world.now().toISOString().slice(0, 10)
      await writeFile(
        join(ROOT, 'bench/README.md'),
        `# Bench\n\n\`npx guildbook bench --write\`, ${day}, town: ${house.town.size}. Machine: ${machine}, shared with other work; trust ratios and medians, not single times. \`req/core·s\` is requests per second of the server's own processor time.\n\n${markdown(rows)}\n`,
      )
      out.print('已写入 written: bench/README.md')
    }
    return rows.every((r) => r.met) ? 0 : 1
  },
}
