import { InputNumber, Radio } from 'antd'
import { useRef, useState } from 'react'
import {
  Answered,
  CasePage,
  isProblem,
  Panel,
  post,
  requestKey,
  useForget,
  useGet,
  useWords,
} from '../../../../kit/desk/index.ts'
import { hundredthsOfMarkMax, marksText } from '../../marking/units.ts'

type Aspect = {
  id: string
  title: string
  marksMax: number
  how:
    | { kind: 'stepped'; steps: { marks: number; requirement: string }[] }
    | { kind: 'deduction'; perFault: number; fault: string }
    | { kind: 'points' }
    | { kind: 'judgement'; benchmarks: string[] }
}
type Grid = {
  running: boolean
  aspects: Aspect[]
  entries: number[]
  marks: { secretNo: number; aspect: string; value: number }[]
}

/** A judge's sheet on a tablet: a row for each entrant, a column for each aspect; a mark is kept the moment it is given. */
export default function SheetCase({ process, id }: { process: string; id: string }) {
  return (
    <CasePage
      process={process}
      id={id}
      beside={(c) => <Marking process={process} id={id} mayMark={c.can.some((x) => x.act === 'mark' && x.allowed)} />}
    />
  )
}

type Sent = { value: number; key: string; state: 'sending' | 'kept' | 'failed'; why?: string }

function Marking({ process, id, mayMark }: { process: string; id: string; mayMark: boolean }) {
  const { t, say } = useWords()
  const forget = useForget()
  const asked = useGet<Grid>('/competitions/sheet', { id })
  const [sent, setSent] = useState<{ [cell: string]: Sent }>({})
  // One mark after the other: the sheet is one case, and the last mark given is the one that counts.
  const queue = useRef<Promise<void>>(Promise.resolve())
  const waiting = useRef(0)
  const give = (secretNo: number, aspect: string, value: number, key = requestKey()) => {
    const cell = `${secretNo}/${aspect}`
    const now = (s: Omit<Sent, 'value' | 'key'>) => setSent((all) => ({ ...all, [cell]: { value, key, ...s } }))
    now({ state: 'sending' })
    waiting.current++
    queue.current = queue.current.then(async () => {
      try {
        await post(`/cases/${process}/${id}/acts/mark`, { secretNo, aspect, value }, { key })
        now({ state: 'kept' })
      } catch (e) {
        if (!isProblem(e)) throw e
        const [first] = e.findings
        now({ state: 'failed', why: say(first ? first.message : e.title) })
      }
      waiting.current--
      // Signing asks for the version of the case as it now is.
      if (waiting.current === 0) await forget(`/cases/${process}/${id}`, '/competitions/sheet')
    })
  }
  const open = Object.values(sent).filter((s) => s.state !== 'kept').length
  return (
    <Answered asked={asked} rows={6}>
      {(grid) => {
        const given = new Map(grid.marks.map((m) => [`${m.secretNo}/${m.aspect}`, m.value]))
        const done = grid.entries.reduce(
          (n, e) => n + grid.aspects.filter((a) => sent[`${e}/${a.id}`] || given.has(`${e}/${a.id}`)).length,
          0,
        )
        return (
          <Panel title={t('评分', 'Marks')}>
            <p role="status">
              {t(
                `已评 ${done} / ${grid.entries.length * grid.aspects.length}${open ? `，${open} 项还没有存上` : ''}`,
                `${done} of ${grid.entries.length * grid.aspects.length} marked${open ? `, ${open} not kept yet` : ''}`,
              )}
            </p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
            <section className="entry-grid" tabIndex={0} aria-label={t('评分', 'Marks')}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t('编号', 'No.')}</th>
                    {grid.aspects.map((a) => (
                      <th scope="col" key={a.id}>
                        {a.id} {a.title}
                        <div className="hint">{t(`${marksText(a.marksMax)} 分`, `${marksText(a.marksMax)} marks`)}</div>
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {grid.entries.map((e) => (
                    <tr key={e}>
                      <th scope="row" className="figure">
                        {e}
                      </th>
                      {grid.aspects.map((a) => {
                        const cell = `${e}/${a.id}`
                        const s = sent[cell]
                        return (
                          <td key={a.id} className={s?.state === 'failed' ? 'cell-wrong' : ''}>
                            <Cell
                              aspect={a}
                              label={t(`${e} 号 ${a.title}`, `${e}, ${a.title}`)}
                              value={s?.value ?? given.get(cell)}
                              disabled={!mayMark || !grid.running}
                              onGive={(v) => give(e, a.id, v)}
                            />
                            {s?.state === 'failed' && (
                              <div className="form-error">
                                {s.why}{' '}
                                <button type="button" onClick={() => give(e, a.id, s.value, s.key)}>
                                  {t('再存一次', 'Send again')}
                                </button>
                              </div>
                            )}
                          </td>
                        )
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          </Panel>
        )
      }}
    </Answered>
  )
}

function Cell({
  aspect,
  label,
  value,
  disabled,
  onGive,
}: {
  aspect: Aspect
  label: string
  value: number | undefined
  disabled: boolean
  onGive: (value: number) => void
}) {
  const { how } = aspect
  if (how.kind === 'judgement' || how.kind === 'stepped') {
    const options =
      how.kind === 'judgement'
        ? how.benchmarks.map((b, i) => ({ value: i, label: String(i), title: b }))
        : how.steps.map((s) => ({ value: s.marks, label: marksText(s.marks), title: s.requirement }))
    return (
      <Radio.Group
        aria-label={label}
        optionType="button"
        size="large"
        disabled={disabled}
        options={options}
        value={value}
        onChange={(e) => onGive(Number(e.target.value))}
      />
    )
  }
  const isPoints = how.kind === 'points'
  const shown = value === undefined ? null : isPoints ? value / hundredthsOfMarkMax : value
  return (
    <InputNumber
      aria-label={label}
      size="large"
      disabled={disabled}
      min={0}
      {...(isPoints ? { max: aspect.marksMax / hundredthsOfMarkMax, precision: 2 } : { precision: 0 })}
      {...(shown === null ? {} : { defaultValue: shown })}
      changeOnWheel={false}
      onBlur={(e) => {
        const typed = e.target.value.trim()
        if (typed === '' || Number.isNaN(Number(typed))) return
        const v = isPoints ? Math.round(Number(typed) * hundredthsOfMarkMax) : Number(typed)
        if (v !== value) onGive(v)
      }}
    />
  )
}
