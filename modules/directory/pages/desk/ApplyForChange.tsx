import { OpenCasePage, useWords } from '../../../../kit/desk/index.ts'
import { isAsked } from './change-fields.ts'

/** Filing a change of one's institution: a new name, a merger, another scope, a new licence. */
export default function ApplyForChange() {
  const { t } = useWords()
  return (
    <OpenCasePage
      process="directory.change"
      title={t('申请机构变更', 'File a change')}
      note={t(
        '更名、合并、变更范围、换证。先选变更事项，再填写对应内容。',
        'Choose the kind of change first; only what it needs is asked.',
      )}
      own={{ field: 'organisation', record: 'directory.organisation' }}
      relevant={(field, draft) => isAsked(field, draft['kind'])}
    />
  )
}
