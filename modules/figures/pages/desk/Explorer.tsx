import { Alert, Button, Card, Flex, Segmented, Select, Tag } from 'antd'
import { useMemo, useState } from 'react'
import {
  Answered,
  Chart,
  type ChartData,
  CountyTiles,
  chartsFor,
  DayPicker,
  dimensionOf,
  Loading,
  type MeasureAnswer,
  type MeasureQuestion,
  type MeasureWords,
  Page,
  Panel,
  questionOf,
  TraceNumber,
  tableOf,
  useAddress,
  useCity,
  useCodes,
  useGet,
  useMeasures,
  useWords,
  whereOf,
} from '../../../../kit/desk/index.ts'
import { drawingOf, topOf } from './drawing.ts'
import { MeasureGrid } from './MeasureGrid.tsx'

/** The dimension whose groups are places, drawn as tiles. */
const PLACE = 'county'
/** The dimension that is a ladder; its table of codes stands lowest first. */
const LEVEL = 'level'
const LEVELS = 'catalogue.level'
const DEPTHS = ['1', '2', '3', '4']

/** Any measure, any day, by two dimensions and under conditions; the question stands in the address, every number opens. */
export default function Explorer() {
  const { say, t } = useWords()
  const [address, set] = useAddress()
  const measures = useMeasures()
  const words = measures.data?.find((m) => m.id === address['m'])
  return (
    <Page
      title={words ? say(words.title) : t('统计查询', 'Figures')}
      note={
        words
          ? say(words.meaning)
          : t(
              '点任何一个数，都能看到它的含义、口径和背后的记录。',
              'Any number opens to its meaning, its rule and the rows behind it.',
            )
      }
      extra={
        words ? (
          <Button onClick={() => set({ ...blank(address), m: undefined })}>{t('全部指标', 'All measures')}</Button>
        ) : null
      }
    >
      <Answered asked={measures}>
        {(all) => (words ? <One key={words.id} words={words} all={all} /> : <Overview all={all} />)}
      </Answered>
    </Page>
  )
}

/** Another measure has other dimensions: all but the day is dropped. */
const blank = (address: { [k: string]: string }) =>
  Object.fromEntries(
    Object.keys(address)
      .filter((k) => k !== 'm' && k !== 'asOf' && k !== 'knownOn')
      .map((k) => [k, undefined]),
  )

function useGroups(all: MeasureWords[]) {
  const { say } = useWords()
  const rooms = useCity().data?.rooms ?? []
  return rooms
    .map((r) => ({ id: r.id, title: say(r.title), measures: all.filter((m) => m.id.startsWith(`${r.id}.`)) }))
    .filter((g) => g.measures.length > 0)
}

function Overview({ all }: { all: MeasureWords[] }) {
  const { t } = useWords()
  const [address, set] = useAddress()
  const groups = useGroups(all)
  const today = useCity().data?.today
  return (
    <>
      <Panel>
        <Flex gap={16} align="end" wrap>
          <div className="query-field">
            <label htmlFor="as-of">{t('截至', 'As of')}</label>
            <DayPicker
              id="as-of"
              label={t('截至', 'As of')}
              latest={today}
              value={address['asOf'] ?? today}
              onChange={(v) => set({ asOf: v })}
            />
          </div>
          <span className="hint">
            {t('存量指标按这一天计；期间指标计到这一天。', 'Stocks on this day; flows up to it.')}
          </span>
        </Flex>
      </Panel>
      <ScaleNote />
      {groups.map((g) => (
        <Panel key={g.id} title={g.title}>
          <div className="cards">
            {g.measures.map((m) => (
              <MeasureCard key={m.id} words={m} asOf={address['asOf']} />
            ))}
          </div>
        </Panel>
      ))}
    </>
  )
}

/** A demonstration town at a small scale must not be read as the city itself. */
function ScaleNote() {
  const { t } = useWords()
  const scale = useCity().data?.scale ?? 1
  if (scale <= 1) return null
  return (
    <Alert
      className="gap-below"
      type="info"
      showIcon
      title={t(
        `演示数据按 1:${scale} 缩小：人数、人次、证书数不是全市实数，机构、竞赛等不缩小。`,
        `Demonstration data at 1:${scale}: persons and certificates are scaled down, organisations and events are not.`,
      )}
    />
  )
}

