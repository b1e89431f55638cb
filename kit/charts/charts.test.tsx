import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Bars, LevelPyramid } from './bars.tsx'
import { type ChartRow, LEVEL_RAMP, niceEnd } from './chart.ts'
import { TileMap } from './tile-map.tsx'
import { Trend } from './trend.tsx'

const words = { title: '红队最多', names: '队', values: '人数（人）', period: '截至2025年6月30日', source: '名册' }
const rows: ChartRow[] = [
  { id: 'red', label: '红队 <1>', value: 40, text: '40', href: '/figures/x?where[team]=red&asOf=2025-06-30' },
  { id: 'blue', label: '蓝队', value: 10, text: '10' },
  { id: 'grey', label: '灰队', value: null, text: '不公布' },
]
/** Names and values of the table in a drawing. */
const tableOf = (html: string): [string, string][] =>
  [...html.matchAll(/<th scope="row">(.*?)<\/th><td class="number">(.*?)<\/td>/gs)].map((m) => [
    m[1]!.replace(/<svg.*?<\/svg>/s, '').replace(/<[^>]+>/g, ''),
    m[2]!,
  ])
const wanted = [
  ['红队 &lt;1&gt;', '40'],
  ['蓝队', '10'],
  ['灰队', '不公布'],
]

describe('charts', () => {
  test('bars: the table has every value; lengths are in proportion from 0; what is withheld has no bar', () => {
    const html = renderToStaticMarkup(<Bars words={words} rows={rows} />)
    expect(tableOf(html)).toEqual(wanted)
    const lengths = [...html.matchAll(/<rect width="([\d.]+)%" height="14" fill="#1554ad"/g)].map((m) => Number(m[1]))
    expect(lengths).toEqual([100, 25])
    expect(html).toContain('<span class="chart-title">红队最多</span>')
    expect(html).toContain('截至2025年6月30日 · 名册')
    expect(html).toContain('where[team]=red&amp;asOf')
  })

  test('levels get darker upwards, told apart in grey print', () => {
    const grey = (hex: string) =>
      [1, 3, 5]
        .map((i) => Number.parseInt(hex.slice(i, i + 2), 16))
        .reduce((sum, v, i) => sum + v * [0.299, 0.587, 0.114][i]!, 0)
    const ramp = ['level-5', 'level-4', 'level-3', 'level-2', 'level-1'].map((l) => grey(LEVEL_RAMP[l]!))
    for (let i = 1; i < ramp.length; i++) expect(ramp[i - 1]! - ramp[i]!).toBeGreaterThan(20)
    const html = renderToStaticMarkup(
      <LevelPyramid words={words} rows={[{ id: 'level-1', label: '一级', value: 1, text: '1' }]} />,
    )
    expect(html).toContain(`fill="${LEVEL_RAMP['level-1']}"`)
  })

  test('map: a square for each tile, read aloud by its label, with the table folded beside', () => {
    const tiles = [
      { code: 'red', row: 1, column: 2 },
      { code: 'grey', row: 2, column: 1 },
    ]
    const html = renderToStaticMarkup(
      <TileMap
        words={words}
        rows={rows}
        tiles={tiles}
        label="红队 40"
        short={(r) => r.label.slice(0, 1)}
        tableTitle="看表格"
      />,
    )
    expect(html.match(/class="tile"/g)).toHaveLength(2)
    expect(html).toContain('role="img" aria-label="红队 40"')
    expect(tableOf(html)).toEqual(wanted)
    expect(
      renderToStaticMarkup(<TileMap words={words} rows={rows} tiles={[]} label="" short={() => ''} tableTitle="" />),
    ).toBe('')
  })

  test('trend: points at their heights, first and last named, table with all', () => {
    const years: ChartRow[] = [2020, 2021, 2022].map((y, i) => ({
      id: `${y}`,
      label: `${y}`,
      value: 100 * (i + 1),
      text: `${100 * (i + 1)} 人`,
    }))
    const html = renderToStaticMarkup(<Trend words={words} rows={years} label="从 100 到 300" tableTitle="看表格" />)
    const points = /points="([^"]+)"/
      .exec(html)![1]!
      .split(' ')
      .map((p) => p.split(',').map(Number))
    const [a, b, c] = points.map((p) => p[1]!)
    expect(a! - b!).toBeCloseTo(b! - c!, 1)
    expect(tableOf(html)).toEqual(years.map((y) => [y.label, y.text]))
    expect(html).toContain('>100 人</text>')
    expect(html).toContain('>300 人</text>')
  })

  test('a single point is a table, not a line', () => {
    const html = renderToStaticMarkup(<Trend words={words} rows={rows.slice(0, 1)} label="" tableTitle="看表格" />)
    expect(html).not.toContain('<svg')
    expect(tableOf(html)).toHaveLength(1)
  })

  test.each([
    [0, 1],
    [7, 8],
    [619_300, 800_000],
    [1_200_000, 1_200_000],
  ])('an axis for %d ends at %d', (greatest, end) => {
    expect(niceEnd(greatest)).toBe(end)
  })
})
