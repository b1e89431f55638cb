import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import type { City } from '../kernel/rooms/office.ts'
import { loadRules } from '../kernel/rules/load.ts'
import type { RuleValue } from '../kernel/rules/rules.ts'
import { Calendar } from '../kernel/values/calendar.ts'
import { isPlainDate } from '../kernel/values/plain-date.ts'
import { standardsOf } from '../modules/assessment/store/standards.ts'
import { schemesOf } from '../modules/subsidy/store/schemes.ts'

export const cityFolder = (id: string): string => fileURLToPath(new URL(`./${id}/`, import.meta.url))
/** YAML whose days stay text. */
export const readYaml = async (file: string): Promise<unknown> =>
  parse(await readFile(file, 'utf8'), { schema: 'core' })

/** What the folder of a city says of the place, its dated rules, its working days. @throws naming every fault. */
export async function loadCity(id: string): Promise<{ city: City; rules: RuleValue[]; calendar: Calendar }> {
  if (!/^[a-z][a-z0-9-]*$/.test(id)) throw new Error(`not the name of a city folder: ${id}`)
  const folder = cityFolder(id)
  const content = (await readYaml(join(folder, 'city.yaml'))) as Omit<City, 'folder'>
  const wrong: string[] = []
  for (const key of ['name', 'bureau', 'shortName'] as const)
    if (!content[key]?.zh || !content[key]?.en) wrong.push(`${key} needs zh and en`)
  for (const key of ['division', 'province', 'zone'] as const)
    if (typeof content[key] !== 'string') wrong.push(`${key} must be text (put digits in quotes)`)
  if (content.id !== id) wrong.push(`id is ${content.id}, the folder is ${id}`)
  if (content.helpPhone !== null && typeof content.helpPhone !== 'string') wrong.push('helpPhone is a text or null')
  if (content.publicAddress !== null && !/^https?:\/\/[^/\s]+$/.test(content.publicAddress))
    wrong.push('publicAddress is an address without a path, or null')
  if (!['ES256', 'SM2'].includes(content.signature)) wrong.push('signature is ES256 or SM2')
  const days = (await readYaml(join(folder, 'calendar.yaml'))) as {
    years?: Record<string, { holidays?: string[]; workingWeekends?: string[]; source?: unknown }>
  }
  const years = Object.entries(days.years ?? {})
  const all = (key: 'holidays' | 'workingWeekends') =>
    years.flatMap(([year, y]) => (y[key] ?? []).flatMap((text) => span(year, text)))
  for (const [year, y] of years) {
    if (!y.source) wrong.push(`calendar ${year} has no source`)
    for (const text of [...(y.holidays ?? []), ...(y.workingWeekends ?? [])])
      if (span(year, text).length === 0) wrong.push(`calendar ${year}: ${text} is no day or span of days`)
  }
  if (wrong.length) throw new Error(`city/${id} is faulty:\n${wrong.map((w) => `- ${w}`).join('\n')}`)
  // A tree of conditions without cases, or with one that does not come out, stops the start like any other rule.
  if (existsSync(join(folder, 'rules/assessment/standards'))) await standardsOf(folder)
  if (existsSync(join(folder, 'rules/subsidy/schemes'))) await schemesOf(folder)
  const { name, bureau, shortName, division, province, zone, helpPhone, publicAddress, signature } = content
  return {
    city: { id, name, bureau, shortName, division, province, zone, helpPhone, publicAddress, signature, folder },
    rules: await loadRules(join(folder, 'rules')),
    calendar: new Calendar({
      years: years.map(([y]) => y),
      holidays: all('holidays'),
      workingWeekends: all('workingWeekends'),
    }),
  }
}

/** `2026-02-15..2026-02-23`, or one day. Nothing when it is neither. */
function span(year: string, text: string): string[] {
  const [from, to = from] = text.split('..')
  if (!isPlainDate(from) || !isPlainDate(to) || from > to) return []
  // A holiday may begin in the last days of the year before.
  if (!to.startsWith(year) && !from.startsWith(year)) return []
  const out: string[] = []
  for (let ms = Date.parse(`${from}T00:00:00Z`); ms <= Date.parse(`${to}T00:00:00Z`); ms += 86_400_000)
    out.push(new Date(ms).toISOString().slice(0, 10))
  return out
}

/** `tile-map.csv` of the city: code,row,column, counted from 1. A city without one shows no map. */
export function loadTiles(cityFolder: string): { code: string; row: number; column: number }[] {
  const file = join(cityFolder, 'tile-map.csv')
  if (!existsSync(file)) return []
  const [, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/)
  return lines.map((line, i) => {
    const [code = '', row, column] = line.split(',')
    const tile = { code, row: Number(row), column: Number(column) }
    if (!/^\w{6}$/.test(code) || !(tile.row >= 1) || !(tile.column >= 1))
      throw new Error(`${file} line ${i + 2}: wanted code,row,column counted from 1`)
    return tile
  })
}
