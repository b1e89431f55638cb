import { CheckCircleOutlined, CopyOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Descriptions, Drawer, Flex, Table, Tooltip } from 'antd'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { searchText, withWhere } from './address.ts'
import type {
  MeasureAnswer,
  MeasureQuestion,
  MeasureRows,
  MeasureWords,
  RecordAnswer,
  RecordWords,
} from './api-types.ts'
import { keyInPath } from './client.ts'
import { digits, inTable, inText, NOT_APPLICABLE, plainText } from './format.ts'
import { last } from './lists.ts'
import { useCity, useGet, useMeasures, useRecordWords } from './queries.ts'
import { Answered, NothingYet } from './states.tsx'
import { useWords } from './words.tsx'

export type Traced = { id: string; question: MeasureQuestion }
const Context = createContext<(wish: Traced) => void>(() => {})
/** Opens the drawer of a number. */
export const useTrace = () => useContext(Context)

/** One drawer for the whole desk; parts of a ratio open on top of it and lead back. */
export function TraceProvider({ children }: { children: ReactNode }) {
  const [stack, setStack] = useState<Traced[]>([])
  const open = useMemo(() => (wish: Traced) => setStack((s) => [...s, wish]), [])
  const top = last(stack)
  return (
    <Context.Provider value={open}>
      {children}
      {top ? (
        <TraceDrawer
          key={stack.length}
          traced={top}
          onClose={() => setStack([])}
          {...(stack.length > 1 ? { onBack: () => setStack((s) => s.slice(0, -1)) } : {})}
        />
      ) : null}
    </Context.Provider>
  )
}

/**
 * A number that opens to where it comes from. Bare numbers do not stand on pages of figures; a hidden small cell shows a
 * star and says why.
 */
export function TraceNumber({
  id,
  question,
  value,
  kind,
  unit = '',
  form = 'table',
  label,
}: Traced & { value: number | null; kind?: string; unit?: string; form?: 'table' | 'text'; label?: string }) {
  const { t, language } = useWords()
  const trace = useTrace()
  if (value === null)
    return (
      <Tooltip title={t('人数很少的单元不公布，以免认出个人', 'cells about very few persons are not shown')}>
        <span className="figure">＊</span>
      </Tooltip>
    )
  const text = form === 'table' ? inTable(value, kind) : inText(value, kind, unit, language)
  return (
    <button
      type="button"
      className="figure-link figure"
      aria-label={`${label ? `${label}：` : ''}${text}${form === 'table' ? ` ${unit}` : ''}${t('，查看来源', ', where it comes from')}`}
      onClick={() => trace({ id, question })}
    >
      {text}
    </button>
  )
}

export const explorerPath = (id: string, q: MeasureQuestion): string => {
  const { where, ...rest } = q
  return `/figures${searchText({ m: id, ...rest, ...withWhere(where ?? {}) })}`
}

