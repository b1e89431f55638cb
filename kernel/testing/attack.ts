/**
 * A differencing attack on published tables: every total that is shown is an equation in the hidden figures, each of which
 * is at least 1 (in a table withheld as a whole: 0). First elimination (what sums of equations say), then narrowing of intervals (what bounds say), until
 * nothing moves. It knows nothing of how cells were chosen to be hidden.
 */
export type PublishedCell = { keys: readonly (string | null)[]; value: number | null }
export type Published = {
  table: readonly PublishedCell[]
  byRow: readonly PublishedCell[]
  byColumn: readonly PublishedCell[]
  total: number
}

export function attack(p: Published): { cell: string; value: number }[] {
  const names: string[] = []
  const at = new Map<string, number>()
  const unknown = (name: string) => {
    if (!at.has(name)) {
      at.set(name, names.length)
      names.push(name)
    }
    return at.get(name)!
  }
  type Equation = { of: Map<number, number>; sum: number }
  const equations: Equation[] = []
  const says = (parts: readonly PublishedCell[], whole: { name: string; value: number | null }) => {
    const e: Equation = { of: new Map(), sum: 0 }
    for (const c of parts) {
      if (c.value !== null) e.sum -= c.value
      else {
        const i = unknown(c.keys.join(' '))
        e.of.set(i, (e.of.get(i) ?? 0) + 1)
      }
    }
    if (whole.value !== null) e.sum += whole.value
    else e.of.set(unknown(whole.name), -1)
    equations.push(e)
  }
  for (const r of p.byRow)
    says(
      p.table.filter((c) => c.keys[0] === r.keys[0]),
      { name: `row:${r.keys[0]}`, value: r.value },
    )
  for (const r of p.byColumn)
    says(
      p.table.filter((c) => c.keys[1] === r.keys[0]),
      { name: `column:${r.keys[0]}`, value: r.value },
    )
  const named = (cells: readonly PublishedCell[], kind: string) =>
    cells.map((c) => ({ keys: [`${kind}:${c.keys[0]}`], value: c.value }))
  says(named(p.byRow, 'row'), { name: 'total', value: p.total })
  says(named(p.byColumn, 'column'), { name: 'total', value: p.total })

  // In a table withheld as a whole, empty places are hidden too.
  const least = p.table.every((c) => c.value === null) ? 0 : 1
  const low: number[] = names.map((n) => (n.includes(':') ? 1 : least))
  const high = names.map(() => p.total)
  const solved = [...equations, ...reduced(equations, names.length)]
  for (let moved = true; moved; ) {
    moved = false
    for (const e of solved)
      for (const [i, k] of e.of) {
        let least = e.sum
        let most = e.sum
        for (const [j, w] of e.of) {
          if (j === i) continue
          least -= w > 0 ? w * high[j]! : w * low[j]!
          most -= w > 0 ? w * low[j]! : w * high[j]!
        }
        const [a, b] =
          k > 0
            ? [Math.ceil(least / k - 1e-9), Math.floor(most / k + 1e-9)]
            : [Math.ceil(most / k - 1e-9), Math.floor(least / k + 1e-9)]
        if (a > low[i]!) {
          low[i] = a
          moved = true
        }
        if (b < high[i]!) {
          high[i] = b
          moved = true
        }
      }
  }
  return names.flatMap((cell, i) => (low[i]! === high[i]! ? [{ cell, value: low[i]! }] : []))
}

/** The equations in reduced echelon form: where a row has one unknown left, that one is known. */
function reduced(
  equations: readonly { of: Map<number, number>; sum: number }[],
  n: number,
): { of: Map<number, number>; sum: number }[] {
  const rows = equations.map((e) => {
    const r = new Array<number>(n + 1).fill(0)
    for (const [i, k] of e.of) r[i] = k
    r[n] = e.sum
    return r
  })
  let top = 0
  for (let c = 0; c < n && top < rows.length; c++) {
    const pivot = rows.findIndex((r, i) => i >= top && Math.abs(r[c]!) > 1e-9)
    if (pivot < 0) continue
    ;[rows[top], rows[pivot]] = [rows[pivot]!, rows[top]!]
    const by = rows[top]![c]!
    for (let k = 0; k <= n; k++) rows[top]![k]! /= by
    for (let i = 0; i < rows.length; i++) {
      const f = rows[i]![c]!
      if (i !== top && Math.abs(f) > 1e-9) for (let k = 0; k <= n; k++) rows[i]![k]! -= f * rows[top]![k]!
    }
    top++
  }
  return rows
    .map((r) => ({
      of: new Map(
        r
          .slice(0, n)
          .flatMap((k, i) => (Math.abs(k) > 1e-9 ? [[i, Math.round(k * 1e6) / 1e6] as [number, number]] : [])),
      ),
      sum: Math.round(r[n]! * 1e6) / 1e6,
    }))
    .filter((e) => e.of.size > 0)
}
