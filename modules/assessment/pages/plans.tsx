import { changed } from '../../../kit/portal/address.ts'
import { FilterForm, SelectField, TextField } from '../../../kit/portal/forms.tsx'
import { Telephone } from '../../../kit/portal/layout.tsx'
import { portalPage } from '../../../kit/portal/page.ts'
import { DataList, Day, Masked, Nothing, StateTag } from '../../../kit/portal/parts.tsx'
import { texts } from '../../../kit/texts.ts'
import { LISTING_LEVELS } from '../../directory/index.ts'

type Say = { zh: string; en: string }
type Named = { id: string; name: Say }
type Card = {
  plan: string
  number: string
  body: { id: string; name: string; phone: string | null }
  track: Named
  audience: Named
  occupation: { code: string; name: Say }
  workType: string | null
  level: Named | null
  county: Named
  examOn: string
  applyFrom: string
  applyUntil: string
  place: string
  feeFen: number | null
  seats: number
  left: number
  state: string
}
type OnePlan = Card & {
  statement: string | null
  notice: { from: string; until: string } | null
  results: { ticket: string; name: string; outcome: Named; version: number }[]
}

const FEN = 100
const PLANS: Say = { zh: '评价计划', en: 'Evaluation plans' }
const fee = (c: Card): Say =>
  c.feeFen === null
    ? { zh: '见机构公布', en: 'as published by the body' }
    : c.feeFen === 0
      ? { zh: '不收费', en: 'free' }
      : { zh: `${c.feeFen / FEN} 元`, en: `${c.feeFen / FEN} yuan` }
const nameOf = (c: Card): Say => ({
  zh: `${c.workType ?? c.occupation.name.zh}${c.level ? `　${c.level.name.zh}` : ''}`,
  en: `${c.workType ?? c.occupation.name.en}${c.level ? `, ${c.level.name.en}` : ''}`,
})

/** Plans that anybody may apply for: date, place, places left, and whom to call. */
export const plansPage = portalPage<{ today: string; rows: Card[] }>({
  path: '/plans',
  title: PLANS,
  query: {
    occupation: { kind: 'text', lengthMax: 20, label: texts.occupation },
    level: { kind: 'choice', choices: LISTING_LEVELS.map((l) => l.id), label: texts.level },
    county: { kind: 'code', label: texts.county },
  },
  load: async (ctx) => {
    const { occupation, level, county } = ctx.query
    return (await ctx.read('assessment.openPlans', {
      ...(occupation && /^[1-8](-[0-9]{2}){0,3}$/.test(occupation) ? { occupation } : {}),
      ...(level ? { level } : {}),
      ...(county ? { county } : {}),
    })) as { today: string; rows: Card[] }
  },
  View: ({ data, view }) => {
    const { say } = view
    return (
      <>
        <p>
          {say({
            zh: '面向社会、已经公告的评价计划。报名由评价机构办理，请带身份证；能不能报名，可以先查',
            en: 'Announced plans open to the public. Apply at the body with your identity card; first see',
          })}{' '}
          <a href="/may-i">{say({ zh: '我能申报哪一级', en: 'which level you may apply for' })}</a>
          {say({ zh: '。', en: '.' })}
        </p>
        <FilterForm view={view}>
          <TextField
            view={view}
            name="occupation"
            type="search"
            label={{ zh: '职业代码', en: 'Code of the occupation' }}
            hint={{ zh: '如 6-18-02-04，或前几段 6-18', en: 'such as 6-18-02-04, or its beginning' }}
            lengthMax={20}
          />
          <SelectField
            view={view}
            name="level"
            label={texts.level}
            choices={LISTING_LEVELS.map((l) => ({ id: l.id, label: say(l.label) }))}
          />
        </FilterForm>
        {data.rows.length === 0 ? (
          <Nothing view={view}>
            <p>
              {say({ zh: '现在没有这样的计划。', en: 'There is no such plan now.' })}{' '}
              <a href={changed(view.path, view.query, { occupation: undefined, level: undefined })}>
                {say(texts.clear)}
              </a>
            </p>
          </Nothing>
        ) : (
          <ul className="cards">
            {data.rows.map((c) => (
              <li key={c.plan}>
                <h2>
                  <a href={`/plans/${c.plan}`}>{say(nameOf(c))}</a>
                </h2>
                <p>
                  {c.state === 'applying' ? (
                    <StateTag tone="good">
                      {say({ zh: `报名中，余 ${c.left} 个名额`, en: `open, ${c.left} places left` })}
                    </StateTag>
                  ) : (
                    <StateTag tone="warn">{say({ zh: '即将报名', en: 'opens soon' })}</StateTag>
                  )}
                  {c.body.name} · {say(c.county.name)}
                </p>
                <p>
                  {say({ zh: '考试 ', en: 'Examination ' })}
                  <Day view={view} value={c.examOn} />
                  {say({ zh: '，报名到 ', en: ', apply until ' })}
                  <Day view={view} value={c.applyUntil} />
                  {say({ zh: `，${fee(c).zh}`, en: `, ${fee(c).en}` })}
                </p>
              </li>
            ))}
          </ul>
        )}
      </>
    )
  },
})

