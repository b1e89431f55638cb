import { CaseListPage, useWords } from '../../../../kit/desk/index.ts'

/** Changes of institutions: filed, under review, made. */
export default function Changes() {
  const { t } = useWords()
  return (
    <CaseListPage
      process="directory.change"
      title={t('机构变更事项', 'Changes')}
      note={t('更名、合并、变更范围和换证。', 'New names, mergers, other scopes, new licences.')}
    />
  )
}
