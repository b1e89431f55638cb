/** One row of the bench: what we do, beside what the bare machine does with the same, in the same run. */
export type BenchRow = {
  name: string
  /** What was measured, in its own unit. */
  ours: string
  floor: string
  /** ours ÷ floor, so that the target reads naturally; see `target`. */
  ratio: number | null
  target: string
  met: boolean
  note?: string
}

export const median = (xs: readonly number[]): number => {
  const s = [...xs].sort((a, b) => a - b)
  const mid = s.length >> 1
  return s.length % 2 ? s[mid]! : (s[mid - 1]! + s[mid]!) / 2
}
export const percentile = (xs: readonly number[], p: number): number => {
  const s = [...xs].sort((a, b) => a - b)
  return s[Math.min(s.length - 1, Math.ceil((p / 100) * s.length) - 1)]!
}

export function markdown(rows: readonly BenchRow[]): string {
  return [
    '| work | ours | floor, same run | ratio | target | met |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      (r) =>
        `| ${r.name} | ${r.ours} | ${r.floor} | ${r.ratio === null ? '—' : r.ratio.toFixed(2)} | ${r.target} | ${r.met ? 'yes' : '**no**'} |`,
    ),
    '',
    ...rows.filter((r) => r.note).map((r) => `- ${r.name}: ${r.note}`),
  ].join('\n')
}
