import { Link } from '@tanstack/react-router'
import { Alert, Button, Descriptions, Flex, Result, Steps } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import {
  Answered,
  type CaseAnswer,
  CheckAnswers,
  caseState,
  type Draft,
  FieldForm,
  type FieldWords,
  type Finding,
  isPassing,
  isProblem,
  keep,
  kept,
  missing,
  NoRight,
  Page,
  Panel,
  ProblemNote,
  post,
  type RecordAnswer,
  requestKey,
  useAddress,
  useCity,
  useCodes,
  useForget,
  useGet,
  useProcesses,
  useSession,
  useWords,
  valuesOf,
} from '../../../../kit/desk/index.ts'

const PROCESS = 'directory.listing'
const OWN = 'organisation'

/** Filing an application: fill in what is not known yet, check all answers, send, keep the receipt. */
export default function ApplyForListing() {
  const { t } = useWords()
  const processes = useProcesses()
  const process = processes.data?.find((p) => p.id === PROCESS && p.mayOpen)
  return (
    <Page
      title={t('申请列入目录', 'Apply for listing')}
      note={t(
        '面向全省符合条件的机构。机构信息取自登记，不需要重填。',
        'Open to qualified institutions of the whole province. What the register knows is not asked again.',
      )}
    >
      <Answered asked={processes}>{() => (process ? <Filing fields={process.fields} /> : <NoRight />)}</Answered>
    </Page>
  )
}

function Filing({ fields: all }: { fields: FieldWords[] }) {
  const { say, t } = useWords()
  const forget = useForget()
  const [address, setAddress] = useAddress()
  const actor = useSession().data?.actor
  const city = useCity().data
  const organisationId = actor?.grants.find((g) => g.organisationId)?.organisationId ?? undefined
  const organisation = useGet<RecordAnswer>(
    `/records/directory.organisation/${organisationId}`,
    {},
    { enabled: organisationId !== undefined },
  ).data
  const place = `draft.${PROCESS}.${actor?.accountId ?? ''}`
  const [draft, setDraft] = useState<Draft>(() => {
    try {
      return JSON.parse(kept(place) ?? '{}') as Draft
    } catch {
      return {}
    }
  })
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
    () => ({ ...valuesOf(all, draft), ...(organisationId ? { [OWN]: organisationId } : {}) }),
    [all, draft, organisationId],
  )
  const labels = useLabels(all, draft, organisation?.title)
  const asked = all.filter((f) => f.key !== OWN)

  const toCheck = () => {
    const empty = missing(asked, draft)
    setFindings(empty)
    if (empty.length === 0) setAddress({ step: 'check' })
  }
  const send = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      const c = await post<CaseAnswer>(`/cases/${PROCESS}`, values, { key: key.current })
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
            type="info"
            title={t('草稿自动保存在本机，尚未提交。', 'The draft is kept on this machine; it has not been filed.')}
          />
          <FieldForm
            fields={all}
            draft={draft}
            onChange={setDraft}
            findings={findings}
            locked={
              organisationId
                ? [{ field: OWN, text: organisation?.title ?? '…', from: t('来自：机构登记', 'from the register') }]
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
            change={(field) => {
              setAddress({ step: undefined })
              setTimeout(() => document.querySelector<HTMLElement>(`[id$="${field}"]`)?.focus(), 100)
            }}
          />
          <Flex gap={12} className="form-acts">
            <Button type="primary" loading={busy} onClick={() => void send()}>
              {t('提交申请', 'File the application')}
            </Button>
            <Button onClick={() => setAddress({ step: undefined })}>{t('返回修改', 'Back')}</Button>
          </Flex>
        </Panel>
      ) : null}
      {filed ? (
        <Panel>
          <Result
            status="success"
            title={t('申请已提交', 'Your application is filed')}
            subTitle={t('请保存受理号。进度可随时在“我的待办”查看。', 'Keep the number. Progress is under “My work”.')}
            extra={
              <Link to={`/cases/${PROCESS}/${filed.id}`}>
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
              { key: 'state', label: t('当前状态', 'State'), children: <StateOf c={filed} /> },
              {
                key: 'due',
                label: t('预计受理日', 'To be accepted by'),
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

function StateOf({ c }: { c: CaseAnswer }) {
  const { say } = useWords()
  const process = useProcesses().data?.find((p) => p.id === PROCESS)
  const s = caseState(c, process)
  return <>{s.owner ? `${say(s.title)}（${say(s.owner)}）` : say(s.title)}</>
}

/** Names beside what was chosen, for the list of answers. */
function useLabels(fields: FieldWords[], draft: Draft, organisation: string | undefined): { [field: string]: string } {
  const { say } = useWords()
  const codes = useCodes(fields.find((f) => f.kind === 'codes' || f.kind === 'code')?.codes)
  const out: { [field: string]: string } = organisation ? { [OWN]: organisation } : {}
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
