import { DownloadOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Flex, Table } from 'antd'
import {
  Answered,
  API,
  type MeasureQuestion,
  Page,
  Panel,
  StateTag,
  useGet,
  useMeasures,
  useTrace,
  useWords,
} from '../../../../kit/desk/index.ts'
import type { Figure, Letter as LetterAnswer, OfficialLetter, Run } from './letter-types.ts'
import { numbered } from './numbered.ts'

const questionOf = (f: Figure): MeasureQuestion => ({
  ...(f.asOf ? { asOf: f.asOf } : {}),
  ...(f.from ? { from: f.from } : {}),
  ...(f.to ? { to: f.to } : {}),
  ...(f.where ? { where: f.where } : {}),
})

/** One letter: as it is set, with every number a way to its source, and the check of each against what was printed. */
export default function Letter() {
  const { say, t } = useWords()
  const { letter: id } = useParams({ strict: false }) as { letter: string }
  const asked = useGet<LetterAnswer>(`/letters/${id}`, {}, { keepOld: false })
  const l = asked.data
  return (
    <Page
      title={l?.number ?? t('答复函', 'Letter')}
      note={
        l
          ? `${l.proposal.session}　${l.proposal.category}${t('类第', ' no. ')}${l.proposal.number}${t('号', '')}　${l.proposal.title}`
          : undefined
      }
      tags={
        l ? (
          l.moved === 0 ? (
            <StateTag tone="good">{t('与印发的数字一致', 'equal to the print')}</StateTag>
          ) : (
            <StateTag tone="bad">{t(`${l.moved} 个数有变动`, `${l.moved} moved`)}</StateTag>
          )
        ) : null
      }
      extra={
        <Flex gap={8} wrap>
          {['docx', 'pdf', 'html'].map((f) => (
            <Button key={f} icon={<DownloadOutlined aria-hidden />} href={`${API}/letters/${id}/file.${f}`}>
              {f.toUpperCase()}
            </Button>
          ))}
        </Flex>
      }
    >
      <Answered asked={asked} rows={12}>
        {(letter) => (
          <div className="letter-columns">
            <Panel className="paper-panel">
              <Paper letter={letter.letter} figures={letter.figures} />
            </Panel>
            <div>
              {letter.findings.length ? (
                <Alert
                  type="warning"
                  showIcon
                  title={t('核对发现', 'The check found')}
                  description={
                    <ul>
                      {letter.findings.map((f) => (
                        <li key={`${f.code}${f.message.zh}`}>
                          {say(f.message)}　<span className="hint">{say(f.hint)}</span>
                        </li>
                      ))}
                    </ul>
                  }
                />
              ) : null}
              <Panel title={t('数字核对', 'Check of the numbers')}>
                {letter.scale > 1 ? (
                  <p className="hint">
                    {t(
                      `演示数据按 1:${letter.scale} 缩小，人数已乘回后再与印发的数比较。`,
                      `The town is scaled 1:${letter.scale}; persons are multiplied back before comparing.`,
                    )}
                  </p>
                ) : null}
                <Figures figures={letter.figures} />
              </Panel>
            </div>
          </div>
        )}
      </Answered>
    </Page>
  )
}

function Figures({ figures }: { figures: Figure[] }) {
  const { say, t } = useWords()
  const trace = useTrace()
  const measures = useMeasures().data
  return (
    <Table<Figure>
      rowKey="key"
      size="small"
      pagination={false}
      dataSource={figures}
      columns={[
        {
          key: 'measure',
          title: t('指标', 'Measure'),
          render: (_, f) => (
            <button type="button" className="link" onClick={() => trace({ id: f.measure, question: questionOf(f) })}>
              {say(measures?.find((m) => m.id === f.measure)?.title) || f.measure}
              {f.where ? <Where figure={f} /> : null}
              <div className="hint figure">{f.asOf ?? (f.from ? `${f.from} – ${f.to ?? ''}` : '')}</div>
            </button>
          ),
        },
        {
          key: 'printed',
          title: t('印发', 'Printed'),
          align: 'right',
          className: 'figure',
          render: (_, f) => f.printed ?? '—',
        },
        {
          key: 'now',
          title: t('现为', 'Now'),
          align: 'right',
          className: 'figure short',
          render: (_, f) => (f.now === null ? t('算不出', 'none') : f.text),
        },
        {
          key: 'equal',
          title: t('结果', 'Result'),
          className: 'short',
          render: (_, f) =>
            f.printed === null ? (
              <span className="hint">{t('未印', 'not printed')}</span>
            ) : f.equal ? (
              <StateTag tone="good">{t('一致', 'equal')}</StateTag>
            ) : (
              <StateTag tone="bad">{t('变动', 'moved')}</StateTag>
            ),
        },
      ]}
    />
  )
}

function Where({ figure }: { figure: Figure }) {
  const { say } = useWords()
  const [dimension, value] = Object.entries(figure.where ?? {})[0] ?? ['', '']
  const answer = useGet<{ labels: { [d: string]: { [v: string]: { zh: string; en: string } } } }>(
    `/measures/${figure.measure}`,
    { ...questionOf(figure), by: dimension },
    { staleMs: 60_000 },
  ).data
  return <>（{say(answer?.labels[dimension]?.[value]) || value}）</>
}

function Paper({ letter, figures }: { letter: OfficialLetter; figures: Figure[] }) {
  const trace = useTrace()
  const { t } = useWords()
  const byKey = new Map(figures.map((f) => [f.key, f]))
  const runs = (list: Run[]) => {
    let at = 0
    return list.map((r) => {
      at += 1
      if ('text' in r) return <span key={`t${at}`}>{r.text}</span>
      const f = byKey.get(r.figure.key)
      return (
        <button
          key={`f${at}`}
          type="button"
          className={`letter-figure ${f && !f.equal ? 'letter-moved' : ''}`}
          aria-label={`${r.figure.text}${f && !f.equal ? t(`，印发时为 ${f.printed}`, `, printed as ${f.printed}`) : ''}${t('，查看来源', ', where it comes from')}`}
          onClick={() => f && trace({ id: f.measure, question: questionOf(f) })}
        >
          {r.figure.text}
        </button>
      )
    })
  }
  return (
    <article className="paper" lang="zh-CN">
      <header>
        <div className="paper-sender">{letter.sender}</div>
        <hr />
        <div className="paper-number">
          {letter.number}
          {letter.replyClass ? <span>（{letter.replyClass}）</span> : null}
        </div>
        <h2>
          {letter.titleLines.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </h2>
      </header>
      <p className="paper-addressee">{letter.addressee}：</p>
      {numbered(letter.blocks).map((b, i) => {
        const key = `${b.kind}${i}`
        const body = (
          <>
            {b.marker}
            {runs(b.runs)}
            {b.runIn ? runs(b.runIn) : null}
          </>
        )
        return b.kind === 'heading1' ? (
          <h3 key={key}>{body}</h3>
        ) : b.kind === 'heading2' && !b.runIn ? (
          <h4 key={key}>{body}</h4>
        ) : (
          <p key={key} className="paper-text">
            {body}
          </p>
        )
      })}
      {letter.closing.paragraphs.map((p) => (
        <p key={JSON.stringify(p)} className="paper-text">
          {runs(p)}
        </p>
      ))}
      <p className="paper-signature">
        {letter.signature.name}
        <br />
        {letter.signature.date ?? '　　　　年　　月　　日'}
      </p>
      {letter.note ? <p className="paper-text">（{letter.note}）</p> : null}
    </article>
  )
}
