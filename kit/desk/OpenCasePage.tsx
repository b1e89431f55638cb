import { Link } from '@tanstack/react-router'
import { Alert, Button, Descriptions, Flex, Result, Steps } from 'antd'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { CaseAnswer, FieldWords, Finding, ProcessWords, RecordAnswer } from './api-types.ts'
import { CheckAnswers, caseState } from './CasePages.tsx'
import { isPassing, isProblem, post, requestKey } from './client.ts'
import { FieldForm } from './FieldForm.tsx'
import { type Draft, missing, valuesOf } from './form-values.ts'
import { keep, kept } from './keep.ts'
import { Page, Panel } from './Page.tsx'
import { useCodes } from './pickers.tsx'
import { useCity, useForget, useGet, useProcesses, useSession } from './queries.ts'
import { Answered, NoRight, ProblemNote } from './states.tsx'
import { useAddress } from './use-address.ts'
import { useWords } from './words.tsx'

const GIVEN = 'f.'

/**
 * Filing a case: fill in what is not known yet, check all answers, send, keep the receipt. The draft stays on this machine
 * until it is sent. `f.field=…` in the address fills a field beforehand.
 * @param relevant which fields are asked, by what is filled in so far; all when left out
 * @param own the field that is the filer's own organisation: taken from the right of the account, not asked
 */
export function OpenCasePage({
  process: id,
  title,
  note,
  own,
  relevant,
}: {
  process: string
  title?: string
  note?: ReactNode
  own?: { field: string; record: string }
  relevant?: (field: string, draft: Draft) => boolean
}) {
  const { say, t } = useWords()
  const processes = useProcesses()
  const process = processes.data?.find((p) => p.id === id && p.mayOpen)
  return (
    <Page title={title ?? (process ? say(process.title) : t('新事项', 'New case'))} note={note}>
      <Answered asked={processes}>
        {() => (process ? <Filing process={process} own={own} relevant={relevant} /> : <NoRight />)}
      </Answered>
    </Page>
  )
}

