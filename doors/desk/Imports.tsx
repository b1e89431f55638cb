import { useNavigate } from '@tanstack/react-router'
import type { ImportKind } from '../../kit/desk/api-types.ts'
import { BatchList, ImportUpload } from '../../kit/desk/ImportFixer.tsx'
import { Page, Panel } from '../../kit/desk/Page.tsx'
import { useForget, useGet } from '../../kit/desk/queries.ts'
import { Answered, NothingYet } from '../../kit/desk/states.tsx'
import { useWords } from '../../kit/desk/words.tsx'

/** Everything that may be brought in as a spreadsheet, and what was. */
export default function Imports() {
  const { t } = useWords()
  const navigate = useNavigate()
  const forget = useForget()
  const kinds = useGet<ImportKind[]>('/imports')
  const open = async (id: string) => {
    await forget('/imports/batches')
    await navigate({ to: `/imports/${id}` })
  }
  return (
    <Page
      title={t('导入中心', 'Imports')}
      note={t(
        '一次核对全部行，列出全部问题；改几行就地改，改多行下载标注的原文件；好的行可以先导入。',
        'All rows are checked at once, every problem is named; mend here or in your own file; good rows may go first.',
      )}
    >
      <Answered asked={kinds}>
        {(list) => (
          <>
            {list.length === 0 ? (
              <Panel>
                <NothingYet text={t('您的岗位没有可以导入的种类', 'Your role imports nothing')} />
              </Panel>
            ) : (
              list.map((k) => <ImportUpload key={k.id} kind={k} onBatch={(id) => void open(id)} />)
            )}
            <BatchList kinds={list} onOpen={(id) => void navigate({ to: `/imports/${id}` })} />
          </>
        )}
      </Answered>
    </Page>
  )
}
