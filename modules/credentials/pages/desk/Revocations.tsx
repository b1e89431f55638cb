import { CaseListPage, useWords } from '../../../../kit/desk/index.ts'

/** Proposals to take certificates back, and what was decided. */
export default function Revocations() {
  const { t } = useWords()
  return (
    <CaseListPage
      process="credentials.revocation"
      title={t('证书撤销事项', 'Revocations')}
      note={t('经办提出，复核决定；两步须由两人办理。', 'One officer proposes, another decides.')}
    />
  )
}
