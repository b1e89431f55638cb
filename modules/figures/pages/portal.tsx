import type { ReactNode } from 'react'
import { Bars, LevelPyramid } from '../../../kit/charts/bars.tsx'
import { type ChartRow, LEVEL_RAMP } from '../../../kit/charts/chart.ts'
import { TileMap } from '../../../kit/charts/tile-map.tsx'
import { Trend } from '../../../kit/charts/trend.tsx'
import { apiAddress, changed, deskAddress, measureQuery, traceAddress } from '../../../kit/portal/address.ts'
import { dateText, inTable, inWords, oneLine, periodText, TOO_FEW, WITHHELD } from '../../../kit/portal/format.ts'
import { FilterForm, TextField } from '../../../kit/portal/forms.tsx'
import type {
  MeasureAnswer,
  MeasureEntry,
  MeasureGroup,
  MeasureWords,
  PortalContext,
  PortalView,
  Tile,
  Words,
} from '../../../kit/portal/page.ts'
import { portalPage } from '../../../kit/portal/page.ts'
import { DataList, Day, TraceLink, TraceNumber } from '../../../kit/portal/parts.tsx'
import { texts } from '../../../kit/texts.ts'

const SKILLED = 'credentials.skilled-persons'
const HIGH_SKILLED = 'credentials.high-skilled-persons'
const SHARES = ['credentials.skilled-share-of-employed', 'credentials.high-skilled-share']
/** First year of the trend. */
const TREND_FROM = 2015
const BARS_MAX = 40

// ------------------------------------------------------------------------------------------------------------ overview

type Overview = {
  day: string
  totals: MeasureAnswer[]
  shares: MeasureAnswer[]
  byLevel: MeasureAnswer
  byCounty: MeasureAnswer
  trend: MeasureAnswer[]
  all: { entry: MeasureEntry; answer: MeasureAnswer; words: MeasureWords }[]
  entries: readonly MeasureEntry[]
  tiles: readonly Tile[]
}

