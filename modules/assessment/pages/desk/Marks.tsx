import { Link } from '@tanstack/react-router'
import { Alert, Button, Flex } from 'antd'
import { useState } from 'react'
import {
  Answered,
  EntryGrid,
  type Finding,
  isProblem,
  Page,
  Panel,
  post,
  useAddress,
  useForget,
  useGet,
  useWords,
} from '../../../../kit/desk/index.ts'
import type { Line, PlanLines } from './plan-words.ts'

const HUNDREDTHS = 100
type At = { row: number; column: string }

/** `86.5` → 8650; nothing when it is no number of at most two decimals. */
const centiOf = (text: string): number | undefined =>
  /^\d{1,3}([.．]\d{1,2})?$/.test(text.trim())
    ? Math.round(Number(text.trim().replace('．', '.')) * HUNDREDTHS)
    : undefined

/** Marks by keyboard: first entry by one, second by another; Enter sends a row when it is full and goes on. */
export default function Marks() {
  const { t } = useWords()
  const [address] = useAddress()
  const plan = String(address['plan'] ?? '')
  const asked = useGet<PlanLines>('/evaluation/plan/lines', { plan }, { enabled: plan !== '' })
  return (
    <Page
      title={t('录入成绩', 'Enter marks')}
      note={t(
        '按准考证号顺序，对照评分表录入。两个人各录一次，两次一致才算数；第一次录入的内容不显示给第二个人。',
        'In the order of tickets, from the mark sheets. Two persons enter each; only what agrees counts, and the second does not see the first.',
      )}
      extra={
        <Link to={`/cases/assessment.plan/${plan}` as never}>
          <Button>{t('返回计划', 'Back to the plan')}</Button>
        </Link>
      }
    >
      <Answered asked={asked} rows={10}>
        {(data) => <Entry data={data} />}
      </Answered>
    </Page>
  )
}

function Entry({ data }: { data: PlanLines }) {
  const { say, t } = useWords()
  const forget = useForget()
  const [entry, setEntry] = useState<'mark' | 'confirm'>('mark')
  const [edited, setEdited] = useState<{ [cell: string]: string }>({})
  const [findings, setFindings] = useState<{ [row: number]: Finding[] }>({})
  const [focusAt, setFocusAt] = useState<At>()
  const [busyRow, setBusyRow] = useState<number>()
  const [sent, setSent] = useState(0)
  const lines = data.rows.filter((r) =>
    entry === 'mark' ? r.state === 'seated' : r.state === 'marked' && !r.markedByMe,
  )
  const columns = [
    { key: 'name', label: t('准考证号 姓名', 'Ticket, name') },
    ...data.subjects.map((s) => ({ key: s.id, label: say(s.name) })),
  ]
  const rowNo = new Map(data.rows.map((r, i) => [r.id, i + 1]))
  const cell = (row: number, column: string) => `${row}\t${column}`
  const clear = (row: number) =>
    setEdited((old) => Object.fromEntries(Object.entries(old).filter(([k]) => !k.startsWith(`${row}\t`))))

  const send = async (line: Line, act: 'mark' | 'confirm' | 'markAbsent', marks: Record<string, unknown>) => {
    const row = rowNo.get(line.id)!
    setBusyRow(row)
    try {
      await post(`/cases/assessment.application/${line.id}/acts/${act}`, marks, { version: line.version })
      setFindings((old) => ({ ...old, [row]: [] }))
      setSent((n) => n + 1)
      clear(row)
      await forget('/evaluation/plan/lines', '/cases', '/queue')
      return true
    } catch (e) {
      if (!isProblem(e)) throw e
      const list = e.findings.length
        ? e.findings.map((f) => ({ ...f, field: f.field?.replace(/Centi$/, '') ?? 'name' }))
        : [{ code: e.code, field: 'name', message: e.title, hint: { zh: '', en: '' } }]
      setFindings((old) => ({ ...old, [row]: list }))
      return false
    } finally {
      setBusyRow(undefined)
    }
  }
  const onNext = async (at: At) => {
    const index = lines.findIndex((l) => rowNo.get(l.id) === at.row)
    const line = lines[index]
    if (!line) return
    const empty = data.subjects.find((s) => (edited[cell(at.row, s.id)] ?? '').trim() === '')
    if (empty) return setFocusAt({ row: at.row, column: empty.id })
    const marks: Record<string, unknown> = {}
    const wrong: Finding[] = []
    for (const s of data.subjects) {
      const text = edited[cell(at.row, s.id)]!
      const centi = centiOf(text)
      if (centi === undefined)
        wrong.push({
          code: 'MARK_FMT',
          field: s.id,
          given: text,
          message: { zh: `“${text}”不是成绩`, en: `“${text}” is no mark` },
          hint: { zh: '请填 0 到 100，最多两位小数', en: '0 to 100, two decimals at most' },
        })
      else marks[`${s.id}Centi`] = centi
    }
    if (wrong.length) return setFindings((old) => ({ ...old, [at.row]: wrong }))
    const next = lines[index + 1]
    if (await send(line, entry, marks))
      setFocusAt(next ? { row: rowNo.get(next.id)!, column: data.subjects[0]!.id } : undefined)
  }
  return (
    <>
      <Panel>
        <Flex gap={8} wrap role="group" aria-label={t('第几次录入', 'Which entry')}>
          {(['mark', 'confirm'] as const).map((e) => (
            <Button
              key={e}
              type={entry === e ? 'primary' : 'default'}
              aria-pressed={entry === e}
              onClick={() => {
                setEntry(e)
                setEdited({})
                setFindings({})
              }}
            >
              {e === 'mark' ? t('第一次录入', 'First entry') : t('第二次录入', 'Second entry')}
            </Button>
          ))}
          <span aria-live="polite">
            {t(`还有 ${lines.length} 人；本次已录 ${sent} 人`, `${lines.length} to go; ${sent} entered now`)}
          </span>
        </Flex>
      </Panel>
      <Panel>
        {lines.length === 0 ? (
          <Alert
            type="success"
            title={
              entry === 'mark'
                ? t('没有等待第一次录入的考生。', 'Nobody waits for a first entry.')
                : t(
                    '没有等待您第二次录入的考生；您自己录过第一次的，由另一人录。',
                    'Nobody waits for a second entry by you.',
                  )
            }
          />
        ) : (
          <EntryGrid
            rows={lines.map((l) => ({
              row: rowNo.get(l.id)!,
              values: { name: `${l.ticket ?? ''} ${l.name}` },
              findings: findings[rowNo.get(l.id)!] ?? [],
            }))}
            columns={columns}
            edited={edited}
            onEdit={(at, text) =>
              at.column === 'name'
                ? undefined
                : setEdited((old) => {
                    const rest = Object.fromEntries(Object.entries(old).filter(([k]) => k !== cell(at.row, at.column)))
                    return text === undefined ? rest : { ...rest, [cell(at.row, at.column)]: text }
                  })
            }
            onNext={(at) => void onNext(at)}
            focusAt={focusAt}
            busyRow={busyRow}
          />
        )}
      </Panel>
    </>
  )
}
