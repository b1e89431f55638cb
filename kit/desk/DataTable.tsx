import { ColumnHeightOutlined, DownloadOutlined, ReloadOutlined, SettingOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Checkbox, Dropdown, Flex, Popover, Select, Table, type TableColumnsType, Tooltip } from 'antd'
import { useRef, useState } from 'react'
import { whereOf, withWhere } from './address.ts'
import type { FieldWords, ListAnswer, RecordAnswer, RecordWords } from './api-types.ts'
import { API, keyInPath, queryString } from './client.ts'
import { digits } from './format.ts'
import { keep, kept } from './keep.ts'
import { useKeys } from './keys.tsx'
import { useGet } from './queries.ts'
import { Answered, NoMatch, NothingYet } from './states.tsx'
import { useAddress } from './use-address.ts'
import { Value } from './Value.tsx'
import { useWords } from './words.tsx'

const SIZES = ['20', '50', '100']
type Density = 'large' | 'middle' | 'small'
const DENSITIES: readonly Density[] = ['large', 'middle', 'small']

const isNumeric = (f: FieldWords) => f.kind === 'integer' || f.kind === 'money'
/** Short values do not wrap; long ones may. */
const isLong = (f: FieldWords) => (f.kind === 'text' && (f.lengthMax ?? 200) > 60) || f.kind === 'codes'

/**
 * A list of a record, drawn from its description: columns, filters, paging by key. What it shows stands in the address.
 * @param fixed conditions that the page itself sets and that are not shown as filters
 */
