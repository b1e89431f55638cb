import type { ChartRow } from '../../../kit/charts/chart.ts'
import { TileMap } from '../../../kit/charts/tile-map.tsx'
import { traceAddress } from '../../../kit/portal/address.ts'
import { dateText, inTable, periodText } from '../../../kit/portal/format.ts'
import { FilterForm, SelectField, TextField } from '../../../kit/portal/forms.tsx'
import {
  type ListAnswer,
  type MeasureAnswer,
  portalPage,
  type RecordAnswer,
  type Tile,
} from '../../../kit/portal/page.ts'
import { CursorPager, Day, idOf, labelOf, Nothing, StateTag, TraceNumber } from '../../../kit/portal/parts.tsx'
import { countText, texts } from '../../../kit/texts.ts'
import { EVENT_TIERS, eventsHeld } from '../index.ts'

/** The list begins with the training action of 2018 that the city's letters count from; the register may hold older events. */
const COUNTED_FROM = '2018-01-01'

type Data = {
  list: ListAnswer
  held: MeasureAnswer
  byCounty: MeasureAnswer
  brands: readonly RecordAnswer[]
  tiles: readonly Tile[]
  counties: readonly { id: string; label: string }[]
}

const events = portalPage<Data>({
  path: '/competitions',
  title: texts.competitions,
  query: {
    tier: { kind: 'choice', choices: EVENT_TIERS.map((c) => c.id), label: texts.tier },
    county: { kind: 'code', label: texts.county },
    search: { kind: 'text', lengthMax: 60, label: { zh: '名称', en: 'Name' } },
    cursor: { kind: 'text', lengthMax: 400, label: texts.pages },
  },
  load: async (ctx) => {
    const { tier, county, search, cursor } = ctx.query
    const words = { from: COUNTED_FROM, to: ctx.office.today }
    const [list, brands, held, byCounty] = await Promise.all([
      ctx.list('competitions.event', {
        where: { ...(tier ? { tier } : {}), ...(county ? { county } : {}) },
        ...(search ? { search } : {}),
        ...(cursor ? { cursor } : {}),
      }),
      ctx.list('competitions.event', { where: { countyBrand: 'true' }, limit: 100 }),
      ctx.measure(eventsHeld.id, words),
      ctx.measure(eventsHeld.id, { ...words, by: 'county' }),
    ])
    return {
      list,
      held,
      byCounty,
      brands: brands.rows,
      tiles: ctx.tiles(),
      counties: ctx
        .codes('catalogue.division')
        .filter((d) => d.code.startsWith(ctx.office.city.division.slice(0, 4)) && d.code !== ctx.office.city.division)
        .map((d) => ({ id: d.code, label: ctx.say(d.name) })),
    }
  },
  View: ({ data, view }) => {
    const { say, language } = view
    const words = { from: COUNTED_FROM, to: data.held.to ?? view.office.today }
    const rows = data.byCounty.groups
      .map((g): ChartRow => {
        const id = g['county'] === null ? '' : String(g['county'])
        const label = data.byCounty.labels['county']?.[id]
        return {
          id,
          label: label ? say(label) : say(texts.unknown),
          value: g.value,
          text: inTable(g.value ?? 0, data.held.unit),
          ...(id ? { href: traceAddress(eventsHeld.id, { ...words, where: { county: id } }) } : {}),
        }
      })
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
    const tierLabel = (id: string) => {
      const found = EVENT_TIERS.find((c) => c.id === id)
      return found ? say(found.label) : id
    }
    return (
      <>
        <div className="trace-numbers">
          <TraceNumber view={view} answer={data.held} words={words} />
        </div>
        <h2>{say({ zh: '一县一品', en: 'One brand event for each county' })}</h2>
        <p>
          {say({
            zh: '每个县（市、区）打造一个技能品牌赛事。以下为各县的品牌赛事。',
            en: 'Each county has one brand event of its own.',
          })}
        </p>
        {data.brands.length === 0 ? (
          <p className="secondary">
            {say({ zh: '还没有登记品牌赛事。', en: 'No brand event has been registered yet.' })}
          </p>
        ) : (
          <table className="stack">
            <thead>
              <tr>
                <th scope="col">{say(texts.county)}</th>
                <th scope="col">{say({ zh: '赛事', en: 'Event' })}</th>
                <th scope="col">{say({ zh: '最近举办', en: 'Last held' })}</th>
              </tr>
            </thead>
            <tbody>
              {lastOfEachCounty(data.brands).map((r) => (
                <tr key={r.id}>
                  <th scope="row">{labelOf(r.fields['county'])}</th>
                  <td>{r.title}</td>
                  <td data-label={say({ zh: '最近举办', en: 'Last held' })}>
                    <Day view={view} value={idOf(r.fields['heldOn'])} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <h2>{say({ zh: '各县（市、区）举办场次', en: 'Events by county' })}</h2>
        {rows.length > 0 && (
          <TileMap
            words={{
              title: rows[0]
                ? say({
                    zh: `${rows[0].label}最多，${rows[0].text} 场`,
                    en: `${rows[0].label} has the most: ${rows[0].text}`,
                  })
                : say(data.held.title),
              names: say(texts.county),
              values: `${say(data.held.title)} (${say(data.held.unit)})`,
              period: periodText(data.held, language),
              ...(data.held.sources[0] ? { source: say(data.held.sources[0]) } : {}),
            }}
            rows={rows}
            tiles={data.tiles}
            label={say({
              zh: `示意图，每个县一个方格。${rows
                .slice(0, 3)
                .map((r) => `${r.label} ${r.text} 场`)
                .join('，')}`,
              en: `Schematic map, one square a county. ${rows
                .slice(0, 3)
                .map((r) => `${r.label} ${r.text}`)
                .join(', ')}`,
            })}
            short={(r) => (r.label.length > 2 ? r.label.replace(/[县市区]$/, '') : r.label)}
            tableTitle={say(texts.asTable)}
          />
        )}
        <h2>{say({ zh: '竞赛列表', en: 'List of events' })}</h2>
        <FilterForm view={view}>
          <SelectField view={view} name="county" label={texts.county} choices={data.counties} />
          <SelectField
            view={view}
            name="tier"
            label={texts.tier}
            choices={EVENT_TIERS.map((c) => ({ id: c.id, label: say(c.label) }))}
          />
          <TextField
            view={view}
            name="search"
            type="search"
            label={{ zh: '名称', en: 'Name' }}
            hint={{ zh: '可只填几个字', en: 'part of the name will do' }}
            lengthMax={60}
          />
        </FilterForm>
        <p className="count">{say(countText(data.list.total, data.list.totalIsExact))}</p>
        {data.list.rows.length === 0 ? (
          <Nothing view={view} />
        ) : (
          <ul className="cards">
            {data.list.rows.map((r) => (
              <li key={r.id}>
                <h3>{r.title}</h3>
                <p>
                  {r.fields['countyBrand'] === true && (
                    <StateTag tone="good">{say({ zh: '一县一品', en: 'county brand' })}</StateTag>
                  )}
                  {tierLabel(idOf(r.fields['tier']))} · {labelOf(r.fields['county']) || '—'} · {heldText(r, language)}
                </p>
                {labelOf(r.fields['occupations']) && (
                  <p>
                    {say({ zh: '职业（工种）：', en: 'Occupations: ' })}
                    {labelOf(r.fields['occupations'])}
                  </p>
                )}
                <p className="secondary small">
                  {labelOf(r.fields['host']) && `${say({ zh: '主办：', en: 'Host: ' })}${labelOf(r.fields['host'])}`}
                  {typeof r.fields['entrants'] === 'number' &&
                    say({ zh: `　参赛 ${r.fields['entrants']} 人`, en: ` · ${r.fields['entrants']} entrants` })}
                </p>
              </li>
            ))}
          </ul>
        )}
        <CursorPager view={view} next={data.list.next} />
      </>
    )
  },
})

const heldText = (r: RecordAnswer, language: 'zh' | 'en'): string => {
  const [from, to] = [idOf(r.fields['heldOn']), idOf(r.fields['endedOn'])]
  const first = dateText(from, language)
  return to && to !== from ? `${first}${language === 'zh' ? '至' : ' to '}${dateText(to, language)}` : first
}

function lastOfEachCounty(rows: readonly RecordAnswer[]): RecordAnswer[] {
  const last = new Map<string, RecordAnswer>()
  for (const r of rows) {
    const county = idOf(r.fields['county'])
    const known = last.get(county)
    if (!known || idOf(known.fields['heldOn']) < idOf(r.fields['heldOn'])) last.set(county, r)
  }
  return [...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, r]) => r)
}

export const pages = [events]
