import { Button, Flex, Input, Table, Typography } from 'antd'
import { useState } from 'react'
import type { Checkpoints, Leaf } from '../../kit/desk/api-types.ts'
import { digits, minute } from '../../kit/desk/format.ts'
import { useKindText } from '../../kit/desk/kinds.ts'
import { last } from '../../kit/desk/lists.ts'
import { Page, Panel } from '../../kit/desk/Page.tsx'
import { useGet } from '../../kit/desk/queries.ts'
import { Answered, NothingYet } from '../../kit/desk/states.tsx'
import { useAddress } from '../../kit/desk/use-address.ts'
import { WideTable } from '../../kit/desk/WideTable.tsx'
import { useWords } from '../../kit/desk/words.tsx'

const LEAVES = 50

/** The journal: newest leaves, signed checkpoints, and how to check both without trusting this server. */
export default function Journal() {
  const { t } = useWords()
  const [address, set] = useAddress()
  const kindName = useKindText()
  const [kind, setKind] = useState(address['kind'] ?? '')
  const leaves = useGet<Leaf[]>(
    '/journal',
    { kind: address['kind'], before: address['before'], limit: LEAVES },
    { staleMs: 0 },
  )
  const points = useGet<Checkpoints>('/journal/checkpoints')
  return (
    <Page
      title={t('日志', 'Journal')}
      note={t(
        '每次变更、每次查看完整信息都有一条；每条连着前一条，改动会被发现。',
        'One leaf for each change and each look at a full value; each is linked to the one before, so tampering shows.',
      )}
    >
      <Panel>
        <form
          className="query-bar"
          onSubmit={(e) => {
            e.preventDefault()
            set({ kind: kind.trim() || undefined, before: undefined })
          }}
        >
          <div className="query-field">
            <label htmlFor="journal-kind">{t('种类', 'Kind')}</label>
            <Input
              id="journal-kind"
              allowClear
              placeholder="access.reveal"
              value={kind}
              onChange={(e) => setKind(e.target.value)}
            />
          </div>
          <div className="query-acts">
            <Button type="primary" htmlType="submit">
              {t('查询', 'Search')}
            </Button>
            <Button
              onClick={() => {
                setKind('access.reveal')
                set({ kind: 'access.reveal', before: undefined })
              }}
            >
              {t('只看“查看完整信息”', 'Only looks at full values')}
            </Button>
          </div>
        </form>
      </Panel>
      <Panel>
        <Answered asked={leaves} rows={10}>
          {(rows) => (
            <>
              <Table<Leaf>
                rowKey={(l) => `${l.bucket}/${l.seq}`}
                size="small"
                pagination={false}
                dataSource={rows}
                scroll={rows.length ? { x: 'max-content' } : {}}
                locale={{ emptyText: <NothingYet text={t('没有这种日志', 'No such leaf')} /> }}
                columns={[
                  { key: 'at', title: t('时间', 'Time'), className: 'short figure', render: (_, l) => minute(l.at) },
                  { key: 'actor', title: t('何人', 'Who'), className: 'short', render: (_, l) => l.actor },
                  {
                    key: 'kind',
                    title: t('何事', 'What'),
                    className: 'short',
                    render: (_, l) => (
                      <>
                        {kindName(l.kind)}
                        <div className="hint code">{l.kind}</div>
                      </>
                    ),
                  },
                  {
                    key: 'subject',
                    title: t('对何物', 'Of what'),
                    render: (_, l) => <span className="code">{l.subject}</span>,
                  },
                  {
                    key: 'rows',
                    title: t('行数', 'Rows'),
                    align: 'right',
                    className: 'figure',
                    render: (_, l) => digits(l.rows),
                  },
                  {
                    key: 'place',
                    title: t('位置', 'Place'),
                    className: 'short figure',
                    render: (_, l) => `${l.bucket} / ${l.seq}`,
                  },
                ]}
                expandable={{
                  expandedRowRender: (l) => (
                    <>
                      <pre className="code">{JSON.stringify(l.body, undefined, 2)}</pre>
                      <div className="hint">
                        {t('前一条的指纹', 'Fingerprint of the one before')} <span className="code">{l.prev}</span>
                      </div>
                    </>
                  ),
                  columnTitle: <span className="off-screen">{t('展开', 'Details')}</span>,
                }}
              />
              <Flex justify="end" gap={8} className="pager">
                {address['before'] ? (
                  <Button size="small" onClick={() => set({ before: undefined })}>
                    {t('最新', 'Newest')}
                  </Button>
                ) : null}
                <Button size="small" disabled={rows.length < LEAVES} onClick={() => set({ before: last(rows)?.at })}>
                  {t('更早', 'Earlier')}
                </Button>
              </Flex>
            </>
          )}
        </Answered>
      </Panel>
      <Panel title={t('已签名的检查点', 'Signed checkpoints')}>
        <Answered asked={points}>
          {(p) => (
            <>
              <WideTable
                label={t('已签名的检查点', 'Signed checkpoints')}
                rowKey="day"
                size="small"
                pagination={{ pageSize: 10, hideOnSinglePage: true }}
                dataSource={p.checkpoints}
                locale={{
                  emptyText: (
                    <NothingYet text={t('还没有检查点；每天结束后生成一个', 'None yet; one is made after each day')} />
                  ),
                }}
                columns={[
                  { key: 'day', title: t('日期', 'Day'), className: 'short figure', render: (_, c) => c.day },
                  {
                    key: 'size',
                    title: t('条数', 'Leaves'),
                    align: 'right',
                    className: 'figure',
                    render: (_, c) => digits(c.size),
                  },
                  { key: 'root', title: t('树根', 'Root'), render: (_, c) => <span className="code">{c.root}</span> },
                  {
                    key: 'key',
                    title: t('密钥', 'Key'),
                    className: 'short',
                    render: (_, c) => <span className="code">{c.keyId}</span>,
                  },
                ]}
              />
              <h3>{t('如何自行验证', 'How to verify it yourself')}</h3>
              <p>
                {t(
                  '检查点是公开的，可以存到别处。以后用下面的命令，对照存下的检查点验证整本日志，不必相信本服务器：',
                  'Checkpoints are public; keep copies elsewhere. Later, this checks the whole journal against them without trusting this server:',
                )}
              </p>
              <Typography.Paragraph copyable={{ text: 'npx guildbook verify --json' }}>
                <code className="code">npx guildbook verify --json</code>
              </Typography.Paragraph>
              <details>
                <summary>{t('公钥', 'Public key')}</summary>
                <pre className="code">{p.publicKey}</pre>
              </details>
            </>
          )}
        </Answered>
      </Panel>
    </Page>
  )
}
