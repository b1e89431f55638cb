import { OpenCasePage, useWords } from '../../../../kit/desk/index.ts'

export default function PlanEvent() {
  const { t } = useWords()
  return (
    <OpenCasePage
      process="competitions.event"
      title={t('筹备竞赛', 'Plan a competition')}
      note={t(
        '赛项、报名、裁判和评分表在下一步添加。',
        'Skills, entries, judges and schemes are added in the next step.',
      )}
    />
  )
}
