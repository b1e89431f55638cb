import { RecordListPage, useWords } from '../../../../kit/desk/index.ts'

export default function Carriers() {
  const { t } = useWords()
  return (
    <RecordListPage
      record="cooperation.carrier"
      title={t('培训基地和大师工作室', 'Bases and studios')}
      note={t('以认定文件为准；撤销的保留在册。', 'By the documents of recognition; withdrawn ones stay on record.')}
    />
  )
}
