import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Descriptions, Flex, Table } from 'antd'
import { type ReactNode, useState } from 'react'
import { ApprovalTimeline } from './ApprovalTimeline.tsx'
import type { CaseAnswer, FieldWords, ProcessWords, Queue } from './api-types.ts'
import type { Problem } from './client.ts'
import { minute, yuan } from './format.ts'
import { useKeys } from './keys.tsx'
import { last } from './lists.ts'
import { Page, Panel } from './Page.tsx'
import { useForget, useGet, useProcesses } from './queries.ts'
import { Answered, ConflictDialog, type Difference } from './states.tsx'
import { DueBadge, StateTag } from './tags.tsx'
import { VerdictBar } from './VerdictBar.tsx'
import { useWords } from './words.tsx'

/** A case's value as text; empty optional fields say so. */
export function caseText(f: FieldWords, c: Pick<CaseAnswer, 'fields' | 'labels'>, empty: string): string {
  const v = c.fields[f.key]
  if (v === null || v === undefined || v === '') return empty
  if (f.kind === 'money') return yuan(Number(v))
  if (f.kind === 'instant') return minute(String(v))
  return c.labels?.[f.key] ?? (Array.isArray(v) ? v.join('、') : String(v))
}

/** The answers of an application in the order in which they were given; the same list for both sides of the counter. */
export function CheckAnswers({
  fields,
  shown,
  change,
  fixed = [],
}: {
  fields: readonly FieldWords[]
  shown: Pick<CaseAnswer, 'fields' | 'labels'>
  change?: (field: string) => void
  /** Known from elsewhere, not to be changed here. */
  fixed?: readonly string[]
}) {
  const { say, t } = useWords()
  return (
    <dl className="check-answers">
      {fields.map((f) => (
        <div key={f.key}>
          <dt>{say(f.label)}</dt>
          <dd>
            <span>{caseText(f, shown, t('未填写', 'not given'))}</span>
            {change && !fixed.includes(f.key) ? (
              <Button
                type="link"
                size="small"
                onClick={() => change(f.key)}
                aria-label={t(`更改${say(f.label)}`, `Change ${say(f.label)}`)}
              >
                {t('更改', 'Change')}
              </Button>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  )
}

export function caseState(c: CaseAnswer, process: ProcessWords | undefined) {
  const state = process?.states.find((s) => s.id === c.state)
  return {
    title: c.stateTitle ?? state?.title ?? { zh: c.state, en: c.state },
    owner: c.owner ?? state?.owner ?? null,
    tone: state?.tone,
  }
}

/** The next case of the queue besides this one. */
function useNextCase(now: CaseAnswer | undefined): CaseAnswer | undefined {
  const queue = useGet<Queue>('/queue').data
  return queue?.flatMap((q) => q.rows).find((c) => c.id !== now?.id)
}

/**
 * One case: what was filed, what happened, and what may be done. `beside` stands to the right of the answers: the records
 * that a room checks them against.
 */
export function CasePage({
  process: processId,
  id,
  beside,
  relevant,
}: {
  process: string
  id: string
  /** Fields that this case speaks of; all when left out. */
  relevant?: (field: string, c: CaseAnswer) => boolean
  beside?: (c: CaseAnswer, p: ProcessWords | undefined) => ReactNode
}) {
  const { say, t } = useWords()
  const navigate = useNavigate()
  const forget = useForget()
  const process = useProcesses().data?.find((p) => p.id === processId)
  const asked = useGet<CaseAnswer>(`/cases/${processId}/${id}`, {}, { keepOld: false })
  const next = useNextCase(asked.data)
  const [conflict, setConflict] = useState<{ problem: Problem; differences: Difference[] }>()
  const goNext = () => next && void navigate({ to: `/cases/${next.process}/${next.id}` })
  useKeys(next ? [{ key: 'Alt+N', text: t('下一件', 'Next case'), run: goNext }] : [])
  const c = asked.data
  const state = c ? caseState(c, process) : undefined
  const onConflict = async (problem: Problem) => {
    const seen = asked.data
    const now = (await asked.refetch()).data
    const differences: Difference[] = []
    if (seen && now) {
      if (seen.state !== now.state)
        differences.push({
          label: t('状态', 'State'),
          before: say(caseState(seen, process).title),
          now: say(caseState(now, process).title),
        })
      for (const f of process?.fields ?? []) {
        const [before, after] = [caseText(f, seen, '—'), caseText(f, now, '—')]
        if (before !== after) differences.push({ label: say(f.label), before, now: after })
      }
    }
    setConflict({ problem, differences })
  }
  return (
    <Page
      title={c?.title ?? (process ? say(process.title) : t('事项', 'Case'))}
      tags={
        c && state ? (
          <>
            <StateTag tone={state.tone}>{say(state.title)}</StateTag>
            <DueBadge dueOn={c.dueOn} />
          </>
        ) : null
      }
      note={process ? say(process.title) : undefined}
      extra={next ? <Button onClick={goNext}>{t('下一件', 'Next case')} (Alt+N)</Button> : null}
    >
      <Answered asked={asked} rows={10}>
        {(shown) => (
          <>
            <div className="two-columns">
              <div>
                <Panel title={t('申报内容', 'What was filed')}>
                  <CheckAnswers
                    fields={(process?.fields ?? []).filter((f) => relevant?.(f.key, shown) ?? true)}
                    shown={shown}
                  />
                </Panel>
                <Panel title={t('办理信息', 'Handling')}>
                  <Descriptions
                    size="small"
                    column={1}
                    items={[
                      { key: 'id', label: t('受理号', 'Number'), children: <span className="code">{shown.id}</span> },
                      { key: 'opened', label: t('提交日期', 'Filed on'), children: shown.openedOn },
                      ...(state?.owner ? [{ key: 'owner', label: t('现由', 'With'), children: say(state.owner) }] : []),
                      { key: 'edition', label: t('适用流程', 'Procedure of'), children: shown.edition },
                      ...(process?.completed ?? [])
                        .filter((f) => shown.fields[f.key] !== null && shown.fields[f.key] !== undefined)
                        .map((f) => ({ key: f.key, label: say(f.label), children: caseText(f, shown, '—') })),
                      { key: 'version', label: t('版本', 'Version'), children: shown.version },
                    ]}
                  />
                </Panel>
              </div>
              <div>
                {beside?.(shown, process)}
                <Panel title={t('办理经过', 'What happened')}>
                  <ApprovalTimeline record={processId} id={shown.id} process={process} />
                </Panel>
              </div>
            </div>
            <VerdictBar
              shown={shown}
              process={process}
              onConflict={(p) => void onConflict(p)}
              onDone={() => void forget(`/cases/${processId}`, '/queue', `/records/${processId}/`, '/measures')}
            />
          </>
        )}
      </Answered>
      <ConflictDialog
        problem={conflict?.problem}
        differences={conflict?.differences ?? []}
        onClose={() => setConflict(undefined)}
        onReload={() => {
          setConflict(undefined)
          void forget(`/cases/${processId}`, `/records/${processId}/`)
        }}
      />
    </Page>
  )
}

/** Rows of cases as a table: title, state, due day. Used by queues and by lists of one process. */
export function CaseTable({
  rows,
  process,
  emptyText,
}: {
  rows: CaseAnswer[]
  process: ProcessWords | undefined
  emptyText: ReactNode
}) {
  const { say, t } = useWords()
  return (
    <Table<CaseAnswer>
      rowKey="id"
      size="middle"
      pagination={false}
      dataSource={rows}
      scroll={rows.length ? { x: 'max-content' } : {}}
      locale={{ emptyText }}
      columns={[
        {
          key: 'title',
          title: t('事项', 'Case'),
          render: (_, c) => <Link to={`/cases/${c.process}/${c.id}`}>{c.title ?? c.id}</Link>,
        },
        {
          key: 'state',
          title: t('状态', 'State'),
          render: (_, c) => {
            const s = caseState(c, process)
            return <StateTag tone={s.tone}>{say(s.title)}</StateTag>
          },
        },
        {
          key: 'can',
          title: t('可以办理', 'To do'),
          render: (_, c) =>
            c.can
              .filter((a) => a.allowed)
              .map((a) => say(a.title))
              .join('、') || '—',
        },
        { key: 'opened', title: t('提交日期', 'Filed on'), className: 'short figure', render: (_, c) => c.openedOn },
        { key: 'due', title: t('时限', 'Due'), render: (_, c) => <DueBadge dueOn={c.dueOn} /> },
      ]}
    />
  )
}

/** All cases of one process that this person may read, by state. */
export function CaseList({ process, emptyText }: { process: ProcessWords; emptyText: ReactNode }) {
  const { say, t } = useWords()
  const [states, setStates] = useState<string>()
  const [trail, setTrail] = useState<string[]>([])
  const asked = useGet<{ rows: CaseAnswer[]; next: string | null }>(`/cases/${process.id}`, {
    state: states,
    cursor: last(trail),
    limit: 20,
  })
  // Nothing at all yet: the states would only stand in the way.
  if (asked.data?.rows.length === 0 && states === undefined && trail.length === 0 && !asked.isPlaceholderData)
    return <>{emptyText}</>
  return (
    <>
      <Flex gap={8} wrap className="table-head" role="group" aria-label={t('按状态', 'By state')}>
        {[undefined, ...process.states.map((s) => s.id)].map((id) => (
          <Button
            key={id ?? 'all'}
            size="small"
            type={states === id ? 'primary' : 'default'}
            aria-pressed={states === id}
            onClick={() => {
              setStates(id)
              setTrail([])
            }}
          >
            {id ? say(process.states.find((s) => s.id === id)?.title) : t('全部', 'All')}
          </Button>
        ))}
      </Flex>
      <Answered asked={asked}>
        {(data) => (
          <>
            <CaseTable rows={data.rows} process={process} emptyText={emptyText} />
            <Flex justify="end" gap={8} className="pager" hidden={trail.length === 0 && data.next === null}>
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
        )}
      </Answered>
    </>
  )
}
