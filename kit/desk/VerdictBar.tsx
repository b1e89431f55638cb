import { App, Button, Flex, Modal } from 'antd'
import { useRef, useState } from 'react'
import type { CanDo, CaseAnswer, Finding, ProcessWords } from './api-types.ts'
import { isPassing, isProblem, type Problem, post, requestKey } from './client.ts'
import { FieldForm } from './FieldForm.tsx'
import { type Draft, draftOf, missing, valuesOf } from './form-values.ts'
import { useKeys } from './keys.tsx'
import { ProblemNote } from './states.tsx'
import { useWords } from './words.tsx'

/**
 * What may be done with the case now, as the API says it: one button an act, with the reason where it may not be done. Asks
 * for what the act needs, confirms what is grave, sends the version that was seen.
 */
export function VerdictBar({
  shown,
  process,
  onDone,
  onConflict,
}: {
  shown: CaseAnswer
  process: ProcessWords | undefined
  onDone: (after: CaseAnswer, act: CanDo) => void
  onConflict: (problem: Problem) => void
}) {
  const { say, t } = useWords()
  const { message } = App.useApp()
  const [chosen, choose] = useState<CanDo>()
  const [draft, setDraft] = useState<Draft>({})
  const [findings, setFindings] = useState<Finding[]>([])
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const key = useRef('')
  const needsOf = (a: CanDo) =>
    (process?.acts.find((x) => x.id === a.act)?.needs ?? []).filter((f) => a.needs.includes(f.key))

  const start = (a: CanDo) => {
    if (busy) return
    key.current = requestKey()
    // What the applicant filled in is not asked again, only shown for changing. What the office wrote with an earlier act
    // (a document, a reason) belongs to that act and must not slip into this one.
    const ofApplicant = (key: string) => process?.fields.some((f) => f.key === key) ?? false
    setDraft(
      draftOf(
        needsOf(a).filter((f) => ofApplicant(f.key)),
        shown.fields,
      ),
    )
    setFindings([])
    setProblem(undefined)
    if (a.needs.length || a.grave) choose(a)
    else void send(a, {})
  }
  const send = async (a: CanDo, given: Draft) => {
    const needs = needsOf(a)
    const empty = missing(needs, given)
    setFindings(empty)
    setProblem(undefined)
    if (empty.length) return
    setBusy(true)
    try {
      const after = await post<CaseAnswer>(
        `/cases/${shown.process}/${shown.id}/acts/${a.act}`,
        valuesOf(needs, given),
        { key: key.current, version: shown.version },
      )
      choose(undefined)
      void message.success(t(`已办理：${say(a.title)}`, `Done: ${say(a.title)}`))
      onDone(after, a)
    } catch (e) {
      // The same wish keeps its key only when nobody knows whether it arrived.
      if (!isPassing(e)) key.current = requestKey()
      if (isProblem(e, 'VersionMoved') || isProblem(e, 'WrongState')) {
        // Somebody was faster; which of the two the server says depends on what they did.
        choose(undefined)
        onConflict(e)
      } else if (isProblem(e, 'BadInput')) {
        setFindings(e.findings)
        if (!chosen) choose(a)
      } else {
        setProblem(e)
        if (!chosen) choose(a)
      }
    } finally {
      setBusy(false)
    }
  }
  // The act that leads on is the main one; sending back, refusing and giving up are not.
  const leadsOn = (a: CanDo) => {
    const to = process?.acts.find((x) => x.id === a.act)?.to
    const tone = process?.states.find((x) => x.id === to)?.tone
    return tone === 'progress' || tone === 'good'
  }
  const first = shown.can.find((a) => a.allowed && !a.grave && leadsOn(a))
  const acts = [...shown.can].sort((a, b) => Number(b === first) - Number(a === first))
  useKeys(
    first
      ? [{ key: 'Alt+S', text: say(first.title), run: () => (chosen ? void send(chosen, draft) : start(first)) }]
      : [],
  )
  if (shown.can.length === 0) return null
  return (
    <div className="verdict-bar">
      <Flex gap={12} wrap align="start">
        {acts.map((a) => (
          <div key={a.act} className="verdict">
            <Button
              type={a === first ? 'primary' : 'default'}
              danger={a.grave}
              disabled={!a.allowed}
              loading={busy && chosen === undefined && a === first}
              onClick={() => start(a)}
              {...(a.why ? { 'aria-describedby': `why-${a.act}` } : {})}
            >
              {say(a.title)}
            </Button>
            {a.why ? (
              <div className="hint" id={`why-${a.act}`}>
                {say(a.why)}
              </div>
            ) : null}
          </div>
        ))}
      </Flex>
      <Modal
        open={chosen !== undefined}
        title={chosen ? say(chosen.title) : ''}
        onCancel={() => choose(undefined)}
        footer={null}
        destroyOnHidden
        width={560}
      >
        {chosen ? (
          <>
            {problem !== undefined ? <ProblemNote problem={problem} /> : null}
            {chosen.grave ? (
              <p>
                {t('这一步不容易撤回，请核对后再办理。', 'This cannot easily be taken back. Check before you go on.')}
              </p>
            ) : null}
            <FieldForm
              fields={needsOf(chosen)}
              draft={draft}
              onChange={setDraft}
              findings={findings}
              submitText={say(chosen.title)}
              grave={chosen.grave}
              busy={busy}
              onSubmit={() => void send(chosen, draft)}
              extra={<Button onClick={() => choose(undefined)}>{t('先不办理', 'Not now')}</Button>}
            />
          </>
        ) : null}
      </Modal>
    </div>
  )
}
