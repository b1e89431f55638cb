import { RecordListPage, useWords } from '../../../../kit/desk/index.ts'

export default function Classes() {
  const { t } = useWords()
  return (
    <RecordListPage
      record="training.class"
      title={t('培训班', 'Classes')}
      note={t('补贴性培训的班级。', 'Classes of subsidised training.')}
      emptyText={t('还没有登记班级', 'No class yet')}
    />
  )
}