function MeasureCard({ words, asOf }: { words: MeasureWords; asOf: string | undefined }) {
  const { say, t } = useWords()
  const [, set] = useAddress()
  const question: MeasureQuestion = asOf ? (words.kind === 'flow' ? { to: asOf } : { asOf }) : {}
  const asked = useGet<MeasureAnswer>(`/measures/${words.id}`, question)
  return (
    <Card size="small" className="measure-card">
      <div className="measure-name">{say(words.title)}</div>
      {asked.data ? (
        <div className="measure-value">
          <TraceNumber
            id={words.id}
            question={question}
            value={asked.data.value}
            kind={words.kind}
            unit={say(words.unit)}
            form="text"
            label={say(words.title)}
          />
        </div>
      ) : asked.isError ? (
        <div className="hint">{t('暂时没有算出', 'not available now')}</div>
      ) : (
        <Loading rows={1} />
      )}
      <Flex justify="space-between" align="center">
        <span className="hint">
          {asked.data?.from
            ? asked.data.from === '1970-01-01'
              ? t(`截至 ${asked.data.to}`, `up to ${asked.data.to}`)
              : `${asked.data.from} – ${asked.data.to}`
            : t(`截至 ${asked.data?.asOf ?? ''}`, `as of ${asked.data?.asOf ?? ''}`)}
        </span>
        <Button
          type="link"
          size="small"
          onClick={() => set({ m: words.id })}
          aria-label={t(`分组查看${say(words.title)}`, `Explore ${say(words.title)}`)}
        >
          {t('分组查看', 'Explore')}
        </Button>
      </Flex>
    </Card>
  )
}

function One({ words, all }: { words: MeasureWords; all: MeasureWords[] }) {
  const { say, t } = useWords()
  const [address, set] = useAddress()
  const question = questionOf(address)
  const groups = useGroups(all)
  const today = useCity().data?.today
  const [first, second] = (question.by ?? '').split(',')
  const asked = useGet<MeasureAnswer>(`/measures/${words.id}`, question)
  const setBy = (a: string | undefined, b: string | undefined) =>
    set({ by: [a, b].filter(Boolean).join(',') || undefined })
  const options = words.dimensions.map((d) => ({ value: d.id, label: say(d.title) }))
  return (
    <>
      <Panel>
        <div className="query-bar">
          <div className="query-field">
            <label htmlFor="measure">{t('指标', 'Measure')}</label>
            <Select
              id="measure"
              className="wide"
              showSearch={{ optionFilterProp: 'label' }}
              popupMatchSelectWidth={false}
              value={words.id}
              options={groups.map((g) => ({
                label: g.title,
                options: g.measures.map((m) => ({ value: m.id, label: say(m.title) })),
              }))}
              onChange={(m: string) => set({ ...blank(address), m })}
            />
          </div>
          {words.kind === 'flow' ? (
            <>
              <div className="query-field">
                <label htmlFor="from">{t('自（含）', 'From')}</label>
                <DayPicker
                  id="from"
                  label={t('自', 'From')}
                  latest={today}
                  value={address['from']}
                  onChange={(v) => set({ from: v })}
                />
              </div>
              <div className="query-field">
                <label htmlFor="to">{t('至（含）', 'To')}</label>
                <DayPicker
                  id="to"
                  label={t('至', 'To')}
                  latest={today}
                  value={address['to'] ?? address['asOf'] ?? today}
                  onChange={(v) => set({ to: v, asOf: undefined })}
                />
              </div>
            </>
          ) : (
            <div className="query-field">
              <label htmlFor="as-of">{t('截至', 'As of')}</label>
              <DayPicker
                id="as-of"
                label={t('截至', 'As of')}
                latest={today}
                value={address['asOf'] ?? today}
                onChange={(v) => set({ asOf: v })}
              />
            </div>
          )}
          {words.kind === 'given' ? null : (
            <div className="query-field">
              <label htmlFor="known">{t('按何时所知', 'As known on')}</label>
              <DayPicker
                id="known"
                label={t('按何时所知', 'As known on')}
                latest={today}
                value={address['knownOn'] ?? today}
                onChange={(v) => set({ knownOn: v })}
              />
            </div>
          )}
          {options.length ? (
            <>
              <DimensionField
                id="by-1"
                label={t('按', 'By')}
                words={words}
                value={first}
                options={options.filter((o) => o.value !== dimensionOf(second ?? ''))}
                onChange={(v) => setBy(v, v ? second : undefined)}
              />
              <DimensionField
                id="by-2"
                label={t('再按', 'and by')}
                words={words}
                value={second}
                disabled={!first}
                options={options.filter((o) => o.value !== dimensionOf(first ?? ''))}
                onChange={(v) => setBy(first, v)}
              />
            </>
          ) : null}
        </div>
        {options.length ? <Conditions words={words} question={question} /> : null}
      </Panel>
      <ScaleNote />
      <Answered asked={asked} rows={10}>
        {(answer) => <Result answer={answer} words={words} question={question} />}
      </Answered>
    </>
  )
}

