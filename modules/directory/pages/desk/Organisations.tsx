import { RecordListPage, useWords } from '../../../../kit/desk/index.ts'

export default function Organisations() {
  const { t } = useWords()
  return (
    <RecordListPage
      record="directory.organisation"
      title={t('机构', 'Organisations')}
      note={t(
        '培训机构、评价机构、用人单位等。点名称查看登记信息和经过。',
        'Schools, evaluation bodies, employers and others. Open one to see its entry and history.',
      )}
    />
  )
}
