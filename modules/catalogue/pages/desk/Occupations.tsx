import { RecordListPage, useWords } from '../../../../kit/desk/index.ts'

export default function Occupations() {
  const { t } = useWords()
  return (
    <RecordListPage
      record="catalogue.occupation"
      title={t('职业分类', 'Occupations')}
      note={t(
        '国家职业分类大典 2022 年版；重点产业为本市标注。',
        'National classification of occupations, edition 2022; key industries are the city’s own mark.',
      )}
    />
  )
}
