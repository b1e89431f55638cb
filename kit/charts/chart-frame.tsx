import type { ReactNode } from 'react'
import type { ChartWords } from './chart.ts'

/** Title as a finding, period and source around a chart and its table. */
export function ChartFrame({ words, children }: { words: ChartWords; children: ReactNode }): ReactNode {
  return (
    <figure className="chart">
      <figcaption>
        <span className="chart-title">{words.title}</span>
        <span className="chart-period">
          {words.period}
          {words.source === undefined ? '' : ` · ${words.source}`}
        </span>
      </figcaption>
      {children}
    </figure>
  )
}
