import { DownloadOutlined, InboxOutlined } from '@ant-design/icons'
import {
  Alert,
  App,
  Button,
  Descriptions,
  Flex,
  Input,
  InputNumber,
  Modal,
  Progress,
  Select,
  Steps,
  Table,
  Tag,
} from 'antd'
import { useMemo, useRef, useState } from 'react'
import type { Finding, ImportKind } from './api-types.ts'
import { API, isProblem, patch, post, upload } from './client.ts'
import { EntryGrid } from './EntryGrid.tsx'
import { digits, fileSize, minute } from './format.ts'
import {
  BATCH_STATES,
  type Batch,
  type BatchRow,
  type BatchRows,
  badCells,
  type CellPlace,
  FILE_BYTES_MAX,
  isMoving,
  type Mapping,
  nextBadCell,
  pastedToCsv,
  refuseFile,
  stepOf,
  takeSource,
} from './import-steps.ts'
import { last } from './lists.ts'
import { Panel } from './Page.tsx'
import { useForget, useGet } from './queries.ts'
import { Answered, NothingYet, ProblemNote } from './states.tsx'
import { StateTag } from './tags.tsx'
import { WideTable } from './WideTable.tsx'
import { useWords } from './words.tsx'

const POLL_MS = 1000
const PAGE_ROWS = 100

