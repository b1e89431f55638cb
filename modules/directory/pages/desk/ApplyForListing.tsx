import { OpenCasePage, useWords } from '../../../../kit/desk/index.ts'

/** Filing an application to be put on a list. */
export default function ApplyForListing() {
  const { t } = useWords()
  return (
    <OpenCasePage
      process="directory.listing"
      title={t('申请列入目录', 'Apply for listing')}
      note={t(
        '面向全省符合条件的机构。机构信息取自登记，不需要重填。',
        'Open to qualified institutions of the whole province. What the register knows is not asked again.',
      )}
      own={{ field: 'organisation', record: 'directory.organisation' }}
    />
  )
}
