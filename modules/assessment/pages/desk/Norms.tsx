import { CaseListPage, useWords } from '../../../../kit/desk/index.ts'

/** Norms of employers and industries: methods, subjects and weights, by version. */
export default function Norms() {
  const { t } = useWords()
  return (
    <CaseListPage
      process="assessment.norming"
      title={t('评价规范', 'Evaluation norms')}
      note={t(
        '单位自定或联合制定的评价规范：方式、科目和权重，按版本施行。',
        'Norms of employers and industries: methods, subjects and weights, by version.',
      )}
    />
  )
}
