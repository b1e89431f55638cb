import { Descriptions } from 'antd'
import type { ReactNode } from 'react'
import { ApprovalTimeline } from './ApprovalTimeline.tsx'
import type { RecordAnswer, RecordWords } from './api-types.ts'
import { DataTable } from './DataTable.tsx'
import { Page, Panel } from './Page.tsx'
import { QueryBar } from './QueryBar.tsx'
import { useGet, useRecordWords, useSession } from './queries.ts'
import { Answered, NoRight } from './states.tsx'
import { Value } from './Value.tsx'
import { useWords } from './words.tsx'

/** List of a record by its declaration. `title` and `note` where the page says it better than the record's own name. */
export function RecordListPage({
  record: id,
  title,
  note,
  extra,
  fixed,
  emptyText,
  above,
}: {
  record: string
  title?: string
  note?: ReactNode
  extra?: ReactNode
  fixed?: { readonly [field: string]: string }
  emptyText?: string
  above?: ReactNode
}) {
  const { say, t } = useWords()
  const all = useRecordWords()
  const record = all.data?.find((r) => r.id === id)
  return (
    <Page title={title ?? (record ? say(record.title) : t('列表', 'List'))} note={note} extra={extra}>
      {above}
      <Answered asked={all}>
        {() =>
          record ? (
            <>
              <Panel>
                <QueryBar record={record} hidden={Object.keys(fixed ?? {})} />
              </Panel>
              <Panel>
                <DataTable record={record} {...(fixed ? { fixed } : {})} {...(emptyText ? { emptyText } : {})} />
              </Panel>
            </>
          ) : (
            <Panel>
              <NoRight />
            </Panel>
          )
        }
      </Answered>
    </Page>
  )
}

/** All fields of one record, and what the journal knows of it. */
export function RecordDetailPage({
  record: id,
  recordKey,
  acts,
}: {
  record: string
  recordKey: string
  acts?: (r: RecordAnswer) => ReactNode
}) {
  const { say, t } = useWords()
  const words = useRecordWords().data?.find((r) => r.id === id)
  const asked = useGet<RecordAnswer>(`/records/${id}/${recordKey}`, {}, { keepOld: false })
  const actor = useSession().data?.actor
  const title = asked.data?.title ?? (words ? say(words.title) : t('记录', 'Record'))
  return (
    <Page title={title} note={words ? say(words.title) : undefined} extra={asked.data ? acts?.(asked.data) : null}>
      <div className="two-columns">
        <Panel>
          <Answered asked={asked}>{(row) => (words ? <Fields record={words} row={row} /> : null)}</Answered>
        </Panel>
        {actor ? (
          <Panel title={t('经过', 'History')}>
            <ApprovalTimeline record={id} id={recordKey.split('~').map(decodeURIComponent).join('/')} />
          </Panel>
        ) : null}
      </div>
    </Page>
  )
}

export function Fields({ record, row }: { record: RecordWords; row: RecordAnswer }) {
  const { say } = useWords()
  return (
    <Descriptions
      bordered
      size="small"
      column={1}
      items={record.fields
        .filter((f) => f.key in row.fields)
        .map((f) => ({
          key: f.key,
          label: say(f.label),
          children: <Value value={row.fields[f.key]} field={f} record={record} id={row.id} />,
        }))}
    />
  )
}
