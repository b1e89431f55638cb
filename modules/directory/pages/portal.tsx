import type { ReactNode } from 'react'
import { changed, traceAddress } from '../../../kit/portal/address.ts'
import { dateText } from '../../../kit/portal/format.ts'
import { FilterForm, SelectField, TextField } from '../../../kit/portal/forms.tsx'
import { Telephone } from '../../../kit/portal/layout.tsx'
import { type PortalContext, type PortalView, portalPage } from '../../../kit/portal/page.ts'
import { CursorPager, DataList, Day, Nothing, StateTag, Tabs } from '../../../kit/portal/parts.tsx'
import { countText, texts } from '../../../kit/texts.ts'
import { evaluationBodies, trainingInstitutions } from '../facts.ts'
import { LISTING_ROLES, LISTING_STATUSES, ORGANISATION_KINDS } from '../words.ts'

type Say = { zh: string; en: string }
type Named = { id: string; name: Say }
type Scope = { occupation: { code: string; name: Say }; levels: { id: string; rank: number; name: Say }[] }
type Facet = { id: string; name: Say; count: number }[]

/** What `directory.lists` answers. */
type Lists = {
  role: Named
  asOf: string
  total: number
  listed: number
  suspended: number
  facets: { kind: Facet; county: Facet }
  rows: {
    organisation: string
    name: string
    nameNow: string | null
    kind: Named
    county: Named
    address: string | null
    phone: string | null
    status: Named
    reason: string | null
    listedSince: string
    document: string | null
    scope: Scope[]
  }[]
  next: string | null
}

const LISTS: readonly { id: string; title: Say; measure: string }[] = [
  { id: 'training-provider', title: { zh: '培训机构', en: 'Training institutions' }, measure: trainingInstitutions.id },
  { id: 'evaluation-body', title: { zh: '评价机构', en: 'Evaluation bodies' }, measure: evaluationBodies.id },
]
const OCCUPATION_CODE = /^[1-8](-[0-9]{2}){0,3}$/
const CHOICES_MAX = 12
const ON_CARD = 6

// ---------------------------------------------------------------------------------------------------------------- lists

type ListData = {
  list: (typeof LISTS)[number]
  answer: Lists | null
  levels: { id: string; label: string }[]
  /** Occupations that the words typed may mean, when they mean more than one. */
  occupations: { code: string; name: string }[]
  occupation: { code: string; name: string } | null
}

