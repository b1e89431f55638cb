import { OpenCasePage, useWords } from '../../../../kit/desk/index.ts'

/** Proposing that a certificate be taken back; another person decides. */
export default function Revoke() {
  const { t } = useWords()
  return (
    <OpenCasePage
      process="credentials.revocation"
      title={t('提出撤销证书', 'Propose a revocation')}
      note={t(
        '提出和复核须由两人办理。撤销后证书仍在册，注明日期和原因。',
        'One proposes, another decides. The certificate stays on record, with day and reason.',
      )}
    />
  )
}
