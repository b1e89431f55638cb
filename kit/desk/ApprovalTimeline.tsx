import { Timeline } from 'antd'
import type { HistoryEntry, ProcessWords } from './api-types.ts'
import { keyInPath } from './client.ts'
import { minute } from './format.ts'
import { useKindText } from './kinds.ts'
import { useGet } from './queries.ts'
import { Answered, NothingYet } from './states.tsx'
import { useWords } from './words.tsx'

/** What happened, who did it, when, and into which state it led; newest first, from the journal. */
export function ApprovalTimeline({
  record,
  id,
  process,
}: {
  record: string
  id: string
  process?: ProcessWords | undefined
}) {
  const { say, t } = useWords()
  const asked = useGet<HistoryEntry[]>(`/records/${record}/${keyInPath(id)}/history`)
  const nameOf = useKindText()
  return (
    <Answered asked={asked} rows={3}>
      {(entries) =>
        entries.length === 0 ? (
          <NothingYet text={t('日志中还没有这条记录的经过', 'The journal has nothing about it yet')} />
        ) : (
          <Timeline
            items={[...entries]
              .sort((a, b) => (a.at < b.at ? 1 : -1))
              .map((e) => {
                const body = (typeof e.body === 'object' && e.body !== null ? e.body : {}) as { [k: string]: unknown }
                const to = process?.states.find((s) => s.id === body['to'])
                return {
                  key: `${e.at}${e.kind}`,
                  content: (
                    <div>
                      <div>
                        <strong>{nameOf(e.kind, true)}</strong>
                        {to ? <span>　→ {say(to.title)}</span> : null}
                      </div>
                      <div className="hint">
                        {e.actor}　<time dateTime={e.at}>{minute(e.at)}</time>
                      </div>
                      {typeof body['reason'] === 'string' ? (
                        <div>
                          {t('事由', 'Reason')}：{body['reason']}
                        </div>
                      ) : null}
                    </div>
                  ),
                }
              })}
          />
        )
      }
    </Answered>
  )
}