const lists = portalPage<ListData>({
  path: '/directory',
  title: texts.directory,
  query: {
    list: { kind: 'choice', choices: LISTING_ROLES.map((r) => r.id), label: texts.directory },
    asOf: { kind: 'date', label: texts.onDay },
    county: { kind: 'code', label: texts.county },
    kind: { kind: 'choice', choices: ORGANISATION_KINDS.map((k) => k.id), label: texts.kind },
    status: { kind: 'choice', choices: LISTING_STATUSES.map((s) => s.id), label: { zh: '状态', en: 'Status' } },
    occupation: { kind: 'text', lengthMax: 40, label: texts.occupation },
    level: { kind: 'code', label: texts.level },
    search: { kind: 'text', lengthMax: 60, label: { zh: '名称', en: 'Name' } },
    cursor: { kind: 'text', lengthMax: 1000, label: texts.pages },
  },
  load: async (ctx) => {
    const { list: id, asOf, county, kind, status, occupation, level, search, cursor } = ctx.query
    const list = LISTS.find((l) => l.id === id) ?? LISTS[0]!
    const found = occupation ? await findOccupations(ctx, occupation) : []
    const one = found.length === 1 ? found[0]! : null
    const unclear = occupation !== undefined && !one
    const answer = unclear
      ? null
      : ((await ctx.read('directory.lists', {
          role: list.id,
          ...(asOf ? { asOf } : {}),
          ...(county ? { county } : {}),
          ...(kind ? { kind } : {}),
          ...(status ? { status } : {}),
          ...(one ? { occupation: one.code } : {}),
          ...(level ? { level } : {}),
          ...(search ? { search } : {}),
          ...(cursor ? { cursor } : {}),
          limit: 20,
        })) as Lists)
    return {
      list,
      answer,
      occupation: one,
      occupations: found,
      levels: ctx
        .codes('catalogue.level')
        .map((l) => ({ id: l.code, label: ctx.say(l.name) }))
        .filter((l) => l.id.startsWith('level-'))
        .reverse(),
    }
  },
  View: ({ data, view }) => {
    const { say, query, language } = view
    const { list, answer } = data
    const asOf = query['asOf'] ?? view.office.today
    const to = (words: { [name: string]: string | undefined }) =>
      changed(view.path, query, { cursor: undefined, ...words })
    return (
      <>
        <Tabs
          label={say(texts.directory)}
          tabs={LISTS.map((l) => ({
            href: to({ list: l.id, kind: undefined }),
            text: say(l.title),
            isChosen: l.id === list.id,
          }))}
        />
        <FilterForm view={view} keep={{ list: query['list'] }}>
          <TextField
            view={view}
            name="search"
            type="search"
            label={{ zh: '名称', en: 'Name' }}
            hint={{ zh: '可只填几个字', en: 'part of the name will do' }}
            lengthMax={60}
          />
          <TextField
            view={view}
            name="occupation"
            type="search"
            label={texts.occupation}
            hint={{ zh: '如 焊工，或代码 6-18', en: 'in Chinese, or a code such as 6-18' }}
            lengthMax={40}
          />
          <SelectField view={view} name="level" label={texts.level} choices={data.levels} />
          <SelectField
            view={view}
            name="county"
            label={texts.county}
            choices={(answer?.facets.county ?? []).map((f) => ({ id: f.id, label: `${say(f.name)}（${f.count}）` }))}
          />
          <SelectField
            view={view}
            name="kind"
            label={texts.kind}
            choices={(answer?.facets.kind ?? []).map((f) => ({ id: f.id, label: `${say(f.name)}（${f.count}）` }))}
          />
          <TextField
            view={view}
            name="asOf"
            type="date"
            label={{ zh: '哪一天在目录内', en: 'On the list on' }}
            hint={texts.dateHint}
          />
        </FilterForm>
        {answer === null && <WhichOccupation view={view} data={data} to={to} />}
        {answer && (
          <>
            <p className="count">
              {say({
                zh: `${dateText(asOf, 'zh')}：共 ${answer.total} 所${answer.suspended ? `，其中在列 ${answer.listed} 所、暂停 ${answer.suspended} 所` : '在列'}`,
                en: `${dateText(asOf, 'en')}: ${answer.total} organisations${answer.suspended ? `, ${answer.listed} listed and ${answer.suspended} suspended` : ' listed'}`,
              })}{' '}
              <a className="small" href={traceAddress(list.measure, { asOf })}>
                {say(texts.trace)}
              </a>
            </p>
            {data.occupation && (
              <p>
                {say(texts.occupation)}
                {language === 'zh' ? '：' : ': '}
                {data.occupation.name} <span className="secondary">{data.occupation.code}</span>
              </p>
            )}
            {answer.rows.length === 0 ? (
              <Nothing view={view}>
                <p>
                  {say({
                    zh: '可以去掉一两个条件再查，或换一个日期。',
                    en: 'Take away a condition or choose another day.',
                  })}{' '}
                  <a href={view.path}>{say(texts.clear)}</a>
                </p>
              </Nothing>
            ) : (
              <ul className="cards">
                {answer.rows.map((r) => (
                  <li key={r.organisation}>
                    <h2>
                      <a href={`/directory/${r.organisation}`}>{r.name}</a>
                    </h2>
                    {r.nameNow && <p>{say({ zh: `现名：${r.nameNow}`, en: `Name today: ${r.nameNow}` })}</p>}
                    <p>
                      <Status view={view} status={r.status} />
                      {say(r.kind.name)} · {say(r.county.name)}
                      {r.address && ` · ${r.address}`}
                    </p>
                    {r.reason && (
                      <p>
                        {say({ zh: '暂停原因：', en: 'Why: ' })}
                        {r.reason}
                      </p>
                    )}
                    {r.scope.length > 0 && (
                      <p>
                        {say({ zh: '范围：', en: 'For: ' })}
                        {scopeText(askedFirst(r.scope, data.occupation?.code).slice(0, ON_CARD), view)}
                        {r.scope.length > ON_CARD &&
                          say({ zh: ` 等 ${r.scope.length} 个职业`, en: ` and ${r.scope.length - ON_CARD} more` })}
                      </p>
                    )}
                    <p className="secondary small">
                      {say({
                        zh: `${dateText(r.listedSince, 'zh')}起在目录`,
                        en: `on the list since ${dateText(r.listedSince, 'en')}`,
                      })}
                      {r.document && ` · ${r.document}`}
                      {r.phone && (
                        <>
                          {' · '}
                          <Telephone number={r.phone} />
                        </>
                      )}
                    </p>
                  </li>
                ))}
              </ul>
            )}
            <CursorPager view={view} next={answer.next} />
          </>
        )}
      </>
    )
  },
})

