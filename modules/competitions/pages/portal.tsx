import type { Text } from '../../../kernel/values/text.ts'
import type { ChartRow } from '../../../kit/charts/chart.ts'
import { TileMap } from '../../../kit/charts/tile-map.tsx'
import { traceAddress } from '../../../kit/portal/address.ts'
import { dateText, inTable, periodText } from '../../../kit/portal/format.ts'
import { FilterForm, SelectField, TextField } from '../../../kit/portal/forms.tsx'
import { Telephone } from '../../../kit/portal/layout.tsx'
import {
  type ListAnswer,
  type MeasureAnswer,
  portalPage,
  type RecordAnswer,
  type Tile,
} from '../../../kit/portal/page.ts'
import {
  CursorPager,
  DataList,
  Day,
  idOf,
  labelOf,
  Nothing,
  StateTag,
  TraceNumber,
} from '../../../kit/portal/parts.tsx'
import { countText, texts } from '../../../kit/texts.ts'
import { EVENT_TIERS, eventsHeld, marksText } from '../index.ts'

/** The list begins with the training action of 2018 that the city's letters count from; the register may hold older events. */
const COUNTED_FROM = '2018-01-01'

type Named = { id: string; name: Text }
type Recent = { id: string; name: string; state: Named; tier: Named; heldOn: string; host: string }

