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

/** All applications of the area, or of one's own institution. */
export default function ListingCases() {
  const { t } = useWords()
  const asked = useProcesses()
  const process = asked.data?.find((p) => p.id === 'directory.listing')
  return (
    <Page
      title={t('列入目录事项', 'Listing cases')}
      note={t(
        '从申请、审核、公示到列入；暂停和移出也在这里办理。',
        'From application to listing; suspension and removal are done here too.',
      )}
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