function Filing({
  process,
  own,
  relevant,
}: {
  process: ProcessWords
  own: { field: string; record: string } | undefined
  relevant: ((field: string, draft: Draft) => boolean) | undefined
}) {
  const { say, t } = useWords()
  const forget = useForget()
  const [address, setAddress] = useAddress()
  const actor = useSession().data?.actor
  const city = useCity().data
  const organisationId = (own && actor?.grants.find((g) => g.organisationId)?.organisationId) ?? undefined
  const organisation = useGet<RecordAnswer>(
    `/records/${own?.record}/${organisationId}`,
    {},
    { enabled: organisationId !== undefined },
  ).data
  const place = `draft.${process.id}.${actor?.accountId ?? ''}`
  const [draft, setDraft] = useState<Draft>(() => {
    const given = Object.fromEntries(
      Object.entries(address).flatMap(([k, v]) => (k.startsWith(GIVEN) ? [[k.slice(GIVEN.length), v]] : [])),
    )
    try {
      return { ...(JSON.parse(kept(place) ?? '{}') as Draft), ...given }
    } catch {
      return given
    }
  })
  const all = process.fields.filter((f) => relevant?.(f.key, draft) ?? true)
  const [findings, setFindings] = useState<Finding[]>([])
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [filed, setFiled] = useState<CaseAnswer>()
  const key = useRef(requestKey())
  const step = filed ? 2 : address['step'] === 'check' ? 1 : 0
  useEffect(() => {
    if (!filed) keep(place, Object.keys(draft).length ? JSON.stringify(draft) : undefined)
  }, [draft, filed, place])
  const values = useMemo(
    () => ({ ...valuesOf(all, draft), ...(own && organisationId ? { [own.field]: organisationId } : {}) }),
    [all, draft, own, organisationId],
  )
  const labels = useLabels(all, draft, own?.field, organisation?.title)
  const asked = all.filter((f) => f.key !== own?.field || !organisationId)

  const toCheck = () => {
    const empty = missing(asked, draft)
    setFindings(empty)
    if (empty.length === 0) setAddress({ step: 'check' })
  }
  const send = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      const c = await post<CaseAnswer>(`/cases/${process.id}`, values, { key: key.current })
      keep(place, undefined)
      setFiled(c)
      await forget('/cases', '/queue')
    } catch (e) {
      if (!isPassing(e)) key.current = requestKey()
      if (isProblem(e, 'BadInput')) {
        setFindings(e.findings)
        setAddress({ step: undefined })
      } else setProblem(e)
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <Panel>
        <Steps
          size="small"
          current={step}
          items={[t('填写', 'Fill in'), t('核对', 'Check'), t('回执', 'Receipt')].map((title) => ({ title }))}
        />
      </Panel>
      {step === 0 ? (
        <Panel className="narrow">
          <Alert
            className="gap-below"
            type="info"
            title={t('草稿自动保存在本机，尚未提交。', 'The draft is kept on this machine; it has not been filed.')}
          />
          <FieldForm
            fields={all}
            draft={draft}
            onChange={setDraft}
            findings={findings}
            locked={
              own && organisationId
                ? [
                    {
                      field: own.field,
                      text: organisation?.title ?? '…',
                      from: t('来自：机构登记', 'from the register'),
                    },
                  ]
                : []
            }
            submitText={t('下一步：核对', 'Next: check')}
            onSubmit={toCheck}
          />
        </Panel>
      ) : null}
      {step === 1 ? (
        <Panel title={t('请核对后提交', 'Check, then file')} className="narrow">
          {problem !== undefined ? <ProblemNote problem={problem} retry={() => void send()} /> : null}
          <CheckAnswers
            fields={all}
            shown={{ fields: values, labels }}
            fixed={own && organisationId ? [own.field] : []}
            change={(field) => {
              setAddress({ step: undefined })
              setTimeout(() => document.querySelector<HTMLElement>(`[id$="${field}"]`)?.focus(), 100)
            }}
          />
          <Flex gap={12} className="form-acts">
            <Button type="primary" loading={busy} onClick={() => void send()}>
              {t('提交', 'File')}
            </Button>
            <Button onClick={() => setAddress({ step: undefined })}>{t('返回修改', 'Back')}</Button>
          </Flex>
        </Panel>
      ) : null}
      {filed ? (
        <Panel>
          <Result
            status="success"
            title={t('已提交', 'Filed')}
            subTitle={t('请保存受理号。进度可随时在“我的待办”查看。', 'Keep the number. Progress is under “My work”.')}
            extra={
              <Link to={`/cases/${process.id}/${filed.id}`}>
                <Button type="primary">{t('查看进度', 'See progress')}</Button>
              </Link>
            }
          />
          <Descriptions
            size="small"
            column={1}
            bordered
            className="narrow"
            items={[
              { key: 'id', label: t('受理号', 'Number'), children: <span className="code">{filed.id}</span> },
              { key: 'on', label: t('提交日期', 'Filed on'), children: filed.openedOn },
              { key: 'state', label: t('当前状态', 'State'), children: <StateOf c={filed} process={process} /> },
              {
                key: 'due',
                label: t('预计办理日', 'To be dealt with by'),
                children: filed.dueOn ?? t('无时限', 'no limit'),
              },
              { key: 'phone', label: t('咨询电话', 'Phone'), children: city?.helpPhone ?? '—' },
              ...(filed.findings.length
                ? [
                    {
                      key: 'notes',
                      label: t('提示', 'Notes'),
                      children: filed.findings.map((f) => say(f.message)).join('；'),
                    },
                  ]
                : []),
            ]}
          />
        </Panel>
      ) : null}
    </>
  )
}

function StateOf({ c, process }: { c: CaseAnswer; process: ProcessWords }) {
  const { say } = useWords()
  const s = caseState(c, process)
  return <>{s.owner ? `${say(s.title)}（${say(s.owner)}）` : say(s.title)}</>
}

/** Names beside what was chosen, for the list of answers. */
function useLabels(
  fields: FieldWords[],
  draft: Draft,
  own: string | undefined,
  organisation: string | undefined,
): { [field: string]: string } {
  const { say } = useWords()
  const codes = useCodes(fields.find((f) => f.kind === 'codes' || f.kind === 'code')?.codes)
  const out: { [field: string]: string } = own && organisation ? { [own]: organisation } : {}
  for (const f of fields) {
    const v = draft[f.key]
    if (!v) continue
    if (f.kind === 'choice') out[f.key] = say(f.choices?.find((c) => c.id === v)?.label) || v
    if (f.kind === 'code' || f.kind === 'codes')
      out[f.key] = v
        .split(',')
        .map((x) => say(codes.find((c) => c.code === x)?.name) || x)
        .join('、')
  }
  return out
}
