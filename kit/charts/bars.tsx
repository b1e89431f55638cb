import type { ReactNode } from 'react'
import { at, BAR_COLOUR, type ChartRow, type ChartWords, LEVEL_RAMP } from './chart.ts'
import { ChartFrame } from './chart-frame.tsx'

/**
 * Horizontal bars that are their own table: one row each with name, bar and value. So the twin cannot differ from the picture,
 * the text grows with the reader's size, and without styles a readable table is left. Bars begin at 0.
 */
export function Bars(props: {
  words: ChartWords
  rows: readonly ChartRow[]
  colourOf?: (id: string) => string
}): ReactNode {
  const { words, rows } = props
  const greatest = Math.max(0, ...rows.map((r) => r.value ?? 0))
  return (
    <ChartFrame words={words}>
      <table className="bars">
        <thead>
          <tr>
            <th scope="col">{words.names}</th>
            <th scope="col" className="number">
              {words.values}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => (
            <tr key={r.id}>
              <th scope="row">
                {r.href === undefined ? <span>{r.label}</span> : <a href={r.href}>{r.label}</a>}
                <svg className="bar" width="100%" height="14" aria-hidden="true" focusable="false">
                  <rect className="bar-ground" width="100%" height="14" fill="#e9edf2" />
                  {r.value !== null && r.value > 0 && (
                    <rect
                      width={`${at(Math.max(0.4, (100 * r.value) / greatest))}%`}
                      height="14"
                      fill={props.colourOf?.(r.id) ?? BAR_COLOUR}
                    />
                  )}
                </svg>
              </th>
              <td className="number">{r.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ChartFrame>
  )
}

/** The pyramid of levels: bars from the lowest level to the highest, in the one ramp from light to dark. */
export const LevelPyramid = (props: { words: ChartWords; rows: readonly ChartRow[] }): ReactNode => (
  <Bars {...props} colourOf={(id) => LEVEL_RAMP[id] ?? BAR_COLOUR} />
)
