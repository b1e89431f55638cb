import { changed } from '../../../kit/portal/address.ts'
import { FilterForm, SelectField, TextField } from '../../../kit/portal/forms.tsx'
import { type ListAnswer, type MeasureAnswer, portalPage } from '../../../kit/portal/page.ts'
import { CursorPager, Day, idOf, labelOf, Nothing, StateTag, Tabs, TraceNumber } from '../../../kit/portal/parts.tsx'
import { countText, texts } from '../../../kit/texts.ts'
import { CARRIER_TIERS, CARRIER_TYPES, masterStudios, trainingBases } from '../index.ts'

type Data = {
  list: ListAnswer
  counts: MeasureAnswer[]
  counties: readonly { id: string; label: string }[]
}

/** Bases and studios, those no longer recognised marked as such. */
const carriers = portalPage<Data>({
  path: '/carriers',
  title: texts.carriers,
  query: {
    type: { kind: 'choice', choices: CARRIER_TYPES.map((c) => c.id), label: texts.kind },
    tier: { kind: 'choice', choices: CARRIER_TIERS.map((c) => c.id), label: texts.tier },
    county: { kind: 'code', label: texts.county },
    search: { kind: 'text', lengthMax: 60, label: { zh: '名称', en: 'Name' } },
    cursor: { kind: 'text', lengthMax: 400, label: texts.pages },
  },
  load: async (ctx) => {
    const { type, tier, county, search, cursor } = ctx.query
    const [list, ...counts] = await Promise.all([
      ctx.list('cooperation.carrier', {
        where: { ...(type ? { type } : {}), ...(tier ? { tier } : {}), ...(county ? { county } : {}) },
        ...(search ? { search } : {}),
        ...(cursor ? { cursor } : {}),
      }),
      ...[trainingBases, masterStudios].map((m) => ctx.measure(m.id, { asOf: ctx.office.today })),
    ])
    return {
      list,
      counts,
      counties: ctx
        .codes('catalogue.division')
        .filter((d) => d.code.startsWith(ctx.office.city.division.slice(0, 4)) && d.code !== ctx.office.city.division)
        .map((d) => ({ id: d.code, label: ctx.say(d.name) })),
    }
  },
  View: ({ data, view }) => {
    const { say, query } = view
    const choices = (list: typeof CARRIER_TIERS) => list.map((c) => ({ id: c.id, label: say(c.label) }))
    return (
      <>
        <div className="trace-numbers">
          {data.counts.map((a) => (
            <TraceNumber key={a.id} view={view} answer={a} words={{ asOf: a.asOf ?? '' }} />
          ))}
        </div>
        <Tabs
          label={say(texts.kind)}
          tabs={[
            {
              href: changed(view.path, query, { type: undefined, cursor: undefined }),
              text: say(texts.all),
              isChosen: query['type'] === undefined,
            },
            ...CARRIER_TYPES.map((t) => ({
              href: changed(view.path, query, { type: t.id, cursor: undefined }),
              text: say(t.label),
              isChosen: query['type'] === t.id,
            })),
          ]}
        />
        <FilterForm view={view} keep={{ type: query['type'] }}>
          <SelectField view={view} name="county" label={texts.county} choices={data.counties} />
          <SelectField view={view} name="tier" label={texts.tier} choices={choices(CARRIER_TIERS)} />
          <TextField
            view={view}
            name="search"
            type="search"
            label={{ zh: '名称', en: 'Name' }}
            hint={{ zh: '可只填几个字', en: 'part of the name will do' }}
            lengthMax={60}
          />
        </FilterForm>
        <p className="count">{say(countText(data.list.total, data.list.totalIsExact))}</p>
        {data.list.rows.length === 0 ? (
          <Nothing view={view} />
        ) : (
          <ul className="cards">
            {data.list.rows.map((r) => (
              <li key={r.id}>
                <h2>{r.title}</h2>
                <p>
                  <StateTag tone={r.fields['withdrawnOn'] ? 'bad' : 'good'}>
                    {r.fields['withdrawnOn']
                      ? say({ zh: '已撤销', en: 'withdrawn' })
                      : say({ zh: '在认定期', en: 'recognised' })}
                  </StateTag>
                  {choiceLabel(CARRIER_TIERS, idOf(r.fields['tier']), say)} ·{' '}
                  {choiceLabel(CARRIER_TYPES, idOf(r.fields['type']), say)} · {labelOf(r.fields['county'])}
                </p>
                <p>
                  {say({ zh: '依托单位：', en: 'Host: ' })}
                  {idOf(r.fields['organisation']) ? (
                    <a href={`/directory/${idOf(r.fields['organisation'])}`}>{labelOf(r.fields['organisation'])}</a>
                  ) : (
                    '—'
                  )}
                  {labelOf(r.fields['leader']) && (
                    <>
                      {say({ zh: '；领办人：', en: '; leader: ' })}
                      {labelOf(r.fields['leader'])}
                    </>
                  )}
                </p>
                {labelOf(r.fields['occupations']) && (
                  <p>
                    {say({ zh: '职业（工种）：', en: 'Occupations: ' })}
                    {labelOf(r.fields['occupations'])}
                  </p>
                )}
                <p className="secondary small">
                  <Day view={view} value={idOf(r.fields['recognisedOn'])} />
                  {say({ zh: ' 认定', en: ' recognised' })}
                  {r.fields['withdrawnOn'] && (
                    <>
                      {say({ zh: '，', en: ', ' })}
                      <Day view={view} value={idOf(r.fields['withdrawnOn'])} />
                      {say({ zh: ' 撤销', en: ' withdrawn' })}
                    </>
                  )}
                  {labelOf(r.fields['document']) && ` · ${labelOf(r.fields['document'])}`}
                </p>
              </li>
            ))}
          </ul>
        )}
        <CursorPager view={view} next={data.list.next} />
      </>
    )
  },
})

const choiceLabel = (
  list: typeof CARRIER_TIERS,
  id: string,
  say: (t: { zh: string; en: string }) => string,
): string => {
  const found = list.find((c) => c.id === id)
  return found ? say(found.label) : id
}

export const pages = [carriers]
