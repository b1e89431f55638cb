import { OpenCasePage, useWords } from '../../../../kit/desk/index.ts'

export default function DraftNorm() {
  const { t } = useWords()
  return (
    <OpenCasePage
      process="assessment.norming"
      title={t('报备评价规范', 'File a norm')}
      note={t(
        '权重合计为 100%。新版施行后，旧版自动被代替。',
        'Weights make 100 %. A new version takes the place of the old one.',
      )}
      own={{ field: 'organisation', record: 'directory.organisation' }}
    />
  )
}
