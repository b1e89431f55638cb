import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { parse as parseYaml } from 'yaml'
import type { Finding } from '../../kernel/values/finding.ts'
import { dayNumber } from '../../kernel/values/plain-date.ts'
import { countiesOf, divisionFromRow } from '../../modules/catalogue/index.ts'
import { readEdition, readTable } from '../tables.ts'
import type { Succession } from './identity.ts'
import { type LadderPlan, planLadder } from './ladder.ts'
import { type GivenNames, Names } from './names.ts'
import { makeOrganisations, type Organisation, type Place, type Words } from './organisations.ts'
import { Population, type Trade } from './population.ts'
import { contradictions, readTargets, scaleTargets, type TownTargets } from './targets.ts'

export type TownSize = 'full' | 'small'

/** Everything about the town that is decided before the first person is made. Two threads make the same one. */
export type Frame = {
  targets: TownTargets
  scale: number
  edition: string
  city: Place & { province: string; provinceName: string; oldProvince: string }
  counties: readonly Place[]
  trades: readonly Trade[]
  plan: LadderPlan
  population: Population
  organisations: readonly Organisation[]
  names: Names
  words: Words
  successions: readonly Succession[]
  /** Today's codes of the province outside the city: where people born elsewhere may come from. */
  elsewhere: readonly string[]
}

export class CannotCalibrate extends Error {
  readonly findings: Finding[]
  constructor(findings: Finding[]) {
    super(
      `the town cannot meet its targets:\n${findings.map((f) => `- ${f.field}: ${f.message.en} — ${f.hint.en}`).join('\n')}`,
    )
    this.name = 'CannotCalibrate'
    this.findings = findings
  }
}

const OWN = new URL('./', import.meta.url)
const own = (name: string) => readFile(new URL(name, OWN), 'utf8')

type Table = { [key: string]: unknown }
const isTable = (x: unknown): x is Table => typeof x === 'object' && x !== null && !Array.isArray(x)
/** `over` goes before `under`, key by key; lists are taken whole. */
const merged = (under: Table, over: Table): Table => ({
  ...under,
  ...Object.fromEntries(
    Object.entries(over).map(([k, v]) => [k, isTable(v) && isTable(under[k]) ? merged(under[k], v) : v]),
  ),
})

/**
 * Targets of a file, on top of the assumptions that hold for any city.
 * @throws CannotCalibrate when the file is not in form
 */
export async function readTargetsFile(file: string): Promise<TownTargets> {
  const content = parseYaml(await readFile(file, 'utf8'), { schema: 'core' }) as unknown
  const common = parseYaml(await own('assumptions.yaml'), { schema: 'core' }) as Table
  const whole = isTable(content)
    ? { ...content, assumptions: merged(common, isTable(content.assumptions) ? content.assumptions : {}) }
    : content
  const read = readTargets(whole)
  if ('findings' in read) throw new CannotCalibrate(read.findings)
  return read.targets
}

/**
 * Reads the city's folder and lays the town out. `targetsFile` puts another file of targets in place of the city's own,
 * `division` another city of the same tables.
 * @throws CannotCalibrate with every target that cannot be met, and why
 */
export async function readFrame(
  cityFolder: string,
  size: TownSize,
  options: { targetsFile?: string; division?: string } = {},
): Promise<Frame> {
  const whole = await readTargetsFile(options.targetsFile ?? join(cityFolder, 'demo/targets.yaml'))
  const folder = parseYaml(await readFile(join(cityFolder, 'city.yaml'), 'utf8'), { schema: 'core' }) as {
    division: string
    province: string
  }
  const city = {
    division: options.division ?? folder.division,
    province: (options.division ?? folder.division).slice(0, 2),
  }
  const scale = size === 'full' ? 1 : whole.small.scale
  const targets = scaleTargets(whole, scale)

  const divisions = (await readTable(cityFolder, 'catalogue', 'divisions')).map(divisionFromRow)
  const counties = countiesOf(divisions, city.division).map((d) => ({ code: d.code, name: d.name }))
  const wrong = contradictions(
    targets,
    counties.map((c) => c.code),
  )
  const plan = planLadder(targets)
  if (wrong.length || 'findings' in plan)
    throw new CannotCalibrate([...wrong, ...('findings' in plan ? plan.findings : [])])

  const cityId = basename(cityFolder)
  const { edition, rows } = await readEdition(cityFolder, 'catalogue', `occupations-2022-${cityId}`)
  const workTypes = await readTable(cityFolder, 'catalogue', `work-types-2022-${cityId}`)
  const trades = rows
    .filter((r) => r.depth === '4')
    .map((r): Trade => {
      const from = targets.assumptions.occupations[r.code!]?.from
      return {
        code: r.code!,
        name: r.name!,
        industry: r.industry!,
        from: from ? dayNumber(from) : 0,
        workTypes: workTypes.filter((w) => w.occupation === r.code).map((w) => w.name!),
      }
    })
  const oldProvinces = await readTable(cityFolder, 'catalogue', 'provinces-old-qualification')
  const families = parse(await own('family-names.csv'), { columns: true }) as { name: string; weight: string }[]
  const names = new Names(
    families.map((f) => ({ name: f.name, weight: Number(f.weight) })),
    parseYaml(await own('given-names.yaml')) as GivenNames,
  )
  const words = parseYaml(await own('words.yaml')) as Words
  const place = {
    code: city.division,
    name: divisions.find((d) => d.code === city.division)!.name,
    province: city.province,
    provinceName: divisions.find((d) => d.code === `${city.province}0000`)!.name,
    oldProvince: oldProvinces.find((p) => p.gb_province === city.province)?.code ?? city.province,
  }
  const successions = (await readTable(cityFolder, 'catalogue', `division-successions-${cityId}`).catch(() => [])).map(
    (r) => ({
      code: r.code!,
      firstYear: Number(r.first_year),
      lastYear: Number(r.last_year),
      now: r.now!,
    }),
  )
  const population = new Population(targets, plan, trades)
  const codes = new Map(counties.map((c) => [c.code, c]))
  return {
    targets,
    scale,
    edition,
    city: place,
    counties: population.counties.map((c) => codes.get(c)!),
    trades,
    plan,
    population,
    organisations: makeOrganisations(targets, place, counties, trades, words, names),
    names,
    words,
    successions,
    elsewhere: divisions
      .filter((d) => d.kind === 'county' && !counties.some((c) => c.code === d.code))
      .map((d) => d.code),
  }
}
