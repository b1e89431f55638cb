import type { MeasureAnswer, MeasureQuestion, MeasureWords, Text } from './api-types.ts'

// From the flat groups of a measure's answer to rows and columns, and from a cell back to the question that it answers.

export type Cell = { value: number | null; question: MeasureQuestion }
export type MeasureTable = {
  dimensions: { id: string; title: Text }[]
  rows: { key: string | null; label: Text; cells: (Cell | undefined)[]; total: Cell | undefined }[]
  /** One for each value of the second dimension; one only, without a key, when there is none. */
  columns: { key: string | null; label: Text }[]
  total: Cell
}

const NOT_GIVEN: Text = { zh: '（未填）', en: '(not given)' }
const OTHER = ' '

/** `occupation@2` → `occupation`. */
export const dimensionOf = (by: string): string => by.split('@')[0] ?? by

/** The question whose answer is this one cell: the groups become conditions. A group without a value cannot be asked for. */
export function questionOfCell(
  question: MeasureQuestion,
  keys: { readonly [dimension: string]: string | null },
): MeasureQuestion {
  const { by: _, where, ...rest } = question
  const more = Object.fromEntries(Object.entries(keys).flatMap(([d, k]) => (k === null ? [] : [[d, k]])))
  const all = { ...where, ...more }
  return { ...rest, ...(Object.keys(all).length ? { where: all } : {}) }
}

/**
 * A table of one or two dimensions. Sums are not made here: the margin of a row is shown only where it can be asked for,
 * and comes with a value only for counts, where groups add up.
 * @param orders groups that have an order of their own, such as levels; others stand by their key
 */
export function tableOf(
  answer: MeasureAnswer,
  words: MeasureWords,
  question: MeasureQuestion,
  orders: { readonly [dimension: string]: readonly string[] } = {},
): MeasureTable {
  const by = (question.by ?? '').split(',').filter(Boolean).map(dimensionOf)
  const dimensions = by.map((id) => ({
    id,
    title: words.dimensions.find((d) => d.id === id)?.title ?? { zh: id, en: id },
  }))
  const [first, second] = by
  const label = (d: string | undefined, key: string | null): Text =>
    d === undefined || key === null ? NOT_GIVEN : (answer.labels[d]?.[key] ?? { zh: key, en: key })
  const keysOf = (d: string) => {
    const seen = new Map<string, string | null>()
    for (const g of answer.groups) {
      const k = (g[d] ?? null) as string | null
      seen.set(k ?? OTHER, k)
    }
    const at = new Map((orders[d] ?? []).map((k, i) => [k, i]))
    const place = (k: string) => at.get(k) ?? Number.MAX_SAFE_INTEGER
    return [...seen.values()].sort((a, b) =>
      a === null ? 1 : b === null ? -1 : place(a) - place(b) || (a < b ? -1 : 1),
    )
  }
  const total: Cell = { value: answer.value, question: questionOfCell(question, {}) }
  if (first === undefined) return { dimensions, rows: [], columns: [], total }
  const columns =
    second === undefined
      ? [{ key: null, label: answer.title }]
      : keysOf(second).map((key) => ({ key, label: label(second, key) }))
  const cells = new Map(
    answer.groups.map((g) => [
      JSON.stringify([g[first] ?? null, second === undefined ? null : (g[second] ?? null)]),
      g.value,
    ]),
  )
  const adds = answer.kind === 'stock' || answer.kind === 'flow'
  const rows = keysOf(first).map((key) => {
    const row = columns.map((c): Cell | undefined => {
      const value = cells.get(JSON.stringify([key, c.key]))
      if (value === undefined) return undefined
      return {
        value,
        question: questionOfCell(question, { [first]: key, ...(second === undefined ? {} : { [second]: c.key }) }),
      }
    })
    const hidden = row.some((c) => c !== undefined && c.value === null)
    const sum = adds && !hidden ? row.reduce((n, c) => n + (c?.value ?? 0), 0) : null
    return {
      key,
      label: label(first, key),
      cells: row,
      total: second === undefined ? undefined : { value: sum, question: questionOfCell(question, { [first]: key }) },
    }
  })
  return { dimensions, rows, columns, total }
}

export type ChartKind = 'bar' | 'line' | 'tiles'
/** Time as a line, places as tiles, the rest as bars. */
export function chartsFor(words: MeasureWords, question: MeasureQuestion, placeDimension: string): ChartKind[] {
  const first = dimensionOf((question.by ?? '').split(',')[0] ?? '')
  const d = words.dimensions.find((x) => x.id === first)
  if (!d) return []
  if (d.kind === 'year' || d.kind === 'month') return ['line', 'bar']
  return first === placeDimension ? ['tiles', 'bar'] : ['bar']
}
