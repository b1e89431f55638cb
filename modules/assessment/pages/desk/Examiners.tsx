import { RecordListPage, useWords } from '../../../../kit/desk/index.ts'

export default function Examiners() {
  const { t } = useWords()
  return (
    <RecordListPage
      record="assessment.examiner"
      title={t('考评员', 'Examiners')}
      note={t(
        '证卡、级别、职业和有效期；由名单导入。',
        'Cards, grades, occupations and terms; brought in by a roster.',
      )}
    />
  )
}