function DimensionField({
  id,
  label,
  words,
  value,
  options,
  disabled = false,
  onChange,
}: {
  id: string
  label: string
  words: MeasureWords
  value: string | undefined
  options: { value: string; label: string }[]
  disabled?: boolean
  onChange: (v: string | undefined) => void
}) {
  const { t } = useWords()
  const [dimension, depth] = (value ?? '').split('@')
  const isCode = words.dimensions.find((d) => d.id === dimension)?.kind === 'code'
  return (
    <div className="query-field">
      <label htmlFor={id}>{label}</label>
      <Flex gap={4}>
        <Select
          id={id}
          className="wide"
          allowClear
          disabled={disabled}
          placeholder={t('不分组', 'no groups')}
          value={dimension || null}
          options={options}
          onChange={(v: string | null) =>
            onChange(v ? (words.dimensions.find((d) => d.id === v)?.kind === 'code' ? `${v}@2` : v) : undefined)
          }
        />
        {isCode ? (
          <Select
            aria-label={t(`${label}：层级`, `${label}: depth`)}
            value={depth ?? '4'}
            options={DEPTHS.map((d) => ({ value: d, label: t(`第 ${d} 级`, `level ${d}`) }))}
            onChange={(d: string) => onChange(`${dimension}@${d}`)}
          />
        ) : null}
      </Flex>
    </div>
  )
}

/** Conditions as chips; a new one is chosen from the groups that the measure really has. */
function Conditions({ words, question }: { words: MeasureWords; question: MeasureQuestion }) {
  const { say, t } = useWords()
  const [address, set] = useAddress()
  const [dimension, setDimension] = useState<string>()
  const where = whereOf(address)
  const { by: _, ...rest } = question
  const kind = words.dimensions.find((d) => d.id === dimension)?.kind
  const groups = useGet<MeasureAnswer>(
    `/measures/${words.id}`,
    { ...rest, where: {}, by: dimension ? (kind === 'code' ? `${dimension}@2` : dimension) : undefined },
    { enabled: dimension !== undefined, keepOld: false },
  ).data
  const values =
    dimension && groups ? groups.groups.map((g) => g[dimension]).filter((k): k is string => typeof k === 'string') : []
  return (
    <Flex gap={8} wrap align="center" className="conditions">
      <span className="hint">{t('条件', 'Conditions')}</span>
      {Object.entries(where).map(([d, v]) => (
        <Tag
          key={d}
          closable={{ closeIcon: true, 'aria-label': t('去掉这个条件', 'Remove this condition') }}
          onClose={() => set({ [`where.${d}`]: undefined })}
        >
          {say(words.dimensions.find((x) => x.id === d)?.title) || d}：
          <Named words={words} dimension={d} value={v} question={rest} />
        </Tag>
      ))}
      <Select
        size="small"
        className="condition-select"
        aria-label={t('添加条件', 'Add a condition')}
        placeholder={t('添加条件', 'add')}
        value={dimension ?? null}
        allowClear
        options={words.dimensions.filter((d) => !(d.id in where)).map((d) => ({ value: d.id, label: say(d.title) }))}
        onChange={(d: string | null) => setDimension(d ?? undefined)}
      />
      {dimension ? (
        <Select
          size="small"
          className="condition-value"
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('条件的值', 'Value')}
          placeholder={t('选择', 'choose')}
          loading={groups === undefined}
          value={null}
          options={values.map((v) => ({ value: v, label: say(groups?.labels[dimension]?.[v]) || v }))}
          onChange={(v: string | null) => {
            if (v) set({ [`where.${dimension}`]: v })
            setDimension(undefined)
          }}
        />
      ) : null}
    </Flex>
  )
}

