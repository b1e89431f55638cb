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

/** The seed is sealed first and shown after the draw, so that anybody can draw again. */
export default function Supervisions() {
  const { t } = useWords()
  const asked = useProcesses()
  return (
    <Page
      title={t('质量督导', 'Supervision')}
      note={t(
        '先封存随机种子，再从名单中抽取督导员；抽取后公布种子，任何人都可以复算。',
        'The seed is sealed first and shown after the draw, so that anybody can draw again.',
      )}
    >
      <Panel>
        <Answered asked={asked}>
          {(processes) => {
            const process = processes.find((p) => p.id === 'assessment.supervision')
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
