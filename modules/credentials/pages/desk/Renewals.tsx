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

const PROCESSES = ['credentials.correction', 'credentials.replacement']

/** Papers that say something wrong, and papers that were lost: proposed by one, decided by another. */
export default function Renewals() {
  const { say, t } = useWords()
  const asked = useProcesses()
  return (
    <Page
      title={t('证书更正和换发', 'Corrections and replacements')}
      note={t(
        '经办提出，复核决定。旧编号永久作废，公众查验时显示“已更正”或“已换发”。',
        'One officer proposes, another decides. The old number is void for ever, and the public check says so.',
      )}
    >
      <Answered asked={asked}>
        {(processes) =>
          PROCESSES.map((id) => {
            const process = processes.find((p) => p.id === id)
            return (
              <Panel key={id} title={process ? say(process.title) : undefined}>
                {process ? (
                  <CaseList
                    process={process}
                    emptyText={<NothingYet text={t('没有这种状态的事项', 'No case in this state')} />}
                  />
                ) : (
                  <NoRight />
                )}
              </Panel>
            )
          })
        }
      </Answered>
    </Page>
  )
}
