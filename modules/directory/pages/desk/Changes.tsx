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

/** Changes of institutions: filed, under review, made. */
export default function Changes() {
  const { t } = useWords()
  const asked = useProcesses()
  const process = asked.data?.find((p) => p.id === 'directory.change')
  return (
    <Page
      title={t('机构变更事项', 'Changes')}
      note={t('更名、合并、变更范围和换证。', 'New names, mergers, other scopes, new licences.')}
    >
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