/** Upload: a file dropped or chosen, or cells pasted. Limits are told before. Answers the batch. */
export function ImportUpload({ kind, onBatch }: { kind: ImportKind; onBatch: (id: string) => void }) {
  const { say, t } = useWords()
  const [problem, setProblem] = useState<unknown>()
  const [refused, setRefused] = useState<ReturnType<typeof refuseFile>>()
  const [busy, setBusy] = useState(false)
  const [over, setOver] = useState(false)
  const [pasting, setPasting] = useState(false)
  const [pasted, setPasted] = useState('')
  const chooser = useRef<HTMLInputElement>(null)
  const send = async (file: Blob, name: string) => {
    const no = refuseFile(name, file.size)
    setRefused(no)
    setProblem(undefined)
    if (no) return
    setBusy(true)
    try {
      const batch = await upload<Batch>(`/imports/${kind.id}`, file, { name })
      onBatch(batch.id)
    } catch (e) {
      setProblem(e)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Panel
      title={say(kind.title)}
      extra={
        <a href={`${API}/imports/${kind.id}/template`}>
          <DownloadOutlined aria-hidden /> {t('下载模板', 'Template')}
        </a>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a second way; the button inside is the first */}
      <div
        className={`drop ${over ? 'drop-over' : ''}`}
        onDragOver={(e) => {
          e.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(e) => {
          e.preventDefault()
          setOver(false)
          const file = e.dataTransfer.files[0]
          if (file) void send(file, file.name)
        }}
      >
        <InboxOutlined className="drop-icon" aria-hidden />
        <p>{t('把表格拖到这里，或', 'Drop a spreadsheet here, or')}</p>
        <Flex gap={8} justify="center" wrap>
          <Button type="primary" loading={busy} onClick={() => chooser.current?.click()}>
            {t('选择文件', 'Choose a file')}
          </Button>
          <Button onClick={() => setPasting(true)}>{t('粘贴单元格', 'Paste cells')}</Button>
        </Flex>
        <input
          ref={chooser}
          type="file"
          accept=".xlsx,.csv"
          className="off-screen"
          tabIndex={-1}
          aria-label={t('选择要导入的文件', 'File to import')}
          onChange={(e) => {
            const file = e.target.files?.[0]
            if (file) void send(file, file.name)
            e.target.value = ''
          }}
        />
        <p className="hint">
          {t(
            `.xlsx 或 .csv，不超过 ${fileSize(FILE_BYTES_MAX)}、${digits(kind.rowsMax)} 行。列的顺序、标题行的位置不限；同一文件可以重复上传，不会重复入库。`,
            `.xlsx or .csv, up to ${fileSize(FILE_BYTES_MAX)} and ${digits(kind.rowsMax)} rows. Any order of columns; the same file again adds nothing twice.`,
          )}
        </p>
      </div>
      {refused ? (
        <Alert type="error" showIcon role="alert" title={say(refused.message)} description={say(refused.hint)} />
      ) : null}
      {problem !== undefined ? <ProblemNote problem={problem} /> : null}
      <details className="columns-note">
        <summary>{t(`需要哪些列（${kind.columns.length}）`, `Columns (${kind.columns.length})`)}</summary>
        <WideTable
          label={t('需要的列', 'Columns')}
          rowKey="key"
          size="small"
          pagination={false}
          dataSource={kind.columns}
          columns={[
            { key: 'title', title: t('列', 'Column'), render: (_, c) => say(c.title) },
            {
              key: 'required',
              title: t('必填', 'Required'),
              render: (_, c) => (c.required ? t('必填', 'yes') : t('可空', 'no')),
            },
            {
              key: 'sample',
              title: t('示例', 'Example'),
              render: (_, c) => <span className="code">{c.sample ?? ''}</span>,
            },
            { key: 'note', title: t('说明', 'Note'), render: (_, c) => say(c.note) },
          ]}
        />
      </details>
      <Modal
        open={pasting}
        title={t('粘贴单元格（含标题行）', 'Paste cells, with the row of titles')}
        okText={t('核对', 'Check')}
        cancelText={t('关闭', 'Close')}
        okButtonProps={{ disabled: !pasted.includes('\n') }}
        onCancel={() => setPasting(false)}
        onOk={() => {
          setPasting(false)
          // A byte order mark tells every reader that this is UTF-8.
          void send(new Blob(['\ufeff', pastedToCsv(pasted)], { type: 'text/csv' }), t('粘贴.csv', 'pasted.csv'))
        }}
      >
        <Input.TextArea
          rows={10}
          value={pasted}
          onChange={(e) => setPasted(e.target.value)}
          aria-label={t('单元格', 'Cells')}
        />
      </Modal>
    </Panel>
  )
}

/** One batch from columns to receipt. The page may be left at any time; the batch goes on and is found in the list. */
export function ImportFixer({ id, kinds }: { id: string; kinds: ImportKind[] }) {
  const { say, t } = useWords()
  const forget = useForget()
  const [moving, setMoving] = useState(true)
  const asked = useGet<Batch>(`/imports/batches/${id}`, {}, { staleMs: 0, everyMs: moving ? POLL_MS : false })
  const state = asked.data?.state
  const nowMoving = state === undefined || isMoving(state)
  if (nowMoving !== moving) setMoving(nowMoving)
  const changed = () => forget('/imports/batches', '/measures', '/records')
  return (
    <Answered asked={asked}>
      {(batch) => {
        const kind = kinds.find((k) => k.id === batch.kind)
        return (
          <>
            <Panel>
              <Flex justify="space-between" gap={16} wrap align="center" className="batch-head">
                <div>
                  <strong>{batch.fileName}</strong>
                  {'　'}
                  <StateTag tone={toneOf(batch.state)}>{say(BATCH_STATES[batch.state])}</StateTag>
                  <div className="hint">
                    {kind ? say(kind.title) : batch.kind}　{minute(batch.uploadedAt)}　{t('批次', 'Batch')}{' '}
                    <span className="code">{batch.id.slice(0, 8)}</span>
                  </div>
                </div>
                {batch.state !== 'done' &&
                stepOf(batch.state) < 3 &&
                batch.state !== 'failed' &&
                batch.state !== 'committing' ? (
                  <VerbButton batch={batch} verb="cancel" onDone={changed} />
                ) : null}
              </Flex>
              <Steps
                size="small"
                current={stepOf(batch.state)}
                status={batch.state === 'failed' ? 'error' : 'process'}
                items={[
                  t('上传', 'Upload'),
                  t('确认列', 'Columns'),
                  t('核对与修改', 'Check and mend'),
                  t('回执', 'Receipt'),
                ].map((title) => ({ title }))}
              />
            </Panel>
            {batch.state === 'failed' ? (
              <Alert
                type="error"
                showIcon
                role="alert"
                title={batch.problem ? say(batch.problem.message) : t('文件没有读成', 'The file could not be read')}
                description={
                  batch.problem
                    ? say(batch.problem.hint)
                    : t('请另存为 .xlsx 后重新上传', 'Save it as .xlsx and upload again')
                }
              />
            ) : null}
            {batch.state === 'matching' ? <MatchColumns batch={batch} onDone={changed} /> : null}
            {isMoving(batch.state) ? <Working batch={batch} /> : null}
            {batch.state === 'checked' ? <Mend batch={batch} onDone={changed} /> : null}
            {batch.state === 'done' || batch.state === 'undone' || batch.state === 'cancelled' ? (
              <Receipt batch={batch} onDone={changed} />
            ) : null}
          </>
        )
      }}
    </Answered>
  )
}

export const toneOf = (state: Batch['state']) =>
  state === 'done'
    ? 'good'
    : state === 'failed'
      ? 'bad'
      : state === 'cancelled' || state === 'undone'
        ? 'neutral'
        : 'progress'

function Working({ batch }: { batch: Batch }) {
  const { t } = useWords()
  const p = batch.progress
  const share = p && p.total > 0 ? Math.floor((p.done / p.total) * 100) : undefined
  return (
    <Panel>
      <div role="status">
        <p>
          {say2(t, batch.state)}
          {p ? `　${digits(p.done)}${p.total ? ` / ${digits(p.total)}` : ''} ${t('行', 'rows')}` : ''}
        </p>
        <Progress
          percent={share ?? 100}
          status="active"
          showInfo={share !== undefined}
          aria-label={t('进度', 'Progress')}
        />
        <p className="hint">
          {t(
            '可以离开本页，处理会继续，稍后在导入记录中查看。',
            'You may leave; the work goes on and is found in the list of imports.',
          )}
        </p>
      </div>
    </Panel>
  )
}
const say2 = (t: (zh: string, en: string) => string, state: Batch['state']) =>
  state === 'committing'
    ? t('正在导入', 'Importing')
    : state === 'staged'
      ? t('正在与登记比对', 'Comparing with the register')
      : t('正在读取并核对全部行', 'Reading and checking every row')

function VerbButton({ batch, verb, onDone }: { batch: Batch; verb: 'cancel' | 'undo'; onDone: () => void }) {
  const { say, t } = useWords()
  const { message, modal } = App.useApp()
  const words = { cancel: t('取消这次导入', 'Cancel this import'), undo: t('撤回这一批', 'Take this batch back') }[verb]
  const go = () =>
    modal.confirm({
      title: words,
      content:
        verb === 'undo'
          ? t(
              `将撤回已导入的 ${digits(batch.rows.written)} 行，日志保留记录。`,
              `${digits(batch.rows.written)} rows are taken back; the journal keeps the record.`,
            )
          : t('还没有写入任何数据。', 'Nothing has been written yet.'),
      okText: words,
      okButtonProps: { danger: true },
      cancelText: t('保留', 'Keep'),
      onOk: async () => {
        try {
          await post(`/imports/batches/${batch.id}/${verb}`)
          onDone()
        } catch (e) {
          void message.error(
            isProblem(e)
              ? [say(e.title), ...e.findings.map((f) => say(f.message))].join('；')
              : t('没有办成，请重试', 'It did not work; try again'),
          )
        }
      },
    })
  return (
    <Button danger={verb === 'undo'} onClick={go}>
      {words}
    </Button>
  )
}

function MatchColumns({ batch, onDone }: { batch: Batch; onDone: () => void }) {
  const { say, t } = useWords()
  const match = batch.match
  const [mapping, setMapping] = useState<Mapping>(() =>
    Object.fromEntries((match?.columns ?? []).map((c) => [c.key, c.source])),
  )
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [headerRow, setHeaderRow] = useState<number | null>(batch.headerRow)
  const look = async (words: { sheet?: string; headerRow?: number }) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const b = await post<Batch>(`/imports/batches/${batch.id}/match`, words)
      setMapping(Object.fromEntries((b.match?.columns ?? []).map((c) => [c.key, c.source])))
      onDone()
    } catch (e) {
      setProblem(e)
    } finally {
      setBusy(false)
    }
  }
  const confirm = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      await post(`/imports/batches/${batch.id}/match`, {
        // Columns left out are not named at all.
        mapping: Object.fromEntries(Object.entries(mapping).filter(([, source]) => source !== null)),
        ...(batch.sheet ? { sheet: batch.sheet } : {}),
        ...(batch.headerRow ? { headerRow: batch.headerRow } : {}),
      })
      onDone()
    } catch (e) {
      setProblem(e)
    } finally {
      setBusy(false)
    }
  }
  const hidden = batch.sheets?.filter((s) => s.state !== 'visible').length ?? 0
  const unsure = (match?.columns ?? []).filter((c) => c.required && mapping[c.key] === null).length
  return (
    <Panel title={t('确认每一项对应哪一列', 'Which column is which')}>
      <Flex gap={16} wrap align="end" className="table-head">
        {batch.sheets && batch.sheets.length > 1 ? (
          <div className="query-field">
            <label htmlFor="import-sheet">{t('工作表', 'Sheet')}</label>
            <Select
              id="import-sheet"
              className="wide"
              value={batch.sheet}
              disabled={busy}
              options={batch.sheets.map((s) => ({
                value: s.name,
                label: s.state === 'visible' ? s.name : `${s.name}${t('（隐藏）', ' (hidden)')}`,
              }))}
              onChange={(sheet) => sheet && void look({ sheet })}
            />
          </div>
        ) : null}
        <div className="query-field">
          <label htmlFor="import-header">{t('标题在第几行', 'Titles are in row')}</label>
          <InputNumber id="import-header" min={1} max={100} precision={0} value={headerRow} onChange={setHeaderRow} />
        </div>
        {headerRow !== null && headerRow !== batch.headerRow ? (
          <Button
            loading={busy}
            onClick={() => void look({ headerRow, ...(batch.sheet ? { sheet: batch.sheet } : {}) })}
          >
            {t('按这一行重新识别', 'Look again by this row')}
          </Button>
        ) : null}
        {hidden ? (
          <span className="hint">{t(`文件中有 ${hidden} 个隐藏的工作表`, `${hidden} hidden sheets`)}</span>
        ) : null}
      </Flex>
      {problem !== undefined ? <ProblemNote problem={problem} /> : null}
      {match === null ? (
        <Alert
          type="warning"
          showIcon
          title={t('没有认出标题行，请填写标题在第几行', 'No row of titles was found; say which it is')}
        />
      ) : (
        <Table
          rowKey="key"
          size="small"
          pagination={false}
          dataSource={match.columns}
          scroll={{ x: 'max-content' }}
          columns={[
            {
              key: 'title',
              title: t('要导入的项', 'Field'),
              render: (_, c) => (
                <>
                  {say(c.title)} {c.required ? null : <span className="hint">{t('（可空）', '(optional)')}</span>}
                </>
              ),
            },
            {
              key: 'source',
              title: t('文件中的列', 'Column in the file'),
              render: (_, c) => (
                <Select
                  className="match-select"
                  aria-label={t(`“${say(c.title)}”对应的列`, `Column for ${say(c.title)}`)}
                  value={mapping[c.key] ?? -1}
                  status={c.required && (mapping[c.key] ?? null) === null ? 'error' : ''}
                  options={[
                    { value: -1, label: c.required ? t('请选择', 'choose') : t('本次不导入', 'leave out') },
                    ...match.sources.map((s) => ({
                      value: s.source,
                      label: s.header || t(`第 ${s.source + 1} 列（无标题）`, `column ${s.source + 1} (untitled)`),
                    })),
                  ]}
                  onChange={(v: number) => setMapping(takeSource(mapping, c.key, v === -1 ? null : v))}
                />
              ),
            },
            {
              key: 'sample',
              title: t('前几行', 'First rows'),
              render: (_, c) => {
                const s = match.sources.find((x) => x.source === mapping[c.key])
                return <span className="hint">{s?.samples.filter(Boolean).join('；') ?? ''}</span>
              },
            },
          ]}
        />
      )}
      <Flex gap={12} align="center" className="form-acts">
        <Button type="primary" disabled={match === null || unsure > 0} loading={busy} onClick={() => void confirm()}>
          {t('列没有问题，开始核对', 'Columns are right; check the rows')}
        </Button>
        {unsure ? (
          <span className="bad">
            {t(`还有 ${unsure} 个必填项没有对应的列`, `${unsure} required fields have no column`)}
          </span>
        ) : null}
      </Flex>
    </Panel>
  )
}

