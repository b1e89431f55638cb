import { Segmented } from 'antd'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { SERIES } from './theme.ts'
import { useWords } from './words.tsx'

export type ChartData = {
  kind: 'bar' | 'line'
  labels: string[]
  series: { name: string; values: (number | null)[] }[]
  unit: string
  percent?: boolean
}

/** Title as a sentence, day and source, the drawing, and its table: whoever cannot see the one reads the other. */
export function ChartFrame({
  title,
  note,
  chart,
  table,
}: {
  title: string
  note: string
  chart: ReactNode
  table: ReactNode
}) {
  const { t } = useWords()
  const [view, setView] = useState<'chart' | 'table'>('chart')
  const id = useId()
  return (
    <figure className="chart-frame" aria-labelledby={id}>
      <figcaption>
        <div>
          <strong id={id}>{title}</strong>
          <div className="hint">{note}</div>
        </div>
        <Segmented
          size="small"
          aria-label={t('图或表', 'Chart or table')}
          value={view}
          onChange={setView}
          options={[
            { value: 'chart', label: t('看图', 'Chart') },
            { value: 'table', label: t('看表格', 'Table') },
          ]}
        />
      </figcaption>
      {view === 'chart' ? chart : table}
    </figure>
  )
}

const ROW_PX = 30
const HEIGHT_PX = 320
const LABEL_CHARS_MAX = 12

/** Bars lie, so that Chinese names stand upright; they start at zero. A click opens the number. */
export function Chart({
  data,
  label,
  onOpen,
}: {
  data: ChartData
  label: string
  onOpen?: (row: number, series: number) => void
}) {
  const at = useRef<HTMLDivElement>(null)
  const open = useRef(onOpen)
  open.current = onOpen
  const height =
    data.kind === 'bar'
      ? Math.max(160, data.labels.length * ROW_PX * Math.max(1, data.series.length * 0.7) + 60)
      : HEIGHT_PX
  useEffect(() => {
    let gone = false
    let clean = () => {}
    void import('./chart-engine.ts').then(({ draw }) => {
      if (gone || !at.current) return
      const chart = draw(at.current)
      chart.setOption(optionsOf(data))
      chart.on('click', (e) => open.current?.(e.dataIndex, e.seriesIndex ?? 0))
      const resize = new ResizeObserver(() => chart.resize())
      resize.observe(at.current)
      clean = () => {
        resize.disconnect()
        chart.dispose()
      }
    })
    return () => {
      gone = true
      clean()
    }
  }, [data])
  return <div ref={at} role="img" aria-label={label} style={{ height }} />
}

function optionsOf(data: ChartData) {
  const shown = (v: number) => (data.percent ? `${(v * 100).toFixed(1)}%` : v.toLocaleString('en-US'))
  const categories = {
    type: 'category' as const,
    data: data.labels,
    axisTick: { show: false },
    axisLabel: {
      color: '#1A1F26',
      formatter: (s: string) => (s.length > LABEL_CHARS_MAX ? `${s.slice(0, LABEL_CHARS_MAX)}…` : s),
    },
    ...(data.kind === 'bar' ? { inverse: true } : {}),
  }
  const values = {
    type: 'value' as const,
    name: data.percent ? '' : data.unit,
    min: data.kind === 'bar' ? 0 : undefined,
    axisLabel: { color: '#4A5563', formatter: shown },
    splitLine: { lineStyle: { color: '#DDE2E8' } },
  }
  const many = data.series.length > 1
  return {
    animation: false,
    color: [...SERIES],
    grid: { left: 8, right: 64, top: many ? 40 : 28, bottom: 8, outerBoundsMode: 'same' as const, containLabel: true },
    tooltip: {
      trigger: 'axis' as const,
      renderMode: 'richText' as const,
      axisPointer: { type: 'shadow' as const },
      valueFormatter: (v: unknown) => (typeof v === 'number' ? shown(v) : '—'),
    },
    xAxis: data.kind === 'bar' ? values : categories,
    yAxis: data.kind === 'bar' ? categories : values,
    series: data.series.map((s) => ({
      type: data.kind,
      name: s.name,
      data: s.values,
      barMaxWidth: 22,
      label: {
        show: data.kind === 'bar' ? data.series.length <= 2 : !many && data.labels.length <= 14,
        position: data.kind === 'bar' ? ('right' as const) : ('top' as const),
        color: '#1A1F26',
        formatter: (p: { value: unknown }) => (typeof p.value === 'number' ? shown(p.value) : ''),
      },
      // Series are named at their end, not by colour alone.
      ...(data.kind === 'line' && many ? { endLabel: { show: true, formatter: '{a}', color: 'inherit' } } : {}),
      symbolSize: 7,
    })),
  }
}
