import { CaseListPage, useWords } from '../../../../kit/desk/index.ts'

/** All applications of the area, or of one's own institution. */
export default function ListingCases() {
  const { t } = useWords()
  return (
    <CaseListPage
      process="directory.listing"
      title={t('列入目录事项', 'Listing cases')}
      note={t(
        '从申请、审核、公示到列入；暂停和移出也在这里办理。',
        'From application to listing; suspension and removal are done here too.',
      )}
    />
  )
}