function Counts({ batch }: { batch: Batch }) {
  const { t } = useWords()
  const { total, good, bad, same } = batch.rows
  return (
    <Flex gap={24} wrap className="counts" role="status">
      <div>
        <span className="figure">{digits(total)}</span> {t('行', 'rows')}
      </div>
      <div className="good">
        <span className="figure">{digits(good)}</span> {t('行可以导入', 'ready')}
      </div>
      <div className={bad ? 'bad' : ''}>
        <span className="figure">{digits(bad)}</span> {t('行需要修改', 'to mend')}
      </div>
      <div>
        <span className="figure">{digits(same)}</span> {t('行已在库中，无变化', 'there already, unchanged')}
      </div>
    </Flex>
  )
}

const KINDS_SHOWN = 8

function Mend({ batch, onDone }: { batch: Batch; onDone: () => void }) {
  const { say, t } = useWords()
  const { message } = App.useApp()
  const [trail, setTrail] = useState<string[]>([])
  const asked = useGet<BatchRows>(
    `/imports/batches/${batch.id}/rows`,
    { state: 'bad', cursor: last(trail), limit: PAGE_ROWS },
    { staleMs: 0 },
  )
  const [fixed, setFixed] = useState<{ [row: number]: BatchRow }>({})
  const [edited, setEdited] = useState<{ [cell: string]: string }>({})
  const [focusAt, setFocusAt] = useState<CellPlace>()
  const [busyRow, setBusyRow] = useState<number>()
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [only, setOnly] = useState<string>()
  const forget = useForget()
  const columns = useMemo(
    () => asked.data?.columns.map((c) => ({ key: c.key, label: say(c.title) })) ?? [],
    [asked.data, say],
  )
  const rows = (asked.data?.rows ?? []).map((r) => fixed[r.row] ?? r)
  const open = rows.filter((r) => r.state === 'bad' && (only === undefined || r.findings.some((f) => f.code === only)))
  // Columns in which nothing is wrong anywhere on this page stay, so that a row can be recognised; those without any value go.
  const used = columns.filter(
    (c) => rows.some((r) => r.values[c.key]) || rows.some((r) => r.findings.some((f) => f.field === c.key)),
  )

  const editsOf = (row: number) =>
    Object.fromEntries(
      Object.entries(edited).flatMap(([k, v]) => (k.startsWith(`${row}\t`) ? [[k.slice(k.indexOf('\t') + 1), v]] : [])),
    )
  const send = async (row: number): Promise<BatchRow | undefined> => {
    const values = editsOf(row)
    if (Object.keys(values).length === 0) return undefined
    setBusyRow(row)
    setProblem(undefined)
    try {
      const after = await patch<BatchRow>(`/imports/batches/${batch.id}/rows/${row}`, { values })
      setFixed((f) => ({ ...f, [row]: after }))
      setEdited((e) => Object.fromEntries(Object.entries(e).filter(([k]) => !k.startsWith(`${row}\t`))))
      await forget(`/imports/batches/${batch.id}`)
      if (after.state !== 'bad') void message.success(t(`第 ${row} 行已改好`, `Row ${row} is right now`))
      return after
    } catch (e) {
      setProblem(e)
      return undefined
    } finally {
      setBusyRow(undefined)
    }
  }
  const next = async (at: CellPlace) => {
    const after = await send(at.row)
    const list = open.map((r) => (after && r.row === at.row ? after : r)).filter((r) => r.state === 'bad')
    const to = nextBadCell(badCells(list, used), at, used)
    setFocusAt(to ? { ...to } : undefined)
  }
  const commit = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      for (const row of new Set(Object.keys(edited).map((k) => Number(k.split('\t')[0])))) await send(row)
      await post(`/imports/batches/${batch.id}/commit`)
      onDone()
    } catch (e) {
      setProblem(e)
    } finally {
      setBusy(false)
    }
  }
  const title = (code: string): string => {
    for (const r of rows) {
      const f: Finding | undefined = r.findings.find((x) => x.code === code)
      if (f)
        return say(f.message)
          .replace(/^第 \d+ 行 ?/, '')
          .slice(0, 24)
    }
    return code
  }
  return (
    <>
      <Panel>
        <Flex justify="space-between" gap={16} wrap align="center">
          <Counts batch={batch} />
          <Flex gap={8} wrap>
            {batch.rows.bad ? (
              <Button icon={<DownloadOutlined aria-hidden />} href={`${API}/imports/batches/${batch.id}/returned`}>
                {t('下载标注问题的原文件', 'My file with problems marked')}
              </Button>
            ) : null}
            <Button type="primary" disabled={batch.rows.good === 0} loading={busy} onClick={() => void commit()}>
              {batch.rows.bad
                ? t(
                    `导入 ${digits(batch.rows.good)} 行，其余 ${digits(batch.rows.bad)} 行暂不导入`,
                    `Import ${digits(batch.rows.good)}, leave ${digits(batch.rows.bad)} out`,
                  )
                : t(`导入 ${digits(batch.rows.good)} 行`, `Import ${digits(batch.rows.good)} rows`)}
            </Button>
          </Flex>
        </Flex>
        {problem !== undefined ? <ProblemNote problem={problem} /> : null}
        {batch.rows.good === 0 && batch.rows.bad === 0 ? (
          <p className="hint">
            {t(
              '文件中的内容已全部在库中，不需要再导入。',
              'All of it is in the register already; there is nothing to import.',
            )}
          </p>
        ) : null}
      </Panel>
      {batch.rows.bad || open.length ? (
        <Panel title={t('需要修改的行（按 Enter 到下一处）', 'Rows to mend (Enter: next)')}>
          <Flex gap={4} wrap className="table-head" role="group" aria-label={t('同类问题', 'Problems of one kind')}>
            {batch.findings
              .filter((f) => f.severity !== 'hint')
              .slice(0, KINDS_SHOWN)
              .map((f) => (
                <Tag.CheckableTag
                  key={f.code}
                  checked={only === f.code}
                  onChange={(on) => setOnly(on ? f.code : undefined)}
                >
                  {title(f.code)}　{t(`${f.n} 处`, `${f.n}`)}
                </Tag.CheckableTag>
              ))}
          </Flex>
          <Answered asked={asked}>
            {(data) =>
              open.length === 0 ? (
                <NothingYet text={t('这一页的问题都改好了', 'Everything here is right now')} />
              ) : (
                <>
                  <EntryGrid
                    rows={open}
                    columns={used}
                    edited={edited}
                    focusAt={focusAt}
                    busyRow={busyRow}
                    onEdit={(at, text) =>
                      setEdited((e) => {
                        const { [`${at.row}\t${at.column}`]: _, ...rest } = e
                        return text === undefined ? rest : { ...rest, [`${at.row}\t${at.column}`]: text }
                      })
                    }
                    onNext={(at) => void next(at)}
                  />
                  <Flex justify="end" gap={8} className="pager" hidden={trail.length === 0 && data.next === null}>
                    {trail.length ? (
                      <Button size="small" onClick={() => setTrail(trail.slice(0, -1))}>
                        {t('上一页', 'Previous')}
                      </Button>
                    ) : null}
                    <Button
                      size="small"
                      disabled={data.next === null}
                      onClick={() => data.next && setTrail([...trail, data.next])}
                    >
                      {t('下一页', 'Next')}
                    </Button>
                  </Flex>
                </>
              )
            }
          </Answered>
        </Panel>
      ) : null}
    </>
  )
}

