import { useWords } from '../../../../kit/desk/index.ts'
import { CasesOf } from './CasesOf.tsx'

/** A judge's own score sheets; for a reviewing officer all of the area. */
export default function Sheets() {
  const { t } = useWords()
  return (
    <CasesOf
      process="competitions.sheet"
      title={t('评分表', 'Score sheets')}
      note={t(
        '评分随填随存。评完后签字，签字后不能再改。',
        'Marks are kept as they are given. Sign when all is marked; then nothing moves any more.',
      )}
      empty={t('没有这种状态的评分表', 'No sheet in this state')}
    />
  )
}
