import { fen, yuanText } from '../../../kernel/values/money-fen.ts'
import { Telephone } from '../../../kit/portal/layout.tsx'
import { portalPage } from '../../../kit/portal/page.ts'
import { CursorPager, DataList, Day } from '../../../kit/portal/parts.tsx'
import { countText, texts } from '../../../kit/texts.ts'

type Say = { zh: string; en: string }
type Named = { id: string; name: Say }
type Notice = {
  number: string
  className: string
  organisation: string | null
  county: Named
  scheme: Named
  fund: Named
  amountFen: number
  lines: number
  noticeFrom: string
  noticeUntil: string
}
type Notices = { today: string; helpPhone: string | null; rows: Notice[]; next: string | null }
type Entry = { line: number; name: string; amountFen: number; rule: string | null; formula: Say[]; held: boolean }

const yuan = (amountFen: number) => yuanText(fen(amountFen))
const title: Say = { zh: '补贴公示', en: 'Public notice of subsidies' }

const list = portalPage<Notices>({
  path: '/subsidy/notices',
  title,
  query: { cursor: { kind: 'text', lengthMax: 40, label: texts.pages } },
  load: async (ctx) =>
    (await ctx.read('subsidy.notices', ctx.query['cursor'] ? { cursor: ctx.query['cursor'] } : {})) as Notices,
  View: ({ data, view }) => {
    const { say } = view
    return (
      <>
        <p>
          {say({
            zh: '以下补贴申领正在公示。有异议的，请在截止日期前反映',
            en: 'These claims are in public notice. Objections are taken until the closing day',
          })}
          {data.helpPhone !== null && (
            <>
              {say({ zh: '，电话 ', en: ', telephone ' })}
              <Telephone number={data.helpPhone} />
            </>
          )}
          {say({ zh: '。公示期满自动撤下。', en: '. A notice takes itself down when it is over.' })}
        </p>
        {data.rows.length === 0 ? (
          <div className="nothing">
            <p>{say({ zh: '现在没有正在公示的补贴申领。', en: 'No claim is in public notice at the moment.' })}</p>
          </div>
        ) : (
          <>
            <p className="count">{say(countText(data.rows.length, data.next === null))}</p>
            <ul className="cards">
              {data.rows.map((r) => (
                <li key={r.number}>
                  <h2>
                    <a href={`/subsidy/notices/${r.number}`}>{r.className}</a>
                  </h2>
                  <DataList
                    items={[
                      [say({ zh: '补贴项目', en: 'Scheme' }), say(r.scheme.name)],
                      [say({ zh: '机构', en: 'Institution' }), r.organisation],
                      [say(texts.county), say(r.county.name)],
                      [say({ zh: '人数', en: 'Persons' }), String(r.lines)],
                      [say({ zh: '金额（元）', en: 'Amount in yuan' }), yuan(r.amountFen)],
                      [
                        say({ zh: '公示截止', en: 'Closing day' }),
                        <strong key="until">
                          <Day view={view} value={r.noticeUntil} />
                        </strong>,
                      ],
                    ]}
                  />
                </li>
              ))}
            </ul>
          </>
        )}
        <CursorPager view={view} next={data.next} />
      </>
    )
  },
})

const one = portalPage<Notice & { entries: Entry[] }>({
  path: '/subsidy/notices/{number}',
  title: (d) => ({ zh: `${d.className}补贴公示`, en: `Public notice: ${d.className}` }),
  above: [{ path: '/subsidy/notices', title }],
  load: async (ctx) =>
    (await ctx.read('subsidy.notice', { number: ctx.params['number'] })) as Notice & { entries: Entry[] },
  View: ({ data, view }) => {
    const { say } = view
    return (
      <>
        <DataList
          items={[
            [say({ zh: '补贴项目', en: 'Scheme' }), say(data.scheme.name)],
            [say({ zh: '资金', en: 'Fund' }), say(data.fund.name)],
            [say({ zh: '机构', en: 'Institution' }), data.organisation],
            [say({ zh: '合计（元）', en: 'Total in yuan' }), yuan(data.amountFen)],
            [say({ zh: '公示截止', en: 'Closing day' }), <Day key="until" view={view} value={data.noticeUntil} />],
          ]}
        />
        <table>
          <thead>
            <tr>
              <th scope="col">{say({ zh: '序号', en: 'No.' })}</th>
              <th scope="col">{say({ zh: '姓名', en: 'Name' })}</th>
              <th scope="col">{say({ zh: '金额（元）', en: 'Yuan' })}</th>
              <th scope="col">{say({ zh: '计算依据', en: 'How it comes about' })}</th>
            </tr>
          </thead>
          <tbody>
            {data.entries.map((e) => (
              <tr key={e.line}>
                <td>{e.line}</td>
                <td>{e.name}</td>
                <td>{yuan(e.amountFen)}</td>
                <td>
                  {e.formula.map((f) => say(f)).join(view.language === 'zh' ? '；' : '; ')}
                  {e.held && ` ${say({ zh: '（有异议，正在核实）', en: '(objected to, being looked into)' })}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </>
    )
  },
})

export const pages = [list, one]
