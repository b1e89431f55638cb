import type { MeasureAnswer, MeasureWords } from '../../../../kit/desk/api-types.ts'
import type { ChartData } from '../../../../kit/desk/ChartFrame.tsx'
import { inText, type Language } from '../../../../kit/desk/format.ts'
import { last } from '../../../../kit/desk/lists.ts'
import type { MeasureTable } from '../../../../kit/desk/measure-table.ts'

/** More bars than these are not read; the table has them all. */
const BARS_MAX = 20
const SERIES_MAX = 8

/** What a chart of the table shows. Bars by size, time in its order; columns without a place in the palette stay in the table. */
export function drawingOf(
  table: MeasureTable,
  answer: MeasureAnswer,
  kind: 'bar' | 'line',
  language: Language,
): ChartData {
  const sizeOf = (r: MeasureTable['rows'][number]) => r.total?.value ?? r.cells[0]?.value ?? 0
  // Groups with an order of their own (levels, ages, years) keep it; only names are ranked.
  const isRanked = kind === 'bar' && table.rows.length > 8
  const rows = isRanked ? [...table.rows].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, BARS_MAX) : table.rows
  return {
    kind,
    unit: answer.unit[language],
    percent: answer.kind === 'ratio',
    labels: rows.map((r) => r.label[language]),
    series: table.columns
      .slice(0, SERIES_MAX)
      .map((c, i) => ({ name: c.label[language], values: rows.map((r) => r.cells[i]?.value ?? null) })),
  }
}

/** The finding as a sentence: which group has the most, or where a line ends. */
export function topOf(
  table: MeasureTable,
  answer: MeasureAnswer,
  words: Pick<MeasureWords, 'dimensions'>,
  language: Language,
): string {
  const value = (r: MeasureTable['rows'][number]) => (r.total ? r.total.value : (r.cells[0]?.value ?? null))
  const known = table.rows.filter((r) => r.key !== null && value(r) !== null)
  const by = table.dimensions.map((d) => d.title[language]).join(language === 'zh' ? '、' : ', ')
  if (known.length === 0) return language === 'zh' ? `${answer.title.zh}，按${by}` : `${answer.title.en} by ${by}`
  const kind = words.dimensions.find((d) => d.id === table.dimensions[0]?.id)?.kind
  if (kind === 'year' || kind === 'month') {
    const now = last(known)
    const before = known[known.length - 2]
    const say = (r: MeasureTable['rows'][number]) =>
      `${r.label[language]}${language === 'zh' ? ' 为 ' : ': '}${inText(value(r), answer.kind, answer.unit[language], language)}`
    return now ? say(now) + (before ? (language === 'zh' ? `（${say(before)}）` : ` (${say(before)})`) : '') : ''
  }
  const top = known.reduce((a, b) => ((value(b) ?? 0) > (value(a) ?? 0) ? b : a))
  const text = inText(value(top), answer.kind, answer.unit[language], language)
  const most = answer.kind === 'ratio' ? { zh: '最高', en: 'highest' } : { zh: '最多', en: 'most' }
  return language === 'zh'
    ? `按${by}：${top.label.zh}${most.zh}（${text}）`
    : `By ${by}: ${top.label.en} has the ${most.en} (${text})`
}
