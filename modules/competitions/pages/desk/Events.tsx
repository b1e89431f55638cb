import { useWords } from '../../../../kit/desk/index.ts'
import { CasesOf } from './CasesOf.tsx'

/** All competitions of the area that were planned here. */
export default function Events() {
  const { t } = useWords()
  return (
    <CasesOf
      process="competitions.event"
      title={t('竞赛办理', 'Holding competitions')}
      note={t(
        '从筹备、报名、抽签锁定、比赛到公示和晋升。',
        'From plan and entries to draw, marking, public notice and promotion.',
      )}
      empty={t('没有这种状态的竞赛', 'No competition in this state')}
    />
  )
}
