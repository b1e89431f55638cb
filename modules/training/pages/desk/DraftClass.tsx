import { OpenCasePage, useWords } from '../../../../kit/desk/index.ts'

/** Drafting a class: from a project, or like the last one. Timetable and roster follow once it has its number. */
export default function DraftClass() {
  const { t } = useWords()
  return (
    <OpenCasePage
      process="training.class"
      title={t('开班备案', 'File a class')}
      note={t(
        '职业、等级、课时取自培训项目。填“照搬班级”，上一班的课程、教师、教室按新的开班日期顺延。',
        'Occupation, level and hours come from the project. Name a class to copy, and its timetable moves to the new first day.',
      )}
      own={{ field: 'organisation', record: 'directory.organisation' }}
    />
  )
}
