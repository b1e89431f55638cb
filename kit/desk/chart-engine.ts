import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

echarts.use([BarChart, LineChart, GridComponent, TooltipComponent, CanvasRenderer])

/** The drawing engine, loaded only by pages that draw. Tooltips are drawn too: the page's policy forbids inline styles. */
export const draw = (at: HTMLElement): ReturnType<typeof echarts.init> => echarts.init(at, null, { renderer: 'canvas' })
