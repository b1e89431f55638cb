import type { ReactNode } from 'react'
import { at, BAR_COLOUR, type ChartRow, type ChartWords } from './chart.ts'
import { ChartFrame } from './chart-frame.tsx'

const SIDE = 100
const GAP = 6

/**
 * The counties as equal squares about where they lie: a schematic drawing, not a map with borders. Counts are drawn as bars in
 * the squares, since shading would make counts look like rates. Rows without a square stand in the table only.
 */
export function TileMap(props: {
  words: ChartWords
  rows: readonly ChartRow[]
  tiles: readonly { code: string; row: number; column: number }[]
  /** How the drawing is read aloud: the three greatest. */
  label: string
  /** Short name in the square: 尧都 for 尧都区. */
  short: (row: ChartRow) => string
  tableTitle: string
  /** The list of bars beside stands as the table. */
  noTable?: boolean
}): ReactNode {
  const { words, rows, tiles } = props
  if (tiles.length === 0) return null
  const byCode = new Map(rows.map((r) => [r.id, r]))
  const greatest = Math.max(0, ...rows.map((r) => r.value ?? 0))
  const columns = Math.max(...tiles.map((t) => t.column))
  const lines = Math.max(...tiles.map((t) => t.row))
  return (
    <ChartFrame words={words}>
      <svg
        className="tile-map"
        viewBox={`0 0 ${columns * SIDE} ${lines * SIDE}`}
        role="img"
        aria-label={props.label}
        focusable="false"
      >
        {tiles.map((t) => {
          const r = byCode.get(t.code)
          const [x, y] = [(t.column - 1) * SIDE + GAP / 2, (t.row - 1) * SIDE + GAP / 2]
          const inner = SIDE - GAP
          const share = r?.value && greatest ? r.value / greatest : 0
          return (
            <g key={t.code} className="tile">
              <rect x={x} y={y} width={inner} height={inner} rx="8" fill="#f4f6f9" stroke="#7a8594" strokeWidth="1.5" />
              <text x={x + inner / 2} y={y + 33} textAnchor="middle" fontSize="24" fill="#1a1f26">
                {r ? props.short(r) : ''}
              </text>
              <text x={x + inner / 2} y={y + 63} textAnchor="middle" fontSize="22" fontWeight="bold" fill="#1a1f26">
                {r?.text ?? '—'}
              </text>
              <rect x={x + 8} y={y + 75} width={inner - 16} height="10" fill="#d5dbe3" />
              {share > 0 && (
                <rect x={x + 8} y={y + 75} width={at((inner - 16) * share)} height="10" fill={BAR_COLOUR} />
              )}
            </g>
          )
        })}
      </svg>
      {!props.noTable && <Twin words={words} rows={rows} title={props.tableTitle} />}
    </ChartFrame>
  )
}

/** The same values as a table, folded: opens without script. */
export function Twin(props: { words: ChartWords; rows: readonly ChartRow[]; title: string }): ReactNode {
  return (
    <details className="twin">
      <summary>{props.title}</summary>
      <div className="table-box">
        <table>
          <thead>
            <tr>
              <th scope="col">{props.words.names}</th>
              <th scope="col" className="number">
                {props.words.values}
              </th>
            </tr>
          </thead>
          <tbody>
            {props.rows.map((r) => (
              <tr key={r.id}>
                <th scope="row">{r.href === undefined ? r.label : <a href={r.href}>{r.label}</a>}</th>
                <td className="number">{r.text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
