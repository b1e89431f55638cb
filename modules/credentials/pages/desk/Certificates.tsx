import { RecordListPage, useWords } from '../../../../kit/desk/index.ts'

export default function Certificates() {
  const { t } = useWords()
  return (
    <RecordListPage
      record="credentials.certificate"
      title={t('证书', 'Certificates')}
      note={t(
        '职业技能等级、职业资格、专项能力等证书。撤销的证书保留在册，注明日期和原因。',
        'Skill-level, qualification and other certificates. Revoked ones stay, with day and reason.',
      )}
    />
  )
}
