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

/** Proposals to take certificates back, and what was decided. */
export default function Revocations() {
  const { t } = useWords()
  const asked = useProcesses()
  const process = asked.data?.find((p) => p.id === 'credentials.revocation')
  return (
    <Page
      title={t('证书撤销事项', 'Revocations')}
      note={t('经办提出，复核决定；两步须由两人办理。', 'One officer proposes, another decides.')}
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