type Data = {
  recent: readonly Recent[]
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
    const [list, brands, held, byCounty, recent] = await Promise.all([
      ctx.list('competitions.event', {
        where: { ...(tier ? { tier } : {}), ...(county ? { county } : {}) },
        ...(search ? { search } : {}),
        ...(cursor ? { cursor } : {}),
      }),
      ctx.list('competitions.event', { where: { countyBrand: 'true' }, limit: 100 }),
      ctx.measure(eventsHeld.id, words),
      ctx.measure(eventsHeld.id, { ...words, by: 'county' }),
      ctx.read('competitions.events', {}) as Promise<{ rows: Recent[] }>,
    ])
    return {
      recent: recent.rows,
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
        {data.recent.length > 0 && (
          <>
            <h2>{say({ zh: '近期竞赛', en: 'Recent competitions' })}</h2>
            <ul className="cards">
              {data.recent.map((e) => (
                <li key={e.id}>
                  <h3>
                    <a href={`/competitions/${e.id}`}>{e.name}</a>
                  </h3>
                  <p>
                    <StateTag tone={TONES[e.state.id] ?? 'plain'}>{say(e.state.name)}</StateTag> {say(e.tier.name)} ·{' '}
                    <Day view={view} value={e.heldOn} />
                  </p>
                </li>
              ))}
            </ul>
          </>
        )}
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

const TONES: { readonly [state: string]: 'good' | 'bad' } = { closed: 'good', cancelled: 'bad' }

type EventPage = {
  id: string
  name: string
  state: Named
  tier: Named
  heldOn: string
  endedOn: string
  host: string
  approvalNumber: string | null
  drawHash: string | null
  drawSeed: string | null
  publishedOn: string | null
  noticeUntil: string | null
  skills: {
    no: number
    title: string
    group: Named
    entries: number
    schemeHash: string | null
    resultHash: string | null
    modules: string[]
    places: {
      rank: number
      secretNo: number
      names: string[]
      organisation: string | null
      total: number
      modules: { [module: string]: number }
      points: number
      medal: Named | null
    }[]
    absent: number
  }[]
}

/** One competition: what is held, how it is drawn, and from the publication on the score board, made to be printed. */
const one = portalPage<EventPage>({
  path: '/competitions/{id}',
  title: (d) => ({ zh: d.name, en: d.name }),
  above: [{ path: '/competitions', title: texts.competitions }],
  load: async (ctx) => (await ctx.read('competitions.eventPage', { id: ctx.params['id'] })) as EventPage,
  View: ({ data, view }) => {
    const { say } = view
    return (
      <>
        <p>
          <StateTag tone={TONES[data.state.id] ?? 'plain'}>{say(data.state.name)}</StateTag>
        </p>
        <DataList
          items={[
            [say(texts.tier), say(data.tier.name)],
            [
              say({ zh: '日期', en: 'Days' }),
              <span key="days">
                <Day view={view} value={data.heldOn} />
                {data.endedOn !== data.heldOn && (
                  <>
                    {say({ zh: '至', en: ' to ' })}
                    <Day view={view} value={data.endedOn} />
                  </>
                )}
              </span>,
            ],
            [say({ zh: '主办', en: 'Host' }), data.host],
            [say({ zh: '批准文号', en: 'Approval' }), data.approvalNumber],
          ]}
        />
        {data.noticeUntil && (
          <p>
            {say({ zh: '成绩公示至 ', en: 'The results are in public notice until ' })}
            <Day view={view} value={data.noticeUntil} />
            {view.office.city.helpPhone && (
              <>
                {say({ zh: '，有异议请致电 ', en: '; objections by telephone ' })}
                <Telephone number={view.office.city.helpPhone} />
              </>
            )}
            {say({ zh: '。', en: '.' })}
          </p>
        )}
        {data.skills.map((s) => (
          <section key={s.no} aria-labelledby={`skill-${s.no}`}>
            <h2 id={`skill-${s.no}`}>
              {s.title} <span className="secondary">{say(s.group.name)}</span>
            </h2>
            {s.places.length === 0 ? (
              <p className="secondary">
                {say({ zh: `报名 ${s.entries} 组，成绩还没有公布。`, en: `${s.entries} entries; no result yet.` })}
              </p>
            ) : (
              <table className="stack">
                <thead>
                  <tr>
                    <th scope="col">{say({ zh: '名次', en: 'Place' })}</th>
                    <th scope="col">{say({ zh: '选手', en: 'Entrant' })}</th>
                    <th scope="col">{say({ zh: '单位', en: 'Organisation' })}</th>
                    {s.modules.map((m) => (
                      <th scope="col" className="figure" key={m}>
                        {say({ zh: `模块 ${m}`, en: `Module ${m}` })}
                      </th>
                    ))}
                    <th scope="col" className="figure">
                      {say({ zh: '总分', en: 'Total' })}
                    </th>
                    <th scope="col" className="figure">
                      {say({ zh: '可比分', en: 'Points' })}
                    </th>
                    <th scope="col">{say({ zh: '奖项', en: 'Medal' })}</th>
                  </tr>
                </thead>
                <tbody>
                  {s.places.map((p) => (
                    <tr key={p.secretNo}>
                      <th scope="row">{p.rank}</th>
                      <td data-label={say({ zh: '选手', en: 'Entrant' })}>{p.names.join('、')}</td>
                      <td data-label={say({ zh: '单位', en: 'Organisation' })}>{p.organisation ?? '—'}</td>
                      {s.modules.map((m) => (
                        <td className="figure" data-label={say({ zh: `模块 ${m}`, en: `Module ${m}` })} key={m}>
                          {marksText(p.modules[m] ?? 0)}
                        </td>
                      ))}
                      <td className="figure" data-label={say({ zh: '总分', en: 'Total' })}>
                        {marksText(p.total)}
                      </td>
                      <td className="figure" data-label={say({ zh: '可比分', en: 'Points' })}>
                        {p.points}
                      </td>
                      <td data-label={say({ zh: '奖项', en: 'Medal' })}>{p.medal ? say(p.medal.name) : '—'}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            {s.absent > 0 && (
              <p className="secondary small">{say({ zh: `缺赛 ${s.absent} 组`, en: `${s.absent} did not come` })}</p>
            )}
            {s.resultHash && (
              <p className="secondary small">
                {say({ zh: '成绩摘要 ', en: 'Hash of the result ' })}
                <span className="digits">{s.resultHash}</span>
              </p>
            )}
          </section>
        ))}
        {data.drawHash && (
          <>
            <h2>{say({ zh: '抽签', en: 'The draw' })}</h2>
            <p className="small">
              {say({
                zh: '裁判和参赛编号由一个种子抽出。种子的摘要在报名前公布，种子在抽签时公开，任何人都可以复核。',
                en: 'Judges and secret numbers are drawn from one seed. Its hash was public before the first entry, the seed is opened by the draw, and anybody can draw again.',
              })}
            </p>
            <p className="secondary small">
              {say({ zh: '种子摘要 ', en: 'Hash ' })}
              <span className="digits">{data.drawHash}</span>
            </p>
            {data.drawSeed && (
              <p className="secondary small">
                {say({ zh: '种子 ', en: 'Seed ' })}
                <span className="digits">{data.drawSeed}</span>
              </p>
            )}
          </>
        )}
      </>
    )
  },
})

export const pages = [events, one]
