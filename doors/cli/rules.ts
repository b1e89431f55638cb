import { loadCity } from '../../city/settings.ts'
import { type Command, pad } from './command.ts'

export const rules: Command = {
  name: 'rules',
  words: 'list',
  about: { zh: '现行规则、数值和依据', en: 'rules in force, their values and sources' },
  options: { on: { type: 'string', about: { zh: '某日', en: 'on a day' } } },
  run: async ({ words, values, out }) => {
    if (words[0] !== 'list') throw new Error('用法 usage: npx guildbook rules list')
    const { rules } = await loadCity(String(values['city']))
    const on = (values['on'] as string | undefined) ?? '9999-12-31'
    const rows = rules.map((r) => ({
      key: r.key,
      unit: r.unit,
      inForce: r.values.findLast((v) => v.from <= on) ?? null,
      checkedOn: r.checkedOn,
    }))
    out.data(rows)
    for (const r of rows) {
      const s = r.inForce?.source
      out.print(
        `${pad(r.key, 44)} ${pad(JSON.stringify(r.inForce?.value ?? null), 22)} ${pad(r.unit, 14)} ${s === 'missing' ? '依据缺失 source missing' : s ? `${s.title}${s.number ? ` ${s.number}` : ''}` : '—'}`,
      )
    }
    return 0
  },
}
