import type { ReactNode } from 'react'
import { traceAddress } from '../../../kit/portal/address.ts'
import { inTable, periodText } from '../../../kit/portal/format.ts'
import {
  type MeasureEntry,
  type PortalLetter,
  type PortalLetterEntry,
  type PortalLetterFigure,
  type PortalView,
  portalPage,
} from '../../../kit/portal/page.ts'
import { DataList, StateTag } from '../../../kit/portal/parts.tsx'
import { texts } from '../../../kit/texts.ts'

const list = portalPage<readonly PortalLetterEntry[]>({
  path: '/replies',
  title: texts.replies,
  load: (ctx) => ctx.letters(),
  View: ({ data, view }) => {
    const { say } = view
    return (
      <>
        <p>
          {say({
            zh: '主动公开的提案答复。信中每个统计数都是链接，点开可见定义、来源和今天的数。',
            en: 'Replies to proposals that are open to the public (in Chinese). Every figure in them opens to its definition and source.',
          })}
        </p>
        {data.length === 0 ? (
          <p>{say({ zh: '还没有公开的答复。', en: 'No reply has been published yet.' })}</p>
        ) : (
          <ul className="cards">
            {data.map((l) => (
              <li key={l.id}>
                <h2>
                  <a href={`/replies/${l.id}`} lang="zh-CN">
                    {l.title}
                  </a>
                </h2>
                <p className="secondary" lang="zh-CN">
                  {l.number}
                </p>
              </li>
            ))}
          </ul>
        )}
      </>
    )
  },
})

type LetterData = { letter: PortalLetter; entries: readonly MeasureEntry[] }

const letter = portalPage<LetterData>({
  path: '/replies/{id}',
  title: (d) => ({ zh: d.letter.number, en: d.letter.number }),
  above: [{ path: '/replies', title: texts.replies }],
  styles: ['letter'],
  // The title of the letter is the first heading.
  ownHeading: true,
  load: async (ctx) => ({ letter: await ctx.letter(ctx.params['id'] ?? ''), entries: ctx.measures() }),
  View: ({ data, view }) => {
    const { letter: l, entries } = data
    const { say } = view
    const printed = l.figures.filter((f) => f.printed !== null)
    const moved = printed.filter((f) => !f.equal)
    return (
      <>
        {view.language === 'en' && (
          <p className="secondary no-print">
            The letter is an official document in Chinese. Every figure in it is a link to its source.
          </p>
        )}
        <div className="with-letter">
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by kernel/documents/html.ts, which escapes every text; its test proves it */}
          <div dangerouslySetInnerHTML={{ __html: l.html }} />
        </div>
        <div className="no-print">
          <h2>{say({ zh: '下载', en: 'Download' })}</h2>
          <ul>
            <li>
              <a href={`/api/v1/letters/${l.id}/file.pdf`}>
                {say({ zh: 'PDF（按公文格式排版）', en: 'PDF (set as an official letter)' })}
              </a>
            </li>
            <li>
              <a href={`/api/v1/letters/${l.id}/file.docx`}>{say({ zh: 'Word（DOCX）', en: 'Word (DOCX)' })}</a>
            </li>
          </ul>
          <p className="hint">
            {say({
              zh: '微信中打不开时，请点右上角“···”，选择在浏览器打开。',
              en: 'If it does not open inside WeChat, use “···” and open it in the browser.',
            })}
          </p>
        </div>
        {l.proposal && (
          <>
            <h2>{say({ zh: '提案', en: 'The proposal' })}</h2>
            <DataList
              items={[
                [say({ zh: '会次', en: 'Session' }), l.proposal.session],
                [
                  say({ zh: '类别和编号', en: 'Category and number' }),
                  `${l.proposal.category} 类第 ${l.proposal.number} 号`,
                ],
                [say({ zh: '题目', en: 'Title' }), l.proposal.title],
                [say({ zh: '提案委员', en: 'Members' }), `${l.proposal.leadMember}等 ${l.proposal.members} 名`],
                [say({ zh: '答复分类', en: 'Class of reply' }), l.replyClass ?? '—'],
                [say({ zh: '公开方式', en: 'Publicity' }), l.note ?? '—'],
              ]}
            />
          </>
        )}
        <h2>{say({ zh: '信中的数字', en: 'Figures in the letter' })}</h2>
        <p>
          {moved.length === 0
            ? say({
                zh: `信中 ${printed.length} 个数字，今天按同样的日期和口径重新计算，全部一致。`,
                en: `${printed.length} figures, reckoned again today for the same days: all as printed.`,
              })
            : say({
                zh: `信中 ${printed.length} 个数字，今天按同样的日期和口径重新计算，有 ${moved.length} 个与印出的不同（补录、更正后会变动）。`,
                en: `${printed.length} figures, reckoned again today for the same days: ${moved.length} differ from the print, because of later entries and corrections.`,
              })}
        </p>
        <table className="stack">
          <thead>
            <tr>
              <th scope="col">{say({ zh: '指标', en: 'Measure' })}</th>
              <th scope="col">{say({ zh: '时间', en: 'Time' })}</th>
              <th scope="col">{say({ zh: '信中印出', en: 'Printed' })}</th>
              <th scope="col">{say({ zh: '现在计算', en: 'Now' })}</th>
            </tr>
          </thead>
          <tbody>
            {printed.map((f) => (
              <FigureRow key={f.key} view={view} figure={f} entries={entries} />
            ))}
          </tbody>
        </table>
      </>
    )
  },
})

function FigureRow(p: { view: PortalView; figure: PortalLetterFigure; entries: readonly MeasureEntry[] }): ReactNode {
  const { view, figure: f, entries } = p
  const { say } = view
  const entry = entries.find((e) => e.id === f.measure)
  const name = entry ? say(entry.title) : f.measure
  return (
    <tr className={f.equal ? undefined : 'moved'}>
      <th scope="row">
        <a href={traceAddress(f.measure, wordsOf(f))}>{name}</a>
        {f.label !== undefined && f.label !== name && (
          <span className="secondary small" lang="zh-CN">
            （{f.label}）
          </span>
        )}
      </th>
      <td data-label={say({ zh: '时间', en: 'Time' })}>{periodText(f, view.language)}</td>
      <td data-label={say({ zh: '信中印出', en: 'Printed' })} lang="zh-CN">
        {f.printed}
      </td>
      <td data-label={say({ zh: '现在计算', en: 'Now' })}>
        <span lang="zh-CN">{f.text}</span>
        {entry && f.now !== null && entry.unit.en !== 'fraction' && f.now >= 10_000 && (
          <span className="secondary small">（{inTable(f.now, entry.unit)}）</span>
        )}{' '}
        <StateTag tone={f.equal ? 'good' : 'warn'}>
          {f.equal ? say({ zh: '一致', en: 'same' }) : say({ zh: '有变动', en: 'moved' })}
        </StateTag>
      </td>
    </tr>
  )
}

const wordsOf = ({ asOf, from, to, where }: PortalLetterFigure) => ({
  ...(asOf ? { asOf } : {}),
  ...(from ? { from } : {}),
  ...(to ? { to } : {}),
  ...(where ? { where } : {}),
})

export const pages = [list, letter]
