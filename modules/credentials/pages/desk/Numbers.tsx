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

/** Numbers that the province gave to the bodies. */
export default function Numbers() {
  const { t } = useWords()
  const asked = useProcesses()
  return (
    <Page
      title={t('证书号段', 'Blocks of numbers')}
      note={t(
        '省里分配给评价机构的编号，按年份和等级登记；编号只往前走，作废的永不使用。',
        'Numbers that the province gave to a body, by year and level. They only move on; what is written off is never used.',
      )}
    >
      <Panel>
        <Answered asked={asked}>
          {(processes) => {
            const process = processes.find((p) => p.id === 'credentials.numbers')
            return process ? (
              <CaseList process={process} emptyText={<NothingYet text={t('还没有登记号段', 'No block yet')} />} />
            ) : (
              <NoRight />
            )
          }}
        </Answered>
      </Panel>
    </Page>
  )
}