function TraceDrawer({ traced, onClose, onBack }: { traced: Traced; onClose: () => void; onBack?: () => void }) {
  const { say, t, language } = useWords()
  const city = useCity().data
  const { by: _, ...question } = traced.question
  const asked = useGet<MeasureAnswer>(`/measures/${traced.id}`, question, { keepOld: false })
  const words = useMeasures().data?.find((m) => m.id === traced.id)
  const trace = useTrace()
  return (
    <Drawer
      open
      size={typeof window !== 'undefined' && window.innerWidth < 760 ? '100%' : 720}
      title={words ? say(words.title) : t('这个数从哪里来', 'Where this number comes from')}
      onClose={onClose}
      extra={onBack ? <Button onClick={onBack}>{t('返回', 'Back')}</Button> : null}
    >
      <Answered asked={asked}>
        {(a) => (
          <Flex vertical gap={16}>
            <div className="trace-value">
              <span className="figure">
                {a.kind === 'ratio' ? inTable(a.value, 'ratio') : a.value === null ? '＊' : digits(a.value)}
              </span>
              {a.kind === 'ratio' ? null : <span> {say(a.unit)}</span>}
              {a.value !== null && a.value >= 10_000 && language === 'zh' && a.kind !== 'ratio' ? (
                <span className="hint">　{inText(a.value, a.kind, a.unit.zh, 'zh')}</span>
              ) : null}
            </div>
            <Descriptions
              size="small"
              bordered
              column={1}
              items={[
                ...(a.asOf ? [{ key: 'asOf', label: t('截至', 'As of'), children: a.asOf }] : []),
                ...(a.from
                  ? [
                      {
                        key: 'period',
                        label: t('期间', 'Period'),
                        children: t(`${a.from} 至 ${a.to}（含两端）`, `${a.from} to ${a.to}, both counted`),
                      },
                    ]
                  : []),
                { key: 'known', label: t('按何时所知', 'As known on'), children: a.knownOn },
                ...Object.entries(traced.question.where ?? {}).map(([d, v]) => ({
                  key: `where-${d}`,
                  label: say(words?.dimensions.find((x) => x.id === d)?.title) || d,
                  children: <ConditionName id={traced.id} question={question} dimension={d} value={v} />,
                })),
                { key: 'meaning', label: t('含义', 'Meaning'), children: say(a.meaning) },
                { key: 'rule', label: t('口径依据', 'Defined by'), children: say(a.rule) },
                { key: 'sources', label: t('来源', 'Sources'), children: a.sources.map(say).join('；') },
                ...(a.numerator && a.denominator
                  ? [
                      {
                        key: 'parts',
                        label: t('计算', 'Reckoned'),
                        children: (
                          <Flex vertical gap={4}>
                            {[a.numerator, a.denominator].map((p, i) => (
                              <div key={p.id}>
                                {i === 0 ? t('分子', 'numerator') : t('分母', 'denominator')}　
                                <Button type="link" size="small" onClick={() => trace({ id: p.id, question })}>
                                  <PartTitle id={p.id} /> {p.value === null ? NOT_APPLICABLE : digits(p.value)}
                                </Button>
                              </div>
                            ))}
                          </Flex>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
            {city?.scale && city.scale > 1 ? (
              <Alert
                type="info"
                showIcon
                title={t(
                  `演示数据按 1:${city.scale} 缩小，人数不是全市实数。`,
                  `The demonstration town is scaled 1:${city.scale}; these are not the city's own counts.`,
                )}
              />
            ) : null}
            {a.kind === 'stock' || a.kind === 'flow' ? (
              <RowsBehind traced={{ id: traced.id, question }} value={a.value} />
            ) : a.kind === 'given' ? (
              <Alert
                type="info"
                showIcon
                title={t(
                  '这个数由外部部门公布，录入时注明来源，没有逐条明细。',
                  'Published by another office and typed in with its source; it has no rows of its own.',
                )}
              />
            ) : null}
            <Flex gap={8} wrap>
              <Link to={explorerPath(traced.id, question)} onClick={onClose}>
                {t('在统计查询中打开', 'Open in the explorer')}
              </Link>
              <Button
                size="small"
                type="text"
                icon={<CopyOutlined aria-hidden />}
                onClick={() =>
                  void navigator.clipboard?.writeText(`${location.origin}/desk${explorerPath(traced.id, question)}`)
                }
              >
                {t('复制链接', 'Copy the link')}
              </Button>
            </Flex>
          </Flex>
        )}
      </Answered>
    </Drawer>
  )
}

function PartTitle({ id }: { id: string }) {
  const { say } = useWords()
  const words = useMeasures().data?.find((m) => m.id === id)
  return <>{words ? say(words.title) : id}</>
}

/** The name of a group, asked of the measure itself. */
export function ConditionName({ id, question, dimension, value }: Traced & { dimension: string; value: string }) {
  const { say } = useWords()
  const { where: _, ...rest } = question
  const answer = useGet<MeasureAnswer>(
    `/measures/${id}`,
    { ...rest, by: depthOf(dimension, value), where: { [dimension]: value } },
    { staleMs: 60_000 },
  ).data
  const label = answer?.labels[dimension]?.[value]
  return <>{label ? say(label) : value}</>
}
/** A code as deep as itself: `6-18` is asked for as `occupation@2`. */
const depthOf = (dimension: string, value: string): string =>
  value.includes('-') && /^\d/.test(value) && !/^\d{4}-\d{2}$/.test(value)
    ? `${dimension}@${value.split('-').length}`
    : dimension

/** Which record a row is: told by the API or, failing that, by its fields. */
export function recordOf(
  all: readonly RecordWords[] | undefined,
  row: RecordAnswer | null | undefined,
): RecordWords | undefined {
  if (!row) return undefined
  const keys = Object.keys(row.fields).sort().join()
  return all?.find(
    (r) =>
      r.fields
        .map((f) => f.key)
        .sort()
        .join() === keys,
  )
}

const ROWS = 20
function RowsBehind({ traced, value }: { traced: Traced; value: number | null }) {
  const { say, t } = useWords()
  const [trail, setTrail] = useState<string[]>([])
  const asked = useGet<MeasureRows>(`/measures/${traced.id}/records`, {
    ...traced.question,
    cursor: last(trail),
    limit: ROWS,
  })
  const all = useRecordWords().data
  return (
    <section>
      <h3 className="trace-rows">{t('数字背后的记录', 'The rows behind it')}</h3>
      <Answered asked={asked}>
        {(data) => {
          const record = recordOf(all, data.rows.find((r) => r.record)?.record)
          const shown = record?.fields.filter((f) => f.list).slice(1, 5) ?? []
          return (
            <>
              <p>
                {data.total === value ? (
                  <span className="good">
                    <CheckCircleOutlined aria-hidden />{' '}
                    {t(`共 ${digits(data.total)} 条，与数值一致`, `${digits(data.total)} rows, equal to the number`)}
                  </span>
                ) : (
                  <span>{t(`共 ${digits(data.total)} 条`, `${digits(data.total)} rows`)}</span>
                )}
              </p>
              <Table
                rowKey="key"
                size="small"
                pagination={false}
                dataSource={data.rows}
                scroll={data.rows.length ? { x: 'max-content' } : {}}
                locale={{ emptyText: <NothingYet text={t('没有记录', 'No rows')} /> }}
                columns={[
                  {
                    key: 'title',
                    title: record ? say(record.title) : t('记录', 'Record'),
                    render: (_, r) =>
                      r.record ? (
                        record ? (
                          <Link to={`/records/${record.id}/${keyInPath(r.record.id)}`}>{r.record.title}</Link>
                        ) : (
                          r.record.title
                        )
                      ) : (
                        r.key
                      ),
                  },
                  { key: 'from', title: t('自', 'Since'), className: 'short figure', render: (_, r) => r.from ?? '—' },
                  ...shown.map((f) => ({
                    key: f.key,
                    title: say(f.label),
                    render: (_: unknown, r: MeasureRows['rows'][number]) =>
                      plainText(r.record?.fields[f.key], f.kind, [t('是', 'yes'), t('否', 'no')]),
                  })),
                ]}
              />
              <Flex justify="end" gap={8} className="pager">
                {trail.length ? (
                  <Button size="small" onClick={() => setTrail(trail.slice(0, -1))}>
                    {t('上一页', 'Previous')}
                  </Button>
                ) : null}
                <Button
                  size="small"
                  disabled={data.next === null}
                  onClick={() => data.next && setTrail([...trail, data.next])}
                >
                  {t('下一页', 'Next')}
                </Button>
              </Flex>
            </>
          )
        }}
      </Answered>
    </section>
  )
}

export function useMeasureWords(id: string | undefined): MeasureWords | undefined {
  return useMeasures().data?.find((m) => m.id === id)
}
