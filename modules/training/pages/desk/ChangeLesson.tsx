import { OpenCasePage, useWords } from '../../../../kit/desk/index.ts'

/** Asking for another day, room or teacher of one lesson. */
export default function ChangeLesson() {
  const { t } = useWords()
  return (
    <OpenCasePage
      process="training.class-change"
      title={t('申请课程变更', 'Ask for a change of a lesson')}
      note={t(
        '已批准的班级，课前申请，批准后生效。',
        'For approved classes, before the lesson; it holds once approved.',
      )}
    />
  )
}
