import { useParams } from '@tanstack/react-router'
import { CaseList } from '../../kit/desk/CasePages.tsx'
import { Page, Panel } from '../../kit/desk/Page.tsx'
import { useProcesses } from '../../kit/desk/queries.ts'
import { Answered, NoRight, NothingYet } from '../../kit/desk/states.tsx'
import { useWords } from '../../kit/desk/words.tsx'

export default function Cases() {
  const { say, t } = useWords()
  const { process: id } = useParams({ strict: false }) as { process: string }
  const asked = useProcesses()
  const process = asked.data?.find((p) => p.id === id)
  return (
    <Page title={process ? say(process.title) : t('事项', 'Cases')}>
      <Panel>
        <Answered asked={asked}>
          {() =>
            process ? (
              <CaseList process={process} emptyText={<NothingYet text={t('没有事项', 'No cases')} />} />
            ) : (
              <NoRight />
            )
          }
        </Answered>
      </Panel>
    </Page>
  )
}
