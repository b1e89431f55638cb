import { type Command, pad } from './command.ts'
import { houseForCommand } from './house.ts'

export const measure: Command = {
  name: 'measure',
  words: 'list | show ID',
  about: { zh: '指标：目录、某日数值、按维度分组', en: 'measures: list them, show one on a day, by dimensions' },
  options: {
    'as-of': { type: 'string', about: { zh: '截止日期', en: 'day' } },
    from: { type: 'string', about: { zh: '起始日期（流量）', en: 'first day of a flow' } },
    to: { type: 'string', about: { zh: '截止日期（流量）', en: 'last day of a flow' } },
    'known-on': { type: 'string', about: { zh: '按某日所知', en: 'as known on' } },
    by: { type: 'string', about: { zh: '维度，如 level,county', en: 'dimensions, e.g. level,county' } },
    where: { type: 'string', about: { zh: '条件，如 county=141002,level=level-3', en: 'filters, e.g. county=141002' } },
  },
  run: async ({ words, values, out }) => {
    const [verb, id] = words
    if (verb !== 'list' && !(verb === 'show' && id)) throw new Error('用法 usage: npx guildbook measure list | show ID')
    const { house, close } = await houseForCommand({ data: String(values['data']), city: String(values['city']) })
    try {
      if (verb === 'list') {
        const all = [...house.office.measures.values()]
        out.data(all.map((m) => ({ id: m.id, title: m.title, unit: m.unit, kind: m.kind })))
        for (const m of all) out.print(`${pad(m.id, 42)} ${m.title.zh}（${m.unit.zh}）`)
        return 0
      }
      const text = (k: string) =>
        typeof values[k] === 'string'
          ? { [k === 'as-of' ? 'asOf' : k === 'known-on' ? 'knownOn' : k]: values[k] as string }
          : {}
      const where = Object.fromEntries(
        (typeof values['where'] === 'string' ? values['where'].split(',') : []).map(
          (pair) => pair.split('=') as [string, string],
        ),
      )
      const answer = await house.measures.answer(
        id!,
        { ...text('as-of'), ...text('from'), ...text('to'), ...text('known-on'), ...text('by'), where },
        'staff',
      )
      out.data(answer)
      const day = answer.asOf ? `截至 ${answer.asOf}` : `${answer.from} 至 ${answer.to}`
      out.print(
        `${answer.title.zh}  ${answer.value === null ? '—' : answer.kind === 'ratio' ? `${(answer.value * 100).toFixed(2)}%` : `${answer.value.toLocaleString('en-US')} ${answer.unit.zh}`}   ${day}，按 ${answer.knownOn} 所知`,
      )
      for (const g of answer.groups) {
        const keys = Object.entries(g).filter(([k]) => k !== 'value')
        out.print(
          `  ${keys.map(([k, v]) => pad(answer.labels[k]?.[String(v)]?.zh ?? String(v ?? '—'), 24)).join(' ')} ${g.value === null ? '—' : answer.kind === 'ratio' ? `${(g.value * 100).toFixed(2)}%` : g.value.toLocaleString('en-US')}`,
        )
      }
      return 0
    } finally {
      await close()
    }
  },
}
