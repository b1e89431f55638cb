import { Link } from '@tanstack/react-router'
import { Table } from 'antd'
import { Answered, API, NothingYet, Page, Panel, StateTag, useGet, useWords } from '../../../../kit/desk/index.ts'
import type { LetterCheck, LetterLine } from './letter-types.ts'

/** Letters, each checked against the measures at the moment of looking. */
export default function Letters() {
  const { t } = useWords()
  const asked = useGet<LetterLine[]>('/letters')
  return (
    <Page
      title={t('答复函', 'Letters')}
      note={t(
        '函中每个数都来自指标；打开时即时核对，变动的数会指出来。',
        'Every number in a letter is a measure; it is checked as you look, and what moved is pointed out.',
      )}
    >
      <Panel>
        <Answered asked={asked}>
          {(rows) => (
            <Table<LetterLine>
              rowKey="id"
              size="middle"
              pagination={false}
              dataSource={rows}
              scroll={rows.length ? { x: 'max-content' } : {}}
              locale={{ emptyText: <NothingYet text={t('还没有答复函', 'No letter yet')} /> }}
              columns={[
                {
                  key: 'number',
                  title: t('文号', 'Number'),
                  className: 'short',
                  render: (_, l) => <Link to={`/letters/${l.id}`}>{l.number}</Link>,
                },
                { key: 'title', title: t('提案', 'Proposal'), render: (_, l) => l.title },
                {
                  key: 'asOf',
                  title: t('数据截至', 'Figures of'),
                  className: 'short figure',
                  render: (_, l) => l.asOf,
                },
                { key: 'check', title: t('数字核对', 'Check'), render: (_, l) => <Checked id={l.id} /> },
                {
                  key: 'files',
                  title: t('下载', 'Files'),
                  className: 'short',
                  render: (_, l) => (
                    <>
                      <a href={`${API}/letters/${l.id}/file.docx`}>DOCX</a>　
                      <a href={`${API}/letters/${l.id}/file.pdf`}>PDF</a>
                    </>
                  ),
                },
              ]}
            />
          )}
        </Answered>
      </Panel>
    </Page>
  )
}

function Checked({ id }: { id: string }) {
  const { t } = useWords()
  const check = useGet<LetterCheck>(`/letters/${id}/check`)
  if (check.isError) return <span className="hint">{t('暂时不能核对', 'cannot be checked now')}</span>
  if (!check.data) return <span className="hint">{t('正在核对…', 'checking…')}</span>
  const printed = check.data.figures.filter((f) => f.printed !== null).length
  return check.data.moved === 0 && check.data.findings.length === 0 ? (
    <StateTag tone="good">{t(`${printed} 个数全部一致`, `all ${printed} equal`)}</StateTag>
  ) : (
    <StateTag tone="bad">{t(`${check.data.moved} 个数有变动`, `${check.data.moved} moved`)}</StateTag>
  )
}
