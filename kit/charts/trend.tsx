import type { ReactNode } from 'react'
import { at, BAR_COLOUR, type ChartRow, type ChartWords, niceEnd } from './chart.ts'
import { ChartFrame } from './chart-frame.tsx'
import { Twin } from './tile-map.tsx'

const WIDTH = 560
const HEIGHT = 300
const PLOT = { left: 24, right: 536, top: 44, bottom: 252 }
const LABELS_MAX = 6

/** A line over the years from 0 up, first and last point labelled in place. */
export function Trend(props: {
  words: ChartWords
  rows: readonly ChartRow[]
  /** The same points as the table names them, where the axis has only room for less. */
  tableRows?: readonly ChartRow[]
  /** How the drawing is read aloud. */
  label: string
  tableTitle: string
}): ReactNode {
  const { words } = props
  const rows = props.rows.filter((r) => r.value !== null)
  const twin = <Twin words={words} rows={props.tableRows ?? props.rows} title={props.tableTitle} />
  if (rows.length < 2) return <ChartFrame words={words}>{twin}</ChartFrame>
  const end = niceEnd(Math.max(...rows.map((r) => r.value!)))
  const x = (i: number) => PLOT.left + ((PLOT.right - PLOT.left) * i) / (rows.length - 1)
  const y = (v: number) => PLOT.bottom - ((PLOT.bottom - PLOT.top) * v) / end
  const every = Math.ceil(rows.length / LABELS_MAX)
  const last = rows.length - 1
  // The first label stands on the side of the line that the line leaves free.
  const isRising = rows[1]!.value! >= rows[0]!.value! && y(rows[0]!.value!) < PLOT.bottom - 40
  return (
    <ChartFrame words={words}>
      <svg className="trend" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={props.label} focusable="false">
        {[0, 0.5, 1].map((part) => (
          <line
            key={part}
            x1={PLOT.left}
            x2={PLOT.right}
            y1={at(y(end * part))}
            y2={at(y(end * part))}
            stroke={part === 0 ? '#4a5563' : '#d5dbe3'}
          />
        ))}
        <polyline
          points={rows.map((r, i) => `${at(x(i))},${at(y(r.value!))}`).join(' ')}
          fill="none"
          stroke={BAR_COLOUR}
          strokeWidth="4"
          strokeLinejoin="round"
        />
        {rows.map((r, i) => (
          <circle
            key={r.id}
            cx={at(x(i))}
            cy={at(y(r.value!))}
            r="5.5"
            fill="#ffffff"
            stroke={BAR_COLOUR}
            strokeWidth="3"
          />
        ))}
        {[0, last].map((i) => (
          <text
            key={i}
            x={at(x(i))}
            y={at(y(rows[i]!.value!) + (i === 0 && isRising ? 34 : -16))}
            textAnchor={i === 0 ? 'start' : 'end'}
            fontSize="22"
            fontWeight="bold"
            fill="#1a1f26"
          >
            {rows[i]!.text}
          </text>
        ))}
        {rows.map((r, i) =>
          // Counted from the end, so that the newest year always has its name.
          (last - i) % every === 0 ? (
            <text
              key={r.id}
              x={at(x(i))}
              y={PLOT.bottom + 32}
              textAnchor={i === 0 ? 'start' : i === last ? 'end' : 'middle'}
              fontSize="20"
              fill="#4a5563"
            >
              {r.label}
            </text>
          ) : null,
        )}
      </svg>
      {twin}
    </ChartFrame>
  )
}
