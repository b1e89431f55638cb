import { Button, Flex } from 'antd'
import { Answered, Page, Panel, useAddress, useGet, useWords } from '../../../../kit/desk/index.ts'
import type { Line, PlanLines } from './plan-words.ts'

/** Door sheets of each room and a ticket for each candidate, to be printed. Identity numbers stand on neither. */
export default function Papers() {
  const { t } = useWords()
  const [address] = useAddress()
  const plan = String(address['plan'] ?? '')
  const asked = useGet<PlanLines>('/evaluation/plan/lines', { plan }, { enabled: plan !== '' })
  return (
    <Page
      title={t('准考证和门贴', 'Tickets and door sheets')}
      note={t(
        '用浏览器打印；每个考场、每张准考证另起一页。',
        'Print from the browser; each room and each sheet of tickets begins a page.',
      )}
      extra={
        <Button type="primary" onClick={() => window.print()}>
          {t('打印', 'Print')}
        </Button>
      }
    >
      <Answered asked={asked} rows={10}>
        {(data) => <Sheets data={data} />}
      </Answered>
    </Page>
  )
}

const PAGE = { breakInside: 'avoid', breakAfter: 'page' } as const

function Sheets({ data }: { data: PlanLines }) {
  const { say, t } = useWords()
  const seated = data.rows.filter(
    (r): r is Line & { room: string; ticket: string } => r.room !== null && r.ticket !== null,
  )
  const rooms = [...new Set(seated.map((r) => r.room))]
  const what = `${say(data.occupation)}${data.level ? ` ${say(data.level)}` : ''}`
  const when = data.halves.map((h) => `${say(h.name)} ${say(h.subject)}`).join('；')
  return (
    <>
      {rooms.map((room) => {
        const mine = seated.filter((r) => r.room === room)
        return (
          <div key={room} style={PAGE}>
            <Panel title={`${t('考场', 'Room')} ${room}`}>
              <p>
                {what}　{data.number}　{data.place}
              </p>
              <p>
                {data.examOn}　{when}
              </p>
              <p>
                {t('考评员：', 'Examiners: ')}
                {data.staff
                  .filter((s) => s.room === room)
                  .map((s) => `${s.name}（${s.card}）`)
                  .join('、')}
                {t(`　监考不少于 ${data.invigilators} 人`, `　at least ${data.invigilators} invigilators`)}
              </p>
              <table className="door-sheet">
                <thead>
                  <tr>
                    <th scope="col">{t('座位', 'Seat')}</th>
                    <th scope="col">{t('准考证号', 'Ticket')}</th>
                    <th scope="col">{t('姓名', 'Name')}</th>
                    <th scope="col">{t('签到', 'Signature')}</th>
                  </tr>
                </thead>
                <tbody>
                  {mine.map((r) => (
                    <tr key={r.id}>
                      <td className="figure">{r.seatNo}</td>
                      <td className="figure">{r.ticket}</td>
                      <td>{r.name}</td>
                      <td>　　　　　　</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Panel>
          </div>
        )
      })}
      <Flex gap={12} wrap>
        {seated.map((r) => (
          <div key={r.id} style={{ breakInside: 'avoid', flex: '1 1 280px' }}>
            <Panel title={t('准考证', 'Ticket')}>
              <dl className="check-answers">
                {[
                  [t('姓名', 'Name'), r.name],
                  [t('准考证号', 'Ticket'), r.ticket],
                  [t('职业等级', 'Occupation'), what],
                  [t('时间', 'Time'), `${data.examOn} ${when}`],
                  [t('地点', 'Place'), data.place],
                  [t('考场座位', 'Seat'), `${r.room} ${r.seatNo}`],
                ].map(([k, v]) => (
                  <div key={k}>
                    <dt>{k}</dt>
                    <dd>{v}</dd>
                  </div>
                ))}
              </dl>
              <p className="hint">{t('凭本人身份证和准考证入场。', 'Enter with identity card and ticket.')}</p>
            </Panel>
          </div>
        ))}
      </Flex>
    </>
  )
}
