import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { loadTiles } from '../../city/settings.ts'
import { letterHtml } from '../../kernel/documents/html.ts'
import type { FactSet, Measure } from '../../kernel/measures/define.ts'
import type { MeasureAnswer, MeasureWords } from '../../kernel/measures/service.ts'
import { answerOf, type RecordAnswer } from '../../kernel/records/answer.ts'
import type { Office } from '../../kernel/rooms/office.ts'
import { fail } from '../../kernel/values/fail.ts'
import type { PlainDate } from '../../kernel/values/plain-date.ts'
import type { Text } from '../../kernel/values/text.ts'
import { stillWorld } from '../../kernel/values/world.ts'
import { LEVELS } from '../../modules/catalogue/index.ts'
import { composeLetter, parseLetterTemplate } from '../../modules/replies/index.ts'
import { rooms } from '../../modules/rooms.ts'
import type { PortalParts } from './server.ts'

/**
 * A portal without a database, for looking at pages (`preview.ts`) and for tests of drawing and caching. Its figures are made up
 * by a formula; what they mean is tested elsewhere, on a whole house.
 */

const ROOT = join(import.meta.dirname, '..', '..')
const CITY_FOLDER = join(ROOT, 'city/linfen')
const TODAY = '2026-11-24'
const measures = new Map<string, Measure>(rooms.flatMap((r) => r.measures ?? []).map((m) => [m.id, m]))
const facts = new Map<string, FactSet>(rooms.flatMap((r) => r.facts ?? []).map((f) => [f.id, f]))
const records = new Map(rooms.flatMap((r) => r.records ?? []).map((r) => [r.id, r]))

