import { Link } from '@tanstack/react-router'
import { Button, Flex } from 'antd'
import {
  Answered,
  NoRight,
  NothingYet,
  Page,
  Panel,
  StateTag,
  type Text,
  useAddress,
  useGet,
  useSession,
  useWords,
  WideTable,
} from '../../../../kit/desk/index.ts'

type Named = { id: string; name: Text }
type Row = {
  person: string
  name: string
  post: string
  occupation: { code: string; name: Text }
  asked: Named
  held: Named | null
  gap: boolean
  next: Named | null
  ready: boolean
  firstDay: string | null
  missing: Text[]
  plan: { plan: string; number: string; body: string; examOn: string; applyUntil: string; left: number } | null
}
type Planner = { on: string; total: number; gaps: number; ready: number; rows: Row[]; next: string | null }
const SHOWN = [
  { id: 'all', zh: '全部', en: 'All' },
  { id: 'gap', zh: '应持未持', en: 'Certificate lacking' },
  { id: 'ready', zh: '可晋级', en: 'May go on' },
] as const

/** Who lacks the certificate that the post asks for, who may go on, when, and where. */
export default function PlannerPage() {
  const { t } = useWords()
  const actor = useSession().data?.actor
  const organisation = actor?.grants.find((g) => g.organisationId)?.organisationId
  return (
    <Page
      title={t('职工晋级规划', 'Planner for staff')}
      note={t(
        '按本单位岗位和花名册，对照证书登记和申报条件：谁应持未持，谁可以晋级，最早哪一天，还缺什么，最近的计划。',
        'Posts and roster against certificates and conditions: who lacks one, who may go on, when, what is missing, and the nearest plan.',
      )}
      extra={
        <Link to={'/imports' as never}>
          <Button>{t('导入岗位和花名册', 'Import posts and roster')}</Button>
        </Link>
      }
    >
      {organisation ? <Staff organisation={organisation} /> : <NoRight />}
    </Page>
  )
}

function Staff({ organisation }: { organisation: string }) {
  const { say, t } = useWords()
  const [address, setAddress] = useAddress()
  const show = String(address['show'] ?? 'all')
  const cursor = address['after'] ? String(address['after']) : undefined
  const asked = useGet<Planner>('/evaluation/planner', { organisation, show, limit: 50, cursor })
  return (
    <Panel>
      <Answered asked={asked} rows={8}>
        {(data) =>
          data.total === 0 ? (
            <NothingYet
              text={t('还没有花名册。先导入岗位，再导入职工。', 'No roster yet. Import posts first, then staff.')}
            />
          ) : (
            <>
              <p>
                {t(
                  `在岗 ${data.total} 人：应持未持 ${data.gaps} 人，今天可以申报下一级 ${data.ready} 人`,
                  `${data.total} in posts: ${data.gaps} lack the certificate asked for, ${data.ready} may apply for the next level today`,
                )}
              </p>
              <Flex gap={8} wrap className="table-head" role="group" aria-label={t('显示', 'Show')}>
                {SHOWN.map((s) => (
                  <Button
                    key={s.id}
                    size="small"
                    type={show === s.id ? 'primary' : 'default'}
                    aria-pressed={show === s.id}
                    onClick={() => setAddress({ show: s.id, after: undefined })}
                  >
                    {t(s.zh, s.en)}
                  </Button>
                ))}
              </Flex>
              <WideTable<Row>
                label={t('职工', 'Staff')}
                rowKey="person"
                size="small"
                pagination={false}
                dataSource={data.rows}
                columns={[
                  { key: 'name', title: t('姓名', 'Name'), render: (_, r) => r.name },
                  { key: 'post', title: t('岗位', 'Post'), render: (_, r) => r.post },
                  { key: 'occupation', title: t('职业', 'Occupation'), render: (_, r) => say(r.occupation.name) },
                  {
                    key: 'asked',
                    title: t('应持 / 现持', 'Asked for / held'),
                    render: (_, r) => (
                      <>
                        {say(r.asked.name)} / {r.held ? say(r.held.name) : t('无', 'none')}{' '}
                        {r.gap ? <StateTag tone="bad">{t('应持未持', 'lacking')}</StateTag> : null}
                      </>
                    ),
                  },
                  { key: 'next', title: t('下一级', 'Next'), render: (_, r) => (r.next ? say(r.next.name) : '—') },
                  {
                    key: 'when',
                    title: t('何时', 'When'),
                    render: (_, r) =>
                      r.ready ? (
                        <StateTag tone="good">{t('现在可申报', 'now')}</StateTag>
                      ) : (
                        (r.firstDay ?? t('须先取得证书、职称或学历', 'not by waiting'))
                      ),
                  },
                  {
                    key: 'missing',
                    title: t('还缺', 'Missing'),
                    render: (_, r) => r.missing.map((m) => say(m)).join('；') || '—',
                  },
                  {
                    key: 'plan',
                    title: t('最近的计划', 'Nearest plan'),
                    render: (_, r) =>
                      r.plan
                        ? t(
                            `${r.plan.body}，${r.plan.examOn}考，${r.plan.applyUntil}截止，余 ${r.plan.left}`,
                            `${r.plan.body}, on ${r.plan.examOn}, apply until ${r.plan.applyUntil}, ${r.plan.left} left`,
                          )
                        : '—',
                  },
                ]}
              />
              <Flex justify="end" gap={8} className="pager" hidden={!cursor && data.next === null}>
                <Button size="small" disabled={!cursor} onClick={() => setAddress({ after: undefined })}>
                  {t('回到开头', 'First page')}
                </Button>
                <Button
                  size="small"
                  disabled={data.next === null}
                  onClick={() => data.next && setAddress({ after: data.next })}
                >
                  {t('下一页', 'Next')}
                </Button>
              </Flex>
            </>
          )
        }
      </Answered>
    </Panel>
  )
}
