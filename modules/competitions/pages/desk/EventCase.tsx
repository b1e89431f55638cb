import { Answered, CasePage, Panel, StateTag, useGet, useWords, WideTable } from '../../../../kit/desk/index.ts'
import { marksText } from '../../marking/units.ts'

type Named = { id: string; name: { zh: string; en: string } }
type Skill = {
  no: number
  title: string
  group: Named
  occupation: string
  entries: number
  judgesWanted: number | null
  judges: { no: number | null; name: string; relation: boolean }[]
}
type Desk = { skills: Skill[]; sheets: { id: string; title: string; signed: boolean }[] }
type Place = {
  rank: number
  secretNo: number
  names: string[]
  organisation: string | null
  total: number
  points: number
  medal: Named | null
}
type EventPage = { skills: { no: number; title: string; resultHash: string | null; places: Place[] }[] }
type Recomputed = { equal: boolean; sheets: string[]; skills: { skillNo: number; equal: boolean; published: string }[] }

/** A competition beside its skills, judges and sheets, and its results with their recomputation. */
export default function EventCase({ process, id }: { process: string; id: string }) {
  return (
    <CasePage
      process={process}
      id={id}
      beside={(c) => (
        <>
          <Skills id={id} />
          {c.state === 'published' || c.state === 'closed' ? <Results id={id} /> : null}
        </>
      )}
    />
  )
}

function Skills({ id }: { id: string }) {
  const { t, say } = useWords()
  const asked = useGet<Desk>('/competitions/desk', { id })
  return (
    <Answered asked={asked} rows={3}>
      {(desk) => (
        <>
          <Panel title={t('赛项', 'Skills')}>
            {desk.skills.length === 0 ? (
              <span className="hint">{t('还没有赛项，请先添加', 'No skill yet: add one')}</span>
            ) : (
              <WideTable<Skill>
                label={t('赛项', 'Skills')}
                rowKey="no"
                size="small"
                pagination={false}
                dataSource={desk.skills}
                columns={[
                  { key: 'no', title: t('序号', 'No.'), dataIndex: 'no' },
                  { key: 'title', title: t('赛项', 'Skill'), render: (_, s) => `${s.title}（${say(s.group.name)}）` },
                  { key: 'entries', title: t('报名', 'Entries'), dataIndex: 'entries' },
                  {
                    key: 'scheme',
                    title: t('评分表', 'Scheme'),
                    render: (_, s) => (s.judgesWanted === null ? t('未提交', 'missing') : t('已提交', 'handed in')),
                  },
                  {
                    key: 'judges',
                    title: t('裁判', 'Judges'),
                    render: (_, s) =>
                      s.judges
                        .map((j) => `${j.no ?? '—'} ${j.name}${j.relation ? t('（回避）', ' (related)') : ''}`)
                        .join('，') || '—',
                  },
                ]}
              />
            )}
          </Panel>
          {desk.sheets.length > 0 && (
            <Panel title={t('评分进度', 'Sheets')}>
              <p>
                {t(
                  `已签字 ${desk.sheets.filter((s) => s.signed).length} / ${desk.sheets.length}`,
                  `Signed ${desk.sheets.filter((s) => s.signed).length} of ${desk.sheets.length}`,
                )}
              </p>
              {desk.sheets
                .filter((s) => !s.signed)
                .map((s) => (
                  <p key={s.id} className="hint">
                    {s.title}
                  </p>
                ))}
            </Panel>
          )}
        </>
      )}
    </Answered>
  )
}

function Results({ id }: { id: string }) {
  const { t, say } = useWords()
  const asked = useGet<EventPage>('/competitions/event', { id })
  const again = useGet<Recomputed>('/competitions/recompute', { id })
  return (
    <Answered asked={asked} rows={4}>
      {(page) => (
        <>
          <Panel title={t('成绩复算', 'Results computed again')}>
            <Answered asked={again} rows={1}>
              {(r) => (
                <>
                  <StateTag tone={r.equal ? 'good' : 'bad'}>
                    {r.equal
                      ? t('与原始评分逐字节一致', 'equal to the raw marks, byte for byte')
                      : t('与原始评分不一致', 'not what the raw marks give')}
                  </StateTag>
                  {r.sheets.map((s) => (
                    <p key={s} className="form-error">
                      {t(`评分与签字时不同：${s}`, `marks are not those that were signed: ${s}`)}
                    </p>
                  ))}
                </>
              )}
            </Answered>
          </Panel>
          {page.skills.map((s) => (
            <Panel key={s.no} title={s.title}>
              <WideTable<Place>
                label={s.title}
                rowKey="secretNo"
                size="small"
                pagination={false}
                dataSource={s.places}
                columns={[
                  { key: 'rank', title: t('名次', 'Place'), dataIndex: 'rank' },
                  { key: 'names', title: t('选手', 'Entrant'), render: (_, p) => p.names.join('、') },
                  { key: 'organisation', title: t('单位', 'Organisation'), render: (_, p) => p.organisation ?? '—' },
                  { key: 'total', title: t('总分', 'Total'), render: (_, p) => marksText(p.total), align: 'right' },
                  { key: 'points', title: t('可比分', 'Points'), dataIndex: 'points', align: 'right' },
                  { key: 'medal', title: t('奖项', 'Medal'), render: (_, p) => (p.medal ? say(p.medal.name) : '') },
                ]}
              />
            </Panel>
          ))}
        </>
      )}
    </Answered>
  )
}