function Receipt({ batch, onDone }: { batch: Batch; onDone: () => void }) {
  const { t } = useWords()
  const title = {
    done: t(`已导入 ${digits(batch.rows.written)} 行`, `${digits(batch.rows.written)} rows imported`),
    undone: t('这一批已撤回', 'This batch was taken back'),
    cancelled: t('已取消，没有写入任何数据', 'Cancelled; nothing was written'),
  }[batch.state as 'done' | 'undone' | 'cancelled']
  return (
    <Panel title={t('回执', 'Receipt')}>
      <Alert type={batch.state === 'done' ? 'success' : 'info'} showIcon title={title} />
      <Descriptions
        size="small"
        column={1}
        className="receipt"
        items={[
          { key: 'id', label: t('批次号', 'Batch'), children: <span className="code">{batch.id}</span> },
          { key: 'file', label: t('文件', 'File'), children: batch.fileName },
          { key: 'total', label: t('文件行数', 'Rows in the file'), children: digits(batch.rows.total) },
          { key: 'written', label: t('新增', 'Added'), children: digits(batch.rows.written) },
          { key: 'same', label: t('已在库中，无变化', 'There already'), children: digits(batch.rows.same) },
          { key: 'bad', label: t('未导入', 'Left out'), children: digits(batch.rows.bad) },
          { key: 'at', label: t('完成时间', 'Finished'), children: batch.finishedAt ? minute(batch.finishedAt) : '—' },
        ]}
      />
      {batch.state === 'done' ? (
        <Flex gap={8} wrap>
          {batch.rows.bad ? (
            <Button icon={<DownloadOutlined aria-hidden />} href={`${API}/imports/batches/${batch.id}/returned`}>
              {t('下载未导入的行（改好后再传，不会重复）', 'The rows left out (mend and upload again)')}
            </Button>
          ) : null}
          <VerbButton batch={batch} verb="undo" onDone={onDone} />
        </Flex>
      ) : null}
    </Panel>
  )
}