function Named({
  words,
  dimension,
  value,
  question,
}: {
  words: MeasureWords
  dimension: string
  value: string
  question: MeasureQuestion
}) {
  const { say } = useWords()
  const kind = words.dimensions.find((d) => d.id === dimension)?.kind
  const by = kind === 'code' ? `${dimension}@${value.split('-').length}` : dimension
  const answer = useGet<MeasureAnswer>(
    `/measures/${words.id}`,
    { ...question, by, where: { [dimension]: value } },
    { staleMs: 60_000 },
  ).data
  return <>{say(answer?.labels[dimension]?.[value]) || value}</>
}

function Result({
  answer,
  words,
  question,
}: {
  answer: MeasureAnswer
  words: MeasureWords
  question: MeasureQuestion
}) {
  const { say, t, language } = useWords()
  const [address, set] = useAddress()
  const levels = useCodes(LEVELS)
  const table = useMemo(
    () => tableOf(answer, words, question, { [LEVEL]: levels.map((l) => l.code) }),
    [answer, words, question, levels],
  )
  const kinds = chartsFor(words, question, PLACE)
  const view = kinds.find((k) => k === address['view']) ?? kinds[0]
  const unit = say(answer.unit)
  const period = answer.asOf
    ? t(`截至 ${answer.asOf}`, `as of ${answer.asOf}`)
    : answer.from === '1970-01-01'
      ? t(`截至 ${answer.to}`, `up to ${answer.to}`)
      : t(`${answer.from} 至 ${answer.to}`, `${answer.from} to ${answer.to}`)
  const drawing = useMemo<ChartData | undefined>(
    () => (view === 'bar' || view === 'line' ? drawingOf(table, answer, view, language) : undefined),
    [table, answer, view, language],
  )
  const sentence = topOf(table, answer, words, language)
  return (
    <>
      <Panel>
        <Flex gap={16} align="baseline" wrap>
          <span className="measure-value">
            <TraceNumber
              id={answer.id}
              question={table.total.question}
              value={answer.value}
              kind={answer.kind}
              unit={unit}
              form="text"
              label={say(answer.title)}
            />
          </span>
          <span className="hint">
            {period}
            {answer.knownOn ? t(`；按 ${answer.knownOn} 所知`, `; as known on ${answer.knownOn}`) : ''}
          </span>
        </Flex>
        {answer.suppressed > 0 ? (
          <Alert
            type="info"
            showIcon
            title={t(
              `有 ${answer.suppressed} 个单元人数很少，不公布（＊），以免认出个人。`,
              `${answer.suppressed} cells about very few persons are not shown (＊).`,
            )}
          />
        ) : null}
      </Panel>
      {table.rows.length ? (
        <div className={table.columns.length > 2 ? '' : 'two-columns'}>
          <Panel title={t('表格', 'Table')}>
            <MeasureGrid table={table} answer={answer} />
          </Panel>
          <Panel
            title={sentence}
            extra={
              kinds.length > 1 && view ? (
                <Segmented
                  size="small"
                  aria-label={t('图的样式', 'Kind of chart')}
                  value={view}
                  onChange={(v) => set({ view: v })}
                  options={kinds.map((k) => ({
                    value: k,
                    label: { bar: t('条形', 'Bars'), line: t('折线', 'Line'), tiles: t('方格图', 'Tiles') }[k],
                  }))}
                />
              ) : null
            }
          >
            {view === 'tiles' ? (
              <CountyTiles
                kind={answer.kind}
                unit={unit}
                tiles={table.rows
                  .filter((r) => r.key !== null)
                  .map((r) => {
                    const cell = r.total ?? r.cells[0]
                    return {
                      key: r.key ?? '',
                      label: say(r.label),
                      value: cell?.value ?? null,
                      id: answer.id,
                      question: cell?.question ?? question,
                    }
                  })}
              />
            ) : drawing ? (
              <Chart data={drawing} label={`${sentence}。${t('同一内容见表格。', 'The table says the same.')}`} />
            ) : null}
            <p className="hint">
              {period}　{t('来源', 'Sources')}：{answer.sources.map(say).join('；')}
            </p>
          </Panel>
        </div>
      ) : null}
    </>
  )
}
