import { OpenCasePage, useWords } from '../../../../kit/desk/index.ts'

/** Drafting a plan. What the list of bodies says is not asked again; whether the body may do it, the checks say. */
export default function DraftPlan() {
  const { t } = useWords()
  return (
    <OpenCasePage
      process="assessment.plan"
      title={t('拟订评价计划', 'Draft a plan')}
      note={t(
        '一个计划评一个职业的一个等级。职业和等级须在考试当天的备案范围内。',
        'One plan is for one occupation and level, which must lie within the scope of the body on the day of the examination.',
      )}
      own={{ field: 'organisation', record: 'directory.organisation' }}
      relevant={(field, draft) =>
        field === 'level'
          ? draft['track'] !== 'specific-capability'
          : field === 'norm'
            ? draft['method'] !== undefined && draft['method'] !== 'exam'
            : true
      }
    />
  )
}
