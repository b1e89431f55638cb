import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { Queue } from '../../kit/desk/api-types.ts'
import { CaseList, CaseTable } from '../../kit/desk/CasePages.tsx'
import { menuOf } from '../../kit/desk/manifest.ts'
import { Page, Panel } from '../../kit/desk/Page.tsx'
import { useCity, useGet, useProcesses, useSession } from '../../kit/desk/queries.ts'
import { Answered, NothingYet } from '../../kit/desk/states.tsx'
import { useWords } from '../../kit/desk/words.tsx'
import { icon } from './icons.tsx'
import { manifests } from './manifests.ts'

/** What waits for this person, soonest due first; what he filed himself; and the way to his pages. */
export default function Home() {
  const { say, t } = useWords()
  const actor = useSession().data?.actor ?? null
  const city = useCity().data
  const processes = useProcesses(actor !== null).data
  const queue = useGet<Queue>('/queue', {}, { staleMs: 0, enabled: actor !== null })
  const groups = menuOf(manifests, city?.rooms ?? [], actor)
  const filing = (processes ?? []).filter((p) => p.mayOpen)
  return (
    <Page
      title={t('我的待办', 'My work')}
      note={city ? t(`今天 ${city.today}`, `Today is ${city.today}`) : undefined}
      extra={filing.map((p) => (
        <Link key={p.id} to={startPath(p.id)}>
          <Button type="primary">{t(`新建：${say(p.title)}`, `New: ${say(p.title)}`)}</Button>
        </Link>
      ))}
    >
      <Answered asked={queue}>
        {(parts) =>
          parts.length === 0 ? (
            <Panel>
              <NothingYet text={t('现在没有等您办理的事项', 'Nothing waits for you now')} />
            </Panel>
          ) : (
            parts.map((q) => (
              <Panel
                key={q.process}
                title={t(`${say(q.title)}（${q.rows.length} 件）`, `${say(q.title)} (${q.rows.length})`)}
              >
                <CaseTable
                  rows={q.rows}
                  process={processes?.find((p) => p.id === q.process)}
                  emptyText={t('没有待办', 'nothing')}
                />
              </Panel>
            ))
          )
        }
      </Answered>
      {filing.map((p) => (
        <Panel key={p.id} title={t(`“${say(p.title)}”的全部事项`, `All cases: ${say(p.title)}`)}>
          <CaseList process={p} emptyText={<span className="hint">{t('还没有这类事项', 'None yet')}</span>} />
        </Panel>
      ))}
      <Panel title={t('常用页面', 'Pages')}>
        <ul className="shortcuts">
          {groups.flatMap((g) =>
            g.items.map((i) => (
              <li key={i.path}>
                <Link to={i.path}>
                  {icon(i.icon)}
                  <span>{say(i.title)}</span>
                </Link>
              </li>
            )),
          )}
        </ul>
      </Panel>
    </Page>
  )
}

/** A room may have its own page for filing; else the general one. */
const startPath = (process: string): string =>
  manifests.map((m) => m.opens?.[process]).find((path) => path !== undefined) ?? `/cases/${process}/new`