/** One plan; while its results are publicised, they stand here with masked names. */
export const planPage = portalPage<OnePlan>({
  path: '/plans/{id}',
  title: (d) => nameOf(d),
  above: [{ path: '/plans', title: PLANS }],
  load: async (ctx) => (await ctx.read('assessment.publicPlan', { id: ctx.params['id'] })) as OnePlan,
  View: ({ data, view }) => {
    const { say } = view
    return (
      <>
        <DataList
          items={[
            [
              say({ zh: '评价机构', en: 'Body' }),
              <a key="body" href={`/directory/${data.body.id}`}>
                {data.body.name}
              </a>,
            ],
            [
              say({ zh: '电话', en: 'Telephone' }),
              data.body.phone ? <Telephone key="t" number={data.body.phone} /> : null,
            ],
            [say({ zh: '类别', en: 'Track' }), say(data.track.name)],
            [say({ zh: '对象', en: 'For whom' }), say(data.audience.name)],
            [say({ zh: '考试日期', en: 'Examination' }), <Day key="exam" view={view} value={data.examOn} />],
            [say({ zh: '地点', en: 'Place' }), data.place],
            [
              say({ zh: '报名时间', en: 'Applications' }),
              <>
                <Day view={view} value={data.applyFrom} /> – <Day view={view} value={data.applyUntil} />
              </>,
            ],
            [
              say({ zh: '名额', en: 'Places' }),
              say({ zh: `${data.seats}，余 ${data.left}`, en: `${data.seats}, ${data.left} left` }),
            ],
            [say({ zh: '收费', en: 'Fee' }), say(fee(data))],
            [
              say({ zh: '计划编号', en: 'Number' }),
              <span key="n" className="digits">
                {data.number}
              </span>,
            ],
          ]}
        />
        {data.statement && <p>{data.statement}</p>}
        {data.results.length > 0 && (
          <section aria-labelledby="results">
            <h2 id="results">{say({ zh: '结果公示', en: 'Results' })}</h2>
            {data.notice && (
              <p>
                {say({ zh: '公示期到 ', en: 'Publicised until ' })}
                <Day view={view} value={data.notice.until} />
                {say({
                  zh: '。有异议的，请在公示期内向评价机构或人社局提出；只暂缓有异议的一条，不影响其他人。',
                  en: '. Objections go to the body or the bureau within that time; only the line in question waits.',
                })}
              </p>
            )}
            <table className="stack">
              <thead>
                <tr>
                  <th scope="col">{say({ zh: '准考证号', en: 'Ticket' })}</th>
                  <th scope="col">{say({ zh: '姓名', en: 'Name' })}</th>
                  <th scope="col">{say({ zh: '结果', en: 'Result' })}</th>
                </tr>
              </thead>
              <tbody>
                {data.results.map((r) => (
                  <tr key={r.ticket}>
                    <th scope="row" className="digits">
                      {r.ticket}
                    </th>
                    <td>
                      <Masked view={view} value={r.name} />
                    </td>
                    <td>
                      {say(r.outcome.name)}
                      {r.version > 1 && say({ zh: '（已更正）', en: ' (corrected)' })}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </>
    )
  },
})
