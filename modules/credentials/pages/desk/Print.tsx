import { Button, Input } from 'antd'
import { useState } from 'react'
import { Page, Panel, type Problem, ProblemNote, problemOf, useWords } from '../../../../kit/desk/index.ts'

/** Certificates as one PDF: a page each, and the list. */
export default function Print() {
  const { t } = useWords()
  const [numbers, setNumbers] = useState(() => new URLSearchParams(window.location.search).get('numbers') ?? '')
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const list = numbers.split(/[\s,，、;；]+/).filter(Boolean)
  const print = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      const answer = await fetch('/api/v1/certificates/print', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ numbers: list }),
      })
      if (!answer.ok) return setProblem(await problemOf(answer))
      const link = document.createElement('a')
      link.href = URL.createObjectURL(await answer.blob())
      link.download = t('证书.pdf', 'certificates.pdf')
      link.click()
      URL.revokeObjectURL(link.href)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Page
      title={t('打印证书', 'Print certificates')}
      note={t(
        '每本一页，多本时另附清单。字体中没有的字会在打印前指出。',
        'One page each, with a list. Characters that no font has are told before print.',
      )}
    >
      <Panel>
        <label htmlFor="numbers">{t('证书编号，每行一个', 'Certificate numbers, one a line')}</label>
        <Input.TextArea id="numbers" rows={8} value={numbers} onChange={(e) => setNumbers(e.target.value)} />
        {problem ? <ProblemNote problem={problem} /> : null}
        <p>
          <Button type="primary" loading={busy} disabled={list.length === 0} onClick={() => void print()}>
            {t(`生成 PDF（${list.length} 本）`, `Make the PDF (${list.length})`)}
          </Button>
        </p>
      </Panel>
    </Page>
  )
}
