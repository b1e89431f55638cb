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

/** From the draft to the certificates and the archive. */
export default function Plans() {
  const { t } = useWords()
  const asked = useProcesses()
  return (
    <Page
      title={t('评价计划', 'Evaluation plans')}
      note={t(
        '从拟订、备案、公告、报名、编排、考试、公示到发证和归档。',
        'From the draft to the certificates and the archive.',
      )}
    >
      <Panel>
        <Answered asked={asked}>
          {(processes) => {
            const process = processes.find((p) => p.id === 'assessment.plan')
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