const overview = portalPage<Overview>({
  path: '/figures',
  title: texts.figures,
  query: { asOf: { kind: 'date', label: texts.onDay } },
  load: async (ctx) => {
    const day = ctx.query['asOf'] ?? ctx.office.today
    const year = Number(day.slice(0, 4))
    const ends: string[] = []
    for (let y = TREND_FROM; y < year; y++) ends.push(`${y}-12-31`)
    const [totals, shares, byLevel, byCounty, trend, all] = await Promise.all([
      Promise.all([SKILLED, HIGH_SKILLED].map((id) => ctx.measure(id, { asOf: day }))),
      Promise.all(SHARES.map((id) => ctx.measure(id, { asOf: day }))),
      ctx.measure(SKILLED, { asOf: day, by: 'level' }),
      ctx.measure(SKILLED, { asOf: day, by: 'county' }),
      Promise.all([...ends, day].map((asOf) => ctx.measure(SKILLED, { asOf }))),
      Promise.all(
        ctx.measures().map(async (entry) => {
          const words: MeasureWords = entry.kind === 'flow' ? { from: `${year}-01-01`, to: day } : { asOf: day }
          return { entry, words, answer: await ctx.measure(entry.id, words) }
        }),
      ),
    ])
    return { day, totals, shares, byLevel, byCounty, trend, all, entries: ctx.measures(), tiles: ctx.tiles() }
  },
  View: ({ data, view }) => {
    const { say, language } = view
    return (
      <>
        <FilterForm view={view} submit={{ zh: '看这一天', en: 'Show that day' }}>
          <TextField view={view} name="asOf" type="date" label={texts.onDay} hint={texts.dateHint} />
        </FilterForm>
        <div className="trace-numbers">
          {data.totals.map((a) => (
            <TraceNumber key={a.id} view={view} answer={a} words={{ asOf: data.day }} />
          ))}
        </div>
        <h2>{say({ zh: '两个比例，分母不同', en: 'Two shares with different denominators' })}</h2>
        {data.shares.map((a) => (
          <Share key={a.id} view={view} answer={a} entries={data.entries} day={data.day} />
        ))}
        <h2>{say({ zh: '按等级', en: 'By level' })}</h2>
        <Levels view={view} answer={data.byLevel} day={data.day} />
        <h2>{say({ zh: '按县（市、区）', en: 'By county' })}</h2>
        <Counties view={view} answer={data.byCounty} tiles={data.tiles} day={data.day} />
        <h2>{say({ zh: '历年变化', en: 'Over the years' })}</h2>
        <Years view={view} answers={data.trend} />
        <h2>{say({ zh: '全部指标', en: 'All measures' })}</h2>
        <table className="stack">
          <thead>
            <tr>
              <th scope="col">{say({ zh: '指标', en: 'Measure' })}</th>
              <th scope="col">{say({ zh: '时间', en: 'Time' })}</th>
              <th scope="col" className="number">
                {say(texts.value)}
              </th>
            </tr>
          </thead>
          <tbody>
            {data.all.map(({ entry, answer, words }) => (
              <tr key={entry.id}>
                <th scope="row">{say(entry.title)}</th>
                <td data-label={say({ zh: '时间', en: 'Time' })}>{periodText(answer, language)}</td>
                <td className="number" data-label={say(texts.value)}>
                  <TraceLink view={view} answer={answer} words={words}>
                    {inTable0(answer, view)}
                  </TraceLink>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </>
    )
  },
})

const inTable0 = (a: MeasureAnswer, view: PortalView): string =>
  a.value === null
    ? oneLine(null, a.unit, view.language)
    : a.unit.en === 'fraction'
      ? inTable(a.value, a.unit)
      : `${inTable(a.value, a.unit)} ${view.say(a.unit)}`

/** A share always names what is divided by what. */
function Share(p: {
  view: PortalView
  answer: MeasureAnswer
  entries: readonly MeasureEntry[]
  day: string
}): ReactNode {
  const { view, answer, entries, day } = p
  const { say, language } = view
  const part = (x: { id: string; value: number | null } | undefined): ReactNode => {
    const entry = entries.find((e) => e.id === x?.id)
    if (!x || !entry) return null
    return (
      <>
        {say(entry.title)}{' '}
        <a className="figure" href={traceAddress(x.id, { asOf: day })}>
          {oneLine(x.value, entry.unit, language)}
        </a>
      </>
    )
  }
  return (
    <div className="formula">
      <p>
        <strong>{say(answer.title)}</strong>{' '}
        <TraceLink view={view} answer={answer} words={{ asOf: day }}>
          <strong>{oneLine(answer.value, answer.unit, language)}</strong>
        </TraceLink>
      </p>
      <p>
        = {part(answer.numerator)} ÷ {part(answer.denominator)}
      </p>
      <p className="secondary small">{periodText(answer, language)}</p>
    </div>
  )
}

const LEVEL_ORDER = Object.keys(LEVEL_RAMP)

function Levels({ view, answer, day }: { view: PortalView; answer: MeasureAnswer; day: string }): ReactNode {
  const { say, language } = view
  const rows = rowsOf(view, answer, 'level', { asOf: day })
  const most = [...rows].sort((a, b) => (b.value ?? 0) - (a.value ?? 0))[0]
  const high = rows
    .filter((r) => LEVEL_ORDER.indexOf(r.id) >= LEVEL_ORDER.indexOf('level-3'))
    .reduce((n, r) => n + (r.value ?? 0), 0)
  return (
    <LevelPyramid
      words={{
        title: most
          ? say({
              zh: `${most.label}人数最多；三级及以上共 ${oneLine(high, answer.unit, 'zh')}`,
              en: `${most.label} is the largest; level 3 and above: ${oneLine(high, answer.unit, 'en')}`,
            })
          : say(answer.title),
        names: say(texts.level),
        values: `${say(answer.title)} (${say(answer.unit)})`,
        period: periodText(answer, language),
        ...sourceOf(view, answer),
      }}
      rows={rows}
    />
  )
}

function Counties(p: { view: PortalView; answer: MeasureAnswer; tiles: readonly Tile[]; day: string }): ReactNode {
  const { view, answer, tiles, day } = p
  const { say, language } = view
  const rows = rowsOf(view, answer, 'county', { asOf: day })
  const [first, second, third] = rows
  const total = answer.value ?? 0
  const three = [first, second, third].reduce((n, r) => n + (r?.value ?? 0), 0)
  const words = {
    title:
      first && second && third && total > 0
        ? say({
            zh: `${first.label}、${second.label}、${third.label}最多，合计占全市 ${Math.round((100 * three) / total)}%`,
            en: `${first.label}, ${second.label} and ${third.label} have the most: ${Math.round((100 * three) / total)}% of the city`,
          })
        : say(answer.title),
    names: say(texts.county),
    values: `${say(answer.title)} (${say(answer.unit)})`,
    period: periodText(answer, language),
    ...sourceOf(view, answer),
  }
  const inMap = rows.map((r) => ({ ...r, text: r.value === null ? '—' : shortCount(r.value, language) }))
  return (
    <div className="columns">
      <div>
        <TileMap
          words={words}
          rows={inMap}
          tiles={tiles}
          label={say({
            zh: `示意图，每个县一个方格。${rows
              .slice(0, 3)
              .map((r) => `${r.label} ${r.text}`)
              .join('，')}`,
            en: `Schematic map, one square a county. ${rows
              .slice(0, 3)
              .map((r) => `${r.label} ${r.text}`)
              .join(', ')}`,
          })}
          short={(r) => shortName(r.label)}
          tableTitle={say(texts.asTable)}
          noTable
        />
        <p className="hint">
          {say({
            zh: '示意图：方格只表示大致方位，不是地图，不表示界线。方格内条形长短表示人数。',
            en: 'A schematic drawing: squares show rough position only, no borders. Bars show the number of persons.',
          })}
        </p>
      </div>
      <div>
        <Bars
          words={{ ...words, title: say({ zh: '各县（市、区）从多到少', en: 'Counties from most to least' }) }}
          rows={rows}
        />
      </div>
    </div>
  )
}

function Years({ view, answers }: { view: PortalView; answers: MeasureAnswer[] }): ReactNode {
  const { say, language } = view
  const rows: ChartRow[] = answers.map((a) => ({
    id: a.asOf ?? '',
    label: a.asOf?.endsWith('-12-31') ? a.asOf.slice(0, 4) : (a.asOf ?? ''),
    value: a.value,
    text: oneLine(a.value, a.unit, language),
    href: traceAddress(a.id, { ...(a.asOf ? { asOf: a.asOf } : {}) }),
  }))
  const [first, last] = [answers[0], answers.at(-1)]
  if (!first || !last) return null
  const title = say({
    zh: `${first.asOf?.slice(0, 4)}年底 ${oneLine(first.value, first.unit, 'zh')}，到${dateText(last.asOf ?? '', 'zh')} ${oneLine(last.value, last.unit, 'zh')}`,
    en: `${oneLine(first.value, first.unit, 'en')} at the end of ${first.asOf?.slice(0, 4)}, ${oneLine(last.value, last.unit, 'en')} on ${dateText(last.asOf ?? '', 'en')}`,
  })
  // On the axis the last point is called by its year, and the day stands in the table.
  const drawn = rows.map((r) => ({ ...r, label: r.id.slice(0, 4) }))
  return (
    <Trend
      words={{
        title,
        names: say({ zh: '日期', en: 'Day' }),
        values: say(last.title),
        period: say({ zh: '各年年底和所查日期', en: 'at the end of each year and on the day asked about' }),
        ...sourceOf(view, last),
      }}
      rows={drawn}
      tableRows={rows.map((r) => ({ ...r, label: dateText(r.id, language) }))}
      label={title}
      tableTitle={say(texts.asTable)}
    />
  )
}

const sourceOf = (view: PortalView, a: MeasureAnswer): { source?: string } => {
  const [first] = a.sources
  return first ? { source: view.say(first) } : {}
}
/** 尧都区 → 尧都, 吉县 → 吉县: a name of two characters keeps both. */
const shortName = (name: string): string => (name.length > 2 ? name.replace(/[县市区]$/, '') : name)
/** 8.21万 in a square; below ten thousand in full. */
const shortCount = (n: number, language: 'zh' | 'en'): string => {
  const w = inWords(n, { zh: '', en: '' }, language)
  return `${w.number}${w.unit}`
}

// --------------------------------------------------------------------------------------------------------------- trace

type Trace = {
  entry: MeasureEntry
  entries: readonly MeasureEntry[]
  answer: MeasureAnswer
  /** The question as asked, with the breakdown shown. */
  words: MeasureWords
  by: string[]
  conditions: { dimension: string; title: string; value: string; label: string }[]
}

const trace = portalPage<Trace>({
  path: '/figures/{measure}',
  title: (d) => d.entry.title,
  above: [{ path: '/figures', title: texts.figures }],
  query: {
    asOf: { kind: 'date', label: texts.onDay },
    from: { kind: 'date', label: { zh: '从哪一天', en: 'From' } },
    to: { kind: 'date', label: { zh: '到哪一天', en: 'To' } },
    knownOn: { kind: 'date', label: { zh: '按哪一天掌握的情况', en: 'As known on' } },
    by: { kind: 'code', label: { zh: '分组', en: 'By' } },
    'where[]': { kind: 'text', lengthMax: 60, label: { zh: '条件', en: 'Where' } },
  },
  load: async (ctx) => {
    const id = ctx.params['measure'] ?? ''
    const asked = wordsOf(ctx.query)
    // Says that there is no such measure, before anything else is looked up.
    const plain = await ctx.measure(id, withoutBy(asked))
    const entry = ctx.measures().find((m) => m.id === id)!
    const by = (asked.by ?? standardBreakdown(entry, asked)).split(',').filter(Boolean)
    const words: MeasureWords = { ...withoutBy(asked), ...(by.length ? { by: by.join(',') } : {}) }
    const answer = by.length ? await ctx.measure(id, words) : plain
    return {
      entry,
      entries: ctx.measures(),
      answer,
      words,
      by: by.map((b) => b.split('@')[0]!),
      conditions: await conditionsOf(ctx, entry, asked),
    }
  },
  View: ({ data, view }) => {
    const { entry, answer, words, conditions } = data
    const { say, language } = view
    const { number, unit } = inWords(answer.value, answer.unit, language)
    const plainWords = withoutBy(words)
    return (
      <>
        {conditions.length > 0 && (
          <ul className="chips" aria-label={say({ zh: '条件', en: 'Conditions' })}>
            {conditions.map((c) => (
              <li key={c.dimension}>
                <a href={changed(view.path, view.query, { [`where[${c.dimension}]`]: undefined })}>
                  {c.title}：{c.label} <span className="hidden">{say({ zh: '，去掉这个条件', en: ', remove' })}</span>
                  <strong aria-hidden="true">✕</strong>
                </a>
              </li>
            ))}
          </ul>
        )}
        <p className="big-value">
          <strong>
            {answer.value === null && (entry.kind === 'stock' || entry.kind === 'flow') ? say(TOO_FEW) : number}
          </strong>{' '}
          {unit}
        </p>
        <p className="secondary">
          {periodText(answer, language)}
          {answer.value !== null && answer.value >= 10_000 && language === 'zh' && (
            <>
              （{inTable(answer.value, answer.unit)} {answer.unit.zh}）
            </>
          )}
        </p>
        {answer.numerator && answer.denominator && (
          <Formula view={view} answer={answer} entries={data.entries} words={plainWords} />
        )}

        <h2>{say({ zh: '怎么算的', en: 'How it is reckoned' })}</h2>
        <DataList
          items={[
            [say({ zh: '定义', en: 'Definition' }), say(answer.meaning)],
            [
              say({ zh: '单位', en: 'Unit' }),
              answer.unit.en === 'fraction' ? say({ zh: '比例（百分数）', en: 'share (percent)' }) : say(answer.unit),
            ],
            [say({ zh: '时间', en: 'Time' }), periodText(answer, language)],
            [
              say({ zh: '按哪天掌握的情况', en: 'As known on' }),
              <>
                <Day view={view} value={answer.knownOn} />
                {say({
                  zh: '。之后的补录和更正不影响这一天的数。',
                  en: '. Later entries and corrections do not change the number of that day.',
                })}
              </>,
            ],
            [say({ zh: '依据', en: 'Rule' }), say(answer.rule)],
            [say(texts.sources), answer.sources.map(say).join(language === 'zh' ? '；' : '; ')],
            [say({ zh: '计数方法', en: 'Method' }), say(METHODS[entry.kind])],
            [
              say({ zh: '明细', en: 'Rows' }),
              <Rows key="rows" view={view} entry={entry} answer={answer} words={plainWords} />,
            ],
          ]}
        />

        {data.by.length > 0 && (
          <>
            <h2>{say({ zh: '分组', en: 'Breakdown' })}</h2>
            <Breakdowns view={view} data={data} />
            <Groups view={view} data={data} />
          </>
        )}

        <h2>{say({ zh: '换一个日期', en: 'Another day' })}</h2>
        <FilterForm view={view} keep={keptWords(view.query)} submit={{ zh: '重新计算', en: 'Reckon again' }}>
          {entry.kind === 'flow' ? (
            <>
              <TextField
                view={view}
                name="from"
                type="date"
                label={{ zh: '从哪一天', en: 'From' }}
                hint={{ zh: '含当天；不填即从有记录起', en: 'included; empty means from the first record' }}
              />
              <TextField
                view={view}
                name="to"
                type="date"
                label={{ zh: '到哪一天', en: 'To' }}
                hint={{ zh: '含当天；不填即今天', en: 'included; empty means today' }}
              />
            </>
          ) : (
            <TextField view={view} name="asOf" type="date" label={texts.onDay} hint={texts.dateHint} />
          )}
          <TextField
            view={view}
            name="knownOn"
            type="date"
            label={{ zh: '按哪一天掌握的情况', en: 'As known on' }}
            hint={{
              zh: '填过去的日期，可重算当时公布的数',
              en: 'a past day gives the number as it was published then',
            }}
            optional
          />
        </FilterForm>
        <p>
          <a href={apiAddress(entry.id, words)}>
            {say({ zh: '用程序取这个数（JSON）', en: 'This number for programs (JSON)' })}
          </a>
        </p>
      </>
    )
  },
})

const METHODS = {
  stock: { zh: '数当天有效的记录，每条计一次。', en: 'Rows that hold on that day, each once.' },
  flow: {
    zh: '数起止两天之间（含两端）发生的记录，每条计一次。',
    en: 'Rows whose day lies between the two days, both included, each once.',
  },
  ratio: { zh: '分子除以分母，不取整后再除。', en: 'Numerator divided by denominator, neither rounded before.' },
  given: {
    zh: '由其他部门公布，录入并注明来源，不由本平台计算。',
    en: 'Published by another office and typed in with its source; not reckoned here.',
  },
} as const

function wordsOf(query: Words): MeasureWords {
  const where: { [dimension: string]: string } = {}
  for (const [name, value] of Object.entries(query)) {
    const m = /^where\[(\w+)\]$/.exec(name)
    if (m) where[m[1]!] = value
  }
  const { asOf, from, to, knownOn, by } = query
  return {
    ...(asOf ? { asOf } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(knownOn ? { knownOn } : {}),
    ...(by ? { by } : {}),
    ...(Object.keys(where).length ? { where } : {}),
  }
}
const withoutBy = ({ by: _, ...rest }: MeasureWords): MeasureWords => rest
/** Words that a form about days leaves as they are. */
const keptWords = ({ asOf: _a, from: _f, to: _t, knownOn: _k, ...rest }: Words): Words => rest

/** Without a wish, the first of these that the measure has and that is not fixed already. */
const STANDARD = ['level', 'kind', 'tier', 'county']
function standardBreakdown(entry: MeasureEntry, asked: MeasureWords): string {
  if (entry.kind === 'ratio' || entry.kind === 'given') return ''
  return STANDARD.find((s) => entry.dimensions.some((d) => d.id === s) && asked.where?.[s] === undefined) ?? ''
}

async function conditionsOf(
  ctx: PortalContext,
  entry: MeasureEntry,
  asked: MeasureWords,
): Promise<Trace['conditions']> {
  return Promise.all(
    Object.entries(asked.where ?? {}).map(async ([dimension, value]) => {
      const title = entry.dimensions.find((d) => d.id === dimension)?.title
      // The names of groups come with the groups; a code above them has none of its own.
      const { labels } = await ctx.measure(entry.id, { ...withoutBy(asked), by: dimension })
      const label = labels[dimension]?.[value]
      return { dimension, value, title: title ? ctx.say(title) : dimension, label: label ? ctx.say(label) : value }
    }),
  )
}

function Formula(p: {
  view: PortalView
  answer: MeasureAnswer
  entries: readonly MeasureEntry[]
  words: MeasureWords
}): ReactNode {
  const { view, answer, entries, words } = p
  const { say, language } = view
  const line = (x: { id: string; value: number | null }, name: string): ReactNode => {
    const entry = entries.find((e) => e.id === x.id)
    if (!entry) return null
    return (
      <>
        {name}：{say(entry.title)}{' '}
        <a className="figure" href={traceAddress(x.id, words)}>
          {oneLine(x.value, entry.unit, language)}
        </a>
      </>
    )
  }
  return (
    <div className="formula">
      <p className="over">{line(answer.numerator!, say({ zh: '分子', en: 'Numerator' }))}</p>
      <p>{line(answer.denominator!, say({ zh: '分母', en: 'Denominator' }))}</p>
    </div>
  )
}

function Rows(p: { view: PortalView; entry: MeasureEntry; answer: MeasureAnswer; words: MeasureWords }): ReactNode {
  const { view, entry, answer, words } = p
  const { say } = view
  if (entry.kind === 'ratio')
    return say({
      zh: '比例没有自己的明细，请点开分子和分母。',
      en: 'A share has no rows of its own; open its two parts.',
    })
  if (entry.kind === 'given') return say({ zh: '外部数据，没有明细。', en: 'Given from outside; there are no rows.' })
  const question = Object.entries(measureQuery(words))
    .filter((e): e is [string, string] => e[1] !== undefined)
    .map(([k, v]) => `${encodeURIComponent(k)}=${encodeURIComponent(v)}`)
    .join('&')
  return entry.hasOpenRecords ? (
    <a href={`${answer.records}?${question}`}>
      {say({ zh: '打开全部明细（JSON），条数等于这个数', en: 'All rows (JSON); as many as the number says' })}
    </a>
  ) : (
    <>
      {say({ zh: '涉及个人，工作人员按权限查看：', en: 'About persons; staff see them by right: ' })}
      <a href={deskAddress(entry.id, words)}>{say({ zh: '登录后打开明细', en: 'sign in and open the rows' })}</a>
    </>
  )
}

function Breakdowns({ view, data }: { view: PortalView; data: Trace }): ReactNode {
  const { say } = view
  const { entry, by } = data
  return (
    <ul className="chips">
      {entry.dimensions
        .filter((d) => data.words.where?.[d.id] === undefined)
        .map((d) => (
          <li key={d.id}>
            <a
              href={changed(view.path, view.query, { by: d.kind === 'code' ? `${d.id}@1` : d.id })}
              aria-current={by.length === 1 && by[0] === d.id ? 'true' : undefined}
            >
              {say({ zh: `按${d.title.zh}`, en: `by ${d.title.en.toLowerCase()}` })}
            </a>
          </li>
        ))}
    </ul>
  )
}

function Groups({ view, data }: { view: PortalView; data: Trace }): ReactNode {
  const { answer, by, words, entry } = data
  const { say, language } = view
  const note = answer.suppressed > 0 && (
    <p className="hint">
      {say({
        zh: `有 ${answer.suppressed} 组人数少于公布下限，或能由合计推算出来，没有公布。`,
        en: `${answer.suppressed} groups are below the limit, or could be reckoned back from the totals, and are not shown.`,
      })}
    </p>
  )
  if (answer.groups.length === 0) return <p>{say(texts.nothing)}</p>
  if (by.length === 1) {
    const dimension = by[0]!
    const rows = rowsOf(view, answer, dimension, withoutBy(words))
    const title = entry.dimensions.find((d) => d.id === dimension)?.title
    const most = [...rows].sort((a, b) => (b.value ?? 0) - (a.value ?? 0))[0]
    const Chart = dimension === 'level' ? LevelPyramid : Bars
    return (
      <>
        <Chart
          words={{
            title: most
              ? say({
                  zh: `${most.label}最多：${most.text}${entry.kind === 'ratio' ? '' : ` ${answer.unit.zh}`}`,
                  en: `${most.label} is the greatest: ${most.text}`,
                })
              : say(answer.title),
            names: title ? say(title) : dimension,
            values: answer.unit.en === 'fraction' ? '%' : say(answer.unit),
            period: periodText(answer, language),
          }}
          rows={rows.slice(0, BARS_MAX)}
        />
        {rows.length > BARS_MAX && (
          <p className="hint">
            {say({
              zh: `只画出前 ${BARS_MAX} 组，共 ${rows.length} 组；全部数据可用程序取（见下方链接）。`,
              en: `The first ${BARS_MAX} of ${rows.length} groups; all of them by the link for programs below.`,
            })}
          </p>
        )}
        {note}
      </>
    )
  }
  return (
    <>
      <div className="table-box">
        <table>
          <thead>
            <tr>
              {by.map((b) => (
                <th key={b} scope="col">
                  {say(entry.dimensions.find((d) => d.id === b)?.title ?? { zh: b, en: b })}
                </th>
              ))}
              <th scope="col" className="number">
                {say(answer.unit)}
              </th>
            </tr>
          </thead>
          <tbody>
            {answer.groups.slice(0, 300).map((g) => (
              <tr key={by.map((b) => g[b]).join('/')}>
                {by.map((b) => (
                  <td key={b}>{labelIn(view, answer, b, g)}</td>
                ))}
                <td className="number">{g.value === null ? say(WITHHELD) : inTable(g.value, answer.unit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {note}
    </>
  )
}

const labelIn = (view: PortalView, answer: MeasureAnswer, dimension: string, g: MeasureGroup): string => {
  const id = g[dimension]
  if (id === null || id === undefined) return view.say(texts.unknown)
  const label = answer.labels[dimension]?.[String(id)]
  return label ? view.say(label) : String(id)
}

/** Groups as rows of a chart: levels in their order, times in theirs, everything else from most to least. */
function rowsOf(view: PortalView, answer: MeasureAnswer, dimension: string, words: MeasureWords): ChartRow[] {
  const rows = answer.groups.map((g): ChartRow => {
    const id = g[dimension]
    return {
      id: String(id ?? ''),
      label: labelIn(view, answer, dimension, g),
      value: g.value,
      text: g.value === null ? view.say(WITHHELD) : inTable(g.value, answer.unit),
      ...(id !== null && id !== undefined && g.value !== null
        ? { href: traceAddress(answer.id, { ...words, where: { ...words.where, [dimension]: String(id) } }) }
        : {}),
    }
  })
  if (dimension === 'level') return rows.sort((a, b) => LEVEL_ORDER.indexOf(a.id) - LEVEL_ORDER.indexOf(b.id))
  if (['year', 'month', 'ageBand'].includes(dimension)) return rows.sort((a, b) => (a.id < b.id ? -1 : 1))
  return rows.sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
}

export const pages = [overview, trace]