const divisions = new Map<string, Text>(
  readFileSync(join(CITY_FOLDER, 'tables/catalogue/divisions.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map(([code = '', name = '']) => [code, { zh: name, en: name }]),
)
const occupations = new Map<string, Text>([
  ['6-18-02-04', { zh: '焊工', en: '焊工' }],
  ['4-10-01-06', { zh: '家政服务员', en: '家政服务员' }],
  ['6-31-01-03', { zh: '电工', en: '电工' }],
])
const levels = new Map<string, Text>(LEVELS.map((l) => [l.id, l.display]))
const COUNTIES = loadTiles(CITY_FOLDER).map((t) => t.code)
const SHARES: readonly (readonly [string, number])[] = [
  ['level-5', 0.34],
  ['level-4', 0.34],
  ['level-3', 0.2],
  ['level-2', 0.1],
  ['level-1', 0.02],
]
/** Parts of 1 that fall from county to county. */
const COUNTY_SHARES: readonly (readonly [string, number])[] = COUNTIES.map((c, i) => [
  c,
  (2 * (COUNTIES.length - i)) / (COUNTIES.length * (COUNTIES.length + 1)),
])

function factsOf(m: Measure): FactSet | undefined {
  if (m.kind === 'stock' || m.kind === 'flow') return facts.get(m.facts)
  return m.kind === 'ratio' ? factsOf(measures.get(m.numerator)!) : undefined
}
const get = (id: string): Measure => measures.get(id) ?? fail('NotFound')

function totalOf(m: Measure, day: string): number {
  const years = Number(day.slice(0, 4)) - 2022 + (Number(day.slice(5, 7)) - 12) / 12
  if (m.kind === 'ratio') return totalOf(get(m.numerator), day) / totalOf(get(m.denominator), day)
  if (m.kind === 'given') return 1_969_800
  if (m.id.endsWith('high-skilled-persons')) return Math.round(198_000 * 1.06 ** years)
  if (m.aboutPersons) return Math.round(619_300 * 1.07 ** years)
  return m.facts.startsWith('directory') ? 105 : m.id.startsWith('competitions') ? 43 : 9
}

async function answer(id: string, words: MeasureWords): Promise<MeasureAnswer> {
  const m = get(id)
  const day = (words.asOf ?? words.to ?? TODAY) as PlainDate
  let value = totalOf(m, day)
  for (const [d, v] of Object.entries(words.where ?? {})) {
    const part = (d === 'level' ? SHARES : COUNTY_SHARES).find(([k]) => k === v)?.[1] ?? 0.1
    value = m.kind === 'ratio' ? value : Math.round(value * part)
  }
  const by = (words.by ?? '').split(',').filter(Boolean)
  const labels: MeasureAnswer['labels'] = {}
  let groups: MeasureAnswer['groups'] = []
  for (const [i, name] of by.map((b) => b.split('@')[0]!).entries()) {
    const d = factsOf(m)?.dimensions[name] ?? fail('BadInput')
    const parts: readonly (readonly [string, number])[] =
      name === 'level'
        ? SHARES
        : name === 'county'
          ? COUNTY_SHARES
          : d.choices
            ? d.choices.map((c) => [c.id, 1 / d.choices!.length])
            : [
                ['2021', 0.4],
                ['2022', 0.6],
              ]
    const table =
      name === 'level' ? levels : name === 'county' ? divisions : new Map((d.choices ?? []).map((c) => [c.id, c.label]))
    labels[name] = Object.fromEntries(parts.flatMap(([k]) => (table.has(k) ? [[k, table.get(k)!]] : [])))
    const cells = (keep: object, whole: number): MeasureAnswer['groups'] =>
      parts.map(([k, share], j) => {
        const v = m.kind === 'ratio' ? whole : Math.round(whole * share)
        return {
          ...keep,
          [name]: k,
          value: m.aboutPersons && j === parts.length - 1 && name === 'county' ? null : v,
        } as MeasureAnswer['groups'][number]
      })
    groups = i === 0 ? cells({}, value) : groups.flatMap((g) => cells(g, g.value ?? 0))
  }
  return {
    id,
    title: m.title,
    unit: m.unit,
    kind: m.kind,
    ...(m.kind === 'flow' ? { from: (words.from ?? '1970-01-01') as PlainDate, to: day } : { asOf: day }),
    knownOn: (words.knownOn ?? TODAY) as PlainDate,
    value,
    groups,
    labels,
    ...(m.kind === 'ratio'
      ? {
          numerator: { id: m.numerator, value: totalOf(get(m.numerator), day) },
          denominator: { id: m.denominator, value: totalOf(get(m.denominator), day) },
        }
      : {}),
    meaning: m.meaning,
    rule: m.rule,
    sources: m.sources,
    suppressed: groups.filter((g) => g.value === null).length,
    records: `/api/v1/measures/${id}/records`,
  }
}

const ROWS: { readonly [record: string]: readonly Record<string, unknown>[] } = {
  'cooperation.carrier': [
    ['国家级高技能人才培训基地（演示）', 'training-base', 'national', '141002', null],
    ['洪洞县焊接技能大师工作室（演示）', 'master-studio', 'provincial', '141024', null],
    ['侯马市铸造技能大师工作室（演示）', 'master-studio', 'city', '141081', '2024-06-30'],
  ].map(([name, type, tier, county_code, withdrawn_on], i) => ({
    carrier_id: `c${i}`,
    name,
    type,
    tier,
    county_code,
    organisation_id: `o${i}`,
    leader: '王建国',
    occupations: ['6-18-02-04', '6-31-01-03'],
    recognised_on: '2016-05-03',
    withdrawn_on,
    document: '晋人社厅函〔2016〕100号',
  })),
  'competitions.event': COUNTIES.slice(0, 8).map((county_code, i) => ({
    event_id: `e${i}`,
    name: `“${divisions.get(county_code)?.zh ?? ''}工匠”职业技能竞赛（第 ${i + 1} 届）`,
    tier: i % 2 ? 'county' : 'city-2',
    county_code,
    held_on: `202${i % 5}-0${i + 1}-15`,
    ended_on: `202${i % 5}-0${i + 1}-17`,
    occupations: ['6-18-02-04'],
    host: '市人力资源和社会保障局、市总工会',
    entrants: 60 + i * 7,
    county_brand: i % 2 === 0,
  })),
}

async function list(
  record: string,
): Promise<{ rows: RecordAnswer[]; total: number; totalIsExact: boolean; next: string | null }> {
  const r = records.get(record)!
  const names = {
    code: (table: string, code: string) => (table === 'catalogue.division' ? divisions : occupations).get(code),
    reference: () => '临汾市高级技工学校（演示）',
  }
  const rows = (ROWS[record] ?? []).map((row) => answerOf(r, row, names, undefined as never, 'public'))
  return { rows, total: rows.length, totalIsExact: true, next: null }
}

/** @param reads answers of reads by id; the rest of the portal's world is made here. */
export function fixtureParts(
  reads: { readonly [id: string]: (query: { [name: string]: unknown }) => unknown } = {},
): PortalParts {
  const world = stillWorld(`${TODAY}T06:00:00Z`, 'Asia/Shanghai')
  const office = {
    city: {
      id: 'linfen',
      name: { zh: '临汾市', en: 'Linfen' },
      bureau: { zh: '临汾市人力资源和社会保障局', en: 'Linfen Human Resources and Social Security Bureau' },
      shortName: { zh: '临汾', en: 'Linfen' },
      division: '141000',
      province: '140000',
      zone: 'Asia/Shanghai',
      helpPhone: null,
      publicAddress: null,
      signature: 'ES256',
      folder: CITY_FOLDER,
    },
    world,
    measures,
    facts,
    demonstration: true,
  } as unknown as Office
  return {
    office,
    measures: { answer, get, factsOf },
    records: {
      list,
      codesOf: (table) =>
        table === 'catalogue.division' ? divisions : table === 'catalogue.level' ? levels : occupations,
    },
    read: async (id, query) => (reads[id] ? reads[id](query) : fail('NotFound')),
    letters: fixtureLetters(),
  }
}

function fixtureLetters(): NonNullable<PortalParts['letters']> {
  const parsed = parseLetterTemplate(
    parse(readFileSync(join(CITY_FOLDER, 'letters/2023-275.yaml'), 'utf8'), { schema: 'core' }),
  )
  if ('findings' in parsed) throw new Error(parsed.findings.map((f) => f.message.en).join('; '))
  const { template } = parsed
  const compose = async () => {
    const values: Record<string, number> = {}
    for (const [key, f] of Object.entries(template.figures)) {
      const { asOf, from, to, where } = f
      const printed =
        f.printed === null
          ? undefined
          : Number(f.printed) * (f.form.unit === '%' ? 0.01 : f.form.unit.startsWith('万') ? 10_000 : 1)
      // One figure has moved, so that the page shows how that looks.
      values[key] =
        printed === undefined
          ? ((
              await answer(f.measure, {
                ...(asOf ? { asOf } : {}),
                ...(from ? { from } : {}),
                ...(to ? { to } : {}),
                ...(where ? { where } : {}),
              })
            ).value ?? 0)
          : key === 'technician'
            ? printed + 4000
            : printed + (f.form.lowerBound ? 12 : 0)
    }
    return composeLetter(template, values)
  }
  const get = async (id: string) => {
    if (id !== template.id) fail('NotFound')
    return { id, template, ...(await compose()) }
  }
  return {
    list: async () => [{ id: template.id, number: template.number, title: template.proposal.title }],
    get,
    html: async (id) => {
      const { letter, figures } = await get(id)
      const href = new Map(figures.map((f) => [f.key, `/figures/${f.measure}${f.asOf ? `?asOf=${f.asOf}` : ''}`]))
      return letterHtml(letter, { href: (key) => href.get(key) })
    },
  }
}
