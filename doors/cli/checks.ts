import { type ConnectionConfig, Database } from '../../kernel/db/database.ts'
import { isPlainDate, type PlainDate } from '../../kernel/values/plain-date.ts'
import { CHECKS } from '../../modules/subsidy/index.ts'
import { type Command, type Out, pad, type Values } from './command.ts'
import { houseForCommand } from './house.ts'

export const checks: Command = {
  name: 'checks',
  words: 'run | list | report',
  about: {
    zh: '补贴核查：运行、列出规则、对照标签评估',
    en: 'checks before money moves: run them, list their rules, compare with labels',
  },
  options: {
    on: { type: 'string', about: { zh: '核查日', en: 'day of the run' } },
    claim: { type: 'string', about: { zh: '只查某笔申领', en: 'one claim, by number or id' } },
    class: { type: 'string', about: { zh: '只查某个班', en: 'one class, by number or id' } },
    only: { type: 'string', about: { zh: '只运行某些核查，如 C01,C07', en: 'only some checks, e.g. C01,C07' } },
    labels: { type: 'string', about: { zh: '标签文件（report）', en: 'file of labels, for report' } },
  },
  run: async ({ words, values, out }) => {
    const [verb] = words
    if (verb === 'list') return list(values, out)
    if (verb === 'run') return run(values, out)
    if (verb === 'report') return report(values, out)
    throw new Error(
      '用法 usage: npx guildbook checks run [--claim ID] [--class NO] [--on D] | list | report --labels FILE',
    )
  },
}

const opened = (values: Values) =>
  houseForCommand({ data: String(values['data']), city: String(values['city']), statementTimeoutMs: 900_000 })

async function told(owner: ConnectionConfig, work: (db: Database) => Promise<void>): Promise<void> {
  const db = new Database(owner, { statementTimeoutMs: 600_000, size: 1, readSize: 1 })
  try {
    await work(db)
  } finally {
    await db.close()
  }
}

function dayOf(values: Values, today: PlainDate): PlainDate {
  const on = values['on']
  if (on === undefined) return today
  if (!isPlainDate(on))
    throw new Error(`${String(on)} 不是存在的日期，格式为 2026-03-01 · not a day, write it as 2026-03-01`)
  return on
}

async function run(values: Values, out: Out): Promise<number> {
  const { house, owner, close } = await opened(values)
  try {
    const { analyzeForChecks, nameHits, runChecks } = await import('../../modules/subsidy/store/index.ts')
    const on = dayOf(values, house.office.world.today())
    if (values['claim'] === undefined && values['class'] === undefined) await told(owner, analyzeForChecks)
    const done = await runChecks(
      house.db,
      house.office,
      {
        on,
        by: 'command-line',
        ...(typeof values['claim'] === 'string' ? { claims: values['claim'].split(',') } : {}),
        ...(typeof values['class'] === 'string' ? { classes: values['class'].split(',') } : {}),
        ...(typeof values['only'] === 'string' ? { only: values['only'].split(',') } : {}),
      },
      () => performance.now(),
    )
    const hits = await nameHits(house.db.read, done.hits)
    out.data({ on: done.on, checks: done.checks, hits })
    for (const c of done.checks)
      out.print(
        `${MARK[c.result]} ${c.id} ${pad(c.title.zh, 26)} ${pad(RESULT[c.result]!, 20)} ${String(c.hits).padStart(6)}  ${String(c.durationMs).padStart(7)} ms${c.reason ? `  ${c.reason}` : ''}${c.usual ? `  普遍情况不计 usual here: ${c.usual.map((u) => `${u.variant} ${u.count}/${u.of}`).join(', ')}` : ''}`,
      )
    for (const h of hits.slice(0, PRINT_MAX))
      out.print(`  ${h.severity === 'block' ? '✗' : '!'} ${h.check} ${h.sentence.zh}`)
    if (hits.length > PRINT_MAX)
      out.print(`  … 共 ${hits.length} 条，全部见 --json · ${hits.length} in all, see --json`)
    return hits.some((h) => h.severity === 'block') ? 2 : 0
  } finally {
    await close()
  }
}
const PRINT_MAX = 200
const MARK: Record<string, string> = { passed: '✓', failed: '✗', warned: '!', 'not-run': '—' }
const RESULT: Record<string, string> = {
  passed: '通过 passed',
  failed: '未通过 failed',
  warned: '提示 warned',
  'not-run': '未运行 NOT RUN',
}

async function list(values: Values, out: Out): Promise<number> {
  const { house, close } = await opened(values)
  try {
    const { registerStates, ruleOf } = await import('../../modules/subsidy/store/index.ts')
    const on = dayOf(values, house.office.world.today())
    const registers = await registerStates(house.db.read, house.office, on)
    const rows = CHECKS.map((c) => {
      const rule = ruleOf(house.office, c, on)
      return {
        id: c.id,
        title: c.title,
        scope: c.scope,
        severity: rule.severity,
        severities: rule.severities,
        override: rule.override,
        needs: c.registers,
        partlyWithout: c.partlyWithout ?? false,
        thresholds: Object.fromEntries(
          Object.entries(c.thresholds).map(([k, t]) => [
            k,
            { title: t.title, unit: t.unit, value: rule.thresholds[k] },
          ]),
        ),
        from: rule.from,
        source: rule.source,
      }
    })
    out.data({ on, registers, checks: rows })
    for (const r of rows)
      out.print(
        `${r.id} ${pad(r.title.zh, 26)} ${pad(r.severity, 6)} ${pad(r.needs.join(',') || '—', 34)} ${r.source === 'missing' ? '依据缺失 source missing' : `${r.source.title} ${r.source.number ?? ''}`}`,
      )
    return 0
  } finally {
    await close()
  }
}

async function report(values: Values, out: Out): Promise<number> {
  if (typeof values['labels'] !== 'string') throw new Error('请给出 --labels FILE · give --labels FILE')
  const { house, owner, close } = await opened(values)
  try {
    const { analyzeForChecks, nameHits, runChecks } = await import('../../modules/subsidy/store/index.ts')
    const { compareWithLabels, readLabels } = await import('../../city/demo/fraud/labels.ts')
    const labels = await readLabels(values['labels'])
    const on = dayOf(values, house.office.world.today())
    await told(owner, analyzeForChecks)
    const done = await runChecks(house.db, house.office, { on, by: 'command-line' }, () => performance.now())
    const compared = compareWithLabels(labels, await nameHits(house.db.read, done.hits), done.checks)
    out.data({ on, ...compared })
    for (const k of compared.kinds)
      out.print(
        `${k.check} ${pad(k.variants, 30)} 种植 planted ${String(k.planted).padStart(5)}  查出 found ${String(k.found).padStart(5)}  召回 recall ${k.recall === null ? '—' : `${(k.recall * 100).toFixed(1)} %`}  误报 false ${k.falseAlarms} / ${k.clean} = ${(k.falseShare * 100).toFixed(2)} %${k.notRun ? '  未运行 NOT RUN' : ''}`,
      )
    return compared.kinds.every(
      (k) => (k.recall === null || k.recall >= compared.target.recall) && k.falseShare <= compared.target.falseShare,
    )
      ? 0
      : 1
  } finally {
    await close()
  }
}
