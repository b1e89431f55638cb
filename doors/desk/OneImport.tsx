import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ImportKind } from '../../kit/desk/api-types.ts'
import { ImportFixer } from '../../kit/desk/ImportFixer.tsx'
import { Page } from '../../kit/desk/Page.tsx'
import { useGet } from '../../kit/desk/queries.ts'
import { useWords } from '../../kit/desk/words.tsx'

export default function OneImport() {
  const { t } = useWords()
  const { batch } = useParams({ strict: false }) as { batch: string }
  const kinds = useGet<ImportKind[]>('/imports').data ?? []
  return (
    <Page
      title={t('导入', 'Import')}
      extra={
        <Link to="/imports">
          <Button>{t('返回导入中心', 'All imports')}</Button>
        </Link>
      }
    >
      <ImportFixer key={batch} id={batch} kinds={kinds} />
    </Page>
  )
}
