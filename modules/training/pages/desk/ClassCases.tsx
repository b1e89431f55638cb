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

function Cases({ process: id }: { process: string }) {
  const { t } = useWords()
  return (
    <Answered asked={useProcesses()}>
      {(processes) => {
        const process = processes.find((p) => p.id === id)
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
  )
}

/** Classes from draft to close, and the changes asked for in between. */
export default function ClassCases() {
  const { t } = useWords()
  return (
    <Page
      title={t('开班备案', 'Classes filed')}
      note={t('从拟订、备案、批准、教学到结业、办结。', 'From the draft over filing and approval to completion.')}
    >
      <Panel title={t('班级', 'Classes')}>
        <Cases process="training.class" />
      </Panel>
      <Panel title={t('课程变更', 'Changes of lessons')}>
        <Cases process="training.class-change" />
      </Panel>
    </Page>
  )
}
