import { RecordListPage, useWords } from '../../../../kit/desk/index.ts'

export default function Competitions() {
  const { t } = useWords()
  return (
    <RecordListPage
      record="competitions.event"
      title={t('职业技能竞赛', 'Competitions')}
      note={t('各级各类竞赛和一县一品。', 'Events of every tier, and the county brand events.')}
    />
  )
}
