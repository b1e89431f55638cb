import { Link } from '@tanstack/react-router'
import { Button, Flex, Steps } from 'antd'
import {
  Answered,
  type CaseAnswer,
  CasePage,
  Panel,
  type ProcessWords,
  StateTag,
  useGet,
  useProcesses,
  useWords,
  WideTable,
} from '../../../../kit/desk/index.ts'
import { type Line, OUTCOMES, type PlanLines, STEPS } from './plan-words.ts'

const ROWS_SHOWN = 20

/** A plan beside its way, its places and its candidates. */
export default function PlanCase({ process, id }: { process: string; id: string }) {
  return <CasePage process={process} id={id} beside={(c, p) => <Beside plan={c} process={p} />} />
}

function Beside({ plan, process }: { plan: CaseAnswer; process: ProcessWords | undefined }) {
  const { say, t } = useWords()
  const at = STEPS.indexOf(plan.state)
  return (
    <>
      {at >= 0 ? (
        <Panel title={t('进度', 'Progress')}>
          <Steps
            size="small"
            orientation="vertical"
            current={at}
            items={STEPS.map((s) => ({ title: say(process?.states.find((x) => x.id === s)?.title) }))}
          />
        </Panel>
      ) : null}
      <Candidates plan={plan.id} state={plan.state} />
    </>
  )
}

function Candidates({ plan, state }: { plan: string; state: string }) {
  const { say, t } = useWords()
  const asked = useGet<PlanLines>('/evaluation/plan/lines', { plan })
  const application = useProcesses().data?.find((p) => p.id === 'assessment.application')
  const stateOf = (s: string) => application?.states.find((x) => x.id === s)
  return (
    <Panel title={t('考生', 'Candidates')}>
      <Answered asked={asked} rows={6}>
        {(data) => (
          <>
            <p>
              {t(
                `名额 ${data.seats.seats}，已报 ${data.seats.taken}`,
                `${data.seats.seats} places, ${data.seats.taken} taken`,
              )}
            </p>
            <Flex gap={8} wrap>
              {Object.entries(data.counts).map(([s, n]) => (
                <StateTag key={s} tone={stateOf(s)?.tone}>
                  {`${say(stateOf(s)?.title)} ${n}`}
                </StateTag>
              ))}
            </Flex>
            <Flex gap={8} wrap className="table-head">
              {state === 'applying' ? (
                <Link to={'/imports' as never}>
                  <Button size="small">{t('导入考生名单', 'Import candidates')}</Button>
                </Link>
              ) : null}
              {data.rows.some((r) => r.ticket) ? (
                <Link to={'/assessment/papers' as never} search={{ plan } as never}>
                  <Button size="small">{t('准考证和门贴', 'Tickets and door sheets')}</Button>
                </Link>
              ) : null}
              {['seated', 'examined'].includes(state) ? (
                <Link to={'/assessment/marks' as never} search={{ plan } as never}>
                  <Button size="small" type="primary">
                    {t('录入成绩', 'Enter marks')}
                  </Button>
                </Link>
              ) : null}
            </Flex>
            <WideTable<Line>
              label={t('考生', 'Candidates')}
              rowKey="id"
              size="small"
              dataSource={data.rows}
              pagination={
                data.rows.length > ROWS_SHOWN ? { pageSize: ROWS_SHOWN, size: 'small', showSizeChanger: false } : false
              }
              columns={[
                {
                  key: 'name',
                  title: t('姓名', 'Name'),
                  render: (_, r) => <Link to={`/cases/assessment.application/${r.id}` as never}>{r.name}</Link>,
                },
                {
                  key: 'ticket',
                  title: t('准考证号', 'Ticket'),
                  className: 'figure',
                  render: (_, r) => r.ticket ?? '—',
                },
                {
                  key: 'seat',
                  title: t('考场座位', 'Seat'),
                  render: (_, r) => (r.room ? `${r.room} ${r.seatNo}` : '—'),
                },
                {
                  key: 'state',
                  title: t('状态', 'State'),
                  render: (_, r) => <StateTag tone={stateOf(r.state)?.tone}>{say(stateOf(r.state)?.title)}</StateTag>,
                },
                {
                  key: 'eligible',
                  title: t('申报条件', 'Conditions'),
                  render: (_, r) =>
                    r.eligible
                      ? t('符合', 'met')
                      : r.eligibleFrom
                        ? t(`${r.eligibleFrom}起符合`, `from ${r.eligibleFrom}`)
                        : t('不符合', 'not met'),
                },
                {
                  key: 'outcome',
                  title: t('结果', 'Result'),
                  render: (_, r) => (r.outcome ? say(OUTCOMES[r.outcome]) : '—'),
                },
                {
                  key: 'certificate',
                  title: t('证书编号', 'Certificate'),
                  className: 'code',
                  render: (_, r) => r.certificateNumber ?? '—',
                },
              ]}
            />
          </>
        )}
      </Answered>
    </Panel>
  )
}
