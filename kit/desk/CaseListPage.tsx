import { CaseList } from './CasePages.tsx'
import { Page, Panel } from './Page.tsx'
import { useProcesses } from './queries.ts'
import { Answered, NoRight, NothingYet } from './states.tsx'
import { useWords } from './words.tsx'

/** All cases of one process, by state: the whole page, for rooms that have nothing to add to it. */
export function CaseListPage({ process: id, title, note }: { process: string; title: string; note: string }) {
  const { t } = useWords()
  const asked = useProcesses()
  return (
    <Page title={title} note={note}>
      <Panel>
        <Answered asked={asked}>
          {(processes) => {
            const process = processes.find((p) => p.id === id)
            return process ? (
              <CaseList
                process={process}
                emptyText={<NothingYet text={t('没有这种状态的事项', 'No case in this state')} />}
              />
            ) : (
              <NoRight />
            )
          }}
        </Answered>
      </Panel>
    </Page>
  )
}