/** Past and running batches of this person. */
export function BatchList({ kinds, onOpen }: { kinds: ImportKind[]; onOpen: (id: string) => void }) {
  const { say, t } = useWords()
  const asked = useGet<Batch[]>('/imports/batches', {}, { staleMs: 0 })
  return (
    <Panel title={t('导入记录', 'My imports')}>
      <Answered asked={asked}>
        {(rows) => (
          <Table<Batch>
            rowKey="id"
            size="middle"
            pagination={false}
            dataSource={rows}
            scroll={rows.length ? { x: 'max-content' } : {}}
            locale={{ emptyText: <NothingYet text={t('还没有导入过文件', 'No file has been imported yet')} /> }}
            columns={[
              {
                key: 'file',
                title: t('文件', 'File'),
                render: (_, b) => (
                  <button type="button" className="link" onClick={() => onOpen(b.id)}>
                    {b.fileName}
                  </button>
                ),
              },
              {
                key: 'kind',
                title: t('种类', 'Kind'),
                render: (_, b) => say(kinds.find((k) => k.id === b.kind)?.title) || b.kind,
              },
              {
                key: 'state',
                title: t('状态', 'State'),
                render: (_, b) => <StateTag tone={toneOf(b.state)}>{say(BATCH_STATES[b.state])}</StateTag>,
              },
              {
                key: 'total',
                title: t('行数', 'Rows'),
                align: 'right',
                render: (_, b) => <span className="figure">{digits(b.rows.total)}</span>,
              },
              {
                key: 'written',
                title: t('已导入', 'Imported'),
                align: 'right',
                render: (_, b) => <span className="figure">{digits(b.rows.written)}</span>,
              },
              {
                key: 'bad',
                title: t('需修改', 'To mend'),
                align: 'right',
                render: (_, b) => <span className="figure">{digits(b.rows.bad)}</span>,
              },
              {
                key: 'at',
                title: t('上传时间', 'Uploaded'),
                className: 'short',
                render: (_, b) => minute(b.uploadedAt),
              },
            ]}
          />
        )}
      </Answered>
    </Panel>
  )
}
