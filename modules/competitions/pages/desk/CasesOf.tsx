import { Answered, CaseList, NoRight, NothingYet, Page, Panel, useProcesses } from '../../../../kit/desk/index.ts'

export function CasesOf({
  process: id,
  title,
  note,
  empty,
}: {
  process: string
  title: string
  note: string
  empty: string
}) {
  const asked = useProcesses()
  const process = asked.data?.find((p) => p.id === id)
  return (
    <Page title={title} note={note}>
      <Panel>
        <Answered asked={asked}>
          {() => (process ? <CaseList process={process} emptyText={<NothingYet text={empty} />} /> : <NoRight />)}
        </Answered>
      </Panel>
    </Page>
  )
}
