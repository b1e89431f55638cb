import { RecordListPage, useWords } from '../../../../kit/desk/index.ts'

export default function Enrolments() {
  const { t } = useWords()
  return (
    <RecordListPage
      record="training.enrolment"
      title={t('补贴性培训人次', 'Enrolments')}
      note={t('每人每班一行，结业即计一人次。', 'One row for one person in one class; counted once completed.')}
    />
  )
}
