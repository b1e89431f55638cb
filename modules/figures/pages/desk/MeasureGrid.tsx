import { Table, type TableColumnsType } from 'antd'
import {
  type MeasureAnswer,
  type MeasureTable,
  NOT_APPLICABLE,
  TraceNumber,
  useWords,
} from '../../../../kit/desk/index.ts'

const PAGE_ROWS = 50
type Row = MeasureTable['rows'][number]

/** The cross table of a measure. Each number is a way to the rows behind it. */
export function MeasureGrid({ table, answer }: { table: MeasureTable; answer: MeasureAnswer }) {
  const { say, t } = useWords()
  const unit = say(answer.unit)
  const [first, second] = table.dimensions
  const columns: TableColumnsType<Row> = [
    {
      key: 'group',
      title: first ? say(first.title) : '',
      className: 'short',
      rowScope: 'row',
      fixed: 'start',
      render: (_, r) => say(r.label),
    },
    ...table.columns.map((c, i) => ({
      key: c.key ?? `column${i}`,
      title: second ? say(c.label) : answer.kind === 'ratio' ? t('比例', 'Ratio') : unit,
      align: 'right' as const,
      render: (_: unknown, r: Row) => {
        const cell = r.cells[i]
        return cell ? (
          <TraceNumber
            id={answer.id}
            question={cell.question}
            value={cell.value}
            kind={answer.kind}
            unit={unit}
            label={second ? `${say(r.label)}，${say(c.label)}` : say(r.label)}
          />
        ) : (
          <span className="figure">{NOT_APPLICABLE}</span>
        )
      },
    })),
    ...(second && answer.kind !== 'ratio'
      ? [
          {
            key: 'total',
            title: t('合计', 'Total'),
            align: 'right' as const,
            render: (_: unknown, r: Row) =>
              r.total ? (
                <TraceNumber
                  id={answer.id}
                  question={r.total.question}
                  value={r.total.value}
                  kind={answer.kind}
                  unit={unit}
                  label={`${say(r.label)}，${t('合计', 'total')}`}
                />
              ) : null,
          },
        ]
      : []),
  ]
  return (
    <Table<Row>
      rowKey={(r) => r.key ?? '-'}
      size="small"
      columns={columns}
      dataSource={table.rows}
      scroll={{ x: 'max-content' }}
      pagination={table.rows.length > PAGE_ROWS ? { pageSize: PAGE_ROWS, showSizeChanger: false } : false}
    />
  )
}
