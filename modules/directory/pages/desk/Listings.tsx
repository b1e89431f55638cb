import { RecordListPage, useWords } from '../../../../kit/desk/index.ts'

export default function Listings() {
  const { t } = useWords()
  return (
    <RecordListPage
      record="directory.listing"
      title={t('目录清单', 'Public lists')}
      note={t(
        '每一行是一家机构在一份名录上的一段时间；任何一天在不在列，都可在“统计”中按日期查。',
        'One row is one period of one organisation on one list; for any day, ask in Figures.',
      )}
    />
  )
}
