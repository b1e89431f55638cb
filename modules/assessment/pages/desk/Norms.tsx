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

/** Norms of employers and industries: methods, subjects and weights, by version. */
export default function Norms() {
  const { t } = useWords()
  const asked = useProcesses()
  return (
    <Page
      title={t('评价规范', 'Evaluation norms')}
      note={t(
        '单位自定或联合制定的评价规范：方式、科目和权重，按版本施行。',
        'Norms of employers and industries: methods, subjects and weights, by version.',
      )}
    >
      <Panel>
        <Answered asked={asked}>
          {(processes) => {
            const process = processes.find((p) => p.id === 'assessment.norming')
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
