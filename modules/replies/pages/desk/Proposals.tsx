import { RecordListPage, useWords } from '../../../../kit/desk/index.ts'

export default function Proposals() {
  const { t } = useWords()
  return (
    <RecordListPage
      record="replies.proposal"
      title={t('提案', 'Proposals')}
      note={t(
        '政协提案及其应答日期；答复函在“答复函”中查看。',
        'Proposals and the days by which they are to be answered.',
      )}
      emptyText={t('还没有登记提案', 'No proposal yet')}
    />
  )
}
