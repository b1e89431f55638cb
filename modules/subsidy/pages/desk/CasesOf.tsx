import {
  Answered,
  CaseList,
  NoRight,
  NothingYet,
  Page,
  Panel,
  useProcesses,
  useWords,
} from '../../../../kit/desk/index.ts'

/** A page of the cases of one process; what can be done with each is the case's own answer. */
export function CasesOf(props: { process: string; title: [string, string]; note: [string, string] }) {
  const { t } = useWords()
  const asked = useProcesses()
  const process = asked.data?.find((p) => p.id === props.process)
  return (
    <Page title={t(...props.title)} note={t(...props.note)}>
      <Panel>
        <Answered asked={asked}>
          {() =>
            process ? (
              <CaseList
                process={process}
                emptyText={<NothingYet text={t('没有这种状态的事项', 'No case in this state')} />}
              />
            ) : (
              <NoRight />
            )
          }
        </Answered>
      </Panel>
    </Page>
  )
}
