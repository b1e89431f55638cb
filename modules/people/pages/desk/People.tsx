import { RecordListPage, useWords } from '../../../../kit/desk/index.ts'

export default function People() {
  const { t } = useWords()
  return (
    <RecordListPage
      record="people.person"
      title={t('人员', 'People')}
      note={t(
        '证件号和电话默认遮盖；查看完整信息须写明事由，并记入日志。',
        'Identity numbers and phones are masked; a full value needs a reason and is journalled.',
      )}
      emptyText={t('本辖区还没有登记人员', 'Nobody is registered in this area yet')}
    />
  )
}
