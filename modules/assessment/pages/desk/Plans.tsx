import { CaseListPage, useWords } from '../../../../kit/desk/index.ts'

/** From the draft to the certificates and the archive. */
export default function Plans() {
  const { t } = useWords()
  return (
    <CaseListPage
      process="assessment.plan"
      title={t('评价计划', 'Evaluation plans')}
      note={t(
        '从拟订、备案、公告、报名、编排、考试、公示到发证和归档。',
        'From the draft to the certificates and the archive.',
      )}
    />
  )
}
