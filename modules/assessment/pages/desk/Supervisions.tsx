import { CaseListPage, useWords } from '../../../../kit/desk/index.ts'

/** The seed is sealed first and shown after the draw, so that anybody can draw again. */
export default function Supervisions() {
  const { t } = useWords()
  return (
    <CaseListPage
      process="assessment.supervision"
      title={t('质量督导', 'Supervision')}
      note={t(
        '先封存随机种子，再从名单中抽取督导员；抽取后公布种子，任何人都可以复算。',
        'The seed is sealed first and shown after the draw, so that anybody can draw again.',
      )}
    />
  )
}