/**
 * What the words typed may mean: a code at any depth, a name, or a word of a name or a work type (电焊 finds 焊工). A name that is
 * the same leaves no doubt.
 */
async function findOccupations(ctx: PortalContext, typed: string): Promise<{ code: string; name: string }[]> {
  if (OCCUPATION_CODE.test(typed)) {
    const known = ctx.codes('catalogue.occupation').find((c) => c.code === typed)
    return [{ code: typed, name: known ? ctx.say(known.name) : typed }]
  }
  const { rows } = (await ctx.read('catalogue.occupations', { search: typed, limit: CHOICES_MAX })) as {
    rows: { code: string; name: string }[]
  }
  const same = rows.find((r) => r.name === typed)
  return (same ? [same] : rows).map(({ code, name }) => ({ code, name }))
}

function WhichOccupation({
  view,
  data,
  to,
}: {
  view: PortalView
  data: ListData
  to: (w: { [name: string]: string }) => string
}): ReactNode {
  const { say, query } = view
  const typed = query['occupation'] ?? ''
  if (data.occupations.length === 0)
    return (
      <div className="nothing">
        <p>
          {say({
            zh: `职业分类中没有含“${typed}”的职业。可试试更短的词，如把“电焊工”改为“焊”；或用代码的前几位，如 6-18。`,
            en: `No occupation has “${typed}” in its name. Try a shorter word, or the beginning of a code such as 6-18.`,
          })}
        </p>
      </div>
    )
  return (
    <>
      <p>
        {say({
          zh: `含“${typed}”的职业有 ${data.occupations.length} 个，您要找哪个？`,
          en: `${data.occupations.length} occupations contain “${typed}”. Which one?`,
        })}
      </p>
      <ul className="chips">
        {data.occupations.map((o) => (
          <li key={o.code}>
            <a href={to({ occupation: o.code })}>
              {o.name}（{o.code}）
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}

const Status = ({ view, status }: { view: PortalView; status: Named }): ReactNode => (
  <StateTag tone={status.id === 'listed' ? 'good' : 'warn'}>{view.say(status.name)}</StateTag>
)

/** The occupation that was asked for stands first. */
const askedFirst = (scope: readonly Scope[], code: string | undefined): readonly Scope[] =>
  code === undefined
    ? scope
    : [...scope].sort((a, b) => Number(b.occupation.code.startsWith(code)) - Number(a.occupation.code.startsWith(code)))

const scopeText = (scope: readonly Scope[], view: PortalView): string =>
  scope
    .map((s) => {
      const levels = levelsText(s.levels, view)
      return levels ? `${view.say(s.occupation.name)}（${levels}）` : view.say(s.occupation.name)
    })
    .join(view.language === 'zh' ? '；' : '; ')

/** 五级至一级 for a run of three or more, else one by one. */
function levelsText(levels: Scope['levels'], view: PortalView): string {
  const short = (l: Scope['levels'][number]) => view.say(l.name).split(/[/,，]/)[0]!
  const sorted = [...levels].sort((a, b) => a.rank - b.rank)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first && last && sorted.length > 2 && last.rank - first.rank === sorted.length - 1)
    return view.say({ zh: `${short(first)}至${short(last)}`, en: `${short(first)} to ${short(last)}` })
  return sorted.map(short).join(view.language === 'zh' ? '、' : ', ')
}

// ----------------------------------------------------------------------------------------------------- one organisation

/** What `directory.organisationPage` answers. */
type Organisation = {
  organisation: string
  name: string
  kind: Named
  creditCode: string | null
  county: Named
  address: string | null
  phone: string | null
  foundedOn: string | null
  closedOn: string | null
  mergedInto: { organisation: string; name: string } | null
  absorbed: { organisation: string; name: string; on: string | null }[]
  names: { name: string; from: string | null; document: string | null }[]
  sites: { name: string; address: string; county: Named; capacity: number | null }[]
  licences: {
    kind: Named
    number: string
    issuer: string
    scope: string
    validFrom: string
    validTo: string | null
    valid: boolean
  }[]
  listings: {
    role: Named
    status: Named | null
    periods: { from: string; to: string | null; status: Named; document: string | null; reason: string | null }[]
    scope: Scope[]
  }[]
}

const organisation = portalPage<Organisation>({
  path: '/directory/{id}',
  title: (d) => ({ zh: d.name, en: d.name }),
  above: [{ path: '/directory', title: texts.directory }],
  load: async (ctx) => (await ctx.read('directory.organisationPage', { id: ctx.params['id'] })) as Organisation,
  View: ({ data, view }) => {
    const { say } = view
    return (
      <>
        {data.closedOn && (
          <p>
            <StateTag tone="bad">{say({ zh: '已注销', en: 'closed' })}</StateTag>{' '}
            <Day view={view} value={data.closedOn} />
            {data.mergedInto && (
              <>
                {say({ zh: '，并入 ', en: ', merged into ' })}
                <a href={`/directory/${data.mergedInto.organisation}`}>{data.mergedInto.name}</a>
              </>
            )}
          </p>
        )}
        <DataList
          items={[
            [say(texts.kind), say(data.kind.name)],
            [say(texts.county), say(data.county.name)],
            [say({ zh: '地址', en: 'Address' }), data.address],
            [say({ zh: '电话', en: 'Telephone' }), data.phone ? <Telephone key="phone" number={data.phone} /> : null],
            [
              say({ zh: '统一社会信用代码', en: 'Unified credit code' }),
              data.creditCode && <span className="digits">{data.creditCode}</span>,
            ],
            [say({ zh: '成立日期', en: 'Founded on' }), <Day key="founded" view={view} value={data.foundedOn} />],
          ]}
        />
        {data.listings.length === 0 && <p>{say({ zh: '没有列入过目录。', en: 'It has not been on a list.' })}</p>}
        {data.listings.map((l) => (
          <section key={l.role.id} aria-labelledby={`list-${l.role.id}`}>
            <h2 id={`list-${l.role.id}`}>
              {say(l.role.name)}{' '}
              {l.status ? (
                <Status view={view} status={l.status} />
              ) : (
                <StateTag tone="bad">{say({ zh: '不在目录', en: 'not on the list' })}</StateTag>
              )}
            </h2>
            <ol className="timeline">
              {l.periods.map((p) => (
                <li key={`${p.from}/${p.status.id}`}>
                  <p>
                    <strong>{periodOf(p, view)}</strong> <Status view={view} status={p.status} />
                  </p>
                  {p.reason && <p>{p.reason}</p>}
                  {p.document && <p className="secondary small">{p.document}</p>}
                </li>
              ))}
            </ol>
            {l.scope.length > 0 && (
              <>
                <h3>{say({ zh: '职业和等级', en: 'Occupations and levels' })}</h3>
                <table className="stack">
                  <thead>
                    <tr>
                      <th scope="col">{say(texts.occupation)}</th>
                      <th scope="col">{say(texts.level)}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {l.scope.map((s) => (
                      <tr key={s.occupation.code}>
                        <th scope="row">
                          {say(s.occupation.name)} <span className="secondary small">{s.occupation.code}</span>
                        </th>
                        <td>{s.levels.map((x) => say(x.name)).join(view.language === 'zh' ? '、' : '; ')}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </>
            )}
          </section>
        ))}
        {data.licences.length > 0 && (
          <>
            <h2>{say({ zh: '许可和备案', en: 'Licences and filings' })}</h2>
            <ul className="cards">
              {data.licences.map((l) => (
                <li key={l.number}>
                  <p>
                    <StateTag tone={l.valid ? 'good' : 'bad'}>
                      {l.valid ? say({ zh: '有效期内', en: 'in force' }) : say({ zh: '已过期', en: 'expired' })}
                    </StateTag>
                    {say(l.kind.name)} <span className="digits">{l.number}</span>
                  </p>
                  <p>{l.scope}</p>
                  <p className="secondary small">
                    {l.issuer} · <Day view={view} value={l.validFrom} />
                    {say({ zh: '至', en: ' to ' })}
                    {l.validTo ? <Day view={view} value={l.validTo} /> : say({ zh: '长期', en: 'no end' })}
                  </p>
                </li>
              ))}
            </ul>
          </>
        )}
        {data.sites.length > 0 && (
          <>
            <h2>{say({ zh: '场所', en: 'Sites' })}</h2>
            <ul>
              {data.sites.map((s) => (
                <li key={s.name + s.address}>
                  {s.name}：{s.address}（{say(s.county.name)}）
                  {s.capacity !== null && say({ zh: `，可容纳 ${s.capacity} 人`, en: `, room for ${s.capacity}` })}
                </li>
              ))}
            </ul>
          </>
        )}
        {data.names.length > 1 && (
          <>
            <h2>{say({ zh: '用过的名称', en: 'Names it has had' })}</h2>
            <ul>
              {data.names.map((n) => (
                <li key={`${n.name}/${n.from}`}>
                  {n.name}
                  {n.from && (
                    <>
                      {say({ zh: '，自 ', en: ', from ' })}
                      <Day view={view} value={n.from} />
                    </>
                  )}
                  {n.document && `（${n.document}）`}
                </li>
              ))}
            </ul>
          </>
        )}
        {data.absorbed.length > 0 && (
          <>
            <h2>{say({ zh: '并入本机构的', en: 'Merged into this one' })}</h2>
            <ul>
              {data.absorbed.map((a) => (
                <li key={a.organisation}>
                  <a href={`/directory/${a.organisation}`}>{a.name}</a>
                  {a.on && (
                    <>
                      {say({ zh: '，', en: ', ' })}
                      <Day view={view} value={a.on} />
                    </>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
      </>
    )
  },
})

/** The last day of a period is shown as counted, although it is kept as the first day after. */
function periodOf(p: { from: string; to: string | null }, view: PortalView): string {
  const from = dateText(p.from, view.language)
  if (p.to === null) return view.say({ zh: `${from}至今`, en: `since ${from}` })
  const to = dateText(p.to, view.language)
  return view.say({ zh: `${from}起，到${to}前`, en: `from ${from} until ${to}` })
}

// --------------------------------------------------------------------------------------------------------------- notices

/** What `directory.notices` answers. */
type Notices = {
  today: string
  helpPhone: string | null
  rows: {
    organisation: string
    name: string
    kind: Named
    role: Named
    county: Named
    receivedBy: Named
    legalRepresentative: string | null
    occupations: { code: string; name: Say }[]
    levelHighest: Named
    noticeFrom: string
    noticeUntil: string
  }[]
  next: string | null
}

const notices = portalPage<Notices>({
  path: '/notices',
  title: texts.notices,
  query: {
    list: { kind: 'choice', choices: LISTING_ROLES.map((r) => r.id), label: texts.directory },
    cursor: { kind: 'text', lengthMax: 1000, label: texts.pages },
  },
  load: async (ctx) => {
    const { list, cursor } = ctx.query
    return (await ctx.read('directory.notices', {
      ...(list ? { role: list } : {}),
      ...(cursor ? { cursor } : {}),
      limit: 20,
    })) as Notices
  },
  View: ({ data, view }) => {
    const { say, query } = view
    const phone = data.helpPhone
    return (
      <>
        <p>
          {say({
            zh: '以下机构申请列入目录，正在公示。对公示内容有异议的，请在截止日期前反映',
            en: 'These organisations have applied to be listed. Objections are taken until the closing day',
          })}
          {phone !== null && (
            <>
              {say({ zh: '，电话 ', en: ', telephone ' })}
              <Telephone number={phone} />
            </>
          )}
          {say({ zh: '。公示期满自动撤下。', en: '. A notice takes itself down when it is over.' })}
        </p>
        <Tabs
          label={say(texts.kind)}
          tabs={[
            { href: view.path, text: say(texts.all), isChosen: query['list'] === undefined },
            ...LISTS.map((l) => ({
              href: `${view.path}?list=${l.id}`,
              text: say(l.title),
              isChosen: query['list'] === l.id,
            })),
          ]}
        />
        {data.rows.length === 0 ? (
          <div className="nothing">
            <p>{say({ zh: '现在没有正在公示的申请。', en: 'No application is in public notice at the moment.' })}</p>
            <p>
              <a href="/directory">{say({ zh: '查看已列入目录的机构', en: 'See those on the list' })}</a>
            </p>
          </div>
        ) : (
          <>
            <p className="count">{say(countText(data.rows.length, data.next === null))}</p>
            <ul className="cards">
              {data.rows.map((r) => (
                <li key={`${r.organisation}/${r.role.id}`}>
                  <h2>
                    <a href={`/directory/${r.organisation}`}>{r.name}</a>
                  </h2>
                  <DataList
                    items={[
                      [say({ zh: '申请列入', en: 'Applied for' }), say(r.role.name)],
                      [
                        say({ zh: '公示截止', en: 'Closing day' }),
                        <strong key="until">
                          <Day view={view} value={r.noticeUntil} />
                        </strong>,
                      ],
                      [say({ zh: '公示开始', en: 'From' }), <Day key="from" view={view} value={r.noticeFrom} />],
                      [say(texts.kind), say(r.kind.name)],
                      [say(texts.county), say(r.county.name)],
                      [say({ zh: '受理机关', en: 'Received by' }), say(r.receivedBy.name)],
                      [say({ zh: '法定代表人', en: 'Legal representative' }), r.legalRepresentative],
                      [
                        say(texts.occupation),
                        r.occupations.map((o) => say(o.name)).join(view.language === 'zh' ? '、' : ', '),
                      ],
                      [say({ zh: '最高等级', en: 'Highest level' }), say(r.levelHighest.name)],
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

export const pages = [lists, organisation, notices]
