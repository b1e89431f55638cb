import {
  Answered,
  CasePage,
  Fields,
  type ListAnswer,
  Panel,
  type RecordAnswer,
  StateTag,
  useGet,
  useRecordWords,
  useWords,
  Value,
  WideTable,
} from '../../../../kit/desk/index.ts'
import { isAsked } from './change-fields.ts'

/** An application beside what the register knows of the institution: its entry, and where it stands on the lists already. */
export default function ListingCase({ process, id }: { process: string; id: string }) {
  return (
    <CasePage
      process={process}
      id={id}
      relevant={(field, c) => process !== 'directory.change' || isAsked(field, c.fields['kind'])}
      beside={(c) => (c.organisation ? <Institution id={c.organisation} /> : null)}
    />
  )
}

function Institution({ id }: { id: string }) {
  const { t } = useWords()
  const all = useRecordWords().data
  const entry = all?.find((r) => r.id === 'directory.organisation')
  const listing = all?.find((r) => r.id === 'directory.listing')
  const asked = useGet<RecordAnswer>(`/records/directory.organisation/${id}`)
  const periods = useGet<ListAnswer>('/records/directory.listing', { where: { organisation: id }, limit: 20 })
  return (
    <>
      <Panel title={t('登记信息（供核对）', 'Entry in the register, to check against')}>
        <Answered asked={asked}>{(row) => (entry ? <Fields record={entry} row={row} /> : null)}</Answered>
      </Panel>
      <Panel title={t('在各名录上的情况', 'On the lists')}>
        <Answered asked={periods} rows={2}>
          {(data) =>
            data.rows.length === 0 ? (
              <span className="hint">{t('目前不在任何名录上', 'On no list at present')}</span>
            ) : (
              <WideTable<RecordAnswer>
                label={t('在各名录上的情况', 'On the lists')}
                rowKey="id"
                size="small"
                pagination={false}
                dataSource={data.rows}
                columns={
                  listing
                    ? listing.fields
                        .filter((f) => ['role', 'status', 'listedFrom', 'listedTo', 'document'].includes(f.key))
                        .map((f) => ({
                          key: f.key,
                          title: t(f.label.zh, f.label.en),
                          render: (_: unknown, row: RecordAnswer) => {
                            const v = row.fields[f.key]
                            return f.key === 'status' && v !== null && typeof v === 'object' && 'value' in v ? (
                              <StateTag tone={v.value === 'listed' ? 'good' : 'bad'}>{String(v.label)}</StateTag>
                            ) : (
                              <Value value={v} field={f} record={listing} id={row.id} />
                            )
                          },
                        }))
                    : []
                }
              />
            )
          }
        </Answered>
      </Panel>
    </>
  )
}
