import { changed } from '../../../kit/portal/address.ts'
import { Telephone } from '../../../kit/portal/layout.tsx'
import { portalPage } from '../../../kit/portal/page.ts'
import { DataList, Day, Nothing } from '../../../kit/portal/parts.tsx'
import { GROUPS } from '../../people/index.ts'

type Say = { zh: string; en: string }
/** What `training.courses` answers. */
type Courses = {
  today: string
  proofGroups: string[]
  occupations: { code: string; name: Say; projects: number; classes: number }[]
  projects: {
    code: string
    name: string
    kind: { id: string; name: Say }
    level: Say | null
    hours: number
    priceFen: number
  }[]
  classes: {
    number: string
    name: string
    organisation: { id: string; name: string; phone: string | null }
    county: Say
    level: Say | null
    hours: number
    priceFen: number | null
    startedOn: string
    endedOn: string
    place: string | null
    left: number
  }[]
}

const FEN = 100
const OCCUPATION = /^[1-8](-[0-9]{2}){3}$/
const yuan = (fen: number | null): Say =>
  fen === null
    ? { zh: '请问机构', en: 'ask the institution' }
    : { zh: `${fen / FEN} 元/人`, en: `${fen / FEN} yuan a person` }

/** Who I am, what I want, then the classes: two taps and the list, all of it plain links. */
const courses = portalPage<Courses>({
  path: '/courses',
  title: { zh: '我能学什么', en: 'What can I learn' },
  query: {
    who: { kind: 'choice', choices: GROUPS.map((g) => g.id), label: { zh: '我是', en: 'I am' } },
    occupation: { kind: 'text', lengthMax: 20, label: { zh: '想学', en: 'To learn' } },
  },
  load: async (ctx) => {
    const { occupation } = ctx.query
    return (await ctx.read('training.courses', {
      ...(occupation && OCCUPATION.test(occupation) ? { occupation } : {}),
    })) as Courses
  },
  View: ({ data, view }) => {
    const { say, query } = view
    const who = GROUPS.find((g) => g.id === query['who'])
    const what = data.occupations.find((o) => o.code === query['occupation'])
    const to = (words: { [name: string]: string | undefined }) => changed(view.path, query, words)
    if (!who)
      return (
        <>
          <p>{say({ zh: '您属于哪一类？点一个就行，不用登录。', en: 'Who are you? One tap; no sign-in.' })}</p>
          <ul className="tiles">
            {GROUPS.map((g) => (
              <li key={g.id}>
                <a href={to({ who: g.id })}>
                  <strong>{say(g.label)}</strong>
                </a>
              </li>
            ))}
          </ul>
        </>
      )
    const chosen = (
      <p>
        {say({ zh: '您是：', en: 'You are: ' })}
        {say(who.label)} <a href={view.path}>{say({ zh: '换一类', en: 'change' })}</a>
        {what ? (
          <>
            {'　'}
            {say({ zh: '想学：', en: 'To learn: ' })}
            {say(what.name)} <a href={to({ occupation: undefined })}>{say({ zh: '换一个', en: 'change' })}</a>
          </>
        ) : null}
      </p>
    )
    if (!what)
      return (
        <>
          {chosen}
          {data.occupations.length === 0 ? (
            <Nothing view={view}>
              <p>{say({ zh: '培训项目目录里现在没有项目。', en: 'The catalogue has no project now.' })}</p>
            </Nothing>
          ) : (
            <ul className="tiles">
              {data.occupations.map((o) => (
                <li key={o.code}>
                  <a href={to({ occupation: o.code })}>
                    <strong>{say(o.name)}</strong>
                    <span>
                      {say(
                        o.classes
                          ? { zh: `${o.classes} 个班将开`, en: `${o.classes} classes to come` }
                          : { zh: `${o.projects} 个培训项目`, en: `${o.projects} projects` },
                      )}
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          )}
        </>
      )
    return (
      <>
        {chosen}
        <p>
          {data.proofGroups.includes(who.id)
            ? say({
                zh: `报名请带身份证和“${who.label.zh}”的证明，登记日期须早于开班。`,
                en: `Bring your identity card and a proof that you are one of the ${who.label.en}, dated before the class.`,
              })
            : say({ zh: '报名请带身份证。', en: 'Bring your identity card.' })}
          {say({
            zh: '一人同时只能参加一个班。补贴标准是政府给这个项目的标准；您另付多少，请先问清机构。',
            en: 'One class at a time. The subsidy is what the government gives for the project; ask the institution what you pay besides.',
          })}
        </p>
        <h2>{say({ zh: '将开的班', en: 'Classes to come' })}</h2>
        {data.classes.length === 0 ? (
          <p>
            {say({ zh: '现在没有已批准、未开课的班。', en: 'No approved class is still to come.' })}{' '}
            <a href={`/directory?list=training-provider&occupation=${what.code}`}>
              {say({ zh: '看哪些机构可以教', en: 'See who may teach it' })}
            </a>
          </p>
        ) : (
          <ul className="cards">
            {data.classes.map((c) => (
              <li key={c.number}>
                <h3>
                  {c.name}
                  {c.level ? `　${say(c.level)}` : ''}
                </h3>
                <DataList
                  items={[
                    [
                      say({ zh: '机构', en: 'Institution' }),
                      <a key="body" href={`/directory/${c.organisation.id}`}>
                        {c.organisation.name}
                      </a>,
                    ],
                    [
                      say({ zh: '日期', en: 'Dates' }),
                      <span key="days">
                        <Day view={view} value={c.startedOn} /> – <Day view={view} value={c.endedOn} />
                      </span>,
                    ],
                    [say({ zh: '课时', en: 'Class hours' }), String(c.hours)],
                    [say({ zh: '补贴标准', en: 'Subsidy' }), say(yuan(c.priceFen))],
                    [say({ zh: '余位', en: 'Seats left' }), String(c.left)],
                    [say({ zh: '地点', en: 'Place' }), `${say(c.county)} ${c.place ?? ''}`],
                    [
                      say({ zh: '电话', en: 'Telephone' }),
                      c.organisation.phone ? <Telephone key="phone" number={c.organisation.phone} /> : null,
                    ],
                  ]}
                />
              </li>
            ))}
          </ul>
        )}
        <h2>{say({ zh: '培训项目', en: 'Projects' })}</h2>
        <ul className="cards">
          {data.projects.map((p) => (
            <li key={p.code}>
              <h3>{p.name}</h3>
              <p>
                {p.level ? `${say(p.level)} · ` : ''}
                {say(p.kind.name)} · {say({ zh: `${p.hours} 课时`, en: `${p.hours} class hours` })} ·{' '}
                {say({ zh: '补贴标准 ', en: 'subsidy ' })}
                {say(yuan(p.priceFen))}
              </p>
            </li>
          ))}
        </ul>
      </>
    )
  },
})

export const pages = [courses]