export function DataTable({
  record,
  fixed = {},
  emptyText,
}: {
  record: RecordWords
  fixed?: { readonly [field: string]: string }
  emptyText?: string
}) {
  const { say, t } = useWords()
  const navigate = useNavigate()
  const [address, setAddress] = useAddress()
  const where = { ...whereOf(address), ...fixed }
  const limit = SIZES.includes(address['size'] ?? '') ? address['size']! : SIZES[0]!
  const asked = useGet<ListAnswer>(`/records/${record.id}`, {
    search: address['search'],
    where,
    cursor: address['cursor'],
    limit,
  })
  const listed = record.fields.filter((f) => f.list && !(f.key in fixed))
  const [hidden, setHidden] = useState<string[]>(() => (kept(`columns.${record.id}`) ?? '').split(',').filter(Boolean))
  const [density, setDensity] = useState<Density>(() =>
    (DENSITIES as readonly string[]).includes(kept('density') ?? '') ? (kept('density') as Density) : 'middle',
  )
  const trail = useRef<string[]>([])
  const body = useRef<HTMLDivElement>(null)

  const move = (by: 1 | -1) => {
    const rows = Array.from(body.current?.querySelectorAll<HTMLElement>('tr[data-row-key]') ?? [])
    const at = rows.indexOf(document.activeElement as HTMLElement)
    rows[Math.min(rows.length - 1, Math.max(0, at + by))]?.focus()
  }
  useKeys([
    { key: 'j', text: t('下一行', 'Next row'), run: () => move(1) },
    { key: 'k', text: t('上一行', 'Row above'), run: () => move(-1) },
    {
      key: 'Enter',
      text: t('打开所在行', 'Open the row'),
      run: () => (document.activeElement as HTMLElement | null)?.querySelector('a')?.click(),
    },
  ])

  const columns: TableColumnsType<RecordAnswer> = listed
    .filter((f, i) => i === 0 || !hidden.includes(f.key))
    .map((f, i) => ({
      key: f.key,
      title: say(f.label),
      ...(isNumeric(f) ? { align: 'right' as const } : {}),
      ...(isLong(f) ? {} : { className: 'short' }),
      render: (_: unknown, row: RecordAnswer) =>
        i === 0 ? (
          <Link to={`/records/${record.id}/${keyInPath(row.id)}`}>{row.title}</Link>
        ) : (
          <Value value={row.fields[f.key]} field={f} record={record} id={row.id} />
        ),
    }))
  const filters = [
    ...(address['search'] ? [address['search']] : []),
    ...Object.entries(whereOf(address)).map(([k, v]) => {
      const f = record.fields.find((x) => x.key === k)
      const choice = f?.choices?.find((c) => c.id === v)
      return `${f ? say(f.label) : k}：${choice ? say(choice.label) : v}`
    }),
  ]
  const page = Number(address['page'] ?? 1)
  return (
    <Answered asked={asked} rows={10}>
      {(data) => (
        <div ref={body}>
          <Flex justify="space-between" align="center" className="table-head" wrap gap={8}>
            <span className="total">
              {data.totalIsExact
                ? t(`共 ${digits(data.total)} 条`, `${digits(data.total)} rows`)
                : t(
                    `超过 ${digits(data.total)} 条，请缩小范围`,
                    `more than ${digits(data.total)} rows; narrow the search`,
                  )}
            </span>
            <Flex gap={4}>
              <Dropdown
                menu={{
                  items: (['xlsx', 'csv'] as const).map((kind) => ({
                    key: kind,
                    label: (
                      <a
                        href={`${API}/records/${record.id}/export/list.${kind}${queryString({ search: address['search'], where })}`}
                        download
                      >
                        {kind === 'xlsx' ? t('导出 Excel', 'Excel') : t('导出 CSV', 'CSV')}
                      </a>
                    ),
                  })),
                }}
                trigger={['click']}
              >
                <Tooltip
                  title={t('导出（按当前筛选，敏感信息仍遮挡）', 'Export by these filters; secrets stay masked')}
                >
                  <Button type="text" icon={<DownloadOutlined aria-hidden />} aria-label={t('导出', 'Export')} />
                </Tooltip>
              </Dropdown>
              <Tooltip title={t('刷新', 'Refresh')}>
                <Button
                  type="text"
                  icon={<ReloadOutlined aria-hidden />}
                  aria-label={t('刷新', 'Refresh')}
                  onClick={() => void asked.refetch()}
                />
              </Tooltip>
              <Dropdown
                trigger={['click']}
                menu={{
                  selectable: true,
                  selectedKeys: [density],
                  items: [
                    { key: 'large', label: t('宽松', 'Comfortable') },
                    { key: 'middle', label: t('默认', 'Default') },
                    { key: 'small', label: t('紧凑', 'Compact') },
                  ],
                  onClick: ({ key }) => {
                    setDensity(key as Density)
                    keep('density', key)
                  },
                }}
              >
                <Button type="text" icon={<ColumnHeightOutlined aria-hidden />} aria-label={t('行距', 'Row height')} />
              </Dropdown>
              <Popover
                trigger="click"
                placement="bottomRight"
                title={t('显示的列', 'Columns')}
                content={
                  <Flex vertical gap={4}>
                    {listed.slice(1).map((f) => (
                      <Checkbox
                        key={f.key}
                        checked={!hidden.includes(f.key)}
                        onChange={(e) => {
                          const next = e.target.checked ? hidden.filter((h) => h !== f.key) : [...hidden, f.key]
                          setHidden(next)
                          keep(`columns.${record.id}`, next.length ? next.join(',') : undefined)
                        }}
                      >
                        {say(f.label)}
                      </Checkbox>
                    ))}
                  </Flex>
                }
              >
                <Button type="text" icon={<SettingOutlined aria-hidden />} aria-label={t('列设置', 'Columns')} />
              </Popover>
            </Flex>
          </Flex>
          <Table<RecordAnswer>
            rowKey="id"
            size={density === 'middle' ? 'middle' : density}
            className={density === 'large' ? 'rows-large' : ''}
            columns={columns}
            dataSource={data.rows}
            pagination={false}
            scroll={data.rows.length ? { x: 'max-content' } : {}}
            onRow={(row) => ({
              tabIndex: -1,
              onDoubleClick: () => void navigate({ to: `/records/${record.id}/${keyInPath(row.id)}` }),
            })}
            locale={{
              emptyText: filters.length ? (
                <NoMatch
                  filters={filters}
                  clear={() =>
                    setAddress({
                      search: undefined,
                      cursor: undefined,
                      page: undefined,
                      ...withWhere(Object.fromEntries(Object.keys(whereOf(address)).map((k) => [k, undefined]))),
                    })
                  }
                />
              ) : (
                <NothingYet text={emptyText ?? t('还没有记录', 'Nothing here yet')} />
              ),
            }}
          />
          <Flex justify="end" align="center" gap={8} className="pager" wrap>
            <Select
              size="small"
              aria-label={t('每页条数', 'Rows a page')}
              value={limit}
              options={SIZES.map((s) => ({ value: s, label: t(`${s} 条/页`, `${s} / page`) }))}
              onChange={(v) => setAddress({ size: v === SIZES[0] ? undefined : v, cursor: undefined, page: undefined })}
            />
            {page > 1 ? (
              <>
                <Button size="small" onClick={() => setAddress({ cursor: undefined, page: undefined })}>
                  {t('第一页', 'First page')}
                </Button>
                {trail.current.length ? (
                  <Button
                    size="small"
                    onClick={() => {
                      const cursor = trail.current.pop()
                      setAddress({ cursor: cursor || undefined, page: page > 2 ? String(page - 1) : undefined })
                    }}
                  >
                    {t('上一页', 'Previous')}
                  </Button>
                ) : null}
              </>
            ) : null}
            <span className="hint">{t(`第 ${page} 页`, `page ${page}`)}</span>
            <Button
              size="small"
              disabled={data.next === null}
              onClick={() => {
                trail.current.push(address['cursor'] ?? '')
                setAddress({ cursor: data.next ?? undefined, page: String(page + 1) })
              }}
            >
              {t('下一页', 'Next')}
            </Button>
          </Flex>
        </div>
      )}
    </Answered>
  )
}
